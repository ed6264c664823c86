"""Many at once: whoever does the work and in whatever order, the files are the same, and nothing is lost."""

from __future__ import annotations

import csv
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import icalendar
import pytest
from test_batch import batch, files, rows

from icsgen.details.cohorts import cohort
from icsgen.details.shares import Share
from icsgen.details.tables import open_table
from icsgen.outlets.executors import Crew, Lost, done_by

HEADING = "Candidate,Email,Company,Role,Date,Time,Time zone,Country,Interviewers,Timeline"
CITIES = (("America/New_York", "US"), ("Europe/Berlin", "DE"), ("Asia/Tokyo", "JP"), ("Europe/London", "GB"))
NAMES = ("Ana Pérez", "名前 太郎", "Bo Li", "Σωκράτης", "Ana Pérez")


def lines(count: int) -> list[str]:
    """Rows of people with one, two or three interviews each."""
    chosen = random.Random(3)  # noqa: S311 # no secret
    found = []
    for person in range(count):
        zone, country = CITIES[person % len(CITIES)]
        name = f"{NAMES[person % len(NAMES)]}"
        for number in range(1 + person % 3):
            day, hour = chosen.randint(2, 27), chosen.randint(9, 16)
            timeline = chosen.choice(("in two weeks", "end of November", "none", ""))
            found.append(
                f"{name},p{person}@x.example,Firm {number} {person % 7},Cook,2026-11-{day:02},{hour}:30,"
                f"{zone},{country},Jana Müller <jana@firm.example>,{timeline}"
            )
    return found


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ICSGEN_NOW", "2026-10-01")
    path = tmp_path / "cohort.csv"
    path.write_text("\n".join([HEADING, *lines(60)]), "utf-8")
    return path


# --- the same files, whoever writes them


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")  # from Python 3.12 on
@pytest.mark.parametrize("per", ["interview", "person", "all"])
def test_processes_and_any_order(table: Path, per: str) -> None:
    """One process or three, rows in order or shuffled: the same bytes under the same names."""
    batch("cohort.csv", "-o", "one", "--per", per, "--jobs", "1")
    batch("cohort.csv", "-o", "three", "--per", per, "--jobs", "3")
    heading, *rest = table.read_text("utf-8").splitlines()
    random.Random(9).shuffle(rest)  # noqa: S311 # no secret
    table.write_text("\n".join([heading, *rest]), "utf-8")
    batch("cohort.csv", "-o", "shuffled", "--per", per, "--jobs", "2")

    assert len(files("one")) > 1
    assert files("one") == files("three") == files("shuffled")


def test_a_dask_cluster(table: Path) -> None:
    """Is one more executor."""
    script = (
        "from distributed import LocalCluster\n"
        "if __name__ == '__main__':\n"
        "    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:\n"
        "        print(cluster.scheduler_address, flush=True)\n"
        "        input()\n"
    )
    Path("cluster.py").write_text(script, "utf-8")
    command = [sys.executable, "cluster.py"]
    batch("cohort.csv", "-o", "here")
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as cluster:
        assert cluster.stdout
        address = cluster.stdout.readline().strip()
        asked = [sys.executable, "-m", "icsgen", "batch", "cohort.csv", "-o", "there", "--dask", address]
        done = subprocess.run(asked, capture_output=True, text=True, check=False)
        cluster.communicate("\n")
    assert (done.returncode, "60 calendars, 60 new" in done.stderr) == (0, True), done.stderr
    assert files("here") == files("there")


