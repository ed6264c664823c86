"""The languages of the texts: one folder of `templates/` each, which holds its texts and its `phrases.py`.

What is in a phrase of code, and not in a template, is here a field: a folder that lacks one cannot be read.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from importlib import import_module
from importlib.resources import files
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from icsgen.dates import MONTHS, WEEKDAYS
from icsgen.errors import Place, Problem
from icsgen.model import CalendarWords, Candidate, Span

__all__ = ["ISO_DATE", "Language", "language_named", "language_problem", "languages", "named"]

SOUNDS_LIKE_I = re.compile(r"h?[ií](?![aeouáéóú])", re.IGNORECASE)
ISO_DATE = re.compile(r"\b\d{4}-\d\d-\d\d\b")
Names = Mapping[str, Sequence[str]]


class Gaps(Struct, frozen=True, kw_only=True):
    """What a gap asks for, where a detail is missing."""

    your_name: str
    your_phone: str
    interviewer: str
    """The name of whoever held the interview."""
    coordinator: str
    """The name of whoever arranged it."""
    recruiter: str
    recruiter_mailbox: str
    topic: str
    topic_with: str
    """With `{name}`."""
    strength: str
    decision: str
    """When they planned to decide."""


class Labels(Struct, frozen=True, kw_only=True):
    """The lines of an event between the texts, as the candidate reads them."""

    ready: str
    """Over a message, where its kind has no word of its own in `kinds`."""
    kinds: Mapping[str, str]
    numbered: str
    """Before it, of several; with `{number}`, `{count}` and `{label}`."""
    to: str
    subject: str
    no_address: str
    """After the name of somebody whose address is not known."""
    open_mail: str
    """Before a link that opens the message in a mail program; with `{link}`."""
    fill_in: str
    """With `{gaps}`."""
    why: str
    """With `{why}`."""
    reasons: Mapping[str, str]
    """Why then, by the milestone's key; where there is none it is not told. English has none: there the
    rules' own words stand."""
    counted: Mapping[str, str]
    """The same, with `{span}`, by what the date is counted from."""
    spans: Mapping[str, tuple[str, str]]
    """By unit, of one and of several `{count}`."""
    page: str
    """Before the page on which it is marked as done; with `{link}`."""
    did_not_fit: str
    """With `{count}`."""
    done: str
    """Before the title of what was done."""
    done_on: str
    """What is said of it then, with `{date}`; empty: the reason, in English."""


class Language(Struct, frozen=True, kw_only=True, eq=False):
    """A language's own ways, as a native career coach would write it. Dates have the fields `{weekday}`,
    `{day}`, `{month}`, `{abbreviated}` (the month) and `{year}`."""

    code: str
    """ISO 639-1; also Babel's name for it, which knows the months and weekdays."""
    date: str
    day_and_month: str
    short_date: str
    short_date_without_year: str
    first: str = "1"
    """The first of a month, as its day is written."""
    clock: str = "{hour:02}:{minute:02}"
    full_hour: str = ""
    """The same without minutes; empty: as any other time."""
    between_last: str
    """Between the last two of a list, with its spaces."""
    before_i: str = ""
    """The same, where the last begins with the sound of an i and the language minds."""
    gap: str
    """A visible gap, with `{what}`: words in capitals and a colon in square brackets."""
    greeting: str
    """With `{name}`, no comma."""
    informal_greeting: str = ""
    """With `{first}`, the first name; empty: the language has one form of address."""
    to_nobody: str
    """A greeting that names nobody, in small letters: not to be used where a name is known."""
    topic: Callable[[str], str]
    """A topic as it reads in the templates, whether it came as a clause or as a noun."""
    topic_from: str
    """A topic `{topic}` and with whom they talked about it, `{name}`."""
    strength: Callable[[str], str]
    """A strength as a sentence, with its full stop."""
    at: Callable[[str], str]
    """Where somebody works: ``at Acme``, ``beim Klinikum Nord``."""
    of_role: Callable[[str], str] = str
    """A role as it reads after the word for it, where that asks for more: ``poste d’ingénieur``."""
    gaps: Gaps
    labels: Labels
    calendar: CalendarWords

    def in_words(self, day: dt.date) -> str:
        """``Tuesday, 17 November 2026``."""
        return _written(self, self.date, day)

    def listing(self, names: Sequence[str]) -> str:
        """``Ann``, ``Ann and Bo``, ``Ann, Bo and Cy``."""
        if len(names) == 1:
            return names[0]
        minds = self.before_i and names and SOUNDS_LIKE_I.match(names[-1])
        between = self.before_i if minds else self.between_last
        return between.join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)

    def gap_for(self, what: str) -> str:
        """A visible gap: ``[ADD: your name]``."""
        return _gap_for(self, what)

    def time(self, moment: dt.datetime) -> str:
        """``14:30``."""
        return _on_the_clock(self, moment.hour, moment.minute)

    def written(self, form: str, day: dt.date) -> str:
        """A day in one of the forms above."""
        return _written(self, form, day)

    def span(self, span: Span) -> str:
        """``5 business days``."""
        return self.labels.spans[span.unit][span.count > 1].format(count=span.count)

    def dates_in_words(self, text: str) -> str:
        """The text with each ISO date in it spelled out."""

        def spell(found: re.Match[str]) -> str:
            try:
                return self.in_words(dt.date.fromisoformat(found[0]))
            except ValueError:
                return found[0]

        return ISO_DATE.sub(spell, text)

    def gaps_in(self, text: str) -> tuple[str, ...]:
        """What the gaps of a text ask for, each once, in order."""
        return tuple(dict.fromkeys(_gap_pattern(self).findall(text))) if "[" in text else ()

    def place(self, zone: ZoneInfo) -> str:
        """The zone's city and name: ``New York (America/New_York)``; its name alone where it has no city."""
        key = str(zone)
        city = key.rpartition("/")[2].replace("_", " ")
        if city == key or key.startswith("Etc/"):
            return key
        if self.code != "en":  # as above
            from babel.dates import get_timezone_location

            city = get_timezone_location(key, locale=self.code, return_city=True)
        return f"{city} ({key})"

    @property
    def gap_pattern(self) -> re.Pattern[str]:
        """Finds its gaps, each with what it asks for."""
        return _gap_pattern(self)


