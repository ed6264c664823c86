"""The calendars of people, written over their last ones into one folder; a large one is cut by year."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from icsgen.ics import render, revise
from icsgen.ics.events import Event, History, next_drop, nothing_off
from icsgen.ics.history import start
from icsgen.model import Candidate, Entry
from icsgen.outlets.files import LARGE
from icsgen.outlets.names import shortened, slug
from icsgen.outlets.remembered import Calendar, Step
from icsgen.outlets.split import OldCalendarError, memory

__all__ = [
    "ALL",
    "OURS",
    "Batch",
    "Part",
    "Per",
    "as_before",
    "as_it_was",
    "calendars_of",
    "listed",
    "parts_of",
]

Per = Literal["interview", "person", "all"]
ALL = "all"
"""The name of the one calendar of everybody."""
LONGEST = 60  # bytes of each part of a name, beside its digest: file systems take 255
RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)\Z")  # names of devices, on Windows
OURS = re.compile(rf"(?P<stem>(?:[\w-]+-[0-9a-f]{{8}})|{ALL})(?:-(?P<year>\d{{4}}))?\.ics")
CURE = "take it away, and a new one is begun"
KEPT = dt.timedelta(days=14)
"""How long an event that is gone stays, cancelled."""


class Batch(Struct, frozen=True, kw_only=True):
    """What is wanted, whoever it is for."""

    folder: Path
    stamp: dt.datetime
    edition: bytes = b""
    """What decides about every calendar beside a person's rows."""
    run: str = ""
    """What the folder holds for the time of this run: who does not find it looks at another folder."""
    per: Per = "person"
    messages: str | None = None
    """A folder of templates."""
    spread: bool = False
    """Whether calls stand all over the phone hours."""
    size: int | None = None
    """The bytes beyond which a calendar is cut by year."""
    cut: Mapping[str, Sequence[str]] = {}
    """The files of each calendar that was cut the last time, by its name."""
    unread: bool = False
    """Whether there are rows of which nobody knows whose they are: then nothing is called off."""
    writes: bool = True
    """Else it is only looked at what is wrong."""

    def path(self, file: str) -> str:
        """Where a file of the folder is; as text, since there are thousands."""
        return os.path.join(self.folder, file)  # noqa: PTH118

    @property
    def large(self) -> int:
        """The bytes beyond which a calendar is told of."""
        return self.size or LARGE


class Part(Struct, frozen=True, kw_only=True):
    """A file that a calendar comes to: all of it, as a rule."""

    calendar: Calendar
    data: bytes | None = None
    """None: it stays as it was, since a row is wrong."""
    until: dt.datetime | None = None
    """When it changes by itself: something called off is then dropped."""


def calendars_of(
    candidate: Candidate, entries: Sequence[Entry], per: Per
) -> Iterator[tuple[str, list[Entry]]]:
    """The name of each calendar of a person, without its suffix, and what it holds: what belongs to no
    interview stands in one of its own, where each interview has one."""
    if per != "interview":
        yield _name(candidate), [*entries]
        return
    interviews = defaultdict[str, list[Entry]](list)
    for entry in entries:
        interviews[entry.milestone.interview.id if entry.milestone.interview else ""].append(entry)
    for interview, some in interviews.items():
        yield _name(candidate, interview), some


def _name(candidate: Candidate, interview: str = "") -> str:
    """A name to read and to sort by, safe on every system, and nobody else's, whatever the order of rows.

    Its digest is of what the person is known by alone: it stays when a name is spelt otherwise.
    """
    told = ("id", candidate.id), ("email", candidate.email), ("name", candidate.name)
    known = next((f"{key} {words.casefold()}" for key, words in told if words), "")
    digest = sha256(f"{known}\n{interview}".encode(errors="replace")).hexdigest()[:8]
    whole = candidate.name or candidate.email or candidate.id or "candidate"
    short = shortened(slug(whole) or "candidate", LONGEST)
    words = [f"{'candidate-' if RESERVED.match(short) else ''}{short}", shortened(slug(interview), LONGEST)]
    return "-".join([*filter(None, words), digest])


