"""Alarms: which ring, when, and what a file loses because of one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from icsgen.ics.components import Component, Line, Reading
from icsgen.ics.faults.rule import Found, Rule
from icsgen.ics.properties import UTC, duration, moment, shown

__all__ = ["ALARMS"]

NOW = dt.timedelta()
MINUTE, HOUR, MONTH = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=30)


def _alarms(file: Reading) -> Iterator[tuple[Component, Component]]:
    """Each event with each of its alarms."""
    for event in file.all("VEVENT"):
        for component in event.components:
            if component.name == "VALARM":
                yield event, component


def _is_absolute(line: Line) -> bool:
    return (line.parameter("VALUE") or "").upper() == "DATE-TIME"


def _leads(file: Reading) -> Iterator[tuple[Line, dt.timedelta]]:
    """How long before its event each alarm rings that is told relative to it."""
    for _, alarm in _alarms(file):
        line = alarm.first("TRIGGER")
        if line and not _is_absolute(line) and (length := duration(line.value)) is not None:
            yield line, -length


def _property_after(file: Reading) -> Iterator[Found]:
    for event in file.all("VEVENT"):
        if event.components:
            after = sorted(line.number for line in event.lines() if line.number > event.components[0].number)
            if after:
                yield after[0], "the event goes on after its alarm; Outlook loses that, or refuses the file"


def _no_action(file: Reading) -> Iterator[Found]:
    for _, alarm in _alarms(file):
        if not alarm.first("ACTION"):
            yield alarm.number, "the alarm has no ACTION"


def _no_trigger(file: Reading) -> Iterator[Found]:
    for _, alarm in _alarms(file):
        if not alarm.first("TRIGGER"):
            yield alarm.number, "the alarm has no TRIGGER, so it never rings"


def _no_description(file: Reading) -> Iterator[Found]:
    for _, alarm in _alarms(file):
        if alarm.value("ACTION").upper() == "DISPLAY" and not alarm.first("DESCRIPTION"):
            yield alarm.number, "the alarm has no DESCRIPTION to show; Home Assistant refuses the file"


def _other_action(file: Reading) -> Iterator[Found]:
    for _, alarm in _alarms(file):
        line = alarm.first("ACTION")
        if line and line.value.strip().upper() != "DISPLAY":
            yield line.number, f"the alarm's ACTION is {shown(line.value)}; Thunderbird knows only DISPLAY"


def _malformed(file: Reading) -> Iterator[Found]:
    for _, alarm in _alarms(file):
        line = alarm.first("TRIGGER")
        if not line:
            continue
        read = moment(line) if _is_absolute(line) else None
        if not (read and read.form == UTC) and (_is_absolute(line) or duration(line.value) is None):
            yield line.number, f"TRIGGER is {shown(line.value)}; Apple imports nothing of such a file"


def _after_start(file: Reading) -> Iterator[Found]:
    for line, lead in _leads(file):
        if lead < NOW and not _is_from_end(line):
            yield line.number, "the alarm rings after the start; Outlook lets it ring as long before"


def _is_from_end(line: Line) -> bool:
    return (line.parameter("RELATED") or "").upper() == "END"


def _from_end(file: Reading) -> Iterator[Found]:
    for line, _ in _leads(file):
        if _is_from_end(line):
            yield line.number, "the alarm counts from the end; some programs count it from the start"


def _in_seconds(file: Reading) -> Iterator[Found]:
    for line, lead in _leads(file):
        if lead % MINUTE:
            yield line.number, "the alarm is told to the second; Outlook knows whole minutes"


def _absolute(file: Reading) -> Iterator[Found]:
    for _, alarm in _alarms(file):
        line = alarm.first("TRIGGER")
        if line and _is_absolute(line) and moment(line):
            yield line.number, "the alarm rings at a fixed time; it stays there when the event moves"


def _several(file: Reading) -> Iterator[Found]:
    for event in file.all("VEVENT"):
        alarms = [each for each in event.components if each.name == "VALARM"]
        if len(alarms) > 1:
            yield alarms[1].number, f"the event has {len(alarms)} alarms; Outlook keeps one of them"


def _early(file: Reading) -> Iterator[Found]:
    for line, lead in _leads(file):
        if lead > MONTH:
            yield line.number, "the alarm rings more than a month ahead; Thunderbird may miss it"


def _lost_by_google(file: Reading) -> Iterator[Found]:
    # What rings minutes ahead is made up for by the calendar's own notification.
    first = next((line for line, lead in _leads(file) if HOUR < lead <= MONTH), None)
    if first:
        yield first.number, "Google drops a file's alarms and rings by its own setting, rarely so early"


def _called_off(file: Reading) -> Iterator[Found]:
    for event, alarm in _alarms(file):
        if event.value("STATUS").upper() == "CANCELLED":
            yield alarm.number, "the event is called off and still has an alarm"


def _repeat(file: Reading) -> Iterator[Found]:
    for _, alarm in _alarms(file):
        if bool(alarm.first("REPEAT")) != bool(alarm.first("DURATION")):
            yield alarm.number, "the alarm has one of REPEAT and DURATION; it repeats by both or not at all"


ALARMS = (
    Rule(
        "property-after-alarm",
        "error",
        ("outlook",),
        _property_after,
        "Move the alarm, from its BEGIN to its END, to before END:VEVENT.",
        "RFC 5545, 3.6.1; CLIENTS.md 2",
    ),
    Rule(
        "alarm-without-action",
        "error",
        ("rfc",),
        _no_action,
        "Add the line ACTION:DISPLAY.",
        "RFC 5545, 3.6.6",
    ),
    Rule(
        "alarm-without-trigger",
        "error",
        ("rfc", "outlook"),
        _no_trigger,
        "Add a line such as TRIGGER:-PT15M.",
        "RFC 5545, 3.6.6; CLIENTS.md 1a",
    ),
    Rule(
        "alarm-without-description",
        "error",
        ("rfc", "others"),
        _no_description,
        "Add a line DESCRIPTION: with what is to be shown.",
        "RFC 5545, 3.6.6; CLIENTS.md 18",
    ),
    Rule(
        "alarm-not-shown",
        "error",
        ("thunderbird",),
        _other_action,
        "Write ACTION:DISPLAY, with a DESCRIPTION.",
        "CLIENTS.md 19, 1a",
    ),
    Rule(
        "trigger-malformed",
        "error",
        ("rfc", "apple"),
        _malformed,
        "Write -PT15M for a quarter of an hour before, -PT1H for an hour, -P1D for a day.",
        "RFC 5545, 3.8.6.3; CLIENTS.md 18, 1a",
    ),
    Rule(
        "alarm-after-start",
        "error",
        ("outlook",),
        _after_start,
        "Let it ring before the start, such as -PT15M.",
        "CLIENTS.md 17, 1a",
    ),
    Rule(
        "alarm-from-end",
        "warning",
        ("others",),
        _from_end,
        "Count from the start: delete ;RELATED=END.",
        "CLIENTS.md 17, 51",
    ),
    Rule(
        "alarm-in-seconds",
        "warning",
        ("outlook",),
        _in_seconds,
        "Write whole minutes, such as -PT15M.",
        "CLIENTS.md 17, 1a",
    ),
    Rule(
        "alarm-at-a-time",
        "warning",
        ("outlook",),
        _absolute,
        "Tell it relative to the start, such as TRIGGER:-PT15M.",
        "CLIENTS.md 14, 17, 1a",
    ),
    Rule(
        "several-alarms",
        "warning",
        ("outlook",),
        _several,
        "Keep the one that matters, first.",
        "CLIENTS.md 17, 1a",
    ),
    Rule(
        "alarm-too-early",
        "warning",
        ("thunderbird",),
        _early,
        "Let it ring less than a month ahead, or make an event of its own.",
        "CLIENTS.md 20, 1a",
    ),
    Rule(
        "alarm-lost-by-google",
        "notice",
        ("google",),
        _lost_by_google,
        "Put the event at the time to act, or an event of its own where the alarm is to ring.",
        "CLIENTS.md 15, 1a",
    ),
    Rule(
        "alarm-of-the-cancelled",
        "warning",
        ("outlook", "apple"),
        _called_off,
        "Delete the alarm, from its BEGIN to its END.",
        "CLIENTS.md 25",
    ),
    Rule(
        "alarm-repeats-by-half",
        "error",
        ("rfc",),
        _repeat,
        "Delete the REPEAT or the DURATION of the alarm.",
        "RFC 5545, 3.6.6",
    ),
)
