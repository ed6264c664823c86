"""A calendar written over the last one: what changed is told, what went is called off, the rest stays."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from msgspec import Struct

from icsgen.errors import OutputError, printable

if TYPE_CHECKING:
    from icsgen.ics.history import History
    from icsgen.plan import Plan

__all__ = ["STDOUT", "Revision", "revision_options", "write_revised"]

Command = TypeVar("Command", bound=Callable[..., object])

STDOUT = Path("-")
LARGE = 900_000  # bytes of a calendar
IMPORT_HINT = """\
Import it into a calendar of its own: Google by its settings on the web, Outlook, Apple, Thunderbird by File.
Google drops a file's alarms: give that calendar a notification. Subscribed calendars rarely ring at all."""


class Revision(Struct, frozen=True, kw_only=True):
    """How to treat the calendar that is there already."""

    fresh: bool = False
    keep_cancelled: int = 14
    """Days."""
    dry_run: bool = False
    delta: Path | None = None
    undo_file: Path | None = None

    @property
    def asked(self) -> str | None:
        """The first option that was given."""
        given = {"--dry-run": self.dry_run, "--delta": self.delta, "--undo-file": self.undo_file}
        return next((name for name, value in given.items() if value), None)


def revision_options(command: Command) -> Command:
    """The options of a `Revision`, passed on as `revision`."""
    path = click.Path(path_type=Path, dir_okay=False)
    options = (
        click.option("--fresh", is_flag=True, help="Overwrite OUT, whatever it is, and start anew."),
        click.option(
            "--keep-cancelled",
            type=click.IntRange(0, 366),
            default=14,
            metavar="DAYS",
            show_default=True,
            help="How long an event that is gone stays, cancelled; 0 drops it.",
        ),
        click.option("--dry-run", is_flag=True, help="Say what would change, and write nothing."),
        click.option("--delta", type=path, metavar="OUT", help="Write what changed too, to import by hand."),
        click.option("--undo-file", type=path, metavar="OUT", help="Write every event too, called off."),
    )

    @wraps(command)
    def gathered(**given: Any) -> object:
        asked = {name: given.pop(name) for name in Revision.__struct_fields__}
        return command(revision=Revision(**asked), **given)

    for option in reversed(options):
        gathered = option(gathered)
    return gathered  # type: ignore[return-value] # the same command, with other parameters


def write_revised(made: Plan, target: Path, now: dt.datetime, revision: Revision) -> str:
    """Write one calendar, and say on stderr what it changes of the last one; what to say of it.

    Raises:
        OutputError: the last one is none of ours, or a file cannot be written; the calendar was not.
    """
    from icsgen.ics import write as calendar
    from icsgen.ics.history import NOTHING
    from icsgen.outlets import write

    for path in filter(None, (revision.delta, revision.undo_file)):
        if os.path.realpath(path) == os.path.realpath(target):
            raise OutputError(f"{path}: is where the calendar goes; choose another name")
        _memory(path, fresh=False)  # refuses what is none of ours
    before = NOTHING if target == STDOUT else _memory(target, revision.fresh)
    keep = dt.timedelta(days=revision.keep_cancelled)
    data = calendar(made.entries, candidate=made.candidate, stamp=now, before=before, keep_cancelled=keep)
    if len(data) > LARGE:
        told = f"{len(data):,} bytes; Google takes no more than 1,000,000: see --split"
        click.echo(f"warning: {told}", err=True)
    if before is not NOTHING or revision.asked:
        _tell(made, before, data, now, revision)
    if revision.dry_run:
        return "Nothing is written."
    if target == STDOUT:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return ""
    verdict = f"{'Wrote' if write(target, data) else 'Unchanged:'} {target}, {len(made.entries)} events."
    return f"{verdict}\n{IMPORT_HINT}" if before is NOTHING else verdict


def _memory(target: Path, fresh: bool) -> History:
    from icsgen.ics.history import NOTHING, UnknownCalendarError, history

    try:
        return NOTHING if fresh or not target.is_file() else history(target.read_bytes())
    except UnknownCalendarError as fault:
        cure = "choose another name with -o, or --fresh to put a new one in its place"
        raise OutputError(f"{target}: {fault}; {cure}") from fault
    except OSError as fault:
        raise OutputError(
            f"{target}: cannot be read, so it cannot be written over: {fault.strerror}"
        ) from fault


def _tell(made: Plan, before: History, data: bytes, now: dt.datetime, revision: Revision) -> None:
    """What changed, on stderr and in the files that were asked for."""
    from icsgen.cli.changes import change_lines
    from icsgen.ics.history import cancelled, changes, history, renamed, utc, with_events
    from icsgen.outlets import write

    after = history(data)
    found = changes(before, after)
    click.echo("\n".join(change_lines(found, made.entries)), err=True)
    for new, old in renamed(found).items():
        told = (
            f'the interview "{new}" was known as "{old}"; add `id: {old}` to it, and its events are the same'
        )
        click.echo(f"warning: {printable(told)}", err=True)
    off = [cancelled(event, utc(now)) for event in after.events.values() if event.live]
    wanted = ((revision.delta, [change.event for change in found]), (revision.undo_file, off))
    for path, events in wanted:
        if path and not revision.dry_run and (part := with_events(data, events)):
            write(path, part)
            click.echo(f"Wrote {path}, {len(events)} events.", err=True)
