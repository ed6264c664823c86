"""What the pages stand on."""

from __future__ import annotations

import datetime as dt
import ipaddress
from collections.abc import Callable
from urllib.parse import urlsplit

from msgspec import Struct

from icsgen.outlets.web.feeds import Feeds
from icsgen.outlets.web.published import Opened, Published
from icsgen.outlets.web.watched import Told, WatchedDocument

__all__ = ["Site"]


class Site(Struct, frozen=True, kw_only=True):
    """What is served, and where."""

    published: Published
    feeds: Feeds
    address: str
    """Where it is reached, without a slash at its end: ``https://feeds.example.org``."""
    writes: bool
    """Whether the pages log what happened in the documents."""
    clock: Callable[[], dt.datetime]
    told: Told
    frozen: bool = False
    """Whether pages are written down, and then stay as they are."""

    @property
    def only_here(self) -> bool:
        """Whether no other machine reaches it there."""
        host = urlsplit(self.address).hostname or ""
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return host == "localhost"

    def logs(self, opened: Opened) -> bool:
        """Whether the page of a token tells its document what happened; a table is changed by its owner."""
        return self.writes and not opened.token.shows and isinstance(opened.source, WatchedDocument)

    def feed(self, opened: Opened) -> str:
        """The address of a feed."""
        return f"{self.address}/feed/{opened.token.token}.ics"

    def page(self, opened: Opened) -> str:
        """The address of a person's page."""
        return f"{self.address}/p/{opened.token.token}/"
