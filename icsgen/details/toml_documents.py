"""TOML, read by the standard library; it tells no places, so faults of values name the key path alone."""

from __future__ import annotations

import re
import tomllib

from icsgen.details.sources import Document, Tree, fail

__all__ = ["TomlDocument"]


class TomlDocument(Document, frozen=True, eq=False):
    """A TOML text and what it says."""

    @classmethod
    def read(cls, text: str, name: str) -> TomlDocument:
        """Raises InputError for what is no TOML."""
        try:
            return cls(name, text, _tree(tomllib.loads(text, parse_float=str)))
        except ValueError as fault:  # beside its own, int's for a number of thousands of digits
            words, row, column = _told(str(fault))
            fail(name, f"not TOML: {words}", row, column)


def _told(words: str) -> tuple[str, int, int]:
    """The reader's words, and the row and column that stand at their end (0 where they do not)."""
    match = re.fullmatch(r"(?P<words>.*) \(at line (?P<row>\d+), column (?P<column>\d+)\)", words)
    if not match:
        return words.removesuffix(" (at end of document)"), 0, 0
    return match["words"], int(match["row"]), int(match["column"])


def _tree(value: object) -> Tree:
    """Scalars as the text they stand for; TOML knows dates, times and numbers of its own."""
    if isinstance(value, dict):
        return {key: _tree(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_tree(item) for item in value]
    if isinstance(value, bool):
        return value
    return str(value)  # of a date ``2026-11-17``, of both ``2026-11-17 14:30:00``, of a time ``14:30:00``
