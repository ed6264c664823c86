"""The page to start from: the ladder and the calendar of a form, problems beside fields, nothing kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sites import NOW, Asked
from werkzeug.test import TestResponse

from icsgen import load, make_plan, write
from icsgen.cli import main
from icsgen.details.people import people_on_lines
from icsgen.messages.languages import languages
from icsgen.model import JobSearch
from icsgen.outlets.web.pages.fields import BY_NAME, FIELDS, LANGUAGES, choices_of
from icsgen.outlets.web.pages.forms import BLANK, Form, read
from icsgen.outlets.web.site import LARGEST_FORM

FORM = {
    "company": "Acme Corp",
    "role": "Data Engineer",
    "start": "2026-11-17T14:30",
    "duration": "45",
    "timezone": "America/New_York",
    "country": "US",
    "subdivision": "NY",
    "interviewers": "Jana Müller <jana@acme.example>, Head of Data\r\nTom Lee",
    "decision": "end of November",
    "name": "Ana Pérez",
    "email": "ana@example.org",
    "round": "1",
    "language": "en",
    "cadence": "standard",
}
DOCUMENT = """
me: {name: Ana Pérez, email: ana@example.org, timezone: America/New_York, country: US, subdivision: NY}
company: Acme Corp
role: Data Engineer
start: 2026-11-17 14:30
duration: 45 min
interviewers:
  - {name: Jana Müller, email: jana@acme.example, title: Head of Data}
  - Tom Lee
decision: end of November
"""


class Page(HTMLParser):
    """A page: its elements by id, the options chosen, and every attribute."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.by_id: dict[str, dict[str, str]] = {}
        self.attributes: list[tuple[str, str, str]] = []
        self.labels: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.attributes += [(tag, name, value) for name, value in found.items()]
        if "id" in found:
            assert found["id"] not in self.by_id, f"{found['id']} stands twice"
            self.by_id[found["id"]] = found
        if tag == "label":
            self.labels.add(found["for"])

    def text(self, name: str) -> str:
        """What stands in the line with an id."""
        found = re.search(rf'<(\w+)[^>]* id="{name}"[^>]*>(.*?)</\1>', self.html, re.DOTALL)
        return " ".join(unescape(re.sub(r"<[^>]*>", "", found[2])).split()) if found else ""

    @property
    def words(self) -> str:
        return " ".join(unescape(re.sub(r"<[^>]*>", " ", self.html)).split())


@pytest.fixture(name="site", scope="module")
def _site() -> Asked:
    return Asked()


def sent(site: Asked, asked: str = "", **fields: str) -> TestResponse:
    """The answer to a form."""
    values = FORM | {name.replace("_", "-"): value for name, value in fields.items()}
    return site.client.post("/", data=values | ({"as": asked} if asked else {}))


def searched(document: str = DOCUMENT) -> JobSearch:
    return load(document.encode(), "interview.yaml")


def test_first_look(site: Asked) -> None:
    """The form, every field of it with a label, its hint and the line for what is wrong in it."""
    answer = site.client.get("/")
    page = Page(answer.text)

    assert answer.status_code == 200
    assert "Nothing you type is stored or sent anywhere else." in page.words
    for field in FIELDS:
        described = page.by_id[field.name]["aria-describedby"].split()
        assert field.name in page.labels
        assert all(name in page.by_id for name in described)
        assert f"{field.name}-problem" in described
        assert page.text(f"{field.name}-problem") == ""


def test_the_ladder_is_that_of_the_document(site: Asked) -> None:
    """Each step has the title, the reason and the messages of the same document's plan."""
    page = Page(sent(site).text)
    plan = make_plan(searched(), now=NOW)

    assert plan.entries
    for entry in plan.entries:
        assert entry.title in page.words
        assert " ".join(entry.milestone.why.split()) in page.words
        for message in entry.messages:
            for line in message.body.splitlines():
                assert " ".join(line.split()).replace(" ", "") in page.words.replace(" ", "")
    assert 'class="ladder"' in page.html
    assert page.text("decision-echo") == '"end of November", read as Mon 30 Nov 2026.'


def test_warnings_lead_to_their_field(site: Asked) -> None:
    """What a region would decide is told above the ladder, in the words of the form."""
    page = Page(sent(site, subdivision="").text)

    assert '<a href="#subdivision">State or region</a>: Some parts of US differ' in page.html
    assert "give “State or region”, or “none”, to have it right." in page.words


