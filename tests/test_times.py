"""The text of one detail to its dates and times, or what was found and what is expected."""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest
from faults import fault
from hypothesis import given
from hypothesis import strategies as st

from icsgen.details import times
from icsgen.details.times import End, LocalTime
from icsgen.model import Span

DAY = dt.date(2026, 11, 17)
BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
HOUR = dt.timedelta(hours=1)


def offset(hours: float) -> dt.timezone:
    return dt.timezone(hours * HOUR)


def dates(*texts: str) -> frozenset[dt.date]:
    return frozenset(map(dt.date.fromisoformat, texts))


# --- dates and times


@pytest.mark.parametrize(
    "text", ["2026-11-17", "17 November 2026", "Nov 17, 2026", "Tue 17 Nov 2026", "17.11.2026", "20261117"]
)
def test_a_date(text: str) -> None:
    """A whole date, in any order that can be told apart."""
    assert times.date(text) == DAY


@pytest.mark.parametrize("text", ["Friday", "03/04/2026", "2026-02-30", "soon", "2026", "1"])
def test_no_date(text: str) -> None:
    """Without its year, or of unsure order, a date is refused."""
    assert fault(times.date, text) == f'found "{text}"; expected a date such as 2026-11-17'


def test_years_have_bounds() -> None:
    """A year mistyped is not computed with."""
    assert times.date("1970-01-01").year == 1970
    assert times.date("2199-12-31").year == 2199
    for year in ("1969", "2200", "0001", "9999"):
        assert fault(times.date, f"{year}-06-01") == (
            f"found the year {int(year)}; expected one from 1970 to 2199"
        )


CLOCK = {
    "14:30": (14, 30),
    "2:30 pm": (14, 30),
    "2:30PM": (14, 30),
    "2:30 p.m.": (14, 30),
    "14:30:00": (14, 30),
    "14:30:00.000": (14, 30),
    "9:05": (9, 5),
    "09:05 am": (9, 5),
    "2 pm": (14, 0),
    "2pm": (14, 0),
    "12 am": (0, 0),
    "12:30 am": (0, 30),
    "12 pm": (12, 0),
    "12:30 pm": (12, 30),
    "0:00": (0, 0),
    "23:59": (23, 59),
}

ZONES_AFTER: dict[str, dt.tzinfo | None] = {
    "": None,
    " Europe/Berlin": BERLIN,
    " America/New_York": NEW_YORK,  # its first letters are no `am`
    "  America/New_York": NEW_YORK,
    " UTC": dt.UTC,
    " GMT": dt.UTC,
    " Z": dt.UTC,
    " +05:30": offset(5.5),
    " -08:00": offset(-8),
    " -0330": offset(-3.5),
    " +1": offset(1),
    " UTC-5": offset(-5),
    " GMT+01:00": offset(1),
}


@pytest.mark.parametrize("zone", ZONES_AFTER)
@pytest.mark.parametrize("clock", CLOCK)
def test_a_local_time(clock: str, zone: str) -> None:
    """A time of 24 or of twice 12 hours, with a zone or an offset after it or not."""
    time = dt.time(*CLOCK[clock])

    for date in ("2026-11-17 ", "17 November 2026, ", "Nov 17 2026 at "):
        assert times.local_time(f"{date}{clock}{zone}") == LocalTime(
            dt.datetime.combine(DAY, time), ZONES_AFTER[zone]
        )
    assert times.end(f"{clock}{zone}") == End(time, None, ZONES_AFTER[zone])
    assert times.end(f"2026-11-17 {clock}{zone}") == End(time, DAY, ZONES_AFTER[zone])


@pytest.mark.parametrize("text", ["2026-11-17T14:30", "2026-11-17t14:30", "2026-11-17T14:30:00"])
def test_an_iso_time(text: str) -> None:
    """As machines write it; an offset may follow at once."""
    assert times.local_time(text) == LocalTime(dt.datetime.combine(DAY, dt.time(14, 30)))
    assert times.local_time(f"{text}Z").zone == dt.UTC
    assert times.local_time(f"{text}-05:00").zone == offset(-5)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2026-11-17", "expected a date and a time such as 2026-11-17 14:30"),
        ("14:30", "expected a date and a time"),
        ("2026-11-17 14.30", "expected a date and a time"),
        ("2026-11-17 14", "expected a date and a time"),
        ("2026-11-17 14 America/New_York", "expected a date and a time"),
        ("tomorrow at ten", "expected a date and a time"),
        ("2026-11-17 24:00", "expected a time such as 14:30 or 2:30 pm"),
        ("2026-11-17 25:30", "expected a time such as 14:30 or 2:30 pm"),
        ("2026-11-17 14:60", "expected a time such as 14:30 or 2:30 pm"),
        ("2026-11-17 13 pm", "expected a time such as 14:30 or 2:30 pm"),
        ("2026-11-17 0:30 am", "expected a time such as 14:30 or 2:30 pm"),
        ("17 Oct 14:30", 'found "17 Oct", without a year; expected one, as in 2026-11-17'),
        ("03/04/2026 14:30", 'found "03/04/2026"; expected a date'),
        ("1869-11-17 14:30", "found the year 1869; expected one from 1970"),
        ("2026-11-17 14:30 Berlin", "did you mean Europe/Berlin?"),
        ("2026-11-17 14:30 +25:00", "unknown time zone"),
        ("2026-11-17 14:30 +01:75", "unknown time zone"),
    ],
)
def test_no_local_time(text: str, words: str) -> None:
    """What is missing or unsure is named; nothing is guessed."""
    assert words in fault(times.local_time, text)
    assert fault(times.local_time, text).startswith(('found "', "found the year", "unknown time zone "))


