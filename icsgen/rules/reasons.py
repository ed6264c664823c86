"""The sentences that explain a date: the rule, the arithmetic and every skipped day by name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import groupby

from msgspec import Struct

from icsgen.dates import WEEKDAYS, clock, date_text
from icsgen.model import Span
from icsgen.rules.workdays import Count, Day

__all__ = [
    "Given",
    "InTime",
    "Moved",
    "Target",
    "Weekly",
    "listed",
    "passed_text",
    "sentence",
    "skipped_text",
]


def listed(parts: Sequence[str]) -> str:
    """Words in a row: ``a``, ``a and b``, ``a, b and c``."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def skipped_text(days: Iterable[Day]) -> str:
    """Every day with its reason: ``Sun 22 Nov is the weekend, Thu 26 Nov is Thanksgiving Day``."""
    reasons: dict[str, list[dt.date]] = {}
    for day in days:
        reasons.setdefault(day.reason, []).append(day.date)
    return ", ".join(
        f"{_dates_text(dates)} {'is' if len(dates) == 1 else 'are'} {reason}"
        for reason, dates in reasons.items()
    )


def passed_text(days: Iterable[Day]) -> str:
    """The holidays and closed days alone, once each: ``Thanksgiving Day skipped``; empty where none was."""
    reasons = dict.fromkeys(day.reason for day in days if not day.weekend)
    return f"{listed(list(reasons))} skipped" if reasons else ""


def _dates_text(dates: Sequence[dt.date]) -> str:
    """Dates in a row, each month named once: ``Sat 21, Sun 22 and Sat 28 Nov``."""
    parts: list[str] = []
    for _, month in groupby(dates, key=lambda date: (date.year, date.month)):
        *first, last = month
        parts += [f"{WEEKDAYS[date.weekday()][:3]} {date.day}" for date in first] + [
            date_text(last, year=False)
        ]
    return listed(parts)


# --- reasons of a milestone's moment, put into words when they are asked for


class Given(Struct, frozen=True):
    """Of the interview itself."""

    start: dt.datetime
    end: dt.datetime

    def __str__(self) -> str:
        day = date_text(self.start.date())
        return f"The interview itself, as given: {day}, {clock(self.start)} to {clock(self.end)}."


class InTime(Struct, frozen=True):
    """Of the thank-you: within so much time of the end, be that a day off or not."""

    rule: str
    end: dt.datetime
    moment: dt.datetime
    off: Day | None

    def __str__(self) -> str:
        end, moment = (f"{clock(each)} on {date_text(each.date())}" for each in (self.end, self.moment))
        although = f", although {skipped_text([self.off])}, for it must not wait" if self.off else ""
        return f"{self.rule} of the end at {end}: {moment}{although}."


class Weekly(Struct, frozen=True):
    """Of what comes each week, and why until then."""

    every: str
    first: dt.date
    until: str
    last: dt.date
    firm: str

    def __str__(self) -> str:
        first, last = date_text(self.first), date_text(self.last)
        return sentence(f"{self.every} from {first} {self.until}, {last}{self.firm}")


class Target(Struct, frozen=True):
    """A counted date, and the words for how: ``21 days after the follow-up`` `` on Mon 30 Nov 2026``."""

    count: Count
    rule: str
    since: str
    counted: tuple[Span, str]


class Moved(Struct, frozen=True):
    """Of a contact: how its counted date came to its moment."""

    target: Target
    moment: dt.datetime
    passed: tuple[Day, ...]
    theirs: dt.date
    """The moment's date for the employer."""
    by_mail: str | None
    waits: str | None = None
    """Why it may not be sooner than it is."""

    def __str__(self) -> str:
        target, day = self.target, self.moment.date()
        moved = self.theirs if any(each.date == day for each in self.passed) else day
        rule = f"{target.rule}{target.since} is {date_text(target.count.date)}"
        parts = [_with_skipped(f"{rule[0].upper()}{rule[1:]}", target.count.skipped)]
        if self.waits:
            parts.append(_with_skipped(f"{self.waits}: {date_text(moved)}", self.passed))
        elif self.passed:
            parts.append(f"from there it moves to {date_text(moved)}, since {skipped_text(self.passed)}")
        if self.theirs != day:
            parts.append(f"{date_text(self.theirs)} for the employer is {date_text(day)} for you")
        if self.by_mail:
            parts.append(f"a mail in place of the call, since {self.by_mail}")
        return f"{'; '.join(parts)}."


def sentence(text: str, skipped: Iterable[Day] = ()) -> str:
    """What a rule says, and every day it skipped."""
    return f"{_with_skipped(f'{text[0].upper()}{text[1:]}', skipped)}."


def _with_skipped(text: str, skipped: Iterable[Day]) -> str:
    days = skipped_text(skipped)
    return f"{text} ({days})" if days else text
