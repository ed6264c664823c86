"""The employer's words found in the employer's calendar: each form of CADENCE section 3, as a date."""

from __future__ import annotations

import datetime as dt

import pytest
from searches import DOCUMENT, interview, ladder, problems_of, region, words

from icsgen.errors import errors_in
from icsgen.model import Promise
from icsgen.rules.promises import promise
from icsgen.rules.workdays import Workdays, country

PARTS = {"US": "NY", "GB": "ENG"}

READINGS = """
US Tue 2026-11-17 | 2026-12-04                       | Fri 2026-12-04
US Tue 2026-11-17 | 30 November 2026                 | Mon 2026-11-30
US Tue 2026-11-17 | November 30                      | Mon 2026-11-30
US Tue 2026-11-17 | 10 January                       | Sun 2027-01-10
US Tue 2026-11-17 | 17 November                      | Tue 2026-11-17
US Tue 2026-11-17 | the 20th                         | Fri 2026-11-20
US Tue 2026-11-17 | the 3rd                          | Thu 2026-12-03
US Sat 2027-02-06 | the 31st                         | Wed 2027-03-31
US Tue 2026-11-17 | Friday                           | Fri 2026-11-20
US Fri 2026-11-20 | by Friday                        | Fri 2026-11-27
US Thu 2026-11-19 | Friday                           | Fri 2026-11-20
US Sat 2026-11-21 | Friday                           | Fri 2026-11-27
US Tue 2026-11-17 | next Friday                      | Fri 2026-11-27
US Sun 2026-11-22 | Monday next week                 | Mon 2026-11-23
US Mon 2026-11-16 | next Sunday                      | Sun 2026-11-29
SA Thu 2026-11-19 | next Wednesday                   | Wed 2026-11-25
IL Sat 2026-06-06 | next Sunday                      | Sun 2026-06-07
IL Tue 2026-06-09 | next Sunday                      | Sun 2026-06-14
IL Tue 2026-06-09 | next Thursday                    | Thu 2026-06-18
US Tue 2026-11-17 | end of the week                  | Fri 2026-11-20
US Fri 2026-11-20 | end of the week                  | Fri 2026-11-20
US Sat 2026-11-21 | end of the week                  | Fri 2026-11-27
US Wed 2026-07-01 | end of the week                  | Thu 2026-07-02
IL Tue 2026-06-09 | end of the week                  | Thu 2026-06-11
IL Sun 2026-06-07 | end of the week                  | Thu 2026-06-11
IL Fri 2026-06-12 | end of the week                  | Thu 2026-06-18
SA Tue 2026-06-09 | end of the week                  | Thu 2026-06-11
EG Sat 2026-06-06 | end of the week                  | Thu 2026-06-11
BN Tue 2026-06-09 | end of the week                  | Sat 2026-06-13
BN Sun 2026-06-14 | end of the week                  | Sat 2026-06-20
HK Tue 2026-06-09 | end of the week                  | Sat 2026-06-13
IR Tue 2026-06-09 | end of the week                  | Thu 2026-06-11
CN Mon 2025-01-20 | end of the week                  | Fri 2025-01-24
CN Mon 2024-02-12 | end of the week                  | Fri 2024-02-23
US Tue 2026-11-17 | next week                        | Fri 2026-11-27
US Sun 2026-11-22 | next week                        | Fri 2026-11-27
US Tue 2026-11-17 | end of next week                 | Fri 2026-11-27
IL Tue 2026-06-09 | next week                        | Thu 2026-06-18
SA Sun 2026-06-07 | end of next week                 | Thu 2026-06-18
BN Tue 2026-06-09 | next week                        | Sat 2026-06-20
US Tue 2026-11-17 | the week after next              | Fri 2026-12-04
US Tue 2026-11-17 | middle of next week              | Wed 2026-11-25
US Tue 2026-09-15 | end of September                 | Wed 2026-09-30
US Tue 2026-09-15 | end of October                   | Fri 2026-10-30
US Tue 2026-09-15 | end of the month                 | Wed 2026-09-30
US Tue 2026-09-15 | end of August                    | Tue 2027-08-31
US Sat 2026-10-31 | end of October                   | Fri 2027-10-29
US Sat 2026-10-31 | end of the month                 | Mon 2026-11-30
US Tue 2026-09-15 | end of next month                | Fri 2026-10-30
US Tue 2026-11-17 | end of May 2027                  | Fri 2027-05-28
US Tue 2026-11-17 | end of the year                  | Thu 2026-12-31
GB Mon 2026-08-03 | end of August                    | Fri 2026-08-28
SA Mon 2026-10-05 | end of October                   | Thu 2026-10-29
IL Mon 2026-10-05 | end of January                   | Sun 2027-01-31
US Tue 2026-09-15 | mid October                      | Thu 2026-10-15
US Tue 2026-09-15 | mid September                    | Tue 2026-09-15
US Wed 2026-09-16 | mid September                    | Wed 2027-09-15
US Wed 2026-09-16 | middle of the month              | Thu 2026-10-15
US Tue 2026-09-15 | early November                   | Sat 2026-11-07
US Sat 2026-11-07 | early November                   | Sat 2026-11-07
US Sun 2026-11-08 | early November                   | Sun 2027-11-07
US Tue 2026-09-15 | early next month                 | Wed 2026-10-07
US Sat 2026-01-31 | mid next month                   | Sun 2026-02-15
US Thu 2026-12-10 | in the new year                  | Thu 2027-01-07
US Tue 2026-11-17 | before Christmas                 | Thu 2026-12-24
US Fri 2027-12-10 | before Christmas                 | Thu 2027-12-23
JP Tue 2026-11-17 | before Christmas                 | Thu 2026-12-24
US Tue 2026-11-17 | after Thanksgiving               | Thu 2026-12-03
US Mon 2026-11-30 | after Thanksgiving               | Thu 2026-12-03
US Mon 2026-12-07 | after Thanksgiving               | Thu 2027-12-02
US Thu 2026-12-10 | after New Year                   | Fri 2027-01-08
GB Mon 2026-03-16 | before Easter                    | Thu 2026-04-02
GB Mon 2026-03-16 | after Easter                     | Mon 2026-04-13
US Mon 2026-03-16 | before Easter                    | Fri 2026-04-03
US Mon 2026-08-17 | after Labor Day                  | Mon 2026-09-14
US Mon 2027-11-01 | 29 February                      | Tue 2028-02-29
US Mon 2028-03-06 | 29 February                      | Sun 2032-02-29
US Tue 2026-11-17 | in two weeks                     | Tue 2026-12-01
US Tue 2026-11-17 | within 10 days                   | Fri 2026-11-27
US Tue 2026-11-17 | tomorrow                         | Wed 2026-11-18
US Tue 2026-11-17 | within 48 hours                  | Thu 2026-11-19
US Tue 2026-11-17 | a couple of weeks                | Tue 2026-12-01
US Tue 2026-11-17 | one to two weeks                 | Tue 2026-12-01
US Tue 2026-11-17 | 2-3 weeks                        | Tue 2026-12-08
US Tue 2026-11-17 | a week or two                    | Tue 2026-12-01
US Sat 2026-10-31 | in a month                       | Mon 2026-11-30
US Tue 2026-11-17 | 10 business days                 | Wed 2026-12-02
US Tue 2026-11-17 | 5-10 business days               | Wed 2026-12-02
SA Thu 2026-06-11 | 5 working days                   | Thu 2026-06-18
BN Thu 2026-06-11 | two business days                | Mon 2026-06-15
"""
ROWS = [
    pytest.param(code, said_on, said, date, id=f"{code} {said_on} {said}")
    for line in READINGS.strip().splitlines()
    for where, said, date in [map(str.strip, line.split("|"))]
    for code, said_on in [where.split(" ", 1)]
]


