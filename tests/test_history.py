"""The last file as memory: the same stays to the byte, what changed rises, what went is called off."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from msgspec.structs import replace
from test_writer import NEW_YORK, candidate_in, entry_at

from icsgen.ics import write
from icsgen.ics.history import NOTHING, UnknownCalendarError, cancelled, changes, history, with_events
from icsgen.model import Entry

DAY = dt.timedelta(days=1)
NOW = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)
KEYS = ("interview", "thank-you", "follow-up", "call", "tickler")
ME = candidate_in(NEW_YORK)


def entry(key: str, words: str = "Words.", days: int = 0) -> Entry:
    made = entry_at(dt.datetime(2026, 11, 17, 14, 30, tzinfo=NEW_YORK) + days * DAY, key=key, me=ME)
    return replace(made, description=words)


def rewritten(old: bytes, entries: list[Entry], days: float, keep: int = 14) -> bytes:
    """The file over an old one, so many days after `NOW`."""
    before = history(old) if old else NOTHING
    return write(entries, candidate=ME, stamp=NOW + days * DAY, before=before, keep_cancelled=keep * DAY)


def kinds(old: bytes, new: bytes) -> list[str]:
    return [change.kind for change in changes(history(old), history(new))]


FIRST = rewritten(b"", [entry(key) for key in KEYS], 0)


def test_the_same_is_the_same_file() -> None:
    """A later run without a change gives the same bytes."""
    assert rewritten(FIRST, [entry(key) for key in KEYS], 9) == FIRST
    assert kinds(FIRST, FIRST) == []


def test_what_changed_rises() -> None:
    """One event moved, another one's words changed: both are one higher and of now; the others stay."""
    moved = [
        entry("follow-up", days=1),
        entry("call", "Other words."),
        *map(entry, ("interview", "thank-you", "tickler")),
    ]
    before, after = history(FIRST).events, history(rewritten(FIRST, moved, 2)).events

    assert kinds(FIRST, rewritten(FIRST, moved, 2)) == ["changed", "moved"]
    for uid, event in after.items():
        if event.body == before[uid].body:
            assert event == before[uid]
        else:
            assert (event.sequence, event.modified, event.stamp) == (
                1,
                b"20261103T120000Z",
                b"20261103T120000Z",
            )


def test_what_is_gone_is_called_off_for_two_weeks() -> None:
    """Cancelled, free and silent; then it goes, and who comes back comes back higher."""
    less = [entry(key) for key in KEYS if key != "interview"]
    off = rewritten(FIRST, less, 1)
    (event,) = [each for each in Calendar.from_ical(off).walk("VEVENT") if each["STATUS"] == "CANCELLED"]

    assert (event["SEQUENCE"], event["TRANSP"], event.walk("VALARM")) == (1, "TRANSPARENT", [])
    assert rewritten(off, less, 14.9) == off
    gone = rewritten(off, less, 15)
    assert gone.count(b"BEGIN:VEVENT") == 4
    assert b"X-ICSGEN-DROPPED;SEQUENCE=1:" in gone
    assert rewritten(gone, less, 400) == gone

    for old in (off, gone):
        back = rewritten(old, [entry(key) for key in KEYS], 20)
        assert kinds(old, back) == ["back"]
        (revived,) = [each for each in history(back).events.values() if each.sequence]
        assert revived.sequence == 2
        assert b"DROPPED" not in back


def test_gone_at_once() -> None:
    """For who wants no cancelled events."""
    assert rewritten(FIRST, [entry("call")], 1, keep=0).count(b"BEGIN:VEVENT") == 1


def test_nothing_left_is_still_a_calendar() -> None:
    """Of cancelled events, as long as there are any."""
    assert rewritten(FIRST, [], 1).count(b"STATUS:CANCELLED") == 5
    with pytest.raises(ValueError, match="at least one"):
        rewritten(FIRST, [], 1, keep=0)