def test_the_calendar(site: Asked) -> None:
    """The file is that of the library, to the byte."""
    answer = sent(site, "ics")
    plan = make_plan(searched(), now=NOW)

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="acme-corp-data-engineer.ics"'
    assert answer.data == write(plan.entries, candidate=plan.candidate, stamp=NOW)


def test_the_calendar_of_the_command_line(
    site: Asked, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same details as options make the same file; so does a country that is left to the time zone."""
    names = ("company", "role", "start", "timezone", "subdivision", "decision", "name", "email")
    options = [word for name in names for word in (f"--{name}", FORM[name])]
    calendar = tmp_path / "acme.ics"
    with pytest.raises(SystemExit):
        main(["generate", *options, "--now", NOW.isoformat(), "-o", str(calendar)])
    capsys.readouterr()

    assert sent(site, "ics", country="", duration="60", interviewers="").data == calendar.read_bytes()


def test_the_document(site: Asked) -> None:
    """What is kept for later comes to the same calendar."""
    answer = sent(site, "yaml")
    plan = make_plan(load(answer.data, "acme.yaml"), now=NOW)

    assert answer.headers["Content-Disposition"].endswith('.yaml"')
    assert write(plan.entries, candidate=plan.candidate, stamp=NOW) == sent(site, "ics").data


def test_who_lives_elsewhere(site: Asked) -> None:
    """The calendar is in the zone of whoever asks; a country that is not chosen is the time zone's."""
    answer = sent(site, "yaml", country="", own_timezone="Europe/Berlin")
    search = load(answer.data, "acme.yaml")

    assert (search.me.region.timezone.key, search.me.region.country) == ("Europe/Berlin", "DE")
    (interview,) = search.interviews
    assert (interview.region.timezone.key, interview.region.country) == ("America/New_York", "US")
    assert interview.region.subdivision == "NY"
    assert "(United States, Germany)" in sent(site, country="", own_timezone="Europe/Berlin").text


WRONG = {
    "company": [("", "Missing; expected the employer's name.")],
    "role": [("\u200b", "Found an empty text; leave it empty, or fill it in.")],
    "start": [
        ("", "Missing; expected a date and a time such as 2026-11-17 14:30."),
        ("17 November", 'Found "17 November"; expected a date and a time'),
        ("2026-11-01T01:30", "2026-11-01 01:30 comes twice in America/New_York"),
        ("2026-03-08T02:30", "2026-03-08 02:30 does not exist in America/New_York"),
        ("2026-11-17 14:30 - 15:30", "expected the end under “Length in minutes”."),
    ],
    "duration": [("long", 'Found "long"; expected a length such as 45 min'), ("0", 'Found "0 min"')],
    "timezone": [
        ("", "Missing; expected an IANA time zone"),
        ("Europe/Berln", 'Unknown time zone "Europe/Berln"; did you mean Europe/Berlin?'),
        ("x" * 2001, "Longer than 2,000 characters; expected fewer."),
    ],
    "country": [("ZZ", 'Unknown country "ZZ"')],
    "subdivision": [("NJX", 'Unknown subdivision "NJX" of US')],
    "own-timezone": [("Nowhere", 'Unknown time zone "Nowhere"')],
    "own-country": [("ZZ", 'Unknown country "ZZ"')],
    "own-subdivision": [("QQ", 'Unknown subdivision "QQ"')],
    "interviewers": [
        (
            "Jana <jana@@acme>\nTom <tom>",
            'Found "jana@@acme"; expected an address such as ana@example.org. Found',
        ),
        ("jana@acme.example", "expected a name, or Sam Ode <sam@acme.example>."),
    ],
    "decision": [
        ("banana", '"banana" is not a timeline that can be read; expected a date'),
        ("2026-11-02", "lies before the interview on Tue 17 Nov 2026"),
    ],
    "email": [("ana@", 'Found "ana@"; expected an address such as ana@example.org.')],
    "contact": [("Ann Lee; Bob Ray", "expected one name, the others under Interviewers.")],
    "round": [("zero", 'Found "zero"; expected a whole number from 1 to 99.')],
    "language": [("it", 'No texts in "it"')],
    "cadence": [("hasty", 'Unknown cadence "hasty"')],
}


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        pytest.param(name, value, text, id=f"{name}-{number}")
        for name, found in WRONG.items()
        for number, (value, text) in enumerate(found)
    ],
)
def test_problems_beside_their_fields(site: Asked, name: str, value: str, text: str) -> None:
    """What is wrong is said beside the field, which is marked, and above all, with a link to the field."""
    more = {"own_timezone": "Europe/Berlin", "own_country": "DE"} if name == "own-subdivision" else {}
    more |= {"own_timezone": "Europe/Berlin"} if name == "own-country" else {}
    answer = sent(site, **(more | {name.replace("-", "_"): value}))
    page = Page(answer.text)

    assert answer.status_code == 422
    assert text in page.text(f"{name}-problem")
    assert "hidden" not in page.by_id[f"{name}-problem"]
    assert page.by_id[name]["aria-invalid"] == "true"
    assert f'<a href="#{name}">' in page.html
    assert [each for _, attribute, each in page.attributes if attribute == "aria-invalid"] == ["true"]
    assert "{" not in page.words
    assert "`" not in page.words


