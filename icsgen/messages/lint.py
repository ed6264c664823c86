"""The lint of messages (CADENCE section 6): deterministic findings, each with its place in the text."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

from msgspec import Struct

from icsgen.messages.drafts import SUBJECT_ROOM
from icsgen.messages.kinds import KINDS
from icsgen.messages.languages import language_named
from icsgen.messages.sources import source
from icsgen.model import Message

__all__ = ["GAPS", "Finding", "lint"]

GAPS = ("gap", "yours")
"""The rules of what is not written yet."""

WORD = re.compile(r"\w+")
WORDS = re.compile(r"\S*\w\S*")
"""Between blanks, as an editor counts; a mark that stands alone, as in French, is none."""
MOST_SHARED = 0.6
"""Of the trigrams of the shorter of two notes to one panel."""


class Finding(Struct, frozen=True, kw_only=True):
    """Something in a message that a coach would mend before it is sent."""

    message: Message
    rule: str
    """``words``, ``phrase``, ``shouting``, ``alike``, ``subject``; ``gap``, and ``yours`` for one that no
    detail fills, but who sends it on the day."""
    text: str
    line: int = 0
    """Of the body, from 1 on; 0: the subject, or the message as a whole."""
    column: int = 0
    """In that line, from 1 on; 0: the line as a whole."""


def lint(messages: Sequence[Message]) -> Iterator[Finding]:
    """What is to be mended in the messages of one event, which go to one panel."""
    for message in messages:
        yield from _subject(message)
        yield from _length(message)
        yield from _phrases(message)
        yield from _shouting(message)
        if message.gaps:
            yield from _gaps(message)
    if len(messages) > 1:
        yield from _alike(messages)


def _subject(message: Message) -> Iterator[Finding]:
    if (length := len(message.subject)) > SUBJECT_ROOM:
        text = f"a subject of {length} characters; at most {SUBJECT_ROOM} are shown on a phone"
        yield Finding(message=message, rule="subject", text=text)


def _length(message: Message) -> Iterator[Finding]:
    (least, most), count = KINDS[message.kind].words, len(WORDS.findall(message.body))
    if not least <= count <= most:
        text = f"{count} words; expected {least} to {most}"
        yield Finding(message=message, rule="words", text=text)


def _phrases(message: Message) -> Iterator[Finding]:
    """Banned phrases, however their words are cased or broken into lines; curly quotes are quotes."""
    text = message.body.casefold().replace("’", "'").replace("\n", " ")  # of the same length
    if len(text) != len(message.body):
        text = message.body.lower().replace("’", "'").replace("\n", " ")
    language = language_named(message.language)
    known = () if language.gaps_in(message.body.partition("\n")[0]) else (language.to_nobody,)
    for phrase in (*_banned(language.code), *known):
        if (at := text.find(phrase)) >= 0:
            yield _at(
                message, at, "phrase", f'"{message.body[at : at + len(phrase)]}" is worn out, or too much'
            )


def _shouting(message: Message) -> Iterator[Finding]:
    first, again = message.body.find("!"), -1
    if first >= 0:
        again = message.body.find("!", first + 1)
    if again >= 0:
        yield _at(message, again, "shouting", 'more than one "!"')


def _gaps(message: Message) -> Iterator[Finding]:
    own, pattern = _own_gaps(message.language, message.kind), language_named(message.language).gap_pattern
    for found in pattern.finditer(message.subject):
        rule = "yours" if found[0] in own else "gap"
        yield Finding(message=message, rule=rule, text=f"a gap left: {found[0]}", column=found.start() + 1)
    for found in pattern.finditer(message.body):
        rule = "yours" if found[0] in own else "gap"
        yield _at(message, found.start(), rule, f"a gap left: {found[0]}")


def _alike(messages: Sequence[Message]) -> Iterator[Finding]:
    """Two notes of one kind that share too much."""
    for one, other in itertools.combinations(messages, 2):
        if one.kind == other.kind:
            ours, theirs = _trigrams(one.body), _trigrams(other.body)
            shared = len(ours & theirs) / max(min(len(ours), len(theirs)), 1)
            if shared > MOST_SHARED:
                to = other.to[0] if other.to else "the other"
                text = f"{shared:.0%} of it stands in the note to {to}; at most {MOST_SHARED:.0%} may"
                yield Finding(message=one, rule="alike", text=text)


def _trigrams(text: str) -> set[tuple[str, ...]]:
    words = WORD.findall(text.casefold())
    return set(zip(words, words[1:], words[2:], strict=False))


def _at(message: Message, at: int, rule: str, text: str) -> Finding:
    line = message.body.count("\n", 0, at)
    column = at - (message.body.rfind("\n", 0, at) + 1)
    return Finding(message=message, rule=rule, text=text, line=line + 1, column=column + 1)


@cache
def _own_gaps(code: str, kind: str) -> frozenset[str]:
    """The gaps that no detail fills: of the template itself, and the name of a stranger."""
    language = language_named(code)
    found = {gap[0] for gap in language.gap_pattern.finditer(source(f"{code}/messages/{kind}"))}
    if KINDS[kind].to_stranger:
        found.add(language.gap_for(language.gaps.recruiter))
    return frozenset(found)


@cache
def _banned(language: str) -> tuple[str, ...]:
    """The phrases that no message holds, a line each."""
    text = (files("icsgen.messages") / f"templates/{language}/banned.txt").read_text("utf-8")
    return tuple(text.splitlines())
