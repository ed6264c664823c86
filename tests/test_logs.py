"""Life stories (CADENCE section 4): what really happened moves what comes next."""

from __future__ import annotations

import datetime as dt
import re

import holidays
import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st
from searches import at, moment

from icsgen.details import load
from icsgen.errors import InputError
from icsgen.ics import uid, write
from icsgen.ics.events import NOTHING
from icsgen.ics.history import history
from icsgen.messages import compose
from icsgen.model import Entry, JobSearch, Milestone
from icsgen.plan import make_plan
from icsgen.rules import milestones

DAY = dt.timedelta(days=1)
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
        if each.live and each.key not in ("interview", "keep-looking"):
            number = f" {each.ordinal + 1}" if each.ordinal else ""
            stands[each.key + number] = at(each) + (f" {each.outcome}" if each.outcome else "")
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
    "withdrawn": (
        "thank-you: 2026-11-03, withdrawn: 2026-11-06",
        {"thank-you": "Tue 2026-11-03 done", "withdraw": "Fri 2026-11-06 done"},
    ),
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
    (done,) = [each for each in found(f"{JOB}, log: [{{thank-you: 2026-11-05}}]") if each.outcome == "done"]
    entry = compose(done)

    assert (done.alarm, done.messages, done.all_day) == (None, (), True)
    assert entry.title == "Done: Send a thank-you note to Acme"
    assert entry.messages == ()


def test_a_later_round_takes_the_place_of_the_earlier() -> None:
    """The first round's follow-up, call and tickler go; its thank-you stays."""
    both = found(JOB, f"{JOB.replace('11-03', '11-12')}, round: 2")
    first = {each.key: each for each in both if each.interview and each.interview.round == 1}
    second = [each.key for each in both if each.interview and each.interview.round == 2]

    assert [key for key, each in first.items() if each.live] == ["interview", "thank-you"]
    assert {each.outcome for key, each in first.items() if key in second[-3:]} == {"superseded"}
    assert first["call"].why == "Round 2 on Thu 12 Nov 2026 takes its place."
    assert second[-3:] == ["follow-up", "call", "tickler"]


def live(*interviews: str) -> dict[str, list[str]]:
    """What stands in the calendar of each company."""
    stands: dict[str, list[str]] = {}
    for each in found(*interviews):
        if each.live:
            company = each.interview.company if each.interview else "the search"
            stands.setdefault(company, []).append(f"{each.key} {at(each)}")
    return stands


ACCEPTED = f"{JOB}, log: [{{offer: 2026-11-10}}, {{accepted: 2026-11-13}}]"
OTHER = "company: Other, role: Engineer, start: 2026-11-05 10:00"
INTERVIEW = "interview Thu 2026-11-05 10:00"


def test_accepted_ends_the_search() -> None:
    """Who still waits gets a word on the next working day; nothing else is left, nor of looking."""
    others = {
        "Other": "",
        "Rejected": ", log: [rejected: 2026-11-09]",
        "Offering": ", log: [offer: 2026-11-09]",
        "Withdrawn": ", log: [withdrawn: 2026-11-12]",
        "Told": ", log: [withdrawn: 2026-11-13]",
    }
    listed = [OTHER.replace("Other", name).replace("10:00", f"1{at}:00") + log
              for at, (name, log) in enumerate(others.items())]  # fmt: skip
    stands = live(ACCEPTED, *listed)

    assert stands["Acme"] == ["interview Tue 2026-11-03 10:00"]
    assert stands.pop("the search") == ["keep-looking Tue 2026-11-10 09:00"]
    assert {name: each[1:] for name, each in stands.items() if name != "Acme"} == {
        "Other": ["withdraw Mon 2026-11-16 10:00"],
        "Rejected": [],
        "Offering": ["withdraw Mon 2026-11-16 10:00"],
        "Withdrawn": ["withdraw Thu 2026-11-12"],
        "Told": ["withdraw Fri 2026-11-13"],
    }


def test_an_acceptance_that_came_to_nothing() -> None:
    """Who is turned down after all looks on; a mere answer changes nothing."""
    turned_down = ACCEPTED.replace("}]", "}, {rejected: 2026-11-20}]")
    answered = ACCEPTED.replace("}]", "}, {reply: 2026-11-20}]")

    assert "the search" in live(turned_down, OTHER)
    assert len(live(turned_down, OTHER)["Other"]) == 5
    assert live(answered, OTHER) == live(ACCEPTED, OTHER)


