"""What a ladder's picture is made of. The template `ladder.html` draws it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from msgspec import Struct

__all__ = ["Band", "Label", "Picture", "Rung", "Wait"]


class Rung(Struct, frozen=True, kw_only=True):
    """A milestone: where it is in time, and the label beside it."""

    key: str
    state: str
    """As `icsgen.plan.state` has it."""
    y: float
    at: float
    """Where its label is."""
    date: str
    name: str


class Label(Struct, frozen=True, kw_only=True):
    """Words beside the axis, at the height of what they tell of or near it."""

    kind: str
    """``month``, ``break``, ``today``, ``wait``; or whose day off: ``theirs``, ``yours``, ``both``."""
    y: float
    at: float
    text: str


class Band(Struct, frozen=True, kw_only=True):
    """Days on which one side does not work, for one reason."""

    side: str
    """``theirs`` or ``yours``."""
    kind: str
    """``weekend``, ``off``, or ``quiet``: worked, but nobody is written to."""
    reason: str
    first: dt.date
    last: dt.date
    top: float
    bottom: float
    text: str


class Wait(Struct, frozen=True, kw_only=True):
    """Time between two contacts."""

    top: float
    bottom: float
    text: str


class Picture(Struct, frozen=True, kw_only=True):
    """A ladder, drawn."""

    name: str
    """By which it is known among the pictures of a page."""
    title: str
    words: str
    """All of it, for whoever does not see it."""
    width: float
    height: float
    top: float
    bottom: float
    """Of the axis, as is `top`."""
    rungs: Sequence[Rung]
    waits: Sequence[Wait]
    bands: Sequence[Band]
    months: Sequence[Label]
    breaks: Sequence[Label]
    today: Label | None
    small: Sequence[Label]
    """What is told of waits, and of days off where there is room for it."""
    has_days_off: bool
