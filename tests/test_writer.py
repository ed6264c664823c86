"""Laws of `icsgen.ics.writer`: CLIENTS.md's rules, each read back by parsers that we did not write."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
import warnings
from collections import Counter
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar, Event, vRecur
from msgspec.structs import replace

from icsgen.errors import Place, Source
from icsgen.ics import uid, write
from icsgen.model import Candidate, Entry, Interview, Milestone, Region

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of tatsu and arrow, on which ics 0.7 depends
    import ics

NEW_YORK = ZoneInfo("America/New_York")
STAMP = dt.datetime(2026, 11, 1, 12, 0, tzinfo=dt.UTC)
HALF_HOUR = dt.timedelta(minutes=30)

CALENDAR = [
    *("VERSION", "PRODID", "CALSCALE", "METHOD", "NAME", "X-WR-CALNAME", "X-WR-CALDESC", "X-WR-TIMEZONE"),
    *("REFRESH-INTERVAL", "X-PUBLISHED-TTL"),
]
STATE = ["UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "STATUS"]
FLAGS = ["CATEGORIES", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS"]
ALARM = ["BEGIN", "ACTION", "DESCRIPTION", "TRIGGER", "END"]


def candidate_in(zone: ZoneInfo = NEW_YORK, name: str | None = "Ana Pérez") -> Candidate:
    region = Region(timezone=zone, country="US")
    return Candidate(region=region, name=name, email="Ana@example.org", source=Place(Source("test")))


def interview_at(start: dt.datetime, location: str | None = None, company: str = "Acme, Inc.") -> Interview:
    return Interview(
        id="acme-engineer",
        company=company,
        role="Engineer",
        start=start,
        end=start + HALF_HOUR,
        region=Region(timezone=NEW_YORK, country="US"),
        location=location,
        source=Place(Source("test")),
    )


def entry_at(
    start: dt.datetime | dt.date = dt.datetime(2026, 11, 17, 14, 30, tzinfo=NEW_YORK),
    *,
    me: Candidate | None = None,
    key: str = "interview",
    title: str = "Interview with Acme",
    description: str = "Ask when they decide.",
    location: str | None = None,
) -> Entry:
    """An interview of half an hour, or of a day, with an alarm."""
    timed = isinstance(start, dt.datetime)
    me = me or candidate_in()
    moment = start if isinstance(start, dt.datetime) else dt.datetime(2026, 11, 17, 14, 30, tzinfo=NEW_YORK)
    milestone = Milestone(
        key=key,
        candidate=me,
        interview=interview_at(moment, location),
        start=start,
        end=start + (HALF_HOUR if timed else dt.timedelta(days=1)),
        reason="",
        why_short="",
        alarm=dt.timedelta(minutes=5),
        busy=key == "interview",
    )
    return Entry(milestone=milestone, title=title, description=description)


def with_milestone(entry: Entry, **changes: object) -> Entry:
    return replace(entry, milestone=replace(entry.milestone, **changes))


def written(*entries: Entry) -> bytes:
    return write(entries, candidate=entries[0].milestone.candidate, stamp=STAMP)


def logical_lines(file: bytes) -> list[str]:
    return file.replace(b"\r\n ", b"").decode().removesuffix("\r\n").split("\r\n")


def names(file: bytes) -> list[str]:
    """The property names of a file in order, BEGIN and END with what they begin and end."""
    lines = logical_lines(file)
    return [line if line.startswith(("BEGIN:", "END:")) else re.split("[:;]", line)[0] for line in lines]


def lines_of(file: bytes, name: str) -> list[str]:
    return [line for line in logical_lines(file) if re.split("[:;]", line)[0] == name]


def event_of(file: bytes) -> Event:
    (event,) = events_of(file)
    return event


def events_of(file: bytes) -> list[Event]:
    events = Calendar.from_ical(file).walk("VEVENT")
    assert all(isinstance(event, Event) and not event.errors for event in events)
    return [event for event in events if isinstance(event, Event)]


def cleaned(words: str) -> str:
    """What the writer may keep of words, said in another way than the writer says it."""
    words = re.sub("\r\n|[\n\r\v\f\x85\u2028\u2029]", "\n", words).replace("\t", " ").replace("\ufeff", "")
    kept = (c for c in words if c == "\n" or unicodedata.category(c) != "Cc")
    return "".join("\ufffd" if unicodedata.category(c) == "Cs" else c for c in kept)


def on_one_line(words: str) -> str:
    return cleaned(words).replace("\n", " ").strip()


NASTY = [
    *(
        "\r",
        "\n",
        "\r\n",
        "\t",
        "\v",
        "\f",
        "\x00",
        "\x1b",
        "\x1c",
        "\x7f",
        "\x85",
        "\u2028",
        "\u2029",
        "\ufeff",
    ),
    *(
        "\\",
        "\\n",
        "\\\\",
        ";",
        ",",
        ":",
        '"',
        "^n",
        "\ud800",
        "\udfff",
        "\ufffe",
        "é",
        "e\u0301",
        "日本語",
        "👩🏽‍💻",
        "🇪🇺",
    ),
    *("BEGIN:VEVENT", "\r\nEND:VCALENDAR\r\n", "\r\nATTENDEE:mailto:x@example.org", "\n ", "\r\n ATTACH:x"),
]
words_of_any_kind = st.lists(st.sampled_from(NASTY) | st.text(max_size=40), max_size=12).map("".join)


# --- words


@given(words_of_any_kind, words_of_any_kind, words_of_any_kind, words_of_any_kind)
@example("a" * 75, "é" * 300, "\\" * 80, "\U0001f600" * 80)
@example("\r\nEND:VCALENDAR\r\n", "\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\n", "x\r\nX:1", "x\nMETHOD:CANCEL")
def test_words_stay_words(title: str, description: str, location: str, name: str) -> None:
    """Any text is read back as it was, cleaned, and adds no line and no property."""
    me = candidate_in(name=name)
    file = written(entry_at(me=me, title=title, description=description, location=location))
    event = event_of(file)

    assert cleaned(description) == event.get("DESCRIPTION", cleaned(description))
    assert ("DESCRIPTION" in event) is bool(cleaned(description).strip())
    assert event.get("LOCATION", on_one_line(location)) == on_one_line(location)
    assert len(on_one_line(title)) > 255 or event["SUMMARY"] == (on_one_line(title) or "Job search")
    optional = [name for name in ("DESCRIPTION", "LOCATION", "URL") if name in event]
    assert names(file)[1:11] == CALENDAR
    start = names(file).index("BEGIN:VEVENT")
    assert names(file)[start:] == [
        *(
            "BEGIN:VEVENT",
            *STATE,
            "DTSTART",
            "DTEND",
            "SUMMARY",
            *optional,
            *FLAGS,
            "X-ICSGEN-ID",
            "BEGIN:VALARM",
            "ACTION",
        ),
        *("DESCRIPTION", "TRIGGER", "END:VALARM", "END:VEVENT", "END:VCALENDAR"),
    ]


@given(words_of_any_kind, words_of_any_kind)
@example("é" * 200, "日本語" * 100)
@example("a" + "é" * 200, "aa" + "👩🏽‍💻" * 60)
def test_lines_are_short_whole_and_end_in_crlf(title: str, description: str) -> None:
    """Every physical line has at most 75 octets, ends in CRLF and is UTF-8 by itself."""
    file = written(entry_at(title=title, description=description, me=candidate_in(name=title)))

    assert file.endswith(b"END:VCALENDAR\r\n")
    lines = file.removesuffix(b"\r\n").split(b"\r\n")
    assert all(0 < len(line) <= 75 and b"\r" not in line and b"\n" not in line for line in lines)
    assert [line.decode() for line in lines]


@pytest.mark.parametrize("length", range(60, 240))
@pytest.mark.parametrize("letter", ["a", "é", "語", "🙂"])
def test_folds_at_every_length(letter: str, length: int) -> None:
    """Text of any length and width is folded so that it unfolds to itself, each line as full as can be."""
    file = written(entry_at(description=letter * length))
    lines = file.split(b"\r\n")
    start = next(at for at, line in enumerate(lines) if line.startswith(b"DESCRIPTION"))
    physical = [lines[start]]
    while lines[start + len(physical)].startswith(b" "):
        physical.append(lines[start + len(physical)])

    assert (
        physical[0] + b"".join(line[1:] for line in physical[1:])
        == b"DESCRIPTION:" + letter.encode() * length
    )
    assert all(74 - len(letter.encode()) < len(line) <= 75 for line in physical[:-1])


def test_escapes_once() -> None:
    """Backslash, semicolon, comma and newline are escaped, each once; a colon and quotes are not."""
    file = written(entry_at(description='C:\\new; a, b\r\n"c"'))

    assert lines_of(file, "DESCRIPTION")[0] == 'DESCRIPTION:C:\\\\new\\; a\\, b\\n"c"'


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\u2028b\u2029c\x85d\ve\ff", "a\nb\nc\nd\ne\nf"),
        ("a\tb", "a b"),
        ("\ufeffa\x00b\x1bc\x7fd\x9fe", "abcde"),
        ("a\ud800b", "a\ufffdb"),
        ("👩🏽‍💻\u00a0\u00ad\ufffe", "👩🏽‍💻\u00a0\u00ad\ufffe"),
    ],
)
def test_cleans_text(words: str, kept: str) -> None:
    """Line breaks of any kind become newlines, and only what no reader can show is lost."""
    assert event_of(written(entry_at(description=words)))["DESCRIPTION"] == kept


@pytest.mark.parametrize(
    "character", [chr(code) for code in range(0xA0)] + list("\u2028\u2029\ufeff\ud800\udfff")
)
def test_cleans_each_character(character: str) -> None:
    """One odd character alone is enough for the text to be cleaned."""
    words = f"a{character}b"

    assert event_of(written(entry_at(description=words)))["DESCRIPTION"] == cleaned(words)


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("a" * 255, "a" * 255),
        ("a" * 256, "a" * 254 + "…"),
        ("🙂" * 127 + "a", "🙂" * 127 + "a"),
        ("🙂" * 128, "🙂" * 127 + "…"),
        ("a" + "🙂" * 128, "a" + "🙂" * 126 + "…"),
        ("a" * 253 + "e\u0301" + "b" * 9, "a" * 253 + "…"),
        ("a" * 250 + "👩\u200d💻" + "b" * 9, "a" * 250 + "…"),
        ("a" * 300 + "\r\n", "a" * 254 + "…"),
        (" \n", "Job search"),
    ],
)
def test_summary_is_one_line_that_outlook_keeps(title: str, kept: str) -> None:
    """SUMMARY has one line of at most 255 UTF-16 units, is cut between characters, and is never empty."""
    assert event_of(written(entry_at(title=title)))["SUMMARY"] == kept


@pytest.mark.parametrize("words", ["", " ", "\r\n", "\x00", "\ufeff"])
def test_leaves_out_what_is_empty(words: str) -> None:
    """An empty DESCRIPTION or LOCATION is not written: libical calls it an error."""
    event = event_of(written(entry_at(description=words, location=words)))

    assert not {"DESCRIPTION", "LOCATION"} & event.keys()


@pytest.mark.parametrize(
    ("location", "place", "url"),
    [
        ("350 Fifth Avenue, New York", "350 Fifth Avenue, New York", None),
        ("12 Main St.\nFloor 3", "12 Main St. Floor 3", None),
        ("10115 Berlin", "10115 Berlin", None),
        ("St.Gallen/Hauptbahnhof", "St.Gallen/Hauptbahnhof", None),
        ("Room 4.12", "Room 4.12", None),
        ("https://zoom.us/j/123?pwd=a,b;c", None, "https://zoom.us/j/123?pwd=a,b;c"),
        ("Zoom: https://zoom.us/j/123, ask for Sam", None, "https://zoom.us/j/123"),
        ("HTTP://example.org", None, "HTTP://example.org"),
        ("zoom.us/j/123", None, None),
        ("www.example.org", None, None),
        ("webcal://example.org/x", None, None),
        ("https://", None, None),
        ("https://[x/", None, None),
        ("https://example.org/bü ro", None, None),
        ("mailto:sam@example.org", None, None),
        ("+1 555 0199", None, None),
        ("Tel. (030) 123-456 x7", None, None),
    ],
)
def test_location_is_a_place(location: str, place: str | None, url: str | None) -> None:
    """A place is LOCATION, a web address is URL, and a telephone number is neither."""
    event = event_of(written(entry_at(location=location)))

    assert (event.get("LOCATION"), event.get("URL")) == (place, url)


def test_only_the_interview_takes_place_somewhere() -> None:
    """A follow-up carries neither the interview's LOCATION nor its URL."""
    for location in ("350 Fifth Avenue", "https://zoom.us/j/1"):
        event = event_of(written(entry_at(key="follow-up", location=location)))
        assert not {"LOCATION", "URL"} & event.keys()


