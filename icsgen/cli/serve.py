"""``icsgen serve``: feeds to subscribe to, and pages for people."""

from __future__ import annotations

import datetime as dt
import gc
import ipaddress
import re
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from icsgen.cli.inputs import now_option
from icsgen.cli.reports import counted
from icsgen.cli.tables import Reading, candidate_of, table_options
from icsgen.errors import OutputError, printable_lines

if TYPE_CHECKING:
    from icsgen.outlets.pages import Site

MOST = 20
"""More addresses than this are not printed."""
ADDRESS = re.compile(r"https?://[^\s/?#@]+(?:/[^\s?#]*)?")
EVERYWHERE = ("0.0.0.0", "::", "")  # noqa: S104 # asked for by the user alone


@click.command(
    "serve",
    short_help="Serve feeds to subscribe to, and pages, until Ctrl-C.",
    epilog="Example: icsgen serve job-search.yaml",
)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True), metavar="[PATH]…")
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Where to listen; 0.0.0.0 is everywhere."
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8080, show_default=True, help="0: any that is free."
)
@click.option(
    "--public-url",
    metavar="URL",
    callback=lambda ctx, param, value: _public(ctx, param, value),
    help="Where the world reaches this server, if there is another before it: for links and QR codes.",
)
@click.option("--write", "writes", is_flag=True, help="Let the pages log what happened, in the documents.")
@table_options
@now_option
def command(
    paths: tuple[Path, ...],
    host: str,
    port: int,
    public_url: str | None,
    writes: bool,
    reading: Reading,
    now: dt.datetime,
) -> None:
    """Serve each PATH, a document, a table, or a folder of them, as a feed that phones subscribe to.

    Each person has a feed and a page, at addresses that nobody guesses; see `icsgen tokens`. A feed is made
    anew when its document changes, and what is wrong in one calls nothing off: the last good calendar stays.
    Without PATH there is only the page to start from. Nothing is sent anywhere.
    """
    try:
        from icsgen.outlets.server import listening, serve
    except ModuleNotFoundError as fault:
        raise OutputError(f'{fault.name} is not installed; `pip install "icsgen[serve]"`') from fault

    gc.enable()  # other commands end before there is garbage
    clock = _running(now)
    with listening(host, port) as listener:
        address = public_url or _address(host, listener.getsockname()[1])
        site = _site(
            paths, reading, address, clock, writes=writes, only_here=not public_url and _is_loopback(host)
        )
        ending = _ending()
        click.echo("\n".join(_addresses(site)))
        with closing(site.published):
            serve(site, listener, ending)


def _public(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value and not ADDRESS.fullmatch(value):
        raise click.BadParameter(
            f"{value!r} is no address; expected one such as https://feeds.example.org", ctx, param
        )
    return value.rstrip("/") if value else None


def _running(start: dt.datetime) -> Callable[[], dt.datetime]:
    """A clock that begins at a time and goes on from there."""
    begun = time.monotonic()
    return lambda: start + dt.timedelta(seconds=time.monotonic() - begun)


def _address(host: str, port: int) -> str:
    """Where a server that listens so is reached."""
    name = socket.gethostname() if host in EVERYWHERE else host
    return f"http://{f'[{name}]' if ':' in name else name}:{port}"


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _told(text: str) -> None:
    click.echo(printable_lines(text), err=True)


def _site(
    paths: tuple[Path, ...],
    reading: Reading,
    address: str,
    clock: Callable[[], dt.datetime],
    *,
    writes: bool,
    only_here: bool,
) -> Site:
    from icsgen.outlets.feeds import Feeds, beside_source
    from icsgen.outlets.pages import Site
    from icsgen.outlets.published import Published
    from icsgen.outlets.watched import Reading as Read

    me = candidate_of(reading.me) if reading.me else None
    published = Published(paths, Read(me, reading.dates, reading.sheet), clock, _told)
    page = (lambda opened: f"{address}/p/{opened.token.token}/") if writes else None
    return Site(
        published=published,
        feeds=Feeds(beside_source, clock, _told, page),
        address=address,
        only_here=only_here,
        writes=writes,
        clock=clock,
        told=_told,
    )


def _ending() -> threading.Event:
    """Is set when the process is to end: by SIGTERM, or Ctrl-C; a second Ctrl-C does not wait."""
    ending = threading.Event()

    def end(number: int, _: FrameType | None) -> None:
        if ending.is_set():
            raise KeyboardInterrupt
        ending.set()

    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, end)
    return ending


def _addresses(site: Site) -> Iterator[str]:
    """What to print at the start."""
    yield f"icsgen serves at {site.address}/"
    opened = site.published.opened()
    for each in opened[:MOST]:
        yield f"  {each.source.path}{f', {each.token.person}' if each.token.person else ''}"
        yield f"    page  {site.page(each)}"
        yield f"    feed  {site.feed(each)}"
    if len(opened) > MOST:
        yield f"  and {counted(len(opened) - MOST, 'feed')} more: see `icsgen tokens list FILE --whole`"
    if site.only_here:
        yield "Only this machine can use these addresses: see --host and --public-url."
    yield "Ctrl-C ends it."
