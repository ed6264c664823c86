"""The kinds of message: how long each may be, and who reads it (CADENCE section 6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from msgspec import Struct

from icsgen.messages.facts import Facts
from icsgen.messages.readers import Reader

__all__ = ["KINDS", "Kind"]

HOUR = dt.timedelta(hours=1)


def _panel(facts: Facts) -> tuple[Reader, ...]:
    return facts.panel


def _contact(facts: Facts) -> tuple[Reader, ...]:
    return (facts.contact,)


def _coordinator(facts: Facts) -> tuple[Reader, ...]:
    return (facts.coordinator,)


class Kind(Struct, frozen=True, kw_only=True):
    """A kind of message: how long it is, and who reads it."""

    words: tuple[int, int]
    """The fewest and the most, from the greeting to the signature (CADENCE section 6)."""
    readers: Callable[[Facts], tuple[Reader, ...]] | None = None
    """None: it is spoken."""
    to_stranger: bool = False
    """There is nobody who could pass it on."""
    due: dt.timedelta | None = None
    """The hard limit, from the end of the interview."""
    to_find_out: str | None = None
    """What the document still lacks as long as this is to be said."""


KINDS: Mapping[str, Kind] = {
    "timeline-question": Kind(
        words=(1, 60),
        to_find_out="when they plan to decide: ask, and add it as `decision:`",
    ),
    "thank-you": Kind(words=(80, 160), readers=_panel, due=24 * HOUR),
    "thank-you-short": Kind(words=(40, 70), readers=_panel, due=2 * HOUR),
    "thank-you-later": Kind(words=(80, 160), readers=_panel, due=24 * HOUR),
    "thank-you-coordinator": Kind(words=(80, 160), readers=_coordinator),
    "linkedin": Kind(words=(1, 60)),
    "follow-up": Kind(words=(50, 100), readers=_contact),
    "follow-up-timeline": Kind(words=(60, 120), readers=_contact),
    "call": Kind(words=(60, 110)),
    "voicemail": Kind(words=(1, 60)),
    "voicemail-second": Kind(words=(1, 60)),
    "call-mail": Kind(words=(50, 100), readers=_contact),
    "tickler": Kind(words=(60, 110), readers=_contact),
    "rejection-reply": Kind(words=(50, 110), readers=_contact),
    "offer-elsewhere": Kind(words=(60, 110), readers=_contact),
    "no-show": Kind(words=(50, 100), readers=_contact),
    "withdrawal": Kind(words=(40, 80), readers=_contact),
    "offer-decline": Kind(words=(40, 80), readers=_contact),
    "withdrawal-before": Kind(words=(40, 80), readers=_contact),
    "recruiter": Kind(words=(70, 120), readers=_contact, to_stranger=True),
}
