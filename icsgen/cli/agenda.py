"""``icsgen agenda``: what is to be done, across documents: the command of every morning."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from icsgen.cli.inputs import DOCUMENT, now_option, planned, read_job_search
from icsgen.cli.plan import event_json

if TYPE_CHECKING:
    from icsgen.model import Entry

WEEK = 7
HEADINGS = ("Overdue", "Today", "This week", "Next", "Done")


class Item(NamedTuple):
    """Something to do, and the document that tells of it."""

    file: Path
    entry: Entry
    state: str
    date: dt.date
    """In the zone of whose calendar it is."""
    days: int
    """From today on; before it where negative."""

    @property
    def heading(self) -> str:
        if self.state in ("overdue", "done"):
            return self.state.capitalize()
        return "Today" if self.days <= 0 else "This week" if self.days < WEEK else "Next"

    @property
    def command(self) -> str | None:
        """What to run once it is done."""
        from icsgen.rules.logs import SENT

        milestone = self.entry.milestone
        if self.state == "done" or not milestone.interview or milestone.key not in SENT:
            return None
        return f"icsgen log {self.file} {milestone.interview.id} {milestone.key}"


@click.command(
    "agenda",
    short_help="What is overdue, due today, this week and next.",
    epilog="Example: icsgen agenda job-search.yaml",
)
@click.argument("files", nargs=-1, required=True, type=DOCUMENT)
@click.option(
    "--days", type=click.IntRange(0, 3660), default=14, show_default=True, help="How far ahead to look."
)
@click.option("--all", "everything", is_flag=True, help="What is done and over too.")
@click.option("--json", "asked_json", is_flag=True, help="A list of events as of `plan`, for programs.")
@now_option
def command(files: tuple[Path, ...], days: int, everything: bool, asked_json: bool, now: dt.datetime) -> None:
    """Show what is to be done by the documents FILES, soonest first, and what to run once it is."""
    items = sorted(
        (item for file in files for item in _items(file, now) if _is_shown(item, days, everything)),
        key=lambda item: (
            HEADINGS.index(item.heading),
            item.date,
            item.entry.milestone.all_day,
            f"{item.entry.milestone.start}",
        ),
    )
    if asked_json:
        told = [
            {"file": str(item.file), **event_json(item.entry, now), "log": item.command} for item in items
        ]
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    click.echo("\n".join(_lines(items)) or f"Nothing is to be done in {days} days.")


def _items(file: Path, now: dt.datetime) -> Iterator[Item]:
    from icsgen.plan import state

    made = planned(read_job_search(file), now)
    today = now.astimezone(made.candidate.region.timezone).date()
    for entry in made.entries:
        date = entry.milestone.date
        if entry.milestone.until and date < today:  # the next time that it comes round
            date += -(-(today - date).days // WEEK) * dt.timedelta(days=WEEK)
        yield Item(file, entry, state(entry.milestone, now), date, (date - today).days)


def _is_shown(item: Item, days: int, everything: bool) -> bool:
    return everything or (item.state != "done" and item.days <= days)


def _lines(items: Sequence[Item]) -> Iterator[str]:
    """Under a heading for each time, a line for each thing to do, and what to run below."""
    from icsgen.dates import clock, date_text
    from icsgen.errors import printable

    heading = ""
    for item in items:
        if item.heading != heading:
            yield click.style(f"{'' if not heading else chr(10)}{item.heading}", bold=True)
            heading = item.heading
        start = item.entry.milestone.start
        hour = clock(start) if isinstance(start, dt.datetime) else "all day"
        late = f" ({-item.days} day{'s' if item.days < -1 else ''} late)" if item.state == "overdue" else ""
        yield f"  {date_text(item.date):<17}{hour:<9}{printable(item.entry.title)}{late}"
        if item.command:
            yield click.style(f"  {'':<26}{printable(item.command)}", dim=True)
