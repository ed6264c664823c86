"""Whose clock: the names that programs have for time zones, and rules without a name."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from calendars import calendar, event

from icsgen.details.invite_zones import named
from icsgen.details.invites import invitations

CENTRAL = [
    "BEGIN:VTIMEZONE", "TZID:Customized Time Zone",
    "BEGIN:STANDARD", "DTSTART:16010101T020000", "TZOFFSETFROM:-0500", "TZOFFSETTO:-0600",
    "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=1SU;BYMONTH=11", "END:STANDARD",
    "BEGIN:DAYLIGHT", "DTSTART:16010101T020000", "TZOFFSETFROM:-0600", "TZOFFSETTO:-0500",
    "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=2SU;BYMONTH=3", "END:DAYLIGHT", "END:VTIMEZONE",
]  # fmt: skip
KATHMANDU = [
    "BEGIN:VTIMEZONE", "TZID:Customized Time Zone 1", "BEGIN:STANDARD", "DTSTART:16010101T000000",
    "TZOFFSETFROM:+0545", "TZOFFSETTO:+0545", "END:STANDARD", "END:VTIMEZONE",
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ('"Eastern Standard Time 1"', "America/New_York"),
        ("(UTC-08:00) Pacific Time (US & Canada)", "America/Los_Angeles"),
        ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", "Europe/Berlin"),
        ("/freeassociation.sourceforge.net/America/New_York", "America/New_York"),
        ("/mozilla.org/20050126_1/Europe/Paris", "Europe/Paris"),
        ("/citadel.org/20210210_1/America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("UTC", "UTC"),
        ("tzone://Microsoft/Utc", "UTC"),
    ],
)
def test_a_name_is_known(name: str, zone: str) -> None:
    """Of IANA, Windows, Outlook, Mozilla."""
    found = named(name)

    assert found
    assert found.key == zone


@pytest.mark.parametrize(
    "name", ["CST", "Mars/Olympus", "Customized Time Zone", "", "../../etc/passwd", "x" * 5000]
)
def test_another_name_is_not(name: str) -> None:
    """An abbreviation stands for several zones; and no file is looked for."""
    assert named(name) is None


def read(*zone: str, tzid: str, preferred: str = "") -> tuple[dt.tzinfo | None, str]:
    data = (
        calendar(*zone, *event())
        .replace(b"DTSTART:", f"DTSTART;TZID={tzid}:".encode())
        .replace(b"3000Z", b"3000")
    )
    (found,), _ = invitations(data, "x.ics", [ZoneInfo(preferred)] if preferred else [])
    return found.zone, found.unknown_zone


@pytest.mark.parametrize(
    ("zone", "tzid", "preferred", "key"),
    [
        (CENTRAL, "Customized Time Zone", "", "America/Chicago"),
        (CENTRAL, "Customized Time Zone", "America/Winnipeg", "America/Winnipeg"),
        (CENTRAL, "Customized Time Zone", "Europe/Berlin", "America/Chicago"),
        (KATHMANDU, "Customized Time Zone 1", "", "Asia/Kathmandu"),
    ],
)
def test_rules_stand_for_a_zone(zone: list[str], tzid: str, preferred: str, key: str) -> None:
    """One that keeps the same time all year; of several the document's own."""
    found, _ = read(*zone, tzid=tzid, preferred=preferred)

    assert isinstance(found, ZoneInfo)
    assert found.key == key


def test_rules_of_no_zone_are_an_offset() -> None:
    """Nobody lives by them, but the moment is right."""
    nobody = [line.replace("+0545", "+0123") for line in KATHMANDU]

    assert read(*nobody, tzid="Customized Time Zone 1")[0] == dt.timezone(dt.timedelta(hours=1, minutes=23))


def test_a_zone_that_nobody_knows_is_told() -> None:
    """Not guessed in silence."""
    assert read(tzid="Mars/Olympus") == (None, "Mars/Olympus")


def test_two_files_may_mean_two_zones_by_one_name() -> None:
    """What a file says of a name holds in that file alone."""
    other = [line.replace("+0545", "+0900").replace("Zone 1", "Zone") for line in KATHMANDU]

    assert read(*CENTRAL, tzid="Customized Time Zone")[0] != read(*other, tzid="Customized Time Zone")[0]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=YEARLY;BYMONTH=99;BYDAY=9XX",
        "FREQ=YEARLY;BYDAY=0SU",
        "=;=;",
        "FREQ=DAILY;COUNT=0",
    ],
)
def test_hostile_rules_take_no_time(rule: str) -> None:
    """They count once, or not at all."""
    zone = [line if "RRULE" not in line else f"RRULE:{rule}" for line in CENTRAL]

    read(*zone, tzid="Customized Time Zone")
