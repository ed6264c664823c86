"""What an invitation file says; bad ones end in one clear line, in bounded time and memory."""

from __future__ import annotations

import base64
import datetime as dt
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from calendars import CANDIDATE, calendar, event, invited
from hypothesis import given
from hypothesis import strategies as st

from icsgen.details.drafts import Home, draft
from icsgen.details.invite_people import cast
from icsgen.details.invite_titles import job
from icsgen.details.invites import MOST_FILE_BYTES, invitations
from icsgen.errors import InputError

FIXTURES = sorted(
    path for path in (Path(__file__).parent / "invitations").iterdir() if path.suffix in (".ics", ".eml")
)
SECONDS = 10
"""Much more than any takes, on any machine."""
MULTIPART = b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n'


def mail(part: bytes, *headers: str) -> bytes:
    """A mail that holds one calendar."""
    return "\r\n".join(["From: sam@acme.example", *headers, "", ""]).encode() + part


def fault(data: bytes) -> str:
    """What is said of a file that is no invitation."""
    begun = time.monotonic()
    with pytest.raises(InputError) as caught:
        invitations(data, "x.ics")
    assert time.monotonic() - begun < SECONDS
    assert "\n" not in str(caught.value)
    return str(caught.value)


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b" \r\n", "x.ics:1:1: an empty file"),
    "no calendar": (lambda: b"hello\n", "x.ics:1:1: neither a calendar nor a mail"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n\0\0", "x.ics:1:1: neither a calendar nor a mail"),
    "a folder of zips": (lambda: b"PK\x03\x04" + b"\0" * 100, "x.ics:1:1: neither a calendar nor a mail"),
    "Outlook's own": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "x.ics: a mail of Outlook's own form"),
    "no event": (lambda: calendar(), "x.ics: no event in it"),
    "an answer": (lambda: calendar(*event(), method="REPLY"), "x.ics: a REPLY, which goes to who invites"),
    "no start": (
        lambda: calendar("BEGIN:VEVENT", "UID:7", "END:VEVENT"),
        "x.ics:3:1: an event without DTSTART",
    ),
    "a start that is none": (
        lambda: calendar(*event(start="tomorrow")),
        'x.ics:5:1: found DTSTART "tomorrow"',
    ),
    "a day that is none": (lambda: calendar(*event(start="20261131T100000")), "x.ics:5:1: found DTSTART"),
    "a year of long ago": (lambda: calendar(*event(start="16010101T100000")), "x.ics:5:1: found DTSTART"),
    "unclosed": (
        lambda: b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:7\r\n",
        "x.ics:2:1: BEGIN:VEVENT without its END",
    ),
    "closed twice": (lambda: calendar("END:VEVENT"), "x.ics:3:1: found END:VEVENT inside of VCALENDAR"),
    "crossed": (
        lambda: calendar("BEGIN:VEVENT", "BEGIN:VALARM", "END:VEVENT"),
        "x.ics:5:1: found END:VEVENT",
    ),
    "nested": (
        lambda: b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 90_000,
        "x.ics:6:1: components nested more than",
    ),
    "100,000 events": (lambda: calendar(*event() * 100_000)[:2_000_000], "more than 100 events"),
    "100,000 alarms": (
        lambda: calendar("BEGIN:VEVENT", *("BEGIN:VALARM", "END:VALARM") * 50_000),
        "x.ics:2000:1: more than 1,000 components",
    ),
    "100,000 guests": (
        lambda: calendar("BEGIN:VEVENT", *["ATTENDEE:mailto:a@b.example"] * 50_000),
        "more than 2,000 details in one VEVENT",
    ),
    "large": (
        lambda: b"BEGIN:VCALENDAR\r\n" + b"X" * MOST_FILE_BYTES,
        f"x.ics: more than {MOST_FILE_BYTES:,} bytes",
    ),
    "a large calendar": (
        lambda: calendar(*event("DESCRIPTION:" + "x" * 2_000_000)),
        "more than 2,000,000 bytes",
    ),
    "a mail without": (
        lambda: mail(b"See you.", "Subject: Interview"),
        "x.ics: a mail without an invitation in it",
    ),
    "a mail for Outlook": (
        lambda: mail(b"name=winmail.dat", "Subject: Interview"),
        "it holds a winmail.dat, which only Outlook reads",
    ),
    "a mail of 1,000 depths": (
        lambda: mail(b"".join(MULTIPART % (at, at) for at in range(1000))),
        "x.ics: a mail of 1,000 parts within parts",
    ),
    "a mail of many lines": (lambda: mail(b"\n" * 20_000_000), "more lines or parts than a mail has"),
    "a mail of many parts": (lambda: mail(b"--b\n\n" * 4_000_000), "more lines or parts than a mail has"),
    "a long name": (
        lambda: mail(calendar(*event()), 'Content-Type: text/calendar; name="' + "a;*0*=" * 900_000 + '"'),
        "a header of more than 2,000 characters",
    ),
    "a bomb of base64": (
        lambda: mail(b"QkVH" * 6_000_000, "Content-Type: text/calendar", "Content-Transfer-Encoding: base64"),
        "a part of more than 2,000,000 bytes",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_told_in_a_line(name: str) -> None:
    """What was found, where, and what is expected; soon."""
    data, said = BAD[name]

    assert said in fault(data())


def test_all_faults_of_a_file_at_once() -> None:
    """One run shows everything to mend."""
    with pytest.raises(InputError) as caught:
        invitations(calendar(*event(start="x"), *event(start="y")), "x.ics")

    assert [problem.place.source.position(()) for problem in caught.value.problems] == [(5, 1), (9, 1)]


def test_a_fault_in_a_mail_names_its_part() -> None:
    """And the line in that part."""
    part = base64.b64encode(calendar(*event(start="x")))
    data = mail(part, 'Content-Type: text/calendar; name="invite.ics"', "Content-Transfer-Encoding: base64")

    assert fault(data).startswith('x.ics: invite.ics:5:1: found DTSTART "x"')


# --- what it says


@pytest.mark.parametrize(
    ("lines", "minutes"),
    [
        (["DTEND:20261117T201500Z"], 45),
        (["DURATION:PT1H30M"], 90),
        (["DURATION:P1W"], None),
        (["DTEND:20261117T193000Z"], None),
        (["DTEND:20261117T190000Z"], None),
        (["DTEND;TZID=America/New_York:20261117T151500"], 45),
        (["DTEND:rubbish"], "fault"),
        ([], None),
    ],
)
def test_how_long_it_lasts(lines: list[str], minutes: object) -> None:
    """None: not told, or not so that an interview could be."""
    if minutes == "fault":
        assert "found DTEND" in fault(calendar(*event(*lines)))
        return
    found = invited(*lines)
    assert minutes == (found.end and (found.end - found.start).total_seconds() / 60)


def test_lines_folded_anyhow_are_one() -> None:
    """With a tab, within a character, with an empty line between."""
    name = "SUMMARY:Caf\u00e9 au lait".encode()
    cut = name[:12] + b"\r\n\t" + name[12:15] + b"\n\n " + name[15:]
    data = calendar(*event("SUMMARY:X")).replace(b"SUMMARY:X", cut)

    assert invitations(data, "x.ics")[0][0].summary == "Café au lait"


def test_the_later_version_holds() -> None:
    """A mail has an event as a part and as a file, and some have two versions of it."""
    first, second = (
        event("SEQUENCE:0", start="20261117T100000Z"),
        event("SEQUENCE:1", start="20261118T100000Z"),
    )
    (found,), _ = invitations(calendar(*second, *first), "x.ics")

    assert found.start == dt.datetime.combine(dt.date(2026, 11, 18), dt.time(10))


@pytest.mark.parametrize(
    "rule", ["FREQ=SECONDLY", "FREQ=YEARLY;BYSETPOS=1;BYYEARDAY=366;BYMONTH=2", "rubbish"]
)
def test_a_rule_is_not_unfolded(rule: str) -> None:
    """That it repeats is all that is to be known."""
    assert invited(f"RRULE:{rule}").repeats


def test_one_occurrence_of_several_has_its_own_name() -> None:
    """Who is invited to one date alone, and to another later."""
    lone = invited("RECURRENCE-ID:20261117T193000Z")

    assert lone.uid == "7@acme.example 20261117T193000Z"


# --- nothing crashes it, nothing holds it up


def understood(data: bytes) -> None:
    """All that is made of a file, or its faults."""
    begun = time.monotonic()
    try:
        found, _ = invitations(data, "x")
    except InputError:
        found = ()
    for each in found:
        who = cast(each, ["ana.perez@example.org"], "Ana Pérez")
        interview = draft(each, job(each, who, ["Ana Pérez"]), who, Home())
        assert all("\n" not in line for line in interview.lines)
    assert time.monotonic() - begun < SECONDS


NAMES = ["SUMMARY", "LOCATION", "DESCRIPTION", "ATTENDEE", "ORGANIZER", "DTEND", "RRULE", "UID", "X-ALT-DESC"]
MARKS = [";", ":", ",", "=", '"', "\\", "\\n", "\r\n ", "\r\n", " at ", " - ", "(", "é", "\0", "\ud83d"]
WORDS = ["BEGIN:", "END:", "VEVENT", "VTIMEZONE", "mailto:a@b.example", "CN=", "TZID=", "20261117T193000"]
MARKUP = ["<br>", "<a href='", "https://zoom.us/j/1", "Interview"]
PIECES = st.sampled_from([*NAMES, *MARKS, *WORDS, *MARKUP])
LINES = st.builds(
    lambda name, words: f"{name}{words}",
    st.sampled_from([f"{name}{mark}" for name in NAMES for mark in (":", ";CN=", ';CN="')]),
    st.lists(PIECES | st.text(max_size=5), max_size=12).map("".join),
)


@given(st.lists(LINES, max_size=8))
def test_any_lines_are_read_or_told(lines: list[str]) -> None:
    """Whatever stands in an event."""
    text = "\r\n".join(["BEGIN:VCALENDAR", *event(CANDIDATE, *lines), "END:VCALENDAR"])
    understood(text.encode("utf-8", "surrogatepass"))


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_told(data: bytes) -> None:
    """Alone, as a calendar, as a mail."""
    for each in (data, b"BEGIN:VCALENDAR\r\n" + data, b"From: a@b\r\nContent-Type: text/calendar" + data):
        understood(each)


@given(
    st.sampled_from(FIXTURES), st.lists(st.tuples(st.integers(0, 6000), st.binary(max_size=3)), max_size=6)
)
def test_any_damage_is_read_or_told(fixture: Path, damages: list[tuple[int, bytes]]) -> None:
    """To what the programs wrote: bytes lost, put in, written over."""
    data = fixture.read_bytes()
    for at, new in damages:
        at %= len(data)
        data = data[:at] + new + data[at + (at % 3) :]
    understood(data)
