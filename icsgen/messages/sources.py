"""The templates as they are written: which there are, and their one grammar, of ours and of the user's."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from jinja2 import Environment, StrictUndefined

from icsgen.messages.words import cut, dealt, stop

__all__ = ["SUBJECT", "VARIED", "as_written", "names", "prepared", "source", "with_lines_dealt"]

SUBJECT = "Subject: "
"""Begins a template of a mail."""
Engine = TypeVar("Engine", bound=Environment)
VARIED = re.compile(
    r"\{% set (?P<name>\w+) \| vary\((?P<slot>\d+)\) %\}\n(?P<lines>.*?)\{% endset %\}", re.DOTALL
)


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
