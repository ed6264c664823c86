"""What the templates may say of an interview: worked out once, used by all its milestones."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from icsgen.messages.languages import Language, language_named
from icsgen.messages.links import tel
from icsgen.messages.words import mailbox, one_line
from icsgen.model import Candidate, Interview, Person, Timeline

__all__ = ["Facts", "Reader", "facts_of"]


class Reader(Struct, frozen=True, kw_only=True):
    """Who gets a message: the name to greet, the mailbox, and what was talked about."""

    name: str
    greeting: str
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
            "greeting": self.greeting,
            "topic": self.topic,
            "topics": self.topics,
            "others": self.others,
            "n": self.n,
        }


class Facts(Struct, frozen=True, kw_only=True):
    """The words of an interview in a language, and the readers of its messages."""

    language: Language
    words: dict[str, object]
    contact: Reader
    coordinator: Reader
    """Who arranged it, and was not there: the contact, where that is no interviewer."""
    panel: tuple[Reader, ...] = ()
    folder: str | None = None
    """Where the user's own templates are."""


ARTICLE = re.compile(r"\A(?:an?|the) (?=\w)", re.IGNORECASE)
"""Before a role, where the sentence has its own: ``about the a data engineer role``."""
TITLES = re.compile(r"(?:\w+\. )*")
"""Before a first name: ``Dr. ``."""
ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")


@lru_cache(maxsize=4096)  # in order of time the milestones of many interviews alternate
def facts_of(
    candidate: Candidate, interview: Interview | None, code: str, promised: dt.date | None = None
) -> Facts:
    """The facts of an interview, or (None) of the candidate alone, in the language of a code.

    `promised` is the date that the employer's words about the decision came to.
    """
    language = language_named(code)
    if interview is None:
        recruiter = _recruiter(language)
        return Facts(
            language=language,
            words=_about(candidate, language),
            contact=recruiter,
            coordinator=recruiter,
            folder=candidate.messages,
        )
    contact = _contact(interview, language)
    panel = _panel(interview, contact, language)
    return Facts(
        language=language,
        words=_about(candidate, language)
        | _of_interview(interview, language)
        | _of_decision(interview.timeline, promised, language)
        | _people(interview, contact, panel, language),
        contact=contact,
        coordinator=_coordinator(interview, contact, language),
        panel=panel,
        folder=candidate.messages,
    )


@lru_cache(maxsize=64)
def _about(candidate: Candidate, language: Language) -> dict[str, object]:
    gaps = language.gaps
    me = one_line(candidate.name) or language.gap_for(gaps.your_name)
    phone = one_line(candidate.phone) or language.gap_for(gaps.your_phone)
    return {"me": me, "phone": phone, "signature": f"{me}\n{phone}"}


def _of_interview(interview: Interview, language: Language) -> dict[str, object]:
    day, strength = interview.start.date(), one_line(interview.strength)
    return {
        "company": one_line(interview.company),
        "role": ARTICLE.sub("", one_line(interview.role), count=1),
        "round": interview.round,
        "answered": language.in_words(interview.answered) if interview.answered else "",
        "date": language.in_words(day),
        "day": language.written(language.short_date, day),
        "day_without_year": language.written(language.short_date_without_year, day),
        "hour": language.time(interview.start),
        "place": one_line(interview.location),
        "informal": _is_informal(interview, language),
        "strength": language.strength(strength)
        if strength
        else f"{language.gap_for(language.gaps.strength)}.",
    }


def _of_decision(
    timeline: Timeline | None, promised: dt.date | None, language: Language
) -> dict[str, object]:
    """What they said of when they decide; `said` is in their own words, where those are of the language."""
    said = one_line(timeline.said) if timeline else ""
    if not timeline or ISO_DATE.fullmatch(said) or timeline.language not in ("", language.code):
        said = ""
    return {
        "told": timeline is not None,
        "dated": timeline is not None and (timeline.same_day or timeline.reading is not None),
        "same_day": timeline is not None and timeline.same_day,
        "said": language.dates_in_words(said),
        "promised": language.in_words(promised) if promised else language.gap_for(language.gaps.decision),
    }


def _is_informal(interview: Interview, language: Language) -> bool:
    return interview.address == "informal" and bool(language.informal_greeting)


def _people(
    interview: Interview, contact: Reader, panel: Sequence[Reader], language: Language
) -> dict[str, object]:
    called, number = _called(interview)
    nobody = language.gap_for(language.gaps.interviewer)
    return {
        "via": _name(interview.via, language) if interview.via else "",
        "contact": "" if contact.name == nobody else contact.name,
        "called": called or contact.name,
        "number": number,
        "tel": tel(number),
        "addressees": [reader.name for reader in panel if reader.name != nobody],
        "interviewers": language.listing([_name(person, language) for person in interview.interviewers]),
        "panel": [_introduced(person, language) for person in interview.interviewers],
    }


