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

from icsgen.messages.words import cut, dealt, listing, stop

__all__ = ["headed", "heading", "source", "text"]

Words = dict[str, object]

ADDED: set[str] = set()  # the words that texts have added to their own, of which nobody asks
VARIED = re.compile(
    r"\{% set (?P<name>\w+) \| vary\((?P<slot>\d+)\) %\}\n(?P<lines>.*?)\{% endset %\}", re.DOTALL
)


def text(name: str, shared: Words, own: Words) -> str:
    """A template filled with the words that many texts share, and with its own, which it may add to."""
    return "".join(_template(name).root_render_func(_Filling(shared, own))).strip()


def headed(name: str, shared: Words, own: Words, room: int) -> tuple[str, str]:
    """A template's first line (a subject or a title), within so many characters, and the text below."""
    head, _, body = text(name, shared, own).partition("\n\n")
    return (head if len(head) <= room else heading(name, shared | own, room)), body.strip()


def heading(name: str, words: Words, room: int) -> str:
    """A template's first line within so many characters, if it can be: the year goes, then the role's end."""
    head = _head(name)
    line = head.render(words)
    if len(line) <= room or "role" not in words:
        return line
    words = {**words, "day": words["day_without_year"]}
    line, role = head.render(words), str(words["role"])
    if len(line) > room:
        line = head.render({**words, "role": cut(role, max(len(role) - len(line) + room, 10))})
    return line


class _Filling(Context):
    """Jinja's context, without the room for blocks and includes: there are thousands of texts."""

    def __init__(self, shared: Words, own: Words) -> None:
        self.parent, self.vars, self.exported_vars = shared, own, ADDED


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(source),
        bytecode_cache=_compiled(),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - plain text has nothing to escape
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(cut=cut, dealt=dealt, listing=listing, stop=stop)
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


@cache
def _head(name: str) -> Template:
    """The first line of a template alone."""
    return _environment().from_string(source(name).partition("\n")[0])


def source(name: str) -> str:
    """A template's text; of a block with `vary` only the line that is dealt is filled, not each of them."""
    return VARIED.sub(_choice, (files("icsgen.messages") / f"templates/en/{name}.txt").read_text("utf-8"))


def _choice(block: re.Match[str]) -> str:
    """The block as Jinja's own choice of a line by its number; every line stays in its row."""
    lines = [line.strip() for line in block["lines"].splitlines() if line.strip()]
    number = f"n | dealt({len(lines)}, {block['slot']})"
    chosen = "".join(
        f"{{% {'elif' if index else 'if'} line == {index} %}}{line}\n" for index, line in enumerate(lines)
    )
    return (
        f"{{% set {block['name']} | trim %}}{{% set line = {number} %}}\n{chosen}{{% endif %}}{{% endset %}}"
    )
