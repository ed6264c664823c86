"""A calendar that others can see holds nothing that tells where and with whom."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from searches import interview, planned
from storyteller import run

from icsgen.messages import compose, redacted
from icsgen.model import Entry, Interview, Person

SAMPLE = Path(__file__).parents[1] / "samples" / "panel-day.yaml"
SECRETS = ("Acme", "Jana", "Sam", "Kim", "Roe", "Fifth Avenue", "streaming", "migrations", "November we")


def full() -> Interview:
    """An interview with all that can be told of one."""
    return replace(
        interview(said="end of November"),
        interviewers=(Person(name="Jana Müller", email="jana@acme.example", topics=("streaming",)),),
        contact=Person(name="Sam Ode", phone="+1 555 0199"),
        location="350 Fifth Avenue",
        strength="I have run two migrations",
        events=("prep", "debrief"),
    )


def entries(held: Interview) -> list[Entry]:
    return [compose(each) for each in planned(held)]


@pytest.mark.parametrize("via", [None, Person(name="Kim Roe", email="kim@agency.example")])
def test_names_are_initials_and_messages_are_gone(via: Person | None) -> None:
    """Every event stays, at its time and by its identity, and rings."""
    shown = entries(replace(full(), via=via))
    hidden = [found for each in shown if (found := redacted(each, "names"))]

    assert len(hidden) == len(shown)
    for before, after in zip(shown, hidden, strict=True):
        assert not [word for word in SECRETS if word in f"{after.title}{after.description}"]
        assert (after.description, after.messages, after.gaps) == ("", (), ())
        for same in ("key", "start", "end", "alarm", "busy", "until"):
            assert getattr(after.milestone, same) == getattr(before.milestone, same)
        about = after.milestone.interview
        assert about is None or (about.company, about.location, about.interviewers) == ("A. C.", None, ())
        assert about is None or (before.milestone.interview and about.id == before.milestone.interview.id)
    assert "Follow up with A. C.: Data Engineer" in {each.title for each in hidden} or via


def test_busy_blocks_alone() -> None:
    """Nothing but the time of the interview, without a sound."""
    (block,) = [found for each in entries(full()) if (found := redacted(each, "busy"))]

    assert (block.title, block.description, block.milestone.alarm) == ("Busy", "", None)
    assert block.milestone.key == "interview"


@pytest.mark.parametrize(
    ("company", "initials"),
    [("Acme", "A."), ("Procter & Gamble", "P. G."), ("3M", "3."), ("東京電力", "東."), ("…", "–")],
)
def test_initials(company: str, initials: str) -> None:
    """Of any script."""
    follow_up = next(each for each in planned(replace(full(), company=company)) if each.key == "follow-up")
    hidden = redacted(compose(follow_up), "names")

    assert hidden
    assert hidden.title == f"Follow up with {initials}: Data Engineer"


@pytest.mark.parametrize(
    ("role", "shown"),
    [
        ("Engineer at Acme Corp", "Engineer at A. C."),
        ("ACME-corp Engineer, AcmeCorp", "A. C. Engineer, A. C."),
        ("Engineer (Acme cloud)", "Engineer (A. cloud)"),
        ("Engineer", "Engineer"),
    ],
)
def test_the_role_does_not_tell_it_either(role: str, shown: str) -> None:
    """In whole or in part, however it is written."""
    hidden = redacted(compose(planned(replace(full(), role=role))[1]), "names")

    assert hidden
    assert hidden.title.endswith(f": {shown}")


# --- the file


def generated(folder: Path, *options: str) -> bytes:
    """The calendar over the last one, and what changed beside it, as bytes."""
    out, delta = folder / "out.ics", folder / "delta.ics"
    run("generate", str(SAMPLE), "-o", str(out), "--delta", str(delta), "--now", "2026-11-20", *options)
    return out.read_bytes() + (delta.read_bytes() if delta.exists() else b"")


@pytest.mark.parametrize("redaction", ["names", "busy"])
@pytest.mark.parametrize("before", [(), ("--redact", "names"), ("--redact", "busy")])
def test_a_file_tells_nothing_even_of_what_it_was(
    redaction: str, before: tuple[str, ...], tmp_path: Path
) -> None:
    """Over a file that told more, nothing of that stays: neither called off, nor as the change."""
    if before:
        generated(tmp_path, *before)
    generated(tmp_path)
    hidden = generated(tmp_path, "--redact", redaction)

    unfolded = hidden.replace(b"\r\n ", b"").decode()
    told = ["Spreewerk", "Köpenicker", "Jana", "Product" if redaction == "busy" else "Spree"]
    assert not [word for word in (*told, "Dear ", "X-ICSGEN-ID") if word in unfolded]
    if redaction == "busy":
        assert not [word for word in ("Job search", "Interview", "VALARM", "CATEGORIES") if word in unfolded]
    assert generated(tmp_path, "--redact", redaction).startswith(hidden.partition(b"END:VCALENDAR")[0])


def test_what_is_said_of_a_calendar_for_others(tmp_path: Path) -> None:
    """As many events as it holds, no alarms where it has none, and nothing of messages."""
    told = {
        redaction: run("generate", str(SAMPLE), "-o", str(tmp_path / redaction), "--redact", redaction)
        for redaction in ("names", "busy")
    }

    assert f"Wrote {tmp_path / 'busy'}, 1 event.\n" in told["busy"]
    assert "alarms" in told["names"]
    assert "alarms" not in told["busy"]
    assert "to mend" not in "".join(told.values())


def test_a_folder_of_files_tells_nothing(tmp_path: Path) -> None:
    """Nor do the names of the files."""
    run("generate", str(SAMPLE), "--split", str(tmp_path / "all"))
    run("generate", str(SAMPLE), "--split", str(tmp_path / "all"), "--redact", "busy")
    (file,) = (tmp_path / "all").iterdir()

    assert file.name == "2026-11-26-busy.ics"
    assert "Spreewerk" not in file.read_text("utf-8")
