"""Laws of `icsgen.rules.slots`: the hour to act at, against CADENCE's words, read by slow loops."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from oracle import Clocks, Side, World, world
from searches import (
    AUCKLAND,
    KOLKATA,
    LONDON,
    LOS_ANGELES,
    NEW_YORK,
    RIYADH,
    TOKYO,
    interview,
    region,
)

from icsgen.model import WAKING_HOURS, Candidate, Interview, Region
from icsgen.rules.slots import Busy, Diary, Hours, at_leisure
from icsgen.rules.workdays import Workdays, country

ODD_ZONES = (
    *("Asia/Kolkata", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia", "Pacific/Chatham"),
    *("America/St_Johns", "Africa/Cairo", "America/Havana", "Atlantic/Azores", "Asia/Beirut", "Asia/Gaza"),
    *("America/Santiago", "Antarctica/Troll", "Africa/Casablanca", "Etc/GMT+12", "Pacific/Kiritimati"),
)
"""Half and quarter hours, changes at midnight or by two hours or half a one, both ends of the world."""
ZONES = sorted(available_timezones() - {"localtime", "Factory"})
REGIONS = (NEW_YORK, LOS_ANGELES, LONDON, TOKYO, KOLKATA, AUCKLAND, RIYADH)
CHANGES = [
    *("2026-03-08", "2026-11-01", "2026-03-29", "2026-10-25", "2026-04-05", "2026-09-27", "2026-10-04"),
    *("2026-04-24", "2026-10-29", "2026-10-30", "2026-03-28", "2026-09-06", "2026-02-15", "2026-03-22"),
]
"""Days on which clocks change somewhere."""

zones = st.one_of(st.sampled_from(ODD_ZONES), st.sampled_from(ZONES)).map(ZoneInfo)
days = st.one_of(
    st.sampled_from(CHANGES).map(dt.date.fromisoformat),
    st.dates(dt.date(2025, 1, 1), dt.date(2027, 12, 31)),
)


def diary(
    employer: Region, me: Region, *interviews: Interview, awake: tuple[dt.time, dt.time] = WAKING_HOURS
) -> Diary:
    return Diary(
        Workdays(country(employer.country, employer.subdivision)),
        Workdays(country(me.country, me.subdivision)),
        employer.timezone,
        me.timezone,
        Busy(interviews),
        Hours(*awake),
    )


def between(
    employer: ZoneInfo, me: ZoneInfo, *interviews: Interview, awake: tuple[dt.time, dt.time] = WAKING_HOURS
) -> tuple[Diary, Clocks]:
    """A diary of two zones, and the oracle's."""
    theirs, yours = replace(NEW_YORK, timezone=employer), replace(NEW_YORK, timezone=me)
    return diary(theirs, yours, *interviews, awake=awake), Clocks(employer, me, interviews, awake)


def around(day: dt.date, zone: ZoneInfo, starts: list[tuple[int, int]]) -> tuple[Interview, ...]:
    """Interviews from so many quarter-hours after the day's noon on, each of so many minutes."""
    noon = dt.datetime.combine(day, dt.time(12))
    return tuple(
        interview(f"{noon + quarter * dt.timedelta(minutes=15):%Y-%m-%d %H:%M}", region("US", zone.key),
                  minutes=minutes)
        for quarter, minutes in starts
    )  # fmt: skip


