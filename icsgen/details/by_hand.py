"""A change written by hand: where, and the very lines, in the document's own language."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from icsgen.details.changes import (
    Arrival,
    Change,
    Mapped,
    Removal,
    Saying,
    Setting,
    Way,
    as_item,
    in_yaml,
    interview_at,
    log_of,
    quoted,
)
from icsgen.details.json_documents import JsonDocument
from icsgen.details.sources import Document, Tree
from icsgen.details.toml_documents import TomlDocument

__all__ = ["by_hand"]

TABLE = re.compile(r"^[ \t]*\[\[[ \t]*interviews[ \t]*\]\]", re.MULTILINE)


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
        return 'out of its "log"', [_text(log_of(interview)[-1])]
    if log_of(interview):
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
        return f"out of its `{header or 'log'}`", _pairs_in_toml(log_of(interview)[-1])
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
