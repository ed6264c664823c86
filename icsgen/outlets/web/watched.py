"""Documents and tables that are read anew when they change, and stay as they were while they are broken."""

from __future__ import annotations

import datetime as dt
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from msgspec import Struct

from icsgen.details import Tree, load
from icsgen.details.cohorts import cohort
from icsgen.details.columns import Order
from icsgen.details.shares import Shares
from icsgen.details.tables import open_table
from icsgen.errors import IcsgenError
from icsgen.messages.own_words import read_anew
from icsgen.model import JobSearch
from icsgen.outlets.files import contents
from icsgen.outlets.people import Wanted, plans_of
from icsgen.plan import Plan, make_plan

__all__ = ["LARGEST", "Current", "Reading", "Told", "Watched", "WatchedDocument", "WatchedTable"]

SECOND = 1.0
"""How seldom a file is looked at, and how long one has to stay as it is before it counts as written."""
LARGEST = 1_000_000
"""Bytes of a document: reading one takes seconds, and the others wait."""
NANOSECONDS = 1_000_000_000
State = tuple[int, int, int]
"""A file's size, and when its content and anything else about it was changed."""
Told = Callable[[str], None]
"""Is told what the owner of a file should know."""


class Current(Struct, frozen=True, kw_only=True):
    """What a document or a table says of a person now."""

    plan: Plan | None
    """None: it says nothing sound."""
    complete: bool = True
    """Whether what it does not say is called off; not where a part of it is wrong."""
    faults: tuple[str, ...] = ()


class Watched(ABC):
    """A file that people's plans are made of. What was sound in it last is what counts.

    It is looked at once a second at most, and only when somebody asks: there may be thousands. A program that
    writes a file in several goes leaves half of it there for a moment, so one that has just changed is left
    alone until it has stayed the same for a second.
    """

    def __init__(self, path: Path, told: Told) -> None:
        self.path, self.told = path, told
        self.fault = ""
        """Why what it says now cannot be used; empty: it can."""
        self.edition = 0
        """Rises whenever it says something else; 0: nothing sound yet."""
        self.lock = threading.RLock()
        self._looked = -SECOND
        self._known: Sequence[State | None] = ()

    def look(self, *, settled: bool = False) -> None:
        """Read it anew if it has changed. What is wrong with it is told once, and kept as `fault`.

        One that is known to be `settled`, as we wrote it, is read at once.
        """
        if settled:
            with self.lock:
                self._look(settled=True)
            return
        if time.monotonic() - self._looked < SECOND:
            return
        if not self.lock.acquire(blocking=not self.edition):
            return  # somebody else reads it; what was sound last will do meanwhile
        try:
            if time.monotonic() - self._looked >= SECOND:
                self._look(settled=False)
        finally:
            self._looked = time.monotonic()
            self.lock.release()

    def _look(self, *, settled: bool) -> None:
        states = self._states()
        if not self.edition and not _have_settled(states):
            time.sleep(SECOND)  # at the start there is nothing else to tell meanwhile
            states = self._states()
        if states == self._known or not (settled or _have_settled(states)):
            return
        try:
            self._read()
        except IcsgenError as fault:
            self._blame(str(fault))
        except OSError as fault:  # which passes, though nothing about the file changes
            self._blame(f"{self.path}: cannot be read: {fault.strerror}")
            return
        else:
            self._blame("")
            self.edition += 1
        self._known = states

    def _blame(self, fault: str) -> None:
        """Keep what is wrong, and tell it if it is new."""
        if fault != self.fault:
            kept = "until it is mended, its calendars stay as they were"
            self.told(f"{fault}\n{self.path}: {kept}" if fault else f"{self.path}: is sound again")
        self.fault = fault

    def _states(self) -> Sequence[State | None]:
        return [_state(path) for path in self.files()]

    def files(self) -> Iterable[Path]:
        """What decides about what it says."""
        return (self.path,)

    def close(self) -> None:
        """Let go of what is open."""
        return

    @abstractmethod
    def _read(self) -> None:
        """Read it; where this raises IcsgenError or OSError, what was sound before stays."""

    @abstractmethod
    def people(self) -> Iterable[str]:
        """By what each of its people is known."""

    @abstractmethod
    def name(self, person: str) -> str:
        """What somebody is called; empty where that is not known."""

    @abstractmethod
    def current(self, person: str, now: dt.datetime) -> Current:
        """What it says of somebody."""


def _state(path: Path) -> State | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _have_settled(states: Iterable[State | None]) -> bool:
    """Whether nothing was written within the last second."""
    age = time.time() - max((each[1] for each in states if each), default=0) / NANOSECONDS
    return not 0 <= age < SECOND  # of a clock that is ahead nothing is known


class WatchedDocument(Watched):
    """A document, of one person, who is known by nothing."""

    search: JobSearch | None = None

    def _read(self) -> None:
        search = load(contents(self.path, LARGEST), str(self.path))
        read_anew()
        make_plan(search)  # only then it is sound
        self.search = search

    def files(self) -> Iterable[Path]:
        """The document, and the templates that it names."""
        yield self.path
        if self.search and self.search.me.messages:
            yield from sorted(Path(self.search.me.messages).rglob("*.txt"))

    def people(self) -> Iterable[str]:
        return ("",)

    def name(self, person: str) -> str:
        return (self.search.me.name if self.search else None) or ""

    def current(self, person: str, now: dt.datetime) -> Current:
        if not self.search:
            return Current(plan=None, faults=(self.fault,))
        plan = make_plan(self.search, now=now)
        return Current(plan=plan, faults=(self.fault,) if self.fault else ())


class Reading(Struct, frozen=True):
    """How a table is read."""

    me: Mapping[str, Tree] | None = None
    order: Order = None
    sheet: str | None = None


class WatchedTable(Watched):
    """A table, whose rows lie dealt out in nameless files: one is read when its person's plan is made."""

    def __init__(self, path: Path, told: Told, reading: Reading) -> None:
        super().__init__(path, told)
        self.reading = reading
        self._shares: Shares | None = None
        self._people: list[str] = []
        self._files = ExitStack()

    def _read(self) -> None:
        with ExitStack() as files:
            found = cohort(
                open_table(self.path, self.reading.sheet), me=self.reading.me, order=self.reading.order
            )
            self._shares = files.enter_context(found.dealt())
            self._files.close()  # of the last time
            self._files = files.pop_all()
        people = (person for share in self._shares for person in share.people())
        self._people = [person.key for person in sorted(people, key=lambda person: min(person.numbers))]
        for fault in self._shares.faults:
            self.told(str(fault))

    def people(self) -> Iterable[str]:
        self.look()
        return self._people

    def close(self) -> None:
        self._files.close()

    def name(self, person: str) -> str:
        with self.lock:
            found = self._shares.person(person) if self._shares else None
        return found.called if found else ""

    def current(self, person: str, now: dt.datetime) -> Current:
        with self.lock:
            found = self._shares.person(person) if self._shares else None
            unread = bool(self._shares and self._shares.unread)
        if not found:
            missing = f"{self.path}: nobody in it is known as {person!r}"
            return Current(plan=None, faults=(self.fault or missing,))
        (planned,) = plans_of([found], Wanted(now))
        faults = (*([self.fault] if self.fault else ()), *map(str, planned.faults))
        complete = not (planned.faults or planned.pending or unread)
        return Current(plan=planned.plan, complete=complete, faults=faults)
