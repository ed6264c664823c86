"""A YAML document changed in its text, so that every other byte stays as it is."""

from __future__ import annotations

import re
from functools import singledispatch

from msgspec import Struct
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from icsgen.details.changes import (
    Addition,
    Arrival,
    Change,
    Removal,
    Saying,
    Setting,
    Way,
    as_item,
    in_yaml,
    interview_at,
    quoted,
)
from icsgen.details.sources import Document, Tree
from icsgen.details.yaml_documents import NULLS, YamlDocument
from icsgen.details.yaml_layout import (
    SHAPE,
    NotEditableError,
    behind_colon,
    behind_last,
    column,
    dash,
    end_of,
    inserted,
    is_missing,
    line_end,
    line_start,
    next_line,
    under,
    with_its_comments,
)
from icsgen.errors import InputError, Source

__all__ = ["NotEditableError", "edited", "is_editable"]

ALIAS = re.compile(r"[\s\[{,]\*\w")
ALONE = "one interview stands at its top, without a list; put it into one, under `interviews:`"
SHARED = "an alias shares it with another place"


class Splice(Struct, frozen=True):
    """What takes the place of a part of a text."""

    start: int
    end: int
    text: str = ""


def is_editable(document: Source) -> bool:
    """Whether a document is in a language that can be edited here."""
    return isinstance(document, YamlDocument)


