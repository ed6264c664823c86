"""The house keeps its order: who may import whom, and who owns which library."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "icsgen"
MODULES = sorted(ROOT.rglob("*.py"))

MAY_IMPORT = {
    "errors": set(),
    "dates": set(),
    "model": {"errors"},
    "rules": {"dates", "errors", "model"},
    "messages": {"dates", "errors", "model"},
    "ics": {"errors", "model"},
    "details": {"errors", "model", "ics"},
    "plan": {"dates", "errors", "model", "rules", "messages", "ics", "details"},
    "agenda": {"dates", "errors", "model", "rules", "messages", "ics", "details", "plan"},
    "outlets": {"dates", "errors", "model", "rules", "messages", "ics", "details", "plan", "agenda"},
    "cli": {"dates", "errors", "model", "rules", "messages", "ics", "details", "plan", "agenda", "outlets"},
    "__init__": {"errors", "model", "rules", "messages", "ics", "details", "plan"},
    "__main__": {"cli"},
}
"""The stages, each with those before it; `rules`, `messages` and `ics` do not know each other."""

OWNERS = {
    "ruamel": {"details"},
    "openpyxl": {"details"},
    "holidays": {"rules"},
    "dateutil": {"rules", "ics"},
    "jinja2": {"messages"},
    "babel": {"messages", "details"},
    "icalendar": {"ics"},
    "click": {"cli"},
    "rich": {"cli"},
    "distributed": {"outlets"},
    "flask": {"outlets"},
    "segno": {"outlets"},
    "waitress": {"outlets"},
}
"""Each outside library with the stage that gives it our words."""


def imports(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: a relative import"
            yield node.module or ""


def stage(module: Path) -> str:
    return module.relative_to(ROOT).parts[0].removesuffix(".py")


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_data_flows_one_way(module: Path) -> None:
    """A module imports only its own stage and the stages before it."""
    ours = {name.split(".")[1] for name in imports(module) if name.startswith("icsgen.")}

    assert ours - {stage(module)} <= MAY_IMPORT[stage(module)]


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_each_library_has_one_owner(module: Path) -> None:
    """An outside library is imported by its owner alone."""
    used = {name.split(".")[0] for name in imports(module)} & OWNERS.keys()

    assert all(stage(module) in OWNERS[library] for library in used)


def test_only_the_command_line_knows_the_clock() -> None:
    """No stage but cli asks what time it is: same input, same bytes."""
    asking = [
        module
        for module in MODULES
        for node in ast.walk(ast.parse(module.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in ("now", "today", "utcnow")
    ]

    assert {stage(module) for module in asking} == {"cli"}


def test_every_stage_is_in_the_order() -> None:
    """The table above names every stage there is, and no other."""
    assert {stage(module) for module in MODULES} == MAY_IMPORT.keys()


def test_details_know_one_module_of_ics() -> None:
    """Of all that makes calendars, what reads a document takes only the reader, for invitations."""
    known = {
        name
        for module in MODULES
        if stage(module) == "details"
        for name in imports(module)
        if name.startswith("icsgen.ics")
    }

    assert known == {"icsgen.ics.reader"}
