"""Laws of `icsgen.rules.workdays`: counting agrees with numpy's, fed from the holiday data by another way."""

from __future__ import annotations

import datetime as dt
from functools import cache

import holidays
import numpy as np
import pytest
from holidays.registry import COUNTRIES

from icsgen.model import Span
from icsgen.rules.workdays import CODES, Workdays, country

DAY = dt.timedelta(days=1)
FIRST, LAST = dt.date(2024, 12, 1), dt.date(2029, 3, 1)
STARTS = [dt.date(2025, 1, 1) + 11 * week * DAY for week in range(132)]
COUNTS = (1, 3, 5, 10, 20)
EVERYWHERE: list[tuple[str, str | None]] = [(codes[1], None) for codes in COUNTRIES.values()]
PARTS: list[tuple[str, str | None]] = [
    *(("US", "NY"), ("US", "CA"), ("DE", "BY"), ("GB", "SCT"), ("CA", "QC"), ("AU", "VIC"), ("CH", "ZH")),
    *(("ES", "CT"), ("IN", "WB"), ("MY", "03"), ("MY", "11"), ("MY", "10"), ("BR", "SP"), ("NZ", "AUK")),
]
"""Subdivisions, those of Malaysia with a weekend of their own."""
WEEKENDS = {
    **dict.fromkeys(("SA", "EG", "BH", "JO", "KW", "QA", "IL", "OM", "DZ", "BD"), "Fri Sat"),
    **dict.fromkeys(("HK", "VE", "PY"), "Sun"),
    **dict.fromkeys(("US", "DE", "JP", "AE", "IN", "CN", "TR"), "Sat Sun"),
    "BN": "Fri Sun",
    "IR": "Fri",
}
MAKE_UP_DAYS = {
    "CN": "2025-01-26 Sun",
    "HU": "2025-05-17 Sat",
    "TW": "2025-02-08 Sat",
    "BY": "2025-01-11 Sat",
    "VN": "2025-04-26 Sat",
    "RU": "2025-11-01 Sat",
    "LV": "2025-05-10 Sat",
    "KZ": "2025-01-05 Sun",
}


def everyday(first: dt.date, last: dt.date) -> list[dt.date]:
    return [first + day * DAY for day in range((last - first).days)]


@cache
def off_days(code: str, part: str | None) -> frozenset[dt.date]:
    """The days that are not worked, straight from the data: no worked weekend is among them."""
    data = holidays.country_holidays(code, subdiv=part, years=range(2024, 2030))
    worked = {day for day in set(data.weekend_workdays) if data.is_weekend(day)}
    span = everyday(FIRST, LAST)
    return frozenset(day for day in span if (data.is_weekend(day) or day in data) and day not in worked)


def counted_by_numpy(off: frozenset[dt.date], count: int) -> list[dt.date]:
    """The count-th working day after each start: every weekday may be worked but for the listed days."""
    found = np.busday_offset(
        np.array(STARTS, "datetime64[D]"),
        count,
        roll="preceding",
        weekmask="1111111",
        holidays=np.array(sorted(off), "datetime64[D]"),
    )
    return [dt.date.fromisoformat(str(day)) for day in found]


def counted(workdays: Workdays, count: int) -> list[dt.date]:
    return [workdays.after(start, Span(count, "business days")).date for start in STARTS]


@pytest.mark.parametrize(("code", "part"), EVERYWHERE + PARTS)
def test_counts_as_numpy_does(code: str, part: str | None) -> None:
    """In every country of the data and some of their parts, from any day of the week on."""
    workdays = Workdays(country(code, part))
    for count in COUNTS:
        assert counted(workdays, count) == counted_by_numpy(off_days(code, part), count)


@pytest.mark.parametrize("code", ["US", "CN", "SA", "BN", "HU"])
def test_counts_as_numpy_does_with_days_of_ones_own(code: str) -> None:
    """Closed days are skipped, opened ones counted."""
    closed = frozenset(everyday(dt.date(2026, 7, 1), dt.date(2026, 8, 10)))
    opened = frozenset(sorted(off_days(code, None))[::5]) - closed
    workdays = Workdays(country(code), closed=closed, open=opened)
    for count in COUNTS:
        assert counted(workdays, count) == counted_by_numpy(off_days(code, None) - opened | closed, count)


