"""The jobs of a plan as a page shows them, and of everything what a token lets be seen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from icsgen.agenda import Item, items
from icsgen.ics import uid
from icsgen.messages import redacted
from icsgen.messages.words import cut
from icsgen.model import Fact, Interview, Redaction
from icsgen.outlets.web.pages.ladders import ladder
from icsgen.outlets.web.pages.pictures import Picture
from icsgen.outlets.web.pages.steps import LONGEST, Logged, Step, last_logged, step
from icsgen.plan import Plan
from icsgen.rules.logs import log_problems, standing

__all__ = ["Job", "jobs", "seen_items"]

PAST = "past"
"""The state of what is over, for others: whether it was done is not told."""


class Job(Struct, frozen=True, kw_only=True):
    """An interview and all that follows it."""

    id: str
    company: str
    role: str
    next: str
    """What comes next, in few words."""
    picture: Picture | None
    steps: Sequence[Step]
    over: Sequence[Step]
    """What is done, or is not to be done any more."""
    interview: str
    """By what its log is known."""
    answers: bool
    """Whether an answer of theirs can be logged."""
    logged: Logged | None
    """What was logged last, which can be taken back."""


def seen_items(plan: Plan, now: dt.datetime, shows: Redaction) -> Iterator[Item]:
    """What is to be done and what became of it, as far as a token lets it be seen: what is in its feed."""
    for item in items(plan, now):
        if not shows:
            yield item
        elif item.entry.milestone.live and (entry := redacted(item.entry, shows)):
            yield replace(item, entry=entry, state=_state(item, now), fact=None)


def _state(item: Item, now: dt.datetime) -> str:
    end = item.entry.milestone.end
    if item.entry.milestone.until:
        return item.state
    today = item.date - dt.timedelta(days=item.days)
    return PAST if (end <= now if isinstance(end, dt.datetime) else end <= today) else "planned"


def jobs(found: Sequence[Item], now: dt.datetime, *, shows: Redaction, writes: bool) -> list[Job]:
    """The jobs, the one with the next thing to do first; what is over comes last."""
    grouped = dict[str, list[Item]]()
    for item in found:
        if interview := item.entry.milestone.interview:
            grouped.setdefault(interview.id, []).append(item)
    in_order = sorted(grouped.values(), key=_next)
    return [_job(each, now, shows, writes=writes) for each in in_order]


def _next(found: Sequence[Item]) -> tuple[bool, dt.date]:
    """Sorts by the day of what comes next."""
    dates = [each.date for each in found if not each.is_over]
    return not dates, min(dates or [each.date for each in found])


def _job(found: Sequence[Item], now: dt.datetime, shows: Redaction, *, writes: bool) -> Job:
    interview = found[0].entry.milestone.interview
    assert interview  # noqa: S101 # it is what they were grouped by
    steps = [step(each, shows=shows, writes=writes) for each in found]
    name = uid(replace(found[0].entry.milestone, key="job", ordinal=0))  # the same for as long as it is there
    role = cut(interview.role, LONGEST)
    return Job(
        id=name,
        company=cut(interview.company, LONGEST),
        role=f"{role}, round {interview.round}" if interview.round > 1 else role,
        next=_next_words(steps),
        picture=ladder(found, now, name=name, title=f"{interview.company}, {role}", tells=not shows),
        steps=[each for each in steps if not each.is_over],
        over=[each for each in steps if each.is_over],
        interview=interview.id,
        answers=writes and _can_answer(found, interview, now),
        logged=last_logged(interview) if writes else None,
    )


def _next_words(steps: Sequence[Step]) -> str:
    to_come = next((each for each in steps if not each.is_over), None)
    if not to_come:
        return "Nothing is left to do."
    return f"Next: {to_come.name}, {to_come.when} ({to_come.urgency})"


def _can_answer(found: Sequence[Item], interview: Interview, now: dt.datetime) -> bool:
    """Whether they may have answered today: it has taken place, and nothing has ended it."""
    milestone = found[0].entry.milestone
    zone = milestone.candidate.region.timezone
    fact = Fact(kind="reply", date=now.astimezone(zone).date(), source=interview.source)
    is_known = any((each.kind, each.date) == (fact.kind, fact.date) for each in interview.log)
    ended = standing(interview, zone).end or any(each.state == "superseded" for each in found)
    problems = log_problems(replace(interview, log=(*interview.log, fact)), zone)
    return now >= interview.start and not (is_known or ended or any(problems))
