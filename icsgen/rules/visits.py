"""Visits: the interviews for one job on one day are one, with one ladder (CADENCE section 4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from icsgen.model import Interview

__all__ = ["Visit", "job", "later_rounds", "visits"]

Job = tuple[str, str]


class Visit(Struct, frozen=True, eq=False):
    """Interviews for one job on one day, and the one that stands for them all."""

    interview: Interview
    """From the first start to the last end, with everybody met; known by the id of the document's first."""
    parts: tuple[Interview, ...]
    """In order of time."""

    @property
    def told(self) -> Interview:
        """The part that has the employer's timeline."""
        return next((part for part in reversed(self.parts) if part.timeline), self.interview)


def job(interview: Interview) -> Job:
    """The company and the role, which tell the rounds for one job from all others."""
    return interview.company.casefold(), interview.role.casefold()


def visits(interviews: Iterable[Interview]) -> list[Visit]:
    """Every visit, in the order of the document."""
    by_day: dict[tuple[Job, dt.date], list[Interview]] = {}
    for interview in interviews:
        by_day.setdefault((job(interview), interview.start.date()), []).append(interview)
    return [_visit(parts) for parts in by_day.values()]


def _visit(parts: Sequence[Interview]) -> Visit:
    if len(parts) == 1:
        return Visit(parts[0], tuple(parts))
    in_order = tuple(sorted(parts, key=lambda part: part.start.astimezone(dt.UTC)))
    people = {person.name: person for part in in_order for person in part.interviewers}
    merged = replace(
        parts[0],
        start=in_order[0].start,
        end=max((part.end for part in parts), key=lambda end: end.astimezone(dt.UTC)),
        round=max(part.round for part in parts),
        interviewers=tuple(people.values()),
        contact=next((part.contact for part in parts if part.contact), None),
        via=next((part.via for part in parts if part.via), None),
        strength=next((part.strength for part in parts if part.strength), None),
        timeline=next((part.timeline for part in reversed(in_order) if part.timeline), None),
        closed=frozenset().union(*(part.closed for part in parts)),
        open=frozenset().union(*(part.open for part in parts)),
        no_calls=any(part.no_calls for part in parts),
        log=tuple(fact for part in parts for fact in part.log),
    )
    return Visit(merged, in_order)


def later_rounds(held: Iterable[Visit]) -> dict[Job, Interview]:
    """The last round of each job, if any has several: it stands in the place of the earlier ones."""
    held = list(held)
    if all(visit.interview.round == 1 for visit in held):
        return {}
    rounds: dict[Job, Interview] = {}
    for interview in (visit.interview for visit in held):
        last = rounds.setdefault(job(interview), interview)
        if interview.round > last.round:
            rounds[job(interview)] = interview
    return rounds
