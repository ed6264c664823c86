"""The stories of CADENCE section 2: when each milestone stands, and why then."""

from __future__ import annotations

import datetime as dt

import pytest
from msgspec.structs import replace
from searches import (
    AUCKLAND,
    JERUSALEM,
    KOLKATA,
    LONDON,
    LOS_ANGELES,
    NEW_YORK,
    TOKYO,
    at,
    candidate,
    contacts,
    days,
    interview,
    ladder,
    moment,
    region,
)

from icsgen.model import EndOfWeek, OnDate, Reading, Region, Timeline

# --- the worked examples


def test_no_timeline_over_thanksgiving() -> None:
    """Fri 2026-11-20 in New York: 5 business days, Thanksgiving not among them."""
    found = ladder(interview("2026-11-20 14:30"))

    assert {key: at(each) for key, each in found.items()} == {
        "interview": "Fri 2026-11-20 14:30",
        "thank-you": "Fri 2026-11-20 17:30",
        "keep-looking": "Tue 2026-11-24 09:00",
        "follow-up": "Mon 2026-11-30 10:00",
        "call": "Mon 2026-12-21 10:30",
        "tickler": "Mon 2027-02-22 09:30",
    }


def test_end_of_september() -> None:
    """Tue 2026-09-15: the decision on the 30th, all day; 28 December is quiet."""
    found = ladder(interview("2026-09-15 10:00", said="end of September"))

    assert {key: at(each) for key, each in found.items() if key != "keep-looking"} == {
        "interview": "Tue 2026-09-15 10:00",
        "thank-you": "Tue 2026-09-15 13:00",
        "decision": "Wed 2026-09-30",
        "follow-up": "Wed 2026-10-07 10:00",
        "call": "Wed 2026-10-28 10:30",
        "tickler": "Mon 2027-01-04 09:30",
    }
    assert found["decision"].end == dt.date(2026, 10, 1)
    assert found["tickler"].why == (
        "2 months after the call on Wed 28 Oct 2026 is Mon 28 Dec 2026; "
        "from there it moves to Mon 4 Jan 2027, since Mon 28, Tue 29, Wed 30 and Thu 31 Dec are quiet time "
        "around Christmas, Fri 1 Jan is New Year's Day, Sat 2 and Sun 3 Jan are the weekend."
    )


def test_employer_in_japan() -> None:
    """Monday 10:00 in Tokyo is Sunday in New York: the employer's dates are Tue 5 and Tue 26 January."""
    held = interview("2026-12-10 10:00", TOKYO, said="2026-12-25")

    assert contacts(held) == ["Mon 2027-01-04 20:00", "Mon 2027-01-25 20:00", "Thu 2027-03-25 09:30"]
    follow_up, call = (ladder(held)[key] for key in ("follow-up", "call"))
    assert [moment(each).astimezone(TOKYO.timezone).isoformat()[:10] for each in (follow_up, call)] == [
        "2027-01-05",
        "2027-01-26",
    ]
    assert "Tue 5 Jan 2027 for the employer is Mon 4 Jan 2027 for you" in follow_up.why


def test_a_near_promise_does_not_hasten_the_follow_up() -> None:
    """It waits for the business week whatever was promised; a week past the promise if that is later."""
    dates = {
        said: contacts(interview("2026-05-05 10:00", said=said))[0][:14]
        for said in ("tomorrow", "2026-05-05", "2026-05-07", "today", "soon")
    }

    assert dates == {
        "tomorrow": "Wed 2026-05-13",
        "2026-05-05": "Tue 2026-05-12",
        "2026-05-07": "Thu 2026-05-14",
        "today": "Tue 2026-05-12",
        "soon": "Tue 2026-05-12",
    }
    over_christmas = ladder(interview("2026-11-20 14:30", said="2026-11-21"))["follow-up"]
    assert at(over_christmas) == "Mon 2026-11-30 10:00"
    assert "which is later than 7 days after the promised date" in over_christmas.why


