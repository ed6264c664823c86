"""The values of properties (RFC 5545, 3.3) as anybody may have written them; None for what is none."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from icsgen.ics.components import Line

__all__ = [
    "DATE",
    "LOCAL",
    "UTC",
    "ZONED",
    "Moment",
    "duration",
    "known_zone",
    "moment",
    "moments",
    "offset",
    "rule_parts",
    "shown",
    "words",
]

DATE, LOCAL, UTC, ZONED = "a date", "a local time", "a time in UTC", "a time in a zone"
TIME = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?", re.ASCII)
DURATION = re.compile(
    r"(?P<sign>[+-]?)P(?=.*\d[WDHMS]$)(?:(?P<weeks>\d{1,9})W|(?:(?P<days>\d{1,9})D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d{1,9})H)?(?:(?P<minutes>\d{1,9})M)?(?:(?P<seconds>\d{1,9})S)?)?)",
    re.ASCII,
)
ESCAPED = re.compile(r"\\(.)", re.DOTALL)
OFFSET = re.compile(r"([+-])(\d\d)([0-5]\d)([0-5]\d)?", re.ASCII)
LONGEST = 40  # characters of a value that are worth reading: more of it is no value
SHOWN = 32  # characters of a value in a fact


class Moment(NamedTuple):
    """A date or a time; `at` has no zone of Python's, which is told by `form` and `tzid`."""

    at: dt.datetime
    form: str
    """`DATE`, `LOCAL`, `UTC` or `ZONED`."""
    tzid: str = ""

    @property
    def instant(self) -> dt.datetime | None:
        """When that is, where it is known without the file's own VTIMEZONE."""
        zone = known_zone(self.tzid) if self.form == ZONED else dt.UTC if self.form == UTC else None
        return self.at.replace(tzinfo=zone).astimezone(dt.UTC) if zone and 1 < self.at.year < 9999 else None


def moment(line: Line) -> Moment | None:
    """What a line of one time says."""
    return _moment(line.value.strip(), line.parameter("TZID") or "") if len(line.value) < LONGEST else None


def moments(line: Line) -> list[Moment | None]:
    """What a line of several times says."""
    tzid = line.parameter("TZID") or ""
    each = (part.strip().partition("/")[0] for part in line.value.split(","))
    return [_moment(value, tzid) if len(value) < LONGEST else None for value in each]


@lru_cache(maxsize=4096)
def _moment(value: str, tzid: str) -> Moment | None:
    found = TIME.fullmatch(value)
    if not found:
        return None
    digits = [int(part) for part in found.groups()[:6] if part]
    if len(digits) == 6 and digits[5] == 60:  # a leap second (3.3.12)
        digits[5] = 59
    try:
        at = dt.datetime(*digits)  # type: ignore[arg-type]  # noqa: DTZ001
    except ValueError:
        return None
    if found[4] is None:
        return Moment(at, DATE, tzid)
    return Moment(at, UTC if found[7] else ZONED if tzid else LOCAL, tzid)


def duration(value: str) -> dt.timedelta | None:
    """3.3.6."""
    found = DURATION.fullmatch(value.strip()) if len(value) < LONGEST else None
    if not found:
        return None
    parts = {name: int(digits) for name, digits in found.groupdict().items() if digits and name != "sign"}
    try:
        length = dt.timedelta(**parts)
    except OverflowError:
        return None
    return -length if found["sign"] == "-" else length


def offset(value: str) -> dt.timedelta | None:
    """3.3.14."""
    found = OFFSET.fullmatch(value.strip()) if len(value) < LONGEST else None
    if not found:
        return None
    length = dt.timedelta(hours=int(found[2]), minutes=int(found[3]), seconds=int(found[4] or 0))
    return -length if found[1] == "-" else length


@lru_cache(maxsize=4096)
def rule_parts(value: str) -> Mapping[str, str] | None:
    """3.3.10: the parts of a recurrence rule by name, in capitals; None where one has no value."""
    parts = [part.partition("=") for part in value.strip().upper().rstrip(";").split(";")]
    if not all(name and content for name, _, content in parts):
        return None
    return {name: content for name, _, content in parts}


def words(value: str) -> str:
    """3.3.11: a text without its escapes."""
    return (
        ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value) if "\\" in value else value
    )


@lru_cache(maxsize=1024)
def known_zone(name: str) -> ZoneInfo | None:
    """The zone that the tz database knows by this name."""
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):  # unknown, a folder of zones, or a path
        return None


def shown(value: str) -> str:
    """A value as a fact quotes it: not all of what may be long."""
    value = value.strip()
    return f'"{value}"' if len(value) <= SHOWN else f'"{value[: SHOWN - 1]}…"'
