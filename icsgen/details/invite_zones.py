"""Whose clock an invitation goes by: the IANA zone of a name that some program has, or of its rules."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from icsgen.details.values import zone
from icsgen.details.zone_names import ZONE_OF
from icsgen.ics.reader import Component, zone_of_windows

__all__ = ["Zones", "named"]

OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)(?:\d\d)?")
ONSET = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)")
NTH_DAY = re.compile(r"([+-]?\d)?(MO|TU|WE|TH|FR|SA|SU)")
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
IN_BRACKETS = re.compile(r"\((?:UTC|GMT)[^)]*\)\s*(.+)", re.IGNORECASE)
"""``(UTC-08:00) Pacific Time (US & Canada)``."""
NUMBERED = re.compile(r"(.+?) \d+")
"""``Eastern Standard Time 1``: Exchange numbers zones whose rules differ."""
OUTLOOK: Mapping[str, str] = {
    "pacific time (us & canada)": "America/Los_Angeles",
    "mountain time (us & canada)": "America/Denver",
    "central time (us & canada)": "America/Chicago",
    "eastern time (us & canada)": "America/New_York",
    "dublin, edinburgh, lisbon, london": "Europe/London",
    "amsterdam, berlin, bern, rome, stockholm, vienna": "Europe/Berlin",
    "brussels, copenhagen, madrid, paris": "Europe/Paris",
    "belgrade, bratislava, budapest, ljubljana, prague": "Europe/Budapest",
    "sarajevo, skopje, warsaw, zagreb": "Europe/Warsaw",
    "chennai, kolkata, mumbai, new delhi": "Asia/Kolkata",
    "osaka, sapporo, tokyo": "Asia/Tokyo",
    "canberra, melbourne, sydney": "Australia/Sydney",
    "coordinated universal time": "UTC",
}
"""What Outlook shows in place of a zone's name, and Exchange writes now and then."""
UNIVERSAL = frozenset(
    {"utc", "gmt", "z", "etc/utc", "etc/gmt", "coordinated universal time", "tzone://microsoft/utc"}
)
NOON = dt.time(12)
MOST_OFFSET = dt.timedelta(hours=14)


def named(name: str) -> ZoneInfo | None:
    """The zone of a name as IANA, Windows, Outlook or Mozilla write it; None: of none that is known."""
    word = name.strip().strip('"').strip()
    if word.casefold() in UNIVERSAL:
        return ZoneInfo("UTC")
    shown, bare, parts = IN_BRACKETS.fullmatch(word), NUMBERED.fullmatch(word), word.split("/")
    inside = ("/".join(parts[-3:]), "/".join(parts[-2:]))  # of /mozilla.org/20050126_1/Europe/Paris
    for each in (word, *inside, shown and shown[1], bare and bare[1]):
        if each and (found := _known(each)):
            return found
    return None


def _known(word: str) -> ZoneInfo | None:
    if len(word) > 100:
        return None
    iana = zone_of_windows(word) or OUTLOOK.get(word.casefold())
    if not iana and "/" not in word and word != "UTC":
        return None  # abbreviations: CST is three zones
    try:
        return zone(iana or word)
    except ValueError:
        return None


class Zones:
    """The time zones that a calendar describes, by their names there.

    `preferred`: what to take of several zones that keep the same time.
    """

    def __init__(self, described: Iterable[Component], preferred: Sequence[ZoneInfo]) -> None:
        self.described = {each.value("TZID").strip().strip('"'): each for each in described}
        self.preferred = tuple(preferred)

    def zone(self, name: str, at: dt.datetime) -> dt.tzinfo | None:
        """The zone of a name, for a time on its clock; an offset where no zone keeps such rules."""
        described = self.described.get(name.strip().strip('"'))
        location = described.value("X-LIC-LOCATION") if described else ""
        if found := named(name) or (named(location) if location else None):
            return found
        if not described:
            return None
        return _like(described, at, self.preferred)

    def only(self) -> ZoneInfo | None:
        """The one zone that is described, if it is known by its name and not that of nobody."""
        known = [found for name in self.described if (found := named(name)) and found.key != "UTC"]
        return known[0] if len(known) == 1 else None


