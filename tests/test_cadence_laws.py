"""The laws of CADENCE section 2, for any interview: every country of the data, every zone, any hour.

Dates are found again by plain loops over the holiday data (oracle.py). `ICSGEN_EXAMPLES` says how many.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from holidays.registry import COUNTRIES
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace
from oracle import Clocks, World, data_of, months_later, world
from searches import DOCUMENT, interview, moment, planned

from icsgen.model import WAKING_HOURS, Candidate, Interview, Milestone, OnDate, Region, Timeline

DAY = dt.timedelta(days=1)
MINUTE = dt.timedelta(minutes=1)
CODES = sorted(codes[1] for codes in COUNTRIES.values())
ZONES = sorted(available_timezones() - {"localtime", "Factory"})
STEADY_ZONES = ("UTC", "Asia/Tokyo", "Asia/Kolkata", "America/Bogota", "Asia/Dubai", "Africa/Lagos")
FIRST, LAST = dt.date(2024, 1, 1), dt.date(2029, 12, 31)
HOURS = (WAKING_HOURS, (dt.time(18), dt.time(22)), (dt.time(6, 10), dt.time(7, 10)))
"""A candidate's: those of most, of somebody with a job, and an odd short one."""
ASKING = {"follow-up", "follow-up-timeline", "call", "voicemail", "call-mail", "tickler"}
"""The messages that want something of the employer."""


@st.composite
def regions(draw: st.DrawFn) -> Region:
    """A country, with a subdivision or without, and any zone, be it another's."""
    code = draw(st.sampled_from(CODES))
    parts = sorted(data_of(code, None).subdivisions)
    part = draw(st.none() | st.sampled_from(parts)) if parts else None
    return Region(timezone=ZoneInfo(draw(st.sampled_from(ZONES))), country=code, subdivision=part)


@st.composite
def days_off(draw: st.DrawFn, since: dt.date) -> frozenset[dt.date]:
    """A few spans within the half year that a ladder lasts."""
    spans = draw(st.lists(st.tuples(st.integers(-5, 150), st.integers(1, 12)), max_size=3))
    return frozenset(since + (start + day) * DAY for start, length in spans for day in range(length))


@st.composite
def another(draw: st.DrawFn, date: dt.date, places: tuple[Region, Region]) -> Interview:
    """An interview on nearly the same day, or in the months that follow."""
    day = date + draw(st.integers(-1, 2) | st.integers(0, 120)) * DAY
    hour, minutes = draw(st.integers(0, 23)), draw(st.sampled_from([30, 90, 600]))
    name = f"other {day} {hour}"
    held = interview(f"{day} {hour:02}:15", draw(st.sampled_from(places)), minutes=minutes, company=name)
    return replace(held, id=name)


@dataclass(frozen=True, repr=False)
class Story:
    """An interview among others, what came of it, and where the oracle says it should stand."""

    held: Interview
    interviews: tuple[Interview, ...]
    me: Candidate
    found: dict[str, Milestone]
    all: list[Milestone]

    def __repr__(self) -> str:
        """What a failure is told with."""
        where, home = self.held.region, self.me.region
        found = {key: str(each.start) for key, each in self.found.items()}
        return f"{where} {home} {self.held.start} {self.promised} {found}"

    @property
    def words(self) -> World:
        return world(self.held, self.me, self.interviews)

    @property
    def date(self) -> dt.date:
        return self.held.start.date()

    @property
    def promised(self) -> dt.date | None:
        reading = self.held.timeline.reading if self.held.timeline else None
        return reading.date if isinstance(reading, OnDate) else None

    def theirs(self, key: str) -> dt.date:
        """The date of a milestone for the employer."""
        return moment(self.found[key]).astimezone(self.held.region.timezone).date()

    def yours(self, key: str) -> dt.date:
        return moment(self.found[key]).astimezone(self.me.region.timezone).date()


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """Any interview of 2024 to 2029, a promise near or far, days off, other interviews at about that time."""
    where, home = draw(regions()), draw(regions())
    date = draw(st.dates(FIRST, LAST))
    minute = draw(st.integers(0, 24 * 60 - 1))
    held = interview(
        f"{date} {minute // 60:02}:{minute % 60:02}", where, minutes=draw(st.integers(1, 12 * 60))
    )
    promised = draw(st.none() | st.integers(0, 20) | st.integers(21, 200))
    said = draw(st.sampled_from([None, Timeline(said="soon"), Timeline(said="today", same_day=True)]))
    held = replace(
        held,
        id="held",
        timeline=said if promised is None else Timeline(said="then", reading=OnDate(date + promised * DAY)),
        closed=draw(days_off(date)),
        open=draw(days_off(date)),
        events=draw(st.sampled_from([(), ("prep", "debrief")])),
        no_calls=draw(st.booleans()) and draw(st.booleans()),
    )
    awake = draw(st.sampled_from(HOURS))
    me = Candidate(region=home, days_off=draw(days_off(date)), hours=awake, source=DOCUMENT)
    others = draw(st.lists(another(date, (where, home)), max_size=4, unique_by=lambda each: each.id))
    interviews = (held, *others)
    milestones = planned(*interviews, me=me)
    own = {each.key: each for each in milestones if each.interview is None or each.interview.id == "held"}
    return Story(held, interviews, me, own, milestones)


