"""A recruiter's invitation, an .ics file or a mail that holds one: what it says, each event with its place.

Nothing in it is executed, fetched or followed; a rule that repeats it is not unfolded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from zoneinfo import ZoneInfo

from icsgen.details.invite_events import EventReader, Invitation
from icsgen.details.mails import MOST_MAIL_BYTES, Mail, mail, to_utf8
from icsgen.details.sources import fail
from icsgen.errors import InputError, Problem
from icsgen.ics.reader import MOST_BYTES, UnreadableError, components

__all__ = ["MOST_FILE_BYTES", "invitations"]

MOST_FILE_BYTES = max(MOST_BYTES, MOST_MAIL_BYTES)
"""No more of a file is read."""
ANSWERS = ("REPLY", "COUNTER", "DECLINECOUNTER", "REFRESH")
"""What is sent to who invites."""
BEGIN = re.compile(rb"(?:\xef\xbb\xbf)?\s*BEGIN:VCALENDAR", re.IGNORECASE)
OUTLOOK_ITEM = b"\xd0\xcf\x11\xe0"


def invitations(
    data: bytes, name: str, preferred: Sequence[ZoneInfo] = ()
) -> tuple[tuple[Invitation, ...], list[str]]:
    """What a file says, each event once and in order of time, and what is to be known of how it was read.

    `preferred`: the zones to choose from first where rules stand for one.

    Raises:
        InputError: it is no invitation, is broken, or is more than one could be.
    """
    if len(data) > MOST_FILE_BYTES:
        fail(name, f"more than {MOST_FILE_BYTES:,} bytes; expected an invitation, as .ics or .eml")
    letter, calendars = _calendars(data, name)
    found: list[Invitation] = []
    notices: list[str] = []
    for where, calendar in calendars:
        events, told = _read(calendar, where, letter, preferred)
        found += events
        notices += told
    if not found:
        why = "; ".join(dict.fromkeys(notices)) or "no event in it"
        fail(name, f"{why}; expected an invitation to an interview")
    return tuple(sorted(_once(found), key=lambda each: each.start)), list(dict.fromkeys(notices))


def _calendars(data: bytes, name: str) -> tuple[Mail | None, list[tuple[str, bytes]]]:
    """The mail, if it is one, and each calendar by its name."""
    if not data.strip():
        fail(name, "an empty file; expected an invitation, as .ics or .eml", 1, 1)
    if data.startswith(OUTLOOK_ITEM):
        fail(
            name,
            "a mail of Outlook's own form; save it as .ics, or drag it out of Outlook on the web as .eml",
        )
    text = to_utf8(data) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else data
    if BEGIN.match(text):
        return None, [(name, text)]
    if not re.search(rb"^[A-Za-z-]+:", data[:10_000], re.MULTILINE) or b"\0" in data[:1_000]:
        fail(name, "neither a calendar nor a mail; expected an invitation, as .ics or .eml", 1, 1)
    letter = mail(data, name)
    if not letter.calendars:
        tnef = "; it holds a winmail.dat, which only Outlook reads" if b"winmail.dat" in data else ""
        fail(name, f"a mail without an invitation in it{tnef}; expected one with an .ics part")
    return letter, [(f"{name}: {part}", calendar) for part, calendar in letter.calendars]


def _read(
    data: bytes, name: str, letter: Mail | None, preferred: Sequence[ZoneInfo]
) -> tuple[list[Invitation], list[str]]:
    try:
        calendars = components(data)
    except UnreadableError as fault:
        fail(name, str(fault), fault.line, 1 if fault.line else 0)
    events: list[Invitation] = []
    problems: list[Problem] = []
    notices: list[str] = []
    for calendar in calendars:
        if (method := calendar.value("METHOD").strip().upper()) in ANSWERS:
            notices.append(f"a {method}, which goes to who invites")
            continue
        reader = EventReader(name, calendar, letter, preferred)
        for part in reader.meant(notices):
            try:
                events.append(reader.read(part))
            except InputError as fault:
                problems += fault.problems
    if problems:
        raise InputError(problems)
    return events, notices


def _once(found: Iterable[Invitation]) -> Iterator[Invitation]:
    """The latest of each event: a mail holds it as a part, and as a file once more."""
    latest: dict[str, Invitation] = {}
    for at, each in enumerate(found):
        key = each.uid or f"\n{at}"
        known = latest.get(key)
        if known is None or each.age > known.age:
            latest[key] = each
    return iter(latest.values())
