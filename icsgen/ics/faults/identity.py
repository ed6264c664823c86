"""What an event is known by and how it stands: UID, stamps, SEQUENCE, METHOD, people, STATUS."""

from __future__ import annotations

import re
from collections.abc import Iterator

from icsgen.ics.components import Component, Line, Reading
from icsgen.ics.events import HIGHEST
from icsgen.ics.faults.rule import EVERY, Find, Found, Rule
from icsgen.ics.properties import shown

__all__ = ["IDENTITY"]

STAMP_FROM = 10**9
"""A SEQUENCE that high counts seconds since 1970, not changes."""
INTEGER = re.compile(r"\+?\d{1,20}", re.ASCII)
SCHEDULING = ("REQUEST", "CANCEL", "REPLY", "ADD", "COUNTER", "DECLINECOUNTER", "REFRESH")
STATUSES = ("CONFIRMED", "TENTATIVE", "CANCELLED")
TRANSPARENCIES = ("OPAQUE", "TRANSPARENT")
CLASSES = ("PUBLIC", "PRIVATE", "CONFIDENTIAL")


def _lacking(name: str, text: str) -> Find:
    """Events without a property."""

    def find(file: Reading) -> Iterator[Found]:
        for event in file.all("VEVENT"):
            if name not in event.properties:
                yield event.number, text

    return find


def _duplicate_uid(file: Reading) -> Iterator[Found]:
    seen = dict[tuple[str, str, str], int]()
    for event in file.all("VEVENT"):
        if uid := event.value("UID"):
            first = seen.setdefault((event.name, uid, event.value("RECURRENCE-ID")), event.number)
            if first != event.number:
                yield _line_of(event, "UID"), f"the UID {shown(uid)} is that of the event in line {first} too"


def _line_of(component: Component, name: str) -> int:
    line = component.first(name)
    return line.number if line else component.number


def _calendar_uid(file: Reading) -> Iterator[Found]:
    for line in file.lines("VCALENDAR", "UID"):
        yield line.number, "the calendar has a UID; vdirsyncer takes it for one event and loses the rest"


def _method(file: Reading) -> Iterator[Found]:
    for line in file.lines("VCALENDAR", "METHOD"):
        if (method := line.value.strip().upper()) in SCHEDULING:
            yield line.number, f"METHOD:{method} makes the file a message about a meeting"


def _is_to_import(file: Reading) -> bool:
    return next(_method(file), None) is None


def _organizer(file: Reading) -> Iterator[Found]:
    if _is_to_import(file):
        for line in file.lines("VEVENT", "ORGANIZER"):
            yield line.number, "the event has an ORGANIZER, so it may be refused, or be read-only"


def _attendee(file: Reading) -> Iterator[Found]:
    if _is_to_import(file):
        for event in file.all("VEVENT"):
            if line := event.first("ATTENDEE"):
                yield line.number, "the event has guests (ATTENDEE), which a file to import must not have"


def _sequences(file: Reading) -> Iterator[tuple[Line, int | None]]:
    """Each SEQUENCE, and the number it is."""
    for line in file.lines("VEVENT", "SEQUENCE"):
        value = line.value.strip()
        yield line, int(value) if INTEGER.fullmatch(value) else None


def _sequence_no_number(file: Reading) -> Iterator[Found]:
    for line, number in _sequences(file):
        if number is None:
            yield line.number, f"SEQUENCE is {shown(line.value)}; a number from 0 on is expected"


def _sequence_too_high(file: Reading) -> Iterator[Found]:
    for line, number in _sequences(file):
        if number is not None and number > HIGHEST:
            yield line.number, f"SEQUENCE {number} is beyond {HIGHEST}; Google does not import such an event"


def _sequence_a_stamp(file: Reading) -> Iterator[Found]:
    for line, number in _sequences(file):
        if number is not None and STAMP_FROM <= number <= HIGHEST:
            yield line.number, f"SEQUENCE {number} is a time in seconds; it is to count changes"


