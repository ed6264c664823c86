"""A person's rows to a plan: of those that are sound, and what is wrong with the others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from icsgen.details.cohorts import PersonDocument, without
from icsgen.details.columns import name_of
from icsgen.details.job_searches import job_search
from icsgen.errors import InputError, Problem, errors_in, printable
from icsgen.plan import Plan, make_plan

__all__ = ["Fault", "Planned", "plan_of"]

MISSING = "missing"
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

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.source, self.row, self.column) if part)
        return printable(": ".join(part for part in (place, self.name, self.text) if part))


class Planned(Struct, frozen=True, kw_only=True):
    """What came of a person's rows."""

    plan: Plan | None
    """That of the sound rows; None where no row is."""
    partial: bool
    """Whether others are not in it."""
    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]
    undecided: bool = False
    """Whether a part of the country would decide about some dates, and none is told."""


def plan_of(
    person: PersonDocument, stamp: dt.datetime, *, messages: str | None = None, spread: bool = False
) -> Planned:
    """The plan of a person's sound rows: those that are wrong are left out, one after the other.

    `messages` is a folder of templates; `spread`: the calls stand anywhere in the phone hours.

    Raises:
        InputError: the templates are wrong, for which no row is to blame.
    """
    faults: dict[tuple[int, int], Fault] = {}
    left: PersonDocument | None = person
    while left:
        search, problems = job_search(left)
        problems = [*left.faults, *problems]
        if search and not problems:
            search = replace(search, me=replace(search.me, messages=messages)) if messages else search
            try:
                plan = make_plan(search, now=stamp, spread=spread)
            except InputError as fault:
                if any(each.place.source is not left for each in fault.problems):
                    raise
                problems = errors_in(fault.problems)
            else:
                doubts = [each for each in plan.warnings if each.place.path[-1:] != PART]
                return Planned(
                    plan=plan,
                    partial=left is not person,
                    faults=(*faults.values(),),
                    warnings=(*_faults(left, doubts),),
                    undecided=len(doubts) < len(plan.warnings),
                )
        for wrong in (found := _faults(left, problems)):
            faults.setdefault((wrong.row, wrong.column), wrong)  # what follows from a wrong cell is no news
        left = without(left, {wrong.row for wrong in found})
    return Planned(plan=None, partial=True, faults=(*faults.values(),), warnings=())


def _faults(person: PersonDocument, problems: Iterable[Problem]) -> list[Fault]:
    return [_fault(person, problem) for problem in problems]


def _fault(person: PersonDocument, problem: Problem) -> Fault:
    place, text, heading = problem.place, problem.text, person.heading
    row, number = place.source.position(place.path) or (0, 0)
    column = person.column(place.path) if place.source is person else number - 1
    if heading and column is not None and 0 <= column < len(heading.names) and not text.startswith(MISSING):
        return Fault(row, number, heading.names[column], text, place.source.name)
    name = name_of(tuple(str(step) for step in place.path if isinstance(step, str)))
    cure = f'; give it in a column "{name}"' if text.startswith(MISSING) else ""
    return Fault(row, number, name, f"{text}{cure}", place.source.name)
