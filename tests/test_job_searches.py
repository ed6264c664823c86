"""From a document to a job search: defaults filled in, local times judged by their zone, ids that stay."""

from __future__ import annotations

import copy
import datetime as dt
import json
import re
import unicodedata
from collections import Counter
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from icsgen.details import load
from icsgen.details.shapes import Defaults, fields
from icsgen.details.sources import Tree
from icsgen.errors import InputError
from icsgen.model import Cadence, Interview, JobSearch, OnDate, Person, Span, Timeline

ME = "me: {name: Ana Pérez, timezone: America/New_York, country: US, subdivision: NY}\n"
JOB = "company: Acme Corp, role: Data Engineer"
QUARTER = dt.timedelta(minutes=15)
HOUR = 4 * QUARTER


def search(text: str) -> JobSearch:
    return load(text.encode(), "x.yaml")


def one(lines: str = "", start: str = "2026-11-17 14:30", me: str = ME) -> Interview:
    """The interview of a document that is right but for what is tried."""
    [interview] = search(f"{me}company: Acme Corp\nrole: Data Engineer\nstart: {start}\n{lines}").interviews
    return interview


def faults(text: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        search(text)
    return str(caught.value).splitlines()


def fault(lines: str = "", start: str = "2026-11-17 14:30") -> str:
    """The one fault of such a document: `start` is row 4, the lines begin at row 5."""
    [found] = faults(f"{ME}company: Acme Corp\nrole: Data Engineer\nstart: {start}\n{lines}")
    return found


# --- what a document says


def test_every_detail_arrives() -> None:
    """Each key of an interview and of the candidate, as the record holds it."""
    me = "me: {name: Ana, email: a@b.example, phone: '1', timezone: UTC, country: us, subdivision: NY, id: x"
    found = search(f"""{me}, days_off: [2026-12-24]}}
company: Acme
role: Engineer
start: 2026-11-17 14:30
duration: 45 min
timezone: Europe/Berlin
country: DE
subdivision: BE
closed: [2026-12-24..2026-12-25]
open: [2026-11-03]
place: 350 Fifth Avenue
contact: Sam Ode <sam@acme.example>
via: {{name: Jo, title: Recruiter, email: jo@agency.example, phone: +1 555}}
interviewers: [{{name: Jana, title: Head, email: j@acme.example, topics: [a, b]}}, Tom]
decision: {{said: after the board met, by: 2026-12-04}}
strength: two migrations
round: 2
id: mine
""")
    me_found, [interview] = found.me, found.interviews

    assert (me_found.name, me_found.email, me_found.phone, me_found.id) == ("Ana", "a@b.example", "1", "x")
    assert (me_found.region.country, me_found.region.subdivision) == ("US", "NY")
    assert me_found.days_off == {dt.date(2026, 12, 24)}
    assert (interview.company, interview.role, interview.round) == ("Acme", "Engineer", 2)
    assert interview.start == dt.datetime(2026, 11, 17, 14, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    assert interview.end - interview.start == dt.timedelta(minutes=45)
    assert interview.closed == {dt.date(2026, 12, 24), dt.date(2026, 12, 25)}
    assert interview.open == {dt.date(2026, 11, 3)}
    assert (interview.location, interview.strength, interview.id) == (
        *("350 Fifth Avenue", "two migrations", "mine"),
    )
    assert interview.contact == Person(name="Sam Ode", email="sam@acme.example")
    assert interview.via == Person(name="Jo", title="Recruiter", email="jo@agency.example", phone="+1 555")
    assert interview.interviewers == (
        Person(name="Jana", title="Head", email="j@acme.example", topics=("a", "b")),
        Person(name="Tom"),
    )
    assert interview.timeline == Timeline(said="after the board met", reading=OnDate(dt.date(2026, 12, 4)))
    assert str(interview.source) == "x.yaml:1:1"


def test_the_least_that_is_needed() -> None:
    """Everything else is absent rather than empty: a gap that the message shows."""
    interview = one()

    assert interview.start == dt.datetime(2026, 11, 17, 14, 30, tzinfo=ZoneInfo("America/New_York"))
    assert interview.end - interview.start == HOUR
    assert (interview.contact, interview.via, interview.location, interview.strength) == (None,) * 4
    assert (interview.timeline, interview.quiet) == (None, None)
    assert (interview.interviewers, interview.events, interview.closed) == ((), (), frozenset())
    assert (interview.round, interview.no_calls, interview.language) == (1, False, "en")
    assert interview.cadence == Cadence(preset="standard")


def test_an_interview_at_the_top_is_one_in_a_list() -> None:
    """The same values, with the place of each."""
    single = one("decision: end of November\nno_calls: true\n")
    listed = search(
        f"{ME}interviews:\n- {{{JOB}, start: 2026-11-17 14:30, decision: end of November, no_calls: true}}"
    ).interviews[0]

    for name in Interview.__struct_fields__:
        if name != "source":
            assert getattr(single, name) == getattr(listed, name)
    assert (str(single.source), single.source.key) == ("x.yaml:1:1", "")
    assert (str(listed.source), listed.source.key) == ("x.yaml:3:3", "interviews[1]")


@pytest.mark.parametrize(
    ("lines", "timeline"),
    [
        ("", None),
        ("decision:\n", None),
        ("decision: none\n", Timeline(said="none")),
        ("decision: in two weeks\n", Timeline(said="in two weeks", reading=Span(14, "days"))),
        ("decision: {said: in two weeks}\n", Timeline(said="in two weeks", reading=Span(14, "days"))),
        ("decision: 2026-12-04\n", Timeline(said="2026-12-04", reading=OnDate(dt.date(2026, 12, 4)))),
        (
            "decision: {said: soon, by: 2026-12-04}\n",
            Timeline(said="soon", reading=OnDate(dt.date(2026, 12, 4))),
        ),
        ("decision: today\n", Timeline(said="today", same_day=True)),
    ],
)
def test_not_known_and_not_given_are_two_things(lines: str, timeline: Timeline | None) -> None:
    """No `decision` is not yet known; `none` was asked and not given; a date apart wins over words."""
    read = "en" if "by:" not in lines else ""
    assert one(lines).timeline == (timeline and replace(timeline, language=read))


@pytest.mark.parametrize(
    ("written", "people"),
    [
        ("Tom Lee", (Person(name="Tom Lee"),)),
        ("{name: Tom Lee, topics: tests}", (Person(name="Tom Lee", topics=("tests",)),)),
        ("[Tom Lee, Jo <jo@x.example>]", (Person(name="Tom Lee"), Person(name="Jo", email="jo@x.example"))),
        ("[]", ()),
    ],
)
def test_one_interviewer_stands_for_a_list(written: str, people: tuple[Person, ...]) -> None:
    """A person in words or as a mapping, alone or among others."""
    assert one(f"interviewers: {written}\n").interviewers == people


# --- defaults

DEFAULTS: dict[str, tuple[str, object, str, object]] = {
    "no_calls": ("true", True, "false", False),
    "via": ("Jo <j@x.example>", Person(name="Jo", email="j@x.example"), "{name: Al}", Person(name="Al")),
    "language": ("de", "de", "en", "en"),
    "address": ("informal", "informal", "formal", "formal"),
    "events": ("[prep, -call]", ("prep", "-call"), "[]", ()),
    "cadence": ("uk", Cadence(preset="uk"), "{call: 3 weeks}", Cadence(call=Span(21, "days"))),
    "quiet": ("12-21..01-03", (((12, 21), (1, 3)),), "none", ()),
    "guard": ("off", False, "on", True),
    "alarm": ("30 min", dt.timedelta(minutes=30), "none", dt.timedelta()),
}
"""Each key that may stand at the top: a value there, and another one on an interview."""


def test_every_default_is_tried() -> None:
    """The table above has each key that may stand at the top or on an interview."""
    assert DEFAULTS.keys() == fields(Defaults).keys()


@pytest.mark.parametrize("key", DEFAULTS)
def test_a_default_holds_unless_the_interview_says_else(key: str) -> None:
    """What stands at the top is every interview's; what an interview says, even no or nothing, wins."""
    top, value, own, own_value = DEFAULTS[key]
    job = f"{JOB}, start: 2026-11-17 14:30"
    found = search(
        f"{ME}{key}: {top}\ninterviews:\n- {{{job}}}\n- {{{job}, id: second, {key}: {own}}}\n"
        f"- {{{job}, id: third, {key}: }}\n"
    )

    assert [getattr(each, key) for each in found.interviews] == [value, own_value, value]
    assert getattr(one(f"{key}: {top}\n"), key) == value


def test_a_fault_of_a_default_is_told_once_where_it_stands() -> None:
    """Not once for each interview, and not at the interviews."""
    jobs = "".join(f"- {{{JOB}, start: 2026-11-{day} 9:00, id: d{day}}}\n" for day in (17, 18, 19))

    for key, wrong in (("language", "French"), ("no_calls", "so"), ("quiet", "x"), ("cadence", "{call: x}")):
        [found] = faults(f"{ME}{key}: {wrong}\ninterviews:\n{jobs}")
        assert re.match(rf"x\.yaml:2:\d+: {key}", found)


def test_single_numbers_stand_over_a_preset() -> None:
    """Each number of a cadence by its own name."""
    numbers = "follow-up: 7 business days, after-decision: 1 week, call: 3 weeks, tickler: 2 months"

    assert one(f"cadence: {{preset: uk, {numbers}}}\n").cadence == Cadence(
        preset="uk",
        follow_up=Span(7, "business days"),
        after_decision=Span(7, "days"),
        call=Span(21, "days"),
        tickler=Span(2, "months"),
    )


@pytest.mark.parametrize(
    ("lines", "region"),
    [
        ("", ("America/New_York", "US", "NY")),
        ("country: US\n", ("America/New_York", "US", "NY")),
        ("timezone: America/Chicago\nsubdivision: IL\n", ("America/Chicago", "US", "IL")),
        ("timezone: Europe/Berlin\ncountry: DE\n", ("Europe/Berlin", "DE", None)),
        ("country: de\nsubdivision: BE\n", ("America/New_York", "DE", "BE")),
    ],
)
def test_the_employers_region_is_the_candidates_unless_said(
    lines: str, region: tuple[str, str, str | None]
) -> None:
    """But in another country the candidate's subdivision says nothing."""
    found = one(lines).region

    assert (found.timezone.key, found.country, found.subdivision) == region


# --- ids


@pytest.mark.parametrize(
    ("company", "role", "round_", "slug"),
    [
        ("Acme Corp", "Senior Data Engineer", 1, "acme-corp-senior-data-engineer"),
        ("Acme Corp", "Data Engineer", 2, "acme-corp-data-engineer-2"),
        ("株式会社", "エンジニア", 1, "株式会社-エンジニア"),
        ("Łódź & Syn", "C++/C# Developer (m/w/d)", 1, "łódź-syn-c-c-developer-m-w-d"),
        ("Straße_1", "  R&D  ", 1, "strasse-1-r-d"),
        ("!!!", "😀", 1, "interview"),
        ("!!!", "😀", 3, "3"),
    ],
)
def test_an_id_is_a_slug(company: str, role: str, round_: int, slug: str) -> None:
    """Letters and digits of any script; what stays when the interview is moved."""
    for start in ("2026-11-17 14:30", "2026-12-01 9:00"):
        job: dict[str, Tree] = {"company": company, "role": role, "start": start, "round": str(round_)}
        me: dict[str, Tree] = {"timezone": "UTC", "country": "US"}
        assert load(json.dumps({"me": me, **job}).encode(), "x.json").interviews[0].id == slug


def test_two_equal_ids_are_refused() -> None:
    """Each later one is told, with the place of the first; a round or an id of its own settles it."""
    jobs = [f"- {{{JOB}, start: 2026-11-{day} 9:00}}\n" for day in (17, 18, 19)]
    found = faults(f"{ME}interviews:\n{''.join(jobs)}")

    told = (
        'the id "acme-corp-data-engineer" stands at x.yaml:3:3 already; give this one a `round:` or an `id:`'
    )
    assert found == [f"x.yaml:4:3: interviews[2]: {told}", f"x.yaml:5:3: interviews[3]: {told}"]

    settled = [jobs[0], jobs[1].replace("}", ", round: 2}"), jobs[2].replace("}", ", id: third}")]
    ids = [each.id for each in search(f"{ME}interviews:\n{''.join(settled)}").interviews]
    assert ids == ["acme-corp-data-engineer", "acme-corp-data-engineer-2", "third"]


# --- hours


@pytest.mark.parametrize(
    ("lines", "end"),
    [
        ("", "2026-11-17 15:30"),
        ("duration: 45 min\n", "2026-11-17 15:15"),
        ("duration: 24 h\n", "2026-11-18 14:30"),
        ("end: 15:15\n", "2026-11-17 15:15"),
        ("end: 3:15 pm\n", "2026-11-17 15:15"),
        ("end: 2026-11-18 00:30\n", "2026-11-18 00:30"),
        ("end: 2026-11-18 14:30\n", "2026-11-18 14:30"),
        ("end: 21:15 Europe/Berlin\n", "2026-11-17 15:15"),
        ("end: 20:15 Z\n", "2026-11-17 15:15"),
    ],
)
def test_the_end(lines: str, end: str) -> None:
    """After a length, at a time, on another day where that is written; an hour where nothing is."""
    assert f"{one(lines).end:%Y-%m-%d %H:%M}" == end


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (
            "end: 14:30\n",
            "5:1: end: the end at 2026-11-17 14:30 is not after the start at 2026-11-17 14:30; ",
        ),
        ("end: 9:00\n", "5:1: end: the end at 2026-11-17 09:00 is not after the start at 2026-11-17 14:30; "),
        ("end: 2026-11-16 15:00\n", "5:1: end: the end at 2026-11-16 15:00 is not after the start"),
        ("end: 15:00 Europe/Berlin\n", "5:1: end: the end at 2026-11-17 09:00 is not after the start"),
        ("end: 2026-11-18 14:31\n", "5:1: end: the interview would last more than 24 hours"),
        ("end: 15:00\nduration: 30 min\n", "6:1: duration: stands beside `end`; expected one of the two"),
    ],
)
def test_an_end_that_cannot_be(lines: str, told: str) -> None:
    """Before the start, days later, or said twice."""
    assert fault(lines).startswith(f"x.yaml:{told}")


