"""The life of an invitation in a document: taken in, moved, older, called off, at a new time."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from calendars import CANDIDATE, calendar, event

from icsgen.cli import main
from icsgen.details import load, read
from icsgen.details.invites import invitations
from icsgen.errors import OutputError
from icsgen.ics.history import history
from icsgen.outlets.arrivals import Taken, taken
from icsgen.outlets.invited import Asking, Question
from icsgen.outlets.rewriting import put

DOCUMENT = """\
# my search
me:
  name: Ana Pérez
  email: ana.perez@example.org
  timezone: America/New_York   # home
  country: US
  subdivision: NY

interviews:
  - company: Other     # the first
    role: Cook
    start: 2026-11-10 9:00
    place: '12 River Street'   # by the water
      # still of the first

# the end
"""
NOW = dt.datetime(2026, 11, 5, 15, tzinfo=dt.UTC)
LINES = (
    "SUMMARY:Interview: Data Engineer at Acme",
    "ORGANIZER;CN=Sam Ode:mailto:sam@acme.example",
    CANDIDATE,
    "ATTENDEE;CN=Jana Müller:mailto:jana@acme.example",
)


def version(
    sequence: int,
    start: str,
    *more: str,
    stamp: str = "20261104T150000Z",
    uid: str = "7@acme.example",
    method: str = "REQUEST",
) -> bytes:
    """A version of the invitation."""
    lines = (*LINES, f"SEQUENCE:{sequence}", f"DTSTAMP:{stamp}", *more)
    return calendar(*event(*lines, uid=uid, start=start), method=method)


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "search.yaml"
    path.write_text(DOCUMENT, "utf-8")
    return path


def run(*arguments: str, now: str = "2026-11-05T15:00") -> tuple[int, str]:
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(out), pytest.raises(SystemExit) as done:
        main([*arguments, "--now", now])
    assert isinstance(done.value.code, int)
    return done.value.code, out.getvalue()


def invite(document: Path, data: bytes, now: str = "2026-11-05T15:00") -> str:
    """What the command says of an invitation; the calendar is made anew after it."""
    file = document.with_name("invite.ics")
    file.write_bytes(data)
    code, told = run("invite", str(file), "--into", str(document), now=now)
    assert code == 0, told
    run("generate", str(document), "-o", str(document.with_suffix(".ics")), now=now)
    return told


def live(document: Path) -> list[str]:
    """What the calendar holds of Acme, each with its day."""
    events = history(document.with_suffix(".ics").read_bytes()).events.values()
    found = [(each, each.body.decode().replace("\r\n ", "")) for each in events if each.live]
    return sorted(
        f"{each.slot.start:%m-%d} {body.split('SUMMARY:')[1][:9]}" for each, body in found if "Acme" in body
    )


def test_the_life_of_an_invitation(document: Path) -> None:
    """Asked for, again, moved, an older one, called off, called off again, a new time, over."""
    untouched = DOCUMENT.splitlines()

    def said(data: bytes, now: str = "2026-11-05T15:00") -> str:
        told = invite(document, data, now)
        assert [line for line in document.read_text("utf-8").splitlines() if line in untouched] == untouched
        return told.splitlines()[0]

    assert said(version(0, "20261117T193000Z")) == "Added: Data Engineer at Acme, 2026-11-17 14:30."
    assert live(document) == ["02-16 Ask Acme ", "11-17 Send a th", "11-24 Follow up", "12-15 Call Acme"]
    assert said(version(0, "20261117T193000Z")).endswith("is in the document already; nothing changes.")
    moved = said(version(1, "20261119T150000Z", "DTEND:20261119T163000Z", "LOCATION:5 Hill Road"))
    assert moved == (
        "acme-data-engineer: moved from Tue 17 Nov 2026 14:30 to Thu 19 Nov 2026 10:00; "
        "lasts 90 minutes in place of 60; at 5 Hill Road, in place of no place."
    )
    assert live(document) == ["02-18 Ask Acme ", "11-19 Send a th", "11-27 Follow up", "12-18 Call Acme"]
    assert "older than the one" in said(version(0, "20261117T193000Z", stamp="20261105T100000Z"))
    off = said(version(2, "20261119T150000Z", method="CANCEL"))
    assert off.startswith("acme-data-engineer: called off; logged: postponed 2026-11-05")
    assert live(document) == []
    assert "nothing changes" in said(version(2, "20261119T150000Z", method="CANCEL"))
    back = said(version(3, "20261202T150000Z", "DTEND:20261202T160000Z"), "2026-11-06T15:00")
    assert "moved from Thu 19 Nov 2026 10:00 to Wed 2 Dec 2026 10:00" in back
    assert "logged: reply 2026-11-06" in back
    assert live(document) == ["01-04 Call Acme", "03-04 Ask Acme ", "12-02 Send a th", "12-09 Follow up"]
    over = said(version(4, "20261202T150000Z", method="CANCEL"), "2026-12-03T15:00")
    assert (
        over
        == "acme-data-engineer: the invitation is called off, but the interview is over; nothing changes."
    )


def test_a_stamp_alone_can_be_newer(document: Path) -> None:
    """Of one SEQUENCE the later DTSTAMP holds (RFC 5546 2.1.5)."""
    invite(document, version(0, "20261117T193000Z"))
    invite(document, version(0, "20261118T193000Z", stamp="20261104T150001Z"))

    assert "start: 2026-11-18 14:30" in document.read_text("utf-8")


@pytest.mark.parametrize("sequence", [0, 1])
def test_an_interview_by_hand_can_be_followed(document: Path, sequence: int) -> None:
    """With nothing but the UID, any later version of the invitation is taken; the rest stays as written."""
    text = DOCUMENT.replace(
        "start: 2026-11-10 9:00", "start: 2026-11-10 9:00 am # sharp\n    invite: 7@acme.example"
    )
    document.write_text(text, "utf-8")
    invite(document, version(sequence, "20261112T140000Z"))

    assert document.read_text("utf-8") == text.replace("2026-11-10 9:00 am", "2026-11-12 09:00").replace(
        "invite: 7@acme.example",
        f"invite: {{uid: 7@acme.example, sequence: {sequence}, stamp: 2026-11-04T15:00:00Z}}",
    )


@pytest.mark.parametrize(
    ("written", "after"),
    [
        ("    end: 15:15\n", "    end: 11:30\n"),
        ("    duration: 45 min # about\n", "    duration: 90 min # about\n"),
        ("", "    end: 11:30\n"),
        ("    end: 2026-11-17 15:15\n", "    end: 11:30\n"),
    ],
)
def test_its_length_stays_in_the_words_of_the_document(document: Path, written: str, after: str) -> None:
    """An end is an end, a duration a duration."""
    head = "    start: 2026-11-17 14:30\n"
    text = DOCUMENT.replace(
        "    start: 2026-11-10 9:00\n", f"{head}{written}    invite: {{uid: 7@acme.example}}\n"
    )
    document.write_text(text, "utf-8")
    invite(document, version(1, "20261119T150000Z", "DTEND:20261119T163000Z"))
    (interview,) = load(document.read_bytes(), "x.yaml").interviews

    assert after in document.read_text("utf-8")
    assert interview.end - interview.start == dt.timedelta(minutes=90)


def test_the_clock_of_the_document_is_kept(document: Path) -> None:
    """A later version may come from somebody else's calendar, in another zone."""
    invite(
        document,
        version(0, "20261117T193000Z").replace(
            b"DTSTART:20261117T193000Z", b"DTSTART;TZID=W. Europe Standard Time:20261117T203000"
        ),
    )
    assert "timezone: Europe/Berlin" in document.read_text("utf-8")
    invite(document, version(1, "20261119T150000Z"))

    assert "start: 2026-11-19 16:00" in document.read_text("utf-8")


