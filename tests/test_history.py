"""The last file as memory: the same stays to the byte, what changed rises, what went is called off."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from msgspec.structs import replace
from test_writer import NEW_YORK, candidate_in, entry_at, with_milestone, words_of_any_kind

from icsgen.ics import render, write
from icsgen.ics.events import END, NOTHING, History, cancelled
from icsgen.ics.history import UnknownCalendarError, changes, history, start, summary
from icsgen.model import Entry

DAY = dt.timedelta(days=1)
NOW = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)
KEYS = ("interview", "thank-you", "follow-up", "call", "tickler")
ME = candidate_in(NEW_YORK)
ZONES = ("America/New_York", "Europe/Dublin", "Africa/Casablanca", "Asia/Kolkata", "EST5EDT", "UTC")


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
            assert (event.sequence, event.stamp) == (1, b"20261103T120000Z")


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
    """For who wants no cancelled events: told as dropped, each as it would have been called off."""
    new = rewritten(FIRST, [entry("call")], 1, keep=0)
    found = changes(history(FIRST), history(new))

    assert new.count(b"BEGIN:VEVENT") == 1
    assert [change.kind for change in found] == ["dropped"] * 4
    assert {(change.event.status, change.event.sequence, change.went) for change in found} == {
        (b"CANCELLED", 1, True)
    }


def test_gone_after_two_weeks() -> None:
    """Dropped as well, but nobody has to be told once more that it was called off."""
    off = rewritten(FIRST, [entry("call")], 1)
    found = changes(history(off), history(rewritten(off, [entry("call")], 20)))

    assert [change.kind for change in found] == ["dropped"] * 4
    assert all(change.event == change.before and not change.went for change in found)


def test_nothing_left_is_still_a_calendar() -> None:
    """Of cancelled events as long as there are any, then of one that says so, stays, and leaves no trace."""
    off = rewritten(FIRST, [], 1)
    assert off.count(b"STATUS:CANCELLED") == off.count(b"BEGIN:VEVENT") == 5

    for empty in (rewritten(off, [], 20), rewritten(FIRST, [], 20, keep=0), rewritten(b"", [], 20)):
        (event,) = Calendar.from_ical(empty).walk("VEVENT")
        assert event["SUMMARY"] == "Job search: nothing is planned"
        assert event.decoded("DTSTART") == dt.date(2026, 11, 21)
        assert (event["TRANSP"], event.walk("VALARM")) == ("TRANSPARENT", [])
        assert rewritten(empty, [], 90) == empty

        full = rewritten(empty, [entry("call")], 91)
        assert full.count(b"BEGIN:VEVENT") == 1
        assert str(event["UID"]).encode() not in full
        assert len(changes(history(empty), history(full))) == 1

    assert changes(NOTHING, history(rewritten(b"", [], 0))) == []


def test_the_clock_goes_back() -> None:
    """What changes is newer than all that the file holds already, whatever the clock says."""
    old = rewritten(FIRST, [entry(key, "Other words.") for key in KEYS], 5)
    now = history(rewritten(old, [entry("call", days=1), entry("prep")], -300))
    newer = history(old).stamp[:-2] + b"1Z"

    assert {event.stamp for event in now.events.values()} == {newer}
    assert {event.sequence for event in now.events.values()} == {0, 2}
    assert {event.stamp for event in history(rewritten(old, [], -300, keep=0)).events.values()} == {newer}


def test_a_move_is_a_move_in_time() -> None:
    """Another zone for the same instant is a change; the same hour of another clock is a move."""
    start = dt.datetime(2026, 11, 17, 14, 30, tzinfo=NEW_YORK)
    home = candidate_in(ZoneInfo("Europe/Berlin"))
    there, elsewhere = (
        entry_at(start, me=home),
        entry_at(start.replace(tzinfo=ZoneInfo("Asia/Tokyo")), me=home),
    )
    old = history(write([entry_at(start)], candidate=ME, stamp=NOW))
    same = write([there], candidate=home, stamp=NOW, before=old)
    moved = write([elsewhere], candidate=home, stamp=NOW, before=old)

    assert [change.kind for change in changes(old, history(same))] == ["changed"]
    assert [change.kind for change in changes(old, history(moved))] == ["moved"]


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


# --- a file is ours, or none


@given(words_of_any_kind, words_of_any_kind, words_of_any_kind, st.sampled_from([*ZONES]), st.booleans())
def test_what_we_write_we_read(title: str, words: str, place: str, zone: str, whole_day: bool) -> None:
    """Whatever its words and its zone, and the same when written again."""
    me = candidate_in(ZoneInfo(zone), name=place)
    start = dt.datetime(2026, 10, 20, 14, 30, tzinfo=ZoneInfo(zone))
    weekly = with_milestone(
        entry_at(start, me=me, key="keep-looking"),
        until=start + 9 * 7 * DAY,
        exdates=tuple(start + week * 7 * DAY for week in range(1, 8)),
    )
    event = entry_at(
        start.date() if whole_day else start, me=me, title=title, description=words, location=place
    )
    data = write([weekly, event], candidate=me, stamp=NOW)

    assert render(history(data), me) == data


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: b"",
    "another program's": lambda data: data.replace(b"icsgen//EN", b"Google Inc//EN"),
    "cut at its end": lambda data: data[:-1],
    "cut in half": lambda data: data[: len(data) // 2],
    "other line ends": lambda data: data.replace(b"\r\n", b"\n"),
    "no number": lambda data: data.replace(b"SEQUENCE:0", b"SEQUENCE:x", 1),
    "a number too high to rise": lambda data: data.replace(b"SEQUENCE:0", b"SEQUENCE:2147483647", 1),
    "no status": lambda data: data.replace(b"STATUS:CONFIRMED\r\n", b"", 1),
    "no date": lambda data: re.sub(rb"(DTSTART;TZID=[^:]+):\d+T", rb"\1:20261345T", data, count=1),
    "no zone": lambda data: data.replace(b"New_York", b"New_Yrok"),
    "another age": lambda data: re.sub(rb"(DTSTART;TZID=[^:]+:)2026", rb"\g<1>0026", data, count=1),
    "a time before all time": lambda data: re.sub(rb"(DT\w+;TZID=[^:]+:)2026", rb"\g<1>0001", data),
    "a stamp at the end of time": lambda data: data.replace(b":20261101T12", b":99991231T23"),
    "an end in another year": lambda data: re.sub(rb"(DTEND;TZID=[^:]+:)2026", rb"\g<1>2027", data, count=1),
    "an end before the start": lambda data: re.sub(rb"(DTEND;TZID=[^:]+:)2026", rb"\g<1>2025", data, count=1),
    "no UTF-8": lambda data: data.replace(b"Words.", b"W\xffrds.", 1),
    "a control": lambda data: data.replace(b"Words.", b"W\x07rds.", 1),
    "a bare line end": lambda data: data.replace(b"Words.", b"W\nrds.", 1),
    "an escape of none": lambda data: data.replace(b"Words.", b"W\\rds.", 1),
    "an event twice": lambda data: data.replace(
        END, b"\r\nBEGIN:VEVENT" + data.rpartition(b"BEGIN:VEVENT")[2]
    ),
    "no events": lambda data: data.partition(b"BEGIN:VEVENT")[0] + b"END:VCALENDAR\r\n",
    "a cancelled event that rings": lambda data: data.replace(b"CONFIRMED", b"CANCELLED", 1),
    "a line folded elsewhere": lambda data: data.replace(b"Words.", b"Wor\r\n ds.", 1),
    "stamps that differ": lambda data: data.replace(b"LAST-MODIFIED:2026", b"LAST-MODIFIED:2027", 1),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_none_of_ours(damage: str) -> None:
    """What is no whole file of ours is not taken for one."""
    with pytest.raises(UnknownCalendarError):
        history(DAMAGES[damage](FIRST))


@given(
    st.integers(0, len(FIRST) - 1), st.integers(0, 300), st.sampled_from([b"", b"\r\n", b"\xc3", b"9", b"a"])
)
@settings(max_examples=500)
def test_bytes_that_went_astray(at: int, length: int, more: bytes) -> None:
    """A hole, a cut or a byte of another kind: refused, or a file that we could have written."""
    for data in (
        FIRST[:at] + more + FIRST[at + length :],
        FIRST[: at + length] + FIRST[at:],
        FIRST[:at] + bytes([FIRST[at] ^ 1 << length % 8]) + FIRST[at + 1 :],
    ):
        try:
            found = history(data)
        except UnknownCalendarError:
            continue
        new = rewritten(data, [entry("call")], 1)
        assert len(found.events) == data.count(b"BEGIN:VEVENT") == 5
        assert all(summary(change.event) and start(change.event) for change in changes(found, history(new)))


def test_the_highest_sequence_rises_once_more() -> None:
    """What we write we can read, up to the largest INTEGER of RFC 5545."""
    high = FIRST.replace(b"SEQUENCE:0", b"SEQUENCE:2147483646")

    assert {event.sequence for event in history(high).events.values()} == {2**31 - 2}
    assert rewritten(high, [entry("call")], 1).count(b"SEQUENCE:2147483647") == 4


def test_a_part_of_a_file_is_marked_as_one() -> None:
    """It is a calendar like any other, and no memory of one."""
    whole = history(rewritten(FIRST, [entry("call", days=1)], 1))
    events = {uid: event for uid, event in whole.events.items() if event.live}
    part = render(replace(whole, events=events, part="DELTA"), ME)

    assert len(Calendar.from_ical(part).walk("VEVENT")) == 1
    assert history(part).part == "DELTA"
    assert history(part).events == events
    assert not whole.part


@pytest.mark.parametrize("until", [b"99991231T190000Z", b"20251231T193000Z"])
def test_a_damaged_recurrence_is_none_of_ours(until: bytes) -> None:
    """One that ends with the calendar itself, or before it begins."""
    weekly = with_milestone(entry("keep-looking"), until=dt.datetime(2027, 1, 5, 14, 30, tzinfo=NEW_YORK))
    data = rewritten(b"", [weekly], 0)

    assert history(data).events
    with pytest.raises(UnknownCalendarError):
        history(re.sub(rb"UNTIL=\w+", b"UNTIL=" + until, data))


# --- a year that was mistyped


@pytest.mark.parametrize("left_out", [(), ("call",), ("keep-looking",)])
@pytest.mark.parametrize("year", [1972, 1996, 2005, 2025])
@pytest.mark.parametrize(
    "zone", ["America/New_York", "America/Sao_Paulo", "Europe/Istanbul", "Europe/Moscow", "Europe/London"]
)
def test_the_same_again_is_the_same_whatever_the_last_file_held(
    zone: str, year: int, left_out: tuple[str, ...]
) -> None:
    """Only what stays, called off, from another age of the zone's law has a say in how times are written."""
    me = candidate_in(ZoneInfo(zone))

    def generated(year: int, before: History, keys: Iterable[str]) -> bytes:
        start = dt.datetime(year, 11, 17, 14, 30, tzinfo=ZoneInfo(zone))
        until = {"keep-looking": start + 60 * DAY}
        entries = [with_milestone(entry_at(start, key=key, me=me), until=until.get(key)) for key in keys]
        return write(entries, candidate=me, stamp=NOW, before=before)

    old = generated(year, NOTHING, (*KEYS, "keep-looking"))
    keys = [key for key in (*KEYS, "keep-looking") if key not in left_out]
    mended = generated(2026, history(old), keys)

    assert generated(2026, history(mended), keys) == mended
    if not left_out:
        assert (b"DTSTART;TZID=" in mended) == (b"DTSTART;TZID=" in generated(2026, NOTHING, keys))


# --- over many files


words = st.sampled_from(["a", "b"])
steps = st.lists(
    st.tuples(
        st.dictionaries(st.sampled_from(KEYS), st.tuples(words, st.integers(0, 2))), st.integers(-2, 20)
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
            if event.stands_in:
                continue
            assert event.sequence >= highest.get(uid, 0)
            assert event.sequence > highest.get(uid, -1) or event == old
            if old:
                assert event.stamp >= old.stamp
                same = (old.body, old.status) == (event.body, event.status)
                assert same == (old.stamp == event.stamp and old.sequence == event.sequence)
            highest[uid] = event.sequence
        live = {uid for uid, event in history(new).events.items() if event.live and not event.stands_in}
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
