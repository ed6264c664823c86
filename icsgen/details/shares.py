"""A table dealt into shares, each person's rows in one: what is worked on at a time, here or elsewhere.

The rows lie in nameless files and are read back one at a time: a table is never held whole.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import IO

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from icsgen.details.columns import Order
from icsgen.details.headings import Heading
from icsgen.details.person_documents import PersonDocument, PersonRows, document_of
from icsgen.details.rows import (
    NOBODY,
    PERSONAL,
    READER,
    Line,
    is_held,
    is_known,
    known_by_name,
    said_by,
    tells,
    too_many,
    whose,
)
from icsgen.details.sources import Tree, fail
from icsgen.details.tables import Row
from icsgen.errors import Place, Problem, Spot

__all__ = ["SHARDS", "Dealer", "Share", "Shares", "Sheet"]

SHARDS = 64
MOST_ROWS = 250  # of a share, about
MOST_PENDING = 20


class Sheet(Struct, frozen=True, kw_only=True):
    """A table's heading, and how its rows are to be read."""

    name: str
    heading: Heading
    me: Mapping[str, Tree] | None
    """The candidate whose every row it is; None: the rows tell."""
    order: Order

    @property
    def of_one(self) -> bool:
        """Whether every row is of the same person."""
        return self.me is not None or not self.heading.paths & PERSONAL


