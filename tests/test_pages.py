"""A person's page: what stands where, what is hidden, what can be logged, and that nothing breaks it."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from msgspec.structs import replace
from sites import ADDRESS, Asked

from icsgen.details import load
from icsgen.ics import uid
from icsgen.model import Redaction
from icsgen.outlets.web import watched
from icsgen.outlets.web.pages.facts import FACTS as TOLD
from icsgen.outlets.web.pages.subscriptions import subscription
from icsgen.outlets.web.pages.words import FACTS, NAMES
from icsgen.outlets.web.site import application
from icsgen.outlets.web.tokens import Token, new_token, read_tokens, write_tokens
from icsgen.plan import make_plan
from icsgen.rules import KEYS

SAMPLES = Path(__file__).parent.parent / "samples"
PAGES = Path(__file__).parent.parent / "icsgen" / "outlets" / "web" / "pages"
DOCUMENT = """
me:
  name: Ana Pérez
  email: ana@example.org
  phone: +44 20 7946 0137
  timezone: Europe/London
  country: GB
  subdivision: ENG
interviews:
  - company: Thornbury Trust
    role: Head of Estates
    start: 2026-11-24 08:00
    duration: 30 min
    place: https://meet.thornbury.example/ana
    interviewers: [{name: Ines Roy, email: ines@thornbury.example, topics: [the boiler programme]}]
  - company: Kestrel Bikes
    role: Operations Lead
    start: 2026-10-20 10:00
    contact: {name: Ruth Hall, email: ruth@kestrel.example, phone: +44 20 7946 0000}
    log: [{thank-you: 2026-10-20}, {follow-up: 2026-11-03}]
"""


class Parsed(HTMLParser):
    """The elements of a page, and its words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.words += data

    def values(self, name: str) -> list[str]:
        """Of an attribute, wherever it stands."""
        return [attributes[name] for _, attributes in self.elements if name in attributes]


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "search.yaml"
    path.write_text(DOCUMENT, "utf-8")
    return path


def forms(page: str) -> list[dict[str, str]]:
    """What each form of a page sends."""
    found = re.findall(r"<form.*?</form>", page, re.DOTALL)
    return [
        {each["name"]: each.get("value", "") for tag, each in Parsed(form).elements if "name" in each}
        for form in found
    ]


def facts(page: str) -> list[str]:
    """What can be logged."""
    return sorted(each["fact"] for each in forms(page) if each.get("fact") and "undo" not in each)


def page(asked: Asked, number: int = 0) -> str:
    answer = asked.client.get(f"/p/{asked.opened[number].token.token}/")
    assert answer.status_code == 200, answer.text
    return answer.text


def shown(path: Path, *, writes: bool = False, shows: Redaction = "") -> Parsed:
    """The page of the only person of a document."""
    if shows:
        write_tokens(path, [Token(token=new_token(), person="", made=dt.date(2026, 11, 1), shows=shows)])
    return Parsed(page(Asked(path, writes=writes)))


def test_an_unknown_token_opens_nothing(document: Path) -> None:
    """It is answered as any unknown address."""
    client = Asked(document).client

    assert [client.get(f"/p/{new_token()}/").status_code, client.get("/p/").status_code] == [404, 404]


def test_what_is_due_comes_first(document: Path) -> None:
    """Headings: today's, then the jobs, the next one first, then how to subscribe."""
    found = page(Asked(document))

    headings = re.findall(r"<h2[^>]*>(?:<bdi>)?([^<]+)", found)
    assert headings == ["Today", "Kestrel Bikes", "Thornbury Trust", "The whole search", "Subscribe"]


def test_every_milestone_is_there_once(document: Path) -> None:
    """Each has its UID as its id, to which its event links; and no id stands twice."""
    ids = Counter(shown(document).values("id"))
    plan = make_plan(load(document.read_bytes(), "search.yaml"))

    assert {ids[uid(entry.milestone)] for entry in plan.told} == {1}
    assert set(ids.values()) == {1}


def test_links_within_the_page_lead_somewhere(document: Path) -> None:
    """So do labels of sections and pictures."""
    found = shown(document, writes=True)
    ids = set(found.values("id"))

    asked = [each[1:] for each in found.values("href") if each.startswith("#")]
    for name in ("aria-labelledby", "aria-describedby", "data-copies"):
        asked += found.values(name)
    assert asked
    assert set(asked) <= ids