def test_an_end_past_midnight_needs_its_date() -> None:
    """A time alone is one of the same day: the cure is in the words."""
    assert fault("end: 00:30\n", start="2026-11-17 23:30").endswith("past midnight, give its date too")


def test_a_zone_after_the_time_moves_the_clock_and_not_the_moment() -> None:
    """Told in the employer's zone, whatever zone it was written in; an end follows its start's."""
    interview = one("end: 16:15\n", start="2026-11-17 15:00 Europe/Berlin")

    assert interview.start == dt.datetime(2026, 11, 17, 14, tzinfo=dt.UTC)
    assert interview.end == dt.datetime(2026, 11, 17, 15, 15, tzinfo=dt.UTC)
    assert f"{interview.start:%H:%M}" == "09:00"
    assert interview.start.tzinfo is interview.end.tzinfo is interview.region.timezone


def test_a_length_is_real_time() -> None:
    """Two hours over the night the clocks are put back, or forward, are two hours of sitting there."""
    for start in ("2026-11-01 00:30", "2026-03-08 01:30", "2026-11-01 01:30 -04:00"):
        interview = one("duration: 2 h\n", start=start)
        assert interview.end.astimezone(dt.UTC) - interview.start.astimezone(dt.UTC) == 2 * HOUR


def test_start_and_end_are_compared_as_moments() -> None:
    """In the hour that comes twice, the later one on the clock may be the earlier one."""
    interview = one("end: 01:15 -05:00\n", start="2026-11-01 01:45 -04:00")

    assert interview.end.astimezone(dt.UTC) - interview.start.astimezone(dt.UTC) == 2 * QUARTER
    assert "is not after the start" in fault("end: 01:45 -04:00\n", start="2026-11-01 01:15 -05:00")


