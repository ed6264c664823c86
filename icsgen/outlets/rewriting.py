"""A document put in the place of the one that was read: whole, and only if that is still there."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from icsgen.details.documents import reading
from icsgen.errors import OutputError
from icsgen.outlets.files import write
from icsgen.outlets.locks import alone, nobody

__all__ = ["content", "put"]


def content(file: Path) -> bytes | None:
    """What a document holds; None: there is none yet.

    Raises:
        OutputError: it cannot be read, or is no file that can be changed.
    """
    if not os.path.lexists(file):
        return None
    if file.exists() and not file.is_file() and not file.is_dir():
        raise OutputError(f"{file}: is no file that can be changed; name a document")
    with reading(file):
        return file.read_bytes()


def put(file: Path, before: bytes | None, after: bytes, told: Callable[[str], None] = nobody) -> bool:
    """Write a document, if it holds what was read before; whether that changed anything.

    Its folder is held meanwhile, and was not while somebody was asked.

    Raises:
        OutputError: somebody has changed it since, or it cannot be written.
    """
    with alone(Path(os.path.realpath(file)).parent, told):
        if content(file) != before:
            raise OutputError(f"{file}: somebody has changed it meanwhile; try again")
        return write(file, after)
