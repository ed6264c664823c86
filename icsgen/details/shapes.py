"""The shapes of a document: which keys stand together in a mapping, and what their values become."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache
from typing import Literal
from zoneinfo import ZoneInfo

from msgspec import NODEFAULT, Struct

from icsgen.details.times import End, LocalTime
from icsgen.model import Cadence, MonthDay, Person, Span, Timeline

__all__ = [
    "CadenceDetails",
    "DecisionDetails",
    "Defaults",
    "FactDetails",
    "InterviewDetails",
    "InviteDetails",
    "MeDetails",
    "SearchDetails",
    "fields",
    "required",
]


class MeDetails(Struct, frozen=True, kw_only=True):
    """The candidate."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None
    timezone: ZoneInfo
    country: str
    subdivision: str | None = None
    days_off: frozenset[dt.date] = frozenset()
    hours: tuple[dt.time, dt.time] | None = None
    language: str | None = None
    id: str | None = None


class DecisionDetails(Struct, frozen=True, kw_only=True):
    """The employer's words, and the date they came to where it is given apart."""

    said: str
    by: dt.date | None = None


class FactDetails(
    Struct, frozen=True, kw_only=True, rename={"thank_you": "thank-you", "follow_up": "follow-up"}
):
    """Something that happened: one fact with its date, and what a reply says of when they decide."""

    thank_you: dt.date | None = None
    follow_up: dt.date | None = None
    call: dt.date | None = None
    tickler: dt.date | None = None
    reply: dt.date | None = None
    decision: Timeline | None = None
    offer: dt.date | None = None
    answer_by: dt.date | None = None
    accepted: dt.date | None = None
    rejected: dt.date | None = None
    withdrawn: dt.date | None = None
    filled: dt.date | None = None
    postponed: dt.date | None = None


class CadenceDetails(
    Cadence,
    frozen=True,
    kw_only=True,
    rename={"follow_up": "follow-up", "after_decision": "after-decision"},
):
    """A preset, and single numbers over it, two of them by another name than the field's."""

    follow_up: Span | None = None
    after_decision: Span | None = None


class Defaults(Struct, frozen=True, kw_only=True):
    """What may stand at the top, for every interview, or on one."""

    events: tuple[str, ...] | None = None
    cadence: Cadence | None = None
    no_calls: bool | None = None
    via: Person | None = None
    alarm: dt.timedelta | None = None
    quiet: tuple[tuple[MonthDay, MonthDay], ...] | None = None
    guard: bool | None = None
    language: str | None = None
    address: Literal["formal", "informal"] | None = None


class InviteDetails(Struct, frozen=True, kw_only=True):
    """The invitation that an interview came by, and which version of it."""

    uid: str
    sequence: int = 0
    stamp: dt.datetime | None = None


class InterviewDetails(Defaults, frozen=True, kw_only=True):
    """One interview."""

    company: str
    role: str
    round: int = 1
    start: LocalTime
    end: End | None = None
    duration: dt.timedelta | None = None
    timezone: ZoneInfo | None = None
    country: str | None = None
    subdivision: str | None = None
    closed: frozenset[dt.date] = frozenset()
    open: frozenset[dt.date] = frozenset()
    place: str | None = None
    contact: Person | None = None
    interviewers: tuple[Person, ...] = ()
    decision: Timeline | None = None
    strength: str | None = None
    log: tuple[tuple[str, dt.date, Timeline | None, dt.date | None], ...] = ()
    invite: InviteDetails | None = None
    id: str | None = None


class SearchDetails(Defaults, frozen=True, kw_only=True):
    """A whole document."""

    me: MeDetails
    messages: str | None = None
    interviews: tuple[InterviewDetails, ...]


@cache
def fields(shape: type[Struct]) -> Mapping[str, str]:
    """The keys of a shape, each with the name of its field."""
    return dict(zip(shape.__struct_encode_fields__, shape.__struct_fields__, strict=True))


@cache
def required(shape: type[Struct]) -> tuple[str, ...]:
    """The keys that nothing can stand for."""
    keys = shape.__struct_encode_fields__
    defaults = zip(reversed(keys), reversed(shape.__struct_defaults__), strict=False)  # the first have none
    filled_in = {key for key, default in defaults if default is not NODEFAULT}
    return tuple(key for key in keys if key not in filled_in)