SKIPPED = {
    "America/New_York": "2026-03-08 02:30",
    "Europe/Berlin": "2026-03-29 02:00",
    "Europe/London": "2026-03-29 01:59",
    "Australia/Lord_Howe": "2026-10-04 02:15",
    "America/Santiago": "2026-09-06 00:30",
    "Pacific/Apia": "2011-12-30 12:00",
}
REPEATED = {
    "America/New_York": ("2026-11-01 01:30", "-04:00", "-05:00"),
    "Europe/Berlin": ("2026-10-25 02:00", "+02:00", "+01:00"),
    "Europe/London": ("2026-10-25 01:59", "+01:00", "+00:00"),
    "Australia/Lord_Howe": ("2026-04-05 01:45", "+11:00", "+10:30"),
    "America/St_Johns": ("2026-11-01 01:30", "-02:30", "-03:30"),
}


@pytest.mark.parametrize("zone", SKIPPED)
def test_a_time_that_the_zone_skips(zone: str) -> None:
    """Refused as a start and as an end, with the reason; an offset after it names a real moment."""
    wall = SKIPPED[zone]
    told = (
        f"{wall} does not exist in {zone}: the clocks are put forward then; expected a time before or after"
    )
    early = dt.datetime.fromisoformat(f"{wall}+00:00") - 25 * HOUR

    assert fault(f"timezone: {zone}\n", start=wall) == f"x.yaml:4:1: start: {told}"
    assert fault(f"timezone: {zone}\nend: {wall}\n", start=f"{early:%Y-%m-%d %H:%M}") == (
        f"x.yaml:6:1: end: {told}"
    )
    assert one(f"timezone: {zone}\n", start=f"{wall}Z").start == dt.datetime.fromisoformat(f"{wall}+00:00")


