"""A static site: what the server would answer, written into a folder that any web server can show."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from flask import Flask
from msgspec import Struct
from msgspec.structs import replace

from icsgen.errors import OutputError
from icsgen.outlets.files import make_folder, write_all
from icsgen.outlets.remembered import state_of
from icsgen.outlets.web.feeds import Shelf
from icsgen.outlets.web.pages import Site
from icsgen.outlets.web.published import Opened
from icsgen.outlets.web.site import application
from icsgen.outlets.web.tokens import Token

__all__ = ["Written", "in_folder", "write_site"]

TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")
UNLISTED = b"<!doctype html><title>Nothing is here.</title>\n"
BESIDE: Mapping[str, bytes] = {
    ".gitattributes": b"*.ics -text\n",  # git would change the ends of their lines
    ".nojekyll": b"",  # GitHub would leave out what begins with an underscore, as a token may
    **{
        f"{folder}index.html": UNLISTED for folder in ("", "feed/", "p/", "static/")
    },  # else hosts list tokens
}
"""What stands beside feeds and pages, unless something does already."""


class Written(Struct, frozen=True, kw_only=True):
    """What came of a site."""

    feeds: int
    changed: int
    """How many files are new or changed."""
    revoked: int
    """How many feeds were taken away, with their pages."""
    others: int
    """How many feeds are there of whom nobody is told now; they stay."""
    missing: tuple[Opened, ...]
    """Those of which there is no calendar yet, since their source never was sound."""


def in_folder(folder: Path) -> Shelf:
    """Feeds that lie in a site's folder, for the world to read, each the memory of its next time."""

    def put(path: Path, data: bytes) -> None:
        make_folder(path.parent, parents=True)
        write_all({path: data}, durable=False)

    return Shelf(lambda opened: folder / "feed" / f"{opened.token.token}.ics", put)


def write_site(site: Site, folder: Path) -> Written:
    """Write every feed and every page into a folder, and take away those whose tokens are revoked.

    What else is in the folder stays; also the page of a source that is broken, as it was last.

    Raises:
        OutputError: a file cannot be written, or the folder is one that something is published of.
    """
    app, opened, changed = application(replace(site, frozen=True)), site.published.opened(), 0
    _see_that_it_is_apart(folder, site)
    make_folder(folder, parents=True)
    missing = []
    for each in opened:
        path = site.feeds.shelf.path(each)
        _follow(path, each.token)
        before = state_of(path)
        feed = site.feeds.feed(each)
        if not feed:
            missing.append(each)
            continue
        page = folder / "p" / each.token.token / "index.html"
        changed += state_of(path) != before
        if not (each.source.fault and page.exists()):
            changed += _write({page: _answer(app, f"/p/{each.token.token}/")})
    beside = {name: data for name, data in BESIDE.items() if not (folder / name).exists()}
    changed += _write({folder / name: data for name, data in (*beside.items(), *_assets(app))})
    revoked = sum(_take_away(folder, each) for each in site.published.revoked())
    others = {path.stem for path in (folder / "feed").glob("*.ics")} - {each.token.token for each in opened}
    return Written(
        feeds=len(opened) - len(missing),
        changed=changed,
        revoked=revoked,
        others=sum(map(bool, map(TOKEN.fullmatch, others))),
        missing=tuple(missing),
    )


def _see_that_it_is_apart(folder: Path, site: Site) -> None:
    """Raises OutputError: documents and tokens would be published along."""
    for path in site.published.sources:
        if path.resolve().is_relative_to(folder.resolve()):
            raise OutputError(f"{folder}: holds {path}, which nobody shall read; choose a folder of its own")


def _follow(path: Path, token: Token) -> None:
    """Let a feed go on from what was said at the address before."""
    old = path.with_name(f"{token.follows}.ics")
    if token.follows and old.exists() and not path.exists():
        old.rename(path)


def _answer(app: Flask, path: str) -> bytes:
    """What the server would answer."""
    answer = app.test_client().get(path)
    assert answer.status_code == 200, path  # noqa: S101 # of a token that is known
    return bytes(answer.data)


def _assets(app: Flask) -> Iterator[tuple[str, bytes]]:
    """The pages' styles and scripts, and what robots may read."""
    yield "robots.txt", _answer(app, "/robots.txt")
    for path in sorted(Path(str(app.static_folder)).iterdir()):
        yield f"static/{path.name}", path.read_bytes()


def _write(files: Mapping[Path, bytes]) -> int:
    for folder in {path.parent for path in files}:
        make_folder(folder, parents=True)
    return len(write_all(files, durable=False))


def _take_away(folder: Path, token: Token) -> bool:
    """Take away the feed and the page of a token; whether there were any."""
    feed, page = folder / "feed" / f"{token.token}.ics", folder / "p" / token.token
    gone = write_all({feed: None, page / "index.html": None}, durable=False)
    if page.is_dir() and not any(page.iterdir()):
        page.rmdir()
    return bool(gone)