def as_before(name: str, files: Iterable[str]) -> str:
    """The name that a calendar had the last time, by its digest: a link that was given out stays."""
    digest = name.rpartition("-")[2]
    stems = (ours["stem"] for file in files if (ours := OURS.fullmatch(file)))
    return next((stem for stem in stems if stem.rpartition("-")[2] == digest), name)


def parts_of(
    name: str,
    entries: Sequence[Entry],
    candidate: Candidate,
    batch: Batch,
    *,
    wrong: Sequence[int] = (),
    pending: bool = False,
    known: Iterable[Calendar] = (),
) -> tuple[list[Part], list[str]]:
    """The files that a calendar comes to, and those of the last time that go with that.

    Rows that are `wrong` are not in it, and call nothing off; a person's calendar is then left as it was: of
    what is no longer sound only the last one tells, and what was `known` of it. With `pending` interviews,
    which have no day yet, nothing is called off either.

    Raises:
        OldCalendarError: a file that is there is none of ours, or cannot be read.
    """
    files = (f"{name}.ics", *batch.cut.get(name, ()))
    last = {file: data for file in files if (data := _read(batch.path(file)))}
    before = memory({batch.folder / file: data for file, data in last.items()}, CURE)
    if wrong and last and batch.per != "all":
        told = {each.file: each for each in known}
        held = [told.get(file) or listed(file, _live(before), candidate, ()) for file in last]
        return [Part(calendar=as_it_was(each, wrong)) for each in held], []
    after = revise(entries, candidate=candidate, stamp=batch.stamp, before=before, keep_cancelled=KEPT)
    after = nothing_off(before, after) if wrong or pending or batch.unread else after
    until = next_drop(after, KEPT)
    note = f"not all of it: {_rows(wrong)}" if wrong else ""
    parts = [
        Part(calendar=listed(file, _live(found), candidate, entries, note), data=data, until=until)
        for file, found, data in _cut(name, after, candidate, batch.size)
    ]
    return parts, [*(last.keys() - {part.calendar.file for part in parts})]


def as_it_was(calendar: Calendar, wrong: Sequence[int]) -> Calendar:
    """What is told of a calendar that stays, since rows are wrong."""
    return replace(calendar, note=f"as it was: {_rows(wrong)}")


def _rows(wrong: Sequence[int]) -> str:
    if not wrong:
        return "no interview has a day"
    numbers = ", ".join(map(str, wrong))
    return f"row {numbers} is wrong" if len(wrong) == 1 else f"rows {numbers} are wrong"


def _read(path: str) -> bytes:
    """What a file holds; nothing where there is none."""
    if not os.access(path, os.F_OK):  # most are new: several times as quick as an exception
        return b""
    try:
        return Path(path).read_bytes()
    except OSError as fault:
        raise OldCalendarError(f"{path}: cannot be read: {fault.strerror}; {CURE}") from fault


def _cut(
    name: str, whole: History, candidate: Candidate, size: int | None
) -> Iterator[tuple[str, History, bytes]]:
    """A calendar as one file, or as one for each year where that is larger than it may be."""
    data = render(whole, candidate)
    if not size or len(data) <= size:
        yield f"{name}.ics", whole, data
        return
    years = defaultdict[int, dict[bytes, Event]](dict)
    for uid, event in whole.events.items():
        years[start(event).year][uid] = event
    dropped = whole.dropped
    for year, events in sorted(years.items()):
        part = replace(whole, events=events, dropped=dropped)
        yield f"{name}-{year}.ics", part, render(part, candidate)
        dropped = {}  # the first one remembers for all


def listed(
    file: str, events: int, candidate: Candidate, entries: Iterable[Entry], note: str = ""
) -> Calendar:
    """A calendar as the list tells of it."""
    to_do = [each for each in entries if each.milestone.to_do and not each.milestone.outcome]
    steps = (Step(each.milestone.key, f"{each.milestone.date}", each.title) for each in to_do)
    return Calendar(
        file=file,
        person=candidate.name or "",
        email=candidate.email or "",
        timezone=candidate.region.timezone.key,
        events=events,
        to_do=sorted(steps, key=lambda step: step.date),
        note=note,
    )


def _live(found: History) -> int:
    """How many events a calendar has."""
    return sum(event.live and not event.stands_in for event in found.events.values())