@cache
def _gap_pattern(language: Language) -> re.Pattern[str]:
    before, _, after = language.gap.partition("{what}")
    return re.compile(f"{re.escape(before)}([^\\]]+){re.escape(after)}")


@lru_cache(maxsize=16384)
def _written(language: Language, form: str, day: dt.date) -> str:
    names = _names(language.code)
    return form.format(
        weekday=names["weekdays"][day.weekday()],
        day=language.first if day.day == 1 else day.day,
        month=names["months"][day.month - 1],
        abbreviated=names["abbreviated"][day.month - 1],
        year=day.year,
    )


@lru_cache(maxsize=1024)
def _gap_for(language: Language, what: str) -> str:
    return language.gap.format(what=what.replace("[", "(").replace("]", ")"))


@cache
def _on_the_clock(language: Language, hour: int, minute: int) -> str:
    form = language.clock if minute or not language.full_hour else language.full_hour
    return form.format(hour=hour, minute=minute)


@cache
def _names(code: str) -> Names:
    """The weekdays from Monday on, and the months whole and abbreviated."""
    if code == "en":  # the rules speak it too, and Babel takes as long to load as all of ours
        return {"weekdays": WEEKDAYS, "months": MONTHS, "abbreviated": [month[:3] for month in MONTHS]}
    from babel import Locale

    locale = Locale.parse(code)
    months, days = locale.months["format"], locale.days["format"]["wide"]
    return {
        "weekdays": [days[weekday] for weekday in range(7)],
        "months": [months["wide"][month] for month in range(1, 13)],
        "abbreviated": [months["abbreviated"][month] for month in range(1, 13)],
    }


@cache
def languages() -> tuple[str, ...]:
    """The code of each language there is."""
    folders = (files("icsgen.messages") / "templates").iterdir()
    return tuple(sorted(each.name for each in folders if (each / "phrases.py").is_file()))


@cache
def language_named(code: str) -> Language:
    """The language of a code that is one of `languages()`."""
    found = import_module(f"icsgen.messages.templates.{code}.phrases").LANGUAGE
    assert isinstance(found, Language)  # noqa: S101 # what it is for is the module's whole reason
    return found


def named(candidate: Candidate) -> Candidate:
    """The candidate with what a calendar says of itself in their language, which there is."""
    if candidate.language == "en":
        return candidate
    return replace(candidate, calendar=language_named(candidate.language).calendar)


def language_problem(code: str, source: Place) -> Problem | None:
    """The problem of a language there are no texts in."""
    if code == "en" or code in languages():
        return None
    return Problem(source / "language", f'no texts in "{code}"; expected one of {", ".join(languages())}')
