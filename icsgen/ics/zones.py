"""VTIMEZONE (RFC 5545, 3.6.5) from zoneinfo: one yearly rule per direction, fitted to the years of a file.

Outlook misreads lists of RDATE, and knows only rules of one month, one weekday and one week of the month. A
zone that has no such rule in the years asked for gets no VTIMEZONE, and its events are written in UTC.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from calendar import monthcalendar, monthrange
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain, pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

__all__ = ["TZID", "WEEKDAYS", "tzid", "vtimezone"]

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LAST = -1
NEIGHBOURS = 10  # years on each side of a file's, in which a rule is tried too
EPOCH = dt.date(1970, 1, 1)
DAY = 86400  # seconds
STEP = 7 * DAY  # no zone changes twice within a week; Tucumán did within two
MINUTE = dt.timedelta(minutes=1)
# An area and a place: neither an abbreviation nor an offset is a name to every client. The sizes are those of
# the tz database, and keep a DTSTART within one line.
TZID = re.compile(r"(?!(?:Etc|SystemV|posix|right)/)[A-Za-z0-9_+-]{1,14}(?:/[A-Za-z0-9_+-]{1,14}){1,2}")


class Onset(NamedTuple):
    """A change of the clock; `wall` is what it shows just before."""

    wall: dt.datetime
    before: dt.timedelta
    after: dt.timedelta
    name: str


class Rule(NamedTuple):
    """An onset of every year; `week` of the month is 1 to 4, or -1 for the last."""

    month: int
    week: int
    weekday: int
    time: dt.time
    before: dt.timedelta
    after: dt.timedelta
    name: str


Year = tuple[Onset, ...]


def tzid(zone: dt.tzinfo) -> str | None:
    """The name that clients know the zone by, if there is one."""
    name = zone.key if isinstance(zone, ZoneInfo) else None
    return name if name and TZID.fullmatch(name) else None


@lru_cache(maxsize=1024)
def vtimezone(zone: ZoneInfo, first_year: int, last_year: int) -> tuple[str, ...] | None:
    """The content lines for the local times of these years; None: no yearly rule fits, so write UTC."""
    name = tzid(zone)
    # The rules start in 1970, and a change at the turn of the year is looked for in the year after.
    if name is None or not 1970 < first_year <= last_year < dt.MAXYEAR:
        return None
    years = [_onsets(zone, year) for year in range(first_year, last_year + 1)]
    if any(years):
        beside = chain(
            range(first_year - NEIGHBOURS, first_year), range(last_year + 1, last_year + NEIGHBOURS + 1)
        )
        lines = _pair(years, [_onsets(zone, year) for year in beside if 1970 < year < dt.MAXYEAR])
    else:
        lines = _lone(dt.datetime(first_year, 7, 1, tzinfo=zone))
    return ("BEGIN:VTIMEZONE", f"TZID:{name}", *lines, "END:VTIMEZONE") if lines else None


def _pair(years: Sequence[Year], beside: Sequence[Year]) -> list[str]:
    """STANDARD and DAYLIGHT, or nothing unless every year has one onset of each."""
    if any(len(onsets) != 2 for onsets in years):
        return []
    # The smaller offset is STANDARD, though Ireland's law and zoneinfo have it the other way round.
    standard = _fit(years, beside, rising=False)
    daylight = _fit(years, beside, rising=True)
    if not standard or not daylight or (standard.before, standard.after) != (daylight.after, daylight.before):
        return []
    if standard.before % MINUTE or standard.after % MINUTE:
        return []
    return _observance("STANDARD", standard) + _observance("DAYLIGHT", daylight)


def _lone(moment: dt.datetime) -> list[str]:
    """STANDARD alone, of a zone that does not change its clock; nothing if the offset has seconds."""
    offset = moment.utcoffset() or dt.timedelta()
    if offset % MINUTE:
        return []
    start = dt.datetime.combine(EPOCH, dt.time())
    return _lines("STANDARD", start, offset, offset, moment.tzname() or "")


# --- fitting


def _fit(years: Sequence[Year], beside: Sequence[Year], *, rising: bool) -> Rule | None:
    """The rule of all the years; of several the one that holds in the most years beside them.

    A rule that holds in none of those (Morocco's follows Ramadan) is no yearly rule.
    """
    common = set.intersection(*(_rules(onsets, rising=rising) for onsets in years))
    tried = [_rules(onsets, rising=rising) for onsets in beside]
    held = {rule: sum(rule in rules for rules in tried) for rule in common}
    best = max(held, key=lambda rule: (held[rule], rule.week == LAST), default=None)
    return best if best and held[best] else None


def _rules(onsets: Year, *, rising: bool) -> set[Rule]:
    """Every rule that gives a year's onset in this direction."""
    wanted = (onset for onset in onsets if (onset.after > onset.before) is rising)
    return {
        Rule(wall.month, week, wall.weekday(), wall.time(), before, after, name)
        for wall, before, after, name in wanted
        for week in _weeks(wall)
    }


def _weeks(day: dt.date) -> list[int]:
    """Which of its weekday in the month this is; the fourth may be the last too, and the fifth always is."""
    weeks = [(day.day + 6) // 7]
    return [*weeks, LAST] if day.day + 7 > monthrange(day.year, day.month)[1] else weeks


# --- probing zoneinfo, in seconds since 1970


@lru_cache(maxsize=4096)
def _onsets(zone: ZoneInfo, year: int) -> Year:
    """The onsets of a local year; two days on either side cover every offset."""
    start, end = ((dt.date(y, 1, 1) - EPOCH).days for y in (year, year + 1))
    marks = range((start - 2) * DAY, (end + 2) * DAY + STEP, STEP)
    offsets = [_clock(zone, mark).utcoffset() for mark in marks]
    found = (
        _onset(zone, mark) for mark, (old, new) in zip(marks, pairwise(offsets), strict=False) if old != new
    )
    return tuple(onset for onset in found if onset.wall.year == year)


def _onset(zone: ZoneInfo, mark: int) -> Onset:
    """The onset within a step of the mark, to the second."""
    before = _clock(zone, mark).utcoffset()
    seconds = range(mark, mark + STEP)
    change = mark + bisect_left(seconds, True, key=lambda second: _clock(zone, second).utcoffset() != before)
    old, new = _clock(zone, change - 1), _clock(zone, change)
    wall = old.replace(tzinfo=None) + dt.timedelta(seconds=1)
    return Onset(
        wall, old.utcoffset() or dt.timedelta(), new.utcoffset() or dt.timedelta(), new.tzname() or ""
    )


def _clock(zone: ZoneInfo, seconds: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(seconds, zone)


# --- content lines


def _observance(kind: str, rule: Rule) -> list[str]:
    """An observance from 1970 on, its DTSTART on the day that its own rule gives there."""
    column = [week[rule.weekday] for week in monthcalendar(1970, rule.month) if week[rule.weekday]]
    day = column[rule.week if rule.week == LAST else rule.week - 1]
    start = dt.datetime.combine(dt.date(1970, rule.month, day), rule.time)
    yearly = f"RRULE:FREQ=YEARLY;BYMONTH={rule.month};BYDAY={rule.week}{WEEKDAYS[rule.weekday]}"
    return _lines(kind, start, rule.before, rule.after, rule.name, yearly)


def _lines(
    kind: str, start: dt.datetime, before: dt.timedelta, after: dt.timedelta, name: str, *rule: str
) -> list[str]:
    return [
        f"BEGIN:{kind}",
        f"DTSTART:{start:%Y%m%dT%H%M%S}",
        *rule,
        f"TZOFFSETFROM:{_offset(before)}",
        f"TZOFFSETTO:{_offset(after)}",
        f"TZNAME:{name}",
        f"END:{kind}",
    ]


def _offset(offset: dt.timedelta) -> str:
    hours, minutes = divmod(abs(offset) // MINUTE, 60)
    return f"{'-' if offset < dt.timedelta() else '+'}{hours:02}{minutes:02}"
