"""Feeds: what calendar programs subscribe to, made anew when the source changes, and else the same bytes."""

from __future__ import annotations

import datetime as dt
import gzip
import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from email.utils import format_datetime
from hashlib import blake2b
from pathlib import Path

from msgspec import Struct

from icsgen.errors import IcsgenError, OutputError
from icsgen.ics import render, revise, uid
from icsgen.ics.events import NOTHING, History, next_drop, nothing_off
from icsgen.ics.history import UnknownCalendarError, history
from icsgen.messages import redacted, with_page
from icsgen.model import Entry
from icsgen.outlets.files import make_folder, write
from icsgen.outlets.web.published import Opened
from icsgen.outlets.web.tokens import feed_file
from icsgen.outlets.web.watched import Current, Told

__all__ = ["BESIDE_SOURCE", "Feed", "Feeds", "Shelf"]

KEPT = dt.timedelta(days=14)
"""How long an event that is gone stays, cancelled."""
ROOM = 64_000_000
"""Bytes of calendars that are held in memory; the others are read from disk."""


class Sent(Struct, frozen=True):
    """What a feed says."""

    data: bytes
    modified: int
    """When it began to say so, in seconds since 1970."""
    unsaved: bool = False
    """Whether it is on no disk."""


class Feed(Struct, frozen=True, kw_only=True):
    """A calendar as it is sent, in both encodings, each known by a tag of its own (CLIENTS.md 54)."""

    sent: Sent
    packed: bytes
    """By gzip."""
    etag: str
    modified: dt.datetime
    """When its bytes changed last, in UTC and whole seconds."""
    last_modified: str
    """The same as HTTP has it."""
    edition: int
    """That of the source it was made of."""
    until: dt.datetime | None = None
    """When it changes by itself: something called off is then dropped."""
    faults: tuple[str, ...] = ()
    """Why it does not say what its source does."""

    @property
    def data(self) -> bytes:
        """As it is."""
        return self.sent.data

    @property
    def size(self) -> int:
        """Bytes in memory."""
        return len(self.data) + len(self.packed)


class Shelf(Struct, frozen=True):
    """Where feeds lie on disk."""

    path: Callable[[Opened], Path]
    put: Callable[[Path, bytes], object]
    """Writes one. Raises OutputError: it cannot be written."""


def _beside_source(opened: Opened) -> Path:
    return feed_file(opened.source.path, opened.token)


def _put_for_owner(path: Path, data: bytes) -> None:
    make_folder(path.parent, private=True)
    write(path, data, private=True)


BESIDE_SOURCE = Shelf(_beside_source, _put_for_owner)
"""Feeds that nobody but their owner reads on disk."""


