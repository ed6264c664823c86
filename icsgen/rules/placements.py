"""Where each milestone stands, and why then: a function for each row of the `RULES`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from icsgen.dates import clock, date_text
from icsgen.model import Candidate, Fact, Interview, Promise, Span
from icsgen.rules.cadence import Numbers
from icsgen.rules.logs import ENDS, KEEP_TICKLER, Standing
from icsgen.rules.reasons import Given, InTime, Moved, Target, passed_text, sentence
from icsgen.rules.slots import Diary, Slot
from icsgen.rules.workdays import DAY, Day

__all__ = [
    "Earliest",
    "Ladder",
    "Placed",
    "as_given",
    "business_week",
    "done",
    "evening_before",
    "last_day_to_answer",
    "next_working_day",
    "promised_day",
    "right_after",
    "three_weeks_later",
    "two_months_later",
    "within_a_day",
]

QUARTER = dt.timedelta(minutes=15)
HALF_HOUR = dt.timedelta(minutes=30)
HOUR = dt.timedelta(hours=1)
EVENING = dt.time(18)
PREP_AT = dt.time(17)
REMOTE_ALARM, TRAVEL_ALARM = 15, 60
REMOTE = ("http://", "https://", "www.", "tel:", "+")
"""How a place begins that nobody has to travel to: a link or a phone number."""


class Placed(Struct, frozen=True, kw_only=True):
    """A rule's answer: a moment (or a whole day), and why then."""

    start: dt.datetime | dt.date
    reason: object
    """A sentence, or what makes one when it is asked for."""
    why_short: str
    end: dt.datetime | None = None
    """Where the row's minutes do not give it."""
    alarm: int | None = None
    """Minutes before the start, where it is not the row's own."""
    by_mail: str | None = None
    counted: tuple[Span, str] | None = None
    until: dt.datetime | None = None
    exdates: tuple[dt.datetime, ...] = ()
    outcome: Literal["", "done", "superseded", "dropped"] = ""
    late: dt.date | None = None
    ordinal: int = 0

    @property
    def date(self) -> dt.date:
        return self.start.date() if isinstance(self.start, dt.datetime) else self.start


class Earliest(Struct, frozen=True):
    """The day before which a milestone may not stand, in a zone, and why."""

    date: dt.date
    zone: dt.tzinfo
    because: str


class Ladder(Struct, kw_only=True):
    """One interview on its way through the rules: what they read, and what they have placed so far."""

    interview: Interview
    candidate: Candidate
    numbers: Numbers
    diary: Diary
    promise: Promise | None
    same_day: bool
    """Whether they decide on the day of the interview: the thank-you hurries, and nothing is awaited."""
    standing: Standing
    parts: tuple[Interview, ...]
    """The interviews of the visit that the one above stands for."""
    earliest: dict[str, Earliest] = {}
    """What has to wait, by key."""
    left_out: dict[str, str] = {}
    """What is not to be sent after all, by key, and why."""
    late: dict[str, dt.date] = {}
    """The day that what is caught up on was meant for, by key."""
    placed: dict[str, Placed] = {}

    @property
    def date(self) -> dt.date:
        """The interview's date, in the employer's zone."""
        return self.interview.start.date()

    @property
    def dated(self) -> bool:
        """Whether they said when they would decide."""
        return self.same_day or self.promise is not None

    @property
    def as_planned(self) -> bool:
        """Whether nothing has come in between, of what was to be sent and when."""
        return self.standing.as_planned and not (self.left_out or self.late)

    @property
    def told(self) -> Interview:
        """The interview in view of their last reply: when that was, and what they said of the decision."""
        reply = self.standing.reply
        if not reply:
            return self.interview
        return replace(self.interview, timeline=reply.timeline, answered=reply.date)

    @property
    def asks(self) -> bool:
        """Whether the timeline is still to be asked for here: at the end of the visit."""
        last = (
            self.interview.id == self.parts[-1].id
        )  # which may have been told more by an earlier round's log
        return last and not any(part.timeline for part in self.parts)

    def anchor(self, key: str, zone: dt.tzinfo) -> dt.date:
        """The date of a placed milestone in a zone, for the next one to count from."""
        start = self.placed[key].start
        return start.astimezone(zone).date() if isinstance(start, dt.datetime) else start


def evening_before(ladder: Ladder) -> Placed | None:
    """17:00 of the last working day before the interview, in the candidate's calendar [ours]."""
    diary = ladder.diary
    day = interview_day = ladder.interview.start.astimezone(diary.candidate_zone).date()
    skipped: tuple[Day, ...] = ()
    while True:
        count = diary.candidate.last_before(day)
        day, skipped = count.date, (*count.skipped, *skipped)
        if moment := diary.from_hour(day, PREP_AT, HALF_HOUR):
            break
        skipped = (Day(day, "full of interviews"), *skipped)
    rule = "the last working day before the interview"
    why = sentence(f"{rule} on {date_text(interview_day)} is {date_text(day)}", skipped)
    return Placed(start=moment, reason=why, why_short=rule)


