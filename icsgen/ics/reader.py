"""Another program's calendar, down to its lines: icalendar's reading of a line, in our words and bounds.

A whole calendar is not left to icalendar: it tells no line numbers, keeps what one file says of a time zone
for the next file, and takes the time that a rule without end asks for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from icalendar.parser import Contentline
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON
from msgspec import Struct

__all__ = [
    "MOST_BYTES",
    "MOST_EVENTS",
    "Component",
    "Property",
    "UnreadableError",
    "components",
    "zone_of_windows",
]

MOST_BYTES = 2_000_000
"""Of a calendar; an invitation with a long description has a hundredth of it."""
MOST_EVENTS = 100
MOST_COMPONENTS = 1_000
MOST_PROPERTIES = 2_000
"""Of one component: as many guests, say."""
DEEPEST = 5
"""A calendar, an event, its alarm."""
LONGEST_VALUE = 100_000  # characters that are read
LONGEST_SHOWN = 40
NAME = re.compile(r"\s*([A-Za-z0-9-]+)\s*[:;]")
UNREAD = frozenset({"ATTACH", "X-MICROSOFT-LOCATIONS", "X-MS-OLK-ORIGINALSTART", "IMAGE"})
"""What no invitation is understood by, and what can be long."""
ENCODINGS = ("utf-8", "windows-1252", "latin-1")
"""In the order they are tried: the last one takes any byte."""


class UnreadableError(ValueError):
    """No calendar, or none that could be an invitation; says what was found, and on which line."""

    def __init__(self, line: int, text: str) -> None:
        self.line = line
        super().__init__(text)


class Property(Struct, frozen=True):
    """One content line: its value without escapes, and the first line of the file that it stands on."""

    name: str
    value: str
    parameters: Mapping[str, str]
    line: int


class Component(Struct, frozen=True):
    """What stands between a BEGIN and its END."""

    name: str
    line: int
    properties: tuple[Property, ...]
    parts: tuple[Component, ...]

    def all(self, name: str) -> tuple[Property, ...]:
        """Every property of a name."""
        return tuple(each for each in self.properties if each.name == name)

    def first(self, name: str) -> Property | None:
        """The first property of a name."""
        return next((each for each in self.properties if each.name == name), None)

    def value(self, name: str) -> str:
        """The value of the first property of a name; empty: there is none."""
        found = self.first(name)
        return found.value if found else ""


class _Open:
    """A component whose END is still to come."""

    def __init__(self, name: str, line: int) -> None:
        self.name, self.line = name, line
        self.properties: list[Property] = []
        self.parts: list[Component] = []

    def closed(self) -> Component:
        return Component(self.name, self.line, tuple(self.properties), tuple(self.parts))


def components(data: bytes) -> tuple[Component, ...]:
    """The calendars of a file, with all that stands in them.

    Raises:
        UnreadableError: it is none, is broken, or is more than an invitation could be.
    """
    if len(data) > MOST_BYTES:
        raise UnreadableError(
            0, f"more than {MOST_BYTES:,} bytes of calendar; expected an invitation: a file for each event"
        )
    done: list[Component] = []
    open_: list[_Open] = []
    counts = {"": 0, "VEVENT": 0}
    for line, text in _unfolded(data):
        name = NAME.match(text)
        word = name[1].upper() if name else ""
        if word == "BEGIN":
            open_.append(_begun(text, line, open_, counts))
        elif word == "END":
            closed = _ended(text, line, open_)
            (open_[-1].parts if open_ else done).append(closed)
        elif open_:
            _take(open_[-1], word, text, line)
        elif not done:
            raise UnreadableError(line, f"found {_shown(text)}; expected BEGIN:VCALENDAR")
    if open_:
        raise UnreadableError(open_[-1].line, f"BEGIN:{_shown(open_[-1].name)} without its END: cut short?")
    return tuple(done)


def _begun(text: str, line: int, open_: list[_Open], counts: dict[str, int]) -> _Open:
    kind = text.partition(":")[2].strip().upper()
    counts[""] += 1
    counts["VEVENT"] += kind == "VEVENT"
    if not open_ and kind != "VCALENDAR":
        raise UnreadableError(line, f"found BEGIN:{_shown(kind)}; expected BEGIN:VCALENDAR")
    if counts["VEVENT"] > MOST_EVENTS:
        raise UnreadableError(
            line, f"more than {MOST_EVENTS} events: a whole calendar; expected an invitation"
        )
    if counts[""] > MOST_COMPONENTS:
        raise UnreadableError(line, f"more than {MOST_COMPONENTS:,} components; expected an invitation")
    if len(open_) >= DEEPEST:
        raise UnreadableError(line, f"components nested more than {DEEPEST} deep; expected an invitation")
    return _Open(kind, line)


def _ended(text: str, line: int, open_: list[_Open]) -> Component:
    kind = text.partition(":")[2].strip().upper()
    if not open_ or open_[-1].name != kind:
        inside = f" inside of {_shown(open_[-1].name)}, begun on line {open_[-1].line}" if open_ else ""
        raise UnreadableError(line, f"found END:{_shown(kind)}{inside}; expected the END of what was begun")
    return open_.pop().closed()


def _take(home: _Open, word: str, text: str, line: int) -> None:
    """A property more. Lines that are none are passed over: mail programs break lines as they like."""
    if not word or word in UNREAD:
        return
    if len(home.properties) >= MOST_PROPERTIES:
        raise UnreadableError(line, f"more than {MOST_PROPERTIES:,} details in one {_shown(home.name)}")
    try:
        line_ = Contentline(text[:LONGEST_VALUE])  # type: ignore[no-untyped-call] # its maker has no types
        _, parameters, value = line_.parts()
    except ValueError:
        return
    words = {key.upper(): _one(given) for key, given in parameters.items()}
    home.properties.append(Property(word, value, words, line))


def _one(given: object) -> str:
    """A parameter's value; of several, all of them."""
    return ",".join(map(str, given)) if isinstance(given, list | tuple) else str(given)


def _shown(words: str) -> str:
    return words if len(words) <= LONGEST_SHOWN else f"{words[:LONGEST_SHOWN]}…"


def _unfolded(data: bytes) -> Iterator[tuple[int, str]]:
    """Every content line (RFC 5545 3.1), unfolded before it is decoded: some programs cut a character in two.

    Each with the number of its first line.
    """
    pieces: list[bytes] = []
    first = 1
    for number, piece in enumerate(re.split(rb"\r\n|\n|\r", data), 1):
        if piece[:1] in (b" ", b"\t") and pieces:
            pieces.append(piece[1:])
            continue
        if not piece.strip():  # an empty line ends no folding: some mail programs put them in between
            continue
        if pieces:
            yield first, _decoded(b"".join(pieces))
        pieces, first = [piece], number
    if pieces:
        yield first, _decoded(b"".join(pieces))


def _decoded(line: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            return line.decode(encoding).removeprefix("\ufeff").replace("\n", " ")
        except UnicodeDecodeError:
            continue
    return ""


def zone_of_windows(name: str) -> str | None:
    """The IANA name for a time zone that Windows names, such as ``W. Europe Standard Time``."""
    return WINDOWS_TO_OLSON.get(name)
