"""Who gets a message: the name to greet, the mailbox, and what was talked about with them."""

from __future__ import annotations

import re
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from icsgen.messages.languages import Language
from icsgen.messages.words import mailbox, one_line
from icsgen.model import Interview, Person

__all__ = [
    "Reader",
    "contact_of",
    "coordinator_of",
    "first_name",
    "is_informal",
    "name_of",
    "panel_of",
    "recruiter",
]

TITLES = re.compile(r"(?:(?:\w+\.|Dr|Prof|Pr|Me|Mme) )*")
"""Before a first name: ``Dr. ``."""


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


@cache
def recruiter(language: Language) -> Reader:
    """One who is not known yet."""
    name = language.gap_for(language.gaps.recruiter)
    return Reader(
        name=name,
        greeting=language.greeting.format(name=name),
        to=language.gap_for(language.gaps.recruiter_mailbox),
    )


def contact_of(interview: Interview, language: Language) -> Reader:
    """The one person written to after the thank-you: agency, contact, first interviewer, in this order."""
    person = next(filter(None, (interview.via, interview.contact, *interview.interviewers)), None)
    if person is None:
        nobody = Person(name="")
        return _reader(interview, nobody, language, (language.gap_for(language.gaps.topic),))
    return _reader(interview, person, language, (_first_topic(interview, person, language),))


def coordinator_of(interview: Interview, contact: Reader, language: Language) -> Reader:
    """Who arranged it: agency or contact, and no interviewer, who would be asked to thank themselves."""
    there = {person.name for person in interview.interviewers}
    if interview.via or (interview.contact and interview.contact.name not in there):
        return contact
    name = language.gap_for(language.gaps.coordinator)
    return replace(contact, name=name, to=name, greeting=_greeting(interview, name, language))


def _first_topic(interview: Interview, person: Person, language: Language) -> str:
    """One of the person's own, given as contact or as interviewer, else anybody's."""
    own = [other for other in interview.interviewers if other.name == person.name]
    everybody = (person, *own, *interview.interviewers)
    known = next((topics for other in everybody if (topics := _topics(other, language))), None)
    return known[0] if known else language.gap_for(language.gaps.topic)


def panel_of(interview: Interview, contact: Reader, language: Language) -> tuple[Reader, ...]:
    """Who gets a thank-you: each interviewer once any topic is known, else the first for all."""
    people = interview.interviewers
    if interview.via:
        return (_passing_on(interview, contact, language),)
    if not people:
        return (contact,)
    if not any(_topics(person, language) for person in people):
        others = language.listing([name_of(person, language) for person in people[1:]])
        return (replace(_interviewer(interview, people[0], language), others=others),)
    return tuple(replace(_interviewer(interview, each, language), n=n) for n, each in enumerate(people))


def _interviewer(interview: Interview, person: Person, language: Language) -> Reader:
    topics = _topics(person, language)
    if not topics:
        with_them = language.gaps.topic_with.format(name=name_of(person, language))
        topics = (language.gap_for(with_them),)
    return _reader(interview, person, language, topics)


def _reader(interview: Interview, person: Person, language: Language, topics: tuple[str, ...]) -> Reader:
    """With the greeting and the address given under this name, be it as contact or as interviewer."""
    name, greeting, email = name_of(person, language), person.greeting, person.email
    for other in (interview.contact, *interview.interviewers):
        if other and other.name == person.name:
            greeting, email = greeting or other.greeting, email or other.email
    return Reader(
        name=name,
        greeting=one_line(greeting) if greeting else _greeting(interview, name, language),
        to=mailbox(name, one_line(email)),  # no address is guessed
        topic=topics[0],
        topics=language.listing(topics),
    )


def _greeting(interview: Interview, name: str, language: Language) -> str:
    """The language's own."""
    if not is_informal(interview, language):
        return language.greeting.format(name=name)
    return language.informal_greeting.format(first=first_name(name))


def first_name(name: str) -> str:
    """The first word of a name after its titles; a gap as it is."""
    return name if name.startswith("[") else TITLES.sub("", name, count=1).partition(" ")[0]


def _passing_on(interview: Interview, recruiter: Reader, language: Language) -> Reader:
    """The agency's recruiter, who passes the thanks on and is told who talked about what."""
    people = interview.interviewers
    known = [
        language.topic_from.format(topic=topics[0], name=name_of(person, language))
        for person in people
        if (topics := _topics(person, language))
    ]
    if len(people) < 2 or not known:
        return recruiter
    return replace(recruiter, topics=language.listing(known[:2]))


def name_of(person: Person, language: Language) -> str:
    return one_line(person.name) or language.gap_for(language.gaps.interviewer)


def _topics(person: Person, language: Language) -> tuple[str, ...]:
    return tuple(filter(None, map(language.topic, person.topics[:2]))) if person.topics else ()


def is_informal(interview: Interview, language: Language) -> bool:
    return interview.address == "informal" and bool(language.informal_greeting)
