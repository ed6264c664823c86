"""The employer's words about the decision, read into a `Timeline`: ``end of September``, ``in two weeks``.

Forms are rows; what a form means in days is left to the employer's calendar.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache

from msgspec.structs import replace

from icsgen.details.holiday_names import BLOCKS, HOLIDAYS
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

__all__ = ["FORMS_IN_WORDS", "timeline"]

FORMS_IN_WORDS = (
    'a date, "Friday", "end of the week", "next week", "end of September", "mid October", '
    '"in two weeks", "10 business days", "before Christmas", "today", or none'
)
"""What may be said, for an error."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
NUMBERS = (
    *("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
LONGEST = 200  # characters of a phrase
TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
COUNTS = (
    {word: number for number, word in enumerate(NUMBERS) if word} | TENS | {"a": 1, "an": 1, "another": 1}
)

# the longest end of a vague count is the one to wait for
COUNTS |= {"couple": 2, "couple of": 2, "a couple": 2, "a couple of": 2, "few": 3, "a few": 3, "several": 4}

NO_DATE = (
    r"none|no|n/a|soon|shortly|asap|as soon as possible|tb[dc]|to be (?:decided|confirmed)"
    r"|unknown|unclear|open"
    r"|not (?:said|known|yet known|sure|given|discussed|mentioned)"
    r"|(?:they )?(?:didn't|did not|would not|wouldn't) (?:say|tell|know)"
    r"|(?:in |within |over )?(?:a|the next|the coming) few days|(?:in |over )?the (?:coming|next) weeks"
    r"|no (?:idea|date|timeline|answer)|(?:we |they )?(?:don't|do not) know(?: yet)?"
    r"|(?:we|they|i|he|she)(?:'ll| will) (?:let (?:you|me) know|be in touch|call|contact|get back|reach out)"
    r"(?: (?:to )?(?:you|me))?(?: soon| shortly)?"
)
SAME_DAY = (
    r"(?:the )?same day|(?:later )?today|tonight|this (?:morning|afternoon|evening)"
    r"|(?:the )?end of (?:the |this )?(?:business )?day|(?:the )?end of (?:business )?today|eod|cob"
)
PROMISER = "(?:we|they|you|i|he|she)(?:'ll| will)?"
DAY_END = r"cob|eod|close of business|(?:the )?end of (?:the )?(?:business )?day|end of play"
LEAD = (
    rf"(?:{PROMISER} (?:decide|hear(?: back)?|know|let you know|be in touch|call(?: you)?|contact you"
    r"|get back(?: to you)?|reach out)(?: from us)?|(?:a )?decision"
    rf"|{DAY_END}|latest|by|before|around|about|on|until|till|not? later than|probably|maybe|hopefully|likely"
    r"|some ?time|approximately|roughly|circa|ca\.?|the|at|in|within|during|towards?|over)\s+"
)
"""Words in front that change nothing: what they name is what to wait for."""

TIME_OF_DAY = r"(?:at |by )?(?:noon|\d{1,2}(?::\d\d)? ?[ap]\.?m\.?|\d\d:\d\d)|morning|afternoon|evening"
TAIL = (
    rf"\s*,?\s*(?:{TIME_OF_DAY}|{DAY_END}|at (?:the )?(?:very )?latest|latest|or so|if possible|i think"
    r"|probably|hopefully|from (?:now|today)|max(?:imum)?|tops)"
)

"""Words behind that change nothing."""

NAMES = {
    "MONTH": "|".join(f"{name}|{name[:3]}" for name in MONTHS) + "|sept",
    "WEEKDAY": "|".join(f"{name}|{name[:3]}" for name in WEEKDAYS) + "|tues|thurs?",
    "COUNT": (
        rf"[1-9]\d{{0,2}}|(?:{'|'.join(TENS)})[ -](?:{'|'.join(NUMBERS[1:10])})|"
        + "|".join(sorted(COUNTS, key=len, reverse=True))
    ),
    "UNIT": r"(?:business|working|work|week)[ -]?days?|(?:day|week|wk|fortnight|month|hour|hr)s?",
    "YEAR": r"(?:,? (?P<year>(?:19|2[01])\d\d))?",
    "DAY": r"(?P<day>\d{1,2})(?:st|nd|rd|th)?",
    "EARLY": "early|early in|(?:beginning|start|first week|first days|first half) of",
    "MID": "mid-?|middle of|mid of",
    "LATE": "late|later|late in|(?:end|last week|last days|close|second half) of",
}
"""What the capitals in a form stand for."""

STEMS = {
    "MONTH": tuple(name[:3] for name in MONTHS),
    "UNIT": ("day", "week", "wk", "fortnight", "month", "hour", "hr"),
}
"""One of these is in the words, or a form with the name does not fit: most need not be compiled."""

Build = Callable[[re.Match[str]], Reading]


def _month(name: str) -> int:
    return next(number for number, month in enumerate(MONTHS, start=1) if month.startswith(name[:3]))


def _weekday(name: str) -> int:
    return next(number for number, weekday in enumerate(WEEKDAYS) if weekday.startswith(name[:3]))


def _whole_date(match: re.Match[str]) -> Reading:
    return OnDate(dt.date(int(match["year"]), int(match["month"]), int(match["day"])))


def _date(match: re.Match[str]) -> Reading:
    return replace(_on_day(_month(match["month"]), int(match["day"]), match["year"]), weekday=_said(match))


def _said(match: re.Match[str]) -> int | None:
    """The weekday said beside a date."""
    return _weekday(match["weekday"]) if match["weekday"] else None


def _on_day(month: int, day: int, year: str | None) -> OnDate | OnDay:
    if year:
        return OnDate(dt.date(int(year), month, day))
    return OnDay(dt.date(2024, month, day).day, month)  # 29 February is a date, of a leap year


def _day(match: re.Match[str]) -> Reading:
    return OnDay(dt.date(2024, 1, int(match["day"])).day, weekday=_said(match))


def _end_of_month(match: re.Match[str]) -> Reading:
    return EndOfMonth(_month(match["month"]), year=int(match["year"]) if match["year"] else None)


def _end_of_quarter(match: re.Match[str]) -> Reading:
    return EndOfMonth(3 * int(match["quarter"]), year=int(match["year"]) if match["year"] else None)


def _count(words: str) -> int:
    """A number in digits or words: ``21``, ``twenty-one``, ``a couple of``."""
    if words in COUNTS:
        return COUNTS[words]
    return int(words) if words.isdigit() else sum(COUNTS[word] for word in re.split("[ -]", words))


def _span(match: re.Match[str]) -> Reading:
    unit = match["unit"].removesuffix("s")
    count = max(_count(match["count"]), _count(match.groupdict().get("other") or match["count"]))
    if unit in ("hour", "hr"):
        return Span(math.ceil(count / 24), "days")
    if unit == "month":
        return Span(count, "months")
    if unit in ("week", "wk", "fortnight"):
        return Span(count * (14 if unit == "fortnight" else 7), "days")
    return Span(count, "days" if unit == "day" else "business days")


FORMS: tuple[tuple[str, Build], ...] = (
    (r"(?P<year>(?:19|2[01])\d\d)[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})", _whole_date),
    (r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>(?:19|2[01])\d\d)", _whole_date),
    (r"(?:(?P<weekday>WEEKDAY),? )?(?:the )?DAY(?: of)? (?P<month>MONTH)\.?YEAR", _date),
    (r"(?:(?P<weekday>WEEKDAY),? )?(?P<month>MONTH)\.? (?:the )?DAYYEAR", _date),
    (r"(?:(?P<weekday>WEEKDAY),? )?(?:the )?(?P<day>\d{1,2})(?:st|nd|rd|th)", _day),
    (
        r"(?:end of )?(?:this |coming |this coming )?(?P<weekday>WEEKDAY)",
        lambda m: OnWeekday(_weekday(m["weekday"])),
    ),
    (r"next (?:week )?(?P<weekday>WEEKDAY)", lambda m: OnWeekday(_weekday(m["weekday"]), 1)),
    (r"(?P<weekday>WEEKDAY) (?:of )?next week", lambda m: OnWeekday(_weekday(m["weekday"]), 1)),
    (r"(?:(?:LATE) )?(?:the |this )?week|eow", lambda m: EndOfWeek()),
    (r"(?:(?:LATE) )?(?:next|the following|following|this or next) week", lambda m: EndOfWeek(1)),
    (r"(?:end of )?(?:the )?week after next|next week or the week after", lambda m: EndOfWeek(2)),
    (r"(?:EARLY|MID)(?: |-)next week", lambda m: OnWeekday(2, 1)),
    (r"(?:(?:LATE) )?(?P<month>MONTH)YEAR", _end_of_month),
    (r"(?:MID)[ -]?(?P<month>MONTH)YEAR", lambda m: _on_day(_month(m["month"]), 15, m["year"])),
    (r"(?:EARLY) (?P<month>MONTH)YEAR", lambda m: _on_day(_month(m["month"]), 7, m["year"])),
    (r"(?:(?:LATE) )?(?:the |this )?month|month[ -]end|eom", lambda m: EndOfMonth()),
    (r"(?:(?:LATE) )?(?:the )?(?:next|following|coming) month", lambda m: EndOfMonth(months=1)),
    (r"(?:MID)[ -]?(?:the |this )?month", lambda m: OnDay(15)),
    (r"(?:MID)[ -]?next month", lambda m: OnDay(15, months=1)),
    (r"(?:EARLY) next month", lambda m: OnDay(7, months=1)),
    (r"(?:LATE) (?:the |this )?year|year[ -]end|eoy", lambda m: EndOfMonth(12)),
    (r"(?:(?:EARLY) )?(?:the )?(?:new year|next year)", lambda m: OnDay(7, 1)),
    (r"(?:EARLY) (?P<year>20\d\d)", lambda m: OnDate(dt.date(int(m["year"]), 1, 7))),
    (r"(?:(?:LATE) )?(?P<year>20\d\d)", lambda m: EndOfMonth(12, year=int(m["year"]))),
    (r"(?:(?:LATE) )?q(?P<quarter>[1-4])YEAR", _end_of_quarter),
    (r"mid-?week", lambda m: OnWeekday(2)),
    (r"tomorrow", lambda m: Span(1, "days")),
    (r"day after tomorrow", lambda m: Span(2, "days")),
    (r"(?:a|an|one) (?P<unit>UNIT) or (?P<count>COUNT)", _span),
    (
        r"(?:next )?(?:(?P<other>COUNT)(?: ?- ?| to | or ))??(?P<count>COUNT)[ -](?P<unit>UNIT)"
        r"(?:'s?)?(?: time)?",
        _span,
    ),
)
"""The ways to name a date, and what each names; the first that fits the whole phrase holds."""


@lru_cache(maxsize=1024)
def timeline(said: str) -> Timeline | None:
    """What the employer's words name; None where no form reads them. Any case, with words around them."""
    words = _plain(said)
    if len(words) > LONGEST:
        return None
    if re.fullmatch(NO_DATE, words):
        return Timeline(said=said)
    if re.fullmatch(SAME_DAY, words.removeprefix("by ")):
        return Timeline(said=said, same_day=True)
    reading = _around_holiday(words) or _reading(words)
    return Timeline(said=said, reading=reading) if reading else None


def _plain(said: str) -> str:
    """The words in lower case, with plain apostrophes, hyphens and spaces, without a stop at the end."""
    text = unicodedata.normalize("NFKC", said).casefold()
    text = re.sub("[‘’`´]", "'", re.sub("[‐‑‒–—]", "-", text))
    return " ".join(text.split()).strip(' .!?"“”')


def _around_holiday(words: str) -> Reading | None:
    match = re.fullmatch(r"(?:\w+ )?(before|by|after) (?:the )?(.+?)(?: holidays?| break| weekend)?", words)
    if not match:
        return None
    before, name = match[1] != "after", match[2]
    first, last = BLOCKS.get(name) or (HOLIDAYS.get(name), HOLIDAYS.get(name))
    holiday = first if before else last
    return AroundHoliday(holiday, before) if holiday else None


def _reading(words: str) -> Reading | None:
    """The first form that fits, with fewer and fewer of the words around."""
    missing = [name for name, stems in STEMS.items() if not any(stem in words for stem in stems)]
    for pattern, build in FORMS:
        if any(name in pattern for name in missing):
            continue
        if match := _compiled(pattern).fullmatch(words):
            try:
                return build(match)
            except ValueError:  # a day that its month does not have
                return None
    shorter = re.sub(f"^{LEAD}", "", words)
    shorter = shorter if shorter != words else re.sub(f"{TAIL}$", "", words)
    return _reading(shorter) if shorter != words else None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """A form with its names filled in; compiled when first tried, for dates need only the first ones."""
    for name, alternatives in NAMES.items():
        pattern = pattern.replace(name, alternatives if name in ("YEAR", "DAY") else f"(?:{alternatives})")
    return re.compile(pattern)
