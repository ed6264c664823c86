"""``icsgen generate``: the main job."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from icsgen.cli.catch_up import CatchUpCommand, catch_up_day, catch_up_option, print_caught_up
from icsgen.cli.check import print_to_mend, to_mend
from icsgen.cli.details import Given, check_new, detail_options, job_search_of, save
from icsgen.cli.inputs import (
    choice_options,
    messages_option,
    now_option,
    optional_document_argument,
    planned,
    read_job_search,
    with_messages,
)
from icsgen.cli.reports import counted, reporting
from icsgen.cli.revision import STDOUT, Revision, Wanted, revision_options, write_calendar, write_folder
from icsgen.errors import OutputError, printable_lines

if TYPE_CHECKING:
    from icsgen.details import Tree
    from icsgen.model import JobSearch
    from icsgen.plan import Plan

LONGEST = 60  # characters of a name that nobody chose: file systems take 255 bytes
SAVE_HELP = "Keep the details given as options: a document, for next time."


@click.command(
    "generate",
    cls=CatchUpCommand,
    short_help="Write the calendar of a document and show its ladder.",
    epilog="Example: icsgen generate job-search.yaml -o follow-ups.ics",
)
@optional_document_argument
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, allow_dash=True),
    metavar="OUT",
    help="Where to write; `-` is standard output. Else FILE's name with .ics, in this folder.",
)
@click.option(
    "--split",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write a file for each event into this folder: for Outlook on the desktop, and for mails.",
)
@choice_options
@catch_up_option
@messages_option
@now_option
@revision_options
@click.option("--strict", is_flag=True, help="Write nothing while anything is left to mend in the messages.")
@click.option(
    "--eml",
    "mails",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write each mail too, as a draft that your mail program opens; one you changed stays.",
)
@click.option("--save", "saved", type=click.Path(path_type=Path), metavar="NEW", help=SAVE_HELP)
@detail_options
def command(
    file: Path | None,
    output: Path | None,
    folder: Path | None,
    only: tuple[str, ...],
    skip: tuple[str, ...],
    catch_up: dt.date | str | None,
    messages: str | None,
    now: dt.datetime,
    revision: Revision,
    strict: bool,
    mails: Path | None,
    saved: Path | None,
    **given: str | tuple[str, ...] | None,
) -> None:
    """Write the calendar of FILE (YAML, TOML or JSON) and show its ladder.

    Onto a calendar of its own it writes only what changed, and says what did: programs then update the
    events they know. Each event holds the message to send and the reason for its date; what you do rings.

    `-` reads standard input (and writes standard output, unless -o says otherwise). In place of FILE the
    details of one interview may be given as options: --company, --role, --start and --timezone are enough.
    """
    if folder and (output or revision.parts):
        beside = "--output" if output else revision.parts[0].option
        raise click.UsageError(f"--split stands beside {beside}; give one of the two")
    search, tree = _asked_for(file, given, saved)
    search = with_messages(search, messages)
    name = file.stem if file else search.interviews[0].id[:LONGEST]
    target = folder or _target(file, output or (STDOUT if file == STDOUT else Path(f"{name}.ics")))
    made = planned(search, now, only, skip, catch_up_day(catch_up, search, now))
    if strict:
        _see_that_nothing_is_left(made)
    if saved:
        for path in (target, *(part.path for part in revision.parts)):
            check_new(saved, path)
    drafts, told = _mails(made, mails) if mails and not (revision.dry_run or revision.redact) else ({}, [])
    left_out = _left_out(search, made) if only or skip else frozenset()
    wanted = Wanted(plan=made, now=now, left_out=left_out, beside=drafts)
    verdict = write_folder(wanted, folder, revision) if folder else write_calendar(wanted, target, revision)
    verdict = "\n".join([*told, verdict])
    if saved and not revision.dry_run:
        save(tree, saved)
    done = "nothing is" if revision.dry_run else "the calendar is" if target == STDOUT else f"{target} is"
    with reporting(f"{done} written"):
        _show(wanted, file, err=target == STDOUT, redacted=bool(revision.redact))
        click.echo(printable_lines(verdict), err=True, nl=bool(verdict))


def _target(file: Path | None, output: Path) -> Path:
    """Where the calendar goes, which is not the document's own place nor a closed stream."""
    target = STDOUT if str(output) in ("/dev/stdout", "/dev/fd/1") else output
    if file and target != STDOUT and _same(file, target):
        raise OutputError(f"{target}: is the document itself; choose another name with -o")
    if target == STDOUT and getattr(sys.stdout, "name", "") == os.devnull:
        raise OutputError("standard output is closed; name a file with -o")
    return target


def _see_that_nothing_is_left(made: Plan) -> None:
    """Raises OutputError: all that is left to mend in the messages."""
    if left := [line for entry in made.entries for line in to_mend(entry)]:
        raise OutputError("\n".join([*left, "nothing is written, for --strict"]))


def _mails(made: Plan, folder: Path) -> tuple[Mapping[Path, bytes | None], list[str]]:
    """The drafts, and what to say of them."""
    from icsgen.outlets.mails import mails_in

    found = mails_in(folder, made.entries, made.candidate)
    written = f"{folder}: {counted(found.count, 'mail')}, as drafts."
    return found.files, [*found.told, written]


def _show(wanted: Wanted, file: Path | None, *, err: bool, redacted: bool) -> None:
    """The ladder, what is to be mended in the messages (if there are any), and what was caught up on."""
    from icsgen.cli.ladder import print_ladder

    made = wanted.plan
    if made.told:
        print_ladder(made.told, wanted.now, err=err)
    if not redacted:
        print_to_mend(made.entries, file)
    print_caught_up(made, file)


def _left_out(search: JobSearch, made: Plan) -> frozenset[bytes]:
    """The UIDs of the events of a job search that are not in its plan."""
    from icsgen.ics import uid
    from icsgen.rules import milestones

    there = {uid(entry.milestone) for entry in made.entries}
    found, _ = milestones(search)
    return frozenset(name.encode() for name in map(uid, found) if name not in there)


def _same(file: Path, target: Path) -> bool:
    """Whether the calendar would take the place of the document, be that standard input."""
    try:
        source = os.fstat(sys.stdin.fileno()) if file == STDOUT else file.stat()
        return os.path.samestat(source, target.stat())
    except (OSError, ValueError, AttributeError):  # one of them is no file, or a test's own stream
        return False


def _asked_for(file: Path | None, given: Given, saved: Path | None) -> tuple[JobSearch, Tree]:
    """The job search of a document, or of options; with the document that these stand for."""
    options = [f"--{name.replace('_', '-')}" for name, value in given.items() if value]
    if file and (options or saved):
        beside = options[0] if options else "--save"
        raise click.UsageError(f"{beside} stands beside a FILE; give one of the two")
    if file:
        return read_job_search(file), None
    if not options:
        enough = "--company, --role, --start and --timezone"
        raise click.UsageError(f"give a FILE, or the details of one interview as options: {enough}")
    return job_search_of(given)
