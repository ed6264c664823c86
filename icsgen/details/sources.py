"""What the readers of all formats give: a tree of mappings, lists and texts, with every place in it."""

from __future__ import annotations

from typing import NoReturn

from icsgen.errors import InputError, Place, Problem, Source, Spot

__all__ = ["Document", "Tree", "fail", "row_and_column"]

Tree = dict[str, "Tree"] | list["Tree"] | str | bool | None


class Document(Source, frozen=True, eq=False):
    """A text and what it says.

    Scalars stay the text that was written: the detail says what it means. So ``country: NO`` is Norway and
    ``14:30`` a time, whatever the format makes of them.
    """

    text: str = ""
    tree: Tree = None

    def __repr__(self) -> str:
        """Without the whole text."""
        return f"{type(self).__name__}({self.name!r})"


def fail(name: str, text: str, row: int = 0, column: int = 0) -> NoReturn:
    """Raise the one fault that stops a document from being read."""
    raise InputError([Problem(Place(Spot(name, row, column)), text)])


def row_and_column(text: str, at: int) -> tuple[int, int]:
    """Row and column, from 1, of an offset."""
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
