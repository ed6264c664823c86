"""The page to start from: a form that shows the ladder of one interview and gives its calendar."""

from __future__ import annotations

from flask import Flask

from icsgen.outlets.pages.sites import Site

__all__ = ["start_pages"]


def start_pages(app: Flask, site: Site) -> None:
    """Serve the form."""
    app.add_url_rule("/", "start", lambda: "")
