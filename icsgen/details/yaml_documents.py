"""YAML 1.2, read by ruamel.yaml down to its nodes, which know where they stand."""

from __future__ import annotations

import re
import warnings
from io import BytesIO

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, ReusedAnchorWarning
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from icsgen.details.sources import Document, Tree, fail, row_and_column
from icsgen.errors import InputError, Place, Problem, Spot, Step

__all__ = ["YamlDocument", "to_yaml"]

BEYOND_UNICODE = re.compile(r"\\U(?!000|0010)")
TAGS = {
    f"tag:yaml.org,2002:{kind}"
    for kind in ["str", "int", "float", "bool", "null", "map", "seq", "timestamp", "merge", "value"]
}
"""The kinds of YAML's own; all scalars are read as the text they are."""
NULLS = ("", "~", "null", "Null", "NULL")
WIDTH = 1000  # of a written line: a text is not broken
EXPANDED = 100_000
"""So many details may come out of aliases; a file that says more of itself is an alias bomb."""


class YamlDocument(Document, frozen=True, eq=False):
    """A YAML text and what it says."""

    root: Node | None = None
    """Its nodes: kept, as to look for a place once more takes longer than all the rest."""

    @classmethod
    def read(cls, text: str, name: str) -> YamlDocument:
        """Raises InputError for what is no YAML, and for what YAML lets pass and a reader would not."""
        return cls(name, text, *_yaml(text, name))

    def position(self, path: tuple[Step, ...]) -> tuple[int, int] | None:
        """Row and column of a detail; of what stands around it, where it is missing."""
        node, mark = self.root, None
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
        return (mark.line + 1, mark.column + 1) if mark else (1, 1) if self.root else None

    def node(self, path: tuple[Step, ...]) -> Node | None:
        """The node at a path, where there is one."""
        node = self.root
        for step in path:
            if isinstance(node, MappingNode):
                node = next((value for key, value in node.value if key.value == step), None)
            elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
            else:
                return None
        return node


def to_yaml(tree: Tree) -> bytes:
    """A document that says what the tree holds."""
    yaml, text = YAML(), BytesIO()
    yaml.width = WIDTH
    yaml.dump(tree, text)
    return text.getvalue()


def _compose(text: str) -> Node | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ReusedAnchorWarning)  # allowed by YAML 1.2: the later one holds
        node: Node | None = YAML(typ="safe", pure=True).compose(text)
    return node


def _yaml(text: str, name: str) -> tuple[Tree, Node]:
    """What a text says, and its nodes."""
    try:
        root = _compose(text)
    except ReaderError as fault:
        found = f"found the control character {fault.character!r}; expected text"
        fail(name, found, *row_and_column(text, fault.position or 0))
    except MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        row, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        fail(name, f"not YAML: {_yaml_wording(fault.problem or str(fault))}", row, column)
    except ValueError:  # of chr(), which the parser asks for the character of an escape
        escape = BEYOND_UNICODE.search(text)
        fail(
            name, "not YAML: an escape beyond Unicode", *row_and_column(text, escape.start() if escape else 0)
        )
    if root is None:
        fail(name, "an empty document; expected `me:` and an interview", 1, 1)
    reader = _TreeReader(name)
    tree = reader.tree(root)
    if reader.problems:
        raise InputError(reader.problems)
    return tree, root


def _yaml_wording(problem: str) -> str:
    """The parser's words, with the cure for what people most often run into."""
    cures = {
        "mapping values are not allowed here": (
            "; line keys up with those above, and put a text that holds `: ` into quotes"
        ),
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
        if str(node.tag) not in TAGS:
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
        spot = Spot(self.name, mark.line + 1, mark.column + 1)
        self.problems.append(Problem(Place(spot), f"found {text}"))
        return None, 1
