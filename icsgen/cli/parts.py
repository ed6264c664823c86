"""Parts of a calendar as files of their own: what changed (--delta), and all called off (--undo-file)."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from icsgen.errors import OutputError

if TYPE_CHECKING:
    from icsgen.ics.events import Event, History

__all__ = ["Part", "check_parts", "content", "parts_of"]


class Part(NamedTuple):
    """A part that was asked for."""

    option: str
    path: Path
    mark: str
    """By which its file is known for one: no memory of a calendar, and nothing but itself to overwrite."""


def check_parts(target: Path, parts: Iterable[Part]) -> None:
    """See that each file has a name of its own, and overwrites nothing but an older one of its kind.

    Raises:
        OutputError: one does not.
    """
    taken = {os.path.realpath(target): "the calendar"}
    for option, path, mark in parts:
        other = taken.setdefault(os.path.realpath(path), option)
        if other != option:
            raise OutputError(f"{path}: is where {other} goes; choose another name for {option}")
        data = content(path)
        if data is not None and _mark(data) != mark:
            raise OutputError(f"{path}: was not written by {option}; choose another name for it")


def _mark(data: bytes) -> str | None:
    """The mark of a file of ours; None of another one."""
    from icsgen.ics.history import UnknownCalendarError, history

    try:
        return history(data).part
    except UnknownCalendarError:
        return None


def content(path: Path) -> bytes | None:
    """What the file holds that is there already; None without one, and of a device.

    Raises:
        OutputError: it cannot be read.
    """
    try:
        return path.read_bytes() if path.is_file() else None
    except OSError as fault:
        told = f"cannot be read, so it cannot be written over: {fault.strerror}"
        raise OutputError(f"{path}: {told}") from fault


def parts_of(before: History, after: History, parts: Iterable[Part]) -> dict[Path, History]:
    """What each part is to hold."""
    if not parts:
        return {}
    events = {"DELTA": _changed(before, after), "UNDO": _called_off(after)}
    return {
        path: replace(after, events={event.uid: event for event in events[mark]}, dropped={}, part=mark)
        for _, path, mark in parts
    }


def _changed(before: History, after: History) -> list[Event]:
    from icsgen.ics.history import changes

    hidden = before.redaction != after.redaction  # what went would tell what is to be hidden now
    return [
        change.event
        for change in changes(before, after)
        if change.event != change.before and not (hidden and change.kind == "dropped")
    ]


def _called_off(after: History) -> list[Event]:
    from icsgen.ics.events import cancelled

    live = (event for event in after.events.values() if event.live and not event.stands_in)
    return [cancelled(event, after.stamp) for event in live]