def test_who_never_heard_again_is_not_told() -> None:
    """Long past the tickler nobody waits there."""
    old = "company: Old, role: Engineer, start: 2026-06-02 10:00"

    assert live(ACCEPTED, old)["Old"] == ["interview Tue 2026-06-02 10:00"]


def test_an_interview_still_to_come_is_released() -> None:
    """It stays in the calendar until the word is sent, and the word is another one."""
    ahead = "company: Ahead, role: Engineer, start: 2026-12-02 10:00"
    withdraw = next(each for each in found(ACCEPTED, ahead) if each.key == "withdraw")

    assert withdraw.messages == ("withdrawal-before",)
    assert live(ACCEPTED, ahead)["Ahead"][-1] == "interview Wed 2026-12-02 10:00"
    assert live(ACCEPTED, f"{ahead}, log: [withdrawn: 2026-11-16]")["Ahead"] == ["withdraw Mon 2026-11-16"]


def test_an_offer_has_a_last_day() -> None:
    """On it the answer is due; accepted, nothing is."""
    offered = f"{JOB}, log: [{{offer: 2026-11-10, answer_by: 2026-11-17}}]"

    assert live(offered)["Acme"][1:] == ["answer Tue 2026-11-17 09:30"]
    assert "answer Thu 2026-11-12" in live(offered[:-1] + ", {accepted: 2026-11-12}]")["Acme"]


@pytest.mark.parametrize(
    ("log", "kept"),
    [
        ("rejected: 2026-11-03", ["thank-you", "tickler"]),
        ("rejected: 2026-11-04", ["thank-you", "tickler"]),
        ("rejected: 2026-11-05", ["tickler"]),
        ("offer: 2026-11-04", ["thank-you"]),
        ("withdrawn: 2026-11-03", ["withdraw"]),
    ],
)
def test_thanks_are_due_whatever_else_happens(log: str, kept: list[str]) -> None:
    """While they are fresh; but not from who withdrew."""
    stands = [key.split()[0] for key in live(f"{JOB}, log: [{log}]")["Acme"]]
    assert [key for key in stands if key != "interview"] == kept


@pytest.mark.parametrize(
    ("log", "stays"),
    [
        ("postponed: 2026-11-02", False),
        ("postponed: 2026-11-03", False),
        ("withdrawn: 2026-11-02", False),
        ("filled: 2026-11-02", False),
        ("withdrawn: 2026-11-03", True),
        ("postponed: 2026-11-01}, {reply: 2026-11-02", True),
    ],
)
def test_an_interview_that_does_not_take_place(log: str, stays: bool) -> None:
    """Is dropped where it ended before; a reply after it was put off means that its new date is known."""
    stands = live(f"{JOB}, log: [{{{log}}}]", OTHER).get("Acme", [])

    assert ("interview Tue 2026-11-03 10:00" in stands) == stays
    assert ("follow-up Tue 2026-11-10 10:00" in stands) == (stays and "withdrawn" not in log)


def test_the_tickler_can_be_logged() -> None:
    """Then nothing is left to do, even of what was never sent."""
    stands = live(f"{JOB}, log: [tickler: 2027-02-02]")["Acme"]

    assert [key.split()[0] for key in stands] == ["interview", "thank-you", "tickler"]


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
        ("{reply: 2026-11-02}", "reply on Mon 2 Nov 2026 lies before the interview"),
        (
            "{postponed: 2026-10-30}, {reply: 2026-11-02, decision: Friday}",
            "interviews[1].log[2].decision: was said before the interview",
        ),
        ("{offer: 2026-11-10, answer_by: 2026-11-09}", "before the offer; expected a later date"),
        ("{reply: 2026-11-10, answer_by: 2026-11-19}", "beside another fact; expected it beside an offer"),
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


def test_the_day_is_the_candidates() -> None:
    """Who talks to Tokyo in the evening logs it on that day, which is the day before for the employer."""
    job = "company: Kita, role: R, start: 2026-12-10 09:30, timezone: Asia/Tokyo, country: JP"

    assert (
        "decision Wed 2026-12-23"
        in live(f"{job}, log: [{{reply: 2026-12-09, decision: in two weeks}}]")["Kita"]
    )
    stands = live(f"{job}, log: [rejected: 2026-12-09]")["Kita"]
    assert [key.split()[0] for key in stands] == ["interview", "thank-you", "tickler"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("offer: 2026-11-10, accepted: 2026-11-10", "accepted: 2026-11-10, offer: 2026-11-10"),
        ("follow-up: 2026-11-10, call: 2026-11-10", "call: 2026-11-10, follow-up: 2026-11-10"),
    ],
)
def test_what_cannot_come_first_does_not(one: str, other: str) -> None:
    """However the facts of a day are written."""
    assert live(f"{JOB}, log: [{one}]", OTHER) == live(f"{JOB}, log: [{other}]", OTHER)


