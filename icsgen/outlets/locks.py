"""One process, and of it one thread, at a time where something is changed."""

from __future__ import annotations

import itertools
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from icsgen.errors import OutputError

__all__ = ["PATIENCE", "alone", "nobody"]

MOMENT = 0.1  # seconds
UNTOLD = 1.0  # seconds of waiting of which nobody is told
PATIENCE = 30.0
"""Seconds that a command waits, while somebody looks on."""
THREADS: dict[str, threading.Lock] = {}
"""A lock for each folder that the system has none for."""


def nobody(words: str) -> None:
    """Who is told of a wait where nobody cares to know."""


@contextmanager
def alone(
    folder: Path, told: Callable[[str], None] = nobody, patience: float | None = None
) -> Iterator[None]:
    """One process and one thread at a time in a folder; the lock is gone with the process that holds it.

    Where the system has no such locks (Windows), one thread of this process. Who holds a folder cannot take
    it once more. What a long wait is for is `told` in a line.

    Raises:
        OutputError: somebody else holds it, and goes on holding it.
    """
    with ExitStack() as held:
        take = _lock(folder, held)
        for waited in itertools.count():
            if take():
                break
            _wait(folder, waited * MOMENT, told, PATIENCE if patience is None else patience)
        yield


def _lock(folder: Path, held: ExitStack) -> Callable[[], bool]:
    """What tries to take a folder, and says whether it did; it is given back with `held`."""
    try:
        import fcntl

        handle = os.open(folder, os.O_RDONLY)
    except (ImportError, OSError):  # Windows, or no such folder: the comparison before the write is left
        lock = THREADS.setdefault(os.path.realpath(folder), threading.Lock())
        return lambda: _taken_among_threads(lock, held)
    held.callback(os.close, handle)

    def take() -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)  # of this handle: threads exclude each other
        except BlockingIOError:
            return False
        return True

    return take


def _taken_among_threads(lock: threading.Lock, held: ExitStack) -> bool:
    taken = lock.acquire(blocking=False)
    if taken:
        held.callback(lock.release)
    return taken


def _wait(folder: Path, waited: float, told: Callable[[str], None], patience: float) -> None:
    """Wait for a moment, after so many seconds; say what for, once that is long."""
    if UNTOLD <= waited < UNTOLD + MOMENT:
        told(f"{folder}: waiting for another process that holds the folder …")
    if waited >= patience:
        raise OutputError(f"{folder}: another process holds the folder still; end it, or try again later")
    time.sleep(MOMENT)
