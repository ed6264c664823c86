"""What is done with a share of a table's people: the same in this process, another, or on another machine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import islice

from msgspec import Struct, field
from msgspec.structs import replace

from icsgen.details.person_documents import PersonRows
from icsgen.details.shares import Share
from icsgen.errors import OutputError
from icsgen.messages.own_words import read_anew
from icsgen.model import Entry
from icsgen.outlets.calendars import ALL, Batch, Part, as_before, as_it_was, calendars_of, listed, parts_of
from icsgen.outlets.files import write_all
from icsgen.outlets.people import Fault, Planned, Wanted, plans_of
from icsgen.outlets.remembered import (
    FOLDER,
    Calendar,
    Call,
    Counts,
    Remembered,
    remember,
    remembered,
    state_of,
)
from icsgen.outlets.split import OldCalendarError

__all__ = ["Done", "work"]

AT_ONCE = 40  # people who go through each step together; their calendars are in memory meanwhile
CALL = "call"


class Done(Struct, kw_only=True):
    """What came of a share."""

    share: str = ""
    rows: int = 0
    calendars: list[Calendar] = field(default_factory=list)
    changed: int = 0
    """How many files were new or changed."""
    kept: list[str] = field(default_factory=list)
    """The files that stayed as they were, since a row is wrong."""
    large: list[str] = field(default_factory=list)
    """The files that are larger than Google takes."""
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    counts: Counts = Counts()
    entries: list[Entry] = field(default_factory=list)
    """What is for the one calendar of everybody, if that is wanted."""


class Made(Struct, frozen=True, kw_only=True):
    """A person's calendars, and what else to know of them."""

    key: str
    digest: str
    parts: list[Part]
    files: dict[str, bytes | None]
    """What is to be written or (None) taken away for them."""
    calls: list[Call]
    warnings: tuple[Fault, ...]
    counts: Counts
    sound: bool
    """Whether nothing is wrong with the rows."""

    def remembered(self, batch: Batch) -> Remembered:
        """What is known once they are written."""
        files = [part.calendar.file for part in self.parts]
        return Remembered(
            digest=self.digest if self.sound else "",
            until=min((part.until for part in self.parts if part.until), default=None),
            files={file: state for file in files if (state := state_of(batch.path(file)))},
            calendars=[part.calendar for part in self.parts],
            calls=self.calls,
            warnings=self.warnings,
            counts=self.counts,
        )


def work(share: Share, batch: Batch) -> Done:
    """Write the calendars of a share's people over their last ones.

    Raises:
        InputError: the user's own templates are wrong.
        OutputError: a file cannot be written, or is none of ours.
    """
    if batch.writes and not (batch.folder / FOLDER / batch.run).exists():
        raise OutputError(
            f"{batch.folder}: is not there for a worker: taken away, or not shared by all machines"
        )
    _begin(batch.edition)
    done = Done(share=share.number, rows=share.count)
    before = {} if batch.per == "all" else remembered(batch.folder, share.number)
    after: dict[str, Remembered] = {}
    people = share.people()
    while some := list(islice(people, AT_ONCE)):
        after |= _some(some, share, batch, before, done)
    if batch.writes and batch.per != "all":
        remember(batch.folder, share.number, after)
    return done


@lru_cache(maxsize=1)
def _begin(edition: bytes) -> None:
    """Done again for each edition: a worker may have read templates that are others by now."""
    read_anew()


def _some(
    some: Iterable[PersonRows], share: Share, batch: Batch, before: Mapping[str, Remembered], done: Done
) -> dict[str, Remembered]:
    """Write what is new of some people; what is to be remembered of them."""
    known: dict[str, Remembered] = {}
    new: list[tuple[PersonRows, str]] = []
    for rows in some:
        digest = blake2b(batch.edition + rows.said, digest_size=16).hexdigest()
        last = before.get(rows.key)
        if last and last.holds(digest, batch.stamp, batch.path):
            known[rows.key] = last
            _list(last, rows, batch, done)
        else:
            new.append((rows, digest))
    known |= _written(new, share, batch, before, done)
    return known


