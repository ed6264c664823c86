"""A document told what happened, by a program: whole or not at all; an undo takes back what was meant."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from icsgen.details import load
from icsgen.details.changes import Addition, Change, Removal, Saying
from icsgen.errors import InputError, OutputError
from icsgen.model import Interview
from icsgen.outlets import locks
from icsgen.outlets.logbook import Edit, Telling, changed, is_last, removal_of, with_id
from icsgen.plan import Plan

NOW = dt.datetime(2026, 12, 10, 9, tzinfo=dt.UTC)
TEXT = """\
me: {timezone: America/New_York, country: US, subdivision: NY}
interviews:
- {company: Other, role: X, start: 2026-11-18 9:00}  # first
- company: Acme
  role: Cook
  start: 2026-11-17 14:30
  log:
  - thank-you: 2026-11-17   # late
"""
ACME = "acme-cook"


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "job.yaml"
    path.write_text(TEXT, "utf-8")
    return path


def added(**fact: str) -> Callable[[Interview, dt.date], Change]:
    """A fact of today, unless a date is given."""
    return lambda _, today: Addition({kind: date or f"{today}" for kind, date in fact.items()})


def tell(
    document: Path,
    change: Callable[[Interview, dt.date], Change],
    *,
    named: str | None = None,
    now: dt.datetime = NOW,
    who: str = ACME,
) -> Edit:
    return changed(document, Telling(interview=with_id(who), change=change, named=named), now)


def facts(document: Path, who: str = ACME) -> list[tuple[str, str]]:
    search = load(document.read_bytes(), document.name)
    return [(fact.kind, f"{fact.date}") for fact in with_id(who)(search.interviews).log]


def refused(document: Path, change: Callable[[Interview, dt.date], Change], who: str = ACME) -> str:
    """Why a document is not told this; its bytes are what they were."""
    before = document.read_bytes()
    with pytest.raises(OutputError) as fault:
        tell(document, change, who=who)
    assert document.read_bytes() == before
    return str(fault.value).removeprefix(f"{document}:")


# --- told by a program


def test_a_line_more_and_what_became_of_it(document: Path) -> None:
    """What it said before, the plan of what it says now, and what was done in a line."""
    edit = tell(document, added(reply="2026-12-02"), named="a reply")

    assert document.read_text("utf-8") == f"{TEXT}  - reply: 2026-12-02\n"
    assert edit.told == "Logged: reply 2026-12-02"
    assert [len(each.log) for each in edit.before.interviews] == [0, 1]
    assert isinstance(edit.plan, Plan)
    tell(document, lambda *_: Removal())
    assert document.read_text("utf-8") == TEXT


@pytest.mark.parametrize(("hour", "day"), [(2, "2026-12-09"), (12, "2026-12-10")])
def test_today_is_the_candidates(hour: int, day: str, document: Path) -> None:
    """At two o'clock of UTC it is still yesterday in New York; the interview is the one that was meant."""
    asked: list[str] = []

    def change(interview: Interview, today: dt.date) -> Change:
        asked.append(interview.company)
        return Addition({"reply": f"{today}"})

    tell(document, change, now=NOW.replace(hour=hour))
    assert facts(document)[-1] == ("reply", day)
    assert asked == ["Acme"]


@pytest.mark.parametrize("who", ["acme", "Acme", "ACME-COOK", "acme-cook-2", ""])
def test_an_id_is_meant_exactly(who: str, document: Path) -> None:
    """No part of it, and no company."""
    told = refused(document, added(reply=""), who)
    assert told == f"no interview has the id {who!r}; the document may have changed meanwhile"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (added(**{"thank-you": "2026-11-17"}), "8:5: interviews[2].log[1]: thank-you 2026-11-17 is logged"),
        (lambda *_: Saying("in two weeks"), ""),
    ],
)
def test_what_says_nothing_new(
    change: Callable[[Interview, dt.date], Change], told: str, document: Path
) -> None:
    """Is refused where it stands already, or where a reply has overtaken it."""
    tell(document, added(reply="2026-12-02"))
    assert told in refused(document, change)


def test_faults_are_told_by_the_words_that_were_given(document: Path) -> None:
    """They stand in no line yet; those of the document itself stand where they stood."""
    with pytest.raises(InputError) as fault:
        tell(document, added(call="2026-12-01"), named="what you clicked")
    assert str(fault.value).startswith("what you clicked: a call without a follow-up before it")
    assert document.read_text("utf-8") == TEXT

    document.write_text(f"{TEXT}  - call: 2026-12-01\n", "utf-8")
    with pytest.raises(InputError, match=r"job\.yaml:9:5: .*a call without a follow-up"):
        tell(document, added(reply="2026-12-02"), named="what you clicked")