@pytest.mark.parametrize("company", ["Acme, Inc.", "A;B\\C,\r\nD", ",", "日本語" * 30])
def test_categories_are_one_line_of_two(company: str) -> None:
    """A category holds no comma, not even an escaped one, and the company's mark is lost there only."""
    entry = entry_at()
    start = dt.datetime(2026, 11, 17, 14, 30, tzinfo=NEW_YORK)
    file = written(with_milestone(entry, interview=interview_at(start, company=company)))
    label = " ".join(re.sub(r"[,;\\\r\n]", " ", company).split())

    assert lines_of(file, "CATEGORIES") == [f"CATEGORIES:Job search{',' if label else ''}{label}"]


# --- the calendar


def test_calendar_without_an_interview() -> None:
    """What belongs to the whole job search has no company among its categories, and no place."""
    file = written(with_milestone(entry_at(), interview=None))

    assert lines_of(file, "CATEGORIES") == ["CATEGORIES:Job search"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ana Pérez", "Job search Ana Pérez"),
        (None, "Job search"),
        ("Pérez, Ana; \\o/\r\nX", "Job search Pérez Ana o/ X"),
    ],
)
def test_calendar_name_needs_no_escape(name: str | None, shown: str) -> None:
    """The calendar's name has no comma, semicolon or backslash: some readers show the escapes."""
    file = written(entry_at(me=candidate_in(name=name)))

    assert lines_of(file, "NAME") == [f"NAME:{shown}"]
    assert lines_of(file, "X-WR-CALNAME") == [f"X-WR-CALNAME:{shown}"]