# --- calls that become mails


@pytest.mark.parametrize(
    ("employer", "me", "by_mail"),
    [
        (LOS_ANGELES, KOLKATA, True),
        (KOLKATA, LOS_ANGELES, True),
        (AUCKLAND, LONDON, True),
        (LONDON, AUCKLAND, True),
        (TOKYO, NEW_YORK, True),
        (KOLKATA, LONDON, False),
        (LONDON, LOS_ANGELES, False),
        (NEW_YORK, NEW_YORK, False),
    ],
)
def test_a_call_becomes_a_mail_where_hours_do_not_meet(employer: Region, me: Region, by_mail: bool) -> None:
    """In September, for the employer 10:00 to 16:00, for the candidate 08:00 to 20:00; the text says why."""
    call = ladder(interview("2026-08-19 10:00", employer), me=candidate(me))["call"]

    assert call.messages == (("call-mail",) if by_mail else ("call", "voicemail"))
    assert ("the employer's phone hours lie outside your day" in call.why) == by_mail
    assert (call.by_mail == "the employer's phone hours lie outside your day") == by_mail
    theirs = moment(call).astimezone(employer.timezone).time()
    assert (dt.time(10) <= theirs <= dt.time(16)) != by_mail


def test_no_calls_makes_it_a_mail_that_keeps_its_key() -> None:
    """The tickler counts from it as from a call."""
    held = replace(interview("2026-11-20 14:30"), no_calls=True)
    found = ladder(held)

    assert contacts(held) == ["Mon 2026-11-30 10:00", "Mon 2026-12-21 10:00", "Mon 2027-02-22 09:30"]
    assert found["call"].by_mail == "phone calls are not wanted here"
    assert found["call"].messages == ("call-mail",)
    assert found["tickler"].why.startswith(
        "2 months after the mail that stands for the call on Mon 21 Dec 2026"
    )


def test_a_call_waits_for_a_day_with_a_free_phone_hour() -> None:
    """Interviews all through the phone hours of a day do not make it a mail."""
    call = ladder(interview("2026-11-20 14:30"), interview("2026-12-21 09:30", minutes=375))["call"]

    assert at(call) == "Tue 2026-12-22 10:30"
    assert call.by_mail is None


# --- before and right after the interview


def test_prep_and_debrief() -> None:
    """17:00 of the last working day before, for half an hour; 15 minutes after the end, for 15."""
    found = ladder(replace(interview("2026-11-30 09:00"), events=("prep", "debrief")))

    assert at(found["prep"]) == "Fri 2026-11-27 17:00"
    assert moment(found["prep"]) + dt.timedelta(minutes=30) == found["prep"].end
    assert at(found["debrief"]) == "Mon 2026-11-30 10:15"
    assert moment(found["debrief"]) + dt.timedelta(minutes=15) == found["debrief"].end


def test_prep_is_of_the_candidates_calendar() -> None:
    """Monday morning in Jerusalem is Monday in New York too: who lives there prepares on Friday."""
    held = replace(interview("2026-06-08 09:00", JERUSALEM), events=("prep",))
    assert at(ladder(held)["prep"]) == "Fri 2026-06-05 17:00"
    assert at(ladder(held, me=candidate(JERUSALEM))["prep"]) == "Sun 2026-06-07 17:00"

    prep = ladder(held, me=candidate(NEW_YORK, "2026-06-05"))["prep"]
    assert at(prep) == "Thu 2026-06-04 17:00"
    assert prep.why == (
        "The last working day before the interview on Mon 8 Jun 2026 is Thu 4 Jun 2026 "
        "(Fri 5 Jun is your time off, Sat 6 and Sun 7 Jun are the weekend)."
    )


