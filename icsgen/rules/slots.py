"""Clock times: the hour of a day at which both sides are awake, at work and not in an interview."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from icsgen.model import Interview
from icsgen.rules.workdays import DAY, Day, Workdays

__all__ = ["Busy", "Diary", "Hours", "Slot"]

QUARTER = dt.timedelta(minutes=15)
HOUR = dt.timedelta(hours=1)
MARGIN = dt.timedelta(minutes=30)
"""No milestone stands nearer to an interview than this."""


@dataclass(frozen=True, slots=True)
class Hours:
    """A span of clock time, both ends in it."""

    first: dt.time
    last: dt.time

    def __contains__(self, moment: dt.datetime) -> bool:
        return self.first <= moment.time() <= self.last


AWAKE = Hours(dt.time(8), dt.time(20))
"""When the candidate may be asked to act."""
OFFICE = Hours(dt.time(9), dt.time(17))
PHONE = Hours(dt.time(10), dt.time(16))
THANKS = Hours(dt.time(8, 30), dt.time(18))
LATE_THANKS = Hours(dt.time(8, 30), dt.time(21))

MAIL_AT = dt.time(10)
PHONE_AT = dt.time(10, 30)
TICKLER_AT = dt.time(9, 30)

Slot = Callable[[dt.date], dt.datetime | None]
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

    def without(self, interview: Interview) -> Busy:
        """The times of the other interviews."""
        return Busy(each for each in self.interviews if each is not interview)

    def free(self, moment: dt.datetime, minutes: int = 15) -> bool:
        """Whether nothing of the time from this moment on lies in or near an interview."""
        end = _utc(moment) + dt.timedelta(minutes=minutes)
        before = bisect_right(self.starts, end - dt.timedelta.resolution) - 1
        return before < 0 or self.ends[before] <= _utc(moment)


@dataclass(frozen=True, slots=True)
class Diary:
    """Both sides of one interview: their working days, their clocks, and the candidate's interviews."""

    employer: Workdays
    candidate: Workdays
    employer_zone: ZoneInfo
    candidate_zone: ZoneInfo
    busy: Busy

    def mail(self, day: dt.date) -> dt.datetime | None:
        """10:00 for the employer on their date, where the candidate is awake; else as near as both can."""
        return self._first_free(self._shared(day, MAIL_AT, OFFICE)) or self._first_free(
            moment for moment in self._quarters(day, self.employer_zone) if self._here(moment) in AWAKE
        )

    def phone(self, day: dt.date) -> dt.datetime | None:
        """10:30 for the employer on their date, inside 10:00-16:00, where the candidate is awake."""
        return self._first_free(self._shared(day, PHONE_AT, PHONE))

    def can_phone(self, day: dt.date) -> bool:
        """Whether the employer's phone hours of a day and the candidate's waking hours meet at all."""
        return any(True for _ in self._shared(day, PHONE_AT, PHONE))

    def desk(self, day: dt.date) -> dt.datetime | None:
        """09:30 for the candidate on their date, or the next free quarter-hour of it."""
        return self.from_hour(day, TICKLER_AT)

    def from_hour(self, day: dt.date, hour: dt.time, minutes: int = 15) -> dt.datetime | None:
        """This hour for the candidate on their date, or the next quarter-hour with so many minutes free."""
        first = _utc(dt.datetime.combine(day, hour, self.candidate_zone))
        last = _utc(dt.datetime.combine(day, AWAKE.last, self.candidate_zone))
        return self._first_free(_quarter_hours(first, last), minutes)

    def thanks(self, end: dt.datetime) -> dt.datetime:
        """The thank-you's moment, always within (end, end + 24 h] (CADENCE: thank-you slot)."""
        first, last = _utc(end) + 2 * HOUR, _utc(end) + 24 * HOUR
        working = (
            moment
            for moment in _quarter_hours(first, last)
            if self._here(moment) in THANKS and not self.day_off(moment)
        )
        any_day = (moment for moment in _quarter_hours(first, last) if self._here(moment) in LATE_THANKS)
        for moments in (working, any_day, _quarter_hours(first, last)):
            if moment := self._first_free(moments):
                return moment
        return self._here(
            next(_quarter_hours(first, last))
        )  # interviews day and night: the limit still holds

    def thanks_at_once(self, end: dt.datetime) -> dt.datetime:
        """The moment of the short thank-you when they decide the same day: from half an hour on, by two."""
        first, last = _utc(end) + MARGIN, _utc(end) + 2 * HOUR
        soon = self._first_free(_quarter_hours(first, last))
        return soon or self._here(next(_quarter_hours(first, last)))

    def day_off(self, moment: dt.datetime) -> Day | None:
        """Why a moment's day, each side's own date, is not worked by both; None where it is."""
        theirs = self.employer.day_off(moment.astimezone(self.employer_zone).date())
        if theirs:
            return theirs
        yours = self.candidate.day_off(self._here(moment).date())
        if (
            yours
            and self.candidate.country is not self.employer.country
            and not yours.reason.startswith("your")
        ):
            return Day(yours.date, f"{yours.reason} where you are", yours.weekend)
        return yours

    def quiet_day(self, moment: dt.datetime) -> Day | None:
        """Why nobody is contacted on a moment's day, by each side's own date."""
        return self.employer.quiet_day(
            moment.astimezone(self.employer_zone).date()
        ) or self.employer.quiet_day(self._here(moment).date())

    def roll_forward(self, day: dt.date, slot: Slot) -> tuple[dt.datetime, tuple[Day, ...]]:
        """The slot of the first day on or after this one that both work and that is not quiet."""
        passed = list[Day]()
        while True:
            moment = slot(day)
            if moment is None:
                off: Day | None = self.employer.day_off(day) or Day(day, "full of interviews")
            else:
                off = self.day_off(moment) or self.quiet_day(moment)
            if moment and not off:
                return moment, tuple(passed)
            if off:
                passed.append(off)
            day += DAY

    def _here(self, moment: dt.datetime) -> dt.datetime:
        return moment.astimezone(self.candidate_zone)

    def _first_free(self, moments: Iterable[dt.datetime], minutes: int = 15) -> dt.datetime | None:
        return next((self._here(moment) for moment in moments if self.busy.free(moment, minutes)), None)

    def _shared(self, day: dt.date, at: dt.time, hours: Hours) -> Iterator[dt.datetime]:
        """The quarter-hours of the employer's day inside both sides' hours, those from `at` on first."""
        preferred = dt.datetime.combine(day, at, self.employer_zone)
        if self._here(preferred) in AWAKE:
            yield _utc(preferred)  # nearly always the one, at a hundredth of the price
        shared = [
            moment
            for moment in self._quarters(day, self.employer_zone)
            if moment.astimezone(self.employer_zone) in hours and self._here(moment) in AWAKE
        ]
        yield from (moment for moment in shared if moment > preferred)
        yield from (moment for moment in shared if moment < preferred)

    def _quarters(self, day: dt.date, zone: ZoneInfo) -> Iterator[dt.datetime]:
        """Every quarter-hour of a day in a zone; a day has 23 to 25 hours of them."""
        midnight = dt.datetime.combine(day, dt.time(), zone)
        following = dt.datetime.combine(day + DAY, dt.time(), zone)
        return _quarter_hours(_utc(midnight), _utc(following) - QUARTER)


def _quarter_hours(first: dt.datetime, last: dt.datetime) -> Iterator[dt.datetime]:
    """The quarter-hours from first to last, both in UTC; every zone's offset is a multiple of a quarter."""
    moment = first.replace(minute=first.minute - first.minute % 15, second=0, microsecond=0)
    if moment < first:
        moment += QUARTER
    while moment <= last:
        yield moment
        moment += QUARTER


def _utc(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(dt.UTC)
