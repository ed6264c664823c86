"""Visits: the interviews for one job on one day have one ladder."""

from __future__ import annotations

import datetime as dt

from msgspec.structs import replace
from searches import DOCUMENT, at, interview, planned, problems_of, words

from icsgen.model import Cadence, Fact, Interview, Person
from icsgen.rules.visits import visits


def part(start: str, name: str, role: str = "Cook", minutes: int = 60) -> Interview:
    """An interview with Acme, by an id of its own."""
    return replace(interview(start, minutes=minutes), id=name, role=role)


def test_interviews_of_one_day_are_one_visit() -> None:
    """One ladder from the last end on, by the id of the document's first; each part has its own event."""
    morning = replace(part("2026-11-05 09:00", "morning"), round=2)
    noon = part("2026-11-05 13:00", "noon")
    found = [each for each in planned(noon, morning) if each.interview and each.key != "keep-looking"]

    assert [(each.key, at(each)) for each in found] == [
        ("interview", "Thu 2026-11-05 09:00"),
        ("interview", "Thu 2026-11-05 13:00"),
        ("thank-you", "Thu 2026-11-05 16:00"),
        ("follow-up", "Fri 2026-11-13 10:00"),
        ("call", "Fri 2026-12-04 10:30"),
        ("tickler", "Thu 2027-02-04 09:30"),
    ]
    assert [each.interview and each.interview.id for each in found] == ["morning", *["noon"] * 5]
    assert [each.messages for each in found[:2]] == [(), ("timeline-question",)]


def test_other_days_and_jobs_are_other_visits() -> None:
    """Even at one company."""
    keys = [
        each.key
        for each in planned(part("2026-11-05 09:00", "a"), part("2026-11-05 13:00", "b", role="Baker"))
    ]
    assert keys.count("thank-you") == 2


def test_a_visit_has_what_any_part_has() -> None:
    """Everybody met once, in order of time; the last timeline; the first strength."""
    jana, tom = Person(name="Jana"), Person(name="Tom", topics=("soups",))
    late = replace(part("2026-11-05 15:00", "late"), interviewers=(tom, jana), timeline=words("in two weeks"))
    early = replace(part("2026-11-05 09:00", "early", minutes=30), interviewers=(jana,), strength="I cook")
    (visit,) = visits([late, early])

    assert visit.parts == (early, late)
    assert [person.name for person in visit.interview.interviewers] == ["Jana", "Tom"]
    assert (visit.interview.strength, visit.interview.timeline) == ("I cook", late.timeline)
    assert (visit.interview.start, visit.interview.end) == (early.start, late.end)
    assert visit.told is late


def test_a_fault_in_the_timeline_of_a_part_has_its_place() -> None:
    """Not that of the part which stands first."""
    told = replace(part("2026-11-05 15:00", "late"), timeline=words("2026-11-04"))

    assert problems_of(part("2026-11-05 09:00", "early"), told)[0].startswith(
        "search.yaml: interviews[2].decision: "
    )


def test_the_debrief_follows_the_last_part() -> None:
    """And the prep comes before the first."""
    both = [replace(part(f"2026-11-05 {at}:00", at), events=("prep", "debrief")) for at in ("09", "13")]
    found = {each.key: at(each) for each in planned(*both)}

    assert (found["prep"], found["debrief"]) == ("Wed 2026-11-04 17:00", "Thu 2026-11-05 14:15")


def test_a_part_that_was_put_off_is_a_visit_of_its_own() -> None:
    """The other one takes place, with its ladder."""
    held, put_off = part("2026-11-17 10:00", "one"), part("2026-11-17 15:00", "two")
    fact = Fact(kind="postponed", date=dt.date(2026, 11, 16), source=DOCUMENT)
    found = planned(held, replace(put_off, log=(fact,)))
    live = [(each.interview.id, each.key) for each in found if each.live and each.interview]

    assert live == [("one", key) for key in ("interview", "thank-you", "follow-up", "call", "tickler")]


def test_each_part_has_its_say() -> None:
    """What one opts in for is there, what all leave out is not; numbers that are not ours count."""
    first = replace(part("2026-11-17 10:00", "one"), events=("-interview", "-call"))
    second = replace(part("2026-11-17 15:00", "two"), events=("prep", "-call"), cadence=Cadence(preset="uk"))
    found = [each for each in planned(first, second) if each.interview]

    assert [(each.key, each.interview and each.interview.id) for each in found[:2]] == [
        ("prep", "one"),
        ("interview", "two"),
    ]
    assert "call" not in {each.key for each in found}
    assert at(next(each for each in found if each.key == "follow-up")) == "Wed 2026-12-02 10:00"


def test_news_logged_with_an_earlier_round() -> None:
    """Of a job, once the later round has been."""
    no = Fact(kind="rejected", date=dt.date(2026, 11, 25), source=DOCUMENT)
    first = replace(part("2026-11-05 10:00", "one"), log=(no,))
    second = replace(part("2026-11-17 10:00", "two"), round=2)
    live = {
        each.key: each
        for each in planned(first, second)
        if each.live and each.interview and each.interview.round == 2
    }

    assert list(live) == ["interview", "tickler"]
    assert live["interview"].messages == ("timeline-question",)  # as before the news


def test_a_job_is_withdrawn_from_once() -> None:
    """Though it is logged with the round before."""
    gone = Fact(kind="withdrawn", date=dt.date(2026, 11, 25), source=DOCUMENT)
    first = replace(part("2026-11-05 10:00", "one"), log=(gone,))
    found = planned(first, replace(part("2026-11-17 10:00", "two"), round=2))

    assert [each.key for each in found if each.outcome == "done"] == ["withdraw"]
