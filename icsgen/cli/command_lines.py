"""The commands that are offered to be copied: those that will work."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icsgen.model import Interview

__all__ = ["command_line", "log_command"]


def command_line(name: str, *arguments: str) -> str:
    """``icsgen NAME …``, quoted for the shell."""
    guard = ["--"] if any(argument.startswith("-") for argument in arguments) else []
    return shlex.join(["icsgen", name, *guard, *arguments])


def log_command(file: Path, interview: Interview, *words: str) -> str | None:
    """``icsgen log FILE ID …``, quoted for the shell; None where `log` could not change the document."""
    from icsgen.details.edits import is_editable

    if f"{file}" == "-" or not is_editable(interview.source.source):
        return None
    command = command_line("log", str(file), interview.id, *words)
    return command if command.isprintable() else None
