"""A job search as a whole: the order of its milestones, and what only calendars can judge of it."""

from __future__ import annotations

import datetime as dt

import pytest
from msgspec.structs import replace
from searches import (
    LONDON,
    NEW_YORK,
    at,
    interview,
    judged,
    planned,
    problems_of,
)

from icsgen.details import load
from icsgen.model import Cadence
from icsgen.rules import KEYS, milestones

HALF_HOUR = dt.timedelta(minutes=30)


def test_order_of_time() -> None:
    """Of all interviews together; what lasts all day comes first on its day."""
    found = planned(
        interview("2026-11-23 10:00"),
        interview("2026-11-20 10:00", said="2026-11-23"),
        interview("2026-11-20 12:00", LONDON),
    )
    zone = NEW_YORK.timezone
    moments = [
        each.start
        if isinstance(each.start, dt.datetime)
        else dt.datetime.combine(each.start, dt.time(), zone)
        for each in found
    ]

    assert moments == sorted(moments)
    assert [each.key for each in found if at(each).startswith("Mon 2026-11-23")][:2] == [
        "decision",
        "interview",
    ]


def test_a_whole_day_comes_before_its_midnight() -> None:
    """Whatever the order in the document."""
    found = planned(interview("2026-11-24 00:00"), interview("2026-11-20 10:00", said="2026-11-24"))

    assert [each.key for each in found if at(each)[:14] == "Tue 2026-11-24"][:2] == ["decision", "interview"]


def test_every_error_is_told_and_nothing_made() -> None:
    """Of all interviews at once, each at its place."""
    unknown = replace(interview("2026-11-20 10:00"), cadence=Cadence(preset="brsik"), events=("-cal", "zzz"))
    found, problems = judged(unknown, replace(interview("2026-11-23 10:00"), events=("prepp",)))

    assert found == []
    assert [str(each) for each in problems] == [
        'search.yaml: interviews[1].cadence: unknown cadence "brsik"; did you mean brisk?',
        'search.yaml: interviews[1].events: unknown milestone "-cal"; did you mean call?',
        f'search.yaml: interviews[1].events: unknown milestone "zzz"; expected some of {", ".join(KEYS)}',
        'search.yaml: interviews[2].events: unknown milestone "prepp"; did you mean prep?',
    ]


def test_a_promise_that_cannot_be_stops_the_whole_search() -> None:
    """One interview's error leaves no milestones of the other."""
    found, problems = judged(interview("2026-11-20 10:00"), interview("2026-11-23 10:00", said="2026-11-20"))

    assert found == []
    assert len(problems) == 1


def test_the_same_warning_is_given_once() -> None:
    """At the first interview it holds for; errors are told at every place."""
    scotland = replace(LONDON, subdivision=None)
    held = [interview(f"2026-03-3{day} 10:00", scotland) for day in (0, 1)]
    warnings = [each for each in problems_of(*held) if "Mon 6 Apr 2026" in each]
    assert [each.split(": ")[2] for each in warnings] == ["interviews[1].subdivision"]

    wrong = [replace(each, cadence=Cadence(preset="brsik")) for each in held]
    assert len([each for each in problems_of(*wrong) if "brsik" in each]) == 2


def test_the_ladder_of_a_document() -> None:
    """The public way: bytes in, milestones out, whoever the candidate is."""
    document = b"""
    me: {timezone: America/New_York, country: US, subdivision: NY, days_off: [2026-11-30]}
    company: Acme
    role: Engineer
    start: 2026-11-20 14:30
    no_calls: true
    quiet: none
    cadence: {preset: brisk, call: 2 weeks}
    events: [-tickler, -keep-looking]
    """
    found, problems = milestones(load(document, "acme.yaml"))

    assert problems == []
    assert [(each.key, at(each)) for each in found] == [
        ("interview", "Fri 2026-11-20 14:30"),
        ("thank-you", "Fri 2026-11-20 17:30"),
        ("follow-up", "Tue 2026-12-01 10:00"),
        ("call", "Tue 2026-12-15 10:00"),
    ]


@pytest.mark.parametrize(
    ("start", "doubt"),
    [
        ("2026-11-26 10:00", "Thu 26 Nov 2026 is Thanksgiving Day for the employer; is the date right?"),
        ("2026-11-22 10:00", "Sun 22 Nov 2026 is the weekend for the employer; is the date right?"),
        ("2026-11-17 03:00", "03:00 is night for the employer; is the time right?"),
    ],
)
def test_a_time_that_looks_mistyped(start: str, doubt: str) -> None:
    """A warning and no fault: some do meet on a Sunday."""
    assert problems_of(interview(start)) == [f"warning: search.yaml: interviews[1].start: {doubt}"]


def test_interviews_at_the_same_time() -> None:
    """The one that begins second is doubted; one right after another is not."""
    first, second = interview("2026-11-17 10:00"), interview("2026-11-17 10:30", LONDON)
    moved = replace(second, start=first.start + HALF_HOUR, end=first.end + HALF_HOUR)

    (problem,) = [each for each in problems_of(first, moved) if "begins before" in each]
    assert problem.endswith("ends, 11:00 on Tue 17 Nov 2026; are both right?")
    after = replace(second, start=first.end, end=first.end + HALF_HOUR)
    assert not [each for each in problems_of(first, after) if "begins before" in each]