def test_whole_file() -> None:
    """A file of one event, to the byte."""
    entry = entry_at(location="350 Fifth Avenue, New York")

    assert logical_lines(written(entry)) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//icsgen//icsgen//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "NAME:Job search Ana Pérez",
        "X-WR-CALNAME:Job search Ana Pérez",
        "X-WR-CALDESC:Interviews and what to do before and after each",
        "X-WR-TIMEZONE:America/New_York",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
        "BEGIN:VTIMEZONE",
        "TZID:America/New_York",
        "BEGIN:STANDARD",
        "DTSTART:19701101T020000",
        "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU",
        "TZOFFSETFROM:-0400",
        "TZOFFSETTO:-0500",
        "TZNAME:EST",
        "END:STANDARD",
        "BEGIN:DAYLIGHT",
        "DTSTART:19700308T020000",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU",
        "TZOFFSETFROM:-0500",
        "TZOFFSETTO:-0400",
        "TZNAME:EDT",
        "END:DAYLIGHT",
        "END:VTIMEZONE",
        "BEGIN:VEVENT",
        "UID:acb77b61-25b9-537b-8ac1-c369f9ccd2ad",
        "DTSTAMP:20261101T120000Z",
        "LAST-MODIFIED:20261101T120000Z",
        "SEQUENCE:0",
        "STATUS:CONFIRMED",
        "DTSTART;TZID=America/New_York:20261117T143000",
        "DTEND;TZID=America/New_York:20261117T150000",
        "SUMMARY:Interview with Acme",
        "DESCRIPTION:Ask when they decide.",
        "LOCATION:350 Fifth Avenue\\, New York",
        "CATEGORIES:Job search,Acme Inc.",
        "TRANSP:OPAQUE",
        "X-MICROSOFT-CDO-BUSYSTATUS:BUSY",
        "X-ICSGEN-ID:acme-engineer",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "DESCRIPTION:Interview with Acme",
        "TRIGGER:-PT5M",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    ]


