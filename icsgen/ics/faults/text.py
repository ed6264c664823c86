"""Words: what is cut, shown with its escapes, or not shown at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from icsgen.ics.components import Reading
from icsgen.ics.faults.rule import Find, Found, Rule
from icsgen.ics.properties import shown, words

__all__ = ["TEXT"]

SUMMARY_UNITS = 255  # of UTF-16
DESCRIPTION_LENGTH = 8000
TEXTS = ("SUMMARY", "DESCRIPTION", "LOCATION", "COMMENT", "CONTACT")
NAMES = ("NAME", "X-WR-CALNAME")
MAY_BE_EMPTY = ("DESCRIPTION", "LOCATION", "SUMMARY", "COMMENT", "CONTACT", "CATEGORIES", "URL")
UNKNOWN = re.compile(r"\\(?![;,nN]).?", re.DOTALL)
BACKSLASH_N = re.compile(r"(?<!\\)(?:\\\\)+[nN]")


def _texts(file: Reading) -> Iterator[tuple[int, str, str]]:
    """The line, the name and the value of each text of an event."""
    for line in file.lines("VEVENT", *TEXTS):
        yield line.number, line.name.upper(), line.value


def _unknown_escape(file: Reading) -> Iterator[Found]:
    for number, name, value in _texts(file):
        if "\\" in value and (found := UNKNOWN.search(value.replace("\\\\", ""))):
            yield number, f"{name} has the escape {shown(found[0])}, which has no meaning"


def _bare(mark: str, what: str) -> Find:
    """A mark in a text that has to be escaped."""

    def find(file: Reading) -> Iterator[Found]:
        for number, name, value in _texts(file):
            if mark in value and mark in value.replace("\\\\", "").replace(f"\\{mark}", ""):
                yield number, f"{name} has a {what} without a backslash; some programs cut the text there"

    return find


def _marks_in_name(file: Reading) -> Iterator[Found]:
    for line in file.lines("VCALENDAR", *NAMES):
        if found := re.search(r"[,;\\]", line.value):
            yield line.number, f"the name has {shown(found[0])}; some programs show it with a backslash"


def _backslash_n(file: Reading) -> Iterator[Found]:
    for number, name, value in _texts(file):
        if "\\\\" in value and BACKSLASH_N.search(value):
            yield number, f"{name} has a backslash before an n; khal and others read a new line"


def _long_summary(file: Reading) -> Iterator[Found]:
    for line in file.lines("VEVENT", "SUMMARY"):
        if len(line.value) > SUMMARY_UNITS // 2:
            units = len(words(line.value).encode("utf-16-le", "replace")) // 2
            if units > SUMMARY_UNITS:
                yield line.number, f"the title has {units:,} characters; Outlook cuts it at {SUMMARY_UNITS}"


def _broken_summary(file: Reading) -> Iterator[Found]:
    for line in file.lines("VEVENT", "SUMMARY"):
        if re.search(r"\\[nN]", line.value.replace("\\\\", "")):
            yield line.number, "the title has a line break, which Outlook and others do not show as one"


def _long_description(file: Reading) -> Iterator[Found]:
    for line in file.lines("VEVENT", "DESCRIPTION"):
        if len(line.value) > DESCRIPTION_LENGTH:
            length = len(words(line.value))
            if length > DESCRIPTION_LENGTH:
                yield line.number, f"the description has {length:,} characters; Google may cut it near 8,000"


def _empty(file: Reading) -> Iterator[Found]:
    for line in chain(file.lines("VEVENT", *MAY_BE_EMPTY), file.lines("VALARM", *MAY_BE_EMPTY)):
        if not line.value.strip():
            yield line.number, f"{line.name} is empty, which libical calls an error"


def _more_categories(file: Reading) -> Iterator[Found]:
    for event in file.all("VEVENT"):
        for line in event.properties.get("CATEGORIES", ())[1:]:
            yield line.number, "the event has a second CATEGORIES line; ics.py refuses the file"


def _comma_in_category(file: Reading) -> Iterator[Found]:
    for line in file.lines("VEVENT", "CATEGORIES"):
        if "\\," in line.value.replace("\\\\", ""):
            yield line.number, "a category has a comma in it; five of fourteen programs make two of it"


def _name_in_small_letters(file: Reading) -> Iterator[Found]:
    for component in (each for name in file.named for each in file.all(name)):
        for line in component.lines():
            if line.name != line.name.upper():
                yield line.number, f"{shown(line.name)} has small letters; Home Assistant refuses the file"


def _quoted_printable(file: Reading) -> Iterator[Found]:
    for line in file.lines("VEVENT"):
        if line.parameters and (line.parameter("ENCODING") or "").upper() == "QUOTED-PRINTABLE":
            yield line.number, f"{line.name} is quoted-printable, so its codes are shown as they are"


TEXT = (
    Rule(
        "unknown-escape",
        "warning",
        ("rfc",),
        _unknown_escape,
        r"Write \\ for a backslash; only \\ \; \, and \n have a meaning.",
        "RFC 5545, 3.3.11",
    ),
    Rule(
        "bare-comma",
        "warning",
        ("rfc", "others"),
        _bare(",", "comma"),
        r"Write \, for each comma.",
        "RFC 5545, 3.3.11; CLIENTS.md 6, 46",
    ),
    Rule(
        "bare-semicolon",
        "warning",
        ("rfc", "others"),
        _bare(";", "semicolon"),
        r"Write \; for each semicolon.",
        "RFC 5545, 3.3.11; CLIENTS.md 6",
    ),
    Rule(
        "marks-in-calendar-name",
        "warning",
        ("others",),
        _marks_in_name,
        "Leave commas, semicolons and backslashes out of the name.",
        "CLIENTS.md 45",
    ),
    Rule(
        "backslash-before-n",
        "notice",
        ("others",),
        _backslash_n,
        "Write / in its place, if it need not be a backslash.",
        "CLIENTS.md 46",
    ),
    Rule(
        "title-too-long",
        "error",
        ("outlook",),
        _long_summary,
        "Shorten the SUMMARY.",
        "CLIENTS.md 32, 1c",
    ),
    Rule(
        "title-of-several-lines",
        "warning",
        ("outlook",),
        _broken_summary,
        r"Write a space for \n.",
        "CLIENTS.md 32",
    ),
    Rule(
        "description-too-long",
        "warning",
        ("google",),
        _long_description,
        "Shorten the DESCRIPTION.",
        "CLIENTS.md 32, 1c",
    ),
    Rule(
        "empty-property",
        "warning",
        ("others",),
        _empty,
        "Delete the line.",
        "CLIENTS.md 48",
    ),
    Rule(
        "several-categories-lines",
        "warning",
        ("others",),
        _more_categories,
        "Write all categories in one line, with commas between them.",
        "CLIENTS.md 44",
    ),
    Rule(
        "comma-in-category",
        "warning",
        ("others",),
        _comma_in_category,
        "Leave the comma out.",
        "CLIENTS.md 44",
    ),
    Rule(
        "small-letters-in-name",
        "warning",
        ("others",),
        _name_in_small_letters,
        "Write the name in capitals.",
        "CLIENTS.md 7",
    ),
    Rule(
        "quoted-printable",
        "error",
        ("rfc",),
        _quoted_printable,
        "Export the calendar again as iCalendar 2.0.",
        "RFC 5545, 3.2.7",
    ),
)
