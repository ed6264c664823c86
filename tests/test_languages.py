"""Each language has all that the others have, and says it as long, as clearly and as differently."""

from __future__ import annotations

import datetime as dt
import itertools
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import pytest
from babel.dates import format_date
from msgspec.structs import asdict, replace
from test_compose import FULL, VARIANTS, entries, messages, panel

import icsgen.messages
from icsgen.details import load
from icsgen.ics import write
from icsgen.ics.history import history
from icsgen.messages import KINDS, draft, lint
from icsgen.messages.languages import language_named, languages
from icsgen.messages.sources import names
from icsgen.model import CalendarWords, Candidate, Interview, Message
from icsgen.plan import make_plan

TEMPLATES = Path(icsgen.messages.__file__).parent / "templates"
GOLDEN = Path(__file__).parent / "golden" / "messages"
SAMPLES = sorted(path for path in (Path(__file__).parents[1] / "samples").iterdir() if path.stem != "cohort")
LANGUAGES = languages()
ADDRESSES: tuple[Literal["formal", "informal"], ...] = ("formal", "informal")
EXAMPLES = 5
STAMP = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
ENGLISH = re.compile(r"\b(?:the|and|with|after|before|your|they)\b")
CLDR = {
    "en": "EEEE, d MMMM y",
    "de": "EEEE, d. MMMM y",
    "es": "EEEE d 'de' MMMM 'de' y",
    "fr": "EEEE d MMMM y",
}
"""Babel's own form of a date in words: the oracle of ours."""


def spoken(code: str) -> Iterator[tuple[Interview, Candidate]]:
    """The combinations of details, in a language, formal and informal."""
    for interview, me in VARIANTS:
        for address in ADDRESSES[: 1 + bool(language_named(code).informal_greeting)]:
            yield replace(interview, language=code, address=address), replace(me, language=code)


@pytest.mark.parametrize("code", LANGUAGES)
def test_nothing_is_missing(code: str) -> None:
    """Every template of English, the phrases the lint bans, examples; and nothing besides."""
    home = TEMPLATES / code
    there = {path.relative_to(home).with_suffix("").as_posix() for path in home.rglob("*.txt")}

    assert there == {*names(), "banned"}
    assert (home / "banned.txt").read_text("utf-8").splitlines()
    assert (GOLDEN / f"{code}.yaml").is_file()


def fields_in(text: str) -> set[str]:
    """What is filled in: ``{name}``."""
    return set(re.findall(r"{(\w+)}", text))


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "en"])
def test_phrases_are_translated(code: str) -> None:
    """Each is another text than in English, and the same is filled in."""
    ours, english = language_named(code), language_named("en")
    for of_ours, of_english in ((ours.gaps, english.gaps), (ours.labels, english.labels)):
        theirs = asdict(of_english)
        for name, text in asdict(of_ours).items():
            if isinstance(text, str) and text and theirs[name]:
                assert text != theirs[name], name
                assert fields_in(text) == fields_in(theirs[name]), name
    assert ours.labels.kinds.keys() == english.labels.kinds.keys()
    assert ours.gap != english.gap


@pytest.mark.parametrize("code", LANGUAGES)
def test_dates_are_those_of_babel(code: str) -> None:
    """Every day of two years in the form of CLDR, but for the first of a month, which may be an ordinal."""
    language = language_named(code)
    for number in range(731):
        day = dt.date(2026, 1, 1) + dt.timedelta(days=number)
        expected = format_date(day, CLDR[code], locale=code)
        if day.day == 1:
            expected = re.sub(r"\b1\b", language.first, expected, count=1)
        assert language.in_words(day) == expected


# --- every combination of details


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_lint_finds_nothing(code: str, kind: str) -> None:
    """But for the gaps of what is not known: lengths, phrases, subjects, panels."""
    for interview, me in spoken(code):
        sent = messages(interview, kind, me)
        findings = [each for each in lint(sent) if each.rule not in ("gap", "yours")]
        assert not findings, "\n\n".join(f"{each.text}\n{each.message.body}" for each in findings)


