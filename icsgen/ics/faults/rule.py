"""A rule of what a calendar file must not do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Literal

from msgspec import Struct

from icsgen.ics.components import Reading

__all__ = ["CLIENTS", "EVERY", "Client", "Find", "Found", "Rule", "Severity"]

Severity = Literal["error", "warning", "notice"]
Client = Literal["rfc", "google", "outlook", "apple", "thunderbird", "others"]
Found = tuple[int, str]
"""The line, and the fact."""
Find = Callable[[Reading], Iterable[Found]]

CLIENTS: Mapping[Client, str] = {
    "rfc": "RFC 5545",
    "google": "Google",
    "outlook": "Outlook",
    "apple": "Apple",
    "thunderbird": "Thunderbird",
    "others": "other programs",
}
"""Whom a rule concerns, as a reader knows them; what breaks the RFC concerns all."""
EVERY: tuple[Client, ...] = ("google", "outlook", "apple", "thunderbird")


class Rule(Struct, frozen=True):
    """Something that a file does, what comes of it, and what to do."""

    name: str
    severity: Severity
    """`error`: the file is refused, or something in it is lost or shifted; `warning`: programs differ, or the
    RFC asks for something else; `notice`: worth knowing."""
    clients: tuple[Client, ...]
    find: Find
    cure: str
    source: str
    """Where that is known from."""
