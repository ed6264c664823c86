"""Faults: where they are, what they are, and the exceptions that carry them to the command line."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

__all__ = [
    "IcsgenError",
    "InputError",
    "OutputError",
    "Place",
    "Problem",
    "Source",
    "Spot",
    "errors_in",
    "printable",
    "printable_lines",
]

CONTROLS = re.compile("[\0-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
LONGEST_KEY = 60  # characters that are shown
Step = str | int  # a key, or an index from 0


class Source(Struct, frozen=True):
    """Where details come from, by the name the user gave it."""

    name: str

    def position(self, path: tuple[Step, ...]) -> tuple[int, int] | None:
        """Row and column, from 1, of the detail at a path or of the nearest one around it."""
        return None


class Spot(Source, frozen=True):
    """A source whose fault has one known position."""

    row: int = 0
    column: int = 0

    def position(self, path: tuple[Step, ...]) -> tuple[int, int] | None:
        return (self.row, self.column) if self.row else None


class Place(Struct, frozen=True):
    """Where a detail stands: the path of keys and indexes in a source.

    Row and column are looked up when the place is shown: few are.
    """

    source: Source
    path: tuple[Step, ...] = ()

    def __truediv__(self, step: Step) -> Place:
        """The place of the detail under this key or index."""
        return Place(self.source, (*self.path, step))

    def __str__(self) -> str:
        position = self.source.position(self.path)
        return ":".join(map(str, (self.source.name, *(position or ()))))

    @property
    def key(self) -> str:
        """The path as the user would say it, counted from 1: ``interviews[2].decision``."""
        key = ""
        for step in self.path:
            if isinstance(step, int):
                key += f"[{step + 1}]"
            else:
                key += f"{'.' if key else ''}{step if len(step) <= LONGEST_KEY else f'{step[:LONGEST_KEY]}…'}"
        return key


class Problem(Struct, frozen=True):
    """One fault the user can mend, or a warning that stops nothing."""

    place: Place
    text: str
    """What was found, and what is expected."""
    warning: bool = False

    def __str__(self) -> str:
        return printable(": ".join(part for part in (str(self.place), self.place.key, self.text) if part))


def printable(words: str) -> str:
    """The words for a terminal, which what a document holds shall not steer."""
    return words if words.isprintable() else CONTROLS.sub("\ufffd", words)


def printable_lines(text: str) -> str:
    """A text of several lines, each `printable`."""
    return "\n".join(map(printable, text.split("\n")))


def errors_in(problems: Iterable[Problem]) -> list[Problem]:
    """The problems that are more than a warning."""
    return [problem for problem in problems if not problem.warning]


class IcsgenError(Exception):
    """Any fault the user can mend; words itself, and knows the exit code of the command."""

    exit_code = 1


class InputError(IcsgenError):
    """The input has problems: all of them at once, so that one run shows everything to mend."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        told = (f"warning: {each}" if each.warning else str(each) for each in self.problems)
        super().__init__("\n".join(told))

    def __reduce__(self) -> tuple[type[InputError], tuple[tuple[Problem, ...]]]:
        """To another process it goes with its problems."""
        return type(self), (self.problems,)


class OutputError(IcsgenError):
    """The output cannot be written; nothing was."""
