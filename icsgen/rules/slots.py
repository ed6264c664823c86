"""Clock times: the hour of a day at which both sides are awake, at work and not in an interview."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from zoneinfo import ZoneInfo

from msgspec import Struct

from icsgen.model import WAKING_HOURS, Interview
from icsgen.rules.workdays import DAY, Day, Workdays

__all__ = ["Busy", "Diary", "Hours", "Slot", "at_leisure"]

MIDNIGHT = dt.time()
QUARTER = dt.timedelta(minutes=15)
HOUR = dt.timedelta(hours=1)
MARGIN = dt.timedelta(minutes=30)
"""No milestone stands nearer to an interview than this."""


class Hours(Struct, frozen=True, cache_hash=True):
    """A span of clock time, both ends in it."""

    first: dt.time
    last: dt.time

    def __contains__(self, time: dt.time) -> bool:
        return self.first <= time <= self.last

    def since(self, time: dt.time) -> Hours:
        """The part from a time on; the whole where it lies outside."""
        return Hours(time, self.last) if time in self else self

    def within(self, others: Hours) -> Hours:
        """The part in other hours as well; those where there is none."""
        first, last = max(self.first, others.first), min(self.last, others.last)
        return Hours(first, last) if first < last else others


WHOLE_DAY = Hours(dt.time(0), dt.time(23, 45))
OFFICE = Hours(dt.time(9), dt.time(17))
PHONE = Hours(dt.time(10), dt.time(16))
THANKS = Hours(dt.time(8, 30), dt.time(18))
LATE_THANKS = Hours(dt.time(8, 30), dt.time(21))

MAIL_AT = dt.time(10)
PHONE_AT = dt.time(10, 30)
TICKLER_AT = dt.time(9, 30)

Window = tuple[dt.datetime, dt.datetime]
"""The first and the last moment to begin at, both in UTC, where arithmetic is that of real time."""

Slot = Callable[["Diary", dt.date], dt.datetime | None]
"""The moment of a day to act at; None where the day has no free one."""


class Busy:
    """The times of all interviews of a job search, each with its margin; overlapping ones are merged."""

    def __init__(self, interviews: Iterable[Interview]) -> None:
        self.interviews = tuple(interviews)
        self.starts: list[dt.datetime] = []
        self.ends: list[dt.datetime] = []
        for start, end in sorted(
            (_utc(each.start) - MARGIN, _utc(each.end) + MARGIN) for each in self.interviews
        ):
            if self.ends and start < self.ends[-1]:
                self.ends[-1] = max(self.ends[-1], end)
            else:
                self.starts.append(start)
                self.ends.append(end)

    def without(self, interviews: Sequence[Interview]) -> Busy:
        """The times of the other interviews."""
        return Busy(each for each in self.interviews if each not in interviews)

    def dates(self, zone: ZoneInfo) -> set[dt.date]:
        """The dates of a zone, on some of which an interview takes time; on no other one does."""
        return {
            dt.date.fromordinal(day)
            for start, end in zip(self.starts, self.ends, strict=True)
            for day in range(_ordinal(start, zone) - 1, _ordinal(end, zone) + 2)
        }

    def is_clear(self, day: dt.date, until: dt.datetime) -> bool:
        """Whether no interview is near the time from a day, wherever that begins first, to a moment."""
        before = bisect_left(self.starts, until + DAY) - 1
        return before < 0 or self.ends[before] <= dt.datetime.combine(day - DAY, MIDNIGHT, dt.UTC)

    def free(self, moment: dt.datetime, length: dt.timedelta = QUARTER) -> bool:
        """Whether nothing of the time from this moment on lies in or near an interview."""
        moment = _utc(moment)
        return self.free_from(moment, length) == moment

    def free_from(self, moment: dt.datetime, length: dt.timedelta) -> dt.datetime:
        """The first moment (UTC) with so much free time: this one, or the end of an interview."""
        while True:
            before = bisect_left(self.starts, moment + length) - 1
            if before < 0 or self.ends[before] <= moment:
                return moment
            moment = self.ends[before]


class Diary(Struct, frozen=True, eq=False):  # one is itself: cheap to look up by
    """Both sides of one interview: their working days, their clocks, and the candidate's interviews."""

    employer: Workdays
    candidate: Workdays
    employer_zone: ZoneInfo
    candidate_zone: ZoneInfo
    busy: Busy
    awake: Hours
    """When the candidate may be asked to act."""
    spread: int | None = None
    """Which quarter of the phone hours to call in, as `Interview` has it."""
    leisure: Diary | None = None
    """The same without the interviews, shared with others."""

    def mail(self, day: dt.date) -> dt.datetime | None:
        """10:00 for the employer on their date, where the candidate is awake; else as near as both can."""
        return (
            self._just_at(day, MAIL_AT)
            or self._first_free(self._shared(day, OFFICE, MAIL_AT))
            or self._first_free(self._shared(day, WHOLE_DAY))
        )

    def phone(self, day: dt.date) -> dt.datetime | None:
        """10:30 for the employer on their date, inside 10:00-16:00, where the candidate is awake."""
        if self.spread is not None:
            quarters = [*self._free_quarters(self._shared(day, PHONE))]
            return quarters[self.spread % len(quarters)] if quarters else None
        return self._just_at(day, PHONE_AT) or self._first_free(self._shared(day, PHONE, PHONE_AT))

    def phone_else_mail(self, day: dt.date) -> dt.datetime | None:
        """When to phone on a day; when to mail, where the employer's phone hours lie outside the day."""
        return self.phone(day) or (None if self.can_phone(day) else self.mail(day))

    def can_phone(self, day: dt.date) -> bool:
        """Whether the employer's phone hours of a day and the candidate's waking hours meet at all."""
        return bool(self._shared(day, PHONE))

    def in_phone_hours(self, moment: dt.datetime) -> bool:
        """Whether the employer can be phoned at a moment."""
        return moment.astimezone(self.employer_zone).time() in PHONE

    def desk(self, day: dt.date) -> dt.datetime | None:
        """09:30 for the candidate on their date, or the next free quarter-hour of it."""
        return self.from_hour(day, TICKLER_AT)

    def from_hour(self, day: dt.date, hour: dt.time, length: dt.timedelta = QUARTER) -> dt.datetime | None:
        """This hour for the candidate on their date, or the next quarter-hour with so much time free."""
        hours = self.awake.since(hour)
        return self._first_free([_window(day, hours, self.candidate_zone)], length)

    def thanks(self, end: dt.datetime) -> dt.datetime:
        """The thank-you's moment, always within (end, end + 24 h] (CADENCE: thank-you slot)."""
        window = _utc(end) + 2 * HOUR, _utc(end) + DAY
        return (
            self._first_free(self._worked(window, THANKS.within(self.awake)))
            or self._first_free(part for _, part in _parts(window, self._late_hours(), self.candidate_zone))
            or self._first_free(part for _, part in _parts(window, LATE_THANKS, self.candidate_zone))
            or self._first_free([window])
            or self._here(_quarter_hour(window[0]))  # interviews day and night: the limit still holds
        )

    def _late_hours(self) -> Hours:
        """Until when thanks may be asked for, if need be: later than anything else, unless they say."""
        return LATE_THANKS if self.awake == Hours(*WAKING_HOURS) else LATE_THANKS.within(self.awake)

    def thanks_at_once(self, end: dt.datetime) -> dt.datetime:
        """The moment of the short thank-you when they decide the same day: from half an hour on, by two."""
        first, last = _utc(end) + MARGIN, _utc(end) + 2 * HOUR
        return self._first_free([(first, last)]) or self._here(_quarter_hour(first))

    def day_off(self, moment: dt.datetime) -> Day | None:
        """Why a moment's day, each side's own date, is not worked by both; None where it is."""
        return self._day_off(*self._dates(moment))

    def _day_off(self, their_date: dt.date, your_date: dt.date) -> Day | None:
        if theirs := self.employer.day_off(their_date):
            return theirs
        yours = self.candidate.day_off(your_date)
        if (
            yours
            and self.candidate.country is not self.employer.country
            and not yours.reason.startswith("your")
        ):
            return Day(yours.date, f"{yours.reason} where you are", yours.weekend)
        return yours

    def _dates(self, moment: dt.datetime) -> tuple[dt.date, dt.date]:
        """A moment's date for the employer, and for the candidate."""
        return moment.astimezone(self.employer_zone).date(), self._here(moment).date()

    def roll_forward(self, day: dt.date, slot: Slot) -> tuple[dt.datetime, tuple[Day, ...]]:
        """The slot of the first day on or after this one that both work and that is not quiet."""
        if self.leisure:  # what holds of a day holds for all, where no interview is in the way
            found = _rolled(self.leisure, day, slot)
            if self.busy.is_clear(day, found[0]):
                return found
        passed: list[Day] = []
        while True:
            moment = slot(self, day)
            if moment is None:
                off: Day | None = self.employer.day_off(day) or Day(day, "full of interviews")
            else:
                theirs, yours = self._dates(moment)
                off = self._day_off(theirs, yours)
                off = off or self.employer.quiet_day(theirs) or self.employer.quiet_day(yours)
            if moment and not off:
                return moment, tuple(passed)
            if off:
                passed.append(off)
            day += DAY

    def _here(self, moment: dt.datetime) -> dt.datetime:
        return moment.astimezone(self.candidate_zone)

    def _just_at(self, day: dt.date, at: dt.time) -> dt.datetime | None:
        """This hour of the employer's day, where both can: nearly always the one, and quick to find."""
        moment = self._here(dt.datetime.combine(day, at, self.employer_zone))
        return moment if moment.time() in self.awake and self.busy.free(moment) else None

    def _shared(self, day: dt.date, hours: Hours, at: dt.time | None = None) -> Sequence[Window]:
        """When the employer's hours of a day meet the candidate's waking ones; those from `at` on first."""
        shared = _meetings(day, hours, self.employer_zone, self.awake, self.candidate_zone)
        if at is None:
            return shared
        preferred = _utc(dt.datetime.combine(day, at, self.employer_zone))
        if self._here(preferred).time() not in self.awake:
            return shared
        return [*((max(first, preferred), last) for first, last in shared), *shared]

    def _worked(self, window: Window, hours: Hours) -> Iterator[Window]:
        """The parts of a window inside the candidate's hours, on days that both sides work."""
        for yours, part in _parts(window, hours, self.candidate_zone):
            if self.candidate.day_off(yours):
                continue
            if self.employer_zone is self.candidate_zone:
                theirs_of_it: Iterable[tuple[dt.date, Window]] = [(yours, part)]
            else:
                theirs_of_it = _parts(part, WHOLE_DAY, self.employer_zone)
            for theirs, piece in theirs_of_it:
                if not self.employer.day_off(theirs):
                    yield piece

    def _free_quarters(self, windows: Iterable[Window]) -> Iterator[dt.datetime]:
        """Every quarter-hour, on the candidate's clock, that no interview takes."""
        for first, last in windows:
            moment = _quarter_hour(first)
            while moment <= last:
                if self.busy.free(moment):
                    yield self._here(moment)
                moment += QUARTER

    def _first_free(self, windows: Iterable[Window], length: dt.timedelta = QUARTER) -> dt.datetime | None:
        """The first quarter-hour, on the candidate's clock, that no interview takes."""
        for first, last in windows:
            moment = _quarter_hour(first)
            while (free := self.busy.free_from(moment, length)) > moment:
                moment = _quarter_hour(free)
            if moment <= last:
                return self._here(moment)
        return None


