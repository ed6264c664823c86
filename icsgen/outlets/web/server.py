"""The web server: waitress, in bounds, and ended without cutting an answer short."""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Iterable, Mapping
from typing import Any

from waitress.channel import HTTPChannel
from waitress.server import create_server

from icsgen.errors import OutputError
from icsgen.outlets.web.pages import Site
from icsgen.outlets.web.site import application

__all__ = ["listening", "serve"]

LARGEST_HEADERS, LARGEST_BODY = 16_384, 64_000  # bytes
CONNECTIONS, THREADS, BACKLOG = 800, 8, 1024
FILES = 8_192  # that are open at once, a table's rows in 64 of them
IDLE = 20  # seconds that a connection may be idle
HURRY = 20.0  # seconds that a request may take to come in
BEAT = 1.0  # seconds between two looks at whether to end
GRACE = 10.0  # seconds that running answers have to end


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens, at any free port for port 0.

    Raises:
        OutputError: the address is taken, or is none of this machine's.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family, backlog=BACKLOG)
    except OSError as fault:
        raise OutputError(
            f"{host}, port {port}: cannot be listened at: {fault.strerror}; see --host, --port"
        ) from fault


def serve(site: Site, listener: socket.socket, ending: threading.Event) -> None:
    """Answer requests for a site until it is to end; then those that are running are answered still."""
    logging.getLogger("waitress").addHandler(
        logging.NullHandler()
    )  # it would tell addresses, which hold tokens
    logging.getLogger("waitress").propagate = False
    channels: dict[int, Any] = {}
    server = create_server(
        application(site),
        map=channels,
        sockets=[listener],
        threads=THREADS,
        ident=None,
        max_request_header_size=LARGEST_HEADERS,
        max_request_body_size=LARGEST_BODY,
        connection_limit=_roomy(),
        channel_timeout=IDLE,
        cleanup_interval=IDLE // 3,
        asyncore_use_poll=True,  # select takes no more than 1,024 files
        clear_untrusted_proxy_headers=True,
    )
    loop, unfinished = server.asyncore.loop, dict[HTTPChannel, float]()
    while not ending.is_set():
        loop(timeout=BEAT, use_poll=True, map=channels, count=1)
        unfinished = _hurried(channels.values(), unfinished)
    server.asyncore.dispatcher.close(server)  # nobody new; its trigger goes on, which answers need
    deadline = time.monotonic() + GRACE
    while time.monotonic() < deadline and any(map(_is_busy, channels.values())):
        loop(timeout=BEAT / 10, use_poll=True, map=channels, count=1)
    server.task_dispatcher.shutdown()


def _is_busy(channel: object) -> bool:
    """Whether it is a connection that has a request, or an answer that is not sent yet."""
    return isinstance(channel, HTTPChannel) and bool(channel.requests or channel.total_outbufs_len)


def _hurried(channels: Iterable[object], before: Mapping[HTTPChannel, float]) -> dict[HTTPChannel, float]:
    """Since when each connection sends a request that has no end yet; those that take too long are closed,
    for waitress only minds those that say nothing."""
    now = time.monotonic()
    found = {
        channel: before.get(channel, now)
        for channel in channels
        if isinstance(channel, HTTPChannel) and channel.request and not channel.requests
    }
    for channel, since in found.items():
        channel.will_close = channel.will_close or now - since > HURRY
    return found


def _roomy() -> int:
    """How many connections there may be: beside each there are files of tables."""
    try:
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if soft < FILES:  # 256 on some systems, 1,024 on others
            soft = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        return min(CONNECTIONS, soft // 2)
    except (ImportError, OSError, ValueError):  # Windows has no such bound
        return CONNECTIONS
