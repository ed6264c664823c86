"""Feeds: the bytes move with what the source says and with nothing else, and no fault empties one."""

from __future__ import annotations

import datetime as dt
import gzip
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from sites import ADDRESS, NOW, Asked

from icsgen.cli import main
from icsgen.details import load
from icsgen.errors import OutputError
from icsgen.ics import uid, write
from icsgen.ics.history import history
from icsgen.outlets.web import published, watched
from icsgen.outlets.web.tokens import Token, read_tokens, tokens_file, write_tokens
from icsgen.plan import make_plan

Asking = Callable[..., Asked]
SAMPLES = Path(__file__).parent.parent / "samples"
ROWS = "name,email,company,role,start,timezone,country\n"
ANA = "Ana Pérez,ana@example.org,Acme,Engineer,2026-11-17 14:30,America/New_York,US\n"
BO = "Bo Lind,bo@example.org,Nord,Chef,2026-11-18 10:00,Europe/Stockholm,SE\n"


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file is looked at whenever somebody asks."""
    monkeypatch.setattr(watched, "SECOND", 0.0)
    monkeypatch.setattr(published, "SECOND", 0.0)


@pytest.fixture
def asking() -> Iterator[Asking]:
    """A site of some paths, closed in the end."""
    with ExitStack() as stack:

        def asked(*paths: Path, **how: Any) -> Asked:
            found = Asked(*paths, **how)
            stack.callback(lambda: found.site.published.close())
            return found

        yield asked


@pytest.fixture
def document(tmp_path: Path) -> Path:
    return Path(shutil.copy(SAMPLES / "interview.yaml", tmp_path))


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "cohort.csv"
    path.write_text(ROWS + ANA + BO, "utf-8")
    return path


def say(path: Path, *changes: tuple[str, str]) -> None:
    """Change a file's text."""
    text = path.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, "utf-8")


def test_the_calendar(document: Path) -> None:
    """Is what `generate` writes of the document, to the byte."""
    plan = make_plan(load(document.read_bytes(), "interview.yaml"))

    assert Asked(document).feed() == write(plan.entries, candidate=plan.candidate, stamp=NOW)


def test_moves_with_its_source_alone(document: Path) -> None:
    """Another time, another run: the same bytes and tag. Another start: its events rise, the others stay."""
    asked = Asked(document)
    before, tag = asked.feed(), asked.client.get(asked.path()).headers["ETag"]
    asked.now += dt.timedelta(days=3)
    asked.restart()
    assert asked.client.get(asked.path()).headers["ETag"] == tag

    os.utime(document)
    assert asked.feed() == before
    say(document, ("14:30", "15:30"))
    after = history(asked.feed())

    risen = {name for name, event in after.events.items() if event.sequence}
    assert risen
    assert risen < after.events.keys()
    assert {after.events[name].stamp for name in risen} == {b"20261127T090000Z"}
    assert all(after.events[name] == history(before).events[name] for name in after.events.keys() - risen)
    assert asked.client.get(asked.path()).headers["ETag"] != tag


def test_drops_by_itself_what_was_called_off(document: Path) -> None:
    """Two weeks later, though the source is the same."""
    asked = Asked(document)
    whole = len(history(asked.feed()).events)
    say(document, ("company:", "events: [-tickler]\ncompany:"))
    gone = [event for event in history(asked.feed()).events.values() if not event.live]
    assert len(gone) == 1
    asked.now += dt.timedelta(days=14)
    assert gone[0].uid in history(asked.feed()).events  # it went a second after the calendar was made
    asked.now += dt.timedelta(seconds=1)
    assert len(history(asked.feed()).events) == whole - 1


# --- HTTP

Headers = Mapping[str, str]


@pytest.mark.parametrize("accepted", ["", "text/html", "application/json", "*/*"])
def test_whatever_is_accepted(document: Path, accepted: str) -> None:
    asked = Asked(document)
    answer = asked.client.get(asked.path(), headers={"Accept": accepted} if accepted else {})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "Content-Disposition" not in answer.headers
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.data.endswith(b"END:VCALENDAR\r\n")


PACKED = {
    "": False,
    "identity": False,
    "*": False,
    "gzip;q=0": False,
    "br": False,
    "gzip": True,
    "GZIP": True,
    "br, gzip;q=0.5": True,
    "gzip, deflate, br": True,
}


