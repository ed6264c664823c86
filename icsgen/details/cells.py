"""The text of one cell to what a document would hold: spreadsheets have ways of their own to write it."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Literal

from icsgen.details.sources import Tree
from icsgen.details.times import FIXED

__all__ = [
    "between_commas",
    "country",
    "date",
    "from_and_to",
    "is_empty",
    "named",
    "ordinal",
    "plain_text",
    "several",
    "time",
    "timezone",
]

BLANKS = frozenset(["", "-", "–", "—", "?", "n/a", "na", "tbd", "tba", "tbc", "unknown"])
ERRORS = frozenset(["#n/a", "#null!", "#ref!", "#value!", "#name?", "#div/0!", "#num!"])
EMPTY = BLANKS | ERRORS
"""What stands for nothing, in small letters; the errors of spreadsheets too."""
NOTHING = frozenset(["null", "NULL", "nan", "NaN", "None"])
"""What programs write for it; Null and Nan are names."""
NO = frozenset(["no", "false", "nein", "non", "0"])
"""What stands for a day that has not come."""
LONGEST_EMPTY = max(map(len, EMPTY | NOTHING | NO))
FIRST_DAY = dt.datetime(1899, 12, 30)  # noqa: DTZ001 # a wall clock
"""Day 0 of spreadsheets, which count a 29 February 1900 that never was."""
SERIALS = range(36_526, 73_051)  # of the years 2000 to 2099
SERIAL = re.compile(r"(?P<day>\d{5})(?:[.,](?P<part>\d+))?")
NUMERIC = re.compile(
    r"(?:(?P<weekday>[^\W\d]{2,})\.?,? )?"
    r"(?P<one>\d{1,2})(?P<mark>[./-])(?P<two>\d{1,2})(?P=mark)(?P<year>\d{4}|\d\d)(?P<rest>\D.*)?"
)
ISO = re.compile(r"(?P<date>\d{4}-\d\d-\d\d)(?:[T ]+(?P<rest>\S.*))?")
WORDED = re.compile(
    r"(?:(?P<weekday>[^\W\d]{2,})\.?,? )?(?P<day>\d{1,2})(?:\.|er)? (?:de )?"
    r"(?P<month>[^\W\d]{3,})\.? (?:de )?(?P<year>\d{4})(?P<rest>\D.*)?"
)
AT = re.compile(r"[ ,T]*(?:(?:at|um|à|a las|@) )?", re.IGNORECASE)
FRACTION = re.compile(r"0?[.,]\d+|0|1")
MINUTES = 24 * 60
CLOCK = re.compile(
    r"(?P<hour>\d{1,2})(?:(?:[:.]| ?h ?)(?P<minute>\d\d)(?::\d\d(?:\.0+)?)?)?(?P<mark> ?h| ?uhr)?"
    r"(?: ?(?P<half>[ap]\.? ?m\b\.?))?(?P<rest>\W.*)?",
    re.IGNORECASE,
)
"""A time as people write it: ``14.30``, ``14h30``, ``14 Uhr``, ``2.30 pm``."""
NOON = {"noon": "12:00", "midday": "12:00", "mittag": "12:00", "midi": "12:00", "mediodía": "12:00"}
RANGE = re.compile(r"(?P<from>\d\d:\d\d(?: [ap]m)?)(?:-| ?[–—] ?| - | (?:to|bis|until|a|à) )(?P<to>\d.*)")
"""A hyphen with a space before it alone begins an offset from UTC."""
MIDNIGHT = "00:00"
LANGUAGES = ("en", "de", "fr", "es")
NAMES_OF_COUNTRIES = {"usa": "US", "us": "US", "uk": "GB", "england": "GB", "scotland": "GB", "wales": "GB"}
NUMBERS = {"first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5"}
LINES = re.compile(r"[;\n]")


def is_empty(text: str, *, dated: bool = False) -> bool:
    """Whether a cell's text stands for nothing; where a date is to stand, a no is nothing too."""
    if len(text) > LONGEST_EMPTY:
        return False
    return text.casefold() in EMPTY or text in NOTHING or (dated and text.casefold() in NO)


def plain_text(text: str) -> str:
    """The text with one space between its words, in the composed form of Unicode: so it can be compared."""
    return " ".join(unicodedata.normalize("NFC", text).split())


@lru_cache(maxsize=1024)  # many rows of a table name the same days, times and countries
def date(text: str, order: Literal["dmy", "mdy"] | None = None) -> str:
    """A date, or a date and a time, whose numbers are put in order: ``2026-04-03``, ``2026-04-03 14:30``.

    A midnight is left out: spreadsheets add one to a date alone.

    Raises:
        ValueError: it may be one of two dates, and `order` does not say which.
    """
    text = plain_text(text)
    if found := SERIAL.fullmatch(text):
        return _of_serial(found) or text
    if found := ISO.fullmatch(text):
        return _with_time(found["date"], found["rest"])
    if (found := WORDED.fullmatch(text)) and (months := _names("months").get(found["month"].casefold())):
        return _dated(text, found, min(months), int(found["day"]))
    if not (found := NUMERIC.fullmatch(text)):
        return text
    one, two = int(found["one"]), int(found["two"])
    if found["mark"] == ".":  # the countries that write so put the day first
        order = "dmy"
    if order is None and one > 12:
        order = "dmy"
    if order is None and two > 12:
        order = "mdy"
    if order is None and one != two:
        cure = "say --dates dmy or --dates mdy"
        raise ValueError(f'found "{text}", which may be day or month first; {cure}')
    day, month = (two, one) if order == "mdy" else (one, two)
    return _dated(text, found, month, day)


