"""What the templates may say of an interview: worked out once, used by all its milestones."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from icsgen.messages.languages import ISO_DATE, Language, language_named
from icsgen.messages.links import tel
from icsgen.messages.readers import (
    Reader,
    contact_of,
    coordinator_of,
    first_name,
    is_informal,
    name_of,
    panel_of,
    recruiter,
)
from icsgen.messages.texts import Theirs
from icsgen.messages.words import one_line
from icsgen.model import Candidate, Interview, Person

__all__ = ["Facts", "facts_of"]


class Facts(Struct, frozen=True, kw_only=True):
    """The words of an interview in a language, and the readers of its messages."""

    interview: Interview | None
    language: Language
    words: dict[str, object]
    contact: Reader
    panel: tuple[Reader, ...] = ()
    theirs: Theirs | None = None

    @property
    def coordinator(self) -> Reader:
        """Who arranged it, and was not there: the contact, where that is no interviewer."""
        return coordinator_of(self.interview, self.contact, self.language) if self.interview else self.contact


ARTICLE = re.compile(r"\A(?:an?|the) (?=\w)", re.IGNORECASE)
"""Before a role, where the sentence has its own: ``about the a data engineer role``."""
GENDERS = re.compile(
    r"\s*\((?:[mwfdxhi](?:\s*[/|,*]\s*(?:[mwfdxi]|div\.?))+|gn|all genders|mensch)\)"
    r"|\s+(?:[mwfdx]/[mwfdx]/[mwfdx]|[HF]/[HF])\b",
    re.IGNORECASE,
)
"""Behind a role in a posting: ``(m/w/d)``, ``H/F``; nobody says it."""
NUMBER = re.compile(r"\+?[\d(][\d\s()./-]{5,}")


@lru_cache(maxsize=1024)  # in order of time the milestones of many interviews alternate
def facts_of(
    candidate: Candidate, interview: Interview | None, code: str, promised: dt.date | None = None
) -> Facts:
    """The facts of an interview, or (None) of the candidate alone, in the language of a code.

    `promised` is the date that the employer's words about the decision came to.
    """
    language = language_named(code)
    if interview is None:
        return Facts(
            interview=None,
            language=language,
            words=_about(candidate, language),
            contact=recruiter(language),
            theirs=_theirs(candidate),
        )
    contact = contact_of(interview, language)
    panel = panel_of(interview, contact, language)
    return Facts(
        interview=interview,
        language=language,
        words=_about(candidate, language)
        | _of_interview(interview, language)
        | _of_decision(interview, promised, language)
        | _people(interview, contact, panel, language),
        contact=contact,
        panel=panel,
        theirs=_theirs(candidate),
    )


def _theirs(candidate: Candidate) -> Theirs | None:
    return Theirs(candidate.messages, candidate.language) if candidate.messages else None


@lru_cache(maxsize=64)
def _about(candidate: Candidate, language: Language) -> dict[str, object]:
    gaps = language.gaps
    me = one_line(candidate.name) or language.gap_for(gaps.your_name)
    phone = one_line(candidate.phone) or language.gap_for(gaps.your_phone)
    return {"me": me, "phone": phone, "signature": f"{me}\n{phone}"}


def _of_interview(interview: Interview, language: Language) -> dict[str, object]:
    day, strength = interview.start.date(), one_line(interview.strength)
    company, role = one_line(interview.company), _role(interview.role)
    return {
        "company": company,
        "at_company": language.at(company),
        "role": role,
        "of_role": language.of_role(role),
        "round": interview.round,
        "answered": language.in_words(interview.answered) if interview.answered else "",
        "date": language.in_words(day),
        "date_without_year": language.written(language.day_and_month, day),
        "day": language.written(language.short_date, day),
        "day_without_year": language.written(language.short_date_without_year, day),
        "hour": language.time(interview.start),
        "place": _place(one_line(interview.location)),
        "informal": is_informal(interview, language),
        "strength": language.strength(strength)
        if strength
        else f"{language.gap_for(language.gaps.strength)}.",
    }


@lru_cache(maxsize=1024)  # many interviews are for the same
def _role(role: str) -> str:
    """A role as it stands in a sentence."""
    return ARTICLE.sub("", GENDERS.sub("", one_line(role)), count=1)


def _place(place: str) -> str:
    """Where it is held; a number as a link that is dialled with one tap."""
    return f"{tel(place)} ({place})" if NUMBER.fullmatch(place) else place


def _of_decision(interview: Interview, promised: dt.date | None, language: Language) -> dict[str, object]:
    """What they said of when they decide; `said` is in their own words, where those are of the language."""
    timeline = interview.timeline
    said = one_line(timeline.said) if timeline else ""
    if timeline and timeline.same_day:
        promised = interview.answered or interview.start.date()
    if not timeline or ISO_DATE.fullmatch(said) or timeline.language not in ("", language.code):
        said = ""
    return {
        "told": timeline is not None,
        "dated": timeline is not None and (timeline.same_day or timeline.reading is not None),
        "same_day": timeline is not None and timeline.same_day,
        "said": language.dates_in_words(said),
        "promised": language.in_words(promised) if promised else language.gap_for(language.gaps.decision),
    }


def _people(
    interview: Interview, contact: Reader, panel: Sequence[Reader], language: Language
) -> dict[str, object]:
    called, number = _called(interview)
    nobody = language.gap_for(language.gaps.interviewer)
    return {
        "via": name_of(interview.via, language) if interview.via else "",
        "contact": "" if contact.name == nobody else contact.name,
        "called": called or contact.name,
        "called_first": first_name(called or contact.name),
        "number": number,
        "tel": tel(number),
        "addressees": [reader.name for reader in panel if reader.name != nobody],
        "interviewers": language.listing([name_of(person, language) for person in interview.interviewers]),
        "panel": [_introduced(person, language) for person in interview.interviewers],
    }


def _introduced(person: Person, language: Language) -> str:
    return ", ".join(filter(None, (name_of(person, language), one_line(person.title))))


def _called(interview: Interview) -> tuple[str, str]:
    """Whom to phone and the number: the contact, else the first interviewer who has one."""
    people = (interview.via,) if interview.via else (interview.contact, *interview.interviewers)
    for person in people:
        if person and one_line(person.phone):
            return one_line(person.name), one_line(person.phone)
    return "", ""
