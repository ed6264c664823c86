"""The last file as memory: what an event's DTSTAMP, LAST-MODIFIED and SEQUENCE were, and what has gone since.

Clients update an event they know by its UID only where SEQUENCE or LAST-MODIFIED rose (CLIENTS.md 22 to 25);
what is the same must look the same, to the byte.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

__all__ = [
    "BEGINNING",
    "BUSY",
    "FREE",
    "NOTHING",
    "Change",
    "Event",
    "History",
    "UnknownCalendarError",
    "cancelled",
    "changes",
    "history",
    "renamed",
    "revised",
    "start",
    "summary",
    "utc",
    "with_events",
]

BEGINNING = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//icsgen//icsgen//EN\r\n"
"""How each file of ours begins."""
END = b"\r\nEND:VCALENDAR\r\n"
BUSY = b"TRANSP:OPAQUE\r\nX-MICROSOFT-CDO-BUSYSTATUS:BUSY"
FREE = b"TRANSP:TRANSPARENT\r\nX-MICROSOFT-CDO-BUSYSTATUS:FREE"
STATE = b"BEGIN:VEVENT\r\nUID:%b\r\nDTSTAMP:%b\r\nLAST-MODIFIED:%b\r\nSEQUENCE:%d\r\nSTATUS:%b"
EVENT = re.compile(
    rb"UID:(?P<uid>[^\r\n]+)\r\nDTSTAMP:(?P<stamp>\d{8}T\d{6}Z)\r\nLAST-MODIFIED:(?P<modified>\d{8}T\d{6}Z)"
    rb"\r\nSEQUENCE:(?P<sequence>\d{1,9})\r\nSTATUS:(?P<status>CONFIRMED|CANCELLED)\r\n(?P<body>.+)\r\nEND:VEVENT",
    re.DOTALL,
)
DROPPED = re.compile(rb"^X-ICSGEN-DROPPED;SEQUENCE=(?P<sequence>\d{1,9}):(?P<uid>[^\r\n]+)$", re.MULTILINE)
TIMEZONE = re.compile(rb"BEGIN:VTIMEZONE\r\nTZID:(?P<tzid>[^\r\n]+)\r\n.*?\r\nEND:VTIMEZONE", re.DOTALL)
ALARM = re.compile(rb"\r\nBEGIN:VALARM\r\n.*\r\nEND:VALARM", re.DOTALL)


class UnknownCalendarError(ValueError):
    """A file that is no whole calendar of ours."""


class Event(Struct, frozen=True):
    """An event as it stands in a file: its state, and as `body` all the rest of its lines."""

    uid: bytes
    body: bytes
    stamp: bytes
    modified: bytes
    """Both UTC, in the basic format."""
    sequence: int = 0
    status: bytes = b"CONFIRMED"

    @property
    def lines(self) -> tuple[bytes, bytes, bytes]:
        """What is written, in parts."""
        state = STATE % (self.uid, self.stamp, self.modified, self.sequence, self.status)
        return state, self.body, b"END:VEVENT"

    @property
    def live(self) -> bool:
        return self.status == b"CONFIRMED"


class History(Struct, frozen=True):
    """What a file remembers."""

    events: Mapping[bytes, Event] = {}
    """By UID, in the file's order."""
    dropped: Mapping[bytes, int] = {}
    """The last SEQUENCE of each event that is no longer in the file."""
    timezones: Mapping[bytes, bytes] = {}
    """The VTIMEZONE of each TZID."""


NOTHING = History()


def history(data: bytes) -> History:
    """What a file of ours remembers.

    Raises:
        UnknownCalendarError: another program's, or one that was cut short or edited.
    """
    if not data.startswith(BEGINNING) or not data.endswith(END):
        raise UnknownCalendarError("is not a whole calendar of icsgen")
    head, *blocks = data.removesuffix(END).split(b"\r\nBEGIN:VEVENT\r\n")
    found = [EVENT.fullmatch(block) for block in blocks]
    events = {match["uid"]: _event(match) for match in found if match}
    if len(events) < max(len(blocks), 1):
        raise UnknownCalendarError("has events that icsgen did not write")
    return History(
        events,
        {match["uid"]: int(match["sequence"]) for match in DROPPED.finditer(head.replace(b"\r\n", b"\n"))},
        {match["tzid"]: match[0] for match in TIMEZONE.finditer(head)},
    )


def _event(match: re.Match[bytes]) -> Event:
    return Event(
        uid=match["uid"],
        body=match["body"],
        stamp=match["stamp"],
        modified=match["modified"],
        sequence=int(match["sequence"]),
        status=match["status"],
    )


