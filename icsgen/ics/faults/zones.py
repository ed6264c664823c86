"""Time zones: by what name an event's is known, and whether the VTIMEZONE shows the right hour."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from icsgen.ics.components import Component, Line, Reading
from icsgen.ics.faults.rule import Find, Found, Rule
from icsgen.ics.observances import yearly
from icsgen.ics.properties import known_zone, moment, moments, offset, shown

__all__ = ["ZONES"]

TIMED = ("DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE")
OFFSET_NAME = re.compile(
    r"Etc/.*|(?:GMT|UTC|UCT|Z|Zulu|Greenwich|Universal)(?:[+-]?\d.*)?|[+-]\d.*", re.DOTALL
)
ABBREVIATION = re.compile(r"[A-Z]{2,5}(?:\d[A-Z]{3})?")
PARTS = ("STANDARD", "DAYLIGHT")


def _named(file: Reading) -> dict[str, Line]:
    """The zones that events are in, each with the first line that says so."""
    named = dict[str, Line]()
    for event in file.all("VEVENT"):
        for name in TIMED:
            for line in event.properties.get(name, ()):
                if line.parameters and (tzid := line.parameter("TZID")):
                    named.setdefault(tzid, line)
    return named


@lru_cache(maxsize=1024)
def _kind(tzid: str) -> str:
    """``windows``, ``offset``, ``abbreviation``, ``unknown``, or nothing of a name that all know."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    if tzid in WINDOWS_TO_OLSON or tzid.endswith(" Standard Time"):
        return "windows"
    if OFFSET_NAME.fullmatch(tzid):
        return "offset"
    if ABBREVIATION.fullmatch(tzid):
        return "abbreviation"
    return "" if known_zone(tzid) else "unknown"


def _name(kind: str, text: str) -> Find:
    """Zones by the kind of their name."""

    def find(file: Reading) -> Iterator[Found]:
        for tzid, line in _named(file).items():
            if _kind(tzid) == kind:
                yield line.number, f"the zone {shown(tzid)} {text}"

    return find


def _no_zone(file: Reading) -> Iterator[Found]:
    told = {zone.value("TZID") for zone in file.all("VTIMEZONE")}
    for tzid, line in _named(file).items():
        if tzid not in told:
            yield line.number, f"no VTIMEZONE says what {shown(tzid)} is; Outlook may shift the time"


def _no_name(file: Reading) -> Iterator[Found]:
    for zone in file.all("VTIMEZONE"):
        if not zone.value("TZID"):
            yield zone.number, "the VTIMEZONE has no TZID, so no event can be in it"


def _zone_twice(file: Reading) -> Iterator[Found]:
    seen = set[str]()
    for zone in file.all("VTIMEZONE"):
        tzid = zone.value("TZID")
        if tzid and tzid in seen:
            yield zone.number, f"{shown(tzid)} is told by another VTIMEZONE already"
        seen.add(tzid)


def _no_parts(file: Reading) -> Iterator[Found]:
    for zone in file.all("VTIMEZONE"):
        if not any(each.name == "STANDARD" for each in zone.components):
            lacks = "DAYLIGHT only" if zone.components else "neither STANDARD nor DAYLIGHT"
            yield zone.number, f"the VTIMEZONE has {lacks}; outlook.com shows no events then"


def _parts(file: Reading) -> Iterator[Component]:
    for zone in file.all("VTIMEZONE"):
        yield from (each for each in zone.components if each.name in PARTS)


def _no_offsets(file: Reading) -> Iterator[Found]:
    for part in _parts(file):
        lacking = [name for name in ("TZOFFSETFROM", "TZOFFSETTO") if not part.first(name)]
        if lacking:
            yield part.number, f"{part.name} has no {' and no '.join(lacking)}; outlook.com refuses the zone"


def _bad_offset(file: Reading) -> Iterator[Found]:
    for part in _parts(file):
        for line in part.lines("TZOFFSETFROM", "TZOFFSETTO"):
            if offset(line.value) is None:
                yield line.number, f"{line.name} is {shown(line.value)}; an offset such as +0100 is expected"


def _no_start(file: Reading) -> Iterator[Found]:
    for part in _parts(file):
        if not (line := part.first("DTSTART")) or not moment(line):
            yield part.number, f"{part.name} has no DTSTART, so it does not say from when on it holds"


