"""One file for each event: Outlook opens a file of several as a calendar apart, and mail takes the first.

The files of a folder together are the memory of the next time.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from msgspec.structs import replace

from icsgen.errors import OutputError
from icsgen.ics import render
from icsgen.ics.events import BEGINNING, Event, History
from icsgen.ics.history import UnknownCalendarError, history, start, summary
from icsgen.model import Candidate
from icsgen.outlets.files import make_folder, write_all
from icsgen.outlets.names import slug

__all__ = ["OldCalendarError", "files_of", "memory", "ours", "write_files"]

LONGEST = 60  # characters of a name: file systems take 255 bytes, a character up to 4
MARK = b"\r\nX-ICSGEN-PART:EVENT\r\n"
CURE = "take it away, or --fresh to begin anew"
NAME = re.compile(r"\d{4}-\d\d-\d\d(?:-[\w-]+)?\.ics")


class OldCalendarError(OutputError):
    """What a file holds cannot be known again."""


def ours(folder: Path) -> dict[Path, bytes]:
    """The files in a folder that hold one event of ours each, or did until they were damaged; their bytes.

    Raises:
        OutputError: one cannot be read.
    """
    try:
        files = {path: path.read_bytes() for path in sorted(folder.glob("*.ics")) if path.is_file()}
    except OSError as fault:
        raise OutputError(f"{fault.filename}: cannot be read: {fault.strerror}") from fault
    return {path: data for path, data in files.items() if MARK in data or _has_lost_its_mark(path, data)}


def _has_lost_its_mark(path: Path, data: bytes) -> bool:
    """Whether a file is named as ours are, and begins so or is empty (or zeros), and is no whole calendar."""
    begun = data.startswith(BEGINNING) or BEGINNING.startswith(data.rstrip(b"\0"))
    if not begun or not NAME.fullmatch(path.name):
        return False
    try:
        history(data)
    except UnknownCalendarError:
        return True
    return False


def memory(files: Mapping[Path, bytes], cure: str = CURE) -> History:
    """What files of one calendar hold together; a kill can leave an event in two, of which the higher counts.

    Raises:
        OldCalendarError: one of them was damaged, or is none of ours.
    """
    found = [_history(path, data, cure) for path, data in files.items()]
    events = sorted((event for each in found for event in each.events.values()), key=_sequence)
    kept = {event.uid: event for event in events}
    return History(
        kept,
        {uid: last for each in found for uid, last in each.dropped.items() if uid not in kept},
        {name: lines for each in found for name, lines in each.timezones.items()},
        max((each.stamp for each in found), default=b""),
        found[0].redaction if len({each.redaction for each in found}) == 1 else "",
    )


def _history(path: Path, data: bytes, cure: str) -> History:
    try:
        return history(data)
    except UnknownCalendarError as fault:
        raise OldCalendarError(f"{path}: {fault}; {cure}") from fault


def _sequence(event: Event) -> int:
    return event.sequence


def files_of(found: History, candidate: Candidate) -> dict[str, bytes]:
    """The files' names and bytes; the first one remembers what was dropped."""
    dropped, files = found.dropped, {}
    for name, event in _named(sorted(found.events.values(), key=lambda event: event.uid)):
        alone = replace(found, events={event.uid: event}, dropped=dropped, part="EVENT")
        files[name] = render(alone, candidate)
        dropped = {}
    return files


def write_files(
    folder: Path,
    files: dict[str, bytes],
    old: Collection[Path],
    *,
    beside: Mapping[Path, bytes | None] | None = None,
    fresh: bool,
) -> int:
    """Write the files into a folder, which is made, and take away the old ones; how many are new or changed.

    What is to be written (or, None, taken away) `beside` them is with them, or nothing is.

    Raises:
        OutputError: the folder cannot be made, or a file in it cannot be written; nothing was.
    """
    wanted = {folder / name: data for name, data in files.items()}
    for path in wanted.keys() - set(old):
        if path.is_file() and not fresh:
            raise OutputError(f"{path}: is not a file of icsgen; take it away, or --fresh to overwrite it")
    make_folder(folder)
    changed = write_all({**wanted, **(beside or {}), **dict.fromkeys(set(old) - wanted.keys())})
    return len(wanted.keys() & set(changed))


def _named(events: Iterable[Event]) -> Iterator[tuple[str, Event]]:
    """Each event with its file's name; those that look alike in a name are numbered."""
    taken, numbers = set[str](), Counter[str]()
    for event in events:
        stem = name = _stem(event)
        while name in taken:
            numbers[stem] += 1
            name = f"{stem}-{numbers[stem] + 1}"
        taken.add(name)
        yield f"{name}.ics", event


def _stem(event: Event) -> str:
    """Sorts by date, and is safe on every system: ``2026-11-24-follow-up-with-acme``."""
    return slug(f"{start(event).isoformat()[:10]} {summary(event)}")[:LONGEST].strip("-")
