"""``icsgen log``: a line more in the document, every other byte as it was, and what moved is said."""

from __future__ import annotations

import fcntl
import os
import re
import shlex
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from insertions import only_adds
from ruamel.yaml.nodes import Node

from icsgen.cli import main
from icsgen.details import load, yaml_documents

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
    "of an old Macintosh": (HEAD + JOB).replace("\n", "\r"),
    "in a list": HEAD + LISTED,
    "with a log": f"{HEAD}log:\n  - thank-you: 2026-11-17  # late\n{JOB}",
    "with an empty log": f"{HEAD}log:\n{JOB}",
    "with a comment on an empty log": f"{HEAD}{JOB}log: # nothing yet\n",
    "with an empty list": f"{HEAD}{JOB}log: [ ]  # nothing yet\n",
    "with a log in brackets": f"{HEAD}log: [thank-you: 2026-11-17] # late\n{JOB}",
    "in braces": f"{HEAD}interviews:\n- {{{JOB.strip().replace(chr(10), ', ')}}}  # short\n",
    "with an anchor": f"{HEAD}{JOB}log: &facts\n  - thank-you: 2026-11-17\n",
    "with a key of its own": f"{HEAD}{JOB}? log\n: - thank-you: 2026-11-17\n",
    "with an empty key at the end": f"{HEAD}{JOB}strength:\n",
    "with a byte order mark": f"\ufeff{HEAD}{JOB}",
    "with a text over lines": f"{HEAD}{JOB}strength: >\n  I cook\n  well.\n",
}


JSON = """\
{"me": {"timezone": "UTC", "country": "US"}, "company": "Acme", "role": "R", "start": "2026-11-17 9:00"}
"""


def run(*arguments: str, now: str = NOW) -> int:
    with pytest.raises(SystemExit) as done:
        main(["log", *arguments, "--now", now])
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
    after = file.read_bytes().decode()

    assert facts(file) == [*before, ("follow-up", "2026-12-01")]
    assert "Done: Follow up with Acme" in capsys.readouterr().out
    assert only_adds(FORMS[form], after)
    assert run(str(file), "acme", "--undo") == 0
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
        ("x.yaml", FORMS["alone"], ("nobody", "filled"), 2, "no interview is named 'nobody'"),
        ("x.yaml", FORMS["alone"], ("acme", "married"), 2, "is no fact; there are thank-you"),
        ("x.yaml", FORMS["alone"], ("acme", "folow-up"), 2, "is no fact; did you mean follow-up?"),
        ("x.yaml", FORMS["alone"], ("acme", "call", "soon"), 2, "expected a date"),
        ("x.yaml", FORMS["alone"], ("acme", "call", "2026-13-40"), 2, '"2026-13-40"; expected a date'),
        ("x.yaml", FORMS["alone"], ("acme",), 2, "give a FACT, or --undo"),
        ("x.yaml", FORMS["alone"], ("acme", "--undo"), 1, "nothing is logged there"),
        ("x.yaml", FORMS["alone"], ("acme", "call", "2026-12-01"), 1, ": a call without a follow-up"),
        ("x.yaml", FORMS["alone"], ("acme", "reply", "2027-12-01"), 1, "reply 2027-12-01: reply on "),
        ("x.yaml", FORMS["alone"], ("acme", "decision", "when pigs fly"), 2, 'pigs fly" is not a timeline'),
        ("x.yaml", FORMS["alone"], ("acme", "reply", "--decision", "pigs"), 2, 'expected a date, "Friday"'),
        ("x.yaml", FORMS["alone"], ("acme", "decision", "1.11.2026"), 1, "decision 1.11.2026: "),
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


