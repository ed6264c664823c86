"""README shows what is really printed. `ICSGEN_UPDATE_GOLDEN=1 pytest tests/test_readme.py` renews it."""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from msgspec import Struct
from servers import served

from icsgen.cli import HEADINGS, main
from icsgen.details.columns import COLUMNS
from icsgen.details.json_schema import HAPPENED, MEANINGS
from icsgen.details.shapes import (
    CadenceDetails,
    DecisionDetails,
    Defaults,
    FactDetails,
    InterviewDetails,
    InviteDetails,
    MeDetails,
    SearchDetails,
    fields,
    required,
)
from icsgen.model import Person
from icsgen.rules.cadence import PRESETS

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
SHOWN = {
    "ladder": ["generate", "samples/interview.yaml", "-o", os.devnull],
    "draft": ["draft", "samples/interview.yaml", "follow-up"],
}


@pytest.mark.parametrize("block", SHOWN)
def test_readme_shows_what_is_printed(
    block: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A block of output in README is the command's own output, to the letter."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("ICSGEN_NOW", "2026-11-16T09:00")
    with pytest.raises(SystemExit, match="0"):
        main(SHOWN[block])
    assert stands(block, f"```text\n{capsys.readouterr().out.rstrip()}\n```")


def stands(block: str, content: str) -> bool:
    """Whether README holds this between the marks of a block; put there where it is asked to be renewed."""
    shown = f"<!-- {block} -->\n{content}\n<!-- /{block} -->"
    readme = README.read_text("utf-8")
    if os.environ.get("ICSGEN_UPDATE_GOLDEN"):
        pattern = f"<!-- {block} -->.*<!-- /{block} -->"
        readme = re.sub(pattern, lambda _: shown, readme, flags=re.DOTALL)
        README.write_text(readme, "utf-8")
    return shown in readme


def test_readme_tells_what_a_preset_changes() -> None:
    """Its numbers, beside the standard ones."""
    rows = ["| preset | follow-up | with a promised date | call |", "| --- | --- | --- | --- |"]
    for name, numbers in PRESETS.items():
        call = f"{numbers.call} later, by {'phone' if numbers.calls else 'mail'}"
        rows.append(f"| `{name}` | {numbers.follow_up} | {numbers.after_decision} past it | {call} |")

    assert stands("presets", "\n".join(rows))


REFERENCE: Mapping[str, type[Struct]] = {
    "You, under `me:`": MeDetails,
    "An interview": InterviewDetails,
    "A person: `contact`, `via`, and each of `interviewers`": Person,
    "Under `decision:`": DecisionDetails,
    "Under `invite:`": InviteDetails,
    "Each of `log:`, with its date": FactDetails,
    "For every interview at the top level, or on one": Defaults,
    "Under `cadence:`": CadenceDetails,
    "Of the whole document, at the top": SearchDetails,
}
"""The headings of the input reference, with the shape below each."""


def test_readme_tells_what_each_key_holds() -> None:
    """The input reference is made of the schema's own words."""
    tables = (_table(heading, shape) for heading, shape in REFERENCE.items())

    assert stands("input", "\n\n".join("\n".join(table) for table in tables))


def _table(heading: str, shape: type[Struct]) -> Iterator[str]:
    elsewhere = fields(Defaults) if shape in (InterviewDetails, SearchDetails) else ()
    elsewhere = (*elsewhere, "me", "interviews") if shape is SearchDetails else elsewhere
    yield f"| {heading} | |"
    yield "| --- | --- |"
    for key in fields(shape):
        if key not in elsewhere:
            meaning = HAPPENED[key] if shape is FactDetails else MEANINGS[key]
            yield f"| `{key}`{' (needed)' if key in required(shape) else ''} | {meaning} |"


def test_readme_tells_what_each_column_is_called() -> None:
    """The names of the columns are those that are read."""
    rows = ["| column | other names |", "| --- | --- |"]
    rows += [f"| {column.names[0]} | {', '.join(column.names[1:])} |" for column in COLUMNS]

    assert stands("columns", "\n".join(rows))


def test_readme_shows_what_becomes_of_a_table(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What `batch` tells, and the list that it writes."""
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit, match="1"):
        main(["batch", "samples/cohort.csv", "-o", "calendars", "--now", "2026-11-16T09:00"])
    told = capsys.readouterr().err.splitlines()
    listed = Path("calendars/manifest.csv").read_text("utf-8-sig").splitlines()[:4]

    shown = [told[0], "…", *told[-3:]]
    assert stands("batch", "\n".join(["```text", *shown, "```"]))
    assert stands("manifest", "\n".join(["```text", *listed, "…", "```"]))


def test_readme_shows_what_is_served(tmp_path: Path) -> None:
    """The addresses, but for the port and the token, which are others each time."""
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    with served("samples/job-search.yaml", cwd=tmp_path) as server:
        token = server.page.rstrip("/").rpartition("/")[2]
        shown = server.printed.replace(f":{server.port}", ":8080")
        shown = shown.replace(token, "32-letters-that-nobody-can-guess")
    assert len(token) == 32

    assert stands("serve", f"```text\n{shown.rstrip()}\n```")


def test_readme_names_every_command() -> None:
    """No command is a secret."""
    readme = README.read_text("utf-8")

    assert all(f"icsgen {name}" in readme for commands in HEADINGS.values() for name in commands)


def test_readme_names_every_key() -> None:
    """Every key of the input and every preset stands in the reference."""
    readme = README.read_text("utf-8")

    assert not [key for key in {*MEANINGS, *PRESETS} if not re.search(rf"\b{key}\b", readme)]


def test_readme_python_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The three calls work as they stand there."""
    found = re.search(r"<!-- api -->\n```python\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    assert found
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    exec(compile(found[1], "README.md", "exec"), names)  # noqa: S102 - our own README

    assert bytes(names["calendar"]).startswith(b"BEGIN:VCALENDAR")  # type: ignore[call-overload]
    assert "Follow up with Acme Corp" in capsys.readouterr().out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_readme_completion_works(shell: str) -> None:
    """The variable that README sets makes the command print a completion for that shell."""
    assert f"_ICSGEN_COMPLETE={shell}_source icsgen" in README.read_text("utf-8")
    environment = {**os.environ, "_ICSGEN_COMPLETE": f"{shell}_source"}
    done = subprocess.run(
        [sys.executable, "-c", "from icsgen.cli import main; main()"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert "_ICSGEN_COMPLETE" in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize("name", ["", *(name for commands in HEADINGS.values() for name in commands)])
def test_help_shows_an_example_that_readme_would_run(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Every command's help ends with an example of that very command, and README names it."""
    with pytest.raises(SystemExit, match="0"):
        main([name, "--help"] if name else ["--help"])
    example = re.search(r"Example: icsgen (\S+)", " ".join(capsys.readouterr().out.split()))

    assert example
    assert example[1] == (name or "generate")
    assert f"icsgen {example[1]}" in README.read_text("utf-8")


def test_readme_picture_shows_what_is_printed() -> None:
    """The picture's words are those of the ladder today; `python tests/pictures/record.py` renews it."""
    readme = README.read_text("utf-8")
    assert "](tests/pictures/ladder.svg)" in readme
    picture = (ROOT / "tests" / "pictures" / "ladder.svg").read_text("utf-8")
    words = html.unescape(re.sub(r"<style>.*?</style>|<[^>]*>", " ", picture, flags=re.DOTALL)).split()
    found = re.search(r"<!-- ladder -->\n```text\n(.*?)```", readme, re.DOTALL)
    assert found

    assert " ".join(found[1].split()) in " ".join(words)
    assert "http" not in re.sub(r"http://www\.w3\.org/\S+", "", picture)
