"""One file for each event: nothing lost, nothing added, names that sort and are safe everywhere."""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from msgspec.structs import replace

from icsgen import load, make_plan, write
from icsgen.errors import OutputError
from icsgen.ics import revise
from icsgen.outlets.split import files_of, memory, ours, write_files
from icsgen.plan import Plan

NOW = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)
SAMPLES = sorted((Path(__file__).parent.parent / "samples").glob("*.yaml"))


def planned(*names: str) -> Plan:
    interviews = "".join(
        f"  - {{company: {name!r}, role: Cook, start: 2026-11-17 14:30, id: {name!r}}}\n" for name in names
    )
    document = f"me: {{timezone: Europe/Berlin, country: DE, subdivision: BE}}\ninterviews:\n{interviews}"
    return make_plan(load(document.encode(), "x.yaml"))


def split(made: Plan, folder: Path, days: int = 0, *, fresh: bool = False) -> int:
    """How many files of the folder changed, so many days later."""
    old = ours(folder)
    now = NOW + dt.timedelta(days=days)
    after = revise(made.entries, candidate=made.candidate, stamp=now, before=memory(old))
    return write_files(folder, files_of(after, made.candidate), old.keys(), fresh=fresh)


def events(data: bytes) -> list[bytes]:
    return [event.to_ical() for event in Calendar.from_ical(data).walk("VEVENT")]


def day(event: bytes) -> str:
    found = re.search(rb"DTSTART[^:]*:(\d{8})", event)
    assert found
    return found[1].decode()


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_the_files_hold_what_the_calendar_holds(sample: Path, tmp_path: Path) -> None:
    """Each event once, word for word, in the order of the names."""
    made = make_plan(load(sample.read_bytes(), sample.name))
    assert split(made, tmp_path / "out") == len(list((tmp_path / "out").iterdir()))
    files = [events(path.read_bytes()) for path in sorted((tmp_path / "out").iterdir())]
    whole = events(write(made.entries, candidate=made.candidate, stamp=NOW))

    assert {len(each) for each in files} == {1}
    assert sorted(each[0] for each in files) == sorted(whole)
    assert [day(each[0]) for each in files] == sorted(day(each) for each in whole)


def test_the_same_again_writes_nothing(tmp_path: Path) -> None:
    """Files that hold the same stay as they are, on any day."""
    assert split(planned("a"), tmp_path) > 0
    assert split(planned("a"), tmp_path, 30) == 0


def test_ids_that_look_alike_lose_no_file(tmp_path: Path) -> None:
    """In a name, what is no letter becomes a hyphen, what is long is cut, and some end in a number."""
    made = planned("a b", "a-b", "A_B", "a", "a 2", "a-2", "a 3", "x" * 80 + "1", "x" * 80 + "2")
    split(made, tmp_path)

    assert len(list(tmp_path.iterdir())) == len(made.entries)
    assert split(made, tmp_path, 30) == 0


@given(st.text("aZ0 ./\\\\:*?\"<>|'語🙂é\u202e-", min_size=1, max_size=90).filter(str.strip))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_names_are_safe(tmp_path: Path, words: str) -> None:
    """No name leaves its folder, or holds what some system forbids."""
    made = planned(words.replace("\\", "/").replace("'", "’"))
    folder = tmp_path / "out"
    for path in folder.glob("*"):
        path.unlink()
    split(made, folder)
    names = [path.name for path in folder.iterdir()]

    assert len(names) == len(made.entries)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d-[\w-]+\.ics", name) for name in names)
    assert all(len(name.encode()) < 255 for name in names)


def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    """It is named, and nothing is written."""
    with pytest.raises(OutputError, match="no: cannot be made a folder"):
        split(planned("a"), tmp_path / "such" / "no")
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="file: cannot be made a folder"):
        split(planned("a"), tmp_path / "file")


def test_a_file_that_cannot_be_written_keeps_all_from_it(tmp_path: Path) -> None:
    """It is seen before the first is written."""
    made = planned("a")
    split(made, tmp_path)
    *others, last = sorted(tmp_path.iterdir())
    before = {path: path.read_bytes() for path in others}
    last.unlink()
    last.mkdir()

    with pytest.raises(OutputError, match="is a folder"):
        split(planned("a", "b"), tmp_path, 1)
    assert {path: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()} == before


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "its mark": lambda data: data.replace(b"PART:EVENT", b"PART:EVENS"),
    "its beginning": lambda data: data.replace(b"VERSION:2.0", b"VERSION:2.1"),
    "nothing left": lambda data: b"",
    "zeros": lambda data: b"\0" * len(data),
    "cut in its beginning": lambda data: data[:20],
    "cut in half": lambda data: data[: len(data) // 2],
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_not_passed_over(damage: str, tmp_path: Path) -> None:
    """Its event would be in two files once it moves, and its SEQUENCE begin anew."""
    split(planned("a"), tmp_path)
    file = min(tmp_path.iterdir())
    file.write_bytes(DAMAGES[damage](file.read_bytes()))

    with pytest.raises(OutputError, match=f"{file.name}: .*; take it away, or --fresh to begin anew"):
        split(planned("a"), tmp_path)
    assert file in ours(tmp_path)


def test_other_calendars_in_the_folder_are_let_alone(tmp_path: Path) -> None:
    """A whole one of ours by whatever name, a damaged one by another name, another program's."""
    made = planned("a")
    whole = write(made.entries, candidate=made.candidate, stamp=NOW)
    others = {"2026-11-24-mine.ics": whole, "mine.ics": whole[:-9], "2026-11-24-theirs.ics": b"BEGIN:VCARD"}
    for name, data in others.items():
        (tmp_path / name).write_bytes(data)
    split(made, tmp_path)

    assert not {path.name for path in ours(tmp_path)} & others.keys()
    assert {name: (tmp_path / name).read_bytes() for name in others} == others


def test_names_that_look_alike_take_no_time() -> None:
    """Thousands of them are numbered in one go."""
    found = revise(planned("a").entries, candidate=planned("a").candidate, stamp=NOW)
    event = next(iter(found.events.values()))
    many = {b"%d" % number: replace(event, uid=b"%d" % number) for number in range(3000)}
    begun = time.process_time()
    names = [*files_of(replace(found, events=many), planned("a").candidate)]

    assert time.process_time() - begun < 3
    assert len(names) == len(many)
    assert names[:2] + names[-1:] == [f"{names[0][:-4]}{end}.ics" for end in ("", "-2", "-3000")]
