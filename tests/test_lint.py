"""The lint: every rule of CADENCE section 6, each finding with its place; our own messages have none."""

from __future__ import annotations

import itertools
import re

import pytest
from test_compose import LADDER_MAILS, VARIANTS, entries, messages, panel

from icsgen.messages import lint
from icsgen.model import Message

SOUND = " ".join(["word"] * 70)


def message(
    body: str = SOUND, kind: str = "follow-up", subject: str = "Interview", to: str = "Jo"
) -> Message:
    gaps = tuple(re.findall(r"\[ADD: (.*?)\]", f"{subject}\n{body}"))
    return Message(kind=kind, to=(to,), subject=subject, body=body, gaps=gaps)


def found(*sent: Message) -> list[tuple[str, int, int]]:
    return [(each.rule, each.line, each.column) for each in lint(sent)]


@pytest.mark.parametrize(
    ("body", "places"),
    [
        (SOUND, []),
        (f"Dear Jo,\n\nI am just checking in. {SOUND}", [("phrase", 3, 6)]),
        (f"Dear Jo,\n\nI HAVEN’T heard back. {SOUND}", [("phrase", 3, 1)]),
        (f"Dear Jo,\n\nI am touching\nbase. {SOUND}", [("phrase", 3, 6)]),
        (f"To whom it may concern: {SOUND}", [("phrase", 1, 1)]),
        (f"Dear [ADD: the interviewer's name], to whom it may concern {SOUND}", [("gap", 1, 6)]),
        (f"Thank you! {SOUND}", []),
        (f"Thank you! {SOUND}\nIndeed!", [("shouting", 2, 7)]),
        (f"{SOUND}\n\n[ADD: a topic] and [ADD: your name]", [("gap", 3, 1), ("gap", 3, 20)]),
        ("word " * 49, [("words", 0, 0)]),
        ("word " * 50, []),
        ("word " * 100, []),
        ("word " * 101, [("words", 0, 0)]),
    ],
)
def test_a_body(body: str, places: list[tuple[str, int, int]]) -> None:
    """Line and column are those of a text editor."""
    assert found(message(body)) == places


def test_a_subject() -> None:
    """60 characters, and no gap."""
    assert found(message(subject="x" * 60)) == []
    assert found(message(subject="x" * 61)) == [("subject", 0, 0)]
    assert found(message(subject="For [ADD: roles]")) == [("gap", 0, 5)]
    assert [each.rule for each in lint([message(subject="[ADD: field]", kind="recruiter")])] == ["yours"]


def test_notes_to_a_panel() -> None:
    """Two of a kind that share more than 60 % of the shorter one's trigrams."""
    words = [f"w{number}" for number in range(80)]
    one, other = " ".join(words), " ".join([*words[:40], *(f"v{number}" for number in range(40))])

    assert found(message(one), message(one, to="Al")) == [("alike", 0, 0)]
    assert found(message(one), message(other)) == []
    assert found(message(one), message(one, kind="call-mail")) == []
    (alike,) = lint([message(one), message(one, to="Al")])
    assert alike.text == "100% of it stands in the note to Al; at most 60% may"


def test_our_own_messages_have_no_finding() -> None:
    """But for the gaps of what is not known, in every combination of details; and so have whole panels."""
    for interview, me in VARIANTS:
        for sent in (each.messages for each in entries(interview, me)):
            assert {each.rule for each in lint(sent)} <= {"gap", "yours"}
    for kind, size in itertools.product(LADDER_MAILS, range(1, 9)):
        assert {each.rule for each in lint(messages(panel(size), kind))} <= {"gap", "yours"}, (kind, size)