def as_given(ladder: Ladder) -> Placed | None:
    """The interview itself."""
    zone = ladder.diary.candidate_zone
    start, end = ladder.interview.start.astimezone(zone), ladder.interview.end.astimezone(zone)
    remote = (ladder.interview.location or "").casefold().startswith(REMOTE)
    return Placed(
        start=start,
        end=end,
        alarm=REMOTE_ALARM if remote else TRAVEL_ALARM,
        reason=Given(start, end),
        why_short="the interview itself, as given",
    )


def right_after(ladder: Ladder) -> Placed | None:
    """15 minutes after the end, while it is fresh [ours]; later only where another interview stands."""
    others = ladder.diary.busy.without(ladder.parts)
    soon = ladder.interview.end.astimezone(dt.UTC) + QUARTER
    day = [soon + quarter * QUARTER for quarter in range(96)]
    moment = next(filter(others.free, day), soon).astimezone(ladder.diary.candidate_zone)
    why = f"15 minutes after the end, or the first free time then, while it is fresh: {clock(moment)}."
    return Placed(start=moment, reason=why, why_short="right after the interview, while it is fresh")


def within_a_day(ladder: Ladder) -> Placed | None:
    """Within 24 hours of the end, whatever else happens [article]; at once where they decide the same day."""
    if earliest := ladder.earliest.get("thank-you"):
        return _late(ladder, earliest)
    end = ladder.interview.end.astimezone(ladder.diary.candidate_zone)
    if ladder.same_day:
        moment = ladder.diary.thanks_at_once(ladder.interview.end)
        rule, short = "They decide the same day: within two hours", "they decide the same day, so at once"
    else:
        moment = ladder.diary.thanks(ladder.interview.end)
        rule, short = "Within 24 hours", "within 24 hours of the interview's end"
    return Placed(
        start=moment, reason=InTime(rule, end, moment, ladder.diary.day_off(moment)), why_short=short
    )


def _late(ladder: Ladder, earliest: Earliest) -> Placed:
    """Late is better than never: the first slot for a mail."""
    moment, passed = _first_slot(ladder.diary, earliest, Diary.mail)
    why = sentence(f"late is better than never, {earliest.because}: {date_text(moment.date())}", passed)
    return Placed(start=moment, reason=why, why_short="late is better than never")


def promised_day(ladder: Ladder) -> Placed | None:
    """The promised date, where a later one was given [article: be patient]."""
    if not ladder.promise or ladder.same_day:
        return None
    echo = ladder.promise.echo
    return Placed(start=ladder.promise.date, reason=f"The employer's own words: {echo}.", why_short=echo)


def business_week(ladder: Ladder) -> Placed | None:
    """A business week after the interview; a week past a promised date, if that is later [article]."""
    numbers, employer, promised = ladder.numbers, ladder.diary.employer, ladder.promise
    date, _, event = ladder.standing.since(ladder.interview)
    patience = ladder.standing.patience or numbers.follow_up
    since = "reply" if ladder.standing.reply else "interview"
    target = Target(
        employer.after(date, patience),
        f"{patience} after {event}",
        f" on {date_text(date)}",
        (patience, since),
    )
    if promised:
        count = employer.after(promised.date, numbers.after_decision)
        rule = f"{numbers.after_decision} after the promised date"
        if count.date >= target.count.date:
            words = f' {date_text(promised.date)} ("{promised.said}")'
            target = Target(count, rule, words, (numbers.after_decision, "promise"))
        else:
            target = replace(target, since=f"{target.since}, which is later than {rule},")
    return _contact(ladder, "follow-up", target, Diary.mail)


def three_weeks_later(ladder: Ladder) -> Placed | None:
    """Three weeks after the follow-up, by phone [article]; by mail where that cannot be."""
    diary = ladder.diary
    target = _after(ladder, "follow-up", diary.employer_zone, ladder.numbers.call)
    if not ladder.numbers.calls:
        preset = ladder.interview.cadence.preset
        because = (
            "phone calls are not wanted here" if ladder.interview.no_calls else f"the cadence {preset} writes"
        )
        return _contact(ladder, "call", target, Diary.mail, lambda moment: because)

    def no_shared_hour(moment: dt.datetime) -> str | None:
        return None if diary.in_phone_hours(moment) else "the employer's phone hours lie outside your day"

    return _contact(ladder, "call", target, Diary.phone_else_mail, no_shared_hour)


def two_months_later(ladder: Ladder) -> Placed | None:
    """Two months after the call, at 09:30 where the candidate is: are they hiring again [article]?"""
    span, end = ladder.numbers.tickler, ladder.standing.end
    if end and end.kind in KEEP_TICKLER:
        count = ladder.diary.employer.after(end.date, span)
        words = f"{span} after {ENDS[end.kind]}"
        target = Target(count, words, f" on {date_text(end.date)}", (span, end.kind))
    else:
        target = _after(ladder, "call", ladder.diary.candidate_zone, span)
    return _contact(ladder, "tickler", target, Diary.desk)