@pytest.mark.parametrize(("code", "part"), [("US", "NY"), ("SA", None), ("BN", None), ("CN", None)])
def test_skipped_days_are_all_that_is_between(code: str, part: str | None) -> None:
    """What is named as skipped are the days not worked between the start and the count's end, in order."""
    workdays = Workdays(country(code, part))
    for start in STARTS:
        count = workdays.after(start, Span(10, "business days"))
        between = [day for day in everyday(start + DAY, count.date) if day in off_days(code, part)]
        assert [day.date for day in count.skipped] == between


@pytest.mark.parametrize(("code", "part"), [("US", "NY"), ("IL", None), ("BN", None), ("CN", None)])
def test_last_before_is_the_nearest_working_day(code: str, part: str | None) -> None:
    """Nothing is worked between it and the date, which itself does not matter."""
    workdays = Workdays(country(code, part))
    for start in STARTS[1:]:
        before = workdays.last_before(start)
        between = everyday(before.date + DAY, start)
        assert before.date < start
        assert before.date not in off_days(code, part)
        assert [day.date for day in before.skipped] == between
        assert set(between) <= off_days(code, part)


@pytest.mark.parametrize(("code", "weekend"), WEEKENDS.items())
def test_weekend_of_the_country(code: str, weekend: str) -> None:
    """Most rest on Saturday and Sunday, some on Friday and Saturday, on one day, or on two apart."""
    june = everyday(dt.date(2026, 6, 1), dt.date(2026, 7, 1))
    off = [day for day in june if (found := Workdays(country(code)).day_off(day)) and found.weekend]

    assert {f"{day:%a}" for day in off} == set(weekend.split())


@pytest.mark.parametrize(("code", "day"), MAKE_UP_DAYS.items())
def test_make_up_day_is_worked(code: str, day: str) -> None:
    """A weekend day that makes up for a bridge day is a working day."""
    date = dt.date.fromisoformat(day[:10])

    assert f"{date:%Y-%m-%d %a}" == day
    assert country(code).day_off(date) is None
    assert country(code).day_off(date + 21 * DAY)


def test_week_starts_after_the_weekend() -> None:
    """On Monday, on Sunday in Israel, on Monday in Brunei though Friday is free too, on Saturday in Iran."""
    starts = {code: country(code).week_start(dt.date(2026, 6, 10)) for code in ("US", "HK", "IL", "BN", "IR")}

    assert starts == {"US": 0, "HK": 0, "IL": 6, "BN": 0, "IR": 5}


@pytest.mark.parametrize(
    ("part", "date", "start"),
    [("03", "2026-06-10", 6), ("10", "2026-06-10", 0), ("01", "2024-06-10", 6), ("01", "2025-06-10", 0)],
)
def test_week_starts_after_the_weekend_of_the_part_and_the_year(part: str, date: str, start: int) -> None:
    """Kelantan rests on Friday and Saturday, Selangor does not, Johor did until 2024."""
    assert country("MY", part).week_start(dt.date.fromisoformat(date)) == start


def test_names_of_days() -> None:
    """A reason is what a sentence says after "is": the weekend, the holiday in English, whose own day."""
    us = Workdays(country("US", "NY"), closed=frozenset([dt.date(2026, 11, 27)]))
    reasons = {day.day: off.reason for day in everyday(dt.date(2026, 11, 25), dt.date(2026, 11, 30))
               if (off := us.day_off(day))}  # fmt: skip

    assert reasons == {
        26: "Thanksgiving Day",
        27: "the employer's shutdown",
        28: "the weekend",
        29: "the weekend",
    }
    japan = country("JP").day_off(dt.date(2026, 11, 3))
    assert japan
    assert japan.reason == "Culture Day"


def test_a_closed_day_wins_and_an_open_one_is_worked() -> None:
    """`closed` beats `open`; an open holiday or Sunday is worked."""
    christmas, sunday = dt.date(2026, 12, 25), dt.date(2026, 11, 22)
    both = Workdays(country("US"), closed=frozenset([sunday]), open=frozenset([christmas, sunday]))

    assert both.day_off(christmas) is None
    assert both.day_off(sunday)


