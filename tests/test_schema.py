"""The shape of a document: every key that stands wrong, at its place, with what was found and is expected."""

from __future__ import annotations

import json

import pytest

from icsgen.details import load
from icsgen.details.keys import SHAPES as MAPPINGS
from icsgen.details.shapes import SearchDetails, fields
from icsgen.details.sources import Tree
from icsgen.errors import InputError

ME = "me: {name: Ana Pérez, timezone: America/New_York, country: US, subdivision: NY}"
SINGLE = f"{ME}\ncompany: Acme Corp\nrole: Data Engineer\nstart: 2026-11-17 14:30"
"""Four lines that are right; what is tried stands from the fifth on."""

SHAPES = {"": SearchDetails, **MAPPINGS}
WHEN = "such as 2026-11-17 14:30"


def faults(text: str, name: str = "x.yaml") -> list[str]:
    """What is wrong with a document, as the user reads it, without its name."""
    with pytest.raises(InputError) as caught:
        load(text.encode(), name)
    shown = str(caught.value).splitlines()
    assert all(line.startswith(f"{name}:") for line in shown)
    return [line.removeprefix(f"{name}:") for line in shown]


# --- one fault at a time

MISSHAPEN = {
    # the whole
    "": "1:1: an empty document; expected `me:` and an interview",
    "# nothing yet": "1:1: an empty document; expected `me:` and an interview",
    "---": "1:1: found nothing; expected a mapping with `me:` and an interview",
    "- a": "1:1: found a list; expected a mapping with `me:` and an interview",
    "Acme Corp": '1:1: found "Acme Corp"; expected a mapping with `me:` and an interview',
    # me
    "me: [a]\ninterviews: [{company: A, role: R, start: 2026-11-17 9:00}]": (
        "1:1: me: found a list; expected a mapping"
    ),
    "me: Ana\ninterviews: [{company: A, role: R, start: 2026-11-17 9:00}]": (
        '1:1: me: found "Ana"; expected a mapping'
    ),
    "me:\ninterviews: [{company: A, role: R, start: 2026-11-17 9:00}]": (
        "1:1: me: found nothing; expected a mapping"
    ),
    "interviews: [{company: A, role: R, start: 2026-11-17 9:00}]": (
        "1:1: me: missing; expected a mapping with your timezone and country"
    ),
    "company: A\nrole: R\nstart: 2026-11-17 9:00": (
        "1:1: me: missing; expected a mapping with your timezone and country"
    ),
    SINGLE.replace("country: US, ", ""): (
        "1:1: me.country: missing; expected a two-letter country code such as US"
    ),
    SINGLE.replace("timezone: America/New_York, ", ""): (
        "1:1: me.timezone: missing; expected an IANA time zone such as America/New_York"
    ),
    SINGLE.replace("York", "Yrok"): (
        '1:23: me.timezone: unknown time zone "America/New_Yrok"; did you mean America/New_York?'
    ),
    # interviews
    ME: "1:1: interviews: missing; expected a list of interviews",
    f"{ME}\ninterviews:": "2:1: interviews: found nothing; expected a list",
    f"{ME}\ninterviews: soon": '2:1: interviews: found "soon"; expected a list',
    f"{ME}\ninterviews: []": "2:1: interviews: found an empty list; expected an interview",
    f"{ME}\ninterviews: {{company: A}}": "2:1: interviews: found a mapping; expected a list",
    f"{ME}\ninterviews:\n- Acme Corp": '3:3: interviews[1]: found "Acme Corp"; expected a mapping',
    f"{ME}\ninterviews:\n- [a]": "3:3: interviews[1]: found a list; expected a mapping",
    SINGLE.replace("company: Acme Corp", ""): "1:1: company: missing; expected the employer's name",
    SINGLE.replace("role: Data Engineer", ""): "1:1: role: missing; expected the job's title",
    SINGLE.replace("start: 2026-11-17 14:30", ""): f"1:1: start: missing; expected a date and a time {WHEN}",
    SINGLE.replace("Acme Corp", ""): "2:1: company: found nothing; expected text",
    SINGLE.replace("Acme Corp", "''"): "2:1: company: found an empty text; leave the key out, or fill it in",
    SINGLE.replace("Data Engineer", "[a, b]"): "3:1: role: found a list; expected text",
    SINGLE.replace(" 14:30", ""): f'4:1: start: found "2026-11-17"; expected a date and a time {WHEN}',
    SINGLE.replace("14:30", "25:30"): (
        '4:1: start: found "2026-11-17 25:30"; expected a time such as 14:30 or 2:30 pm'
    ),
}
"""Whole documents with the one fault of each."""


