"""What is published: documents, tables, folders of them, and who may read which by whose token."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from icsgen.details.documents import is_job_search
from icsgen.details.suffixes import DOCUMENTS, is_table
from icsgen.errors import OutputError
from icsgen.outlets.files import contents
from icsgen.outlets.locks import alone
from icsgen.outlets.remembered import State, state_of
from icsgen.outlets.web.tokens import SUFFIX, Gate, Token, new_token, read_tokens, tokens_file, write_tokens
from icsgen.outlets.web.watched import LARGEST, SECOND, Reading, Told, Watched, WatchedDocument, WatchedTable

__all__ = ["Opened", "Published"]

PATIENCE = 2.0
"""Seconds that a request waits for a folder that somebody else holds."""


class Opened(Struct, frozen=True):
    """What a token opens."""

    token: Token
    source: Watched


class Tokens(Struct):
    """The tokens of a source."""

    state: State | None = None
    """That of their file when it was read."""
    tokens: Sequence[Token] = ()
    fault: str = ""
    """Why they cannot be read."""
    people: frozenset[str] = frozenset()
    """Who had one, or was given one: who lost it by `revoke` is given no other while this goes on."""


class Published:
    """Files, and the tokens that open them; what is new or revoked counts within a second.

    A file that was there once is not forgotten while this goes on: one that is missing for a moment, as where
    an editor puts a new one in its place, is as good as broken.
    """

    def __init__(
        self, paths: Sequence[Path], reading: Reading, clock: Callable[[], dt.datetime], told: Told
    ) -> None:
        """`paths` are documents, tables, or folders of them; everybody in them is given a token.

        Raises:
            OutputError: tokens cannot be read or written.
        """
        self.paths, self.reading, self.clock, self.told = paths, reading, clock, told
        self.folders = frozenset(path for path in paths if path.is_dir())
        self.sources: dict[Path, Watched] = {}
        self._tokens: dict[Path, Tokens] = {}
        self._others: dict[Path, State | None] = {}
        self._unlisted = ""
        self._gate, self._openings = Gate(()), dict[str, Opened]()
        self._looked, self._lock = -SECOND, threading.Lock()
        if faults := [*self._unfit(), *self._look()]:
            self.close()
            raise OutputError("\n".join(faults))

    def close(self) -> None:
        """Let go of what is open."""
        for source in self.sources.values():
            source.close()

    def opened_by(self, words: str) -> Opened | None:
        """What words open; None: nothing, and nobody learns whether they ever did."""
        self.look()
        token = self._gate.opened_by(words)
        return self._openings.get(token.token) if token else None

    def opened(self) -> list[Opened]:
        """All that can be opened, by source."""
        return [*self._openings.values()]

    def revoked(self) -> list[Token]:
        """The tokens that open nothing any more."""
        return [token for found in self._tokens.values() for token in found.tokens if token.revoked]

    def _unfit(self) -> Iterator[str]:
        """What was named, and cannot be meant."""
        for path in self.paths:
            if path.name.endswith(SUFFIX):
                yield f"{path}: is a list of tokens; name the document that they are of"

    def look(self) -> None:
        """See what is there now, once a second at most. What cannot be read is told, and stays as it was."""
        if time.monotonic() - self._looked < SECOND or not self._lock.acquire(blocking=False):
            return
        try:
            for fault in self._look():
                self.told(fault)
        finally:
            self._looked = time.monotonic()
            self._lock.release()

    def _look(self) -> Iterator[str]:
        """See what is there, and say what newly cannot be read."""
        before = {path: found.tokens for path, found in self._tokens.items()}
        try:
            paths, unlisted = [*self._paths()], ""
        except OSError as fault:
            paths, unlisted = [*self.sources], f"{fault.filename}: cannot be listed: {fault.strerror}"
        if unlisted and unlisted != self._unlisted:
            yield unlisted
        self._unlisted = unlisted
        for path in paths:
            yield from self._tokens_of(path)
        if before != {path: found.tokens for path, found in self._tokens.items()}:
            openings = [
                Opened(token, self.sources[path])
                for path, found in self._tokens.items()
                for token in found.tokens
                if not token.revoked
            ]
            self._openings = {each.token.token: each for each in openings}
            self._gate = Gate(each.token for each in openings)

    def _tokens_of(self, path: Path) -> Iterator[str]:
        """See what tokens a source has; why they cannot be read, if that is new."""
        if path not in self.sources:
            self.sources[path] = self._watched(path)
            self._tokens[path] = Tokens()
        found, told = self._tokens[path], ""
        try:
            self._read(path)
        except OutputError as fault:
            told = str(fault)
        if told and told != found.fault:
            yield told
        found.fault = told

    def _watched(self, path: Path) -> Watched:
        if is_table(path):
            return WatchedTable(path, self.told, self.reading)
        return WatchedDocument(path, self.told)

    def _paths(self) -> Iterator[Path]:
        """The files there are, those of folders by name."""
        for path in self.paths:
            if path not in self.folders:
                yield path
                continue
            for each in sorted(path.iterdir()):
                if not each.name.startswith(".") and (each in self.sources or self._is_ours(each)):
                    yield each

    def _is_ours(self, path: Path) -> bool:
        """Whether a file in a folder is a table, or has `me`; what is none is looked at when it changes."""
        state = state_of(path)
        if path.suffix.casefold() not in DOCUMENTS or self._others.get(path) == state:
            return is_table(path)
        if tokens_file(path).exists():  # it was served before: reading thousands takes long
            return True
        try:
            data = contents(path, LARGEST)
        except OSError:
            return False
        self._others[path] = state
        return is_job_search(data, str(path))

    def _read(self, path: Path) -> None:
        """Read the tokens of a source where they are others, and make one for whoever is new.

        Raises:
            OutputError: they cannot be read, or not be written.
        """
        found, source = self._tokens[path], self.sources[path]
        state = state_of(tokens_file(path))
        if state != found.state and path.parent.is_dir():  # else the whole folder is away for a moment
            found.tokens = read_tokens(path)
            found.state = state
        known = found.people.union(each.person for each in found.tokens)
        new = [person for person in source.people() if person not in known]
        found.people = known.union(new)
        if new:
            found.tokens = self._given(path, new)
            found.state = state_of(tokens_file(path))

    def _given(self, path: Path, people: Sequence[str]) -> list[Token]:
        """The tokens with a new one for each of some people, written down; for whom nobody else made one."""
        today = self.clock().date()
        with alone(path.parent, patience=PATIENCE):
            tokens = read_tokens(path)
            known = {each.person for each in tokens}
            new = [person for person in people if person not in known]
            tokens += [Token(token=new_token(), person=person, made=today) for person in new]
            write_tokens(path, tokens)
        return tokens
