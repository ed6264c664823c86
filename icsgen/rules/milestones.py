"""The milestones: the `RULES` table, one row for each, and its one interpreter.

The ladder depends on the job search alone, never on the clock.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from icsgen.model import Candidate, Fact, Interview, Milestone, Promise
from icsgen.rules.cadence import CONTACTS
from icsgen.rules.keep_looking import Search, every_tuesday
from icsgen.rules.logs import Standing
from icsgen.rules.placements import (
    Ladder,
    Placed,
    as_given,
    business_week,
    done,
    evening_before,
    last_day_to_answer,
    next_working_day,
    promised_day,
    right_after,
    three_weeks_later,
    two_months_later,
    within_a_day,
)
from icsgen.rules.reasons import sentence
from icsgen.rules.slots import Busy
from icsgen.rules.workdays import DAY

__all__ = ["KEYS", "RULES", "SEARCH_RULES", "Rule", "climbed", "place", "search_milestones"]

MINUTE, SILENCE = dt.timedelta(minutes=1), dt.timedelta()

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
    each: bool = False
    """Whether there is one for each interview of a visit."""
    to_do: bool = False
    """Whether somebody has to do it, and to log it: else it is over by itself."""


def _thanks(ladder: Ladder) -> str:
    """The kind of thanks: in haste, or after a later round, when the first note is not to be said again."""
    if ladder.same_day:
        return "thank-you-short"
    return "thank-you-later" if min(part.round for part in ladder.parts) > 1 else "thank-you"


def _parting(ladder: Ladder, placed: Placed) -> str:
    """The kind of withdrawal: from an offer, from an interview still to come, or after it."""
    if ladder.standing.end and ladder.standing.end.kind == "offer":
        return "offer-decline"
    ahead = isinstance(placed.start, dt.datetime) and placed.start < ladder.interview.start
    return "withdrawal-before" if ahead else "withdrawal"


RULES: tuple[Rule[Ladder], ...] = (
    Rule(key="prep", place=evening_before, minutes=30, opt_in=True),
    Rule(
        key="interview",
        place=as_given,
        busy=True,
        each=True,
        messages=lambda ladder, _: ("timeline-question",) if ladder.asks else (),
    ),
    Rule(key="debrief", place=right_after, opt_in=True),
    Rule(
        key="thank-you",
        place=within_a_day,
        to_do=True,
        messages=lambda ladder, _: (_thanks(ladder),),
    ),
    Rule(key="decision", place=promised_day, alarm=None),
    Rule(
        key="follow-up",
        place=business_week,
        to_do=True,
        messages=lambda ladder, _: ("follow-up-timeline" if ladder.dated else "follow-up",),
    ),
    Rule(
        key="call",
        place=three_weeks_later,
        to_do=True,
        messages=lambda _, placed: ("call-mail",) if placed.by_mail else ("call", "voicemail"),
    ),
    Rule(key="tickler", place=two_months_later, to_do=True, messages=lambda *_: ("tickler",)),
    Rule(key="answer", place=last_day_to_answer, to_do=True),
    Rule(
        key="withdraw",
        place=next_working_day,
        to_do=True,
        messages=lambda ladder, placed: (_parting(ladder, placed),),
    ),
)
"""The milestones of an interview, each after those it counts from."""

SEARCH_RULES: tuple[Rule[Search], ...] = (
    Rule(key="keep-looking", place=every_tuesday, minutes=30, alarm=None, messages=lambda *_: ("recruiter",)),
)
"""The milestones that stand once for each person."""

SINCE_REPLY = ("decision", *CONTACTS)
"""What is said in view of their last reply."""
KEYS = (*(rule.key for rule in RULES), *(rule.key for rule in SEARCH_RULES))


def place(ladder: Ladder) -> None:
    """Place an interview's milestones; those left out too, for the later ones count from them."""
    for rule in RULES:
        if rule.opt_in and not is_wanted(rule, ladder.interview):
            continue
        if placed := _placed(rule, ladder):
            ladder.placed[rule.key] = placed