@pytest.mark.parametrize("text", ["15", "later", "15:15 Berlin", "25:00", "13 pm", "2026-11-17"])
def test_no_end(text: str) -> None:
    """An end is a time, with or without its date."""
    assert re.search("expected a|did you mean", fault(times.end, text))


@given(st.dates(dt.date(1970, 1, 1), dt.date(2199, 12, 31)), st.times(), st.sampled_from("T "))
def test_every_minute_is_read_as_written(date: dt.date, time: dt.time, between: str) -> None:
    """ISO and the clock of twice twelve hours name the same minute."""
    wall = dt.datetime.combine(date, time.replace(second=0, microsecond=0))

    assert times.local_time(wall.isoformat(between, "minutes")) == LocalTime(wall)
    assert times.local_time(f"{wall:%Y-%m-%d} {wall:%I:%M %p}") == LocalTime(wall)


# --- lengths


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        *(("45 min", 45), ("45", 45), ("45m", 45), ("45 minutes", 45), ("45 min.", 45), ("1 minute", 1)),
        *(("1 h", 60), ("1h", 60), ("2 hours", 120), ("1 hr", 60), ("1 Hour", 60), ("24 h", 1440)),
        *(("1 h 30", 90), ("1h30m", 90), ("1 h 30 min", 90), ("1 hour and 15 minutes", 75), ("1:30", 90)),
        *(("1.5 h", 90), ("1,5 h", 90), ("0:20", 20), ("0.25 hours", 15), ("1440", 1440)),
    ],
)
def test_a_duration(text: str, minutes: int) -> None:
    """Hours, minutes or both; a bare number is minutes."""
    assert times.duration(text) == dt.timedelta(minutes=minutes)


@pytest.mark.parametrize("text", ["0", "0 min", "-5 min", "24 h 1", "1441", "an hour", "1:60", ".", "1 day"])
def test_no_duration(text: str) -> None:
    """None at all, more than a day, or no number."""
    words = f'found "{text}"; expected a length such as 45 min or 1 h 30, at most 24 h'
    assert fault(times.duration, text) == words


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("5 business days", Span(5, "business days")),
        ("1 business day", Span(1, "business days")),
        ("21 days", Span(21, "days")),
        ("3 weeks", Span(21, "days")),
        ("2 months", Span(2, "months")),
    ],
)
def test_a_span(text: str, span: Span) -> None:
    """A number of days of either kind, of weeks, of months."""
    assert times.span(text) == span


@pytest.mark.parametrize("text", ["5", "later", "Friday", "none", "2026-11-17", "0 days"])
def test_no_span(text: str) -> None:
    """A bare number does not say of what."""
    words = f'found "{text}"; expected a number of days, such as 5 business days or 3 weeks'
    assert fault(times.span, text) == words


# --- days


@pytest.mark.parametrize(
    ("found", "read"),
    [
        ("2026-12-24", dates("2026-12-24")),
        (["2026-12-24", "26 Dec 2026"], dates("2026-12-24", "2026-12-26")),
        ("2026-12-24, 2026-12-26", dates("2026-12-24", "2026-12-26")),
        ("2026-12-31..2027-01-02", dates("2026-12-31", "2027-01-01", "2027-01-02")),
        (["2026-12-24 .. 2026-12-25", "2026-12-25"], dates("2026-12-24", "2026-12-25")),
        ("2026-12-24..2026-12-24", dates("2026-12-24")),
        ([], dates()),
    ],
)
def test_days_and_ranges(found: object, read: frozenset[dt.date]) -> None:
    """Both ends of a range are in it; one text may hold several with commas."""
    assert times.days(found) == read


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ("2026-12-26..2026-12-24", 'found "2026-12-26..2026-12-24", which ends before it begins; expected'),
        ("2026-01-01..2028-09-27", "is longer than 1000 days; expected first..last"),
        ("2026-12-24..", "found an empty text"),
        ("2026-12-24..soon", 'found "soon"; expected a date such as 2026-11-17'),
        (["2026-12-24", "12-25"], 'found "12-25"; expected a date'),
        ([["2026-12-24"]], "found a list; expected text"),
    ],
)
def test_no_days(found: object, words: str) -> None:
    """What is no date, and a range that no holiday has."""
    assert words in fault(times.days, found)


