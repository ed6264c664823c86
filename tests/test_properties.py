"""Values of properties, as anybody may have written them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import vDuration

from icsgen.ics.components import Line
from icsgen.ics.properties import (
    DATE,
    LOCAL,
    UTC,
    ZONED,
    duration,
    known_zone,
    moment,
    moments,
    offset,
    rule_parts,
    shown,
    words,
)


def line(value: str, parameters: str = "") -> Line:
    return Line(1, "DTSTART", parameters, value)


@pytest.mark.parametrize(
    ("value", "parameters", "form"),
    [
        ("20261117", "VALUE=DATE", DATE),
        ("20261117T143000", "", LOCAL),
        (" 20261117T143000Z ", "", UTC),
        ("20261117T143000", "TZID=Europe/Berlin", ZONED),
        ("20261117T143060", "TZID=Europe/Berlin", ZONED),
    ],
)
def test_moments(value: str, parameters: str, form: str) -> None:
    """A date, and a time in each of its three forms (RFC 5545, 3.3.4 and 3.3.5)."""
    read = moment(line(value, parameters))

    assert read
    assert (read.form, read.at.date()) == (form, dt.date(2026, 11, 17))
    assert moments(line(f"{value},{value}", parameters)) == [read, read]


@pytest.mark.parametrize(
    "value",
    [
        "",
        "2026-11-17",
        "20260230",
        "20261117T2500",
        "20261117T250000",
        "٢٠٢٦١١١٧",
        "1" * 10_000,
        "20261117T143000ZZ",
    ],
)
def test_what_is_no_moment(value: str) -> None:
    """None, for ten thousand digits too."""
    assert moment(line(value)) is None


def test_an_instant() -> None:
    """Of what the tz database knows; of a local time, and at the ends of time, there is none."""
    berlin = moment(line("20261117T143000", "TZID=Europe/Berlin"))
    utc = moment(line("20261117T133000Z"))

    assert berlin
    assert utc
    assert berlin.instant == utc.instant == dt.datetime(2026, 11, 17, 13, 30, tzinfo=dt.UTC)
    for value, parameters in (
        ("20261117T143000", ""),
        ("00010101T000000Z", ""),
        ("20261117T143000", "TZID=X"),
    ):
        other = moment(line(value, parameters))
        assert other
        assert other.instant is None


@given(
    st.timedeltas(dt.timedelta(days=-9999), dt.timedelta(days=9999)).map(
        lambda d: d - d % dt.timedelta(seconds=1)
    )
)
def test_durations(length: dt.timedelta) -> None:
    """As icalendar writes them."""
    written = vDuration(length).to_ical()  # type: ignore[no-untyped-call]
    assert duration(written.decode()) == length


@pytest.mark.parametrize(
    "value",
    ["", "P", "PT", "P1H", "P1DT", "1H", "-P-1D", "PT1D", "P1W2D", "P1M", "P999999999W", "P" + "1" * 9999],
)
def test_what_is_no_duration(value: str) -> None:
    """None, also of a month and of a number beyond all days."""
    assert duration(value) is None


def test_offsets() -> None:
    """Of hours and minutes, and with seconds."""
    assert offset("-0330") == dt.timedelta(hours=-3, minutes=-30)
    assert offset("+013456") == dt.timedelta(hours=1, minutes=34, seconds=56)
    assert [offset(value) for value in ("0100", "+1:00", "+01", "+0160", "")] == [None] * 5


def test_rule_parts() -> None:
    """In capitals; a part without a name or a value makes it no rule."""
    assert rule_parts("freq=weekly;byday=MO,TU;") == {"FREQ": "WEEKLY", "BYDAY": "MO,TU"}
    assert [rule_parts(value) for value in ("", "FREQ", "FREQ=", "=x", "FREQ=DAILY;;X=1")] == [None] * 5


def test_words() -> None:
    """Without the escapes of a text, and with what is left of others."""
    assert words(r"a\, b\; c\\n\nd\N\x") == "a, b; c\\n\nd\nx"


def test_zones() -> None:
    """Those of the tz database; paths and folders are none."""
    assert known_zone("Europe/Berlin")
    assert not any(
        map(known_zone, ("", "Europe", "../../etc/passwd", "/etc/localtime", "W. Europe Standard Time", "\0"))
    )


def test_long_values_are_shown_in_short() -> None:
    """A finding stays on a line."""
    assert shown(" x ") == '"x"'
    assert len(shown("x" * 10_000)) < 40