def test_a_message_is_whole(document: Path) -> None:
    """To, subject and text, and links that mail and call; each date says why."""
    asked = Asked(document)
    asked.now = dt.datetime(2026, 11, 24, 7, tzinfo=dt.UTC)
    found = Parsed(page(asked))
    text = " ".join(found.words.split())

    assert "Ines Roy <ines@thornbury.example>" in text
    assert "Thank you - Head of Estates interview, 24 Nov 2026" in text
    assert "our conversation about the boiler programme" in text
    assert "Within 24 hours of the end at 08:30 on Tue 24 Nov 2026" in text
    assert any(each.startswith("mailto:ines@thornbury.example?subject=") for each in found.values("href"))
    assert "tel:+442079460000" in found.values("href")
    assert "https://meet.thornbury.example/ana" in found.values("href")


def test_gaps_are_marked(document: Path) -> None:
    """What is still to be filled in is told apart."""
    assert '<mark class="gap">[ADD: one strength that fits what they need]</mark>' in page(Asked(document))


def test_words_have_their_language(tmp_path: Path) -> None:
    """A message and a title are in the document's, the page is in English."""
    path = tmp_path / "bewerbung.yaml"
    path.write_bytes((SAMPLES / "bewerbung.yaml").read_bytes())

    found = shown(path)
    languages = Counter(found.values("lang"))
    assert found.elements[0] == ("html", {"lang": "en"})
    assert languages["de"] > 10


def test_the_employers_clock_is_told_where_it_differs(tmp_path: Path) -> None:
    path = tmp_path / "search.yaml"
    path.write_bytes((SAMPLES / "job-search.yaml").read_bytes())

    assert "18:30 in Berlin" in shown(path).words
    assert "in New York," not in shown(path).words


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
@pytest.mark.parametrize("shows", ["", "names", "busy"])
def test_it_stays_within_its_policy(sample: Path, shows: Redaction, tmp_path: Path) -> None:
    """No style and no script of its own, and nothing loaded but what lies beside it."""
    path = tmp_path / sample.name
    path.write_bytes(sample.read_bytes())
    found = shown(path, shows=shows, writes=True)

    for tag, attributes in found.elements:
        assert tag != "style"
        assert not any(name == "style" or name.startswith("on") for name in attributes)
        assert tag != "script" or "src" in attributes
    loaded = [each["href"] for tag, each in found.elements if tag == "link"] + found.values("src")
    assert all(each.startswith("../../static/") for each in loaded)
    assert set(found.values("action")) <= {"log"}


def test_links_are_relative_or_leave_the_site(document: Path) -> None:
    """None begins at the root, which a proxy or a folder may put elsewhere; what lies beside is there."""
    asked = Asked(document)
    found = Parsed(page(asked))
    links = found.values("href") + found.values("src")

    outside = ("webcal://", "https://", "mailto:", "tel:", "#")
    inside = [each for each in links if not each.startswith(outside)]
    assert all(each.startswith("../../static/") for each in inside)
    for each in inside:
        with asked.client.get(each.removeprefix("../..")) as answer:
            assert answer.status_code == 200


def test_the_static_files_load_nothing() -> None:
    """Neither by address nor by import."""
    for path in (PAGES / "static").iterdir():
        assert not re.search(r"@import|url\(|https?://(?!www\.w3\.org/2000/svg)", path.read_text("utf-8")), (
            path
        )


HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>\u202e שלום "


def test_hostile_words_are_words(tmp_path: Path) -> None:
    """What a document says is shown, never run, however long it is."""
    path = tmp_path / "hostile.yaml"
    bad = (HOSTILE + "x" * 5000).replace('"', '\\"')
    role = HOSTILE.replace('"', '\\"')
    path.write_text(
        f'me: {{name: "{bad}", email: a@b.example, timezone: Europe/London, country: GB}}\n'
        f'company: "{bad}"\nrole: "{role}"\nstart: 2026-11-23 10:00\nplace: "{bad}"\n'
        f'interviewers: [{{name: "{role}", title: "{bad}", topics: ["{bad}"]}}]\n',
        "utf-8",
    )
    found = shown(path, writes=True)

    assert [each for tag, each in found.elements if tag == "script"] == [
        {"src": "../../static/icsgen.js", "defer": ""}
    ]
    assert not [tag for tag, _ in found.elements if tag == "img"]
    assert "<script>alert(1)</script>" in found.words
    for heading in re.findall(r"<h\d[^>]*>(.*?)</h\d>", page(Asked(path)), re.DOTALL):
        assert len(Parsed(heading).words) < 300


def test_others_see_no_more_than_the_feed_says(tmp_path: Path) -> None:
    """Neither names nor messages nor whys; what others see of days off would tell where everybody is."""
    path = tmp_path / "search.yaml"
    path.write_bytes((SAMPLES / "job-search.yaml").read_bytes())
    found = shown(path, shows="names", writes=True)

    hidden = (
        "Acme",
        "Jana",
        "Sam Ode",
        "end of November",
        "streaming",
        "Dear",
        "Thanksgiving",
        "overdue",
        "late",
    )
    assert not [each for each in hidden if each in found.words]
    assert "Follow up with A. C.: Senior Data Engineer" in found.words
    assert "form" not in {tag for tag, _ in found.elements}
    assert not [each for each in found.values("href") if each.startswith(("mailto:", "tel:"))]


