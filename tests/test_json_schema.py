"""The JSON Schema says of a document what our own reader says of its keys."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from icsgen.cli import main
from icsgen.details.json_schema import HAPPENED, MEANINGS, json_schema

SAMPLES = sorted(
    path for path in (Path(__file__).parent.parent / "samples").iterdir() if path.stem != "cohort"
)
VALIDATOR = Draft202012Validator(json_schema())
ME = "me: {timezone: Europe/Berlin, country: DE}"
SINGLE = f"{ME}\ncompany: Acme\nrole: Cook\nstart: 2026-11-17 14:30\n"


def accepts(document: str, suffix: str = ".yaml") -> bool:
    """As an editor reads it: a number is a number, a date is a text."""
    found = tomllib.loads(document) if suffix == ".toml" else YAML(typ="safe", pure=True).load(document)
    return bool(VALIDATOR.is_valid(json.loads(json.dumps(found, default=str))))


def test_it_is_a_schema() -> None:
    """As its own draft asks."""
    Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_samples_fit(sample: Path) -> None:
    """In every format."""
    assert accepts(sample.read_text("utf-8"), sample.suffix)


@pytest.mark.parametrize(
    ("more", "fits"),
    [
        ("", True),
        ("contact: Sam Ode <sam@acme.example>", True),
        ("contact: {name: Sam Ode, email: sam@acme.example}", True),
        ("interviewers: [Jana Müller, {name: Tom Lee, topics: testing}]", True),
        ("decision: {said: soon, by: 2026-12-01}", True),
        ("cadence: {preset: uk, follow-up: 7 business days}", True),
        ("closed:", True),
        ("events: -call", True),
        ("log: [{reply: 2026-12-02, decision: in two weeks}, {rejected: 2026-12-09}]", True),
        ("log: [{married: 2026-12-02}]", False),
        ("strenght: typing", False),
        ("contact: {nmae: Sam}", False),
        ("decision: {by: 2026-12-01}", False),
        ("interviewers: [[Jana]]", False),
        ("language: [de]", False),
        ("interviews: []", False),
    ],
)
def test_keys_and_shapes(more: str, fits: bool) -> None:
    """Unknown keys and wrong shapes are marked while one writes."""
    assert accepts(SINGLE + more) is fits


@pytest.mark.parametrize("key", ["me", "company", "role", "start"])
def test_what_must_be_there(key: str) -> None:
    """The few details that nothing can stand for."""
    lines = [line for line in SINGLE.splitlines() if not line.startswith(f"{key}:")]

    assert not accepts("\n".join(lines))


def test_every_key_is_explained() -> None:
    """And nothing is explained that is no key."""
    shapes = [*json_schema()["anyOf"], *json_schema()["$defs"].values()]
    keys = {key for shape in shapes for key in shape["properties"]}

    assert keys == MEANINGS.keys() | HAPPENED.keys()


def test_schema_prints_it(capsys: pytest.CaptureFixture[str]) -> None:
    """Onto standard output, to be kept in a file."""
    with pytest.raises(SystemExit, match="0"):
        main(["schema"])

    assert json.loads(capsys.readouterr().out) == json_schema()
