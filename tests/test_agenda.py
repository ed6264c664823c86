"""``icsgen agenda``: what is overdue comes first, what is done is silent, and each has its command."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from icsgen.cli import main
from icsgen.rules.cadence import PRESETS

HEAD = "me: {timezone: America/New_York, country: US, subdivision: NY}\n"
ACME = f"{HEAD}company: Acme\nrole: Cook\nstart: 2026-11-17 14:30\n"
OTHER = f"{HEAD}company: Other\nrole: Cook\nstart: 2026-11-24 9:00\n"


@pytest.fixture
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "acme.yaml").write_text(ACME, "utf-8")
    (tmp_path / "other.yaml").write_text(OTHER, "utf-8")
    return tmp_path


def agenda(capsys: pytest.CaptureFixture[str], *arguments: str, now: str = "2026-11-24T08:00") -> str:
    with pytest.raises(SystemExit, match="0"):
        main(["agenda", *arguments, "--now", now])
    return capsys.readouterr().out


def test_across_documents_soonest_first(documents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Overdue, today, this week, next; what to run stands below each."""
    lines = agenda(capsys, "acme.yaml", "other.yaml").splitlines()
    headings = [line for line in lines if line and not line.startswith(" ")]

    assert headings == ["Overdue", "Today", "Next"]
    assert "Send a thank-you note to Acme (7 days late)" in lines[1]
    assert lines[2].strip() == "icsgen log acme.yaml acme-cook thank-you"
    today = "\n".join(lines).partition("Today")[2].partition("Next")[0]
    assert re.findall(r"\d\d:\d\d  +(.*)", today) == [
        "Keep looking: half an hour for your search",
        "Interview with Other: Cook",
        "Follow up with Acme: Cook",
        "Send a thank-you note to Other",
    ]


def test_what_was_logged_is_no_longer_to_be_done(documents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command that it names takes it off the list."""
    command = next(line for line in agenda(capsys, "acme.yaml").splitlines() if "icsgen log" in line).split()
    with pytest.raises(SystemExit, match="0"):
        main([*command[1:], "2026-11-18", "--now", "2026-11-24T08:00"])
    capsys.readouterr()

    assert "thank-you" not in agenda(capsys, "acme.yaml")
    assert "Done: Send a thank-you note" in agenda(capsys, "acme.yaml", "--all")


def test_for_programs(documents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The events of `plan --json`, with their document and command."""
    found = json.loads(agenda(capsys, "acme.yaml", "--json", "--days", "400"))

    assert [(each["key"], each["state"]) for each in found] == [
        ("thank-you", "overdue"),
        ("keep-looking", "planned"),
        ("follow-up", "due"),
        ("call", "planned"),
        ("tickler", "planned"),
    ]
    assert {each["file"] for each in found} == {"acme.yaml"}
    assert found[0]["log"] == "icsgen log acme.yaml acme-cook thank-you"


def test_nothing_to_do(documents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Is said, and no fault."""
    assert agenda(capsys, "acme.yaml", now="2026-10-01T08:00") == "Nothing is to be done in 14 days.\n"


# --- cadences


def test_cadences_side_by_side(capsys: pytest.CaptureFixture[str]) -> None:
    """A line for each preset, with its numbers."""
    with pytest.raises(SystemExit, match="0"):
        main(["cadences"])
    lines = capsys.readouterr().out.splitlines()

    assert [line.split()[0] for line in lines[1:]] == list(PRESETS)
    assert lines[1].split("  ")[0] == "standard"
    assert "5 business days" in lines[1]


def test_cadences_of_an_interview(documents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The dates that each would give; a star at the one that holds."""
    with pytest.raises(SystemExit, match="0"):
        main(["cadences", "acme.yaml"])
    found = {line.split()[0]: line for line in capsys.readouterr().out.splitlines()[1:]}

    assert found["standard"].split("  ")[0] == "standard *"
    assert "Tue 24 Nov 2026" in found["standard"]
    assert "Wed 2 Dec 2026" in found["patient"]
