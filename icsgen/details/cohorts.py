"""A table of many people's interviews to a document for each person, whose places are rows and columns.

Rows are dealt out into files by whose they are, and read back a file at a time: a table is never held whole.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack
from itertools import islice
from tempfile import TemporaryFile
from typing import IO

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from icsgen.details import cells
from icsgen.details.columns import Heading, Order, heading_of, unknown
from icsgen.details.sources import Document, Tree, fail
from icsgen.details.tables import Row, Table
from icsgen.details.values import person_words
from icsgen.errors import Place, Problem, Spot, Step

__all__ = ["Cohort", "PersonDocument", "cohort", "without"]

HEADING_ROWS = 20
"""A heading stands in one of so many rows; titles may stand above it."""
SHARDS = 64
TOTALS = ("total", "sum", "count", "average", "summe", "gesamt")


class PersonDocument(Document, frozen=True, eq=False):
    """What the rows of one person say."""

    rows: tuple[int, ...] = ()
    """The row of each interview."""
    heading: Heading | None = None
    faults: tuple[Problem, ...] = ()
    """What is wrong with cells, before a document is made of them."""

    def position(self, path: tuple[Step, ...]) -> tuple[int, int] | None:
        """The row, and the column from 1 that holds the detail, or the first."""
        index = path[1] if path[:1] == ("interviews",) and len(path) > 1 and isinstance(path[1], int) else 0
        keys = tuple(str(step) for step in path[2:] if isinstance(step, str))
        if path[:1] == ("me",):
            keys = tuple(map(str, path))
        column = self.heading.index(keys) if self.heading and keys else None
        if column is None and self.heading and keys[:1] == ("me",):
            column = self.heading.index(keys[1:])
        return self.rows[index], (column or 0) + 1


class Cohort(Struct, frozen=True, kw_only=True):
    """A table's people, and what to know of how it was read."""

    heading: Heading
    people: Iterator[PersonDocument]
    notices: tuple[Problem, ...]


def cohort(table: Table, *, me: Mapping[str, Tree] | None = None, order: Order = None) -> Cohort:
    """A document for each person in a table, or one for all with `me`, whose every row it then is.

    Raises:
        InputError: it has no heading in its first rows.
    """
    heading = _heading(table)
    notices = [Problem(Place(Spot(table.name)), table.notice, warning=True)] if table.notice else []
    notices += [
        Problem(Place(Spot(table.name, heading.row, index + 1)), text, warning=True)
        for index, text in unknown(heading)
    ]
    return Cohort(heading=heading, people=_people(table, heading, me, order), notices=tuple(notices))


def _heading(table: Table) -> Heading:
    found = (heading_of(row.number, row.cells) for row in islice(table.rows, HEADING_ROWS))
    heading = next(filter(None, found), None)
    if not heading:
        fail(table.name, "has no heading; expected a row with company, role, and start or date", 1, 1)
    return heading


def _people(
    table: Table, heading: Heading, me: Mapping[str, Tree] | None, order: Order
) -> Iterator[PersonDocument]:
    with ExitStack() as stack:
        shards = [stack.enter_context(TemporaryFile()) for _ in range(1 if me else SHARDS)]
        for row in table.rows:
            if said := _said(row, heading):
                key = "" if me else _whose(said, heading) or f"row {row.number}"
                shard = shards[zlib.crc32(key.encode()) % len(shards)]
                shard.write(msgspec.json.encode((key, row.number, said)) + b"\n")
        for shard in shards:
            for rows in _by_person(shard):
                yield _document(table.name, heading, rows, me, order)


Said = list[tuple[int, str]]
"""What a row says: the index of each column that is filled in, and its text."""
Line = tuple[str, int, Said]
"""Whose a row is, its number, and what it says."""


def _said(row: Row, heading: Heading) -> Said:
    """What a row says; nothing where it is empty, the heading again, or a total."""
    said = [
        (index, text)
        for index, (cell, column) in enumerate(zip(row.cells, heading.columns, strict=False))
        if column and (text := cell.strip()).casefold() not in cells.EMPTY
    ]
    again = all(text == heading.names[index].strip() for index, text in said)
    return [] if again or _is_total(said, heading) else said


