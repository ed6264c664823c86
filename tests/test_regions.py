"""What the data know of a region: that it exists, fits its zone, how far they reach."""

from __future__ import annotations

import holidays
import pytest
from msgspec.structs import replace
from searches import LONDON, NEW_YORK, candidate, days, interview, problems_of, region

from icsgen.details import load
from icsgen.model import Region
from icsgen.plan import make_plan
from icsgen.rules.regions import countries_of_zone

GB = replace(LONDON, subdivision=None)
EASTER_MONDAY = (
    "warning: search.yaml: interviews[1].subdivision: Mon 6 Apr 2026 is a holiday in some parts of GB "
    "(ENG, NIR and WLS); give `subdivision:`, or `none`, to have it right"
)


def problems_in(where: Region, start: str = "2026-06-09 10:00") -> list[str]:
    """Of an interview there; the candidate's own calendar is beyond doubt."""
    return problems_of(interview(start, where))


@pytest.mark.parametrize(
    ("found", "cure"),
    [
        ("Germny", "did you mean DE?"),
        ("United States of Americas", "did you mean US?"),
        ("GBR", "did you mean GB?"),
        ("UK", "did you mean GB?"),
        ("QX", "expected a two-letter ISO 3166 code such as US, DE or JP"),
        ("XX", "expected a two-letter ISO 3166 code such as US, DE or JP"),
        ("Qwertzuiop", "expected a two-letter ISO 3166 code such as US, DE or JP"),
    ],
)
def test_unknown_country(found: str, cure: str) -> None:
    """Names and three-letter codes are understood as far as a suggestion goes."""
    assert problems_in(region(found, "Europe/London")) == [
        f'search.yaml: interviews[1].country: unknown country "{found}"; {cure}'
    ]


@pytest.mark.parametrize(
    ("country", "zone", "found", "cure"),
    [
        ("US", "America/New_York", "NYC", "did you mean NY?"),
        ("US", "America/New_York", "New Yorkk", "did you mean NY?"),
        ("DE", "Europe/Berlin", "Bayrn", "did you mean BY?"),
        ("DE", "Europe/Berlin", "be", "did you mean BE?"),
        ("GB", "Europe/London", "Zzz", "expected one of ENG, NIR, SCT, WLS"),
        ("JP", "Asia/Tokyo", "13", "it has none with holidays of their own: leave it out"),
    ],
)
def test_unknown_subdivision(country: str, zone: str, found: str, cure: str) -> None:
    """With the nearest code or name, or all of them."""
    assert problems_in(region(country, zone, found)) == [
        f'search.yaml: interviews[1].subdivision: unknown subdivision "{found}" of {country}; {cure}'
    ]


def test_both_sides_are_judged() -> None:
    """An unknown country of the candidate is told at `me`, once, though the interview has it by default."""
    nowhere = region("XX", "Europe/London")
    (problem,) = problems_of(interview("2026-06-09 10:00", nowhere), me=candidate(nowhere))

    assert problem.startswith('search.yaml: me.country: unknown country "XX"')


def test_country_and_zone_that_do_not_fit() -> None:
    """A warning, for one may work for Berlin from New York; zones of nobody fit everywhere."""
    assert problems_in(region("US", "America/Toronto", "NY")) == [
        "warning: search.yaml: interviews[1].country: US is not where America/Toronto is "
        "(CA and BS); are both meant?"
    ]
    for zone in ("UTC", "Etc/GMT+5", "US/Eastern"):
        assert problems_in(region("US", zone, "NY")) == []
    for where in (LONDON, NEW_YORK, region("SE", "Europe/Stockholm"), region("NO", "Europe/Berlin")):
        assert not [each for each in problems_in(where) if "is not where" in each]


def test_countries_of_a_zone() -> None:
    """Of tzdata's tables, old and new."""
    assert countries_of_zone("America/New_York") == ("US",)
    assert countries_of_zone("Europe/Zurich") == ("CH", "DE", "LI")
    assert "SE" in countries_of_zone("Europe/Stockholm")
    assert countries_of_zone("UTC") == ()


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        ("Asia/Calcutta", "IN"),
        ("Europe/Kiev", "UA"),
        ("Asia/Saigon", "VN"),
        ("Asia/Katmandu", "NP"),
        ("America/Buenos_Aires", "AR"),
        ("Asia/Rangoon", "MM"),
        ("Atlantic/Faeroe", "FO"),
        ("US/Eastern", "US"),
        ("America/Indianapolis", "US"),
        ("Africa/Asmera", "ER"),
        ("Iceland", "IS"),
        ("Pacific/Truk", "FM"),
    ],
)
def test_countries_of_an_old_name(zone: str, country: str) -> None:
    """Browsers tell zones by the names they had; what keeps another country's time is still its own."""
    assert countries_of_zone(zone)[0] == country
    assert problems_in(region("JP", zone))[0].startswith(
        f"warning: search.yaml: interviews[1].country: JP is not where {zone} is ({country}"
    )


