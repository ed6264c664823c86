"""Working days: a country's own weekend, holidays and make-up days, and what one side adds to them."""

from __future__ import annotations

import datetime as dt
import sys
from functools import cache, lru_cache
from importlib import import_module
from types import ModuleType

import holidays
from dateutil.relativedelta import relativedelta
from holidays.registry import COUNTRIES
from msgspec import Struct

from icsgen.model import MonthDay, Span

__all__ = [
    "CODES",
    "DAY",
    "NO_PART",
    "Count",
    "Country",
    "Day",
    "Workdays",
    "country",
    "months",
    "months_later",
    "workdays",
]

DAY = dt.timedelta(days=1)
COUNTRIES_PACKAGE = "holidays.countries"
CODES = {codes[1]: codes[0] for codes in COUNTRIES.values()}
"""ISO 3166 code of each country that has holiday data, with the name of its class there."""


class Day(Struct, frozen=True):
    """A day that is not worked, and its reason as a predicate: ``Thu 26 Nov`` ``is Thanksgiving Day``."""

    date: dt.date
    reason: str
    weekend: bool = False


class Count(Struct, frozen=True):
    """Where a span ends, and the days that did not count on the way."""

    date: dt.date
    skipped: tuple[Day, ...] = ()


NO_PART = "none"
"""The subdivision of who lives in none that has holidays of its own, as most of France has none."""


class Country:
    """The working days of a country, or of one subdivision of it; years are read as they are asked for."""

    def __init__(self, code: str, subdivision: str | None) -> None:
        _load_alone(code)
        languages = getattr(holidays, CODES[code]).supported_languages
        language = next((name for name in ("en_US", "en_GB") if name in languages), None)
        self.code, self.subdivision = code, subdivision
        part = None if subdivision == NO_PART else subdivision
        self.data = holidays.country_holidays(code, subdiv=part, language=language)
        self.first_year, self.last_year = self.data.start_year, self.data.end_year
        self._off: dict[dt.date, Day | None] = {}
        self._awaits: dict[int, bool] = {}
        self._weekends: dict[dt.date, frozenset[int]] = {}

    def day_off(self, date: dt.date) -> Day | None:
        """The reason why this day is not worked; None on a working day."""
        try:
            return self._off[date]
        except KeyError:
            return self._off.setdefault(date, self._look_up(date))

    def _look_up(self, date: dt.date) -> Day | None:
        if self.data.is_working_day(date):
            return None
        if self.data.is_weekend(date):
            return Day(date, "the weekend", weekend=True)
        return Day(date, self.data.get(date, "a holiday").replace("; ", " and "))

    def is_holiday(self, date: dt.date) -> bool:
        """Whether the day is a public holiday, be it on a weekend."""
        return date in self.data

    def holidays_named(self, parts: str, year: int) -> list[dt.date]:
        """The days of a year whose holiday's name holds one of these parts (``a|b``), in order."""
        self.is_holiday(dt.date(year, 1, 1))  # makes the year known
        names = {date: name.casefold() for date, name in self.data.items() if date.year == year}
        return sorted(date for date, name in names.items() if any(part in name for part in parts.split("|")))

    def awaits_make_up_days(self, year: int) -> bool:
        """Whether working weekends were decreed each year of late, but this year's are not yet known."""
        if year not in self._awaits:
            known = {day.year for last in range(year - 3, year + 1) for day in self._worked_weekends(last)}
            self._awaits[year] = len(known) >= 2 and year not in known
        return self._awaits[year]

    def _worked_weekends(self, year: int) -> set[dt.date]:
        self.is_holiday(dt.date(year, 1, 1))
        return {day for day in self.data.weekend_workdays if day.year == year}

    def weekend(self, date: dt.date) -> frozenset[int]:
        """The weekdays that are free from a date on: not the same in every state of Malaysia, nor always."""
        if date not in self._weekends:
            week = (date + day * DAY for day in range(7))
            self._weekends[date] = frozenset(day.weekday() for day in week if self.data.is_weekend(day))
        return self._weekends[date]

    def week_start(self, date: dt.date) -> int:
        """The weekday after the weekend: Monday is 0; Sunday in Israel, Monday in Brunei (Friday, Sunday)."""
        return (max(self.weekend(date), default=6) + 1) % 7