def day(text: str) -> dt.date:
    """``Fri 2026-12-04``, the weekday told to be sure of what is meant."""
    found = dt.date.fromisoformat(text[4:])
    assert f"{found:%a %Y-%m-%d}" == text
    return found


def promised(said: str, said_on: dt.date, employer: Workdays) -> Promise | None:
    found, problems = promise(words(said), said_on, employer, DOCUMENT)
    assert not errors_in(problems)
    return found


@pytest.mark.parametrize(("code", "said_on", "said", "date"), ROWS)
def test_words_name_a_date(code: str, said_on: str, said: str, date: str) -> None:
    """Read on the interview's date, in the employer's calendar."""
    found = promised(said, day(said_on), Workdays(country(code, PARTS.get(code))))

    assert found
    assert f"{found.date:%a %Y-%m-%d}" == date == f"{day(date):%a %Y-%m-%d}"


@pytest.mark.parametrize(
    ("said_on", "said", "date"),
    [
        ("Tue 2026-06-09", "end of the week", "Thu 2026-06-11"),
        ("Sun 2026-06-07", "end of the week", "Thu 2026-06-11"),
        ("Sun 2026-06-07", "next week", "Thu 2026-06-18"),
        ("Sun 2026-06-07", "next Monday", "Mon 2026-06-15"),
    ],
)
def test_weeks_of_a_state_with_its_own_weekend(said_on: str, said: str, date: str) -> None:
    """Kelantan's week begins on Sunday, not as in most of Malaysia on Monday."""
    found = promised(said, day(said_on), Workdays(country("MY", "03")))

    assert found
    assert found.date == day(date)


