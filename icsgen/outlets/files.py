"""A file on disk: whole or not at all."""

from __future__ import annotations

import os
import stat
import tempfile
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
        target = path.resolve()
        if target.is_dir():
            raise OutputError(f"{path}: is a folder; name a file in it, such as {path / 'follow-ups.ics'}")
        if not target.parent.is_dir():
            raise OutputError(f"{path}: the folder {target.parent} does not exist; make it first")
        if target.exists() and not target.is_file():  # /dev/stdout, a pipe: nothing there to replace
            target.write_bytes(data)
            return True
        if target.exists() and target.read_bytes() == data:
            return False
        _replace(target, data)
    except OSError as fault:
        raise OutputError(f"{path}: cannot be written: {fault.strerror or fault}") from fault
    return True


def _replace(target: Path, data: bytes) -> None:
    mode = _mode(target)
    handle, name = tempfile.mkstemp(prefix=f".{target.name[:40]}.", suffix=".part", dir=target.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(mode)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _mode(target: Path) -> int:
    """The old file's permissions, or what the umask leaves a new one (mkstemp's are the owner's alone)."""
    if target.exists():
        if not os.access(target, os.W_OK):
            raise PermissionError(13, "the file is read-only")
        return stat.S_IMODE(target.stat().st_mode)
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
