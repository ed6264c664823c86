"""The employer's words: what each form of the contract is read as, and what is refused, not guessed."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icsgen.details import values
from icsgen.details.phrases import timeline
from icsgen.model import (
    AroundHoliday,
    EndOfMonth,
    EndOfWeek,
    OnDate,
    OnDay,
    OnWeekday,
    Reading,
    Span,
    Timeline,
)

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NUMBERS = {1: "one", 2: "two", 3: "three", 7: "seven", 10: "ten", 12: "twelve", 14: "fourteen", 20: "twenty"}
NUMBERS |= {21: "twenty-one", 30: "thirty", 35: "thirty-five", 45: "forty five", 60: "sixty", 90: "ninety"}
TUESDAY = 1
DECIDED = OnDate(dt.date(2026, 11, 17))


def days(count: int) -> Span:
    return Span(count, "days")


def business(count: int) -> Span:
    return Span(count, "business days")


DATED: dict[str, Reading] = {
    # a date, in the orders people write it
    "2026-11-17": DECIDED,
    "2026/11/17": DECIDED,
    "17.11.2026": DECIDED,
    "17 November 2026": DECIDED,
    "17th of November 2026": DECIDED,
    "17 NOV 2026": DECIDED,
    "Nov 17 2026": DECIDED,
    "Nov. 17th, 2026": DECIDED,
    "Tuesday, 17 November 2026": OnDate(DECIDED.date, TUESDAY),
    "by Tue, November 17, 2026": OnDate(DECIDED.date, TUESDAY),
    "29 February 2028": OnDate(dt.date(2028, 2, 29)),
    "November 17th": OnDay(17, 11),
    "17 Nov": OnDay(17, 11),
    "the 10th of December": OnDay(10, 12),
    "before 10 December": OnDay(10, 12),
    "29 February": OnDay(29, 2),
    "1 Sept": OnDay(1, 9),
    "the 17th": OnDay(17),
    "by Monday the 31st": OnDay(31, weekday=0),
    # a weekday
    "Friday": OnWeekday(4),
    "by Friday": OnWeekday(4),
    "BY FRIDAY": OnWeekday(4),
    "this coming Mon": OnWeekday(0),
    "on Thursday": OnWeekday(3),
    "before Wednesday": OnWeekday(2),
    "end of Friday": OnWeekday(4),
    "next Friday": OnWeekday(4, 1),
    "Tuesday next week": OnWeekday(1, 1),
    # a week
    "end of the week": EndOfWeek(),
    "by the end of this week": EndOfWeek(),
    "this week": EndOfWeek(),
    "later this week": EndOfWeek(),
    "EOW": EndOfWeek(),
    "next week": EndOfWeek(1),
    "sometime next week": EndOfWeek(1),
    "end of next week": EndOfWeek(1),
    "hopefully by the End of Next Week": EndOfWeek(1),
    "the week after next": EndOfWeek(2),
    "early next week": OnWeekday(2, 1),
    # so many days, weeks, months
    "tomorrow": days(1),
    "By tomorrow": days(1),
    "the day after tomorrow": days(2),
    "48 hours": days(2),
    "within 48 hours": days(2),
    "within 36 hours": days(2),
    "in the next 24 hrs": days(1),
    "in two weeks": days(14),
    "in about two weeks": days(14),
    "two weeks from now": days(14),
    "in two weeks' time": days(14),
    "within 10 days": days(10),
    "in ten days": days(10),
    "１０ ｄａｙｓ": days(10),  # from a keyboard set to Japanese
    "in thirty-five days": days(35),
    "within twenty one days": days(21),
    "a week": days(7),
    "in a week's time": days(7),
    "another week": days(7),
    "a couple of weeks": days(14),
    "in a couple of days": days(2),
    "a few weeks": days(21),
    "over the next two weeks": days(14),
    "within a fortnight": days(14),
    "in a month": Span(1, "months"),
    "two months": Span(2, "months"),
    "10 business days": business(10),
    "within ten working days": business(10),
    "three Business Days": business(3),
    "one business day": business(1),
    "10 work days": business(10),
    "five workdays": business(5),
    # the longest end of a vague count
    "one to two weeks": days(14),
    "1-2 weeks": days(14),
    "2-3 weeks": days(21),
    "2 – 3 weeks": days(21),
    "two or three weeks": days(21),
    "two-three weeks": days(21),
    "3 to 2 weeks": days(21),
    "a week or two": days(14),
    "twenty to thirty-five days": days(35),
    "5-7 business days": business(7),
    # a month, or a part of one
    "end of September": EndOfMonth(9),
    "END OF SEPTEMBER": EndOfMonth(9),
    "End of Sept": EndOfMonth(9),
    "by the end of September": EndOfMonth(9),
    "around the end of September": EndOfMonth(9),
    "before the end of November": EndOfMonth(11),
    "end of November at the latest": EndOfMonth(11),
    "end of November 2027": EndOfMonth(11, year=2027),
    "late November": EndOfMonth(11),
    "in January": EndOfMonth(1),
    "end of the month": EndOfMonth(),
    "by month end": EndOfMonth(),
    "next month": EndOfMonth(months=1),
    "the end of next month": EndOfMonth(months=1),
    "mid October": OnDay(15, 10),
    "Mid-October": OnDay(15, 10),
    "around the middle of October": OnDay(15, 10),
    "mid October 2027": OnDate(dt.date(2027, 10, 15)),
    "the middle of the month": OnDay(15),
    "mid next month": OnDay(15, months=1),
    "early November": OnDay(7, 11),
    "Early Nov.": OnDay(7, 11),
    "by the beginning of November": OnDay(7, 11),
    "early next month": OnDay(7, months=1),
    "end of the year": EndOfMonth(12),
    "in Q2": EndOfMonth(6),
    "in the new year": OnDay(7, 1),
    "Early in the New Year": OnDay(7, 1),
    # around a holiday
    "before Christmas": AroundHoliday("christmas", before=True),
    "by XMAS": AroundHoliday("christmas", before=True),
    "shortly before the Christmas break": AroundHoliday("christmas", before=True),
    "before the holidays": AroundHoliday("christmas", before=True),
    "after the holidays": AroundHoliday("new year", before=False),
    "after Thanksgiving": AroundHoliday("thanksgiving", before=False),
    "Before Thanksgiving": AroundHoliday("thanksgiving", before=True),
    "after Easter": AroundHoliday("easter", before=False),
    "before New Year's": AroundHoliday("new year", before=True),
    "after Labor Day weekend": AroundHoliday("labor day", before=False),
    "after Golden Week": AroundHoliday("children's day|national day", before=False),
    "before Golden Week": AroundHoliday("showa day|national day", before=True),
    "after Pesach": AroundHoliday("pesach", before=False),
    "in early 2027": OnDate(dt.date(2027, 1, 7)),
    "end of Q1 2027": EndOfMonth(3, year=2027),
    "late 2027": EndOfMonth(12, year=2027),
    "midweek": OnWeekday(2),
    "You will hear from us by Friday": OnWeekday(4),
    "We'll get back to you by end of next week": EndOfWeek(1),
    "decision by 4 December": OnDay(4, 12),
    "COB Friday": OnWeekday(4),
    "Friday, close of business": OnWeekday(4),
    "Friday at noon": OnWeekday(4),
    "Friday 5 pm": OnWeekday(4),
    "tomorrow morning": Span(1, "days"),
}
"""Words with what they name."""

UNDATED = [
    *("none", "None", "soon", "SOON", "a few days", "in a few days", "in the next few days", "no"),
    *("we'll let you know", "We’ll let you know.", "we will let you know soon", "they'll be in touch"),
    *("TBD", "not sure", "we don't know yet", "as soon as possible", "I will call you", "unknown"),
]
"""Asked, and no date given."""

SAME_DAY = ["today", "Today", "later today", "same day", "the same day", "tonight", "EOD", "this afternoon"]
SAME_DAY += ["by the end of the day", "end of today"]

REFUSED = [
    *("03/04/2026", "17/11/2026", "11/17/26", "11/2026"),  # which is the month?
    *("30 February", "29 February 2027", "November 31", "2026-02-30", "2026-13-01", "32.12.2026"),
    *("the 32nd", "the 0th", "17 November 26", "17 November 0026"),
    *("in 0 days", "0 weeks", "-3 days", "1.5 weeks", "1000 days", "weeks", "in five minutes"),
    *("after all interviews", "when the board has met", "who knows", "maybe", "Q5", "before Foo", "end of"),
    *("Friday or Monday", "two weeks after Christmas", "end of September or October", "?", " ", "by", "the"),
]
"""Said, but naming no day we could be sure of."""


@pytest.mark.parametrize(("said", "reading"), DATED.items(), ids=DATED)
def test_words_name_a_date(said: str, reading: Reading) -> None:
    """Each form of the contract is read as meant; the words themselves are kept for the echo."""
    assert timeline(said) == Timeline(said=said, reading=reading)


@pytest.mark.parametrize("said", UNDATED)
def test_words_without_a_date_are_an_answer(said: str) -> None:
    """They were asked and named no day: known, without a reading."""
    assert timeline(said) == Timeline(said=said)


@pytest.mark.parametrize("said", SAME_DAY)
def test_words_for_the_interviews_own_day(said: str) -> None:
    """A decision on the day itself has no date to wait for."""
    assert timeline(said) == Timeline(said=said, same_day=True)


@pytest.mark.parametrize("said", REFUSED)
def test_what_is_not_sure_is_refused(said: str) -> None:
    """No guess: the words are no timeline, and an error names them and lists the forms."""
    assert timeline(said) is None

    with pytest.raises(ValueError, match="not a timeline that can be read; expected") as fault:
        values.decision(said)
    assert str(fault.value).startswith(f'"{said}" ')
    forms = ("a date", '"Friday"', '"end of the week"', '"end of September"', '"10 business days"', "or none")
    assert all(form in str(fault.value) for form in forms)


@pytest.mark.parametrize("said", [*DATED, *UNDATED, *SAME_DAY])
def test_dress_does_not_matter(said: str) -> None:
    """Case, stops, quotes, curly apostrophes, long hyphens, wide and broken spaces change nothing."""
    found = timeline(said)
    assert found
    dressed = [
        *(said.upper(), said.lower(), f"{said}.", f"{said}!", f"“{said}”", f'"{said}."', f"\n {said}\t "),
        *(said.replace(" ", "  \n "), said.replace(" ", "\u00a0"), said.replace("'", "’")),
        *(said.replace("-", "–"), said.replace("-", "\u2011")),
    ]

    for words in dressed:
        again = timeline(words)
        assert again, words
        assert (again.reading, again.same_day) == (found.reading, found.same_day), words


@pytest.mark.parametrize("lead", ["by", "before", "around", "about", "the", "by the", "probably by", "in"])
@pytest.mark.parametrize("said", ["end of September", "mid October", "next week", "10 December", "2-3 weeks"])
def test_words_in_front_change_nothing(lead: str, said: str) -> None:
    """What is named is what to wait for, whichever side of it they mean."""
    found = timeline(f"{lead} {said}")

    assert found == Timeline(said=f"{lead} {said}", reading=DATED.get(said, OnDay(10, 12)))


@pytest.mark.parametrize("number", range(1, 13))
def test_every_month(number: int) -> None:
    """Each month by its whole name and by its first three letters, at its end, middle and beginning."""
    for month in (MONTHS[number - 1], MONTHS[number - 1][:3]):
        readings = [timeline(f"{part} {month}") for part in ("end of", "mid", "early", "9")]

        assert [found and found.reading for found in readings] == [
            *(EndOfMonth(number), OnDay(15, number), OnDay(7, number), OnDay(9, number))
        ]


@pytest.mark.parametrize("number", range(7))
def test_every_weekday(number: int) -> None:
    """Each weekday by its whole name and by its first three letters, Monday being 0."""
    for day in (WEEKDAYS[number], WEEKDAYS[number][:3]):
        readings = [timeline(words) for words in (f"by {day}", f"next {day}")]

        assert [found and found.reading for found in readings] == [OnWeekday(number), OnWeekday(number, 1)]


@pytest.mark.parametrize("count", NUMBERS)
@pytest.mark.parametrize(
    ("unit", "days_each"), [("days", 1), ("weeks", 7), ("fortnights", 14), ("weekdays", 0)]
)
def test_numbers_in_words_are_those_in_digits(count: int, unit: str, days_each: int) -> None:
    """``thirty-five days`` are 35, never the ``five`` at its end."""
    expected = days(count * days_each) if days_each else business(count)

    for number in (str(count), NUMBERS[count]):
        found = timeline(f"within {number} {unit}")
        assert found == Timeline(said=f"within {number} {unit}", reading=expected)


@given(first=st.sampled_from(sorted(NUMBERS)), second=st.sampled_from(sorted(NUMBERS)))
def test_of_two_counts_the_longest_holds(first: int, second: int) -> None:
    """Whichever way round they are said, and however they are joined."""
    for joint in (" to ", " or ", "-", " - "):
        found = timeline(f"{first}{joint}{second} weeks")
        assert found
        assert found.reading == days(7 * max(first, second))

        found = timeline(f"{NUMBERS[first]} to {NUMBERS[second]} weeks")
        assert found
        assert found.reading == days(7 * max(first, second))


@given(st.dates(dt.date(1970, 1, 1), dt.date(2199, 12, 31)))
def test_a_whole_date_is_itself(date: dt.date) -> None:
    """In each order that can be told apart, a date is read as the one written."""
    month = MONTHS[date.month - 1]
    written = [
        *(date.isoformat(), f"{date.day}.{date.month}.{date.year}", f"{date.day} {month} {date.year}"),
        *(f"{month} {date.day}, {date.year}", f"by {month[:3]} {date.day} {date.year}"),
    ]

    for words in written:
        assert timeline(words) == Timeline(said=words, reading=OnDate(date))


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(said: str) -> None:
    """Never another exception; and what is read keeps the words as they were said."""
    found = timeline(said)

    assert found is None or found.said == said
