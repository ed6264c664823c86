"""A person's rows to a plan: of those that are sound, and what is wrong with the others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from icsgen.details.columns import name_of
from icsgen.details.job_searches import job_search
from icsgen.details.person_documents import PersonDocument, without
from icsgen.errors import InputError, Problem, errors_in, printable
from icsgen.model import JobSearch
from icsgen.plan import PASSED, Placed, Plan, in_words, place

__all__ = ["Fault", "Planned", "Wanted", "fault_of", "plans_of"]

MISSING = "missing"
IN_TABLES = {
    "words and date apart, {said: …, by: 2026-12-04}": "the day alone",
    "give this one a `round:`": "if it is a second interview, put 2 into a column round",
    "expected the end under `end:`": "expected it in a column end",
}
"""What is told of documents, as it is told of cells."""
ME = ("me",)
"""Under which it stands what is of all of a person's rows."""
FOLLOWING = (("start",), ("end",))
PART = ("subdivision",)
"""Where it stands what is in doubt without it: of nearly every row, so it is told once."""


class Fault(Struct, frozen=True, order=True):
    """What is wrong with a row, in words alone: it goes from one process to another."""

    row: int
    column: int
    name: str
    """The column's, as it is written; of a missing one, the usual."""
    text: str
    source: str
    value: str = ""
    """What the cell holds."""

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.source, self.row, self.column) if part)
        return printable(": ".join(part for part in (place, self.name, self.text) if part))


class Planned(Struct, frozen=True, kw_only=True):
    """What came of a person's rows."""

    plan: Plan | None
    """That of the sound rows; None where no row is."""
    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]
    """Doubts, whose `row` is the place among the person's own: the table may be put in another order."""
    pending: bool = False
    """Whether interviews without a day are not in it, which may have had one before."""
    undecided: bool = False
    """Whether a part of the country would decide about some dates, and none is told."""
    over: int = 0
    """How many interviews are over with all that follows them, and nothing is told of how they ended."""


class Wanted(Struct, frozen=True):
    """How people are planned for."""

    stamp: dt.datetime
    messages: str | None = None
    """A folder of templates."""
    spread: bool = False
    """Whether the calls stand anywhere in the phone hours."""


def plans_of(people: Iterable[PersonDocument], wanted: Wanted) -> list[Planned]:
    """The plan of each person's sound rows: those that are wrong are left out, one after the other.

    They go through each step together, as nearly all of them can: that is quicker by a fifth.

    Raises:
        InputError: the templates are wrong, for which no row is to blame.
    """
    found = [(person, *_sound(person, wanted)) for person in people]
    return [
        _planned(person, left, in_words(placed) if placed else None, faults)
        for person, left, placed, faults in found
    ]


Faults = dict[tuple[int, int], Fault]
"""By row and column: what follows from a wrong cell is no news."""


def _sound(person: PersonDocument, wanted: Wanted) -> tuple[PersonDocument | None, Placed | None, Faults]:
    """What is left of a person once the wrong rows are gone, their milestones, and what is wrong."""
    faults: Faults = {}
    left: PersonDocument | None = person if person.rows else None  # else no interview has a day yet
    while left:
        search, problems = job_search(left)
        problems = [*left.faults, *_news(problems, left)]
        if search and not problems:
            try:
                return left, _placed(search, wanted), faults
            except InputError as fault:
                if any(each.place.source is not left for each in fault.problems):
                    raise
                problems = errors_in(fault.problems)
        for wrong in (found := _faults(left, problems)):
            faults.setdefault((wrong.row, wrong.column), wrong)
        of_all = any(problem.place.path[:1] == ME for problem in problems)
        left = None if of_all else without(left, {wrong.row for wrong in found})
    return None, None, faults


def _placed(search: JobSearch, wanted: Wanted) -> Placed:
    if wanted.messages:
        search = replace(search, me=replace(search.me, messages=wanted.messages))
    return place(search, now=wanted.stamp, spread=wanted.spread)


def _planned(
    person: PersonDocument, left: PersonDocument | None, plan: Plan | None, faults: Faults
) -> Planned:
    if not plan or not left:
        return Planned(plan=None, faults=(*faults.values(),), warnings=(), pending=person.pending)
    undecided = [each for each in plan.warnings if each.place.path[-1:] == PART]
    over = [each for each in plan.warnings if each.text.startswith(PASSED)]
    doubts = [each for each in plan.warnings if each not in undecided and each not in over]
    return Planned(
        plan=plan,
        faults=(*faults.values(),),
        warnings=tuple(replace(each, row=person.rows.index(each.row)) for each in _faults(left, doubts)),
        pending=person.pending,
        undecided=bool(undecided),
        over=len(over),
    )


def _news(problems: Iterable[Problem], person: PersonDocument) -> Iterator[Problem]:
    """The problems that do not only follow from a cell that was not understood: it leaves a start without a
    date or a time, and two zones leave a candidate without one."""
    found = (fault.place.source.position(fault.place.path) for fault in person.faults)
    rows = {position[0] for position in found if position}
    for problem in problems:
        path, position = problem.place.path, person.position(problem.place.path)
        follows = path[-1:] in FOLLOWING or (path[:1] == ME and problem.text.startswith(MISSING))
        if not (follows and position and position[0] in rows):
            yield problem


def _faults(person: PersonDocument, problems: Iterable[Problem]) -> list[Fault]:
    return [_fault(person, problem) for problem in problems]


def _fault(person: PersonDocument, problem: Problem) -> Fault:
    place, text, heading = problem.place, problem.text, person.heading
    for ours, theirs in IN_TABLES.items():
        text = text.replace(ours, theirs)
    row, number = place.source.position(place.path) or (0, 0)
    column = person.column(place.path) if place.source is person or place.path else number - 1
    if heading and column is not None and 0 <= column < len(heading.names):
        if text.startswith(MISSING):
            text = f"is empty{text.removeprefix(MISSING)}"
        value = person.cell(row, column + 1)
        return Fault(row, column + 1, heading.names[column], text, place.source.name, value)
    name = name_of(tuple(str(step) for step in place.path if isinstance(step, str)))
    cure = f'; give it in a column "{name}"' if text.startswith(MISSING) else ""
    return Fault(row, number, name, f"{text}{cure}", place.source.name)


def fault_of(problem: Problem) -> Fault:
    """The fault of a row of which nobody knows whose it is."""
    row, column = problem.place.source.position(()) or (0, 0)
    return Fault(row, column, "", problem.text, problem.place.source.name)
