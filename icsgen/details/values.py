"""The text of one detail to its value: zones, moments, days. A `ValueError` says what is expected."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.resources import files
from zoneinfo import ZoneInfo

from icsgen.details.phrases import FORMS_IN_WORDS, timeline
from icsgen.model import MonthDay, OnDate, Span, Timeline

__all__ = [
    "End",
    "LocalTime",
    "alarm",
    "country",
    "date",
    "days",
    "decision",
    "decision_words",
    "duration",
    "email",
    "end",
    "language",
    "lines",
    "local_time",
    "not_empty",
    "one_line",
    "person_words",
    "quiet",
    "span",
    "zone",
]

YEARS = range(1970, 2200)
LONGEST = dt.timedelta(hours=24)
LONGEST_RANGE = 1000  # days
MOST_QUIET = 183  # days of a year

CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
TIME = (
    r"(?=\d{1,2}(?::\d|\s*[ap]\.?m\b))"  # a bare number is no time: 2026 may be a year
    r"(?P<hour>\d{1,2})(?::(?P<minute>\d\d)(?::\d\d(?:\.0+)?)?)?\s*(?P<half>[ap]\.?m\b\.?)?"
)


@dataclass(frozen=True, slots=True)
class LocalTime:
    """A time on the clock, and the zone or offset that was written after it."""

    wall: dt.datetime
    zone: dt.tzinfo | None = None


@dataclass(frozen=True, slots=True)
class End:
    """An interview's end: on its start's day where no date is written."""

    time: dt.time
    day: dt.date | None = None
    zone: dt.tzinfo | None = None


def shown(found: object) -> str:
    """A value as an error shows it: in quotes, not too long; of lists and mappings only what they are."""
    if isinstance(found, dict):
        return "a mapping"
    if isinstance(found, list):
        return "a list"
    if found is None:
        return "nothing"
    text = str(found)
    return f'"{text if len(text) <= 60 else text[:57] + "…"}"'


def one_line(found: object) -> str:
    """Text on one line, white space and controls folded into single spaces."""
    if isinstance(found, dict | list) or found is None:
        raise ValueError(f"found {shown(found)}; expected text")
    text = " ".join(CONTROLS.sub(" ", str(found)).split())
    if all(unicodedata.category(character) in ("Cf", "Zs") for character in text):  # nothing to see
        raise ValueError("found an empty text; leave the key out, or fill it in")
    return unicodedata.normalize("NFC", text)


def not_empty(found: object) -> object:
    """A list as it is, but for an empty one."""
    if found == []:
        raise ValueError("found an empty list; expected an interview")
    return found


def lines(found: object) -> tuple[str, ...]:
    """One text, or a list of them; an empty key is an empty list."""
    return tuple(one_line(item) for item in _items(found))


def _items(found: object) -> list[object]:
    return found if isinstance(found, list) else [] if found is None else [found]


def email(found: object) -> str:
    """An address, as ``name@domain``."""
    text = one_line(found)
    if not re.fullmatch(r"[^\s@<>,;:\"()\[\]]+@[^\s@<>,;:\"()\[\]]+", text):
        raise ValueError(f"found {shown(text)}; expected an address such as ana@example.org")
    return text


def language(found: object) -> str:
    """The language of the messages."""
    text = one_line(found)
    if text != "en":
        raise ValueError(f"found {shown(text)}; expected en, the only one so far")
    return text


def country(found: object) -> str:
    """An ISO 3166 code; whether there is such a country, holiday data tell."""
    text = one_line(found)
    return text.upper() if len(text) == 2 else text


def zone(found: object) -> ZoneInfo:
    """An IANA time zone."""
    text = one_line(found)
    try:
        if text in ("localtime", "posixrules", "Factory") or not text.isascii():
            raise ValueError(text)
        return ZoneInfo(text)
    except (ValueError, OSError, KeyError):  # no such file, a folder, a path out of the database
        raise ValueError(f"unknown time zone {shown(text)}; {_zone_hint(text)}") from None


def _zone_hint(text: str) -> str:
    names = (files("tzdata") / "zones").read_text("utf-8").split()
    cities = {name.rpartition("/")[2].casefold(): name for name in reversed(names)}
    whole = {name.casefold(): name for name in names}
    word = text.casefold().replace(" ", "_")
    ways = ((whole, word), (cities, word.rpartition("/")[2]))
    for cutoff in (1.0, 0.75):  # another spelling of a name or of a city, then what is near one
        for words, key in ways:
            if close := get_close_matches(key, words, n=1, cutoff=cutoff):
                return f"did you mean {words[close[0]]}?"
    return "expected an IANA name such as America/New_York or Europe/Berlin"


def date(found: object) -> dt.date:
    """A date with its year: ``2026-11-17``, ``17 November 2026``."""
    text = one_line(found)
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        named = timeline(text) if re.search(r"[a-z./]", text.casefold()) else None
        if not (named and isinstance(named.reading, OnDate)):
            raise ValueError(f"found {shown(text)}; expected a date such as 2026-11-17") from None
        day = named.reading.date
        if named.reading.weekday not in (None, day.weekday()):
            found = f"found {shown(text)}, but that day is another weekday"
            raise ValueError(f"{found}; expected the two to agree") from None
    if day.year not in YEARS:
        raise ValueError(f"found the year {day.year}; expected one from {YEARS[0]} to {YEARS[-1]}")
    return day


def local_time(found: object) -> LocalTime:
    """``2026-11-17 14:30``, ``… 2:30 pm``, with a zone or an offset after it or not."""
    text = one_line(found)
    match = re.fullmatch(
        rf"(?P<date>.+?)(?:(?<=\d)T|,? at |,? )\s*{TIME}(?:\s*(?P<zone>.+))?", text, re.IGNORECASE
    )
    if not match:
        raise ValueError(f"found {shown(text)}; expected a date and a time such as 2026-11-17 14:30")
    return LocalTime(dt.datetime.combine(date(match["date"]), _time(match, text)), _zone_after(match["zone"]))


def end(found: object) -> End:
    """``15:15``, or a date and a time."""
    text = one_line(found)
    if match := re.fullmatch(rf"{TIME}(?:\s+(?P<zone>.+))?", text, re.IGNORECASE):
        return End(_time(match, text), None, _zone_after(match["zone"]))
    moment = local_time(text)
    return End(moment.wall.time(), moment.wall.date(), moment.zone)


def _time(match: re.Match[str], text: str) -> dt.time:
    hour, minute, half = int(match["hour"]), int(match["minute"] or 0), (match["half"] or "")[:1].casefold()
    wrong_half = half and not 1 <= hour <= 12
    bare = match["minute"] is None and not half
    if half and not wrong_half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if wrong_half or bare or hour > 23 or minute > 59:
        raise ValueError(f"found {shown(text)}; expected a time such as 14:30 or 2:30 pm")
    return dt.time(hour, minute)


def _zone_after(text: str | None) -> dt.tzinfo | None:
    if not text:
        return None
    if text in ("Z", "z", "UTC", "GMT"):
        return dt.UTC
    if match := re.fullmatch(r"(?:UTC|GMT)?([+-])(\d{1,2}):?([0-5]\d)?", text):
        offset = dt.timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
        if offset < dt.timedelta(hours=24):
            return dt.timezone(-offset if match[1] == "-" else offset)
    return zone(text)


def duration(found: object) -> dt.timedelta:
    """``45 min``, ``1 h 30``, ``1:30``; a bare number is minutes."""
    text = one_line(found)
    hours = r"(?:(?P<h>\d{1,3}(?:[.,]\d+)?) ?(?:h|hr|hrs|hours?))"
    minutes = r"(?:(?P<m>\d{1,4}) ?(?:m|min|mins|minutes?)?)"
    match = re.fullmatch(
        rf"{hours}?(?: ?(?:and )?{minutes})?\.?|(?P<hh>\d{{1,2}}):(?P<mm>[0-5]\d)", text.casefold()
    )
    if match:
        whole = float((match["h"] or match["hh"] or "0").replace(",", "."))
        length = dt.timedelta(minutes=round(whole * 60) + int(match["m"] or match["mm"] or 0))
        if dt.timedelta() < length <= LONGEST:
            return length
    raise ValueError(f"found {shown(text)}; expected a length such as 45 min or 1 h 30, at most 24 h")


def alarm(found: object) -> dt.timedelta:
    """How long before to ring, as a length; ``none`` is zero."""
    return dt.timedelta() if isinstance(found, str) and found.strip() == "none" else duration(found)


def span(found: object) -> Span:
    """``5 business days``, ``21 days``, ``3 weeks``, ``2 months``."""
    text = one_line(found)
    named = timeline(text)
    if named and isinstance(named.reading, Span):
        return named.reading
    raise ValueError(f"found {shown(text)}; expected a number of days, such as 5 business days or 3 weeks")


def days(found: object) -> frozenset[dt.date]:
    """A list of dates and of ranges ``first..last``, both ends in them; an empty key is an empty list."""
    return frozenset(day for item in _between_commas(found) for day in _day_range(item))


def _between_commas(found: object) -> list[str]:
    items = one_line(found).split(",") if isinstance(found, str) else _items(found)
    return [one_line(item) for item in items]


def _day_range(text: str) -> Iterator[dt.date]:
    first, dots, last = (part.strip() for part in text.partition(".."))
    start = date(first)
    stop = date(last) if dots else start
    if not 0 <= (stop - start).days < LONGEST_RANGE:
        wrong = "ends before it begins" if stop < start else f"is longer than {LONGEST_RANGE} days"
        raise ValueError(f"found {shown(text)}, which {wrong}; expected first..last")
    return (start + dt.timedelta(days=day) for day in range((stop - start).days + 1))


def quiet(found: object) -> tuple[tuple[MonthDay, MonthDay], ...]:
    """Yearly spans ``12-21..01-03``, or ``none``."""
    items = _between_commas(found)
    spans = () if items == ["none"] else tuple(_yearly_span(item) for item in items)
    if sum(map(_length, spans)) > MOST_QUIET:
        raise ValueError(f"found {shown(found)}, which is most of the year; expected weeks, not months")
    return spans


def _length(span: tuple[MonthDay, MonthDay]) -> int:
    """How many days of a year a yearly span is."""
    first, last = (dt.date(2024, *day) for day in span)
    return (last - first).days % 366 + 1


def _yearly_span(text: str) -> tuple[MonthDay, MonthDay]:
    match = re.fullmatch(r"(\d\d)-(\d\d)(?: ?\.\. ?(\d\d)-(\d\d))?", text)
    try:
        if match:
            month, day, last_month, last_day = (int(part) if part else 0 for part in match.groups())
            dt.date(2024, month, day), dt.date(2024, last_month or month, last_day or day)
            return (month, day), (last_month or month, last_day or day)
    except ValueError:
        pass
    raise ValueError(f"found {shown(text)}; expected days of each year such as 12-21..01-03, or none")


def decision(said: str) -> Timeline:
    """The employer's words about the decision."""
    named = timeline(said)
    if not named:
        raise ValueError(f"{shown(said)} is not a timeline that can be read; expected {FORMS_IN_WORDS}")
    return named


def person_words(found: object) -> object:
    """``Sam Ode <sam@acme.example>`` as the mapping it stands for; anything else as it is."""
    if not isinstance(found, str):
        return found
    text = one_line(found)
    match = re.fullmatch(r"(?P<name>[^<>@]+?)\s*<(?P<email>[^<>]+)>", text)
    if not match and "@" in text:
        raise ValueError(f"found {shown(text)}; expected a name, or Sam Ode <sam@acme.example>")
    return match.groupdict() if match else {"name": found}


def decision_words(found: object) -> object:
    """Plain words as the mapping ``{said: …}`` they stand for; anything else as it is."""
    return found if isinstance(found, dict | list) or found is None else {"said": found}
