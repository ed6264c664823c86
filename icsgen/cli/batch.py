"""``icsgen batch``: a calendar for each person of a table."""

from __future__ import annotations

import datetime as dt
import os
import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click
from msgspec.structs import replace

from icsgen.cli.inputs import messages_option, now_option
from icsgen.cli.progress import progress
from icsgen.cli.reports import counted, first_lines, reporting, to_stderr
from icsgen.cli.tables import Reading, cohort_of, table_options
from icsgen.dates import clock, date_text
from icsgen.errors import OutputError, printable
from icsgen.outlets.files import LARGE, make_folder
from icsgen.outlets.locks import alone

if TYPE_CHECKING:
    from icsgen.details.cohorts import Cohort
    from icsgen.details.shares import Shares
    from icsgen.outlets.batch import Report
    from icsgen.outlets.calendars import Batch, Per
    from icsgen.outlets.executors import Crew

FEW = 2_000  # rows that one process has done before others have begun


@click.command(
    "batch",
    short_help="Write a calendar for each person of a spreadsheet.",
    epilog="Example: icsgen batch cohort.csv -o calendars",
)
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    metavar="DIR",
    help="The folder of the calendars, which is made.",
)
@click.option(
    "--per",
    type=click.Choice(["interview", "person", "all"]),
    default="person",
    show_default=True,
    help="Who has a calendar: each interview, each person, or all together, with names before the titles.",
)
@table_options
@click.option("--spread", is_flag=True, help="Let calls stand all over the phone hours, not all at 10:30.")
@click.option(
    "--split-size",
    "size",
    type=click.IntRange(min=10_000),
    is_flag=False,
    flag_value=LARGE,
    metavar="[BYTES]",
    help=f"Cut calendars that are larger by year; {LARGE} unless you say.",
)
@click.option("--prune", is_flag=True, help="Take away the calendars whose rows are gone, if none is wrong.")
@click.option("--strict", is_flag=True, help="Write nothing where any row is wrong.")
@click.option(
    "--jobs", type=click.IntRange(min=1), metavar="N", help="How many processes work; else one for each core."
)
@click.option("--dask", metavar="ADDRESS", help="Work on a Dask cluster: the address of its scheduler.")
@messages_option
@now_option
def command(
    file: Path,
    folder: Path,
    per: Per,
    reading: Reading,
    spread: bool,
    size: int | None,
    prune: bool,
    strict: bool,
    jobs: int | None,
    dask: str | None,
    messages: str | None,
    now: dt.datetime,
) -> None:
    """Write a calendar for each person in FILE (CSV, XLSX or JSON Lines), one row an interview.

    Columns are known by many names: company, role, date and time (or start), time zone, country, candidate,
    email, interviewers, timeline, … Rows that are wrong are named, in problems.csv too, and the others are
    written; manifest.csv lists everybody with their file and what is to be done next. Who has not changed
    since the last time is passed over.
    """
    from icsgen.outlets.calendars import Batch

    if jobs and dask:
        raise click.UsageError("--jobs stands beside --dask; give one of the two")
    people = cohort_of(file, reading)
    elsewhere = os.path.abspath if dask else str  # a worker has a current folder of its own
    batch = Batch(
        folder=Path(elsewhere(folder)),
        stamp=now,
        edition=_edition(people, messages, (per, spread, size)),
        per=per,
        messages=elsewhere(messages) if messages else None,
        spread=spread,
        size=size,
    )
    if _write(people, batch, jobs, dask, strict=strict, prune=prune):
        raise click.exceptions.Exit(1)


def _edition(people: Cohort, messages: str | None, asked: object) -> bytes:
    """What decides about every calendar beside a person's rows; see that own templates are sound."""
    from icsgen.messages.own_words import own_templates
    from icsgen.outlets.remembered import edition

    if messages:
        own_templates(messages)
    columns = [column.path if column else None for column in people.sheet.heading.columns]
    return edition((asked, people.sheet.me, people.sheet.order, columns), messages)


def _write(
    people: Cohort, batch: Batch, jobs: int | None, dask: str | None, *, strict: bool, prune: bool
) -> bool:
    """Write the calendars; whether any row is wrong."""
    from icsgen.outlets.batch import Report, look_through, write_batch

    with people.dealt() as shares:
        crew = _crew(shares, jobs, dask)
        batch = replace(batch, unread=shares.unread)
        if strict:
            with progress(shares.rows, "rows looked at") as advance:
                _refuse(look_through(shares, batch, crew, advance))
        report = Report()
        make_folder(batch.folder, parents=True)
        with alone(batch.folder, to_stderr), progress(shares.rows, "rows") as advance, _ended_by_sigterm():
            try:
                write_batch(shares, batch, crew, prune=prune, progress=advance, report=report)
            except KeyboardInterrupt:
                done = f"{report.rows:,} of {shares.rows:,} rows are done, and no file is half there"
                click.echo(f"{done}; the same command goes on from here.", err=True)
                raise
    with reporting(f"{batch.folder} is written"):
        _tell(report, batch, people.sheet.name, prune=prune)
    return bool(report.faults)