quarters = st.integers(4 * 4, 20 * 4).map(lambda quarter: dt.time(quarter // 4, quarter % 4 * 15))
waking_hours = st.one_of(
    st.just(WAKING_HOURS),
    st.tuples(quarters, quarters).filter(lambda hours: _hour(hours[1]) - _hour(hours[0]) >= 1),
)
"""At least an hour of a day; no clocks are changed between 4:00 and 21:00."""


def _hour(time: dt.time) -> float:
    return time.hour + time.minute / 60


busy_times = st.lists(st.tuples(st.integers(-70, 70), st.sampled_from([20, 45, 60, 180, 600])), max_size=6)


# --- mail and phone


def one_zone_for_each_offset(day: dt.date) -> list[ZoneInfo]:
    noon = dt.datetime.combine(day, dt.time(12))
    offsets = {noon.replace(tzinfo=ZoneInfo(name)).utcoffset(): name for name in ZONES}
    return [ZoneInfo(name) for name in offsets.values()]


JANUARY = dt.date(2027, 1, 13)


@pytest.mark.parametrize("employer", one_zone_for_each_offset(JANUARY), ids=str)
def test_slots_of_every_pair_of_offsets(employer: ZoneInfo) -> None:
    """For each difference of clocks there is: mail and phone stand where CADENCE says."""
    for me in one_zone_for_each_offset(JANUARY):
        ours, words = between(employer, me)
        phone, meet = words.phone(JANUARY)
        assert ours.mail(JANUARY) == words.mail(JANUARY)
        assert ours.phone(JANUARY) == phone
        assert ours.can_phone(JANUARY) == meet


@given(zones, zones, days, busy_times, waking_hours)
def test_slots_agree_with_the_words(
    employer: ZoneInfo, me: ZoneInfo, day: dt.date, starts: list[tuple[int, int]],
    awake: tuple[dt.time, dt.time],
) -> None:  # fmt: skip
    """On any day, those of clock changes among them, at anybody's hours, with interviews in the way."""
    ours, words = between(employer, me, *around(day, employer, starts), awake=awake)

    assert ours.mail(day) == words.mail(day)
    assert (ours.phone(day), ours.can_phone(day)) == words.phone(day)
    assert ours.desk(day) == words.desk(day)


@given(zones, zones, days, busy_times, st.integers(-2, 2))
def test_what_is_shared_minds_the_interviews(
    employer: ZoneInfo, me: ZoneInfo, day: dt.date, starts: list[tuple[int, int]], later: int
) -> None:
    """What holds for everybody of two sides is taken only where no interview is in the way."""
    alone, _ = between(employer, me, *around(day, employer, starts))
    shared = at_leisure(alone.employer, alone.candidate, (employer, me), alone.awake, None)
    ours = replace(alone, leisure=shared)
    first = day + dt.timedelta(days=later)
    for slot in (Diary.mail, Diary.phone_else_mail, Diary.desk):
        assert ours.roll_forward(first, slot) == alone.roll_forward(first, slot)


@given(zones, zones, days, busy_times)
def test_slots_keep_their_limits(
    employer: ZoneInfo, me: ZoneInfo, day: dt.date, starts: list[tuple[int, int]]
) -> None:
    """The employer's date is always the day asked for, both sides' hours hold, no interview is near."""
    interviews = around(day, employer, starts)
    ours, words = between(employer, me, *interviews)
    mail, phone = ours.mail(day), ours.phone(day)
    for slot in filter(None, (mail, phone)):
        assert slot.astimezone(employer).date() == day
        assert slot.tzinfo == me
        assert dt.time(8) <= slot.time() <= dt.time(20)
        assert slot.minute % 15 == 0
        assert words.free(slot.astimezone(dt.UTC))
    if phone:
        assert dt.time(10) <= phone.astimezone(employer).time() <= dt.time(16)
    if not interviews:
        assert mail


@pytest.mark.parametrize(
    ("employer", "me", "mail", "phone"),
    [
        pytest.param(NEW_YORK, NEW_YORK, "13 10:00", "13 10:30", id="one place"),
        pytest.param(LONDON, NEW_YORK, "13 08:00", "13 08:00", id="they rise earlier"),
        pytest.param(LOS_ANGELES, NEW_YORK, "13 13:00", "13 13:30", id="they rise later"),
        pytest.param(LOS_ANGELES, LONDON, "13 18:00", "13 18:30", id="18:00 is awake"),
        pytest.param(TOKYO, NEW_YORK, "12 20:00", "12 20:00", id="20:00 is awake: it is the phone's first"),
        pytest.param(AUCKLAND, LONDON, "12 20:00", None, id="9:00 there alone"),
        pytest.param(LOS_ANGELES, KOLKATA, "13 13:30", None, id="no office hour: the mail waits"),
        pytest.param(KOLKATA, LOS_ANGELES, "12 19:30", None, id="9:00 there alone, evening here"),
    ],
)
def test_slots_of_a_winter_wednesday(employer: Region, me: Region, mail: str, phone: str | None) -> None:
    """Wed 13 January 2027 for the employer, in the candidate's words."""
    ours = diary(employer, me)

    assert f"{ours.mail(JANUARY):%d %H:%M}" == mail
    assert ours.can_phone(JANUARY) == bool(phone)
    assert (found := ours.phone(JANUARY)) is None or f"{found:%d %H:%M}" == phone


def test_next_free_slot_beside_an_interview() -> None:
    """A slot of 15 minutes keeps half an hour off on both sides; else it is the next one that does."""
    free_by_start = {
        "10:45": "10:00",  # 10:00 to 10:15, and half an hour
        "10:44": "11:45",
        "09:00": "10:00",  # it ends at 09:30
        "09:01": "10:15",
        "09:30": "10:30",
        "10:00": "11:00",
    }
    for start, slot in free_by_start.items():
        busy = interview(f"2027-01-13 {start}", minutes=30)
        assert f"{diary(NEW_YORK, NEW_YORK, busy).mail(JANUARY):%H:%M}" == slot, start


def test_a_full_day_has_no_slot() -> None:
    """Where nothing is left within the limits there is none; an earlier hour is better than none."""
    late = interview("2027-01-13 10:00", minutes=600)
    assert f"{diary(NEW_YORK, NEW_YORK, late).mail(JANUARY):%H:%M}" == "09:00"
    assert diary(NEW_YORK, NEW_YORK, late).phone(JANUARY) is None

    full = interview("2027-01-13 08:30", minutes=11 * 60 + 1)
    assert diary(NEW_YORK, NEW_YORK, full).mail(JANUARY) is None
    assert diary(NEW_YORK, NEW_YORK, full).desk(JANUARY) is None


def test_margins_of_interviews_run_together() -> None:
    """Between two interviews an hour apart nothing fits; 75 minutes hold one slot."""
    first = interview("2027-01-13 09:00", minutes=60)
    for second, slot in (("11:00", "12:30"), ("11:15", "10:30"), ("09:30", "11:00"), ("09:15", "10:45")):
        both = diary(NEW_YORK, NEW_YORK, interview(f"2027-01-13 {second}", minutes=60), first)
        assert f"{both.mail(JANUARY):%H:%M}" == slot, second


# --- the thank-you


def thanked(end: str, *, me: Region = NEW_YORK, minutes: int = 60) -> str:
    last = dt.datetime.fromisoformat(end).replace(tzinfo=NEW_YORK.timezone)
    held = interview(f"{last - dt.timedelta(minutes=minutes):%Y-%m-%d %H:%M}", minutes=minutes)
    return f"{diary(NEW_YORK, me, held).thanks(held.end):%a %d %H:%M}"


@pytest.mark.parametrize(
    ("end", "slot"),
    [
        pytest.param("2026-11-19 17:15", "Fri 20 08:30", id="Thursday evening"),
        pytest.param("2026-11-20 17:15", "Fri 20 19:15", id="Friday evening"),
        pytest.param("2026-11-21 12:00", "Sat 21 14:00", id="Saturday noon"),
        pytest.param("2026-11-19 16:00", "Thu 19 18:00", id="18:00 is the last"),
        pytest.param("2026-11-19 16:01", "Fri 20 08:30", id="a minute later"),
        pytest.param("2026-11-20 19:00", "Fri 20 21:00", id="21:00 is the last of a Friday"),
        pytest.param("2026-11-20 19:01", "Sat 21 08:30", id="Saturday morning"),
        pytest.param("2026-11-19 10:37", "Thu 19 12:45", id="a quarter-hour"),
        pytest.param("2026-11-25 16:30", "Wed 25 18:30", id="Thanksgiving's eve"),
        pytest.param("2026-11-22 08:29", "Sun 22 10:30", id="Monday is too late"),
        pytest.param("2026-11-22 08:30", "Mon 23 08:30", id="24 hours to the minute"),
        pytest.param("2026-12-24 11:00", "Thu 24 13:00", id="quiet days are no reason to wait"),
    ],
)
def test_thank_you_slot(end: str, slot: str) -> None:
    """CADENCE's own examples and the edges of the rule, in New York."""
    assert thanked(end) == slot


def test_thank_you_waits_for_both_calendars() -> None:
    """Sunday is worked in Riyadh but not in New York."""
    held = interview("2026-11-22 10:00", RIYADH)
    assert f"{diary(RIYADH, RIYADH, held).thanks(held.end):%a %d %H:%M}" == "Sun 22 13:00"
    assert f"{diary(RIYADH, NEW_YORK, held).thanks(held.end):%a %d %H:%M}" == "Sun 22 08:30"


def side(region: Region) -> Side:
    return Side(region.country, region.subdivision)


starts_at = st.builds(
    lambda day, minute: f"{day} {minute // 60:02}:{minute % 60:02}",
    st.dates(dt.date(2025, 1, 1), dt.date(2027, 12, 31)),
    st.integers(0, 24 * 60 - 1),
)


@given(
    st.sampled_from(REGIONS), st.sampled_from(REGIONS), zones, starts_at, st.integers(1, 600), busy_times,
    st.booleans(), waking_hours,
)  # fmt: skip
def test_thank_you_agrees_with_the_words(
    employer: Region, home: Region, zone: ZoneInfo, start: str, minutes: int,
    others: list[tuple[int, int]], abroad: bool, awake: tuple[dt.time, dt.time],
) -> None:  # fmt: skip
    """Within 24 hours of the end, on a working day of both if it can be, beside any other interviews."""
    where = replace(employer, timezone=zone) if abroad else employer
    held = interview(start, where, minutes=minutes)
    interviews = (held, *around(held.end.date(), where.timezone, others))
    me = Candidate(region=home, hours=awake, source=held.source)
    found = diary(where, home, *interviews, awake=awake).thanks(held.end)

    assert found == world(held, me, interviews).thanks(held.end)
    assert held.end < found <= held.end.astimezone(dt.UTC) + dt.timedelta(hours=24)


@given(st.sampled_from(REGIONS), zones, starts_at)
def test_thank_you_at_once(home: Region, zone: ZoneInfo, start: str) -> None:
    """Where they decide the same day: the first quarter-hour from half an hour on, at any hour."""
    held = interview(start, replace(home, timezone=zone))
    waited = diary(held.region, home, held).thanks_at_once(held.end) - held.end.astimezone(dt.UTC)

    assert dt.timedelta(minutes=30) <= waited < dt.timedelta(minutes=45)


def test_thank_you_between_interviews_day_and_night() -> None:
    """The limit of 24 hours holds even where no free quarter-hour is left in them; at once, that of two."""
    held = interview("2026-11-17 10:00")
    endless = [interview(f"2026-11-{day} 00:00", minutes=24 * 60) for day in (17, 18)]
    ours = diary(NEW_YORK, NEW_YORK, held, *endless)

    assert ours.thanks(held.end) - held.end == dt.timedelta(hours=2)
    assert ours.thanks_at_once(held.end) - held.end == dt.timedelta(minutes=30)


def test_thank_you_at_once_gives_way_to_an_interview() -> None:
    """The short one too keeps off interviews, within its two hours."""
    held, following = interview("2026-11-17 10:00"), interview("2026-11-17 11:15", minutes=15)

    assert f"{diary(NEW_YORK, NEW_YORK, held, following).thanks_at_once(held.end):%H:%M}" == "12:00"


def test_the_oracle_can_fail() -> None:
    """The comparison notices an hour that is off: the oracle knows Friday evening from Friday night."""
    clocks = Clocks(NEW_YORK.timezone, NEW_YORK.timezone)
    words = World(side(NEW_YORK), side(NEW_YORK), clocks)
    evening = words.thanks(dt.datetime(2026, 11, 20, 17, 15, tzinfo=NEW_YORK.timezone))
    night = words.thanks(dt.datetime(2026, 11, 20, 19, 15, tzinfo=NEW_YORK.timezone))

    assert (evening.hour, night.hour) == (19, 8)


@pytest.mark.parametrize(
    ("zone", "end"), [("Africa/Cairo", "2026-10-29 22:05"), ("America/Havana", "2026-11-01 22:00")]
)
def test_an_hour_that_comes_twice_is_of_its_day(zone: str, end: str) -> None:
    """In Cairo the clocks go back at midnight: the last hour of that Thursday is Thursday both times."""
    held = interview(end, region("US", zone), minutes=1)
    found = diary(held.region, LOS_ANGELES, held).thanks(held.end)

    assert found == world(held, Candidate(region=LOS_ANGELES, source=held.source), [held]).thanks(held.end)