@pytest.mark.parametrize("zone", REPEATED)
def test_a_time_that_the_zone_repeats(zone: str) -> None:
    """Refused with both ways to settle it, and each of them does; so does another zone after the time."""
    wall, first, second = REPEATED[zone]
    told = f"{wall} comes twice in {zone}: the clocks are put back then; write {first} or {second} after"

    assert fault(f"timezone: {zone}\n", start=wall) == f"x.yaml:4:1: start: {told} the time"
    assert fault(start=f"{wall} {zone}") == f"x.yaml:4:1: start: {told} the time"
    moments = [one(f"timezone: {zone}\n", start=f"{wall} {offset}").start for offset in (first, second)]
    assert [f"{moment:%Y-%m-%d %H:%M}" for moment in moments] == [wall, wall]
    assert [moment.isoformat()[-6:] for moment in moments] == [first, second]
    assert moments[0].astimezone(dt.UTC) < moments[1].astimezone(dt.UTC)


@pytest.mark.parametrize("zone", [*REPEATED, "America/Santiago", "Asia/Kolkata", "Africa/Casablanca"])
def test_every_quarter_hour_of_the_year_that_is_not_plain(zone: str) -> None:
    """Against a count of all the year's moments: a time on the clock holds if just one moment has it."""
    clock = ZoneInfo(zone)
    start = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    year = [start + number * QUARTER for number in range(365 * 96)]
    shown = Counter(moment.astimezone(clock).replace(tzinfo=None) for moment in year)
    first = min(shown)
    walls = [first + number * QUARTER for number in range(1, 365 * 96 - 8)]
    odd = [wall for wall in walls if shown[wall] != 1]
    around = {wall + shift for wall in odd for shift in (-QUARTER, QUARTER, 0 * QUARTER)}
    assert (len(odd) > 0) == (zone != "Asia/Kolkata")

    for wall in sorted(around | {walls[100]}):
        lines, text = f"timezone: {zone}\n", f"{wall:%Y-%m-%d %H:%M}"
        if shown[wall] == 1:
            assert one(lines, start=text).start.replace(tzinfo=None) == wall
        else:
            words = "comes twice" if shown[wall] else "does not exist"
            assert f"{text} {words} in {zone}" in fault(lines, start=text)


