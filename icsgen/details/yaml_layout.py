"""Where the nodes of a YAML document stand in its text, by the parser's offsets."""

from __future__ import annotations

import re

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

__all__ = [
    "SHAPE",
    "NotEditableError",
    "behind_colon",
    "behind_last",
    "column",
    "dash",
    "end_of",
    "inserted",
    "is_missing",
    "line_end",
    "line_start",
    "next_line",
    "under",
    "with_its_comments",
]

Pair = tuple[Node, Node]
BREAK = re.compile(r"\r\n|\r|\n|\Z")
COLON = re.compile(r"\s*:")
DASH = re.compile(r"(?<![^\r\n]) *-(?=\s)")
SHAPE = "it is written in a shape of its own"


class NotEditableError(ValueError):
    """No line of the document can be changed so that nothing else changes; says why."""


def under(mapping: MappingNode, name: str) -> tuple[Node | None, Node | None]:
    """A key and what stands under it."""
    return next(((key, value) for key, value in mapping.value if key.value == name), (None, None))


def is_missing(node: Node) -> bool:
    """Whether nothing stands there; the parser then puts it where the next thing begins."""
    return isinstance(node, ScalarNode) and node.start_mark.index == node.end_mark.index


def _end(text: str, pair: Pair) -> int:
    """Where a key and its value end; the value of an alias stands before its key."""
    key, value = pair
    return behind_colon(text, key) if is_missing(value) else max(key.end_mark.index, end_of(text, value))


def behind_last(text: str, braces: MappingNode) -> int:
    """Where a pair more can stand in braces; a comma right behind a colon would be a part of the word."""
    at = _end(text, braces.value[-1])
    return at + 1 if text[at - 1 : at + 1] == ": " else at


def behind_colon(text: str, key: Node) -> int:
    """Where a value would begin; in braces a key may stand without a colon."""
    colon = COLON.match(text, key.end_mark.index)
    return colon.end() if colon else int(key.end_mark.index)


def end_of(text: str, node: Node) -> int:
    """Where the last thing that a node says ends, short of the comments behind it."""
    end = int(node.end_mark.index)
    if isinstance(node, ScalarNode):
        return _end_of_block(text, node) if node.style in ("|", ">") else end
    if not node.value or text[end - 1] in "]}":  # in a list, `a: b` may stand without its braces
        return end
    pairs = isinstance(node, MappingNode)
    return max(_end(text, each) if pairs else end_of(text, each) for each in node.value)


def _end_of_block(text: str, block: ScalarNode) -> int:
    """A block of lines says nothing by the empty ones at its end, unless a plus keeps them."""
    start, end = int(block.start_mark.index), int(block.end_mark.index)
    header = text[start : line_end(text, start)].partition("#")[0]
    return end if "+" in header else len(text[:end].rstrip())


def next_line(text: str, node: Node) -> int:
    """Where the line behind a node begins; comments behind it are not its own, an alias at its end is."""
    at = line_end(text, end_of(text, node))
    for line in re.finditer(r"[^\r\n]+", text[at : node.end_mark.index]):
        if line[0].lstrip()[:1] not in ("", "#"):
            return line_end(text, at + line.end())
    return at


def with_its_comments(text: str, at: int, far_in: int) -> int:
    """Where the comments behind an item of a list end that are as far in as what it says."""
    end = at
    for line in re.finditer(r"[^\r\n]*(?:\r\n|\r|\n|\Z)", text[at:]):
        words = line[0].strip()
        if words and (words[0] != "#" or len(line[0]) - len(line[0].lstrip()) <= far_in):
            break
        end = at + line.end() if words else end
    return end


def dash(text: str, log: SequenceNode, item: Node) -> int:
    """Where the dash of an item stands.

    Raises:
        NotEditableError: it does not begin its line.
    """
    first = int(log.start_mark.index)
    if item is log.value[0] and text[first] == "-":
        return first
    dashes = [*DASH.finditer(text, line_start(text, first), item.start_mark.index)]
    if not dashes:
        raise NotEditableError(SHAPE)
    return dashes[-1].end() - 1


def line_start(text: str, at: int) -> int:
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


def line_end(text: str, at: int) -> int:
    """Where the next line begins: here, if a line has just ended."""
    found = BREAK.search(text, at)
    return at if text[at - 1 : at] in ("\n", "\r") or not found else found.end()


def column(text: str, at: int) -> int:
    return at - line_start(text, at)


def inserted(text: str, at: int, column: int, lines: list[str]) -> str:
    """Lines to put in at a line's begin, as far in as a column, with the line ends of the others."""
    first = BREAK.search(text)
    end = first[0] if first and first[0] else "\n"
    new = "".join(f"{' ' * column}{line}{end}" for line in lines)
    return new if text[at - 1 : at] in ("\n", "\r") else end + new.removesuffix(end)
