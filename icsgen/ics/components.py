"""A calendar file as it lies there: its components, and each content line with the number it stands at.

Whoever wrote it and whatever it breaks, it is read to its end: what has no place is kept as a stray, and
nothing is raised. Time and memory are bounded by `MOST_OCTETS` and `MOST_LINES`.
"""

from __future__ import annotations

import codecs
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, islice

from msgspec import Struct

__all__ = ["MOST_LINES", "MOST_OCTETS", "Component", "Line", "Reading", "Stray", "is_calendar", "reading"]

MOST_OCTETS = 16 * 2**20
"""Of a file that are read; Google takes a sixteenth of that."""
MOST_LINES = 500_000
"""Physical lines that are read."""
DEEPEST = 8
"""Components that lie deeper are not kept with what they lie in; RFC 5545 needs three."""
SHEBANG = re.compile(rb"(?:\xef\xbb\xbf)?\s*+BEGIN:VCALENDAR", re.IGNORECASE)
PHYSICAL = re.compile(rb"[^\r\n]*+(?:\r\n|\r|\n)|[^\r\n]++")
NAME = re.compile("[A-Za-z0-9-]+")
PARAMETER = re.compile(r'(?:^|;)([^=;"]+)=("[^"]*"|[^";]*)')
ROOT = ""
IN_A_CALENDAR = ("VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE", "VAVAILABILITY")
PARENTS: Mapping[str, tuple[str, ...]] = {
    "VCALENDAR": (ROOT,),
    **dict.fromkeys(IN_A_CALENDAR, ("VCALENDAR",)),
    "VALARM": ("VEVENT", "VTODO"),
    "STANDARD": ("VTIMEZONE",),
    "DAYLIGHT": ("VTIMEZONE",),
}
"""What each component may lie in (RFC 5545, 3.6; RFC 7953, 3.1); others may lie anywhere."""


class Line(Struct, frozen=True):
    """A content line (RFC 5545, 3.1), unfolded."""

    number: int
    """Of its first physical line, from 1 on."""
    name: str
    """As it is spelled."""
    parameters: str
    value: str

    def parameter(self, name: str) -> str | None:
        """The value of a parameter, without its quotes."""
        return _parameters(self.parameters).get(name) if self.parameters else None


class Component(Struct, frozen=True):
    """What stands between a BEGIN and its END."""

    name: str
    number: int
    """Of the line it begins at."""
    properties: dict[str, list[Line]]
    """By name in capitals."""
    components: list[Component]

    def first(self, name: str) -> Line | None:
        """The first property of that name, which is what most readers take."""
        lines = self.properties.get(name)
        return lines[0] if lines else None

    def value(self, name: str) -> str:
        """The value of the first property of that name; empty without one."""
        lines = self.properties.get(name)
        return lines[0].value.strip() if lines else ""

    def lines(self, *names: str) -> Iterator[Line]:
        """The properties of these names; all without one."""
        if not names:
            return chain.from_iterable(self.properties.values())
        return chain.from_iterable(self.properties.get(name, ()) for name in names)


class Stray(Struct, frozen=True):
    """A line that has no place, or is not what it was meant to be."""

    kind: str
    """``blank``, ``unreadable``, ``garbled`` (no UTF-8), ``outside`` any component; a BEGIN ``unclosed`` or
    ``misplaced``; an END ``unopened``."""
    number: int
    words: str


class Reading(Struct, frozen=True):
    """A file as it was read."""

    data: bytes
    """As much of it as was looked at."""
    physical: Sequence[bytes]
    """Its lines with their ends, without a byte order mark, in UTF-8."""
    named: Mapping[str, Sequence[Component]]
    """All components by name in capitals, in the file's order."""
    strays: Sequence[Stray]
    whole: bool
    """Whether that is all of it."""

    def all(self, *names: str) -> Iterator[Component]:
        """The components of these names, wherever they lie."""
        return chain.from_iterable(self.named.get(name, ()) for name in names)

    def lines(self, component: str, *names: str) -> Iterator[Line]:
        """The properties of these names in all components of a name."""
        return chain.from_iterable(each.lines(*names) for each in self.all(component))


def is_calendar(beginning: bytes) -> bool:
    """Whether a file that begins so is a calendar, by what stands in it."""
    return SHEBANG.match(_utf8(beginning)) is not None