@pytest.mark.parametrize(("accepted", "packed"), PACKED.items())
def test_packed_only_when_asked(document: Path, accepted: str, packed: bool) -> None:
    """Each encoding has a tag of its own, and both are known again."""
    asked = Asked(document)
    plain = asked.client.get(asked.path())
    answer = asked.client.get(asked.path(), headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == ("gzip" if packed else None)
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert (gzip.decompress(answer.data) if packed else answer.data) == plain.data
    assert (answer.headers["ETag"] != plain.headers["ETag"]) == packed
    for tag in (plain.headers["ETag"], answer.headers["ETag"]):
        for accept in ("", accepted):
            again = {"If-None-Match": tag, "Accept-Encoding": accept}
            assert asked.client.get(asked.path(), headers=again).status_code == 304


def conditions(tag: str, date: str) -> dict[str, tuple[Headers, int]]:
    """What a program may know already, and what it is answered (RFC 9110, 13)."""
    old, new = "Mon, 01 Jan 2024 00:00:00 GMT", "Fri, 01 Jan 2100 00:00:00 GMT"
    return {
        "the tag": ({"If-None-Match": tag}, 304),
        "a weak one": ({"If-None-Match": f"W/{tag}"}, 304),
        "among others": ({"If-None-Match": f'"a", {tag}, "b"'}, 304),
        "any": ({"If-None-Match": "*"}, 304),
        "another tag": ({"If-None-Match": '"other"'}, 200),
        "a tag without quotes": ({"If-None-Match": "other"}, 200),
        "the date": ({"If-Modified-Since": date}, 304),
        "a later date": ({"If-Modified-Since": new}, 304),
        "an earlier date": ({"If-Modified-Since": old}, 200),
        "no date at all": ({"If-Modified-Since": "yesterday"}, 200),
        "the tag decides, new": ({"If-None-Match": '"other"', "If-Modified-Since": new}, 200),
        "the tag decides, known": ({"If-None-Match": tag, "If-Modified-Since": old}, 304),
    }


@pytest.mark.parametrize("case", conditions("", ""))
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_conditions(document: Path, case: str, method: str) -> None:
    asked = Asked(document)
    first = asked.client.get(asked.path())
    headers, status = conditions(first.headers["ETag"], first.headers["Last-Modified"])[case]
    answer = asked.client.open(asked.path(), method=method, headers=headers)
    assert answer.status_code == status
    assert answer.headers["ETag"] == first.headers["ETag"]
    assert answer.data == (first.data if status == 200 and method == "GET" else b"")
    if status == 200:
        assert answer.headers["Content-Length"] == str(len(first.data))
        assert answer.headers["Last-Modified"] == first.headers["Last-Modified"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_other_methods(document: Path, method: str) -> None:
    asked = Asked(document)
    answer = asked.client.open(asked.path(), method=method)
    assert answer.status_code == 405
    assert {"GET", "HEAD"} <= set(answer.headers["Allow"].replace(" ", "").split(","))


def test_no_token_tells_whether_it_ever_was_one(document: Path) -> None:
    """The answer is the same for one that was revoked, for any other words, and for any other path."""
    asked = Asked(document)
    path = asked.path()
    assert asked.client.get(path).status_code == 200
    write_tokens(document, [])
    paths = (
        path,
        "/feed/x.ics",
        f"/feed/{'A' * 32}.ics",
        "/feed/",
        "/p/x/",
        path.replace("feed", "p") + "/",
        "/wp",
    )
    answers = [asked.client.get(each) for each in paths]
    assert {(each.status_code, each.data, str(each.headers)) for each in answers} == {
        (404, b"Nothing is here.\n", str(answers[0].headers))
    }


def test_a_fault_of_ours(document: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is told without the address, which holds the token."""
    asked = Asked(document)
    path = asked.path()
    monkeypatch.setattr(asked.feeds, "feed", lambda opened: 1 / 0)
    monkeypatch.setattr(type(asked.client.application), "testing", False)
    answer = asked.client.get(path)
    assert (answer.status_code, answer.data) == (500, b"Internal Server Error.\n")
    told = "\n".join(asked.told)
    assert "ZeroDivisionError" in told
    assert "GET /feed/<token>.ics" in told
    assert asked.opened[0].token.token not in told


# --- faults

FAULTS: Mapping[str, Callable[[str], str]] = {
    "empty": lambda text: "",
    "half": lambda text: text[: len(text) // 2].rstrip() + ": [",
    "no YAML": lambda text: f"{text}\n\t{{",
    "a key unknown": lambda text: text.replace("company:", "compny:"),
    "what only a calendar knows": lambda text: text.replace("country: US", "country: UX"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_source_that_breaks(document: Path, fault: str) -> None:
    """Keeps the last sound calendar, tells why once, and recovers by itself; also over a restart."""
    asked = Asked(document)
    before, sound = asked.feed(), document.read_text("utf-8")
    document.write_text(FAULTS[fault](sound), "utf-8")
    assert [asked.feed() for _ in range(3)] == [before] * 3
    assert len(asked.told) == 1
    assert str(document) in asked.told[0]
    assert "its calendars stay as they were" in asked.told[0]

    asked.restart()
    assert asked.feed() == before
    document.write_text(sound.replace("14:30", "16:00"), "utf-8")
    assert asked.feed() != before
    assert "is sound again" in asked.told[-1]


def test_a_source_that_is_gone_for_a_moment(document: Path) -> None:
    asked = Asked(document.parent)
    before = asked.feed()
    aside = document.rename(document.with_suffix(".aside"))
    assert asked.feed() == before
    aside.rename(document)
    assert asked.feed() == before


def test_a_source_that_never_was_sound(document: Path) -> None:
    """There is nothing to serve, which is said so that programs ask again, and keep what they have."""
    sound = document.read_text("utf-8")
    document.write_text("me: [", "utf-8")
    asked = Asked(document)
    answer = asked.client.get(asked.path())
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    document.write_text(sound, "utf-8")
    assert asked.feed()


def test_one_that_is_just_being_written(document: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is left alone until it has stayed the same for a second: half of it would call off the other half."""
    asked = Asked(document)
    before = asked.feed()
    monkeypatch.setattr(watched, "SECOND", 0.3)
    say(document, ("14:30", "16:00"))
    time.sleep(0.31 - (time.time() - document.stat().st_mtime))
    document.write_text(document.read_text("utf-8"), "utf-8")
    assert asked.feed() == before
    time.sleep(0.61)
    assert asked.feed() != before


def test_a_damaged_memory(document: Path) -> None:
    """Is told, and the feed begins anew."""
    asked = Asked(document)
    before = asked.feed()
    (memory,) = document.with_name("interview.yaml.feeds").glob("*.ics")
    memory.write_bytes(before[:-20])
    asked.restart()
    assert asked.feed() == before
    assert any("the feed begins anew" in each for each in asked.told)


def test_two_changes_within_a_second(document: Path) -> None:
    """Have two dates: who knows the first one by its date is sent the second."""
    asked = Asked(document)
    dates = [asked.client.get(asked.path()).headers["Last-Modified"]]
    for old, new in (("14:30", "15:30"), ("15:30", "16:30")):
        say(document, (old, new))
        answer = asked.client.get(asked.path(), headers={"If-Modified-Since": dates[-1]})
        assert answer.status_code == 200
        dates.append(answer.headers["Last-Modified"])
    asked.restart()
    assert asked.client.get(asked.path()).headers["Last-Modified"] == dates[-1]


def test_where_nothing_can_be_written(document: Path) -> None:
    """The feed is served all the same, and the owner knows."""
    asked = Asked(document)
    document.with_name("interview.yaml.feeds").write_text("a file in the place of the folder")
    before = history(asked.feed())
    say(document, ("14:30", "15:30"))
    asked.feed()
    say(document, ("15:30", "16:30"))
    after = history(asked.feed())
    assert sum("is forgotten when the server ends" in each for each in asked.told) == 1
    assert {event.sequence for event in after.events.values()} == {0, 2}
    assert before.events.keys() == after.events.keys()


# --- who sees what


def test_nobody_else_reads_them(document: Path) -> None:
    Asked(document).feed()
    folder = document.with_name("interview.yaml.feeds")
    (memory,) = folder.iterdir()
    assert folder.stat().st_mode & 0o777 == 0o700
    assert memory.stat().st_mode & 0o777 == 0o600
    assert read_tokens(document)[0].token not in memory.name


def test_redacted(document: Path) -> None:
    """What a token hides is in no line of its feed."""
    words = document.read_text("utf-8")
    for shows in ("", "names", "busy"):
        token = Token(token=f"{shows:-<32}", person="", made=NOW.date(), shows=shows)
        write_tokens(document, [*read_tokens(document), token])
    asked = Asked(document)
    names = [name for name in ("Acme", "Jana", "Müller", "streaming") if name in words]
    assert names
    for number, _ in enumerate(asked.opened):
        text = asked.feed(number).decode().replace("\r\n ", "")
        assert [name for name in names if name in text] == ([] if number else names)


def test_what_is_marked_as_done_from_a_phone(document: Path) -> None:
    """Each event ends with the page and its place there, whose token is the one that opened the feed."""
    asked = Asked(document, writes=True)
    text = asked.feed().decode().replace("\r\n ", "")
    page = f"{ADDRESS}/p/{asked.opened[0].token.token}/#"
    plan = make_plan(load(document.read_bytes(), "interview.yaml"))
    descriptions = re.findall(r"^DESCRIPTION:(.*)$", text.split("BEGIN:VALARM")[0] + text, re.MULTILINE)
    for entry in plan.entries:
        told = any(each.rstrip("\r").endswith(page + uid(entry.milestone)) for each in descriptions)
        assert told == (entry.milestone.interview is not None)  # of what belongs to none nothing is logged
    assert page not in Asked(document).feed().decode().replace("\r\n ", "")


# --- many


def test_a_table(asking: Asking, table: Path) -> None:
    """Each person has a feed; a wrong row leaves theirs as it was; who is new is given one."""
    asked = asking(table)
    assert [each.token.person for each in asked.opened] == ["email ana@example.org", "email bo@example.org"]
    ana, bo = asked.feed(0), asked.feed(1)
    assert b"Acme" in ana
    assert b"Nord" in bo
    say(table, ("14:30", "25:30"), ("10:00", "11:00"))
    assert asked.feed(0) == ana
    assert asked.feed(1) != bo
    assert any("25:30" in each for each in asked.told)

    text = table.read_text("utf-8")
    table.write_text(text + BO.replace("Bo Lind,bo@", "Cy Ode,cy@"), "utf-8")
    asked.client.get("/feed/x.ics")
    assert [each.token.person for each in asked.opened][-1] == "email cy@example.org"
    assert b"Nord" in asked.feed(2)

    table.write_text(ROWS + ANA, "utf-8")  # who is taken out keeps the last calendar
    kept = asked.feed(1)
    assert b"STATUS:CANCELLED" not in kept
    assert any("nobody in it is known as" in each for each in asked.told)


def test_an_unchanged_row(asking: Asking, table: Path) -> None:
    """Of a table that changes elsewhere has an unchanged feed."""
    asked = asking(table)
    tag = asked.client.get(asked.path(0)).headers["ETag"]
    say(table, ("10:00", "12:00"))
    assert asked.client.get(asked.path(0)).headers["ETag"] == tag


def test_a_folder(asking: Asking, document: Path, table: Path) -> None:
    """Everything of ours in it is served, also what comes later; nothing else is."""
    folder = document.parent
    (folder / "compose.yaml").write_text("services: {}\n")
    (folder / ".hidden.yaml").write_text(document.read_text("utf-8"), "utf-8")
    asked = asking(folder)
    assert [each.source.path.name for each in asked.opened] == ["cohort.csv", "cohort.csv", "interview.yaml"]
    shutil.copy(SAMPLES / "minimal.yaml", folder)
    asked.client.get("/healthz")
    asked.client.get("/feed/x.ics")
    assert {each.source.path.name for each in asked.opened} == {
        "cohort.csv",
        "interview.yaml",
        "minimal.yaml",
    }
    assert not tokens_file(folder / "compose.yaml").exists()


def test_a_token_made_or_revoked_meanwhile(document: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = Asked(document)
    path = asked.path()
    with pytest.raises(SystemExit):
        main(["tokens", "new", str(document)])
    new = capsys.readouterr().out.strip()
    assert asked.client.get(f"/feed/{new}.ics").status_code == 200
    with pytest.raises(SystemExit):
        main(["tokens", "revoke", str(document), path[6:16]])
    assert asked.client.get(path).status_code == 404
    assert asked.client.get(f"/feed/{new}.ics").status_code == 200


def test_a_rotated_token(document: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Opens a feed that goes on from what it said before; one that is revoked leaves nothing."""
    asked = Asked(document)
    before, path = asked.feed(), asked.path()
    asked.now += dt.timedelta(days=1)
    with pytest.raises(SystemExit):
        main(["tokens", "rotate", str(document), path[6:16]])
    new = capsys.readouterr().out.strip()
    assert asked.client.get(path).status_code == 404
    assert asked.client.get(f"/feed/{new}.ics").data == before
    with pytest.raises(SystemExit):
        main(["tokens", "revoke", str(document), new])
    assert not [*document.with_name("interview.yaml.feeds").iterdir()]


def test_who_has_lost_the_last_token(document: Path, asking: Asking, table: Path) -> None:
    """Is given no other, not even by a new start, until one is asked for; the others have theirs."""
    for path in (document, table):
        asked = asking(path)
        token = asked.opened[0].token.token
        with pytest.raises(SystemExit):
            main(["tokens", "revoke", str(path), token])
        assert token not in {each.token.token for each in asking(path).opened}
        assert len(asking(path).opened) == len(read_tokens(path)) - 1


def test_a_list_of_tokens_is_no_document(document: Path) -> None:
    Asked(document)
    with pytest.raises(OutputError, match="is a list of tokens"):
        Asked(tokens_file(document))


def test_in_bounds(asking: Asking, tmp_path: Path) -> None:
    """So much is held in memory, and what is let go of comes back the same from the disk."""
    for number in range(12):
        shutil.copy(SAMPLES / "interview.yaml", tmp_path / f"{number:02}.yaml")
    asked = asking(tmp_path, room=250_000)
    tags = [asked.client.get(asked.path(number)).headers["ETag"] for number in range(12)]
    held = [*asked.feeds._held.values()]
    assert 1 < len(held) < 12
    assert sum(feed.size for feed in held) <= 250_000
    assert asked.feeds._size == sum(feed.size for feed in held)
    assert [asked.client.get(asked.path(number)).headers["ETag"] for number in range(12)] == tags
