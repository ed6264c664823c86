"""Sites to be asked: what is published from a folder, with a clock that is told the time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

from flask.testing import FlaskClient

from icsgen.outlets.web.feeds import BESIDE_SOURCE, Feeds
from icsgen.outlets.web.pages import Site
from icsgen.outlets.web.published import Opened, Published
from icsgen.outlets.web.site import application
from icsgen.outlets.web.watched import Reading

ADDRESS = "https://feeds.example.org"
NOW = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)


class Asked:
    """A site, and what its owner was told."""

    def __init__(self, *paths: Path, writes: bool = False, room: int = 64_000_000) -> None:
        self.paths, self.writes, self.room = paths, writes, room
        self.now = NOW
        self.told: list[str] = []
        self.begin()

    def restart(self) -> None:
        """All that was in memory is forgotten."""
        self.site.published.close()
        self.begin()

    def begin(self) -> None:
        published = Published(self.paths, Reading(), self.clock, self.told.append)
        page: Callable[[Opened], str] | None = (
            (lambda opened: f"{ADDRESS}/p/{opened.token.token}/") if self.writes else None
        )
        self.feeds = Feeds(BESIDE_SOURCE, self.clock, self.told.append, page, self.room)
        self.site = Site(
            published=published,
            feeds=self.feeds,
            address=ADDRESS,
            writes=self.writes,
            clock=self.clock,
            told=self.told.append,
        )
        self.client: FlaskClient = application(self.site).test_client()

    def clock(self) -> dt.datetime:
        return self.now

    @property
    def opened(self) -> Sequence[Opened]:
        return self.site.published.opened()

    def path(self, number: int = 0) -> str:
        """The path of a feed."""
        return f"/feed/{self.opened[number].token.token}.ics"

    def feed(self, number: int = 0) -> bytes:
        """What a feed answers."""
        answer = self.client.get(self.path(number))
        assert answer.status_code == 200, answer.text
        return bytes(answer.data)
