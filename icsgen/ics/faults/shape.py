"""Components and properties: what lies in what, what has to be there, what may be there once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from icsgen.ics.components import PARENTS, Component, Reading
from icsgen.ics.faults.rule import Find, Found, Rule
from icsgen.ics.properties import shown

__all__ = ["SHAPE"]

EVENT_ONCE = (
    *("CLASS", "CREATED", "DESCRIPTION", "DTSTAMP", "DTSTART", "DTEND", "DURATION", "GEO", "LAST-MODIFIED"),
    *("LOCATION", "ORGANIZER", "PRIORITY", "RECURRENCE-ID", "RRULE", "SEQUENCE", "STATUS", "SUMMARY"),
    *("TRANSP", "UID", "URL"),
)
ONCE: Mapping[str, tuple[str, ...]] = {
    "VCALENDAR": (
        *("VERSION", "PRODID", "CALSCALE", "METHOD", "UID", "REFRESH-INTERVAL", "SOURCE", "COLOR"),
        *("X-WR-CALNAME", "X-WR-TIMEZONE", "X-PUBLISHED-TTL"),
    ),
    "VEVENT": EVENT_ONCE,
    "VTODO": (*EVENT_ONCE, "DUE", "COMPLETED", "PERCENT-COMPLETE"),
    "VALARM": ("ACTION", "TRIGGER", "DURATION", "REPEAT"),
    "VTIMEZONE": ("TZID", "LAST-MODIFIED", "TZURL"),
    "STANDARD": ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RRULE"),
    "DAYLIGHT": ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RRULE"),
}
"""RFC 5545, 3.6 to 3.6.6; RFC 7986, 4."""


def _strays(kind: str, text: str) -> Find:
    """Lines without a place, in a file that is a calendar at all."""

    def find(file: Reading) -> Iterator[Found]:
        if file.named.get("VCALENDAR"):
            for stray in file.strays:
                if stray.kind == kind:
                    yield stray.number, text.format(name=stray.words[:40], quoted=shown(stray.words))

    return find


def _misplaced(file: Reading) -> Iterator[Found]:
    if file.named.get("VCALENDAR"):
        for stray in file.strays:
            if stray.kind == "misplaced":
                parents = " or ".join(PARENTS[stray.words])
                yield stray.number, f"this {stray.words} does not lie in a {parents}, so it is not found"


def _no_calendar(file: Reading) -> Iterator[Found]:
    if not file.named.get("VCALENDAR") and file.data.strip(b" \t\r\n\0"):
        yield 1, "no line says BEGIN:VCALENDAR, so this is no calendar to any program"


def _several_calendars(file: Reading) -> Iterator[Found]:
    for calendar in file.named.get("VCALENDAR", ())[1:]:
        yield calendar.number, "another calendar begins here; Outlook and others may read the first one only"


def _lacking(name: str, why: str) -> Find:
    """Calendars without a property."""

    def find(file: Reading) -> Iterator[Found]:
        for calendar in file.all("VCALENDAR"):
            if not calendar.first(name):
                yield calendar.number, f"the calendar has no {name}{why}"

    return find


def _other_version(file: Reading) -> Iterator[Found]:
    for line in file.lines("VCALENDAR", "VERSION"):
        if line.value.strip() != "2.0":
            yield line.number, f"VERSION is {shown(line.value)}; the programs of today read 2.0"


def _other_calendar_scale(file: Reading) -> Iterator[Found]:
    for line in file.lines("VCALENDAR", "CALSCALE"):
        if line.value.strip().upper() != "GREGORIAN":
            yield line.number, f"the dates are said to be of the calendar {shown(line.value)}, not GREGORIAN"


def _no_component(file: Reading) -> Iterator[Found]:
    for calendar in file.all("VCALENDAR"):
        if not any(each.name != "VTIMEZONE" for each in calendar.components):
            yield calendar.number, "nothing lies in the calendar; Thunderbird does not import such a file"


def _late_calendar_property(file: Reading) -> Iterator[Found]:
    for calendar in file.all("VCALENDAR"):
        for line in _after(calendar, calendar.components[0].number if calendar.components else None):
            yield line, "what the calendar says of itself comes after an event; Outlook ignores it"


def _after(component: Component, number: int | None) -> Iterator[int]:
    """The properties of a component that stand after a line."""
    if number is not None:
        yield from (line.number for line in component.lines() if line.number > number)


def _late_zone(file: Reading) -> Iterator[Found]:
    for calendar in file.all("VCALENDAR"):
        begun = False
        for component in calendar.components:
            if component.name != "VTIMEZONE":
                begun = True
            elif begun:
                yield component.number, "the VTIMEZONE stands after an event; Mailfence refuses the file"


def _property_twice(file: Reading) -> Iterator[Found]:
    for name, once in ONCE.items():
        for component in file.all(name):
            if len(component.properties) == sum(map(len, component.properties.values())):
                continue
            for line in (line for each in once for line in component.properties.get(each, ())[1:]):
                yield line.number, f"{line.name.upper()} stands in this {name} again; one of them is lost"


def _tasks(file: Reading) -> Iterator[Found]:
    for component in file.all("VTODO", "VJOURNAL"):
        what = "task" if component.name == "VTODO" else "journal entry"
        yield component.number, f"a {what} ({component.name}) is not shown by these calendars"


SHAPE = (
    Rule(
        "no-calendar",
        "error",
        ("rfc",),
        _no_calendar,
        "Export the calendar again: a calendar begins with BEGIN:VCALENDAR and ends with END:VCALENDAR.",
        "RFC 5545, 3.4",
    ),
    Rule(
        "several-calendars",
        "warning",
        ("outlook", "others"),
        _several_calendars,
        "Make a file of each.",
        "RFC 5545, 3.4; CLIENTS.md 1",
    ),
    Rule(
        "unclosed",
        "error",
        ("rfc",),
        _strays("unclosed", "this {name} is not ended; the file may have been cut short"),
        "Add the line that ends it, or export the calendar again.",
        "RFC 5545, 3.6",
    ),
    Rule(
        "unopened",
        "error",
        ("rfc",),
        _strays("unopened", "END:{name} ends what has not begun"),
        "Delete the line, or add the BEGIN that it belongs to.",
        "RFC 5545, 3.6",
    ),
    Rule(
        "misplaced",
        "error",
        ("rfc",),
        _misplaced,
        "Move it, from its BEGIN to its END, to where it belongs.",
        "RFC 5545, 3.6",
    ),
    Rule(
        "outside",
        "error",
        ("rfc",),
        _strays("outside", "{quoted} stands outside of the calendar"),
        "Move the line to between BEGIN:VCALENDAR and END:VCALENDAR, or delete it.",
        "RFC 5545, 3.4",
    ),
    Rule(
        "blank-line",
        "warning",
        ("rfc",),
        _strays("blank", "the line is empty, which no line of a calendar is"),
        "Delete the line.",
        "RFC 5545, 3.1",
    ),
    Rule(
        "unreadable-line",
        "error",
        ("rfc",),
        _strays("unreadable", "{quoted} is no property with a value; it is lost, or the file is refused"),
        "Begin the line with a space if it goes on from the one before; else delete it.",
        "RFC 5545, 3.1",
    ),
    Rule(
        "no-version",
        "error",
        ("rfc", "apple"),
        _lacking("VERSION", ", without which Apple does not read it"),
        "Add the line VERSION:2.0 after BEGIN:VCALENDAR.",
        "RFC 5545, 3.7.4; github.com/waldner/croncal/pull/6",
    ),
    Rule(
        "other-version",
        "error",
        ("rfc",),
        _other_version,
        "Write VERSION:2.0, or export the calendar again as iCalendar.",
        "RFC 5545, 3.7.4",
    ),
    Rule(
        "no-prodid",
        "error",
        ("rfc",),
        _lacking("PRODID", ", which says what wrote it; ics.py refuses the file"),
        "Add a line such as PRODID:-//me//my calendar//EN after VERSION:2.0.",
        "RFC 5545, 3.7.3; CLIENTS.md 3",
    ),
    Rule(
        "other-calendar-scale",
        "error",
        ("rfc",),
        _other_calendar_scale,
        "Write CALSCALE:GREGORIAN.",
        "RFC 5545, 3.7.1",
    ),
    Rule(
        "no-component",
        "error",
        ("rfc", "thunderbird"),
        _no_component,
        "Keep one event in it.",
        "RFC 5545, 3.6; CLIENTS.md 40, 53",
    ),
    Rule(
        "late-calendar-property",
        "error",
        ("rfc", "outlook"),
        _late_calendar_property,
        "Move the line to before the first BEGIN within the calendar.",
        "RFC 5545, 3.6; CLIENTS.md 1",
    ),
    Rule(
        "late-zone",
        "warning",
        ("others",),
        _late_zone,
        "Move it, from its BEGIN to its END, to before the first event.",
        "CLIENTS.md 1",
    ),
    Rule(
        "property-twice",
        "error",
        ("rfc",),
        _property_twice,
        "Keep one of the lines.",
        "RFC 5545, 3.6.1 to 3.6.6, 3.8; RFC 7986, 4",
    ),
    Rule(
        "task",
        "error",
        ("google", "outlook", "apple"),
        _tasks,
        "Make an event of it, or put it into a file for a task program.",
        "CLIENTS.md 34, 1b",
    ),
)
