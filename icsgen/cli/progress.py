"""How far a long command is: a bar on a terminal, else a line now and then."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import click

__all__ = ["progress"]

EVERY = 5.0  # seconds between two lines


@contextmanager
def progress(total: int, things: str) -> Iterator[Callable[[int], None]]:
    """Tell on stderr how much of it is done, how fast, and how long it takes still; what it gives is to be
    called with each number of things that are done."""
    if not sys.stderr.isatty():
        yield _lines(total, things)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(f"{things}, {{task.fields[rate]}} a second,"),
        TimeRemainingColumn(),
    )
    begun = time.monotonic()
    # No thread of its own: a process that has one cannot be forked with safety.
    with Progress(*columns, console=Console(stderr=True), auto_refresh=False, transient=True) as bar:
        task = bar.add_task("", total=total, rate="0")

        def advance(count: int) -> None:
            done = bar.tasks[0].completed + count
            bar.update(task, advance=count, rate=f"{done / (time.monotonic() - begun):,.0f}", refresh=True)

        yield advance


def _lines(total: int, things: str) -> Callable[[int], None]:
    begun = told = time.monotonic()
    done = 0

    def advance(count: int) -> None:
        nonlocal done, told
        done += count
        if (moment := time.monotonic()) - told < EVERY or done >= total:
            return
        told, rate = moment, done / (moment - begun)
        left = (total - done) / rate
        with suppress(OSError):  # who does not listen any more does not stop the work
            click.echo(
                f"{done:,} of {total:,} {things}, {rate:,.0f} a second, {left:.0f} seconds left", err=True
            )

    return advance
