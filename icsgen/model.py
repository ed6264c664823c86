"""The records that the stages hand on; frozen, and changed only by `msgspec.structs.replace`.

msgspec's records, since a dataclass takes ten times as long to make, and thirty times to define.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal
from zoneinfo import ZoneInfo

from msgspec import Struct

from icsgen.errors import Place

__all__ = [
    "AroundHoliday",
    "Cadence",
    "CalendarWords",
    "Candidate",
    "EndOfMonth",
    "EndOfWeek",
    "Entry",
    "Fact",
    "Interview",
    "JobSearch",
    "Message",
    "Milestone",
    "OnDate",
    "OnDay",
    "OnWeekday",
    "Person",
    "Promise",
    "Reading",
    "Redaction",
    "Region",
    "Span",
    "Timeline",
]

MonthDay = tuple[int, int]  # (month, day)

Redaction = Literal["", "names", "busy"]
"""What a calendar hides from others: nothing; names and messages; or all but when one is busy."""

WAKING_HOURS = (dt.time(8), dt.time(20))
"""The first and the last time of a day to ask somebody to act, if they say nothing of it."""


class Span(Struct, frozen=True):
    """A distance between two dates: ``5 business days``, ``21 days``, ``2 months``."""

    count: int
    unit: Literal["days", "business days", "months"]

    def __str__(self) -> str:
        return f"{self.count} {self.unit[:-1] if self.count == 1 else self.unit}"


# --- what the employer said about the decision: dates still to be found in the employer's calendar


class OnDate(Struct, frozen=True):
    """A date with its year."""

    date: dt.date
    weekday: int | None = None
    """What was said beside it (Monday is 0), which has to agree; so in `OnDay`."""


class OnDay(Struct, frozen=True):
    """A day of a named month, or (month None) of the interview's own, that many months on: the next one."""

    day: int
    month: int | None = None
    months: int = 0
    weekday: int | None = None


class OnWeekday(Struct, frozen=True):
    """The first such weekday (Monday is 0) after the interview, or (weeks) that day of a week to come."""

    weekday: int
    weeks: int = 0


class EndOfWeek(Struct, frozen=True):
    """The last working day before the employer's weekend, that many weeks on."""

    weeks: int = 0


class EndOfMonth(Struct, frozen=True):
    """The last working day of a month: a named one, or (month None) the interview's, that many months on."""

    month: int | None = None
    months: int = 0
    year: int | None = None


class AroundHoliday(Struct, frozen=True):
    """The last working day before a holiday, or 5 business days after it; `holiday`: a part of its name."""

    holiday: str
    before: bool


Reading = OnDate | OnDay | OnWeekday | EndOfWeek | EndOfMonth | AroundHoliday | Span


class Timeline(Struct, frozen=True, kw_only=True):
    """The employer's answer to "when will you decide?".

    `reading` None: asked, and no date given. `same_day`: they decide on the interview's own day.
    """

    said: str
    language: str = ""
    """That of the words, where they were read; empty: the interview's."""
    reading: Reading | None = None
    same_day: bool = False


class Promise(Struct, frozen=True, kw_only=True):
    """A timeline found in the employer's calendar."""

    said: str
    date: dt.date
    echo: str
    """The words and how they were read: ``"end of November", read as Mon 30 Nov 2026``."""


# --- the details


class Region(Struct, frozen=True, kw_only=True):
    """Whose clock and whose working days: a time zone, an ISO 3166 country, a subdivision of it."""

    timezone: ZoneInfo
    country: str
    subdivision: str | None = None


class Person(Struct, frozen=True, kw_only=True):
    """Somebody on the employer's side (or an agency's); `topics` are what they talked about."""

    name: str
    title: str | None = None
    greeting: str | None = None
    """How a message to them begins: ``Sehr geehrte Frau Dr. Müller``."""
    email: str | None = None
    phone: str | None = None
    topics: tuple[str, ...] = ()


class CalendarWords(Struct, frozen=True, kw_only=True):
    """What a calendar says of itself, in the candidate's language."""

    name: str = "Job search"
    """Its name, before the candidate's, and the category of its events."""
    about: str = "Interviews and what to do before and after each"
    nothing: str = "nothing is planned"
    """After the name, where there is no event."""
    busy: str = "Busy"
    """The name of a calendar, and of its events, that tells others no more."""


class Candidate(Struct, frozen=True, kw_only=True, eq=False):  # one is itself: cheap to look up by
    """Who looks for a job. `region.timezone` is the zone of every event in the file."""

    region: Region
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    days_off: frozenset[dt.date] = frozenset()
    hours: tuple[dt.time, dt.time] = WAKING_HOURS
    """The first and the last time of a day to be asked to act."""
    id: str | None = None
    language: str = "en"
    """That of the calendar's own words; an interview has that of its messages."""
    calendar: CalendarWords = CalendarWords()
    messages: str | None = None
    """The folder of their own templates."""
    source: Place


class Cadence(Struct, frozen=True, kw_only=True):
    """What the document says of the numbers: a preset, and single numbers over it."""

    preset: str = "standard"
    follow_up: Span | None = None
    after_decision: Span | None = None
    call: Span | None = None
    tickler: Span | None = None


