"""What a VTIMEZONE says of a local time: ours agree with the tz database, and so do other shapes."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo, available_timezones

import pytest

from icsgen.ics import vtimezone
from icsgen.ics.components import reading
from icsgen.ics.observances import Observance, observances, offset_at, yearly

HOURS = range(0, 24, 7)
AREAS = ("Europe/", "America/", "Asia/", "Australia/", "Africa/", "Pacific/", "Atlantic/", "Indian/")
ZONES = [name for name in sorted(available_timezones()) if name.startswith(AREAS)][::9]
WITH_RULES = [name for name in ZONES if vtimezone(ZoneInfo(name), 2026, 2028)]


def read(*lines: str) -> list[Observance]:
    (zone,) = reading("\r\n".join(["BEGIN:VTIMEZONE", *lines, "END:VTIMEZONE"]).encode()).all("VTIMEZONE")
    return observances(zone)


def part(kind: str, start: str, before: str, after: str, *more: str) -> list[str]:
    return [
        f"BEGIN:{kind}",
        f"DTSTART:{start}",
        f"TZOFFSETFROM:{before}",
        f"TZOFFSETTO:{after}",
        *more,
        f"END:{kind}",
    ]


@pytest.mark.parametrize("name", WITH_RULES)
def test_ours_agree_with_the_tz_database(name: str) -> None:
    """At every clear local time of the years they are written for."""
    zone = ZoneInfo(name)
    found = read(*(vtimezone(zone, 2026, 2028) or ())[1:-1])
    for day in range(0, 3 * 365, 3):
        for hour in HOURS:
            local = dt.datetime(2026, 1, 1, hour) + dt.timedelta(days=day)  # noqa: DTZ001
            first, second = (local.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
            if first == second:
                assert offset_at(found, local) == first


@pytest.mark.parametrize(
    "rules",
    [
        ("RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"),
        (
            "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=SU;BYMONTHDAY=25,26,27,28,29,30,31",
            "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=SU;BYMONTHDAY=25,26,27,28,29,30,31",
        ),
        ("RDATE:20261025T030000,20271031T030000", "RDATE:20260329T020000,20270328T020000"),
        (
            "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU;UNTIL=20261025T010000Z",
            "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        ),
    ],
)
def test_shapes_of_others(rules: tuple[str, str]) -> None:
    """Berlin's clocks by rules, by days of the month, by dates, and until a year."""
    found = read(
        *part("STANDARD", "19961027T030000", "+0200", "+0100", rules[0]),
        *part("DAYLIGHT", "19960331T020000", "+0100", "+0200", rules[1]),
    )
    for month, hours in ((1, 1), (4, 2), (7, 2), (10, 2), (11, 1), (12, 1)):
        assert offset_at(found, dt.datetime(2026, month, 15)) == dt.timedelta(hours=hours)  # noqa: DTZ001
    assert offset_at(found, dt.datetime(1990, 1, 1)) == dt.timedelta(hours=1)  # noqa: DTZ001


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=YEARLY;INTERVAL=2",
        "FREQ=YEARLY;BYMONTH=13",
        "FREQ=YEARLY;BYMONTH=x",
        "FREQ=YEARLY;BYMONTH=10;BYDAY=SU",
        "FREQ=YEARLY;BYMONTH=10;BYDAY=SU,MO",
        "FREQ=YEARLY;BYMONTH=10;BYDAY=9SU",
        "FREQ=YEARLY;BYMONTHDAY=40",
        "x",
    ],
)
def test_what_is_not_understood_says_nothing(rule: str) -> None:
    """Rather no finding than a wrong one; and no endless rule is followed."""
    assert read(*part("STANDARD", "19701025T030000", "+0200", "+0100", f"RRULE:{rule}")) == []
    assert (
        read(*part("STANDARD", "x", "+0200", "+0100"))
        == read(*part("STANDARD", "19701025T030000", "x", "+0100"))
        == []
    )


def test_a_rule_of_every_year() -> None:
    """On the day of the start, where it names none."""
    (zone,) = reading(
        "\r\n".join(
            ["BEGIN:STANDARD", "DTSTART:19701025T030000", "RRULE:FREQ=YEARLY", "END:STANDARD"]
        ).encode()
    ).all("STANDARD")

    assert yearly(zone) == (10, None, 0, (25,))
