"""One event of somebody's calendar: when, where, who, and what it is known by, in our words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from icsgen.details.html_text import is_html, plain
from icsgen.details.invite_zones import Zones, named
from icsgen.details.mails import Mail
from icsgen.errors import InputError, Place, Problem, Spot
from icsgen.ics.reader import Component, Property

__all__ = ["EventReader", "Guest", "Invitation"]

YEARS = range(1970, 2200)
MOST_GUESTS = 1_000
LONGEST_UID = 1_000  # characters
LONGEST_TEXT = 50_000
LONGEST_LINE = 500
MOST_HOURS = dt.timedelta(hours=24)
MINUTE = dt.timedelta(minutes=1)
WHEN = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(?:\.\d+)?(Z)?)?")
LENGTH = re.compile(r"\+?P(?:(\d{1,3})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})S)?)?")
MAILTO = re.compile(r"(?:mailto:)?\s*<?([^\s<>@]+@[^\s<>@]+?)>?", re.IGNORECASE)
LINKS = (
    "X-GOOGLE-CONFERENCE",
    "X-MICROSOFT-SKYPETEAMSMEETINGURL",
    "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK",
    "X-MS-ONLINE-MEETING-URL",
    "CONFERENCE",  # RFC 7986 5.11
    "X-ZOOM-MEETING-URL",
    "X-WEBEX-MEETING-URL",
    "X-TELEMOST-CONFERENCE",
    "URL",
)
"""Where programs put the link to talk by, the surest first."""


class Guest(Struct, frozen=True, kw_only=True):
    """Who invites, or is invited."""

    name: str
    """Empty: not told."""
    address: str
    """In small letters, or empty."""
    kind: str = "INDIVIDUAL"
    role: str = "REQ-PARTICIPANT"
    status: str = ""


class Invitation(Struct, frozen=True, kw_only=True):
    """One event of an invitation."""

    uid: str
    """What it is known by: its UID, and which occurrence where it is one of several. Empty: nothing."""
    sequence: int = 0
    stamp: dt.datetime | None = None
    """When it was written, in UTC."""
    cancelled: bool = False
    start: dt.datetime
    """On the clock; midnight where it lasts all day."""
    end: dt.datetime | None = None
    all_day: bool = False
    zone: dt.tzinfo | None = None
    """Whose clock; None: not told."""
    shown_in: ZoneInfo | None = None
    """The zone that the whole calendar is shown in, where the times are in UTC."""
    unknown_zone: str = ""
    """The name of one that nobody knows."""
    summary: str = ""
    text: str = ""
    location: str = ""
    links: tuple[str, ...] = ()
    organizer: Guest | None = None
    guests: tuple[Guest, ...] = ()
    repeats: bool = False
    mail: Mail | None = None
    """The one that it came in."""
    source: Place

    @property
    def age(self) -> tuple[int, dt.datetime]:
        """The later of two with one UID has the higher one (RFC 5546 2.1.5)."""
        return self.sequence, self.stamp or dt.datetime.min.replace(tzinfo=dt.UTC)


class EventReader:
    """Reads the events of one calendar."""

    def __init__(
        self, name: str, calendar: Component, letter: Mail | None, preferred: Sequence[ZoneInfo]
    ) -> None:
        self.name, self.calendar, self.letter = name, calendar, letter
        self.zones = Zones((part for part in calendar.parts if part.name == "VTIMEZONE"), preferred)
        self.shown_in = named(calendar.value("X-WR-TIMEZONE")) or self.zones.only()
        self.cancels = calendar.value("METHOD").strip().upper() == "CANCEL"
        self.named = {part.name for part in calendar.parts}

    def meant(self, notices: list[str]) -> list[Component]:
        """The events, and of one that repeats its first: an occurrence of its own takes its place."""
        events = [part for part in self.calendar.parts if part.name == "VEVENT"]
        masters = {part.value("UID"): part for part in events if not part.first("RECURRENCE-ID")}
        chosen: list[Component] = []
        for part in events:
            master = masters.get(part.value("UID"))
            if part is not master and master and part.first("RECURRENCE-ID"):
                if part.value("RECURRENCE-ID") == master.value("DTSTART"):
                    chosen = [_moved(master, part) if each is master else each for each in chosen]
                    continue
                notices.append(f"line {part.line}: a later date of what repeats is left out")
                continue
            chosen.append(part)
        return chosen

    def place(self, line: int) -> Place:
        return Place(Spot(self.name, line, 1))

    def read(self, event: Component) -> Invitation:
        """Raises InputError: it has no start, or one that is none."""
        begins = event.first("DTSTART")
        if begins is None:
            raise InputError(
                [Problem(self.place(event.line), "an event without DTSTART; expected its start")]
            )
        start, all_day = self._when(begins)
        zone, unknown = self._zone(begins, start)
        occurrence = event.value("RECURRENCE-ID")
        uid = " ".join(filter(None, (_line(event.value("UID"), LONGEST_UID), _line(occurrence))))
        return Invitation(
            uid=uid if event.value("UID").strip() else "",
            sequence=_number(event.value("SEQUENCE")),
            stamp=self._stamp(event),
            cancelled=self.cancels or event.value("STATUS").strip().upper() == "CANCELLED",
            start=start,
            end=None if all_day else self._end(event, start, zone),
            all_day=all_day,
            zone=zone,
            shown_in=self.shown_in,
            unknown_zone=unknown,
            summary=_line(event.value("SUMMARY")),
            text=_text(event, self.letter),
            location=_line(event.value("LOCATION")),
            links=tuple(_line(each.value) for name in LINKS for each in event.all(name)[:MOST_GUESTS]),
            organizer=_organizer(event, self.letter),
            guests=tuple(map(_guest, event.all("ATTENDEE")[:MOST_GUESTS])),
            repeats=bool(event.first("RRULE") or event.first("RDATE")),
            mail=self.letter,
            source=self.place(event.line),
        )

    def _when(self, found: Property) -> tuple[dt.datetime, bool]:
        """A time on the clock, and whether only a date is told."""
        match = WHEN.fullmatch(found.value.strip().upper())
        try:
            if match:
                year, month, day = (int(part) for part in match.groups()[:3])
                clock = dt.time(int(match[4] or 0), int(match[5] or 0))  # no interview begins on a second
                if year in YEARS:
                    return dt.datetime.combine(dt.date(year, month, day), clock), match[4] is None
        except ValueError:
            pass
        shown = _line(found.value, 40)
        text = f'found {found.name} "{shown}"; expected a time such as 20261117T143000'
        raise InputError([Problem(self.place(found.line), text)])

    def _zone(self, found: Property, at: dt.datetime) -> tuple[dt.tzinfo | None, str]:
        """Whose clock a time is on; or the name of a zone that nobody knows."""
        if found.value.strip().upper().endswith("Z"):
            return dt.UTC, ""
        name = found.parameters.get("TZID", "")
        if not name:
            return self.shown_in, ""
        zone = self.zones.zone(name, at)
        if isinstance(zone, ZoneInfo) and zone.key == "UTC":
            return dt.UTC, ""
        return (zone, "") if zone else (self.shown_in, _line(name, 60))

    def _end(self, event: Component, start: dt.datetime, zone: dt.tzinfo | None) -> dt.datetime | None:
        """The end on the start's clock; None where there is none, or none that an interview could have."""
        length = _length(event.value("DURATION"))
        if ends := event.first("DTEND"):
            end, _ = self._when(ends)
            other, _ = self._zone(ends, end)
            begun, over = start.replace(tzinfo=zone), end.replace(tzinfo=other)
            if (zone is None) == (other is None):
                length = (
                    (over - begun) if zone is None else over.astimezone(dt.UTC) - begun.astimezone(dt.UTC)
                )
        if not length or not MINUTE <= length <= MOST_HOURS:
            return None
        if zone is None:
            return start + length
        later = start.replace(tzinfo=zone).astimezone(dt.UTC) + length
        return later.astimezone(zone).replace(tzinfo=None)

    def _stamp(self, event: Component) -> dt.datetime | None:
        for name in ("DTSTAMP", "LAST-MODIFIED"):
            if found := event.first(name):
                try:
                    moment, _ = self._when(found)
                except InputError:
                    continue
                seconds = WHEN.fullmatch(found.value.strip().upper())
                second = min(int(seconds[6] or 0), 59) if seconds else 0
                return moment.replace(second=second, tzinfo=dt.UTC)
        return None


