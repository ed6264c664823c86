"""What is to be done, by a plan and a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from icsgen.dates import clock, date_text
from icsgen.model import Entry, Fact, Interview, Milestone
from icsgen.plan import Plan, state
from icsgen.rules.logs import FACT_OF, log_problems

__all__ = ["HEADINGS", "Item", "items"]

DAY, WEEK = dt.timedelta(days=1), dt.timedelta(days=7)
SUNDAY = 6
OVER = "Done or over"
HEADINGS = ("Overdue", "Today", "This week", "Next", OVER)
"""In the order in which they are shown."""


class Item(Struct, frozen=True, kw_only=True):
    """Something to do, as it stands today."""

    entry: Entry
    state: str
    """As `icsgen.plan.state` has it."""
    date: dt.date
    """In the zone of whose calendar it is; of what is weekly, the next time."""
    days: int
    """From today on; before it where negative."""
    fact: str | None
    """The kind of fact to log next, once it is done; None where none can be logged today."""
    candidate: str = ""
    """Who has to do it, where there are many."""

    @property
    def heading(self) -> str:
        """One of `HEADINGS`."""
        if self.state == "overdue":
            return "Overdue"
        if self.state not in ("planned", "due"):
            return OVER
        if self.days <= 0:
            return "Today"
        # a week ends with its Sunday
        return "This week" if self.days <= SUNDAY - (self.date - self.days * DAY).weekday() else "Next"

    @property
    def is_over(self) -> bool:
        """Whether it is done, or is not to be done any more."""
        return self.heading == OVER

    @property
    def urgency(self) -> str:
        """``3 days late``, ``today``, ``in 2 days``; empty once it is over."""
        if self.is_over:
            return ""
        if self.state == "overdue":
            return f"{_days(-self.days)} late"
        return {0: "today", 1: "tomorrow"}.get(max(self.days, 0)) or f"in {_days(self.days)}"

    @property
    def when(self) -> str:
        """The day, its year where it is not this one, and the hour."""
        start, this_year = self.entry.milestone.start, (self.date - self.days * DAY).year
        hour = clock(start) if isinstance(start, dt.datetime) else "all day"
        return f"{date_text(self.date, year=self.date.year != this_year)} {hour}"

    @property
    def place_in_time(self) -> tuple[int, str, dt.datetime, bool]:
        """Sorts by heading, then by candidate, then soonest first in any zone; what lasts all day comes first
        on its day."""
        milestone = self.entry.milestone
        time = milestone.start.time() if isinstance(milestone.start, dt.datetime) else dt.time()
        moment = dt.datetime.combine(self.date, time, milestone.candidate.region.timezone)
        heading = HEADINGS.index(self.heading)
        return heading, self.candidate.casefold(), moment.astimezone(dt.UTC), not milestone.all_day


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def items(plan: Plan, now: dt.datetime) -> Iterator[Item]:
    """What a plan has to be done and what became of it, in order of time; `now` is aware."""
    today = now.astimezone(plan.candidate.region.timezone).date()
    for entry in plan.told:
        date, stands = _next_date(entry.milestone, today), state(entry.milestone, now)
        pending = stands in ("due", "overdue")
        yield Item(
            entry=entry,
            state=stands,
            date=date,
            days=(date - today).days,
            fact=_fact(entry.milestone, today) if pending else None,
        )


def _next_date(milestone: Milestone, today: dt.date) -> dt.date:
    """The day of a milestone; of a weekly one, the next day that it comes round."""
    date, left_out = milestone.date, {each.date() for each in milestone.exdates}
    while milestone.until and (date < today or date in left_out) and date < milestone.until.date():
        date += WEEK
    return date


def _fact(milestone: Milestone, today: dt.date) -> str | None:
    """What to log once it is done today: itself, or what its log needs before it."""
    interview = milestone.interview
    if not interview or milestone.key not in FACT_OF:
        return None
    # a call is logged after its follow-up
    wanted = ("call", "follow-up") if milestone.key == "call" else (FACT_OF[milestone.key],)
    return next((kind for kind in wanted if _can_be_logged(milestone, interview, kind, today)), None)


def _can_be_logged(milestone: Milestone, interview: Interview, kind: str, today: dt.date) -> bool:
    fact = Fact(kind=kind, date=today, source=interview.source)
    zone = milestone.candidate.region.timezone
    return not any(log_problems(replace(interview, log=(*interview.log, fact)), zone))
