"""The ladder on a terminal: a table of what to do when."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import click

from icsgen.cli.columns import filled, hanging, width_of, wrapped
from icsgen.dates import clock, date_text

if TYPE_CHECKING:
    from icsgen.model import Entry, Interview, Milestone

__all__ = ["ladder_lines", "print_gaps", "print_ladder"]

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


def print_ladder(entries: Sequence[Entry], now: dt.datetime, *, why: bool = False, err: bool = False) -> None:
    """Show entries in order of time: a block for each job, or a line for each interview of many."""
    width = width_of(err)
    click.echo("\n".join(ladder_lines(entries, now, width, why=why)), err=err)


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
        yield from (click.style(line, bold=True) for line in wrapped(headline, width))
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
        click.echo("\n".join(_gap_lines(gaps, width_of(err=True))), err=True)


def _gap_lines(gaps: Mapping[str, Counter[str]], width: int) -> Iterator[str]:
    indent = max(map(len, gaps)) + 4
    for key, counts in gaps.items():
        each = (f"{gap} ({times} times)" if times > 1 else gap for gap, times in counts.items())
        yield from hanging(f"  {key}", indent, wrapped("; ".join(each), width - indent))


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
        dim = (click.style(line, dim=True) for text in told for line in wrapped(text, room))
        when = f"{date_text(milestone.start):<{DAY}}{_hour(milestone)}"
        title = f"{entry.title}{DUE.get(state(milestone, now), '')}"
        yield from hanging(when, DAY + HOUR, [*wrapped(title, room), *dim])
    for what, keys in gone.items():
        lines = wrapped(f"{', '.join(dict.fromkeys(keys))}: {what}", room)
        yield from hanging("", DAY + HOUR, (click.style(line, dim=True) for line in lines))


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
    yield "".join([filled("Company", room), *(f"  {heading:<{DATE - 2}}" for heading in CONTACTS.values())])
    for name, its_own in starts.items():
        dates = [its_own.get(key) for key in CONTACTS]
        cells = [f"  {each.isoformat()[:10]}" if each else NO_DATE for each in dates]
        yield "".join([filled(companies[name], room), *cells])


def _hour(milestone: Milestone) -> str:
    start = milestone.start
    return clock(start) if isinstance(start, dt.datetime) else "all day"