def decided_the_same_day(held: Interview) -> bool:
    """By the employer's words, or by their date."""
    reading = held.timeline.reading if held.timeline else None
    today = isinstance(reading, OnDate) and reading.date == held.start.date()
    return today or bool(held.timeline and held.timeline.same_day)


def rolled(story: Story, key: str, slot: Callable[[dt.date], dt.datetime | None], target: dt.date) -> None:
    """The milestone stands on the first day from its target on that both work and that is not quiet."""
    assert moment(story.found[key]) == story.words.rolled(target, slot), f"{key} of {story}"


@given(stories())
def test_laws(story: Story) -> None:
    """Laws 1 to 7 of one interview, whatever it is."""
    words, clocks = story.words, story.words.clocks
    thanked, follow_up, call, tickler = (
        moment(story.found[key]).astimezone(dt.UTC) for key in ("thank-you", "follow-up", "call", "tickler")
    )
    week = words.employer.counted(story.date, 5)

    # 1: the thank-you lies in (E, E+24h], where CADENCE's rule puts it
    waited = thanked - story.held.end.astimezone(dt.UTC)
    assert dt.timedelta() < waited <= 24 * 60 * MINUTE, story
    if decided_the_same_day(story.held):
        assert "decision" not in story.found
        assert 30 * MINUTE <= waited <= 120 * MINUTE, story
    else:
        assert thanked == words.thanks(story.held.end), story

    # 2 and 3: five working days, or a week past the promise if that is later
    target = max(week, story.promised + 7 * DAY) if story.promised else week
    assert story.theirs("follow-up") >= target, story
    rolled(story, "follow-up", clocks.mail, target)

    # 4: three weeks, two months
    phoned = clocks.mail if story.held.no_calls else clocks.call
    assert story.theirs("call") >= story.theirs("follow-up") + 21 * DAY, story
    assert story.yours("tickler") >= months_later(story.yours("call"), 2), story
    rolled(story, "call", phoned, story.theirs("follow-up") + 21 * DAY)
    rolled(story, "tickler", clocks.desk, months_later(story.yours("call"), 2))

    # 5: contacts on days that both work, and that are not quiet
    for contact in (follow_up, call, tickler):
        assert words.works(contact), story
        assert not words.quiet(contact), story

    # 6 and 7: one contact at a time; two between the thank-you and the tickler, none before the follow-up
    asking = [
        each
        for each in story.found.values()
        if ASKING & set(each.messages) and story.held.start <= moment(each) < tickler
    ]
    assert [each.key for each in asking] == ["follow-up", "call"], story
    assert min(moment(each) for each in asking) == follow_up


@given(stories())
def test_nothing_stands_near_an_interview(story: Story) -> None:
    """No milestone is in one or within half an hour of one, but where its limits leave no other moment."""
    for each in story.all:
        if each.key != "interview" and isinstance(each.end, dt.datetime):
            start, end = (both.astimezone(dt.UTC) for both in (moment(each), each.end))
            clocks = clocks_around(story, each)
            free = clocks.free(start, minutes=round((end - start) / MINUTE))
            assert free or not any(within_limits(story, each)), f"{each.key} of {story}"


def clocks_around(story: Story, milestone: Milestone) -> Clocks:
    """With all interviews; a debrief follows its own one closely."""
    own = milestone.interview.id if milestone.interview and milestone.key == "debrief" else None
    others = tuple(each for each in story.interviews if each.id != own)
    return dataclasses.replace(story.words.clocks, interviews=others)


def within_limits(story: Story, milestone: Milestone) -> Iterator[bool]:
    """Whether each of the moments that the rule of a milestone leaves to choose from is free."""
    clocks = clocks_around(story, milestone)
    if milestone.until:
        yield from free_each_week(story, moment(milestone).date(), milestone.until.date())
    elif milestone.interview and milestone.key in ("thank-you", "debrief"):
        held = milestone.interview
        first, last = (30, 120) if decided_the_same_day(held) else (120, 24 * 60)
        if milestone.key == "debrief":
            first, last = 15, 24 * 60
        minutes = (held.end.astimezone(dt.UTC) + minute * MINUTE for minute in range(first, last + 1))
        yield from (
            clocks.free(each) for each in minutes if milestone.key == "debrief" or each.minute % 15 == 0
        )
    else:
        yield True


