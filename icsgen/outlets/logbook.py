"""A document told what happened: changed whole or not at all."""

from __future__ import annotations

import codecs
import datetime as dt
import os
from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct

from icsgen.details import Document, loaded, read
from icsgen.details.by_hand import by_hand
from icsgen.details.changes import Addition, Change, Removal, Saying, interview_at
from icsgen.details.documents import reading
from icsgen.details.edits import NotEditableError, edited
from icsgen.errors import InputError, OutputError, Place, Problem, Source, errors_in
from icsgen.model import Interview, JobSearch
from icsgen.outlets.files import write
from icsgen.outlets.locks import alone, nobody
from icsgen.plan import Plan, make_plan

__all__ = ["Edit", "Telling", "changed", "is_last", "removal_of", "with_id"]


class Telling(Struct, frozen=True, kw_only=True):
    """What a document is to be told."""

    interview: Callable[[Sequence[Interview]], Interview]
    """Which of its interviews it is about."""
    change: Callable[[Interview, dt.date], Change]
    """What to write of that one, on the day that is today for the candidate."""
    named: str | None = None
    """The words by which its faults are told; None where a fact is taken back, and faults may be left."""


class Edit(Struct, frozen=True):
    """What became of a document."""

    before: JobSearch
    plan: Plan | InputError
    """Of what it says now; or what is still to be mended in that."""
    told: str
    """What was done, in a line."""


def changed(
    file: Path,
    telling: Telling,
    now: dt.datetime,
    told: Callable[[str], None] = nobody,
    patience: float | None = None,
) -> Edit:
    """Tell a document what happened, and change nothing else in it; its folder is held meanwhile.

    `now` is aware. It waits for the folder with a `patience` of so many seconds, and what for is `told`.
    Whatever is raised, also by the functions of `telling`, nothing was written.

    Raises:
        InputError: it has problems, or would have: the document's own, else those of what it is told.
        OutputError: it cannot be read, held, changed so or written.
    """
    if file.exists() and not file.is_file() and not file.is_dir():
        raise OutputError(f"{file}: is no file that can be changed; name a document")
    with alone(Path(os.path.realpath(file)).parent, told, patience):
        return _edit(file, telling, now)


def _edit(file: Path, telling: Telling, now: dt.datetime) -> Edit:
    old = _bytes(file)
    document = read(old, str(file))
    before = loaded(document)
    interview = telling.interview(before.interviews)
    change = telling.change(interview, now.astimezone(before.me.region.timezone).date())
    _check(interview, change)
    new = _rewritten(document, interview, change)
    plan = _plan_of(loaded(new), before, telling.named, now)
    mark = codecs.BOM_UTF8 if old.startswith(codecs.BOM_UTF8) else b""
    write(file, mark + new.text.encode(), over=old)
    return Edit(before, plan, change.told(interview_at(document.tree, interview.source.path)))


def _bytes(file: Path) -> bytes:
    with reading(file):
        return file.read_bytes()


def _check(interview: Interview, change: Change) -> None:
    """See that a change says something new, which the calendar will follow.

    Raises:
        OutputError: it does not.
    """
    where = _where(interview.source)
    replies = [fact.date for fact in interview.log if fact.kind == "reply"]
    if isinstance(change, Removal) and not interview.log:
        raise OutputError(f"{where}: nothing is logged there")
    if isinstance(change, Saying) and replies:
        told = (
            f"they have answered since, on {max(replies)}; what they say of the decision stands beside that"
        )
        raise OutputError(f"{where}: {told}: take it back, and log it with --decision")
    if isinstance(change, Addition):
        for fact in interview.log:
            if change.fact.get(fact.kind) == str(fact.date):
                told = f"{fact.kind} {fact.date} is logged already; to log it otherwise take it back first"
                raise OutputError(f"{_where(fact.source)}: {told}")


def _where(place: Place) -> str:
    return ": ".join(filter(None, (str(place), place.key)))


def _rewritten(document: Document, interview: Interview, change: Change) -> Document:
    """The document with the change, and nothing else.

    Raises:
        OutputError: it cannot be changed so; what to write by hand.
    """
    path = interview.source.path
    try:
        return edited(document, path, change)
    except NotEditableError as fault:
        told = f"cannot be changed here, for {fault}; by hand, {by_hand(document, path, change)}"
        raise OutputError(f"{_where(interview.source)}: {told}") from fault


def _plan_of(after: JobSearch, before: JobSearch, named: str | None, now: dt.datetime) -> Plan | InputError:
    """The plan of the changed document; of what is taken back, which may be one of several faults, the rest.

    Raises:
        InputError: the document's own faults, else those of the fact, which stands in no line yet.
    """
    try:
        return make_plan(after, now=now)
    except InputError as fault:
        if named is None:
            return fault
        make_plan(before, now=now)
        place = Place(Source(named))
        raise InputError(Problem(place, each.text) for each in errors_in(fault.problems)) from fault


# --- for who knows exactly what is meant


def with_id(wanted: str) -> Callable[[Sequence[Interview]], Interview]:
    """Finds the interview that has exactly this id.

    Raises, once it is looked for:
        OutputError: none has it.
    """

    def interview(known: Sequence[Interview]) -> Interview:
        found = next((each for each in known if each.id == wanted), None)
        if found is None:
            raise OutputError(f"no interview has the id {wanted!r}; the document may have changed meanwhile")
        return found

    return interview


def is_last(interview: Interview, kind: str, date: dt.date) -> bool:
    """Whether such a fact stands last in an interview's log, and would be the one to be taken back."""
    return [(fact.kind, fact.date) for fact in interview.log[-1:]] == [(kind, date)]


def removal_of(kind: str, date: dt.date) -> Callable[[Interview, dt.date], Removal]:
    """Takes back the last fact of a log if it is this one: asked for twice, it takes back no other.

    Raises, once it is to be taken back:
        OutputError: another one is the last.
    """

    def change(interview: Interview, _: dt.date) -> Removal:
        if interview.log and not is_last(interview, kind, date):
            last = interview.log[-1]
            told = f"{kind} {date} is not the last that is logged, but {last.kind} {last.date}"
            raise OutputError(f"{_where(interview.source)}: {told}; nothing is taken back")
        return Removal()

    return change
