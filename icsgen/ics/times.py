"""When an event takes place: the lines of its start, its end and its recurrence, written and read."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from icsgen.ics.lines import fold
from icsgen.ics.zones import TZID, WEEKDAYS

__all__ = ["Slot", "moment", "slot_of", "times", "utc"]

Moment = TypeVar("Moment", dt.date, dt.datetime)
YEARS = range(1900, 2300)
"""Of what can be in a file: the details of a document are held in narrower bounds."""
LONGEST = dt.timedelta(hours=26)  # a day, and the hours by which its clocks are changed
TIMES = re.compile(
    r"DTSTART(?P<form>;VALUE=DATE|;TZID=(?P<tzid>[^:;\n]+)|):(?P<start>\w+)\nDTEND(?P=form):(?P<end>\w+)"
    r"(?:\nRRULE:FREQ=WEEKLY;BYDAY=[A-Z]{2};UNTIL=(?P<until>\w+))?(?:\nEXDATE(?P=form):(?P<exdates>[\w,]+))?",
    re.ASCII,
)


class Slot(NamedTuple):
    """Start, end, last start and those left out, as written: dates, times in the file's zone, or in UTC."""

    start: dt.date
    end: dt.date
    until: dt.date | None
    exdates: tuple[dt.datetime, ...] = ()


# --- written


def times(slot: Slot) -> bytes:
    """The lines of a slot."""
    start, end, until, exdates = slot
    form = _form(start)
    written = b"DTSTART%b:%b\r\nDTEND%b:%b" % (form, _basic(start), form, _basic(end))
    if until:
        # Beside a DTSTART with a zone, UNTIL is in UTC (RFC 5545, 3.3.10).
        last = _basic(until.astimezone(dt.UTC) if isinstance(until, dt.datetime) else until)
        weekday = WEEKDAYS[start.weekday()].encode()
        written += b"\r\nRRULE:FREQ=WEEKLY;BYDAY=%b;UNTIL=%b" % (weekday, last)
    if exdates:  # in the zone of DTSTART, or Apple and outlook.com do not find them
        written += b"\r\n" + fold(b"EXDATE%b:%b" % (form, b",".join(map(_basic, exdates))))
    return written


def utc(moment: dt.datetime) -> bytes:
    """A moment as a stamp is written: UTC, in the basic format."""
    return _basic(moment.astimezone(dt.UTC))


def _form(moment: dt.date) -> bytes:
    """The parameter that tells how to read the value."""
    if not isinstance(moment, dt.datetime):
        return b";VALUE=DATE"
    zone = moment.tzinfo
    return b"" if zone is dt.UTC else b";TZID=%b" % str(zone).encode()


def _basic(moment: dt.date) -> bytes:
    """ISO 8601 without its marks, to the second, with a Z in UTC."""
    day = moment.year * 10_000 + moment.month * 100 + moment.day
    if not isinstance(moment, dt.datetime):
        return b"%08d" % day
    time = moment.hour * 10_000 + moment.minute * 100 + moment.second
    return b"%08dT%06d%b" % (day, time, b"Z" if moment.tzinfo is dt.UTC else b"")


# --- read


def slot_of(lines: str) -> Slot:
    """The slot that is written so.

    Raises:
        ValueError: none is.
    """
    found = TIMES.fullmatch(lines)
    if not found:
        raise ValueError("no times")
    zone, form = _zone(found["tzid"]), found["form"]
    start, end = _read(found["start"], form, zone), _read(found["end"], form, zone)
    until = _read(found["until"], form, zone) if found["until"] else None
    if isinstance(until, dt.datetime) and zone:
        until = until.astimezone(zone)
    exdates = [_read(each, form, zone) for each in (found["exdates"] or "").split(",") if each]
    slot = Slot(start, end, until, tuple(each for each in exdates if isinstance(each, dt.datetime)))
    if not start < end <= start + LONGEST or (until and until < start):
        raise ValueError("times without an order")
    if times(slot).replace(b"\r\n ", b"").replace(b"\r\n", b"\n") != lines.encode():
        raise ValueError("times that are written otherwise")
    return slot


def moment(stamp: bytes) -> dt.datetime:
    """What `utc` writes so; a ValueError for what it does not write."""
    return _near(dt.datetime.strptime(stamp.decode(), "%Y%m%dT%H%M%SZ").replace(tzinfo=dt.UTC))


def _read(value: str, form: str, zone: ZoneInfo | None) -> dt.date:
    if form == ";VALUE=DATE":
        return _near(dt.date.fromisoformat(value))
    found = dt.datetime.fromisoformat(value)
    return _near(found if found.tzinfo else found.replace(tzinfo=zone or dt.UTC))


def _near(found: Moment) -> Moment:
    """What lies far off is no time of ours, and arithmetic with it may end outside the calendar."""
    if found.year not in YEARS:
        raise ValueError("a time out of reach")
    return found


def _zone(name: str | None) -> ZoneInfo | None:
    if name is None:
        return None
    if not TZID.fullmatch(name):
        raise ValueError("no time zone")
    try:
        return ZoneInfo(name)
    except (KeyError, OSError) as fault:  # unknown, or a folder of zones
        raise ValueError("no time zone") from fault
