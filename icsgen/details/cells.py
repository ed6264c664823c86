"""The text of one cell to what a document would hold: spreadsheets have ways of their own to write it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal

from icsgen.details.sources import Tree

__all__ = ["EMPTY", "between_commas", "date", "people", "several", "time"]

EMPTY = frozenset(
    ["", "-", "–", "n/a", "#n/a", "#null!", "#ref!", "#value!", "#name?", "#div/0!", "null", "nan"]
)
"""What stands for nothing, in small letters; the errors of spreadsheets too."""
FIRST_DAY = dt.datetime(1899, 12, 30)  # noqa: DTZ001 # a wall clock
"""Day 0 of spreadsheets, which count a 29 February 1900 that never was."""
SERIALS = range(36_526, 73_051)  # of the years 2000 to 2099
SERIAL = re.compile(r"(?P<day>\d{5})(?:[.,](?P<part>\d+))?")
NUMERIC = re.compile(
    r"(?P<one>\d{1,2})(?P<mark>[./-])(?P<two>\d{1,2})(?P=mark)(?P<year>\d{4}|\d\d)(?P<rest>\D.*)?"
)
FRACTION = re.compile(r"0?[.,]\d+|0|1")
MINUTES = 24 * 60


def date(text: str, order: Literal["dmy", "mdy"] | None = None) -> str:
    """A date, or a date and a time, whose numbers are put in order: ``2026-04-03``, ``2026-04-03 14:30``.

    Raises:
        ValueError: it may be one of two dates, and `order` does not say which.
    """
    if found := SERIAL.fullmatch(text):
        return _of_serial(found) or text
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
    year = int(found["year"]) + (2000 if len(found["year"]) == 2 else 0)
    return f"{year:04}-{month:02}-{day:02}{found['rest'] or ''}"


def _of_serial(found: re.Match[str]) -> str | None:
    """The date that a spreadsheet keeps as the number of its day."""
    if int(found["day"]) not in SERIALS:
        return None
    minutes = round(float(f"0.{found['part'] or 0}") * MINUTES)
    moment = FIRST_DAY + dt.timedelta(days=int(found["day"]), minutes=minutes)
    return f"{moment:%Y-%m-%d %H:%M}" if minutes else f"{moment:%Y-%m-%d}"


def time(text: str) -> str:
    """A time: the part of a day that a spreadsheet keeps is one too, and so is ``14.30``."""
    if re.fullmatch(r"\d{1,2}[.h]\d\d", text):
        return re.sub("[.h]", ":", text)
    if FRACTION.fullmatch(text):
        minutes = round(float(text.replace(",", ".")) * MINUTES) % MINUTES
        return f"{minutes // 60:02}:{minutes % 60:02}"
    return text


def several(text: str) -> Tree:
    """What stands between semicolons or on lines."""
    parts = [part.strip() for part in re.split(r"[;\n]", text)]
    return [part for part in parts if part]


def people(text: str) -> Tree:
    """People in words, ``Jana Müller <jana@…>; Tom Lee``; commas part them where there is no semicolon."""
    parts = several(text)
    if isinstance(parts, list) and len(parts) == 1 and "<" not in text and "," in text:
        return [part.strip() for part in text.split(",") if part.strip()]
    return parts


def between_commas(text: str) -> Tree:
    """Words between commas or semicolons."""
    return [part.strip() for part in re.split(r"[,;]", text) if part.strip()]
