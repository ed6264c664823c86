"""Catching up: what was missed moves, is told, and each time with the command for the truth."""

from __future__ import annotations

import datetime as dt
import json
import re
import shlex
from pathlib import Path

import pytest
from searches import at, candidate, judged
from storyteller import run
from test_guard import CONTACTS, role

from icsgen.cli import main
from icsgen.model import Interview

JOB = """\
me: {timezone: America/New_York, country: US, subdivision: NY}
company: Acme
role: Cook
start: 2026-11-05 10:00
"""
NOW = "2026-12-08T12:00"


@pytest.fixture
def document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ICSGEN_NOW", NOW)
    (tmp_path / "my job.yaml").write_text(JOB, "utf-8")
    return "my job.yaml"


def starts(output: str) -> dict[str, str]:
    """The date of each contact, of the JSON in what was printed."""
    (listed,) = re.findall(r"^\[\n.*^\]$", output, re.MULTILINE | re.DOTALL)
    return {each["key"]: each["start"][:10] for each in json.loads(listed) if each["state"] != "dropped"}


@pytest.mark.parametrize(
    ("arguments", "date"),
    [
        (("--catch-up", "FILE"), "2026-12-08"),
        (("FILE", "--catch-up"), "2026-12-08"),
        (("--catch-up", "today", "FILE"), "2026-12-08"),
        (("--catch-up=2026-12-14", "FILE"), "2026-12-14"),
        (("--catch-up", "12 Dec 2026", "FILE"), "2026-12-14"),  # a Saturday
        (("--catch-up", "--json", "FILE"), "2026-12-08"),
        (("FILE",), "2026-11-13"),
    ],
)
def test_the_date_may_be_left_out(document: str, arguments: tuple[str, ...], date: str) -> None:
    """Then it is today, the candidate's; and it never takes the file's name for a date."""
    given = [document if each == "FILE" else each for each in arguments]

    assert starts(run("plan", *given, *([] if "--json" in given else ["--json"])))["follow-up"] == date


def test_today_is_the_candidates(document: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Late in the evening in New York it is tomorrow in UTC."""
    monkeypatch.setenv("ICSGEN_NOW", "2026-12-09T03:00")

    assert starts(run("plan", document, "--catch-up", "--json"))["follow-up"] == "2026-12-08"


def test_each_is_named_with_the_command_for_the_truth(document: str) -> None:
    """It can be copied, and once it was run nothing is left to catch up on."""
    told = run("generate", document, "--catch-up").partition("Caught up:")[2]
    commands = [
        shlex.split(line.partition("sent it: ")[2]) for line in told.splitlines() if "sent it" in line
    ]

    assert "Follow up with Acme: Cook, meant for Fri 13 Nov 2026: now on Tue 8 Dec 2026" in told
    assert commands == [
        ["icsgen", "log", "my job.yaml", "acme-cook", "thank-you", "2026-11-05"],
        ["icsgen", "log", "my job.yaml", "acme-cook", "follow-up", "2026-11-13"],
    ]
    for command in commands:
        run(*command[1:])
    then = run("plan", document, "--json", "--catch-up")
    assert starts(then)["call"] == "2026-12-08"  # meant for the fourth
    assert "acme-cook thank-you" not in then


def test_nonsense_is_told(document: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What begins like a date is one."""
    with pytest.raises(SystemExit, match="2"):
        main(["plan", document, "--catch-up", "2026-13-01"])

    assert "2026-13-01" in capsys.readouterr().err


# --- what moves


def caught_up(held: Interview, *others: Interview, on: str) -> dict[str, str]:
    found, _ = judged(held, *others, me=candidate(), catch_up=dt.date.fromisoformat(on))
    return {
        each.key: " ".join(filter(None, (at(each), f"{each.late or ''}", each.outcome)))
        for each in found
        if each.interview and each.interview.id == held.id and each.key in ("thank-you", *CONTACTS)
    }


def test_who_starts_late_catches_up() -> None:
    """The first contact that was missed moves to that day, and what follows counts from there."""
    assert caught_up(role("Cook", "2026-09-03 10:00"), on="2026-11-26") == {  # Thanksgiving
        "thank-you": "Thu 2026-09-03 13:00 2026-09-03 dropped",
        "follow-up": "Fri 2026-11-27 10:00 2026-09-11",
        "call": "Fri 2026-12-18 10:30",
        "tickler": "Thu 2027-02-18 09:30",
    }


def test_a_thank_you_alone_is_sent_late() -> None:
    """While nothing else was missed."""
    held = role("Cook", "2026-11-19 10:00")

    assert caught_up(held, on="2026-11-23")["thank-you"] == "Mon 2026-11-23 10:00 2026-11-19"
    assert caught_up(held, on="2026-11-23")["follow-up"] == "Fri 2026-11-27 10:00"
    assert caught_up(held, on="2026-11-19")["thank-you"] == "Thu 2026-11-19 13:00"


def test_what_was_logged_is_not_caught_up() -> None:
    """The call is the first that is missing."""
    held = role("Cook", "2026-09-03 10:00", ("thank-you", "2026-09-04"), ("follow-up", "2026-09-14"))

    assert caught_up(held, on="2026-11-24") == {
        "thank-you": "Fri 2026-09-04 done",
        "follow-up": "Mon 2026-09-14 done",
        "call": "Tue 2026-11-24 10:30 2026-10-05",
        "tickler": "Mon 2027-01-25 09:30",
    }


def test_catching_up_keeps_a_week_apart() -> None:
    """Two roles at one company are not chased on one day."""
    cook, baker = role("Cook", "2026-11-05 10:00"), role("Baker", "2026-11-09 10:00")

    assert caught_up(cook, baker, on="2026-11-30")["follow-up"] == "Mon 2026-11-30 10:00 2026-11-13"
    assert caught_up(baker, cook, on="2026-11-30")["follow-up"] == "Mon 2026-11-30 10:00 2026-11-17"
    late = [
        each for each in judged(cook, baker, catch_up=dt.date(2026, 11, 30))[0] if each.key == "follow-up"
    ]
    assert [at(each) for each in late] == ["Mon 2026-11-30 10:00", "Mon 2026-12-07 10:00"]