@pytest.mark.parametrize("found", ["01-01..12-31", ["01-01..06-30", "07-01..12-31"], "12-26..12-24"])
def test_quiet_leaves_days_to_write_on(found: object) -> None:
    """A whole quiet year would put every date off for ever."""
    assert "which is most of the year" in fault(times.quiet, found)


@pytest.mark.parametrize(
    ("found", "lead"), [("none", 0), ("30", 30), ("30 min", 30), ("1 h", 60), (" none ", 0)]
)
def test_alarm(found: str, lead: int) -> None:
    """A length, or none."""
    assert times.alarm(found) == dt.timedelta(minutes=lead)


def test_an_empty_key_is_no_day() -> None:
    """As people leave it in a document for later."""
    assert times.days(None) == frozenset()


def test_the_longest_range() -> None:
    """A thousand days are still taken."""
    assert len(times.days("2026-01-01..2028-09-26")) == 1000


@pytest.mark.parametrize(
    ("found", "spans"),
    [
        ("none", ()),
        ("12-21..01-03", (((12, 21), (1, 3)),)),
        (["12-21 .. 01-03", "08-15"], (((12, 21), (1, 3)), ((8, 15), (8, 15)))),
        ("02-29..03-01, 05-01", (((2, 29), (3, 1)), ((5, 1), (5, 1)))),
    ],
)
def test_quiet_days_of_each_year(found: object, spans: object) -> None:
    """Month and day, alone or to another; `none` is no day at all."""
    assert times.quiet(found) == spans


@pytest.mark.parametrize("found", ["12-32", "02-30", "13-01", "2026-12-21..2027-01-03", "12-21..", "1-2"])
def test_no_quiet_days(found: str) -> None:
    """A day that no year has, or one of a single year."""
    words = f'found "{found}"; expected days of each year such as 12-21..01-03, or none'
    assert fault(times.quiet, found) == words


def test_a_weekday_beside_a_date_agrees_with_it() -> None:
    """17 November 2026 is a Tuesday."""
    assert times.date("Tuesday, 17 November 2026") == dt.date(2026, 11, 17)
    assert "another weekday; expected the two to agree" in fault(times.date, "Mon 17 Nov 2026")
    assert "another weekday" in fault(times.local_time, "Monday, 17 November 2026 14:30")


# --- hours of a day


@pytest.mark.parametrize(
    "text", ["09:00-18:00", "9:00 – 18:00", "9 am to 6 pm", "9am-6pm", " 09:00  -  18:00 "]
)
def test_hours_of_a_day(text: str) -> None:
    assert times.hours(text) == (dt.time(9), dt.time(18))


@pytest.mark.parametrize(
    "text",
    ["09:00", "18:00-09:00", "09:00-09:59", "09:00-09:00", "09:00-18:00 Europe/Berlin", "9-17", "09:00-25:00",
     "2026-11-17 09:00-2026-11-17 18:00", "-", "nights"],
)  # fmt: skip
def test_no_hours_of_a_day(text: str) -> None:
    """Less than an hour leaves no quarter-hour on some days; a zone is said once, under `timezone`."""
    assert "expected " in fault(times.hours, text)


@pytest.mark.parametrize("after", ["-15:15", " - 15:15", " to 15:15", "–15:15", " until 3:15 pm"])
def test_an_end_in_the_start(after: str) -> None:
    """Is told where it belongs, and never taken for an offset."""
    assert fault(times.local_time, f"2026-11-17 14:30{after}").endswith("expected the end under `end:`")


@pytest.mark.parametrize("clock", ["14:30:99", "14:30:59", "14:30:00.5"])
def test_no_time_of_seconds(clock: str) -> None:
    """Interviews begin on the minute; zeros are what other programs write."""
    assert fault(times.local_time, f"2026-11-17 {clock}")
    assert times.local_time("2026-11-17T14:30:00.000") == LocalTime(dt.datetime.combine(DAY, dt.time(14, 30)))


def test_hours_say_what_is_wrong_with_them() -> None:
    """Too short, or over midnight."""
    for text in ("22:00-06:00", "09:00-09:59"):
        assert fault(times.hours, text) == f'found "{text}"; expected an hour at least, within one day'


@pytest.mark.parametrize(("zone", "meant"), times.FIXED.items())
def test_a_zone_that_has_no_summer(zone: str, meant: str) -> None:
    """Is an hour off from March to November for those who mean the East."""
    found = fault(times.local_time, f"2027-06-16 14:00 {zone}")

    assert found == f"found {zone}, an hour off in summer; expected {meant}"