class Feeds:
    """The feeds of what is published. In memory are the last ones that somebody asked for; on disk, each with
    its memory of what it said before, all that were ever sent."""

    def __init__(
        self,
        shelf: Shelf,
        clock: Callable[[], dt.datetime],
        told: Told,
        page: Callable[[Opened], str] | None = None,
        room: int = ROOM,
    ) -> None:
        """`page` is the address that a feed's events end with, if any."""
        self.shelf, self.clock, self.told, self.page, self.room = shelf, clock, told, page, room
        self._held: OrderedDict[str, Feed] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def feed(self, opened: Opened) -> Feed | None:
        """The feed that a token opens, as its source is now; None where that never was sound."""
        source, words = opened.source, opened.token.token
        source.look()
        found = self._held.get(words)
        if found and self._is_current(found, opened):
            return found
        if not source.lock.acquire(blocking=not found):
            return found  # somebody makes it anew; until then the last one does
        try:
            found = self._held.get(words)
            if not (found and self._is_current(found, opened)):
                found = self._made(opened, found)
        finally:
            source.lock.release()
        self._hold(words, found)
        return found

    def _is_current(self, feed: Feed, opened: Opened) -> bool:
        return feed.edition == opened.source.edition and not (feed.until and self.clock() >= feed.until)

    def _hold(self, words: str, feed: Feed | None) -> None:
        """Hold a feed as the last that was asked for, and let go of the first where there is no more room."""
        with self._lock:
            if old := self._held.pop(words, None):
                self._size -= old.size
            if feed:
                self._held[words] = feed
                self._size += feed.size
            for words in [*self._held][:-1] if self._size > self.room else ():
                if self._size > self.room and not self._held[words].sent.unsaved:
                    self._size -= self._held.pop(words).size

    def _made(self, opened: Opened, last: Feed | None) -> Feed | None:
        """The feed made of its source, on disk before anybody sees it."""
        now, edition, path = self.clock(), opened.source.edition, self.shelf.path(opened)
        sent, before = self._sent(path, last)
        try:
            current = opened.source.current(opened.token.person, now)
        except IcsgenError as fault:
            current = Current(plan=None, faults=(str(fault),))
        if current.faults != (last.faults if last else ()):
            self._tell(current, opened)
        if not current.plan:
            return _feed(sent, edition, current.faults) if sent.data else None
        entries = self._shown(current.plan.entries, opened)
        candidate, shows = current.plan.candidate, opened.token.shows
        after = revise(
            entries, candidate=candidate, stamp=now, before=before, keep_cancelled=KEPT, redaction=shows
        )
        after = after if current.complete else nothing_off(before, after)
        new = self._kept(path, render(after, candidate), sent)
        return _feed(new, edition, current.faults, next_drop(after, KEPT))

    def _tell(self, current: Current, opened: Opened) -> None:
        for fault in current.faults:
            if fault != opened.source.fault:  # which is told already
                self.told(fault)

    def _shown(self, entries: Iterable[Entry], opened: Opened) -> Sequence[Entry]:
        """What whoever has the token may see, each event with the page on which it is marked as done."""
        shows = opened.token.shows
        seen = [each for entry in entries if (each := redacted(entry, shows))]
        if not self.page or shows:
            return seen
        page = self.page(opened)
        return [with_page(each, f"{page}#{uid(each.milestone)}") if _is_open(each) else each for each in seen]

    def _sent(self, path: Path, last: Feed | None) -> tuple[Sent, History]:
        """What was sent last, and what it remembers."""
        if last and last.sent.unsaved:
            return last.sent, history(last.sent.data)
        try:
            data = path.read_bytes()
            return Sent(data, _modified(path)), history(data)
        except FileNotFoundError:
            pass
        except OSError as fault:
            self.told(f"{path}: cannot be read: {fault.strerror}; the feed begins anew")
        except UnknownCalendarError as fault:
            self.told(f"{path}: {fault}; the feed begins anew")
        return Sent(b"", 0), NOTHING

    def _kept(self, path: Path, data: bytes, sent: Sent) -> Sent:
        """What is sent from now on, on disk. Two changes in a second have two dates: HTTP knows no less."""
        if data == sent.data and not sent.unsaved:
            return sent
        least = sent.modified + (data != sent.data)
        try:
            self.shelf.put(path, data)
            modified = max(_modified(path), least)
            os.utime(path, (modified, modified))
        except (OutputError, OSError) as fault:
            if not sent.unsaved:
                self.told(f"{fault}\n{path}: what the feed says is forgotten when the server ends")
            return Sent(data, max(int(self.clock().timestamp()), least), unsaved=True)
        return Sent(data, modified)


def _is_open(entry: Entry) -> bool:
    """Whether anything is to be told of it still."""
    return entry.milestone.interview is not None and not entry.milestone.outcome


def _modified(path: Path) -> int:
    """When a file was changed, in seconds."""
    return int(path.stat().st_mtime)


def _feed(sent: Sent, edition: int, faults: tuple[str, ...], until: dt.datetime | None = None) -> Feed:
    modified = dt.datetime.fromtimestamp(sent.modified, dt.UTC)
    return Feed(
        sent=sent,
        packed=gzip.compress(sent.data, 6, mtime=0),
        etag=blake2b(sent.data, digest_size=12).hexdigest(),
        modified=modified,
        last_modified=format_datetime(modified, usegmt=True),
        edition=edition,
        until=until,
        faults=faults,
    )
