"""The JSON Schema of a document, for editors: it completes keys and tells what each holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from icsgen.details.schema import InterviewDetails, SearchDetails

__all__ = ["MEANINGS", "json_schema"]

MEANINGS: Mapping[str, str] = {
    "me": "You: whose calendar it is, and who signs.",
    "interviews": "Every interview of your search; a single one may stand at the top level in its place.",
    "name": "As it is greeted or signed.",
    "title": "Such as Head of Data.",
    "email": "An address; none is ever guessed.",
    "phone": "A number, with the country's code where it is abroad.",
    "topics": "What you talked about with this person.",
    "timezone": "An IANA time zone such as Europe/Berlin. An interview's: the employer's; yours if left out.",
    "country": "A two-letter ISO 3166 code. An interview's: the employer's; yours if left out.",
    "subdivision": "A part of the country with holidays of its own, such as NY, BY or ENG.",
    "days_off": "Dates and ranges on which you want no reminder: [2026-12-24, 2026-12-28..2027-01-02].",
    "hours": "When you can be asked to write or call: 09:00-18:00.",
    "id": "What the events are known by; keep it, and updates find their events.",
    "company": "The employer.",
    "role": "The job.",
    "start": "2026-11-17 14:30 or 2:30 pm, in the employer's time zone unless one follows.",
    "end": "15:15, or a date and a time.",
    "duration": "45 min, 1 h 30; an hour if neither it nor `end` is given.",
    "closed": "Days the employer is closed besides its holidays.",
    "open": "Holidays on which the employer works.",
    "place": "An address, a link or a phone number.",
    "contact": "Who is written to and called: a mapping, or Sam Ode <sam@acme.example>.",
    "interviewers": "Who talked to you; each gets a note of their own.",
    "decision": "The employer's words for when they decide: end of November, in two weeks, none.",
    "said": "The employer's words.",
    "by": "The date they come to.",
    "strength": "One sentence of yours that fits what they need.",
    "round": "2 for the second interview for the same job.",
    "no_calls": "true makes the call a mail.",
    "via": "An agency's recruiter, who is written to in place of the employer.",
    "language": "Of the messages.",
    "events": "[prep, debrief] adds them, -call leaves one out.",
    "cadence": "standard, brisk, patient, uk, de, public-sector or academia; or single numbers over one.",
    "alarm": "How long before a message's time to ring, such as 30 min; or none.",
    "quiet": "Yearly days without contact: [12-21..01-03], or none.",
    "preset": "standard, brisk, patient, uk, de, public-sector or academia.",
    "follow-up": "From the interview on, where no date was promised: 5 business days.",
    "after-decision": "From a promised date on: 1 week.",
    "call": "From the follow-up on: 3 weeks.",
    "tickler": "From the call on: 2 months.",
}
"""What each key holds."""

Schema = dict[str, Any]


def json_schema() -> Schema:
    """JSON Schema (2020-12) of a document: a whole search, or one interview at the top level beside `me`."""
    search = SearchDetails.model_json_schema()
    shapes: Schema = search.pop("$defs")
    interview = shapes[InterviewDetails.__name__]
    single = {
        **interview,
        "properties": {"me": search["properties"]["me"], **interview["properties"]},
        "required": ["me", *interview["required"]],
    }
    for shape in (search, single, *shapes.values()):
        shape.pop("title", None)
        shape.pop("description", None)
        shape["properties"] = {key: _told(key, details) for key, details in shape["properties"].items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A job search, for icsgen",
        "anyOf": [search, single],
        "$defs": shapes,
    }


def _told(key: str, details: Schema) -> Schema:
    """A key's own schema with what it means; the default is ours to fill in, not the user's to see."""
    kept = {name: value for name, value in details.items() if name not in ("title", "default", "description")}
    return {"description": MEANINGS[key], **kept}
