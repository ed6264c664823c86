"""What the commands are given: a document, the clock, a choice of milestones."""

from __future__ import annotations

import datetime as dt
import sys
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from icsgen.errors import printable

if TYPE_CHECKING:
    from icsgen.model import Interview, JobSearch
    from icsgen.plan import Plan

__all__ = [
    "choice_options",
    "document_argument",
    "messages_option",
    "now_option",
    "optional_document_argument",
    "planned",
    "print_warnings",
    "read_job_search",
]

YEARS = range(1970, 2201)
MOST_WARNINGS = 20
MOST_IDS = 20
Command = TypeVar("Command", bound=Callable[..., object])
DOCUMENT = click.Path(path_type=Path, allow_dash=True, readable=False)  # what cannot be read, we tell


def now_option(command: Command) -> Command:
    """``--now``: the clock of a command, passed on as `now` (aware)."""
    option = click.option(
        "--now",
        envvar="ICSGEN_NOW",
        callback=_moment,
        metavar="TIME",
        help="The clock to go by, such as 2026-11-24T09:00 (UTC unless it says); else the machine's.",
    )
    return option(command)


def _moment(ctx: click.Context, param: click.Parameter, value: str | None) -> dt.datetime:
    """A date and time as ISO 8601; in UTC where no offset is written."""
    if not value:
        return dt.datetime.now(dt.UTC)
    try:
        moment = dt.datetime.fromisoformat(value)
    except ValueError:
        text = f"{value!r} is not a time; expected one such as 2026-11-24T09:00"
        raise click.BadParameter(text, ctx, param) from None
    if moment.year not in YEARS:
        raise click.BadParameter(f"expected a year from {YEARS[0]} to {YEARS[-1]}", ctx, param)
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def document_argument(command: Command) -> Command:
    """``FILE``: a document, passed on as `file`; ``-`` is standard input."""
    return click.argument("file", type=DOCUMENT)(command)


def optional_document_argument(command: Command) -> Command:
    """``[FILE]``: a document, or None."""
    return click.argument("file", type=DOCUMENT, required=False)(command)


def choice_options(command: Command) -> Command:
    """``--only`` and ``--skip``: keys of milestones, passed on as tuples."""
    only = click.option("--only", multiple=True, metavar="KEY", callback=_keys, help="Only such milestones.")
    skip = click.option(
        "--skip", multiple=True, metavar="KEY", callback=_keys, help="All but such milestones."
    )
    return only(skip(command))


def _keys(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """Keys given one by one or with commas between them."""
    keys = tuple(key.strip() for part in value for key in part.split(",") if key.strip() or "," not in part)
    if keys:
        from icsgen.rules import KEYS

        for key in keys:
            if key not in KEYS:
                raise click.BadParameter(f"{key!r} is no milestone; there are {', '.join(KEYS)}", ctx, param)
    return keys


def messages_option(command: Command) -> Command:
    """``--messages DIR``: the user's own templates, passed on as `messages`."""
    option = click.option(
        "--messages",
        type=click.Path(),
        metavar="DIR",
        help="Your own templates, in the place of the document's `messages:`.",
    )
    return option(command)


def read_job_search(file: Path, messages: str | None = None) -> JobSearch:
    """The job search of a document, with the templates of a folder if one is given.

    Raises:
        InputError: it has problems; all of them.
    """
    from icsgen.details import load

    return with_messages(load(read_bytes(file), "<stdin>" if str(file) == "-" else str(file)), messages)


def with_messages(search: JobSearch, folder: str | None) -> JobSearch:
    """The job search with the templates of a folder, if one is given."""
    from msgspec.structs import replace

    return replace(search, me=replace(search.me, messages=folder)) if folder else search


def read_bytes(file: Path) -> bytes:
    """A document's bytes.

    Raises:
        OutputError: it cannot be read.
    """
    from icsgen.details.documents import reading

    with reading(file):
        return sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()


def is_named(interview: Interview, part: str) -> bool:
    """Whether a part of an interview's id or company says which is meant, accents and case aside."""
    return _plain(part) in _plain(f"{interview.id}\n{interview.company}")


def _plain(words: str) -> str:
    """The words in small letters without their accents: ``zurich`` finds Zürich."""
    letters = unicodedata.normalize("NFKD", words.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def interview_of(interviews: Sequence[Interview], part: str) -> Interview:
    """The one interview of this id, else of this company, else with it as a part of one of the two."""
    ways: tuple[Callable[[Interview], bool], ...] = (
        lambda each: each.id == part,
        lambda each: _plain(each.id) == _plain(part),
        lambda each: _plain(each.company) == _plain(part),
        lambda each: is_named(each, part),
    )
    named = ([each for each in interviews if fits(each)] for fits in ways)
    found = next(filter(None, named), [])
    if len(found) != 1:
        raise click.UsageError(_which(found, interviews, part))
    return found[0]


def _which(found: Sequence[Interview], interviews: Sequence[Interview], part: str) -> str:
    """Which interviews there are to choose from, and which one is meant most likely."""
    several = f"{'more than one' if found else 'no'} interview{f' is named {part!r}' if part else ''}"
    ids = [each.id for each in found or interviews]
    listed = ", ".join(ids[:MOST_IDS]) + (f" and {len(ids) - MOST_IDS} more" if len(ids) > MOST_IDS else "")
    last = max(found, key=lambda each: each.round, default=None)
    rounds = last and last.round > 1 and len({(each.company, each.role) for each in found}) == 1
    return printable(
        f"{several}; there are {listed}{f'; the last round is {last.id}' if last and rounds else ''}"
    )


def planned(
    search: JobSearch,
    now: dt.datetime,
    only: tuple[str, ...] = (),
    skip: tuple[str, ...] = (),
    catch_up: dt.date | None = None,
) -> Plan:
    """The plan of a job search, its warnings said on stderr."""
    from icsgen.plan import make_plan

    made = make_plan(search, now=now, only=only, skip=skip, catch_up=catch_up)
    print_warnings(made)
    return made


def print_warnings(made: Plan) -> None:
    """The warnings of a plan, on stderr."""
    for warning in made.warnings[:MOST_WARNINGS]:
        click.echo(f"warning: {warning}", err=True)
    if len(made.warnings) > MOST_WARNINGS:
        click.echo(f"warning: {len(made.warnings) - MOST_WARNINGS} more doubts of this kind", err=True)
