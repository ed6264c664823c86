"""``icsgen batch``: a calendar for each person of a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from icsgen.cli.inputs import messages_option, now_option, read_bytes, with_messages
from icsgen.cli.reports import counted
from icsgen.errors import InputError, OutputError, Problem, errors_in, printable

if TYPE_CHECKING:
    from icsgen.details.cohorts import Cohort, PersonDocument
    from icsgen.details.columns import Heading, Order
    from icsgen.details.sources import Tree
    from icsgen.outlets.batch import Calendar
    from icsgen.plan import Plan

MOST_PROBLEMS = 20
PlanOfRows = tuple["Plan", bool]
"""A plan, and whether some of the person's rows are wrong and not in it."""


class Wrong:
    """What is wrong with rows, each fault of a cell once."""

    def __init__(self) -> None:
        self.found: dict[tuple[int, int], tuple[str, Problem]] = {}

    def put(self, heading: Heading, problem: Problem) -> int:
        """Note a problem; the row it is in."""
        row, column = problem.place.source.position(problem.place.path) or (0, 0)
        missing = problem.text.startswith("missing")  # then the row's first column only stands for it
        names = () if missing else heading.names
        name = names[column - 1] if 0 < column <= len(names) else problem.place.key.rpartition(".")[2]
        self.found.setdefault((row, column), (name, problem))  # what follows from a wrong cell is no news
        return row

    def listed(self) -> list[tuple[int, str, Problem]]:
        """Each row, its column's name, and the problem, in the table's order."""
        return [(cell[0], *self.found[cell]) for cell in sorted(self.found)]

    def __bool__(self) -> bool:
        return bool(self.found)


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
    "--me",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="DOCUMENT",
    help="A document with `me:`, where the whole table is one person's.",
)
@click.option("--dates", type=click.Choice(["dmy", "mdy"]), help="How 03/04/2026 is meant.")
@click.option("--sheet", metavar="NAME", help="The sheet of an .xlsx file; else its first.")
@click.option("--prune", is_flag=True, help="Take away the calendars whose rows are gone, if none is wrong.")
@click.option("--strict", is_flag=True, help="Write nothing where any row is wrong.")
@messages_option
@now_option
def command(
    file: Path,
    folder: Path,
    me: Path | None,
    dates: Order,
    sheet: str | None,
    prune: bool,
    strict: bool,
    messages: str | None,
    now: dt.datetime,
) -> None:
    """Write a calendar for each person in FILE (CSV, XLSX or JSON Lines), one row an interview.

    Columns are known by many names: company, role, date and time (or start), time zone, country, candidate,
    email, interviewers, timeline, … Rows that are wrong are named, in problems.csv too, and the others are
    written; manifest.csv lists everybody with their file and what is to be done next.
    """
    from icsgen.details.cohorts import cohort
    from icsgen.details.tables import open_table

    told = _me(me) if me else None
    try:
        table = open_table(file, sheet)
    except OSError as fault:
        raise OutputError(f"{file}: cannot be read: {fault.strerror}") from fault
    people = cohort(table, me=told, order=dates)
    for notice in people.notices:
        click.echo(f"notice: {notice}", err=True)
    wrong = Wrong()
    plans = _plans(people, messages, now, wrong)
    if strict:
        plans = iter(list(plans))
        if wrong:
            _tell(wrong)
            raise OutputError("nothing is written, for --strict")
    _write(folder, plans, wrong, now, prune=prune)
    if wrong:
        raise click.exceptions.Exit(1)


def _me(document: Path) -> dict[str, Tree]:
    """The candidate of a document, or of one that holds nothing else."""
    from icsgen.details.documents import read

    tree = read(read_bytes(document), str(document)).tree
    found = tree.get("me") if isinstance(tree, dict) else None
    if not isinstance(found, dict):
        raise OutputError(f"{document}: has no `me:`; expected a mapping with your timezone and country")
    return found


def _plans(people: Cohort, messages: str | None, now: dt.datetime, wrong: Wrong) -> Iterator[PlanOfRows]:
    """The plan of each person's good rows, and whether it lacks others, whose faults are put into `wrong`."""
    from icsgen.details.cohorts import without
    from icsgen.details.job_searches import job_search
    from icsgen.plan import make_plan

    for person in people.people:
        left: PersonDocument | None = person
        while left:
            search, problems = job_search(left)
            problems = [*left.faults, *problems]
            if search and not problems:
                try:
                    yield make_plan(with_messages(search, messages), now=now), left is not person
                    break
                except InputError as fault:
                    if any(each.place.source is not left for each in fault.problems):
                        raise  # of the user's templates: no row is to blame
                    problems = errors_in(fault.problems)
            left = without(left, {wrong.put(people.heading, problem) for problem in problems})


def _write(folder: Path, plans: Iterator[PlanOfRows], wrong: Wrong, now: dt.datetime, *, prune: bool) -> None:
    from icsgen.outlets import write_all
    from icsgen.outlets.batch import MANIFEST, PROBLEMS, gone, manifest, problem_list, write_calendars

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise OutputError(f"{folder}: cannot be made a folder: {fault.strerror}") from fault
    calendars = list(write_calendars(folder, plans, now))
    stale = list(gone(folder, calendars))
    files: dict[Path, bytes | None] = {folder / MANIFEST: manifest(calendars)}
    prune = prune and not wrong  # whose row is wrong is not gone
    files[folder / PROBLEMS] = problem_list(wrong.listed()) if wrong or (folder / PROBLEMS).exists() else None
    write_all(files | (dict.fromkeys(stale) if prune else {}))
    _tell(wrong)
    _tell_written(folder, calendars, stale, prune=prune)


def _tell(wrong: Wrong) -> None:
    """The first of what is wrong; the rest is in the list."""
    lines = [f"{problem.place}: {name}: {problem.text}" for _, name, problem in wrong.listed()]
    for line in lines[:MOST_PROBLEMS]:
        click.echo(printable(line), err=True)
    if len(lines) > MOST_PROBLEMS:
        click.echo(f"and {len(lines) - MOST_PROBLEMS} more", err=True)


def _tell_written(folder: Path, calendars: list[Calendar], stale: list[Path], *, prune: bool) -> None:
    changed = sum(each.changed for each in calendars)
    for each in calendars:
        if each.kept:
            click.echo(printable(f"{folder / each.file}: stays as it was, since a row is wrong"), err=True)
    for path in stale:
        told = "removed" if prune else "kept, though no sound row is for it now; --prune takes it away"
        click.echo(printable(f"{path}: {told}"), err=True)
    told = f"{folder}: {counted(len(calendars), 'calendar')}, {changed} of them new or changed."
    click.echo(printable(told), err=True)
