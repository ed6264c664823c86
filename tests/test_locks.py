"""The lock of a folder: between processes where the system has one, between threads everywhere."""

from __future__ import annotations

import itertools
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from icsgen.errors import OutputError
from icsgen.outlets import locks
from icsgen.outlets.locks import alone


@pytest.fixture(params=["of the system", "of threads alone"])
def kind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each kind of lock, and little patience."""
    monkeypatch.setattr(locks, "MOMENT", 0.001)
    monkeypatch.setattr(locks, "UNTOLD", 0.002)
    if request.param == "of threads alone":
        monkeypatch.setitem(sys.modules, "fcntl", None)  # as on Windows: it cannot be imported
    return str(request.param)


def test_one_thread_at_a_time(kind: str, tmp_path: Path) -> None:
    """Sixteen threads that each read a number, wait and write the next one lose none."""
    number = 0

    def counted(_: int) -> None:
        nonlocal number
        with alone(tmp_path):
            read = number
            time.sleep(0.001)
            number = read + 1

    with ThreadPoolExecutor(16) as threads:
        list(threads.map(counted, range(64)))
    assert number == 64


def test_who_waits_is_told_and_not_for_ever(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once; also by another way to the same folder. Afterwards it is free."""
    monkeypatch.setattr(locks, "PATIENCE", 0.005)
    (tmp_path / "link").symlink_to(tmp_path)
    told: list[str] = []
    for way in (tmp_path, tmp_path / "link"):
        with (
            alone(tmp_path),
            pytest.raises(OutputError, match="holds the folder still; end it, or try again later"),
            alone(way, told.append),
        ):
            pass
    with alone(tmp_path, told.append):
        pass

    ways = (f"{tmp_path}", f"{tmp_path / 'link'}")
    assert told == [f"{way}: waiting for another process that holds the folder …" for way in ways]


def test_what_fails_in_it_leaves_it_free(kind: str, tmp_path: Path) -> None:
    """And goes on to whom it concerns."""
    for _, fault in itertools.product(range(2), (KeyboardInterrupt, ValueError)):
        with pytest.raises(fault), alone(tmp_path):
            raise fault


def test_other_folders_are_free(kind: str, tmp_path: Path) -> None:
    """One that is not there too: what is wrong with it is found by who writes there."""
    (tmp_path / "in").mkdir()
    with alone(tmp_path), alone(tmp_path / "in"), alone(tmp_path / "no" / "such"):
        pass