def free_each_week(story: Story, first: dt.date, last: dt.date) -> Iterator[bool]:
    """Whether each of a person's quarter-hours, short of the last, is free on a weekday of these weeks."""
    weeks = [first + 7 * week * DAY for week in range((last - first).days // 7 + 1)]
    since, until = story.me.hours
    since = dt.time(9) if since <= dt.time(9) <= until else since
    for quarter in range(96):
        hour = dt.time(quarter // 4, quarter % 4 * 15)
        if since <= hour < until:
            moments = [dt.datetime.combine(day, hour, story.me.region.timezone) for day in weeks]
            yield all(story.words.clocks.free(each.astimezone(dt.UTC), minutes=30) for each in moments)


@given(stories())
def test_the_milestones_of_a_person(story: Story) -> None:
    """In order of time; the weekly one from the Tuesday after the first interview to the last tickler."""
    zone = story.me.region.timezone
    moments = [
        each.start.astimezone(dt.UTC)
        if isinstance(each.start, dt.datetime)
        else dt.datetime.combine(each.start, dt.time(), zone).astimezone(dt.UTC)
        for each in story.all
    ]
    assert moments == sorted(moments), story

    (weekly,) = [each for each in story.all if each.key == "keep-looking"]
    first = min(each.start for each in story.interviews).astimezone(zone).date()
    last = max(moment(each) for each in story.all if each.key == "tickler").astimezone(zone).date()
    assert weekly.until
    tuesday = first + ((1 - first.weekday() - 1) % 7 + 1) * DAY
    start = first + ((moment(weekly).weekday() - first.weekday() - 1) % 7 + 1) * DAY
    weeks = [start + 7 * week * DAY for week in range((last - start).days // 7 + 1)] or [start]
    held = [day for day in weeks if day not in story.me.days_off] or weeks
    assert [moment(weekly).date(), weekly.until.date()] == [held[0], held[-1]], story
    left_out = {day for day in weeks if held[0] < day < held[-1]} - set(held)
    assert {each.date() for each in weekly.exdates} == left_out, story
    weekdays = {f"{each:%a}" for each in (moment(weekly), weekly.until)}
    assert weekdays == {"Tue"} or not any(free_each_week(story, tuesday, max(last, tuesday))), story
    assert len(weekdays) == 1
    assert story.me.hours[0] <= moment(weekly).time() < story.me.hours[1]


# --- law 8


@cache
def ordinary_mondays(code: str) -> frozenset[dt.date]:
    """The Mondays that begin twelve weeks with nothing in them but weekends, and none of those worked."""
    data = data_of(code, None)

    def ordinary(day: dt.date) -> bool:
        return day not in data and day not in data.weekend_workdays

    mondays = (dt.date(2024, 1, 1) + 7 * week * DAY for week in range(300))
    return frozenset(
        monday for monday in mondays if all(ordinary(monday + day * DAY) for day in range(12 * 7))
    )


ORDINARY = [code for code in CODES if ordinary_mondays(code)]


@given(
    st.data(), st.sampled_from(ORDINARY), st.sampled_from(ORDINARY), st.sampled_from(STEADY_ZONES),
    st.sampled_from(STEADY_ZONES), st.integers(0, 13 * 24 * 60), st.integers(1, 240), st.integers(1, 3),
)  # fmt: skip
def test_moving_by_weeks_moves_the_ladder_by_weeks(
    data: st.DataObject, there: str, here: str, zone: str, home: str, minute: int, length: int, weeks: int
) -> None:  # fmt: skip
    """Law 8, absent holidays and zone changes: thank-you, follow-up and call move by as much."""
    mondays = sorted(ordinary_mondays(there) & ordinary_mondays(here))
    assume(mondays)
    monday = dt.datetime.combine(data.draw(st.sampled_from(mondays)), dt.time())
    where = Region(timezone=ZoneInfo(zone), country=there)
    me = Candidate(region=Region(timezone=ZoneInfo(home), country=here), source=DOCUMENT)

    def starts(later: dt.timedelta) -> dict[str, dt.datetime]:
        start = monday + minute * MINUTE + later
        found = planned(interview(f"{start:%Y-%m-%d %H:%M}", where, minutes=length), me=me)
        return {each.key: moment(each) for each in found}

    before, after = starts(0 * DAY), starts(7 * weeks * DAY)
    for key in ("thank-you", "follow-up", "call"):
        assert after[key] - before[key] == 7 * weeks * DAY, key


def test_the_laws_are_tried_everywhere() -> None:
    """Every country of the data, and for law 8 most of them."""
    assert len(CODES) == len(COUNTRIES) >= 200
    assert len(ORDINARY) > 50