def _is_total(said: Said, heading: Heading) -> bool:
    """Whether a row sums up the others: it begins so, and names no company or no role."""
    first = said[0][1].casefold() if said else ""
    paths = {column.path for index, _ in said if (column := heading.columns[index])}
    return first.startswith(TOTALS) and not {("company",), ("role",)} <= paths


def _whose(said: Said, heading: Heading) -> str:
    """By what a person is known: an id, else an address, else a name; empty without any."""
    told = {column.path: text for index, text in said if (column := heading.columns[index])}
    return next(
        (f"{key} {told['me', key].casefold()}" for key in ("id", "email", "name") if ("me", key) in told), ""
    )


def _by_person(shard: IO[bytes]) -> Iterator[list[Line]]:
    """The rows of each person in a file, in order."""
    shard.seek(0)
    people: dict[str, list[Line]] = {}
    for line in shard:
        read = msgspec.json.decode(line, type=Line)
        people.setdefault(read[0], []).append(read)
    yield from people.values()


def _document(
    name: str, heading: Heading, lines: list[Line], me: Mapping[str, Tree] | None, order: Order
) -> PersonDocument:
    """What a person's rows say; of the candidate what the first says, and a fault where another differs."""
    candidate: dict[str, Tree] = dict(me or {})
    interviews: list[dict[str, Tree]] = []
    faults: list[Problem] = []
    for _, number, said in lines:
        interview: dict[str, Tree] = {}
        for index, text in said:
            column = heading.columns[index]
            assert column  # noqa: S101 # `_said` leaves the others out
            place = Place(Spot(name, number, index + 1))
            try:
                value = column.read(cells.date(text, order) if column.dated else text)
            except ValueError as fault:
                faults.append(Problem(place, str(fault)))
                continue
            if column.path[0] == "me":
                faults += _settled(candidate, column.path[1], value, me, place)
            else:
                _put(interview, column.path, value)
        interviews.append(_joined(interview))
    faults += _with_defaults(candidate, interviews, Place(Spot(name, lines[0][1], 1)))
    tree: Tree = {"me": candidate, "interviews": [*interviews]}
    return PersonDocument(
        name, "", tree, rows=tuple(number for _, number, _ in lines), heading=heading, faults=tuple(faults)
    )


def _settled(
    candidate: dict[str, Tree], key: str, value: Tree, me: Mapping[str, Tree] | None, place: Place
) -> Iterator[Problem]:
    """Put what a row says of the candidate, unless `me` has said it; a fault where an earlier row differs."""
    if me and key in me:
        return
    known = candidate.setdefault(key, value)
    if known != value and str(known).casefold() != str(value).casefold():
        yield Problem(place, f'found {key} "{value}", where an earlier row of this person has "{known}"')


def _put(interview: dict[str, Tree], path: tuple[str, ...], value: Tree) -> None:
    home = interview
    for step in path[:-1]:
        inner = home.setdefault(step, {})
        assert isinstance(inner, dict)  # noqa: S101 # paths of columns never run into each other
        home = inner
    home[path[-1]] = value


def _joined(interview: dict[str, Tree]) -> dict[str, Tree]:
    """Date and time as a start; topics with the one person whom they were talked about with."""
    day, clock = interview.pop("date", None), interview.pop("time", None)
    if day and "start" not in interview:
        interview["start"] = f"{day} {clock}" if clock else day
    topics, people = interview.pop("topics", None), interview.get("interviewers")
    if topics and isinstance(people, list) and people:
        interview["interviewers"] = [_who_talked_about(people[0], topics), *people[1:]]
    return interview


def _who_talked_about(person: Tree, topics: Tree) -> Tree:
    words = person_words(person)
    return {**words, "topics": topics} if isinstance(words, dict) else person


def _with_defaults(
    candidate: dict[str, Tree], interviews: list[dict[str, Tree]], place: Place
) -> Iterator[Problem]:
    """Put the employer's zone and country where nothing is said of the candidate's; a fault where there are
    several."""
    home = "country" not in candidate
    for key in ("timezone", "country", *(("subdivision",) if home else ())):
        if key in candidate:
            continue
        found = dict.fromkeys(str(each[key]) for each in interviews if key in each)
        if len(found) > 1 and key != "subdivision":
            text = f"interviews in {' and '.join(found)}; expected the candidate's own {key}"
            yield Problem(place, f"{text}, in a column candidate {key}")
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
    return replace(document, tree=left, rows=tuple(row for _, row in kept), faults=())