def test_standard_input_is_no_document_to_change(capsys: pytest.CaptureFixture[str]) -> None:
    """Nor is one in a folder that is not there."""
    assert run("-", "acme", "--undo") == 2
    assert "name a file" in capsys.readouterr().err
    assert run("no/such.yaml", "acme", "--undo") == 1
    assert "no/such.yaml: cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("now", "given", "day"),
    [
        ("2026-12-11T02:00", (), "2026-12-10"),  # of UTC; in New York it is still yesterday
        ("2026-12-11T02:00", ("today",), "2026-12-10"),
        ("2026-12-11T02:00", ("Yesterday",), "2026-12-09"),
        ("2026-12-11T12:00", (), "2026-12-11"),
        ("2026-12-11T12:00", ("17.11.2026",), "2026-11-17"),
        ("2026-12-11T12:00", ("Nov 17, 2026",), "2026-11-17"),
    ],
)
def test_the_day_is_the_candidates(now: str, given: tuple[str, ...], day: str, tmp_path: Path) -> None:
    """Who logs late in the evening means today."""
    file = tmp_path / "job.yaml"
    file.write_text(FORMS["alone"], "utf-8")

    assert run(str(file), "acme", "thank-you", *given, now=now) == 0
    assert facts(file) == [("thank-you", day)]


def test_the_comment_beside_the_key_stays(tmp_path: Path) -> None:
    """When the last fact goes."""
    file = tmp_path / "job.yaml"
    file.write_text(f"{FORMS['alone']}log: # what happened\n- thank-you: 2026-11-17\n", "utf-8")

    assert run(str(file), "acme", "--undo") == 0
    assert file.read_text("utf-8") == f"{FORMS['alone']}log: # what happened\n"


ROUNDS = f"""\
{HEAD}interviews:
- {{company: Acme, role: Cook, start: 2026-11-17 14:30}}
- {{company: Acme, role: Cook, start: 2026-11-20 14:30, round: 2}}
- {{company: Acme Labs, role: Cook, start: 2026-11-23 14:30, id: LABS}}
"""


@pytest.mark.parametrize(
    ("part", "chosen"),
    [("acme-cook", 0), ("acme-cook-2", 1), ("cook-2", 1), ("labs", 2), ("Acme Labs", 2), ("LABS", 2)],
)
def test_which_interview(part: str, chosen: int, tmp_path: Path) -> None:
    """An exact id or company goes before a part of one."""
    file = tmp_path / "job.yaml"
    file.write_text(ROUNDS, "utf-8")

    assert run(str(file), part, "reply", "2026-12-01") == 0
    logs = [len(each.log) for each in load(file.read_bytes(), "x.yaml").interviews]
    assert logs == [int(at == chosen) for at in range(3)]


def test_several_rounds_are_told_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By the company alone it is not clear; mostly the last round is meant."""
    file = tmp_path / "job.yaml"
    file.write_text(ROUNDS, "utf-8")

    assert run(str(file), "acme", "reply") == 2
    told = capsys.readouterr().err
    assert "more than one interview is named 'acme'; there are acme-cook, acme-cook-2; " in told
    assert "; the last round is acme-cook-2\n" in told


@pytest.mark.parametrize(
    ("log", "told"),
    [
        ("- call: 2026-12-01\n", ""),
        ("- follow-up: 2026-12-01\n- reply: 2027-12-01\n", ""),
        ("- call: 2026-12-01\n- call: 2026-12-02\n", "job.yaml:6:3: log[1]: a call without a follow-up"),
    ],
)
def test_a_log_that_cannot_be_is_taken_back(
    log: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Fact by fact; what is still to mend is told."""
    file = tmp_path / "job.yaml"
    file.write_text(f"{FORMS['alone']}log:\n{log}", "utf-8")

    assert run(str(file), "acme", "--undo") == 0
    assert len(facts(file)) == log.count("\n") - 1
    assert told in capsys.readouterr().err


