"""A mail down to what an invitation is understood by: its calendars, who wrote it, to whom, its text."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.policy import compat32
from email.utils import getaddresses

from msgspec import Struct

from icsgen.details.html_text import plain
from icsgen.details.sources import fail

__all__ = ["MOST_MAIL_BYTES", "Mail", "mail", "to_utf8"]

MOST_MAIL_BYTES = 25_000_000
"""Of a mail; the large providers send no larger one."""
MOST_LINES = 600_000
MOST_PARTS = 1_000
MOST_CONTAINERS = 40
"""Parts that hold parts: what is in one another is read by as many calls."""
LONGEST_HEADER = 2_000
"""Characters of what a part is; the standard library takes time that grows with their square."""
MOST_DECODED = 2_000_000
"""Bytes of one part that are looked at."""
LONGEST_TEXT = 200_000  # characters
MOST_RECIPIENTS = 100
CONTAINER = re.compile(rb"^content-type[ \t]*:\s*(?:multipart|message)/", re.IGNORECASE | re.MULTILINE)
PART_HEADER = re.compile(
    rb"^content-(?:type|disposition)[ \t]*:(?:[^\r\n]|(?:\r\n|\r|\n)[ \t])*", re.IGNORECASE | re.MULTILINE
)
LINE_END = re.compile(rb"\r\n|\r|\n")
CALENDAR_TYPES = ("text/calendar", "application/ics")
ENCODING = re.compile(
    r"utf-?(?:8|16(?:le|be)?)|us-ascii|ascii|latin-?1|iso-?8859-\d{1,2}|(?:windows-|cp)125\d|koi8-[ru]|gb(?:k|2312|18030)|"
    r"big5|shift_jis|iso-2022-jp|euc-(?:jp|kr)"
)
"""What Python decodes in one pass; some of its other encodings are no text, or take long."""
SHIFTING = "2022"
"""Of the encodings that look like ASCII, and are not."""

Mailbox = tuple[str, str]
"""A name, or nothing, and an address."""


class Mail(Struct, frozen=True, kw_only=True):
    """What was read of a mail."""

    sender: Mailbox = ("", "")
    recipients: tuple[str, ...] = ()
    """Addresses."""
    subject: str = ""
    text: str = ""
    calendars: tuple[tuple[str, bytes], ...] = ()
    """By the name of their part; UTF-8, if that could be made of them."""


def mail(data: bytes, name: str) -> Mail:
    """What a mail says; mails in it are read too, as it may have been forwarded.

    Raises:
        InputError: it is more than a mail could be.
    """
    lines = len(LINE_END.findall(data)) if data.count(b"\n") + data.count(b"\r") > MOST_LINES else 0
    if lines > MOST_LINES or data.count(b"\n--") > MOST_PARTS:
        fail(name, "more lines or parts than a mail has; expected an invitation, as .ics or .eml")
    deep = len(CONTAINER.findall(data))
    if deep > MOST_CONTAINERS:
        fail(name, f"a mail of {deep:,} parts within parts; expected at most {MOST_CONTAINERS}")
    if any(found.end() - found.start() > LONGEST_HEADER for found in PART_HEADER.finditer(data)):
        fail(
            name, f"a header of more than {LONGEST_HEADER:,} characters; expected a mail as programs write it"
        )
    message = email.message_from_bytes(data, policy=compat32)
    plains, htmls, calendars = [], [], []
    for part in message.walk():
        kind = _kind(part)
        if kind == "calendar":
            calendars.append((_file_name(part), to_utf8(_bytes(part, name), _charset(part))))
        elif kind == "text/plain":
            plains.append(_text(part, name))
        elif kind == "text/html":
            htmls.append(plain(_text(part, name)))
    return Mail(
        sender=_sender(message),
        recipients=tuple(
            address for key in ("delivered-to", "to", "cc") for _, address in _mailboxes(message, key)
        )[:MOST_RECIPIENTS],
        subject=_words(message["subject"]),
        text="\n".join([*plains, *htmls])[:LONGEST_TEXT],
        calendars=tuple(calendars),
    )


def _sender(message: Message) -> Mailbox:
    """Who is answered: a tool that writes for somebody names them so."""
    name, address = next(_mailboxes(message, "from"), ("", ""))
    other, answered = next(_mailboxes(message, "reply-to"), ("", ""))
    return other or name, answered or address


def _kind(part: Message) -> str:
    if part.is_multipart():
        return ""
    named = _file_name(part).casefold().endswith((".ics", ".ical", ".vcs"))
    kind = part.get_content_type()
    if kind in CALENDAR_TYPES or named:
        return "calendar"
    attached = str(part.get("content-disposition", "")).casefold().lstrip().startswith("attachment")
    return "" if attached else kind


def _file_name(part: Message) -> str:
    try:
        return _words(part.get_filename() or "") or part.get_content_type()
    except (ValueError, LookupError, TypeError):  # of a name in an encoding that is none
        return part.get_content_type()


def _charset(part: Message) -> str:
    try:
        return part.get_content_charset() or ""
    except (ValueError, LookupError, TypeError):
        return ""


def _bytes(part: Message, name: str) -> bytes:
    """A part without its transfer encoding; base64 makes a part no larger."""
    written = part.get_payload()
    if isinstance(written, str) and len(written) > 2 * MOST_DECODED:
        fail(name, f"a part of more than {MOST_DECODED:,} bytes; expected an invitation")
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _text(part: Message, name: str) -> str:
    written = part.get_payload()
    if isinstance(written, str) and len(written) > 2 * MOST_DECODED:
        return ""
    return to_utf8(_bytes(part, name), _charset(part)).decode("utf-8", "replace")[:LONGEST_TEXT]


def to_utf8(data: bytes, charset: str = "") -> bytes:
    """A text in UTF-8, if its encoding is told or to be seen; else as it is, and each line is tried."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace").encode("utf-8", "replace")
    if SHIFTING not in charset.casefold() and _is_utf8(data):  # often the truth, whatever is told
        return data
    if not ENCODING.fullmatch(charset.casefold()) or charset.casefold().startswith("utf"):
        return data
    try:
        return data.decode(charset, "replace").encode("utf-8", "replace")
    except LookupError:
        return data


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _mailboxes(message: Message, key: str) -> Iterator[Mailbox]:
    fields = [str(value) for value in message.get_all(key, [])][:MOST_RECIPIENTS]
    for words, address in getaddresses([field[:LONGEST_TEXT] for field in fields])[:MOST_RECIPIENTS]:
        if "@" in address:
            yield _words(words), address


def _words(header: object) -> str:
    """A header's words, whose encodings are written into it (RFC 2047)."""
    text = str(header or "")[:LONGEST_TEXT]
    try:
        pieces = decode_header(text)
    except (MessageError, ValueError):
        pieces = [(text, None)]
    words = "".join(
        to_utf8(piece, charset or "").decode("utf-8", "replace") if isinstance(piece, bytes) else piece
        for piece, charset in pieces
    )
    return " ".join(words.split())
