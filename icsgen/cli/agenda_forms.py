"""An agenda for the terminal, for programs and for spreadsheets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import Struct

from icsgen.cli.columns import LEAST, hanging, wrapped
from icsgen.cli.plan import event_json
from icsgen.dates import clock
from icsgen.errors import printable

if TYPE_CHECKING:
    from icsgen.agenda import Item

__all__ = ["Line", "as_csv", "as_json", "as_text"]


class Line(Struct, frozen=True):
    """An item of an agenda, and where it comes from."""

    item: Item
    file: Path
    """The document that tells of it."""
    command: str | None = None
    """What to run next, once it is done."""


def as_text(lines: Sequence[Line], width: int, several: bool) -> Iterator[str]:
    """Under a heading for each time a line for each thing to do; below it what to run, each command once.

    Of `several` documents each is named.
    """
    late, day = (
        max(map(len, texts)) + 2
        for texts in zip(*((each.item.urgency, each.item.when) for each in lines), strict=True)
    )
    told = set[str | None]()
    for heading, group in groupby(lines, key=lambda each: each.item.heading):
        yield click.style(f"{chr(10) if told else ''}{heading}", bold=True)
        name = ""
        for item, file, command in ((each.item, each.file, each.command) for each in group):
            if item.candidate != name:
                name = item.candidate
                yield f"  {printable(name)}"
            title = f"{item.entry.title} · {file}" if several else item.entry.title
            yield from _beside(f"  {item.urgency:<{late}}{item.when:<{day}}", title, width)
            if command and command not in told:
                yield click.style(f"    {command}", dim=True)
            told.add(command)
    if any(each.command and each.item.state == "overdue" for each in lines):
        yield click.style("\nDone on another day? Put its date behind the command.", dim=True)


def _beside(head: str, title: str, width: int) -> Iterator[str]:
    """A title beside its time, or below where the terminal is narrow."""
    if width - len(head) >= LEAST:
        yield from hanging(head, len(head), wrapped(title, width - len(head)))
        return
    yield head.rstrip()
    yield from hanging("", 4, wrapped(title, width - 4))


def as_json(line: Line, now: dt.datetime) -> dict[str, object]:
    """An event as `plan` has it, and what the agenda says of it."""
    beside = {
        "file": str(line.file),
        "candidate": line.item.candidate or None,
        "heading": line.item.heading,
        "days": line.item.days,
        "log": line.command,
    }
    return {**event_json(line.item.entry, now), **beside}


def as_csv(lines: Iterable[Line]) -> Iterator[bytes]:
    """A line for each thing to do, in an encoding that spreadsheets find out."""
    from icsgen.outlets.lists import table

    heading = ("candidate", "email", "when", "date", "time", "days", "action", "title", "company", "file")
    return table(heading, map(_row, lines))


def _row(line: Line) -> tuple[str, ...]:
    item, milestone = line.item, line.item.entry.milestone
    candidate, interview, start = milestone.candidate, milestone.interview, milestone.start
    return (
        item.candidate or candidate.name or "",
        candidate.email or "",
        item.heading,
        f"{item.date}",
        clock(start) if isinstance(start, dt.datetime) else "",
        str(item.days),
        milestone.key,
        item.entry.title,
        interview.company if interview else "",
        str(line.file),
    )