def test_no_cluster(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    batch("cohort.csv", "-o", "out", "--dask", "tcp://127.0.0.1:9", code=1)
    assert "tcp://127.0.0.1:9: no Dask scheduler answers there" in capsys.readouterr().err
    assert not Path("out").exists()


# --- who has not changed


def test_who_has_not_changed_is_passed_over(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody's calendar is even read, but that of whose row, or file, is another one."""
    batch("cohort.csv", "-o", "out")
    folder = Path("out")
    one, other, *_ = sorted(folder.glob("*.ics"))
    state = one.stat()
    one.write_bytes(b"x" * state.st_size)
    os.utime(one, ns=(state.st_atime_ns, state.st_mtime_ns))
    batch("cohort.csv", "-o", "out", "--now", "2026-10-05")
    assert "60 calendars, 0 new or changed" in capsys.readouterr().err

    other.unlink()
    text = table.read_text("utf-8")
    table.write_text(text.replace("p7@x.example,Firm 0", "p7@x.example,Gamma"), "utf-8")
    batch("cohort.csv", "-o", "out", "--now", "2026-10-06")
    assert "60 calendars, 2 new or changed" in capsys.readouterr().err
    assert other.exists()

    os.utime(one)
    batch("cohort.csv", "-o", "out", code=1)
    assert f"{one}: is not a whole calendar of icsgen; take it away" in capsys.readouterr().err


def test_what_else_decides(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Other templates or options are a change, and the day on which what was called off is dropped."""
    batch("cohort.csv", "-o", "out")
    Path("words").mkdir()
    Path("words/tickler.txt").write_text("Subject: {{ company }}\n\nWell?", "utf-8")
    batch("cohort.csv", "-o", "out", "--messages", "words", "--now", "2026-10-02")
    assert "60 new or changed" in capsys.readouterr().err
    Path("words/tickler.txt").write_text("Subject: {{ company }}\n\nWell then?", "utf-8")
    batch("cohort.csv", "-o", "out", "--messages", "words", "--now", "2026-10-03")
    assert "60 new or changed" in capsys.readouterr().err

    text = table.read_text("utf-8")
    table.write_text(text.replace("p7@x.example,Firm 0", "p7@x.example,Gamma"), "utf-8")
    for day, changed in (("04", 1), ("10", 0), ("17", 0), ("18", 1), ("19", 0)):
        batch("cohort.csv", "-o", "out", "--messages", "words", "--now", f"2026-10-{day}")
        assert f"60 calendars, {changed} new or changed" in capsys.readouterr().err, day


def test_what_is_remembered_may_be_lost(table: Path) -> None:
    """Or be broken: then everything is read once more."""
    batch("cohort.csv", "-o", "out")
    before = files("out")
    for path in Path("out/.icsgen").iterdir():
        path.write_bytes(path.read_bytes()[:-5])
    batch("cohort.csv", "-o", "out", "--now", "2026-10-02")
    assert files("out") == before


# --- one calendar for each interview, or for everybody


def uids(path: Path) -> Counter[str]:
    calendar = icalendar.Calendar.from_ical(path.read_bytes())
    return Counter(str(event["UID"]) for event in calendar.walk("VEVENT"))


def test_one_calendar_for_each_interview(table: Path) -> None:
    """Together they hold what the person's one does; what is of no interview stands alone."""
    batch("cohort.csv", "-o", "people")
    batch("cohort.csv", "-o", "interviews", "--per", "interview")
    single = sum((uids(path) for path in Path("interviews").glob("*.ics")), Counter[str]())

    assert single == sum((uids(path) for path in Path("people").glob("*.ics")), Counter[str]())
    assert max(single.values()) == 1
    assert len(list(Path("interviews").glob("*.ics"))) == len(lines(60)) + 60


def test_one_calendar_for_everybody(table: Path) -> None:
    """Whose event it is stands before each title; no two have a UID in common."""
    batch("cohort.csv", "-o", "out", "--per", "all")
    calendar = icalendar.Calendar.from_ical(Path("out/all.ics").read_bytes())
    titles = [str(event["SUMMARY"]) for event in calendar.walk("VEVENT")]

    assert all(title.startswith(tuple(f"{name}: " for name in NAMES)) for title in titles)
    assert max(uids(Path("out/all.ics")).values()) == 1
    listed = rows("out/manifest.csv")
    assert len(listed) == 60
    assert {row["file"] for row in listed} == {"all.ics"}


def test_a_wrong_row_calls_nothing_off_for_everybody(table: Path) -> None:
    batch("cohort.csv", "-o", "out", "--per", "all")
    before = uids(Path("out/all.ics"))
    text = table.read_text("utf-8")
    table.write_text(
        text.replace("p7@x.example,Firm 0 0,Cook,2026-11", "p7@x.example,Firm 0 0,Cook,soon"), "utf-8"
    )
    batch("cohort.csv", "-o", "out", "--per", "all", "--now", "2026-10-02", code=1)

    assert uids(Path("out/all.ics")) == before
    assert b"STATUS:CANCELLED" not in Path("out/all.ics").read_bytes()


def test_people_known_by_the_same(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Would share events: that is told, and nothing is written."""
    row = "Acme,Cook,2026-11-17,14:30,America/New_York,US"
    table.write_text(
        f"Candidate,Candidate id,Company,Role,Date,Time,Time zone,Country\nBo,Ana,{row}\nAna,,{row}\n",
        "utf-8",
    )
    batch("cohort.csv", "-o", "out", "--per", "all", code=1)
    told = capsys.readouterr().err
    assert "is known by the same as" in told
    assert {told.count(f"cohort.csv:{row}:") for row in (2, 3)} == {1}
    assert not list(Path("out").glob("*.ics"))


def test_a_folder_is_of_one_kind(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Else an event would be called off in one calendar, and stand in another."""
    batch("cohort.csv", "-o", "out")
    before = files("out")
    batch("cohort.csv", "-o", "out", "--per", "interview", code=1)
    assert "out: holds calendars of --per person; name another folder" in capsys.readouterr().err
    assert files("out") == before


def test_a_corrected_name_keeps_its_file(table: Path) -> None:
    """The link that was given out stays, and so do the events: known by the address."""
    batch("cohort.csv", "-o", "out")
    before = {row["email"]: row["file"] for row in rows("out/manifest.csv")}
    text = table.read_text("utf-8")
    table.write_text(text.replace("Bo Li,p7@", "Bo Lee,p7@").replace("Bo Li,p2@", "Bo Lee,p2@"), "utf-8")
    batch("cohort.csv", "-o", "out", "--now", "2026-10-02")

    after = rows("out/manifest.csv")
    assert {row["email"]: row["file"] for row in after} == before
    assert {row["person"] for row in after if row["email"] == "p2@x.example"} == {"Bo Lee"}
    assert b"SEQUENCE:1" in (Path("out") / before["p2@x.example"]).read_bytes()
    assert len(list(Path("out").glob("*.ics"))) == 60


# --- limits


def test_a_large_calendar_is_cut_by_year(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And knows its events again, cut or whole: SEQUENCE goes on, and nothing is there twice."""
    batch("cohort.csv", "-o", "out", "--per", "all")
    whole = uids(Path("out/all.ics"))
    batch("cohort.csv", "-o", "out", "--per", "all", "--split-size", "100000", "--now", "2026-10-02")
    parts = sorted(path.name for path in Path("out").glob("*.ics"))
    assert parts == ["all-2026.ics", "all-2027.ics"]
    assert sum((uids(Path("out") / name) for name in parts), Counter[str]()) == whole
    assert b"SEQUENCE:1" not in (Path("out") / parts[0]).read_bytes()
    assert "is over 100,000 bytes still: one year alone has more" in capsys.readouterr().err

    batch("cohort.csv", "-o", "out", "--per", "all", "--now", "2026-10-03")
    assert [path.name for path in Path("out").glob("*.ics")] == ["all.ics"]
    assert uids(Path("out/all.ics")) == whole
    assert b"DTSTAMP:20261001T000000Z" in Path("out/all.ics").read_bytes()
    assert b"SEQUENCE:1" not in Path("out/all.ics").read_bytes()


def test_a_calendar_too_large_for_google(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table.write_text("\n".join([HEADING, *lines(130)]), "utf-8")
    batch("cohort.csv", "-o", "out", "--per", "all")
    told = "Google takes no more than 1,000,000; --split-size cuts it by year"
    assert told in capsys.readouterr().err
    batch("cohort.csv", "-o", "out", "--per", "all", "--split-size")
    assert len(list(Path("out").glob("all-20??.ics"))) == 2


def calls(folder: str) -> list[str]:
    """When each call begins, on the clock of the candidate."""
    found = []
    for path in Path(folder).glob("*.ics"):
        events = icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")
        found += [
            f"{event.decoded('DTSTART'):%Y-%m-%d %H:%M}"
            for event in events
            if "Call " in str(event["SUMMARY"])
        ]
    return sorted(found)


def test_many_do_not_call_at_once(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """40 candidates at one employer: that is told, and with --spread they have all of the phone hours."""
    row = "Acme,Cook,2026-11-17,14:30,America/New_York,US,Jana Müller,"
    rest = [f"Candidate {number},p{number}@x.example,{row}" for number in range(40)]
    table.write_text("\n".join([HEADING, *rest]), "utf-8")
    batch("cohort.csv", "-o", "together")
    assert (
        "40 candidates are to phone Acme at 10:30 on Tue 15 Dec 2026, America/New_York; --spread"
        in capsys.readouterr().err
    )
    assert set(calls("together")) == {"2026-12-15 10:30"}

    batch("cohort.csv", "-o", "apart", "--spread")
    capsys.readouterr()
    apart = Counter(calls("apart"))
    assert len(apart) >= 12
    assert max(apart.values()) <= 6
    assert {moment[:10] for moment in apart} == {"2026-12-15"}
    assert min(apart) >= "2026-12-15 10:00"
    assert max(apart) <= "2026-12-15 16:00"
    table.write_text("\n".join([HEADING, *reversed(rest)]), "utf-8")
    batch("cohort.csv", "-o", "again", "--spread")
    assert files("again") == files("apart")


# --- workers that die, and Ctrl-C


class Deadly(Executor):
    """Workers of whom each dies on a certain person, and takes its pool along."""

    def __init__(self, person: str) -> None:
        self.person, self.broken = person, False

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        if self.broken:
            raise BrokenExecutor
        (share,) = args
        future = Future[Any]()
        if self.person.encode() in share.lines:
            self.broken = True
            future.set_exception(BrokenExecutor())
        else:
            future.set_result(fn(share))
        return future


def test_a_worker_that_dies(table: Path) -> None:
    """Loses the one person it died on: every other row is done, once."""

    @contextmanager
    def start() -> Iterator[Executor]:
        yield Deadly("p7@x.example")

    done: list[int] = []
    lost: list[int] = []
    with cohort(open_table(table)).dealt() as shares:
        for found in done_by(Crew(2, start), Share.numbers, shares):
            if isinstance(found, Lost):
                lost += found.share.numbers()
            else:
                done += found
    wanted = [number for number, line in enumerate(lines(60), 2) if "p7@" in line]
    assert lost == wanted
    assert sorted(done + lost) == list(range(2, len(lines(60)) + 2))


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "icsgen", "batch", *arguments]


def children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8")
    return [int(child) for child in found.split()]


@pytest.mark.skipif(sys.platform != "linux", reason="it looks for the workers in /proc")
def test_a_worker_that_is_killed(table: Path) -> None:
    """By hand, or by a system short of memory: its work is done by another one."""
    table.write_text("\n".join([HEADING, *lines(800)]), "utf-8")
    with subprocess.Popen(command("cohort.csv", "-o", "out", "--jobs", "2"), stderr=subprocess.PIPE) as run:
        while not (workers := children(run.pid)) or not any(Path("out").glob("*.ics")):
            assert run.poll() is None
            time.sleep(0.01)
        os.kill(workers[0], signal.SIGKILL)
        told = run.communicate()[1].decode()
    assert run.returncode == 0, told
    batch("cohort.csv", "-o", "whole", "--jobs", "1")
    assert files("out") == files("whole")


@pytest.mark.skipif(sys.platform != "linux", reason="it looks for the workers in /proc")
def test_a_run_that_is_killed_takes_its_workers_along(table: Path) -> None:
    """Or they would hold the folder, and every nightly run after it would wait in vain."""
    table.write_text("\n".join([HEADING, *lines(800)]), "utf-8")
    with subprocess.Popen(command("cohort.csv", "-o", "out", "--jobs", "2"), stderr=subprocess.PIPE) as run:
        while len(workers := children(run.pid)) < 2 or not any(Path("out").glob("*.ics")):
            assert run.poll() is None
            time.sleep(0.01)
        run.kill()
    for _ in range(500):
        if not any(Path(f"/proc/{worker}").exists() for worker in workers):
            break
        time.sleep(0.01)
    else:
        pytest.fail("workers outlive the run")
    batch("cohort.csv", "-o", "out", "--jobs", "1")


@pytest.mark.skipif(sys.platform == "win32", reason="it has no SIGINT to send")
@pytest.mark.parametrize(
    ("jobs", "sent"), [("1", signal.SIGINT), ("2", signal.SIGINT), ("2", signal.SIGTERM)]
)
def test_interrupted(table: Path, jobs: str, sent: signal.Signals) -> None:
    """Ctrl-C and SIGTERM leave whole files, say how to go on, and the same command does."""
    table.write_text("\n".join([HEADING, *lines(800)]), "utf-8")
    with subprocess.Popen(
        command("cohort.csv", "-o", "out", "--jobs", jobs), stderr=subprocess.PIPE, start_new_session=True
    ) as run:
        while len(list(Path("out").glob("*.ics"))) < 20:
            assert run.poll() is None
            time.sleep(0.01)
        os.killpg(run.pid, sent) if sent is signal.SIGINT else run.send_signal(sent)
        told = run.communicate()[1].decode()
    assert run.returncode == 130
    assert "rows are done, and no file is half there; the same command goes on from here" in told
    assert not list(Path("out").glob(".*.part"))
    for path in Path("out").glob("*.ics"):
        assert path.read_bytes().endswith(b"END:VCALENDAR\r\n")

    batch("cohort.csv", "-o", "out", "--jobs", "1")
    batch("cohort.csv", "-o", "whole", "--jobs", "1")
    assert files("out") == files("whole")
    with Path("out/manifest.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == 800
