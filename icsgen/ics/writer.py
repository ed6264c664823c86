"""Entries to the bytes of an iCalendar file (RFC 5545), its content lines written directly.

Every X- property, and the order of things, is there for a calendar program that needs it.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import uuid
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import sha1
from itertools import chain, groupby
from typing import NamedTuple
from zoneinfo import ZoneInfo

from icsgen.ics.history import BEGINNING, BUSY, FREE, NOTHING, Event, History, revised, utc
from icsgen.ics.lines import escaped, fold, label, one_line, shorten, text
from icsgen.ics.zones import tzid, vtimezone
from icsgen.model import Candidate, Entry, Interview, Milestone

__all__ = ["uid", "write"]

NAMESPACE = uuid.UUID("139bf002-0369-5f16-944b-e24992c58940")  # never to change: every UID depends on it
NAME = "Job search"
INTERVIEW = "interview"  # the one milestone that takes place somewhere
SUMMARY_UNITS = 255  # of UTF-16; Outlook cuts there
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WEEK = dt.timedelta(weeks=1)
TWO_WEEKS = dt.timedelta(weeks=2)
HALF_DAY = dt.timedelta(hours=12)
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


class Slot(NamedTuple):
    """Start, end, last start and those left out, as written: dates, times in the file's zone, or in UTC."""

    start: dt.date
    end: dt.date
    until: dt.date | None
    exdates: tuple[dt.datetime, ...] = ()


def uid(milestone: Milestone, part: int = 0) -> str:
    """The same for the same person, interview and key, whatever the date and the words."""
    namespace = _namespace(milestone.candidate, milestone.interview)
    key = f"{milestone.key} no. {milestone.ordinal + 1}" if milestone.ordinal else milestone.key
    return _uuid5(namespace, f"{key} {part}" if part else key)


def _uuid5(namespace: bytes, name: str) -> str:
    """A UUID by RFC 9562, 5.5, in half the time of `uuid.uuid5`: every event has one."""
    digits = sha1(namespace + name.encode(), usedforsecurity=False).hexdigest()
    variant = "89ab"[int(digits[16], 16) & 3]
    return f"{digits[:8]}-{digits[8:12]}-5{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:32]}"


@lru_cache(maxsize=4096)
def _namespace(person: Candidate, interview: Interview | None) -> bytes:
    """What the keys of one interview, or of a person's whole search, are named in."""
    owner = uuid.uuid5(NAMESPACE, person.id or (person.email or "").casefold() or person.name or "")
    return (uuid.uuid5(owner, interview.id) if interview else owner).bytes


def write(
    entries: Sequence[Entry],
    *,
    candidate: Candidate,
    stamp: dt.datetime,
    before: History = NOTHING,
    keep_cancelled: dt.timedelta = TWO_WEEKS,
) -> bytes:
    """The whole file: one event per entry, in time order; `stamp` (aware) is the DTSTAMP of what is new.

    A weekly entry is one event for each change of the clock where it has to be written in UTC. What the last
    file remembers (`before`) stays as it was where it is the same; what is gone is cancelled for a while.

    ValueError without entries (RFC 5545, 3.6, asks for a component), or for two with one UID.
    """
    zone, written = candidate.region.timezone, utc(stamp)
    entries = sorted(entries, key=lambda entry: _order(entry.milestone, zone))
    uids = [uid(entry.milestone) for entry in entries]
    if len(set(uids)) < len(entries):
        raise ValueError("two entries have the same UID")
    slots = [_slots(entry.milestone, zone) for entry in entries]
    observances = _observances(zone, chain.from_iterable(slots), before)
    if not observances:
        slots = [_slots(entry.milestone, dt.UTC) for entry in entries]
    events = (
        Event((uid(entry.milestone, part) if part else name).encode(), _body(times, event), written, written)
        for entry, parts, name in zip(entries, slots, uids, strict=True)
        for event in [_event(entry)]
        for part, times in enumerate(parts)
    )
    now = revised(events, before, written, keep_cancelled)
    if not now.events:
        raise ValueError("a calendar needs at least one entry")
    lines = [*_calendar(candidate), *_dropped(now), *map(fold, observances)]
    if before is not NOTHING:
        lines += _old_timezones(now, tzid(zone) if observances else None)
    for event in now.events.values():
        lines += event.lines
    return b"\r\n".join([*lines, b"END:VCALENDAR", b""])


