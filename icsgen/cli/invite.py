"""``icsgen invite``: a recruiter's invitation becomes an interview of a document, or its new time."""

from __future__ import annotations

import codecs
import datetime as dt
import sys
import textwrap
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from icsgen.cli.inputs import now_option, print_warnings
from icsgen.cli.questions import Given, asking_of
from icsgen.cli.reports import reporting, to_stderr
from icsgen.errors import InputError, OutputError, Problem, printable, printable_lines

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from icsgen.details import Document
    from icsgen.details.invite_events import Invitation
    from icsgen.plan import Plan

STDIN = Path("-")
DOCUMENT_SUFFIXES = (".yaml", ".yml")
FILES = click.Path(path_type=Path, allow_dash=True, readable=False)


@click.command(
    "invite",
    short_help="Take an invitation's interview into a document, or its new time.",
    epilog="Example: icsgen invite invite.ics --into job-search.yaml",
)
@click.argument("files", type=FILES, nargs=-1, required=True, metavar="FILE…")
@click.option(
    "--into",
    type=FILES,
    metavar="DOCUMENT",
    help="The document (YAML) it goes into; made if it is not there.",
)
@click.option(
    "--me-email", "mine", multiple=True, metavar="TEXT", help="An address of yours: that guest is you."
)
@click.option(
    "--company", metavar="TEXT", help="The employer, where the invitation does not tell, or wrongly."
)
@click.option("--role", metavar="TEXT", help="The job, likewise.")
@click.option("--name", metavar="TEXT", help="Your name, for a new document.")
@click.option("--timezone", metavar="TEXT", help="Your time zone, likewise: America/New_York.")
@click.option("--country", metavar="TEXT", help="Your country, likewise: US; else the time zone's.")
@click.option("--subdivision", metavar="TEXT", help="A part of it with holidays of its own, likewise: NY.")
@now_option
def command(
    files: tuple[Path, ...], into: Path | None, mine: tuple[str, ...], now: dt.datetime, **given: str | None
) -> None:
    """Take the interview of an invitation, an .ics FILE or a mail (.eml) with one, into a document.

    A later version of an invitation moves its interview; one that is called off takes its reminders away; an
    older one changes nothing. What an invitation does not tell is asked on a terminal, and else a line to
    fill in. Nothing else in the document changes. Without --into the interview is printed.
    """
    given = _checked(files, into, mine, given)
    from icsgen.outlets.arrivals import taken
    from icsgen.outlets.rewriting import content, put

    before = content(into) if into else None
    document = _document(before, into)
    invitations, notices = _invitations(files, document, given.get("timezone"))
    asking = asking_of(now, mine, given, invitations if document is None else ())
    made = taken(document, invitations, asking, str(into or "invitation"))
    plans = _plans(document, made.document, now)
    if into and made.document:
        mark = codecs.BOM_UTF8 if before and before.startswith(codecs.BOM_UTF8) else b""
        put(into, before, mark + made.document.text.encode(), to_stderr)
    with reporting(f"{into} is written" if into else "nothing is written"):
        for line in notices:
            to_stderr(f"notice: {line}")
        for line in made.told:
            click.echo(printable(line), err=not into)
        if made.document:
            _show(made.document, plans, into, now, changed=made.document is not document)


def _checked(
    files: Sequence[Path], into: Path | None, mine: Sequence[str], given: Given
) -> dict[str, str | None]:
    """What was given, as a document can hold it."""
    from icsgen.details import values

    if into and str(into) == "-":
        raise click.UsageError("standard input cannot be changed; name a document for --into")
    if files.count(STDIN) > 1:
        raise click.UsageError("standard input can be read once")
    if into and not into.exists() and into.suffix.casefold() not in DOCUMENT_SUFFIXES:
        raise OutputError(f"{into}: would be YAML; choose a name such as {into.with_suffix('.yaml')}")
    readers: list[tuple[str, Callable[[object], object], str]] = [("me-email", values.email, e) for e in mine]
    for name, words in given.items():
        readers += [(name, values.zone if name == "timezone" else values.one_line, words)] if words else []
    for name, read, words in readers:
        try:
            read(words)
        except ValueError as fault:
            raise click.UsageError(f"--{name}: {fault}") from fault
    return {name: values.one_line(words) if words else None for name, words in given.items()}


def _document(before: bytes | None, into: Path | None) -> Document | None:
    from icsgen.details import read

    return read(before, str(into)) if before is not None and before.strip() else None


def _invitations(
    files: Sequence[Path], document: Document | None, timezone: str | None
) -> tuple[list[Invitation], list[str]]:
    """What all files say; the faults of all of them at once."""
    from icsgen.details.invites import invitations

    found: list[Invitation] = []
    notices: list[str] = []
    problems: list[Problem] = []
    preferred = _zones(document, timezone)
    for file in files:
        try:
            events, told = invitations(_bytes(file), "<stdin>" if file == STDIN else str(file), preferred)
        except InputError as fault:
            problems += fault.problems
            continue
        found += events
        notices += told
    if problems:
        raise InputError(problems)
    return found, notices


def _zones(document: Document | None, timezone: str | None) -> list[ZoneInfo]:
    from icsgen.details import values
    from icsgen.outlets.gaps import search_of

    zones = [values.zone(timezone)] if timezone else []
    if document:
        search = search_of(document)
        zones += [search.me.region.timezone, *(each.region.timezone for each in search.interviews)]
    return zones


def _bytes(file: Path) -> bytes:
    """No more of a file than is looked at, and a byte to know that it goes on."""
    from icsgen.details.invites import MOST_FILE_BYTES

    try:
        if file == STDIN:
            return sys.stdin.buffer.read(MOST_FILE_BYTES + 1)
        with file.open("rb") as opened:
            return opened.read(MOST_FILE_BYTES + 1)
    except IsADirectoryError:
        raise OutputError(f"{file}: is a folder; expected an invitation such as invite.ics") from None
    except OSError as fault:
        raise OutputError(f"{file}: cannot be read: {fault.strerror}") from fault


def _plans(before: Document | None, after: Document | None, now: dt.datetime) -> tuple[Plan, ...]:
    """What a calendar holds of the document as it was and as it is; of one with lines to fill in, nothing.

    Raises:
        InputError: it would no longer be sound.
    """
    from icsgen.details import loaded
    from icsgen.outlets.gaps import left
    from icsgen.plan import make_plan

    whole = [each for each in (before, after) if each and not left(each)]
    return tuple(make_plan(loaded(each), now=now) for each in whole) if after in whole else ()


def _show(
    document: Document, plans: Sequence[Plan], into: Path | None, now: dt.datetime, *, changed: bool
) -> None:
    """The interviews, where they go nowhere; what a calendar will change; what is still to be filled in."""
    from icsgen.cli.changes import print_changes
    from icsgen.outlets.gaps import left

    if not into:
        _, _, lines = document.text.partition("\ninterviews:\n")
        click.echo(textwrap.dedent(lines), nl=False)
        return
    if open_ := left(document):
        told = "\n".join(str(problem) for problem in open_)
        click.echo(printable_lines(f"Still to fill in:\n{told}"), err=True)
    elif len(plans) > 1 and changed:
        print_changes(plans[0], plans[1], now)
    if plans and changed:
        print_warnings(plans[-1])