def revised(current: Iterable[Event], before: History, stamp: bytes, keep: dt.timedelta) -> History:
    """The events of now with the state they have by what was before, and of those that went what is kept.

    `stamp` is now, in the basic format. An event that is the same keeps its state; another one rises. One
    that is gone is cancelled for as long as `keep` says, then dropped, and its SEQUENCE remembered.
    """
    events: dict[bytes, Event] = {}
    dropped = dict(before.dropped)
    for event in current:
        old, last = before.events.get(event.uid), dropped.pop(event.uid, None)
        if old and old.live and old.body == event.body:
            events[event.uid] = old
        elif old or last is not None:
            events[event.uid] = replace(event, sequence=(old.sequence if old else last or 0) + 1)
        else:
            events[event.uid] = event
    for uid, old in before.events.items():
        if uid in events:
            continue
        gone = cancelled(old, stamp) if old.live else old
        if keep and _moment(stamp) - _moment(gone.modified) < keep:
            events[uid] = gone
        else:
            dropped[uid] = gone.sequence
    return History(events, dropped, before.timezones)


def cancelled(event: Event, stamp: bytes) -> Event:
    """The event called off: it rings no more, and nobody looks busy (CLIENTS.md 25)."""
    body = ALARM.sub(b"", event.body).replace(b"\r\n" + BUSY, b"\r\n" + FREE)
    return replace(
        event, body=body, stamp=stamp, modified=stamp, sequence=event.sequence + 1, status=b"CANCELLED"
    )


def utc(moment: dt.datetime) -> bytes:
    """A moment as a stamp is written: UTC, in the basic format."""
    return moment.astimezone(dt.UTC).isoformat()[:19].replace("-", "").replace(":", "").encode() + b"Z"


def _moment(stamp: bytes) -> dt.datetime:
    return dt.datetime.strptime(stamp.decode(), "%Y%m%dT%H%M%SZ").replace(tzinfo=dt.UTC)


# --- what changed


class Change(Struct, frozen=True):
    """An event that is not as it was."""

    kind: str
    """``new``, ``moved``, ``changed``, ``cancelled`` or ``back`` (from having been cancelled)."""
    event: Event
    """As it stands now."""
    before: Event | None = None


def changes(before: History, now: History) -> list[Change]:
    """Every event that is not as it was, in the file's order."""
    found = []
    for uid, event in now.events.items():
        old = before.events.get(uid)
        if old != event:
            found.append(Change(_kind(event, old, uid in before.dropped), event, old))
    return found


def _kind(event: Event, old: Event | None, dropped: bool) -> str:
    if not event.live:
        return "cancelled"
    if old is None or not old.live:
        return "back" if old or dropped else "new"
    return "moved" if start(event) != start(old) else "changed"


def start(event: Event) -> bytes:
    """DTSTART as it is written, with its parameters: ``DTSTART;TZID=Europe/Berlin:20261124T100000``."""
    return event.body.partition(b"\r\n")[0]


def summary(event: Event) -> str:
    """The title, unfolded and without its escapes."""
    return _words(event, b"SUMMARY") or ""


def _words(event: Event, name: bytes) -> str | None:
    """The value of a property of type TEXT."""
    unfolded = event.body.replace(b"\r\n ", b"").replace(b"\r\n", b"\n")
    line = re.search(rb"^%b:(.*)$" % re.escape(name), unfolded, re.MULTILINE)
    if not line:
        return None
    return re.sub(r"\\(.)", lambda found: " " if found[1] in "nN" else found[1], line[1].decode())


def renamed(found: Iterable[Change]) -> dict[str, str]:
    """Interviews that went by one id and came at the same time by another: the new id, with the old one."""
    there = [(change, _interview_id(change.event)) for change in found]
    gone = {start(change.event): name for change, name in there if name and change.kind == "cancelled"}
    return {
        name: gone[start(change.event)]
        for change, name in there
        if name and change.kind == "new" and start(change.event) in gone
    }


def _interview_id(event: Event) -> str | None:
    return _words(event, b"X-ICSGEN-ID")


def with_events(data: bytes, events: Iterable[Event]) -> bytes | None:
    """The file with these events alone; None without any, for a calendar needs one."""
    lines = [part for event in events for part in event.lines]
    head = data.partition(b"\r\nBEGIN:VEVENT\r\n")[0]
    return b"\r\n".join([head, *lines]) + END if lines else None
