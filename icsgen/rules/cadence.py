"""The numbers of the cadence: presets, and what a document sets over one."""

from __future__ import annotations

from difflib import get_close_matches

from msgspec import Struct
from msgspec.structs import replace

from icsgen.errors import Place, Problem
from icsgen.model import Cadence, Interview, Span

__all__ = ["CONTACTS", "PRESETS", "Numbers", "numbers_of", "preset_problem"]


CONTACTS = ("follow-up", "call", "tickler")
"""What is sent after the thank-you, each counted from the one before."""


class Numbers(Struct, frozen=True, kw_only=True):
    """How far each contact lies from the one before."""

    follow_up: Span = Span(5, "business days")
    """After the interview, without a timeline: one business week [article]."""
    after_decision: Span = Span(7, "days")
    """After the promised date, with one: a week [article]."""
    call: Span = Span(21, "days")
    """After the follow-up: three weeks [article]."""
    tickler: Span = Span(2, "months")
    """After the call: two months [article]."""
    calls: bool = True
    """Whether the call is a call; else it is a mail."""


TEN = Span(10, "business days")

PRESETS = {
    "standard": Numbers(),
    "brisk": Numbers(after_decision=Span(2, "business days")),
    "patient": Numbers(follow_up=TEN),
    "uk": Numbers(follow_up=TEN, calls=False),
    "de": Numbers(follow_up=TEN, after_decision=Span(5, "business days")),
    "public-sector": Numbers(follow_up=Span(20, "business days"), after_decision=TEN, calls=False),
    "academia": Numbers(follow_up=Span(15, "business days"), calls=False),
}
"""CADENCE section 5; who brings one in adds a row."""

AGENCY = Span(3, "business days")
"""A recruiter of an agency is asked sooner than an employer would be [sources]."""


def numbers_of(interview: Interview) -> Numbers:
    """The numbers for one interview; its preset must be a known one."""
    chosen = interview.cadence
    numbers = PRESETS[chosen.preset]
    if interview.via:
        numbers = replace(numbers, follow_up=AGENCY)
    return Numbers(
        follow_up=chosen.follow_up or numbers.follow_up,
        after_decision=chosen.after_decision or numbers.after_decision,
        call=chosen.call or numbers.call,
        tickler=chosen.tickler or numbers.tickler,
        calls=numbers.calls and not interview.no_calls,
    )


def preset_problem(cadence: Cadence, source: Place) -> Problem | None:
    """The problem of an unknown preset, with the nearest known one."""
    if cadence.preset in PRESETS:
        return None
    close = get_close_matches(cadence.preset.casefold(), PRESETS, n=1)
    cure = f"did you mean {close[0]}?" if close else f"expected one of {', '.join(PRESETS)}"
    return Problem(source / "cadence", f'unknown cadence "{cadence.preset}"; {cure}')
