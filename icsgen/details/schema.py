"""A document's tree to its details, or every fault of it at once, each with its place."""

from __future__ import annotations

from icsgen.details.keys import mapping
from icsgen.details.shapes import SearchDetails
from icsgen.details.sources import Tree
from icsgen.details.values import FaultsError, shown
from icsgen.errors import Place, Problem, Step

__all__ = ["OF_THE_PERSON", "interview_place", "read_details"]


OF_THE_PERSON = ("me", "messages", "language")
"""The keys of a document that are the person's too, where one interview stands at the top."""


def read_details(tree: Tree, root: Place) -> tuple[SearchDetails | None, list[Problem]]:
    """A document's details, or all that is wrong with its shape. One interview may stand at the top."""
    if not isinstance(tree, dict):
        return None, [Problem(root, f"found {shown(tree)}; expected a mapping with `me:` and an interview")]
    single = _is_single(tree)
    try:
        return mapping(SearchDetails)(_as_search(tree) if single else tree), []
    except FaultsError as several:
        return None, [Problem(_place(way, root, single), text) for way, text in several.faults]


def interview_place(root: Place, index: int, tree: Tree) -> Place:
    """Where an interview stands: in the list, or at the top where it stands alone."""
    return root if _is_single(tree) else root / "interviews" / index


def _is_single(tree: Tree) -> bool:
    return (
        isinstance(tree, dict)
        and "interviews" not in tree
        and bool({"company", "role", "start"} & tree.keys())
    )


def _as_search(tree: dict[str, Tree]) -> dict[str, Tree]:
    interview: Tree = {key: value for key, value in tree.items() if key not in OF_THE_PERSON}
    return {**{key: tree[key] for key in OF_THE_PERSON if key in tree}, "interviews": [interview]}


def _place(way: tuple[Step, ...], root: Place, single: bool) -> Place:
    return Place(root.source, way[2:] if single and way[:1] == ("interviews",) else way)
