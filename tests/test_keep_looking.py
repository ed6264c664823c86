"""The weekly milestone of a person."""

from __future__ import annotations

import datetime as dt

import pytest
from msgspec.structs import replace
from searches import (
    NEW_YORK,
    at,
    candidate,
    interview,
    ladder,
    moment,
    planned,
)

from icsgen.model import Interview, Region


def weekly(*interviews: Interview, where: Region = NEW_YORK) -> tuple[str, str]:
    found = ladder(*interviews, me=candidate(where))["keep-looking"]
    assert found.until
    assert moment(found) + dt.timedelta(minutes=30) == found.end
    return at(found), f"{found.until:%a %Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("start", "first"),
    [
        ("2026-11-16 10:00", "Tue 2026-11-17 09:00"),
        ("2026-11-17 10:00", "Tue 2026-11-24 09:00"),
        ("2026-11-18 10:00", "Tue 2026-11-24 09:00"),
        ("2026-11-23 23:00", "Tue 2026-11-24 09:00"),
    ],
)
def test_keep_looking_begins_on_the_next_tuesday(start: str, first: str) -> None:
    """The day of the interview itself is not it."""
    assert weekly(interview(start))[0] == first


def test_keep_looking_ends_with_the_last_tickler() -> None:
    """One for the person: from the first interview to the last tickler, whichever stand first in the file."""
    late, early = interview("2026-12-10 10:00"), interview("2026-11-20 14:30", company="Other")

    assert at(ladder(early)["tickler"]) == "Mon 2027-02-22 09:30"
    assert weekly(early) == ("Tue 2026-11-24 09:00", "Tue 2027-02-16 09:00")
    assert at(ladder(late)["tickler"]) == "Mon 2027-03-08 09:30"
    assert weekly(late, early) == ("Tue 2026-11-24 09:00", "Tue 2027-03-02 09:00")
    assert len([each for each in planned(late, early) if each.key == "keep-looking"]) == 1


def test_keep_looking_without_a_tickler_ends_four_weeks_after_the_last() -> None:
    """The call is on Mon 21 December: until Mon 18 January."""
    assert weekly(replace(interview("2026-11-20 14:30"), events=("-tickler",)))[1] == "Tue 2027-01-12 09:00"


def test_keep_looking_goes_only_where_every_interview_leaves_it_out() -> None:
    """It belongs to the person."""
    without = replace(interview("2026-11-20 14:30"), events=("-keep-looking",))

    assert "keep-looking" not in ladder(without)
    assert weekly(without, interview("2026-12-10 10:00"))[0] == "Tue 2026-11-24 09:00"


def test_keep_looking_has_an_hour_that_is_free_every_week() -> None:
    """The same for all of them: half an hour, half an hour off each interview."""
    others = [interview("2026-12-01 09:00", minutes=45), interview("2026-12-08 11:00", minutes=30)]

    assert weekly(interview("2026-11-20 14:30"), others[0])[0] == "Tue 2026-11-24 10:15"
    assert weekly(interview("2026-11-20 14:30"), *others)[0] == "Tue 2026-11-24 12:00"


def test_keep_looking_takes_another_weekday_before_it_stands_in_an_interview() -> None:
    """Each hour of some Tuesday is taken; Wednesday at nine is free throughout."""
    taken = [
        interview("2026-11-16 09:00"),
        interview("2026-11-17 08:00", minutes=300),
        interview("2026-11-24 12:00", minutes=300),
        interview("2026-12-01 16:00", minutes=300),
    ]
    found = ladder(*(replace(each, id=str(number)) for number, each in enumerate(taken)))["keep-looking"]

    assert at(found) == "Wed 2026-11-18 09:00"
    assert found.why_short == "every Wednesday until the last tickler"