@pytest.mark.parametrize(("text", "fault"), MISSHAPEN.items(), ids=MISSHAPEN.values())
def test_a_misshapen_document(text: str, fault: str) -> None:
    """A list where a mapping belongs and the other way, a key left out, a value left empty."""
    assert faults(text) == [fault]


DETAILS = {
    "end: later": f'5:1: end: found "later"; expected a date and a time {WHEN}',
    "duration: long": (
        '5:1: duration: found "long"; expected a length such as 45 min or 1 h 30, at most 24 h'
    ),
    "timezone: Berlin": '5:1: timezone: unknown time zone "Berlin"; did you mean Europe/Berlin?',
    "closed: Christmas": '5:1: closed: found "Christmas"; expected a date such as 2026-11-17',
    "open:\n- 2026-11-03\n- 03/11/2026": (
        '7:3: open[2]: found "03/11/2026"; expected a date such as 2026-11-17'
    ),
    "closed: 2026-12-26..2026-12-24": (
        '5:1: closed: found "2026-12-26..2026-12-24", which ends before it begins; expected first..last'
    ),
    "quiet: Christmas": (
        '5:1: quiet: found "Christmas"; expected days of each year such as 12-21..01-03, or none'
    ),
    "contact: [a]": "5:1: contact: found a list; expected a mapping",
    "contact: {email: sam@acme.example}": "5:1: contact.name: missing; expected a name",
    "contact: {name: Sam, email: sam.acme.example}": (
        '5:22: contact.email: found "sam.acme.example"; expected an address such as ana@example.org'
    ),
    "contact: Sam Ode <sam>": (
        '5:1: contact.email: found "sam"; expected an address such as ana@example.org'
    ),
    "via: {name: [Ana]}": "5:7: via.name: found a list; expected text",
    "interviewers:\n- name: Tom Lee\n- [a]": "7:3: interviewers[2]: found a list; expected a mapping",
    "interviewers:\n- name: Tom Lee\n  topics: {a: b}": (
        "7:3: interviewers[1].topics: found a mapping; expected text"
    ),
    "decision: [Friday]": "5:1: decision: found a list; expected a mapping",
    "decision: {by: 2026-12-04}": "5:1: decision.said: missing; expected the employer's words",
    "decision: {said: soon, by: Friday}": (
        '5:24: decision.by: found "Friday"; expected a date such as 2026-11-17'
    ),
    "decision: {said: soon, by: 04/12/2026}": (
        '5:24: decision.by: found "04/12/2026"; expected a date such as 2026-11-17'
    ),
    "round: 0": '5:1: round: found "0"; expected a whole number from 1 to 99',
    "round: 100": '5:1: round: found "100"; expected a whole number from 1 to 99',
    "round: second": '5:1: round: found "second"; expected a whole number from 1 to 99',
    "round: 1.5": '5:1: round: found "1.5"; expected a whole number from 1 to 99',
    "round: [1]": "5:1: round: found a list; expected a whole number from 1 to 99",
    f"round: {'1' * 5000}": f'5:1: round: found "{"1" * 57}…"; expected a whole number from 1 to 99',
    "no_calls: sometimes": '5:1: no_calls: found "sometimes"; expected true or false',
    "no_calls: [true]": "5:1: no_calls: found a list; expected true or false",
    "language: French": '5:1: language: found "French"; expected a two-letter code such as en or de',
    "address: familiar": '5:1: address: found "familiar"; expected formal or informal',
    "events: {prep: true}": "5:1: events: found a mapping; expected text",
    "cadence: [uk]": "5:1: cadence: found a list; expected a mapping",
    "cadence: {follow-up: later}": (
        '5:11: cadence.follow-up: found "later"; '
        "expected a number of days, such as 5 business days or 3 weeks"
    ),
    "strength: {a: b}": "5:1: strength: found a mapping; expected text",
    "timezne: Europe/Berlin": "5:1: timezne: unknown key; did you mean `timezone`?",
    "zzz: red": "5:1: zzz: unknown key; expected one of events, cadence, no_calls, via, ",
    "me.name: Ana": "5:1: me.name: unknown key; expected one of ",
    "email: ana@example.org": "5:1: email: unknown key here; it belongs under `me:`",
    "days_off: 2026-12-24": "5:1: days_off: unknown key here; it belongs under `me:`",
    "1: 2": "5:1: 1: unknown key; expected one of ",
}
"""A line or more below `SINGLE`, with the one fault of each."""