def test_prep_and_debrief_give_way_to_interviews() -> None:
    """Prep is later that evening, or a day earlier; the debrief follows the other interview."""
    held = replace(interview("2026-11-18 10:00"), events=("prep", "debrief"))

    def beside(start: str, minutes: int) -> dict[str, str]:
        found = ladder(held, interview(start, minutes=minutes, company="Other"))
        return {key: at(found[key]) for key in ("prep", "debrief")}  # fmt: skip

    assert beside("2026-11-17 17:00", 60)["prep"] == "Tue 2026-11-17 18:30"
    assert beside("2026-11-17 17:45", 30)["prep"] == "Tue 2026-11-17 18:45"
    assert beside("2026-11-17 18:00", 30)["prep"] == "Tue 2026-11-17 17:00"
    assert beside("2026-11-17 14:00", 400)["prep"] == "Mon 2026-11-16 17:00"
    assert beside("2026-11-18 11:30", 60)["debrief"] == "Wed 2026-11-18 13:00"
    assert beside("2026-11-18 12:00", 60)["debrief"] == "Wed 2026-11-18 11:15"


def test_why_of_a_prep_names_the_full_day() -> None:
    """And the weekend after it."""
    held = replace(interview("2026-11-23 10:00"), events=("prep",))
    prep = ladder(held, interview("2026-11-20 14:00", minutes=400))["prep"]

    assert prep.why == (
        "The last working day before the interview on Mon 23 Nov 2026 is Thu 19 Nov 2026 "
        "(Fri 20 Nov is full of interviews, Sat 21 and Sun 22 Nov are the weekend)."
    )


# --- keep looking


# --- why


def test_why_names_the_rule_the_arithmetic_and_every_skipped_day() -> None:
    """For the calendar's owner to check with a finger on the wall calendar."""
    found = ladder(interview("2026-11-20 14:30"))

    assert found["follow-up"].why == (
        "5 business days after the interview on Fri 20 Nov 2026 is Mon 30 Nov 2026 (Sat 21, Sun 22, Sat 28 "
        "and Sun 29 Nov are the weekend, Thu 26 Nov is Thanksgiving Day)."
    )
    assert found["follow-up"].why_short == "5 business days after the interview (Thanksgiving Day skipped)"
    assert found["call"].why == "21 days after the follow-up on Mon 30 Nov 2026 is Mon 21 Dec 2026."
    assert found["tickler"].why_short == "2 months after the call"
    assert found["thank-you"].why == (
        "Within 24 hours of the end at 15:30 on Fri 20 Nov 2026: 17:30 on Fri 20 Nov 2026."
    )
    assert ladder(interview("2026-11-21 11:00"))["thank-you"].why.endswith(
        "14:00 on Sat 21 Nov 2026, although Sat 21 Nov is the weekend, for it must not wait."
    )


def test_why_of_a_timeline() -> None:
    """Their own words stand in it."""
    found = ladder(interview("2026-11-17 10:00", said="end of November"))

    assert found["decision"].why == 'The employer\'s own words: "end of November", read as Mon 30 Nov 2026.'
    assert found["follow-up"].why == (
        '7 days after the promised date Mon 30 Nov 2026 ("end of November") is Mon 7 Dec 2026.'
    )
    assert found["decision"].promise is found["follow-up"].promise
    assert found["decision"].messages == ()


def test_why_names_whose_day_it_is() -> None:
    """The employer's shutdown, the candidate's time off, a holiday where the candidate is."""
    held = replace(interview("2026-11-04 10:00"), closed=days("2026-11-09", "2026-11-10"))
    follow_up = ladder(held, me=candidate(NEW_YORK, "2026-11-16"))["follow-up"]
    assert at(follow_up) == "Tue 2026-11-17 10:00"
    assert "Mon 9 and Tue 10 Nov are the employer's shutdown" in follow_up.why
    assert "Wed 11 Nov is Veterans Day" in follow_up.why
    assert "from there it moves to Tue 17 Nov 2026, since Mon 16 Nov is your time off" in follow_up.why

    london = ladder(interview("2026-11-19 10:00", LONDON))["follow-up"]
    assert at(london) == "Fri 2026-11-27 08:00"
    assert "since Thu 26 Nov is Thanksgiving Day where you are" in london.why


