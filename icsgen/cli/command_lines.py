"""The commands that are offered to be copied: those that will work."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icsgen.model import Interview

__all__ = ["log_command"]


def log_command(file: Path, interview: Interview, *words: str) -> str | None:
    """``icsgen log FILE ID …``, quoted for the shell; None where `log` could not change the document."""
    from icsgen.details.edits import is_editable

    if f"{file}" == "-" or not is_editable(interview.source.source):
        return None
    arguments = [str(file), interview.id, *words]
    guard = ["--"] if any(argument.startswith("-") for argument in arguments) else []
    command = shlex.join(["icsgen", "log", *guard, *arguments])
    return command if command.isprintable() else None