def test_the_first_acceptance_ends_the_search() -> None:
    """Not the first in the document."""
    late = f"{JOB}, log: [accepted: 2026-12-20]"
    early = OTHER.replace("Other", "Early") + ", log: [accepted: 2026-12-01]"
    third = OTHER.replace("Other", "Third").replace("10:00", "15:00")

    assert live(late, early, third)["Third"][1:] == ["withdraw Wed 2026-12-02 10:00"]


def test_an_offer_stands_until_it_is_answered() -> None:
    """A word in between changes nothing; and it is declined with thanks, not overlooked."""
    offered = f"{JOB}, log: [{{offer: 2026-11-10, answer_by: 2026-11-17}}, reply: 2026-11-11]"
    assert live(offered)["Acme"][1:] == ["answer Tue 2026-11-17 09:30"]

    accepted = OTHER + ", log: [accepted: 2026-11-12]"
    (parting,) = [each for each in found(offered, accepted) if each.key == "withdraw"]
    assert parting.messages == ("offer-decline",)


@pytest.mark.parametrize(
    ("start", "stands"),
    [
        ("2026-11-16 09:45", "withdraw Mon 2026-11-16 08:00"),
        ("2026-11-16 11:15", "withdraw Mon 2026-11-16 10:00"),
        ("2026-11-16 08:30", "withdraw Sun 2026-11-15 18:00"),
    ],
)
def test_an_interview_is_called_off_before_it_begins(start: str, stands: str) -> None:
    """On its own day too."""
    ahead = f"company: Ahead, role: Engineer, start: {start}"

    assert live(ACCEPTED, ahead)["Ahead"][0] == stands
    assert next(each for each in found(ACCEPTED, ahead) if each.key == "withdraw").messages == (
        "withdrawal-before",
    )


def test_what_took_place_stays() -> None:
    """Before they said no, the preparation and their own date came to pass."""
    both = f"{JOB}, events: [prep, debrief], decision: 2026-11-06, log: [rejected: 2026-11-10]"

    assert [key.split()[0] for key in live(both)["Acme"]] == [
        "prep",
        "interview",
        "debrief",
        "decision",
        "tickler",
    ]


def test_each_reason_is_its_own() -> None:
    """What ended one interview is not told as what ended the search."""
    gone = OTHER + ", log: [withdrawn: 2026-11-09]"
    dropped = [each for each in found(ACCEPTED, gone) if each.outcome == "dropped" and each.interview]
    reasons = {each.why for each in dropped if each.interview and each.interview.company == "Other"}

    assert reasons == {"You withdrew on Mon 9 Nov 2026."}


def test_the_search_ends_on_the_day_of_the_acceptance() -> None:
    """The Tuesdays that were stay."""
    (weekly,) = [each for each in found(ACCEPTED, OTHER) if each.key == "keep-looking"]

    assert (at(weekly), f"{weekly.until:%Y-%m-%d}") == ("Tue 2026-11-10 09:00", "2026-11-10")
    assert "until an offer was accepted, Fri 13 Nov 2026." in weekly.why


def test_who_only_was_put_off_still_looks() -> None:
    """From the day it was, as there is no interview to count from."""
    stands = live("company: Acme, role: R, start: 2026-11-25 10:00, log: [postponed: 2026-11-03]")

    assert stands == {"the search": ["keep-looking Tue 2026-11-10 09:00"]}


# --- any life at all

KINDS = (
    *("thank-you", "follow-up", "call", "tickler", "reply", "reply+", "offer"),
    *("accepted", "rejected", "withdrawn", "filled", "postponed"),
)
LIVES = {
    "acme": JOB,
    "acme-2": f"{JOB.replace('11-03', '11-19')}, round: 2",
    "baker": "company: Acme, role: Baker, start: 2026-11-04 15:00",
    "other": OTHER,
}
"""Two rounds, another role at that company, and another company."""
CONTACTS = ("follow-up", "call", "tickler")
HOLIDAYS = holidays.country_holidays("US", subdiv="NY")
lives = st.lists(
    st.tuples(st.sampled_from(list(LIVES)), st.sampled_from(KINDS), st.integers(0, 25)), max_size=8
)