def test_nobody_is_invited() -> None:
    """METHOD is PUBLISH, without ORGANIZER or ATTENDEE, and the calendar itself has no UID."""
    file = written(entry_at())

    assert not {"ORGANIZER", "ATTENDEE"} & set(names(file))
    assert Calendar.from_ical(file)["METHOD"] == "PUBLISH"
    assert "UID" not in Calendar.from_ical(file)


def test_events_stand_in_time_order() -> None:
    """Events are sorted by day, the all-day ones first, then by instant; equal ones keep their order."""
    morning = dt.datetime(2026, 11, 17, 9, tzinfo=NEW_YORK)
    repeated = dt.datetime(2026, 11, 1, 1, 50, tzinfo=NEW_YORK)
    entries = [
        entry_at(morning, key="d"),
        entry_at(repeated.replace(minute=10, fold=1), key="b"),
        entry_at(morning, key="e"),
        entry_at(dt.date(2026, 11, 17), key="c"),
        entry_at(repeated, key="a"),
        entry_at(dt.datetime(2026, 11, 18, 4, 30, tzinfo=dt.UTC), key="f"),
        entry_at(dt.date(2026, 11, 18), key="g"),
    ]

    assert [event["UID"] for event in events_of(written(*entries))] == [
        uid(entry_at(key=key).milestone) for key in "abcdefg"
    ]


