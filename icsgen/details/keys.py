"""Every key of a document: a row with how it is read, and its form for editors.

A reader takes what is written to its value, or raises ValueError: `values.FaultsError` of several faults.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import asdict

from icsgen.details import times, values
from icsgen.details.shapes import (
    CadenceDetails,
    DecisionDetails,
    FactDetails,
    InterviewDetails,
    InviteDetails,
    MeDetails,
    fields,
    required,
)
from icsgen.model import Cadence, OnDate, Person, Timeline

__all__ = ["KEYS", "SHAPES", "Key", "mapping", "rows"]

Value = TypeVar("Value")
Shape = TypeVar("Shape", bound=Struct)
Reader = Callable[[object], Value]
Form = Mapping[str, object]
"""What may be written, as JSON Schema."""


class Key(Struct, frozen=True):
    """What stands under a key."""

    read: Reader[object]
    form: Form
    expected: str = ""
    """What is to be there, where the key is missing and nothing stands for it."""


# --- readers of what holds other values


def rows(shape: type[Struct]) -> Mapping[str, Key]:
    """What stands under the keys of a shape."""
    return FACTS if shape is FactDetails else KEYS


def mapping(shape: type[Shape], in_words: Callable[[object], object] | None = None) -> Reader[Shape]:
    """The reader of a mapping; `in_words` makes one of plain words, and leaves anything else."""

    def read(found: object) -> Shape:
        tree = in_words(found) if in_words else found
        if not isinstance(tree, dict):
            raise ValueError(f"found {values.shown(tree)}; expected a mapping")
        known, needed, keys = fields(shape), required(shape), rows(shape)
        details: dict[str, Any] = {}
        faults: list[values.Fault] = []
        for key, value in tree.items():
            if key not in known:
                faults.append(((key,), _unknown(key, shape)))
            elif value is not None or key in needed:  # a key left empty is one left out
                try:
                    details[known[key]] = keys[key].read(value)
                except ValueError as fault:
                    faults += values.faults_at(key, fault)
        missing = [key for key in needed if key not in tree]
        faults += [((key,), f"missing; expected {keys[key].expected}") for key in missing]
        if faults:
            raise values.FaultsError(faults)
        return shape(**details)

    return read


# --- what stands where

SHAPES: Mapping[str, type[Struct]] = {
    "me": MeDetails,
    "interviews": InterviewDetails,
    "contact": Person,
    "via": Person,
    "interviewers": Person,
    "decision": DecisionDetails,
    "cadence": CadenceDetails,
    "log": FactDetails,
    "invite": InviteDetails,
}
"""The shape of the mappings under a key."""

_person = mapping(Person, values.person_words)
_cadence_details = mapping(CadenceDetails, values.words_for("preset"))
_decision_details = mapping(DecisionDetails, values.words_for("said"))
_invite_details = mapping(InviteDetails, values.words_for("uid"))


def _interviews(found: object) -> object:
    if found == []:
        raise ValueError("found an empty list; expected an interview")
    return values.each(found, mapping(InterviewDetails))


def _interviewers(found: object) -> object:
    return values.one_or_more(found, _person)


def _cadence(found: object) -> Cadence:
    return Cadence(**asdict(_cadence_details(found)))


def _decision(found: object) -> Timeline:
    """What the employer's words name, or the date beside them."""
    details = _decision_details(found)
    if details.by:
        return Timeline(said=details.said, reading=OnDate(details.by))
    try:
        return values.decision(details.said)
    except ValueError as fault:
        if isinstance(found, dict):
            text = f"{values.shown(details.said)} cannot be read; expected its date too, `by: 2026-12-04`"
            raise ValueError(text) from fault
        raise


_fact_details = mapping(FactDetails)
BESIDE = ("decision", "answer_by")
"""What stands beside a fact, and is none."""


def _fact(found: object) -> tuple[str, dt.date, Timeline | None, dt.date | None]:
    """The kind of fact, its date, a reply's timeline, and until when an offer is to be answered."""
    details = _fact_details(found)
    dates = {
        key: date
        for key, name in fields(FactDetails).items()
        if key not in BESIDE and isinstance(date := getattr(details, name), dt.date)
    }
    if len(dates) != 1:
        raise ValueError(f"found {len(dates)} facts; expected one, such as `- follow-up: 2026-11-24`")
    ((kind, date),) = dates.items()
    if details.decision and kind != "reply":
        raise ValueError("found a decision beside another fact; expected it beside a reply")
    if details.answer_by and kind != "offer":
        raise ValueError("found answer_by beside another fact; expected it beside an offer")
    if details.answer_by and details.answer_by < date:
        raise ValueError(f"found answer_by {details.answer_by}, before the offer; expected a later date")
    return kind, date, details.decision, details.answer_by


