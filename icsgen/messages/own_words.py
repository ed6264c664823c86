"""The user's own templates: a folder read once, each file checked before it is filled, and kept in bounds.

What a template may hold is a short list, so that none can hang, grow without end, or reach for anything but
its words: no attributes, calls, loops or macros, and the few filters that ours use.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import NoReturn

from jinja2 import Template, TemplateError, TemplateSyntaxError, meta, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer
from msgspec import Struct

from icsgen.errors import InputError, Place, Problem, Spot
from icsgen.messages.languages import languages
from icsgen.messages.sources import SUBJECT, VARIED, as_written, names, prepared, with_lines_dealt

__all__ = ["OwnTemplate", "own_templates", "read_anew"]

LARGEST = 64_000  # bytes of a file; ours have 4,000
LONGEST = 20_000  # characters of what one becomes; a calendar's event holds 8,000
DEEPEST = 40  # of what stands within each other
ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.List, nodes.Tuple),
    *(nodes.If, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not),
    *(nodes.Assign, nodes.AssignBlock, nodes.Concat, nodes.Filter, nodes.Test, nodes.Keyword),
)
KINDS: Mapping[type[nodes.Node], str] = {
    nodes.Getattr: "an attribute",
    nodes.Getitem: "an item",
    nodes.Call: "a call",
    nodes.For: "a loop",
    nodes.Macro: "a macro",
}
FILTERS = (
    *("capitalize", "cut", "dealt", "format", "join", "length"),
    *("lower", "stop", "title", "trim", "upper"),
)
BLANK = re.compile(r"\n[ \t]+(?=\n)")
MOST_LINES = 100
"""To choose from; ours have five."""
WIDE = re.compile(r"%[^a-zA-Z%]*(?:\d{3}|\*)")
"""A number to be written in hundreds of digits."""


class OwnTemplate(Struct, frozen=True):
    """A template of the user's, compiled; `names` are the words that it asks for, with the line of each."""

    path: Path
    template: Template
    names: Mapping[str, int]

    def text(self, words: dict[str, object]) -> str:
        """It, filled.

        Raises:
            InputError: there is no such word, with those that there are; or it cannot be filled.
        """
        unknown = [name for name in self.names if name not in words]
        if unknown:
            raise InputError(
                _problem(self.path, _no_word(name, sorted(words)), self.names[name]) for name in unknown
            )
        try:
            return self._filled(words)
        except Exception as fault:  # any at all: it is somebody else's program
            raise InputError([_problem(self.path, f"cannot be filled: {fault}")]) from fault

    def _filled(self, words: dict[str, object]) -> str:
        pieces, room = list[str](), LONGEST
        for piece in self.template.generate(words):
            pieces.append(piece)
            room -= len(piece)
            if room < 0:
                raise ValueError(f"it becomes longer than {LONGEST:,} characters")
        text = "".join(pieces).encode(errors="replace").decode().strip()  # a lone surrogate has no UTF-8
        if not text:
            raise ValueError("nothing is left of it")
        return BLANK.sub("\n", text)

    def refuse_lines(self) -> NoReturn:
        """Raises InputError: what is to be a subject or a title has become several lines."""
        text = "its first line becomes several; expected an empty line after it"
        raise InputError([_problem(self.path, text, 1)])


def _no_word(name: str, words: list[str]) -> str:
    close = get_close_matches(name, words, n=1)
    cure = f"did you mean `{close[0]}`?" if close else f"there are {', '.join(words)}"
    return f"there is no word `{name}`; {cure}"


def own_templates(folder: str) -> Mapping[str, OwnTemplate]:
    """The templates in a folder that stand in the place of ours of the same name, by that name.

    Raises:
        InputError: all that is wrong with them, each with its file and line.
    """
    return _in_folder(folder, Path.cwd())


def read_anew() -> None:
    """Forget the templates that were read: a process may live longer than they stay as they are."""
    _in_folder.cache_clear()


@cache
def _in_folder(folder: str, _home: Path) -> Mapping[str, OwnTemplate]:
    """What a path stands for depends on where it is asked from."""
    root, found, problems = Path(folder), dict[str, OwnTemplate](), list[Problem]()
    try:
        files = sorted(path for path in root.rglob("*.txt") if path.is_file() and not _is_hidden(path, root))
        if not root.is_dir():
            raise NotADirectoryError(20, "is no folder")
    except OSError as fault:
        text = f"cannot be read: {fault.strerror}; expected a folder of templates, such as thank-you.txt"
        raise InputError([_problem(root, text)]) from fault
    for path in files:
        code, name = _name_of(path.relative_to(root).with_suffix("").as_posix())
        if name not in names():
            problems.append(_problem(path, _no_template(name)))
            continue
        whole = f"{code}/{name}" if code else name
        if whole in found:
            problems.append(_problem(path, f"stands for the same as {found[whole].path}; take one away"))
            continue
        try:
            found[whole] = _read(path, name)
        except InputError as fault:
            problems += fault.problems
    if problems:
        raise InputError(problems)
    return found


def _is_hidden(path: Path, root: Path) -> bool:
    """Whether it is of a program's own, such as version control."""
    return any(part.startswith(".") for part in path.relative_to(root).parts)


