"""``icsgen log``: tell a document what happened."""

from __future__ import annotations

import codecs
import datetime as dt
import os
from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import Struct

from icsgen.cli.inputs import document_argument, interview_of, now_option, planned, read_bytes
from icsgen.errors import InputError, OutputError, Place, Problem, Source, errors_in

if TYPE_CHECKING:
    from icsgen.details import Document
    from icsgen.details.changes import Change
    from icsgen.model import JobSearch
    from icsgen.plan import Plan

DAY = dt.timedelta(days=1)


class Asked(Struct, frozen=True, kw_only=True):
    """What is to be logged, as it was given."""

    interview: str
    fact: str | None
    date: str | None
    """Or the words, of a decision."""
    decision: str | None
    answer_by: str | None

    @property
    def words(self) -> str:
        """It once more, for a fault of it."""
        return " ".join(filter(None, (self.fact, self.date)))


@click.command(
    "log",
    short_help="Tell a document what happened, and see what moves.",
    epilog="Example: icsgen log job-search.yaml acme follow-up 2026-11-24",
)
@document_argument
@click.argument("interview")
@click.argument("fact", required=False, metavar="[FACT]")
@click.argument("date", required=False, metavar="[DATE]")
@click.option("--decision", metavar="WORDS", help="Beside a reply: their words for when they decide now.")
@click.option("--answer-by", metavar="DATE", help="Beside an offer: the last day to answer it.")
@click.option("--undo", is_flag=True, help="Take the last fact back.")
@now_option
def command(
    file: Path,
    interview: str,
    fact: str | None,
    date: str | None,
    decision: str | None,
    answer_by: str | None,
    undo: bool,
    now: dt.datetime,
) -> None:
    """Add FACT, which happened on DATE, to the log of an INTERVIEW of FILE.

    INTERVIEW is an id or a company, or a part of one that no other has. FACT is thank-you, follow-up, call,
    tickler, reply, offer, accepted, rejected, withdrawn, filled or postponed; or decision, with the
    employer's words in place of DATE. DATE is today if left out; or yesterday, 2026-11-24, "24 Nov 2026".
    Nothing else in FILE changes. Then what moves is shown.
    """
    if undo == bool(fact):
        raise click.UsageError("give a FACT, or --undo")
    if str(file) == "-":
        raise click.UsageError("standard input cannot be changed; name a file")
    asked = Asked(interview=interview, fact=fact, date=date, decision=decision, answer_by=answer_by)
    _check(asked)
    with _alone(Path(os.path.realpath(file)).parent):
        before, after = _edit(file, asked, now)
    _show(before, after, now)


def _check(asked: Asked) -> None:
    """See that the words can be logged, whatever the document holds."""
    from icsgen.details.shapes import FactDetails, fields

    facts = [name for name in fields(FactDetails) if name != "answer_by"]
    if asked.fact and asked.fact not in facts:
        close = get_close_matches(asked.fact.casefold(), facts, n=1)
        cure = f"did you mean {close[0]}?" if close else f"there are {', '.join(facts)}"
        raise click.UsageError(f"{asked.fact!r} is no fact; {cure}")
    if asked.fact == "decision" and not asked.date:
        raise click.UsageError('give their words too, such as decision "in two weeks"')
    if asked.decision and asked.fact != "reply":
        raise click.UsageError("--decision stands beside a reply")
    if asked.answer_by and asked.fact != "offer":
        raise click.UsageError("--answer-by stands beside an offer")


def _edit(file: Path, asked: Asked, now: dt.datetime) -> tuple[JobSearch, JobSearch]:
    """Change the document, whole or not at all; what it said before and says now.

    Raises:
        InputError: it would no longer be sound.
        OutputError: it cannot be changed so.
    """
    from icsgen.details import load, read
    from icsgen.outlets import write

    old, name = read_bytes(file), str(file)
    before = load(old, name)
    mark = codecs.BOM_UTF8 if old.startswith(codecs.BOM_UTF8) else b""
    new = mark + _changed(read(old, name), before, asked, now).encode()
    after = load(new, name)
    if asked.fact:  # what is taken back may be one of several faults
        _see_that_it_is_sound(before, after, asked, now)
    if read_bytes(file) != old:
        raise OutputError(f"{file}: somebody has changed it meanwhile; try again")
    write(file, new)
    return before, after