def test_nothing_is_written_where_the_document_would_be_unsound(document: Path) -> None:
    """Its own faults are told; an invitation mends none of them."""
    document.write_text(DOCUMENT.replace("country: US", "country: Atlantis"), "utf-8")
    before = document.read_bytes()
    file = document.with_name("invite.ics")
    file.write_bytes(version(0, "20261117T193000Z"))
    code, told = run("invite", str(file), "--into", str(document))

    assert (code, document.read_bytes()) == (1, before)
    assert "Atlantis" in told


def test_an_interview_that_was_typed_is_known_by_its_invitation(document: Path) -> None:
    """It does not come a second time; a later version finds it, also one with another UID."""
    typed = "  - company: Acme\n    role: Data Engineer\n    start: 2026-11-17 14:30\n\n# the end"
    document.write_text(DOCUMENT.replace("\n# the end", typed), "utf-8")
    told = invite(document, version(0, "20261117T193000Z"))
    assert "acme-data-engineer: is in the document already, and known by this invitation" in told
    assert "invite: {uid: 7@acme.example" in document.read_text("utf-8")
    invite(document, version(0, "20261117T193000Z", uid="8@acme.example"))
    invite(document, version(1, "20261118T193000Z", uid="8@acme.example"))

    assert len(load(document.read_bytes(), "x.yaml").interviews) == 2
    assert "start: 2026-11-18 14:30" in document.read_text("utf-8")


