"""The lists beside a folder of calendars: who has which, for a mail merge, and what is wrong with rows."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator

from icsgen.outlets.people import Fault
from icsgen.outlets.remembered import Calendar

__all__ = ["MANIFEST", "PROBLEMS", "manifest", "problem_list", "table"]

MANIFEST, PROBLEMS = "manifest.csv", "problems.csv"
FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
"""Begins what a spreadsheet would work out, not show."""
NUMBER = re.compile(r"-?\d+")
BOM = "\ufeff"
"""Without it Excel takes the table for one in the Western code page."""


def manifest(calendars: Iterable[Calendar]) -> Iterator[bytes]:
    """Everybody with their file, and what is to be done next and when."""
    heading = ("person", "email", "file", "events", "next action", "date")
    return table(
        heading, ((each.person, each.email, each.file, str(each.events), *each.next) for each in calendars)
    )


def problem_list(faults: Iterable[Fault]) -> Iterator[bytes]:
    """Every fault with its row, its column's name, and what to do about it."""
    heading = ("row", "column", "value", "problem", "suggestion")
    return table(heading, ((str(each.row), each.name, *_split(each.text)) for each in faults))


def _split(text: str) -> tuple[str, str, str]:
    """What was found, what is wrong, and the cure."""
    value = re.search(r'"([^"]*)"', text)
    wrong, _, cure = text.partition("; ")
    return value[1] if value else "", wrong, cure


def table(heading: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[bytes]:
    """CSV line by line that spreadsheets open as it is, and in which no cell is a formula."""
    yield (BOM + _line(heading)).encode()
    for row in rows:
        yield _line(row).encode(errors="replace")


def _line(row: tuple[str, ...]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow([_unharmed(cell) for cell in row])
    return written.getvalue()


def _unharmed(cell: str) -> str:
    return f"'{cell}" if FORMULA.match(cell) and not NUMBER.fullmatch(cell) else cell