def last_day_to_answer(ladder: Ladder) -> Placed | None:
    """The day until which an offer is to be answered, at 09:30 where the candidate is [ours]."""
    end = ladder.standing.end
    asked = any(fact.answer_by for fact in ladder.interview.log)
    if asked and end and end.kind in ("accepted", "withdrawn"):
        return done(end)
    if not end or not end.answer_by:
        return None
    moment = ladder.diary.desk(end.answer_by) or end.answer_by
    why = f"The offer of {date_text(end.date)} is to be answered by {date_text(end.answer_by)}."
    return Placed(start=moment, reason=why, why_short="the last day to answer their offer")


def next_working_day(ladder: Ladder) -> Placed | None:
    """The first mail slot after the day on which another offer was accepted, where they still wait.

    Who has heard nothing until the tickler has been told no by silence: nobody waits there.
    """
    stands, accepted, diary = ladder.standing, ladder.standing.accepted, ladder.diary
    if stands.end and stands.end.kind == "withdrawn" and not stands.later:
        return done(stands.end)
    here = any(fact is accepted for fact in ladder.interview.log)
    if not accepted or here or ladder.placed["tickler"].date <= accepted.date or not stands.awaits_a_word:
        return None
    earliest = Earliest(accepted.date + DAY, diary.candidate_zone, "")
    moment, passed = _first_slot(diary, earliest, Diary.mail)
    since = f"the next working day after another offer was accepted on {date_text(accepted.date)}"
    why = sentence(f"{since} is {date_text(moment.date())}", passed)
    placed = Placed(
        start=moment, reason=why, why_short="the next working day after another offer was accepted"
    )
    return _before_the_interview(ladder, placed)


def _before_the_interview(ladder: Ladder, placed: Placed) -> Placed:
    """As early that day as can be asked for, or the evening before, where the interview would come first."""
    diary, start = ladder.diary, ladder.interview.start
    day = start.astimezone(diary.candidate_zone).date()
    if not isinstance(placed.start, dt.datetime) or day != placed.date or placed.start + HOUR <= start:
        return placed
    first = diary.from_hour(day, diary.awake.first)
    if first is None or first + HOUR > start:
        first = diary.from_hour(day - DAY, EVENING) or placed.start
    why = f"before the interview at {clock(start)}, which it calls off"
    return replace(placed, start=first, reason=sentence(why), why_short=why)


def done(fact: Fact, ordinal: int = 0) -> Placed:
    """On the day it was done."""
    return Placed(
        start=fact.date,
        reason=f"Done on {date_text(fact.date)}, as logged.",
        why_short="done, as logged",
        outcome="done",
        ordinal=ordinal,
    )


def _after(ladder: Ladder, key: str, zone: dt.tzinfo, span: Span) -> Target:
    """A span after a placed milestone, by its date in a zone, left out of the file or not."""
    anchor = ladder.anchor(key, zone)
    placed = ladder.placed[key]
    name = "mail that stands for the call" if placed.by_mail else key
    if placed.outcome == "dropped":
        name = f"{key} that is left out"
    count = ladder.diary.employer.after(anchor, span)
    since = "mail" if placed.by_mail else key
    return Target(count, f"{span} after the {name}", f" on {date_text(anchor)}", (span, since))


def _contact(
    ladder: Ladder,
    key: str,
    target: Target,
    slot: Slot,
    mail_because: Callable[[dt.datetime], str | None] = lambda moment: None,
) -> Placed:
    """The first slot from a counted date on that falls on a working day of both sides and is not quiet."""
    diary, earliest = ladder.diary, ladder.earliest.get(key)
    moment, passed = diary.roll_forward(target.count.date, slot)
    waits = None
    if earliest and moment.astimezone(earliest.zone).date() < earliest.date:
        (moment, passed), waits = _first_slot(diary, earliest, slot), earliest.because
    by_mail = mail_because(moment)
    holidays = passed_text([*target.count.skipped, *passed])
    rule = f"{target.rule}; {waits}" if waits else target.rule
    return Placed(
        start=moment,
        reason=Moved(target, moment, passed, moment.astimezone(diary.employer_zone).date(), by_mail, waits),
        why_short=f"{rule} ({holidays})" if holidays else rule,
        counted=None if waits else target.counted,
        by_mail=by_mail,
    )


def _first_slot(diary: Diary, earliest: Earliest, slot: Slot) -> tuple[dt.datetime, tuple[Day, ...]]:
    """The first slot whose date in the zone is not too early."""
    day = earliest.date - DAY  # the employer's date may be the candidate's yesterday
    while True:
        moment, passed = diary.roll_forward(day, slot)
        if moment.astimezone(earliest.zone).date() >= earliest.date:
            return moment, tuple(each for each in passed if each.date >= earliest.date)
        day += DAY
