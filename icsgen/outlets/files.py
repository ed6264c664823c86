"""A file on disk: whole or not at all."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

from icsgen.errors import OutputError

__all__ = ["write"]


def write(path: Path, data: bytes) -> bool:
    """Put a file's whole content in place at once; whether that changed anything.

    A calendar program that reads in the middle of it sees the old file or the new one: half a file empties
    Evolution's cache, an empty one wipes Thunderbird's. A link stays a link, permissions stay what they were.

    Raises:
        OutputError: nothing was written.
    """
    try:
        target = Path(os.path.realpath(path))
        if path.is_dir():
            raise OutputError(f"{path}: is a folder; name a file in it, such as {path / 'follow-ups.ics'}")
        if target.is_symlink():  # still one when followed to its end
            raise OutputError(f"{path}: is a link that leads back to itself; remove it first")
        if path.exists() and not path.is_file():  # /dev/stdout, a pipe: nothing there to replace
            path.write_bytes(data)
            return True
        if not target.parent.is_dir():
            raise OutputError(f"{path}: the folder {target.parent} does not exist; make it first")
        if target.exists() and target.read_bytes() == data:
            return False
        _replace(target, data)
    except OSError as fault:
        raise OutputError(f"{path}: cannot be written: {fault.strerror or fault}") from fault
    return True


def _replace(target: Path, data: bytes) -> None:
    mode = _mode(target)
    part = target.with_name(f".{target.name[:40]}.{secrets.token_hex(8)}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            part.chmod(mode)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _mode(target: Path) -> int | None:
    """The old file's permissions; None for a new one, which has what the umask leaves it."""
    if not target.exists():
        return None
    if not os.access(target, os.W_OK):
        raise PermissionError(13, "the file is read-only")
    return stat.S_IMODE(target.stat().st_mode)
