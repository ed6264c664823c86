"""A fact added to a YAML document, or taken out of it: as lines, so that every other byte stays as it is."""

from __future__ import annotations

import copy
import datetime as dt
import re
from typing import Any

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from icsgen.details.sources import Tree
from icsgen.details.yaml_documents import YamlDocument

__all__ = [
    "NotEditableError",
    "fact_lines",
    "is_only_change",
    "with_decision",
    "with_fact",
    "without_last_fact",
]


class NotEditableError(ValueError):
    """The place is written so that no line can be added; the lines are to be put in by hand."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        super().__init__("\n".join(lines))


def fact_lines(kind: str, date: dt.date, decision: str | None = None) -> list[str]:
    """An item of a log: ``- reply: 2026-12-02`` with the words for the decision below."""
    return [f"- {kind}: {date}", *([f"  decision: {_quoted(decision)}"] if decision else [])]


def with_fact(document: YamlDocument, path: tuple[str | int, ...], item: list[str]) -> str:
    """The text with an item more at the end of an interview's log.

    Raises:
        NotEditableError: the interview or its log stands in braces or brackets.
    """
    interview = _block(document.node(path), item)
    key, log = _under(interview, "log")
    if log is None:
        row, item = _last_line(interview), ["log:", *item]
        return _inserted(document.text, row, interview.start_mark.column, item)
    if key and _is_empty(log):
        return _inserted(document.text, key.start_mark.line, key.start_mark.column, item)
    if not isinstance(log, SequenceNode) or log.flow_style:
        raise NotEditableError(item)
    return _inserted(document.text, _last_line(log), log.start_mark.column, item)


def with_decision(document: YamlDocument, path: tuple[str | int, ...], words: str) -> str:
    """The text with the employer's words for when they decide, in the place of what stands there.

    Raises:
        NotEditableError: the interview or what stands there has a shape of its own.
    """
    line = f"decision: {_quoted(words)}"
    interview = _block(document.node(path), [line])
    key, old = _under(interview, "decision")
    if old is None:
        return _inserted(document.text, _last_line(interview), interview.start_mark.column, [line])
    if not _is_empty(old) and (not isinstance(old, ScalarNode) or old.start_mark.line != old.end_mark.line):
        raise NotEditableError([line])
    lines = _lines(document.text)
    row, first, last = old.start_mark.line, old.start_mark.column, old.end_mark.column
    if _is_empty(old) and key:
        row, first = key.end_mark.line, key.end_mark.column + 1  # behind the colon
        last = first
    before, after = lines[row][:first], lines[row][last:]
    lines[row] = f"{before}{'' if before.endswith(' ') else ' '}{_quoted(words)}{after}"
    return "".join(lines)


def without_last_fact(document: YamlDocument, path: tuple[str | int, ...]) -> str | None:
    """The text without the last item of an interview's log; None where there is none.

    Raises:
        NotEditableError: the log stands in braces or brackets.
    """
    interview = _block(document.node(path), ["take its last item out"])
    key, log = _under(interview, "log")
    if not isinstance(log, SequenceNode) or not log.value or not key:
        return None
    if log.flow_style:
        raise NotEditableError(["take the last item of `log:` out"])
    lines = _lines(document.text)
    first = log.value[-1].start_mark.line
    del lines[first : _last_line(log.value[-1]) + 1]
    if len(log.value) == 1:
        del lines[key.start_mark.line]
    return "".join(lines)


def _block(node: Node | None, lines: list[str]) -> MappingNode:
    if not isinstance(node, MappingNode) or node.flow_style:
        raise NotEditableError(lines)
    return node


def _under(mapping: MappingNode, name: str) -> tuple[Node | None, Node | None]:
    """A key and what stands under it."""
    return next(((key, value) for key, value in mapping.value if key.value == name), (None, None))


def _is_empty(node: Node) -> bool:
    """Whether nothing stands there; the parser then puts it where the next thing begins."""
    return isinstance(node, ScalarNode) and not node.value and node.style is None


def _last_line(node: Node) -> int:
    """The row, from 0, of the last thing that a node says; comments behind it are not its own."""
    if isinstance(node, MappingNode | SequenceNode) and node.value and not node.flow_style:
        last = node.value[-1]
        return max(map(_last_line, last)) if isinstance(node, MappingNode) else _last_line(last)
    if _is_empty(node):
        return -1
    end: int = node.end_mark.line
    return end - 1 if node.end_mark.column == 0 and end > node.start_mark.line else end


def _lines(text: str) -> list[str]:
    """The lines as the parser counts them: not cut at the other breaks that Unicode knows."""
    return [line for line in re.split(r"(?<=\n)|(?<=\r)(?!\n)", text) if line]


def is_only_change(old: Tree, new: Tree, path: tuple[str | int, ...]) -> bool:
    """Whether two documents differ in what was asked for alone: one fact more or less, or the decision."""
    before, now = (_without_change(tree, path) for tree in (old, new))
    (rest, log, said), (new_rest, new_log, new_said) = before, now
    if rest != new_rest:
        return False
    if log == new_log:
        return said != new_said
    longer, shorter = (new_log, log) if len(new_log) > len(log) else (log, new_log)
    return said == new_said and longer[:-1] == shorter


def _without_change(tree: Tree, path: tuple[str | int, ...]) -> tuple[Tree, list[Tree], Tree]:
    """A document without an interview's log and decision, and these two."""
    rest = copy.deepcopy(tree)
    interview: Any = rest
    for step in path:
        interview = interview[step]
    log, said = interview.pop("log", None), interview.pop("decision", None)
    return rest, log if isinstance(log, list) else [], said


def _inserted(text: str, row: int, column: int, new: list[str]) -> str:
    """The text with lines more after a row, as far in as a column, with the line ends of the others."""
    lines = _lines(text)
    end = "\r\n" if lines[0].endswith("\r\n") else "\n"
    if not lines[row].endswith(("\n", "\r")):
        lines[row] += end
    lines[row + 1 : row + 1] = [f"{' ' * column}{line}{end}" for line in new]
    return "".join(lines)


def _quoted(words: str) -> str:
    """The words as they can stand after a key."""
    return "'" + " ".join(words.split()).replace("'", "''") + "'"
