"""Links that a calendar on a phone opens with one tap: `mailto:` (RFC 6068) and `tel:` (RFC 3966)."""

from __future__ import annotations

import re
import string

from icsgen.model import Message

__all__ = ["address_of", "encoded", "mailto", "mailto_without_body", "tel"]

LONGEST = 2_000  # characters of a link, beyond which browsers and mail programs cut it (CLIENTS.md 33)
ADDRESS = re.compile(r"<([^<>\s]+@[^<>\s]+)>\Z")
UNRESERVED = f"{string.ascii_letters}{string.digits}-._~".encode()  # RFC 3986, 2.3
PERCENT = ord("%")
EXTENSION = re.compile(r"(?:,|;)?\s*(?:ext\.?|extension|x|#)\s*=?\s*(\d+)$", re.IGNORECASE)


def mailto(message: Message) -> str:
    """A link that opens the message, without its text where that would be too long."""
    lines = message.body.replace("\n", "\r\n")  # RFC 6068, 5: a line break is %0D%0A
    whole = f"{_addressed(message)}?subject={encoded(message.subject)}&body={encoded(lines)}"
    return _closed(whole) if len(whole) <= LONGEST else mailto_without_body(message)


def mailto_without_body(message: Message) -> str:
    """A link to the reader, with the subject where there is room; to nobody where no address is known."""
    link = f"{_addressed(message)}?subject={encoded(message.subject)}"
    return _closed(link) if len(link) <= LONGEST else _addressed(message)


def _addressed(message: Message) -> str:
    return f"mailto:{encoded(address_of(message)).replace('%40', '@')}"


def address_of(message: Message) -> str:
    """The reader's address alone; empty where it is not known."""
    found = ADDRESS.search(message.to[0]) if message.to else None
    return found[1] if found else ""


def _closed(link: str) -> str:
    """The link with no stop at its end, which programs that look for links leave out."""
    return f"{link[:-1]}%2E" if link.endswith(".") else link


def encoded(text: str) -> str:
    """What `urllib.parse.quote` gives, in a fifth of its time: links make a third of a calendar."""
    octets = text.encode(errors="replace")
    reserved = set(octets.translate(None, UNRESERVED))
    for octet in sorted(reserved, key=PERCENT.__ne__):  # first the percent sign, which the others bring in
        octets = octets.replace(bytes([octet]), b"%%%02X" % octet)
    return octets.decode()


def tel(phone: str) -> str:
    """The number as a `tel:` link (RFC 3966), or nothing where letters stand for digits."""
    number, extension = phone, EXTENSION.search(phone)
    if extension:
        number = phone[: extension.start()]
    if re.search(r"[^\W\d_]", number):
        return ""
    plus = "+" if number.startswith("+") else ""
    if plus:
        number = number.replace("(0)", "")  # the trunk zero is not dialled from abroad
    digits = re.sub(r"\D", "", number)
    return f"tel:{plus}{digits}" + (f";ext={extension[1]}" if extension else "") if digits else ""
