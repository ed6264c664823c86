"""A run that is killed at any moment leaves the old file or the new one, whole."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from icsgen.cli import main

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="it has neither fork nor SIGKILL"),
    pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning"),  # from Python 3.12 on
]

KILLS = 200
Story = Callable[[Path], tuple[Path, list[str]]]
SEARCH = "me: {timezone: Europe/Berlin, country: DE, subdivision: BE}\ninterviews:\n" + "".join(
    f"  - company: Company {day}\n    role: Cook\n    start: 2026-11-{day:02} 14:30\n" for day in range(1, 29)
)


def generate(folder: Path) -> tuple[Path, list[str]]:
    """A calendar, and what writes another one over it."""
    document, target = folder / "search.yaml", folder / "search.ics"
    command = ["generate", str(document), "-o", str(target), "--now", "2026-11-01"]
    document.write_text(SEARCH, "utf-8")
    run(command)
    document.write_text(f"cadence: patient\n{SEARCH}", "utf-8")
    return target, command


def log(folder: Path) -> tuple[Path, list[str]]:
    """A document, and what adds a fact to it."""
    document = folder / "search.yaml"
    document.write_text(SEARCH, "utf-8")
    return document, ["log", str(document), "company-7", "follow-up", "2026-11-16", "--now", "2026-11-20"]


def run(command: list[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(command)
    assert exit_.value.code == 0


def forked(command: list[str]) -> int:
    """The process of a run, which starts with everything imported."""
    if process := os.fork():
        return process
    try:
        sys.stdout = sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 # till its end
        main(command)
    finally:
        os._exit(0)


def killed(command: list[str], folder: Path, moment: float, *, writing: bool) -> bool:
    """Kill a run so many seconds after its start, or after it began to write; whether it left a part."""
    before = parts(folder)
    process = forked(command)
    while writing and parts(folder) == before and not is_over(process):
        time.sleep(0.0001)
    time.sleep(moment)
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    return parts(folder) != before


def is_over(process: int) -> bool:
    return os.waitid(os.P_PID, process, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def parts(folder: Path) -> set[Path]:
    return set(folder.glob(".*.part"))


@pytest.mark.parametrize("story", [generate, log])
def test_a_kill_leaves_the_old_file_or_the_new_one(story: Story, tmp_path: Path) -> None:
    """A hundred times, before, while and after it is written; what that leaves beside it goes in time."""
    target, command = story(tmp_path)
    old = target.read_bytes()
    start = time.perf_counter()
    run(command)
    whole = time.perf_counter() - start
    new = target.read_bytes()
    assert new != old

    seen, moments = Counter[str](), random.Random(36)  # noqa: S311 # no secret
    for number in range(KILLS):
        target.write_bytes(old)
        writing = number % 4 == 0  # which takes a hundredth of the time: few others would hit it
        moment = 0.002 * moments.random() ** 3 if writing else 1.3 * whole * moments.random()
        unfinished = killed(command, tmp_path, moment, writing=writing)
        left = target.read_bytes()
        assert left in (old, new)
        seen["new" if left == new else "while" if unfinished else "old"] += 1
    assert min(seen[outcome] for outcome in ("old", "while", "new")) > 0, seen

    for part in parts(tmp_path):
        os.utime(part, (0, 0))
    target.write_bytes(old)
    run(command)
    assert target.read_bytes() == new
    assert not parts(tmp_path)
