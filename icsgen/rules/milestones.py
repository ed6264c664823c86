"""The milestones: the `RULES` table, one row for each, and its one interpreter.

The ladder depends on the job search alone, never on the clock.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from icsgen.dates import date_text
from icsgen.model import Candidate, Fact, Interview, Milestone, Promise
from icsgen.rules.logs import Standing
from icsgen.rules.placements import (
    Ladder,
    Placed,
    Search,
    as_given,
    business_week,
    evening_before,
    every_tuesday,
    promised_day,
    right_after,
    three_weeks_later,
    two_months_later,
    within_a_day,
)
from icsgen.rules.slots import Busy
from icsgen.rules.workdays import DAY

__all__ = ["KEYS", "RULES", "SEARCH_RULES", "Rule", "climb", "search_milestones"]

Context = TypeVar("Context", Ladder, Search)


class Rule(Struct, Generic[Context], frozen=True, kw_only=True):
    """A kind of milestone: a row."""

    key: str
    place: Callable[[Context], Placed | None]
    """None: there is none of this kind here."""
    minutes: int = 15
    alarm: int | None = 5
    """Minutes before the start; None: silent."""
    opt_in: bool = False
    busy: bool = False
    messages: Callable[[Context, Placed], Sequence[str]] = lambda context, placed: ()
    """The kinds of message to have ready, by the names of their templates."""


RULES: tuple[Rule[Ladder], ...] = (
    Rule(key="prep", place=evening_before, minutes=30, opt_in=True),
    Rule(
        key="interview",
        place=as_given,
        busy=True,
        messages=lambda ladder, _: () if ladder.interview.timeline else ("timeline-question",),
    ),
    Rule(key="debrief", place=right_after, opt_in=True),
    Rule(
        key="thank-you",
        place=within_a_day,
        messages=lambda ladder, _: ("thank-you-short" if ladder.same_day else "thank-you",),
    ),
    Rule(key="decision", place=promised_day, alarm=None),
    Rule(
        key="follow-up",
        place=business_week,
        messages=lambda ladder, _: ("follow-up-timeline" if ladder.dated else "follow-up",),
    ),
    Rule(
        key="call",
        place=three_weeks_later,
        messages=lambda _, placed: ("call-mail",) if placed.by_mail else ("call", "voicemail"),
    ),
    Rule(key="tickler", place=two_months_later, messages=lambda *_: ("tickler",)),
)
"""The milestones of an interview, each after those it counts from."""

SEARCH_RULES: tuple[Rule[Search], ...] = (
    Rule(key="keep-looking", place=every_tuesday, minutes=30, alarm=None, messages=lambda *_: ("recruiter",)),
)
"""The milestones that stand once for each person."""

KEYS = (*(rule.key for rule in RULES), *(rule.key for rule in SEARCH_RULES))


def climb(ladder: Ladder) -> Iterator[Milestone]:
    """An interview's milestones; those left out are placed too, for the later ones count from them."""
    for rule in RULES:
        wanted = _wanted(rule.key, rule.opt_in, ladder.interview)
        if placed := _placed(rule, ladder, wanted):
            ladder.placed[rule.key] = placed
        if wanted and ladder.standing.earlier:
            for done in _done_before(rule.key, ladder.standing):
                yield _milestone(rule, ladder, done, ladder.interview, ladder.promise)
        if wanted and placed:
            yield _milestone(rule, ladder, placed, ladder.interview, ladder.promise)


def _placed(rule: Rule[Ladder], ladder: Ladder, wanted: bool) -> Placed | None:
    """Where the milestone of a rule stands, to come or done."""
    key, standing = rule.key, ladder.standing
    if done := standing.sent.get(key):
        return _done(done, standing.ordinals.get(key, 0))
    if (rule.opt_in and not wanted) or standing.over(key):
        return None
    placed, ordinal = rule.place(ladder), standing.ordinals.get(key)
    return replace(placed, ordinal=ordinal) if placed and ordinal else placed


def _done_before(key: str, standing: Standing) -> Iterator[Placed]:
    """What was done of a key before the last reply."""
    return (_done(fact, ordinal) for ordinal, fact in standing.earlier if fact.kind == key)


def _done(fact: Fact, ordinal: int) -> Placed:
    """On the day it was done."""
    return Placed(
        start=fact.date,
        reason=f"Done on {date_text(fact.date)}, as logged.",
        why_short="done, as logged",
        done=True,
        ordinal=ordinal,
    )


def search_milestones(
    candidate: Candidate, interviews: Iterable[Interview], milestones: Sequence[Milestone], busy: Busy
) -> Iterator[Milestone]:
    """The milestones of the whole job search, unless every interview leaves them out."""
    search = Search(candidate=candidate, milestones=milestones, busy=busy)
    for rule in SEARCH_RULES:
        wanted = any(_wanted(rule.key, rule.opt_in, interview) for interview in interviews)
        if wanted and milestones and (placed := rule.place(search)):
            yield _milestone(rule, search, placed, None, None)


def _wanted(key: str, opt_in: bool, interview: Interview) -> bool:
    return f"-{key}" not in interview.events and (not opt_in or key in interview.events)


def _milestone(
    rule: Rule[Context],
    context: Context,
    placed: Placed,
    interview: Interview | None,
    promise: Promise | None,
) -> Milestone:
    start, end = placed.start, placed.end
    return Milestone(
        key=rule.key,
        candidate=context.candidate,
        interview=interview,
        start=start,
        end=end or (_later(start, rule.minutes) if isinstance(start, dt.datetime) else start + DAY),
        reason=placed.reason,
        why_short=placed.why_short,
        messages=() if placed.done else tuple(rule.messages(context, placed)),
        promise=promise,
        by_mail=placed.by_mail,
        alarm=_alarm(rule, placed, interview),
        busy=rule.busy,
        done=placed.done,
        ordinal=placed.ordinal,
        until=placed.until,
        exdates=placed.exdates,
    )


def _alarm(rule: Rule[Context], placed: Placed, interview: Interview | None) -> dt.timedelta | None:
    """The row's lead, or the document's; the interview itself keeps its own, for the way there."""
    minutes, asked = placed.alarm or rule.alarm, interview.alarm if interview else None
    if placed.done or minutes is None or asked == dt.timedelta():
        return None
    return asked if asked and placed.alarm is None else dt.timedelta(minutes=minutes)


def _later(moment: dt.datetime, minutes: int) -> dt.datetime:
    """So many minutes of real time later: wall time would be wrong where the clock changes."""
    later = moment + (length := dt.timedelta(minutes=minutes))
    if later.utcoffset() == moment.utcoffset():
        return later
    return (moment.astimezone(dt.UTC) + length).astimezone(moment.tzinfo)
