"""A table of many people's interviews to a document for each person, whose places are rows and columns.

Rows are dealt out into files by whose they are, and read back a file at a time: a table is never held whole.
"""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from itertools import islice
from tempfile import TemporaryFile
from typing import IO

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from icsgen.details import cells
from icsgen.details.columns import Heading, Order, heading_of, nearly, unknown
from icsgen.details.sources import Document, Tree, fail
from icsgen.details.tables import Row, Table
from icsgen.details.values import person_words
from icsgen.errors import Place, Problem, Spot, Step

__all__ = ["Cohort", "PersonDocument", "PersonRows", "Share", "Shares", "cohort", "without"]

DAYS = frozenset([("start",), ("date",), ("time",)])
MOST_PENDING = 20
OF_INTERVIEWS = frozenset([("company",), ("role",), ("start",), ("date",)])
HEADING_ROWS = 20
"""A heading stands in one of so many rows; titles may stand above it."""
SHARDS = 64
MOST_ROWS = 250  # of a share, about
PERSONAL = frozenset([("me", "id"), ("me", "email"), ("me", "name")])
"""What tells whose a row is."""
NOBODY = "row "
"""Before a row's number, by which it is known where nothing tells whose it is."""
FIRST_WORD = re.compile(r"\w*")
TOTALS = ("total", "totals", "sum", "count", "average", "summe", "gesamt")


Said = list[tuple[int, str]]
"""What a row says: the index of each column that is filled in, and its text."""
Line = tuple[str, int, Said, str]
"""Whose a row is, its number, what it says, and what is wrong with all of it."""
READER = msgspec.json.Decoder(Line)


class PersonDocument(Document, frozen=True, eq=False):
    """What the rows of one person say."""

    rows: tuple[int, ...] = ()
    """The row of each interview."""
    heading: Heading | None = None
    faults: tuple[Problem, ...] = ()
    """What is wrong with cells, before a document is made of them."""
    at_home: bool = True
    """Whether it is told where the candidate lives; else that is where the interviews are."""

    said: tuple[Said, ...] = ()
    """What each row says, as it is written."""
    pending: bool = False
    """Whether an interview without a day was left out, which may have had one before."""

    def position(self, path: tuple[Step, ...]) -> tuple[int, int] | None:
        """The row, and the column from 1 that holds the detail, or the first."""
        return self.rows[self._index(path)], (self.column(path) or 0) + 1

    def column(self, path: tuple[Step, ...]) -> int | None:
        """Which column, from 0, holds a detail; None where the table has none for it."""
        mine = path[:1] == ("me",)
        keys = tuple(str(step) for step in (path if mine else path[2:]) if isinstance(step, str))
        if path[2:3] == ("log",) and isinstance(path[-1], int):
            keys = ("log", self._fact(path))
        if not self.heading or not keys:
            return None
        column = self.heading.index(keys)
        return self.heading.index(keys[1:]) if column is None and mine else column

    def cell(self, row: int, column: int) -> str:
        """What is written in a cell, by its row and its column from 1; nothing where it is empty."""
        said = self.said[self.rows.index(row)] if row in self.rows else []
        return dict(said).get(column - 1, "")

    def _index(self, path: tuple[Step, ...]) -> int:
        """Which of the rows a detail is in; one that is in none is told at the first."""
        index = path[1] if path[:1] == ("interviews",) and len(path) > 1 else 0
        return index if isinstance(index, int) else 0

    def _fact(self, path: tuple[Step, ...]) -> str:
        """The kind of a fact of a log."""
        found: Tree = self.tree
        for step in path:
            if isinstance(found, list) and isinstance(step, int):
                found = found[step]
            elif isinstance(found, dict):
                found = found.get(str(step))
        return next(iter(found), "") if isinstance(found, dict) else ""


class PersonRows(Struct, frozen=True):
    """A person's rows, by what they say."""

    key: str
    """By what the person is known in the table."""
    lines: list[Line]

    @property
    def numbers(self) -> list[int]:
        """Which rows they are."""
        return [line[1] for line in self.lines]

    @property
    def said(self) -> bytes:
        """What they say, wherever in the table they stand."""
        return msgspec.json.encode((self.key, [line[2:] for line in self.lines]))


