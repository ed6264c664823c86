"""What a log takes: a fact more, the employer's words, the last fact taken back; and each written by hand."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from msgspec import Struct

from icsgen.details.json_documents import JsonDocument
from icsgen.details.sources import Document, Tree
from icsgen.details.toml_documents import TomlDocument
from icsgen.errors import Step

__all__ = ["Addition", "Change", "Mapped", "Removal", "Saying", "Way", "by_hand", "interview_at", "quoted"]

Way = tuple[Step, ...]
Mapped = dict[str, Tree]
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


Change = Addition | Saying | Removal


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
    log = change.applied(interview)["log"]
    facts = [fact for fact in log if isinstance(fact, dict)] if isinstance(log, list) else []
    lines = [f"- {{{', '.join(_pairs_in_yaml(fact))}}}" for fact in facts]
    return "as its `log`", ["log:", *lines] if lines else ["log: []"]


def _pairs_in_yaml(fact: Mapping[str, Tree]) -> list[str]:
    return [f"{key}: {quoted(str(value)) if key == 'decision' else value}" for key, value in fact.items()]


def _in_json(interview: Mapped, change: Change) -> tuple[str, list[str]]:
    if isinstance(change, Saying):
        return "among its members", [f'"decision": {_text(change.words)}']
    if isinstance(change, Removal):
        return 'out of its "log"', [_text(_log(interview)[-1])]
    if _log(interview):
        return 'behind a comma at the end of its "log"', [_text(dict(change.fact))]
    return "among its members", [f'"log": {_text([dict(change.fact)])}']


def _text(tree: object) -> str:
    return json.dumps(tree, ensure_ascii=False)


def _in_toml(text: str, path: Way, interview: Mapped, change: Change) -> tuple[str, list[str]]:
    """TOML ends a table where the next one begins, so that it matters where a line stands."""
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