def test_all_problems_at_once(site: Asked) -> None:
    """The summary counts and names every one in the order of the fields, and has the focus."""
    page = Page(sent(site, company="", start="", timezone="Nowhere", country="", email="x").text)
    links = re.findall(r'<li><a href="#([\w-]+)">', page.html)

    assert page.text("to-mend") == "4 things to mend"
    assert links == ["company", "start", "timezone", "email"]
    assert page.by_id["answer"]["tabindex"] == "-1"
    assert page.by_id["details"]["action"] == "#answer"
    assert "<title>4 to mend –" in page.html


def test_an_empty_form(site: Asked) -> None:
    """What is missing is each said at its field, with nothing else."""
    page = Page(site.client.post("/", data={}).text)
    links = re.findall(r'<li><a href="#([\w-]+)">', page.html)

    assert links == ["company", "role", "start", "timezone"]


def test_a_file_asked_for_too_soon(site: Asked) -> None:
    """The page says why there is none."""
    answer = sent(site, "ics", decision="banana")

    assert answer.status_code == 422
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "attachment" not in answer.headers.get("Content-Disposition", "")


def test_a_time_that_comes_twice_can_be_told(site: Asked) -> None:
    """What no picker can say is written out."""
    page = Page(sent(site, start="2026-11-01T01:30").text)
    again = sent(site, start="2026-11-01 01:30 -05:00", decision="")

    assert page.by_id["start"]["type"] == "text"
    assert page.by_id["start"]["value"] == "2026-11-01 01:30"
    assert again.status_code == 200
    assert Page(sent(site).text).by_id["start"]["type"] == "datetime-local"
    assert sent(site, start="2026-11-17 2:30 pm").status_code == 200


def test_the_result_alone(site: Asked) -> None:
    """The result alone, while it is typed: what is empty still is no fault, what is wrong tells where."""
    ladder = sent(site, "part")
    unfinished = sent(site, "part", role="", email="ana@")

    assert ladder.status_code == unfinished.status_code == 200
    assert "<html" not in ladder.text
    assert "<form" not in ladder.text
    assert 'data-echo="decision"' in ladder.text
    assert 'data-field="email" data-wrong="Found &#34;ana@&#34;; expected' in unfinished.text
    assert 'Still needed: <a href="#role" data-field="role">Role</a>.' in unfinished.text


HOSTILE = "<script>alert(1)</script>\"'>{{7*7}}\r\nSet-Cookie: x\x00\u202e"


def test_hostile_words(site: Asked) -> None:
    """Whatever is written stays words: no markup, no header, no line of its own, no turned direction."""
    for asked in ("", "part"):
        html = sent(site, asked, company=HOSTILE, role="</textarea><img src=x>", interviewers=HOSTILE).text
        assert "<script>alert" not in html
        assert "<img" not in html
        assert "{{7*7}}" in unescape(html)
        assert "\x00" not in html
        assert "\u202e" not in html


@pytest.mark.parametrize(
    ("company", "role", "disposition"),
    [
        ('A"; x=y\r\nX: 1', "R/../..\\", 'attachment; filename="a-x-y-x-1-r.ics"'),
        (
            "Müller",
            "Köchin",
            "attachment; filename=\"muller-kochin.ics\"; filename*=UTF-8''m%C3%BCller-k%C3%B6chin.ics",
        ),
        (
            "東京",
            "営",
            "attachment; filename=\"interview.ics\"; filename*=UTF-8''%E6%9D%B1%E4%BA%AC-%E5%96%B6.ics",
        ),
        ("…", "!", 'attachment; filename="interview.ics"'),
    ],
)
def test_names_of_files(site: Asked, company: str, role: str, disposition: str) -> None:
    """A name is made of letters and figures alone, and in ASCII too (RFC 6266)."""
    assert sent(site, "ics", company=company, role=role).headers["Content-Disposition"] == disposition