def test_a_day_full_of_interviews_is_passed() -> None:
    """A contact looks for the next day, and says so."""
    follow_up = ladder(interview("2026-11-09 10:00"), interview("2026-11-17 07:00", minutes=800))["follow-up"]

    assert at(follow_up) == "Wed 2026-11-18 10:00"
    assert "since Tue 17 Nov is full of interviews" in follow_up.why


def test_quiet_days_of_the_document() -> None:
    """Contacts roll past them; none are quiet where the document says so, though Christmas is a holiday."""
    held = interview("2026-12-16 10:00")
    own = replace(held, quiet=(((12, 20), (1, 5)),))

    assert contacts(held)[0] == "Wed 2026-12-23 10:00"
    assert contacts(own)[0] == "Wed 2027-01-06 10:00"
    assert "quiet time" in ladder(own)["follow-up"].why
    assert contacts(interview("2026-12-18 10:00"))[0] == "Mon 2027-01-04 10:00"
    assert contacts(replace(interview("2026-12-18 10:00"), quiet=()))[0] == "Mon 2026-12-28 10:00"


def test_quiet_days_are_of_both_dates() -> None:
    """Wednesday 23 December in Los Angeles is the 24th in Tokyo when the hours of both meet."""
    assert contacts(interview("2026-12-15 10:00", LOS_ANGELES), TOKYO)[0] == "Wed 2026-12-23 08:00"
    assert contacts(interview("2026-12-16 10:00", LOS_ANGELES), TOKYO)[0] == "Tue 2027-01-05 08:00"


def test_an_open_holiday_is_counted() -> None:
    """Veterans Day worked by the employer counts, and yet nobody is written to on the candidate's holiday."""
    held = interview("2026-11-05 10:00")
    assert contacts(held)[0] == "Fri 2026-11-13 10:00"
    assert contacts(replace(held, open=days("2026-11-11")))[0] == "Thu 2026-11-12 10:00"


def test_make_up_days_are_counted() -> None:
    """In China Sunday 26 January 2025 is worked, and counted; the days of the Spring Festival are not."""
    shanghai = region("CN", "Asia/Shanghai")
    follow_up = ladder(interview("2025-01-20 10:00", shanghai), me=candidate(shanghai))["follow-up"]

    assert at(follow_up) == "Sun 2025-01-26 10:00"


@pytest.mark.parametrize(("lead", "minutes"), [(None, 5), (30, 30), (0, None)])
def test_alarm_as_the_document_says(lead: int | None, minutes: int | None) -> None:
    """For each message; the interview keeps the hour for the way there, unless there is to be no alarm."""
    held = interview("2026-11-20 14:30")
    if lead is not None:
        held = replace(held, alarm=dt.timedelta(minutes=lead))
    found = ladder(held)
    alarms = {key: each.alarm and each.alarm // dt.timedelta(minutes=1) for key, each in found.items()}

    assert {alarms[key] for key in ("thank-you", "follow-up", "call", "tickler")} == {minutes}
    assert alarms["interview"] == (60 if minutes else None)
    assert alarms["keep-looking"] is None


@pytest.mark.parametrize("said", [OnDate(dt.date(2026, 11, 20)), EndOfWeek()])
def test_a_decision_on_the_interviews_own_day(said: Reading) -> None:
    """A date or words that come to Friday, said on Friday: the thank-you hurries, and nothing is awaited."""
    found = ladder(replace(interview("2026-11-20 10:00"), timeline=Timeline(said="Friday", reading=said)))

    assert "decision" not in found
    assert found["thank-you"].messages == ("thank-you-short",)
    assert f"{moment(found['thank-you']):%a %H:%M}" == "Fri 11:30"
    assert found["follow-up"].messages == ("follow-up-timeline",)