def _written(
    new: Sequence[tuple[PersonRows, str]],
    share: Share,
    batch: Batch,
    before: Mapping[str, Remembered],
    done: Done,
) -> dict[str, Remembered]:
    """Write the calendars of people with the digests of their rows; what is to be remembered of them."""
    known: dict[str, Remembered] = {}
    made: list[tuple[Made, PersonRows]] = []
    people = [share.document(rows) for rows, _ in new]
    wanted = Wanted(batch.stamp, batch.messages, batch.spread)
    for (rows, digest), person, planned in zip(new, people, plans_of(people, wanted), strict=True):
        last = before.get(rows.key)
        done.faults += planned.faults
        if last and (planned.faults or not planned.plan):
            known[rows.key] = replace(last, digest="")
        counts = Counts(int(not person.at_home), int(planned.undecided), planned.over)
        if not batch.writes:
            continue
        if last and not planned.plan:
            _keep(last, rows, planned.faults, batch, done)
        if batch.per == "all":
            _hold(planned, rows, counts, done)
            continue
        try:
            sound = not planned.faults and not batch.unread
            if one := _made(rows.key, digest, planned, last, batch, counts=counts, sound=sound):
                made.append((one, rows))
        except OldCalendarError as fault:
            done.faults.append(Fault(min(rows.numbers), 0, "", str(fault), share.sheet.name))
    files = {path: data for one, _ in made for path, data in one.files.items()}
    done.changed += sum(files[path] is not None for path in write_all(files, durable=False))
    for one, rows in made:
        now = one.remembered(batch)
        _list(now, rows, batch, done)
        done.kept += (part.calendar.file for part in one.parts if part.data is None)
        known[one.key] = now if one.sound else known.get(one.key, now)
    return known


def _list(one: Remembered, rows: PersonRows, batch: Batch, done: Done) -> None:
    """Put what is known of a person into what came of the share."""
    done.calendars += one.calendars
    done.calls += one.calls
    done.large += (name for name, (size, _) in one.files.items() if size > batch.large)
    _doubt(one.warnings, rows, one.counts, done)


def _keep(last: Remembered, rows: PersonRows, faults: Sequence[Fault], batch: Batch, done: Done) -> None:
    """Leave the calendars of a person of whom no row is sound."""
    wrong = sorted({fault.row for fault in faults})
    _list(replace(last, calendars=[as_it_was(each, wrong) for each in last.calendars]), rows, batch, done)
    done.kept += last.files


def _doubt(warnings: Iterable[Fault], rows: PersonRows, counts: Counts, done: Done) -> None:
    done.warnings += (replace(each, row=rows.numbers[each.row]) for each in warnings)
    done.counts += counts


def _hold(planned: Planned, rows: PersonRows, counts: Counts, done: Done) -> None:
    """Keep a plan for the one calendar of everybody."""
    if plan := planned.plan:
        done.entries += plan.entries
        done.calls += _calls(plan.entries)
        done.calendars.append(listed(ALL, len(plan.entries), plan.candidate, plan.entries))
        _doubt(planned.warnings, rows, counts, done)


def _made(
    key: str,
    digest: str,
    planned: Planned,
    last: Remembered | None,
    batch: Batch,
    *,
    counts: Counts,
    sound: bool,
) -> Made | None:
    """A person's calendars; None where no row is sound."""
    plan, known = planned.plan, last.calendars if last else ()
    if not plan:
        return None
    parts: list[Part] = []
    files: dict[str, bytes | None] = {}
    wrong = sorted({fault.row for fault in planned.faults})
    for name, entries in calendars_of(plan.candidate, plan.entries, batch.per):
        name = as_before(name, last.files) if last else name
        some, gone = parts_of(
            name, entries, plan.candidate, batch, wrong=wrong, pending=planned.pending, known=known
        )
        files |= {batch.path(part.calendar.file): part.data for part in some if part.data is not None}
        files |= {batch.path(file): None for file in gone}
        parts += some
    calls = [*_calls(plan.entries)]
    return Made(
        key=key,
        digest=digest,
        parts=parts,
        files=files,
        calls=calls,
        warnings=planned.warnings,
        counts=counts,
        sound=sound,
    )


def _calls(entries: Iterable[Entry]) -> Iterable[Call]:
    """Whom the candidate is to phone, and when."""
    for each in entries:
        milestone = each.milestone
        start, interview = milestone.start, milestone.interview
        if CALL in milestone.messages and interview and isinstance(start, dt.datetime):
            yield interview.company, start.astimezone(dt.UTC), interview.region.timezone.key
