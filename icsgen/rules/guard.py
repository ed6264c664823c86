"""The etiquette guard: contacts at one company keep a week apart, and end after two without an answer.

CADENCE section 5, across rounds and roles.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from icsgen.dates import date_text
from icsgen.errors import Problem
from icsgen.model import Interview
from icsgen.rules.cadence import CONTACTS
from icsgen.rules.milestones import place
from icsgen.rules.placements import Earliest, Ladder

__all__ = ["kept_apart"]

CHASES = CONTACTS[:2]
"""The contacts between the thank-you and the tickler, of which two may go without an answer."""
WEEK = dt.timedelta(weeks=1)
MOST = 2
ANSWERS = ("reply", "offer", "rejected", "filled", "postponed")


class Contact(NamedTuple):
    """A contact at a company: its day for the employer, of which ladder it is, and its number there."""

    date: dt.date
    ladder: int
    number: int = -1

    @property
    def key(self) -> str:
        return CONTACTS[self.number]


def kept_apart(ladders: Iterable[Ladder]) -> Iterator[Problem]:
    """Move what was placed, or leave it out; warnings instead where the document turned the guard off."""
    companies: dict[str, list[Ladder]] = {}
    for ladder in ladders:
        companies.setdefault(ladder.interview.company.casefold(), []).append(ladder)
    for company in companies.values():
        if len(company) > 1 or _is_breached(company[0]):
            yield from Company(company).keep_apart()


def _is_breached(ladder: Ladder) -> bool:
    """Whether the contacts of one interview alone need to be looked at: by its log or by odd numbers."""
    dates = [_date(ladder, key) for key in CONTACTS]
    return bool(ladder.interview.log) or dates[1] - dates[0] < WEEK or dates[2] - dates[1] < WEEK


def _date(ladder: Ladder, key: str) -> dt.date:
    return ladder.anchor(key, ladder.diary.employer_zone)


class Company:
    """The contacts at one company, looked at in order of time."""

    def __init__(self, ladders: Sequence[Ladder]) -> None:
        self.ladders = ladders
        self.answers = sorted({day for ladder in ladders for day in _answers(ladder.interview)})
        self.kept = sorted(
            Contact(fact.date, number, CONTACTS.index(fact.kind))
            for number, ladder in enumerate(ladders)
            for fact in ladder.interview.log
            if fact.kind in CONTACTS
        )
        """What was sent, which stands as it is, and what may be sent."""
        self.waits: dict[tuple[int, int], Contact] = {}
        """What waits, by its ladder and number there, and after which contact."""
        self.chases = [contact.date for contact in self.kept if contact.key in CHASES]

    def keep_apart(self) -> Iterator[Problem]:
        """Let each contact wait until a week after the one before, and leave out what is too much."""
        pending = [first for number in range(len(self.ladders)) for first in self._next(number, 0)]
        heapify(pending)
        while pending:
            contact = heappop(pending)
            ladder, near = self.ladders[contact.ladder], self._near(contact.date)
            because = self._too_much(contact) or (near and f"less than a week from {self._words(near)}")
            if because and not ladder.interview.guard:
                yield _warning(ladder, contact, because)
            for following in self._settled(ladder, contact, near):
                heappush(pending, following)

    def _settled(self, ladder: Ladder, contact: Contact, near: Contact | None) -> Iterator[Contact]:
        """Keep a contact, leave it out or let it wait; what is to be looked at next in its ladder."""
        if ladder.interview.guard and (too_much := self._too_much(contact)):
            ladder.left_out[contact.key] = too_much
            place(ladder)
        elif ladder.interview.guard and near:
            self.waits[contact.ladder, contact.number] = near
            yield contact._replace(date=near.date + WEEK)
            return
        elif last := self.waits.pop((contact.ladder, contact.number), None):
            # Placed only now: many may have waited for the same day.
            because, zone = f"a week after {self._words(last)}", ladder.diary.employer_zone
            ladder.earliest[contact.key] = Earliest(contact.date, zone, because)
            place(ladder)
            yield from self._next(contact.ladder, contact.number)
            return
        else:
            insort(self.kept, contact)
            if contact.key in CHASES:
                insort(self.chases, contact.date)
        yield from self._next(contact.ladder, contact.number + 1)

    def _next(self, number: int, first: int) -> Iterator[Contact]:
        """The next contact of a ladder that is still to be sent, if any."""
        ladder = self.ladders[number]
        for at in range(first, len(CONTACTS)):
            key = CONTACTS[at]
            if not ladder.placed[key].outcome and not ladder.interview.leaves_out(key):
                yield Contact(_date(ladder, key), number, at)
                return

    def _too_much(self, contact: Contact) -> str:
        """Why a chase is one too many; empty where it is not."""
        if contact.key not in CHASES:
            return ""
        answered = bisect_right(self.answers, contact.date)
        since = self.answers[answered - 1] if answered else dt.date.min
        silent = self.chases[bisect_right(self.chases, since) : bisect_right(self.chases, contact.date)]
        if len(silent) < MOST:
            return ""
        company = self.ladders[contact.ladder].interview.company
        last = date_text(silent[-1])
        return f"two contacts with {company} without an answer are enough, the second is on {last}"

    def _near(self, date: dt.date) -> Contact | None:
        """The last of the contacts less than a week from a date, before or after."""
        at = bisect_left(self.kept, (date + WEEK,)) - 1
        return self.kept[at] if at >= 0 and self.kept[at].date > date - WEEK else None

    def _words(self, contact: Contact) -> str:
        return f"the {contact.key} about {self.ladders[contact.ladder].interview.role}"


def _answers(interview: Interview) -> Iterable[dt.date]:
    """The days on which a company had a word for the candidate."""
    yield interview.start.date()
    yield from (fact.date for fact in interview.log if fact.kind in ANSWERS)


def _warning(ladder: Ladder, contact: Contact, because: str) -> Problem:
    text = f"the {contact.key} on {date_text(contact.date)} is too much: {because}"
    return Problem(ladder.interview.source, text, warning=True)
