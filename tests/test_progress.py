"""How far a long command is: a bar where somebody looks, lines where it is kept."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from test_shares import HEADING, lines

from icsgen.cli import progress


def test_lines(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Into a file a line now and then, with the rate and the time left; none at the end."""
    moments = iter([0.0, 1.0, 6.0, 7.0, 12.0])
    monkeypatch.setattr("time.monotonic", lambda: next(moments))
    with progress.progress(1_000, "rows") as advance:
        for _ in range(4):
            advance(250)

    assert capsys.readouterr().err == "500 of 1,000 rows, 83 a second, 6 seconds left\n"


def test_nobody_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk, or a reader that went, does not stop the work."""

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "no space left")

    monkeypatch.setattr(progress, "EVERY", -1.0)
    monkeypatch.setattr("click.echo", full)
    with progress.progress(1_000, "rows") as advance:
        advance(250)


@pytest.mark.skipif(sys.platform == "win32", reason="it has no pseudo-terminals")
def test_a_bar(tmp_path: Path) -> None:
    """On a terminal, and gone in the end; what is told stays."""
    import pty

    (tmp_path / "cohort.csv").write_text("\n".join([HEADING, *lines(200)]), "utf-8")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "icsgen", "batch", "cohort.csv", "-o", "out", "--now", "2026-10-01"]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
    run = subprocess.Popen(command, cwd=tmp_path, stderr=theirs, env=environment)
    os.close(theirs)
    shown = b""
    try:
        while some := os.read(ours, 65_536):
            shown += some
    except OSError:  # the end of a pseudo-terminal, on Linux
        pass
    assert run.wait() == 0
    os.close(ours)
    assert b"rows," in shown
    assert b"a second," in shown
    assert b"out: 200 calendars, 200 new or changed" in shown
