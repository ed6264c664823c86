"""Links that a calendar on a phone opens with one tap: `mailto:` (RFC 6068) and `tel:` (RFC 3966)."""

from __future__ import annotations

import re
import string
from functools import lru_cache

from icsgen.model import Message

__all__ = ["address_of", "encoded", "mailto", "mailto_without_body", "tel"]

LONGEST = 2_000  # characters of a link, beyond which browsers and mail programs cut it (CLIENTS.md 33)
ADDRESS = re.compile(r"<([^<>\s]+@[^<>\s]+)>\Z")
LEFT = f"{string.ascii_letters}{string.digits}-._~%".encode()
"""What is not encoded (RFC 3986, 2.3), and what begins all that is."""
ENCODED = tuple((bytes([octet]), b"%%%02X" % octet) for octet in range(256))
"""Each octet, and what stands for it."""
EXTENSION = re.compile(r"(?:,|;)?\s*(?:ext\.?|extension|x|#)\s*=?\s*(\d+)$", re.IGNORECASE)
LETTER, NO_DIGIT = re.compile(r"[^\W\d_]"), re.compile(r"\D")


def mailto(message: Message) -> str:
    """A link that opens the message, without its text where that would be too long."""
    body = encoded(message.body, line_break=b"%0D%0A")  # RFC 6068, 5
    whole = f"{_to(message.to)}?subject={encoded(message.subject)}&body={body}"
    return _closed(whole) if len(whole) <= LONGEST else mailto_without_body(message)


def mailto_without_body(message: Message) -> str:
    """A link to the reader, with the subject where there is room; to nobody where no address is known."""
    link = f"{_to(message.to)}?subject={encoded(message.subject)}"
    return _closed(link) if len(link) <= LONGEST else _to(message.to)


@lru_cache(maxsize=1024)  # the same reader gets several messages
def _to(mailboxes: tuple[str, ...]) -> str:
    return f"mailto:{encoded(_address(mailboxes)).replace('%40', '@')}"


def address_of(message: Message) -> str:
    """The reader's address alone; empty where it is not known."""
    return _address(message.to)


@lru_cache(maxsize=1024)
def _address(mailboxes: tuple[str, ...]) -> str:
    found = ADDRESS.search(mailboxes[0]) if mailboxes else None
    return found[1] if found else ""


def _closed(link: str) -> str:
    """The link with no stop at its end, which programs that look for links leave out."""
    return f"{link[:-1]}%2E" if link.endswith(".") else link


def encoded(text: str, *, line_break: bytes = b"%0A") -> str:
    """What `urllib.parse.quote` gives, in a sixth of its time: links make a third of a calendar."""
    octets = text.encode(errors="replace").replace(b"%", b"%25")  # first, as the others bring it in
    octets = octets.replace(b" ", b"%20").replace(b"\n", line_break)  # then what there is most of
    for octet in set(octets.translate(None, LEFT)):
        octets = octets.replace(*ENCODED[octet])
    return octets.decode()


def tel(phone: str) -> str:
    """The number as a `tel:` link (RFC 3966), or nothing where letters stand for digits."""
    number, extension = phone, EXTENSION.search(phone)
    if extension:
        number = phone[: extension.start()]
    if LETTER.search(number):
        return ""
    plus = "+" if number.startswith("+") else ""
    if plus:
        number = number.replace("(0)", "")  # the trunk zero is not dialled from abroad
    digits = NO_DIGIT.sub("", number)
    return f"tel:{plus}{digits}" + (f";ext={extension[1]}" if extension else "") if digits else ""
