"""Drafts for a mail program: read back by Python's own reader they say what was meant, and edits stay."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from msgspec.structs import replace
from searches import candidate, interview, planned
from storyteller import run

from icsgen.cli import main
from icsgen.messages import compose
from icsgen.model import Entry, Interview, Person
from icsgen.outlets import write_all
from icsgen.outlets.mails import Mails, mails_in

ME = replace(candidate(), email="ana@example.org", phone="+1 555 0100")
JANA = Person(name="Jana Müller", email="jana@acme.example", topics=("streaming",))

HELD = replace(interview(), interviewers=(JANA,))


def entries(held: Interview) -> list[Entry]:
    return [compose(each) for each in planned(held, me=ME) if each.live]


def write_mails(folder: Path, made: list[Entry]) -> Mails:
    """As the command does, with the calendar."""
    found = mails_in(folder, made, ME)
    write_all(found.files)
    return found


def read(path: Path) -> EmailMessage:
    return message_from_bytes(path.read_bytes(), policy=default)


@pytest.mark.parametrize(
    "person",
    [
        JANA,
        replace(JANA, name='Müller, "Jana" <x>'),
        replace(JANA, name="佐藤 恵"),
        replace(JANA, email=None),
        replace(JANA, name="Jana\r\nBcc: all@world.example"),
        replace(JANA, topics=("a\r\n.\r\nEND",)),
    ],
)
def test_a_draft_says_what_was_meant(person: Person, tmp_path: Path) -> None:
    """To, subject and body; no header that nobody asked for, whatever the details hold."""
    made = entries(
        replace(interview(), interviewers=(person,), strength="I have run two such migrations – é")
    )
    mails = [message for entry in made for message in entry.messages if message.to]
    assert write_mails(tmp_path / "mails", made).count == len(mails)
    found = [read(path) for path in sorted((tmp_path / "mails").iterdir())]

    assert len(found) == len(mails)
    assert sorted(each["Subject"] for each in found) == sorted(each.subject for each in mails)
    assert sorted(each.get_content().replace("\r\n", "\n").rstrip("\n") for each in found) == sorted(
        each.body for each in mails
    )
    for each in found:
        assert set(each.keys()) <= {
            *("X-Icsgen-Seal", "X-Unsent", "From", "To", "Subject", "MIME-Version"),
            *("Content-Type", "Content-Transfer-Encoding"),
        }
        assert (each["X-Unsent"], each["From"].addresses[0].addr_spec) == ("1", "ana@example.org")
        addresses = [address.addr_spec for address in each["To"].addresses] if each["To"] else []
        assert addresses in ([person.email], [])


@pytest.mark.parametrize(
    ("name", "email", "reader"),
    [
        ("=?utf-8?q?eve=40x=2Eex=2C?=", "sam@acme.example", "sam@acme.example"),
        ("=?utf-8?q?a=2C_b=40c?=", "sam@acme.example", "sam@acme.example"),
        ("Jo", "jo@bücher.example", "jo@xn--bcher-kva.example"),
        ("Jo", "jö@acme.example", None),
        ("Sam <HR>", None, None),
        ("Sam <all@acme.example", None, None),
    ],
)
def test_one_reader_or_none(name: str, email: str | None, reader: str | None, tmp_path: Path) -> None:
    """A name adds nobody; a domain is in punycode, an address that no header holds is left to be put in."""
    made = entries(replace(interview(), interviewers=(Person(name=name, email=email, topics=("x",)),)))
    done = write_mails(tmp_path, made)
    mails = [read(path) for path in tmp_path.glob("*thank-you*")]

    assert len(mails) == 1
    to = mails[0]["To"].addresses if mails[0]["To"] else ()
    assert [each.addr_spec for each in to] == ([reader] if reader else [])
    assert bool([line for line in done.told if "put in" in line]) == (email == "jö@acme.example")


def test_names_that_look_alike_lose_no_mail(tmp_path: Path) -> None:
    """Long ids that begin alike, marks that are left out, letters of four bytes."""
    ids = ("x", "x-", "X", "x/", f"{'long ' * 60}one", f"{'long ' * 60}two", "𠀀" * 80, "")
    made = [entry for each in ids for entry in entries(replace(HELD, id=each))]
    mails = [message for entry in made for message in entry.messages if message.to]
    write_mails(tmp_path, made)

    assert len(list(tmp_path.iterdir())) == len(mails)
    assert all(len(path.name.encode()) < 220 for path in tmp_path.iterdir())


def test_each_of_a_panel_has_a_file(tmp_path: Path) -> None:
    """By date, interview and kind; names that look alike are numbered."""
    panel = (JANA, replace(JANA, name="Tom Lee", email=None, topics=("tests",)))
    write_mails(tmp_path, entries(replace(interview(), id="Ä/../b", interviewers=panel)))
    names = sorted(path.name for path in tmp_path.iterdir())

    assert names[:2] == ["2026-11-20-ä-b-thank-you-1.eml", "2026-11-20-ä-b-thank-you-2.eml"]
    assert "2026-11-30-ä-b-follow-up.eml" in names


def test_what_somebody_changed_stays(tmp_path: Path) -> None:
    """And what nobody did follows the document; other files are nobody's business."""
    first = entries(HELD)
    write_mails(tmp_path, first)
    (tmp_path / "mine.eml").write_bytes(b"Subject: mine\r\n\r\n")
    changed = next(tmp_path.glob("*thank-you.eml"))
    changed.write_bytes(changed.read_bytes() + b"PS\r\n")
    moved = replace(interview("2026-11-20 15:00", said="in two weeks"), id=HELD.id, interviewers=(JANA,))
    later = entries(replace(moved, strength="I cook"))
    done = write_mails(tmp_path, later)

    assert f"{changed}: was changed since, and stays" in done.told
    assert changed.read_bytes().endswith(b"PS\r\n")
    assert (tmp_path / "mine.eml").exists()
    kinds = sorted(path.name.partition("us-")[2] for path in tmp_path.iterdir())
    assert "follow-up-timeline.eml" in kinds
    assert "follow-up.eml" not in kinds


def test_the_command(tmp_path: Path) -> None:
    """`generate --eml DIR`, and not for others to see."""
    sample = str(Path(__file__).parents[1] / "samples" / "interview.yaml")
    told = run("generate", sample, "-o", str(tmp_path / "a.ics"), "--eml", str(tmp_path / "mails"))

    assert f"{tmp_path / 'mails'}: 5 mails, as drafts." in told
    assert len(list((tmp_path / "mails").iterdir())) == 5
    run("generate", sample, "-o", str(tmp_path / "b.ics"), "--eml", str(tmp_path / "no"), "--redact", "busy")
    assert not (tmp_path / "no").exists()


@pytest.mark.parametrize("options", [["-o", "a.ics"], ["--split", "split"]])
def test_all_or_nothing(options: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a draft cannot be written, no calendar is; nor a draft, where the calendar cannot."""
    monkeypatch.chdir(tmp_path)
    sample = str(Path(__file__).parents[1] / "samples" / "interview.yaml")
    run("generate", sample, "-o", "first.ics", "--eml", "mails")
    taken = next(Path("mails").glob("*thank-you*"))
    taken.unlink()
    taken.mkdir()
    with pytest.raises(SystemExit, match="1"):
        main(("generate", sample, *options, "--eml", "mails"))
    assert not Path("a.ics").exists()
    assert not list(tmp_path.glob("split/*"))

    with pytest.raises(SystemExit, match="1"):
        main(("generate", sample, "-o", "nowhere/a.ics", "--eml", "drafts"))
    assert not list(Path("drafts").iterdir())
