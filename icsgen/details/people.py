"""People one a line, as forms have them, to what a document would hold."""

from __future__ import annotations

import re

from icsgen.details import cells
from icsgen.details.sources import Tree

__all__ = ["people_on_lines"]

LINES = re.compile(r"[;\n]")
LAST_FIRST = re.compile(r"[^<>,]+,[^<>,]+<[^<>]*>")
BEHIND_NAME = re.compile(r"(?P<name>[^<>,]+?) ?(?:<(?P<email>[^<>]+)>)? ?, ?(?P<rest>[^<>]+)")


def people_on_lines(text: str) -> list[Tree]:
    """Everybody, with what they do behind a comma: ``Jana Müller <jana@…>, Head of Data``."""
    lines = (cells.plain_text(line) for line in LINES.split(text))
    return [person for line in lines if line for person in _on_line(line)]


def _on_line(line: str) -> list[Tree]:
    """Whoever is on a line; several where none of them has more than an address."""
    if LAST_FIRST.fullmatch(line):
        return [cells.named(line)]
    found = BEHIND_NAME.fullmatch(line)
    if not found:
        some = cells.people(line)
        return some if isinstance(some, list) else []
    parts = [part.strip() for part in found["rest"].split(",")]
    email = found["email"] or next((part for part in parts if "@" in part), None)
    title = ", ".join(part for part in parts if part and part != email)
    details = {"name": found["name"], "title": title, "email": email}
    return [{key: value for key, value in details.items() if value}]