def _body(times: Slot, event: Sequence[bytes]) -> bytes:
    return b"\r\n".join([_times(times), *event])


def _dropped(now: History) -> Iterator[bytes]:
    """Who comes back has to come back higher."""
    for name, sequence in now.dropped.items():
        yield b"X-ICSGEN-DROPPED;SEQUENCE=%d:%b" % (sequence, name)


def _old_timezones(now: History, current: str | None) -> Iterator[bytes]:
    """The VTIMEZONE that a cancelled event needs still, where another one is written now, or none."""
    used = {
        name
        for event in now.events.values()
        for name in re.findall(rb"^DT(?:START|END);TZID=([^:;]+):", event.body, re.MULTILINE)
    }
    yield from (lines for name, lines in now.timezones.items() if name in used and name.decode() != current)


def _calendar(candidate: Candidate) -> Iterator[bytes]:
    """The calendar's own properties, which Outlook ignores once a component has begun.

    No UID: vdirsyncer would take the whole file for one event.
    """
    name = label(f"{NAME} {candidate.name or ''}")
    yield BEGINNING.removesuffix(b"\r\n")
    yield b"CALSCALE:GREGORIAN"
    yield b"METHOD:PUBLISH"
    yield fold(f"NAME:{name}")
    yield fold(f"X-WR-CALNAME:{name}")
    yield b"X-WR-CALDESC:Interviews and what to do before and after each"
    yield fold(f"X-WR-TIMEZONE:{tzid(candidate.region.timezone) or 'UTC'}")
    yield b"REFRESH-INTERVAL;VALUE=DURATION:PT6H"
    yield b"X-PUBLISHED-TTL:PT6H"


