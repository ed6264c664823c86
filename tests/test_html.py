"""The HTML of an event says what its plain text says, and no word of the user's becomes markup."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from storyteller import run
from test_compose import VARIANTS, entries, milestone

from icsgen.messages import compose, with_html
from icsgen.model import Entry

TAGS = {"html", "body", "br", "a"}
HOSTILE = (
    "<script>alert(1)</script>", '"><img src=x onerror=y>', "javascript:alert(1)", "&lt;b&gt;", "http://x.example/<b>",
    "https://x.example/?a=1&b=2\"onclick='y'", "mailto:a@b.example?body=<b>", "\u202eabc",
)  # fmt: skip


ESCAPED = {"n": "\n"}
"""In a line of TEXT (RFC 5545, 3.3.11); the rest stands for itself."""
JOB = "company: R&D <Labs>, Inc.; x\nrole: Cook\nstart: 2026-11-05 10:00\n"


class Page(HTMLParser):
    """The words, the tags and the targets of links."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words, self.tags, self.links = "", set[str](), list[str]()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert [name for name, _ in attributes] == (["href"] if tag == "a" else [])
        self.links += [target or "" for _, target in attributes]
        self.words += "\n" if tag == "br" else ""

    def handle_data(self, data: str) -> None:
        self.words += data


def page(description: str) -> Page:
    entry: Entry = compose(milestone("follow-up", ("follow-up",)))
    return Page(with_html(replace(entry, description=description)).html)


def test_it_holds_the_whole_text() -> None:
    """Word for word and line for line; of a mail's link its address is shown."""
    for interview, me in VARIANTS[::5]:
        for entry in entries(interview, me):
            found = Page(with_html(entry).html)
            plain = " ".join(word.partition("?subject=")[0] for word in entry.description.split(" "))
            assert found.words.split("\n")[:5] == plain.split("\n")[:5]
            assert all(link in entry.description for link in found.links)
            for message in entry.messages:
                assert message.body in found.words


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words(text: str) -> None:
    """As text, and in no tag or attribute but the target of a link."""
    found = page(f"Before {text} after\nthen")

    assert found.tags <= TAGS
    assert found.words.startswith("Before ")
    assert found.words.endswith(" after\nthen")
    assert all(link.startswith(("http://", "https://", "mailto:", "tel:")) for link in found.links)


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("see https://en.example/wiki/Foo_(bar) there", ["https://en.example/wiki/Foo_(bar)"]),
        ("(see https://x.example/a)", ["https://x.example/a"]),
        ("“https://x.example/a”, «https://x.example/b».", ["https://x.example/a", "https://x.example/b"]),
        ("https://x.example/?a=1&b=2, then", ["https://x.example/?a=1&b=2"]),
        ("tel:+15550199 (+1 555 0199)", ["tel:+15550199"]),
        ("mailto:a@b.example?subject=x&body=Ana%20P%2E", ["mailto:a@b.example?subject=x&body=Ana%20P%2E"]),
    ],
)
def test_a_link_ends_where_it_should(text: str, links: list[str]) -> None:
    """Brackets of its own are in it, those around it are not."""
    assert page(text).links == links


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), min_size=1))
def test_any_words(text: str) -> None:
    """Without a link in them they are read back as they were."""
    found = page(text)

    assert found.tags <= TAGS
    if not found.links:
        assert found.words == text


def test_html_in_a_calendar(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By an option, in a line of its own that is read back; written again, all stays; without it, it goes."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ICSGEN_NOW", "2026-11-01")
    Path("job.yaml").write_text(f"me: {{timezone: America/New_York, country: US}}\n{JOB}", "utf-8")
    run("generate", "job.yaml", "--html")
    first = Path("job.ics").read_bytes()
    for event in icalendar.Calendar.from_ical(first).walk("VEVENT"):
        found = Page(
            re.sub(r"\\(.)", lambda found: ESCAPED.get(found[1], found[1]), str(event["X-ALT-DESC"]))
        )
        assert found.words.split("\n")[0] == str(event["DESCRIPTION"]).split("\n")[0]
        assert event["X-ALT-DESC"].params["FMTTYPE"] == "text/html"
    run("generate", "job.yaml", "--html", "--now", "2026-11-02")
    assert Path("job.ics").read_bytes() == first

    run("generate", "job.yaml", "--now", "2026-11-02")
    assert b"X-ALT-DESC" not in Path("job.ics").read_bytes()
    run("generate", "job.yaml", "--html", "--redact", "names", "--now", "2026-11-02")
    assert b"X-ALT-DESC" not in Path("job.ics").read_bytes()