def _name_of(path: str) -> tuple[str, str]:
    """The language of a file, empty for any, and its template's name: ``thank-you``, ``de/events/call``."""
    first, slash, rest = path.partition("/")
    code, name = (first, rest) if slash and first in languages() else ("", path)
    return code, name if name in names() else f"messages/{name}"


def _no_template(name: str) -> str:
    close = get_close_matches(name, names(), n=1)
    cure = f"did you mean {close[0].removeprefix('messages/')}.txt?" if close else "see `templates list`"
    return f"stands for none of our templates; {cure}"


def _read(path: Path, name: str) -> OwnTemplate:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
        text = data[:LARGEST].decode("utf-8-sig").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as fault:
        raise InputError([_problem(path, f"cannot be read as UTF-8: {fault}")]) from fault
    if len(data) > LARGEST:
        raise InputError([_problem(path, f"is larger than {LARGEST:,} bytes")])
    if not text.strip():
        raise InputError([_problem(path, "is empty; expected a text, or no file")])
    mailed = as_written(f"en/{name}").startswith(SUBJECT)
    if text.startswith(SUBJECT) != mailed:
        cure = f"expected `{SUBJECT}…` as" if mailed else f"it is not mailed; expected no `{SUBJECT}` in"
        raise InputError([_problem(path, f"{cure} its first line", 1)])
    if any(block["lines"].count("\n") > MOST_LINES for block in VARIED.finditer(text)):
        raise InputError([_problem(path, f"has more than {MOST_LINES} lines to choose from in a `vary`")])
    try:
        tree = _environment().parse(with_lines_dealt(text))
        if faults := [_problem(path, told, line) for told, line in _faults(tree)]:
            raise InputError(faults)
        lines = {node.name: node.lineno for node in tree.find_all(nodes.Name)}
        asked = {word: lines.get(word, 1) for word in sorted(meta.find_undeclared_variables(tree))}
        code = _environment().compile(_Bounded().visit(tree), name, str(path))
    except TemplateSyntaxError as fault:
        raise InputError([_problem(path, str(fault.message), fault.lineno)]) from fault
    except (TemplateError, RecursionError, SyntaxError, ValueError, MemoryError) as fault:
        raise InputError([_problem(path, f"is no template: {fault}")]) from fault
    return OwnTemplate(path, Template.from_code(_environment(), code, {}), asked)


def _faults(tree: nodes.Template) -> Iterator[tuple[str, int]]:
    """What a template may not hold, each with its line."""
    pending: list[tuple[nodes.Node, int]] = [(tree, 0)]
    while pending:
        node, depth = pending.pop()
        if not isinstance(node, ALLOWED):
            yield (
                f"{_kind(node)} cannot stand in a template; expected words, `if`, `set` and filters",
                node.lineno,
            )
            continue
        if depth > DEEPEST:
            yield "too much stands within each other", node.lineno
            continue
        if isinstance(node, nodes.Assign) and any(node.find_all((nodes.List, nodes.Tuple))):
            yield "a list cannot be given a name; expected words, joined by ~", node.lineno
        if isinstance(node, nodes.Filter) and node.name not in FILTERS:
            yield f"no filter `{node.name}`; there are {', '.join(FILTERS)}", node.lineno
        pending += [(child, depth + 1) for child in node.iter_child_nodes()]


def _kind(node: nodes.Node) -> str:
    return KINDS.get(type(node), f"`{type(node).__name__.lower()}`")


class _Bounded(NodeTransformer):
    """Looks at the length of all that is put together, so that no doubling goes on for long."""

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802 # Jinja's own name
        self.generic_visit(node)
        first, *others = node.nodes
        return nodes.Filter(first, "together", others, [], None, None, lineno=node.lineno)

    def visit_AssignBlock(self, node: nodes.AssignBlock) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        inner = node.filter or nodes.Filter(None, "trim", [], [], None, None, lineno=node.lineno)
        node.filter = nodes.Filter(inner, "together", [], [], None, None, lineno=node.lineno)
        return node


def together(*parts: object) -> str:
    """The parts as one text of bounded length."""
    text = "".join(map(str, parts))
    if len(text) > LONGEST:
        raise ValueError(f"it becomes longer than {LONGEST:,} characters")
    return text


def joined(values: Iterable[object], between: str = "") -> str:
    """The values as one text of bounded length."""
    parts = [str(value) for value in values]
    if len(between) * len(parts) > LONGEST:
        raise ValueError(f"it becomes longer than {LONGEST:,} characters")
    return together(between.join(parts))


def in_form(form: object, *values: object) -> str:
    """Python's own formatting, but for numbers of hundreds of digits."""
    if WIDE.search(str(form)):
        raise ValueError(f"{form!r} asks for too many digits")
    return together(str(form) % values)


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    environment = prepared(ImmutableSandboxedEnvironment)
    environment.filters.update(together=together, format=in_form, join=joined)
    environment.globals.clear()
    return environment


def _problem(path: Path, text: str, line: int = 0) -> Problem:
    return Problem(Place(Spot(str(path), line, 1)), text)
