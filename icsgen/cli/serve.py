"""``icsgen serve``: feeds to subscribe to, and pages for people."""

from __future__ import annotations

import datetime as dt
import gc
import signal
import socket
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import FrameType

import click

from icsgen.cli.inputs import now_option
from icsgen.cli.reports import to_stderr_lines
from icsgen.cli.sites import addresses, public_url_option, serve_extra, site_of
from icsgen.cli.tables import Reading, table_options

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
@public_url_option(
    "Where the world reaches this server, if there is another before it: for links and QR codes."
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
    with serve_extra():
        from icsgen.outlets.web.server import listening, serve
    gc.enable()  # other commands end before there is garbage
    with listening(host, port) as listener:
        address = public_url or _address(host, listener.getsockname()[1])
        site = site_of(paths, reading, address, _running(now), to_stderr_lines, writes=writes)
        ending = _ending()
        click.echo(f"icsgen serves at {site.address}/")
        click.echo("".join(f"{line}\n" for line in addresses(site)), nl=False)
        if site.only_here:
            click.echo("Only this machine can use these addresses: see --host and --public-url.")
        click.echo("Ctrl-C ends it.")
        with closing(site.published):
            serve(site, listener, ending)


def _running(start: dt.datetime) -> Callable[[], dt.datetime]:
    """A clock that begins at a time and goes on from there."""
    begun = time.monotonic()
    return lambda: start + dt.timedelta(seconds=time.monotonic() - begun)


def _address(host: str, port: int) -> str:
    """Where a server that listens so is reached."""
    name = socket.gethostname() if host in EVERYWHERE else host
    return f"http://{f'[{name}]' if ':' in name else name}:{port}"


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
