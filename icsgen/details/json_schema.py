"""The JSON Schema of a document, for editors: it completes keys and tells what each holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from icsgen.details.keys import SHAPES, rows
from icsgen.details.schema import OF_THE_PERSON
from icsgen.details.shapes import FactDetails, InterviewDetails, SearchDetails, fields, required

__all__ = ["HAPPENED", "MEANINGS", "json_schema"]

MEANINGS: Mapping[str, str] = {
    "me": "You: whose calendar it is, and who signs.",
    "interviews": "Every interview of your search; a single one may stand at the top level in its place.",
    "name": "As it is greeted or signed.",
    "title": "Such as `Head of Data`.",
    "email": "An address; none is ever guessed.",
    "phone": "A number, with the country's code where it is abroad.",
    "topics": "What you talked about with this person, the first two of a list.",
    "timezone": (
        "An IANA time zone such as `Europe/Berlin`. An interview's: the employer's; yours if left out."
    ),
    "country": (
        "Whose holidays are skipped, by its ISO 3166 code. An interview's: the employer's; yours if left out."
    ),
    "subdivision": (
        "A part of the country with holidays of its own, such as `NY`, `BY` or `ENG`; `none` where yours has "
        "none of its own."
    ),
    "days_off": "Dates and ranges on which you want no reminder: `[2026-12-24, 2026-12-28..2027-01-02]`.",
    "hours": (
        "When you can be asked to write or call: `09:00-18:00`; 08:00 to 20:00 if left out. A "
        "thank-you that has no time in them goes outside."
    ),
    "id": (
        "What the events are known by; keep it, and updates find their events. Yours, if left "
        "out, is your address, else your name; an interview's is company, role and round."
    ),
    "company": "The employer.",
    "role": "The job.",
    "round": "`2` for the second interview for the same job.",
    "start": (
        "`2026-11-17 14:30` or `2:30 pm`, in the employer's zone unless one follows: `14:30 "
        "Europe/Berlin`, `14:30 +01:00`."
    ),
    "end": "`15:15`, or a date and a time.",
    "duration": "`45 min`, `1 h 30`; an hour if neither it nor `end` is given.",
    "closed": "Days the employer is closed besides its holidays, as in `days_off`.",
    "open": "Holidays on which the employer works.",
    "place": "An address, a link or a phone number.",
    "contact": "Who is written to and called: `Sam Ode <sam@acme.example>`, or a mapping.",
    "interviewers": (
        "A list of the people who talked to you, each as in `contact`; with topics, each gets a "
        "note of their own."
    ),
    "decision": (
        "The employer's words for when they decide: a date, `Friday`, `end of the week`, `next "
        "week`, `end of September`, `mid October`, `in two weeks`, `2-3 weeks`, `10 business "
        "days`, `before Christmas`; `none`."
    ),
    "said": "The employer's words.",
    "by": "The date they come to: `{said: once the budget is through, by: 2026-12-04}`.",
    "invite": (
        "The invitation it came by, as `icsgen invite` writes it: it is in your calendar, so that its own "
        "event is left out, unless `events` names `interview`."
    ),
    "uid": "What the invitation is known by.",
    "sequence": "Which version of it was taken last.",
    "stamp": "When that was written: `2026-11-10T09:00:00Z`.",
    "log": "What happened since, each with its date: `[thank-you: 2026-11-17, reply: 2026-12-02]`.",
    "strength": "One whole sentence of yours that fits what they need: `I have run two such migrations`.",
    "events": "`[prep, debrief]` adds them, `-call` leaves one out; the later ones still count from it.",
    "cadence": (
        "`standard`, `brisk`, `patient`, `uk`, `de`, `public-sector` or `academia`; or single "
        "numbers over one: `{preset: uk, call: 2 weeks}`."
    ),
    "preset": "The one that single numbers stand over.",
    "follow-up": "From the interview on, where no date was promised: `5 business days`.",
    "after-decision": "From a promised date on: `1 week`.",
    "call": "From the follow-up on: `3 weeks`.",
    "tickler": "From the call on: `2 months`.",
    "no_calls": "`true` makes the call a mail.",
    "via": (
        "An agency's recruiter, who is written to in place of the employer, after three business "
        "days whatever the preset; a `follow-up` of your own holds."
    ),
    "alarm": (
        "How long before a message's time to ring: `30 min`; 5 minutes if left out. The interview "
        "itself keeps an hour, 15 minutes when remote; `none` silences it too."
    ),
    "quiet": "Yearly days without contact, `[12-21..01-03]`, or `none`.",
    "messages": "A folder of your own templates, beside the document; `icsgen templates copy` begins one.",
    "guard": (
        "`off`: contacts at one company are not kept a week apart, nor left out after two without an "
        "answer; you are warned instead."
    ),
    "language": (
        "`en`, `de`, `fr` or `es`: of the messages; under `me`, of the calendar's own words too, and of "
        "every message whose interview has no other."
    ),
    "address": "`formal` or `informal`: Sie or du, vous or tu, usted or tú; formal if left out.",
    "greeting": "How a message to them begins, where it is not the usual: `Sehr geehrte Frau Dr. Müller`.",
}
"""What each key holds, for editors and README."""

HAPPENED: Mapping[str, str] = {
    "thank-you": "You thanked them.",
    "follow-up": "You followed up; three weeks from then you call.",
    "call": "You called, or wrote in its place; two months from then you ask again.",
    "tickler": "You asked whether they are hiring again.",
    "reply": "They answered: everything starts anew from then.",
    "decision": "Their words, beside a reply, for when they decide now.",
    "offer": "They offered: no more contacts; keep looking until it is firm.",
    "answer_by": "Beside an offer: the last day to answer it.",
    "accepted": "You accepted: all reminders go, and who still waits for you gets a word.",
    "rejected": "They said no: only the question after two months stays.",
    "withdrawn": "You withdrew: nothing is left to do.",
    "filled": "Somebody else has the job: only the question after two months stays.",
    "postponed": "It waits for a new date: put that under `start`, and log their reply.",
}
"""What each fact of a log means, by its key; the value is its date."""

Schema = dict[str, Any]


def json_schema() -> Schema:
    """JSON Schema (2020-12) of a document: a whole search, or one interview at the top level beside `me`."""
    search, interview = _shape(SearchDetails), _shape(InterviewDetails)
    single = {
        **interview,
        "properties": {key: search["properties"][key] for key in OF_THE_PERSON} | interview["properties"],
        "required": ["me", *interview["required"]],
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A job search, for icsgen",
        "anyOf": [search, single],
        "$defs": {shape.__name__: _shape(shape) for shape in SHAPES.values()},
    }


def _shape(shape: type[Struct]) -> Schema:
    needed = required(shape)
    return {
        "type": "object",
        "properties": {key: _key(shape, key, needed=key in needed) for key in fields(shape)},
        "required": list(needed),
        "additionalProperties": False,
    }


def _key(shape: type[Struct], key: str, *, needed: bool) -> Schema:
    """What a key means and holds; one that is not needed may be left empty."""
    form, meanings = rows(shape)[key].form, HAPPENED if shape is FactDetails else MEANINGS
    return {"description": meanings[key], **(form if needed else {"anyOf": [form, {"type": "null"}]})}
