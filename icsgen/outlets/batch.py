"""A calendar for each person of a table, in one folder, with a list of them and of what is wrong."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import re
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from icsgen.errors import OutputError, Problem
from icsgen.ics import render, revise
from icsgen.ics.events import BEGINNING, NOTHING, History
from icsgen.ics.history import UnknownCalendarError, history
from icsgen.model import Candidate, Milestone
from icsgen.outlets.files import write_all
from icsgen.outlets.names import shortened, slug
from icsgen.plan import Plan, state

__all__ = ["MANIFEST", "PROBLEMS", "Calendar", "gone", "manifest", "problem_list", "write_calendars"]

MANIFEST, PROBLEMS = "manifest.csv", "problems.csv"
AT_ONCE = 500  # calendars
LONGEST = 80  # bytes of a name, beside its digest: file systems take 255
RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)\Z")  # names of devices, on Windows
OURS = re.compile(r"[\w-]+-[0-9a-f]{8}\.ics")
FORMULA = re.compile(r"[=+\-@\t\r]")
"""Begins what a spreadsheet would work out, not show."""


class Calendar(Struct, frozen=True, kw_only=True):
    """A person's calendar, as the list tells of it."""

    person: str
    email: str
    file: str
    events: int
    next: tuple[str, str]
    """What is to be done next, overdue or not, and on which day; empty where nothing is."""
    changed: bool = False
    kept: bool
    """Whether it stays as it was, since a row is wrong."""


def write_calendars(folder: Path, plans: Iterable[tuple[Plan, bool]], now: dt.datetime) -> Iterator[Calendar]:
    """Write each person's calendar over their last one, some at a time: a table may be longer than memory.

    A partial plan, some of whose rows are wrong, is written only where there is none yet: it would call
    off the events of those rows.

    Raises:
        OutputError: a file that is there is none of ours, or cannot be written; it was not.
    """
    waiting = iter(plans)
    while some := list(islice(waiting, AT_ONCE)):
        calendars = [_calendar(folder, plan, now, partial=partial) for plan, partial in some]
        # A nightly run is made again after a power cut: what it writes need not outlast one.
        changed = set(write_all({folder / each.file: data for each, data in calendars}, durable=False))
        yield from (replace(each, changed=folder / each.file in changed) for each, _ in calendars)


def _calendar(folder: Path, plan: Plan, now: dt.datetime, *, partial: bool) -> tuple[Calendar, bytes]:
    """A person's calendar, and its bytes."""
    candidate = plan.candidate
    path = folder / f"{_name(candidate)}.ics"
    before, data = _last(path)
    kept = partial and bool(before.events)
    after = before if kept else revise(plan.entries, candidate=candidate, stamp=now, before=before)
    open_ones = (each.milestone for each in plan.entries if _is_open(each.milestone, now))
    due = [(milestone.key, f"{milestone.date}") for milestone in open_ones]
    told = Calendar(
        person=candidate.name or "",
        email=candidate.email or "",
        file=path.name,
        events=sum(event.live and not event.stands_in for event in after.events.values()),
        next=min(due, key=lambda pair: pair[1], default=("", "")),
        kept=kept,
    )
    return told, data if kept else render(after, candidate)


def _last(path: Path) -> tuple[History, bytes]:
    """What a file of ours holds, and its bytes; nothing where there is none."""
    try:
        data = path.read_bytes()
        return history(data), data
    except FileNotFoundError:
        return NOTHING, b""
    except UnknownCalendarError as fault:
        raise OutputError(f"{path}: {fault}; take it away") from fault
    except OSError as fault:
        raise OutputError(f"{path}: cannot be read: {fault.strerror}") from fault


def _is_open(milestone: Milestone, now: dt.datetime) -> bool:
    return milestone.to_do and state(milestone, now) in ("planned", "due", "overdue")


def _name(candidate: Candidate) -> str:
    """A name to read and to sort by, safe on every system, and nobody else's, whatever the order of rows."""
    whole = candidate.name or candidate.email or "candidate"
    known = "\n".join(filter(None, (candidate.id, candidate.email, candidate.name)))
    digest = hashlib.sha256(known.casefold().encode(errors="replace")).hexdigest()[:8]
    short = shortened(slug(whole) or "candidate", LONGEST)
    return f"{'candidate-' if RESERVED.match(short) else ''}{short}-{digest}"


# --- the lists


def manifest(calendars: Iterable[Calendar]) -> bytes:
    """Everybody with their file, and what is to be done next and when, for a mail merge."""
    rows = (
        (
            each.person,
            each.email,
            each.file,
            str(each.events),
            *each.next,
        )
        for each in sorted(calendars, key=lambda each: each.file)
    )
    return _table([("person", "email", "file", "events", "next action", "date"), *rows])


def problem_list(problems: Iterable[tuple[int, str, Problem]]) -> bytes:
    """Every problem with its row, its column's name, and what to do about it."""
    rows = ((str(row), column, *_split(problem.text)) for row, column, problem in problems)
    return _table([("row", "column", "value", "problem", "suggestion"), *rows])


def _split(text: str) -> tuple[str, str, str]:
    """What was found, what is wrong, and the cure."""
    value = re.search(r'"([^"]*)"', text)
    wrong, _, cure = text.partition("; ")
    return value[1] if value else "", wrong, cure


def _table(rows: Iterable[tuple[str, ...]]) -> bytes:
    """CSV that spreadsheets open as it is: with a byte order mark, and no cell that is a formula."""
    written = io.StringIO()
    csv.writer(written).writerows([_unharmed(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig", errors="replace")


def _unharmed(cell: str) -> str:
    return f"'{cell}" if FORMULA.match(cell) else cell


def gone(folder: Path, calendars: Collection[Calendar]) -> Iterator[Path]:
    """The calendars of before that no row is for now: of our names, and begun as ours are."""
    names = {each.file for each in calendars}
    for path in sorted(folder.glob("*.ics")):
        if path.name not in names and OURS.fullmatch(path.name) and path.is_file():
            with path.open("rb") as file:
                if file.read(len(BEGINNING)) == BEGINNING:
                    yield path
