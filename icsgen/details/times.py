"""The text of one detail to its dates and times. A `ValueError` says what is expected."""

from __future__ import annotations

import datetime as dt
import re

from msgspec import Struct

from icsgen.details.phrases import timeline
from icsgen.details.values import between_commas, one_line, shown, zone
from icsgen.model import MonthDay, OnDate, OnDay, Span

__all__ = [
    "FIXED",
    "End",
    "LocalTime",
    "alarm",
    "date",
    "days",
    "duration",
    "end",
    "hours",
    "local_time",
    "quiet",
    "span",
    "stamp",
]

YEARS = range(1970, 2200)
FIXED = {"EST": "America/New_York", "MST": "America/Denver", "HST": "Pacific/Honolulu"}
"""Zones of one offset all year, which people write for those that have summer time."""
LONGEST = dt.timedelta(hours=24)
OFFSETS = dt.timedelta(hours=-12), dt.timedelta(hours=14)  # of all the clocks there are
LONGEST_RANGE = 1000  # days
MOST_QUIET = 183  # days of a year

TIME = (
    r"(?=\d{1,2}(?::\d|\s*[ap]\.?m\b))"  # a bare number is no time: 2026 may be a year
    r"(?P<hour>\d{1,2})(?::(?P<minute>\d\d)(?::00(?:\.0+)?)?)?\s*(?P<half>[ap]\.?m\b\.?)?"
)
DATE_AND_TIME = re.compile(
    rf"(?P<date>.+?)(?:(?<=\d)T|,? at |,? )\s*{TIME}(?:\s*(?P<zone>.+))?", re.IGNORECASE
)


class LocalTime(Struct, frozen=True):
    """A time on the clock, and the zone or offset that was written after it."""

    wall: dt.datetime
    zone: dt.tzinfo | None = None


class End(Struct, frozen=True):
    """An interview's end: on its start's day where no date is written."""

    time: dt.time
    day: dt.date | None = None
    zone: dt.tzinfo | None = None


def date(found: object) -> dt.date:
    """A date with its year: ``2026-11-17``, ``17 November 2026``."""
    text = one_line(found)
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        named = timeline(text) if re.search(r"[a-z./]", text.casefold()) else None
        if named and isinstance(named.reading, OnDay) and named.reading.month:
            raise ValueError(f"found {shown(text)}, without a year; expected one, as in 2026-11-17") from None
        if not (named and isinstance(named.reading, OnDate)):
            raise ValueError(f"found {shown(text)}; expected a date such as 2026-11-17") from None
        day = named.reading.date
        if named.reading.weekday not in (None, day.weekday()):
            found = f"found {shown(text)}, but that day is another weekday"
            raise ValueError(f"{found}; expected the two to agree") from None
    if day.year not in YEARS:
        raise ValueError(f"found the year {day.year}; expected one from {YEARS[0]} to {YEARS[-1]}")
    return day


def local_time(found: object) -> LocalTime:
    """``2026-11-17 14:30``, ``… 2:30 pm``, with a zone or an offset after it or not."""
    text = one_line(found)
    match = DATE_AND_TIME.fullmatch(text)
    if not match:
        raise ValueError(f"found {shown(text)}; expected a date and a time such as 2026-11-17 14:30")
    return LocalTime(dt.datetime.combine(date(match["date"]), _time(match, text)), _zone_after(match["zone"]))


def end(found: object) -> End:
    """``15:15``, or a date and a time."""
    text = one_line(found)
    if match := re.fullmatch(rf"{TIME}(?:\s+(?P<zone>.+))?", text, re.IGNORECASE):
        return End(_time(match, text), None, _zone_after(match["zone"]))
    moment = local_time(text)
    return End(moment.wall.time(), moment.wall.date(), moment.zone)


def _time(match: re.Match[str], text: str) -> dt.time:
    hour, minute, half = int(match["hour"]), int(match["minute"] or 0), (match["half"] or "")[:1].casefold()
    wrong_half = half and not 1 <= hour <= 12
    bare = match["minute"] is None and not half
    if half and not wrong_half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if wrong_half or bare or hour > 23 or minute > 59:
        raise ValueError(f"found {shown(text)}; expected a time such as 14:30 or 2:30 pm")
    return dt.time(hour, minute)


def _zone_after(text: str | None) -> dt.tzinfo | None:
    if not text:
        return None
    if text in ("Z", "z", "UTC", "GMT"):
        return dt.UTC
    if match := re.fullmatch(r"(?:UTC|GMT)?([+-])(\d{1,2})(?::?([0-5]\d))?", text):
        offset = dt.timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
        offset = -offset if match[1] == "-" else offset
        if OFFSETS[0] <= offset <= OFFSETS[1]:
            return dt.timezone(offset)
    if re.match(r"(?:-|–|to\b|until\b)\s*\d", text):
        raise ValueError(f"found {shown(text)} after the time; expected the end under `end:`")
    if text in FIXED:
        raise ValueError(f"found {text}, an hour off in summer; expected {FIXED[text]}")
    return zone(text)


