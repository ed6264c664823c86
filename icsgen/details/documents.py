"""A document's text, YAML 1.2 or JSON, to a tree of mappings, lists and texts, with every detail's place.

Scalars stay the text that was written: the detail says what it means. So ``country: NO`` is Norway and
``14:30`` a time, whatever a YAML version makes of them.
"""

from __future__ import annotations

import json
import warnings
from dataclasses import dataclass, field
from functools import cached_property
from typing import NoReturn

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, ReusedAnchorWarning, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from icsgen.errors import InputError, Place, Problem, Source, Step

__all__ = ["Document", "Tree", "read"]

Tree = dict[str, "Tree"] | list["Tree"] | str | bool | None

NULLS = ("", "~", "null", "Null", "NULL")
EXPANDED = 100_000
"""So many details may come out of aliases; a file that says more of itself is an alias bomb."""


@dataclass(frozen=True, eq=False)
class Document(Source):
    """A text and what it says."""

    text: str = field(repr=False, default="")
    tree: Tree = field(repr=False, default=None)

    def position(self, path: tuple[Step, ...]) -> tuple[int, int] | None:
        """Row and column of a detail; of what stands around it, where it is missing."""
        node, mark = self._root, None
        for step in path:
            if isinstance(node, MappingNode):
                entry = next(((k, v) for k, v in node.value if k.value == step), None)
                if not entry:
                    break
                mark, node = entry[0].start_mark, entry[1]
            elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                mark = node.start_mark
            else:
                break
        return (mark.line + 1, mark.column + 1) if mark else (1, 1) if self._root else None

    @cached_property
    def _root(self) -> Node | None:
        try:
            return _compose(self.text)  # JSON is YAML 1.2, but for rare escapes
        except (YAMLError, RecursionError):
            return None


@dataclass(frozen=True)
class _Spot(Source):
    """A source whose fault has one known position."""

    row: int = 0
    column: int = 0

    def position(self, path: tuple[Step, ...]) -> tuple[int, int] | None:
        return (self.row, self.column) if self.row else None


def read(data: bytes, name: str) -> Document:
    """What a document says: JSON where its name ends so or it is JSON, else YAML.

    Raises:
        InputError: it is not UTF-8, empty, or breaks its language's rules.
    """
    text = _decoded(data, name)
    if not text.strip():
        _fail(name, "an empty document; expected `me:` and an interview", 1, 1)
    try:
        tree = _json(text, name) if name.endswith(".json") else _json_or_yaml(text, name)
    except RecursionError:
        _fail(name, "lists or mappings nested too deeply")
    return Document(name, text, tree)


def _fail(name: str, text: str, row: int = 0, column: int = 0) -> NoReturn:
    raise InputError([Problem(Place(_Spot(name, row, column)), text)])


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        before = data[: fault.start].decode("utf-8", "replace")
        row, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        utf16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
        found = "UTF-16 text" if utf16 else f"the byte {data[fault.start]:#04x}, which is not UTF-8"
        _fail(name, f"found {found}; expected a UTF-8 file: save it again with that encoding", row, column)


# --- JSON


class _DuplicateKeyError(Exception):
    """The fast reader saw a key twice, but cannot tell where."""


def _json(text: str, name: str) -> Tree:
    try:
        tree: Tree = json.loads(
            text, object_pairs_hook=_mapping, parse_int=str, parse_float=str, parse_constant=str
        )
    except _DuplicateKeyError:
        _yaml(text, name)  # which tells where
        _fail(name, "found a key a second time; expected it once")
    except json.JSONDecodeError as fault:
        _fail(name, f"not JSON: {fault.msg}", fault.lineno, fault.colno)
    return tree


def _mapping(pairs: list[tuple[str, Tree]]) -> dict[str, Tree]:
    mapping = dict(pairs)
    if len(mapping) < len(pairs):
        raise _DuplicateKeyError
    return mapping


# --- YAML


def _json_or_yaml(text: str, name: str) -> Tree:
    """JSON is YAML too, and its own reader is a hundred times as quick."""
    if text.lstrip()[0] == "{":
        try:
            return _json(text, name)
        except InputError:
            pass
    return _yaml(text, name)


def _compose(text: str) -> Node | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ReusedAnchorWarning)  # allowed by YAML 1.2: the later one holds
        node: Node | None = YAML(typ="safe", pure=True).compose(text)
    return node


def _yaml(text: str, name: str) -> Tree:
    try:
        root = _compose(text)
    except ReaderError as fault:
        before = text[: fault.position or 0]
        row, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        _fail(name, f"found the control character {fault.character!r}; expected text", row, column)
    except MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        row, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        _fail(name, f"not YAML: {_yaml_wording(fault.problem or str(fault))}", row, column)
    if root is None:
        _fail(name, "an empty document; expected `me:` and an interview", 1, 1)
    reader = _TreeReader(name)
    tree = reader.tree(root)
    if reader.problems:
        raise InputError(reader.problems)
    return tree


def _yaml_wording(problem: str) -> str:
    """The parser's words, with the cure for what people most often run into."""
    cures = {
        "mapping values are not allowed here": "; put a text that holds `: ` into quotes",
        "found character '\\t' that cannot start any token": "; indent with spaces",
        "but found another document": "; expected one document to a file",
    }
    return problem + cures.get(problem, "")


class _TreeReader:
    """Turns nodes into a tree, each node once, and notes what YAML lets pass and a reader would not."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []
        self.done: dict[int, tuple[Tree, int]] = {}
        self.open: set[int] = set()
        self.expanded = 0

    def tree(self, node: Node) -> Tree:
        return self._read(node)[0]

    def _read(self, node: Node) -> tuple[Tree, int]:
        """What a node says, and of how many nodes that is, aliases counted each time."""
        known = id(node)
        if known in self.done:
            return self.done[known]
        if known in self.open:
            return self._refuse(node, "an alias inside what it names; expected text")
        self.open.add(known)
        tree, size = self._build(node)
        self.open.discard(known)
        if size > EXPANDED and size > 10 * len(self.done) and not self.problems:
            self._refuse(node, f"aliases that unfold into {size:,} details; write them out")
        self.done[known] = tree, size
        return tree, size

    def _build(self, node: Node) -> tuple[Tree, int]:
        if node.ctag.handle == "!" or str(node.tag).startswith("!"):
            return self._refuse(node, f"the tag {node.tag}; expected plain text, a list or a mapping")
        if isinstance(node, SequenceNode):
            parts = [self._read(item) for item in node.value]
            return [tree for tree, _ in parts], 1 + sum(size for _, size in parts)
        if isinstance(node, MappingNode):
            return self._mapping(node)
        plain = isinstance(node, ScalarNode) and node.style is None
        return None if plain and node.value in NULLS else str(node.value), 1

    def _mapping(self, node: MappingNode) -> tuple[Tree, int]:
        mapping: dict[str, Tree] = {}
        total = 1
        for key, value in node.value:
            if not isinstance(key, ScalarNode):
                self._refuse(key, "a list or mapping as a key; expected a word")
                continue
            if key.value in mapping:
                self._refuse(key, f"the key `{key.value}` a second time; expected it once")
            mapping[key.value], size = self._read(value)
            total += size
        return mapping, total

    def _refuse(self, node: Node, text: str) -> tuple[Tree, int]:
        mark = node.start_mark
        spot = _Spot(self.name, mark.line + 1, mark.column + 1)
        self.problems.append(Problem(Place(spot), f"found {text}"))
        return None, 1
