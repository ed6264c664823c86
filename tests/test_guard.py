"""The etiquette guard: at one company contacts stand a week apart, and no third follows two unanswered."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from searches import DOCUMENT, NEW_YORK, at, interview, judged, ladder, planned

from icsgen.model import Cadence, Fact, Interview, Milestone, Span

WEEK = dt.timedelta(weeks=1)
CONTACTS = ("follow-up", "call", "tickler")


def role(name: str, start: str, *facts: tuple[str, str], guard: bool = True) -> Interview:
    """An interview with Acme for a role."""
    log = tuple(
        Fact(kind=kind, date=dt.date.fromisoformat(date), source=DOCUMENT / "log") for kind, date in facts
    )
    return replace(interview(start), id=name.casefold(), role=name, log=log, guard=guard)


def stands(*interviews: Interview) -> dict[str, str]:
    """Each contact: when it stands, or why it is dropped."""
    return {
        f"{each.interview.id} {each.key}": each.why if each.outcome == "dropped" else at(each)
        for each in planned(*interviews)
        if each.interview and each.key in CONTACTS
    }


def test_two_roles_never_chase_in_the_same_week() -> None:
    """The later one waits until a week after, and says so; a third contact without an answer is left out."""
    both = stands(role("Cook", "2026-11-05 10:00"), role("Baker", "2026-11-09 10:00"))

    assert both["cook follow-up"] == "Fri 2026-11-13 10:00"
    assert both["baker follow-up"] == "Fri 2026-11-20 10:00"
    assert both["cook call"] == (
        "Two contacts with Acme Corp without an answer are enough, the second is on Fri 20 Nov 2026."
    )
    assert "without an answer" in both["baker call"]
    assert (both["cook tickler"], both["baker tickler"]) == ("Thu 2027-02-04 09:30", "Thu 2027-02-11 09:30")

    moved = ladder(role("Baker", "2026-11-09 10:00"), role("Cook", "2026-11-05 10:00"))["follow-up"]
    assert moved.why == (
        "5 business days after the interview on Mon 9 Nov 2026 is Tue 17 Nov 2026 (Wed 11 Nov is Veterans "
        "Day, Sat 14 and Sun 15 Nov are the weekend); a week after the follow-up about Cook: Fri 20 Nov 2026."
    )


def test_an_answer_clears_the_slate() -> None:
    """After a reply, or a talk about another job, there may be two more."""
    cook = role("Cook", "2026-11-05 10:00", ("follow-up", "2026-11-13"), ("reply", "2026-12-01"))
    both = stands(cook, role("Baker", "2026-11-09 10:00"))

    assert both["baker call"] == "Tue 2026-12-15 10:30"  # a week after the follow-up on the reply
    later = stands(role("Cook", "2026-11-05 10:00"), role("Baker", "2026-11-30 10:00"))
    assert later["cook call"] == "Fri 2026-12-04 10:30"
    assert later["baker follow-up"] == "Fri 2026-12-11 10:00"


def test_what_was_sent_stands() -> None:
    """A planned one waits for it, be it before or after; and who chased twice does not call."""
    sent = role("Cook", "2026-11-05 10:00", ("follow-up", "2026-11-16"))
    assert stands(sent, role("Baker", "2026-11-04 10:00"))["baker follow-up"] == "Mon 2026-11-23 10:00"

    twice = role("Cook", "2026-11-05 10:00", ("follow-up", "2026-11-13"), ("follow-up", "2026-11-20"))
    assert "without an answer are enough" in stands(twice)["cook call"]


def test_of_one_interview_too() -> None:
    """Own numbers may ask for less than a week."""
    hasty = replace(role("Cook", "2026-11-05 10:00"), cadence=Cadence(call=Span(3, "days")))

    assert stands(hasty)["cook call"] == "Fri 2026-11-20 10:30"
    assert stands(replace(hasty, guard=False))["cook call"] == "Mon 2026-11-16 10:30"


def test_another_company_is_another_matter() -> None:
    """Names are the same whatever their case."""
    other = replace(role("Baker", "2026-11-05 14:00"), company="Other")
    assert stands(role("Cook", "2026-11-05 10:00"), other)["baker follow-up"] == "Fri 2026-11-13 10:00"
    same = replace(other, company="ACME corp")
    assert stands(role("Cook", "2026-11-05 10:00"), same)["baker follow-up"] == "Fri 2026-11-20 10:00"


def test_guard_off_warns() -> None:
    """Nothing moves, nothing is left out, and each is told with its place."""
    found, problems = judged(role("Cook", "2026-11-05 10:00"), role("Baker", "2026-11-09 10:00", guard=False))
    baker = {each.key: at(each) for each in found if each.interview and each.interview.id == "baker"}

    assert (baker["follow-up"], baker["call"]) == ("Tue 2026-11-17 10:00", "Tue 2026-12-08 10:30")
    assert [f"{each}" for each in problems if each.warning] == [
        "search.yaml: interviews[2]: the follow-up on Tue 17 Nov 2026 is too much: less than a week from the "
        "follow-up about Cook",
        "search.yaml: interviews[2]: the call on Tue 8 Dec 2026 is too much: two contacts with Acme Corp "
        "without an answer are enough, the second is on Tue 17 Nov 2026",
        "search.yaml: interviews[2]: the tickler on Mon 8 Feb 2027 is too much: less than a week from the "
        "tickler about Cook",
    ]


kinds = st.sampled_from(["follow-up", "reply", "offer", "rejected", "filled", "postponed"])


@st.composite
def searches(draw: st.DrawFn) -> list[Interview]:
    """Interviews for several roles and rounds at one company, with some of what happened."""
    held = []
    for number in range(draw(st.integers(1, 6))):
        date = dt.date(2026, 3, 2) + draw(st.integers(0, 60)) * dt.timedelta(days=1)
        facts, day = [], date
        for kind in draw(st.lists(kinds, max_size=3)):
            day += draw(st.integers(0, 20)) * dt.timedelta(days=1)
            facts.append((kind, f"{day}"))
        name = draw(st.sampled_from(["Cook", "Baker", "Waiter"]))
        one = role(name, f"{date} {8 + number:02}:00", *facts)
        span = draw(st.sampled_from([None, Span(2, "days"), Span(10, "business days")]))
        cadence = Cadence(follow_up=span, call=span, tickler=span)
        held.append(replace(one, id=f"{number}", round=draw(st.integers(1, 3)), cadence=cadence))
    return held


@given(searches())
def test_laws_of_the_guard(held: list[Interview]) -> None:
    """Of what is to be sent: a week from any other contact there, and at most two between two answers."""
    found = [each for each in planned(*held) if each.interview and each.key in CONTACTS and each.live]
    days = {(each.interview and each.interview.id, each.key, each.ordinal): theirs(each) for each in found}
    pending = [each for each in found if not each.outcome]
    for each in pending:
        own = (each.interview and each.interview.id, each.key, each.ordinal)
        assert all(abs(day - days[own]) >= WEEK for name, day in days.items() if name != own)
    answers = {one.start.date() for one in held} | {
        fact.date for one in held for fact in one.log if fact.kind not in CONTACTS
    }
    for each in pending:
        if each.key != "tickler":
            since = max(answer for answer in answers if answer <= theirs(each))
            chases = [other for other in found if other.key != "tickler"]
            assert len([other for other in chases if since < theirs(other) <= theirs(each)]) <= 2


def theirs(milestone: Milestone) -> dt.date:
    """The date for the employer."""
    start = milestone.start
    return start.astimezone(NEW_YORK.timezone).date() if isinstance(start, dt.datetime) else start
