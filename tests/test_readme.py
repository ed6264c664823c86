"""README shows what is really printed. `ICSGEN_UPDATE_GOLDEN=1 pytest tests/test_readme.py` renews it."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from icsgen.cli import HEADINGS, main
from icsgen.details.schema import CadenceDetails, InterviewDetails, MeDetails, PersonDetails, SearchDetails
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
    shown = f"<!-- {block} -->\n```text\n{capsys.readouterr().out.rstrip()}\n```\n<!-- /{block} -->"
    readme = README.read_text("utf-8")
    if os.environ.get("ICSGEN_UPDATE_GOLDEN"):
        pattern = f"<!-- {block} -->.*<!-- /{block} -->"
        readme = re.sub(pattern, lambda _: shown, readme, flags=re.DOTALL)
        README.write_text(readme, "utf-8")

    assert shown in readme


def test_readme_names_every_command() -> None:
    """No command is a secret."""
    readme = README.read_text("utf-8")

    assert all(f"icsgen {name}" in readme for commands in HEADINGS.values() for name in commands)


def test_readme_names_every_key() -> None:
    """Every key of the input and every preset stands in the reference."""
    readme = README.read_text("utf-8")
    shapes = (SearchDetails, InterviewDetails, PersonDetails, CadenceDetails, MeDetails)
    keys = {field.alias or name for shape in shapes for name, field in shape.model_fields.items()}

    assert not [key for key in {*keys, *PRESETS} if not re.search(rf"\b{key}\b", readme)]
