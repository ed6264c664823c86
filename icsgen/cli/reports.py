"""What a command has done is done, whether or not it can be told."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import click

from icsgen.errors import OutputError, printable, printable_lines

__all__ = ["counted", "first_lines", "reporting", "to_stderr", "to_stderr_lines"]

MOST_TOLD = 20


@contextmanager
def reporting(done: str) -> Iterator[None]:
    """What is told in here comes after what was done: a full disk does not undo that, and the fault says so.

    Raises:
        OutputError: it cannot be told.
    """
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:  # a reader that has seen enough
        raise
    except OSError as fault:
        raise OutputError(f"{done}; the report cannot be shown: {fault.strerror}") from fault


def first_lines(lines: Iterable[str], rest: str = "") -> list[str]:
    """The first of some lines, how many more there are, and where to find the rest."""
    told = list(lines)
    more = "; ".join(filter(None, (f"and {len(told) - MOST_TOLD:,} more of this kind", rest)))
    return [*told[:MOST_TOLD], *([more] if len(told) > MOST_TOLD else [])]


def counted(number: int, thing: str) -> str:
    """``1 event``, ``2 events``."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def to_stderr(words: str) -> None:
    """A line of talk, harmless for a terminal."""
    click.echo(printable(words), err=True)


def to_stderr_lines(text: str) -> None:
    """Several lines of it."""
    click.echo(printable_lines(text), err=True)
