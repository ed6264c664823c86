"""The pictures of ladders: everything is drawn once, in order, and nothing covers anything."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from searches import BERLIN, DOCUMENT, JERUSALEM, LONDON, NEW_YORK, TOKYO, candidate, interview

from icsgen.agenda import items
from icsgen.model import Fact, Interview, JobSearch, Region
from icsgen.outlets.web.pages.axes import axis, spread
from icsgen.outlets.web.pages.bands import SMALL
from icsgen.outlets.web.pages.ladders import ROW, ladder
from icsgen.outlets.web.pages.pictures import Picture
from icsgen.plan import make_plan

NOW = dt.datetime(2026, 11, 24, 14, tzinfo=dt.UTC)
REGIONS = (NEW_YORK, LONDON, BERLIN, JERUSALEM, TOKYO)


def drawn(
    held: Interview, now: dt.datetime = NOW, *, tells: bool = True, off: tuple[str, ...] = ()
) -> Picture:
    plan = make_plan(JobSearch(me=candidate(NEW_YORK, *off), interviews=(held,)))
    found = ladder([*items(plan, now)], now, name="one", title="Acme Corp, Data Engineer", tells=tells)
    assert found
    return found


def test_each_milestone_is_a_rung() -> None:
    """Of the interview, in order of time; the weekly search is no part of the ladder."""
    keys = [each.key for each in drawn(interview("2026-11-20 14:30")).rungs]

    assert keys == ["interview", "thank-you", "follow-up", "call", "tickler"]


def test_what_stands_how_is_said() -> None:
    """Not by colour alone."""
    names = [each.name for each in drawn(interview("2026-11-17 14:30")).rungs]

    assert names == ["Interview, done", "Thank-you, late", "Follow-up, due", "Call", "Ask again"]


def test_a_holiday_of_both_is_told_once() -> None:
    """By a band on each side, and one label."""
    found = drawn(interview("2026-11-17 14:30", said="end of November"))

    assert sum("Thanksgiving" in band.text for band in found.bands) == 2
    assert [each.text for each in found.small if "Thanksgiving" in each.text] == ["Thanksgiving Day · both"]


def test_the_sides_are_told_apart() -> None:
    """Each has its own days off."""
    found = drawn(interview("2026-11-17 10:00", LONDON, said="10 December"), off=("2026-12-02",))
    told = {band.text for band in found.bands if band.kind == "off"}

    assert "Thu 26 Nov: Thanksgiving Day, for you" in told
    assert "Wed 2 Dec: your time off, for you" in told
    assert "Fri 25 Dec: Christmas Day, for the employer" in told


def test_business_days_are_what_is_waited() -> None:
    """As the follow-up counts them; else days."""
    waits = [each.text for each in drawn(interview("2026-11-20 14:30")).waits]

    assert waits == ["wait 5 business days", "wait 21 days", "wait 63 days"]


def test_what_happened_is_in_it() -> None:
    """An answer, or an end, from which one waits again; not for others."""
    log = tuple(
        Fact(kind=kind, date=dt.date.fromisoformat(date), source=DOCUMENT)
        for kind, date in (("thank-you", "2026-11-02"), ("reply", "2026-11-09"), ("rejected", "2026-11-16"))
    )
    held = replace(interview("2026-11-02 14:30"), log=log)
    found, others = drawn(held), drawn(held, tells=False)

    assert [each.name for each in found.rungs if each.state == "news"] == ["They answered", "They said no"]
    assert [each.text for each in found.waits] == ["wait 7 days", "wait 7 days", "wait 64 days"]
    assert not [each for each in others.rungs if each.state == "news"]


def test_it_is_all_in_words() -> None:
    """For whoever does not see it."""
    found = drawn(interview("2026-11-20 14:30"))

    for words in ("Today is Tue 24 Nov 2026.", "Mon 30 Nov: Follow-up.", "Wait 21 days.", "Thanksgiving Day"):
        assert words in found.words


def test_without_days_off_it_tells_nothing_of_them() -> None:
    found = drawn(interview("2026-11-20 14:30"), tells=False)

    assert not found.bands
    assert "Thanksgiving" not in found.words
    assert "business" not in found.words


def test_a_ladder_of_many_months_stays_in_sight() -> None:
    """Long empty stretches are left out, and it is said how long they are."""
    found = drawn(interview("2026-11-20 14:30"))

    assert [each.text for each in found.breaks] == ["46 days not drawn"]
    assert found.height < 700


STARTS = st.datetimes(
    dt.datetime.fromisoformat("2025-01-01T00:00"), dt.datetime.fromisoformat("2028-12-01T00:00")
)


@given(
    start=STARTS,
    region=st.sampled_from(REGIONS),
    said=st.sampled_from([None, "end of the month", "in two weeks", "tomorrow"]),
    today=st.integers(-40, 200),
    off=st.integers(0, 5),
)
def test_nothing_covers_anything(
    start: dt.datetime, region: Region, said: str | None, today: int, off: int
) -> None:
    """Whatever the dates: labels keep their distance and their order, and all lies in the picture."""
    held = interview(f"{start:%Y-%m-%d %H:%M}", region, said=said)
    now = held.start + dt.timedelta(days=today)
    days = tuple(f"{start.date() + dt.timedelta(days=20 + number):%Y-%m-%d}" for number in range(off))
    found = drawn(held, now, off=days)

    lines = [*found.breaks, *([found.today] if found.today else [])]
    large = sorted([*(each.at for each in found.rungs), *(each.at for each in lines)])
    small = sorted(each.at for each in found.small)
    assert all(second - first >= ROW - 1e-6 for first, second in pairwise(large))
    assert all(second - first >= SMALL - 1e-6 for first, second in pairwise(small))
    assert all(abs(one - other) >= (ROW + SMALL) / 2 - 1e-6 for one in large for other in small)
    assert [each.at for each in found.rungs] == sorted(each.at for each in found.rungs)
    assert all(found.top <= each.y <= found.bottom for each in found.rungs)
    assert all(0 < at < found.height for at in (*large, *small))
    assert found.height <= 900


def test_rungs_of_a_crowded_day_stand_apart() -> None:
    """Several things on one day are below each other, the picture as high as they need."""
    held = replace(interview("2026-11-20 14:30"), events=("prep", "debrief"), source=DOCUMENT)
    found = drawn(held)

    assert all(second.at - first.at >= ROW for first, second in pairwise(found.rungs))
    assert found.height >= found.rungs[-1].at


DATES = st.lists(st.dates(dt.date(2025, 1, 1), dt.date(2030, 1, 1)), min_size=1, max_size=12)


@given(DATES)
def test_days_are_drawn_or_counted(dates: list[dt.date]) -> None:
    """No day is lost: all between the first and the last are drawn, or are among those left out."""
    found = axis(dates, 10)
    days = [date for date, _, _ in found.days]

    assert len(days) + sum(count for _, _, count in found.breaks) == (days[-1] - days[0]).days + 1
    assert set(dates) <= set(days)
    assert all(first < second for first, second in pairwise(days))
    assert all(first <= second for first, second in pairwise(found.y(date) for date in sorted(dates)))


@given(st.lists(st.floats(0, 500), max_size=12).map(sorted), st.floats(1, 40))
def test_places_are_spread_no_more_than_needed(wanted: list[float], apart: float) -> None:
    """In order, apart, and where nothing is too near nothing moves."""
    found = spread(wanted, apart, 0)

    assert all(second - first >= apart - 1e-6 for first, second in pairwise(found))
    assert all(place >= 0 for place in found)
    if all(second - first >= apart for first, second in pairwise(wanted)):
        assert all(abs(place - at) < 1e-6 for place, at in zip(found, wanted, strict=True))