def edited(document: Document, path: Way, change: Change) -> Document:
    """The document with a change to the interview at a path, and to nothing else.

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
    new = _read(text, document.name)
    if not new or _settled(new.tree) != _settled(_changed(document.tree, path, change)):
        raise NotEditableError(SHARED if ALIAS.search(document.text) else SHAPE)
    return new


def _read(text: str, name: str) -> YamlDocument | None:
    try:
        return YamlDocument.read(text, name)
    except (InputError, RecursionError):
        return None


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
    key, log = under(interview, "log")
    words = [f"{name}: {quoted(each) if name == 'decision' else each}" for name, each in change.fact.items()]
    inline, lines = f"{{{', '.join(words)}}}", [f"- {words[0]}", *(f"  {each}" for each in words[1:])]
    if key is None:
        return _new_key(text, interview, f"log: [{inline}]", ["log:", *lines])
    if isinstance(log, SequenceNode):
        return _longer(text, key, log, inline, lines)
    if interview.flow_style:
        return _filled_in(text, key, log, f"[{inline}]")
    return _first_item(text, key, log, lines)


def _new_key(text: str, interview: MappingNode, inline: str, lines: list[str]) -> Splice:
    if interview.flow_style:
        at = behind_last(text, interview)
        return Splice(at, at, f", {inline}")
    at = next_line(text, interview)
    far_in = min(key.start_mark.column for key, _ in interview.value)  # behind a `?` it is another
    return Splice(at, at, inserted(text, at, far_in, lines))


def _longer(text: str, key: Node, log: SequenceNode, inline: str, lines: list[str]) -> Splice:
    if log.start_mark.index < key.start_mark.index:
        raise NotEditableError(SHARED)
    if not log.flow_style:
        at = next_line(text, log)
        return Splice(at, at, inserted(text, at, column(text, dash(text, log, log.value[0])), lines))
    at = end_of(text, log.value[-1]) if log.value else log.end_mark.index - 1
    if at < log.start_mark.index:
        raise NotEditableError(SHARED)
    return Splice(at, at, f", {inline}" if log.value else inline)


def _first_item(text: str, key: Node, empty: Node | None, lines: list[str]) -> Splice:
    """Two columns in from its key, so that a removal knows the key that was there from one of ours."""
    if not isinstance(empty, ScalarNode):
        raise NotEditableError(SHAPE)
    start = end = key.end_mark.index
    if not is_missing(empty):
        start, end = empty.start_mark.index, empty.end_mark.index
        if text[start:end] not in NULLS:
            raise NotEditableError(SHAPE)
        start = len(text[:start].rstrip(" "))
    at = line_end(text, end)
    return Splice(start, at, text[end:at] + inserted(text, at, key.start_mark.column + 2, lines))


# --- the employer's words


@_splice.register
def _(change: Saying, text: str, interview: MappingNode) -> Splice:
    key, old = under(interview, "decision")
    words = quoted(change.words)
    if key:
        return _filled_in(text, key, old, words)
    return _new_key(text, interview, f"decision: {words}", [f"decision: {words}"])


def _filled_in(text: str, key: Node, old: Node | None, new: str) -> Splice:
    """A value in the place of a scalar, or of none, under a key."""
    if not isinstance(old, ScalarNode) or old.style in ("|", ">"):
        raise NotEditableError(SHAPE)
    if old.start_mark.index < key.start_mark.index:
        raise NotEditableError(SHARED)
    if not is_missing(old):
        return Splice(old.start_mark.index, old.end_mark.index, new)
    at = behind_colon(text, key)
    return Splice(at, at, f" {new}" if text[at - 1] == ":" else f": {new}")


# --- a detail anew


@_splice.register
def _(change: Setting, text: str, interview: MappingNode) -> Splice:
    key, old = under(interview, change.key)
    words = in_yaml(change.applied({})[change.key], flow=bool(interview.flow_style))
    if key is None:
        return _new_key(text, interview, f"{change.key}: {words}", [f"{change.key}: {words}"])
    if isinstance(old, MappingNode) and old.flow_style and old.start_mark.index > key.start_mark.index:
        return Splice(old.start_mark.index, old.end_mark.index, words)
    return _filled_in(text, key, old, words)


# --- an interview more


@_splice.register
def _(change: Arrival, text: str, interview: MappingNode) -> Splice:
    key, listed = under(interview, "interviews")
    inline, lines = in_yaml(change.interview, flow=True), as_item(change.lines)
    if key is None:
        if interview.flow_style or under(interview, "company")[0]:
            raise NotEditableError(ALONE)
        return _new_key(text, interview, "", ["interviews:", *(f"  {line}" for line in lines)])
    if isinstance(listed, SequenceNode) and not listed.flow_style and listed.value:
        far_in = column(text, dash(text, listed, listed.value[0]))
        at = with_its_comments(text, next_line(text, listed), far_in)
        return Splice(at, at, inserted(text, at, far_in, lines))
    if isinstance(listed, SequenceNode):
        return _longer(text, key, listed, inline, lines)
    return _first_item(text, key, listed, lines)


# --- the last fact taken back


@_splice.register
def _(change: Removal, text: str, interview: MappingNode) -> Splice:
    key, log = under(interview, "log")
    if key is None or not isinstance(log, SequenceNode) or not log.value:
        raise NotEditableError(SHAPE)
    last = log.value[-1]
    if log.start_mark.index < key.start_mark.index or last.start_mark.index < log.start_mark.index:
        raise NotEditableError(SHARED)
    if log.flow_style:
        return _without_flow_item(text, interview, log, last)
    item = dash(text, log, last)
    row, start = line_start(text, key.start_mark.index), line_start(text, item)
    ours = text[row:start].strip() == "log:" and column(text, item) == key.start_mark.column
    start, end = row if ours else start, next_line(text, last)
    if end == len(text) and text[-1] not in "\r\n":  # as it had none, it keeps none
        start = len(text[:start].removesuffix("\n").removesuffix("\r"))
    return Splice(start, end)


def _without_flow_item(text: str, interview: MappingNode, log: SequenceNode, last: Node) -> Splice:
    start, end = last.start_mark.index, end_of(text, last)
    if len(log.value) > 1:
        before = end_of(text, log.value[-2])
        return Splice(before if text[before:start].strip() == "," else start, end)
    ours = ", log: ["  # as it is put in where none was
    if interview.flow_style and text[:start].endswith(ours) and interview.value[-1][1] is log:
        return Splice(start - len(ours), log.end_mark.index)
    return Splice(start, end)