def test_what_names_a_time_is_no_place() -> None:
    """Though it is linked to one that keeps it."""
    for zone in ("CET", "EST", "EST5EDT", "GMT", "Etc/UTC", "Nowhere/City"):
        assert countries_of_zone(zone) == ()


def test_links_are_read_for_old_names_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A zone that is in the tables costs nothing more."""
    monkeypatch.setattr("icsgen.rules.regions._links", lambda: pytest.fail("read for nothing"))

    assert countries_of_zone("Asia/Kolkata") == ("IN",)


@pytest.mark.parametrize(
    ("start", "warned"),
    [
        pytest.param("2026-03-30 10:00", True, id="counted on the way to the follow-up"),
        pytest.param("2026-04-06 10:00", False, id="the interview's own day is not counted"),
        pytest.param("2026-04-07 10:00", False, id="over"),
        pytest.param("2026-03-25 10:00", False, id="after the follow-up, before the call"),
        pytest.param("2026-03-09 10:00", True, id="the day of the call"),
    ],
)
def test_a_day_that_a_subdivision_decides(start: str, warned: bool) -> None:
    """Easter Monday is kept in England and not in Scotland: a warning where it may change a date."""
    assert (EASTER_MONDAY in problems_in(GB, start)) == warned
    assert EASTER_MONDAY not in problems_in(LONDON, start)


def test_a_closed_day_needs_no_subdivision() -> None:
    """Who says that it is closed, or worked, knows."""
    held = interview("2026-03-30 10:00", GB)

    assert problems_of(replace(held, closed=days("2026-04-06"))) == []
    assert EASTER_MONDAY not in problems_of(replace(held, open=days("2026-04-06")))


def test_a_working_day_that_some_do_not_work() -> None:
    """More than four parts are not told by name."""
    (problem,) = [
        each for each in problems_in(region("DE", "Europe/Berlin"), "2026-05-29 10:00") if "4 Jun" in each
    ]

    assert "Thu 4 Jun 2026 is a holiday in some parts of DE (BW, BY, HE, NW and " in problem


def test_a_day_of_the_candidates_subdivision() -> None:
    """Only the days on which they are to write matter; told at `me`."""
    held = interview("2026-03-09 10:00", NEW_YORK)
    me = candidate(replace(GB, timezone=NEW_YORK.timezone))
    warnings = [each for each in problems_of(held, me=me) if "Easter" in each or "6 Apr" in each]

    assert warnings == [EASTER_MONDAY.replace("interviews[1]", "me")]


def test_years_that_the_data_do_not_reach() -> None:
    """Sri Lanka's are made known a few years ahead."""
    lanka = region("LK", "Asia/Colombo")
    last = holidays.country_holidays("LK").end_year

    assert problems_in(lanka, f"{last}-06-09 10:00") == []
    assert problems_in(lanka, f"{last}-12-01 10:00") == [
        f"warning: search.yaml: interviews[1].country: holiday data for LK do not reach {last + 1}: "
        "only weekends are skipped there"
    ]


@pytest.mark.parametrize(("code", "zone"), [("CN", "Asia/Shanghai"), ("HU", "Europe/Budapest")])
def test_make_up_days_not_yet_known(code: str, zone: str) -> None:
    """They are decreed a year at a time."""
    where = region(code, zone)
    worked = holidays.country_holidays(code, years=range(2020, 2040)).weekend_workdays
    known = max(day.year for day in set(worked))
    warning = (
        f"warning: search.yaml: interviews[1].country: the make-up working days of {code} for {known + 1} "
        "are not known yet: look again later"
    )

    assert problems_in(where, f"{known}-06-09 10:00") == []
    assert warning in problems_in(where, f"{known}-12-01 10:00")
    assert warning in problems_in(where, f"{known + 1}-03-02 10:00")


def test_no_make_up_days_are_awaited_where_there_are_none() -> None:
    """Neither where there never were, nor where there were a decade ago."""
    for where in (NEW_YORK, LONDON, region("AM", "Asia/Yerevan"), region("UA", "Europe/Kyiv")):
        assert not [each for each in problems_in(where, "2027-12-01 10:00") if "make-up" in each]


def test_make_up_days_of_one_year_are_no_habit() -> None:
    """In Vietnam there were some in 2019, and then for years none."""
    hanoi = region("VN", "Asia/Ho_Chi_Minh")

    assert not [each for each in problems_in(hanoi, "2021-06-08 10:00") if "make-up" in each]


def test_who_lives_in_no_part_of_its_own_is_not_asked() -> None:
    """As most of France: `none` has the country's own days, and silences the doubt."""
    job = "company: Acme\nrole: Cook\nstart: 2026-11-17 10:00\n"
    me = "me: {timezone: Europe/Paris, country: FR"
    doubted = make_plan(load(f"{me}}}\n{job}".encode(), "x.yaml"))
    settled = make_plan(load(f"{me}, subdivision: none}}\n{job}".encode(), "x.yaml"))

    assert any("subdivision" in str(each) for each in doubted.warnings)
    assert not settled.warnings
    starts = [each.milestone.start for each in settled.entries]
    assert starts == [each.milestone.start for each in doubted.entries]