SEAMS = ("..", ".,", ",,", "  ", " \n", "\n\n\n", "{", "}", "\\", "\t", "None", " .", " ,", "\n,")


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_text_shows_a_seam(code: str) -> None:
    """No doubled stop or space, no braces, no English gap in another language, no stray line."""
    for interview, me in spoken(code):
        for entry in entries(interview, me):
            text = f"{entry.title}\n\n{entry.description}"
            for seam in SEAMS:
                assert seam not in text, f"{seam!r} in:\n{text}"
            assert "[ADD:" not in text or code == "en"
            assert text == text.strip()
            assert "\n" not in entry.title
            for message in entry.messages:
                assert "!" not in message.body


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("kind", ["thank-you", "thank-you-short", "thank-you-later"])
@pytest.mark.parametrize("size", range(2, 9))
def test_no_two_notes_of_a_panel_are_alike(code: str, kind: str, size: int) -> None:
    """By the lint's own measure, formal and informal."""
    for address in ADDRESSES:
        held = replace(panel(size), language=code, address=address)
        assert not [each for each in lint(messages(held, kind)) if each.rule == "alike"]


@pytest.mark.parametrize("code", LANGUAGES)
def test_events_fit_their_titles(code: str) -> None:
    """A title begins with what is to be done, and is short enough for a phone."""
    for interview, me in itertools.islice(spoken(code), 0, None, 7):
        for entry in entries(interview, me):
            assert len(entry.title) <= 200
            assert entry.title[0].isupper()


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_the_samples_have_no_finding(code: str, sample: Path) -> None:
    """In whatever language they are made, but for the gaps of what they leave out."""
    search = load(sample.read_bytes(), sample.name)
    interviews = tuple(replace(each, language=code) for each in search.interviews)
    search = replace(search, me=replace(search.me, language=code), interviews=interviews)
    for entry in make_plan(search).entries:
        assert not [each.text for each in lint(entry.messages) if each.rule not in ("gap", "yours")]


# --- the examples


def examples(code: str, kind: str) -> Iterator[tuple[str, tuple[Message, ...]]]:
    """The messages of a kind for each of a language's interviews, with its company."""
    search = load((GOLDEN / f"{code}.yaml").read_bytes(), f"{code}.yaml")
    told = [entry.milestone for entry in make_plan(search).told if entry.milestone.interview]
    for interview in search.interviews:
        of_it = [each for each in told if each.interview and each.interview.id == interview.id]
        about = next((each.interview for each in of_it if kind in each.messages), interview)
        promised = next((each.promise.date for each in of_it if each.promise), None)
        yield interview.company, draft(search.me, None if kind == "recruiter" else about, kind, promised)


def as_read(examples: Iterable[tuple[str, tuple[Message, ...]]]) -> str:
    """The examples as somebody reads them for their tone; what is the same for all of them, once."""
    shown: dict[str, str] = {}
    for company, sent in examples:
        for message in sent:
            head = "".join(f"To: {to}\nSubject: {message.subject}\n\n" for to in message.to)
            shown.setdefault(f"{head}{message.body}\n", company)
    return "\n".join(f"======== {company}\n{text}" for text, company in shown.items())


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_examples_read_as_they_were_read(code: str, kind: str) -> None:
    """Five interviews of each language, in every kind of message; read through for tone."""
    golden = GOLDEN / code / f"{kind}.txt"
    text = as_read(examples(code, kind))
    if "ICSGEN_UPDATE_GOLDEN" in os.environ:
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text, "utf-8")
    assert golden.read_text("utf-8") == text


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_examples_have_no_finding(code: str) -> None:
    """Every detail of them is given: what is left are the gaps that only the candidate can fill."""
    for kind in KINDS:
        shown = list(examples(code, kind))
        assert len(shown) == EXAMPLES
        for company, sent in shown:
            assert not [each for each in lint(sent) if each.rule != "yours"], (kind, company)


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_events_of_the_examples_have_no_gap_of_ours(code: str) -> None:
    """Nor a word of English in another language: a whole calendar, each event's text beside its messages."""
    search = load((GOLDEN / f"{code}.yaml").read_bytes(), f"{code}.yaml")
    for entry in make_plan(search).entries:
        text = entry.description
        for message in entry.messages:
            text = text.replace(message.body, "").replace(message.subject, "")
        text = re.sub(r"mailto:\S*", "", text)
        assert "[" not in text or entry.milestone.key == "keep-looking"
        assert code == "en" or not ENGLISH.search(text), text