def _moved(master: Component, occurrence: Component) -> Component:
    """The first of what repeats, as an occurrence of its own tells it."""
    there = {each.name for each in occurrence.properties}
    kept = tuple(each for each in master.properties if each.name not in there)
    own = tuple(each for each in occurrence.properties if each.name != "RECURRENCE-ID")
    return replace(master, properties=(*own, *kept))


def _line(words: str, longest: int = LONGEST_LINE) -> str:
    """Words on one line, of what can be seen."""
    seen = "".join(character if character.isprintable() else " " for character in words[: 2 * longest])
    return " ".join(seen.split())[:longest]


def _number(words: str) -> int:
    return int(words) if re.fullmatch(r"\d{1,9}", words.strip()) else 0


def _length(words: str) -> dt.timedelta | None:
    match = LENGTH.fullmatch(words.strip().upper())
    if not match:
        return None
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return dt.timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)


def _text(event: Component, letter: Mail | None) -> str:
    """What is said of it: as plain text, else as HTML, else in the mail around it."""
    told = event.value("DESCRIPTION").strip()
    if not told:
        told = next((each.value for each in event.all("X-ALT-DESC") if each.value.strip()), "")
    if is_html(told):
        told = plain(told)
    return (told or (letter.text if letter else ""))[:LONGEST_TEXT]


def _guest(found: Property) -> Guest:
    address = MAILTO.fullmatch(found.value.strip()) or MAILTO.fullmatch(found.parameters.get("EMAIL", ""))
    return Guest(
        name=_line(found.parameters.get("CN", "").strip().strip("'\"")),
        address=address[1].casefold() if address and len(address[1]) <= LONGEST_LINE else "",
        kind=found.parameters.get("CUTYPE", "INDIVIDUAL").upper(),
        role=found.parameters.get("ROLE", "REQ-PARTICIPANT").upper(),
        status=found.parameters.get("PARTSTAT", "").upper(),
    )


def _organizer(event: Component, letter: Mail | None) -> Guest | None:
    """Who invites; who sent the mail, where the event does not tell."""
    found = event.first("ORGANIZER")
    if found and (guest := _guest(found)).address:
        return guest
    if letter and letter.sender[1]:
        name, address = letter.sender
        return Guest(name=_line(name), address=address.casefold()[:LONGEST_LINE])
    return None
