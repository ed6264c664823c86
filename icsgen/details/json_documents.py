"""JSON, read by the standard library; places are found by walking the text, when there is a fault."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cached_property

from icsgen.details.sources import Document, Tree, fail, row_and_column
from icsgen.errors import InputError, Place, Problem, Spot, Step

__all__ = ["JsonDocument"]

SPACE = " \t\r\n"


class JsonDocument(Document, frozen=True, eq=False, dict=True):
    """A JSON text and what it says."""

    @classmethod
    def read(cls, text: str, name: str) -> JsonDocument:
        """Raises InputError for what is no JSON, and for a key that stands twice."""
        try:
            return cls(name, text, _decoder(_mapping).decode(text))
        except json.JSONDecodeError as fault:
            fail(name, f"not JSON: {fault.msg}", fault.lineno, fault.colno)
        except _DuplicateKeyError:
            problems = [
                Problem(
                    Place(Spot(name, *row_and_column(text, mark))),
                    f"found the key `{key}` a second time; expected it once",
                )
                for key, mark in _repeated(text, _after_space(text, 0))
            ]
            raise InputError(problems) from None

    def position(self, path: tuple[Step, ...]) -> tuple[int, int] | None:
        """Row and column of a detail; of what stands around it, where it is missing."""
        mark = value = _after_space(self.text, 0)
        for step in path:
            if step not in (entries := self._entries(value)):
                break
            mark, value = entries[step]
        return row_and_column(self.text, mark)

    @cached_property
    def _found(self) -> dict[int, dict[Step, tuple[int, int]]]:
        return {}

    def _entries(self, at: int) -> dict[Step, tuple[int, int]]:
        """What `_entries` finds in the mapping or list that begins here, found once."""
        if at not in self._found:
            self._found[at] = {step: (mark, value) for step, mark, value in _entries(self.text, at)}
        return self._found[at]


class _DuplicateKeyError(Exception):
    """The reader saw a key twice, but cannot tell where."""


def _mapping(pairs: list[tuple[str, Tree]]) -> dict[str, Tree]:
    mapping = dict(pairs)
    if len(mapping) < len(pairs):
        raise _DuplicateKeyError
    return mapping


def _decoder(mapping: Callable[[list[tuple[str, Tree]]], Tree] | None = None) -> json.JSONDecoder:
    return json.JSONDecoder(object_pairs_hook=mapping, parse_int=str, parse_float=str, parse_constant=str)


# --- walking a text that is known to be JSON


def _entries(text: str, at: int) -> Iterator[tuple[Step, int, int]]:
    """Each key or index of a mapping or list that begins here, where it stands, and where its value does."""
    decoder, index = _decoder(), 0
    closing = {"{": "}", "[": "]"}.get(text[at])
    if closing is None:
        return
    mark = _after_space(text, at + 1)
    while text[mark] != closing:
        step: Step = index
        value = mark
        if closing == "}":
            step, end = decoder.raw_decode(text, mark)
            value = _after_space(text, _after_space(text, end) + 1)
        yield step, mark, value
        end = _after_space(text, decoder.raw_decode(text, value)[1])
        mark = _after_space(text, end + 1) if text[end] == "," else end
        index += 1


def _repeated(text: str, at: int) -> Iterator[tuple[Step, int]]:
    """Each key that its mapping has already, and where it stands."""
    seen = set[Step]()
    for step, mark, value in _entries(text, at):
        if step in seen:
            yield step, mark
        seen.add(step)
        yield from _repeated(text, value)


def _after_space(text: str, at: int) -> int:
    while text[at : at + 1] and text[at] in SPACE:
        at += 1
    return at
