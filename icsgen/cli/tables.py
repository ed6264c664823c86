"""What the commands are told of a table, and the table with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from msgspec import Struct

from icsgen.cli.inputs import read_bytes
from icsgen.cli.reports import first_lines
from icsgen.errors import InputError, OutputError, Place

if TYPE_CHECKING:
    from icsgen.details.cohorts import Cohort
    from icsgen.details.columns import Order
    from icsgen.details.sources import Tree

__all__ = ["Reading", "candidate_of", "cohort_of", "table_options"]

Command = TypeVar("Command", bound=Callable[..., object])


class Reading(Struct, frozen=True):
    """How a table is to be read."""

    me: Path | None
    dates: Order
    sheet: str | None


def table_options(command: Command) -> Command:
    """``--me``, ``--dates`` and ``--sheet``, passed on as `reading`."""
    options = (
        click.option(
            "--me",
            type=click.Path(path_type=Path, exists=True, dir_okay=False),
            metavar="DOCUMENT",
            help="A document with `me:`, where the whole table is one person's.",
        ),
        click.option("--dates", type=click.Choice(["dmy", "mdy"]), help="How 03/04/2026 is meant."),
        click.option("--sheet", metavar="NAME", help="The sheet of an .xlsx file; else its first."),
    )

    @wraps(command)
    def gathered(me: Path | None, dates: Order, sheet: str | None, **given: Any) -> object:
        return command(reading=Reading(me, dates, sheet), **given)

    for option in reversed(options):
        gathered = option(gathered)
    return gathered  # type: ignore[return-value] # the same command, with other parameters


def cohort_of(file: Path, reading: Reading) -> Cohort:
    """The people of a table; what is to be known of how it is read is said on stderr.

    Raises:
        InputError: it is no table, or has no heading.
        OutputError: it cannot be read, or the document has no `me`.
    """
    from icsgen.details.cohorts import cohort
    from icsgen.details.tables import open_table

    told = candidate_of(reading.me) if reading.me else None
    try:
        table = open_table(file, reading.sheet)
    except OSError as fault:
        raise OutputError(f"{file}: cannot be read: {fault.strerror}") from fault
    found = cohort(table, me=told, order=reading.dates)
    for notice in first_lines(map(str, found.notices)):
        click.echo(f"notice: {notice}", err=True)
    return found


def candidate_of(document: Path) -> dict[str, Tree]:
    """The candidate of a document, or of one that holds nothing else.

    Raises:
        InputError: something of theirs is wrong; told where it stands, and not for each row.
        OutputError: there is none.
    """
    from icsgen.details.documents import read
    from icsgen.details.schema import read_details

    whole = read(read_bytes(document), str(document))
    found = whole.tree.get("me") if isinstance(whole.tree, dict) else None
    if not isinstance(found, dict):
        raise OutputError(f"{document}: has no `me:`; expected a mapping with your timezone and country")
    _, problems = read_details({"me": found, "interviews": []}, Place(whole))
    if wrong := [problem for problem in problems if problem.place.path[:1] == ("me",)]:
        raise InputError(wrong)
    return found
