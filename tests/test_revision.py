"""Stories of a calendar that is generated again: what is told, what is written, and what never is."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from icalendar import Calendar, Event
from test_cli import MINIMAL, NOW, Terminal, terminal

__all__ = ["terminal"]

ME = MINIMAL.splitlines()[1]
PATIENT = f"{MINIMAL}cadence: patient\n"
LESS = f"{MINIMAL}events: [-call]\n"
NOBODY = f"{MINIMAL}events: [-interview, -thank-you, -decision, -follow-up, -call, -tickler, -keep-looking]\n"


class Calendars:
    """A document, and what comes of it in `acme.ics` when it changes."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.path = terminal.folder / "acme.ics"

    def generate(self, document: str, *options: str, day: str = NOW, code: int = 0) -> bytes:
        """The calendar of a document on a day, over the last one."""
        self.terminal.write("acme.yaml", document)
        assert self.terminal.run("generate", "acme.yaml", "--now", day, *options) == code, self.terminal.err
        return self.path.read_bytes() if self.path.exists() else b""

    @property
    def told(self) -> str:
        return self.terminal.err


@pytest.fixture
def acme(terminal: Terminal) -> Calendars:
    return Calendars(terminal)


def events(data: bytes) -> list[Event]:
    return [event for event in Calendar.from_ical(data).walk("VEVENT") if isinstance(event, Event)]


def statuses(data: bytes) -> set[str]:
    return {str(event["STATUS"]) for event in events(data)}


# --- what is told, and written


def test_the_same_on_any_day_is_not_written(acme: Calendars) -> None:
    """Not one byte, and the file is the same one."""
    first, before = acme.generate(MINIMAL), acme.path.stat()

    assert acme.generate(MINIMAL, day="2027-01-01") == first
    assert acme.path.stat().st_mtime_ns == before.st_mtime_ns
    assert "nothing changed" in acme.told
    assert "Unchanged: acme.ics" in acme.told


def test_what_moved_is_told_before_it_is_written(acme: Calendars) -> None:
    """With both dates and why; --dry-run stops there."""
    first = acme.generate(MINIMAL)

    assert acme.generate(f"{PATIENT}events: [-tickler]\n", "--dry-run") == first
    assert "Nothing is written." in acme.told
    assert re.search(r"^\d moved, 1 cancelled", acme.told, re.MULTILINE)
    assert re.search(r"moved +\w{3} \d+ .* 10:00 → \w{3} .* Follow up with .*\(10 business days", acme.told)
    assert acme.generate(f"{PATIENT}events: [-tickler]\n") != first


def test_a_new_calendar_tells_what_it_would_hold(acme: Calendars) -> None:
    """A first --dry-run."""
    assert acme.generate(MINIMAL, "--dry-run") == b""
    assert "6 new" in acme.told


def test_times_are_told_in_the_zone_of_now(acme: Calendars) -> None:
    """What an old file wrote in another zone, and what is written in UTC, on one clock."""
    berlin = MINIMAL.replace("subdivision: NY}", "subdivision: NY, id: ana}")
    acme.generate(berlin.replace("timezone: America/New_York", "timezone: Europe/Berlin"))
    acme.generate(berlin)
    moves = re.findall(r"moved +(.+?\d\d:\d\d) → (.+?\d\d:\d\d) ", acme.told)

    assert moves
    assert all(old != new for old, new in moves)

    acme.generate(
        berlin.replace("timezone: America/New_York", "timezone: Africa/Casablanca"), "--fresh", "--dry-run"
    )
    assert " UTC" not in acme.told


def test_dropped_events_are_told(acme: Calendars) -> None:
    """At once or in two weeks, a line for each."""
    first = acme.generate(MINIMAL)
    acme.generate(LESS, "--keep-cancelled", "0")
    assert re.search(r"^1 dropped\n  dropped  .* 2026 .*Acme", acme.told, re.MULTILINE)

    acme.path.write_bytes(first)
    acme.generate(LESS)
    assert "1 cancelled" in acme.told
    acme.generate(LESS, day="2026-12-24")
    assert "1 dropped" in acme.told
    acme.generate(MINIMAL, day="2026-12-25")
    assert "1 back" in acme.told
    assert {event["SEQUENCE"] for event in events(acme.path.read_bytes())} == {0, 2}


# --- nothing is left