def _placed(rule: Rule[Ladder], ladder: Ladder) -> Placed | None:
    """Where the milestone of a rule stands: to come, done, or gone for a reason."""
    if ladder.as_planned:  # nearly always
        return rule.place(ladder)
    key, standing = rule.key, ladder.standing
    if sent := standing.sent.get(key):
        return done(sent, standing.ordinals.get(key, 0))
    placed, ordinal = rule.place(ladder), standing.ordinals.get(key)
    if not placed or placed.outcome:
        return placed
    outcome, because = standing.outcome(key, placed.date)
    if not outcome and key in ladder.left_out:
        outcome, because = "dropped", ladder.left_out[key]
    if outcome:
        placed = replace(placed, outcome=outcome, reason=sentence(because), why_short=because)
    late = ladder.late.get(key)
    return replace(placed, ordinal=ordinal or 0, late=late) if ordinal or late else placed


def climbed(ladder: Ladder) -> Iterator[Milestone]:
    """The milestones of a ladder whose interview was placed."""
    told = ladder.told
    for rule in RULES:
        several = rule.each and len(ladder.parts) > 1
        if not (several or is_wanted(rule, ladder.interview)):
            continue
        interview = told if rule.key in SINCE_REPLY else ladder.interview
        if ladder.standing.earlier:
            for before in _done_before(rule.key, ladder.standing):
                yield _milestone(rule, ladder, before, ladder.interview, ladder.promise)
        if several:
            yield from _each(rule, ladder)
        elif placed := ladder.placed.get(rule.key):
            yield _milestone(rule, ladder, placed, interview, ladder.promise)


def _each(rule: Rule[Ladder], ladder: Ladder) -> Iterator[Milestone]:
    """One milestone for each interview of a visit."""
    for part in ladder.parts:
        if not is_wanted(rule, part):
            continue
        alone = replace(ladder, interview=part)
        if placed := _placed(rule, alone):
            yield _milestone(rule, alone, placed, part, ladder.promise)


def _done_before(key: str, standing: Standing) -> Iterator[Placed]:
    """What was done of a key before the last reply."""
    return (done(fact, ordinal) for ordinal, fact in standing.earlier if fact.kind == key)


def search_milestones(
    candidate: Candidate,
    interviews: Iterable[Interview],
    milestones: Sequence[Milestone],
    busy: Busy,
    accepted: Fact | None = None,
) -> Iterator[Milestone]:
    """The milestones of the whole job search, unless every interview leaves them out."""
    search = Search(candidate=candidate, milestones=milestones, busy=busy, accepted=accepted)
    for rule in SEARCH_RULES:
        wanted = any(is_wanted(rule, interview) for interview in interviews)
        if wanted and milestones and (placed := rule.place(search)):
            yield _milestone(rule, search, placed, None, None)


def is_wanted(rule: Rule[Context], interview: Interview) -> bool:
    """Whether the document has this milestone for an interview."""
    return not interview.leaves_out(rule.key) and (not rule.opt_in or rule.key in interview.events)


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
        counted=placed.counted,
        messages=() if placed.outcome else tuple(rule.messages(context, placed)),
        promise=promise,
        by_mail=placed.by_mail,
        alarm=_alarm(rule, placed, interview),
        busy=rule.busy,
        outcome=placed.outcome,
        to_do=rule.to_do,
        late=placed.late,
        ordinal=placed.ordinal,
        until=placed.until,
        exdates=placed.exdates,
    )


def _alarm(rule: Rule[Context], placed: Placed, interview: Interview | None) -> dt.timedelta | None:
    """The row's lead, or the document's; the interview itself keeps its own, for the way there."""
    minutes, asked = placed.alarm or rule.alarm, interview.alarm if interview else None
    if placed.outcome or minutes is None or asked == SILENCE:
        return None
    return asked if asked and placed.alarm is None else minutes * MINUTE


def _later(moment: dt.datetime, minutes: int) -> dt.datetime:
    """So many minutes of real time later: wall time would be wrong where the clock changes."""
    later = moment + (length := minutes * MINUTE)
    if later.utcoffset() == moment.utcoffset():
        return later
    return (moment.astimezone(dt.UTC) + length).astimezone(moment.tzinfo)
