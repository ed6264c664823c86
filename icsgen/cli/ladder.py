"""The ladder on a terminal: a table of what to do when."""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import click
from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from icsgen.model import Entry, Interview, Milestone

__all__ = ["print_gaps", "print_ladder", "print_on"]

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
DATE = len("  2026-11-17")


def print_ladder(entries: Sequence[Entry], *, why: bool = False, err: bool = False) -> None:
    """Show entries in order of time: one table each interview, or a line each where there are many."""
    _say(lambda console: print_on(console, entries, why=why), err)


def _say(printed: Callable[[Console], None], err: bool) -> None:
    """Print through rich: as wide as the terminal, 80 columns into a file, no blanks at the ends of lines."""
    stream = sys.stderr if err else sys.stdout
    width = None if stream.isatty() else WIDTH
    console = Console(file=stream, width=width, highlight=False, markup=False, emoji=False)
    with console.capture() as captured:
        printed(console)
    click.echo(re.sub(" +$", "", captured.get(), flags=re.MULTILINE), err=err, nl=False)


def print_on(console: Console, entries: Sequence[Entry], *, why: bool = False) -> None:
    """Show entries on a console: its width and colours hold."""
    interviews = {
        each.milestone.interview.id: each.milestone.interview for each in entries if each.milestone.interview
    }
    if len(interviews) > MOST and not why:
        lines = _short_lines(interviews.values(), entries, console.width)
        console.out("\n".join(lines), highlight=False)
        return
    for interview in interviews.values():
        console.print(Text(_headline(interview), style="bold"))
        mine = [each for each in entries if each.milestone.interview is interview]
        console.print(Padding(_table(mine, why), (0, 0, 1, 0)))
    rest = [each for each in entries if each.milestone.interview is None]
    if rest:
        console.print(_table(rest, why))


def print_gaps(entries: Iterable[Entry]) -> None:
    """Say, on stderr, which details would make the messages whole, and how often each is missing."""
    gaps: dict[str, Counter[str]] = {}
    for entry in entries:
        if entry.gaps:
            gaps.setdefault(entry.milestone.key, Counter()).update(entry.gaps)
    if gaps:
        click.echo("To fill in, in the document or before sending:", err=True)
        _say(lambda console: console.print(_gaps_table(gaps)), err=True)


def _gaps_table(gaps: Mapping[str, Counter[str]]) -> Padding:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for key, counts in gaps.items():
        each = (f"{gap} ({times} times)" if times > 1 else gap for gap, times in counts.items())
        table.add_row(key, Text("; ".join(each)))
    return Padding(table, (0, 0, 0, 2))


def _headline(interview: Interview) -> str:
    return f"{interview.company} · {interview.role}"


def _table(entries: Sequence[Entry], why: bool) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column(no_wrap=True, min_width=len("Wed 30 Sep 2026"))
    table.add_column(no_wrap=True, min_width=len("all day"))
    table.add_column(overflow="fold")
    for entry in entries:
        milestone = entry.milestone
        text = Text(entry.title)
        text.append(f"\n{milestone.why if why else milestone.why_short}", style="dim")
        for line in _elsewhere(milestone):
            text.append(f"\n{line}", style="dim")
        table.add_row(_day(milestone.start), _hour(milestone), text)
    return table


def _elsewhere(milestone: Milestone) -> Iterator[str]:
    """The employer's clock, where it shows another time."""
    start, interview = milestone.start, milestone.interview
    if interview and isinstance(start, dt.datetime):
        theirs = start.astimezone(interview.region.timezone)
        if theirs.utcoffset() != start.utcoffset():
            yield f"{_day(theirs)}, {theirs:%H:%M} in {interview.region.timezone.key}"


def _short_lines(interviews: Iterable[Interview], entries: Sequence[Entry], width: int) -> Iterator[str]:
    """A line for each interview; written here, since rich takes its time over tables of thousands of rows."""
    starts = {
        (each.milestone.interview.id, each.milestone.key): each.milestone.start
        for each in entries
        if each.milestone.interview
    }
    room = max(width - DATE * len(CONTACTS), DATE)
    yield "".join([_filled("Company", room), *(f"  {heading:<{DATE - 2}}" for heading in CONTACTS.values())])
    for interview in interviews:
        dates = (starts.get((interview.id, key)) for key in CONTACTS)
        cells = (f"  {f'{each:%Y-%m-%d}' if each else '–':<{DATE - 2}}" for each in dates)
        yield "".join([_filled(interview.company, room), *cells])


def _filled(text: str, room: int) -> str:
    """The text in so many columns of the terminal; wide characters take two."""
    return set_cell_size(text if cell_len(text) <= room else f"{set_cell_size(text, room - 1)}…", room)


def _hour(milestone: Milestone) -> str:
    start = milestone.start
    return f"{start:%H:%M}" if isinstance(start, dt.datetime) else "all day"


def _day(moment: dt.date) -> str:
    from icsgen.rules.reasons import date_text

    return date_text(moment)
