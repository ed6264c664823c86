"""Servers as a user starts them, each a process of its own on a free port."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple


class Server(NamedTuple):
    """A running server, and what it printed at its start."""

    process: subprocess.Popen[str]
    printed: str

    @property
    def feed(self) -> str:
        """The address of the first feed."""
        return self._address("feed")

    @property
    def page(self) -> str:
        """The address of the first person's page."""
        return self._address("page")

    @property
    def start(self) -> str:
        """The address of the page to start from."""
        return self._address("serves at")

    @property
    def port(self) -> int:
        return int(self.start.rstrip("/").rpartition(":")[2])

    def _address(self, label: str) -> str:
        found = re.search(rf"{label} +(\S+)", self.printed)
        assert found, self.printed
        return found[1]

    def end(self, how: int = signal.SIGTERM) -> str:
        """End it; what it said on standard error."""
        self.process.send_signal(how)
        return self.process.communicate(timeout=30)[1]


@contextmanager
def served(*arguments: object, cwd: Path | None = None) -> Iterator[Server]:
    """`icsgen serve` with these arguments, on a free port."""
    command = [sys.executable, "-m", "icsgen", "serve", *map(str, arguments), "--port", "0"]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=cwd,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as process:
        assert process.stdout
        lines = [process.stdout.readline()]
        while lines[-1] and not lines[-1].startswith("Ctrl-C"):
            lines.append(process.stdout.readline())
        try:
            yield Server(process, "".join(lines))
        finally:
            if process.poll() is None:
                process.kill()
            process.communicate()
