"""The heading of a table: which row it is, what its columns hold, and what is to be said of the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches

from msgspec import Struct

from icsgen.details.columns import Column, column_of, every_name, plain

__all__ = ["Heading", "heading_of", "nearly", "unknown"]

MOST_CURES = 20
CLOSE = 0.85  # of 1, how alike two names are that one may be meant for the other
OUTCOMES = frozenset(["status", "outcome", "result", "ergebnis", "statut", "resultado", "estado", "stage"])
"""What tells an ending in words, without the day that everything after it is counted from."""


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
    found = _heading(number, cells_)
    return None if _lacks(found) else found


def _heading(number: int, cells_: Sequence[str]) -> Heading:
    columns: list[Column | None] = []
    for name in cells_:
        column = column_of(name)
        columns.append(None if column in columns else column)
    return Heading(number, tuple(cells_), tuple(columns))


def _lacks(heading: Heading) -> list[str]:
    """What a row would have to name to be a heading."""
    lacking = [path[0] for path in NEEDED if path not in heading.paths]
    return lacking if heading.paths & {("start",), ("date",)} else [*lacking, "start or date"]


def nearly(rows: Iterable[tuple[int, Sequence[str]]]) -> str:
    """Which of some rows comes nearest to a heading, and what it lacks; empty where none comes near."""
    best = max((_heading(*row) for row in rows), key=lambda row: len(row.paths), default=None)
    if not best or not best.paths:
        return ""
    known = ", ".join(
        f'{column.names[0]} ("{name}")'
        for name, column in zip(best.names, best.columns, strict=True)
        if column
    )
    others = [
        f'"{name}"'
        for name, column in zip(best.names, best.columns, strict=True)
        if name.strip() and not column
    ]
    told = f"row {best.row} has {known}, but no {' and no '.join(_lacks(best))}"
    return f"{told}; rename one of {', '.join(others)}" if others else told


def unknown(heading: Heading) -> Iterator[tuple[int, str]]:
    """Each column that is not known or comes again, by its index, with what it may be meant for."""
    seen, told = set[str](), 0
    for index, (name, column) in enumerate(zip(heading.names, heading.columns, strict=True)):
        key = plain(name)
        if key and not column:
            if key in seen or column_of(name):
                yield (
                    index,
                    f'the column "{name}" stands twice, or beside one of its meaning; the first is read',
                )
            else:
                told += 1  # to look for one that is meant takes time
                cure = _cure(key) if told <= MOST_CURES else "it is not read"
                yield index, f'the column "{name}" is not known; {cure}'
        seen.add(key)


def _cure(key: str) -> str:
    if key in OUTCOMES:
        told = 'give the day in a column "rejected", "accepted" or "withdrawn"'
        return f"who is rejected is reminded still; {told}"
    close = get_close_matches(key, every_name(), n=1, cutoff=CLOSE)
    return f'did you mean "{close[0]}"?' if close else "it is not read"
