"""``icsgen check``: what is still to be mended, and when that is a failure."""

from __future__ import annotations

from pathlib import Path

import pytest

from icsgen.cli import main

ME = "me: {name: Ana, phone: +1 555, timezone: America/New_York, country: US, subdivision: NY}\n"
WHOLE = (
    f"{ME}company: Acme\nrole: Cook\nstart: 2026-11-05 10:00\nstrength: I cook well\ndecision: none\n"
    "interviewers: [{name: Jana, topics: soups}]\nevents: [-keep-looking]\n"
)


@pytest.fixture
def document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ICSGEN_NOW", "2026-11-01")
    return tmp_path / "job.yaml"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as done:
        main(arguments)
    assert isinstance(done.value.code, int)
    return done.value.code, *capsys.readouterr()


def test_nothing_to_mend(document: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What only the sender can write on the day, what is new, is no fault of the document."""
    document.write_text(WHOLE, "utf-8")

    assert run(capsys, "check", "job.yaml", "--strict") == (0, "", "Nothing is left to mend.\n")
    assert run(capsys, "generate", "job.yaml", "--strict")[0] == 0
    assert run(capsys, "draft", "job.yaml", "follow-up", "--lint")[0] == 0


def test_what_is_left(document: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Gaps, findings with their place, and what is to be found out; a failure only if asked."""
    worn_out = WHOLE.replace("I cook well", "I am a perfect fit").replace("decision: none\n", "")
    document.write_text(worn_out.replace("name: Ana, ", ""), "utf-8")
    code, out, err = run(capsys, "check", "job.yaml")
    lines = out.splitlines()

    assert code == 0
    assert lines[0] == (
        "acme-cook interview: to find out: when they plan to decide: ask, and add it as `decision:`"
    )
    place = "acme-cook thank-you: thank-you to Jana, 5:"
    assert [line for line in lines if line.startswith(place) and '"perfect fit" is worn out' in line]
    assert "acme-cook thank-you: thank-you to Jana, 10:1: a gap left: [ADD: your name]" in lines
    assert err == f"{len(lines)} left to mend.\n"
    assert run(capsys, "check", "job.yaml", "--strict")[0] == 1
    assert (
        f"{len(lines)} things to mend in the messages; `icsgen check job.yaml`"
        in (run(capsys, "generate", "job.yaml", "-o", "a.ics")[2])
    )


def test_strict_writes_nothing(document: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And says why."""
    document.write_text(WHOLE.replace("strength: I cook well\n", ""), "utf-8")
    code, _, err = run(capsys, "generate", "job.yaml", "--strict")

    assert (code, list(document.parent.glob("*.ics"))) == (1, [])
    assert "a gap left: [ADD: one strength that fits what they need]" in err
    assert err.endswith("nothing is written, for --strict\n")
    assert run(capsys, "draft", "job.yaml", "follow-up", "--lint")[0] == 1


def test_a_faulty_document_fails(document: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With its faults, as everywhere."""
    document.write_text(WHOLE.replace("company", "compny"), "utf-8")

    assert run(capsys, "check", "job.yaml")[0] == 1