def test_a_company_is_called_as_in_the_document(document: Path) -> None:
    """By the addresses of its people, where the invitation has no better name."""
    invite(document, version(0, "20261117T193000Z").replace(b"at Acme", b"at Acme Holding"))
    next_ = version(0, "20261201T193000Z", uid="8@acme.example", stamp="20261105T150000Z")
    told = invite(document, next_.replace(b"Interview: Data Engineer at Acme", b"Second interview"))

    assert told.startswith("Added: Data Engineer at Acme Holding, 2026-12-01 14:30.")
    assert "role: Data Engineer  # as for the interview before" in document.read_text("utf-8")
    assert "round: 2" in document.read_text("utf-8")


def test_a_day_is_that_of_the_document(document: Path) -> None:
    """An evening in New York is the next day in UTC: two talks are one visit all the same."""
    invite(document, version(0, "20261117T193000Z"))
    told = invite(document, version(0, "20261118T003000Z", uid="8@acme.example"))

    assert "one visit" in told
    assert "id: acme-data-engineer-2" in document.read_text("utf-8")


# --- shapes of a document

ALONE = "company: A\nrole: R\nstart: 2026-11-10 9:00\n"
JSON = """\
{"me": {"timezone": "America/New_York", "country": "US", "subdivision": "NY"},
 "interviews": [{"company": "A", "role": "R", "start": "2026-11-10 9:00"}]}
"""
TOML = """\
[me]
timezone = "America/New_York"
country = "US"
subdivision = "NY"
[[interviews]]
company = "A"
role = "R"
start = "2026-11-10 9:00"
"""


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("one.yaml", DOCUMENT.split("interviews:")[0] + ALONE, "put it into one, under `interviews:`"),
        ("one.json", JSON, 'behind a comma at the end of "interviews"'),
        ("one.toml", TOML, "at the end:\n    [[interviews]]"),
    ],
)
def test_what_cannot_be_edited_is_told_by_hand(tmp_path: Path, name: str, text: str, said: str) -> None:
    """The very lines, in the document's own language; nothing is written."""
    file, invitation = tmp_path / name, tmp_path / "invite.ics"
    file.write_text(text, "utf-8")
    invitation.write_bytes(version(0, "20261117T193000Z"))
    code, told = run("invite", str(invitation), "--into", str(file))

    assert (code, file.read_text("utf-8")) == (1, text)
    assert said in told
    assert "Data Engineer" in told


@pytest.mark.parametrize(
    "text",
    [
        "interviews: []\n",
        "interviews: # none yet\n",
        "",
        "interviews: [{company: A, role: R, start: 2026-11-10 9:00}]\n",
        "interviews:\n- company: A\n  role: R\n  start: 2026-11-10 9:00",
        "interviews:\n    - company: A\n      role: R\n      start: 2026-11-10 9:00\n\n# a\nevents: [prep]\n",
        "interviews:\r\n- company: A\r\n  role: R\r\n  start: 2026-11-10 9:00\r\n",
    ],
)
def test_any_list_takes_one_more(tmp_path: Path, text: str) -> None:
    """Whatever it looks like; and everything else stays."""
    head = "me: {timezone: America/New_York, country: US, subdivision: NY} # me\n"
    before = read((head + text).encode(), "x.yaml")
    found, _ = invitations(version(0, "20261117T193000Z"), "x.ics")
    after = taken(before, found, Asking(clock=NOW)).document

    assert after
    assert [line for line in (head + text).splitlines() if line in after.text] == (
        head + text
    ).splitlines() or "[" in text
    assert load(after.text.encode(), "x.yaml").interviews[-1].company == "Acme"


