"""What a calendar says of itself to those who subscribe to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from icsgen.ics.components import Line, Reading
from icsgen.ics.faults.rule import Found, Rule
from icsgen.ics.properties import duration, known_zone, shown

__all__ = ["FEEDS"]


def _refresh_form(file: Reading) -> Iterator[Found]:
    for line in file.lines("VCALENDAR", "REFRESH-INTERVAL"):
        if (line.parameter("VALUE") or "").upper() != "DURATION":
            yield line.number, "it does not say ;VALUE=DURATION; Home Assistant refuses the file"


def _refresh(file: Reading) -> Iterator[Found]:
    for line in file.lines("VCALENDAR", "REFRESH-INTERVAL"):
        if line.parameter("VALUE") and not _is_interval(line):
            yield line.number, f"REFRESH-INTERVAL is {shown(line.value)}; a length such as PT6H is expected"


def _is_interval(line: Line) -> bool:
    return (duration(line.value) or dt.timedelta()) > dt.timedelta()


def _published(file: Reading) -> Iterator[Found]:
    for line in file.lines("VCALENDAR", "X-PUBLISHED-TTL"):
        if not _is_interval(line):
            yield line.number, f"X-PUBLISHED-TTL is {shown(line.value)}; a length such as PT6H is expected"


def _zone(file: Reading) -> Iterator[Found]:
    for line in file.lines("VCALENDAR", "X-WR-TIMEZONE"):
        if not known_zone(line.value.strip()):
            yield line.number, f"X-WR-TIMEZONE is {shown(line.value)}, which is no zone that Google knows"


FEEDS = (
    Rule(
        "refresh-interval-form",
        "error",
        ("rfc", "others"),
        _refresh_form,
        "Write REFRESH-INTERVAL;VALUE=DURATION:PT6H.",
        "RFC 7986, 5.7; CLIENTS.md 35",
    ),
    Rule(
        "refresh-interval-malformed",
        "error",
        ("rfc",),
        _refresh,
        "Write REFRESH-INTERVAL;VALUE=DURATION:PT6H.",
        "RFC 7986, 5.7",
    ),
    Rule(
        "published-ttl-malformed",
        "warning",
        ("outlook",),
        _published,
        "Write X-PUBLISHED-TTL:PT6H.",
        "CLIENTS.md 35, 1d",
    ),
    Rule(
        "calendar-zone-unknown",
        "warning",
        ("google",),
        _zone,
        "Write a zone such as Europe/Berlin, or delete the line.",
        "CLIENTS.md 12, 1b",
    ),
)
