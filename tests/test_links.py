"""The links of an event open the message that stands above them, and nothing else."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from test_compose import FULL, JANA, LONG_STRENGTH, SAM, VARIANTS, entries, milestone, panel

from icsgen.messages import compose
from icsgen.messages.links import encoded, mailto
from icsgen.model import Message, Person

LINK = re.compile(r"mailto:\S*")
TEXT = st.text(st.characters(exclude_categories=["Cs"]))


def opened(link: str) -> tuple[str, dict[str, str]]:
    """To whom a mail program writes, and the fields that it fills in (RFC 6068)."""
    parts = urlsplit(link)
    assert parts.scheme == "mailto"
    fields = parse_qsl(parts.query, keep_blank_values=True, strict_parsing=True)
    assert len(dict(fields)) == len(fields)
    return unquote(parts.path), dict(fields)


def message(subject: str, body: str, to: str = "Jo <jo@x.example>") -> Message:
    return Message(kind="follow-up", to=(to,), subject=subject, body=body)


@given(TEXT)
def test_encoded_as_the_standard_library_does(text: str) -> None:
    """Every character, be it of what a link or a calendar reads in its own way."""
    assert encoded(text) == quote(text, safe="")


@given(subject=TEXT, body=TEXT)
def test_a_link_is_read_back(subject: str, body: str) -> None:
    """Subject and text as they were, each line break as a mail has it; too long a text stays out."""
    link = mailto(message(subject, body))
    to, fields = opened(link)

    assert to == "jo@x.example"
    assert len(link) <= 2_000 or "body" not in fields
    assert fields["subject"] == subject
    assert fields.get("body", body.replace("\n", "\r\n")) == body.replace("\n", "\r\n")


@pytest.mark.parametrize("length", [100, 1900, 2100, 10_000_000])
def test_the_length_of_a_link(length: int) -> None:
    """At most 2,000 characters, else without the text."""
    link = mailto(message("Hello", "x" * length))

    assert ("body" in opened(link)[1]) == (length < 2000)


@pytest.mark.parametrize(
    "address", ["a@b.example?bcc=all@b.example", "a&cc=c@b.example", "a%0Abcc:c@b.example", "ü+1@b.example"]
)
def test_an_address_adds_no_field(address: str) -> None:
    """Whatever stands in it is the address."""
    to, fields = opened(mailto(message("Hello", "Body", f"A <{address}>")))

    assert to == address
    assert fields == {"subject": "Hello", "body": "Body"}


def test_each_mail_of_an_event_has_its_link() -> None:
    """Equal to the message above it: to whom, the subject, the text; nobody where no address is known."""
    for interview, me in VARIANTS:
        for entry in entries(interview, me):
            mails = [each for each in entry.messages if each.to]
            links = LINK.findall(entry.description)
            assert len(links) == len(mails)
            for link, mail in zip(links, mails, strict=True):
                to, fields = opened(link)
                assert to == (mail.to[0].partition("<")[2].removesuffix(">"))
                assert fields["subject"] == mail.subject
                assert len(link) <= 2_000
                if "body" in fields:
                    assert fields["body"].replace("\r\n", "\n") == mail.body


def test_texts_stand_in_up_to_two_links() -> None:
    """Each doubles the event; of more mails the text is above."""
    for size, whole in ((1, True), (2, True), (3, False), (8, False)):
        links = LINK.findall(compose(milestone("thank-you", ("thank-you",), panel(size))).description)
        assert ["body=" in link for link in links] == [whole] * size


def test_what_is_too_long_for_a_calendar_goes_last_things_first() -> None:
    """The texts of the links, then the links, then whole messages; which is said."""
    text = compose(milestone("thank-you", ("thank-you",), panel(8, LONG_STRENGTH))).description
    assert len(text) <= 8_000
    assert not LINK.findall(text)
    assert "did not fit here" not in text

    people = tuple(Person(name=f"P{n}", topics=("x" * 700,)) for n in range(8))
    text = compose(milestone("thank-you", ("thank-you",), replace(FULL, interviewers=people))).description
    assert len(text) <= 8_000
    assert "did not fit here" in text

    two = replace(FULL, interviewers=(replace(JANA, topics=("y " * 900,)), replace(SAM, topics=("z",))))
    text = compose(milestone("thank-you", ("thank-you",), two)).description
    assert len(text) <= 8_000
    assert len(LINK.findall(text)) == 2


def test_a_link_is_whole_wherever_it_stands() -> None:
    """It ends in nothing that a program leaves out, and is never too long."""
    assert mailto(message("Hello", "Ana P.")).endswith("Ana%20P%2E")
    assert mailto(message("北" * 250, "x")) == "mailto:jo@x.example"
    assert opened(mailto(message("Hello.", "x" * 3_000)))[1] == {"subject": "Hello."}


def test_a_place_of_thousands_of_characters_leaves_the_messages_their_room() -> None:
    """What is cut is the end of what is to be done."""
    held = replace(FULL, location="Room " * 2_000)
    text = compose(milestone("interview", ("timeline-question",), held)).description
    assert len(text) <= 8_000
    assert "Before we finish" in text