@lru_cache(maxsize=1024)
def at_leisure(
    employer: Workdays,
    candidate: Workdays,
    zones: tuple[ZoneInfo, ZoneInfo],
    awake: Hours,
    spread: int | None,
) -> Diary:
    """The one diary of all who share these two sides, for the time when no interview is near."""
    return Diary(employer, candidate, *zones, Busy(()), awake, spread)


@lru_cache(maxsize=8192)  # many interviews ask for the same days; so below
def _rolled(leisure: Diary, day: dt.date, slot: Slot) -> tuple[dt.datetime, tuple[Day, ...]]:
    return leisure.roll_forward(day, slot)


@lru_cache(maxsize=1024)
def _window(day: dt.date, hours: Hours, zone: ZoneInfo) -> Window:
    """A day's hours on a zone's clock; an hour that comes twice is in it both times."""
    first = dt.datetime.combine(day, hours.first, zone)
    last = dt.datetime.combine(day, hours.last, zone).replace(fold=1)
    return _utc(first), _utc(last)


@lru_cache(maxsize=1024)
def _meetings(
    day: dt.date, hours: Hours, zone: ZoneInfo, others: Hours, other_zone: ZoneInfo
) -> tuple[Window, ...]:
    """When the hours of a zone's day meet the hours of another zone."""
    return tuple(part for _, part in _parts(_window(day, hours, zone), others, other_zone))


def _parts(window: Window, hours: Hours, zone: ZoneInfo) -> Iterator[tuple[dt.date, Window]]:
    """The parts of a window that lie inside a zone's hours, each with its date there."""
    day, last_day = (moment.astimezone(zone).date() for moment in window)
    while day <= last_day:
        first, last = _window(day, hours, zone)
        part = max(first, window[0]), min(last, window[1])
        if part[0] <= part[1]:
            yield day, part
        day += DAY


def _quarter_hour(moment: dt.datetime) -> dt.datetime:
    """The first quarter-hour from a moment on, in UTC: every zone's offset is a multiple of a quarter."""
    past = moment.minute % 15
    if not (past or moment.second or moment.microsecond):
        return moment
    return moment.replace(second=0, microsecond=0) + dt.timedelta(minutes=15 - past)


def _ordinal(moment: dt.datetime, zone: ZoneInfo) -> int:
    """The number of a moment's date in a zone."""
    return moment.astimezone(zone).toordinal()


def _utc(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(dt.UTC)