def _event(entry: Entry) -> list[bytes]:
    """What an event says, how it stands in the calendar, and last its alarm: Outlook stops reading there."""
    milestone, interview = entry.milestone, entry.milestone.interview
    title = escaped(shorten(one_line(entry.title) or NAME, SUMMARY_UNITS))
    lines = [
        fold(f"SUMMARY:{title}"),
        *text("DESCRIPTION", entry.description),
        *(_location(interview.location) if interview and milestone.key == INTERVIEW else ()),
        _categories(interview.company if interview else ""),
        BUSY if milestone.busy else FREE,
    ]
    if interview and milestone.key == INTERVIEW:
        lines.append(fold(f"X-ICSGEN-ID:{escaped(one_line(interview.id))}"))  # for `renamed` in history.py
    if milestone.all_day:
        lines.append(b"X-MICROSOFT-CDO-ALLDAYEVENT:TRUE")
    if milestone.alarm:
        trigger = b"TRIGGER:-PT%dM" % -(-milestone.alarm // MINUTE)
        lines += (b"BEGIN:VALARM\r\nACTION:DISPLAY", fold(f"DESCRIPTION:{title}"), trigger, b"END:VALARM")
    return lines


@lru_cache(maxsize=4096)
def _categories(company: str) -> bytes:
    """One line, and no comma within a category: readers split even at an escaped one."""
    name = label(company)
    return fold(f"CATEGORIES:{NAME},{name}" if name else f"CATEGORIES:{NAME}")


def _location(place: str | None) -> tuple[bytes, ...]:
    """LOCATION for a place, which Google looks up on a map; URL for a web address."""
    place = one_line(place or "")
    if link := WEB.search(place):
        return (fold(f"URL:{link[0].rstrip('.,;:')}"),)
    if LINK.search(place) or PHONE.fullmatch(place):
        return ()
    return text("LOCATION", place)


# --- time


def _order(milestone: Milestone, zone: ZoneInfo) -> tuple[dt.date, float]:
    """By day in the zone, the all-day ones first, then by instant."""
    start = milestone.start
    return (
        (start.astimezone(zone).date(), start.timestamp())
        if isinstance(start, dt.datetime)
        else (start, -math.inf)
    )


def _slot(milestone: Milestone, zone: dt.tzinfo) -> Slot:
    start, end, until = milestone.start, milestone.end, milestone.until
    if not isinstance(start, dt.datetime) or not isinstance(end, dt.datetime):
        return Slot(start, end, until.date() if until else None)
    # Half a day of room, as summer time may have moved the last start by an hour.
    weeks = (until - start + HALF_DAY) // WEEK if until else None
    start, end = start.astimezone(zone), end.astimezone(zone)
    if _unclear(start) or _unclear(end):
        start, end = start.astimezone(dt.UTC), end.astimezone(dt.UTC)
    if weeks is None:
        return Slot(start, end, None)
    return Slot(
        start, end, start + weeks * WEEK, tuple(each.astimezone(start.tzinfo) for each in milestone.exdates)
    )


def _slots(milestone: Milestone, zone: dt.tzinfo) -> list[Slot]:
    """Its slot; of a weekly one in UTC a slot for each change of its own clock, which UTC does not follow."""
    whole, start, until = _slot(milestone, zone), milestone.start, milestone.until
    in_utc = isinstance(whole.start, dt.datetime) and whole.start.tzinfo is dt.UTC
    if not (in_utc and until and isinstance(start, dt.datetime)):
        return [whole]
    starts = (start + week * WEEK for week in range((until - start + HALF_DAY) // WEEK + 1))
    parts = (
        [each.astimezone(dt.UTC) for each in same] for _, same in groupby(starts, key=dt.datetime.utcoffset)
    )
    length = whole.end - whole.start
    return [
        Slot(times[0], times[0] + length, times[-1], tuple(each for each in whole.exdates if each in times))
        for times in parts
    ]


def _unclear(time: dt.datetime) -> bool:
    """Whether its zone skips or repeats it (PEP 495); clients read such a time in four ways."""
    return _has_change(time.date(), time.tzinfo) and (
        time.utcoffset() != time.replace(fold=1 - time.fold).utcoffset()
    )


@lru_cache(maxsize=4096)
def _has_change(day: dt.date, zone: dt.tzinfo | None) -> bool:
    """Whether a zone's clocks are changed at some time of a day: on most none is."""
    midnight = dt.datetime.combine(day, dt.time(), zone)
    return midnight.utcoffset() != (midnight + dt.timedelta(days=1)).utcoffset()


def _observances(zone: ZoneInfo, slots: Iterable[Slot], before: History) -> tuple[str, ...]:
    """The VTIMEZONE for the times written in the zone; none without such times, or where no rule fits."""
    moments = (moment for slot in slots for moment in slot[:3])
    years = {time.year for time in moments if isinstance(time, dt.datetime) and time.tzinfo is zone}
    if years:
        start = re.compile(rb"^DTSTART;TZID=%b:(\d{4})" % re.escape(str(zone).encode()))
        years |= {int(found[1]) for event in before.events.values() if (found := start.match(event.body))}
    return vtimezone(zone, min(years), max(years)) or () if years else ()


def _times(slot: Slot) -> bytes:
    start, end, until, exdates = slot
    form = _form(start)
    times = f"DTSTART{form}:{_basic(start)}\r\nDTEND{form}:{_basic(end)}"
    if until:
        # Beside a DTSTART with a zone, UNTIL is in UTC (RFC 5545, 3.3.10).
        last = _basic(until.astimezone(dt.UTC) if isinstance(until, dt.datetime) else until)
        times += f"\r\nRRULE:FREQ=WEEKLY;BYDAY={WEEKDAYS[start.weekday()]};UNTIL={last}"
    octets = times.encode()
    if exdates:  # in the zone of DTSTART, or Apple and outlook.com do not find them
        octets += b"\r\n" + fold(f"EXDATE{form}:{','.join(map(_basic, exdates))}")
    return octets


def _form(moment: dt.date) -> str:
    """The parameter that tells how to read the value."""
    if not isinstance(moment, dt.datetime):
        return ";VALUE=DATE"
    zone = moment.tzinfo
    return "" if zone is dt.UTC else f";TZID={zone.key}" if isinstance(zone, ZoneInfo) else f";TZID={zone}"


def _basic(moment: dt.date) -> str:
    """ISO 8601 without its marks, to the second, with a Z in UTC."""
    marked = moment.isoformat()[:19].replace("-", "").replace(":", "")
    return f"{marked}Z" if isinstance(moment, dt.datetime) and moment.tzinfo is dt.UTC else marked
