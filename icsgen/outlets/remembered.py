"""What a folder of calendars remembers of each person, so that who has not changed need not be read again."""

from __future__ import annotations

import datetime as dt
import os
import zoneinfo
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from hashlib import blake2b
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

import msgspec
from msgspec import Struct

from icsgen.errors import OutputError
from icsgen.outlets.files import write_all
from icsgen.outlets.people import Fault

__all__ = [
    "FOLDER",
    "Calendar",
    "Call",
    "Counts",
    "Remembered",
    "State",
    "Step",
    "edition",
    "forget_all_but",
    "remember",
    "remembered",
    "state_of",
]

FOLDER = ".icsgen"
"""Of what is remembered, among the calendars."""
LIBRARIES = ("icsgen", "holidays", "babel", "jinja2", "tzdata")
"""Whose versions decide about dates and words."""
State = tuple[int, int]
"""A file's size and the time of its last change."""
Call = tuple[str, dt.datetime, str]
"""A call that is planned: whom, when (UTC), and the time zone there."""


class Counts(Struct, frozen=True):
    """What is so of many, and is told as a number."""

    nowhere: int = 0
    """People who live where their interviews are, for want of better knowledge."""
    undecided: int = 0
    """People with dates that a part of the country decides about, and none is told."""
    over: int = 0
    """Interviews that are over with all that follows them, and nothing is told of how they ended."""

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.nowhere + other.nowhere, self.undecided + other.undecided, self.over + other.over)


class Step(Struct, frozen=True):
    """Something that somebody has to do, by its key, its day in the candidate's zone, and its title."""

    key: str
    date: str
    title: str


class Calendar(Struct, frozen=True, kw_only=True):
    """A calendar, as the list tells of it."""

    file: str
    person: str
    email: str
    timezone: str
    """The candidate's."""
    events: int
    to_do: Sequence[Step] = ()
    """In order of time."""
    note: str = ""
    """Why it is not all that the table tells."""


class Remembered(Struct, frozen=True, kw_only=True):
    """What came of a person's rows the last time."""

    digest: str
    """Of all that decides about it: the rows, and the edition."""
    until: dt.datetime | None
    """When it is to be looked at again, whatever has changed: something called off is then to be dropped."""
    files: Mapping[str, State]
    calendars: Sequence[Calendar]
    calls: Sequence[Call]
    warnings: Sequence[Fault] = ()
    """Doubts about the rows, whose `row` is the place among the person's own."""
    counts: Counts = Counts()

    def holds(self, digest: str, stamp: dt.datetime, path: Callable[[str], str]) -> bool:
        """Whether nothing has changed since: neither what is said, nor the files at their paths."""
        if digest != self.digest or (self.until and stamp >= self.until):
            return False
        return all(state_of(path(name)) == state for name, state in self.files.items())

    @property
    def is_sound(self) -> bool:
        """Whether it is as we write it, and nobody else."""
        aware = all(moment.tzinfo for moment in (self.until, *(call[1] for call in self.calls)) if moment)
        return aware and bool(self.files) and self.files.keys() == {each.file for each in self.calendars}


def state_of(path: str | Path) -> State | None:
    """A file's state; None where there is none."""
    try:
        found = os.stat(path)  # noqa: PTH116 # of a text, since there are thousands
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def remembered(folder: Path, share: str) -> dict[str, Remembered]:
    """What is remembered of the people of a share, by their keys; nothing where it cannot be read."""
    with suppress(OSError, msgspec.MsgspecError):
        found = msgspec.json.decode(_file(folder, share).read_bytes(), type=dict[str, Remembered])
        return {key: one for key, one in found.items() if one.is_sound}
    return {}


def remember(folder: Path, share: str, people: Mapping[str, Remembered]) -> None:
    """Remember this of the people of a share, and nothing else."""
    with suppress(OutputError):  # then all is read again the next time
        write_all({_file(folder, share): msgspec.json.encode(people, order="sorted")}, durable=False)


def forget_all_but(folder: Path, shares: Collection[str]) -> None:
    """What is remembered of shares that there are no more: a table of another length is dealt otherwise."""
    for path in (folder / FOLDER).glob("*.json"):
        if path.stem not in shares:
            path.unlink(missing_ok=True)


def _file(folder: Path, share: str) -> Path:
    return folder / FOLDER / f"{share}.json"


def edition(asked: object, templates: str | None) -> bytes:
    """What decides about every calendar beside a person's rows: what was asked for, the templates of a
    folder, all of icsgen, and the data that it goes by."""
    digest = blake2b(msgspec.json.encode(asked), digest_size=16)
    for part in (*_own_templates(templates), *_installed()):
        digest.update(part.encode() + b"\0")
    return digest.digest()


def _own_templates(folder: str | None) -> Iterator[str]:
    for path in sorted(Path(folder).rglob("*.txt")) if folder else ():
        yield f"{path} {blake2b(path.read_bytes()).hexdigest()}"


def _installed() -> Iterator[str]:
    for library in LIBRARIES:
        yield f"{library} {version(library)}"
    package = Path(str(files("icsgen")))  # its files as well: not every change of a checkout has a version
    ours = (path for suffix in ("py", "txt") for path in package.rglob(f"*.{suffix}"))
    zones = (Path(folder) / "tzdata.zi" for folder in zoneinfo.TZPATH)
    for path in sorted((*ours, *zones)):
        yield f"{path.name} {state_of(path)}"
