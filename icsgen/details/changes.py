"""What a document takes: facts, words, an interview more, a detail anew; and each written by hand."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from msgspec import Struct

from icsgen.details.json_documents import JsonDocument
from icsgen.details.sources import Document, Tree
from icsgen.details.toml_documents import TomlDocument
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
    "by_hand",
    "in_yaml",
    "interview_at",
    "quoted",
]

Way = tuple[Step, ...]
Mapped = dict[str, Tree]
UNSAFE = re.compile(r"^(?![\w+(])|: |:$| #|^\s|\s$|[^\S ]")
UNSAFE_IN_FLOW = re.compile(rf"{UNSAFE.pattern}|[,\[\]{{}}?]|:(?![/\w])")
"""What would end a text that stands without quotes, or make something else of it."""
NULLS = ("", "~", "null", "Null", "NULL")
TABLE = re.compile(r"^[ \t]*\[\[[ \t]*interviews[ \t]*\]\]", re.MULTILINE)


class Addition(Struct, frozen=True):
    """A fact more at the end of an interview's log."""

    fact: Mapping[str, str]
    """``{"reply": "2026-12-02", "decision": "in two weeks"}``."""

    def applied(self, interview: Mapped) -> Mapped:
        """The interview with it."""
        return {**interview, "log": [*_log(interview), dict(self.fact)]}

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
        return {**interview, "log": _log(interview)[:-1]}

    def told(self, interview: Mapped) -> str:
        """What it does, in a line."""
        fact = _log(interview)[-1]
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


def _log(interview: Mapped) -> list[Tree]:
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


# --- by hand: where, and the very lines


def by_hand(document: Document, path: Way, change: Change) -> str:
    """Where to write what, in the document's own language."""
    interview = interview_at(document.tree, path)
    if isinstance(document, TomlDocument):
        where, lines = _in_toml(document.text, path, interview, change)
    elif isinstance(document, JsonDocument):
        where, lines = _in_json(interview, change)
    else:
        where, lines = _in_yaml(interview, change)
    return "\n".join([f"{where}:", *(f"    {line}" for line in lines)])


def _in_yaml(interview: Mapped, change: Change) -> tuple[str, list[str]]:
    if isinstance(change, Saying):
        return "as its `decision`", [f"decision: {quoted(change.words)}"]
    if isinstance(change, Setting):
        return f"as its `{change.key}`", [f"{change.key}: {in_yaml(change.applied({})[change.key])}"]
    if isinstance(change, Arrival):
        return "in a list under `interviews:`", as_item(change.lines)
    log = change.applied(interview)["log"]
    facts = [fact for fact in log if isinstance(fact, dict)] if isinstance(log, list) else []
    lines = [f"- {{{', '.join(_pairs_in_yaml(fact))}}}" for fact in facts]
    return "as its `log`", ["log:", *lines] if lines else ["log: []"]


def as_item(lines: Sequence[str]) -> list[str]:
    """Lines as an item of a list."""
    return [f"{'  ' if at else '- '}{line}" for at, line in enumerate(lines)]


def _pairs_in_yaml(fact: Mapping[str, Tree]) -> list[str]:
    return [f"{key}: {quoted(str(value)) if key == 'decision' else value}" for key, value in fact.items()]


def _in_json(interview: Mapped, change: Change) -> tuple[str, list[str]]:
    if isinstance(change, Saying):
        return "among its members", [f'"decision": {_text(change.words)}']
    if isinstance(change, Setting):
        return "among its members", [f'"{change.key}": {_text(change.applied({})[change.key])}']
    if isinstance(change, Arrival):
        return 'behind a comma at the end of "interviews"', [_text(change.interview)]
    if isinstance(change, Removal):
        return 'out of its "log"', [_text(_log(interview)[-1])]
    if _log(interview):
        return 'behind a comma at the end of its "log"', [_text(dict(change.fact))]
    return "among its members", [f'"log": {_text([dict(change.fact)])}']


def _text(tree: object) -> str:
    return json.dumps(tree, ensure_ascii=False)


def _in_toml(text: str, path: Way, interview: Mapped, change: Change) -> tuple[str, list[str]]:
    """TOML ends a table where the next one begins, so that it matters where a line stands."""
    if isinstance(change, Arrival):
        return "at the end", ["[[interviews]]", *_members_in_toml(change.interview)]
    if isinstance(change, Setting):
        return "in the interview's own table", _members_in_toml(change.applied({}))
    tables = [text.count("\n", 0, table.end()) + 1 for table in TABLE.finditer(text)]
    own = path and isinstance(path[-1], int) and path[-1] < len(tables) and tables[path[-1]]
    if isinstance(change, Saying):
        home = f"below line {own}" if own else "in its braces" if path else "above the first line in brackets"
        where = "in the place of its `decision`" if interview.get("decision") else home
        return where, [f"decision = {_text(change.words)}"]
    header = "[[interviews.log]]" if own else "" if path else "[[log]]"
    if isinstance(change, Removal):
        return f"out of its `{header or 'log'}`", _pairs_in_toml(_log(interview)[-1])
    if header and (not interview.get("log") or header in text.replace(" ", "")):
        later = [row for row in tables if own and row > own]
        where = f"above line {later[0]}" if later else "at the end"
        return where, [header, *_pairs_in_toml(change.fact)]
    item = f"{{ {', '.join(_pairs_in_toml(change.fact))} }}"
    if interview.get("log"):
        return "behind a comma at the end of its `log`", [item]
    return "behind a comma in its braces", [f"log = [{item}]"]


def _pairs_in_toml(fact: object) -> list[str]:
    pairs = fact.items() if isinstance(fact, Mapping) else ()
    return [f"{key} = {_text(value) if key == 'decision' else value}" for key, value in pairs]


def _members_in_toml(tree: Mapping[str, Tree]) -> list[str]:
    return [f"{key} = {_value_in_toml(value)}" for key, value in tree.items()]


def _value_in_toml(value: Tree) -> str:
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key} = {_value_in_toml(each)}' for key, each in value.items())} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(_value_in_toml, value))}]"
    return _text(value)
