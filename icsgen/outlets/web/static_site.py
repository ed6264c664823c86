"""A static site: what the server would answer, written into a folder that any web server can show."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from flask import Flask
from msgspec import Struct

from icsgen.outlets.files import make_folder, names_in, write_all
from icsgen.outlets.web.feeds import Shelf
from icsgen.outlets.web.pages import Site
from icsgen.outlets.web.published import Opened
from icsgen.outlets.web.site import application

__all__ = ["Written", "in_folder", "write_site"]

TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")
BESIDE: Mapping[str, bytes] = {
    ".gitattributes": b"*.ics -text\n",  # git would change the ends of their lines
    ".nojekyll": b"",  # GitHub would leave out what begins with an underscore, as a token may
}


class Written(Struct, frozen=True):
    """What came of a site."""

    feeds: int
    changed: int
    """How many files are new or changed."""
    revoked: int
    """How many feeds were taken away, with their pages."""
    missing: tuple[Opened, ...]
    """Those of which there is no calendar yet, since their source never was sound."""


def in_folder(folder: Path) -> Shelf:
    """Feeds that lie in a site's folder, for the world to read, each the memory of its next time."""

    def put(path: Path, data: bytes) -> None:
        make_folder(path.parent, parents=True)
        write_all({path: data}, durable=False)

    return Shelf(lambda opened: folder / "feed" / f"{opened.token.token}.ics", put)


def write_site(site: Site, folder: Path) -> Written:
    """Write every feed and every page into a folder, and take away those that nobody has a token for.

    What else is in the folder stays.

    Raises:
        OutputError: a file cannot be written.
    """
    app, opened, changed = application(site), site.published.opened(), 0
    make_folder(folder, parents=True)
    missing = []
    for each in opened:
        path = site.feeds.shelf.path(each)
        before = path.stat().st_mtime_ns if path.exists() else 0
        if not site.feeds.feed(each):
            missing.append(each)
            continue
        changed += path.stat().st_mtime_ns != before
        changed += _write(
            {folder / "p" / each.token.token / "index.html": _answer(app, f"/p/{each.token.token}/")}
        )
    changed += _write({folder / name: data for name, data in (*BESIDE.items(), *_assets(app))})
    kept = {each.token.token for each in opened}
    return Written(len(opened) - len(missing), changed, _take_away(folder, kept), tuple(missing))


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


def _take_away(folder: Path, kept: set[str]) -> int:
    """Take away the feeds and pages of tokens that are no more."""
    gone = 0
    for name in [*names_in(folder / "feed")] if (folder / "feed").is_dir() else ():
        token = name.removesuffix(".ics")
        if name.endswith(".ics") and TOKEN.fullmatch(token) and token not in kept:
            page = folder / "p" / token
            write_all({folder / "feed" / name: None, page / "index.html": None}, durable=False)
            if page.is_dir() and not any(page.iterdir()):
                page.rmdir()
            gone += 1
    return gone