def test_an_empty_calendar_has_an_event() -> None:
    """RFC 5545 asks for a component, and a file without one wipes subscribers' calendars."""
    event = event_of(write([], candidate=candidate_in(), stamp=STAMP))

    assert event["SUMMARY"] == "Job search: nothing is planned"
    assert event["TRANSP"] == "TRANSPARENT"


def test_two_events_of_one_identity_are_refused() -> None:
    """UIDs are unique in a file: importers refuse or drop the second."""
    with pytest.raises(ValueError, match="same UID"):
        written(entry_at(), entry_at(title="another"))


def test_same_input_same_bytes() -> None:
    """A second run gives the same bytes, and a list in another order too."""
    entries = [entry_at(key="interview"), entry_at(dt.date(2026, 12, 1), key="decision")]

    assert written(*entries) == written(*entries) == written(*reversed(entries))


def test_a_stamp_in_any_zone_is_written_in_utc() -> None:
    """DTSTAMP and LAST-MODIFIED are in UTC."""
    file = write([entry_at()], candidate=candidate_in(), stamp=STAMP.astimezone(ZoneInfo("Asia/Tokyo")))

    assert file == written(entry_at())


# --- time


def test_an_event_in_the_candidates_zone() -> None:
    """A time of another zone is written in the candidate's, with its VTIMEZONE, at the same instant."""
    start = dt.datetime(2026, 11, 17, 20, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    file = written(entry_at(start))

    assert lines_of(file, "DTSTART")[-1] == "DTSTART;TZID=America/New_York:20261117T143000"
    assert lines_of(file, "TZID") == ["TZID:America/New_York"]
    assert event_of(file).decoded("DTSTART") == start


def test_an_all_day_event() -> None:
    """An all-day event has dates, an exclusive end, Outlook's mark, and needs no VTIMEZONE."""
    file = written(entry_at(dt.date(2026, 11, 30), key="decision"))

    assert lines_of(file, "DTSTART") == ["DTSTART;VALUE=DATE:20261130"]
    assert lines_of(file, "DTEND") == ["DTEND;VALUE=DATE:20261201"]
    assert lines_of(file, "X-MICROSOFT-CDO-ALLDAYEVENT") == ["X-MICROSOFT-CDO-ALLDAYEVENT:TRUE"]
    assert "BEGIN:VTIMEZONE" not in names(file)


@pytest.mark.parametrize(("busy", "marks"), [(True, ("OPAQUE", "BUSY")), (False, ("TRANSPARENT", "FREE"))])
def test_only_what_is_busy_blocks_the_calendar(busy: bool, marks: tuple[str, str]) -> None:
    """TRANSP and Outlook's own mark say the same."""
    event = event_of(written(with_milestone(entry_at(), busy=busy)))

    assert (event["TRANSP"], event["X-MICROSOFT-CDO-BUSYSTATUS"]) == marks


@pytest.mark.parametrize("name", ["Africa/Casablanca", "UTC", "EST5EDT", "Etc/GMT+5"])
def test_a_zone_without_a_rule_is_written_in_utc(name: str) -> None:
    """Where no VTIMEZONE can be written both times are in UTC, never floating."""
    start = dt.datetime(2026, 11, 17, 14, 30, tzinfo=ZoneInfo(name))
    file = written(entry_at(start, me=candidate_in(ZoneInfo(name))))

    utc = start.astimezone(dt.UTC)
    assert lines_of(file, "DTSTART") == [f"DTSTART:{utc:%Y%m%dT%H%M%SZ}"]
    assert lines_of(file, "DTEND") == [f"DTEND:{utc + HALF_HOUR:%Y%m%dT%H%M%SZ}"]
    assert not {"TZID", "BEGIN:VTIMEZONE"} & set(names(file))


@pytest.mark.parametrize(
    ("start", "end", "utc"),
    [
        pytest.param((2026, 3, 8, 2, 30), (2026, 3, 8, 4, 0), "20260308T073000Z", id="skipped start"),
        pytest.param((2026, 3, 8, 1, 30), (2026, 3, 8, 2, 30), "20260308T063000Z", id="skipped end"),
        pytest.param((2026, 11, 1, 1, 30), (2026, 11, 1, 2, 30), "20261101T053000Z", id="repeated start"),
        pytest.param((2026, 11, 1, 0, 30), (2026, 11, 1, 1, 0), "20261101T043000Z", id="repeated end"),
    ],
)
def test_times_that_the_zone_skips_or_repeats(start: tuple[int, ...], end: tuple[int, ...], utc: str) -> None:
    """Such a time, which clients read in four ways, is written in UTC with the other end of its event."""
    first, last = (dt.datetime(*parts, tzinfo=NEW_YORK) for parts in (start, end))  # type: ignore[misc, arg-type] # five parts
    file = written(with_milestone(entry_at(first), end=last), entry_at(key="follow-up"))

    starts = lines_of(file, "DTSTART")[2:]
    assert sorted(starts) == sorted([f"DTSTART:{utc}", "DTSTART;TZID=America/New_York:20261117T143000"])
    assert any(event.decoded("DTEND") == last.astimezone(dt.UTC) for event in events_of(file))


@pytest.mark.parametrize("zone", ["America/New_York", "Africa/Casablanca"])
def test_starts_left_out_of_a_weekly_event(zone: str) -> None:
    """As EXDATE in the form of DTSTART; read back, the days off are not there."""
    first = dt.datetime(2027, 2, 2, 9, tzinfo=ZoneInfo(zone))
    starts = [first + week * dt.timedelta(weeks=1) for week in range(8)]
    entry = entry_at(first, me=candidate_in(ZoneInfo(zone)))
    weekly = with_milestone(entry, until=starts[-1], exdates=(starts[1], starts[6]))
    read = IcsCalendarStream.calendar_from_ics(written(weekly).decode())

    held = {event.start_datetime.astimezone(dt.UTC) for event in read.timeline}
    assert held == {starts[week].astimezone(dt.UTC) for week in (0, 2, 3, 4, 5, 7)}


def test_times_that_a_zone_skips_at_midnight() -> None:
    """In Beirut summer time begins at 0:00: the day's first hour is not there."""
    beirut = ZoneInfo("Asia/Beirut")
    file = written(entry_at(dt.datetime(2026, 3, 29, 0, 30, tzinfo=beirut), me=candidate_in(beirut)))

    assert lines_of(file, "DTSTART") == ["DTSTART:20260328T223000Z"]


def test_no_vtimezone_for_an_event_in_utc() -> None:
    """A file whose only time is a repeated one has no VTIMEZONE."""
    repeated = dt.datetime(2026, 11, 1, 1, 30, fold=1, tzinfo=NEW_YORK)
    file = written(entry_at(repeated))

    assert lines_of(file, "DTSTART") == ["DTSTART:20261101T063000Z"]
    assert "BEGIN:VTIMEZONE" not in names(file)


@given(
    st.datetimes(dt.datetime.fromisoformat("2024-01-01"), dt.datetime.fromisoformat("2030-12-31")),
    st.sampled_from(
        ["America/New_York", "Europe/Dublin", "Pacific/Chatham", "Africa/Cairo", "Africa/Casablanca"]
    ),
    st.sampled_from(["Europe/Berlin", "America/St_Johns", "UTC"]),
    st.sampled_from([0, 1]),
)
def test_every_instant_is_read_back(wall: dt.datetime, home: str, away: str, fold: int) -> None:
    """An event of any zone is read as the instant that it is, whatever the candidate's zone."""
    start = wall.replace(tzinfo=ZoneInfo(away), microsecond=0, fold=fold)
    event = event_of(written(entry_at(start, me=candidate_in(ZoneInfo(home)))))

    assert event.decoded("DTSTART").astimezone(dt.UTC) == start.astimezone(dt.UTC)
    assert event.decoded("DTEND").astimezone(dt.UTC) == (start + HALF_HOUR).astimezone(dt.UTC)


@pytest.mark.parametrize(
    "zone", ["America/New_York", "Europe/Berlin", "Africa/Casablanca", "Asia/Gaza", "EST5EDT", "UTC"]
)
@pytest.mark.parametrize("weeks", [0, 1, 20, 52])
@pytest.mark.parametrize("day", [dt.date(2026, 2, 3), dt.date(2026, 8, 4)])
def test_a_weekly_event_keeps_its_hour(zone: str, weeks: int, day: dt.date) -> None:
    """At the same hour of the clock each week; in UTC as an event for each change of the clock."""
    start = dt.datetime.combine(day, dt.time(9), tzinfo=ZoneInfo(zone))
    meant = [(start + week * dt.timedelta(weeks=1)).astimezone(dt.UTC) for week in range(weeks + 1)]
    entry = entry_at(start, key="keep-looking", me=candidate_in(ZoneInfo(zone)))
    events = events_of(written(with_milestone(entry, until=meant[-1].astimezone(ZoneInfo(zone)))))
    found = []
    for event in events:
        first, rule = event.decoded("DTSTART"), event["RRULE"]
        assert isinstance(rule, vRecur)
        (last,) = rule["UNTIL"]
        assert set(rule) == {"FREQ", "BYDAY", "UNTIL"}
        assert (rule["FREQ"], rule["BYDAY"]) == (["WEEKLY"], ["TU"])
        assert last.utcoffset() == dt.timedelta()
        assert event.decoded("DTEND") - first == HALF_HOUR
        while first.astimezone(dt.UTC) <= last:
            found.append(first.astimezone(dt.UTC))
            first += dt.timedelta(weeks=1)

    assert found == meant
    assert len({str(event["UID"]) for event in events}) == len(events)


def test_recurrence_given_in_utc() -> None:
    """The last start counts, though summer time begins before it and it comes an hour sooner."""
    start, until = (dt.datetime(2026, month, 3, 9, tzinfo=NEW_YORK).astimezone(dt.UTC) for month in (2, 11))
    file = written(with_milestone(entry_at(start), until=until))
    spring = written(with_milestone(entry_at(start), until=dt.datetime(2026, 3, 10, 13, tzinfo=dt.UTC)))

    assert lines_of(file, "RRULE")[-1] == "RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20261103T140000Z"
    assert lines_of(spring, "RRULE")[-1] == "RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20260310T130000Z"


def test_recurrence_in_utc_keeps_the_day_of_its_dtstart() -> None:
    """BYDAY is the day of DTSTART as written: Tuesday 09:00 in Auckland is Monday in UTC."""
    zone = ZoneInfo("NZ")  # not a name that every client knows
    start = dt.datetime(2026, 11, 17, 9, tzinfo=zone)
    entry = entry_at(start, key="keep-looking", me=candidate_in(zone))
    file = written(with_milestone(entry, until=start + dt.timedelta(weeks=3)))

    assert lines_of(file, "DTSTART") == ["DTSTART:20261116T200000Z"]
    assert lines_of(file, "RRULE") == ["RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20261207T200000Z"]


def test_recurrence_of_days() -> None:
    """UNTIL of an all-day event is a date, as its DTSTART is."""
    until = dt.datetime(2026, 12, 8, tzinfo=NEW_YORK)
    file = written(with_milestone(entry_at(dt.date(2026, 11, 17)), until=until))

    assert lines_of(file, "RRULE") == ["RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20261208"]


def test_vtimezone_covers_the_years_of_the_file() -> None:
    """A law that changes before the last event of a file puts the file in UTC."""
    zone = ZoneInfo("America/Mexico_City")  # its last summer time was in 2022
    me = candidate_in(zone)
    early, late = (dt.datetime(year, 6, 1, 9, tzinfo=zone) for year in (2022, 2023))

    assert "BEGIN:VTIMEZONE" in names(written(entry_at(early, me=me)))
    assert "BEGIN:VTIMEZONE" in names(written(entry_at(late, me=me)))
    both = written(entry_at(early, me=me), entry_at(late, me=me, key="follow-up"))
    assert lines_of(both, "DTSTART") == ["DTSTART:20220601T140000Z", "DTSTART:20230601T150000Z"]
    weekly = with_milestone(entry_at(early, me=me), until=late - dt.timedelta(days=1))
    assert "BEGIN:VTIMEZONE" not in names(written(weekly))


@pytest.mark.parametrize(
    ("alarm", "trigger"),
    [
        (dt.timedelta(minutes=5), "TRIGGER:-PT5M"),
        (dt.timedelta(hours=1), "TRIGGER:-PT60M"),
        (dt.timedelta(days=1), "TRIGGER:-PT1440M"),
        (dt.timedelta(seconds=61), "TRIGGER:-PT2M"),
    ],
)
def test_alarm_rings_whole_minutes_before(alarm: dt.timedelta, trigger: str) -> None:
    """One DISPLAY alarm with its own DESCRIPTION, last in the event, so many minutes before the start."""
    file = written(with_milestone(entry_at(), alarm=alarm))

    assert logical_lines(file)[-7:] == [
        *("BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:Interview with Acme", trigger),
        *("END:VALARM", "END:VEVENT", "END:VCALENDAR"),
    ]


@pytest.mark.parametrize("alarm", [None, dt.timedelta()])
def test_no_alarm(alarm: dt.timedelta | None) -> None:
    """Without an alarm there is no VALARM."""
    assert "BEGIN:VALARM" not in names(written(with_milestone(entry_at(), alarm=alarm)))


# --- identity


def test_uid_is_the_same_for_ever() -> None:
    """A release that changes a UID doubles every subscriber's events."""
    assert uid(entry_at().milestone) == "acb77b61-25b9-537b-8ac1-c369f9ccd2ad"


def test_uid_knows_neither_date_nor_words() -> None:
    """A milestone that moves, or says something else, keeps its UID; so does a mail address in capitals."""
    moved = entry_at(dt.date(2027, 1, 4), title="Other", me=candidate_in(ZoneInfo("Asia/Tokyo"), name="Ana"))
    capitals = replace(candidate_in(), email="ANA@EXAMPLE.ORG")

    assert uid(moved.milestone) == uid(entry_at().milestone) == uid(entry_at(me=capitals).milestone)


def test_uids_differ() -> None:
    """Another person, interview or key has another UID, however the words are cut."""
    base = entry_at().milestone
    start = dt.datetime(2026, 11, 17, 14, 30, tzinfo=NEW_YORK)
    nobody = replace(candidate_in(), email=None, name=None)
    milestones = [
        base,
        replace(base, key="follow-up"),
        replace(base, interview=None),
        replace(base, interview=replace(interview_at(start), id="other")),
        replace(base, interview=replace(interview_at(start), id='acme-engineer", "x'), key="y"),
        replace(base, interview=replace(interview_at(start), id="acme-engineer"), key='x", "y'),
        replace(base, candidate=nobody),
        replace(base, candidate=replace(nobody, name="Ana")),
        replace(base, candidate=replace(candidate_in(), id="ana")),
        replace(base, candidate=replace(candidate_in(), email="ana@example.com")),
    ]

    assert Counter(map(uid, milestones)).most_common(1)[0][1] == 1


# --- other parsers


def ladder() -> Iterator[Entry]:
    start = dt.datetime(2026, 11, 17, 14, 30, tzinfo=NEW_YORK)
    yield entry_at(start, location="https://zoom.us/j/1?pwd=a,b;c", description="Ünï👩🏽‍💻, \\;\n" * 40)
    yield entry_at(dt.date(2026, 11, 30), key="decision", title="日本語" * 100)
    yield entry_at(dt.datetime(2026, 11, 1, 1, 30, tzinfo=NEW_YORK), key="follow-up", location="X")
    weekly = entry_at(start, key="keep-looking", description="")
    yield with_milestone(weekly, interview=None, until=start + dt.timedelta(weeks=8), alarm=None)


def instant(moment: dt.date | None) -> dt.date | None:
    """In UTC, as Python calls a repeated time unequal to itself in another zone (PEP 495)."""
    return moment.astimezone(dt.UTC) if isinstance(moment, dt.datetime) else moment


def test_read_by_home_assistants_parser() -> None:
    """`ical`, which refuses a whole file for one fault, reads every event."""
    calendar = IcsCalendarStream.calendar_from_ics(written(*ladder()).decode())

    entries = {uid(entry.milestone): entry for entry in ladder()}
    assert {event.uid for event in calendar.events} == entries.keys()
    for event in calendar.events:
        milestone = entries[event.uid].milestone
        assert instant(event.dtstart) == instant(milestone.start)
        assert instant(event.dtend) == instant(milestone.end)
        assert (event.description or "") == entries[event.uid].description


def test_read_by_ics_py() -> None:
    """`ics` reads every event at its instant."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of tatsu's parser and of arrow
        calendar = ics.Calendar(written(*ladder()).decode())

    entries = {uid(entry.milestone): entry for entry in ladder()}
    assert {event.uid for event in calendar.events} == entries.keys()
    for event in calendar.events:
        milestone = entries[event.uid].milestone
        assert event.all_day is milestone.all_day
        if not milestone.all_day:
            assert instant(event.begin.datetime) == instant(milestone.start)
        assert (event.description or "") == entries[event.uid].description
