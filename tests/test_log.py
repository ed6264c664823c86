"""``icsgen log``: a line more in the document, every other byte as it was, and what moved is said."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from icsgen.cli import main
from icsgen.details import load

NOW = "2026-12-10T09:00"
HEAD = "me: {timezone: America/New_York, country: US, subdivision: NY}\n"
JOB = "company: Acme\nrole: Cook\nstart: 2026-11-17 14:30\n"
LISTED = """\
interviews:
- company: Other
  role: X
  start: 2026-11-18 9:00
- company: Acme
  role: Cook
  start: 2026-11-17 14:30
  interviewers:
    - name: Tom
      topics: [a,
        b]
- {company: Third, role: X, start: 2026-11-19 9:00}
"""
FORMS = {
    "alone": HEAD + JOB,
    "without a last line end": (HEAD + JOB).rstrip(),
    "with comments": f"# mine\n{HEAD}{JOB.replace('Acme', 'Acme   # the one').rstrip()} # at last\n\n# end\n",
    "of Windows": (HEAD + JOB).replace("\n", "\r\n"),
    "in a list": HEAD + LISTED,
    "with a log": f"{HEAD}log:\n  - thank-you: 2026-11-17  # late\n{JOB}",
    "with an empty log": f"{HEAD}log:\n{JOB}",
    "with an empty key at the end": f"{HEAD}{JOB}strength:\n",
    "with a byte order mark": f"\ufeff{HEAD}{JOB}",
    "with a text over lines": f"{HEAD}{JOB}strength: >\n  I cook\n  well.\n",
}


JSON = """\
{"me": {"timezone": "UTC", "country": "US"}, "company": "Acme", "role": "R", "start": "2026-11-17 9:00"}
"""


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as done:
        main(["log", *arguments, "--now", NOW])
    assert isinstance(done.value.code, int)
    return done.value.code


def facts(file: Path) -> list[tuple[str, str]]:
    search = load(file.read_bytes(), file.name)
    (acme,) = [each for each in search.interviews if each.company == "Acme"]
    return [(fact.kind, f"{fact.date}") for fact in acme.log]


@pytest.mark.parametrize("form", FORMS)
def test_a_line_more_and_nothing_else(form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Comments, order, quotes and line ends stay; taken back, the file is what it was."""
    file = tmp_path / "job.yaml"
    file.write_bytes(FORMS[form].encode())
    before = facts(file)
    assert run(str(file), "acme", "follow-up", "2026-12-01") == 0
    after = file.read_bytes()

    assert facts(file) == [*before, ("follow-up", "2026-12-01")]
    assert "Done: Follow up with Acme" in capsys.readouterr().out
    kept = [
        line for line in after.decode().splitlines() if "follow-up:" not in line and line.strip() != "log:"
    ]
    assert kept == [line for line in FORMS[form].splitlines() if line.strip() != "log:"]
    assert run(str(file), "acme", "--undo") == 0
    if form not in ("without a last line end", "with an empty log"):
        assert file.read_bytes() == FORMS[form].encode()
    assert facts(file) == before


def test_a_reply_brings_a_timeline(tmp_path: Path) -> None:
    """With the words in quotes, whatever they are."""
    file = tmp_path / "job.yaml"
    file.write_text(FORMS["alone"], "utf-8")

    assert run(str(file), "acme", "reply", "2026-12-02", "--decision", "we'll decide by Friday") == 0
    assert "  decision: 'we''ll decide by Friday'\n" in file.read_text("utf-8")


def test_a_timeline_after_the_interview(tmp_path: Path) -> None:
    """It is put where none is, and in the place of one, a comment behind it kept."""
    file = tmp_path / "job.yaml"
    file.write_text(FORMS["alone"], "utf-8")
    assert run(str(file), "acme", "decision", "in two weeks") == 0
    assert file.read_text("utf-8") == f"{FORMS['alone']}decision: 'in two weeks'\n"

    file.write_text(f"{FORMS['alone']}decision:\n", "utf-8")
    assert run(str(file), "acme", "decision", "in two weeks") == 0
    assert file.read_text("utf-8") == f"{FORMS['alone']}decision: 'in two weeks'\n"

    file.write_text(f"{FORMS['alone']}decision: next week   # they said\n", "utf-8")
    assert run(str(file), "acme", "decision", "end of December") == 0
    assert file.read_text("utf-8") == f"{FORMS['alone']}decision: 'end of December'   # they said\n"