def reading(data: bytes) -> Reading:
    """What a file holds, as far as it is read."""
    whole = len(data) <= MOST_OCTETS
    data = data if whole else data[:MOST_OCTETS]
    octets = _utf8(data).removeprefix(codecs.BOM_UTF8)
    physical = list(islice((found[0] for found in PHYSICAL.finditer(octets)), MOST_LINES + 1))
    whole = whole and len(physical) <= MOST_LINES
    if not whole:
        physical = physical[: min(MOST_LINES, len(physical) - 1)]
    tree = _Tree()
    for number, line in _unfolded(physical):
        tree.take(number, line)
    if whole:
        tree.finish()
    return Reading(data, physical, tree.named, tree.strays, whole)


def _utf8(data: bytes) -> bytes:
    """What is in UTF-16, as a text editor may save it, in UTF-8."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace").encode("utf-8", "replace")
    return data


def _unfolded(physical: Sequence[bytes]) -> Iterator[tuple[int, bytes]]:
    """Each content line, put together from its physical ones, with the number of the first."""
    start, pieces = 1, list[bytes]()
    for number, line in enumerate(physical, start=1):
        if line[:1] in (b" ", b"\t") and pieces and line.strip():
            pieces.append(line[1:].rstrip(b"\r\n"))
            continue
        if pieces:
            yield start, b"".join(pieces)
        start, pieces = number, [line.rstrip(b"\r\n")]
    if pieces:
        yield start, b"".join(pieces)


class _Tree:
    """Components as their lines come in, never deeper in Python's own stack than one call."""

    def __init__(self) -> None:
        self.named: dict[str, list[Component]] = {}
        self.strays: list[Stray] = []
        self.stack = [Component(ROOT, 0, {}, [])]
        self.open = Counter({ROOT: 1})

    def take(self, number: int, octets: bytes) -> None:
        text = octets.decode("utf-8", "replace")
        if "\ufffd" in text and text.encode() != octets:
            self.strays.append(Stray("garbled", number, ""))
        line = _line(number, text)
        if line is None:
            kind = "unreadable" if text.strip() else "blank"
            self.strays.append(Stray(kind, number, text))
            return
        name = sys.intern(line.name.upper())
        if name == "BEGIN":
            self._begin(number, sys.intern(line.value.strip().upper()))
        elif name == "END":
            self._end(number, line.value.strip().upper())
        elif len(self.stack) == 1:
            self.strays.append(Stray("outside", number, text))
        else:
            self.stack[-1].properties.setdefault(name, []).append(line)

    def finish(self) -> None:
        """What is open at the end has no end."""
        self._close_to(ROOT)

    def _begin(self, number: int, name: str) -> None:
        parents = PARENTS.get(name)
        if parents and self.stack[-1].name not in parents:
            around = [parent for parent in parents if self.open[parent]]
            if around:
                self._close_to(*around)
            else:
                self.strays.append(Stray("misplaced", number, name))
        component = Component(name, number, {}, [])
        if len(self.stack) <= DEEPEST:
            self.stack[-1].components.append(component)
        self.named.setdefault(name, []).append(component)
        self.stack.append(component)
        self.open[name] += 1

    def _end(self, number: int, name: str) -> None:
        if name == ROOT or not self.open[name]:
            self.strays.append(Stray("unopened", number, name))
            return
        self._close_to(name)
        self._pop()

    def _close_to(self, *names: str) -> None:
        """Close what is open within a component of one of these names."""
        while self.stack[-1].name not in names:
            left = self._pop()
            self.strays.append(Stray("unclosed", left.number, left.name))

    def _pop(self) -> Component:
        left = self.stack.pop()
        self.open[left.name] -= 1
        return left


def _line(number: int, text: str) -> Line | None:
    """A content line; None of what has no name or no value."""
    head, value = _split(text)
    name, _, parameters = head.partition(";")
    return Line(number, sys.intern(name), parameters, value) if NAME.fullmatch(name) else None


def _split(text: str) -> tuple[str, str]:
    """At the first colon outside of quotes; nothing without one."""
    at, quote = text.find(":"), text.find('"')
    while 0 <= quote < at:
        closing = text.find('"', quote + 1)
        if closing < 0:
            return "", ""
        if closing > at:
            at = text.find(":", closing + 1)
        quote = text.find('"', closing + 1)
    return (text[:at], text[at + 1 :]) if at >= 0 else ("", "")


@lru_cache(maxsize=1024)
def _parameters(written: str) -> Mapping[str, str]:
    return {found[1].strip().upper(): found[2].strip('"') for found in PARAMETER.finditer(written)}
