"""Life stories (CADENCE section 4): what really happened moves what comes next."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from searches import at

from icsgen.details import load
from icsgen.errors import InputError
from icsgen.ics import write
from icsgen.ics.events import NOTHING
from icsgen.ics.history import history
from icsgen.messages import compose
from icsgen.model import Milestone
from icsgen.plan import make_plan
from icsgen.rules import milestones

HEAD = "me: {name: Ana, timezone: America/New_York, country: US, subdivision: NY}\n"
JOB = "company: Acme, role: Engineer, start: 2026-11-03 10:00"


def found(*interviews: str) -> list[Milestone]:
    """The milestones of a document of these interviews, `key: value` pairs in braces."""
    listed = "".join(f"- {{{each}}}\n" for each in interviews)
    made, problems = milestones(load(f"{HEAD}interviews:\n{listed}".encode(), "x.yaml"))
    assert not [each for each in problems if not each.warning]
    return made


def story(log: str) -> dict[str, str]:
    """When each milestone of one interview stands, by its key, with its number from the second on."""
    stands = {}
    for each in found(f"{JOB}, log: [{log}]"):
        if each.key not in ("interview", "keep-looking"):
            number = f" {each.ordinal + 1}" if each.ordinal else ""
            stands[each.key + number] = at(each) + (" done" if each.done else "")
    return stands


PLAIN = {
    "thank-you": "Wed 2026-11-04 08:30",  # Tuesday is Election Day
    "follow-up": "Tue 2026-11-10 10:00",
    "call": "Tue 2026-12-01 10:30",
    "tickler": "Mon 2027-02-01 09:30",
}

STORIES = {
    "nothing happened yet": ("", PLAIN),
    "the note was sent a day late": (
        "thank-you: 2026-11-05",
        PLAIN | {"thank-you": "Thu 2026-11-05 done"},
    ),
    "the follow-up was sent late": (
        "thank-you: 2026-11-03, follow-up: 2026-11-13",
        {
            "thank-you": "Tue 2026-11-03 done",
            "follow-up": "Fri 2026-11-13 done",
            "call": "Fri 2026-12-04 10:30",
            "tickler": "Thu 2027-02-04 09:30",
        },
    ),
    "called": (
        "thank-you: 2026-11-03, follow-up: 2026-11-10, call: 2026-12-03",
        {
            "thank-you": "Tue 2026-11-03 done",
            "follow-up": "Tue 2026-11-10 done",
            "call": "Thu 2026-12-03 done",
            "tickler": "Wed 2027-02-03 09:30",
        },
    ),
    "they answered: another two weeks": (
        "thank-you: 2026-11-03, follow-up: 2026-11-10, {reply: 2026-11-12, decision: in two weeks}",
        {
            "thank-you": "Tue 2026-11-03 done",
            "follow-up": "Tue 2026-11-10 done",
            "decision": "Thu 2026-11-26",
            "follow-up 2": "Thu 2026-12-03 10:00",
            "call": "Mon 2027-01-04 10:30",
            "tickler": "Thu 2027-03-04 09:30",
        },
    ),
    "they answered, and named no date": (
        "follow-up: 2026-11-10, reply: 2026-11-12",
        PLAIN
        | {
            "follow-up": "Tue 2026-11-10 done",
            "follow-up 2": "Thu 2026-11-19 10:00",
            "call": "Thu 2026-12-10 10:30",
            "tickler": "Wed 2027-02-10 09:30",
        },
    ),
    "twice no date: ten business days": (
        "reply: 2026-11-06, reply: 2026-11-12",
        PLAIN
        | {
            "follow-up": "Fri 2026-11-27 10:00",
            "call": "Fri 2026-12-18 10:30",
            "tickler": "Thu 2027-02-18 09:30",
        },
    ),
    "rejected": (
        "thank-you: 2026-11-03, rejected: 2026-11-20",
        {"thank-you": "Tue 2026-11-03 done", "tickler": "Wed 2027-01-20 09:30"},
    ),
    "filled": ("filled: 2026-11-20", {"tickler": "Wed 2027-01-20 09:30"}),
    "withdrawn": ("thank-you: 2026-11-03, withdrawn: 2026-11-06", {"thank-you": "Tue 2026-11-03 done"}),
    "an offer": ("follow-up: 2026-11-10, offer: 2026-11-13", {"follow-up": "Tue 2026-11-10 done"}),
    "postponed": ("postponed: 2026-11-02", {}),
    "rejected, then reopened": (
        "rejected: 2026-11-20, {reply: 2026-12-01, decision: 2026-12-04}",
        PLAIN
        | {
            "decision": "Fri 2026-12-04",
            "follow-up": "Fri 2026-12-11 10:00",
            "call": "Mon 2027-01-04 10:30",
            "tickler": "Thu 2027-03-04 09:30",
        },
    ),
}
"""What the log holds, and when everything stands then."""


@pytest.mark.parametrize("name", STORIES)
def test_a_life_story(name: str) -> None:
    """Everything after a fact is anchored on it."""
    log, stands = STORIES[name]

    assert story(re.sub(r"(?<![{\w-])([\w-]+: [\d-]+)(?=,|$)", r"{\1}", log)) == stands


def test_what_is_done_is_silent() -> None:
    """It stands on its day, without an alarm or a message, and says that it is done."""
    (done,) = [each for each in found(f"{JOB}, log: [{{thank-you: 2026-11-05}}]") if each.done]
    entry = compose(done)

    assert (done.alarm, done.messages, done.all_day) == (None, (), True)
    assert entry.title == "Done: Send a thank-you note to Acme"
    assert entry.messages == ()


def test_a_later_round_takes_the_place_of_the_earlier() -> None:
    """The first round's follow-up, call and tickler go; its thank-you stays."""
    both = found(JOB, f"{JOB.replace('11-03', '11-12')}, round: 2")
    keys = [(each.interview.round if each.interview else 0, each.key) for each in both]

    assert [key for number, key in keys if number == 1] == ["interview", "thank-you"]
    assert [key for number, key in keys if number == 2][-3:] == ["follow-up", "call", "tickler"]


