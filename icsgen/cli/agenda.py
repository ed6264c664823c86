"""``icsgen agenda``: what is to be done, across documents: the command of every morning."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import Struct
from msgspec.structs import replace

from icsgen.cli.columns import LEAST, hanging, width_of, wrapped
from icsgen.cli.command_lines import log_command
from icsgen.cli.inputs import DOCUMENT, now_option, planned, read_bytes, read_job_search
from icsgen.cli.plan import event_json
from icsgen.cli.progress import progress
from icsgen.cli.reports import first_lines
from icsgen.cli.tables import Reading, cohort_of, is_table, table_options
from icsgen.dates import clock, date_text
from icsgen.errors import IcsgenError, OutputError, printable

if TYPE_CHECKING:
    from icsgen.model import Entry, Interview, Milestone
    from icsgen.outlets.people import Fault
    from icsgen.plan import Plan

DAY, WEEK = dt.timedelta(days=1), dt.timedelta(days=7)
SUNDAY = 6
OVER = "Done or over"
HEADINGS = ("Overdue", "Today", "This week", "Next", OVER)
SUFFIXES = (".yaml", ".yml", ".toml", ".json")


class Item(Struct, frozen=True, kw_only=True):
    """Something to do, and the document that tells of it."""

    file: Path
    entry: Entry
    state: str
    date: dt.date
    """In the zone of whose calendar it is; of what is weekly, the next time."""
    days: int
    """From today on; before it where negative."""
    command: str | None
    """What to run next, once it is done."""
    candidate: str = ""
    """Who has to do it, where a table tells of many."""

    @property
    def heading(self) -> str:
        if self.state == "overdue":
            return "Overdue"
        if self.state not in ("planned", "due"):
            return OVER
        if self.days <= 0:
            return "Today"
        # a week ends with its Sunday
        return "This week" if self.days <= SUNDAY - (self.date - self.days * DAY).weekday() else "Next"

    @property
    def urgency(self) -> str:
        """``3 days late``, ``today``, ``in 2 days``."""
        if self.heading == OVER:
            return ""
        if self.state == "overdue":
            return f"{_days(-self.days)} late"
        return {0: "today", 1: "tomorrow"}.get(max(self.days, 0)) or f"in {_days(self.days)}"

    @property
    def when(self) -> str:
        """The day, its year where it is not this one, and the hour."""
        start, this_year = self.entry.milestone.start, (self.date - self.days * DAY).year
        hour = clock(start) if isinstance(start, dt.datetime) else "all day"
        return f"{date_text(self.date, year=self.date.year != this_year)} {hour}"

    @property
    def place_in_time(self) -> tuple[int, str, dt.datetime, bool]:
        """Sorts by heading, of a table by candidate, then soonest first in any zone; what lasts all day comes
        first on its day."""
        milestone = self.entry.milestone
        time = milestone.start.time() if isinstance(milestone.start, dt.datetime) else dt.time()
        moment = dt.datetime.combine(self.date, time, milestone.candidate.region.timezone)
        heading = HEADINGS.index(self.heading)
        return heading, self.candidate.casefold(), moment.astimezone(dt.UTC), not milestone.all_day


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


@click.command(
    "agenda",
    short_help="What is overdue, due today, this week and next.",
    epilog="Example: icsgen agenda job-search.yaml",
)
@click.argument("files", nargs=-1, type=DOCUMENT)
@click.option(
    "--days", type=click.IntRange(0, 3660), default=14, show_default=True, help="How far ahead to look."
)
@click.option("--all", "everything", is_flag=True, help="What is done and over too.")
@click.option("--json", "form", flag_value="json", help="A list of what is shown, for programs.")
@click.option("--csv", "form", flag_value="csv", help="A table of what is shown, for spreadsheets.")
@table_options
@now_option
def command(
    files: tuple[Path, ...],
    days: int,
    everything: bool,
    form: str | None,
    reading: Reading,
    now: dt.datetime,
) -> None:
    """Show what is to be done by the documents FILES, soonest first, and what to run once it is.

    Without FILES these are the documents of the current folder. A table of many people's interviews (CSV,
    XLSX or JSON Lines) tells of each of them, by name. What has faults is told of, and the rest is shown; the
    exit code is then 1. With --json each event is as `plan --json` has it, and beside that its `file`, its
    `candidate` (of a table), its `heading` here, `days` from today on (negative: late), and as `log` the
    command, or null.
    """
    documents = tuple(dict.fromkeys(files)) or _documents_here()
    items, faults = _gathered(documents, reading, now)
    shown = sorted(
        (each for each in items if everything or (each.heading != OVER and each.days <= days)),
        key=lambda each: each.place_in_time,
    )
    if form == "json":
        click.echo(json.dumps([_as_json(each, now) for each in shown], ensure_ascii=False, indent=2))
    elif form == "csv":
        _print_csv(shown)
    elif shown:
        click.echo("\n".join(_lines(shown, width_of(), several=len(documents) > 1)))
    elif not faults or len(documents) > 1:
        click.echo(f"Nothing is to be done {f'in the next {_days(days)}' if days else 'today'}.")
    if faults:
        raise OutputError("\n".join(faults))


def _documents_here() -> tuple[Path, ...]:
    """The documents in the current folder, by name.

    Raises:
        UsageError: there is none.
    """
    candidates = sorted(path for path in Path().iterdir() if path.suffix.casefold() in SUFFIXES)
    found = tuple(path for path in candidates if _is_ours(path))
    if not found:
        kinds = ", ".join(f"*{suffix}" for suffix in SUFFIXES)
        raise click.UsageError(f"no document ({kinds}, with `me`) is in this folder; name a FILE")
    return found


def _is_ours(path: Path) -> bool:
    from icsgen.details.documents import is_job_search

    try:
        return path.is_file() and is_job_search(read_bytes(path), str(path))
    except OutputError:  # it cannot be read, and nobody asked for it by name
        return False


def _gathered(
    documents: Iterable[Path], reading: Reading, now: dt.datetime
) -> tuple[Iterator[Item], list[str]]:
    """What is to be done, one after the other, and (once that was gone through) why some cannot be told."""
    faults: list[str] = []

    def found() -> Iterator[Item]:
        for file in documents:
            try:
                if is_table(file):
                    yield from _of_table(file, reading, now, faults)
                else:
                    yield from _items(file, planned(read_job_search(file), now), now)
            except IcsgenError as fault:
                faults.append(f"{fault}\n{printable(str(file))}: is left out, for its faults")

    return found(), faults


def _of_table(file: Path, reading: Reading, now: dt.datetime, faults: list[str]) -> Iterator[Item]:
    """What everybody in a table has to do; what is wrong with rows is put into `faults`."""
    from icsgen.outlets.people import Wanted, fault_of, plans_of

    wrong: list[Fault] = []
    people = cohort_of(file, reading)
    with people.dealt() as shares, progress(shares.rows, "rows") as advance:
        for share in shares:
            for made in plans_of(map(share.document, share.people()), Wanted(now)):
                wrong += made.faults
                if plan := made.plan:
                    name = plan.candidate.name or plan.candidate.email or plan.candidate.id or ""
                    for item in _items(file, plan, now):
                        if item.entry.milestone.interview:  # what is weekly for everybody is no news
                            yield replace(item, candidate=name, command=None)
            advance(share.count)
        wrong += map(fault_of, shares.faults)
    faults += first_lines(map(str, sorted(wrong)))


def _items(file: Path, made: Plan, now: dt.datetime) -> Iterator[Item]:
    from icsgen.plan import state

    today = now.astimezone(made.candidate.region.timezone).date()
    for entry in made.told:
        date, stands = _next_date(entry.milestone, today), state(entry.milestone, now)
        pending = stands in ("due", "overdue")
        yield Item(
            file=file,
            entry=entry,
            state=stands,
            date=date,
            days=(date - today).days,
            command=_command(file, entry.milestone, today) if pending else None,
        )


def _next_date(milestone: Milestone, today: dt.date) -> dt.date:
    """The day of a milestone; of a weekly one, the next day that it comes round."""
    date, left_out = milestone.date, {each.date() for each in milestone.exdates}
    while milestone.until and (date < today or date in left_out) and date < milestone.until.date():
        date += WEEK
    return date


def _command(file: Path, milestone: Milestone, today: dt.date) -> str | None:
    """What to run once it is done today: itself, or what its log needs before it."""
    from icsgen.rules.logs import FACT_OF

    interview = milestone.interview
    if not interview or milestone.key not in FACT_OF:
        return None
    # a call is logged after its follow-up
    wanted = ("call", "follow-up") if milestone.key == "call" else (FACT_OF[milestone.key],)
    kind = next((kind for kind in wanted if _can_be_logged(milestone, interview, kind, today)), None)
    return log_command(file, interview, kind) if kind else None


def _can_be_logged(milestone: Milestone, interview: Interview, kind: str, today: dt.date) -> bool:
    from icsgen.model import Fact
    from icsgen.rules.logs import log_problems

    fact = Fact(kind=kind, date=today, source=interview.source)
    zone = milestone.candidate.region.timezone
    return not any(log_problems(replace(interview, log=(*interview.log, fact)), zone))


def _as_json(item: Item, now: dt.datetime) -> dict[str, object]:
    """An event as `plan` has it, and what the agenda says of it."""
    beside = {
        "file": str(item.file),
        "candidate": item.candidate or None,
        "heading": item.heading,
        "days": item.days,
        "log": item.command,
    }
    return {**event_json(item.entry, now), **beside}


def _print_csv(items: Iterable[Item]) -> None:
    """A line for each thing to do, in an encoding that spreadsheets find out."""
    from icsgen.outlets.lists import table

    heading = ("candidate", "email", "when", "date", "time", "days", "action", "title", "company", "file")
    for line in table(heading, map(_csv_row, items)):
        sys.stdout.buffer.write(line)


def _csv_row(item: Item) -> tuple[str, ...]:
    milestone = item.entry.milestone
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
        str(item.file),
    )


def _lines(items: Sequence[Item], width: int, several: bool) -> Iterator[str]:
    """Under a heading for each time a line for each thing to do; below it what to run, each command once."""
    late, day = (
        max(map(len, texts)) + 2 for texts in zip(*((i.urgency, i.when) for i in items), strict=True)
    )
    told = set[str | None]()
    for heading, group in groupby(items, key=lambda each: each.heading):
        yield click.style(f"{chr(10) if told else ''}{heading}", bold=True)
        name = ""
        for item in group:
            if item.candidate != name:
                name = item.candidate
                yield f"  {printable(name)}"
            title = f"{item.entry.title} · {item.file}" if several else item.entry.title
            yield from _beside(f"  {item.urgency:<{late}}{item.when:<{day}}", title, width)
            if item.command and item.command not in told:
                yield click.style(f"    {item.command}", dim=True)
            told.add(item.command)
    if any(item.command and item.state == "overdue" for item in items):
        yield click.style("\nDone on another day? Put its date behind the command.", dim=True)


def _beside(head: str, title: str, width: int) -> Iterator[str]:
    """A title beside its time, or below where the terminal is narrow."""
    if width - len(head) >= LEAST:
        yield from hanging(head, len(head), wrapped(title, width - len(head)))
        return
    yield head.rstrip()
    yield from hanging("", 4, wrapped(title, width - 4))
