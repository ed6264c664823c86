"""What a calendar changes of the last one, told in lines."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from icsgen.dates import clock, date_text
from icsgen.errors import printable
from icsgen.ics import uid
from icsgen.ics.history import Change, Event, start, summary
from icsgen.model import Entry

__all__ = ["change_lines"]

KINDS = ("moved", "new", "cancelled", "back", "changed")


def change_lines(found: Sequence[Change], entries: Iterable[Entry]) -> Iterator[str]:
    """How many changed, and a line for each: from when to when, and why then, as the entries of now say."""
    reasons = {uid(entry.milestone).encode(): entry.milestone.why_short for entry in entries}
    counts = Counter(change.kind for change in found)
    yield ", ".join(f"{counts[kind]} {kind}" for kind in KINDS if counts[kind]) or "nothing changed"
    for change in found:
        why = reasons.get(change.event.uid)
        because = f" ({why})" if why and change.kind != "changed" else ""
        yield f"  {change.kind:<9}  {_when(change)}  {printable(summary(change.event))}{because}"


def _when(change: Change) -> str:
    if change.kind == "moved" and change.before:
        return f"{_start(change.before)} → {_start(change.event)}"
    return _start(change.event)


def _start(event: Event) -> str:
    """When an event begins, in the words of the ladder."""
    name, _, value = start(event).decode().partition(":")
    if "VALUE=DATE" in name:
        return date_text(dt.date.fromisoformat(value))
    moment = dt.datetime.fromisoformat(value)
    return f"{date_text(moment)} {clock(moment)}{' UTC' if value.endswith('Z') else ''}"