@pytest.mark.parametrize(
    ("start", "span", "end"),
    [
        ("2026-01-31", Span(1, "months"), "2026-02-28"),
        ("2027-12-31", Span(2, "months"), "2028-02-29"),
        ("2026-12-31", Span(2, "months"), "2027-02-28"),
        ("2026-03-31", Span(6, "months"), "2026-09-30"),
        ("2026-12-15", Span(2, "months"), "2027-02-15"),
        ("2026-12-20", Span(21, "days"), "2027-01-10"),
        ("2028-02-28", Span(7, "days"), "2028-03-06"),
        ("2026-12-20", Span(0, "days"), "2026-12-20"),
    ],
)
def test_days_and_months_are_of_the_calendar(start: str, span: Span, end: str) -> None:
    """Only business days look at what is worked; a month's end is clamped."""
    count = Workdays(country("US")).after(dt.date.fromisoformat(start), span)

    assert count.date == dt.date.fromisoformat(end)
    assert count.skipped == ()


def quiet_days(workdays: Workdays) -> list[str]:
    year = everyday(dt.date(2026, 7, 1), dt.date(2027, 7, 1))
    return [f"{day:%m-%d}" for day in year if workdays.quiet_day(day)]


CHRISTMAS_WEEK = ["12-24", "12-25", "12-26", "12-27", "12-28", "12-29", "12-30", "12-31", "01-01"]


@pytest.mark.parametrize("code", ["US", "DE", "GB", "IN", "EG", "ID"])
def test_quiet_around_christmas_where_it_is_kept(code: str) -> None:
    """24 December to 1 January where 25 December is a holiday; in Egypt it is the 7 January that is kept."""
    kept = dt.date(2026, 12, 25) in holidays.country_holidays(code, years=2026)

    assert kept is (code != "EG")
    assert quiet_days(Workdays(country(code), quiet=None)) == (CHRISTMAS_WEEK if kept else [])


@pytest.mark.parametrize("code", ["JP", "CN", "SA", "IL", "TR"])
def test_no_quiet_days_where_christmas_is_worked(code: str) -> None:
    """Where 25 December is no holiday, nothing is quiet."""
    assert quiet_days(Workdays(country(code), quiet=None)) == []


def test_quiet_days_of_ones_own() -> None:
    """Own spans take the place of the default, both ends in them, over New Year too; none means none."""
    own = Workdays(country("US"), quiet=(((12, 30), (1, 2)), ((8, 10), (8, 11))))

    assert quiet_days(own) == ["08-10", "08-11", "12-30", "12-31", "01-01", "01-02"]
    assert quiet_days(Workdays(country("US"), quiet=())) == []


def test_first_of_january_is_quiet_after_a_christmas() -> None:
    """Ukraine keeps 25 December since 2017: the New Year before it was not quiet."""
    ukraine = Workdays(country("UA"), quiet=None)

    assert [year for year in (2017, 2018, 2019) if ukraine.quiet_day(dt.date(year, 1, 1))] == [2018, 2019]


def test_quiet_days_are_counted() -> None:
    """Quiet time is no reason not to count: only contacts roll past it."""
    count = Workdays(country("US", "NY"), quiet=None).after(dt.date(2026, 12, 22), Span(5, "business days"))

    assert count.date == dt.date(2026, 12, 30)


def test_every_country_of_the_data_is_known() -> None:
    """The codes are those of the registry, and each calendar can be read."""
    assert CODES.keys() == {codes[1] for codes in COUNTRIES.values()}
    assert all(country(code).code == code for code in CODES)


def test_holidays_by_name() -> None:
    """A part of the name finds the holiday, in the year asked for and no other."""
    us = country("US", "NY")

    assert us.holidays_named("thanksgiving", 2026) == [dt.date(2026, 11, 26)]
    assert us.holidays_named("thanksgiving", 2027) == [dt.date(2027, 11, 25)]
    assert us.holidays_named("bastille", 2026) == []
