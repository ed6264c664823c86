"""Events that recur: rules that programs read in different ways, or do not read."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Iterator, Mapping

from icsgen.ics.components import Component, Line, Reading
from icsgen.ics.faults.rule import Found, Rule
from icsgen.ics.properties import DATE, LOCAL, UTC, Moment, moment, moments, rule_parts, shown
from icsgen.ics.zones import WEEKDAYS

__all__ = ["RECURRENCE"]

DAY = dt.timedelta(days=1)
FREQUENCIES = ("SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY")
WEEKDAY = rf"(?:[+-]?\d{{1,2}})?(?:{'|'.join(WEEKDAYS)})"
NUMBERS = r"[+-]?\d{1,3}(?:,[+-]?\d{1,3})*"
UNTIL = re.compile(r"\d{8}(?:T\d{6}Z?)?", re.ASCII)
PARTS: Mapping[str, re.Pattern[str]] = {
    "FREQ": re.compile("|".join(FREQUENCIES)),
    "UNTIL": UNTIL,
    "COUNT": re.compile(r"0*[1-9]\d{0,8}", re.ASCII),
    "INTERVAL": re.compile(r"0*[1-9]\d{0,8}", re.ASCII),
    "BYDAY": re.compile(f"{WEEKDAY}(?:,{WEEKDAY})*", re.ASCII),
    "WKST": re.compile("|".join(WEEKDAYS)),
    "RSCALE": re.compile("[A-Z]+"),
    "SKIP": re.compile("OMIT|BACKWARD|FORWARD"),
    **{
        f"BY{name}": re.compile(NUMBERS, re.ASCII)
        for name in ("SECOND", "MINUTE", "HOUR", "MONTHDAY", "YEARDAY", "WEEKNO", "SETPOS")
    },
    "BYMONTH": re.compile(r"\d{1,2}L?(?:,\d{1,2}L?)*", re.ASCII),
}
"""What each part of a rule may be (RFC 5545, 3.3.10; RFC 7529)."""
COMMON = {"FREQ", "INTERVAL", "UNTIL", "COUNT", "WKST", "BYHOUR", "BYMINUTE"}
TEMPLATES: Mapping[str, tuple[set[str], ...]] = {
    "DAILY": (set(),),
    "WEEKLY": ({"BYDAY"},),
    "MONTHLY": ({"BYMONTHDAY"}, {"BYDAY", "BYSETPOS"}),
    "YEARLY": ({"BYMONTHDAY", "BYMONTH"}, {"BYDAY", "BYSETPOS", "BYMONTH"}),
}
"""The parts beside the common ones that Outlook maps (MS-OXCICAL, 2.1.3.2.2)."""
MOST_COUNTED = 999


def _rules(file: Reading) -> Iterator[tuple[Component, Line, Mapping[str, str]]]:
    """Each event that recurs by a rule that can be read, the rule's line, and its parts."""
    for event in file.all("VEVENT"):
        if (line := event.first("RRULE")) and (parts := rule_parts(line.value)) and not _fault(parts):
            yield event, line, parts


def _fault(parts: Mapping[str, str]) -> str:
    """The first part that is none; empty if there is no such."""
    if "FREQ" not in parts:
        return "FREQ"
    return next((name for name, value in parts.items() if not _is_part(name, value)), "")


def _is_part(name: str, value: str) -> bool:
    pattern = PARTS.get(name)
    return bool(pattern and len(value) < 1000 and pattern.fullmatch(value))


def _malformed(file: Reading) -> Iterator[Found]:
    for line in file.lines("VEVENT", "RRULE"):
        parts = rule_parts(line.value)
        if parts is None:
            yield line.number, f"the rule {shown(line.value)} is not made of parts such as FREQ=WEEKLY"
        elif fault := _fault(parts):
            found = f"{fault}={parts[fault]}" if fault in parts else "no FREQ"
            yield line.number, f"the rule has {shown(found)}, which no program understands"


def _count_and_until(file: Reading) -> Iterator[Found]:
    for _, line, parts in _rules(file):
        if "COUNT" in parts and "UNTIL" in parts:
            yield line.number, "the rule ends by COUNT and by UNTIL; only one may be there"


def _until_form(file: Reading) -> Iterator[Found]:
    for event, line, parts in _rules(file):
        start = _start(event)
        if start and (until := parts.get("UNTIL")):
            expected = start.form if start.form in (DATE, LOCAL) else UTC
            form = DATE if len(until) == 8 else UTC if until.endswith("Z") else LOCAL
            if form != expected:
                yield line.number, f"UNTIL is {form}; {expected} is expected, or the last event may be lost"


def _start(event: Component) -> Moment | None:
    line = event.first("DTSTART")
    return moment(line) if line else None


def _until_before(file: Reading) -> Iterator[Found]:
    for event, line, parts in _rules(file):
        start, until = _start(event), moment(Line(0, "UNTIL", "", parts.get("UNTIL", "")[:8]))
        if start and until and (start.at - until.at) // DAY > 1:  # one may be by the zone
            yield line.number, "the rule ends before the event starts"


def _start_outside(file: Reading) -> Iterator[Found]:
    for event, line, parts in _rules(file):
        start = _start(event)
        if start and "RSCALE" not in parts and not _is_met(start.at, parts):
            yield (
                line.number,
                f"the event starts on a {start.at:%A} ({start.at.date()}), which its rule leaves out",
            )


