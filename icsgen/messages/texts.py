"""Texts made of the templates: the prose is in `templates/`, this is its one interpreter.

What the user wrote only ever fills a template, it never is one.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from functools import cache
from importlib.util import cache_from_source
from pathlib import Path
from types import CodeType
from typing import TYPE_CHECKING

from jinja2 import (
    BytecodeCache,
    Environment,
    FileSystemBytecodeCache,
    FunctionLoader,
    Template,
)
from jinja2.bccache import Bucket
from jinja2.nodes import EvalContext
from jinja2.runtime import Context
from msgspec import Struct

from icsgen.messages.sources import prepared, source
from icsgen.messages.words import cut

if TYPE_CHECKING:
    from icsgen.messages.own_words import OwnTemplate

__all__ = ["Theirs", "headed", "heading", "text"]

LONG = ("role", "company")
"""The words that a subject can hold a part of, in this order; a title cuts the first alone."""
HEAD = " (first line)"
"""Behind a template's name: that alone, as a template of its own, which is kept compiled like others."""
SHORTEST = 10  # characters of such a part
Words = dict[str, object]

ADDED: set[str] = set()  # the words that texts have added to their own, of which nobody asks


class Theirs(Struct, frozen=True):
    """The user's own templates: their folder, and the language of those that stand in no folder of one."""

    folder: str
    language: str


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
    for long in LONG if "/messages/" in name else LONG[:1]:
        if len(line) > room:
            whole = str(words[long])
            words = {**words, long: cut(whole, max(len(whole) - len(line) + room, SHORTEST))}
            line = _first_line(name, words, theirs)
    return line


def _first_line(name: str, words: Words, theirs: Theirs | None) -> str:
    if found := _own(name, theirs):
        return found.text(words).partition("\n")[0]
    return "".join(_head(name).root_render_func(_Filling(words, {})))


class _Filling(Context):
    """Jinja's context, without the room for blocks and includes: there are thousands of texts."""

    def __init__(self, shared: Words, own: Words) -> None:
        self.parent, self.vars, self.exported_vars = shared, own, ADDED


@cache
def _environment() -> Environment:
    environment = prepared(Environment, loader=FunctionLoader(_source), bytecode_cache=_compiled())
    _Filling.environment, _Filling.eval_ctx = environment, EvalContext(environment)
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


def _head(name: str) -> Template:
    """The first line of a template alone."""
    return _template(name + HEAD)


def _source(name: str) -> str:
    return source(name.removesuffix(HEAD)).partition("\n")[0] if name.endswith(HEAD) else source(name)
