"""The table of milestones: which ones an interview gives, how long it lasts, when it rings, what it says."""

from __future__ import annotations

import datetime as dt

import pytest
from msgspec.structs import replace
from searches import (
    NEW_YORK,
    TOKYO,
    at,
    interview,
    ladder,
    moment,
    planned,
)

from icsgen.rules import KEYS


def test_default_milestones() -> None:
    """Six, with a timeline, and the weekly one; what must be asked for is not there."""
    assert list(ladder(interview(said="end of November"))) == [
        "interview", "thank-you", "keep-looking", "decision", "follow-up", "call", "tickler",
    ]  # fmt: skip


LATER = {"answer", "withdraw"}
"""What only the log brings about."""


@pytest.mark.parametrize("key", [key for key in KEYS if key not in LATER])
def test_each_milestone_can_be_left_out(key: str) -> None:
    """The others stay where they are, for what is left out is still counted from."""
    whole = interview(said="end of November")
    without = ladder(replace(whole, events=("prep", "debrief", f"-{key}")))
    everything = ladder(replace(whole, events=("prep", "debrief")))

    assert everything.keys() == set(KEYS) - LATER
    assert without.keys() == set(KEYS) - LATER - {key}
    assert {name: each.start for name, each in without.items()} == {
        name: each.start for name, each in everything.items() if name != key
    }


def test_alarms() -> None:
    """An hour before the interview, a quarter when remote; five minutes else; none all day or weekly."""
    found = ladder(replace(interview(said="end of November"), events=("prep", "debrief")))
    minutes = {key: each.alarm and each.alarm / dt.timedelta(minutes=1) for key, each in found.items()}

    assert minutes == {
        **dict.fromkeys(("prep", "debrief", "thank-you", "follow-up", "call", "tickler"), 5),
        "interview": 60,
        "decision": None,
        "keep-looking": None,
    }
    assert {key for key, each in found.items() if each.busy} == {"interview"}


@pytest.mark.parametrize(
    ("place", "minutes"),
    [
        *(("https://meet.example/abc", 15), ("http://meet.example", 15), ("HTTPS://MEET.EXAMPLE", 15)),
        *(("www.meet.example", 15), ("+1 555 0199", 15), ("tel:+15550199", 15)),
        *(("350 Fifth Avenue", 60), (None, 60), ("Suite 12, +wing", 60)),
    ],
)
def test_alarm_of_a_remote_interview(place: str | None, minutes: int) -> None:
    """A link or a phone number is no place to travel to."""
    found = ladder(replace(interview(), location=place))

    assert found["interview"].alarm == dt.timedelta(minutes=minutes)


def test_messages_of_each_milestone() -> None:
    """The question is left out once they have told; the same day has a short thank-you at once."""
    unknown, told, today = (ladder(interview(said=said)) for said in (None, "end of November", "today"))

    assert unknown["interview"].messages == ("timeline-question",)
    assert told["interview"].messages == today["interview"].messages == ()
    assert unknown["thank-you"].messages == told["thank-you"].messages == ("thank-you",)
    assert today["thank-you"].messages == ("thank-you-short",)
    assert at(today["thank-you"]) == "Fri 2026-11-20 16:00"
    assert unknown["follow-up"].messages == ("follow-up",)
    assert told["follow-up"].messages == today["follow-up"].messages == ("follow-up-timeline",)
    assert unknown["tickler"].messages == ("tickler",)
    assert unknown["keep-looking"].messages == ("recruiter",)


def test_every_moment_is_in_the_candidates_zone() -> None:
    """Whatever the employer's."""
    for each in planned(interview("2026-11-20 09:00", TOKYO, said="end of November")):
        assert each.all_day or moment(each).tzinfo == NEW_YORK.timezone


def test_events_last_so_long_in_real_time() -> None:
    """Also over a change of the clock: a thank-you at 01:45 before clocks go back ends 15 minutes later."""
    held = interview("2026-10-31 23:00", said="today", minutes=75)
    thanks = ladder(held)["thank-you"]

    assert at(thanks) == "Sun 2026-11-01 00:45"
    late = ladder(interview("2026-10-31 23:00", said="today", minutes=135))["thank-you"]
    assert isinstance(late.end, dt.datetime)
    assert at(late) == "Sun 2026-11-01 01:45"
    assert late.end.astimezone(dt.UTC) - moment(late).astimezone(dt.UTC) == dt.timedelta(minutes=15)