def test_nothing_left_calls_everything_off(acme: Calendars) -> None:
    """A search that is over: its events are called off, and then one event says so, day after day."""
    acme.generate(MINIMAL)
    assert statuses(acme.generate(NOBODY)) == {"CANCELLED"}
    assert "6 cancelled" in acme.told

    empty = acme.generate(NOBODY, day="2026-12-24")
    assert [str(event["SUMMARY"]) for event in events(empty)] == ["Job search: nothing is planned"]
    assert "6 dropped" in acme.told
    assert acme.generate(NOBODY, day="2027-03-01") == empty
    assert "nothing changed" in acme.told
    assert len(events(acme.generate(MINIMAL, day="2027-03-02"))) == 6
    assert "6 back" in acme.told


def test_an_empty_ladder_is_a_calendar(acme: Calendars) -> None:
    """Also where none was before."""
    assert len(events(acme.generate(NOBODY))) == 1
    assert "Wrote acme.ics, 0 events." in acme.told


def test_a_choice_of_nothing_is_a_slip(acme: Calendars) -> None:
    """No new calendar is made of it."""
    assert acme.generate(MINIMAL, "--only", "debrief", code=1) == b""
    assert "nothing to write" in acme.told


def test_a_choice_over_a_calendar_says_what_it_calls_off(acme: Calendars) -> None:
    """Who wanted a second file sees it before."""
    acme.generate(MINIMAL)
    acme.generate(MINIMAL, "--only", "call", "--dry-run")
    assert "warning: 5 of these are called off by --only or --skip alone" in acme.told
    acme.generate(f"{MINIMAL}events: [-tickler]\n", "--skip", "call")
    assert "warning: 1 of these" in acme.told
    acme.generate(MINIMAL, "--skip", "call")
    assert "of these" not in acme.told


# --- an old file that is none


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: b"My notes",
        lambda data: data[: len(data) // 2],
        lambda data: data.replace(b"T", b"\xff", 1),
        lambda data: data.replace(
            b"DTSTART;TZID=America/New_York:2026", b"DTSTART;TZID=America/New_York:20x6", 1
        ),
        lambda data: data.replace(b"SEQUENCE:0", b"SEQUENCE:9999999999", 1),
        lambda data: data.replace(b"icsgen//EN", b"other//EN"),
    ],
)
def test_a_damaged_file_is_never_overwritten_silently(
    acme: Calendars, damage: Callable[[bytes], bytes]
) -> None:
    """Told with the way out."""
    acme.path.write_bytes(bad := damage(acme.generate(MINIMAL)))

    assert acme.generate(MINIMAL, code=1) == bad
    assert "acme.ics: " in acme.told
    assert "choose another name with -o, or --fresh" in acme.told
    assert "Traceback" not in acme.told
    assert len(events(acme.generate(MINIMAL, "--fresh"))) == 6


# --- parts


def test_a_delta_holds_what_changed(acme: Calendars) -> None:
    """What moved, and what was called off, also where the calendar drops it at once."""
    acme.generate(MINIMAL)
    delta = acme.terminal.folder / "delta.ics"
    acme.generate(LESS, "--keep-cancelled", "0", "--delta", "delta.ics")

    assert statuses(delta.read_bytes()) == {"CANCELLED"}
    assert len(events(delta.read_bytes())) == 1
    assert "Wrote delta.ics, 1 event." in acme.told


@pytest.mark.parametrize("document", [MINIMAL, LESS])
def test_a_delta_of_nothing_leaves_no_older_one(acme: Calendars, document: str) -> None:
    """It would be imported again."""
    acme.generate(document)
    acme.generate(document, "--delta", "delta.ics")
    assert "delta.ics: not written, there is nothing for it." in acme.told
    acme.generate(PATIENT, "--delta", "delta.ics")
    assert "Wrote delta.ics" in acme.told
    acme.generate(PATIENT, "--delta", "delta.ics", "--dry-run")
    assert (acme.terminal.folder / "delta.ics").exists()
    acme.generate(PATIENT, "--delta", "delta.ics")
    assert "delta.ics: removed, there is nothing for it." in acme.told
    assert not (acme.terminal.folder / "delta.ics").exists()


def test_expired_events_are_no_news_for_a_delta(acme: Calendars) -> None:
    """They were called off before."""
    acme.generate(MINIMAL)
    acme.generate(LESS)
    acme.generate(LESS, "--delta", "delta.ics", day="2026-12-24")
    assert "1 dropped" in acme.told
    assert not (acme.terminal.folder / "delta.ics").exists()


def test_an_undo_file_calls_everything_off(acme: Calendars) -> None:
    """Each live event, one higher."""
    acme.generate(MINIMAL, "--undo-file", "undo.ics")
    undo = (acme.terminal.folder / "undo.ics").read_bytes()

    assert statuses(undo) == {"CANCELLED"}
    assert {event["SEQUENCE"] for event in events(undo)} == {1}
    assert len(events(undo)) == 6


