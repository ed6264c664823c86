"""Entries to the bytes of an iCalendar file (RFC 5545), its content lines written directly.

Every X- property, and the order of things, is there for a calendar program that needs it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain

from msgspec.structs import replace

from icsgen.ics.events import (
    BEGINNING,
    BUSY,
    EMPTY,
    END,
    FREE,
    NOTHING,
    Event,
    History,
    called_off,
    is_kept,
    revised,
    stamp_of,
)
from icsgen.ics.lines import escaped, fold, label, one_line, shorten, text
from icsgen.ics.slots import in_order, observances_of, slots_of
from icsgen.ics.times import Slot, times
from icsgen.ics.uids import stand_in_uid, uid
from icsgen.ics.zones import tzid
from icsgen.model import Candidate, Entry, Redaction

__all__ = ["render", "revise", "write"]

INTERVIEW = "interview"  # the one milestone that takes place somewhere
SUMMARY_UNITS = 255  # of UTF-16; Outlook cuts there
TWO_WEEKS = dt.timedelta(weeks=2)
MINUTE = dt.timedelta(minutes=1)

LINK = re.compile(
    r"://|(?i:\bwww\.)|(?i:\b(?:webcal|mailto|tel|sip|skype|callto):)"
    r"|(?<![\w.-])[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/\S"  # zoom.us/j/123
)
WEB = re.compile(
    r"(?<!\S)https?://[a-z0-9][a-z0-9.-]*(?::\d+)?(?:[/?#][\w.~:/?#\[\]@!$&'()*+,;=%-]*)?(?!\S)",
    re.ASCII | re.IGNORECASE,
)
PHONE = re.compile(r"(?i:tel|phone|call)?[.:\s]*\+?[\d(][\d\s()./-]{5,}(?i:(?:x|ext)\.?\s*\d+)?")


def write(
    entries: Sequence[Entry],
    *,
    candidate: Candidate,
    stamp: dt.datetime,
    before: History = NOTHING,
    keep_cancelled: dt.timedelta = TWO_WEEKS,
    redaction: Redaction = "",
) -> bytes:
    """The whole file: one event per entry, in time order; `stamp` (aware) is the DTSTAMP of what is new.

    A weekly entry is one event for each change of the clock where it has to be written in UTC. What the last
    file remembers (`before`) stays as it was where it is the same; what is gone is cancelled for a while.
    Where nothing is left to write, one event says so: a calendar needs a component (RFC 5545, 3.6).
    `redaction` says how much the entries hide: the file then tells no more than they do.

    ValueError for two entries with one UID.
    """
    now = revise(
        entries,
        candidate=candidate,
        stamp=stamp,
        before=before,
        keep_cancelled=keep_cancelled,
        redaction=redaction,
    )
    return render(now, candidate)


def revise(
    entries: Sequence[Entry],
    *,
    candidate: Candidate,
    stamp: dt.datetime,
    before: History = NOTHING,
    keep_cancelled: dt.timedelta = TWO_WEEKS,
    redaction: Redaction = "",
) -> History:
    """What `write` writes."""
    zone, written = candidate.region.timezone, stamp_of(stamp, before)
    entries = sorted(entries, key=lambda entry: in_order(entry.milestone, zone))
    uids = [uid(entry.milestone).encode() for entry in entries]
    if len(set(uids)) < len(entries):
        raise ValueError("two entries have the same UID")
    slots = [slots_of(entry.milestone, zone) for entry in entries]
    if redaction != before.redaction:  # what went would tell what is to be hidden now
        keep_cancelled = dt.timedelta()
    gone = called_off(before, set(uids), written)
    kept = (event.slot for event in gone if event.tzid and is_kept(event, stamp, keep_cancelled))
    observances = observances_of(zone, chain.from_iterable(slots), kept)
    if not observances:
        slots = [slots_of(entry.milestone, dt.UTC) for entry in entries]
    events = (
        Event(uid(entry.milestone, part).encode() if part else name, _body(slot, event), written)
        for entry, parts, name in zip(entries, slots, uids, strict=True)
        for event in [_event(entry, redaction)]
        for part, slot in enumerate(parts)
    )
    now = replace(revised(events, before, stamp, keep_cancelled), redaction=redaction)
    if not now.events:
        now = replace(now, events=_stand_in(candidate, stamp, before, redaction))
    return replace(now, timezones=_timezones(observances, before)) if observances else now


def render(found: History, candidate: Candidate) -> bytes:
    """The bytes of a file that holds these events, with the VTIMEZONE of each zone that they need."""
    lines = [
        *_calendar(candidate, found.redaction),
        *([b"X-ICSGEN-PART:%b" % found.part.encode()] if found.part else ()),
        *(b"X-ICSGEN-DROPPED;SEQUENCE=%d:%b" % (last, name) for name, last in found.dropped.items()),
        *(timezone for name, timezone in found.timezones.items() if _is_used(name, found)),
    ]
    for event in found.events.values():
        lines += event.lines
    return b"\r\n".join([*lines, END.removeprefix(b"\r\n")])


def _is_used(tzid: bytes, found: History) -> bool:
    """Whether an event is written in a zone; the first one tells, as a rule."""
    start = b"DTSTART;TZID=%b:" % tzid
    return any(event.body.startswith(start) for event in found.events.values())


def _body(slot: Slot, event: Sequence[bytes]) -> bytes:
    return b"\r\n".join([times(slot), *event])


def _timezones(observances: tuple[str, ...], before: History) -> dict[bytes, bytes]:
    """The VTIMEZONE of now, and those that what is called off needs still."""
    current = observances[1].removeprefix("TZID:").encode()
    return {**before.timezones, current: _folded(observances)}


@lru_cache(maxsize=256)  # most people of a table share a few zones
def _folded(lines: tuple[str, ...]) -> bytes:
    return b"\r\n".join(fold(line.encode()) for line in lines)


def _stand_in(
    candidate: Candidate, stamp: dt.datetime, before: History, redaction: Redaction
) -> dict[bytes, Event]:
    """The one event of a calendar without another."""
    # That of the last file stays where it is: else it would move each day.
    old = {name: event for name, event in before.events.items() if event.stands_in}
    if old and redaction == before.redaction:
        return old
    today, written = stamp.astimezone(candidate.region.timezone).date(), stamp_of(stamp, before)
    lines = (
        fold(b"SUMMARY:" + escaped(f"{_name(candidate, redaction)}: {candidate.calendar.nothing}")),
        *_categories("", candidate.calendar.name, redaction),
        FREE,
        b"X-MICROSOFT-CDO-ALLDAYEVENT:TRUE",
        EMPTY,
    )
    name = stand_in_uid(candidate).encode()
    body = _body(Slot(today, today + dt.timedelta(days=1), None), lines)
    return {name: Event(name, body, written)}


def _name(candidate: Candidate, redaction: Redaction) -> str:
    """What the calendar is about."""
    return candidate.calendar.busy if redaction == "busy" else candidate.calendar.name


def _calendar(candidate: Candidate, redaction: Redaction) -> Iterator[bytes]:
    """The calendar's own properties, which Outlook ignores once a component has begun.

    No UID: vdirsyncer would take the whole file for one event.
    """
    name = label(f"{_name(candidate, redaction)} {candidate.name or ''}").encode()
    yield BEGINNING.removesuffix(b"\r\n")
    yield b"CALSCALE:GREGORIAN"
    yield b"METHOD:PUBLISH"
    yield fold(b"NAME:" + name)
    yield fold(b"X-WR-CALNAME:" + name)
    if redaction != "busy":
        yield fold(f"X-WR-CALDESC:{label(candidate.calendar.about)}".encode())
    yield fold(f"X-WR-TIMEZONE:{tzid(candidate.region.timezone) or 'UTC'}".encode())
    yield b"REFRESH-INTERVAL;VALUE=DURATION:PT6H"
    yield b"X-PUBLISHED-TTL:PT6H"
    if redaction:
        yield b"X-ICSGEN-REDACTED:%b" % redaction.upper().encode()


def _event(entry: Entry, redaction: Redaction) -> list[bytes]:
    """What an event says, how it stands in the calendar, and last its alarm: Outlook stops reading there."""
    milestone, interview = entry.milestone, entry.milestone.interview
    title = escaped(shorten(one_line(entry.title) or milestone.candidate.calendar.name, SUMMARY_UNITS))
    lines = [
        fold(b"SUMMARY:" + title),
        *text(b"DESCRIPTION", entry.description),
        *(text(b"X-ALT-DESC;FMTTYPE=text/html", entry.html) if entry.html else ()),
        *(_location(interview.location) if interview and milestone.key == INTERVIEW else ()),
        *_categories(interview.company if interview else "", milestone.candidate.calendar.name, redaction),
        BUSY if milestone.busy else FREE,
    ]
    if interview and milestone.key == INTERVIEW and not redaction:
        lines.append(fold(b"X-ICSGEN-ID:" + escaped(one_line(interview.id))))  # for `renamed` in history.py
    if milestone.all_day:
        lines.append(b"X-MICROSOFT-CDO-ALLDAYEVENT:TRUE")
    if milestone.alarm:
        trigger = b"TRIGGER:-PT%dM" % -(-milestone.alarm // MINUTE)
        lines += (b"BEGIN:VALARM\r\nACTION:DISPLAY", fold(b"DESCRIPTION:" + title), trigger, b"END:VALARM")
    return lines


@lru_cache(maxsize=1024)
def _categories(company: str, search: str, redaction: Redaction) -> tuple[bytes, ...]:
    """One line, and no comma within a category: readers split even at an escaped one."""
    names = filter(None, (label(search), shorten(label(company), SUMMARY_UNITS)))
    return () if redaction == "busy" else (fold(f"CATEGORIES:{','.join(names)}".encode()),)


def _location(place: str | None) -> tuple[bytes, ...]:
    """LOCATION for a place, which Google looks up on a map; URL for a web address."""
    place = one_line(place or "")
    if link := WEB.search(place):
        return (fold(f"URL:{link[0].rstrip('.,;:')}".encode()),)
    if ((":" in place or "." in place) and LINK.search(place)) or PHONE.fullmatch(place):
        return ()
    return text(b"LOCATION", place)
