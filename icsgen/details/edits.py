"""A YAML document changed in its text, so that every other byte stays as it is."""

from __future__ import annotations

import re
from functools import singledispatch

from msgspec import Struct
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from icsgen.details.changes import Addition, Change, Removal, Saying, Way, interview_at, quoted
from icsgen.details.documents import read
from icsgen.details.sources import Document, Tree
from icsgen.details.yaml_documents import NULLS, YamlDocument
from icsgen.errors import InputError, Source

__all__ = ["NotEditableError", "edited", "is_editable"]

Pair = tuple[Node, Node]
ALIAS = re.compile(r"[\s\[{,]\*\w")
BREAK = re.compile(r"\r\n|\r|\n|\Z")
COLON = re.compile(r"\s*:")
DASH = re.compile(r"^ *-(?=\s)", re.MULTILINE)
SHARED = "an alias shares it with another place"
SHAPE = "it is written in a shape of its own"


class NotEditableError(ValueError):
    """No line of the document can be changed so that nothing else changes; says why."""


class Splice(Struct, frozen=True):
    """What takes the place of a part of a text."""

    start: int
    end: int
    text: str = ""


def is_editable(document: Source) -> bool:
    """Whether a document is in a language that can be edited here."""
    return isinstance(document, YamlDocument)


def edited(document: Document, path: Way, change: Change) -> str:
    """The document's text with a change to the interview at a path, and to nothing else.

    Raises:
        NotEditableError: it is no YAML, or written so that no line of it can be changed.
    """
    if not isinstance(document, YamlDocument):
        raise NotEditableError("only YAML can be edited here")
    interview = document.node(path)
    if not isinstance(interview, MappingNode):
        raise NotEditableError(SHAPE)
    splice = _splice(change, document.text, interview)
    text = document.text[: splice.start] + splice.text + document.text[splice.end :]
    if not _says(text, document.name, _changed(document.tree, path, change)):
        raise NotEditableError(SHARED if ALIAS.search(document.text) else SHAPE)
    return text


def _says(text: str, name: str, tree: Tree) -> bool:
    try:
        return _settled(read(text.encode(), name).tree) == _settled(tree)
    except InputError:
        return False


def _changed(tree: Tree, path: Way, change: Change) -> Tree:
    """The tree with the change at a path; what an alias says elsewhere stays what it was."""
    if not path:
        return change.applied(interview_at(tree, ()))
    step, rest = path[0], path[1:]
    if isinstance(tree, list):
        return [_changed(each, rest, change) if at == step else each for at, each in enumerate(tree)]
    mapping = interview_at(tree, ())
    return {key: _changed(each, rest, change) if key == step else each for key, each in mapping.items()}


def _settled(tree: Tree) -> Tree:
    """The tree without logs that hold nothing, and line ends behind a text, which a file's end may lack."""
    if isinstance(tree, list):
        return [_settled(each) for each in tree]
    if isinstance(tree, dict):
        return {key: _settled(each) for key, each in tree.items() if key != "log" or each}
    return tree.rstrip("\n") if isinstance(tree, str) else tree


@singledispatch
def _splice(change: Change, text: str, interview: MappingNode) -> Splice:
    raise TypeError(change)


# --- a fact more


@_splice.register
def _(change: Addition, text: str, interview: MappingNode) -> Splice:
    key, log = _under(interview, "log")
    words = [f"{name}: {quoted(each) if name == 'decision' else each}" for name, each in change.fact.items()]
    inline, lines = f"{{{', '.join(words)}}}", [f"- {words[0]}", *(f"  {each}" for each in words[1:])]
    if key is None:
        return _new_log(text, interview, inline, lines)
    if isinstance(log, SequenceNode):
        return _longer(text, key, log, inline, lines)
    if interview.flow_style:
        return _filled_in(text, key, log, f"[{inline}]")
    return _first_item(text, key, log, lines)


def _new_log(text: str, interview: MappingNode, inline: str, lines: list[str]) -> Splice:
    if interview.flow_style:
        at = _behind_last(text, interview)
        return Splice(at, at, f", log: [{inline}]")
    column = min(key.start_mark.column for key, _ in interview.value)  # behind a `?` it is another
    return _inserted(text, _next_line(text, interview), column, ["log:", *lines])


def _longer(text: str, key: Node, log: SequenceNode, inline: str, lines: list[str]) -> Splice:
    if log.start_mark.index < key.start_mark.index:
        raise NotEditableError(SHARED)
    if not log.flow_style:
        return _inserted(text, _next_line(text, log), _column(text, _dash(text, log, log.value[0])), lines)
    at = _end_of(text, log.value[-1]) if log.value else log.end_mark.index - 1
    if at < log.start_mark.index:
        raise NotEditableError(SHARED)
    return Splice(at, at, f", {inline}" if log.value else inline)


def _first_item(text: str, key: Node, empty: Node | None, lines: list[str]) -> Splice:
    """Two columns in from its key, so that a removal knows the key that was there from one of ours."""
    if not isinstance(empty, ScalarNode):
        raise NotEditableError(SHAPE)
    start = end = key.end_mark.index
    if not _is_missing(empty):
        start, end = empty.start_mark.index, empty.end_mark.index
        if text[start:end] not in NULLS:
            raise NotEditableError(SHAPE)
        start = len(text[:start].rstrip(" "))
    at = _line_end(text, end)
    return Splice(start, at, text[end:at] + _inserted(text, at, key.start_mark.column + 2, lines).text)


# --- the employer's words