def document(life: list[tuple[str, str, int]]) -> str:
    """All interviews with their logs, each fact so many days after the one before."""
    day, logs = dt.date(2026, 11, 3), dict[str, list[str]]()
    for name, kind, passed in life:
        day += passed * DAY
        decision = ", decision: in two weeks" if kind == "reply+" else ""
        logs.setdefault(name, []).append(f"{{{kind.rstrip('+')}: {day}{decision}}}")
    listed = (
        f"- {{{job}, id: {name}, log: [{', '.join(logs.get(name, []))}]}}" for name, job in LIVES.items()
    )
    return f"{HEAD}interviews:\n" + "\n".join(listed)


@given(lives)
def test_laws_of_any_life(life: list[tuple[str, str, int]]) -> None:
    """After each fact the laws of the contacts hold, and the calendar only rises."""
    old, uids = b"", dict[tuple[str, str, int], str]()
    for until in range(len(life) + 1):
        search = load(document(life[:until]).encode(), "x.yaml")
        made, problems = milestones(search)
        if [each for each in problems if not each.warning]:
            return  # a call without a follow-up, or a fact before the interview: told elsewhere
        entries = [compose(each) for each in made if each.live]
        assert_laws(made, search)
        for each in (entry.milestone for entry in entries):
            name = (each.interview.id if each.interview else "", each.key, each.ordinal)
            assert uids.setdefault(name, uid(each)) == uid(each)
        assert len({uid(entry.milestone) for entry in entries}) == len(entries)
        old = risen(old, entries, search, dt.datetime(2026, 12, 1, until, tzinfo=dt.UTC))


def risen(old: bytes, entries: list[Entry], search: JobSearch, now: dt.datetime) -> bytes:
    """The next file: SEQUENCE rises and LAST-MODIFIED moves with the content alone; a second run is still."""

    def written(before: bytes, stamp: dt.datetime) -> bytes:
        memory = history(before) if before else NOTHING
        return write(entries, candidate=search.me, stamp=stamp, before=memory)

    new = written(old, now)
    assert written(new, now + dt.timedelta(minutes=30)) == new
    before = history(old).events if old else {}
    for name, event in history(new).events.items():
        if last := before.get(name):
            same = (last.body, last.status) == (event.body, event.status)
            assert same == (last.stamp == event.stamp)
            assert event.sequence == last.sequence + (not same)
    return new


def assert_laws(made: list[Milestone], search: JobSearch) -> None:
    """CADENCE's laws of what is still to be sent, by the log alone."""
    for interview in search.interviews:
        own = [each for each in made if each.interview and each.interview.id == interview.id and each.live]
        pending = {each.key: each for each in own if not each.outcome}
        days = {key: each.date for key, each in pending.items()}
        ended = {
            fact.kind
            for each in search.interviews
            if (each.company, each.role) == (interview.company, interview.role)
            for fact in each.log
        }
        replies = [fact.date for fact in interview.log if fact.kind == "reply"]
        since = max([interview.start.date(), *replies])
        sent = {each.key: each.date for each in own if each.outcome == "done" and each.date >= since}
        for key in CONTACTS:
            if key in days:
                assert works(days[key]), (key, days)  # 5
                assert days[key] > since
        if "follow-up" in days:
            assert works_between(since, days["follow-up"]) >= 5  # 2 and 3
        if "call" in days:
            assert days["call"] >= (sent | days)["follow-up"] + 21 * DAY  # 4
        if "tickler" in days and not {"rejected", "filled"} & ended:
            anchor = (sent | days).get("call", since)
            assert days["tickler"] >= anchor + relativedelta(months=2)
        if "thank-you" in pending:  # 1
            waited = moment(pending["thank-you"]) - interview.end
            assert dt.timedelta() < waited <= DAY


def works(day: dt.date) -> bool:
    """For both, and not quiet."""
    quiet = (day.month, day.day) >= (12, 24) or (day.month, day.day) == (1, 1)
    return day.weekday() < 5 and day not in HOLIDAYS and not quiet


def works_between(day: dt.date, last: dt.date) -> int:
    """The working days after one day, and until another."""
    each = (day + DAY * number for number in range(1, (last - day).days + 1))
    return sum(date.weekday() < 5 and date not in HOLIDAYS for date in each)
