"""The last file as memory: it is read as strictly as it is written, and what changed since is found."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping

from msgspec import Struct

from icsgen.ics.events import (
    BEGINNING,
    BUSY,
    EMPTY,
    END,
    FREE,
    HIGHEST,
    Event,
    History,
    cancelled,
)
from icsgen.ics.lines import UNCLEAN, fold
from icsgen.ics.times import moment, slot_of
from icsgen.model import Redaction

__all__ = ["Change", "UnknownCalendarError", "changes", "history", "renamed", "start", "summary"]

UID = "[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
STAMP = r"\d{8}T\d{6}Z"
NUMBER = r"(?:0|[1-9]\d{0,9})"
WORDS = r"(?!\n)[^\\;,\n]*(?:\\[\\;,n][^\\;,\n]*)*"  # of type TEXT, and some
BUSY_OR_FREE = b"|".join([BUSY, FREE]).decode().replace("\r\n", "\n")
OBSERVANCE = (
    r"BEGIN:(?:STANDARD|DAYLIGHT)\nDTSTART:\d{8}T\d{6}\n(?:RRULE:FREQ=YEARLY;BYMONTH=\d+;BYDAY=-?\d[A-Z]{2}\n)?"
    r"TZOFFSETFROM:[+-]\d{4}\nTZOFFSETTO:[+-]\d{4}\nTZNAME:[^\n]+\nEND:(?:STANDARD|DAYLIGHT)\n"
)
TIMEZONE = rf"BEGIN:VTIMEZONE\nTZID:[^\n]+\n(?:{OBSERVANCE}){{1,2}}END:VTIMEZONE\n"
HEAD = re.compile(
    r"(?:(?:CALSCALE|METHOD|NAME|X-WR-CALNAME|X-WR-CALDESC|X-WR-TIMEZONE|"
    r"REFRESH-INTERVAL;VALUE=DURATION|X-PUBLISHED-TTL):[^\n]+\n)+"
    r"(?:X-ICSGEN-REDACTED:(?P<redaction>NAMES|BUSY)\n)?"
    r"(?:X-ICSGEN-PART:(?P<part>DELTA|UNDO|EVENT)\n)?"
    rf"(?P<dropped>(?:X-ICSGEN-DROPPED;SEQUENCE={NUMBER}:{UID}\n)*)"
    rf"(?P<timezones>(?:{TIMEZONE})*)",
    re.ASCII,
)
EVENT = re.compile(
    rf"UID:(?P<uid>{UID})\nDTSTAMP:(?P<stamp>{STAMP})\nLAST-MODIFIED:(?P=stamp)\n"
    rf"SEQUENCE:(?P<sequence>{NUMBER})\nSTATUS:(?P<status>CONFIRMED|CANCELLED)\n"
    r"(?P<times>DTSTART(?P<dated>;VALUE=DATE)?[^\n]+(?:\n(?:DTEND|RRULE|EXDATE)[^\n]+)*)\n"
    rf"SUMMARY:(?P<summary>{WORDS})(?:\nDESCRIPTION:{WORDS})?"
    rf"(?:\nX-ALT-DESC;FMTTYPE=text/html:{WORDS})?(?:\nLOCATION:{WORDS}|\nURL:(?i:https?)://\S+)?"
    rf"(?:\nCATEGORIES:[^\\;,\n]+(?:,[^\\;,\n]+)?)?\n(?:{BUSY_OR_FREE})"
    rf"(?:\nX-ICSGEN-ID:(?:{WORDS})?)?(?(dated)\nX-MICROSOFT-CDO-ALLDAYEVENT:TRUE)(?:\n{EMPTY.decode()})?"
    r"(?:\nBEGIN:VALARM\nACTION:DISPLAY\nDESCRIPTION:(?P=summary)\nTRIGGER:-PT\d+M\nEND:VALARM)?"
    r"\nEND:VEVENT",
    re.ASCII,
)
REDACTIONS: Mapping[str | None, Redaction] = {None: "", "NAMES": "names", "BUSY": "busy"}
DROPPED = re.compile(r"SEQUENCE=(\d+):(.+)")
TIMEZONE_LINES = re.compile(r"BEGIN:VTIMEZONE\nTZID:(.+)\n(?:.+\n)+?END:VTIMEZONE")
BEGIN_EVENT, END_EVENT = b"\r\nBEGIN:VEVENT\r\n", b"\r\nEND:VEVENT"


class UnknownCalendarError(ValueError):
    """A file that is no whole calendar of ours."""


def history(data: bytes) -> History:
    """What a file of ours holds.

    Raises:
        UnknownCalendarError: another program's, or one that was cut short, damaged or edited.
    """
    if not data.startswith(BEGINNING) or not data.endswith(END):
        raise UnknownCalendarError("is not a whole calendar of icsgen")
    try:
        return _history(data[len(BEGINNING) : -len(END)])
    except ValueError as fault:  # UnicodeDecodeError too
        raise UnknownCalendarError("has events that icsgen did not write") from fault


def _history(data: bytes) -> History:
    """What stands between the lines that each file begins and ends with."""
    text = _text(data)
    head, *blocks = text.split("\nBEGIN:VEVENT\n")
    found = HEAD.fullmatch(f"{head}\n")
    if not found:
        raise ValueError("other lines before the events")
    bodies = [block.split(b"\r\n", 5)[-1].removesuffix(END_EVENT) for block in data.split(BEGIN_EVENT)[1:]]
    events = [_event(block, body) for block, body in zip(blocks, bodies, strict=True)]
    history = History(
        {event.uid: event for event in events},
        {uid.encode(): _sequence(number) for number, uid in DROPPED.findall(found["dropped"])},
        {zone[1].encode(): _lines(zone[0]) for zone in TIMEZONE_LINES.finditer(found["timezones"])},
        max((event.stamp for event in events), default=b""),
        REDACTIONS[found["redaction"]],
        found["part"] or "",
    )
    if len(history.events) < max(len(events), 1) or history.events.keys() & history.dropped.keys():
        raise ValueError("an event twice, or none")
    if not {event.tzid for event in events} <= {b"", *history.timezones}:
        raise ValueError("a time zone that is not told")
    return history


def _text(data: bytes) -> str:
    """The lines unfolded, with a newline between them: of clean words, and folded as we do."""
    lines = data.replace(b"\r\n ", b"").split(b"\r\n")
    if b"\r\n".join(map(fold, lines)) != data:
        raise ValueError("folded otherwise")
    text = b"\n".join(lines).decode()
    if text.count("\n") > len(lines) - 1 or UNCLEAN.search(text):
        raise ValueError("unclean words")
    return text


def _event(block: str, body: bytes) -> Event:
    found = EVENT.fullmatch(block)
    if not found:
        raise ValueError("other lines in an event")
    slot_of(found["times"])
    event = Event(
        uid=found["uid"].encode(),
        body=body,
        stamp=found["stamp"].encode(),
        sequence=_sequence(found["sequence"]),
        status=found["status"].encode(),
    )
    moment(event.stamp)
    if not event.live and body != cancelled(event, b"").body:
        raise ValueError("a cancelled event that rings")
    return event


def _sequence(digits: str) -> int:
    """A SEQUENCE that can rise."""
    number = int(digits)
    if number >= HIGHEST:
        raise ValueError("too high to rise")
    return number


def _lines(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode()


# --- what changed


class Change(Struct, frozen=True):
    """An event that is not as it was."""

    kind: str
    """``new``, ``moved``, ``changed``, ``cancelled``, ``back`` (from having been that), or ``dropped``."""
    event: Event
    """As it stands now; a dropped one as its last file would have it."""
    before: Event | None = None

    @property
    def went(self) -> bool:
        """Whether it was live before, and is no more."""
        return bool(self.before and self.before.live and not self.event.live)


def changes(before: History, now: History) -> list[Change]:
    """Every event that is not as it was, in the file's order, and last those that are in it no more."""
    found = [
        Change(_kind(event, before.events.get(uid), uid in before.dropped), event, before.events.get(uid))
        for uid, event in now.events.items()
        if before.events.get(uid) != event
    ]
    gone = (old for uid, old in before.events.items() if uid not in now.events)
    found += (Change("dropped", cancelled(old, now.stamp) if old.live else old, old) for old in gone)
    return [change for change in found if not change.event.stands_in]


def _kind(event: Event, old: Event | None, dropped: bool) -> str:
    if not event.live:
        return "cancelled"
    if old is None or not old.live:
        return "back" if old or dropped else "new"
    return "moved" if start(event) != start(old) else "changed"


def start(event: Event) -> dt.date:
    """When it begins: a date, or an aware datetime."""
    return event.slot.start


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
    there = [(change, _words(change.event, b"X-ICSGEN-ID")) for change in found]
    gone = {start(change.event): name for change, name in there if name and change.went}
    return {
        name: gone[start(change.event)]
        for change, name in there
        if name and change.kind == "new" and start(change.event) in gone
    }