def test_what_is_left_to_mend(document: Path) -> None:
    """Of several faults one is taken back: that is written, and the rest is handed on."""
    document.write_text(f"{TEXT}  - call: 2026-12-01\n  - call: 2026-12-02\n", "utf-8")

    assert isinstance(tell(document, removal_of("call", dt.date(2026, 12, 2))).plan, InputError)
    assert isinstance(tell(document, removal_of("call", dt.date(2026, 12, 1))).plan, Plan)
    assert document.read_text("utf-8") == TEXT


def test_somebody_who_holds_no_lock(document: Path) -> None:
    """An editor that saves in the middle of it: what was saved stays."""

    def change(_: Interview, today: dt.date) -> Change:
        document.write_text(f"{TEXT}# mine\n", "utf-8")
        return Addition({"reply": f"{today}"})

    with pytest.raises(OutputError, match="somebody has changed it meanwhile; try again"):
        tell(document, change)
    assert document.read_text("utf-8") == f"{TEXT}# mine\n"


def test_what_is_no_document(tmp_path: Path) -> None:
    """It is said why; a pipe is not waited for."""
    os.mkfifo(tmp_path / "pipe.yaml")
    for name, told in {
        "pipe.yaml": "is no file that can be changed; name a document",
        "none.yaml": "cannot be read: No such file or directory",
        ".": "is a folder; expected a document such as interview.yaml",
    }.items():
        with pytest.raises(OutputError, match=told):
            tell(tmp_path / name, added(reply=""))


@pytest.mark.parametrize("linked", [False, True])
def test_threads_each_with_a_fact(
    linked: bool, document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All are kept, one after the other, by whatever link they come; a link stays one."""
    monkeypatch.setattr(locks, "MOMENT", 0.01)
    monkeypatch.setattr(locks, "PATIENCE", 60.0)
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "elsewhere" / "link.yaml"
    link.symlink_to(document)
    days = [f"2026-12-0{day}" for day in range(1, 9)]

    def told(numbered: tuple[int, str]) -> None:
        number, day = numbered
        tell(link if linked and number % 2 else document, added(reply=day))

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(told, enumerate(days)))
    assert sorted(facts(document)[1:]) == [("reply", day) for day in days]
    assert link.is_symlink()


# --- an undo takes back what was meant, once


def test_an_undo_that_comes_twice(document: Path) -> None:
    """Takes back one fact; the one before it was not meant."""
    tell(document, added(reply="2026-12-02"))
    undo = removal_of("reply", dt.date(2026, 12, 2))

    assert tell(document, undo).told == "Taken back: reply 2026-12-02"
    told = "4:3: interviews[2]: reply 2026-12-02 is not the last that is logged, but thank-you 2026-11-17"
    assert refused(document, undo) == f"{told}; nothing is taken back"
    assert document.read_text("utf-8") == TEXT


@pytest.mark.parametrize(("kind", "day"), [("reply", 1), ("offer", 2), ("thank-you", 17)])
def test_an_undo_of_another_fact(kind: str, day: int, document: Path) -> None:
    """Of another day, of another kind, or one that has others after it."""
    tell(document, added(reply="2026-12-02"))

    month = 11 if kind == "thank-you" else 12
    assert "is not the last" in refused(document, removal_of(kind, dt.date(2026, month, day)))


def test_an_undo_where_nothing_is_left(document: Path) -> None:
    """The last one is taken back like any other, and then there is none."""
    undo = removal_of("thank-you", dt.date(2026, 11, 17))
    tell(document, undo)

    assert facts(document) == []
    assert refused(document, undo) == "4:3: interviews[2]: nothing is logged there"


def test_which_fact_is_the_last(document: Path) -> None:
    """By where it stands, not by its date: that is the one an undo takes back."""
    tell(document, added(**{"follow-up": "2026-11-24"}))
    tell(document, added(tickler="2026-11-20"))
    other, acme = load(document.read_bytes(), "job.yaml").interviews

    assert is_last(acme, "tickler", dt.date(2026, 11, 20))
    assert not is_last(acme, "follow-up", dt.date(2026, 11, 24))
    assert not is_last(acme, "tickler", dt.date(2026, 11, 24))
    assert not is_last(other, "tickler", dt.date(2026, 11, 20))
