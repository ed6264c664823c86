"""The shape of a document: which keys stand where, and what each holds. Every fault of it at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails

from icsgen.details import times, values
from icsgen.details.sources import Tree
from icsgen.errors import Place, Problem
from icsgen.model import MonthDay, OnDate, Span, Timeline

__all__ = ["InterviewDetails", "MeDetails", "PersonDetails", "SearchDetails", "read_details"]


LIST_OR_TEXT = list[str] | str | None


def _from(read: Callable[[object], object], written: object) -> PlainValidator:
    """The value of what was written, by its reader; the JSON Schema tells of what may be written."""
    return PlainValidator(read, json_schema_input_type=written)


Line = Annotated[str, _from(values.one_line, str)]
Lines = Annotated[tuple[str, ...], _from(values.lines, LIST_OR_TEXT)]
Email = Annotated[str, _from(values.email, str)]
Zone = Annotated[ZoneInfo, _from(values.zone, str)]
Language = Annotated[str, _from(values.language, Literal["en"])]
Country = Annotated[str, _from(values.country, str)]
Date = Annotated[dt.date, _from(times.date, str)]
Days = Annotated[frozenset[dt.date], _from(times.days, LIST_OR_TEXT)]
Quiet = Annotated[
    tuple[tuple[MonthDay, MonthDay], ...],
    _from(times.quiet, list[str] | str),
]
SpanOfDays = Annotated[Span, _from(times.span, str)]


class Details(BaseModel):
    """A mapping of the document; other keys are faults."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, defer_build=True)


class PersonDetails(Details):
    """Somebody on the employer's side, or an agency's recruiter."""

    name: Line
    title: Line | None = None
    email: Email | None = None
    phone: Line | None = None
    topics: Lines = ()


PersonOrWords = Annotated[
    PersonDetails, BeforeValidator(values.person_words, json_schema_input_type=PersonDetails | str)
]


class MeDetails(Details):
    """The candidate."""

    name: Line | None = None
    email: Email | None = None
    phone: Line | None = None
    timezone: Zone
    country: Country
    subdivision: Line | None = None
    days_off: Days = frozenset()
    hours: Annotated[tuple[dt.time, dt.time], _from(times.hours, str)] | None = None
    id: Line | None = None


class DecisionDetails(Details):
    """The employer's words, and the date they came to where it is given apart."""

    said: Line
    by: Date | None = None

    @model_validator(mode="after")
    def _is_readable(self) -> Self:
        if not self.by:
            values.decision(self.said)
        return self

    @property
    def timeline(self) -> Timeline:
        """What the words name, or the date beside them."""
        if self.by:
            return Timeline(said=self.said, reading=OnDate(self.by))
        return values.decision(self.said)


class CadenceDetails(Details):
    """A preset, and single numbers over it."""

    preset: Line = "standard"
    follow_up: SpanOfDays | None = Field(None, alias="follow-up")
    after_decision: SpanOfDays | None = Field(None, alias="after-decision")
    call: SpanOfDays | None = None
    tickler: SpanOfDays | None = None


def _preset_words(found: object) -> object:
    return {"preset": found} if isinstance(found, str) else found


class Defaults(Details):
    """What may stand at the top, for every interview, or on one."""

    no_calls: bool | None = None
    via: PersonOrWords | None = None
    language: Language | None = None
    events: Lines | None = None
    cadence: (
        Annotated[
            CadenceDetails,
            BeforeValidator(_preset_words, json_schema_input_type=CadenceDetails | str),
        ]
        | None
    ) = None
    quiet: Quiet | None = None
    alarm: Annotated[dt.timedelta, _from(times.alarm, str | int)] | None = None


class InterviewDetails(Defaults):
    """One interview."""

    company: Line
    role: Line
    start: Annotated[times.LocalTime, _from(times.local_time, str)]
    end: Annotated[times.End, _from(times.end, str)] | None = None
    duration: Annotated[dt.timedelta, _from(times.duration, str | int)] | None = None
    timezone: Zone | None = None
    country: Country | None = None
    subdivision: Line | None = None
    closed: Days = frozenset()
    open: Days = frozenset()
    place: Line | None = None
    contact: PersonOrWords | None = None
    interviewers: Annotated[
        tuple[PersonOrWords, ...],
        BeforeValidator(values.items, json_schema_input_type=list[PersonOrWords] | PersonOrWords | None),
    ] = ()
    decision: (
        Annotated[
            DecisionDetails,
            BeforeValidator(values.decision_words, json_schema_input_type=DecisionDetails | str),
        ]
        | None
    ) = None
    strength: Line | None = None
    round: Annotated[int, Field(ge=1, le=99)] = 1
    id: Line | None = None


