"""A table of many people's interviews: its heading found, its rows ready to be dealt out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from itertools import islice
from tempfile import TemporaryFile

from msgspec import Struct

from icsgen.details.columns import Order
from icsgen.details.headings import Heading, heading_of, nearly, unknown
from icsgen.details.person_documents import PersonDocument
from icsgen.details.rows import PERSONAL
from icsgen.details.shares import SHARDS, Dealer, Shares, Sheet
from icsgen.details.sources import Tree, fail
from icsgen.details.tables import Row, Table
from icsgen.errors import Place, Problem, Spot

__all__ = ["Cohort", "cohort"]

HEADING_ROWS = 20
"""A heading stands in one of so many rows; titles may stand above it."""


class Cohort(Struct, frozen=True, kw_only=True):
    """A table of interviews, its heading read, and what to know of how that was done."""

    sheet: Sheet
    rows: Iterator[Row]
    notices: tuple[Problem, ...]

    @contextmanager
    def dealt(self) -> Iterator[Shares]:
        """The rows in shares, each person's in one; they lie in nameless files until the end.

        Raises:
            InputError: the table is broken further down, or has no rows.
        """
        with ExitStack() as stack:
            number = 1 if self.sheet.of_one else SHARDS
            dealer = Dealer(self.sheet, [stack.enter_context(TemporaryFile()) for _ in range(number)])
            for row in self.rows:
                dealer.deal(row)
            yield dealer.dealt()

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
    sheet = Sheet(name=table.name, heading=heading, me=me, order=order)
    return Cohort(sheet=sheet, rows=table.rows, notices=tuple(notices))


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
