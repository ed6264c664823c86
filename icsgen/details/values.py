"""The text of one detail to its value: names, addresses, zones. A `ValueError` says what is expected."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from difflib import get_close_matches
from importlib.resources import files
from typing import TypeVar
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from icsgen.details.phrases import FORMS_IN_WORDS, timeline
from icsgen.errors import Step
from icsgen.model import Timeline

__all__ = [
    "Fault",
    "FaultsError",
    "address",
    "between_commas",
    "country",
    "decision",
    "each",
    "email",
    "faults_at",
    "greeting",
    "language",
    "lines",
    "names",
    "one_line",
    "one_or_more",
    "person_words",
    "round_number",
    "sequence",
    "shown",
    "truth",
    "words_for",
    "zone",
]

OFFSET = re.compile(r"(?:GMT|UTC)? ?[+-]\d{1,2}(?::?\d\d)?", re.IGNORECASE)
ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]]+@[^\s@<>,;:\"()\[\]]+")
MAILBOX = re.compile(r"(?P<name>[^<>@]+?)\s*<(?P<email>[^<>]+)>")
MOST_ROUNDS = 99
PHRASES = "en"
"""The language in which timelines are read."""
TRUTHS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
SURROGATES = re.compile(r"[\ud800-\udbff][\udc00-\udfff]")

Value = TypeVar("Value")
Fault = tuple[tuple[Step, ...], str]
"""The way to what is wrong, and what is wrong with it."""


class FaultsError(ValueError):
    """All that is wrong in a mapping or a list."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("; ".join(text for _, text in faults))


def faults_at(step: Step, fault: ValueError) -> list[Fault]:
    """The faults of what stands under a key or an index."""
    if isinstance(fault, FaultsError):
        return [((step, *way), text) for way, text in fault.faults]
    return [((step,), str(fault))]


def shown(found: object) -> str:
    """A value as an error shows it: in quotes, not too long; of lists and mappings only what they are."""
    if isinstance(found, dict):
        return "a mapping"
    if isinstance(found, list):
        return "a list"
    if found is None or isinstance(found, bool):
        return {None: "nothing", True: "true", False: "false"}[found]
    text = str(found)
    return f'"{text if len(text) <= 60 else text[:57] + "…"}"'


def one_line(found: object) -> str:
    """Text on one line, white space and controls folded into single spaces."""
    if not isinstance(found, str):
        raise ValueError(f"found {shown(found)}; expected text")
    text = found.strip()
    if text.isprintable() and text and "  " not in text and unicodedata.is_normalized("NFC", text):
        return text  # nearly always
    text = SURROGATES.sub(_joined, text)
    text = " ".join(CONTROLS.sub(" ", text).split())
    if all(unicodedata.category(character) in ("Cf", "Zs") for character in text):  # nothing to see
        raise ValueError("found an empty text; leave the key out, or fill it in")
    return unicodedata.normalize("NFC", text)


