"""Lines for so many columns of a terminal, of which wide characters take two."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Iterator

from icsgen.errors import printable

__all__ = ["LEAST", "filled", "hanging", "width_of", "wrapped"]

WIDTH = 80
LEAST = 24
"""So many columns a text has, however narrow the terminal."""


def width_of(err: bool = False) -> int:
    """As wide as the terminal; into a file 80 columns."""
    stream = sys.stderr if err else sys.stdout
    return shutil.get_terminal_size().columns if stream.isatty() else WIDTH


def hanging(head: str, indent: int, lines: Iterable[str]) -> Iterator[str]:
    """Lines in a column of their own, the first one beside a head."""
    for line in lines:
        yield f"{head:<{indent}}{line}"
        head = ""


def filled(text: str, room: int) -> str:
    """The text in so many columns."""
    text = printable(text)
    if _columns(text) > room:
        text = f"{text[: _fitting(text, room - 1)]}…"
    return text + " " * (room - _columns(text))


def wrapped(text: str, room: int) -> Iterator[str]:
    """Lines of at most so many columns, broken between words, and within one only where it is longer."""
    line, room = "", max(room, LEAST)
    for word in printable(text).split():
        if line and _columns(line) + 1 + _columns(word) > room:
            yield line
            line = ""
        *pieces, word = _pieces(word, room)
        yield from pieces
        line = f"{line} {word}" if line else word
    yield line


def _pieces(word: str, room: int) -> Iterator[str]:
    """A word in pieces of at most so many columns, each of a bounded number of characters."""
    at = 0
    while at + room < len(word) or _columns(word[at:]) > room:
        piece = word[at : at + 4 * room]
        at += max(_fitting(piece, room), 1)
        yield piece[: max(_fitting(piece, room), 1)]
    yield word[at:]


def _fitting(text: str, room: int) -> int:
    """How many characters of a text fit in so many columns."""
    used = 0
    for at, character in enumerate(text):
        used += _columns(character)
        if used > room:
            return at
    return len(text)


def _columns(text: str) -> int:
    if text.isascii():
        return len(text)
    from rich.cells import cell_len  # late: most texts do without

    return cell_len(text)
