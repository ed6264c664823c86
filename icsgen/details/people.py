"""People in a cell or on the lines of a form, to what a document would hold."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from icsgen.details import cells
from icsgen.details.sources import Tree
from icsgen.details.title_words import OF_TITLES

__all__ = ["people"]

LINES = re.compile(r"[;\n]")
AND = r"(?:&|/|\+|and|und|et|y)"
APART = re.compile(rf"(\s*,\s*|\s+(?:[-–—|]|{AND})\s+)(?![^()]*\)|[^<>]*>)")
"""What may stand between people, or a person and what they do; in brackets does not."""
WORDS = re.compile(
    r"(?P<name>[^<>()@]*?) ?(?:\((?P<title>[^()@]+)\))?"
    r" ?(?:<(?P<email>[^<>]*)>|\(?(?P<bare>[^\s<>()]+@[^\s<>()]+)\)?)? ?(?:\((?P<behind>[^()@]+)\))?"
)
LAST_FIRST = re.compile(r"(?:(?:[^\W\d_]+\s)*[^\W\d_][\w'’-]*), (?:(?:Dr|Prof)\.\s)*[\w'’-]+(?: \w\.)?")
FIRST_AND_LAST = re.compile(r"([^\W\d_]{2,})[._]([^\W\d_]{2,})@.+")
"""An address that tells a name: ``jana.mueller@acme.example``."""
PARTICLES = ("da", "de", "del", "den", "der", "di", "dos", "du", "la", "le", "ten", "ter", "van", "von", "zu")
"""What stands in small letters in a name."""
MOST_NAMES = 5
LONGEST_LINE, LONGEST_PERSON = 8000, 300  # characters
LONGEST_SHORT = 4  # letters of CTO, or CISO


class Found(Struct, frozen=True):
    """A person, as far as they are read."""

    name: str
    title: str = ""
    email: str = ""

    def doing(self, mark: str, found: Found) -> Found:
        """With what stands behind a mark, which is what they do, or an address of theirs."""
        more = f"{found.name} ({found.title})" if found.name and found.title else found.name or found.title
        title = f"{self.title}{mark}{more}" if self.title and more else self.title or more
        return replace(self, title=title, email=self.email or found.email)

    @property
    def tree(self) -> Tree:
        """As a document has them: in words, or with a title."""
        if not self.name:
            return self.email
        if not self.title:
            return f"{self.name} <{self.email}>" if self.email else self.name
        details = {"name": self.name, "title": self.title, "email": self.email}
        return {key: words for key, words in details.items() if words}


def people(text: str) -> list[Tree]:
    """Everybody: ``Jana Müller <jana@…>, Head of Data; Tom Lee``, ``Müller, Jana``, ``Jana and Tom``."""
    lines = (cells.plain_text(line).strip(" ,") for line in LINES.split(text))
    return [person.tree for line in lines if not cells.is_empty(line) for person in _on_line(line)]


def _on_line(line: str) -> Iterator[Found]:
    """Whoever is on a line: a name after a mark is another person, what else follows is what they do."""
    if _is_last_first(line):
        yield _one(cells.named(line))
        return
    first, *rest = APART.split(line) if len(line) <= LONGEST_LINE else [line]
    person, all_alike = _one(first), _are_first_names([first, *rest[1::2]])
    for mark, words in zip(rest[::2], rest[1::2], strict=True):
        found = _one(words)
        if cells.is_empty(words):
            continue
        if _is_another(mark, found, person) or all_alike:
            yield person
            person = found
        else:
            person = person.doing(mark, found)
    yield person


def _one(words: str) -> Found:
    """A name, what they do in brackets, and an address; anything else is a name that is told to be none."""
    found = WORDS.fullmatch(words) if len(words) <= LONGEST_PERSON else None
    if not found or not (found["name"] or found["email"] or found["bare"]):
        return Found(words)
    email, title = found["email"] or found["bare"] or "", found["title"] or found["behind"] or ""
    told = None if found["name"] else FIRST_AND_LAST.fullmatch(email)
    return Found(f"{told[1]} {told[2]}".title() if told else found["name"], title, email.strip())


def _is_another(mark: str, found: Found, person: Found) -> bool:
    """Whether what follows a mark is a person of their own."""
    if not _is_name(found.name):
        return False
    if (found.email and (person.email or not person.title)) or found.title:
        return True
    joined = mark.strip(" ,-–—|") != ""
    return not person.title and (joined or " " in found.name)


def _are_first_names(parts: list[str]) -> bool:
    """Whether all are of one word, and so many that none is a last name: ``Jana, Tom, Ann``."""
    return len(parts) > 2 and all(" " not in part and _is_name(part) for part in parts)


def _is_last_first(line: str) -> bool:
    """Whether the last name stands first: ``Müller, Jana``, ``van der Berg, Jan <jan@…>``."""
    name = line.partition("<")[0].strip()
    last, _, first = name.partition(", ")
    *before, _ = last.split() or [""]
    one = all(word in PARTICLES for word in before)
    return bool(LAST_FIRST.fullmatch(name)) and one and (name.isupper() or not _is_of_title(first))


def _is_name(words: str) -> bool:
    """Whether words are likely somebody's name: few, with capitals, and none that tells what they do."""
    found = words.split()
    capitals = all(word[0].isalpha() and not word[0].islower() for word in found if word not in PARTICLES)
    return 0 < len(found) <= MOST_NAMES and capitals and not _is_of_title(words)


def _is_of_title(words: str) -> bool:
    """Whether a word tells what somebody does: ``Head of Data``, ``CTO``."""
    first, *_ = words.split() or [""]
    short = first.isupper() and first.isalpha() and 1 < len(first) <= LONGEST_SHORT
    return short or any(word.strip(".").casefold() in OF_TITLES for word in words.split())
