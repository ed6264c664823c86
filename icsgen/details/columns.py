"""The columns of a table of interviews: what each heading means, and what a row says as a document would.

A column is a row of `COLUMNS`; headings are compared without case, accents, spaces and marks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from typing import Literal

from msgspec import Struct

from icsgen.details import cells
from icsgen.details.sources import Tree

__all__ = ["COLUMNS", "Column", "Heading", "Order", "heading_of", "name_of", "plain", "unknown"]

Order = Literal["dmy", "mdy"] | None


class Column(Struct, frozen=True, kw_only=True):
    """What a column holds."""

    path: tuple[str, ...]
    """Where in a document it stands; below `me` it is of the candidate."""
    names: tuple[str, ...]
    """What it is called, the usual name first."""
    read: Callable[[str], Tree] = str
    """What is written in a cell, as a document has it; a date's cell is read by `cells.date` before."""
    dated: bool = False
    """Whether a date stands in it, which may have to be put in order."""


COLUMNS: tuple[Column, ...] = (
    Column(
        path=("company",),
        names=("company", "employer", "organisation", "organization", "firm", "company name"),
    ),
    Column(path=("role",), names=("role", "position", "job", "job title", "vacancy", "position title")),
    Column(
        path=("start",),
        names=("start", "interview start", "date and time", "datetime", "when", "interview time and date"),
        dated=True,
    ),
    Column(path=("date",), names=("date", "interview date", "date of interview", "day"), dated=True),
    Column(
        path=("time",), names=("time", "interview time", "start time", "time of interview"), read=cells.time
    ),
    Column(path=("end",), names=("end", "end time", "until"), read=cells.time),
    Column(path=("duration",), names=("duration", "length", "minutes", "duration minutes")),
    Column(path=("timezone",), names=("timezone", "zone", "tz", "employer timezone", "interview timezone")),
    Column(path=("country",), names=("country", "employer country", "country code")),
    Column(
        path=("subdivision",),
        names=("subdivision", "state", "region", "employer subdivision", "employer state"),
    ),
    Column(path=("place",), names=("place", "location", "address", "link", "where", "venue")),
    Column(path=("contact", "name"), names=("contact", "contact name", "contact person", "coordinator")),
    Column(path=("contact", "email"), names=("contact email", "contact e mail", "coordinator email")),
    Column(path=("contact", "phone"), names=("contact phone", "contact telephone", "coordinator phone")),
    Column(
        path=("interviewers",),
        names=("interviewers", "interviewer", "interviewed by", "panel"),
        read=cells.people,
    ),
    Column(path=("topics",), names=("topics", "topic", "talked about"), read=cells.several),
    Column(path=("decision",), names=("decision", "timeline", "decision by", "they decide")),
    Column(path=("strength",), names=("strength", "selling point")),
    Column(path=("round",), names=("round", "interview round", "stage")),
    Column(path=("via",), names=("via", "agency", "recruiter")),
    Column(path=("language",), names=("language",)),
    Column(path=("cadence",), names=("cadence", "preset")),
    Column(path=("events",), names=("events",), read=cells.between_commas),
    Column(path=("closed",), names=("closed", "closed days"), read=cells.between_commas),
    Column(path=("id",), names=("id", "interview id", "reference")),
    Column(path=("me", "name"), names=("candidate", "candidate name", "name", "applicant", "client")),
    Column(path=("me", "email"), names=("candidate email", "email", "e mail", "applicant email", "mail")),
    Column(path=("me", "phone"), names=("candidate phone", "phone", "telephone", "mobile")),
    Column(path=("me", "timezone"), names=("candidate timezone", "my timezone", "applicant timezone")),
    Column(path=("me", "country"), names=("candidate country", "my country", "applicant country")),
    Column(path=("me", "subdivision"), names=("candidate subdivision", "candidate state", "my subdivision")),
    Column(path=("me", "language"), names=("candidate language", "my language")),
    Column(path=("me", "id"), names=("candidate id", "applicant id", "client id")),
)


class Heading(Struct, frozen=True):
    """A table's heading: its row, the names as written, and what each column holds (None: not known)."""

    row: int
    names: tuple[str, ...]
    columns: tuple[Column | None, ...]

    @property
    def paths(self) -> frozenset[tuple[str, ...]]:
        """What the table tells, by its places in a document."""
        return frozenset(column.path for column in self.columns if column)

    def index(self, path: tuple[str, ...]) -> int | None:
        """Which column holds what stands there in a document; of a time, its date's."""
        for wanted in (path, path[:1], *((("date",), ("time",)) if path[:1] == ("start",) else ())):
            for index, column in enumerate(self.columns):
                if column and column.path == wanted:
                    return index
        return None


NEEDED = (("company",), ("role",))
"""What a row must name to be a heading, beside a start or a date."""


def heading_of(number: int, cells_: Sequence[str]) -> Heading | None:
    """The heading that a row is, if it is one; a column that comes twice is the first one's."""
    columns: list[Column | None] = []
    for name in cells_:
        column = _by_name().get(plain(name))
        columns.append(None if column in columns else column)
    paths = {column.path for column in columns if column}
    if not all(path in paths for path in NEEDED) or not paths & {("start",), ("date",)}:
        return None
    return Heading(number, tuple(cells_), tuple(columns))


def unknown(heading: Heading) -> Iterator[tuple[int, str]]:
    """Each column that is not known or comes again, by its index, with what it may be meant for."""
    seen = set[str]()
    for index, (name, column) in enumerate(zip(heading.names, heading.columns, strict=True)):
        key = plain(name)
        if key and not column:
            if key in seen or key in _by_name():
                yield (
                    index,
                    f'the column "{name}" stands twice, or beside one of its meaning; the first is read',
                )
            else:
                close = get_close_matches(key, _by_name(), n=1)
                cure = f'did you mean "{close[0]}"?' if close else "it is not read"
                yield index, f'the column "{name}" is not known; {cure}'
        seen.add(key)


def name_of(keys: tuple[str, ...]) -> str:
    """The usual name of the column for what stands at these keys of a document, else the last of them."""
    path = keys[1:] if keys[:1] == ("interviews",) else keys
    return next((column.names[0] for column in COLUMNS if column.path == path), keys[-1] if keys else "")


@cache
def _by_name() -> Mapping[str, Column]:
    return {name: column for column in COLUMNS for name in column.names}


@cache
def plain(name: str) -> str:
    """A heading in small letters, without accents and marks: ``Interview_Date`` is ``interview date``."""
    letters = unicodedata.normalize("NFKD", re.sub(r"([a-z])([A-Z])", r"\1 \2", name).casefold())
    words = re.sub(r"[^\w]+|_+", " ", "".join(each for each in letters if not unicodedata.combining(each)))
    return words.strip().replace("time zone", "timezone")