def _like(described: Component, at: dt.datetime, preferred: Sequence[ZoneInfo]) -> dt.tzinfo | None:
    """The first zone that keeps the same time through the year, else the offset that holds just then."""
    rules = [rule for part in described.parts if (rule := _rule(part))]
    if not rules:
        return None
    days = [
        dt.datetime.combine(dt.date(at.year, month, day), NOON) for month in range(1, 13) for day in (5, 20)
    ]
    wanted = [_offset(rules, day) for day in (*days, at)]
    for candidate in (*preferred, *_usual()):
        if all(candidate.utcoffset(day) == offset for day, offset in zip((*days, at), wanted, strict=True)):
            return candidate
    return dt.timezone(_offset(rules, at))


@lru_cache(maxsize=1)
def _usual() -> tuple[ZoneInfo, ...]:
    """Every zone that people live by, those first that are spoken of most."""
    lines = (files("tzdata.zoneinfo") / "zone1970.tab").read_text("utf-8").splitlines()
    names = [line.split("\t")[2] for line in lines if not line.startswith("#")]
    return tuple(map(ZoneInfo, dict.fromkeys([*ZONE_OF.values(), *names])))


class _Rule(Struct, frozen=True, kw_only=True):
    """Since when an offset holds: each year on a day, or once."""

    to: dt.timedelta
    start: dt.datetime
    month: int = 0
    """0: once."""
    nth: int = 1
    weekday: int | None = None
    """Monday is 0; None: the `nth` day of the month."""
    last_year: int = 9999

    def last(self, at: dt.datetime) -> dt.datetime | None:
        """When it began last before a time on the clock; None: it had not begun."""
        if not self.month:
            return self.start if self.start <= at else None
        year = min(at.year, self.last_year)
        onsets = (self._onset(each) for each in (year, year - 1))
        return next((onset for onset in onsets if self.start.date() <= onset.date() and onset <= at), None)

    def _onset(self, year: int) -> dt.datetime:
        first = dt.datetime.combine(dt.date(year, self.month, 1), self.start.time())
        if self.weekday is None:
            return first.replace(day=min(self.nth, 28))
        days = (first + dt.timedelta(days=day) for day in range(31))
        fitting = [day for day in days if day.month == self.month and day.weekday() == self.weekday]
        return fitting[max(min(self.nth, len(fitting)), 1) - 1 if self.nth > 0 else -1]


def _rule(part: Component) -> _Rule | None:
    """The rule of a STANDARD or DAYLIGHT; one that does not come each year counts once."""
    to, onset = OFFSET.fullmatch(part.value("TZOFFSETTO").strip()), ONSET.match(part.value("DTSTART"))
    if not to or not onset:
        return None
    year, month, day, hour, minute = (int(digits) for digits in onset.groups())
    offset = dt.timedelta(hours=int(to[2]), minutes=int(to[3]))
    try:
        start = dt.datetime.combine(dt.date(year, month, day), dt.time(hour, minute))
    except ValueError:
        return None
    if offset > MOST_OFFSET:
        return None
    once = _Rule(to=-offset if to[1] == "-" else offset, start=start)
    return _yearly(once, dict(_pairs(part.value("RRULE"))))


def _yearly(once: _Rule, words: Mapping[str, str]) -> _Rule:
    month = words.get("BYMONTH", str(once.start.month))
    if words.get("FREQ") != "YEARLY" or not re.fullmatch("[1-9]|1[0-2]", month):
        return once
    day, date = NTH_DAY.fullmatch(words.get("BYDAY", "")), words.get("BYMONTHDAY", str(once.start.day))
    until = words.get("UNTIL", "")[:4]
    return replace(
        once,
        month=int(month),
        nth=int(day[1] or 1) if day else int(date) if re.fullmatch("[1-9]|[12][0-9]|3[01]", date) else 1,
        weekday=DAYS.index(day[2]) if day else None,
        last_year=int(until) if re.fullmatch("[12][0-9]{3}", until) else 9999,
    )


def _pairs(rule: str) -> Iterator[tuple[str, str]]:
    for part in rule.upper().split(";"):
        key, _, value = part.partition("=")
        yield key.strip(), value.strip()


def _offset(rules: Sequence[_Rule], at: dt.datetime) -> dt.timedelta:
    """What holds at a time on the clock: the rule that began last (RFC 5545 3.6.5)."""
    begun = [(onset, rule.to) for rule in rules if (onset := rule.last(at))]
    return max(begun, default=(at, rules[0].to), key=lambda each: each[0])[1]