def test_accepted_ends_the_search() -> None:
    """Nothing is left of the other interviews, nor of looking."""
    other = "company: Other, role: Engineer, start: 2026-11-05 10:00"
    both = found(f"{JOB}, log: [{{offer: 2026-11-10}}, {{accepted: 2026-11-12}}]", other)

    assert {each.key for each in both} == {"interview"}


def test_an_offer_keeps_looking() -> None:
    """Until it is firm [article]."""
    assert "keep-looking" in {each.key for each in found(f"{JOB}, log: [{{offer: 2026-11-10}}]")}


@pytest.mark.parametrize(
    ("log", "fault"),
    [
        ("{call: 2026-11-10}", "x.yaml:3:66: interviews[1].log[1]: a call without a follow-up before it"),
        (
            "{follow-up: 2026-11-01}",
            "follow-up on Sun 1 Nov 2026 lies before the interview on Tue 3 Nov 2026",
        ),
        ("{thank-you: 2026-11-03, reply: 2026-11-04}", "log[1]: found 2 facts; expected one"),
        ("{}", "log[1]: found 0 facts; expected one, such as `- follow-up: 2026-11-24`"),
        ("{call: 2026-11-10, decision: Friday}", "expected it beside a reply"),
        ("{folow-up: 2026-11-10}", "folow-up: unknown key; did you mean `follow-up`?"),
        ("{reply: soon}", 'log[1].reply: found "soon"; expected a date'),
    ],
)
def test_a_log_that_cannot_be(log: str, fault: str) -> None:
    """Is told with its place."""
    document = f"{HEAD}interviews:\n- {{{JOB}, log: [{log}]}}\n".encode()
    with pytest.raises(InputError) as caught:
        make_plan(load(document, "x.yaml"))

    assert fault in str(caught.value)


def test_the_future_cannot_be_logged() -> None:
    """By the clock that the command was given."""
    search = load(f"{HEAD}interviews:\n- {{{JOB}, log: [{{reply: 2026-12-02}}]}}\n".encode(), "x.yaml")

    with pytest.raises(InputError, match="reply on 2026-12-02 lies in the future"):
        make_plan(search, now=dt.datetime(2026, 11, 30, 12, tzinfo=dt.UTC))
    assert make_plan(search, now=dt.datetime(2026, 12, 2, 12, tzinfo=dt.UTC)).entries
    assert make_plan(search).entries


# --- any life at all

KINDS = (
    *("thank-you", "follow-up", "call", "reply", "reply+", "offer"),
    *("rejected", "withdrawn", "filled", "postponed"),
)
OTHER = "company: Other, role: Engineer, start: 2026-11-05 10:00"
facts = st.lists(
    st.tuples(
        st.sampled_from(KINDS),
        st.integers(0, 25),
    ),
    max_size=7,
)


def document(life: list[tuple[str, int]], until: int) -> str:
    """The log of the first so many facts, each so many days after the one before."""
    day, items = dt.date(2026, 11, 3), []
    for kind, passed in life[:until]:
        day += passed * dt.timedelta(days=1)
        decision = ", decision: in two weeks" if kind == "reply+" else ""
        items.append(f"{{{kind.rstrip('+')}: {day}{decision}}}")
    return f"{HEAD}interviews:\n- {{{JOB}, log: [{', '.join(items)}]}}\n- {{{OTHER}}}\n"


@given(facts)
def test_laws_of_any_life(life: list[tuple[str, int]]) -> None:
    """After each fact: contacts in order, none twice, none before a reply; a calendar that only rises."""
    old, highest = b"", dict[bytes, int]()
    for until in range(len(life) + 1):
        search = load(document(life, until).encode(), "x.yaml")
        found, problems = milestones(search)
        if [each for each in problems if not each.warning]:
            assert all("a call without" in each.text for each in problems if not each.warning)
            return
        own = [each for each in found if each.interview is search.interviews[0]]
        assert len({(each.key, each.ordinal) for each in own}) == len(own)
        pending = [each for each in own if not each.done and each.key in ("follow-up", "call", "tickler")]
        dates = [each.start.date() if isinstance(each.start, dt.datetime) else each.start for each in pending]
        assert dates == sorted(dates)
        replies = [fact.date for fact in search.interviews[0].log if fact.kind == "reply"]
        assert all(date >= max([*replies, dt.date(2026, 11, 3)]) for date in dates)
        new = write(
            [compose(each) for each in found],
            candidate=search.me,
            stamp=dt.datetime(2026, 12, 1, until, tzinfo=dt.UTC),
            before=history(old) if old else NOTHING,
        )
        for uid, event in history(new).events.items():
            assert event.sequence >= highest.get(uid, 0)
            highest[uid] = event.sequence
        old = new
