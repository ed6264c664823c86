"""What a row of a table says, whose it is, and whether it tells of an interview at all."""

from __future__ import annotations

import re

import msgspec

from icsgen.details import cells
from icsgen.details.headings import Heading
from icsgen.details.tables import Row

__all__ = [
    "NOBODY",
    "PERSONAL",
    "READER",
    "Line",
    "Said",
    "is_held",
    "is_known",
    "known_by_name",
    "said_by",
    "tells",
    "too_many",
    "whose",
]

DAYS = frozenset([("start",), ("date",), ("time",)])
OF_INTERVIEWS = frozenset([("company",), ("role",), ("start",), ("date",)])
PERSONAL = frozenset([("me", "id"), ("me", "email"), ("me", "name")])
"""What tells whose a row is."""
NOBODY = "row "
"""Before a row's number, by which it is known where nothing tells whose it is."""
FIRST_WORD = re.compile(r"\w*")
TOTALS = ("total", "totals", "sum", "count", "average", "summe", "gesamt")

Said = list[tuple[int, str]]
"""What a row says: the index of each column that is filled in, and its text."""
Line = tuple[str, int, Said, str]
"""Whose a row is, its number, what it says, and what is wrong with all of it."""
READER = msgspec.json.Decoder(Line)


def said_by(row: Row, heading: Heading) -> Said:
    """What a row says; nothing where it is empty, the heading again, or a total."""
    said = [
        (index, text)
        for index, (cell, column) in enumerate(zip(row.cells, heading.columns, strict=False))
        if column and not cells.is_empty(text := cell.strip(), dated=column.dated)
    ]
    again = all(text == heading.names[index].strip() for index, text in said)
    return [] if again or _is_total(said, heading) else said


def known_by_name(name: str) -> str:
    """By what somebody is known of whom only the name is told."""
    return f"name {cells.plain_text(cells.named(name)).casefold()}"


def too_many(row: Row, heading: Heading) -> str:
    """What is wrong with a row that has more cells than there are columns: a comma in one was not quoted."""
    width = len(heading.names)
    if not any(cell.strip() for cell in row.cells[width:]):
        return ""
    found = f"found {len(row.cells)} cells under {width} headings"
    return f"{found}; expected quotes around a cell with a separator in it"


def is_known(key: str) -> bool:
    """Whether it is known who somebody is; not by an address that is none."""
    return not key.startswith(NOBODY) and (not key.startswith("email ") or "@" in key)


def is_held(said: Said, heading: Heading) -> bool:
    """Whether a row tells of an interview that has a day, and is no mere application."""
    return any((column := heading.columns[index]) and column.path in DAYS for index, _ in said)


def tells(said: Said, heading: Heading) -> bool:
    """Whether a row tells anything of an interview."""
    return any((column := heading.columns[index]) and column.path in OF_INTERVIEWS for index, _ in said)


def _is_total(said: Said, heading: Heading) -> bool:
    """Whether a row sums up the others: it begins so, and names no company or no role."""
    first = FIRST_WORD.match(said[0][1].casefold()) if said else None
    if not first or first[0] not in TOTALS:
        return False
    paths = {column.path for index, _ in said if (column := heading.columns[index])}
    named = {("company",), ("role",)} <= paths or paths & {("start",), ("date",)}
    counts = len(said) > 1 and all(text.isdecimal() for _, text in said[1:])
    return counts or not named


def whose(said: Said, heading: Heading) -> str:
    """By what a person is known: an id, else an address, else a name; empty without any."""
    told = {column.path: text for index, text in said if (column := heading.columns[index])}
    for key in ("id", "email", "name"):
        if found := told.get(("me", key)):
            return known_by_name(found) if key == "name" else f"{key} {cells.plain_text(found).casefold()}"
    return ""