@pytest.mark.parametrize(("lines", "fault"), DETAILS.items(), ids=DETAILS.values())
def test_a_detail_that_is_wrong(lines: str, fault: str) -> None:
    """Its row and column, its key, what was found, what is expected."""
    [found] = faults(f"{SINGLE}\n{lines}\n")

    assert found == fault or (fault.endswith((", ", "of ")) and found.startswith(fault))


@pytest.mark.parametrize("words", ["when pigs fly", "Friday or Monday", "03/04/2026"])
def test_words_that_are_no_timeline(words: str) -> None:
    """The phrase, and all the forms that are read; in a mapping they lack their date."""
    [found] = faults(f"{SINGLE}\ndecision: {words}\n")

    assert found.startswith(f'5:1: decision: "{words}" is not a timeline that can be read; expected a date, ')
    apart = "else words and date apart, {said: …, by: 2026-12-04}"
    assert found.endswith(f'"before Christmas", "today", or none; {apart}')
    [found] = faults(f"{SINGLE}\ndecision: {{said: {words}}}\n")
    assert found.endswith(f'"{words}" cannot be read; expected its date too, `by: 2026-12-04`')


# --- all of them at once


def test_every_fault_is_told_at_once() -> None:
    """In one run, each at its own row and column, whichever interview it stands on."""
    text = """\
me:
  name: Ana
  timezone: America/NewYork
  phon: 1
interviews:
  - company: Acme
    start: 2026-11-17
    contact: {nmae: Sam, email: x}
    decision: when pigs fly
  - role: Engineer
    company: [a]
    round: none
    interviewers:
      - {name: Tom, topic: x}
no_calls: perhaps
"""
    found = faults(text)

    assert sorted(fault.split(": ")[:2] for fault in found) == sorted(
        [
            ["1:1", "me.country"],
            ["3:3", "me.timezone"],
            ["4:3", "me.phon"],
            ["6:5", "interviews[1].role"],
            ["7:5", "interviews[1].start"],
            ["8:5", "interviews[1].contact.name"],
            ["8:15", "interviews[1].contact.nmae"],
            ["8:26", "interviews[1].contact.email"],
            ["9:5", "interviews[1].decision"],
            ["10:5", "interviews[2].start"],
            ["11:5", "interviews[2].company"],
            ["12:5", "interviews[2].round"],
            ["14:21", "interviews[2].interviewers[1].topic"],
            ["15:1", "no_calls"],
        ]
    )


def test_a_fault_has_its_place_in_json_too() -> None:
    """Rows and columns of the JSON text."""
    text = json.dumps({"me": {"timezone": "X", "country": "US"}, "interviews": [{"role": "R"}]}, indent=2)

    assert [fault.split(": ")[:2] for fault in faults(text, "x.json")] == [
        ["3:5", "me.timezone"],
        ["7:5", "interviews[1].company"],
        ["7:5", "interviews[1].start"],
    ]


# --- keys