def test_busy_times_are_all_that_others_see(tmp_path: Path) -> None:
    path = tmp_path / "search.yaml"
    path.write_bytes((SAMPLES / "job-search.yaml").read_bytes())
    found = shown(path, shows="busy", writes=True)

    assert "Busy" in found.words
    assert not re.search(r"Engineer|Interview|A\. C\.|Thank|Follow|Job search", found.words)
    assert {tag for tag, _ in found.elements}.isdisjoint({"form", "desc"})


def test_what_is_due_is_logged_by_a_button(document: Path) -> None:
    """The fact, the interview and the day; and their answer, where there may be one."""
    asked = Asked(document, writes=True)
    found = Parsed(page(asked))

    assert facts(page(asked)) == ["call", "reply", "reply", "thank-you"]
    assert set(found.values("action")) == {"log"}
    assert page(asked).count("They said no</option>") == 2  # where there may be an answer, there may be a no
    assert {each["method"] for tag, each in found.elements if tag == "form"} == {"post"}
    assert "2026-11-24" in found.values("max")
    assert "kestrel-bikes-operations-lead" in found.values("value")


def test_the_last_fact_can_be_undone(document: Path) -> None:
    """Beside the thing done, and beside the job: only the last one of each log."""
    asked = Asked(document, writes=True)
    found = page(asked)

    assert "Logged last: Follow-up sent, Tue 3 Nov 2026" in found
    assert found.count('name="undo"') == 2
    done = next(
        each for each in found.split('<li class="step ') if "Done: Follow up with Kestrel Bikes" in each
    )
    assert 'name="undo"' in done


