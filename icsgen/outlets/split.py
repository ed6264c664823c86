"""One file for each event: Outlook opens a file of several as a calendar apart, and mail takes the first."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from icsgen.errors import OutputError
from icsgen.ics import write as calendar
from icsgen.model import Candidate, Entry
from icsgen.outlets.files import write

__all__ = ["write_each"]

LONGEST = 50  # characters of an interview's id in a name: file systems take 255 bytes, a character up to 4


def write_each(folder: Path, entries: Sequence[Entry], *, candidate: Candidate, stamp: dt.datetime) -> int:
    """Write each event to a file of its own in a folder, which is made; how many files changed.

    Raises:
        OutputError: the folder cannot be made, or a file in it cannot be written.
    """
    files = {
        folder / name: calendar([entry], candidate=candidate, stamp=stamp) for name, entry in _named(entries)
    }
    try:
        folder.mkdir(exist_ok=True)
    except OSError as fault:
        raise OutputError(f"{folder}: cannot be made a folder: {fault.strerror}") from fault
    if not os.access(folder, os.W_OK):
        raise OutputError(f"{folder}: cannot be written to")
    for path in files:  # seen to before the first is written
        if path.exists() and not (path.is_file() and os.access(path, os.W_OK)):
            raise OutputError(f"{path}: cannot be written; remove it first")
    return sum(write(path, data) for path, data in files.items())


def _named(entries: Sequence[Entry]) -> Iterator[tuple[str, Entry]]:
    """Each event with its file's name; ids that look alike in a name are numbered."""
    taken = Counter[str]()
    for entry in entries:
        stem = _stem(entry)
        taken[stem] += 1
        yield f"{stem}-{taken[stem]}.ics" if taken[stem] > 1 else f"{stem}.ics", entry


def _stem(entry: Entry) -> str:
    """Sorts by date, and is safe on every system: ``2026-11-24-acme-data-engineer-follow-up``."""
    milestone = entry.milestone
    interview = milestone.interview.id[:LONGEST] if milestone.interview else ""
    words = f"{milestone.start:%Y-%m-%d} {interview} {milestone.key}"
    return re.sub(r"[\W_]+", "-", words.casefold())