@_splice.register
def _(change: Saying, text: str, interview: MappingNode) -> Splice:
    key, old = _under(interview, "decision")
    line = quoted(change.words)
    if key:
        return _filled_in(text, key, old, line)
    if interview.flow_style:
        at = _behind_last(text, interview)
        return Splice(at, at, f", decision: {line}")
    column = min(key.start_mark.column for key, _ in interview.value)
    return _inserted(text, _next_line(text, interview), column, [f"decision: {line}"])


def _filled_in(text: str, key: Node, old: Node | None, new: str) -> Splice:
    """A value in the place of a scalar, or of none, under a key."""
    if not isinstance(old, ScalarNode) or old.style in ("|", ">"):
        raise NotEditableError(SHAPE)
    if old.start_mark.index < key.start_mark.index:
        raise NotEditableError(SHARED)
    if not _is_missing(old):
        return Splice(old.start_mark.index, old.end_mark.index, new)
    at = _behind_colon(text, key)
    return Splice(at, at, f" {new}" if text[at - 1] == ":" else f": {new}")


# --- the last fact taken back


@_splice.register
def _(change: Removal, text: str, interview: MappingNode) -> Splice:
    key, log = _under(interview, "log")
    if key is None or not isinstance(log, SequenceNode) or not log.value:
        raise NotEditableError(SHAPE)
    last = log.value[-1]
    if log.start_mark.index < key.start_mark.index or last.start_mark.index < log.start_mark.index:
        raise NotEditableError(SHARED)
    if log.flow_style:
        return _without_flow_item(text, interview, log, last)
    dash = _dash(text, log, last)
    row, start = _line_start(text, key.start_mark.index), _line_start(text, dash)
    ours = text[row:start].strip() == "log:" and _column(text, dash) == key.start_mark.column
    return Splice(row if ours else start, _next_line(text, last))


def _without_flow_item(text: str, interview: MappingNode, log: SequenceNode, last: Node) -> Splice:
    start, end = last.start_mark.index, _end_of(text, last)
    if len(log.value) > 1:
        before = _end_of(text, log.value[-2])
        return Splice(before if text[before:start].strip() == "," else start, end)
    ours = ", log: ["  # as it is put in where none was
    if interview.flow_style and text[:start].endswith(ours) and interview.value[-1][1] is log:
        return Splice(start - len(ours), log.end_mark.index)
    return Splice(start, end)


# --- where things stand in a text


def _under(mapping: MappingNode, name: str) -> tuple[Node | None, Node | None]:
    """A key and what stands under it."""
    return next(((key, value) for key, value in mapping.value if key.value == name), (None, None))


def _is_missing(node: Node) -> bool:
    """Whether nothing stands there; the parser then puts it where the next thing begins."""
    return isinstance(node, ScalarNode) and node.start_mark.index == node.end_mark.index


def _end(text: str, pair: Pair) -> int:
    """Where a key and its value end; the value of an alias stands before its key."""
    key, value = pair
    return _behind_colon(text, key) if _is_missing(value) else max(key.end_mark.index, _end_of(text, value))


def _behind_last(text: str, braces: MappingNode) -> int:
    """Where a pair more can stand in braces; a comma right behind a colon would be a part of the word."""
    at = _end(text, braces.value[-1])
    return at + 1 if text[at - 1 : at + 1] == ": " else at


def _behind_colon(text: str, key: Node) -> int:
    """Where a value would begin; in braces a key may stand without a colon."""
    colon = COLON.match(text, key.end_mark.index)
    return colon.end() if colon else int(key.end_mark.index)


def _end_of(text: str, node: Node) -> int:
    """Where the last thing that a node says ends, short of the comments behind it."""
    end = int(node.end_mark.index)
    if isinstance(node, ScalarNode):
        return _end_of_block(text, node) if node.style in ("|", ">") else end
    if not node.value or text[end - 1] in "]}":  # in a list, `a: b` may stand without its braces
        return end
    pairs = isinstance(node, MappingNode)
    return max(_end(text, each) if pairs else _end_of(text, each) for each in node.value)


def _end_of_block(text: str, block: ScalarNode) -> int:
    """A block of lines says nothing by the empty ones at its end, unless a plus keeps them."""
    start, end = int(block.start_mark.index), int(block.end_mark.index)
    header = text[start : _line_end(text, start)].partition("#")[0]
    return end if "+" in header else len(text[:end].rstrip())


def _next_line(text: str, node: Node) -> int:
    """Where the line behind a node begins; comments behind it are not its own, an alias at its end is."""
    at = _line_end(text, _end_of(text, node))
    for line in re.finditer(r"[^\r\n]+", text[at : node.end_mark.index]):
        if line[0].lstrip()[:1] not in ("", "#"):
            return _line_end(text, at + line.end())
    return at


def _dash(text: str, log: SequenceNode, item: Node) -> int:
    """Where the dash of an item stands."""
    first: int = log.start_mark.index
    if item is log.value[0] and text[first] == "-":
        return first
    dashes = [*DASH.finditer(text, _line_start(text, first), item.start_mark.index)]
    if not dashes:
        raise NotEditableError(SHAPE)
    return dashes[-1].end() - 1


def _line_start(text: str, at: int) -> int:
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


def _line_end(text: str, at: int) -> int:
    """Where the next line begins: here, if a line has just ended."""
    found = BREAK.search(text, at)
    return at if text[at - 1 : at] in ("\n", "\r") or not found else found.end()


def _column(text: str, at: int) -> int:
    return at - _line_start(text, at)


def _inserted(text: str, at: int, column: int, lines: list[str]) -> Splice:
    """Lines more, as far in as a column, with the line ends of the others."""
    first = BREAK.search(text)
    end = first[0] if first and first[0] else "\n"
    new = "".join(f"{' ' * column}{line}{end}" for line in lines)
    return Splice(at, at, new if text[at - 1 : at] in ("\n", "\r") else end + new)
