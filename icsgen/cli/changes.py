"""What a calendar changes of the last one, told in lines."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import click

from icsgen.dates import clock, date_text
from icsgen.errors import printable
from icsgen.ics import uid
from icsgen.ics.events import Event
from icsgen.ics.history import Change, start, summary
from icsgen.model import Entry

if TYPE_CHECKING:
    from icsgen.plan import Plan

__all__ = ["change_lines", "print_changes"]

KINDS = ("moved", "new", "cancelled", "back", "changed", "dropped")


def print_changes(old: Plan, new: Plan, now: dt.datetime) -> None:
    """What a calendar of the one plan would change over one of the other."""
    from icsgen.ics import revise
    from icsgen.ics.history import changes

    first = revise(old.entries, candidate=old.candidate, stamp=now)
    then = revise(new.entries, candidate=new.candidate, stamp=now, before=first)
    click.echo("\n".join(change_lines(changes(first, then), new.told, new.candidate.region.timezone)))


def change_lines(found: Sequence[Change], entries: Iterable[Entry], zone: dt.tzinfo) -> Iterator[str]:
    """How many changed, and a line for each: from when to when in a zone, and why, as the entries say."""
    reasons = {uid(entry.milestone).encode(): entry.milestone.why_short for entry in entries}
    counts = Counter(change.kind for change in found)
    yield ", ".join(f"{counts[kind]} {kind}" for kind in KINDS if counts[kind]) or "nothing changed"
    for change in found:
        why = reasons.get(change.event.uid)
        because = f" ({why})" if why and change.kind != "changed" else ""
        yield f"  {change.kind:<9}  {_when(change, zone)}  {printable(summary(change.event))}{because}"


def _when(change: Change, zone: dt.tzinfo) -> str:
    if change.kind == "moved" and change.before:
        return f"{_start(change.before, zone)} → {_start(change.event, zone)}"
    return _start(change.event, zone)


def _start(event: Event, zone: dt.tzinfo) -> str:
    """When an event begins, in the words of the ladder."""
    moment = start(event)
    if not isinstance(moment, dt.datetime):
        return date_text(moment)
    moment = moment.astimezone(zone)
    return f"{date_text(moment)} {clock(moment)}"