@pytest.mark.parametrize("option", ["--delta", "--undo-file"])
def test_a_part_overwrites_only_its_kind(acme: Calendars, option: str) -> None:
    """Neither the calendar, nor another one, the document, notes, or a part of the other kind."""
    acme.generate(MINIMAL, "--delta", "delta.ics", "--undo-file", "undo.ics")
    acme.terminal.write("notes.txt", "mine")
    acme.terminal.run("generate", "acme.yaml", "-o", "other.ics")
    files = {path: path.read_bytes() for path in acme.terminal.folder.iterdir()}
    its = {"--delta": "delta.ics", "--undo-file": "undo.ics"}[option]

    for name in {path.name for path in files} - {its} | {"./acme.ics"}:
        acme.generate(MINIMAL, option, name, day="2027-01-01", code=1)
        assert (
            f"choose another name for {'it' if name not in ('acme.ics', './acme.ics') else option}"
            in acme.told
        )
    assert {path: path.read_bytes() for path in acme.terminal.folder.iterdir()} == files
    acme.generate(PATIENT, option, its)


def test_two_parts_are_two_files(acme: Calendars) -> None:
    """Under one name one of them would be lost."""
    acme.generate(MINIMAL, "--delta", "x.ics", "--undo-file", "./x.ics", code=1)
    assert "x.ics: is where --delta goes; choose another name for --undo-file" in acme.told
    assert not acme.path.exists()


@pytest.mark.parametrize("part", ["--delta", "--undo-file"])
def test_a_part_is_no_memory(acme: Calendars, part: str) -> None:
    """A calendar is not written over one, unless it is said that it may go."""
    acme.generate(MINIMAL, part, "part.ics")
    old = (acme.terminal.folder / "part.ics").read_bytes()

    acme.generate(MINIMAL, "-o", "part.ics", code=1)
    assert "part.ics: is a part of a calendar" in acme.told
    assert "--fresh" in acme.told
    assert (acme.terminal.folder / "part.ics").read_bytes() == old
    acme.generate(MINIMAL, "-o", "part.ics", "--fresh")


@pytest.mark.parametrize("broken", ["acme.ics", "delta.ics", "undo.ics"])
def test_all_files_or_none(acme: Calendars, broken: str) -> None:
    """Where one cannot be written, the others stay as they are."""
    acme.generate(MINIMAL)
    acme.generate(PATIENT, "--delta", "delta.ics", "--undo-file", "undo.ics", day="2026-11-25")
    (acme.terminal.folder / broken).unlink()
    (acme.terminal.folder / broken).mkdir()
    files = {path: path.read_bytes() for path in acme.terminal.folder.glob("*.ics") if path.is_file()}

    acme.terminal.write("acme.yaml", MINIMAL)
    parts = ("--delta", "delta.ics", "--undo-file", "undo.ics")
    assert acme.terminal.run("generate", "acme.yaml", "-o", "acme.ics", *parts) != 0
    assert {path: path.read_bytes() for path in files} == files


# --- another id


def test_an_interview_by_another_name_is_recognised(acme: Calendars) -> None:
    """A role spelled anew would call off every event and make them again: the cure is told, and it cures."""
    senior = MINIMAL.replace("role: ", "role: Senior ")
    first = acme.generate(MINIMAL)
    acme.generate(senior, "--dry-run", "--keep-cancelled", "0")
    assert "was known as" in acme.told
    acme.generate(senior, "--dry-run")
    kept = re.search(r"add `(id: \S+)` to it", acme.told)

    assert kept
    assert acme.generate(f"{senior}{kept[1]}\n") != first
    assert "cancelled" not in acme.told


def test_an_id_that_yaml_would_misread_is_quoted(acme: Calendars) -> None:
    """So that the line can be copied."""
    acme.generate(f"{MINIMAL}id: 'Acme: the 2nd'\n")
    acme.generate(MINIMAL, "--dry-run")
    assert "add `id: 'Acme: the 2nd'` to it" in acme.told


def test_two_interviews_at_one_time_are_no_renaming(acme: Calendars) -> None:
    """One of them went, the other one stays as it is."""
    both = f"{ME}\ninterviews:\n" + "".join(
        f"  - {{company: {name}, role: Cook, start: 2026-11-20 14:30}}\n" for name in ("Acme", "Beta")
    )
    acme.generate(both)
    acme.generate("\n".join(both.splitlines()[:-1]))
    assert "was known as" not in acme.told


# --- split