@pytest.mark.parametrize(
    ("name", "text", "arguments", "code", "words"),
    [
        ("x.yaml", FORMS["in a list"], ("third", "rejected"), 1, "    - rejected: 2026-12-10\n"),
        ("x.yaml", f"{FORMS['alone']}log: [thank-you: 2026-11-17]\n", ("acme", "call"), 1, "- call: 2026-12"),
        ("x.json", JSON, ("acme", "rejected"), 1, "only YAML"),
        ("x.yaml", FORMS["alone"], ("nobody", "filled"), 2, "no interview is named 'nobody'"),
        ("x.yaml", FORMS["alone"], ("acme", "married"), 2, "is no fact; there are thank-you"),
        ("x.yaml", FORMS["alone"], ("acme", "call", "soon"), 2, "expected a date"),
        ("x.yaml", FORMS["alone"], ("acme",), 2, "give a FACT, or --undo"),
        ("x.yaml", FORMS["alone"], ("acme", "--undo"), 1, "nothing is logged there"),
        ("x.yaml", FORMS["alone"], ("acme", "call", "2026-12-01"), 1, "a call without a follow-up before it"),
        ("x.yaml", FORMS["alone"], ("acme", "reply", "2027-12-01"), 1, "lies in the future"),
        ("x.yaml", FORMS["alone"], ("acme", "decision", "when pigs fly"), 1, "not a timeline"),
    ],
)  # fmt: skip
def test_what_cannot_be_logged(
    name: str, text: str, arguments: tuple[str, ...], code: int, words: str,
    tmp_path: Path, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """The document stays as it is, and the cure is told."""
    file = tmp_path / name
    file.write_text(text, "utf-8")

    assert run(str(file), *arguments) == code
    assert words in capsys.readouterr().err
    assert file.read_text("utf-8") == text


def test_edits_at_the_same_time_are_all_kept(tmp_path: Path) -> None:
    """Eight processes, each with a fact of its own: one after the other."""
    file = tmp_path / "job.yaml"
    file.write_text(FORMS["alone"], "utf-8")
    command = [sys.executable, "-m", "icsgen", "log", str(file), "acme", "--now", NOW, "reply"]
    days = [f"2026-12-0{day}" for day in range(1, 9)]
    running = [subprocess.Popen([*command, day], stdout=subprocess.DEVNULL) for day in days]

    assert [each.wait() for each in running] == [0] * 8
    assert sorted(facts(file)) == [("reply", day) for day in days]


SHARED = f"""\
{HEAD}interviews:
- company: Gamma
  role: X
  start: 2026-11-18 9:00
  log:
  - &t {{thank-you: 2026-11-19}}
- company: Acme
  role: Cook
  start: 2026-11-17 14:30
  log:
  - *t
"""


@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        (f"{HEAD}{JOB}place: \"A\u0085  B\"\n", ("acme", "follow-up", "2026-12-01")),
        (HEAD + JOB.replace("Cook", '"Dev\u2028x"'), ("acme", "reply", "2026-12-01")),
        (SHARED, ("acme", "reply", "2026-12-01")),
        (f"{HEAD}{JOB}log:\n  - call: 2026-12-01\n", ("acme", "--undo")),
        (f"{HEAD}{JOB}", ("acme", "reply", "2026-12-01", "--decision", "in two\nweeks")),
    ],
)  # fmt: skip
def test_no_document_is_damaged(text: str, arguments: tuple[str, ...], tmp_path: Path) -> None:
    """Either the fact is logged and nothing else changed, or the file is as it was and the exit says so."""
    file = tmp_path / "job.yaml"
    file.write_bytes(text.encode())
    code, after = run(str(file), *arguments), file.read_bytes().decode()

    assert (after == text) == (code != 0)
    if code == 0:
        added = [line for line in after.split("\n") if line not in text.split("\n")]
        assert added
        assert all(re.match(r" *(log:|- reply:|- follow-up:|decision:)", line) for line in added)
        assert not [line for line in text.split("\n") if line not in after.split("\n")]
