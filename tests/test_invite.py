"""Invitations as the programs write them, each with the document that it becomes, and what is said of it.

`ICSGEN_UPDATE_GOLDEN=1 pytest tests/test_invite.py` renews the documents; look at what changed.
"""

from __future__ import annotations

import io
import os
import re
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from icsgen.cli import main
from icsgen.details import load
from icsgen.plan import make_plan

HERE = Path(__file__).parent / "invitations"
INVITATIONS = sorted(path for path in HERE.iterdir() if path.suffix in (".ics", ".eml"))
NOW = "2026-10-21T09:00"
AFTER = {"google-update", "google-cancelled", "cancelled-by-request", "cancelled-unknown", "older"}
ME = ["--me-email", "ana.perez@example.org", "--name", "Ana Pérez"]
HOME = ["--timezone", "America/New_York", "--country", "US", "--subdivision", "NY"]
TO_FILL_IN = {
    "company": "company: Somebody",
    "role": "role: Cook",
    "start": "start: 2026-12-15 10:00",
}
"""What a candidate writes in the place of a commented line."""


def run(*arguments: str) -> tuple[int, str]:
    """A command's exit code, and all that it says."""
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(out), pytest.raises(SystemExit) as done:
        main([*arguments, "--now", NOW])
    assert isinstance(done.value.code, int)
    return done.value.code, out.getvalue()


def taken(invitation: Path, folder: Path) -> tuple[bytes, str]:
    """The document that an invitation becomes, and what is said of it."""
    document = folder / "search.yaml"
    before = invitation.with_suffix(".before.yaml")
    if before.exists():
        document.write_bytes(before.read_bytes())
        options = []
    else:
        options = [*ME, *HOME]
    code, told = run("invite", str(invitation), "--into", str(document), *options)
    assert code == 0, told
    return document.read_bytes(), told.replace(str(folder), "FOLDER").replace(str(HERE), "HERE")


def by_name(path: Path) -> str:
    return path.name


@pytest.mark.parametrize("invitation", INVITATIONS, ids=by_name)
def test_an_invitation_becomes_its_document(invitation: Path, tmp_path: Path) -> None:
    """To the byte, with what is said; and the same once more, when nothing changes."""
    document, told = taken(invitation, tmp_path)
    expected, words = invitation.with_suffix(".yaml"), invitation.with_suffix(".txt")
    if os.environ.get("ICSGEN_UPDATE_GOLDEN"):
        expected.write_bytes(document)
        words.write_text(told, "utf-8")

    assert document == expected.read_bytes()
    assert told == words.read_text("utf-8")
    code, again = run("invite", str(invitation), "--into", str(tmp_path / "search.yaml"))
    assert (code, (tmp_path / "search.yaml").read_bytes()) == (0, document)
    assert again.count("nothing changes") >= 1


@pytest.mark.parametrize("invitation", INVITATIONS, ids=by_name)
def test_its_document_loads_and_plans(invitation: Path) -> None:
    """Once what it tells as missing is filled in."""
    text = invitation.with_suffix(".yaml").read_text("utf-8")
    for key, filled in TO_FILL_IN.items():
        text = re.sub(rf"# {key}:  #.*", filled, text)
    plan = make_plan(load(text.encode(), "search.yaml"))

    assert plan.entries
    own = [entry for entry in plan.entries if entry.milestone.key == "interview"]
    assert not own or "invite:" not in text


def test_there_are_enough() -> None:
    """Of every program, and with traps."""
    assert len(INVITATIONS) >= 20
    for trap in ("dst-week", "all-day", "recurring", "google-cancelled", "forwarded"):
        assert any(path.stem == trap for path in INVITATIONS)
