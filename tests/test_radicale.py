"""A life in a CalDAV server: after each step the events there are those of the file, each of them once."""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from wsgiref.types import WSGIEnvironment
from wsgiref.util import setup_testing_defaults
from xml.etree import ElementTree as ET

import pytest
from icalendar import Calendar, Component
from radicale import config
from radicale.app import Application
from storyteller import STORIES, play

from icsgen.ics.events import END
from icsgen.ics.history import history

HOME = "/ana/follow-ups/"
QUERY = b"""<?xml version="1.0"?>
<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">
  <D:prop><D:getetag/><C:calendar-data/></D:prop>
  <C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"/></C:comp-filter></C:filter>
</C:calendar-query>
"""
MULTISTATUS = "{DAV:}response"
DATA = ".//{urn:ietf:params:xml:ns:caldav}calendar-data"


class Server:
    """Radicale in this process, asked as a calendar program asks it."""

    def __init__(self, folder: Path) -> None:
        settings = config.load()
        settings.update(
            {
                "storage": {"filesystem_folder": str(folder), "_filesystem_fsync": "False"},
                "auth": {"type": "none"},
                "logging": {"level": "critical"},
            },
            "test",
            privileged=True,
        )
        self.ask_application = Application(settings)
        self.ask("MKCALENDAR", HOME, b"")

    def ask(self, method: str, path: str, body: bytes, **headers: str) -> bytes:
        environ: WSGIEnvironment = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "CONTENT_LENGTH": f"{len(body)}",
        }
        environ |= {"wsgi.input": io.BytesIO(body), "wsgi.errors": io.StringIO(), "REMOTE_ADDR": "127.0.0.1"}
        environ |= {"HTTP_AUTHORIZATION": f"Basic {b64encode(b'ana:').decode()}", **headers}
        setup_testing_defaults(environ)
        told: list[str] = []

        def start(
            status: str, headers: list[tuple[str, str]], exc_info: object = None
        ) -> Callable[[bytes], object]:
            told.append(status)
            return lambda written: None

        answer = b"".join(self.ask_application(environ, start))
        assert told[0].startswith("2"), (method, path, told, answer)
        return answer

    def put(self, path: str, calendar: bytes) -> None:
        self.ask("PUT", path, calendar, CONTENT_TYPE="text/calendar; charset=utf-8")

    def items(self) -> dict[str, bytes]:
        """What each item of the collection holds, by where it is."""
        root = ET.fromstring(self.ask("REPORT", HOME, QUERY, HTTP_DEPTH="1"))  # noqa: S314 # ours
        found = {
            each.findtext("{DAV:}href") or "": each.findtext(DATA) or "" for each in root.iter(MULTISTATUS)
        }
        return {where: text.encode() for where, text in found.items()}


def uid_of(event: Component) -> str:
    return str(event["UID"])


def said(calendar: bytes) -> dict[str, list[str]]:
    """Every line of each live event of a calendar, by UID; in no order, and as icalendar would write it."""
    return {
        uid_of(event): sorted(map(str, event.content_lines()))
        for event in Calendar.from_ical(calendar).walk("VEVENT")
        if event["STATUS"] == "CONFIRMED"
    }


@pytest.fixture
def server(tmp_path: Path) -> Server:
    return Server(tmp_path / "radicale")


def alone(calendar: bytes, uid: bytes) -> bytes:
    """The calendar with one event of it."""
    head, *events = calendar.removesuffix(END).split(b"\r\nBEGIN:VEVENT\r\n")
    (event,) = [each for each in events if each.startswith(b"UID:" + uid)]
    return b"\r\nBEGIN:VEVENT\r\n".join([head, event]) + END


@pytest.mark.parametrize("story", STORIES, ids=lambda path: path.stem)
def test_each_event_imported_by_its_uid(story: Path, server: Server, tmp_path: Path) -> None:
    """One item to a UID, the live ones those of the file, to every property; no SEQUENCE ever falls."""
    highest: dict[str, int] = {}
    known: set[str] = set()
    for calendar in (step.calendar for step in play(story, tmp_path)):
        for uid in history(calendar).events:
            server.put(f"{HOME}{uid.decode()}.ics", alone(calendar, uid))
            known.add(uid.decode())
        items = server.items()

        assert sorted(items) == sorted(f"{HOME}{uid}.ics" for uid in known)
        whole = server.ask("GET", HOME, b"")
        assert said(whole) == said(calendar)
        for held in Calendar.from_ical(whole).walk("VEVENT"):
            sequence = int(str(held["SEQUENCE"]))
            assert sequence >= highest.get(uid_of(held), 0)
            highest[uid_of(held)] = sequence


@pytest.mark.parametrize("story", STORIES, ids=lambda path: path.stem)
def test_the_file_put_over_the_collection(story: Path, server: Server, tmp_path: Path) -> None:
    """Whole, as a feed is replaced: what is there is what the file holds, the cancelled ones too."""
    for calendar in (step.calendar for step in play(story, tmp_path)):
        server.put(HOME, calendar)
        items = server.items()

        uids = [uid.decode() for uid in history(calendar).events]
        assert sorted(
            uid_of(each) for text in items.values() for each in Calendar.from_ical(text).walk("VEVENT")
        ) == sorted(uids)
        assert said(server.ask("GET", HOME, b"")) == said(calendar)
