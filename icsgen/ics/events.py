"""Events as they stand in a file, and what becomes of their state from one file to the next.

Clients update an event they know by its UID only where SEQUENCE or LAST-MODIFIED rose (CLIENTS.md 22 to 25);
what is the same must look the same, to the byte.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from icsgen.ics.times import Slot, moment, slot_of, utc
from icsgen.model import Redaction

__all__ = [
    "BEGINNING",
    "BUSY",
    "EMPTY",
    "END",
    "FREE",
    "HIGHEST",
    "NOTHING",
    "Event",
    "History",
    "called_off",
    "cancelled",
    "is_kept",
    "next_drop",
    "nothing_off",
    "revised",
    "stamp_of",
]

BEGINNING = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//icsgen//icsgen//EN\r\n"
"""How each file of ours begins."""
END = b"\r\nEND:VCALENDAR\r\n"
BUSY = b"TRANSP:OPAQUE\r\nX-MICROSOFT-CDO-BUSYSTATUS:BUSY"
FREE = b"TRANSP:TRANSPARENT\r\nX-MICROSOFT-CDO-BUSYSTATUS:FREE"
EMPTY = b"X-ICSGEN-EMPTY:TRUE"
"""The mark of the event that stands where there is no other."""
HIGHEST = 2**31 - 1
"""The largest INTEGER (RFC 5545, 3.3.8)."""
STATE = b"BEGIN:VEVENT\r\nUID:%b\r\nDTSTAMP:%b\r\nLAST-MODIFIED:%b\r\nSEQUENCE:%d\r\nSTATUS:%b"
TIMES = re.compile(rb"(?:(?:DTSTART|DTEND|RRULE|EXDATE).+\r\n(?: .+\r\n)*)+")
ALARM = re.compile(rb"\r\nBEGIN:VALARM\r\n.*\r\nEND:VALARM", re.DOTALL)


class Event(Struct, frozen=True):
    """An event as it stands in a file: its state, and as `body` all the rest of its lines."""

    uid: bytes
    body: bytes
    stamp: bytes
    """When it last changed, in UTC and the basic format: LAST-MODIFIED, and DTSTAMP as Outlook reads it."""
    sequence: int = 0
    status: bytes = b"CONFIRMED"

    @property
    def lines(self) -> tuple[bytes, bytes, bytes]:
        """What is written, in parts."""
        state = STATE % (self.uid, self.stamp, self.stamp, self.sequence, self.status)
        return state, self.body, b"END:VEVENT"

    @property
    def live(self) -> bool:
        return self.status == b"CONFIRMED"

    @property
    def stands_in(self) -> bool:
        """Whether it only stands where there is no other: it comes and goes without a trace."""
        return self.body.endswith(b"\r\n" + EMPTY)

    @property
    def tzid(self) -> bytes:
        """The zone that its times are written in; empty in UTC, and for whole days."""
        return self.body.partition(b":")[0].partition(b";TZID=")[2]

    @property
    def slot(self) -> Slot:
        """When it takes place."""
        times = TIMES.match(self.body)
        lines = times[0].replace(b"\r\n ", b"").replace(b"\r\n", b"\n").decode() if times else ""
        return slot_of(lines.rstrip("\n"))


class History(Struct, frozen=True):
    """What a file holds, and remembers."""

    events: Mapping[bytes, Event] = {}
    """By UID, in the file's order."""
    dropped: Mapping[bytes, int] = {}
    """The last SEQUENCE of each event that is no longer in the file."""
    timezones: Mapping[bytes, bytes] = {}
    """The VTIMEZONE of each TZID."""
    stamp: bytes = b""
    """The newest in it; what is written over it is never older."""
    redaction: Redaction = ""
    """What it hides from those who see it."""
    part: str = ""
    """What it is a part of a calendar for: ``DELTA``, ``UNDO`` or (one event alone) ``EVENT``; else empty."""


NOTHING = History()


def revised(current: Iterable[Event], before: History, now: dt.datetime, keep: dt.timedelta) -> History:
    """The events of now with the state they have by what was before, and of those that went what is kept.

    An event that is the same keeps its state; another one rises. One that is gone is cancelled for as long as
    `keep` says, then dropped, and its SEQUENCE remembered.
    """
    stamp = stamp_of(now, before)
    if not before.events and not before.dropped:  # a new file, as most of a table's first run are
        return History({event.uid: event for event in current}, {}, before.timezones, stamp, before.redaction)
    events: dict[bytes, Event] = {}
    dropped = dict(before.dropped)
    for event in current:
        events[event.uid] = _risen(event, before.events.get(event.uid), dropped.pop(event.uid, None))
    for gone in called_off(before, events.keys(), stamp):
        if is_kept(gone, now, keep):
            events[gone.uid] = gone
        else:
            dropped[gone.uid] = gone.sequence
    return History(events, dropped, before.timezones, stamp, before.redaction)


def called_off(before: History, current: Collection[bytes], stamp: bytes) -> Iterator[Event]:
    """The events of before that are not among those of now, by their UIDs, each cancelled."""
    for uid, old in before.events.items():
        if uid not in current and not old.stands_in:
            yield cancelled(old, stamp) if old.live else old


def is_kept(gone: Event, now: dt.datetime, keep: dt.timedelta) -> bool:
    """Whether an event that was called off stays in the file for as long as `keep` says."""
    return bool(keep) and now - moment(gone.stamp) < keep


def next_drop(found: History, keep: dt.timedelta) -> dt.datetime | None:
    """When an event that was called off is dropped next: a calendar changes then by itself."""
    return min((moment(gone.stamp) + keep for gone in found.events.values() if not gone.live), default=None)


def nothing_off(before: History, after: History) -> History:
    """The calendar of after with all that was live before: for when what it was made of is not whole."""
    off = {
        uid: old
        for uid, old in before.events.items()
        if old.live and uid in after.events and not after.events[uid].live
    }
    return replace(after, events={**after.events, **off})


def stamp_of(now: dt.datetime, before: History) -> bytes:
    """The stamp of what changes now: newer than all that was, whatever the clock does (CLIENTS.md 23)."""
    written = utc(now)
    return written if written > before.stamp else utc(moment(before.stamp) + dt.timedelta(seconds=1))


def _risen(event: Event, old: Event | None, last: int | None) -> Event:
    """An event with its state by what it was, or by the last SEQUENCE it had."""
    if old and old.live and old.body == event.body:
        return old
    if old:
        return replace(event, sequence=old.sequence + 1)
    return event if last is None else replace(event, sequence=last + 1)


def cancelled(event: Event, stamp: bytes) -> Event:
    """The event called off: it rings no more, and nobody looks busy (CLIENTS.md 25)."""
    body = ALARM.sub(b"", event.body).replace(b"\r\n" + BUSY, b"\r\n" + FREE)
    return replace(event, body=body, stamp=stamp, sequence=event.sequence + 1, status=b"CANCELLED")
