"""Plays the life stories of `tests/stories/`, by the commands that a user would run.

A story is a YAML stream: the document as it begins, then what happens, a step each, `on` a day:

- `log`: the rest of an ``icsgen log`` command;
- `set`: keys of an interview, by its id, that are changed by hand; `add`: an interview more;
- `catch-up`: ``--catch-up`` with a date; `passes`: nothing but time.

After each step the calendar is generated again.
"""

from __future__ import annotations

import io
import shlex
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from ruamel.yaml import YAML

from icsgen.cli import main
from icsgen.dates import date_text

STORIES = sorted((Path(__file__).parent / "stories").glob("*.yaml"))
FIRST_DAY = "2026-09-01"
CALENDAR = "story.ics"
DOCUMENT = "story.yaml"


class Step(NamedTuple):
    """What happened, what was said of it, and the calendar after it."""

    heading: str
    told: str
    shown: str
    calendar: bytes


def play(story: Path, folder: Path) -> Iterator[Step]:
    """The steps of a story, one by one, in a folder."""
    document, calendar = folder / DOCUMENT, folder / CALENDAR
    first, *steps = story.read_text("utf-8").split("---\n")
    document.write_text(first, "utf-8")
    for step in ({"on": FIRST_DAY}, *map(YAML(typ="safe").load, steps)):
        now = f"{step['on']}T12:00"
        told = _happens(document, step, now)
        options = ["--catch-up", str(step["catch-up"])] if "catch-up" in step else []
        shown = run("generate", str(document), "-o", str(calendar), *options, "--now", now)
        yield Step(_heading(step), told, shown, calendar.read_bytes())


def _happens(document: Path, step: dict[str, Any], now: str) -> str:
    """Do what a step says to the document; what the command answers."""
    if "log" in step:
        return run("log", str(document), *shlex.split(step["log"]), "--now", now)
    yaml = YAML()
    tree = yaml.load(document)
    for name, keys in step.get("set", {}).items():
        next(each for each in tree["interviews"] if _id(each) == name).update(keys)
    if "add" in step:
        tree["interviews"].append(step["add"])
    yaml.dump(tree, document)
    return ""


def _id(interview: dict[str, Any]) -> str:
    return str(interview.get("id") or f"{interview['company']}-{interview['role']}".casefold())


def _heading(step: dict[str, Any]) -> str:
    date = step["on"] if not isinstance(step["on"], str) else None
    what = "; ".join(f"{key}: {value}" for key, value in step.items() if key != "on")
    return f"{date_text(date) if date else 'At first'}{f': {what}' if what else ''}"


def run(*arguments: str) -> str:
    """What a command prints, which has to go well."""
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(out), pytest.raises(SystemExit) as done:
        main(arguments)
    assert done.value.code == 0, out.getvalue()
    return out.getvalue()