def _load_alone(code: str) -> None:
    """Load a country's module without the 250 others that its package imports, a fifth of our start-up.

    The package that stands in for theirs is taken away again, so that theirs is there for who asks for it.
    """
    if COUNTRIES_PACKAGE in sys.modules:
        return
    module = next(module for module, codes in COUNTRIES.items() if codes[1] == code)
    stand_in = ModuleType(COUNTRIES_PACKAGE)
    stand_in.__path__ = [f"{folder}/countries" for folder in holidays.__path__]
    sys.modules[COUNTRIES_PACKAGE] = stand_in
    try:
        import_module(f"{COUNTRIES_PACKAGE}.{module}")
    finally:
        del sys.modules[COUNTRIES_PACKAGE]


@cache
def months(count: int) -> relativedelta:
    """So many calendar months, to add to a date."""
    return relativedelta(months=count)


@lru_cache(maxsize=1024)  # many interviews ask for the same days
def months_later(date: dt.date, count: int) -> dt.date:
    """The same day of a later month; its last one, where that is shorter."""
    return date + months(count)


@lru_cache(maxsize=512)
def country(code: str, subdivision: str | None = None) -> Country:
    """A country's calendar, read once; the code and subdivision must be known ones."""
    return Country(code, subdivision)


class Workdays(Struct, frozen=True, eq=False):  # one is itself: cheap to look up by
    """One side's calendar: its country's working days, less `closed`, plus `open`."""

    country: Country
    closed: frozenset[dt.date] = frozenset()
    open: frozenset[dt.date] = frozenset()
    closed_because: str = "the employer's shutdown"
    quiet: tuple[tuple[MonthDay, MonthDay], ...] | None = ()
    """Yearly spans without contact; None: 24 December to 1 January where 25 December is a holiday."""
    known: dict[dt.date, Day | None] = {}
    """What was looked up."""

    def day_off(self, date: dt.date) -> Day | None:
        """The reason why this side does not work on a day; None on a working day."""
        try:
            return self.known[date]
        except KeyError:
            return self.known.setdefault(date, self._look_up(date))

    def _look_up(self, date: dt.date) -> Day | None:
        if date in self.closed:
            return Day(date, self.closed_because)
        if date in self.open:
            return None
        return self.country.day_off(date)

    def quiet_day(self, date: dt.date) -> Day | None:
        """The reason why nobody is written to on this day, working day or not."""
        if self.quiet is not None:
            at = (date.month, date.day)
            quiet = any(
                first <= at <= last if first <= last else at >= first or at <= last
                for first, last in self.quiet
            )
            return Day(date, "quiet time") if quiet else None
        if not ((date.month == 12 and date.day >= 24) or date.month == date.day == 1):
            return None
        christmas = dt.date(date.year - (date.month == 1), 12, 25)
        return Day(date, "quiet time around Christmas") if self.country.is_holiday(christmas) else None

    def after(self, date: dt.date, span: Span) -> Count:
        """The date a span after this one; business days are counted, the first one being the next."""
        return _after(self, date, span)

    def last_before(self, date: dt.date) -> Count:
        """The last working day before this one."""
        skipped: list[Day] = []
        while off := self.day_off(date := date - DAY):
            skipped.append(off)
        return Count(date, tuple(reversed(skipped)))


@lru_cache(maxsize=1024)
def workdays(
    where: Country,
    closed: frozenset[dt.date],
    open_: frozenset[dt.date],
    because: str,
    quiet: tuple[tuple[MonthDay, MonthDay], ...] | None,
) -> Workdays:
    """The one calendar of all who share it: what was found out for one interview holds for the others."""
    return Workdays(where, closed, open_, because, quiet)


@lru_cache(maxsize=8192)  # as `months_later`
def _after(side: Workdays, date: dt.date, span: Span) -> Count:
    if span.unit == "days":
        return Count(date + span.count * DAY)
    if span.unit == "months":
        return Count(months_later(date, span.count))
    left = span.count
    skipped: list[Day] = []
    while left:
        date += DAY
        if off := side.day_off(date):
            skipped.append(off)
        else:
            left -= 1
    return Count(date, tuple(skipped))