class SearchDetails(Defaults):
    """A whole document."""

    me: MeDetails
    interviews: Annotated[tuple[InterviewDetails, ...], BeforeValidator(values.not_empty)]


SHAPES: Mapping[str, type[Details]] = {
    "": SearchDetails,
    "me": MeDetails,
    "interviews": InterviewDetails,
    "contact": PersonDetails,
    "via": PersonDetails,
    "interviewers": PersonDetails,
    "decision": DecisionDetails,
    "cadence": CadenceDetails,
}
"""Which shape stands under a key."""

EXPECTED = {
    "me": "a mapping with your timezone and country",
    "interviews": "a list of interviews",
    "company": "the employer's name",
    "role": "the job's title",
    "start": "a date and a time such as 2026-11-17 14:30",
    "timezone": "an IANA time zone such as America/New_York",
    "country": "a two-letter country code such as US",
    "name": "a name",
    "said": "the employer's words",
}
"""What a missing key should hold."""


def read_details(tree: Tree, root: Place) -> tuple[SearchDetails | None, list[Problem]]:
    """A document's details, or all that is wrong with its shape. One interview may stand at the top."""
    if not isinstance(tree, dict):
        return None, [
            Problem(root, f"found {values.shown(tree)}; expected a mapping with `me:` and an interview")
        ]
    single = _is_single(tree)
    whole = _as_search(tree) if single else tree
    try:
        return SearchDetails.model_validate(whole), []
    except ValidationError as fault:
        return None, list(_problems(fault, root, single))


def interview_place(root: Place, index: int, tree: Tree) -> Place:
    """Where an interview stands: in the list, or at the top where it stands alone."""
    return root if _is_single(tree) else root / "interviews" / index


def _is_single(tree: Tree) -> bool:
    return (
        isinstance(tree, dict)
        and "interviews" not in tree
        and bool({"company", "role", "start"} & tree.keys())
    )


def _as_search(tree: dict[str, Tree]) -> dict[str, Tree]:
    interview: Tree = {key: value for key, value in tree.items() if key != "me"}
    return {"me": tree.get("me"), "interviews": [interview]} if "me" in tree else {"interviews": [interview]}


def _problems(fault: ValidationError, root: Place, single: bool) -> Iterator[Problem]:
    for error in fault.errors(include_url=False):
        path = error["loc"][2:] if single and error["loc"][:1] == ("interviews",) else error["loc"]
        place = root
        for step in path:
            place /= step
        yield Problem(place, _wording(error))


def _wording(error: ErrorDetails) -> str:
    """What was found and what is expected; pydantic's own words only for what is not in the table."""
    found, path = values.shown(error["input"]), error["loc"]
    key = str(path[-1]) if path else ""
    words: dict[str, Callable[[], str]] = {
        "value_error": lambda: str(error["ctx"]["error"]),
        "missing": lambda: f"missing; expected {EXPECTED.get(key, 'it')}",
        "extra_forbidden": lambda: _unknown_key(key, path[:-1]),
        "model_type": lambda: f"found {found}; expected a mapping",
        "tuple_type": lambda: f"found {found}; expected a list",
        "bool_parsing": lambda: f"found {found}; expected true or false",
        "bool_type": lambda: f"found {found}; expected true or false",
    }
    if error["type"].startswith(("int_", "greater_than", "less_than")):
        return f"found {found}; expected a whole number from 1 to 99"
    return words.get(error["type"], lambda: f"found {found}: {error['msg']}")()


def _unknown_key(key: str, path: tuple[int | str, ...]) -> str:
    """Where the key belongs, or the nearest one that may stand there."""
    around = next((str(step) for step in reversed(path) if isinstance(step, str)), "")
    shape = SHAPES[around] if path else SearchDetails
    known = _keys(shape)
    for home in ("me", "interviews"):
        if key in _keys(SHAPES[home]):
            return f"unknown key here; it belongs under `{home}:`"
    if close := get_close_matches(key.casefold().replace(" ", "_"), known, n=1):
        return f"unknown key; did you mean `{close[0]}`?"
    return f"unknown key; expected one of {', '.join(known)}"


def _keys(shape: type[Details]) -> list[str]:
    return [field.alias or name for name, field in shape.model_fields.items()]