def _listed(file: Reading) -> Iterator[Found]:
    # What was before the first event shifts nothing, and stands in many a VTIMEZONE.
    starts = map(moment, file.lines("VEVENT", "DTSTART"))
    first = min((start.at.year for start in starts if start), default=0)
    for part in _parts(file):
        line = part.first("RDATE")
        if line and any(each and each.at.year >= first - 1 for each in moments(line)):
            yield line.number, "the zone lists its changes (RDATE), by which programs shift events"


def _not_yearly(file: Reading) -> Iterator[Found]:
    for part in _parts(file):
        line = part.first("RRULE")
        if line and part.first("DTSTART") and not _is_plain(part):
            yield line.number, "Outlook knows only yearly changes on one weekday or one day of a month"


def _is_plain(part: Component) -> bool:
    rule = yearly(part)
    return bool(rule and (rule.week or (rule.weekday is None and len(rule.days) == 1)))


USE_IANA = "Export the calendar again, with a zone such as Europe/Berlin, or write the times in UTC with a Z."
ZONES = (
    Rule(
        "no-zone",
        "error",
        ("rfc", "outlook"),
        _no_zone,
        "Add the VTIMEZONE, or write the times in UTC with a Z.",
        "RFC 5545, 3.2.19; CLIENTS.md 9, 41",
    ),
    Rule(
        "windows-zone",
        "error",
        ("google", "others"),
        _name("windows", "is one of Windows; Google does not know it, and some programs refuse the file"),
        USE_IANA,
        "CLIENTS.md 11, 41, 1b",
    ),
    Rule(
        "zone-abbreviation",
        "error",
        ("google",),
        _name("abbreviation", "is an abbreviation, which Google does not know"),
        USE_IANA,
        "CLIENTS.md 11, 1b",
    ),
    Rule(
        "zone-offset-name",
        "warning",
        ("google", "outlook"),
        _name("offset", "is an offset and no place; programs read such a name in different ways"),
        USE_IANA,
        "CLIENTS.md 11, 1b",
    ),
    Rule(
        "zone-unknown",
        "warning",
        ("google",),
        _name("unknown", "is no zone that programs know by name; Google may read its times as UTC"),
        USE_IANA,
        "CLIENTS.md 9, 1b",
    ),
    Rule(
        "zone-without-name",
        "error",
        ("rfc",),
        _no_name,
        "Add the TZID that the events name, or delete the VTIMEZONE.",
        "RFC 5545, 3.6.5",
    ),
    Rule(
        "zone-twice",
        "warning",
        ("rfc",),
        _zone_twice,
        "Delete this VTIMEZONE, from its BEGIN to its END.",
        "RFC 5545, 3.6.5 (TZID must be unique)",
    ),
    Rule(
        "zone-without-parts",
        "error",
        ("rfc", "outlook"),
        _no_parts,
        "Write the VTIMEZONE with its STANDARD and DAYLIGHT, or write the times in UTC with a Z.",
        "RFC 5545, 3.6.5; CLIENTS.md 9, 1b",
    ),
    Rule(
        "zone-without-offsets",
        "error",
        ("rfc", "outlook"),
        _no_offsets,
        "Add both offsets, such as TZOFFSETFROM:+0200 and TZOFFSETTO:+0100.",
        "RFC 5545, 3.6.5; CLIENTS.md 9",
    ),
    Rule(
        "zone-offset-malformed",
        "error",
        ("rfc",),
        _bad_offset,
        "Write a sign and four digits, such as +0100.",
        "RFC 5545, 3.3.14",
    ),
    Rule(
        "zone-without-start",
        "error",
        ("rfc",),
        _no_start,
        "Add a line such as DTSTART:19701025T030000.",
        "RFC 5545, 3.6.5",
    ),
    Rule(
        "zone-of-dates",
        "error",
        ("outlook", "thunderbird", "others"),
        _listed,
        "Write the zone with a yearly RRULE, or write the times in UTC with a Z.",
        "CLIENTS.md 9, 10, 41",
    ),
    Rule(
        "zone-not-yearly",
        "error",
        ("outlook",),
        _not_yearly,
        "Write a rule such as FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU, or the times in UTC with a Z.",
        "CLIENTS.md 9, 1b",
    ),
)
