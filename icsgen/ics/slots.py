"""When a milestone takes place, as a file can say it: in the candidate's zone, else in UTC."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby
from zoneinfo import ZoneInfo

from icsgen.ics.times import Slot
from icsgen.ics.zones import vtimezone
from icsgen.model import Milestone

__all__ = ["in_order", "observances_of", "slots_of"]

WEEK = dt.timedelta(weeks=1)
HALF_DAY = dt.timedelta(hours=12)


def in_order(milestone: Milestone, zone: ZoneInfo) -> tuple[dt.date, float]:
    """By day in the zone, the all-day ones first, then by instant."""
    start = milestone.start
    return (
        (start.astimezone(zone).date(), start.timestamp())
        if isinstance(start, dt.datetime)
        else (start, -math.inf)
    )


def _slot(milestone: Milestone, zone: dt.tzinfo) -> Slot:
    start, end, until = milestone.start, milestone.end, milestone.until
    if not isinstance(start, dt.datetime) or not isinstance(end, dt.datetime):
        return Slot(start, end, until.date() if until else None)
    # Half a day of room, as summer time may have moved the last start by an hour.
    weeks = (until - start + HALF_DAY) // WEEK if until else None
    start, end = start.astimezone(zone), end.astimezone(zone)
    if _unclear(start) or _unclear(end):
        start, end = start.astimezone(dt.UTC), end.astimezone(dt.UTC)
    if weeks is None:
        return Slot(start, end, None)
    return Slot(
        start, end, start + weeks * WEEK, tuple(each.astimezone(start.tzinfo) for each in milestone.exdates)
    )


def slots_of(milestone: Milestone, zone: dt.tzinfo) -> list[Slot]:
    """Its slot; of a weekly one in UTC a slot for each change of its own clock, which UTC does not follow."""
    whole, start, until = _slot(milestone, zone), milestone.start, milestone.until
    in_utc = isinstance(whole.start, dt.datetime) and whole.start.tzinfo is dt.UTC
    if not (in_utc and until and isinstance(start, dt.datetime)):
        return [whole]
    starts = (start + week * WEEK for week in range((until - start + HALF_DAY) // WEEK + 1))
    parts = (
        [each.astimezone(dt.UTC) for each in same] for _, same in groupby(starts, key=dt.datetime.utcoffset)
    )
    length = whole.end - whole.start
    return [
        Slot(times[0], times[0] + length, times[-1], tuple(each for each in whole.exdates if each in times))
        for times in parts
    ]


def _unclear(time: dt.datetime) -> bool:
    """Whether its zone skips or repeats it (PEP 495); clients read such a time in four ways."""
    return _has_change(time.date(), time.tzinfo) and (
        time.utcoffset() != time.replace(fold=1 - time.fold).utcoffset()
    )


@lru_cache(maxsize=1024)
def _has_change(day: dt.date, zone: dt.tzinfo | None) -> bool:
    """Whether a zone's clocks are changed at some time of a day: on most none is."""
    midnight = dt.datetime.combine(day, dt.time(), zone)
    return midnight.utcoffset() != (midnight + dt.timedelta(days=1)).utcoffset()


def observances_of(zone: ZoneInfo, slots: Iterable[Slot], kept: Iterable[Slot]) -> tuple[str, ...]:
    """The VTIMEZONE for the times written in the zone; none without such times, or where no rule fits.

    It is that of the times of `kept` too, which stay written as they are.
    """
    if years := _years(zone, slots):
        years |= _years(zone, kept)
    return vtimezone(zone, min(years), max(years)) or () if years else ()


def _years(zone: ZoneInfo, slots: Iterable[Slot]) -> set[int]:
    """Of the times written in a zone."""
    years = set[int]()
    for start, end, until, _ in slots:
        if isinstance(start, dt.datetime) and start.tzinfo is zone:
            years.update((start.year, end.year, (until or end).year))
    return years