def _other_than(name: str, known: tuple[str, ...], text: str) -> Find:
    """Events with a value that is none of those known."""

    def find(file: Reading) -> Iterator[Found]:
        for line in file.lines("VEVENT", name):
            if (value := line.value.strip().upper()) not in known and not value.startswith("X-"):
                yield line.number, f"{name} is {shown(line.value)}; {text}"

    return find


IDENTITY = (
    Rule(
        "no-uid",
        "error",
        ("rfc", "outlook"),
        _lacking("UID", "the event has no UID, so no program can tell it from others or update it"),
        "Add a line UID: with a name that no other event has.",
        "RFC 5545, 3.6.1; CLIENTS.md 3",
    ),
    Rule(
        "no-dtstamp",
        "error",
        ("rfc", "google", "outlook"),
        _lacking("DTSTAMP", "the event has no DTSTAMP; Google and old Outlooks do not import it"),
        "Add a line such as DTSTAMP:20260101T090000Z.",
        "RFC 5545, 3.6.1; CLIENTS.md 3; github.com/FuzzyGrim/Yamtrack/issues/669",
    ),
    Rule(
        "no-summary",
        "warning",
        EVERY,
        _lacking("SUMMARY", "the event has no SUMMARY, so it is shown without a title"),
        "Add a line SUMMARY: with a title.",
        "CLIENTS.md 3",
    ),
    Rule(
        "duplicate-uid",
        "error",
        ("rfc", "thunderbird"),
        _duplicate_uid,
        "Give each event a UID of its own.",
        "RFC 5545, 3.8.4.7; CLIENTS.md 52",
    ),
    Rule(
        "calendar-uid",
        "warning",
        ("others",),
        _calendar_uid,
        "Delete the line.",
        "CLIENTS.md 42",
    ),
    Rule(
        "method",
        "error",
        ("google", "outlook", "apple"),
        _method,
        "Write METHOD:PUBLISH.",
        "RFC 5546, 1.4; CLIENTS.md 4, 1a",
    ),
    Rule(
        "organizer",
        "warning",
        ("google", "others"),
        _organizer,
        "Delete the line.",
        "CLIENTS.md 4",
    ),
    Rule(
        "attendee",
        "warning",
        ("rfc", "google", "others"),
        _attendee,
        "Delete the ATTENDEE lines.",
        "RFC 5546, 3.2.1; CLIENTS.md 4",
    ),
    Rule(
        "sequence-no-number",
        "error",
        ("rfc",),
        _sequence_no_number,
        "Write SEQUENCE:0, or delete the line.",
        "RFC 5545, 3.8.7.4",
    ),
    Rule(
        "sequence-too-high",
        "error",
        ("rfc", "google"),
        _sequence_too_high,
        "Write a small number that rises by one with each change.",
        "RFC 5545, 3.3.8; CLIENTS.md 22",
    ),
    Rule(
        "sequence-a-stamp",
        "warning",
        ("google",),
        _sequence_a_stamp,
        "Write a small number that rises by one with each change.",
        "RFC 5545, 3.8.7.4; CLIENTS.md 22",
    ),
    Rule(
        "status-unknown",
        "error",
        ("rfc", "others"),
        _other_than(
            "STATUS",
            STATUSES,
            "only CONFIRMED, TENTATIVE and CANCELLED are known; Home Assistant refuses the file",
        ),
        "Write STATUS:CONFIRMED, or delete the line.",
        "RFC 5545, 3.8.1.11",
    ),
    Rule(
        "transp-unknown",
        "warning",
        ("rfc",),
        _other_than("TRANSP", TRANSPARENCIES, "an event is OPAQUE (busy) or TRANSPARENT (free)"),
        "Write TRANSP:OPAQUE or TRANSP:TRANSPARENT.",
        "RFC 5545, 3.8.2.7",
    ),
    Rule(
        "class-unknown",
        "warning",
        ("rfc",),
        _other_than("CLASS", CLASSES, "readers take for private what is not PUBLIC, PRIVATE or CONFIDENTIAL"),
        "Write CLASS:PUBLIC, or delete the line.",
        "RFC 5545, 3.8.1.3",
    ),
)
