"""A life in a CalDAV server: after each step the events there are those of the file, each of them once."""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from wsgiref.types import WSGIEnvironment
from wsgiref.util import setup_testing_defaults
from xml.etree import ElementTree as ET

import pytest
from icalendar import Calendar, Component
from radicale import config
from radicale.app import Application

from icsgen.cli import main
from icsgen.ics.history import history, with_events

HOME = "/ana/follow-ups/"
QUERY = b"""<?xml version="1.0"?>
<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">
  <D:prop><D:getetag/><C:calendar-data/></D:prop>
  <C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"/></C:comp-filter></C:filter>
</C:calendar-query>
"""
MULTISTATUS = "{DAV:}response"
DATA = ".//{urn:ietf:params:xml:ns:caldav}calendar-data"

FIRST = """\
me: {name: Ana Pérez, timezone: America/New_York, country: US, subdivision: NY, days_off: [2026-12-01]}
interviews:
- company: Nordlicht
  role: Cook
  start: 2026-11-03 15:00
  timezone: Europe/Berlin
  country: DE
  subdivision: HH
  interviewers: [{name: Jana Müller, topics: [salt; pepper, and 🧂]}]
- company: Other
  role: Cook
  start: 2026-11-05 10:00
"""
SECOND = """\
- company: Nordlicht
  role: Cook
  start: 2026-12-08 15:00
  timezone: Europe/Berlin
  country: DE
  subdivision: HH
  round: 2
"""
LIFE = (
    ("2026-11-03T20:00", ()),
    ("2026-11-05T12:00", ("nordlicht", "thank-you", "2026-11-05")),
    ("2026-11-11T12:00", ("nordlicht", "follow-up")),
    ("2026-11-12T12:00", ("nordlicht", "reply", "--decision", "in two weeks")),
    ("2026-11-25T12:00", (SECOND,)),
    ("2026-12-09T12:00", ("nordlicht-cook-2", "thank-you", "yesterday")),
    ("2026-12-20T12:00", ("nordlicht-cook-2", "rejected", "2026-12-18")),
    ("2026-12-20T13:00", ("nordlicht-cook-2", "--undo")),
    ("2027-01-05T12:00", ("nordlicht-cook-2", "filled", "today")),
    ("2027-02-01T12:00", ("other", "offer")),
    ("2027-02-03T12:00", ("other", "accepted")),
    ("2027-03-01T12:00", ()),
)
"""When, and what is logged then; or the lines of an interview more."""


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


def run(*arguments: str) -> None:
    with pytest.raises(SystemExit) as done:
        main(arguments)
    assert done.value.code == 0


def life(folder: Path) -> Iterator[bytes]:
    """The calendar after each step of a life."""
    document, calendar = folder / "search.yaml", folder / "search.ics"
    document.write_text(FIRST, "utf-8")
    for now, given in LIFE:
        if given == (SECOND,):
            document.write_text(document.read_text("utf-8") + SECOND, "utf-8")
        elif given:
            run("log", str(document), *given, "--now", now)
        run("generate", str(document), "-o", str(calendar), "--now", now)
        yield calendar.read_bytes()


def test_each_event_imported_by_its_uid(server: Server, tmp_path: Path) -> None:
    """One item to a UID, the live ones those of the file, to every property; no SEQUENCE ever falls."""
    highest: dict[str, int] = {}
    known: set[str] = set()
    for calendar in life(tmp_path):
        for event in history(calendar).events.values():
            alone = with_events(calendar, [event])
            assert alone
            server.put(f"{HOME}{event.uid.decode()}.ics", alone)
            known.add(event.uid.decode())
        items = server.items()

        assert sorted(items) == sorted(f"{HOME}{uid}.ics" for uid in known)
        whole = server.ask("GET", HOME, b"")
        assert said(whole) == said(calendar)
        for held in Calendar.from_ical(whole).walk("VEVENT"):
            sequence = int(str(held["SEQUENCE"]))
            assert sequence >= highest.get(uid_of(held), 0)
            highest[uid_of(held)] = sequence
    assert max(highest.values()) > 2


def test_the_file_put_over_the_collection(server: Server, tmp_path: Path) -> None:
    """Whole, as a feed is replaced: what is there is what the file holds, the cancelled ones too."""
    for calendar in life(tmp_path):
        server.put(HOME, calendar)
        items = server.items()

        uids = [uid.decode() for uid in history(calendar).events]
        assert sorted(
            uid_of(each) for text in items.values() for each in Calendar.from_ical(text).walk("VEVENT")
        ) == sorted(uids)
        assert said(server.ask("GET", HOME, b"")) == said(calendar)
