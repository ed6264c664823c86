"""The ladder on a terminal: a table of what to do when."""

from __future__ import annotations

import datetime as dt
import shutil
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import click

from icsgen.dates import clock, date_text
from icsgen.errors import printable

if TYPE_CHECKING:
    from icsgen.model import Entry, Interview, Milestone

__all__ = ["ladder_lines", "print_gaps", "print_ladder"]

WIDTH = 80
MOST = 5
"""More interviews than this are shown in a line each."""

CONTACTS = {
    "interview": "Interview",
    "thank-you": "Thanks",
    "follow-up": "Follow-up",
    "call": "Call",
    "tickler": "Tickler",
}
"""The columns of the short form, which has a line for each interview."""
DUE = {"due": " – due today", "overdue": " – overdue"}
"""The states that ask for something; the others are in the title, or need no word."""
DATE = len("  2026-11-17")
NO_DATE = f"{'  –':<{DATE}}"
DAY, HOUR = len("Wed 30 Sep 2026  "), len("all day  ")
LEAST = 24
"""So many columns a text has, however narrow the terminal."""


def print_ladder(entries: Sequence[Entry], now: dt.datetime, *, why: bool = False, err: bool = False) -> None:
    """Show entries in order of time: a block for each job, or a line for each interview of many."""
    width = _width(err)
    click.echo("\n".join(ladder_lines(entries, now, width, why=why)), err=err)


def _width(err: bool) -> int:
    """As wide as the terminal; into a file 80 columns."""
    stream = sys.stderr if err else sys.stdout
    return shutil.get_terminal_size().columns if stream.isatty() else WIDTH


def ladder_lines(
    entries: Sequence[Entry], now: dt.datetime, width: int, *, why: bool = False
) -> Iterator[str]:
    """The ladder for so many columns of a terminal, its styles as ANSI escapes."""
    jobs: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.milestone.interview:
            jobs.setdefault(_headline(entry.milestone.interview), []).append(entry)
    if len(jobs) > MOST and not why:
        yield from _short_lines(entries, width)
        return
    for headline, its_own in jobs.items():
        yield from (click.style(line, bold=True) for line in _wrapped(headline, width))
        yield from _rows(its_own, now, width, why)
        yield ""
    yield from _rows((each for each in entries if each.milestone.interview is None), now, width, why)


def print_gaps(entries: Iterable[Entry]) -> None:
    """Say, on stderr, which details would make the messages whole, and how often each is missing."""
    gaps: dict[str, Counter[str]] = {}
    for entry in entries:
        if entry.gaps:
            gaps.setdefault(entry.milestone.key, Counter()).update(entry.gaps)
    if gaps:
        click.echo("To fill in, in the document or before sending:", err=True)
        click.echo("\n".join(_gap_lines(gaps, _width(err=True))), err=True)


def _gap_lines(gaps: Mapping[str, Counter[str]], width: int) -> Iterator[str]:
    indent = max(map(len, gaps)) + 4
    for key, counts in gaps.items():
        each = (f"{gap} ({times} times)" if times > 1 else gap for gap, times in counts.items())
        yield from _hanging(f"  {key}", indent, _wrapped("; ".join(each), width - indent))


def _headline(interview: Interview) -> str:
    return f"{interview.company} · {interview.role}"


def _rows(entries: Iterable[Entry], now: dt.datetime, width: int, why: bool) -> Iterator[str]:
    """Each entry's day, hour and title, whether it is due, and below them why then; last what is gone."""
    from icsgen.plan import state

    room = width - DAY - HOUR
    gone: dict[str, list[str]] = {}
    for entry in entries:
        milestone = entry.milestone
        if not (milestone.live or why):
            gone.setdefault(f"{milestone.outcome}, since {milestone.why_short}", []).append(milestone.key)
            continue
        told = (milestone.why if why else milestone.why_short, *_elsewhere(milestone))
        dim = (click.style(line, dim=True) for text in told for line in _wrapped(text, room))
        when = f"{date_text(milestone.start):<{DAY}}{_hour(milestone)}"
        title = f"{entry.title}{DUE.get(state(milestone, now), '')}"
        yield from _hanging(when, DAY + HOUR, [*_wrapped(title, room), *dim])
    for what, keys in gone.items():
        lines = _wrapped(f"{', '.join(dict.fromkeys(keys))}: {what}", room)
        yield from _hanging("", DAY + HOUR, (click.style(line, dim=True) for line in lines))


def _hanging(head: str, indent: int, lines: Iterable[str]) -> Iterator[str]:
    """Lines in a column of their own, the first one beside a head."""
    for line in lines:
        yield f"{head:<{indent}}{line}"
        head = ""


def _elsewhere(milestone: Milestone) -> Iterator[str]:
    """The employer's clock, where it shows another time."""
    start, interview = milestone.start, milestone.interview
    if interview and isinstance(start, dt.datetime):
        theirs = start.astimezone(interview.region.timezone)
        if theirs.utcoffset() != start.utcoffset():
            yield f"{date_text(theirs)}, {clock(theirs)} in {interview.region.timezone.key}"


def _short_lines(entries: Sequence[Entry], width: int) -> Iterator[str]:
    """A line for each interview."""
    starts: dict[str, dict[str, dt.date]] = {}
    companies: dict[str, str] = {}
    for milestone in (each.milestone for each in entries):
        if milestone.interview and milestone.key in CONTACTS and milestone.live:
            starts.setdefault(milestone.interview.id, {})[milestone.key] = milestone.start
            companies[milestone.interview.id] = milestone.interview.company
    room = max(width - DATE * len(CONTACTS), DATE)
    yield "".join([_filled("Company", room), *(f"  {heading:<{DATE - 2}}" for heading in CONTACTS.values())])
    for name, its_own in starts.items():
        dates = [its_own.get(key) for key in CONTACTS]
        cells = [f"  {each.isoformat()[:10]}" if each else NO_DATE for each in dates]
        yield "".join([_filled(companies[name], room), *cells])


def _hour(milestone: Milestone) -> str:
    start = milestone.start
    return clock(start) if isinstance(start, dt.datetime) else "all day"


# --- columns: wide characters take two of them


def _filled(text: str, room: int) -> str:
    """The text in so many columns."""
    text = printable(text)
    if _columns(text) > room:
        text = f"{text[: _fitting(text, room - 1)]}…"
    return text + " " * (room - _columns(text))


def _wrapped(text: str, room: int) -> Iterator[str]:
    """Lines of at most so many columns, broken between words, and within one only where it is longer."""
    line, room = "", max(room, LEAST)
    for word in printable(text).split():
        if line and _columns(line) + 1 + _columns(word) > room:
            yield line
            line = ""
        *pieces, word = _pieces(word, room)
        yield from pieces
        line = f"{line} {word}" if line else word
    yield line


def _pieces(word: str, room: int) -> Iterator[str]:
    """A word in pieces of at most so many columns, each of a bounded number of characters."""
    at = 0
    while at + room < len(word) or _columns(word[at:]) > room:
        piece = word[at : at + 4 * room]
        at += max(_fitting(piece, room), 1)
        yield piece[: max(_fitting(piece, room), 1)]
    yield word[at:]


def _fitting(text: str, room: int) -> int:
    """How many characters of a text fit in so many columns."""
    used = 0
    for at, character in enumerate(text):
        used += _columns(character)
        if used > room:
            return at
    return len(text)


def _columns(text: str) -> int:
    if text.isascii():
        return len(text)
    from rich.cells import cell_len  # late: most texts do without

    return cell_len(text)