def at_home(where: str, key: str) -> str:
    """A document, in JSON, with a key in the shape that stands under `where`."""
    interview: dict[str, Tree] = {"company": "A", "role": "R", "start": "2026-11-17 14:30"}
    me: dict[str, Tree] = {"timezone": "America/New_York", "country": "US"}
    tree: dict[str, Tree] = {"me": me, "interviews": [interview]}
    person: dict[str, Tree] = {"name": "Sam"}
    decision: dict[str, Tree] = {"said": "soon"}
    cadence: dict[str, Tree] = {"preset": "uk"}
    shapes = {"": tree, "me": me, "interviews": interview, "decision": decision, "cadence": cadence}
    shapes |= dict.fromkeys(["contact", "via", "interviewers"], person)
    shapes["log"] = {"reply": "2026-12-02"}
    shapes["invite"] = {"uid": "7@acme.example"}
    shapes[where][key] = "x"
    if where not in ("", "me", "interviews"):
        interview[where] = [shapes[where]] if where in ("interviewers", "log") else shapes[where]
    return json.dumps(tree)


@pytest.mark.parametrize(
    ("where", "key"),
    [(where, key) for where, shape in SHAPES.items() for key in fields(shape)],
)
def test_a_key_mistyped_is_recognised(where: str, key: str) -> None:
    """Every key of every shape, with one letter too many, in capitals, with a space in it."""
    for typed in {f"{key}s", key.upper(), key.replace("_", " ").capitalize()} - {key}:
        [fault] = faults(at_home(where, typed))
        assert fault.endswith(f"{typed}: unknown key; did you mean `{key}`?")


@pytest.mark.parametrize("home", ["me", "interviews"])
@pytest.mark.parametrize("where", SHAPES)
def test_a_key_in_the_wrong_place_is_sent_home(where: str, home: str) -> None:
    """Keys of one shape in another are told where they belong, and not taken for a slip of the pen."""
    here, there = (set(fields(SHAPES[each])) for each in (where, home))
    both = set(fields(SHAPES["me"])) & set(fields(SHAPES["interviews"]))

    for key in sorted(there - here - both):
        [fault] = faults(at_home(where, key))
        assert fault.endswith(f"{key}: unknown key here; it belongs under `{home}:`")


def test_interviews_in_a_list_have_nothing_beside_them() -> None:
    """With a list, a single interview at the top is one too many."""
    lines = "interviews:\n- {company: A, role: R, start: 2026-11-17 9:00}"

    assert [fault.split(": ")[1] for fault in faults(f"{SINGLE}\n{lines}")] == ["company", "role", "start"]


MANY = {
    "days_off": ("[2026-12-24, 24/12, 2026-13-01]", ["me.days_off[2]", "me.days_off[3]"]),
    "closed": ("[x, 2026-12-24, {a: b}]", ["closed[1]", "closed[3]"]),
    "quiet": ("[aa, 12-24, 13-01]", ["quiet[1]", "quiet[3]"]),
    "events": ("[prep, [a], {b: c}]", ["events[2]", "events[3]"]),
}
"""Lists with several faults, and where each of them is told."""


@pytest.mark.parametrize("key", MANY)
def test_every_fault_of_a_list_is_told(key: str) -> None:
    """At its own place."""
    found, told = MANY[key]
    document = (
        SINGLE.replace("name: Ana Pérez", f"{key}: {found}")
        if key == "days_off"
        else f"{SINGLE}\n{key}: {found}"
    )

    assert [fault.split(": ")[1] for fault in faults(document)] == told


def test_one_person_where_a_list_may_stand_has_its_own_place() -> None:
    """No index is told that is not there."""
    [fault] = faults(f"{SINGLE}\ninterviewers:\n  name: Tom Lee\n  emial: x\n")

    assert fault == "7:3: interviewers.emial: unknown key; did you mean `email`?"


@pytest.mark.parametrize("value", [True, False])
def test_a_truth_is_no_text(value: bool) -> None:
    """In JSON and TOML, which have one."""
    document = {
        "me": {"timezone": "UTC", "country": "US"},
        "company": value,
        "role": "R",
        "start": "2026-11-17 9:00",
    }
    [fault] = faults(json.dumps(document), "x.json")

    assert fault.endswith(f"company: found {str(value).casefold()}; expected text")