def test_lists_and_places_in_a_language() -> None:
    """Spanish minds the sound of an i; cities have names of their own, as Babel knows them."""
    spanish, german = language_named("es"), language_named("de")
    assert spanish.listing(["Ana", "Inés"]) == "Ana e Inés"
    assert spanish.listing(["Ana", "Ió"]) == "Ana y Ió"
    assert spanish.listing(["Ana", "Hilda", "Bo"]) == "Ana, Hilda y Bo"
    assert german.listing([]) == ""
    assert spanish.place(ZoneInfo("America/Mexico_City")) == "Ciudad de México (America/Mexico_City)"
    assert german.place(ZoneInfo("Asia/Tokyo")) == "Tokio (Asia/Tokyo)"
    assert german.place(ZoneInfo("UTC")) == "UTC"


@pytest.mark.parametrize(
    ("code", "company", "at"),
    [
        ("en", "Acme, Inc.", "at Acme, Inc."),
        ("de", "Acme", "bei Acme"),
        ("de", "Siemens AG", "bei der Siemens AG"),
        ("de", "Universität Heidelberg", "an der Universität Heidelberg"),
        ("de", "Klinikum Nord", "am Klinikum Nord"),
        ("fr", "Acme", "chez Acme"),
        ("fr", "Université de Rennes", "à l’Université de Rennes"),
        ("fr", "Mairie de Lyon", "à la Mairie de Lyon"),
        ("fr", "CHU de Nantes", "au CHU de Nantes"),
        ("es", "Acme", "en Acme"),
        ("es", "Universidad de Cádiz", "en la Universidad de Cádiz"),
        ("es", "Hospital Clínic", "en el Hospital Clínic"),
    ],
)
def test_where_somebody_works(code: str, company: str, at: str) -> None:
    """A public body has its article, where the language gives it one."""
    assert language_named(code).at(company) == at


@pytest.mark.parametrize(
    ("role", "after"),
    [
        ("Ingénieur", "d’Ingénieur"),
        ("Éditrice", "d’Éditrice"),
        ("Buyer", "de Buyer"),
        ("Head of Data", "de Head of Data"),
        ("Hôtesse d’accueil", "d’Hôtesse d’accueil"),
    ],
)
def test_a_role_in_french(role: str, after: str) -> None:
    """Before a vowel, and an h that is not heard."""
    assert language_named("fr").of_role(role) == after


@pytest.mark.parametrize(
    "marks", ["(m/w/d)", "(M / F / X)", "(f/m)", "H/F", "(w/m/div.)", "(gn)", "(all genders)", "m/w/d"]
)
def test_nobody_says_the_marks_of_a_posting(marks: str) -> None:
    """A role is called by its name alone."""
    held = replace(FULL, role=f"Data Engineer {marks}")
    (note,) = messages(held, "follow-up")
    assert marks not in f"{note.subject}{note.body}"
    assert "the Data Engineer role" in note.body


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "en"])
def test_a_calendar_says_what_it_is_in_the_candidates_language(code: str) -> None:
    """Its name, its description, the category of its events; shared, too; and it is read back as ours."""
    search = load((GOLDEN / f"{code}.yaml").read_bytes(), f"{code}.yaml")
    plan = make_plan(search)
    english, ours = CalendarWords(), language_named(code).calendar
    assert all(getattr(ours, name) != getattr(english, name) for name in english.__struct_fields__)

    data = write(plan.entries, candidate=plan.candidate, stamp=STAMP)
    text = data.decode().replace("\r\n ", "")
    assert f"X-WR-CALNAME:{ours.name} {search.me.name}\r\n" in text
    assert f"CATEGORIES:{ours.name}," in text
    assert english.name not in text
    assert english.about not in text
    assert len(history(data).events) == len(plan.entries)
    nothing = write([], candidate=plan.candidate, stamp=STAMP)
    assert f"SUMMARY:{ours.name}: {ours.nothing}" in nothing.decode().replace("\r\n ", "")
    assert history(nothing).events
