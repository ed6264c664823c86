"""Files on disk: each whole or not at all."""

from __future__ import annotations

import filecmp
import os
import re
import secrets
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import NamedTuple, TypeVar

from icsgen.errors import OutputError

__all__ = ["LARGE", "contents", "make_folder", "names_in", "sweep", "write", "write_all", "write_pieces"]

LARGE = 900_000
"""Bytes of a calendar; Google takes no more than a million."""
OWNER = 0o600  # permissions: to read and to write, for nobody else
LONGEST = 40  # characters of a file's name in that of its part: file systems take 255 bytes
PART = re.compile(r"\.(.+)\.[0-9a-f]{16}\.part", re.DOTALL)
HOUR = 3600  # seconds; nothing is written for as long


AnyPath = TypeVar("AnyPath", str, Path)
"""Paths as text where there are thousands: pathlib keeps what each one is made of, and takes its time."""


class Part(NamedTuple):
    """A file's new content beside it, on its way to take the name."""

    target: str
    """Where the path leads that was asked for."""
    file: str


def contents(path: Path, most: int) -> bytes:
    """The bytes of a file of at most so many; of nothing else, such as a pipe that never ends.

    Raises:
        OSError: it cannot be read, or is larger, or no file.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(22, "it is no file")
        data = file.read(most + 1)
    if len(data) > most:
        raise OSError(27, f"it is larger than {most:,} bytes")
    return data


def write(path: Path, data: bytes, *, private: bool = False, over: bytes | None = None) -> bool:
    """Put a file's whole content in place at once; whether that changed anything.

    Nobody but its owner may read one that is `private`, not for a moment. A calendar program that reads in
    the middle of it sees the old file or the new one: half a file empties Evolution's cache, an empty one
    wipes Thunderbird's. A link stays a link, permissions stay what they were. With `over` it is only written
    over these bytes.

    Raises:
        OutputError: nothing was written.
    """
    return bool(write_all({path: data}, private=private, over=over))


def write_all(
    files: Mapping[AnyPath, bytes | None],
    *,
    durable: bool = True,
    private: bool = False,
    over: bytes | None = None,
) -> list[AnyPath]:
    """Put the contents of several files in place, and take those away that have None; which that changed.

    All of them are on the disk before the first has its name: what can fail fails before. What is not to be
    `durable` may be lost in a power cut, is written many times as fast, and leaves it to `sweep` to tidy up.

    Raises:
        OutputError: one of them cannot be written.
    """
    with ExitStack() as leftovers:
        parts: dict[AnyPath, Part] = {
            path: part
            for path, data in files.items()
            if data is not None
            and (part := _prepared(path, data, leftovers, durable=durable, private=private))
        }
        for path, part in parts.items():
            with _FaultsOf(path):
                if part.file != part.target:
                    if over is not None and Path(part.target).read_bytes() != over:
                        raise OutputError(f"{path}: somebody has changed it meanwhile; try again")
                    os.replace(part.file, part.target)  # noqa: PTH105 # as text, see above
        leftovers.pop_all()  # every part has its name: none is left
    gone: list[AnyPath] = [path for path, data in files.items() if data is None and os.path.lexists(path)]
    for path in gone:
        with _FaultsOf(path):
            os.unlink(path)  # noqa: PTH108
    if durable:
        _sweep_after(parts.values())
    return list(parts) + gone


class _FaultsOf:
    """Where a file cannot be written, that is an OutputError; a generator would take five times as long."""

    def __init__(self, path: str | Path) -> None:
        self.path = path

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, fault: BaseException | None, trace: object) -> None:
        if isinstance(fault, OSError):
            raise OutputError(f"{self.path}: cannot be written: {fault.strerror or fault}") from fault


def _prepared(
    path: str | Path, data: bytes, leftovers: ExitStack, *, durable: bool, private: bool
) -> Part | None:
    """The part with a file's new content; None where the file has it already."""
    with _FaultsOf(path):
        target, there = _end_of(os.fspath(path))
        folder, name = os.path.split(target)
        if there and stat.S_ISDIR(there.st_mode):
            inside = Path(path, "follow-ups.ics")
            raise OutputError(f"{path}: is a folder; name a file in it, such as {inside}")
        if there and not stat.S_ISREG(there.st_mode):  # /dev/stdout, a pipe: nothing there to replace
            Path(path).write_bytes(data)
            return Part(target, target)
        if there and there.st_size == len(data) and Path(target).read_bytes() == data:
            return None
        if not there and not os.path.isdir(folder or "."):  # noqa: PTH112
            raise OutputError(f"{path}: the folder {os.path.realpath(folder)} does not exist; make it first")
        mode = OWNER if private else _mode(target, there) if there else None
        file = os.path.join(folder, f".{name[:LONGEST]}.{secrets.token_hex(8)}.part")  # noqa: PTH118
        leftovers.callback(_take_away, file)
        _fill(file, data, mode, durable=durable)
        return Part(target, file)


