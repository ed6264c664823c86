"""The weekly milestone of a whole job search: one for the person, whatever the number of interviews."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence, Set
from functools import lru_cache

from msgspec import Struct

from icsgen.dates import WEEKDAYS
from icsgen.model import Candidate, Fact, Milestone
from icsgen.rules.placements import HALF_HOUR, Placed
from icsgen.rules.reasons import Weekly
from icsgen.rules.slots import Busy, Hours
from icsgen.rules.workdays import DAY

__all__ = ["Search", "every_tuesday"]

WEEK = dt.timedelta(weeks=1)
KEEP_LOOKING_AT = dt.time(9)
TUESDAY = 1


class Search(Struct, frozen=True, kw_only=True):
    """What the rules of a whole job search read: every interview's milestones."""

    candidate: Candidate
    milestones: Sequence[Milestone]
    busy: Busy
    accepted: Fact | None = None
    """What ended it."""


def every_tuesday(search: Search) -> Placed | None:
    """Tuesdays from the first after the first interview until the last tickler [article: keep looking].

    Another weekday where an interview takes every hour of some Tuesday; none on the candidate's days off.
    """
    zone = search.candidate.region.timezone
    facts = [fact.date for each in search.milestones if each.interview for fact in each.interview.log]
    live = [each for each in search.milestones if each.live]
    held = [each.date for each in live if each.key == "interview"]
    first = min(held or facts or [each.date for each in search.milestones])
    ticklers = [each.date for each in live if each.key == "tickler"]
    last_day = max(ticklers or [first, *facts, *(each.date for each in live)])
    if search.accepted:
        last_day = search.accepted.date
        if _weekly(first, last_day, TUESDAY)[0] > last_day:
            return None
    elif not ticklers:
        last_day += 4 * WEEK
    weekday, hour = next(_free_each_week(first, last_day, search), (TUESDAY, KEEP_LOOKING_AT))
    start, last, left_out = _without(search.candidate.days_off, *_weekly(first, last_day, weekday))
    until = "until the last tickler" if ticklers else "until four weeks after the last thing that happened"
    until = "until an offer was accepted" if search.accepted else until
    firm = "" if search.accepted else ": no offer is firm"
    every = f"every {WEEKDAYS[weekday]}"
    return Placed(
        start=dt.datetime.combine(start, hour, zone),
        until=dt.datetime.combine(last, hour, zone),
        exdates=tuple(dt.datetime.combine(day, hour, zone) for day in left_out),
        reason=Weekly(every, start, until, last_day, firm),
        why_short=f"{every} {until}",
    )


def _weekly(after: dt.date, until: dt.date, weekday: int) -> tuple[dt.date, dt.date]:
    """A weekday's first and last date after one day and until another, the first in any case."""
    first = after + ((weekday - after.weekday() - 1) % 7 + 1) * DAY
    return first, first + max((until - first) // WEEK, 0) * WEEK


def _without(off: Set[dt.date], first: dt.date, last: dt.date) -> tuple[dt.date, dt.date, list[dt.date]]:
    """Weekly dates short of those off at either end, and those off in between; all, where all are off."""
    missed = {day for day in off if first <= day <= last and day.weekday() == first.weekday()}
    if len(missed) > (last - first) // WEEK:
        return first, last, []
    while first in missed:
        first += WEEK
    while last in missed:
        last -= WEEK
    return first, last, sorted(day for day in missed if first < day < last)


def _free_each_week(after: dt.date, last: dt.date, search: Search) -> Iterator[tuple[int, dt.time]]:
    """The weekdays, Tuesday first, and the quarter-hours from 09:00 on that no interview ever takes."""
    zone = search.candidate.region.timezone
    end = max(last, after + WEEK)  # a first one there is in any case
    taken = [day for day in search.busy.dates(zone) if after < day <= end]
    hours = _quarters(search.candidate.hours)
    for weekday in (TUESDAY, *range(TUESDAY + 1, 7), 0):
        days = [day for day in taken if day.weekday() == weekday]
        for hour in hours:
            if all(search.busy.free(dt.datetime.combine(day, hour, zone), HALF_HOUR) for day in days):
                yield weekday, hour


@lru_cache(maxsize=64)
def _quarters(hours: tuple[dt.time, dt.time]) -> tuple[dt.time, ...]:
    """The quarter-hours of these hours from 09:00 on, short of the last."""
    asked = Hours(*hours).since(KEEP_LOOKING_AT)
    day = (dt.time(quarter // 4, quarter % 4 * 15) for quarter in range(24 * 4))
    return tuple(time for time in day if time in asked and time < asked.last)