def test_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No answer is to be stored, no file is there afterwards, and nobody is told anything."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    site = Asked()
    for asked in ("", "part", "ics", "yaml"):
        answer = sent(site, asked)
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in answer.headers
        assert sent(site, asked, decision="banana").headers["Cache-Control"] == "no-store"

    assert [*tmp_path.iterdir()] == []
    assert site.told == []


def test_too_much(site: Asked) -> None:
    """More than a form holds is refused."""
    answer = site.client.post("/", data=FORM | {"strength": "x" * LARGEST_FORM})

    assert answer.status_code == 413


def test_nothing_from_elsewhere(site: Asked) -> None:
    """Links are relative, so that it may lie under a path; no style and no script stands in the page."""
    for html in (
        site.client.get("/").text,
        sent(site).text,
        sent(site, email="x").text,
        sent(site, "part").text,
    ):
        page = Page(html)
        for tag, name, value in page.attributes:
            assert name != "style"
            assert not name.startswith("on")
            if name in ("href", "src", "action"):
                assert re.match(r"#|static/|mailto:|tel:", value), (tag, value)
            if name == "href" and value.startswith("#"):
                assert value[1:] in page.by_id or value[1:] in BY_NAME or value == "#main"
        assert not re.search(r"<style|<script(?![^>]* src=)", html)
    assert "script-src 'self'" in site.client.get("/").headers["Content-Security-Policy"]
    for name in ("start.css", "start.js"):
        with site.client.get(f"/static/{name}") as answer:
            assert answer.status_code == 200


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Ann Lee", ["Ann Lee"]),
        ("Ann Lee <a@x.org>", ["Ann Lee <a@x.org>"]),
        (
            "Ann Lee <a@x.org>, Head of Data & AI",
            [{"name": "Ann Lee", "email": "a@x.org", "title": "Head of Data & AI"}],
        ),
        ("Ann Lee, CTO, a@x.org", [{"name": "Ann Lee", "email": "a@x.org", "title": "CTO"}]),
        ("Ann Lee, a@x.org", [{"name": "Ann Lee", "email": "a@x.org"}]),
        ("Lee, Ann <a@x.org>", ["Ann Lee <a@x.org>"]),
        ("Ann Lee (CTO) <a@x.org>", [{"name": "Ann Lee", "email": "a@x.org", "title": "CTO"}]),
        ("Ann <a@x.org>, Bob <b@x.org>", ["Ann <a@x.org>", "Bob <b@x.org>"]),
        ("Ann; Bob\n\nCy and Di", ["Ann", "Bob", "Cy", "Di"]),
        (" \n , ", []),
    ],
)
def test_people_on_lines(text: str, people: list[object]) -> None:
    """People are taken as they are written in a form, one a line."""
    assert people_on_lines(text) == people


def test_choices_are_complete() -> None:
    """Every language there are texts in can be chosen; countries by name, each once."""
    countries = choices_of("country")[1:]
    names = [name for _, name in countries]

    assert LANGUAGES.keys() == {*languages()}
    assert ("AX", "Åland Islands") in countries[:3]
    assert all(name != code for code, name in countries)
    assert len({*names}) == len(names)


def fields() -> Iterator[tuple[str, str]]:
    """Each field with a value that is right."""
    for field in FIELDS:
        yield field.name, FORM.get(field.name, "")


@given(
    st.fixed_dictionaries({name: st.one_of(st.just(value), st.text(max_size=30)) for name, value in fields()})
)
def test_whatever_is_written(values: dict[str, str]) -> None:
    """Any words come to a plan, or to faults that all have words."""
    found = read(Form.sent(values), NOW)

    assert (found.plan is None) == bool(found.faults)
    assert all(fault.text and fault.field for fault in found.faults)


def test_a_blank_form_is_what_is_first_shown() -> None:
    """What is there at first says nothing in a document."""
    assert read(BLANK, NOW).tree == {"me": {}}
