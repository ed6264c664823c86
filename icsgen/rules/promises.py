"""A timeline in the employer's words, found in the employer's calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import singledispatch

from dateutil.easter import easter

from icsgen.dates import date_text
from icsgen.errors import Place, Problem
from icsgen.model import (
    AroundHoliday,
    EndOfMonth,
    EndOfWeek,
    OnDate,
    OnDay,
    OnWeekday,
    Promise,
    Reading,
    Span,
    Timeline,
)
from icsgen.rules.workdays import DAY, Workdays, months, months_later

__all__ = ["promise"]

AFTER_HOLIDAY = Span(5, "business days")
YEARS_AHEAD = 8
"""29 February without a year is at most eight years away."""

KEPT_EVERYWHERE: dict[str, Callable[[int], dt.date]] = {
    "christmas": lambda year: dt.date(year, 12, 25),
    "new year": lambda year: dt.date(year, 1, 1),
    "easter": easter,
}
"""Days people count by also where they are worked."""


def promise(
    timeline: Timeline | None, said_on: dt.date, employer: Workdays, place: Place
) -> tuple[Promise | None, list[Problem]]:
    """The date that a timeline names, read on a day in the employer's calendar, and what is wrong with it.

    No promise where the timeline is unknown, names no date or is the interview's own day.
    """
    if timeline is None or timeline.reading is None:
        return None, []
    date = next(_dates(timeline.reading, said_on, employer), None)
    if date is None:
        return None, [
            Problem(place, f'"{timeline.said}" names no day in the calendar of the employer\'s country')
        ]
    if date < said_on:
        return None, [
            Problem(
                place,
                f'"{timeline.said}", read as {date_text(date)}, lies before the interview on '
                f"{date_text(said_on)}; expected a date after it",
            )
        ]
    weekday = timeline.reading.weekday if isinstance(timeline.reading, OnDate | OnDay) else None
    if weekday is not None and weekday != date.weekday():
        return None, [
            Problem(
                place,
                f'"{timeline.said}" would be {date_text(date)}; expected a weekday and a date that agree',
            )
        ]
    echo = f'"{timeline.said}", read as {date_text(date)}'
    found = Promise(said=timeline.said, date=date, echo=echo)
    if date > months_later(said_on, 3):
        return found, [
            Problem(place, f"{echo}, is more than three months away; is that meant?", warning=True)
        ]
    return found, []


def _dates(reading: Reading, said_on: dt.date, employer: Workdays) -> Iterator[dt.date]:
    """The date of a reading; a computed one that lies before the interview gives way to the next."""
    if isinstance(reading, OnDate):
        yield reading.date
        return
    for date in _computed(reading, said_on, employer):
        if date >= said_on:
            yield date
            return


@singledispatch
def _computed(reading: Reading, said_on: dt.date, employer: Workdays) -> Iterator[dt.date]:
    """The dates a reading could mean, soonest first."""
    raise TypeError(reading)


@_computed.register
def _(reading: Span, said_on: dt.date, employer: Workdays) -> Iterator[dt.date]:
    yield employer.after(said_on, reading).date


@_computed.register
def _(reading: OnWeekday, said_on: dt.date, employer: Workdays) -> Iterator[dt.date]:
    if reading.weeks:
        start = _week_start(said_on, employer) + 7 * reading.weeks * DAY
        yield start + (reading.weekday - start.weekday()) % 7 * DAY
    else:
        yield said_on + ((reading.weekday - said_on.weekday() - 1) % 7 + 1) * DAY


@_computed.register
def _(reading: EndOfWeek, said_on: dt.date, employer: Workdays) -> Iterator[dt.date]:
    start = _week_start(said_on, employer) + 7 * reading.weeks * DAY
    while True:  # a week may hold no working day: China's in the Spring Festival
        week = [start + day * DAY for day in range(7)]
        weekend = employer.country.weekend(start)  # a make-up day on it is worked, and yet not the week's end
        worked = [day for day in week if day.weekday() not in weekend and not employer.day_off(day)]
        yield from worked[-1:]
        start += 7 * DAY


@_computed.register
def _(reading: OnDay, said_on: dt.date, employer: Workdays) -> Iterator[dt.date]:
    first = said_on.replace(day=1) + months(reading.months)
    for month in range(12 * YEARS_AHEAD + 1):
        start = first + months(month)
        following = start + months(1)
        if reading.month in (None, start.month) and reading.day <= (following - start).days:
            yield start.replace(day=reading.day)


@_computed.register
def _(reading: EndOfMonth, said_on: dt.date, employer: Workdays) -> Iterator[dt.date]:
    if reading.year and reading.month:
        yield employer.last_before(dt.date(reading.year, reading.month, 1) + months(1)).date
        return
    first = said_on.replace(day=1) + months(reading.months)
    for month in range(13):
        start = first + months(month)
        if reading.month in (None, start.month):
            yield employer.last_before(start + months(1)).date


@_computed.register
def _(reading: AroundHoliday, said_on: dt.date, employer: Workdays) -> Iterator[dt.date]:
    for year in range(said_on.year, said_on.year + 3):
        for holiday in _holidays(reading.holiday, year, employer):
            yield (
                employer.last_before(holiday).date
                if reading.before
                else employer.after(holiday, AFTER_HOLIDAY).date
            )


def _holidays(name: str, year: int, employer: Workdays) -> list[dt.date]:
    found = employer.country.holidays_named(name, year)
    if not found and name in KEPT_EVERYWHERE:
        found = [KEPT_EVERYWHERE[name](year)]
    return found


def _week_start(date: dt.date, employer: Workdays) -> dt.date:
    """The first day of a date's week, which begins after the country's weekend."""
    return date - (date.weekday() - employer.country.week_start(date)) % 7 * DAY