class Share(Struct, frozen=True, kw_only=True):
    """Some of a table's people with all of their rows: what is worked on at a time, here or elsewhere."""

    number: str
    """The same for the same people, whatever else is in a table of about this length."""
    name: str
    heading: Heading
    me: Mapping[str, Tree] | None
    order: Order
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
            # What is said of a person is the same in whatever order the table has it.
            yield PersonRows(key, sorted(lines, key=lambda line: (line[2], line[1])))

    def document(self, rows: PersonRows) -> PersonDocument:
        """What a person's rows say."""
        return _document(self.name, self.heading, rows, self.me, self.order)

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

    cohort: Cohort
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
        table = self.cohort
        return Share(
            number=number,
            name=table.name,
            heading=table.heading,
            me=table.me,
            order=table.order,
            lines=b"".join(lines),
            count=len(lines),
        )


def _parted(lines: Sequence[bytes], parts: int) -> Mapping[int, Sequence[bytes]]:
    """The lines of a file in so many parts, each person's in one: what is made of them is in memory."""
    if parts == 1 or not lines:
        return {0: lines} if lines else {}
    found = defaultdict[int, list[bytes]](list)
    for line in lines:
        key = READER.decode(line)[0]
        found[zlib.crc32(key.encode()) // SHARDS % parts].append(line)
    return dict(sorted(found.items()))


class Cohort(Struct, frozen=True, kw_only=True):
    """A table of interviews, its heading read, and what to know of how that was done."""

    name: str
    heading: Heading
    rows: Iterator[Row]
    me: Mapping[str, Tree] | None
    """The candidate whose every row it is; None: the rows tell."""
    order: Order
    notices: tuple[Problem, ...]

    @property
    def of_one(self) -> bool:
        """Whether every row is of the same person."""
        return self.me is not None or not self.heading.paths & PERSONAL

    @contextmanager
    def dealt(self) -> Iterator[Shares]:
        """The rows in shares, each person's in one; they lie in nameless files until the end.

        Raises:
            InputError: the table is broken further down.
        """
        number = 1 if self.of_one else SHARDS
        faults: list[Problem] = []
        pending: list[int] = []
        alone: dict[str, int] = {}
        ways = self.heading.paths & PERSONAL
        left_out, one, unread = 0, "", False
        with ExitStack() as stack:
            files = [stack.enter_context(TemporaryFile()) for _ in range(number)]
            counts = [0] * number
            for row in self.rows:
                said = _said(row, self.heading)
                if row.fault:
                    faults.append(Problem(Place(Spot(self.name, row.number, row.column)), row.fault))
                elif said and not _tells(said, self.heading):
                    left_out += 1
                elif said:
                    key = _whose(said, self.heading) or f"{NOBODY}{row.number}"
                    unread = unread or not (self.of_one or is_known(key))
                    if len(ways) > 1 and key.startswith("name "):
                        alone.setdefault(key, row.number)
                    if len(pending) < MOST_PENDING and not _is_held(said, self.heading):
                        pending.append(row.number)
                    if self.of_one:
                        one, key = self._same(one, key, row.number), ""
                    share = zlib.crc32(key.encode()) % number
                    files[share].write(
                        msgspec.json.encode((key, row.number, said, _too_many(row, self.heading))) + b"\n"
                    )
                    counts[share] += 1
            if not any(counts) and not faults:
                fail(self.name, "has a heading, and no row below it", self.heading.row, 1)
            doubtful = self._doubtful(files, alone)
            unread = unread or bool(faults or doubtful)
            yield Shares(self, files, counts, faults, left_out, pending, doubtful, unread)

    def _doubtful(self, files: Iterable[IO[bytes]], alone: Mapping[str, int]) -> dict[str, int]:
        """Of people known by a name alone those whose name stands beside an address: one person, or two?"""
        name = self.heading.index(("me", "name"))
        if not alone or name is None:
            return {}
        others = (said for key, _, said, _ in _read(files) if key not in alone)
        named = (_known_by_name(dict(said).get(name, "")) for said in others)
        return {key.removeprefix("name "): alone[key] for key in sorted({*filter(alone.__contains__, named)})}

    def _same(self, one: str, key: str, row: int) -> str:
        """By what the one person of a table is known; it is refused where a row is of somebody else."""
        if key.startswith(NOBODY):
            return one
        if one and one != key:
            told = f"found {key}, and {one} in another row, though by --me the whole table is one person's"
            fail(self.name, f"{told}; leave --me out, and each has a calendar", row, 1)
        return key

    def documents(self) -> Iterator[PersonDocument]:
        """A document for each person."""
        with self.dealt() as shares:
            for share in shares:
                yield from map(share.document, share.people())


def cohort(table: Table, *, me: Mapping[str, Tree] | None = None, order: Order = None) -> Cohort:
    """A table's people; with `me`, or without a column that tells whose a row is, one for all its rows.

    Raises:
        InputError: it has no heading in its first rows.
    """
    heading = _heading(table)
    found = [(0, table.notice)] if table.notice else []
    if me is None and not heading.paths & PERSONAL:
        found.append((0, "no column tells whose an interview is: all are read as one person's"))
    found += [(index + 1, text) for index, text in unknown(heading)]
    for key in ("timezone", "country"):
        if not heading.paths & {(key,), ("me", key)} and key not in (me or {}):
            told = f'no column tells the {key}; expected one called "{key}", the employer\'s, or --me'
            fail(table.name, told, heading.row, 1)
    notices = [
        Problem(Place(Spot(table.name, heading.row if column else 0, column)), text, warning=True)
        for column, text in found
    ]
    return Cohort(
        name=table.name, heading=heading, rows=table.rows, me=me, order=order, notices=tuple(notices)
    )


def _heading(table: Table) -> Heading:
    rows: list[Row] = []
    heading = None
    for row in islice(table.rows, HEADING_ROWS):
        rows.append(row)
        if heading := heading_of(row.number, row.cells):
            break
    if not heading:
        nearest = nearly((row.number, row.cells) for row in rows)
        told = "has no heading; expected a row with company, role, and start or date"
        fail(table.name, "; ".join(filter(None, (told, nearest, table.notice))), 1, 1)
    return heading


def _said(row: Row, heading: Heading) -> Said:
    """What a row says; nothing where it is empty, the heading again, or a total."""
    said = [
        (index, text)
        for index, (cell, column) in enumerate(zip(row.cells, heading.columns, strict=False))
        if column and not cells.is_empty(text := cell.strip(), dated=column.dated)
    ]
    again = all(text == heading.names[index].strip() for index, text in said)
    return [] if again or _is_total(said, heading) else said


def _read(files: Iterable[IO[bytes]]) -> Iterator[Line]:
    """What was dealt into files."""
    for file in files:
        file.seek(0)
        yield from map(READER.decode, file)


def _known_by_name(name: str) -> str:
    return f"name {cells.plain_text(cells.named(name)).casefold()}"


def _too_many(row: Row, heading: Heading) -> str:
    """What is wrong with a row that has more cells than there are columns: a comma in one was not quoted."""
    width = len(heading.names)
    if not any(cell.strip() for cell in row.cells[width:]):
        return ""
    found = f"found {len(row.cells)} cells under {width} headings"
    return f"{found}; expected quotes around a cell with a separator in it"


def is_known(key: str) -> bool:
    """Whether it is known who somebody is; not by an address that is none."""
    return not key.startswith(NOBODY) and (not key.startswith("email ") or "@" in key)


def _is_held(said: Said, heading: Heading) -> bool:
    """Whether a row tells of an interview that has a day, and is no mere application."""
    return any((column := heading.columns[index]) and column.path in DAYS for index, _ in said)


def _tells(said: Said, heading: Heading) -> bool:
    """Whether a row tells anything of an interview."""
    return any((column := heading.columns[index]) and column.path in OF_INTERVIEWS for index, _ in said)


def _is_total(said: Said, heading: Heading) -> bool:
    """Whether a row sums up the others: it begins so, and names no company or no role."""
    first = FIRST_WORD.match(said[0][1].casefold()) if said else None
    if not first or first[0] not in TOTALS:
        return False
    paths = {column.path for index, _ in said if (column := heading.columns[index])}
    named = {("company",), ("role",)} <= paths or paths & {("start",), ("date",)}
    counts = len(said) > 1 and all(text.isdecimal() for _, text in said[1:])
    return counts or not named


def _whose(said: Said, heading: Heading) -> str:
    """By what a person is known: an id, else an address, else a name; empty without any."""
    told = {column.path: text for index, text in said if (column := heading.columns[index])}
    for key in ("id", "email", "name"):
        if found := told.get(("me", key)):
            return _known_by_name(found) if key == "name" else f"{key} {cells.plain_text(found).casefold()}"
    return ""


def _document(
    name: str, heading: Heading, rows: PersonRows, me: Mapping[str, Tree] | None, order: Order
) -> PersonDocument:
    """What a person's rows say; of the candidate what the first says, and a fault where another differs."""
    candidate: dict[str, Tree] = dict(me or {})
    interviews: list[dict[str, Tree]] = []
    faults: list[Problem] = []
    lines = [line for line in rows.lines if _is_held(line[2], heading) or line[3]]
    for _, number, said, wrong in lines:
        interview: dict[str, Tree] = {}
        if wrong:
            faults.append(Problem(Place(Spot(name, number, len(heading.names))), wrong))
        for index, text in said:
            column = heading.columns[index]
            assert column  # noqa: S101 # `_said` leaves the others out
            try:
                value = column.read(cells.date(text, order) if column.dated else text)
            except ValueError as fault:
                faults.append(Problem(Place(Spot(name, number, index + 1)), str(fault)))
                continue
            if column.path[0] == "me":
                faults += _settled(candidate, column.path[1], value, me, Spot(name, number, index + 1))
            else:
                _put(interview, column.path, value)
        interviews.append(_joined(interview))
    first = Place(Spot(name, lines[0][1] if lines else 0, 1))
    if rows.key.startswith(NOBODY):
        faults.append(Problem(first / "candidate", "missing; expected a name, an email address or an id"))
    at_home = candidate.keys() >= {"timezone", "country"}
    faults += _with_defaults(candidate, interviews, [Place(Spot(name, number, 1)) for _, number, *_ in lines])
    return PersonDocument(
        name,
        "",
        {"me": candidate, "interviews": [*interviews]},
        rows=tuple(number for _, number, *_ in lines),
        heading=heading,
        faults=tuple(faults),
        at_home=at_home,
        said=tuple(said for _, _, said, _ in lines),
        pending=len(lines) < len(rows.lines),
    )


def _settled(
    candidate: dict[str, Tree], key: str, value: Tree, me: Mapping[str, Tree] | None, spot: Spot
) -> Iterator[Problem]:
    """Put what a row says of the candidate, unless `me` has said it; a fault where an earlier row differs."""
    if me and key in me:
        return
    known = candidate.setdefault(key, value)
    if known != value and str(known).casefold() != str(value).casefold():
        yield Problem(Place(spot), f'found {key} "{value}", where another row of this person has "{known}"')


def _put(interview: dict[str, Tree], path: tuple[str, ...], value: Tree) -> None:
    home = interview
    for step in path[:-1]:
        inner = home.setdefault(step, {})
        assert isinstance(inner, dict)  # noqa: S101 # paths of columns never run into each other
        home = inner
    home[path[-1]] = value


def _joined(interview: dict[str, Tree]) -> dict[str, Tree]:
    """Date and time as a start (and an end, if the time has one); topics with the one person whom they were
    talked about with; what happened as a log."""
    day, clock = interview.pop("date", None), interview.pop("time", None)
    if day and clock:
        day = f"{str(day).partition(' ')[0]} {clock}"  # whose own time is a spreadsheet's filling
    start = interview.get("start") or day
    if isinstance(start, str):
        date, _, rest = start.partition(" ")
        begun, ended = cells.from_and_to(rest)
        interview["start"] = f"{date} {begun}" if rest else start
        if ended:
            interview.setdefault("end", ended)
    if isinstance(log := interview.get("log"), dict):
        interview["log"] = [{kind: when} for kind, when in sorted(log.items(), key=lambda fact: str(fact[1]))]
    topics, people = interview.pop("topics", None), interview.get("interviewers")
    if topics and isinstance(people, list) and people:
        interview["interviewers"] = [_who_talked_about(people[0], topics), *people[1:]]
    return interview


def _who_talked_about(person: Tree, topics: Tree) -> Tree:
    words = person_words(person)
    return {**words, "topics": topics} if isinstance(words, dict) else person


def _with_defaults(
    candidate: dict[str, Tree], interviews: list[dict[str, Tree]], rows: list[Place]
) -> Iterator[Problem]:
    """Put the employer's zone and country where nothing is said of the candidate's; a fault of each row where
    there are several."""
    home = "country" not in candidate
    for key in ("timezone", "country", *(("subdivision",) if home else ())):
        if key in candidate:
            continue
        found = dict.fromkeys(str(each[key]) for each in interviews if key in each)
        if len(found) > 1 and key != "subdivision":
            text = f"interviews in {' and '.join(found)}; expected the candidate's own {key}"
            yield from (Problem(place, f'{text}, in a column "candidate {key}"') for place in rows)
        elif len(found) == 1:
            candidate[key] = next(iter(found))


def without(document: PersonDocument, rows: Collection[int]) -> PersonDocument | None:
    """The person without some of their rows; None where none is left."""
    tree = document.tree
    assert isinstance(tree, dict)  # noqa: S101 # as `_document` makes it
    interviews = tree["interviews"]
    assert isinstance(interviews, list)  # noqa: S101
    kept = [(each, row) for each, row in zip(interviews, document.rows, strict=True) if row not in rows]
    if not kept:
        return None
    left: Tree = {**tree, "interviews": [each for each, _ in kept]}
    said = tuple(said for said, row in zip(document.said, document.rows, strict=True) if row not in rows)
    return replace(document, tree=left, rows=tuple(row for _, row in kept), faults=(), said=said)
