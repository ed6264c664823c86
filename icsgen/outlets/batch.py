"""A table to a folder of calendars, with a list of them and one of what is wrong."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import get_args
from zoneinfo import ZoneInfo

from msgspec import Struct, field
from msgspec.structs import replace

from icsgen.details.shares import Shares
from icsgen.errors import OutputError, Place, Spot
from icsgen.ics import uid
from icsgen.ics.events import BEGINNING
from icsgen.model import CalendarWords, Candidate, Entry, Region
from icsgen.outlets.calendars import ALL, OURS, Batch, Per, parts_of
from icsgen.outlets.executors import Crew, Lost, done_by
from icsgen.outlets.files import names_in, sweep, write_all, write_pieces
from icsgen.outlets.ledger import Ledger, ledger
from icsgen.outlets.lists import BEGINNINGS, MANIFEST, PROBLEMS, manifest, problem_list
from icsgen.outlets.people import Fault, fault_of
from icsgen.outlets.remembered import FOLDER, Calendar, Call, Counts, forget_all_but
from icsgen.outlets.shares import Done, work

__all__ = ["Progress", "Report", "look_through", "write_batch"]

MOST_TOGETHER = 5_000
"""Rows of one calendar of everybody, which is in memory as a whole; no program takes so large a one."""
CROWD = 5
"""So many candidates who phone one employer in the same quarter of an hour are a crowd."""
MOST_DOUBTS = 1_000  # different ones that are kept to be told
Progress = Callable[[int], None]
"""Is told of each so many rows that are done."""


class Report(Struct, kw_only=True):
    """What came of a table."""

    rows: int = 0
    """That are done."""
    calendars: int = 0
    changed: int = 0
    """How many files are new or changed."""
    kept: list[str] = field(default_factory=list)
    """The files that stayed as they were, since a row is wrong."""
    large: list[str] = field(default_factory=list)
    """The files that are larger than Google takes."""
    gone: list[str] = field(default_factory=list)
    """The calendars of before that no sound row is for."""
    faults: list[Fault] = field(default_factory=list)
    doubts: dict[str, tuple[Fault, int]] = field(default_factory=dict)
    """Warnings by their words: the first row that has one, and how many have."""
    counts: Counts = Counts()
    left_out: int = 0
    """How many rows say nothing of an interview."""
    pending: list[int] = field(default_factory=list)
    """The first rows whose interview has no day yet."""
    doubtful: dict[str, int] = field(default_factory=dict)
    """Names that stand with and without an address, each with a row where it has none."""
    crowds: list[tuple[Call, int]] = field(default_factory=list)
    """Calls that many are to make at one time, and how many."""

    def add(self, done: Done) -> None:
        """What came of one more share."""
        self.rows += done.rows
        self.changed += done.changed
        self.kept += done.kept
        self.large += done.large
        self.faults += done.faults
        self.counts += done.counts
        for doubt in done.warnings:
            first, count = self.doubts.get(doubt.text, (doubt, 0))
            if count or len(self.doubts) < MOST_DOUBTS:
                self.doubts[doubt.text] = min(first, doubt), count + 1


def look_through(shares: Shares, batch: Batch, crew: Crew, progress: Progress) -> Report:
    """What is wrong with a table; nothing is written."""
    report = Report()
    for _ in _worked(shares, replace(batch, writes=False), crew, report, progress):
        pass
    return report


def write_batch(
    shares: Shares, batch: Batch, crew: Crew, *, prune: bool, progress: Progress, report: Report
) -> None:
    """Write a table's calendars into a folder that is there, and the lists beside them; what came of it
    goes into the report, as far as it came.

    Raises:
        InputError: the user's own templates are wrong.
        OutputError: a file cannot be written, or is none of ours; others may be.
    """
    if batch.per == "all" and shares.rows > MOST_TOGETHER:
        told = f"{shares.rows:,} rows are more than one calendar can hold"
        raise OutputError(f"{told}; expected --per person, or {MOST_TOGETHER:,} rows at most")
    with _begun(batch) as begun, ledger() as found:
        together = begun.per == "all"
        remembered: set[str] = set()
        entries: list[Entry] = []
        files: list[str] = []
        people: list[Calendar] = []
        for done in _worked(shares, begun, crew, report, progress):
            remembered.add(done.share)
            found.put(() if together else done.calendars, done.calls)
            entries += done.entries
            people += done.calendars if together else ()
        if entries:
            files = _write_all(entries, begun, report, Path(shares.sheet.name).stem)
            found.put([replace(each, file=" ".join(files)) for each in people], ())
        report.calendars = len(files) if together else len(found)
        report.crowds = [*found.crowds(batch.stamp, CROWD)]
        _write_lists(batch, found, report, prune=prune)
        forget_all_but(batch.folder, remembered)


def _worked(shares: Shares, batch: Batch, crew: Crew, report: Report, progress: Progress) -> Iterator[Done]:
    """What came of each share, told in the report too."""
    for done in done_by(crew, partial(work, batch=batch), shares):
        if isinstance(done, Lost):
            lost = done.share
            done = Done(rows=lost.count, faults=[_died(row, lost.sheet.name) for row in lost.numbers()])
        report.add(done)
        yield done
        progress(done.rows)
    report.faults += map(fault_of, shares.faults)
    report.rows += len(shares.faults)
    report.left_out = shares.left_out
    report.pending = [*shares.pending]
    report.doubtful = {**shares.doubtful}
    report.faults.sort()
    report.kept.sort()
    report.large.sort()


def _died(row: int, source: str) -> Fault:
    text = "the process that worked on this row died; run it alone with --jobs 1 to see why"
    return Fault(row, 0, "", text, source)


@contextmanager
def _begun(batch: Batch) -> Iterator[Batch]:
    """The batch with what it needs to know of its folder, which tells meanwhile that it is being written."""
    folder = batch.folder
    run = folder / FOLDER / f"run-{secrets.token_hex(8)}"
    try:
        run.parent.mkdir(exist_ok=True)
        for old in run.parent.glob("run-*"):  # of one that was killed
            old.unlink()
        run.touch()
        _see_that_it_is_for(batch)
        sweep(run.parent, lambda _: True)
        cut = defaultdict[str, list[str]](list)
        for name in names_in(folder):
            if (ours := OURS.fullmatch(name)) and ours["year"]:
                cut[ours["stem"]].append(name)
    except OSError as fault:
        place = fault.filename or folder
        raise OutputError(f"{place}: cannot be made, for a folder of calendars: {fault.strerror}") from fault
    try:
        yield replace(batch, run=run.name, cut={name: sorted(files) for name, files in cut.items()})
    finally:
        run.unlink(missing_ok=True)
        sweep(folder, lambda _: True)


def _see_that_it_is_for(batch: Batch) -> None:
    """Raises OutputError: the folder holds calendars for others, and an event would stand in two of them; or
    lists that are not ours."""
    for name, beginning in BEGINNINGS.items():
        with suppress(FileNotFoundError), (batch.folder / name).open("rb") as file:
            if file.read(len(beginning)) != beginning:
                raise OutputError(f"{batch.folder / name}: is not a list of icsgen; name another folder")
    kept = batch.folder / FOLDER / "per"
    before = kept.read_text("utf-8") if kept.exists() else batch.per
    if before in get_args(Per) and before != batch.per:
        told = f"holds calendars of --per {before}; name another folder, or take this one away"
        raise OutputError(f"{batch.folder}: {told}")
    write_pieces(kept, [batch.per.encode()])


# --- one calendar of everybody


def _write_all(entries: Sequence[Entry], batch: Batch, report: Report, name: str) -> list[str]:
    """Write everybody's entries as one calendar, the candidate's name before each title; its files."""
    _see_that_none_meet(entries)
    candidate = _everybody(entries, name)
    named = [
        replace(each, title=f"{_known_as(each.milestone.candidate)}: {each.title}")
        for each in sorted(entries, key=lambda each: uid(each.milestone))  # shares are done in any order
    ]
    wrong, pending = [fault.row for fault in report.faults], bool(report.pending)
    parts, gone = parts_of(ALL, named, candidate, batch, wrong=wrong, pending=pending)
    files: dict[Path, bytes | None] = {batch.folder / file: None for file in gone}
    files |= {batch.folder / part.calendar.file: part.data for part in parts}
    report.changed = sum(files[path] is not None for path in write_all(files))
    report.large = [part.calendar.file for part in parts if part.data and len(part.data) > batch.large]
    return [part.calendar.file for part in parts]


def _see_that_none_meet(entries: Sequence[Entry]) -> None:
    """Raises OutputError: two people are known by the same, and their events would be one."""
    known: dict[str, Candidate] = {}
    for entry in entries:
        candidate = entry.milestone.candidate
        other = known.setdefault(uid(entry.milestone), candidate)
        if other is not candidate:
            told = f"{_known_as(candidate)} is known by the same as {_known_as(other)} at {other.source}"
            raise OutputError(f"{candidate.source}: {told}; give one of them another candidate id")


def _everybody(entries: Sequence[Entry], name: str) -> Candidate:
    """Whose calendar it is: the table's, in the zone of all, or in UTC where there are several."""
    zones = {entry.milestone.candidate.region.timezone for entry in entries}
    words = {entry.milestone.candidate.calendar for entry in entries}
    return Candidate(
        name=name,
        region=Region(timezone=zones.pop() if len(zones) == 1 else ZoneInfo("UTC"), country=""),
        calendar=words.pop() if len(words) == 1 else CalendarWords(),
        source=Place(Spot(name)),
    )


def _known_as(candidate: Candidate) -> str:
    return candidate.name or candidate.email or candidate.id or ""


# --- the lists


def _write_lists(batch: Batch, found: Ledger, report: Report, *, prune: bool) -> None:
    """Write who has which calendar, and what is wrong; find, or take away, the calendars of nobody."""
    folder = batch.folder
    names = (name for name in names_in(folder) if OURS.fullmatch(name))
    report.gone = [name for name in found.without_one(names) if _is_ours(folder / name)]
    write_pieces(folder / MANIFEST, manifest(found.calendars(), batch.stamp))
    away = [folder / name for name in report.gone] if prune and not report.faults else []
    if report.faults:
        write_pieces(folder / PROBLEMS, problem_list(report.faults))
    else:
        away.append(folder / PROBLEMS)
    write_all(dict.fromkeys(away))


def _is_ours(path: Path) -> bool:
    """Whether a file begins as ours do."""
    try:
        with path.open("rb") as file:
            return file.read(len(BEGINNING)) == BEGINNING
    except OSError:  # a folder, or what cannot be read
        return False