def _dated(text: str, found: re.Match[str], month: int, day: int) -> str:
    """A date and what follows it, if the weekday that is written before agrees."""
    year = int(found["year"]) + (2000 if len(found["year"]) == 2 else 0)
    written = f"{year:04}-{month:02}-{day:02}"
    try:
        weekday = dt.date.fromisoformat(written).weekday()
    except ValueError:
        raise ValueError(f'found "{text}"; expected a date such as 2026-11-17') from None
    if found["weekday"] and weekday not in _names("days").get(found["weekday"].casefold(), {weekday}):
        raise ValueError(f'found "{text}", but that day is another weekday; expected the two to agree')
    return _with_time(written, found["rest"])


def _with_time(day: str, rest: str | None) -> str:
    clock = AT.sub("", rest or "", count=1)
    clock = time(clock) if clock else MIDNIGHT
    return day if clock == MIDNIGHT else f"{day} {clock}"


def _of_serial(found: re.Match[str]) -> str | None:
    """The date that a spreadsheet keeps as the number of its day."""
    if int(found["day"]) not in SERIALS:
        return None
    minutes = round(float(f"0.{found['part'] or 0}") * MINUTES)
    moment = FIRST_DAY + dt.timedelta(days=int(found["day"]), minutes=minutes)
    return f"{moment:%Y-%m-%d %H:%M}" if minutes else f"{moment:%Y-%m-%d}"


@cache
def _names(kind: Literal["months", "days"]) -> Mapping[str, set[int]]:
    """The months from 1 or the weekdays from 0 on by their names in our languages, in small letters.

    A name can be of several: ``di`` is a Tuesday in German, and a Sunday in French.
    """
    from babel import Locale  # late: as long to load as all of ours

    found = defaultdict[str, set[int]](set)
    for code in LANGUAGES:
        for names in getattr(Locale.parse(code), kind)["format"].values():
            for number, name in names.items():
                found[name.casefold().rstrip(".")].add(number)
    return found


@lru_cache(maxsize=1024)
def time(text: str) -> str:
    """A time: ``14:30``, ``14.30``, ``2:30 pm``, ``14 Uhr``, or the part of a day that spreadsheets keep.

    A zone or an end may follow.

    Raises:
        ValueError: it is no time.
    """
    words = plain_text(text)
    if clock := NOON.get(words.casefold()):
        return clock
    if FRACTION.fullmatch(words):
        minutes = round(float(words.replace(",", ".")) * MINUTES) % MINUTES
        return f"{minutes // 60:02}:{minutes % 60:02}"
    if re.fullmatch(r"[0-2]\d[0-5]\d", words):
        return f"{words[:2]}:{words[2:]}"
    found = CLOCK.fullmatch(words)
    told = found and (found["minute"] or found["half"] or found["mark"])
    if not found or not told or int(found["hour"]) > 23 or int(found["minute"] or 0) > 59:
        raise ValueError(f'found "{text}"; expected a time such as 14:30 or 2:30 pm')
    half = f" {found['half'][0].casefold()}m" if found["half"] else ""
    rest = re.sub(r" ?\([^()]*\)| ?\buhr\b", "", found["rest"] or "", flags=re.IGNORECASE).rstrip()
    return f"{int(found['hour']):02}:{found['minute'] or '00'}{half}{rest}"


def from_and_to(clock: str) -> tuple[str, str | None]:
    """A time as `time` gives it, and the one that it goes on to, if it does: ``14:30 - 15:30``."""
    found = RANGE.fullmatch(clock)
    return (found["from"], time(found["to"])) if found else (clock, None)


@lru_cache(maxsize=1024)
def country(text: str) -> str:
    """The ISO 3166 code of a country: of its name in one of our languages, else the text as it is."""
    name = plain_text(text).casefold().removeprefix("the ")
    if len(name) == 2 and name not in NAMES_OF_COUNTRIES:
        return name.upper()
    return NAMES_OF_COUNTRIES.get(name) or _countries().get(name) or text


@cache
def _countries() -> Mapping[str, str]:
    from babel import Locale  # late, as above

    return {
        name.casefold(): code
        for language in LANGUAGES
        for code, name in Locale.parse(language).territories.items()
        if len(code) == 2
    }


def timezone(text: str) -> str:
    """A zone's name as it is written.

    Raises:
        ValueError: it keeps one offset all year, and is written for one that has a summer time.
    """
    if place := FIXED.get(text):
        raise ValueError(f'found "{text}", an hour off in summer; expected {place}')
    return text


def ordinal(text: str) -> str:
    """A number, be it in words: ``2``, ``2nd``, ``Round 2``, ``second``."""
    words = plain_text(text)
    found = re.findall(r"\d+", words)
    return found[0] if len(found) == 1 else NUMBERS.get(words.casefold(), words)


def several(text: str) -> Tree:
    """What stands between semicolons or on lines."""
    parts = [part.strip() for part in LINES.split(text)]
    return [part for part in parts if part]


def named(text: str) -> str:
    """A name with the first name first: ``Müller, Jana`` is Jana Müller."""
    name, mark, address = plain_text(text).partition("<")
    last, comma, first = name.partition(",")
    turned = (
        f"{first.strip()} {last.strip()}" if comma and first.strip() and "," not in first else name.strip()
    )
    return f"{turned} <{address}" if mark else turned


def between_commas(text: str) -> Tree:
    """Words between commas or semicolons."""
    return [part.strip() for part in re.split(r"[,;]", text) if part.strip()]
