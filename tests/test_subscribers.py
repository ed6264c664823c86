"""Real subscribers over HTTP: vdirsyncer into khal, and curl's conditional requests."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from servers import Server, served

SAMPLES = Path(__file__).parent.parent / "samples"
PAIR = """
[general]
status_path = "{folder}/status"
[pair search]
a = "remote"
b = "local"
collections = null
conflict_resolution = "a wins"
[storage remote]
type = "http"
url = "{url}"
[storage local]
type = "filesystem"
path = "{folder}/calendar"
fileext = ".ics"
"""
KHAL = """
[calendars]
[[search]]
path = {folder}/calendar
type = calendar
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
default_timezone = America/New_York
local_timezone = America/New_York
[sqlite]
path = {folder}/khal.db
"""
SHOWN = ("list", "--format", "{start-date} {start-time} {title}", "2026-11-01", "200d")


@pytest.fixture
def document(tmp_path: Path) -> Path:
    return Path(shutil.copy(SAMPLES / "interview.yaml", tmp_path))


@pytest.fixture
def server(document: Path) -> Iterator[Server]:
    with served(document, "--now", "2026-11-01T09:00") as found:
        yield found


def program(name: str) -> str:
    """The path of a program that pip puts beside Python."""
    return str(Path(sys.executable).with_name(name))


def run(*command: str, folder: Path) -> str:
    done = subprocess.run(
        command, env={**os.environ, "HOME": str(folder)}, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def synchronised(folder: Path) -> list[str]:
    """The events that khal shows once vdirsyncer has been there."""
    run(program("vdirsyncer"), "-c", str(folder / "pair.conf"), "sync", folder=folder)
    shown = run(program("khal"), "-c", str(folder / "khal.conf"), *SHOWN, folder=folder)
    return [line for line in shown.splitlines() if re.match(r"\d{4}-\d\d-\d\d \d", line)]


def test_vdirsyncer_and_khal(document: Path, server: Server, tmp_path: Path) -> None:
    """Twice, with a change in between: one interview moved, every event there once."""
    for name, text in (("pair.conf", PAIR), ("khal.conf", KHAL)):
        (tmp_path / name).write_text(text.format(folder=tmp_path, url=server.feed), "utf-8")
    (tmp_path / "calendar").mkdir()
    run("sh", "-c", f"yes | {program('vdirsyncer')} -c {tmp_path}/pair.conf discover", folder=tmp_path)
    before = synchronised(tmp_path)
    assert len(before) == len(set(before)) > 6
    assert synchronised(tmp_path) == before

    document.write_text(document.read_text("utf-8").replace("14:30 ", "11:00 "), "utf-8")
    time.sleep(2.1)  # until it has settled
    after = synchronised(tmp_path)
    assert len(after) == len(set(after)) == len(before)
    gone, new = set(before) - set(after), set(after) - set(before)
    assert {line.split(maxsplit=2)[2] for line in gone} == {line.split(maxsplit=2)[2] for line in new}
    assert [line[:16] for line in sorted(gone) if "Interview" in line] == ["2026-11-17 14:30"]
    assert [line[:16] for line in sorted(new) if "Interview" in line] == ["2026-11-17 11:00"]


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not there")
def test_curl(server: Server, document: Path, tmp_path: Path) -> None:
    """What is known is not sent again, by its tag or by its date; what has changed is."""
    tag, file = tmp_path / "tag", tmp_path / "calendar.ics"

    def fetch(*options: str) -> str:
        written = ("-s", "-o", str(file), "-w", "%{http_code} %{size_download}")
        return run("curl", *written, *options, server.feed, folder=tmp_path)

    whole = fetch("--etag-save", str(tag), "-R")
    assert whole == f"200 {file.stat().st_size}"
    assert fetch("--etag-compare", str(tag)) == "304 0"
    assert fetch("-z", str(file)) == "304 0"
    assert fetch("--compressed", "--etag-compare", str(tag)) == "304 0"
    assert fetch("-I").startswith("200")

    document.write_text(document.read_text("utf-8").replace("14:30 ", "11:00 "), "utf-8")
    time.sleep(2.1)
    assert fetch("--etag-compare", str(tag), "--etag-save", str(tag)).startswith("200")
    assert fetch("--etag-compare", str(tag)) == "304 0"
