"""An event's text as HTML. Outlook then shows no other, so it holds the whole (CLIENTS.md 30)."""

from __future__ import annotations

import re
from html import escape

from msgspec.structs import replace

from icsgen.model import Entry

__all__ = ["linked", "with_html"]

LINK = re.compile(r"\b(?:https?://|mailto:|tel:)[^\s<>\"“”„«»]*[^\s<>\"“”„«».,;:!?\]]")


def with_html(entry: Entry) -> Entry:
    """The entry with its text as HTML too: the same words and lines, the links to be clicked."""
    if not entry.description:
        return entry
    return replace(entry, html=f"<html><body>{linked(entry.description)}</body></html>")


def linked(text: str) -> str:
    """A text as HTML, its links to be clicked."""
    pieces, end = list[str](), 0
    for link in LINK.finditer(text):
        target = link[0]
        if target.endswith(")") and target.count(")") > target.count("("):  # it stands in brackets
            target = target[:-1]
        shown = target.partition("?")[0] if target.startswith("mailto:") else target
        pieces.append(_lines(text[end : link.start()]))
        pieces.append(f'<a href="{escape(target)}">{escape(shown)}</a>')
        end = link.start() + len(target)
    return "".join([*pieces, _lines(text[end:])])


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")
