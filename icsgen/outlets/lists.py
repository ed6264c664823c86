"""The lists beside a folder of calendars: who has which, for a mail merge, and what is wrong with rows."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from icsgen.outlets.people import Fault
from icsgen.outlets.remembered import Calendar

__all__ = ["BEGINNINGS", "MANIFEST", "PROBLEMS", "manifest", "problem_list", "table"]

MANIFEST, PROBLEMS = "manifest.csv", "problems.csv"
BOM = "\ufeff"
"""Without it Excel takes a table for one in the Western code page."""
BEGINNINGS = {MANIFEST: f"{BOM}person,email,file,".encode(), PROBLEMS: f"{BOM}row,column,value,".encode()}
"""How the lists begin, whatever version of ours wrote them."""
FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
"""Begins what a spreadsheet would work out, not show."""
NUMBER = re.compile(r"-?\d+")


def manifest(calendars: Iterable[Calendar], stamp: dt.datetime) -> Iterator[bytes]:
    """Everybody with their file, what is to be done next from this day on, and how much is late."""
    heading = ("person", "email", "file", "events", "next action", "date", "title", "overdue", "note")
    return table(heading, (_listed(each, stamp) for each in calendars))


def _listed(calendar: Calendar, stamp: dt.datetime) -> tuple[str, ...]:
    today = f"{stamp.astimezone(ZoneInfo(calendar.timezone)).date()}"
    ahead = [step for step in calendar.to_do if step.date >= today]
    following = (ahead[0].key, ahead[0].date, ahead[0].title) if ahead else ("", "", "")
    late = str(len(calendar.to_do) - len(ahead))
    told = (calendar.person, calendar.email, calendar.file, str(calendar.events))
    return (*told, *following, late, calendar.note)


def problem_list(faults: Iterable[Fault]) -> Iterator[bytes]:
    """Every fault with its row, its column's name, and what to do about it."""
    heading = ("row", "column", "value", "problem", "suggestion")
    return table(heading, ((str(each.row), each.name, each.value, *_split(each)) for each in faults))


def _split(fault: Fault) -> tuple[str, str]:
    """What is wrong, and the cure: behind the first semicolon that is not within what the user wrote."""
    end = max(fault.text.find(quote) + len(quote) for quote in (f'"{fault.value}"', ""))
    wrong, _, cure = fault.text[end:].partition("; ")
    return fault.text[:end] + wrong, cure


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
