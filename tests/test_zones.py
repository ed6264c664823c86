"""Laws of `icsgen.ics.zones`: a VTIMEZONE tells the same time as zoneinfo, or there is none."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from icalendar import Timezone

from icsgen.ics import tzid, vtimezone

ZONES = sorted(available_timezones())
CLEAR_ZONES = [name for name in ZONES if tzid(ZoneInfo(name))]
WINDOWS = [(year, year + span) for year in range(2020, 2031) for span in (0, 1)]
HOUR = dt.timedelta(hours=1)


def lines_of(name: str, first: int, last: int) -> tuple[str, ...]:
    lines = vtimezone(ZoneInfo(name), first, last)
    assert lines is not None

    return lines


def rules_of(name: str, first: int, last: int) -> list[str]:
    return [line for line in lines_of(name, first, last) if line.startswith("RRULE")]


@cache
def read_back(body: tuple[str, ...]) -> dt.tzinfo:
    """The clock that icalendar's parser makes of our lines, under a name it cannot know."""
    text = "\r\n".join(("BEGIN:VTIMEZONE", "TZID:ours", *body, "END:VTIMEZONE", ""))
    component = Timezone.from_ical(text)
    assert isinstance(component, Timezone)

    clock: dt.tzinfo = component.to_tz(lookup_tzid=False)
    return clock


@cache
def moments(zone: ZoneInfo, year: int) -> tuple[dt.datetime, ...]:
    """Wall times of a year: one a month, and those around each day on which the offset changes."""
    start = dt.datetime(year, 1, 1, tzinfo=zone)
    days = [start + dt.timedelta(days=day) for day in range(366)]
    monthly = [dt.datetime(year, month, 15, 12, tzinfo=zone) for month in range(1, 13)]
    edges = [start, dt.datetime(year, 12, 31, 23, 59, 59, tzinfo=zone)]
    around = [
        old + hours * HOUR + minutes * dt.timedelta(minutes=1)
        for old, new in pairwise(days)
        if old.utcoffset() != new.utcoffset()
        for hours in range(-3, 28)
        for minutes in (-1, 0, 30)
    ]
    return tuple(moment for moment in (*monthly, *edges, *around) if moment.year == year and clear(moment))


def clear(moment: dt.datetime) -> bool:
    """Whether the zone neither skips nor repeats it: only such times are written in the zone."""
    return moment.utcoffset() == moment.replace(fold=1).utcoffset()


def misread(name: str, first: int, last: int) -> Iterator[tuple[dt.datetime, dt.timedelta | None]]:
    """Wall times of these years at which our lines tell another offset than zoneinfo."""
    zone = ZoneInfo(name)
    lines = vtimezone(zone, first, last)
    ours = read_back(lines[2:-1]) if lines else zone
    for year in range(first, last + 1):
        for moment in moments(zone, year):
            offset = moment.replace(tzinfo=ours).utcoffset()
            if offset != moment.utcoffset():
                yield moment, offset


@pytest.mark.parametrize("name", CLEAR_ZONES)
def test_tells_the_time_of_zoneinfo(name: str) -> None:
    """Every wall time of 2026 to 2028, in every zone, has the offset that zoneinfo gives it."""
    assert list(misread(name, 2026, 2028)) == []


@pytest.mark.parametrize(
    "name",
    [
        *("Africa/Cairo", "Africa/Casablanca", "Africa/Juba", "America/Asuncion", "America/Chihuahua"),
        *("America/Godthab", "America/Mexico_City", "America/Nuuk", "America/Ojinaga", "America/Santiago"),
        *("America/Scoresbysund", "America/Vancouver", "America/Whitehorse", "Antarctica/Casey"),
        *(
            "Antarctica/Troll",
            "Antarctica/Vostok",
            "Asia/Almaty",
            "Asia/Amman",
            "Asia/Beirut",
            "Asia/Damascus",
        ),
        *("Asia/Gaza", "Asia/Hebron", "Asia/Jerusalem", "Asia/Qostanay", "Asia/Tehran", "Europe/Chisinau"),
        *("Europe/Dublin", "Europe/Volgograd", "Pacific/Apia", "Pacific/Chatham", "Pacific/Easter"),
        *("Pacific/Fiji", "Pacific/Norfolk", "Australia/Lord_Howe"),
    ],
)
def test_tells_the_time_where_the_law_changed(name: str) -> None:
    """Zones of moving or changed law are right in each one or two years of 2020 to 2031, or not written."""
    assert [fault for window in WINDOWS for fault in misread(name, *window)] == []