def test_a_fact_may_mend_a_log(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The follow-up that was missing; what is not mended is told as it stands in the file."""
    file = tmp_path / "job.yaml"
    file.write_text(f"{FORMS['alone']}log:\n- call: 2026-12-01\n", "utf-8")

    assert run(str(file), "acme", "reply", "2026-12-02") == 1
    assert "job.yaml:6:3: log[1]: a call without" in capsys.readouterr().err
    assert run(str(file), "acme", "follow-up", "2026-11-24") == 0
    assert "sound again" in capsys.readouterr().out


# --- by hand

ALIASES = {
    "a fact of another": f"""\
{HEAD}interviews:
- {{company: Other, role: X, start: 2026-11-18 9:00, log: [&t {{thank-you: 2026-11-19}}]}}
- {{company: Acme, role: Cook, start: 2026-11-17 14:30, log: [*t]}}
""",
    "the log of another": f"""\
{HEAD}interviews:
- company: Other
  role: X
  start: 2026-11-18 9:00
  log: &l
  - thank-you: 2026-11-19
- company: Acme
  role: Cook
  start: 2026-11-17 14:30
  log: *l
""",
    "its log is another's too": f"""\
{HEAD}interviews:
- company: Acme
  role: Cook
  start: 2026-11-17 14:30
  log: &l
  - thank-you: 2026-11-19
- company: Other
  role: X
  start: 2026-11-18 9:00
  log: *l
""",
}
ADDED = """\
interviews[{}]: cannot be changed here, for an alias shares it with another place; by hand, as its `log`:
    log:
    - {{thank-you: 2026-11-19}}
    - {{reply: 2026-12-02, decision: 'by Friday'}}
"""


@pytest.mark.parametrize("name", ALIASES)
def test_what_two_interviews_share_is_changed_by_hand(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An alias would carry the fact to both; the lines that do it for one are told."""
    file = tmp_path / "job.yaml"
    file.write_text(ALIASES[name], "utf-8")
    number = 1 if "too" in name else 2

    assert run(str(file), "acme", "reply", "2026-12-02", "--decision", "by Friday") == 1
    assert capsys.readouterr().err.partition(": ")[2] == ADDED.format(number)
    assert run(str(file), "acme", "--undo") == 1
    assert capsys.readouterr().err.endswith("by hand, as its `log`:\n    log: []\n")
    assert file.read_text("utf-8") == ALIASES[name]


TOP = 'company = "Acme"\nrole = "Cook"\nstart = 2026-11-17 14:30:00\n'
ME = '[me]\ntimezone = "America/New_York"\ncountry = "US"\n'
TABLES = f"""\
{ME}
[[interviews]]
company = "Other"
role = "X"
start = 2026-11-18 09:00:00

[interviews.contact]
name = "Tom"

[[interviews]]
{TOP}§
[[interviews]]
company = "Third"
role = "X"
start = 2026-11-19 09:00:00
"""
INLINE = '{company = "Acme", role = "Cook", start = 2026-11-17 14:30:00§}'
LOGGED = "log = [ { thank-you = 2026-11-17 }§ ]"
JSON_INTERVIEW = '{"company": "Acme", "role": "Cook", "start": "2026-11-17 14:30"§}'
JSON_ME = '"me": {"timezone": "America/New_York", "country": "US"}'
BY_HAND = {
    "top.toml": TOP + ME,
    "top-tables.toml": f"{TOP}{ME}[[log]]\nthank-you = 2026-11-17\n",
    "top-inline.toml": f"{TOP}{LOGGED}\n{ME}",
    "tables.toml": TABLES.replace("§", ""),
    "tables-last.toml": TABLES.replace("§", "").replace("Third", "Acme").replace("Acme", "Second", 1),
    "tables-inline.toml": TABLES.replace("§", f"{LOGGED}\n"),
    "tables-logged.toml": TABLES.replace("§", "[[interviews.log]]\nthank-you = 2026-11-17\n"),
    "inline.toml": f"interviews = [{INLINE}]\n{ME}",
    "inline-logged.toml": f"interviews = [{INLINE.replace('§', ', ' + LOGGED)}]\n{ME}",
    "top.json": f"{{{JSON_ME}, {JSON_INTERVIEW.strip('{')}",
    "list.json": f'{{{JSON_ME}, "interviews": [{JSON_INTERVIEW}]}}',
    "logged.json": f"""\
{{{JSON_ME}, "interviews": [{JSON_INTERVIEW.replace("§", ', "log": [{"thank-you": "2026-11-17"}§]')}]}}
""",
    "json.yaml": f'{{{JSON_ME}, "interviews": [{JSON_INTERVIEW}]}}',
}
"""Documents, each with a sign where a list or braces would go on."""


def by_hand(text: str, told: str) -> str:
    """The text as somebody makes it who does what is told."""
    head, *rest = told.splitlines()
    added = "".join(line.removeprefix("    ") + "\n" for line in rest)
    if above := re.search(r"above line (\d+):", head):
        kept = text.splitlines(keepends=True)
        return "".join([*kept[: int(above[1]) - 1], added, *kept[int(above[1]) - 1 :]])
    return text + added if head.endswith("by hand, at the end:") else text.replace("§", f", {added.strip()}")


@pytest.mark.parametrize("name", BY_HAND)
def test_the_lines_for_other_languages(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """TOML and JSON are not edited; who puts in the lines that are told has logged the fact."""
    file = tmp_path / name
    file.write_text(BY_HAND[name].replace("§", ""), "utf-8")
    before = facts(file)

    assert run(str(file), "acme", "reply", "2026-12-02", "--decision", "we'll know by Friday") == 1
    told = capsys.readouterr().err
    assert told.startswith(str(file))
    assert "only YAML can be edited here; by hand, " in told
    assert file.read_text("utf-8") == BY_HAND[name].replace("§", "")
    file.write_text(by_hand(BY_HAND[name], told).replace("§", ""), "utf-8")
    assert facts(file) == [*before, ("reply", "2026-12-02")]


@pytest.mark.parametrize(
    ("name", "arguments", "told"),
    [
        ("top.toml", ("decision", "none"), 'above the first line in brackets:\n    decision = "none"\n'),
        ("tables.toml", ("decision", "none"), 'below line 13:\n    decision = "none"\n'),
        ("inline.toml", ("decision", "none"), 'in its braces:\n    decision = "none"\n'),
        ("list.json", ("decision", "none"), 'among its members:\n    "decision": "none"\n'),
        ("tables-logged.toml", ("--undo",), "out of its `[[interviews.log]]`:\n    thank-you = 2026-11-17\n"),
        ("logged.json", ("--undo",), 'out of its "log":\n    {"thank-you": "2026-11-17"}\n'),
    ],
)
def test_other_lines_for_other_languages(
    name: str, arguments: tuple[str, ...], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What they said, and what is taken back."""
    file = tmp_path / name
    file.write_text(BY_HAND[name].replace("§", ""), "utf-8")

    assert run(str(file), "acme", *arguments) == 1
    assert capsys.readouterr().err.endswith(f"by hand, {told}")


def test_edits_at_the_same_time_are_all_kept(tmp_path: Path) -> None:
    """Eight processes, each with a fact of its own: one after the other."""
    file = tmp_path / "job.yaml"
    file.write_text(FORMS["alone"], "utf-8")
    command = [sys.executable, "-m", "icsgen", "log", str(file), "acme", "--now", NOW, "reply"]
    days = [f"2026-12-0{day}" for day in range(1, 9)]
    running = [subprocess.Popen([*command, day], stdout=subprocess.DEVNULL) for day in days]

    assert [each.wait() for each in running] == [0] * 8
    assert sorted(facts(file)) == [("reply", day) for day in days]


@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        (f"{HEAD}{JOB}place: \"A\u0085  B\"\n", ("acme", "follow-up", "2026-12-01")),
        (HEAD + JOB.replace("Cook", '"Dev\u2028x"'), ("acme", "reply", "2026-12-01")),
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


def test_words_after_a_reply_stand_beside_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Beside the interview they would say nothing any more."""
    file = tmp_path / "job.yaml"
    file.write_text(f"{FORMS['alone']}log:\n- reply: 2026-12-01\n", "utf-8")
    assert run(str(file), "acme", "decision", "in two weeks") == 1

    assert "they have answered since, on 2026-12-01" in capsys.readouterr().err


def test_an_offer_with_its_last_day(tmp_path: Path) -> None:
    """Beside an offer alone."""
    file = tmp_path / "job.yaml"
    file.write_text(FORMS["alone"], "utf-8")
    assert run(str(file), "acme", "offer", "2026-12-02", "--answer-by", "9 Dec 2026") == 0
    assert "- offer: 2026-12-02\n  answer_by: 2026-12-09\n" in file.read_text("utf-8")
    assert run(str(file), "acme", "reply", "--answer-by", "2026-12-09") == 2
    assert run(str(file), "acme", "answer_by", "2026-12-09") == 2


# --- what is said of it


def test_what_was_done_is_said_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is replaced is named, so that it can be put back; an undo takes back a fact, and says which."""
    file = tmp_path / "job.yaml"
    file.write_text(FORMS["alone"], "utf-8")

    def first_line(*arguments: str) -> str:
        assert run(str(file), "acme", *arguments) == 0
        return capsys.readouterr().out.partition("\n")[0]

    assert first_line("thank-you", "18 Nov 2026") == "Logged: thank-you 2026-11-18"
    assert first_line("decision", "end of October 2027") == "Noted: decision 'end of October 2027'"
    again = "Noted: decision 'in two weeks', before: 'end of October 2027'"
    assert first_line("decision", "in two weeks") == again
    replied = "Logged: reply 2026-12-01, decision by Friday"
    assert first_line("reply", "2026-12-01", "--decision", "by Friday") == replied
    assert first_line("--undo") == "Taken back: reply 2026-12-01, decision by Friday"
    assert first_line("--undo") == "Taken back: thank-you 2026-11-18"
    assert run(str(file), "acme", "--undo") == 1
    assert "decision: 'in two weeks'" in file.read_text("utf-8")


def test_a_fact_is_logged_once_a_day(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A second time would start another round of contacts; by hand it may stand there."""
    file = tmp_path / "job.yaml"
    file.write_text(f"{FORMS['alone']}log:\n- reply: 2026-12-01\n- reply: 2026-12-01\n", "utf-8")

    assert run(str(file), "acme", "reply", "2026-12-01", "--decision", "by Friday") == 1
    assert "job.yaml:6:3: log[1]: reply 2026-12-01 is logged already; to log" in capsys.readouterr().err
    assert run(str(file), "acme", "--undo") == 0
    assert run(str(file), "acme", "reply", "2026-12-02") == 0


# --- what would never end, or take long


def test_a_document_is_read_as_it_was_and_as_it_becomes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And not once more: to read one of thousands of lines takes seconds."""
    file = tmp_path / "job.yaml"
    file.write_text(FORMS["in a list"], "utf-8")
    read: list[str] = []
    compose = yaml_documents._compose

    def noted(text: str) -> Node | None:
        read.append(text)
        return compose(text)

    monkeypatch.setattr(yaml_documents, "_compose", noted)
    assert run(str(file), "acme", "follow-up", "2026-12-01") == 0
    assert read == [FORMS["in a list"], file.read_text("utf-8")]


def test_a_pipe_is_no_document_to_change(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It would be waited for, and could not be written over."""
    os.mkfifo(tmp_path / "job.yaml")

    assert run(str(tmp_path / "job.yaml"), "acme", "--undo") == 1
    assert "is no file that can be changed; name a document" in capsys.readouterr().err


@pytest.mark.parametrize("held", [0.3, 60])
def test_another_process_is_waited_for(
    held: float, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said what for, and not for ever."""
    monkeypatch.setattr("icsgen.outlets.locks.UNTOLD", 0.1)
    monkeypatch.setattr("icsgen.outlets.locks.PATIENCE", 0.8)
    file = tmp_path / "job.yaml"
    file.write_text(FORMS["alone"], "utf-8")
    handle = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    timer = threading.Timer(held, os.close, [handle])
    timer.start()
    ended = run(str(file), "acme", "thank-you", "2026-11-18")
    told = capsys.readouterr().err

    assert f"{tmp_path}: waiting for another process" in told
    assert (ended, len(facts(file))) == ((0, 1) if held < 1 else (1, 0))
    assert ("another process holds the folder still" in told) == (held > 1)
    timer.cancel()
    if held > 1:
        os.close(handle)


@pytest.mark.parametrize(
    ("fact", "kind"), [("rejected", "rejection-reply"), ("withdrawn", "withdrawal"), ("offer", "")]
)
def test_what_to_write_now(fact: str, kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No event holds the answer to a no: the command for it is named, and works."""
    document = tmp_path / "job.yaml"
    document.write_text(
        "me: {timezone: Europe/Berlin, country: DE}\ncompany: Acme\nrole: Cook\nstart: 2026-11-03 10:00\n",
        "utf-8",
    )
    with pytest.raises(SystemExit, match="0"):
        main(("log", str(document), "acme", fact, "2026-11-10", "--now", "2026-11-24"))
    told = capsys.readouterr().err
    assert ("To write to them: " in told) == bool(kind)
    if kind:
        words = shlex.split(told.partition("To write to them: ")[2].splitlines()[0])
        with pytest.raises(SystemExit, match="0"):
            main((*words[1:], "--now", "2026-11-24"))
        assert "Dear" in capsys.readouterr().out
