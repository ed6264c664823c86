"""The words for dates and for what was skipped."""

from __future__ import annotations

import datetime as dt

import pytest

from icsgen.dates import date_text
from icsgen.rules.reasons import listed, passed_text, skipped_text
from icsgen.rules.workdays import Day


def day(date: str, reason: str = "the weekend") -> Day:
    return Day(dt.date.fromisoformat(date), reason, weekend=reason == "the weekend")


def test_date_text() -> None:
    """English whatever the machine's language, no leading zero."""
    week = [dt.date(2026, 11, 30) + dt.timedelta(days=number) for number in range(7)]

    assert [date_text(date, year=False) for date in week] == [
        *("Mon 30 Nov", "Tue 1 Dec", "Wed 2 Dec", "Thu 3 Dec", "Fri 4 Dec", "Sat 5 Dec", "Sun 6 Dec")
    ]
    assert " ".join(date_text(dt.date(2026, month, 1)).split()[2] for month in range(1, 13)) == (
        "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
    )
    assert date_text(dt.date(2026, 1, 1)) == "Thu 1 Jan 2026"


@pytest.mark.parametrize(
    ("parts", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_listed(parts: list[str], text: str) -> None:
    """No comma before the last."""
    assert listed(parts) == text


@pytest.mark.parametrize(
    ("days", "text"),
    [
        ([], ""),
        ([day("2026-11-22")], "Sun 22 Nov is the weekend"),
        (
            [day("2026-11-21"), day("2026-11-22"), day("2026-11-26", "Thanksgiving Day"), day("2026-11-28")],
            "Sat 21, Sun 22 and Sat 28 Nov are the weekend, Thu 26 Nov is Thanksgiving Day",
        ),
        ([day("2027-01-30"), day("2027-01-31"), day("2027-02-06")],
         "Sat 30, Sun 31 Jan and Sat 6 Feb are the weekend"),
        ([day("2026-12-26"), day("2027-01-02")], "Sat 26 Dec and Sat 2 Jan are the weekend"),
    ],
)  # fmt: skip
def test_skipped_days(days: list[Day], text: str) -> None:
    """Every day by name, those of one reason together, each month told once."""
    assert skipped_text(days) == text


def test_passed_holidays() -> None:
    """The short form tells no weekends, and each reason once."""
    closed = [day(f"2026-12-{number}", "the employer's shutdown") for number in (24, 28, 29)]

    assert passed_text([day("2026-11-21"), day("2026-11-22")]) == ""
    assert passed_text([*closed, day("2026-12-25", "Christmas Day"), day("2026-12-26")]) == (
        "the employer's shutdown and Christmas Day skipped"
    )