@contextmanager
def _ended_by_sigterm() -> Iterator[None]:
    """A service manager's SIGTERM ends the run as Ctrl-C does: with whole files."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _crew(shares: Shares, jobs: int | None, address: str | None) -> Crew:
    """Who works on so many rows."""
    from icsgen.outlets.executors import dask, here, processes

    if address:
        return dask(address)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    count = min(jobs or (cores if shares.rows > FEW else 1), len(shares))
    return processes(count) if count > 1 else here()


def _refuse(report: Report) -> None:
    if report.faults:
        _tell_lines(map(str, report.faults))
        raise OutputError("nothing is written, for --strict")


# --- what is said of it


def _tell(report: Report, batch: Batch, table: str, *, prune: bool) -> None:
    from icsgen.outlets.lists import MANIFEST, PROBLEMS

    folder = batch.folder
    _tell_lines(map(str, report.faults), f"all are in {folder / PROBLEMS}")
    _tell_lines(f"warning: {doubt}{_as_many(count)}" for doubt, count in sorted(report.doubts.values()))
    _tell_lines(
        f'warning: {table}:{row}: "{name}" has an address in other rows; read as two people: give it here'
        for name, row in report.doubtful.items()
    )
    for notice in _notices(report, table):
        click.echo(f"notice: {notice}", err=True)
    _tell_lines(f"{folder / name}: stays as it was, since a row is wrong" for name in report.kept)
    if report.faults:
        fate = "kept, and nothing is pruned, since rows are wrong"
    else:
        fate = "removed" if prune else "kept, though no row is for it now; --prune takes it away"
    _tell_lines(f"{folder / name}: {fate}" for name in report.gone)
    _tell_lines(f"warning: {folder / name}: {_too_large(batch)}" for name in report.large)
    _tell_crowds(report, spread=batch.spread)
    written = f"{counted(report.calendars, 'calendar')}, {report.changed} new or changed; see {MANIFEST}"
    wrong = len({fault.row for fault in report.faults})
    missing = f" {counted(wrong, 'row')} of {report.rows:,} not: see {PROBLEMS}." if wrong else ""
    click.echo(printable(f"{folder}: {written}.{missing}"), err=True)


def _notices(report: Report, table: str) -> Iterator[str]:
    """What is so of many, told once."""
    if report.left_out:
        yield f"{table}: {counted(report.left_out, 'row')} without company, role and date left out"
    if report.pending:
        rows = ", ".join(map(str, report.pending))
        yield f"{table}: no day is told of the interview, which is left out: row {rows}"
    if report.counts.nowhere and report.changed:
        yield "a candidate without a time zone and country of their own has those of their interviews"
    if report.counts.undecided:
        told = f"{counted(report.counts.undecided, 'candidate')} may meet a holiday of a part of the country"
        yield f"{told}; a column subdivision tells which part, or `none`"
    if report.counts.over:
        told = f"{counted(report.counts.over, 'interview')} and all that follows long ago"
        yield f"{told}; a column such as rejected or accepted, with a date, ends one"


def _tell_lines(lines: Iterable[str], rest: str = "") -> None:
    for line in first_lines(lines, rest):
        to_stderr(line)


def _as_many(rows: int) -> str:
    return f" (and {counted(rows - 1, 'more row')})" if rows > 1 else ""


def _too_large(batch: Batch) -> str:
    if batch.size:
        return f"is over {batch.size:,} bytes still: one year alone has more"
    return f"is over {LARGE:,} bytes, and Google takes no more than 1,000,000; --split-size cuts it by year"


def _tell_crowds(report: Report, *, spread: bool) -> None:
    """Where many are to phone one company at one time."""
    if not report.crowds:
        return
    ((company, moment, zone), count), others = report.crowds[0], len(report.crowds) - 1
    there = moment.astimezone(ZoneInfo(zone))
    when = f"at {clock(there)} on {date_text(there.date())}, {zone}"
    more = f", and so at {counted(others, 'other time')}" if others else ""
    told = f"{count} candidates are to phone {company} {when}{more}"
    cure = "" if spread else "; --spread lets their calls stand all over the phone hours"
    click.echo(printable(f"notice: {told}{cure}"), err=True)