# --- laws

INTERVIEW: dict[str, Tree] = {"company": "Acme", "role": "Engineer", "start": "2026-11-17 14:30", "id": "a"}
INTERVIEW |= {"place": "here", "strength": "two migrations", "events": ["prep"], "via": {"name": "Jo"}}
INTERVIEW |= {
    "contact": {"name": "Sam", "title": "Head"},
    "interviewers": [{"name": "Jana", "topics": ["x", "y"]}],
}
INTERVIEW |= {"decision": {"said": "after the board met", "by": "2026-12-04"}}
VALID: dict[str, Tree] = {
    "me": {"name": "Ana", "phone": "1", "timezone": "America/New_York", "country": "US", "id": "ana"},
    "interviews": [INTERVIEW],
}
TEXT_FIELDS: list[tuple[str | int, ...]] = [
    *(("me", "name"), ("me", "phone"), ("me", "id"), ("me", "subdivision")),
    *(("interviews", 0, key) for key in ("company", "role", "place", "strength", "id", "subdivision")),
    *(("interviews", 0, "contact", key) for key in ("name", "title", "phone")),
    *(
        ("interviews", 0, "via", "name"),
        ("interviews", 0, "decision", "said"),
        ("interviews", 0, "events", 0),
    ),
    *(("interviews", 0, "interviewers", 0, "name"), ("interviews", 0, "interviewers", 0, "topics", 1)),
]
PRINTABLE = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=30)


