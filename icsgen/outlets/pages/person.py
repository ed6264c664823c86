"""A person's page: what is due, the ladder as a picture, every message, and how to subscribe."""

from __future__ import annotations

from flask import Flask, abort

from icsgen.outlets.pages.sites import Site

__all__ = ["person_pages"]


def person_pages(app: Flask, site: Site) -> None:
    """Serve everybody's page."""

    def page(token: str) -> str:
        opened = site.published.opened_by(token) or abort(404)
        return f"{opened.token.person}"

    app.add_url_rule("/p/<token>/", "person", page)