def hours(found: object) -> tuple[dt.time, dt.time]:
    """``09:00-18:00``: the first and the last time of a day, an hour apart at least."""
    text = one_line(found)
    clocks = [re.fullmatch(TIME, part.strip(), re.IGNORECASE) for part in re.split(r"-|–|\bto\b", text)]
    times = [_time(match, text) for match in clocks if match]
    if len(times) < len(clocks) or len(times) != 2:
        raise ValueError(f"found {shown(text)}; expected two times of a day, such as 09:00-18:00")
    first, last = times
    if (last.hour - first.hour) * 60 + last.minute - first.minute < 60:
        raise ValueError(f"found {shown(text)}; expected an hour at least, within one day")
    return first, last


def duration(found: object) -> dt.timedelta:
    """``45 min``, ``1 h 30``, ``1:30``; a bare number is minutes."""
    text = one_line(found)
    hours = r"(?:(?P<h>\d{1,3}(?:[.,]\d+)?) ?(?:h|hr|hrs|hours?))"
    minutes = r"(?:(?P<m>\d{1,4}) ?(?:m|min|mins|minutes?)?)"
    match = re.fullmatch(
        rf"{hours}?(?: ?(?:and )?{minutes})?\.?|(?P<hh>\d{{1,2}}):(?P<mm>[0-5]\d)", text.casefold()
    )
    if match:
        whole = float((match["h"] or match["hh"] or "0").replace(",", "."))
        length = dt.timedelta(minutes=round(whole * 60) + int(match["m"] or match["mm"] or 0))
        if dt.timedelta() < length <= LONGEST:
            return length
    raise ValueError(f"found {shown(text)}; expected a length such as 45 min or 1 h 30, at most 24 h")


def alarm(found: object) -> dt.timedelta:
    """How long before to ring, as a length; ``none`` is zero."""
    return dt.timedelta() if isinstance(found, str) and found.strip() == "none" else duration(found)


def span(found: object) -> Span:
    """``5 business days``, ``21 days``, ``3 weeks``, ``2 months``."""
    text = one_line(found)
    named = timeline(text)
    if named and isinstance(named.reading, Span):
        return named.reading
    raise ValueError(f"found {shown(text)}; expected a number of days, such as 5 business days or 3 weeks")


def stamp(found: object) -> dt.datetime:
    """A moment in UTC, to the second: ``2026-11-10T09:00:00Z``."""
    text = one_line(found)
    if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", text):
        try:
            return dt.datetime.fromisoformat(text)
        except ValueError:
            pass
    raise ValueError(f"found {shown(text)}; expected a moment in UTC such as 2026-11-10T09:00:00Z")


def days(found: object) -> frozenset[dt.date]:
    """A list of dates and of ranges ``first..last``, both ends in them, or these between commas."""
    return frozenset(day for days in between_commas(found, _day_range) for day in days)


def _day_range(found: object) -> list[dt.date]:
    text = one_line(found)
    first, dots, last = (part.strip() for part in text.partition(".."))
    start = date(first)
    stop = date(last) if dots else start
    if not 0 <= (stop - start).days < LONGEST_RANGE:
        wrong = "ends before it begins" if stop < start else f"is longer than {LONGEST_RANGE} days"
        raise ValueError(f"found {shown(text)}, which {wrong}; expected first..last")
    return [start + dt.timedelta(days=day) for day in range((stop - start).days + 1)]


def quiet(found: object) -> tuple[tuple[MonthDay, MonthDay], ...]:
    """Yearly spans ``12-21..01-03``, or ``none``."""
    spans = () if found in ("none", ["none"]) else between_commas(found, _yearly_span)
    if sum(map(_length, spans)) > MOST_QUIET:
        raise ValueError(f"found {shown(found)}, which is most of the year; expected weeks, not months")
    return spans


def _length(span: tuple[MonthDay, MonthDay]) -> int:
    """How many days of a year a yearly span is."""
    first, last = (dt.date(2024, *day) for day in span)
    return (last - first).days % 366 + 1


def _yearly_span(found: object) -> tuple[MonthDay, MonthDay]:
    text = one_line(found)
    match = re.fullmatch(r"(\d\d)-(\d\d)(?: ?\.\. ?(\d\d)-(\d\d))?", text)
    try:
        if match:
            month, day, last_month, last_day = (int(part) if part else 0 for part in match.groups())
            dt.date(2024, month, day), dt.date(2024, last_month or month, last_day or day)
            return (month, day), (last_month or month, last_day or day)
    except ValueError:
        pass
    raise ValueError(f"found {shown(text)}; expected days of each year such as 12-21..01-03, or none")
