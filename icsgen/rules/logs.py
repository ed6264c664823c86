"""What really happened, read from an interview's log: what is done, what starts anew, what is over.

CADENCE section 4. The log is facts alone; silence is what is not in it, and is never stored.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from icsgen.dates import date_text
from icsgen.errors import Problem
from icsgen.model import Fact, Interview, Span, Timeline
from icsgen.rules.cadence import CONTACTS

__all__ = [
    "ENDS",
    "FACT_OF",
    "KEEP_TICKLER",
    "SENT",
    "Standing",
    "accepted",
    "is_put_off",
    "log_problems",
    "standing",
]

DAY = dt.timedelta(days=1)
SENT = ("thank-you", "follow-up", "call", "tickler")
"""The facts that are milestones done."""
FACT_OF = {**dict(zip(SENT, SENT, strict=True)), "answer": "accepted", "withdraw": "withdrawn"}
"""What to log of a milestone once it is done."""
KEEP_TICKLER = ("rejected", "filled")
"""After these companies may hire again [article]."""
ENDS = {
    "rejected": "they said no",
    "filled": "the job was filled",
    "withdrawn": "you withdrew",
    "offer": "they made an offer",
    "accepted": "you accepted it",
    "postponed": "it was put off",
}
"""The facts that end the contacts, in words."""
BEFOREHAND = ("postponed", "withdrawn", "filled")
"""What can happen to an interview that has not taken place."""
TAKE_PLACE = ("prep", "debrief", "decision")
"""What ask for nothing to be logged: if they were before an end, they took place."""
FIRST = {"follow-up": "call", "offer": "accepted"}
"""What comes before another fact of the same day, however they are written."""
LIVE_ENDS = ("offer", "postponed")
"""After these the employer still waits for a word."""
TEN = Span(10, "business days")
"""Between two replies that name no date the wait grows."""
PENDING = ("prep", "debrief", "thank-you", "decision", *CONTACTS, "answer")
SUPERSEDED = ("decision", *CONTACTS)
"""What a later round takes the place of."""


class Standing(Struct, frozen=True, kw_only=True):
    """Where an interview stands."""

    date: dt.date
    """The interview's own, in the employer's zone."""
    first_day: dt.date
    """The same, or the day before where it is that for the candidate, who logs by it."""
    reply: Fact | None = None
    """The last reply, from which everything starts anew."""
    patience: Span | None = None
    """How long to wait after it, where it is not the cadence's own."""
    sent: dict[str, Fact] = {}
    """What was sent or said since, by key."""
    earlier: tuple[tuple[int, Fact], ...] = ()
    """What was sent or said before, each with its number among those of its key."""
    ordinals: dict[str, int] = {}
    """The number of the pending (or the last) one of a key, where it is not the first."""
    end: Fact | None = None
    later: Interview | None = None
    """The later round that stands in its place."""
    accepted: Fact | None = None
    """What ends the whole search, here or elsewhere."""
    as_planned: bool = False
    """Whether nothing of all this has happened."""

    @property
    def awaits_a_word(self) -> bool:
        """Whether the employer would still count on the candidate, if nothing came from elsewhere."""
        return not self.later and (self.end is None or self.end.kind in LIVE_ENDS)

    def outcome(self, key: str, planned: dt.date) -> tuple[str, str]:
        """What becomes of a milestone planned for a date that was not sent: nothing, or what and why."""
        if key == "interview":
            return self._of_the_interview()
        for end in filter(None, (self.end, self.accepted)):
            if key in PENDING and not self._outlives(key, planned, end):
                return "dropped", self._because(end)
        if key in ("follow-up", "call") and "tickler" in self.sent:
            return "dropped", "you have asked again since"
        if self.later and key in SUPERSEDED:
            return "superseded", f"round {self.later.round} on {date_text(self.later.start)} takes its place"
        return "", ""

    def _of_the_interview(self) -> tuple[str, str]:
        """It does not take place where it ended before; put off or called off on its very day, neither."""
        end = self.end
        called_off = end and (end.kind == "postponed" or (end.kind == "withdrawn" and self.accepted))
        last = self.first_day if called_off else self.first_day - DAY
        if end and end.kind in BEFOREHAND and end.date <= last:
            return "dropped", self._because(end)
        return "", ""

    def _because(self, end: Fact) -> str:
        what = ENDS[end.kind] if end is self.end else "an offer was accepted"
        cure = "; log their reply once it has a new `start`" if end.kind == "postponed" else ""
        return f"{what} on {date_text(end.date)}{cure}"

    def _outlives(self, key: str, planned: dt.date, end: Fact) -> bool:
        """Thanks are due whatever happens, while they are fresh; who said no may hire again [article]."""
        if key in TAKE_PLACE:
            return planned < end.date
        if key == "thank-you":
            return end.kind in ("rejected", "filled", "offer") and self.first_day <= end.date <= planned
        return (key == "tickler" and end.kind in KEEP_TICKLER) or (key == "answer" and end.kind == "offer")

    def since(self, interview: Interview) -> tuple[dt.date, Timeline | None, str]:
        """From when on to count, what they said then of when they decide, and words for it."""
        if self.reply:
            return self.reply.date, self.reply.timeline, "their reply"
        return self.date, interview.timeline, "the interview"


