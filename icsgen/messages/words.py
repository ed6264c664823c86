"""Small pieces of English: dates in words, lists of names, gaps, and the user's own phrases made to fit."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from functools import lru_cache
from zoneinfo import ZoneInfo

from icsgen.dates import MONTHS, WEEKDAYS

__all__ = [
    "cut",
    "dates_in_words",
    "day_and_month",
    "dealt",
    "gap",
    "gaps_in",
    "in_words",
    "listing",
    "mailbox",
    "one_line",
    "place_of",
    "short_date",
    "stop",
    "strength_sentence",
    "tel",
    "topic_phrase",
]

GAP = re.compile(r"\[ADD: ([^\]]+)\]")
ISO_DATE = re.compile(r"\b\d{4}-\d\d-\d\d\b")
MAILBOX_SPECIALS = re.compile(r'[][\\()<>@,:;".]')  # RFC 5322, 3.2.3
EXTENSION = re.compile(r"(?:,|;)?\s*(?:ext\.?|extension|x|#)\s*=?\s*(\d+)$", re.IGNORECASE)

# A clause in the first person stands as a sentence of its own: "I have run …", "In my last job I ran …".
FIRST_PERSON = re.compile(
    r"i\b(?!\.)|(?:in|at|as|for|from|when|while|since|during|over|with|after)\b.*\bI\b", re.IGNORECASE
)
# "move to streaming" wants its article; "moving to", "plans for" and "how to" do not.
BARE_NOUN = re.compile(r"(?!how|what|when|where|why|who|whether)[a-z-]+(?<!ing)(?<!s) (?:to|of|from) ")
LEADING_WORD = re.compile(r"(?:The|An?|Your|Our|My|How|What|Why|When|Where|Whether)\b")


def one_line(text: str | None) -> str:
    """The text on one line: nothing but spaces between its words, so that no value can break one."""
    if not text:
        return ""
    return text if text.isprintable() else " ".join(text.split())


def gap(what: str) -> str:
    """A visible gap: ``[ADD: your name]``."""
    return f"[ADD: {what.replace('[', '(').replace(']', ')')}]"


def gaps_in(text: str) -> tuple[str, ...]:
    """What the gaps of a text ask for, each once, in order."""
    return tuple(dict.fromkeys(GAP.findall(text))) if "[ADD: " in text else ()


def day_and_month(day: dt.date) -> str:
    """``Tuesday, 17 November``."""
    return f"{WEEKDAYS[day.weekday()]}, {day.day} {MONTHS[day.month - 1]}"


def in_words(day: dt.date) -> str:
    """``Tuesday, 17 November 2026``."""
    return f"{day_and_month(day)} {day.year}"


def short_date(day: dt.date) -> str:
    """``17 Nov``."""
    return f"{day.day} {MONTHS[day.month - 1][:3]}"


def dates_in_words(text: str) -> str:
    """The text with each ISO date in it spelled out."""

    def spell(found: re.Match[str]) -> str:
        try:
            return in_words(dt.date.fromisoformat(found[0]))
        except ValueError:
            return found[0]

    return ISO_DATE.sub(spell, text)


def listing(names: Sequence[str]) -> str:
    """``Ann``, ``Ann and Bo``, ``Ann, Bo and Cy``."""
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def stop(text: str) -> str:
    """The text with a full stop, unless it has one: ``Acme, Inc.`` keeps its own."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


@lru_cache(maxsize=1024)
def topic_phrase(topic: str) -> str:
    """A topic as it reads after "about": no stop, no leading capital of an article, no article missing."""
    phrase = one_line(topic).rstrip(" .,;:!?")
    if LEADING_WORD.match(phrase):
        return phrase[0].lower() + phrase[1:]
    return f"the {phrase}" if BARE_NOUN.match(phrase) else phrase


def strength_sentence(strength: str) -> str:
    """A strength as a sentence, whether it came as a clause or as a fragment."""
    phrase = one_line(strength).rstrip(" .,;:!")
    if FIRST_PERSON.match(phrase):
        return stop(phrase[:1].upper() + phrase[1:])
    return stop(f"What I would bring: {phrase}")


def cut(text: str, room: int) -> str:
    """The text's first words, with an ellipsis, in so many characters."""
    if len(text) <= room:
        return text
    head, space, _ = text[:room].rpartition(" ")
    return (head if space else text[: room - 1]).rstrip(" ,;:/&(-–") + "…"


def mailbox(name: str, email: str | None) -> str:
    """``Name <address>``, quoted where RFC 5322 asks for it, or the name alone."""
    if not email:
        return name
    if MAILBOX_SPECIALS.search(name):
        name = '"' + re.sub(r'([\\"])', r"\\\1", name) + '"'
    return f"{name} <{email}>"


def tel(phone: str) -> str:
    """The number as a `tel:` link (RFC 3966), or nothing where letters stand for digits."""
    number, extension = phone, EXTENSION.search(phone)
    if extension:
        number = phone[: extension.start()]
    if re.search(r"[^\W\d_]", number):
        return ""
    plus = "+" if number.startswith("+") else ""
    if plus:
        number = number.replace("(0)", "")  # the trunk zero is not dialled from abroad
    digits = re.sub(r"\D", "", number)
    return f"tel:{plus}{digits}" + (f";ext={extension[1]}" if extension else "") if digits else ""


def place_of(zone: ZoneInfo) -> str:
    """The zone's city and name: ``New York (America/New_York)``; a zone without a city has its name alone."""
    key = str(zone)
    city = key.rpartition("/")[2].replace("_", " ")
    return key if city == key or key.startswith("Etc/") else f"{city} ({key})"


def dealt(n: int, count: int, slot: int) -> int:
    """Which of so many lines person n gets in a slot, so that two people on one panel get different notes.

    Person n of the first V (the number of lines) gets line n in every slot, hence a note written as a
    whole; the later ones get mixtures. For a prime V any two of the first V * V people share at most one
    in V neighbouring slots.
    """
    return (n + n // count * slot) % count