def test_closed_days_are_no_end_of_a_week_or_month() -> None:
    """The employer's own shutdown counts as any day off."""
    closed = frozenset([dt.date(2026, 10, 29), dt.date(2026, 10, 30)])
    employer = Workdays(country("US", "NY"), closed=closed)
    for said in ("end of the week", "end of October"):
        found = promised(said, dt.date(2026, 10, 27), employer)
        assert found
        assert found.date == dt.date(2026, 10, 28)


def test_the_reading_is_echoed() -> None:
    """Their own words, and how they were read."""
    found = promised("end of November", dt.date(2026, 11, 17), Workdays(country("US", "NY")))

    assert found
    assert found.said == "end of November"
    assert found.echo == '"end of November", read as Mon 30 Nov 2026'


@pytest.mark.parametrize("said", ["soon", "none", "we'll let you know", "a few days", "today", "same day"])
def test_no_date_was_given(said: str) -> None:
    """Asked and no date given, or the same day: no promise, and nothing wrong."""
    assert promised(said, dt.date(2026, 11, 17), Workdays(country("US"))) is None
    assert "decision" not in ladder(interview(said=said))


def test_a_promise_before_the_interview_is_an_error_with_its_place() -> None:
    """The words, the reading and the interview's date are told, at the interview's `decision`."""
    assert problems_of(interview("2026-11-17 10:00"), interview(said="2026-11-19")) == [
        'search.yaml: interviews[2].decision: "2026-11-19", read as Thu 19 Nov 2026, lies before the '
        "interview on Fri 20 Nov 2026; expected a date after it"
    ]


def test_the_day_of_the_interview_is_not_before_it() -> None:
    """In the employer's zone: Tokyo's Friday morning is Thursday evening in New York."""
    assert problems_of(interview("2026-11-20 09:00", said="2026-11-20")) == []
    tokyo = region("JP", "Asia/Tokyo")
    assert problems_of(interview("2026-11-20 09:00", tokyo, said="2026-11-20")) == []
    assert problems_of(interview("2026-11-20 09:00", tokyo, said="2026-11-19")) != []


def test_more_than_three_months_is_a_warning() -> None:
    """Three months to the day are not; the ladder is made all the same."""
    assert problems_of(interview("2026-11-20 14:30", said="2027-02-20")) == []
    assert problems_of(interview("2026-11-30 14:30", said="2027-02-28")) == []
    assert problems_of(interview("2026-11-30 14:30", said="2027-03-01")) != []
    assert problems_of(interview("2026-11-20 14:30", said="2027-02-21")) == [
        'warning: search.yaml: interviews[1].decision: "2027-02-21", read as Sun 21 Feb 2027, is more than '
        "three months away; is that meant?"
    ]
    assert "follow-up" in ladder(interview(said="2027-02-21"))


def test_a_holiday_unknown_there_is_an_error() -> None:
    """There is no Thanksgiving in Germany, and it is not kept everywhere as Christmas is."""
    assert problems_of(interview(where=region("DE", "Europe/Berlin", "BE"), said="after Thanksgiving")) == [
        'search.yaml: interviews[1].decision: "after Thanksgiving" names no day in the calendar of the '
        "employer's country"
    ]


@pytest.mark.parametrize(
    ("words", "agree"),
    [
        ("Friday, 4 December 2026", True),
        ("Monday 4 December 2026", False),
        ("Fri Dec 4", True),
        ("Monday, December 4", False),
        ("Friday the 4th", True),
        ("Monday the 4th", False),
    ],
)
def test_a_weekday_beside_a_date_agrees_with_it(words: str, agree: bool) -> None:
    """One of the two is a slip, and only the user knows which."""
    problems = [str(each) for each in problems_of(interview("2026-11-20 14:30", said=words))]

    assert bool(problems) != agree
    assert all(
        "would be Fri 4 Dec 2026; expected a weekday and a date that agree" in each for each in problems
    )
