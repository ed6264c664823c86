"""The reader of any calendar file: line numbers, unfolding, what has no place, and that nothing stops it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icsgen.ics import components
from icsgen.ics.components import Component, Reading, is_calendar, reading

BEGIN, END = "BEGIN:VCALENDAR", "END:VCALENDAR"


def read(*lines: str) -> Reading:
    return reading("\r\n".join([*lines, ""]).encode())


def strays(file: Reading) -> list[tuple[str, int]]:
    return [(stray.kind, stray.number) for stray in file.strays]


def only(file: Reading, name: str) -> Component:
    (found,) = file.all(name)
    return found


def test_a_property_has_the_line_it_begins_at() -> None:
    """However many lines it is folded into, and whatever ends them."""
    file = reading(
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\nSUMMARY:one\n  two\r\n\tthree\rUID:1\r\nEND:VEVENT\r\n"
        b"END:VCALENDAR"
    )
    event = only(file, "VEVENT")

    assert [(line.number, line.name, line.value) for line in event.lines()] == [
        (3, "SUMMARY", "one twothree"),
        (6, "UID", "1"),
    ]
    assert (event.number, len(file.physical), list(file.strays)) == (2, 8, [])


def test_what_is_cut_by_folding_is_whole_again() -> None:
    """Octets are joined before they are letters."""
    file = reading(b"BEGIN:VEVENT\r\nSUMMARY:M\xc3\r\n \xbcller\r\nEND:VEVENT\r\n")

    assert only(file, "VEVENT").value("SUMMARY") == "Müller"


def test_parameters() -> None:
    """In quotes a colon, a semicolon and a comma are no end."""
    line = 'ATTENDEE;CN="Roth: Jana; boss";role=CHAIR;X=:mailto:jana@acme.example'
    (found,) = only(read("BEGIN:VEVENT", line, "END:VEVENT"), "VEVENT").lines("ATTENDEE")

    assert found.value == "mailto:jana@acme.example"
    assert (found.parameter("CN"), found.parameter("ROLE")) == ("Roth: Jana; boss", "CHAIR")
    assert (found.parameter("X"), found.parameter("TZID")) == ("", None)


def test_names_are_the_same_in_small_letters() -> None:
    """And kept as they are spelled."""
    event = only(read("begin:vevent", "Summary:x", "end:vevent"), "VEVENT")

    assert event.value("SUMMARY") == "x"
    assert [line.name for line in event.lines()] == ["Summary"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (f"{BEGIN}||{END}", [("blank", 2)]),
        (f'{BEGIN}|no colon|X;Y="a:b|A_B:c|{END}', [("unreadable", line) for line in (2, 3, 4)]),
        (f"X:1|{BEGIN}|{END}|Y:2", [("outside", 1), ("outside", 4)]),
        (f"{BEGIN}|BEGIN:VEVENT|{END}", [("unclosed", 2)]),
        (f"{BEGIN}|BEGIN:VEVENT|BEGIN:VEVENT|END:VEVENT|{END}", [("unclosed", 2)]),
        (f"{BEGIN}|BEGIN:VTIMEZONE|BEGIN:VEVENT|END:VEVENT|{END}", [("unclosed", 2)]),
        (f"{BEGIN}|END:VEVENT|{END}|END:", [("unopened", 2), ("unopened", 4)]),
        (f"{BEGIN}|BEGIN:VALARM|END:VALARM|{END}", [("misplaced", 2)]),
        (f"{BEGIN}|BEGIN:VEVENT", [("unclosed", 2), ("unclosed", 1)]),
    ],
)
def test_what_has_no_place(lines: str, expected: list[tuple[str, int]]) -> None:
    """Each at its line; one slip is told once."""
    assert strays(read(*lines.split("|"))) == expected


def test_utf_16_is_read_too() -> None:
    """As an editor may have saved it."""
    data = "BEGIN:VEVENT\r\nSUMMARY:Müller\r\nEND:VEVENT\r\n".encode("utf-16")

    assert only(reading(data), "VEVENT").value("SUMMARY") == "Müller"
    assert reading(b"\xff\xfe\x00").named == {}  # half a letter


@pytest.mark.parametrize(
    "data", [b"BEGIN:VCALENDAR\n", b"\xef\xbb\xbf\r\n begin:vcalendar", "BEGIN:VCALENDAR".encode("utf-16")]
)
def test_a_calendar_is_known_by_how_it_begins(data: bytes) -> None:
    """After a byte order mark and blanks."""
    assert is_calendar(data)
    assert not is_calendar(b"x" + data)
    assert not is_calendar(b"me: {name: Ana}\n" + data)


@pytest.mark.parametrize("name", ["VEVENT", "X-OWN", "VCALENDAR"])
def test_components_ten_thousand_deep(name: str) -> None:
    """Are read like others, closed or not; Python's own stack does not grow with them."""
    begin, end = f"BEGIN:{name}\r\n".encode() * 10_000, f"END:{name}\r\n".encode() * 10_000

    for data in (begin, begin + end, end, begin + end[:50_000]):
        file = reading(b"BEGIN:VCALENDAR\r\n" + data + b"END:VCALENDAR\r\n")
        assert all(0 < stray.number <= len(file.physical) for stray in file.strays)


def test_more_than_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is cut after a whole line, and nothing is said of what may come after."""
    monkeypatch.setattr(components, "MOST_OCTETS", 40)
    file = reading(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:x\r\n" + b"X:1\r\n" * 20)
    assert (file.whole, len(file.physical), list(file.strays)) == (False, 2, [])

    monkeypatch.setattr(components, "MOST_OCTETS", 4_000)
    monkeypatch.setattr(components, "MOST_LINES", 10)
    assert len(reading(b"X:1\r\n" * 20).physical) == 10
    assert reading(b"X:1\r\n" * 10).whole


@given(st.binary(max_size=300) | st.text('BEGIND:VENT\r\n ;="', max_size=200).map(str.encode))
def test_no_octets_stop_it(data: bytes) -> None:
    """Whatever they are, and no line is lost or made."""
    file = reading(data)

    assert all(1 <= stray.number <= len(file.physical) for stray in file.strays)
    assert is_calendar(data) in (True, False)
    if not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        assert b"".join(file.physical) == data
