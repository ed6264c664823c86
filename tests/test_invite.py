"""Invitations as the programs write them, each with the document that it becomes, and what is said of it.

`ICSGEN_UPDATE_GOLDEN=1 pytest tests/test_invite.py` renews the documents; look at what changed.
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import time
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from calendars import CANDIDATE, calendar, event

from icsgen.cli import main
from icsgen.details import load
from icsgen.plan import make_plan

HERE = Path(__file__).parent / "invitations"
INVITATIONS = sorted(path for path in HERE.iterdir() if path.suffix in (".ics", ".eml"))
NOW = "2026-10-21T09:00"
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


# --- the command


def test_without_a_document_it_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """As an item of a list, on standard output alone: `icsgen invite x.ics >> search.yaml`."""
    with pytest.raises(SystemExit, match="0"):
        main(["invite", str(HERE / "google.ics"), *ME, *HOME, "--now", NOW])
    out, err = capsys.readouterr()

    text = (HERE / "google.yaml").read_text("utf-8").partition("interviews:\n")[2]
    assert out == re.sub("^  ", "", text, flags=re.MULTILINE)
    assert err.startswith("Added: Senior Data Engineer at Acme Corp")


def test_what_is_given_as_options_holds(tmp_path: Path) -> None:
    """Over what the invitation tells."""
    document = tmp_path / "new.yaml"
    options = [
        "--company",
        "Acme: Ltd",
        "--role",
        "Cook",
        "--me-email",
        "a@b.example",
        "--timezone",
        "Asia/Tokyo",
    ]
    code, _ = run("invite", str(HERE / "google.ics"), "--into", str(document), *options)
    search = load(document.read_bytes(), "new.yaml")

    assert code == 0
    assert (search.interviews[0].company, search.interviews[0].role) == ("Acme: Ltd", "Cook")
    assert (search.me.email, search.me.region.country) == ("a@b.example", "JP")


def test_without_a_zone_it_is_a_line_to_fill_in(tmp_path: Path) -> None:
    """The candidate's is in no invitation, nor is their country."""
    document = tmp_path / "new.yaml"
    code, told = run("invite", str(HERE / "outlook-teams.ics"), "--into", str(document))
    text = document.read_text("utf-8")

    assert code == 0
    assert "  # timezone:  # yours: America/New_York\n  # country:" in text
    assert "me.timezone: missing" in told
    assert "start: 2026-11-19 15:00\n" in text


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["nowhere.ics"], 1, "nowhere.ics: cannot be read: No such file"),
        (["."], 1, ".: is a folder"),
        (["x.ics", "--into", "-"], 2, "standard input cannot be changed"),
        (["-", "-"], 2, "standard input can be read once"),
        (["x.ics", "--into", "new.json"], 1, "new.json: would be YAML; choose a name such as new.yaml"),
        (["x.ics", "--into", "nowhere/new.yaml"], 1, "does not exist"),
        (["x.ics", "--me-email", "ana"], 2, "--me-email: found"),
        (["x.ics", "--timezone", "Berlin"], 2, "--timezone: unknown time zone"),
        (["x.ics", "--into", "."], 1, ".: is a folder"),
        (
            ["x.ics", "--into", "new.yaml", "--country", "Atlantis", "--timezone", "Asia/Tokyo"],
            1,
            "unknown country",
        ),
        ([], 2, "Missing argument"),
    ],
)
def test_a_fault_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int, said: str
) -> None:
    """And nothing is written."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x.ics").write_bytes((HERE / "google.ics").read_bytes())
    ended, told = run("invite", *arguments)

    assert ended == code
    assert said in told
    assert [path.name for path in tmp_path.iterdir()] == ["x.ics"]


def test_the_faults_of_all_files_at_once(tmp_path: Path) -> None:
    """And nothing of the good ones is written."""
    (tmp_path / "a.ics").write_bytes(b"BEGIN:VCALENDAR")
    (tmp_path / "b.eml").write_bytes(b"From: a@b.example\n\nHello")
    files = [str(tmp_path / "a.ics"), str(HERE / "google.ics"), str(tmp_path / "b.eml")]
    code, told = run("invite", *files, "--into", str(tmp_path / "new.yaml"))

    assert code == 1
    assert "a.ics:1:1: BEGIN:VCALENDAR without its END" in told
    assert "b.eml: a mail without an invitation" in told
    assert not (tmp_path / "new.yaml").exists()


@pytest.mark.parametrize("name", ["large.ics", "/dev/zero"])
def test_no_more_of_a_file_is_read_than_an_invitation_has(tmp_path: Path, name: str) -> None:
    """A hundred million bytes, or bytes without end: in a moment, and within 200 MB."""
    file = tmp_path / name
    if name == "large.ics":
        with file.open("wb") as opened:
            opened.write(b"BEGIN:VCALENDAR\r\n")
            opened.truncate(100_000_000)
    code = "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (400_000_000, 400_000_000)); "
    code += "from icsgen.cli import main; main(['invite', sys.argv[1]])"
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", code, str(file)], capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert done.stderr == f"{file}: more than 25,000,000 bytes; expected an invitation, as .ics or .eml\n"
    assert time.monotonic() - begun < 10


def test_who_is_there_is_asked(tmp_path: Path) -> None:
    """On a terminal: what is missing, and once more where it cannot be read."""
    import pty

    data = calendar(*event("SUMMARY:Interview", "ORGANIZER:mailto:sam@gmail.com", CANDIDATE))
    (tmp_path / "x.ics").write_bytes(data)
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "icsgen", "invite", "x.ics", "--into", "new.yaml", "--now", NOW]
    done = subprocess.Popen(command, cwd=tmp_path, stdin=theirs, stderr=theirs, stdout=subprocess.DEVNULL)
    os.close(theirs)
    answers = ["Berlin", "Europe/Berlin", "Acme", "Cook", "whenever they like", "in two weeks"]
    os.write(ours, "".join(f"{each}\n" for each in answers).encode())
    shown = b""
    try:
        while some := os.read(ours, 65_536):
            shown += some
    except OSError:  # the end of a pseudo-terminal, on Linux
        pass
    os.close(ours)
    assert done.wait() == 0, shown
    search = load((tmp_path / "new.yaml").read_bytes(), "new.yaml")

    assert (search.interviews[0].company, search.interviews[0].role) == ("Acme", "Cook")
    assert search.interviews[0].timeline
    assert search.me.region.country == "DE"


def test_given_up_it_writes_nothing(tmp_path: Path) -> None:
    """In the midst of the questions."""
    import pty

    (tmp_path / "x.ics").write_bytes((HERE / "zoom.ics").read_bytes())
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "icsgen", "invite", "x.ics", "--into", "new.yaml"]
    with subprocess.Popen(command, cwd=tmp_path, stdin=theirs, stderr=theirs) as done:
        os.close(theirs)
        while b"time zone" not in os.read(ours, 65_536):
            pass
        os.write(ours, b"\x04")  # the end of what is typed
        assert done.wait(20) == 130
    os.close(ours)

    assert not (tmp_path / "new.yaml").exists()