def changed(tree: Tree, path: tuple[str | int, ...], value: Tree) -> Tree:
    """A tree with another value at a path, all else as it was."""
    if not path:
        return value
    step, *rest = path
    again = copy.copy(tree)
    if isinstance(again, dict) and isinstance(step, str):
        again[step] = changed(again.get(step), tuple(rest), value)
    elif isinstance(again, list) and isinstance(step, int) and step < len(again):
        again[step] = changed(again[step], tuple(rest), value)
    return again


@given(st.dictionaries(st.sampled_from(TEXT_FIELDS), PRINTABLE.filter(str.strip), min_size=1, max_size=5))
def test_any_printable_text_is_taken_in_a_text_field(texts: dict[tuple[str | int, ...], str]) -> None:
    """Quotes, colons, emoji, right-to-left script: kept, spaces folded; in JSON and in YAML."""
    tree: Tree = VALID
    for path, text in texts.items():
        tree = changed(tree, path, text)
    for name in ("x.json", "x.yaml"):
        [interview] = load(json.dumps(tree).encode(), name).interviews
        for field, held in (("company", interview.company), ("strength", interview.strength)):
            said = texts.get(("interviews", 0, field))
            if said:
                assert held == unicodedata.normalize("NFC", " ".join(said.split()))


@given(PRINTABLE.filter(str.strip))
def test_a_text_in_yaml_quotes_is_the_text(said: str) -> None:
    """Single quotes, the quote itself twice: every printable text can be written so."""
    quoted = said.replace("'", "''")
    assert one(f"strength: '{quoted}'\n").strength == unicodedata.normalize("NFC", " ".join(said.split()))


KEYS = st.sampled_from(
    [*("me", "interviews", "company", "start", "end", "decision", "by", "said", "x", "no_calls")]
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.text(max_size=8)
    | st.sampled_from(["2026-11-17 14:30", "14:30", "1", "UTC"])
)
TREES: st.SearchStrategy[Tree] = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=8,
)
PLACES: list[tuple[str | int, ...]] = [
    *((), ("me",), ("interviews",), ("interviews", 0), ("no_calls",), ("via",), ("cadence",), ("quiet",)),
    *(("me", key) for key in ("timezone", "country", "days_off", "email", "x")),
    *(("interviews", 0, key) for key in ("company", "start", "end", "duration", "closed", "quiet", "round")),
    *(("interviews", 0, key) for key in ("contact", "interviewers", "decision", "timezone", "cadence", "x")),
    *(
        ("interviews", 0, "decision", "by"),
        ("interviews", 0, "interviewers", 0),
        ("interviews", 0, "language"),
    ),
]


@given(st.dictionaries(st.sampled_from(PLACES), TREES, max_size=3))
def test_any_tree_loads_or_has_problems_that_can_be_shown(values: dict[tuple[str | int, ...], Tree]) -> None:
    """Anything anywhere: an interview, or problems, each with a place in the text and words."""
    tree: Tree = VALID
    for path, value in sorted(values.items(), key=lambda item: len(item[0])):
        tree = changed(tree, path, value)
    try:
        found = load(json.dumps(tree).encode(), "x.json")
    except InputError as caught:
        problems = caught.problems
    else:
        problems = ()
        assert all(each.start.timestamp() < each.end.timestamp() and each.id for each in found.interviews)
    for problem in problems:
        assert re.fullmatch(r"x\.json:\d+:\d+", str(problem.place))
        assert re.search(r"found|missing|unknown|expected|is not|stands|comes twice|would last", problem.text)
