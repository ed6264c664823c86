"""Times: how each is written, and in which zone."""

from __future__ import annotations

from collections.abc import Iterator

from icsgen.ics.components import Line, Reading
from icsgen.ics.faults.rule import Found, Rule
from icsgen.ics.properties import DATE, LOCAL, UTC, moment, moments, shown

__all__ = ["TIMES"]

STAMPS = ("DTSTAMP", "CREATED", "LAST-MODIFIED")
TIMES_OF_EVENTS = ("DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE")


def _malformed(file: Reading) -> Iterator[Found]:
    for line in file.lines("VEVENT", *STAMPS, *TIMES_OF_EVENTS):
        read = moments(line)
        if None in read:
            yield line.number, f"{line.name} is {shown(line.value)}, which is no time and no date"
        elif _declared(line) == "DATE" and any(each and each.form != DATE for each in read):
            yield line.number, f"{line.name} is said to be a date, and has a time: {shown(line.value)}"


def _declared(line: Line) -> str:
    return (line.parameter("VALUE") or "").upper()


def _date_not_declared(file: Reading) -> Iterator[Found]:
    for line in file.lines("VEVENT", *TIMES_OF_EVENTS):
        if _declared(line) != "DATE" and any(each and each.form == DATE for each in moments(line)):
            yield line.number, f"{line.name} is a date and does not say so; ICSx⁵ and others do not read it"


def _stamp_not_utc(file: Reading) -> Iterator[Found]:
    for line in file.lines("VEVENT", *STAMPS):
        read = moment(line)
        if read and read.form != UTC:
            yield line.number, f"{line.name} is {read.form}; it has to be in UTC, with a Z at its end"


def _zone_beside_utc(file: Reading) -> Iterator[Found]:
    for line in file.lines("VEVENT", *TIMES_OF_EVENTS):
        if line.parameters and any(each and each.form == UTC and each.tzid for each in moments(line)):
            yield line.number, f"{line.name} names a zone and is in UTC (Z); programs follow either"


def _zone_beside_date(file: Reading) -> Iterator[Found]:
    for line in file.lines("VEVENT", *TIMES_OF_EVENTS):
        if line.parameters and any(each and each.form == DATE and each.tzid for each in moments(line)):
            yield line.number, f"{line.name} is a date with a zone, which a date cannot have"


def _floating(file: Reading) -> Iterator[Found]:
    for line in file.lines("VEVENT", "DTSTART"):
        read = moment(line)
        if read and read.form == LOCAL:
            yield line.number, "the time has no zone; Google reads it as UTC, Outlook warns or shifts it"


TIMES = (
    Rule(
        "time-malformed",
        "error",
        ("rfc",),
        _malformed,
        "Write the date as 20261117 (with ;VALUE=DATE), or the time as 20261117T143000Z.",
        "RFC 5545, 3.3.4, 3.3.5",
    ),
    Rule(
        "date-not-declared",
        "warning",
        ("rfc", "others"),
        _date_not_declared,
        "Write ;VALUE=DATE after the name.",
        "RFC 5545, 3.2.20, 3.8.2.4; github.com/lfos/calcurse/issues/81",
    ),
    Rule(
        "stamp-not-utc",
        "warning",
        ("rfc",),
        _stamp_not_utc,
        "Write the time in UTC, such as 20261101T120000Z.",
        "RFC 5545, 3.8.7.1 to 3.8.7.3",
    ),
    Rule(
        "zone-beside-utc",
        "error",
        ("rfc",),
        _zone_beside_utc,
        "Delete the TZID, or the Z if the time is local.",
        "RFC 5545, 3.2.19",
    ),
    Rule(
        "zone-beside-date",
        "warning",
        ("rfc",),
        _zone_beside_date,
        "Delete the TZID.",
        "RFC 5545, 3.2.19",
    ),
    Rule(
        "floating-time",
        "error",
        ("google", "outlook"),
        _floating,
        "Name the zone (;TZID=Europe/Berlin, with its VTIMEZONE), or write the time in UTC with a Z.",
        "RFC 5545, 3.3.5; CLIENTS.md 12",
    ),
)