class Share(Struct, frozen=True, kw_only=True):
    """Some of a table's people with all of their rows: what is worked on at a time, here or elsewhere."""

    number: str
    """The same for the same people, whatever else is in a table of about this length."""
    sheet: Sheet
    lines: bytes
    """The rows, each a `Line` as JSON."""
    count: int
    """Of rows."""

    def people(self) -> Iterator[PersonRows]:
        """Everybody in it, by the order of their first rows."""
        people: dict[str, list[Line]] = {}
        for line in self.lines.splitlines():
            read = READER.decode(line)
            people.setdefault(read[0], []).append(read)
        for key, lines in people.items():
            yield _rows_of(key, lines)

    def document(self, rows: PersonRows) -> PersonDocument:
        """What a person's rows say."""
        sheet = self.sheet
        return document_of(sheet.name, sheet.heading, rows, sheet.me, sheet.order)

    def numbers(self) -> list[int]:
        """The numbers of its rows."""
        return [READER.decode(line)[1] for line in self.lines.splitlines()]

    def halves(self) -> Iterator[Share]:
        """Two shares of half its people each; none where it holds one person alone."""
        lines = self.lines.splitlines(keepends=True)
        keys = dict.fromkeys(READER.decode(line)[0] for line in lines)
        first = set(islice(keys, len(keys) // 2))
        for half in (first, keys.keys() - first) if first else ():
            kept = [line for line in lines if READER.decode(line)[0] in half]
            yield replace(self, lines=b"".join(kept), count=len(kept))


class Shares(Struct, frozen=True):
    """A table dealt out, to be gone through once or more; a share is read when it is its turn."""

    sheet: Sheet
    files: Sequence[IO[bytes]]
    counts: Sequence[int]
    faults: Sequence[Problem]
    """What is wrong with rows of which nobody knows whose they are."""
    left_out: int
    """How many rows say nothing of an interview: footnotes."""
    pending: Sequence[int]
    """The first rows whose interview has no day yet."""
    doubtful: Mapping[str, int]
    """Names that stand with and without an address, each with a row where it has none."""
    unread: bool
    """Whether nobody knows whose some row is: what it told before is not to be called off."""

    @property
    def rows(self) -> int:
        """How many the table has."""
        return sum(self.counts)

    def person(self, key: str) -> PersonDocument | None:
        """What the rows of somebody known by this say; None where nobody is."""
        file, sheet = self.files[_file_of(key, len(self.files))], self.sheet
        file.seek(0)
        lines = [line for line in map(READER.decode, file) if line[0] == key]
        rows = _rows_of(key, lines)
        return document_of(sheet.name, sheet.heading, rows, sheet.me, sheet.order) if lines else None

    def __len__(self) -> int:
        """How many shares there is something in."""
        return sum(map(bool, self.counts))

    def __iter__(self) -> Iterator[Share]:
        for number, (file, count) in enumerate(zip(self.files, self.counts, strict=True)):
            file.seek(0)
            lines = file.read().splitlines(keepends=True) if count else []
            parts = 1 << (count // MOST_ROWS).bit_length()
            for part, some in _parted(lines, parts).items():
                yield self._share(f"{number:02}" if parts == 1 else f"{number:02}-{part}-of-{parts}", some)

    def _share(self, number: str, lines: Sequence[bytes]) -> Share:
        return Share(number=number, sheet=self.sheet, lines=b"".join(lines), count=len(lines))


def _rows_of(key: str, lines: Iterable[Line]) -> PersonRows:
    """A person's rows: what is said is the same in whatever order the table has it."""
    return PersonRows(key, sorted(lines, key=lambda line: (line[2], line[1])))


def _file_of(key: str, files: int) -> int:
    """Which of so many files holds a person's rows."""
    return zlib.crc32(key.encode()) % files


def _parted(lines: Sequence[bytes], parts: int) -> Mapping[int, Sequence[bytes]]:
    """The lines of a file in so many parts, each person's in one: what is made of them is in memory."""
    if parts == 1 or not lines:
        return {0: lines} if lines else {}
    found = defaultdict[int, list[bytes]](list)
    for line in lines:
        key = READER.decode(line)[0]
        found[zlib.crc32(key.encode()) // SHARDS % parts].append(line)
    return dict(sorted(found.items()))


class Dealer:
    """Deals rows into files by whose they are, and notes what is to be known of them."""

    def __init__(self, sheet: Sheet, files: Sequence[IO[bytes]]) -> None:
        self.sheet, self.files, self.counts = sheet, files, [0] * len(files)
        self.faults: list[Problem] = []
        self.pending: list[int] = []
        self.alone: dict[str, int] = {}
        self.left_out = 0
        self.one = ""
        self.unread = False

    def deal(self, row: Row) -> None:
        """Put a row into the file of its person, if it tells anything of an interview."""
        heading = self.sheet.heading
        said = said_by(row, heading)
        if row.fault:
            self.faults.append(Problem(Place(Spot(self.sheet.name, row.number, row.column)), row.fault))
        elif said and not tells(said, heading):
            self.left_out += 1
        elif said:
            if len(self.pending) < MOST_PENDING and not is_held(said, heading):
                self.pending.append(row.number)
            key = self._key(row.number, whose(said, heading) or f"{NOBODY}{row.number}")
            share = _file_of(key, len(self.files))
            line = key, row.number, said, too_many(row, heading)
            self.files[share].write(msgspec.json.encode(line) + b"\n")
            self.counts[share] += 1

    def _key(self, row: int, key: str) -> str:
        """By what a row's person is known; all the same where the table is one person's."""
        if self.sheet.of_one:
            self._see_that_it_is_the_same(row, key)
            return ""
        self.unread = self.unread or not is_known(key)
        if key.startswith("name ") and len(self.sheet.heading.paths & PERSONAL) > 1:
            self.alone.setdefault(key, row)
        return key

    def _see_that_it_is_the_same(self, row: int, key: str) -> None:
        """Raises InputError: the table is one person's, and a row is of somebody else."""
        if key.startswith(NOBODY):
            return
        if self.one and self.one != key:
            told = (
                f"found {key}, and {self.one} in another row, though by --me the whole table is one person's"
            )
            fail(self.sheet.name, f"{told}; leave --me out, and each has a calendar", row, 1)
        self.one = key

    def dealt(self) -> Shares:
        """The shares, once every row is dealt.

        Raises:
            InputError: there was none.
        """
        if not any(self.counts) and not self.faults:
            fail(self.sheet.name, "has a heading, and no row below it", self.sheet.heading.row, 1)
        doubtful = self._doubtful()
        return Shares(
            sheet=self.sheet,
            files=self.files,
            counts=self.counts,
            faults=self.faults,
            left_out=self.left_out,
            pending=self.pending,
            doubtful=doubtful,
            unread=self.unread or bool(self.faults or doubtful),
        )

    def _doubtful(self) -> dict[str, int]:
        """Of people known by a name alone those whose name stands beside an address: one person, or two?"""
        name = self.sheet.heading.index(("me", "name"))
        if not self.alone or name is None:
            return {}
        others = (said for key, _, said, _ in _read(self.files) if key not in self.alone)
        named = (known_by_name(dict(said).get(name, "")) for said in others)
        found = {*filter(self.alone.__contains__, named)}
        return {key.removeprefix("name "): self.alone[key] for key in sorted(found)}


def _read(files: Iterable[IO[bytes]]) -> Iterator[Line]:
    """What was dealt into files."""
    for file in files:
        file.seek(0)
        yield from map(READER.decode, file)
