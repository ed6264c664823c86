"""The sentences that explain a date: the rule, the arithmetic and every skipped day by name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import groupby

from icsgen.rules.workdays import Day

__all__ = ["date_text", "listed", "passed_text", "skipped_text"]

# not strftime: its names follow the locale of the machine, and the same input must give the same bytes
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def date_text(date: dt.date, year: bool = True) -> str:
    """A date in few words: ``Mon 30 Nov 2026``."""
    text = f"{WEEKDAYS[date.weekday()]} {date.day} {MONTHS[date.month - 1]}"
    return f"{text} {date.year}" if year else text


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
        parts += [f"{WEEKDAYS[date.weekday()]} {date.day}" for date in first] + [date_text(last, year=False)]
    return listed(parts)
