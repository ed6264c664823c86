"""What the templates may say of an interview: worked out once, used by all its milestones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from icsgen.dates import clock
from icsgen.messages.words import (
    dates_in_words,
    gap,
    in_words,
    listing,
    mailbox,
    one_line,
    short_date,
    strength_sentence,
    tel,
    topic_phrase,
)
from icsgen.model import Candidate, Interview, Person, Timeline

__all__ = ["Facts", "Reader", "facts_of"]


class Reader(Struct, frozen=True, kw_only=True):
    """Who gets a message: the name to greet, the mailbox, and what was talked about."""

    name: str
    to: str
    topic: str = ""
    """One topic, for short messages; `topics` holds up to two."""
    topics: str = ""
    others: str = ""
    """The rest of the panel, thanked in the same note."""
    n: int = 0
    """The place on the panel, which chooses the phrasing."""

    @property
    def words(self) -> dict[str, object]:
        """What the templates may say of the reader."""
        return {
            "name": self.name,
            "topic": self.topic,
            "topics": self.topics,
            "others": self.others,
            "n": self.n,
        }


class Facts(Struct, frozen=True, kw_only=True):
    """The words of an interview, and the readers of its messages."""

    words: dict[str, object]
    contact: Reader
    panel: tuple[Reader, ...] = ()
    folder: str | None = None
    """Where the user's own templates are."""


ARTICLE = re.compile(r"\A(?:an?|the) (?=\w)", re.IGNORECASE)
"""Before a role, where the sentence has its own: ``about the a data engineer role``."""
NOBODY_KNOWN = gap("the interviewer's name")
NOTHING_SAID = gap("when they planned to decide")
NO_TOPIC = gap("a topic you discussed")
NO_STRENGTH = gap("one strength that fits what they need") + "."


@lru_cache(maxsize=4096)  # in order of time the milestones of many interviews alternate
def facts_of(candidate: Candidate, interview: Interview | None) -> Facts:
    """The facts of an interview, or (None) of the candidate alone."""
    if interview is None:
        recruiter = Reader(name=gap("the recruiter's name"), to=gap("the recruiter's name and address"))
        return Facts(words=_about(candidate), contact=recruiter, folder=candidate.messages)
    contact = _contact(interview)
    panel = _panel(interview, contact)
    return Facts(
        words=_about(candidate) | _of_interview(interview) | _people(interview, contact, panel),
        contact=contact,
        panel=panel,
        folder=candidate.messages,
    )


@lru_cache(maxsize=64)
def _about(candidate: Candidate) -> dict[str, object]:
    me, phone = one_line(candidate.name) or gap("your name"), one_line(candidate.phone)
    return {
        "me": me,
        "phone": phone or gap("your phone number"),
        "signature": f"{me}\n{phone or gap('your phone number')}",
    }


def _of_interview(interview: Interview) -> dict[str, object]:
    day, strength = interview.start.date(), one_line(interview.strength)
    said = dates_in_words(one_line(interview.timeline.said)) if interview.timeline else ""
    return {
        "company": one_line(interview.company),
        "role": ARTICLE.sub("", one_line(interview.role), count=1),
        "round": interview.round,
        "answered": in_words(interview.answered) if interview.answered else "",
        "date": in_words(day),
        "day": f"{short_date(day)} {day.year}",
        "day_without_year": short_date(day),
        "hour": clock(interview.start),
        "place": one_line(interview.location),
        "dated": interview.timeline is not None and _dated(interview.timeline),
        "said": said,
        "noted": said or NOTHING_SAID,
        "same_day": interview.timeline is not None and interview.timeline.same_day,
        "strength": strength_sentence(strength) if strength else NO_STRENGTH,
    }


def _dated(timeline: Timeline) -> bool:
    return timeline.same_day or timeline.reading is not None


def _people(interview: Interview, contact: Reader, panel: Sequence[Reader]) -> dict[str, object]:
    called, number = _called(interview)
    return {
        "via": _name(interview.via) if interview.via else "",
        "contact": "" if contact.name == NOBODY_KNOWN else contact.name,
        "called": called or contact.name,
        "number": number,
        "tel": tel(number),
        "addressees": [reader.name for reader in panel if reader.name != NOBODY_KNOWN],
        "interviewers": listing([_name(person) for person in interview.interviewers]),
        "panel": [_introduced(person) for person in interview.interviewers],
    }


def _introduced(person: Person) -> str:
    return ", ".join(filter(None, (_name(person), one_line(person.title))))


def _called(interview: Interview) -> tuple[str, str]:
    """Whom to phone and the number: the contact, else the first interviewer who has one."""
    people = (interview.via,) if interview.via else (interview.contact, *interview.interviewers)
    for person in people:
        if person and one_line(person.phone):
            return _name(person), one_line(person.phone)
    return "", ""


# --- who is written to


def _contact(interview: Interview) -> Reader:
    """The one person written to after the thank-you: agency, contact, first interviewer, in this order."""
    person = next(filter(None, (interview.via, interview.contact, *interview.interviewers)), None)
    if person is None:
        return Reader(name=NOBODY_KNOWN, to=NOBODY_KNOWN, topic=NO_TOPIC, topics=NO_TOPIC)
    topic = _first_topic(interview, person)
    return Reader(name=_name(person), to=_mailbox(interview, person), topic=topic, topics=topic)


def _first_topic(interview: Interview, person: Person) -> str:
    """One of the person's own, given as contact or as interviewer, else anybody's."""
    own_first = sorted(interview.interviewers, key=lambda other: other.name != person.name)
    return next((topic for other in (person, *own_first) for topic in _topics(other)), NO_TOPIC)


def _panel(interview: Interview, contact: Reader) -> tuple[Reader, ...]:
    """Who gets a thank-you: each interviewer once any topic is known, else the first for all."""
    people = interview.interviewers
    if interview.via:
        return (_passing_on(interview, contact),)
    if not people:
        return (contact,)
    if not any(map(_topics, people)):
        others = listing([_name(person) for person in people[1:]])
        return (_interviewer(interview, people[0], 0, others),)
    return tuple(_interviewer(interview, person, n) for n, person in enumerate(people))


def _interviewer(interview: Interview, person: Person, n: int, others: str = "") -> Reader:
    name = _name(person)
    known = _topics(person) or (gap(f"a topic you discussed with {name}"),)
    to = _mailbox(interview, person)
    return Reader(name=name, to=to, topic=known[0], topics=listing(known), others=others, n=n)


def _passing_on(interview: Interview, recruiter: Reader) -> Reader:
    """The agency's recruiter, who passes the thanks on and is told who talked about what."""
    people = interview.interviewers
    known = [(_topics(person)[0], _name(person)) for person in people if _topics(person)]
    if len(people) < 2 or not known:
        return recruiter
    return replace(recruiter, topics=listing([f"{topic} (with {name})" for topic, name in known[:2]]))


def _name(person: Person) -> str:
    return one_line(person.name) or NOBODY_KNOWN


def _topics(person: Person) -> tuple[str, ...]:
    return tuple(filter(None, map(topic_phrase, person.topics[:2])))


def _mailbox(interview: Interview, person: Person) -> str:
    """With the address given under this name, be it as contact or as interviewer; none is guessed."""
    same = (
        other for other in (interview.contact, *interview.interviewers) if other and other.name == person.name
    )
    email = next(filter(None, (other.email for other in (person, *same))), None)
    return mailbox(_name(person), one_line(email))
