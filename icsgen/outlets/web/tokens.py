"""Who may read which feed: unguessable words, in a file beside the document that nobody else may read.

A feed is protected by its address alone, since calendar programs send no more (CLIENTS.md 39).
"""

from __future__ import annotations

import datetime as dt
import hmac
import secrets
import stat
import sys
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path

import msgspec
from msgspec import Struct

from icsgen.errors import OutputError
from icsgen.model import Redaction
from icsgen.outlets.files import contents, write

__all__ = ["SUFFIX", "Gate", "Token", "feed_file", "new_token", "read_tokens", "tokens_file", "write_tokens"]

BYTES = 24
"""Of a token: 192 bits."""
LARGEST = 64_000_000  # bytes of the tokens of a table's people
SUFFIX = ".tokens.json"
"""Of the file that holds them."""
OTHERS = stat.S_IRWXG | stat.S_IRWXO


class Token(Struct, frozen=True, kw_only=True):
    """Words that open a feed."""

    token: str
    person: str
    """By what its person is known; empty: the document's one."""
    made: dt.date
    shows: Redaction = ""
    """What the feed hides."""
    follows: str = ""
    """The token in whose place it was put."""
    revoked: dt.date | None = None
    """Since when it opens nothing: who had one and lost it is not given another unasked."""


def new_token() -> str:
    """A token that nobody guesses, of letters, digits, hyphens and underscores; no option of a command."""
    while (token := secrets.token_urlsafe(BYTES)).startswith("-"):
        pass
    return token


def tokens_file(source: Path) -> Path:
    """Where the tokens of a document or a table are."""
    return source.with_name(f"{source.name}{SUFFIX}")


def feed_file(source: Path, token: Token) -> Path:
    """Where a token's feed lies, with its memory: beside the source, by a name that opens nothing."""
    return source.with_name(f"{source.name}.feeds") / f"{_digest(token.token).hex()[:24]}.ics"


def read_tokens(source: Path) -> list[Token]:
    """The tokens of a document or a table, in the order they were made; none where there is no file.

    Raises:
        OutputError: the file cannot be read, is damaged, or can be read by others.
    """
    path = tokens_file(source)
    try:
        data, mode = contents(path, LARGEST), path.stat().st_mode
        if sys.platform != "win32" and mode & OTHERS:
            raise OutputError(f"{path}: others may read it; `chmod 600` it, and rotate what is in it")
        return msgspec.json.decode(data, type=list[Token])
    except FileNotFoundError:
        return []
    except OSError as fault:
        raise OutputError(f"{path}: cannot be read: {fault.strerror}") from fault
    except msgspec.MsgspecError as fault:
        raise OutputError(
            f"{path}: is no list of tokens: {fault}; take it away, and make new ones"
        ) from fault


def write_tokens(source: Path, tokens: Sequence[Token]) -> None:
    """Keep the tokens of a document or a table for its owner's eyes alone.

    Raises:
        OutputError: they cannot be written.
    """
    text = msgspec.json.format(msgspec.json.encode(tokens), indent=2)
    write(tokens_file(source), text + b"\n", private=True)


class Gate:
    """Which token is meant by the words of an address; the time it takes tells nothing of the others."""

    def __init__(self, tokens: Iterable[Token]) -> None:
        self.tokens = {_digest(each.token): each for each in tokens if not each.revoked}

    def opened_by(self, words: str) -> Token | None:
        """The token that has these words; None: nobody's, and nobody knows whether they ever were."""
        found = self.tokens.get(_digest(words))
        return found if found and hmac.compare_digest(found.token.encode(), words.encode()) else None


def _digest(words: str) -> bytes:
    return sha256(words.encode(errors="replace")).digest()