class Fact(Struct, frozen=True, kw_only=True):
    """Something that happened, as the log tells it: ``follow-up``, ``reply``, ``rejected``."""

    kind: str
    date: dt.date
    timeline: Timeline | None = None
    """What a reply says of when they decide."""
    answer_by: dt.date | None = None
    """Until when an offer is to be answered."""
    source: Place


class Interview(Struct, frozen=True, kw_only=True, eq=False):  # one is itself: cheap to look up by
    """One interview, every default filled in."""

    id: str
    company: str
    role: str
    start: dt.datetime
    """Aware, in the employer's zone, as is `end`."""
    end: dt.datetime
    region: Region
    """The employer's."""
    closed: frozenset[dt.date] = frozenset()
    open: frozenset[dt.date] = frozenset()
    quiet: tuple[tuple[MonthDay, MonthDay], ...] | None = None
    """Yearly spans, both ends in them, without contact; None: the days around Christmas, where it is kept."""
    location: str | None = None
    contact: Person | None = None
    via: Person | None = None
    """The agency's recruiter, who is written to in place of the employer."""
    interviewers: tuple[Person, ...] = ()
    timeline: Timeline | None = None
    """None: not yet known."""
    strength: str | None = None
    round: int = 1
    no_calls: bool = False
    language: str = "en"
    """Of its messages."""
    address: Literal["formal", "informal"] = "formal"
    """The form of address, where the language has two."""
    events: tuple[str, ...] = ()
    """Opt-in milestones by key, and with a minus the ones to leave out."""
    cadence: Cadence = Cadence()
    alarm: dt.timedelta | None = None
    """How long before each message's time to ring, zero: not at all; None: five minutes."""
    guard: bool = True
    """Whether contacts at one company are kept apart; else that is only warned of."""
    spread: int | None = None
    """Which of the phone hours' quarters to call in, counted round and round, so that many do not all call at
    once; None: the usual one."""
    log: tuple[Fact, ...] = ()
    answered: dt.date | None = None
    """When they replied last, where the contacts began anew with that."""
    source: Place

    def leaves_out(self, key: str) -> bool:
        """Whether the document has no milestone of this kind for it."""
        return bool(self.events) and f"-{key}" in self.events


class JobSearch(Struct, frozen=True, kw_only=True):
    """One person's interviews: what a document holds."""

    me: Candidate
    interviews: tuple[Interview, ...]


# --- what is made of them


class Milestone(Struct, frozen=True, kw_only=True):
    """Something to do (or to wait for) at a moment, and why then.

    `start` and `end` are both aware datetimes in the candidate's zone, or both dates (all day, `end`
    exclusive). `interview` None: it belongs to the whole job search.
    """

    key: str
    candidate: Candidate
    interview: Interview | None
    start: dt.datetime | dt.date
    end: dt.datetime | dt.date
    reason: object
    """What tells why then, put into words when it is asked for."""
    why_short: str
    counted: tuple[Span, str] | None = None
    """How far it lies from what, where that alone gives its date: from the ``interview``, a ``reply``, a
    ``promise``, a fact that ended all, or the milestone before, by its key."""
    messages: tuple[str, ...] = ()
    """The kinds of message to have ready, each the name of a template."""
    promise: Promise | None = None
    by_mail: str | None = None
    """Why a call became a mail, where it did."""
    alarm: dt.timedelta | None = None
    """How long before the start to ring."""
    busy: bool = False
    until: dt.datetime | None = None
    """The last start of a weekly event, where it recurs."""
    exdates: tuple[dt.datetime, ...] = ()
    """The starts on which it does not take place."""
    to_do: bool = False
    """Whether somebody has to do it, and to log it: else it is over by itself."""
    outcome: Literal["", "done", "superseded", "dropped"] = ""
    """What became of it: ``done`` by the log, and silent on that day; ``superseded`` by a later round, or
    ``dropped``, since all is over or the guard wants no more: then no calendar holds it."""
    late: dt.date | None = None
    """The day it was meant for, where it is caught up on."""
    ordinal: int = 0
    """Its number among those of its key: a follow-up after a reply is another one."""

    @property
    def why(self) -> str:
        """One sentence: the rule, the arithmetic, every skipped day by name."""
        return str(self.reason)

    @property
    def live(self) -> bool:
        """Whether a calendar holds it."""
        return self.outcome in ("", "done")

    @property
    def date(self) -> dt.date:
        """The day on which it begins, in the candidate's zone."""
        return self.start.date() if isinstance(self.start, dt.datetime) else self.start

    @property
    def all_day(self) -> bool:
        return not isinstance(self.start, dt.datetime)


class Message(Struct, frozen=True, kw_only=True):
    """Plain text, ready to send or to say; `to` are mail recipients as ``Name <address>``."""

    kind: str
    language: str = "en"
    to: tuple[str, ...]
    subject: str
    body: str
    gaps: tuple[str, ...] = ()
    """The visible gaps in it, each without its ``[ADD: …]``."""


class Entry(Struct, frozen=True, kw_only=True):
    """A milestone with its words: what one calendar event holds."""

    milestone: Milestone
    title: str
    description: str
    html: str = ""
    """The description again, for a calendar that wants it so."""
    messages: tuple[Message, ...] = ()
    gaps: tuple[str, ...] = ()
