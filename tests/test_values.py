"""The text of one detail to its value, or a `ValueError` that says what was found and what is expected."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from zoneinfo import ZoneInfo, available_timezones

import pytest
from faults import fault
from hypothesis import given
from hypothesis import strategies as st

from icsgen.details import values
from icsgen.details.zone_names import ZONE_OF
from icsgen.model import OnDate, Timeline

DAY = dt.date(2026, 11, 17)
BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
HOUR = dt.timedelta(hours=1)


# --- text


@pytest.mark.parametrize(
    ("found", "text"),
    [
        ("Acme Corp", "Acme Corp"),
        ("  Acme \n\t Corp  ", "Acme Corp"),
        ("Acme\x00\x07\x7f\u2028Corp\r\n", "Acme Corp"),
        ("a\ud800b", "a b"),
        ("Jose\u0301", "José"),  # one letter, in one character
        ("株式会社 😀", "株式会社 😀"),
    ],
)
def test_text_is_one_line(found: str, text: str) -> None:
    """White space and controls become single spaces, and letters are composed; else it stays as it is."""
    assert values.one_line(found) == text


@given(st.text())
def test_text_of_any_kind_is_one_printable_line(found: str) -> None:
    """What is read holds no line end, no control, no space at its ends; reading it again changes nothing."""
    try:
        text = values.one_line(found)
    except ValueError:
        kept = re.sub(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]", "", found).strip()
        assert all(unicodedata.category(character) in ("Cf", "Zs", "Zl", "Zp") for character in kept)
        return
    assert text == text.strip() == values.one_line(text)
    assert len(text.splitlines()) == 1
    assert text.encode()


@pytest.mark.parametrize(
    ("found", "shown"), [(None, "nothing"), ([], "a list"), (["a"], "a list"), ({"a": "b"}, "a mapping")]
)
def test_where_text_is_expected_a_tree_is_refused(found: object, shown: str) -> None:
    """Nothing, a list, a mapping: said so, without their content."""
    assert fault(values.one_line, found) == f"found {shown}; expected text"


def test_empty_text_is_refused() -> None:
    """White space alone is no name."""
    assert "an empty text" in fault(values.one_line, " \n ")


def test_an_error_shows_the_start_of_a_long_text() -> None:
    """A whole page in the wrong place does not fill the screen."""
    assert values.shown("x" * 60) == f'"{"x" * 60}"'
    assert values.shown("x" * 61) == f'"{"x" * 57}…"'


def test_lines_are_a_list_or_one_of_it() -> None:
    """One text stands for a list of one."""
    assert values.lines(["a b", " c\nd "]) == ("a b", "c d")
    assert values.lines("a, b") == ("a, b",)
    assert values.lines([]) == ()
    assert fault(values.lines, ["a", None]) == "found nothing; expected text"
    assert fault(values.lines, ["a", ["b"]]) == "found a list; expected text"


# --- people


@pytest.mark.parametrize(
    "text", ["ana@example.org", "o'brien+jobs@mail.example.co.uk", "jörg@müller.example", "a@b"]
)
def test_an_address(text: str) -> None:
    """Any name at any domain, in any script."""
    assert values.email(f" {text} ") == text


@pytest.mark.parametrize(
    "text",
    [
        *("ana", "ana@", "@example.org", "ana @example.org", "a@b@c", "Ana <ana@example.org>"),
        *("a@b, c@d", "a@b;c@d", "mailto:ana@example.org", '"ana"@example.org', "ana@[127.0.0.1]"),
    ],
)
def test_no_address(text: str) -> None:
    """Nothing that could become a second recipient or a header."""
    assert fault(values.email, text) == f'found "{text}"; expected an address such as ana@example.org'


@pytest.mark.parametrize(
    ("found", "person"),
    [
        ("Sam Ode <sam@acme.example>", {"name": "Sam Ode", "email": "sam@acme.example"}),
        (" Sam Ode<sam@acme.example> ", {"name": "Sam Ode", "email": "sam@acme.example"}),
        ("Sam Ode", {"name": "Sam Ode"}),
        ({"name": "Sam Ode"}, {"name": "Sam Ode"}),
        (["Sam Ode"], ["Sam Ode"]),
    ],
)
def test_a_person_in_words(found: object, person: object) -> None:
    """A name with an address is the mapping it stands for; what is no text stays as it is."""
    assert values.person_words(found) == person


# --- zones and countries


@pytest.mark.parametrize("name", sorted(available_timezones() - {"localtime"}))
def test_every_zone_has_its_name(name: str) -> None:
    """Each zone of the database is known by its own name."""
    if name not in ("Factory", "posixrules"):
        assert values.zone(name).key == name


@pytest.mark.parametrize(
    ("found", "meant"),
    [
        ("America/NewYork", "America/New_York"),
        ("america/new_york", "America/New_York"),
        ("America/New York", "America/New_York"),
        ("New York", "America/New_York"),
        ("berlin", "Europe/Berlin"),
        ("Europe/Tokyo", "Asia/Tokyo"),
        ("Asia/Tokio", "Asia/Tokyo"),
        ("utc", "UTC"),
        ("Mumbai", "Asia/Kolkata"),
        ("PST", "America/Los_Angeles"),
        ("Europe/Munich", "Europe/Berlin"),
        ("San Francisco", "America/Los_Angeles"),
    ],
)
def test_an_unknown_zone_has_a_suggestion(found: str, meant: str) -> None:
    """The nearest name, or the zone of the city."""
    assert fault(values.zone, found) == f'unknown time zone "{found}"; did you mean {meant}?'


@pytest.mark.parametrize(
    "found",
    [
        *("xyzzy", "+01:75", "America", "../../../etc/passwd", "/etc/localtime", "localtime", "Factory"),
        *("zone.tab", "Москва", "posixrules", "a" * 300, ".", "Europe/"),
    ],
)
def test_no_zone(found: str) -> None:
    """A folder, a path, a name that means another zone on every machine: a fault, and never a crash."""
    assert fault(values.zone, found).startswith("unknown time zone ")


def test_a_zone_like_no_other_shows_the_form() -> None:
    """Where nothing is near, examples."""
    assert "expected an IANA name such as America/New_York" in fault(values.zone, "xyzzy")


def test_a_country_code_is_in_capitals() -> None:
    """Two letters are a code; what else stands there, holiday data judge."""
    assert values.country(" no ") == "NO"
    assert values.country("Norway") == "Norway"


def test_a_language_is_a_code() -> None:
    """There are no other templates so far."""
    assert values.language("en") == "en"
    assert values.language("de-AT") == values.language("DE_ch") == "de"
    assert fault(values.language, "German") == 'found "German"; expected a two-letter code such as en or de'


def test_an_empty_key_is_an_empty_list() -> None:
    """As people leave it in a document for later."""
    assert values.lines(None) == ()


@pytest.mark.parametrize("words", ["sam@acme.example", "<sam@acme.example>", "Sam <sam@acme>>"])
def test_an_address_is_no_name(words: str) -> None:
    """Nobody is greeted as "Dear sam@acme.example"."""
    assert "expected a name, or Sam Ode <sam@acme.example>" in fault(values.person_words, words)


@pytest.mark.parametrize("found", ["", "\u200b", "\ufeff \u2060", "\u202e"])
def test_what_cannot_be_seen_is_no_text(found: str) -> None:
    """A company of zero width is none."""
    assert "found an empty text" in fault(values.one_line, found)


# --- the employer's words


def test_a_decision_is_a_timeline() -> None:
    """The words as the form in `phrases` reads them."""
    assert values.decision("17 Nov 2026") == Timeline(said="17 Nov 2026", language="en", reading=OnDate(DAY))
    assert '"when pigs fly" is not a timeline' in fault(
        lambda found: values.decision(str(found)), "when pigs fly"
    )


@pytest.mark.parametrize("found", [None, {"said": "x"}, ["x"]])
def test_words_stand_for_a_mapping(found: object) -> None:
    """Nothing, and what is a tree already, stay as they are."""
    assert values.words_for("said")(found) == found
    assert values.words_for("said")("soon") == {"said": "soon"}


@pytest.mark.parametrize(("found", "truth"), [(True, True), ("true", True), ("No", False), ("off", False)])
def test_truth(found: object, truth: bool) -> None:
    assert values.truth(found) is truth


@pytest.mark.parametrize("place", ZONE_OF)
def test_a_place_without_a_zone_of_its_name(place: str) -> None:
    """What is looked up there is not a zone's own name or city, and what is meant is a zone."""
    assert fault(values.zone, place).endswith(f"did you mean {ZONE_OF[place]}?")
    assert values.zone(ZONE_OF[place]).key == ZONE_OF[place]


def test_two_halves_of_a_character_are_one() -> None:
    """As JSON writes what lies beyond 16 bits; a half alone is nothing."""
    assert values.one_line("Ac\ud83d\ude00me \ud83d") == "Ac😀me"
    assert values.one_line("Ac\ufeffme") == "Ac me"


@pytest.mark.parametrize("found", ["Ann Lee, Bob Ray", "3", "Lars Bo, CTO", "…"])
def test_several_people_are_a_list(found: str) -> None:
    """Nobody is greeted as "Dear Ann Lee, Bob Ray"; in a mapping a name is what it is."""
    assert fault(values.person_words, found).endswith("several in a list: [Ann Lee, Bob Ray]")
    assert values.person_words({"name": found}) == {"name": found}


def test_words_of_ours_stand_between_commas() -> None:
    """Or in a list."""
    assert values.names("prep, debrief") == values.names(["prep", "debrief"]) == ("prep", "debrief")