def test_another_zone_keeps_the_old_one_for_what_it_called_off() -> None:
    """Who moved to New York: an event called off in Berlin's time has its VTIMEZONE still."""
    berlin = ZoneInfo("Europe/Berlin")
    start = dt.datetime(2026, 11, 17, 14, 30, tzinfo=berlin)
    old = write(
        [entry_at(start, key="call", me=candidate_in(berlin))], candidate=candidate_in(berlin), stamp=NOW
    )
    new = rewritten(old, [entry("follow-up")], 1)
    (event,) = [each for each in Calendar.from_ical(new).walk("VEVENT") if each["STATUS"] == "CANCELLED"]

    assert new.count(b"BEGIN:VTIMEZONE") == 2
    assert event.decoded("DTSTART") == start
    assert b"TZID:Europe/Berlin" not in rewritten(new, [entry("follow-up")], 30)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Google Inc//EN\r\nEND:VCALENDAR\r\n",
        FIRST[:-1],
        FIRST[: len(FIRST) // 2],
        FIRST.replace(b"SEQUENCE:0", b"SEQUENCE:x", 1),
        FIRST.replace(b"\r\n", b"\n"),
        FIRST.replace(b"STATUS:CONFIRMED\r\n", b"", 1),
    ],
)
def test_another_file(data: bytes) -> None:
    """What is no whole file of ours is not taken for one."""
    with pytest.raises(UnknownCalendarError):
        history(data)


def test_parts_of_a_file() -> None:
    """What changed alone, or all called off, is a calendar too."""
    moved = rewritten(FIRST, [entry(key, days=key == "call") for key in KEYS], 1)
    delta = with_events(moved, [each.event for each in changes(history(FIRST), history(moved))])
    assert delta is not None
    assert len(Calendar.from_ical(delta).walk("VEVENT")) == 1
    assert history(delta).events.items() <= history(moved).events.items()

    off = [cancelled(each, b"20261104T120000Z") for each in history(moved).events.values()]
    undone = with_events(moved, off)
    assert undone is not None
    assert {each["STATUS"] for each in Calendar.from_ical(undone).walk("VEVENT")} == {"CANCELLED"}
    assert with_events(moved, []) is None


words = st.sampled_from(["a", "b"])
steps = st.lists(
    st.tuples(
        st.dictionaries(st.sampled_from(KEYS), st.tuples(words, st.integers(0, 2)), min_size=1),
        st.integers(0, 20),
    ),
    min_size=1,
    max_size=8,
)


@given(steps)
def test_laws_of_a_calendar_that_lives(story: list[tuple[dict[str, tuple[str, int]], int]]) -> None:
    """Over any run of files SEQUENCE never falls, LAST-MODIFIED moves just when content does, UIDs stay."""
    data, days, highest = b"", 0, dict[bytes, int]()
    for wanted, passed in story:
        days += passed
        entries = [entry(key, words, moved) for key, (words, moved) in wanted.items()]
        new = rewritten(data, entries, days)
        before = history(data).events if data else {}
        for uid, event in history(new).events.items():
            old = before.get(uid)
            assert event.sequence >= highest.get(uid, 0)
            assert event.sequence > highest.get(uid, -1) or event == old
            if old:
                same = (old.body, old.status) == (event.body, event.status)
                assert same == (old.modified == event.modified and old.sequence == event.sequence)
            highest[uid] = event.sequence
        live = {uid for uid, event in history(new).events.items() if event.live}
        assert len(live) == len(wanted)
        assert rewritten(new, entries, days) == new
        data = new


def test_calling_off_leaves_the_words() -> None:
    """What a description says of being busy is not taken for the property."""
    (event,) = history(
        rewritten(b"", [entry("interview", "X-MICROSOFT-CDO-BUSYSTATUS:BUSY")], 0)
    ).events.values()
    off = cancelled(event, b"20261104T120000Z").body

    assert off.count(b"BUSYSTATUS:BUSY") == off.count(b"BUSYSTATUS:FREE") == 1