def test_what_was_pressed_is_taken_back(document: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each form does what it says, and leads back to its place; the document is then what it was."""
    monkeypatch.setattr(watched, "SECOND", 0.0)
    asked, before = Asked(document, writes=True), document.read_bytes()
    address = f"/p/{asked.opened[0].token.token}/"
    for fact in ("thank-you", "call", "reply"):
        form = next(each for each in forms(page(asked)) if each["fact"] == fact and "undo" not in each)
        answer = asked.client.post(f"{address}log", data=form)
        assert (answer.status_code, answer.headers["Location"]) == (303, f"./#{form['at']}")
        assert f"{fact}: 2026-11-24" in document.read_text("utf-8")
        found = page(asked)
        assert f'id="{form["at"]}"' in found
        back = next(each for each in forms(found) if "undo" in each and each["at"] == form["at"])
        assert asked.client.post(f"{address}log", data=back).status_code == 303
        assert document.read_bytes() == before


def test_a_page_is_the_same_all_day(document: Path) -> None:
    """As long as nothing is over: a copy of it changes no more often than what it says."""
    asked = Asked(document)
    first = page(asked)
    asked.now += dt.timedelta(hours=3)

    assert page(asked) == first


def test_a_call_without_a_follow_up_asks_for_that_first(tmp_path: Path) -> None:
    """The button says what it logs."""
    path = tmp_path / "search.yaml"
    path.write_text(DOCUMENT.replace(", {follow-up: 2026-11-03}", ""), "utf-8")
    asked = Asked(path, writes=True)
    asked.now = dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC)

    call = next(each for each in page(asked).split('<li class="step ') if "Call Kestrel Bikes" in each)
    assert 'name="fact" value="follow-up"' in call
    assert ">Follow-up sent<" in call


@pytest.mark.parametrize(("name", "writes"), [("search.yaml", False), ("search.json", True)])
def test_what_cannot_be_written_has_no_forms(name: str, writes: bool, tmp_path: Path) -> None:
    """Without `--write` nothing is logged, nor in what is no YAML."""
    path = tmp_path / name
    if path.suffix == ".json":
        me = '{"name": "Ana", "timezone": "Europe/London", "country": "GB"}'
        path.write_text(f'{{"me": {me}, "company": "A", "role": "B", "start": "2026-11-23 10:00"}}', "utf-8")
    else:
        path.write_text(DOCUMENT, "utf-8")

    assert "form" not in {tag for tag, _ in shown(path, writes=writes).elements}


def test_they_cannot_answer_twice_a_day_nor_after_the_end(tmp_path: Path) -> None:
    path = tmp_path / "search.yaml"
    kestrel = "{follow-up: 2026-11-03}"
    for fact in ("{reply: 2026-11-24}", "{rejected: 2026-11-10}"):
        path.write_text(DOCUMENT.replace(kestrel, f"{kestrel}, {fact}"), "utf-8")

        assert facts(page(Asked(path, writes=True))).count("reply") == 1


def test_faults_are_told(document: Path) -> None:
    """To whoever may see everything; what was sound last is shown still."""
    write_tokens(
        document,
        [
            Token(token=new_token(), person="", made=dt.date(2026, 11, 1)),
            Token(token=new_token(), person="", made=dt.date(2026, 11, 1), shows="names"),
        ],
    )
    asked = Asked(document)
    page(asked), page(asked, 1)
    document.write_text(DOCUMENT.replace("country: GB", "country: Utopia"), "utf-8")
    asked.restart()
    found, others = page(asked), page(asked, 1)

    assert "The document has faults; the calendar is as it was last sound" in found
    assert "Utopia" in found
    assert "The calendar can be subscribed to" in found
    assert "Utopia" not in others
    assert "Subscribe" in others


def test_faults_of_a_moment_are_told(document: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the server runs: what was last sound is shown whole, and what is wrong with what is new."""
    monkeypatch.setattr(watched, "SECOND", 0.0)
    asked = Asked(document, writes=True)
    sound = page(asked)
    document.write_text(DOCUMENT.replace("2026-10-20 10:00", "never"), "utf-8")
    found = page(asked)

    assert "The document has faults; the calendar is as it was last sound." in found
    assert re.search(r"<li><code>[^<]*search\.yaml:\d+:\d+: [^<]*never", found)
    assert re.findall("<h2.*", found) == re.findall("<h2.*", sound)
    assert facts(sound)
    assert not facts(found)


def test_without_a_calendar_it_says_so(document: Path) -> None:
    document.write_text(DOCUMENT.replace("country: GB", "country: Utopia"), "utf-8")
    found = page(Asked(document))

    assert "There is no calendar yet" in found
    assert "Subscribe" not in found


def test_how_to_subscribe() -> None:
    """A link of each program's own, all of them with the address."""
    found = subscription("https://feeds.example.org/feed/abc.ics", "Job search Ana & Co", only_here=False)
    links = {way.name: way.link for way in found.ways}

    address = "https%3A%2F%2Ffeeds.example.org%2Ffeed%2Fabc.ics"
    asked = f"addfromweb/?url={address}&name=Job%20search%20Ana%20%26%20Co"
    assert links == {
        "Apple Calendar": "webcal://feeds.example.org/feed/abc.ics",
        "Google Calendar": "https://calendar.google.com/calendar/u/0/r"
        "?cid=webcal%3A%2F%2Ffeeds.example.org%2Ffeed%2Fabc.ics",
        "Outlook.com": f"https://outlook.live.com/calendar/0/{asked}",
        "Microsoft 365": f"https://outlook.office.com/calendar/0/{asked}",
        "Thunderbird": "",
        "Android, and others": "",
    }
    assert all(way.expect for way in found.ways)
    assert found.code.startswith("<svg")


def test_the_page_has_the_feeds_address(document: Path) -> None:
    asked = Asked(document)
    found = Parsed(page(asked))

    assert f"{ADDRESS}{asked.path()}" in found.words
    assert "These addresses work on this machine only" not in found.words


def test_who_reads_on_one_machine_alone_is_told(document: Path) -> None:
    asked = Asked(document)
    client = application(replace(asked.site, address="http://127.0.0.1:8080")).test_client()
    (token,) = read_tokens(document)

    assert "These addresses work on this machine only" in client.get(f"/p/{token.token}/").text


def test_the_words_are_complete() -> None:
    """Each milestone has a name, and each fact is told."""
    assert {*NAMES} == {*KEYS}
    assert {*FACTS} == TOLD


def colours(css: str, dark: bool) -> dict[str, str]:
    light, _, rest = css.partition("prefers-color-scheme: dark")
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", rest if dark else light))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_everything_can_be_read(dark: bool) -> None:
    """Words have 4.5:1 on all that is behind them, and what else is to be seen has 3:1 (WCAG 2.2, AA)."""
    found = colours((PAGES / "static" / "icsgen.css").read_text("utf-8"), dark)

    for words in ("ink", "soft", "accent", "late", "done"):
        for behind in ("paper", "sheet", "sunk"):
            assert contrast(found[words], found[behind]) >= 4.5, (words, behind)
    for words, behind in (
        ("on-accent", "accent"),
        ("gap", "gap-soft"),
        ("ink", "late-soft"),
        ("late", "late-soft"),
    ):
        assert contrast(found[words], found[behind]) >= 4.5, (words, behind)
    for seen in ("edge", "theirs", "yours"):
        assert contrast(found[seen], found["paper"]) >= 3, seen
