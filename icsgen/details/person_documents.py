"""A person's rows to a document, whose places are rows and columns."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from icsgen.details import cells
from icsgen.details.columns import Order
from icsgen.details.headings import Heading
from icsgen.details.rows import NOBODY, Line, Said, is_held
from icsgen.details.sources import Document, Tree
from icsgen.details.values import person_words
from icsgen.errors import Place, Problem, Spot, Step

__all__ = ["PersonDocument", "PersonRows", "document_of", "without"]


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

    @property
    def called(self) -> str:
        """The person's name; empty where none is told."""
        me = self.tree.get("me") if isinstance(self.tree, dict) else None
        name = me.get("name") if isinstance(me, dict) else None
        return name if isinstance(name, str) else ""

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


def document_of(
    name: str, heading: Heading, rows: PersonRows, me: Mapping[str, Tree] | None, order: Order
) -> PersonDocument:
    """What a person's rows say; of the candidate what the first says, and a fault where another differs."""
    candidate: dict[str, Tree] = dict(me or {})
    interviews: list[dict[str, Tree]] = []
    faults: list[Problem] = []
    lines = [line for line in rows.lines if is_held(line[2], heading) or line[3]]
    for _, number, said, wrong in lines:
        interview: dict[str, Tree] = {}
        if wrong:
            faults.append(Problem(Place(Spot(name, number, len(heading.names))), wrong))
        for index, text in said:
            column = heading.columns[index]
            assert column  # noqa: S101 # `said_by` leaves the others out
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
    assert isinstance(tree, dict)  # noqa: S101 # as `document_of` makes it
    interviews = tree["interviews"]
    assert isinstance(interviews, list)  # noqa: S101
    kept = [(each, row) for each, row in zip(interviews, document.rows, strict=True) if row not in rows]
    if not kept:
        return None
    left: Tree = {**tree, "interviews": [each for each, _ in kept]}
    said = tuple(said for said, row in zip(document.said, document.rows, strict=True) if row not in rows)
    return replace(document, tree=left, rows=tuple(row for _, row in kept), faults=(), said=said)
