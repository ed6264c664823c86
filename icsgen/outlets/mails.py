"""Messages as drafts that a mail program opens to be sent: one .eml file each (RFC 5322), in a folder."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from msgspec import Struct

from icsgen.errors import OutputError
from icsgen.model import Candidate, Entry, Message

__all__ = ["Mails", "mails_in"]

LONGEST = 60  # characters of a name: file systems take 255 bytes, a character up to 4
SEAL = b"X-Icsgen-Seal: "
"""The header that tells whether somebody has changed a draft since: the digest of all that follows it."""
ADDRESS = re.compile(r"<[^<>]+>$")


class Mails(Struct, frozen=True):
    """The drafts of a calendar: what to write, how many there are, and which stay as somebody left them."""

    files: Mapping[Path, bytes | None]
    """None: it goes."""
    count: int
    kept: tuple[Path, ...]


def mails_in(folder: Path, entries: Sequence[Entry], candidate: Candidate) -> Mails:
    """Each mail of these events as a file of its own in a folder, which is made; those of before that nobody
    changed, go. What somebody has changed stays as it is, and is not written over.

    Raises:
        OutputError: the folder cannot be made or read.
    """
    wanted = {folder / name: _draft(message, candidate) for name, message in _named(entries)}
    try:
        folder.mkdir(exist_ok=True)
        there = {path: path.read_bytes() for path in folder.glob("*.eml") if path.is_file()}
    except OSError as fault:
        raise OutputError(f"{folder}: cannot be a folder of mails: {fault.strerror}") from fault
    kept = tuple(path for path in sorted(wanted) if path in there and not _is_sealed(there[path]))
    stale = [path for path, data in there.items() if path not in wanted and _is_sealed(data)]
    files = {path: data for path, data in wanted.items() if path not in kept} | dict.fromkeys(stale)
    return Mails(files, len(wanted), kept)


def _draft(message: Message, candidate: Candidate) -> bytes:
    """The mail; To only where an address is known, since none is ever guessed."""
    mail = EmailMessage(policy=SMTP)
    mail["X-Unsent"] = "1"  # Outlook opens it to be sent, not as one that came
    if candidate.email:
        mail["From"] = candidate.email
    if known := [to for to in message.to if ADDRESS.search(to)]:
        mail["To"] = ", ".join(known)
    mail["Subject"] = message.subject
    mail.set_content(message.body)
    data = mail.as_bytes()
    return SEAL + hashlib.sha256(data).hexdigest().encode() + b"\r\n" + data


def _is_sealed(data: bytes) -> bool:
    """Whether a file is a draft of ours that nobody has changed."""
    head, _, rest = data.partition(b"\r\n")
    return head == SEAL + hashlib.sha256(rest).hexdigest().encode()


def _named(entries: Sequence[Entry]) -> Iterator[tuple[str, Message]]:
    """Each mail with its file's name: it sorts by date, and is safe on every system."""
    for entry in entries:
        milestone = entry.milestone
        mails = [message for message in entry.messages if message.to]
        about = milestone.interview.id if milestone.interview else ""
        for number, message in enumerate(mails, 1):
            again = f" {milestone.ordinal + 1}" if milestone.ordinal else ""
            words = f"{milestone.date} {about[:LONGEST]} {message.kind}{again}"
            several = f"-{number}" if len(mails) > 1 else ""
            stem = re.sub(r"[\W_]+", "-", words.casefold()).strip("-")
            yield f"{stem}{several}.eml", message
