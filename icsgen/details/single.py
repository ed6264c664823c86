"""One interview told detail by detail, as options and forms do, to the document that says the same."""

from __future__ import annotations

from collections.abc import Iterable

from icsgen.details.sources import Tree

__all__ = ["single"]


def single(details: Iterable[tuple[tuple[str, ...], Tree]]) -> dict[str, Tree]:
    """The document of details, each with its key, or with `me` and a key; `me` comes first."""
    me: dict[str, Tree] = {}
    tree: dict[str, Tree] = {"me": me}
    for path, value in details:
        home = me if path[0] == "me" else tree
        home[path[-1]] = value
    return tree