@pytest.mark.parametrize("name", CLEAR_ZONES)
def test_every_rule_is_yearly_and_begins_with_itself(name: str) -> None:
    """There is no RDATE, and DTSTART of 1970 is a day of its own rule."""
    lines = vtimezone(ZoneInfo(name), 2026, 2028) or ()

    assert not [line for line in lines if line.startswith(("RDATE", "EXDATE"))]
    for start, rule in pairwise(lines):
        if rule.startswith("RRULE"):
            found = re.fullmatch(
                r"RRULE:FREQ=YEARLY;BYMONTH=(\d+);BYDAY=(-1|[1-4])(MO|TU|WE|TH|FR|SA|SU)", rule
            )
            assert found
            month, week, day = found.groups()
            first = dt.datetime.strptime(start, "DTSTART:%Y%m%dT%H%M%S")  # noqa: DTZ007 - local time
            assert (1970, int(month)) == (first.year, first.month)
            assert day == ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[first.weekday()]
            after = first + dt.timedelta(weeks=1)
            assert after.month != first.month if week == "-1" else int(week) == (first.day + 6) // 7


@pytest.mark.parametrize("name", CLEAR_ZONES)
def test_standard_is_the_smaller_offset_and_undoes_daylight(name: str) -> None:
    """A zone has STANDARD alone, or STANDARD and a larger DAYLIGHT with the same pair of offsets."""
    lines = vtimezone(ZoneInfo(name), 2026, 2028)
    if lines is None:
        return
    before = [line.split(":")[1] for line in lines if line.startswith("TZOFFSETFROM")]
    after = [line.split(":")[1] for line in lines if line.startswith("TZOFFSETTO")]

    assert before == after[::-1]
    kinds = [line for line in lines[1:] if line.startswith("BEGIN")]
    assert kinds == ["BEGIN:STANDARD", "BEGIN:DAYLIGHT"][: len(after)]
    if len(after) == 2:
        standard, daylight = (int(offset) for offset in after)
        assert standard < daylight


def test_whole_text_of_a_zone() -> None:
    """New York is written as its law says: second Sunday of March, first Sunday of November."""
    assert lines_of("America/New_York", 2024, 2025) == (
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
    )


def test_zone_without_summer_time_has_standard_alone() -> None:
    """Kolkata has one observance, without a rule."""
    assert lines_of("Asia/Kolkata", 2025, 2025)[2:-1] == (
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "TZOFFSETFROM:+0530",
        "TZOFFSETTO:+0530",
        "TZNAME:IST",
        "END:STANDARD",
    )


def test_dublin_is_standard_in_winter() -> None:
    """Ireland's negative summer time is turned round: clients take DAYLIGHT for the larger offset."""
    standard, daylight = "\n".join(lines_of("Europe/Dublin", 2025, 2025)).split("BEGIN:DAYLIGHT")

    assert "TZOFFSETFROM:+0100\nTZOFFSETTO:+0000\nTZNAME:GMT" in standard
    assert "TZOFFSETFROM:+0000\nTZOFFSETTO:+0100\nTZNAME:IST" in daylight


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Australia/Lord_Howe", ["TZOFFSETTO:+1030", "TZOFFSETTO:+1100"]),
        ("Pacific/Chatham", ["DTSTART:19700405T034500", "TZOFFSETTO:+1245", "TZNAME:+1345"]),
        ("America/St_Johns", ["TZOFFSETTO:-0330", "TZOFFSETTO:-0230"]),
        ("Africa/Cairo", ["DTSTART:19701030T000000", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1FR"]),
        ("America/Nuuk", ["RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SA", "DTSTART:19700328T230000"]),
        ("America/Santiago", ["RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=1SU", "TZNAME:-04"]),
        ("Asia/Jerusalem", ["RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=4FR"]),
    ],
)
def test_odd_zones(name: str, lines: list[str]) -> None:
    """Half and quarter hours, and changes at midnight or on a Saturday, are written as they are."""
    assert set(lines) <= set(lines_of(name, 2025, 2025))


@pytest.mark.parametrize("year", range(2010, 2026))
def test_one_year_is_enough_to_know_the_rule(year: int) -> None:
    """In a year whose fourth Sunday is the last, the years beside it tell which one is meant."""
    assert rules_of("Europe/Berlin", year, year) == [
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    ]


@pytest.mark.parametrize("year", [1971, 1976, 9990, 9998])
def test_first_and_last_years(year: int) -> None:
    """Near the ends of what can be told the years beside a file's are fewer."""
    assert vtimezone(ZoneInfo("America/New_York"), year, year)