def _take_away(file: str) -> None:
    Path(file).unlink(missing_ok=True)


def _end_of(path: str) -> tuple[str, os.stat_result | None]:
    """Where a path leads, and what is there; None: nothing yet."""
    there = _stat(path, follow_links=False)  # one look for most files, of which there may be thousands
    if not there or not stat.S_ISLNK(there.st_mode):
        return path, there
    target = os.path.realpath(path)
    if Path(target).is_symlink():  # still one when followed to its end
        raise OutputError(f"{path}: is a link that leads back to itself; remove it first")
    at_end = _stat(path, follow_links=True)  # of the path: what /dev/stdout leads to may have no name
    return (
        target if not at_end or stat.S_ISREG(at_end.st_mode) or stat.S_ISDIR(at_end.st_mode) else path
    ), at_end


def _stat(path: str, *, follow_links: bool) -> os.stat_result | None:
    try:
        return os.stat(path, follow_symlinks=follow_links)  # noqa: PTH116
    except (FileNotFoundError, NotADirectoryError):
        return None


def _fill(file: str, data: bytes, mode: int | None, *, durable: bool) -> None:
    """Make a file, with the permissions of `mode` or (None) those that the umask leaves it.

    One that is durable stays as it is through a power cut.
    """
    how = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(file, how, 0o666 if mode is None else OWNER)
    try:
        left = memoryview(data)
        while left:  # mostly once: no buffer is needed for it
            left = left[os.write(handle, left) :]
        if durable:
            os.fsync(handle)
    finally:
        os.close(handle)
    if mode is not None:
        Path(file).chmod(mode)


def _mode(target: str, there: os.stat_result) -> int:
    """The old file's permissions."""
    if not os.access(target, os.W_OK):
        raise PermissionError(13, "the file is read-only")
    return stat.S_IMODE(there.st_mode)


def _sweep_after(parts: Iterable[Part]) -> None:
    names: dict[str, set[str]] = {}
    for part in parts:
        if part.file != part.target:
            folder, name = os.path.split(part.target)
            names.setdefault(folder, set()).add(name[:LONGEST])
    for folder, ours in names.items():
        sweep(Path(folder), ours.__contains__)


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


def make_folder(folder: Path, *, parents: bool = False, private: bool = False) -> None:
    """Make a folder, if it is not there, and with `parents` those around it; a `private` one is its owner's.

    Raises:
        OutputError: it cannot be made.
    """
    try:
        folder.mkdir(0o700 if private else 0o777, parents=parents, exist_ok=True)
    except OSError as fault:
        raise OutputError(f"{folder}: cannot be made a folder: {fault.strerror}") from fault


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
    with _FaultsOf(path), ExitStack() as leftovers:
        file = path.with_name(f".{path.name[:LONGEST]}.{secrets.token_hex(8)}.part")
        leftovers.callback(file.unlink, missing_ok=True)
        with file.open("xb") as opened:
            opened.writelines(pieces)
        if path.is_file() and filecmp.cmp(file, path, shallow=False):
            return False
        file.replace(path)
        return True