def _changed(document: Document, search: JobSearch, asked: Asked, now: dt.datetime) -> str:
    """The document's new text, of which nothing else is changed.

    Raises:
        OutputError: it cannot be changed so; what to write by hand.
    """
    from icsgen.details.changes import by_hand
    from icsgen.details.edits import NotEditableError, edited

    interview = interview_of(search.interviews, asked.interview)
    place = interview.source
    where = ": ".join(filter(None, (str(place), place.key)))
    if not asked.fact and not interview.log:
        raise OutputError(f"{where}: nothing is logged there")
    replies = [fact.date for fact in interview.log if fact.kind == "reply"]
    if asked.fact == "decision" and replies:
        told = (
            f"they have answered since, on {max(replies)}; what they say of the decision stands beside that"
        )
        raise OutputError(f"{where}: {told}: take it back, and log it with --decision")
    change = _change(asked, now.astimezone(search.me.region.timezone).date())
    try:
        return edited(document, place.path, change)
    except NotEditableError as fault:
        told = (
            f"{where}: cannot be changed here, for {fault}; by hand, {by_hand(document, place.path, change)}"
        )
        raise OutputError(told) from fault


def _change(asked: Asked, today: dt.date) -> Change:
    """What was asked for, dates and words understood."""
    from icsgen.details import times, values
    from icsgen.details.changes import Addition, Removal, Saying

    try:
        said = asked.date if asked.fact == "decision" else asked.decision
        words = values.one_line(said) if said else ""
        if words:
            values.decision(words)
        if asked.fact == "decision":
            return Saying(words)
        if not asked.fact:
            return Removal()
        named = {"today": today, "yesterday": today - DAY}
        text = (asked.date or "today").casefold()
        day = named[text] if text in named else times.date(asked.date)
        beside = {"answer_by": str(times.date(asked.answer_by))} if asked.answer_by else {}
    except ValueError as fault:
        raise click.UsageError(str(fault)) from fault
    return Addition({asked.fact: str(day)} | ({"decision": words} if words else beside))


def _see_that_it_is_sound(before: JobSearch, after: JobSearch, asked: Asked, now: dt.datetime) -> None:
    """Raises InputError: the document's own faults, else those of the fact, which stands in no line yet."""
    from icsgen.plan import make_plan

    try:
        make_plan(after, now=now)
    except InputError as fault:
        make_plan(before, now=now)
        place = Place(Source(asked.words))
        raise InputError(Problem(place, each.text) for each in errors_in(fault.problems)) from fault


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One at a time in a folder, where the system has such locks; gone with the process that holds it."""
    try:
        import fcntl

        handle = os.open(folder, os.O_RDONLY)
    except (ImportError, OSError):  # Windows, or no such folder: the comparison before the write is left
        yield
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _show(before: JobSearch, after: JobSearch, now: dt.datetime) -> None:
    """What a calendar of the document will change, or what is still to be mended in it."""
    from icsgen.plan import make_plan

    try:
        new = planned(after, now)
    except InputError as fault:
        click.echo(f"Taken back; still to mend:\n{fault}", err=True)
        return
    try:
        old = make_plan(before)
    except InputError:
        click.echo("The document is sound again.")
        return
    _show_changes(old, new, now)


def _show_changes(old: Plan, new: Plan, now: dt.datetime) -> None:
    from icsgen.cli.changes import change_lines
    from icsgen.ics import revise
    from icsgen.ics.history import changes

    first = revise(old.entries, candidate=old.candidate, stamp=now)
    then = revise(new.entries, candidate=new.candidate, stamp=now, before=first)
    click.echo("\n".join(change_lines(changes(first, then), new.told, new.candidate.region.timezone)))