def standing(
    interview: Interview, zone: dt.tzinfo, *, later: Interview | None = None, accepted: Fact | None = None
) -> Standing:
    """Where an interview stands by its log, by a later round, and by what was accepted elsewhere.

    The zone is the candidate's, by whose dates facts are logged.
    """
    date, first_day = interview.start.date(), _first_day(interview, zone)
    if not interview.log:
        return Standing(
            date=date,
            first_day=first_day,
            later=later,
            accepted=accepted,
            as_planned=not (later or accepted),
        )
    facts = _in_order(interview)
    replies = [fact for fact in facts if fact.kind == "reply" and fact.date >= first_day]
    counts, sent, earlier = _sent(facts, replies[-1] if replies else None)
    vague = sum(fact.timeline is None or fact.timeline.reading is None for fact in replies)
    return Standing(
        date=date,
        first_day=first_day,
        reply=replies[-1] if replies else None,
        patience=TEN if vague > 1 else None,
        sent=sent,
        earlier=tuple(earlier),
        ordinals={key: count - (key in sent) for key, count in counts.items()},
        end=_end(facts),
        later=later,
        accepted=accepted,
    )


def _first_day(interview: Interview, zone: dt.tzinfo) -> dt.date:
    return min(interview.start.date(), interview.start.astimezone(zone).date())


def _in_order(interview: Interview) -> list[Fact]:
    """By date; on one day as they are written, but what cannot come first never does."""
    days = {(fact.date, fact.kind) for fact in interview.log}

    def place_in_time(fact: Fact) -> tuple[dt.date, bool]:
        return fact.date, (fact.date, FIRST.get(fact.kind, "")) not in days

    return sorted(interview.log, key=place_in_time)


def _sent(
    facts: Sequence[Fact], reply: Fact | None
) -> tuple[Counter[str], dict[str, Fact], list[tuple[int, Fact]]]:
    """How often each kind was sent, the last ones since the reply, and all others with their numbers."""
    counts: Counter[str] = Counter()
    sent: dict[str, Fact] = {}
    earlier: list[tuple[int, Fact]] = []
    for fact in facts:
        if fact is reply:
            earlier += [(counts[key] - 1, done) for key, done in sent.items() if key != "thank-you"]
            sent = {key: done for key, done in sent.items() if key == "thank-you"}
        elif fact.kind in SENT:
            if fact.kind in sent:
                earlier.append((counts[fact.kind] - 1, sent[fact.kind]))
            sent[fact.kind] = fact
            counts[fact.kind] += 1
    return counts, sent, earlier


def _end(facts: Sequence[Fact]) -> Fact | None:
    """What ended the contacts; a reply begins them anew, but an offer stands until it is answered."""
    end: Fact | None = None
    for fact in facts:
        if fact.kind in ENDS:
            end = fact
        elif fact.kind == "reply" and not (end and end.kind in ("offer", "accepted")):
            end = None
    return end


def is_put_off(interview: Interview) -> bool:
    """Whether it waits for a new date."""
    end = _end(_in_order(interview)) if interview.log else None
    return end is not None and end.kind == "postponed"


def accepted(interviews: Iterable[Interview]) -> Fact | None:
    """The first acceptance, which ends the whole search; none where it came to nothing after all."""
    ends = (_end(_in_order(interview)) for interview in interviews if interview.log)
    accepted = [end for end in ends if end and end.kind == "accepted"]
    return min(accepted, key=lambda end: end.date, default=None)


def log_problems(interview: Interview, zone: dt.tzinfo) -> Iterator[Problem]:
    """What cannot have happened so: before the interview, or a call before a follow-up.

    Its day may be one earlier in the candidate's zone, by which they log.
    """
    date = _first_day(interview, zone)
    followed_up = postponed = False
    for fact in _in_order(interview):
        postponed = postponed or fact.kind == "postponed"
        if fact.date < date and fact.kind not in BEFOREHAND and not (fact.kind == "reply" and postponed):
            found = f"{fact.kind} on {date_text(fact.date)} lies before the interview on {date_text(date)}"
            yield Problem(fact.source, f"{found}; expected a later date")
        elif fact.date < date and fact.timeline:
            text = "was said before the interview; expected it under the interview's own `decision:`"
            yield Problem(fact.source / "decision", text)
        followed_up = (followed_up or fact.kind == "follow-up") and fact.kind != "reply"
        if fact.kind == "call" and not followed_up:
            yield Problem(fact.source, "a call without a follow-up before it; log the follow-up too")
