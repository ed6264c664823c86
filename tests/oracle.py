"""Where milestones must stand, found again from CADENCE's words by plain, slow loops over holiday data.

Nothing here is imported from `icsgen.rules`: what both find is right by two ways.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from icsgen.model import WAKING_HOURS, Candidate, Interview

DAY = dt.timedelta(days=1)
MINUTE = dt.timedelta(minutes=1)
YEARS = range(2023, 2034)


@lru_cache(maxsize=512)
def data_of(code: str, part: str | None) -> holidays.HolidayBase:
    return holidays.country_holidays(code, subdiv=part, years=YEARS)


@dataclass(frozen=True)
class Side:
    """A calendar that counts or sends."""

    code: str
    part: str | None = None
    closed: frozenset[dt.date] = frozenset()
    open: frozenset[dt.date] = frozenset()

    def works(self, day: dt.date) -> bool:
        data = data_of(self.code, self.part)
        if day in self.closed or day in self.open:
            return day not in self.closed
        return day in data.weekend_workdays if data.is_weekend(day) else day not in data

    def quiet(self, day: dt.date) -> bool:
        """24 December to 1 January where 25 December is a holiday."""
        year = day.year - (day.month == 1)
        span = dt.date(year, 12, 24) <= day <= dt.date(year + 1, 1, 1)
        return span and dt.date(year, 12, 25) in data_of(self.code, self.part)

    def counted(self, day: dt.date, count: int) -> dt.date:
        """The last day of the shortest span after a day that holds so many working days."""
        while count:
            day += DAY
            count -= self.works(day)
        return day


def months_later(day: dt.date, months: int) -> dt.date:
    """The same day of a later month, or its last one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in range(day.day, 0, -1):
        try:
            return dt.date(year, month + 1, number)
        except ValueError:
            continue
    raise AssertionError(day)


@dataclass(frozen=True)
class Clocks:
    """Both sides of an interview on the clock, and the candidate's interviews."""

    employer: ZoneInfo
    candidate: ZoneInfo
    interviews: tuple[Interview, ...] = ()
    awake: tuple[dt.time, dt.time] = (dt.time(8), dt.time(20))

    def free(self, moment: dt.datetime, minutes: int = 15) -> bool:
        """Whether these minutes keep half an hour off every interview."""
        first, last = moment - 30 * MINUTE, moment + (minutes + 30) * MINUTE
        return all(last <= each.start or each.end <= first for each in self.interviews)

    def quarters(self, day: dt.date) -> Iterator[tuple[dt.datetime, dt.time, dt.time]]:
        """The employer's day by quarter-hours: the moment, their clock, the candidate's."""
        moment = dt.datetime.combine(day - DAY, dt.time(), dt.UTC)
        for _ in range(3 * 96):
            theirs = moment.astimezone(self.employer)
            if theirs.date() == day:
                yield moment, theirs.time(), moment.astimezone(self.candidate).time()
            moment += 15 * MINUTE

    def first(
        self, day: dt.date, at: dt.time | None, first: dt.time, last: dt.time
    ) -> tuple[dt.datetime | None, bool]:
        """The free slot between two hours of the employer's day, and whether there were any, free or not.

        That of the wanted hour if the candidate is awake then, else the earliest; where interviews stand in
        the way, the next one free, and only then an earlier one.
        """
        inside = [
            (moment, theirs)
            for moment, theirs, here in self.quarters(day)
            if first <= theirs <= last and self.awake[0] <= here <= self.awake[1]
        ]
        if at and any(theirs == at for _, theirs in inside):
            inside = [each for each in inside if each[1] >= at] + [each for each in inside if each[1] < at]
        return next((moment for moment, _ in inside if self.free(moment)), None), bool(inside)

    def mail(self, day: dt.date) -> dt.datetime | None:
        both, _ = self.first(day, dt.time(10), dt.time(9), dt.time(17))
        return both or self.first(day, None, dt.time(0), dt.time(23, 59))[0]

    def phone(self, day: dt.date) -> tuple[dt.datetime | None, bool]:
        return self.first(day, dt.time(10, 30), dt.time(10), dt.time(16))

    def call(self, day: dt.date) -> dt.datetime | None:
        """By phone; by mail only where the hours of both never meet on that day."""
        moment, meet = self.phone(day)
        return moment if meet else self.mail(day)

    def desk(self, day: dt.date) -> dt.datetime | None:
        """09:30 for the candidate, or the next free quarter-hour of their hours."""
        first, last = self.awake
        first = dt.time(9, 30) if first <= dt.time(9, 30) <= last else first
        for quarter in range(96):
            wall = dt.datetime.combine(day, dt.time(quarter // 4, quarter % 4 * 15), self.candidate)
            if first <= wall.time() <= last and self.free(wall.astimezone(dt.UTC)):
                return wall
        return None


@dataclass(frozen=True)
class World:
    """An interview with both calendars and both clocks."""

    employer: Side
    candidate: Side
    clocks: Clocks

    def works(self, moment: dt.datetime) -> bool:
        """By each side's own date."""
        theirs = moment.astimezone(self.clocks.employer).date()
        return self.employer.works(theirs) and self.candidate.works(self.here(moment).date())

    def quiet(self, moment: dt.datetime) -> bool:
        dates = {moment.astimezone(self.clocks.employer).date(), self.here(moment).date()}
        return any(self.employer.quiet(day) for day in dates)

    def here(self, moment: dt.datetime) -> dt.datetime:
        return moment.astimezone(self.clocks.candidate)

    def rolled(self, day: dt.date, slot: Callable[[dt.date], dt.datetime | None]) -> dt.datetime:
        """The first slot from a day on that is worked by both and not quiet."""
        while True:
            moment = slot(day)
            if moment and self.works(moment) and not self.quiet(moment):
                return self.here(moment)
            day += DAY

    def thanks(self, end: dt.datetime) -> dt.datetime:
        """The earliest quarter-hour of the 22 hours that fits best, a free one if there is any."""
        end = end.astimezone(dt.UTC)
        minutes = (end + 120 * MINUTE + step * MINUTE for step in range(22 * 60 + 1))
        window = [minute for minute in minutes if minute.minute % 15 == 0]
        (first, last), awake = (dt.time(8, 30), dt.time(18)), self.clocks.awake
        narrow = (max(first, awake[0]), min(last, awake[1]))
        inside = narrow if narrow[0] < narrow[1] else awake
        office = [each for each in window if self._between(each, *inside) and self.works(each)]
        late = [each for each in window if self._between(each, first, dt.time(21))]
        narrow = (max(first, awake[0]), min(dt.time(21), awake[1]))
        own = [each for each in window if self._between(each, *(narrow if narrow[0] < narrow[1] else awake))]
        for choice in (office, late if awake == WAKING_HOURS else own, late, window):
            for moment in choice:
                if self.clocks.free(moment):
                    return self.here(moment)
        return self.here(window[0])

    def _between(self, moment: dt.datetime, first: dt.time, last: dt.time) -> bool:
        return first <= self.here(moment).time() <= last


def world(interview: Interview, me: Candidate, interviews: Iterable[Interview]) -> World:
    return World(
        Side(interview.region.country, interview.region.subdivision, interview.closed, interview.open),
        Side(me.region.country, me.region.subdivision, me.days_off),
        Clocks(interview.region.timezone, me.region.timezone, tuple(interviews), me.hours),
    )
