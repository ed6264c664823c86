"""What a document takes: a fact more, the last one back, words, an interview more, a detail anew."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct

from icsgen.details.sources import Tree
from icsgen.errors import Step

__all__ = [
    "Addition",
    "Arrival",
    "Change",
    "Mapped",
    "Removal",
    "Saying",
    "Setting",
    "Way",
    "as_item",
    "in_yaml",
    "interview_at",
    "log_of",
    "quoted",
]

Way = tuple[Step, ...]
Mapped = dict[str, Tree]
UNSAFE = re.compile(r"^(?![\w+(])|: |:$| #|^\s|\s$|[^\S ]")
UNSAFE_IN_FLOW = re.compile(rf"{UNSAFE.pattern}|[,\[\]{{}}?]|:(?![/\w])")
"""What would end a text that stands without quotes, or make something else of it."""
NULLS = ("", "~", "null", "Null", "NULL")


class Addition(Struct, frozen=True):
    """A fact more at the end of an interview's log."""

    fact: Mapping[str, str]
    """``{"reply": "2026-12-02", "decision": "in two weeks"}``."""

    def applied(self, interview: Mapped) -> Mapped:
        """The interview with it."""
        return {**interview, "log": [*log_of(interview), dict(self.fact)]}

    def told(self, _: Mapped) -> str:
        """What it does, in a line."""
        return f"Logged: {_fact_text(self.fact)}"


class Saying(Struct, frozen=True):
    """The employer's words for when they decide."""

    words: str

    def applied(self, interview: Mapped) -> Mapped:
        """The interview with them."""
        return {**interview, "decision": self.words}

    def told(self, interview: Mapped) -> str:
        """What it does, in a line; the words before can be put back by it."""
        old = interview.get("decision")
        return f"Noted: decision {self.words!r}" + (f", before: {old!r}" if old else "")


class Removal(Struct, frozen=True):
    """The last fact of an interview's log taken back."""

    def applied(self, interview: Mapped) -> Mapped:
        """The interview without it."""
        return {**interview, "log": log_of(interview)[:-1]}

    def told(self, interview: Mapped) -> str:
        """What it does, in a line."""
        fact = log_of(interview)[-1]
        return f"Taken back: {_fact_text(fact if isinstance(fact, dict) else {})}"


class Setting(Struct, frozen=True):
    """A detail, of an interview or of what stands in it, that is new or another one now."""

    key: str
    value: str | Mapping[str, str]

    def applied(self, interview: Mapped) -> Mapped:
        """The mapping with it."""
        value: Tree = self.value if isinstance(self.value, str) else dict(self.value)
        return {**interview, self.key: value}

    def told(self, interview: Mapped) -> str:
        """What it does, in a line."""
        return f"{self.key}: {_shown(interview.get(self.key))} → {_shown(self.applied({})[self.key])}"


class Arrival(Struct, frozen=True):
    """An interview more, at the end of a document's list."""

    interview: Mapped
    lines: tuple[str, ...]
    """It written down, with comments; the first line is that of a list's item, without its dash."""

    def applied(self, document: Mapped) -> Mapped:
        """The document with it."""
        before = document.get("interviews")
        return {**document, "interviews": [*(before if isinstance(before, list) else []), self.interview]}

    def told(self, _: Mapped) -> str:
        """What it does, in a line."""
        return f"Added: {self.interview.get('company', 'an interview')}"


Change = Addition | Saying | Removal | Setting | Arrival


def _shown(value: Tree) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {each}" for key, each in value.items())
    return "nothing" if value is None else str(value)


def log_of(interview: Mapped) -> list[Tree]:
    """What happened so far; empty: nothing."""
    log = interview.get("log")
    return log if isinstance(log, list) else []


def _fact_text(fact: Mapping[str, Tree]) -> str:
    """``reply 2026-12-02, decision in two weeks``."""
    return ", ".join(f"{key} {value}" for key, value in fact.items())


def interview_at(tree: Tree, path: Way) -> Mapped:
    """What a document says of an interview."""
    for step in path:
        tree = _under(tree, step)
    return tree if isinstance(tree, dict) else {}


def _under(tree: Tree, step: Step) -> Tree:
    if isinstance(tree, list) and isinstance(step, int):
        return tree[step]
    return tree[step] if isinstance(tree, dict) and isinstance(step, str) else None


def in_yaml(value: Tree, *, flow: bool = False) -> str:
    """A text, or a mapping or list of texts on one line, as it stands in YAML; in quotes where it must."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {in_yaml(each, flow=True)}' for key, each in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(in_yaml(each, flow=True) for each in value)}]"
    text = str(value)
    unsafe = UNSAFE_IN_FLOW if flow else UNSAFE
    return quoted(text) if unsafe.search(text) or text in NULLS else text


def quoted(words: str) -> str:
    """The words as they can stand in YAML, whatever they are."""
    return "'" + words.replace("'", "''") + "'"


def as_item(lines: Sequence[str]) -> list[str]:
    """Lines as an item of a list."""
    return [f"{'  ' if at else '- '}{line}" for at, line in enumerate(lines)]
