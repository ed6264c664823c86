"""``icsgen agenda``: what is to be done, across documents: the command of every morning."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from icsgen.cli.agenda_forms import Line, as_csv, as_json, as_text
from icsgen.cli.columns import width_of
from icsgen.cli.command_lines import log_command
from icsgen.cli.inputs import DOCUMENT, now_option, planned, read_bytes, read_job_search
from icsgen.cli.progress import progress
from icsgen.cli.reports import counted, first_lines
from icsgen.cli.tables import Reading, cohort_of, table_options
from icsgen.errors import IcsgenError, OutputError, printable

if TYPE_CHECKING:
    from icsgen.outlets.people import Fault
    from icsgen.plan import Plan


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
    found, faults = _gathered(documents, reading, now)
    shown = sorted(
        (each for each in found if everything or (not each.item.is_over and each.item.days <= days)),
        key=lambda each: each.item.place_in_time,
    )
    if form == "json":
        click.echo(json.dumps([as_json(each, now) for each in shown], ensure_ascii=False, indent=2))
    elif form == "csv":
        sys.stdout.buffer.writelines(as_csv(shown))
    elif shown:
        click.echo("\n".join(as_text(shown, width_of(), several=len(documents) > 1)))
    elif not faults or len(documents) > 1:
        when = f"in the next {counted(days, 'day')}" if days else "today"
        click.echo(f"Nothing is to be done {when}.")
    if faults:
        raise OutputError("\n".join(faults))


def _documents_here() -> tuple[Path, ...]:
    """The documents in the current folder, by name.

    Raises:
        UsageError: there is none.
    """
    from icsgen.details.suffixes import DOCUMENTS

    candidates = sorted(path for path in Path().iterdir() if path.suffix.casefold() in DOCUMENTS)
    found = tuple(path for path in candidates if _is_ours(path))
    if not found:
        kinds = ", ".join(f"*{suffix}" for suffix in DOCUMENTS)
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
) -> tuple[Iterator[Line], list[str]]:
    """What is to be done, one after the other, and (once that was gone through) why some cannot be told."""
    from icsgen.details.suffixes import is_table

    faults: list[str] = []

    def found() -> Iterator[Line]:
        for file in documents:
            try:
                if is_table(file):
                    yield from _of_table(file, reading, now, faults)
                else:
                    yield from _lines(file, planned(read_job_search(file), now), now)
            except IcsgenError as fault:
                faults.append(f"{fault}\n{printable(str(file))}: is left out, for its faults")

    return found(), faults


def _of_table(file: Path, reading: Reading, now: dt.datetime, faults: list[str]) -> Iterator[Line]:
    """What everybody in a table has to do; what is wrong with rows is put into `faults`."""
    from icsgen.agenda import items
    from icsgen.outlets.people import Wanted, fault_of, plans_of

    wrong: list[Fault] = []
    people = cohort_of(file, reading)
    with people.dealt() as shares, progress(shares.rows, "rows") as advance:
        for share in shares:
            for made in plans_of(map(share.document, share.people()), Wanted(now)):
                wrong += made.faults
                if plan := made.plan:
                    name = plan.candidate.name or plan.candidate.email or plan.candidate.id or ""
                    for item in items(plan, now):
                        if item.entry.milestone.interview:  # what is weekly for everybody is no news
                            yield Line(replace(item, candidate=name), file)
            advance(share.count)
        wrong += map(fault_of, shares.faults)
    faults += first_lines(map(str, sorted(wrong)))


def _lines(file: Path, made: Plan, now: dt.datetime) -> Iterator[Line]:
    """What a document has to be done, each with what to run once it is."""
    from icsgen.agenda import items

    for item in items(made, now):
        interview = item.entry.milestone.interview
        command = log_command(file, interview, item.fact) if interview and item.fact else None
        yield Line(item, file, command)
