"""Files on disk: each whole or not at all."""

from __future__ import annotations

import filecmp
import os
import re
import secrets
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from icsgen.errors import OutputError

__all__ = ["LARGE", "names_in", "sweep", "write", "write_all", "write_pieces"]

LARGE = 900_000
"""Bytes of a calendar; Google takes no more than a million."""
LONGEST = 40  # characters of a file's name in that of its part: file systems take 255 bytes
PART = re.compile(r"\.(.+)\.[0-9a-f]{16}\.part", re.DOTALL)
HOUR = 3600  # seconds; nothing is written for as long


class Part(NamedTuple):
    """A file's new content beside it, on its way to take the name."""

    path: Path
    """As it was asked for."""
    target: Path
    """Where that leads."""
    file: Path


def write(path: Path, data: bytes) -> bool:
    """Put a file's whole content in place at once; whether that changed anything.

    A calendar program that reads in the middle of it sees the old file or the new one: half a file empties
    Evolution's cache, an empty one wipes Thunderbird's. A link stays a link, permissions stay what they were.

    Raises:
        OutputError: nothing was written.
    """
    return bool(write_all({path: data}))


def write_all(files: Mapping[Path, bytes | None], *, durable: bool = True) -> list[Path]:
    """Put the contents of several files in place, and take those away that have None; which that changed.

    All of them are on the disk before the first has its name: what can fail fails before. What is not to be
    `durable` may be lost in a power cut, is written many times as fast, and leaves it to `sweep` to tidy up.

    Raises:
        OutputError: one of them cannot be written.
    """
    with ExitStack() as leftovers:
        parts = [
            part
            for path, data in files.items()
            if data is not None and (part := _prepared(path, data, leftovers, durable=durable))
        ]
        for part in parts:
            with _faults_of(part.path):
                if part.file != part.target:
                    part.file.replace(part.target)
    gone = [path for path, data in files.items() if data is None and os.path.lexists(path)]
    for path in gone:
        with _faults_of(path):
            path.unlink()
    if durable:
        _sweep_after(parts)
    return [*(part.path for part in parts), *gone]


@contextmanager
def _faults_of(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        raise OutputError(f"{path}: cannot be written: {fault.strerror or fault}") from fault


def _prepared(path: Path, data: bytes, leftovers: ExitStack, *, durable: bool) -> Part | None:
    """The part with a file's new content; None where the file has it already."""
    with _faults_of(path):
        target = Path(os.path.realpath(path))
        if path.is_dir():
            raise OutputError(f"{path}: is a folder; name a file in it, such as {path / 'follow-ups.ics'}")
        if target.is_symlink():  # still one when followed to its end
            raise OutputError(f"{path}: is a link that leads back to itself; remove it first")
        if path.exists() and not path.is_file():  # /dev/stdout, a pipe: nothing there to replace
            path.write_bytes(data)
            return Part(path, path, path)
        if not target.parent.is_dir():
            raise OutputError(f"{path}: the folder {target.parent} does not exist; make it first")
        if target.exists() and target.read_bytes() == data:
            return None
        mode = _mode(target)
        file = target.with_name(f".{target.name[:LONGEST]}.{secrets.token_hex(8)}.part")
        leftovers.callback(file.unlink, missing_ok=True)
        _fill(file, data, mode, durable=durable)
        return Part(path, target, file)


def _fill(file: Path, data: bytes, mode: int | None, *, durable: bool) -> None:
    """Make a file; one that is durable stays as it is through a power cut."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    with os.fdopen(handle, "wb") as opened:
        opened.write(data)
        if durable:
            opened.flush()
            os.fsync(opened.fileno())
    if mode is not None:
        file.chmod(mode)


def _mode(target: Path) -> int | None:
    """The old file's permissions; None for a new one, which has what the umask leaves it."""
    if not target.exists():
        return None
    if not os.access(target, os.W_OK):
        raise PermissionError(13, "the file is read-only")
    return stat.S_IMODE(target.stat().st_mode)


def _sweep_after(parts: Iterable[Part]) -> None:
    names: dict[Path, set[str]] = {}
    for part in parts:
        if part.file != part.target:
            names.setdefault(part.target.parent, set()).add(part.target.name[:LONGEST])
    for folder, ours in names.items():
        sweep(folder, ours.__contains__)


def sweep(folder: Path, is_ours: Callable[[str], object]) -> None:
    """Take away the parts of our files that a killed run left in a folder just written to, long enough ago
    to be nobody's; `is_ours` judges by the first characters of a file's name."""
    with suppress(OSError):  # a leftover is no fault of what was written
        now = folder.stat().st_mtime  # by the clock that the parts go by: something was just named here
        for name in names_in(folder):
            if (found := PART.fullmatch(name)) and is_ours(found[1]):
                file = folder / name
                if now - file.stat().st_mtime > HOUR:
                    file.unlink()


def names_in(folder: Path) -> Iterator[str]:
    """The names in a folder, which may be very many."""
    with os.scandir(folder) as found:
        for each in found:
            yield each.name


def write_pieces(path: Path, pieces: Iterable[bytes]) -> bool:
    """Put a file's whole content in place at once, of pieces that need not fit in memory; whether that
    changed anything.

    Raises:
        OutputError: it cannot be written; it was not.
    """
    with _faults_of(path), ExitStack() as leftovers:
        file = path.with_name(f".{path.name[:LONGEST]}.{secrets.token_hex(8)}.part")
        leftovers.callback(file.unlink, missing_ok=True)
        with file.open("xb") as opened:
            opened.writelines(pieces)
        if path.is_file() and filecmp.cmp(file, path, shallow=False):
            return False
        file.replace(path)
        return True
