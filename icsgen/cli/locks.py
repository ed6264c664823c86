"""One process at a time where a document is changed."""

from __future__ import annotations

import itertools
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from icsgen.errors import OutputError, printable

__all__ = ["alone"]

MOMENT = 0.1  # seconds
MOMENTS_UNTOLD, MOST_MOMENTS = 10, 300


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One at a time in a folder, where the system has such locks; gone with the process that holds it.

    Raises:
        OutputError: another process holds it, and goes on holding it.
    """
    try:
        import fcntl

        handle = os.open(folder, os.O_RDONLY)
    except (ImportError, OSError):  # Windows, or no such folder: the comparison before the write is left
        yield
        return
    try:
        for waited in itertools.count():
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                _wait(folder, waited)
        yield
    finally:
        os.close(handle)


def _wait(folder: Path, waited: int) -> None:
    """Wait for a moment, after so many; say what for, once that is long."""
    if waited == MOMENTS_UNTOLD:
        click.echo(printable(f"{folder}: waiting for another process that holds the folder …"), err=True)
    if waited >= MOST_MOMENTS:
        raise OutputError(f"{folder}: another process holds the folder still; end it, or try again later")
    time.sleep(MOMENT)