def _log(found: object) -> object:
    return values.each(found, _fact)


TEXT: Form = {"type": "string"}
LENGTH: Form = {"type": ["string", "integer"]}


def _mapping(key: str) -> Form:
    return {"$ref": f"#/$defs/{SHAPES[key].__name__}"}


def _or_text(form: Form) -> Form:
    return {"anyOf": [form, TEXT]}


def _one_or_more(form: Form) -> Form:
    return {"anyOf": [{"type": "array", "items": form}, form]}


TEXTS = _one_or_more(TEXT)

KEYS: Mapping[str, Key] = {
    "me": Key(mapping(MeDetails), _mapping("me"), expected="a mapping with your timezone and country"),
    "interviews": Key(
        _interviews,
        {"type": "array", "items": _mapping("interviews"), "minItems": 1},
        expected="a list of interviews",
    ),
    "messages": Key(values.one_line, TEXT),
    # of a person
    "name": Key(values.one_line, TEXT, expected="a name"),
    "title": Key(values.one_line, TEXT),
    "greeting": Key(values.greeting, TEXT),
    "email": Key(values.email, TEXT),
    "phone": Key(values.one_line, TEXT),
    "topics": Key(values.lines, TEXTS),
    # of a place and its calendar
    "timezone": Key(values.zone, TEXT, expected="an IANA time zone such as America/New_York"),
    "country": Key(values.country, TEXT, expected="a two-letter country code such as US"),
    "subdivision": Key(values.one_line, TEXT),
    "days_off": Key(times.days, TEXTS),
    "hours": Key(times.hours, TEXT),
    "id": Key(values.one_line, TEXT),
    # of an interview
    "company": Key(values.one_line, TEXT, expected="the employer's name"),
    "role": Key(values.one_line, TEXT, expected="the job's title"),
    "round": Key(values.round_number, {"type": "integer", "minimum": 1, "maximum": values.MOST_ROUNDS}),
    "start": Key(times.local_time, TEXT, expected="a date and a time such as 2026-11-17 14:30"),
    "end": Key(times.end, TEXT),
    "duration": Key(times.duration, LENGTH),
    "closed": Key(times.days, TEXTS),
    "open": Key(times.days, TEXTS),
    "place": Key(values.one_line, TEXT),
    "contact": Key(_person, _or_text(_mapping("contact"))),
    "interviewers": Key(_interviewers, _one_or_more(_or_text(_mapping("interviewers")))),
    "decision": Key(_decision, _or_text(_mapping("decision"))),
    "said": Key(values.one_line, TEXT, expected="the employer's words"),
    "by": Key(times.date, TEXT),
    "strength": Key(values.one_line, TEXT),
    "log": Key(_log, {"type": "array", "items": _mapping("log")}),
    "invite": Key(_invite_details, _or_text(_mapping("invite"))),
    "uid": Key(values.one_line, TEXT, expected="the invitation's UID"),
    "sequence": Key(values.sequence, {"type": "integer", "minimum": 0}),
    "stamp": Key(times.stamp, TEXT),
    # of every interview, or of one
    "events": Key(values.names, TEXTS),
    "cadence": Key(_cadence, _or_text(_mapping("cadence"))),
    "preset": Key(values.one_line, TEXT),
    "follow-up": Key(times.span, TEXT),
    "after-decision": Key(times.span, TEXT),
    "call": Key(times.span, TEXT),
    "tickler": Key(times.span, TEXT),
    "no_calls": Key(values.truth, {"type": "boolean"}),
    "via": Key(_person, _or_text(_mapping("via"))),
    "alarm": Key(times.alarm, LENGTH),
    "quiet": Key(times.quiet, TEXTS),
    "guard": Key(values.truth, {"enum": ["on", "off", True, False]}),
    "language": Key(values.language, TEXT),
    "address": Key(values.address, {"enum": ["formal", "informal"]}),
}


DATE = Key(times.date, TEXT)
FACTS: Mapping[str, Key] = {key: KEYS[key] if key == "decision" else DATE for key in fields(FactDetails)}
"""The keys of a log, of which some mean another thing elsewhere."""


def _unknown(key: str, shape: type[Struct]) -> str:
    """Where the key belongs, or the nearest one that may stand there."""
    for home in ("me", "interviews"):
        if key in fields(SHAPES[home]):
            return f"unknown key here; it belongs under `{home}:`"
    if close := get_close_matches(key.casefold().replace(" ", "_"), fields(shape), n=1):
        return f"unknown key; did you mean `{close[0]}`?"
    return f"unknown key; expected one of {', '.join(fields(shape))}"