def _joined(pair: re.Match[str]) -> str:
    """The one character that two halves of UTF-16 stand for: JSON writes it so."""
    return pair[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le")


def each(found: object, read: Callable[[object], Value]) -> tuple[Value, ...]:
    """Every item of a list, read.

    Raises:
        FaultsError: all that is wrong, each at its index.
    """
    if not isinstance(found, list):
        raise ValueError(f"found {shown(found)}; expected a list")
    faults: list[Fault] = []
    read_items: list[Value] = []
    for index, item in enumerate(found):
        try:
            read_items.append(read(item))
        except ValueError as fault:
            faults += faults_at(index, fault)
    if faults:
        raise FaultsError(faults)
    return tuple(read_items)


def one_or_more(found: object, read: Callable[[object], Value]) -> tuple[Value, ...]:
    """Every item of a list, or the one value that stands in its place."""
    return each(found, read) if isinstance(found, list) else () if found is None else (read(found),)


def lines(found: object) -> tuple[str, ...]:
    """One text, or a list of them."""
    return one_or_more(found, one_line)


def between_commas(found: object, read: Callable[[object], Value]) -> tuple[Value, ...]:
    """Every item of a list, read, or of a text between its commas."""
    if not isinstance(found, str):
        return one_or_more(found, read)
    return tuple(read(part) for part in one_line(found).split(","))


def names(found: object) -> tuple[str, ...]:
    """Words of ours, in a list or between commas."""
    return between_commas(found, one_line)


def email(found: object) -> str:
    """An address, as ``name@domain``."""
    text = one_line(found)
    if not ADDRESS.fullmatch(text):
        raise ValueError(f"found {shown(text)}; expected an address such as ana@example.org")
    return text


def language(found: object) -> str:
    """A language by its ISO 639-1 code, of ``de-AT`` too; whether there are texts in it, messages tell."""
    text = one_line(found)
    code = re.split("[-_]", text)[0].casefold()
    if not re.fullmatch("[a-z]{2}", code):
        raise ValueError(f"found {shown(text)}; expected a two-letter code such as en or de")
    return code


def greeting(found: object) -> str:
    """How a message begins: words, without the mark at their end."""
    text = one_line(found).rstrip(" ,:!")
    if not any(map(str.isalpha, text)):
        raise ValueError(f"found {shown(text)}; expected words such as Sehr geehrte Frau Dr. Müller")
    return text


def address(found: object) -> str:
    """A form of address."""
    text = one_line(found)
    if text not in ("formal", "informal"):
        raise ValueError(f"found {shown(text)}; expected formal or informal")
    return text


def truth(found: object) -> bool:
    """``true`` or ``false``, and what YAML's elder versions took for them."""
    word = str(found).casefold()
    if isinstance(found, dict | list) or word not in TRUTHS:
        raise ValueError(f"found {shown(found)}; expected true or false")
    return TRUTHS[word]


def round_number(found: object) -> int:
    """A whole number, from 1 on."""
    text = str(found).strip()
    if not re.fullmatch(r"[0-9]{1,2}", text) or int(text) not in range(1, MOST_ROUNDS + 1):
        raise ValueError(f"found {shown(found)}; expected a whole number from 1 to {MOST_ROUNDS}")
    return int(text)


def sequence(found: object) -> int:
    """A whole number, from 0 on, as an invitation counts its versions."""
    text = str(found).strip()
    if not re.fullmatch(r"[0-9]{1,10}", text):
        raise ValueError(f"found {shown(found)}; expected a whole number, from 0 on")
    return int(text)


def country(found: object) -> str:
    """An ISO 3166 code; whether there is such a country, holiday data tell."""
    text = one_line(found)
    return text.upper() if len(text) == 2 else text


def zone(found: object) -> ZoneInfo:
    """An IANA time zone."""
    text = one_line(found)
    try:
        if text in ("localtime", "posixrules", "Factory") or not text.isascii():
            raise ValueError(text)
        return ZoneInfo(text)
    except (ValueError, OSError, KeyError):  # no such file, a folder, a path out of the database
        raise ValueError(f"unknown time zone {shown(text)}; {_zone_hint(text)}") from None


def _zone_hint(text: str) -> str:
    from icsgen.details.zone_names import ZONE_OF  # late: most zones are written as they are named

    if OFFSET.fullmatch(text):  # Etc/GMT+1 is the other way round
        return "an offset is no place with a summer time; expected a name such as Europe/Berlin"
    if known := ZONE_OF.get(text.casefold().rpartition("/")[2].replace("_", " ")):
        return f"did you mean {known}?"
    names = (files("tzdata") / "zones").read_text("utf-8").split()
    cities = {name.rpartition("/")[2].casefold(): name for name in reversed(names)}
    whole = {name.casefold(): name for name in names}
    word = text.casefold().replace(" ", "_")
    ways = ((whole, word), (cities, word.rpartition("/")[2]))
    for cutoff in (1.0, 0.75):  # another spelling of a name or of a city, then what is near one
        for words, key in ways:
            if close := get_close_matches(key, words, n=1, cutoff=cutoff):
                return f"did you mean {words[close[0]]}?"
    return "expected an IANA name such as America/New_York or Europe/Berlin"


def decision(said: str) -> Timeline:
    """The employer's words about the decision."""
    named = timeline(said)
    if not named:
        expected = f"{FORMS_IN_WORDS}; else words and date apart, {{said: …, by: 2026-12-04}}"
        raise ValueError(f"{shown(said)} is not a timeline that can be read; expected {expected}")
    return replace(named, language=PHRASES)


def person_words(found: object) -> object:
    """``Sam Ode <sam@acme.example>`` as the mapping it stands for; anything else as it is."""
    if not isinstance(found, str):
        return found
    text = one_line(found)
    if "," in text or not any(map(str.isalpha, text)):
        expected = "one name, and several in a list: [Ann Lee, Bob Ray]"
        raise ValueError(f"found {shown(text)}; expected {expected}")
    match = MAILBOX.fullmatch(text)
    if not match and "@" in text:
        raise ValueError(f"found {shown(text)}; expected a name, or Sam Ode <sam@acme.example>")
    return match.groupdict() if match else {"name": found}


def words_for(key: str) -> Callable[[object], object]:
    """What makes plain words the mapping ``{key: words}`` they stand for, and leaves anything else."""

    def in_words(found: object) -> object:
        return found if isinstance(found, dict | list) or found is None else {key: found}

    return in_words
