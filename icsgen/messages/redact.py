"""Entries for a calendar that others can see: companies as initials and no messages, or busy blocks alone."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec.structs import replace

from icsgen.messages.compose import title
from icsgen.model import Entry, Interview, Person, Redaction

__all__ = ["redacted"]

TELLING = 3
"""Letters of a word that may tell a name by itself."""
NAME_PARTS = re.compile(r"\w+")


def redacted(entry: Entry, redaction: Redaction) -> Entry | None:
    """What others may see of an entry; None where that is nothing."""
    if not redaction:
        return entry
    milestone = entry.milestone
    hidden = replace(milestone, interview=milestone.interview and _initials_only(milestone.interview))
    if redaction == "busy":
        silent = replace(hidden, alarm=None)
        busy = milestone.candidate.calendar.busy
        return Entry(milestone=silent, title=busy, description="") if milestone.busy else None
    return Entry(milestone=hidden, title=title(hidden), description="")


@lru_cache(maxsize=1024)  # an interview has several milestones
def _initials_only(interview: Interview) -> Interview:
    """The interview by the initials of its company and agency, with nobody and no place in it."""
    return replace(
        interview,
        company=_initials(interview.company),
        role=_without(interview.role, interview.company, interview.via.name if interview.via else ""),
        via=interview.via and Person(name=_initials(interview.via.name)),
        location=None,
        contact=None,
        interviewers=(),
        timeline=None,
        strength=None,
    )


def _without(role: str, *names: str) -> str:
    """The role with the names in it, and each word of them, as initials: ``Engineer at A. C.``"""
    for name in names:
        words = NAME_PARTS.findall(name)
        if words:
            role = re.sub(r"[\W_]*".join(words), _initials(name), role, flags=re.IGNORECASE)
        for word in words:
            if len(word) >= TELLING:
                role = re.sub(rf"\b{word}\b", f"{word[0]}.", role, flags=re.IGNORECASE)
    return role


def _initials(name: str) -> str:
    """``A. C.`` for Acme Corp."""
    return " ".join(f"{part[0]}." for part in NAME_PARTS.findall(name)) or "–"
