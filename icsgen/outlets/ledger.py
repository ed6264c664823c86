"""What came of a table, kept on disk: there may be more calendars than fit into memory."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import msgspec

from icsgen.outlets.remembered import Calendar, Call

__all__ = ["Ledger", "ledger"]

TABLES = """
create table calendar (file text, person text, email text, told blob);
create table call (company text, moment text, zone text);
create table held (file text primary key) without rowid;
create table there (file text primary key) without rowid;
"""


class Ledger:
    """Calendars and calls of all shares, to be asked for in order."""

    def __init__(self, tables: sqlite3.Connection) -> None:
        self.tables = tables
        tables.executescript(TABLES)

    def put(self, calendars: Sequence[Calendar], calls: Iterable[Call]) -> None:
        """Add those of a share."""
        rows = ((each.file, each.person, each.email, msgspec.json.encode(each)) for each in calendars)
        self.tables.executemany("insert into calendar values (?, ?, ?, ?)", rows)
        held = ((file,) for each in calendars for file in each.file.split())  # everybody's may be several
        self.tables.executemany("insert or ignore into held values (?)", held)
        moments = ((company, moment.isoformat(), zone) for company, moment, zone in calls)
        self.tables.executemany("insert into call values (?, ?, ?)", moments)

    def __len__(self) -> int:
        found: int = self.tables.execute("select count(*) from held").fetchone()[0]
        return found

    def calendars(self) -> Iterator[Calendar]:
        """By their files' names, and then by people."""
        for (told,) in self.tables.execute("select told from calendar order by file, person, email"):
            yield msgspec.json.decode(told, type=Calendar)

    def without_one(self, files: Iterable[str]) -> Iterator[str]:
        """Those of some files, in order, that are no calendar's."""
        self.tables.executemany("insert into there values (?)", ((file,) for file in files))
        asked = "select file from there where file not in held order by file"
        return (file for (file,) in self.tables.execute(asked))

    def crowds(self, since: dt.datetime, least: int) -> Iterator[tuple[Call, int]]:
        """Calls still to come that so many people are to make at one time, those of the most first."""
        asked = (
            "select company, moment, zone, count(*) from call where moment >= ? "
            "group by company, moment having count(*) >= ? order by count(*) desc, company, moment"
        )
        moment = since.astimezone(dt.UTC).isoformat()
        for company, when, zone, count in self.tables.execute(asked, (moment, least)):
            yield (company, dt.datetime.fromisoformat(when), zone), count


@contextmanager
def ledger() -> Iterator[Ledger]:
    """An empty one, in a file without a name that goes with it."""
    tables = sqlite3.connect("")
    try:
        yield Ledger(tables)
    finally:
        tables.close()
