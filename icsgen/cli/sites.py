"""What the commands are given that publish feeds and pages, and what they print of them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from icsgen.cli.reports import counted
from icsgen.cli.tables import Reading, candidate_of
from icsgen.errors import OutputError, printable

if TYPE_CHECKING:
    from icsgen.outlets.web.feeds import Shelf
    from icsgen.outlets.web.pages import Site

__all__ = ["SHOWN", "addresses", "public_url_option", "serve_extra", "site_of"]

Command = TypeVar("Command", bound=Callable[..., object])
MOST = 20
"""More addresses than this are not printed."""
SHOWN = {"": "everything", "names": "no names", "busy": "busy times"}
"""What a token shows."""
ADDRESS = re.compile(r"https?://[^\s/?#@]+(?:/[^\s?#]*)?")


def public_url_option(told: str, *, required: bool = False) -> Callable[[Command], Command]:
    """``--public-url``: an address without a slash at its end, passed on as `public_url`."""
    return click.option("--public-url", metavar="URL", required=required, callback=_address, help=told)


def _address(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value and not ADDRESS.fullmatch(value):
        expected = "expected one such as https://feeds.example.org"
        raise click.BadParameter(f"{value!r} is no address; {expected}", ctx, param)
    return value.rstrip("/") if value else None


@contextmanager
def serve_extra() -> Iterator[None]:
    """What is imported in here needs the extra `[serve]`.

    Raises:
        OutputError: it is not installed.
    """
    try:
        yield
    except ModuleNotFoundError as fault:
        cure = 'install it with `pip install "icsgen[serve]"`'
        raise OutputError(f"{fault.name} is not installed; {cure}") from fault


def site_of(
    paths: tuple[Path, ...],
    reading: Reading,
    address: str,
    clock: Callable[[], dt.datetime],
    told: Callable[[str], None],
    *,
    writes: bool = False,
    shelf: Shelf | None = None,
) -> Site:
    """What is published of some paths, everybody in them with a token; its source files stay open.

    Raises:
        OutputError: tokens cannot be read or written, or a library is missing.
    """
    with serve_extra():
        from icsgen.outlets.web.feeds import BESIDE_SOURCE, Feeds
        from icsgen.outlets.web.pages import Site
        from icsgen.outlets.web.published import Published
        from icsgen.outlets.web.watched import Reading as Read

    me = candidate_of(reading.me) if reading.me else None
    published = Published(paths, Read(me, reading.dates, reading.sheet), clock, told)
    page = (lambda opened: f"{address}/p/{opened.token.token}/") if writes else None
    feeds = Feeds(shelf or BESIDE_SOURCE, clock, told, page)
    return Site(published=published, feeds=feeds, address=address, writes=writes, clock=clock, told=told)


def addresses(site: Site) -> Iterator[str]:
    """The address of each page and feed, if they are not too many; what is wrong with them is told first."""
    opened = site.published.opened()
    for each in opened[:MOST]:
        site.feeds.feed(each)
        token, source = each.token, each.source
        shows = SHOWN[token.shows] if token.shows else ""
        who = filter(None, (str(source.path), source.name(token.person), token.person, shows))
        yield printable(f"  {', '.join(who)}")
        yield f"    page  {site.page(each)}"
        yield f"    feed  {site.feed(each)}"
    if len(opened) > MOST:
        yield f"  and {counted(len(opened) - MOST, 'feed')} more: see `icsgen tokens list FILE --whole`"
    there = {each.source.path for each in opened}
    for path in site.published.sources.keys() - there:
        yield printable(f"  {path}: has no feed, its tokens are revoked; see `icsgen tokens new`")
    if site.published.paths and not site.published.sources:
        yield "  nothing: no document with `me`, and no table, is there"
