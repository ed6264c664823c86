"""From when to when an event takes place, as one program reads it and another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from icsgen.ics.components import Component, Line, Reading
from icsgen.ics.faults.rule import Find, Found, Rule
from icsgen.ics.properties import DATE, LOCAL, Moment, duration, moment, shown

__all__ = ["SPANS"]


def _no_start(file: Reading) -> Iterator[Found]:
    for event in file.all("VEVENT"):
        if not event.first("DTSTART"):
            yield event.number, "the event has no DTSTART, so it has no day to be shown on"


def _spans(file: Reading) -> Iterator[tuple[Component, Line, Moment, Moment]]:
    """Each event with the line of its end, its start and its end."""
    for event in file.all("VEVENT"):
        first, last = event.first("DTSTART"), event.first("DTEND")
        if first and last:
            start, end = moment(first), moment(last)
            if start and end:
                yield event, last, start, end


def _length(start: Moment, end: Moment) -> dt.timedelta | None:
    """From start to end, where both are known."""
    if (start.form, start.tzid) == (end.form, end.tzid):
        return end.at - start.at
    first, last = start.instant, end.instant
    return last - first if first and last else None


def _end_before_start(file: Reading) -> Iterator[Found]:
    for _, line, start, end in _spans(file):
        length = _length(start, end)
        if length is not None and length < dt.timedelta():
            yield line.number, "the event ends before it starts"


def _without_length(form: bool, text: str) -> Find:
    """Events that end as they start: of whole days, or timed."""

    def find(file: Reading) -> Iterator[Found]:
        for _, line, start, end in _spans(file):
            if (start.form == DATE) is form and _length(start, end) == dt.timedelta():
                yield line.number, text

    return find


def _date_and_time(file: Reading) -> Iterator[Found]:
    for _, line, start, end in _spans(file):
        if (start.form == DATE) != (end.form == DATE):
            yield line.number, f"the start is {start.form}, the end {end.form}; both have to be of one kind"


def _other_end(file: Reading) -> Iterator[Found]:
    for _, line, start, end in _spans(file):
        if DATE not in (start.form, end.form) and (start.form == LOCAL) != (end.form == LOCAL):
            yield line.number, f"the start is {start.form}, the end {end.form}; programs differ on the length"


def _end_and_duration(file: Reading) -> Iterator[Found]:
    for event in file.all("VEVENT"):
        if (line := event.first("DURATION")) and event.first("DTEND"):
            yield line.number, "the event has a DTEND and a DURATION; only one may be there"


def _no_end(file: Reading) -> Iterator[Found]:
    for event in file.all("VEVENT"):
        if (line := event.first("DTSTART")) and not event.first("DTEND") and not event.first("DURATION"):
            yield line.number, "the event has no end; one program gives it no length, another an hour"


def _duration(file: Reading) -> Iterator[Found]:
    for line in file.lines("VEVENT", "DURATION"):
        length = duration(line.value)
        if length is None or length < dt.timedelta():
            yield line.number, f"DURATION is {shown(line.value)}; a length such as PT1H30M is expected"


def _duration_of_days(file: Reading) -> Iterator[Found]:
    for event in file.all("VEVENT"):
        first, line = event.first("DTSTART"), event.first("DURATION")
        start = moment(first) if first else None
        if start and line and start.form == DATE and duration(line.value) and "T" in line.value:
            yield line.number, "an event of whole days has a DURATION of hours"


SPANS = (
    Rule(
        "no-start",
        "error",
        ("rfc",),
        _no_start,
        "Add a line such as DTSTART:20261117T143000Z.",
        "RFC 5545, 3.6.1; CLIENTS.md 3",
    ),
    Rule(
        "end-before-start",
        "error",
        ("rfc",),
        _end_before_start,
        "Write an end that is later.",
        "RFC 5545, 3.8.2.2",
    ),
    Rule(
        "day-without-length",
        "error",
        ("rfc", "google", "apple"),
        _without_length(True, "the end of a day is told by the next day; this one ends as it starts"),
        "Write the next day in DTEND.",
        "RFC 5545, 3.8.2.2; CLIENTS.md 13",
    ),
    Rule(
        "no-length",
        "warning",
        ("rfc",),
        _without_length(False, "the event ends at the time it starts"),
        "Write a later DTEND.",
        "RFC 5545, 3.8.2.2",
    ),
    Rule(
        "date-and-time",
        "error",
        ("rfc",),
        _date_and_time,
        "Write both as dates, or both as times.",
        "RFC 5545, 3.8.2.2",
    ),
    Rule(
        "other-end",
        "error",
        ("rfc",),
        _other_end,
        "Write the end as the start is written, with the same TZID.",
        "RFC 5545, 3.8.2.2",
    ),
    Rule(
        "end-and-duration",
        "error",
        ("rfc",),
        _end_and_duration,
        "Delete the DURATION.",
        "RFC 5545, 3.6.1",
    ),
    Rule(
        "no-end",
        "warning",
        ("others",),
        _no_end,
        "Add a DTEND.",
        "RFC 5545, 3.6.1; CLIENTS.md 51",
    ),
    Rule(
        "duration-malformed",
        "error",
        ("rfc",),
        _duration,
        "Write PT30M for half an hour, P1D for a day, or a DTEND in its place.",
        "RFC 5545, 3.3.6, 3.8.2.5",
    ),
    Rule(
        "duration-of-days",
        "error",
        ("rfc",),
        _duration_of_days,
        "Write whole days, such as P1D.",
        "RFC 5545, 3.8.2.5",
    ),
)
