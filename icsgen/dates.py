"""Dates and times in English: not by strftime, whose names follow the machine's locale, and which is slow."""

from __future__ import annotations

import datetime as dt

__all__ = ["MONTHS", "WEEKDAYS", "clock", "date_text"]

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def clock(moment: dt.datetime) -> str:
    """``14:30``."""
    return f"{moment.hour:02}:{moment.minute:02}"


def date_text(date: dt.date, year: bool = True) -> str:
    """A date in few words: ``Mon 30 Nov 2026``."""
    text = f"{WEEKDAYS[date.weekday()][:3]} {date.day} {MONTHS[date.month - 1][:3]}"
    return f"{text} {date.year}" if year else text
