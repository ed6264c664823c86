"""A calendar written over the last one: what changed is told, what went is called off, the rest stays."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from msgspec import Struct

from icsgen.cli.parts import Part, check_parts, content, parts_of
from icsgen.cli.reports import counted
from icsgen.errors import OutputError, printable

if TYPE_CHECKING:
    from icsgen.ics.events import History
    from icsgen.model import Redaction
    from icsgen.plan import Plan

__all__ = ["STDOUT", "Revision", "Wanted", "revision_options", "write_calendar", "write_folder"]

Command = TypeVar("Command", bound=Callable[..., object])

STDOUT = Path("-")
NOT_WRITTEN = "Nothing is written."
IMPORT_HINT = (
    "Import it into a calendar of its own: "
    "Google by its settings on the web, Outlook, Apple, Thunderbird by File."
)
ALARM_HINT = (
    "Google drops a file's alarms: give that calendar a notification. "
    "Subscribed calendars rarely ring at all."
)


class Revision(Struct, frozen=True, kw_only=True):
    """How to treat the calendar that is there already."""

    fresh: bool = False
    keep_cancelled: int = 14
    """Days."""
    redact: Redaction = ""
    html: bool = False
    dry_run: bool = False
    delta: Path | None = None
    undo_file: Path | None = None

    @property
    def parts(self) -> list[Part]:
        """The parts of the calendar that were asked for."""
        given = (("--delta", self.delta, "DELTA"), ("--undo-file", self.undo_file, "UNDO"))
        return [Part(option, path, mark) for option, path, mark in given if path]

    @property
    def asked(self) -> bool:
        """Whether to say what changes even where no calendar is there."""
        return self.dry_run or bool(self.parts)


class Wanted(Struct, frozen=True, kw_only=True):
    """What is to be in the calendar."""

    plan: Plan
    now: dt.datetime
    left_out: frozenset[bytes] = frozenset()
    """The UIDs of the events that only --only and --skip leave out."""
    beside: Mapping[Path, bytes | None] = {}
    """What else to write, or (None) to take away: all of it, or nothing."""


def revision_options(command: Command) -> Command:
    """The options of a `Revision`, passed on as `revision`."""
    path = click.Path(path_type=Path, dir_okay=False)
    options = (
        click.option(
            "--fresh", is_flag=True, help="Overwrite what is there, whatever it is, and start anew."
        ),
        click.option(
            "--keep-cancelled",
            type=click.IntRange(0, 366),
            default=14,
            metavar="DAYS",
            show_default=True,
            help="How long an event that is gone stays, cancelled; 0 drops it.",
        ),
        click.option(
            "--redact",
            type=click.Choice(["names", "busy"]),
            callback=lambda _context, _option, value: value or "",
            help="For a calendar that others see: initials and no messages; or busy blocks alone.",
        ),
        click.option("--html", is_flag=True, help="Write each text as HTML too, for Outlook."),
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


def write_calendar(wanted: Wanted, target: Path, revision: Revision) -> str:
    """Write one calendar, and say on stderr what it changes of the last one; what to say of it.

    Raises:
        OutputError: the last one is none of ours, or a file cannot be written; none was.
    """
    from icsgen.ics import render
    from icsgen.ics.events import NOTHING
    from icsgen.outlets.files import LARGE

    check_parts(target, revision.parts)
    before = NOTHING if target == STDOUT else _memory(target, revision.fresh)
    after = _revised(wanted, before, revision)
    data = render(after, wanted.plan.candidate)
    if len(data) > LARGE:
        click.echo(
            f"warning: {len(data):,} bytes; Google takes no more than 1,000,000: see --split", err=True
        )
    if revision.dry_run:
        return NOT_WRITTEN
    lines = [*_written(wanted, after, target, data, parts_of(before, after, revision.parts))]
    if not before.events and target != STDOUT:
        lines += [IMPORT_HINT] if revision.redact == "busy" else [IMPORT_HINT, ALARM_HINT]
    return "\n".join(lines)


def write_folder(wanted: Wanted, folder: Path, revision: Revision) -> str:
    """Write a file for each event, and say on stderr what that changes of the last ones; what to say of it.

    Raises:
        OutputError: a file of ours was damaged, or one cannot be written; none was.
    """
    from icsgen.ics.events import NOTHING
    from icsgen.outlets.split import files_of, memory, ours, write_files

    old = ours(folder)
    after = _revised(wanted, NOTHING if revision.fresh else memory(old), revision)
    if revision.dry_run:
        return NOT_WRITTEN
    files = files_of(after, wanted.plan.candidate)
    changed = write_files(folder, files, old.keys(), beside=wanted.beside, fresh=revision.fresh)
    return f"{folder}: {counted(len(files), 'file')}, one for each event; {changed} of them new or changed."


def _memory(target: Path, fresh: bool) -> History:
    """What the calendar that is there holds."""
    from icsgen.ics.events import NOTHING

    data = None if fresh else content(target)
    if data is None:
        return NOTHING

    from icsgen.ics.history import UnknownCalendarError, history

    cure = "choose another name with -o, or --fresh to put a new one in its place"
    try:
        found = history(data)
    except UnknownCalendarError as fault:
        raise OutputError(f"{target}: {fault}; {cure}") from fault
    if found.part:
        raise OutputError(f"{target}: is a part of a calendar ({found.part}); {cure}")
    return found


def _revised(wanted: Wanted, before: History, revision: Revision) -> History:
    """What is to be written over what was, told before it is."""
    from icsgen.ics import revise
    from icsgen.messages import redacted, with_html

    plan = wanted.plan
    seen = [shown for entry in plan.entries if (shown := redacted(entry, revision.redact))]
    seen = [with_html(entry) for entry in seen] if revision.html else seen
    if wanted.left_out and not plan.entries and not before.events:
        raise OutputError("nothing to write: no milestone is left; see --only and --skip")
    keep = dt.timedelta(days=revision.keep_cancelled)
    after = revise(
        seen,
        candidate=plan.candidate,
        stamp=wanted.now,
        before=before,
        keep_cancelled=keep,
        redaction=revision.redact,
    )
    if before.events or revision.asked:
        _tell(wanted, before, after)
    return after


def _tell(wanted: Wanted, before: History, after: History) -> None:
    """What changes, and what may not be meant, on stderr."""
    from icsgen.cli.changes import change_lines
    from icsgen.ics.history import changes, renamed

    found, plan = changes(before, after), wanted.plan
    click.echo("\n".join(change_lines(found, plan.told, plan.candidate.region.timezone)), err=True)
    for new, old in renamed(found).items():
        _tell_renamed(new, old)
    if left_out := sum(change.went and change.event.uid in wanted.left_out for change in found):
        told = f"{left_out} of these are called off by --only or --skip alone"
        click.echo(f"warning: {told}; for a second calendar choose another name", err=True)


def _tell_renamed(new: str, old: str) -> None:
    from icsgen.details import to_yaml

    line = to_yaml({"id": old}).decode().strip()
    told = f'the interview "{new}" was known as "{old}"; add `{line}` to it, and its events are the same'
    click.echo(f"warning: {printable(told)}", err=True)


def _written(
    wanted: Wanted, after: History, target: Path, data: bytes, parts: Mapping[Path, History]
) -> Iterator[str]:
    """Write the calendar and its parts; what to say of each."""
    from icsgen.ics import render
    from icsgen.outlets import write_all

    candidate = wanted.plan.candidate
    files = {path: render(part, candidate) if part.events else None for path, part in parts.items()}
    # What an old part holds is not to be imported again; a device is left alone.
    files = {path: part for path, part in files.items() if part or path.is_file()}
    if target == STDOUT:
        write_all({**files, **wanted.beside})
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        done = "Wrote" if target in write_all({target: data, **files, **wanted.beside}) else "Unchanged:"
        held = sum(event.live and not event.stands_in for event in after.events.values())
        yield f"{done} {target}, {counted(held, 'event')}."
    for path, part in parts.items():
        if part.events:
            yield f"Wrote {path}, {counted(len(part.events), 'event')}."
        else:
            yield f"{path}: {'removed' if path in files else 'not written'}, there is nothing for it."
