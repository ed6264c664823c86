"""Hostile words in every field appear as text where they belong: they add no line, header, field or tag."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import icalendar
import pytest
from ruamel.yaml import YAML
from storyteller import run
from test_html import TAGS, page

from icsgen.messages.languages import languages

WORDS = (
    "one\r\nBEGIN:VEVENT\r\nSUMMARY:x\r\nEND:VEVENT\r\ntwo",
    "one\nBcc: all@world.example\n\ntwo",
    "{{ 7*7 }}{% for x in y %}{# z #}${x}%(x)s{0}{name}",
    "<script>alert(1)</script>\"'>&amp;",
    "\u202eright\u2066to\u2069left\u200f \u2028 \u2029 \x85 \ufeff",
    "a;b,c\\n\\d:\"e\"",
    "?cc=all@world.example&bcc=x#y%0D%0ABcc:z",
    "=cmd|'/c calc'!A1",
    "Ö" * 3_000,
    "[ADD: x] [[ ]] ---- 1 of 2 ----",
)  # fmt: skip
PROPERTIES = {
    *("UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "STATUS", "DTSTART", "DTEND", "RRULE", "SUMMARY"),
    *("DESCRIPTION", "X-ALT-DESC", "LOCATION", "URL", "CATEGORIES", "TRANSP", "X-ICSGEN-ID"),
    *("X-MICROSOFT-CDO-BUSYSTATUS", "X-MICROSOFT-CDO-ALLDAYEVENT"),
}
HEADERS = {
    *("X-Icsgen-Seal", "X-Unsent", "From", "To", "Subject", "MIME-Version"),
    *("Content-Type", "Content-Transfer-Encoding"),
}


def document(words: str, language: str) -> dict[str, Any]:
    """One interview that says them in every field that takes words."""
    person = {"name": words, "title": words, "greeting": words, "phone": words, "topics": [words, words]}
    return {
        "me": {
            "name": words,
            "phone": words,
            "email": "me@example.org",
            "id": words,
            "language": language,
            "timezone": "America/New_York",
            "country": "US",
        },
        "company": words,
        "role": words,
        "start": "2026-11-05 10:00",
        "place": words,
        "contact": {**person, "email": "jo@x.example"},
        "interviewers": [person, {**person, "name": f"Second {words}"}],
        "strength": words,
        "decision": {"said": words, "by": "2026-11-20"},
        "id": words,
    }


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("words", WORDS, ids=range(len(WORDS)))
def test_words_are_words(words: str, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The calendar with its links and its HTML, and the drafts, each read back by a reader of the form."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ICSGEN_NOW", "2026-11-01")
    with Path("job.yaml").open("w", encoding="utf-8") as file:
        YAML().dump(document(f"Needle {words}", language), file)
    run("generate", "job.yaml", "--html", "--eml", "mails")

    calendar = icalendar.Calendar.from_ical(Path("job.ics").read_bytes())
    events = calendar.walk("VEVENT")
    assert len(events) == 7
    assert not any(event.errors for event in events)
    for event in events:
        assert event.keys() <= PROPERTIES
        assert [part.name for part in event.subcomponents] in ([], ["VALARM"])
        text = str(event["DESCRIPTION"])
        assert len(text) <= 8_000
        assert page(text).tags <= TAGS
        for link in re.findall(r"mailto:\S*", text):
            assert {name for name, _ in parse_qsl(link.partition("?")[2])} <= {"subject", "body"}
    assert sum("Needle" in str(event["DESCRIPTION"]) for event in events) >= 5
    for path in Path("mails").iterdir():
        mail = message_from_bytes(path.read_bytes(), policy=default)
        assert isinstance(mail, EmailMessage)
        assert set(mail.keys()) <= HEADERS
        assert not mail.defects
        assert mail["X-Unsent"] == "1"
        assert {each.addr_spec for each in (mail["To"].addresses if mail["To"] else ())} <= {"jo@x.example"}
        assert "49" not in mail.get_content()
