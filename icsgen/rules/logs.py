"""What really happened, read from an interview's log: what is done, what starts anew, what is over.

CADENCE section 4. The log is facts alone; silence is what is not in it, and is never stored.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from icsgen.dates import date_text
from icsgen.errors import Problem
from icsgen.model import Fact, Interview, Span, Timeline

__all__ = ["SENT", "Standing", "log_problems", "standing"]

SENT = ("thank-you", "follow-up", "call")
"""The facts that are milestones done."""
KEEP_TICKLER = ("rejected", "filled")
"""After these companies may hire again [article]."""
ENDS = (*KEEP_TICKLER, "withdrawn", "offer", "accepted", "postponed")
PENDING = ("prep", "debrief", "thank-you", "decision", "follow-up", "call", "tickler")
CONTACTS = ("decision", "follow-up", "call", "tickler")
TEN = Span(10, "business days")
"""Between two replies that name no date the wait grows."""


class Standing(Struct, frozen=True, kw_only=True):
    """Where an interview stands."""

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
    superseded: bool = False
    """Whether a later round stands in its place."""

    @property
    def accepted(self) -> bool:
        """Whether the whole search is over."""
        return self.end is not None and self.end.kind == "accepted"

    def over(self, key: str) -> bool:
        """Whether there is no more of this kind to come."""
        if self.end and key in PENDING:
            return not (key == "tickler" and self.end.kind in KEEP_TICKLER)
        return self.superseded and key in CONTACTS

    def since(self, interview: Interview) -> tuple[dt.date, Timeline | None, str]:
        """From when on to count, what they said then of when they decide, and words for it."""
        if self.reply:
            return self.reply.date, self.reply.timeline, "their reply"
        return interview.start.date(), interview.timeline, "the interview"


UNTOUCHED, SUPERSEDED = Standing(), Standing(superseded=True)


def standing(interview: Interview, *, superseded: bool = False) -> Standing:
    """Where an interview stands by its log."""
    if not interview.log:
        return SUPERSEDED if superseded else UNTOUCHED
    facts = sorted(interview.log, key=lambda fact: fact.date)
    replies = [fact for fact in facts if fact.kind == "reply"]
    ends = [fact for fact in facts if fact.kind in ENDS]
    reply = replies[-1] if replies else None
    end = ends[-1] if ends and (reply is None or facts.index(ends[-1]) > facts.index(reply)) else None
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
    vague = sum(fact.timeline is None or fact.timeline.reading is None for fact in replies)
    return Standing(
        reply=reply,
        patience=TEN if vague > 1 else None,
        sent=sent,
        earlier=tuple(earlier),
        ordinals={key: count - (key in sent) for key, count in counts.items()},
        end=end,
        superseded=superseded,
    )


def log_problems(interview: Interview) -> Iterator[Problem]:
    """What cannot have happened so: before the interview, or a call before a follow-up."""
    date = interview.start.date()
    followed_up = False
    for fact in sorted(interview.log, key=lambda fact: fact.date):
        if fact.date < date and fact.kind not in ("postponed", "withdrawn", "reply"):
            found = f"{fact.kind} on {date_text(fact.date)} lies before the interview on {date_text(date)}"
            yield Problem(fact.source, f"{found}; expected a later date")
        followed_up = (followed_up or fact.kind == "follow-up") and fact.kind != "reply"
        if fact.kind == "call" and not followed_up:
            yield Problem(fact.source, "a call without a follow-up before it; log the follow-up too")