def test_a_document_that_changes_meanwhile_is_left_alone(document: Path) -> None:
    """Somebody may take their time to answer."""
    with pytest.raises(OutputError, match="meanwhile"):
        put(document, b"other", b"mine")
    assert document.read_text("utf-8") == DOCUMENT


# --- who is there is asked


def answers(**given: str) -> tuple[Callable[[Question], str], list[str]]:
    """Somebody who answers, and what they were asked."""
    asked: list[str] = []

    def ask(question: Question) -> str:
        asked.append(question.key)
        return given.get(question.key.replace("-", "_"), question.default)

    return ask, asked


def after(text: str, *files: bytes, **given: str) -> tuple[Taken, list[str]]:
    """What becomes of a document when somebody answers so, and what they were asked."""
    ask, asked = answers(**given)
    found = [each for data in files for each in invitations(data, "x.ics")[0]]
    return taken(read(text.encode(), "x.yaml"), found, Asking(clock=NOW, ask=ask)), asked


def text_of(done: Taken) -> str:
    assert done.document
    return done.document.text


def test_what_is_missing_is_asked() -> None:
    """The role, the timeline; what is told is not."""
    bare = version(0, "20261117T193000Z").replace(b"Interview: Data Engineer at Acme", b"Interview")
    done, asked = after(DOCUMENT, bare, role="Baker: cakes", decision="in two weeks")

    assert asked == ["role", "decision"]
    assert "    role: 'Baker: cakes'\n" in text_of(done)
    assert "    decision: in two weeks\n" in text_of(done)


def test_the_time_of_a_whole_day_is_asked() -> None:
    """An invitation for a day does not tell when it begins."""
    day = version(0, "20261117T193000Z").replace(b"DTSTART:20261117T193000Z", b"DTSTART;VALUE=DATE:20261117")
    done, asked = after(DOCUMENT, day, start="9:30 am")

    assert asked == ["start", "decision"]
    assert "    start: 2026-11-17 9:30 am\n" in text_of(done)


@pytest.mark.parametrize(("answer", "said"), [("visit", "id: acme-data-engineer-2"), ("round", "round: 2")])
def test_two_talks_on_a_day(answer: str, said: str) -> None:
    """One visit, or two rounds."""
    one, other = version(0, "20261117T193000Z"), version(0, "20261117T213000Z", uid="8@acme.example")
    done, asked = after(DOCUMENT, one, other, visit=answer)

    assert asked == ["decision", "visit"]
    assert said in text_of(done)
    assert len(load(text_of(done).encode(), "x.yaml").interviews) == 3


@pytest.mark.parametrize("answer", ["postponed", "filled", "withdrawn"])
def test_what_it_means_that_it_is_called_off(answer: str) -> None:
    """A new time is to come; or none, for one of two reasons."""
    done, asked = after(
        DOCUMENT,
        version(0, "20261117T193000Z"),
        version(1, "20261117T193000Z", method="CANCEL", stamp="20261105T090000Z"),
        cancelled=answer,
    )

    assert asked == ["decision", "cancelled"]
    assert f"- {answer}: 2026-11-05" in text_of(done)


def test_another_interview_than_the_one_put_off() -> None:
    """A new invitation for the same job need not be its new time."""
    off = version(1, "20261117T193000Z", method="CANCEL", stamp="20261104T160000Z")
    new = version(0, "20261201T193000Z", uid="9@acme.example", stamp="20261104T170000Z")
    done, asked = after(DOCUMENT, version(0, "20261117T193000Z"), off, new, takes_place="no")

    assert "takes-place" in asked
    assert "round: 2" in text_of(done)


def test_which_guest_is_the_candidate() -> None:
    """Where nothing tells."""
    data = version(0, "20261117T193000Z", "ATTENDEE;CN=Bob:mailto:bob@other.example")
    done, asked = after(
        DOCUMENT.replace("  email: ana.perez@example.org\n", "").replace("Ana Pérez", "A. P."),
        data,
        me="ana.perez@example.org",
    )

    assert asked[0] == "me"
    assert "ana.perez" not in text_of(done)
