"""Messages as drafts that a mail program opens to be sent: one .eml file each (RFC 5322), in a folder."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from pathlib import Path

from msgspec import Struct

from icsgen.errors import OutputError
from icsgen.messages.links import address_of
from icsgen.model import Candidate, Entry, Message
from icsgen.outlets.names import shortened, slug

__all__ = ["Mails", "mails_in"]

LONGEST = 120  # bytes of an id in a name: file systems take 255, and a part's name is longer
SEAL = b"X-Icsgen-Seal: "
"""The header that tells whether somebody has changed a draft since: the digest of all that follows it."""


class Mails(Struct, frozen=True):
    """The drafts of a calendar: what to write, how many there are, and what to know of some."""

    files: Mapping[Path, bytes | None]
    """None: it goes."""
    count: int
    told: tuple[str, ...]


def mails_in(folder: Path, entries: Sequence[Entry], candidate: Candidate) -> Mails:
    """Each mail of these events as a file of its own in a folder, which is made; those of before that nobody
    changed, go. What somebody has changed stays as it is, and is not written over.

    Raises:
        OutputError: the folder cannot be made or read.
    """
    named = {folder / name: message for name, message in _named(entries)}
    try:
        folder.mkdir(exist_ok=True)
        there = {path: path.read_bytes() for path in folder.glob("*.eml") if path.is_file()}
    except OSError as fault:
        raise OutputError(f"{folder}: cannot be a folder of mails: {fault.strerror}") from fault
    changed = [path for path, data in there.items() if data.startswith(SEAL) and not _is_sealed(data)]
    wanted = {
        path: _draft(message, candidate)
        for path, message in named.items()
        if path not in there or _is_sealed(there[path])
    }
    stale = [path for path, data in there.items() if path not in named and _is_sealed(data)]
    return Mails(
        {**wanted, **dict.fromkeys(stale)},
        len(named),
        (
            *(f"{path}: was changed since, and stays" for path in sorted(named) if path not in wanted),
            *(
                f"{path}: was changed, and stays; it is of no event now"
                for path in changed
                if path not in named
            ),
            *([f"{folder}: {len(stale)} of before went, of which there is no event now"] if stale else []),
            *(
                f"{path}: put in {address} yourself; a mail's header takes no such letters"
                for path, message in named.items()
                if (address := address_of(message)) and not _in_ascii(address)
            ),
        ),
    )


def _draft(message: Message, candidate: Candidate) -> bytes:
    """The mail; To only where an address is known, since none is ever guessed."""
    mail = EmailMessage(policy=SMTP)
    mail["X-Unsent"] = "1"  # Outlook opens it to be sent, not as one that came
    if sender := _in_ascii(candidate.email or ""):
        mail["From"] = Address(_plain(" ".join((candidate.name or "").split())), addr_spec=sender)
    if address := _in_ascii(address_of(message)):
        mail["To"] = Address(_plain(parseaddr(message.to[0])[0]), addr_spec=address)
    mail["Subject"] = _plain(message.subject)
    mail.set_content(message.body)
    data = mail.as_bytes()
    return SEAL + hashlib.sha256(data).hexdigest().encode() + b"\r\n" + data


def _in_ascii(address: str) -> str:
    """The address as every mail program reads it, its domain in punycode; empty where it has no such form."""
    local, _, domain = address.rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode()}" if local and local.isascii() else ""
    except UnicodeError:
        return ""


def _plain(text: str) -> str:
    """The text without what a reader would take for an encoded word (RFC 2047)."""
    return text.replace("=?", "= ?")


def _is_sealed(data: bytes) -> bool:
    """Whether a file is a draft of ours that nobody has changed."""
    head, _, rest = data.partition(b"\r\n")
    return head == SEAL + hashlib.sha256(rest).hexdigest().encode()


def _named(entries: Sequence[Entry]) -> Iterator[tuple[str, Message]]:
    """Each mail with its file's name: it sorts by date, is safe on every system, and is no other's."""
    taken = Counter[str]()
    for entry in entries:
        milestone = entry.milestone
        mails = [message for message in entry.messages if message.to]
        about = milestone.interview.id if milestone.interview else ""
        for number, message in enumerate(mails, 1):
            again = f" {milestone.ordinal + 1}" if milestone.ordinal else ""
            several = f"-{number}" if len(mails) > 1 else ""
            stem = f"{slug(f'{milestone.date} {shortened(about, LONGEST)} {message.kind}{again}')}{several}"
            taken[stem] += 1
            yield f"{stem}{f'-no-{taken[stem]}' if taken[stem] > 1 else ''}.eml", message
