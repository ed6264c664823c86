"""The templates, and the texts they make: the prose is in `templates/`, this is its one interpreter.

What the user wrote only ever fills a template, it never is one.
"""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from functools import cache
from importlib.resources import files
from importlib.util import cache_from_source
from pathlib import Path
from types import CodeType
from typing import TYPE_CHECKING, Any, TypeVar

from jinja2 import (
    BytecodeCache,
    Environment,
    FileSystemBytecodeCache,
    FunctionLoader,
    StrictUndefined,
    Template,
)
from jinja2.bccache import Bucket
from jinja2.nodes import EvalContext
from jinja2.runtime import Context
from msgspec import Struct

from icsgen.messages.words import cut, dealt, stop

if TYPE_CHECKING:
    from icsgen.messages.own_words import OwnTemplate

__all__ = [
    "SUBJECT",
    "Theirs",
    "as_written",
    "headed",
    "heading",
    "names",
    "prepared",
    "source",
    "text",
    "with_lines_dealt",
]

SUBJECT = "Subject: "
"""Begins a template of a mail."""
LONG = ("role", "company")
"""The words that a first line can hold a part of, in this order."""
SHORTEST = 10  # characters of such a part
Words = dict[str, object]
Engine = TypeVar("Engine", bound=Environment)

ADDED: set[str] = set()  # the words that texts have added to their own, of which nobody asks
VARIED = re.compile(
    r"\{% set (?P<name>\w+) \| vary\((?P<slot>\d+)\) %\}\n(?P<lines>.*?)\{% endset %\}", re.DOTALL
)


class Theirs(Struct, frozen=True):
    """The user's own templates: their folder, and the language of those that stand in no folder of one."""

    folder: str
    language: str


@cache
def names() -> frozenset[str]:
    """Of every template, in whatever language: ``messages/thank-you``, ``events/thank-you``, ``skip``."""
    ours = files("icsgen.messages") / "templates/en"
    return frozenset(
        f"{folder}{path.name.removesuffix('.txt')}"
        for folder in ("", "messages/", "events/")
        for path in (ours / folder).iterdir()
        if path.name.endswith(".txt") and path.name != "banned.txt"
    )


def _own(name: str, theirs: Theirs | None) -> OwnTemplate | None:
    """The user's template of a name, where they have a folder and it is there."""
    if not theirs:
        return None
    from icsgen.messages.own_words import own_templates  # late: few have any

    found, (code, _, rest) = own_templates(theirs.folder), name.partition("/")
    return found.get(name) or (found.get(rest) if code == theirs.language else None)


def text(name: str, shared: Words, own: Words, theirs: Theirs | None = None) -> str:
    """A template (``de/messages/thank-you``) filled with the words that many texts share, and with its own,
    which it may add to.

    The user's own, if there is one of that name.
    """
    if found := _own(name, theirs):
        return found.text(shared | own)
    return "".join(_template(name).root_render_func(_Filling(shared, own))).strip()


def headed(name: str, shared: Words, own: Words, room: int, theirs: Theirs | None = None) -> tuple[str, str]:
    """A template's first line (a subject or a title), within so many characters, and the text below."""
    head, _, body = text(name, shared, own, theirs).partition("\n\n")
    if "\n" in head and (found := _own(name, theirs)):
        found.refuse_lines()
    return (head if len(head) <= room else heading(name, shared | own, room, theirs)), body.strip()


def heading(name: str, words: Words, room: int, theirs: Theirs | None = None) -> str:
    """A template's first line within so many characters, if it can be: the year goes, then ends of names."""
    line = _first_line(name, words, theirs)
    if len(line) <= room or "role" not in words:
        return line
    words = {**words, "day": words["day_without_year"]}
    line = _first_line(name, words, theirs)
    for long in LONG:
        if len(line) > room:
            whole = str(words[long])
            words = {**words, long: cut(whole, max(len(whole) - len(line) + room, SHORTEST))}
            line = _first_line(name, words, theirs)
    return line


def _first_line(name: str, words: Words, theirs: Theirs | None) -> str:
    if found := _own(name, theirs):
        return found.text(words).partition("\n")[0]
    return _head(name).render(words)


class _Filling(Context):
    """Jinja's context, without the room for blocks and includes: there are thousands of texts."""

    def __init__(self, shared: Words, own: Words) -> None:
        self.parent, self.vars, self.exported_vars = shared, own, ADDED


@cache
def _environment() -> Environment:
    environment = prepared(Environment, loader=FunctionLoader(source), bytecode_cache=_compiled())
    _Filling.environment, _Filling.eval_ctx = environment, EvalContext(environment)
    return environment


def prepared(kind: type[Engine], **more: Any) -> Engine:
    """An environment for plain text, with the filters that templates use."""
    environment = kind(
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        **more,
    )
    environment.filters.update(cut=cut, dealt=dealt, stop=stop)
    return environment


class _Compiled(FileSystemBytecodeCache):
    """Templates once compiled; what cannot be read or kept is compiled again."""

    def load_bytecode(self, bucket: Bucket) -> None:
        try:
            super().load_bytecode(bucket)
        except Exception:  # any at all: of pickle and marshal, for a file that was cut short
            bucket.reset()
        if not isinstance(bucket.code, CodeType):
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)


def _compiled() -> BytecodeCache | None:
    """Kept where Python keeps its own compiled modules; nowhere if it is not to keep them."""
    folder = Path(cache_from_source(__file__)).parent
    if sys.dont_write_bytecode or not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        return None
    return _Compiled(str(folder), "%s.jinja")


@cache
def _template(name: str) -> Template:
    return _environment().get_template(name)


@cache
def _head(name: str) -> Template:
    """The first line of a template alone."""
    return _environment().from_string(source(name).partition("\n")[0])


def source(name: str) -> str:
    """The text of one of our templates, ready to be compiled."""
    return with_lines_dealt(as_written(name))


def as_written(name: str) -> str:
    """The text of one of our templates, as somebody would change it."""
    return (files("icsgen.messages") / f"templates/{name}.txt").read_text("utf-8")


def with_lines_dealt(written: str) -> str:
    """A template's text; of a block with `vary` only the line that is dealt is filled, not each of them."""
    return VARIED.sub(_choice, written)


def _choice(block: re.Match[str]) -> str:
    """The block as Jinja's own choice of a line by its number; every line stays in its row."""
    written = block["lines"].splitlines()
    lines = [line.strip() for line in written if line.strip()]
    number = f"n | dealt({len(lines)}, {block['slot']})"
    blank = "\n" * (len(written) - len(lines))  # the lines after it keep their numbers
    chosen = "".join(
        f"{{% {'elif' if index else 'if'} line == {index} %}}{line}\n" for index, line in enumerate(lines)
    )
    begun = f"{{% set {block['name']} | trim %}}{{% set line = {number} %}}"
    ended = f"{{% endif %}}{blank}{{% endset %}}"
    return f"{begun}\n{chosen}{ended}"