def _introduced(person: Person, language: Language) -> str:
    return ", ".join(filter(None, (_name(person, language), one_line(person.title))))


def _called(interview: Interview) -> tuple[str, str]:
    """Whom to phone and the number: the contact, else the first interviewer who has one."""
    people = (interview.via,) if interview.via else (interview.contact, *interview.interviewers)
    for person in people:
        if person and one_line(person.phone):
            return one_line(person.name), one_line(person.phone)
    return "", ""


# --- who is written to


def _recruiter(language: Language) -> Reader:
    """One who is not known yet."""
    name = language.gap_for(language.gaps.recruiter)
    return Reader(
        name=name,
        greeting=language.greeting.format(name=name),
        to=language.gap_for(language.gaps.recruiter_mailbox),
    )


def _contact(interview: Interview, language: Language) -> Reader:
    """The one person written to after the thank-you: agency, contact, first interviewer, in this order."""
    person = next(filter(None, (interview.via, interview.contact, *interview.interviewers)), None)
    if person is None:
        nobody = Person(name="")
        return _reader(interview, nobody, language, (language.gap_for(language.gaps.topic),))
    return _reader(interview, person, language, (_first_topic(interview, person, language),))


def _coordinator(interview: Interview, contact: Reader, language: Language) -> Reader:
    """Who arranged it: agency or contact, and no interviewer, who would be asked to thank themselves."""
    there = {person.name for person in interview.interviewers}
    if interview.via or (interview.contact and interview.contact.name not in there):
        return contact
    name = language.gap_for(language.gaps.coordinator)
    return replace(contact, name=name, to=name, greeting=language.greeting.format(name=name))


def _first_topic(interview: Interview, person: Person, language: Language) -> str:
    """One of the person's own, given as contact or as interviewer, else anybody's."""
    own_first = sorted(interview.interviewers, key=lambda other: other.name != person.name)
    known = (topic for other in (person, *own_first) for topic in _topics(other, language))
    return next(known, language.gap_for(language.gaps.topic))


def _panel(interview: Interview, contact: Reader, language: Language) -> tuple[Reader, ...]:
    """Who gets a thank-you: each interviewer once any topic is known, else the first for all."""
    people = interview.interviewers
    if interview.via:
        return (_passing_on(interview, contact, language),)
    if not people:
        return (contact,)
    if not any(_topics(person, language) for person in people):
        others = language.listing([_name(person, language) for person in people[1:]])
        return (replace(_interviewer(interview, people[0], language), others=others),)
    return tuple(replace(_interviewer(interview, each, language), n=n) for n, each in enumerate(people))


def _interviewer(interview: Interview, person: Person, language: Language) -> Reader:
    with_them = language.gaps.topic_with.format(name=_name(person, language))
    known = _topics(person, language) or (language.gap_for(with_them),)
    return _reader(interview, person, language, known)


def _reader(interview: Interview, person: Person, language: Language, topics: tuple[str, ...]) -> Reader:
    name = _name(person, language)
    return Reader(
        name=name,
        greeting=_greeting(interview, person, name, language),
        to=_mailbox(interview, person, name),
        topic=topics[0],
        topics=language.listing(topics),
    )


def _greeting(interview: Interview, person: Person, name: str, language: Language) -> str:
    """As given under this name, be it as contact or as interviewer; else the language's own."""
    if given := next(filter(None, (other.greeting for other in (person, *_same(interview, person)))), None):
        return one_line(given).rstrip(" ,:!")
    if not _is_informal(interview, language):
        return language.greeting.format(name=name)
    first = TITLES.sub("", name, count=1).partition(" ")[0] if one_line(person.name) else name
    return language.informal_greeting.format(first=first)


def _passing_on(interview: Interview, recruiter: Reader, language: Language) -> Reader:
    """The agency's recruiter, who passes the thanks on and is told who talked about what."""
    people = interview.interviewers
    known = [
        language.topic_from.format(topic=topics[0], name=_name(person, language))
        for person in people
        if (topics := _topics(person, language))
    ]
    if len(people) < 2 or not known:
        return recruiter
    return replace(recruiter, topics=language.listing(known[:2]))


def _name(person: Person, language: Language) -> str:
    return one_line(person.name) or language.gap_for(language.gaps.interviewer)


def _topics(person: Person, language: Language) -> tuple[str, ...]:
    return tuple(filter(None, map(language.topic, person.topics[:2]))) if person.topics else ()


def _same(interview: Interview, person: Person) -> Sequence[Person]:
    """The person again, as contact and as interviewer."""
    everybody = (interview.contact, *interview.interviewers)
    return [other for other in everybody if other and other.name == person.name]


def _mailbox(interview: Interview, person: Person, name: str) -> str:
    """With the address given under this name, be it as contact or as interviewer; none is guessed."""
    email = next(filter(None, (other.email for other in (person, *_same(interview, person)))), None)
    return mailbox(name, one_line(email))