def _is_met(day: dt.datetime, parts: Mapping[str, str]) -> bool:
    """Whether a start is one of its rule's, as far as the days of the week and of the month say."""
    if "BYMONTH" in parts and day.month not in map(int, parts["BYMONTH"].replace("L", "").split(",")):
        return False
    if "BYMONTHDAY" in parts and not _is_monthday(day, parts["BYMONTHDAY"]):
        return False
    return "BYDAY" not in parts or any(_is_weekday(day, each, parts) for each in parts["BYDAY"].split(","))


def _is_monthday(day: dt.datetime, days: str) -> bool:
    last = monthrange(day.year, day.month)[1]
    return bool({day.day, day.day - last - 1} & set(map(int, days.split(","))))


def _is_weekday(day: dt.datetime, byday: str, parts: Mapping[str, str]) -> bool:
    """``2TU`` is the second Tuesday of the month, where the rule is one of months."""
    if day.weekday() != WEEKDAYS.index(byday[-2:]):
        return False
    week = int(byday[:-2] or 0)
    in_month = parts["FREQ"] == "MONTHLY" or "BYMONTH" in parts
    if not week or not in_month:
        return True
    last = monthrange(day.year, day.month)[1]
    return week in ((day.day + 6) // 7, -((last - day.day) // 7 + 1))


def _beyond_outlook(file: Reading) -> Iterator[Found]:
    for _, line, parts in _rules(file):
        if what := _unmapped(parts):
            yield line.number, f"Outlook cannot read a rule with {shown(what)}; events are lost"


def _unmapped(parts: Mapping[str, str]) -> str:
    """What of a rule fits no template of Outlook; empty if it fits one."""
    templates = TEMPLATES.get(parts["FREQ"])
    if templates is None:
        return f"FREQ={parts['FREQ']}"
    own = parts.keys() - COMMON
    if not any(own <= template for template in templates):
        beyond = sorted(own - max(templates, key=lambda template: len(own & template)))
        return f"{beyond[0]}={parts[beyond[0]]}"
    single = ("BYMONTHDAY", "BYMONTH", "BYSETPOS", "BYHOUR", "BYMINUTE")
    several = next((f"{name}={parts[name]}" for name in single if "," in parts.get(name, "")), "")
    counted = int(parts.get("COUNT", "0")) > MOST_COUNTED
    return several or (f"COUNT={parts['COUNT']}" if counted else "")


def _more_dates(file: Reading) -> Iterator[Found]:
    for line in file.lines("VEVENT", "RDATE"):
        yield line.number, "the event has further dates (RDATE), which outlook.com leaves out"


def _exception_rule(file: Reading) -> Iterator[Found]:
    for line in file.lines("VEVENT", "EXRULE"):
        yield line.number, "EXRULE is no property any more; the days that it leaves out are shown"


def _other_exception(file: Reading) -> Iterator[Found]:
    for event in file.all("VEVENT"):
        start = _start(event) if "EXDATE" in event.properties else None
        for line in event.lines("EXDATE"):
            read = moments(line)[0]
            if start and read and (read.form, read.tzid) != (start.form, start.tzid):
                yield line.number, f"EXDATE is {_form(read)}, the start {_form(start)}; the day is shown"


def _form(read: Moment) -> str:
    return f"{read.form} ({read.tzid[:40]})" if read.tzid else read.form


def _recurrence_id(file: Reading) -> Iterator[Found]:
    for line in file.lines("VEVENT", "RECURRENCE-ID"):
        yield line.number, "the event replaces one of a series (RECURRENCE-ID), which calcurse ignores"


RECURRENCE = (
    Rule(
        "rule-malformed",
        "error",
        ("rfc",),
        _malformed,
        "Write a rule such as FREQ=WEEKLY;BYDAY=TU, or an event for each day.",
        "RFC 5545, 3.3.10",
    ),
    Rule(
        "count-and-until",
        "warning",
        ("rfc",),
        _count_and_until,
        "Delete COUNT and its number.",
        "RFC 5545, 3.3.10; CLIENTS.md 49",
    ),
    Rule(
        "until-form",
        "error",
        ("rfc",),
        _until_form,
        "Write UNTIL as a date beside a date, else in UTC with a Z.",
        "RFC 5545, 3.3.10; CLIENTS.md 49",
    ),
    Rule(
        "until-before-start",
        "warning",
        ("rfc",),
        _until_before,
        "Write a later UNTIL, or delete the RRULE.",
        "RFC 5545, 3.3.10",
    ),
    Rule(
        "start-outside-rule",
        "warning",
        ("rfc", "others"),
        _start_outside,
        "Let the event start on the first day that the rule gives.",
        "RFC 5545, 3.8.5.3; CLIENTS.md 49",
    ),
    Rule(
        "rule-beyond-outlook",
        "error",
        ("outlook",),
        _beyond_outlook,
        "Write an event for each day, or a simpler rule.",
        "CLIENTS.md 14, 1b; MS-OXCICAL, 2.1.3.2.2",
    ),
    Rule(
        "more-dates",
        "error",
        ("outlook",),
        _more_dates,
        "Write an event for each of these dates.",
        "CLIENTS.md 14, 1b",
    ),
    Rule(
        "exception-rule",
        "error",
        ("rfc", "google", "outlook"),
        _exception_rule,
        "Write the days that are left out in EXDATE.",
        "RFC 5545, A.3; github.com/ical-org/ical.net/issues/867",
    ),
    Rule(
        "other-exception",
        "error",
        ("rfc", "google", "apple"),
        _other_exception,
        "Write EXDATE as DTSTART is written, with the same TZID and time of day.",
        "RFC 5545, 3.8.5.1; CLIENTS.md 14, 1b",
    ),
    Rule(
        "recurrence-id",
        "warning",
        ("others",),
        _recurrence_id,
        "Write single events in the place of a series.",
        "CLIENTS.md 49",
    ),
)
