"""The hours that a VTIMEZONE shows, held against the tz database; and those that no clock shows, or twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo

from icsgen.ics.components import Component, Line, Reading
from icsgen.ics.faults.rule import EVERY, Found, Rule
from icsgen.ics.observances import Observance, observances, offset_at
from icsgen.ics.properties import ZONED, Moment, known_zone, moment, rule_parts

__all__ = ["HOURS"]

MONTH, YEAR = dt.timedelta(days=31), dt.timedelta(days=366)
STEPS = {"DAILY": dt.timedelta(days=1), "WEEKLY": dt.timedelta(days=7), "MONTHLY": dt.timedelta(days=28)}
"""What recurs so does so in every month, from its first time on."""


def _zoned(file: Reading) -> Iterator[tuple[Line, Moment, ZoneInfo]]:
    """The starts and ends of events that are in a zone we know."""
    for line in file.lines("VEVENT", "DTSTART", "DTEND"):
        if line.parameters:
            read = moment(line)
            if read and read.form == ZONED and 1 < read.at.year < 9998 and (zone := known_zone(read.tzid)):
                yield line, read, zone


def _disagrees(file: Reading) -> Iterator[Found]:
    told = {zone.value("TZID"): zone for zone in file.all("VTIMEZONE")}
    read = {tzid: observances(zone) for tzid, zone in told.items() if known_zone(tzid)}
    seen, tried = set[str](), set[tuple[str, dt.datetime]]()
    for event in file.all("VEVENT"):
        for at, tzid in _times(event):
            found, zone = read.get(tzid), known_zone(tzid)
            if not found or not zone or tzid in seen or (tzid, at) in tried:
                continue
            tried.add((tzid, at))
            if difference := _difference(found, zone, at):
                seen.add(tzid)
                yield (
                    told[tzid].number,
                    f"at {at.isoformat(' ', 'minutes')} this VTIMEZONE is {difference} {tzid}",
                )


def _times(event: Component) -> Iterator[tuple[dt.datetime, str]]:
    """The local times of an event; of one that recurs, a winter's and a summer's to come too."""
    rule = event.first("RRULE")
    for line in event.lines("DTSTART", "DTEND"):
        read = moment(line) if line.parameters else None
        if read and read.form == ZONED and 1 < read.at.year < 9990:
            yield read.at, read.tzid
            for at in _to_come(read.at, rule_parts(rule.value) or {} if rule else {}):
                yield at, read.tzid


def _to_come(start: dt.datetime, parts: Mapping[str, str]) -> Iterator[dt.datetime]:
    """The middle of each January and July of the next two years in which a rule surely has a time."""
    if parts.get("FREQ") not in STEPS or not {"RSCALE", "BYSETPOS", "BYYEARDAY"}.isdisjoint(parts):
        return
    months, last = parts.get("BYMONTH", "1,7").split(","), _last(start, parts)
    for year in range(start.year, start.year + 3):
        for month in (1, 7):
            middle = start.replace(year=year, month=month, day=15)
            if str(month) in months and start <= middle - MONTH and middle + MONTH <= last:
                yield middle


def _last(start: dt.datetime, parts: Mapping[str, str]) -> dt.datetime:
    """A time until which a rule goes on at least."""
    until, interval, count = parts.get("UNTIL", "")[:8], parts.get("INTERVAL", "1"), parts.get("COUNT")
    if interval != "1" or (count and ("BYDAY" in parts or "BYMONTHDAY" in parts)):
        return start
    most = start + 3 * YEAR
    if count:
        steps = int(count) - 1 if count.isdecimal() and len(count) < 4 else 999
        return min(most, start + steps * STEPS[parts["FREQ"]])
    read = moment(Line(0, "UNTIL", "", until)) if until else None
    return min(most, read.at) if read else start if until else most


def _difference(found: list[Observance], zone: ZoneInfo, at: dt.datetime) -> str:
    """By how much an event would shift; empty where it does not, or where the time is not clear."""
    here = at.replace(tzinfo=zone)
    right = here.utcoffset()
    if right is None or right != here.replace(fold=1).utcoffset():
        return ""
    minutes = (offset_at(found, at) - right) // dt.timedelta(minutes=1)
    return f"{abs(minutes)} minutes {'ahead of' if minutes > 0 else 'behind'}" if minutes else ""


def _skipped(file: Reading) -> Iterator[Found]:
    for line, read, zone in _zoned(file):
        if _gap(read.at, zone) > dt.timedelta():
            yield line.number, "the clocks skip this time, so each program shows another one in its place"


def _repeated(file: Reading) -> Iterator[Found]:
    for line, read, zone in _zoned(file):
        if _gap(read.at, zone) < dt.timedelta():
            yield line.number, "the clocks show this time twice; programs differ in which one they take"


def _gap(at: dt.datetime, zone: ZoneInfo) -> dt.timedelta:
    """Positive where a zone skips a local time, negative where it repeats it (PEP 495)."""
    first, second = (at.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    return second - first if first is not None and second is not None else dt.timedelta()


HOURS = (
    Rule(
        "zone-disagrees",
        "error",
        EVERY,
        _disagrees,
        "Write the VTIMEZONE by the zone's rules of today, or the times in UTC with a Z.",
        "RFC 5545, 3.6.5; CLIENTS.md 9, 41",
    ),
    Rule(
        "skipped-time",
        "warning",
        ("thunderbird", "others"),
        _skipped,
        "Write the time in UTC with a Z.",
        "RFC 5545, 3.3.5; CLIENTS.md 50",
    ),
    Rule(
        "repeated-time",
        "warning",
        ("thunderbird", "others"),
        _repeated,
        "Write the time in UTC with a Z.",
        "RFC 5545, 3.3.5; CLIENTS.md 50",
    ),
)