class Folder(Calendars):
    """The same, with a file for each event."""

    def files(self, document: str, *options: str, day: str = NOW, code: int = 0) -> dict[str, bytes]:
        self.generate(document, "--split", "out", *options, day=day, code=code)
        return {path.name: path.read_bytes() for path in sorted((self.terminal.folder / "out").glob("*"))}


@pytest.fixture
def folder(terminal: Terminal) -> Folder:
    return Folder(terminal)


def test_a_folder_is_memory_too(folder: Folder) -> None:
    """The same on any day is not written; what moved has one file, by its new date; the rest stays."""
    first = folder.files(MINIMAL)
    assert folder.files(MINIMAL, day="2027-01-01") == first
    assert "nothing changed" in folder.told

    assert folder.files(PATIENT, "--dry-run") == first
    moved = folder.files(PATIENT, day="2026-11-25")
    assert len(moved) == len(first) == 6
    assert 0 < len(first.keys() - moved.keys()) < 6
    assert {str(event["SEQUENCE"]) for data in moved.values() for event in events(data)} == {"0", "1"}
    assert re.search(r"moved .* → .* Follow up with", folder.told)
    for name in first.keys() & moved.keys():
        assert first[name] == moved[name] or b"SEQUENCE:1" in moved[name]


def test_what_is_gone_from_a_folder_is_called_off_and_then_goes(folder: Folder) -> None:
    """And who comes back comes back higher, from an empty folder too."""
    folder.files(MINIMAL)
    off = folder.files(NOBODY)
    assert len(off) == 6
    assert {status for data in off.values() for status in statuses(data)} == {"CANCELLED"}
    assert folder.files(NOBODY, day="2026-12-01") == off

    empty = folder.files(NOBODY, day="2026-12-24")
    assert list(empty) == ["2026-12-23-job-search-nothing-is-planned.ics"]
    assert folder.files(NOBODY, day="2026-12-25") == empty

    back = folder.files(MINIMAL, day="2026-12-26")
    assert len(back) == 6
    assert {str(event["SEQUENCE"]) for data in back.values() for event in events(data)} == {"2"}


def test_what_is_not_ours_in_a_folder_is_not_touched(folder: Folder) -> None:
    """Notes, another program's calendar, and a whole calendar of ours."""
    folder.files(MINIMAL)
    out, name = folder.terminal.folder / "out", "2026-11-24-other.ics"
    (out / "notes.txt").write_text("mine")
    (out / name).write_bytes(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    folder.generate(MINIMAL, "-o", "out/whole.ics")
    kept = {path: path.read_bytes() for path in (out / "notes.txt", out / name, out / "whole.ics")}
    folder.files(NOBODY, "--keep-cancelled", "0")
    folder.files(MINIMAL, "--fresh")

    assert {path: path.read_bytes() for path in kept} == kept


def test_a_name_that_is_taken_in_a_folder(folder: Folder) -> None:
    """What stands there is another one's, unless it is said that it may go."""
    *_, name = folder.files(MINIMAL)
    path = folder.terminal.folder / "out" / name
    path.write_bytes(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    files = folder.files(MINIMAL, code=1)

    assert f"{name}: is not a file of icsgen" in folder.told
    assert files[name] == path.read_bytes()
    assert len(events(folder.files(MINIMAL, "--fresh")[name])) == 1


def test_a_damaged_file_in_a_folder(folder: Folder) -> None:
    """It cannot be remembered, so nothing is written, unless it is said that it may go."""
    *_, name = folder.files(MINIMAL)
    path = folder.terminal.folder / "out" / name
    path.write_bytes(path.read_bytes()[:-40])
    files = folder.files(PATIENT, code=1)

    assert f"{name}: is not a whole calendar of icsgen; take it away, or --fresh" in folder.told
    assert folder.files(PATIENT, "--fresh") != files
    assert folder.files(PATIENT) == folder.files(PATIENT, day="2027-01-01")
    assert "nothing changed" in folder.told


def test_a_kill_between_two_files_is_healed(folder: Folder) -> None:
    """An event in two files: the higher one counts, the other one goes."""
    first = folder.files(MINIMAL)
    moved = folder.files(PATIENT, day="2026-11-25")
    for name, data in first.items():
        path: Path = folder.terminal.folder / "out" / name
        if not path.exists():
            path.write_bytes(data)

    assert folder.files(PATIENT, day="2026-11-26") == moved


@pytest.mark.parametrize("option", ["--delta", "--undo-file"])
def test_a_folder_has_no_parts(folder: Folder, option: str) -> None:
    """Its files are parts already."""
    folder.generate(MINIMAL, "--split", "out", option, "x.ics", code=2)
    assert f"--split stands beside {option}" in folder.told
