"""What a file's own VTIMEZONE (RFC 5545, 3.6.5) says of a local time, to be held against the tz database."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from icsgen.ics.components import Component
from icsgen.ics.properties import moment, moments, offset, rule_parts
from icsgen.ics.zones import WEEKDAYS

__all__ = ["Observance", "observances", "offset_at", "yearly"]

DAY = dt.timedelta(days=1)
NEVER = dt.datetime(9999, 12, 31)  # noqa: DTZ001 - a local time
MOST_DATES = 500  # of an RDATE; a zone that changes twice a year needs as many for 250 years


class Yearly(NamedTuple):
    """An onset of every year: of the days of a month that may be, the one that fits."""

    month: int
    weekday: int | None
    week: int
    """Of the month, -1 for the last; 0: of the days, the first that fits."""
    days: tuple[int, ...]


class Observance(NamedTuple):
    """STANDARD or DAYLIGHT."""

    start: dt.datetime
    before: dt.timedelta
    after: dt.timedelta
    rule: Yearly | None
    until: dt.datetime
    """Its last onset in local time, roughly."""
    dates: tuple[dt.datetime, ...]


def observances(zone: Component) -> list[Observance]:
    """Those of a VTIMEZONE; none where one is not understood."""
    found = [_observance(each) for each in zone.components if each.name in ("STANDARD", "DAYLIGHT")]
    return [each for each in found if each] if all(found) else []


def _observance(component: Component) -> Observance | None:
    first, rule = component.first("DTSTART"), component.first("RRULE")
    start = moment(first) if first else None
    before, after = offset(component.value("TZOFFSETFROM")), offset(component.value("TZOFFSETTO"))
    if not start or before is None or after is None:
        return None
    dates = [each for line in component.lines("RDATE") for each in moments(line)[:MOST_DATES]]
    yearly, until = None, NEVER
    if rule:
        parts = rule_parts(rule.value) or {}
        yearly, until = _yearly(parts, start.at), _until(parts)
        if not yearly:
            return None
    listed = tuple(sorted(each.at for each in dates if each))
    return Observance(start.at, before, after, yearly, until, listed)


def _until(parts: Mapping[str, str]) -> dt.datetime:
    year = parts.get("UNTIL", "9999")[:8]
    try:
        return dt.datetime.strptime(year, "%Y%m%d") + DAY if len(year) == 8 else NEVER  # noqa: DTZ007
    except (ValueError, OverflowError):
        return NEVER


def yearly(component: Component) -> Yearly | None:
    """The rule of an observance, where it is one of every year."""
    first, rule = component.first("DTSTART"), component.first("RRULE")
    start = moment(first) if first else None
    return _yearly(rule_parts(rule.value) or {}, start.at) if rule and start else None


def _yearly(parts: Mapping[str, str], start: dt.datetime) -> Yearly | None:
    """A rule of one month in each year; None of others."""
    known = {"FREQ", "INTERVAL", "BYMONTH", "BYDAY", "BYMONTHDAY", "UNTIL", "WKST"}
    if parts.get("FREQ") != "YEARLY" or parts.get("INTERVAL", "1") != "1" or not parts.keys() <= known:
        return None
    try:
        month = int(parts.get("BYMONTH", start.month))
        days = tuple(sorted(int(day) for day in parts.get("BYMONTHDAY", "").split(",") if day))
        week, weekday = _weekday(parts.get("BYDAY", ""))
    except ValueError:
        return None
    if weekday is None and not days:
        days = (start.day,)
    if not 1 <= month <= 12 or not all(1 <= day <= 31 for day in days) or abs(week) > 5:
        return None
    return Yearly(month, weekday, week, days) if bool(week) != bool(days) else None


def _weekday(byday: str) -> tuple[int, int | None]:
    """``-1SU`` as -1 and 6, ``SU`` as 0 and 6; several are a ValueError."""
    if not byday:
        return 0, None
    return int(byday[:-2] or 0), WEEKDAYS.index(byday[-2:])


def _onset(rule: Yearly, year: int, time: dt.time) -> dt.datetime | None:
    """When a rule changes the clock in a year."""
    last = monthrange(year, rule.month)[1]
    fitting = [
        day
        for day in range(1, last + 1)
        if rule.weekday in (None, dt.date(year, rule.month, day).weekday())
        and (not rule.days or day in rule.days)
    ]
    at = rule.week if rule.week < 0 else max(rule.week, 1) - 1
    if not -len(fitting) <= at < len(fitting):
        return None
    return dt.datetime.combine(dt.date(year, rule.month, fitting[at]), time)


def offset_at(found: Sequence[Observance], local: dt.datetime) -> dt.timedelta:
    """The offset from UTC at a local time: by the last onset before it, else from before the first."""
    last = max(
        ((onset, each) for each in found if (onset := _last(each, local))),
        key=lambda one: one[0],
        default=None,
    )
    return last[1].after if last else min(found, key=lambda each: each.start).before


def _last(observance: Observance, local: dt.datetime) -> dt.datetime | None:
    """The last onset of an observance that is not after a local time."""
    if observance.start > local:
        return None
    onsets = [observance.start, *(date for date in observance.dates if date <= local)]
    if observance.rule:
        year = min(local, observance.until).year
        tried = (
            _onset(observance.rule, each, observance.start.time())
            for each in (year, year - 1)
            if each >= dt.MINYEAR
        )
        onsets += [
            each for each in tried if each and observance.start <= each <= min(local, observance.until)
        ]
    return max(onsets)