@pytest.mark.parametrize("year", range(2019, 2026))
def test_morocco_has_no_rule(year: int) -> None:
    """A clock that follows Ramadan fits no yearly rule, not even where one year alone would."""
    assert vtimezone(ZoneInfo("Africa/Casablanca"), year, year) is None


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        pytest.param("Asia/Gaza", 2024, 2025, id="Ramadan moves the dates"),
        pytest.param("America/Mexico_City", 2022, 2023, id="abolished between the years"),
        pytest.param("Europe/Istanbul", 2016, 2016, id="half a pair"),
        pytest.param("Africa/Cairo", 2010, 2010, id="two pairs, one of them of other years"),
        pytest.param("Africa/Cairo", 2014, 2014, id="two pairs"),
        pytest.param("Africa/Sao_Tome", 2018, 2018, id="half a pair, the other half on New Year"),
        pytest.param("America/Argentina/Tucuman", 2004, 2004, id="two changes within two weeks"),
        pytest.param("Australia/Lord_Howe", 1985, 1985, id="a pair that does not undo itself"),
        pytest.param("Asia/Pyongyang", 2018, 2018, id="one change of standard time"),
        pytest.param("America/Santiago", 2023, 2024, id="Sunday from the 2nd on"),
        pytest.param("America/New_York", 1975, 1975, id="a winter of its own, to save oil"),
        pytest.param("America/New_York", 1970, 1970, id="before the rules begin"),
        pytest.param("America/New_York", 2026, 9999, id="to the end of time"),
        pytest.param("America/New_York", 2027, 2026, id="no years"),
    ],
)
def test_no_rule_fits(name: str, first: int, last: int) -> None:
    """Without one rule for all the years there is no VTIMEZONE."""
    assert vtimezone(ZoneInfo(name), first, last) is None


@pytest.mark.parametrize("name", ["UTC", "GMT", "EST", "EST5EDT", "GB", "Japan", "Etc/GMT+5", "Etc/UTC"])
def test_only_an_area_and_a_place_is_a_name(name: str) -> None:
    """Abbreviations and offsets are no TZID: clients read them as something else."""
    assert tzid(ZoneInfo(name)) is None
    assert vtimezone(ZoneInfo(name), 2026, 2026) is None


@pytest.mark.parametrize(
    "key", [None, "", "My/Zone\r\nX-EVIL:1", "a/b:c", "posix/Asia/Tokyo", "x" * 20 + "/y"]
)
def test_a_zone_from_elsewhere_has_no_name(key: str | None) -> None:
    """A zone read from a file has only a name that is safe in a parameter."""
    assert tzid(ZoneInfo.from_file(tzif(0), key=key)) is None
    assert tzid(dt.UTC) is None


@pytest.mark.parametrize("rule", [b"", b"DST-2,M3.5.0,M10.5.0", b"DST-1:00:01,M3.5.0,M10.5.0"])
def test_an_offset_with_seconds_is_not_written(rule: bytes) -> None:
    """Calendar clients know offsets of whole minutes only."""
    whole = tzif(3600, footer=b"STD-1" + rule.replace(b":00:01", b":30"))
    odd = tzif(3601, footer=b"STD-1:00:01" + rule) if b":01" not in rule else tzif(0, footer=b"STD0" + rule)

    assert vtimezone(ZoneInfo.from_file(whole, key="Some/Where"), 2025, 2025)
    assert vtimezone(ZoneInfo.from_file(odd, key="Some/Where"), 2025, 2025) is None


def tzif(offset: int, *, footer: bytes = b"STD0") -> BytesIO:
    """A small zone file (RFC 8536): an offset in seconds without changes, then the rule of the footer."""
    header = b"TZif2" + b"\0" * 15 + b"".join(n.to_bytes(4, "big") for n in (0, 0, 0, 0, 1, 4))
    body = offset.to_bytes(4, "big", signed=True) + b"\0\0" + b"LMT\0"
    return BytesIO(header + body + header + body + b"\n" + footer + b"\n")


def test_the_oracle_can_fail() -> None:
    """The comparison notices rules that are an hour off."""
    lines = [line.replace("BYDAY=2SU", "BYDAY=3SU") for line in lines_of("America/New_York", 2025, 2025)]
    ours = read_back(tuple(lines[2:-1]))

    moment = dt.datetime(2025, 3, 12, 12, tzinfo=ZoneInfo("America/New_York"))
    assert moment.utcoffset() != moment.replace(tzinfo=ours).utcoffset()
