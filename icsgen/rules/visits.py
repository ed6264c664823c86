"""Visits: the interviews for one job on one day are one, with one ladder (CADENCE section 4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from icsgen.model import Cadence, Interview
from icsgen.rules.logs import ENDS, is_put_off

__all__ = ["Visit", "job", "later_rounds", "visits", "with_news"]

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
    """Every visit, in the order of the document; what was put off is a visit of its own."""
    by_day: dict[tuple[Job, dt.date, str], list[Interview]] = {}
    for interview in interviews:
        alone = interview.id if is_put_off(interview) else ""
        by_day.setdefault((job(interview), interview.start.date(), alone), []).append(interview)
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
        guard=all(part.guard for part in parts),
        quiet=next((part.quiet for part in parts if part.quiet is not None), None),
        alarm=next((part.alarm for part in parts if part.alarm is not None), None),
        cadence=next((part.cadence for part in parts if part.cadence != Cadence()), Cadence()),
        events=_events(parts),
        log=tuple(fact for part in parts for fact in part.log),
    )
    return Visit(merged, in_order)


def _events(parts: Sequence[Interview]) -> tuple[str, ...]:
    """What any part opts in for, and what all leave out."""
    named = dict.fromkeys(name for part in parts for name in part.events)
    return tuple(
        name for name in named if not name.startswith("-") or all(name in part.events for part in parts)
    )


def later_rounds(held: Sequence[Visit]) -> dict[Job, Interview]:
    """The last round of each job, if any has several: it stands in the place of the earlier ones."""
    if all(visit.interview.round == 1 for visit in held):
        return {}
    rounds: dict[Job, Interview] = {}
    for interview in (visit.interview for visit in held):
        last = rounds.setdefault(job(interview), interview)
        if interview.round > last.round:
            rounds[job(interview)] = interview
    return rounds


def with_news(visit: Visit, held: Iterable[Visit]) -> Visit:
    """The visit of a last round, with what they said since, though it was logged with an earlier round."""
    last = visit.interview
    news = tuple(
        fact
        for other in (each.interview for each in held)
        if job(other) == job(last) and other.round < last.round
        for fact in other.log
        if fact.kind in (*ENDS, "reply") and fact.date >= last.start.date()
    )
    return replace(visit, interview=replace(last, log=(*last.log, *news))) if news else visit
