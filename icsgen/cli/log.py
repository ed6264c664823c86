"""``icsgen log``: tell a document what happened."""

from __future__ import annotations

import codecs
import datetime as dt
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from icsgen.cli.inputs import document_argument, interview_of, now_option, planned, read_bytes
from icsgen.errors import OutputError

if TYPE_CHECKING:
    from icsgen.details.yaml_documents import YamlDocument
    from icsgen.plan import Plan

Way = tuple[str | int, ...]
Change = Callable[["YamlDocument", Way], str]
"""The text of a document, changed for the interview at a path."""


@click.command(
    "log",
    short_help="Tell a document what happened, and see what moves.",
    epilog="Example: icsgen log job-search.yaml acme follow-up 2026-11-24",
)
@document_argument
@click.argument("interview")
@click.argument("fact", required=False, metavar="[FACT]")
@click.argument("date", required=False, metavar="[DATE]")
@click.option("--decision", metavar="WORDS", help="Beside a reply: their words for when they decide now.")
@click.option("--undo", is_flag=True, help="Take the last fact back.")
@now_option
def command(
    file: Path,
    interview: str,
    fact: str | None,
    date: str | None,
    decision: str | None,
    undo: bool,
    now: dt.datetime,
) -> None:
    """Add FACT, which happened on DATE (today if left out), to the log of an INTERVIEW of FILE.

    INTERVIEW is a part of its id or company that no other has. FACT is thank-you, follow-up, call, reply,
    offer, accepted, rejected, withdrawn, filled or postponed; or decision, with the employer's words in place
    of DATE. Nothing else in FILE changes. Then what moves is shown.
    """
    from icsgen.details.shapes import FactDetails, fields

    if undo == bool(fact):
        raise click.UsageError("give a FACT, or --undo")
    if fact and fact not in fields(FactDetails):
        raise click.UsageError(f"{fact!r} is no fact; there are {', '.join(fields(FactDetails))}")
    if fact == "decision" and not date:
        raise click.UsageError('give their words too, such as decision "in two weeks"')
    if decision and fact != "reply":
        raise click.UsageError("--decision stands beside a reply")
    if undo:
        change: Change = _undone
    else:
        change = _decided(str(date)) if fact == "decision" else _added(fact, date, decision, now)
    with _alone(file.absolute().parent):
        before, after = _edit(file, interview, change, now)
    _show(before, after, now)


def _undone(document: YamlDocument, path: Way) -> str:
    from icsgen.details.edits import without_last_fact

    text = without_last_fact(document, path)
    if text is None:
        raise OutputError(f"{document.name}: nothing is logged there")
    return text


def _decided(words: str) -> Change:
    from icsgen.details.edits import with_decision

    return lambda document, path: with_decision(document, path, words)


def _added(fact: str | None, date: str | None, decision: str | None, now: dt.datetime) -> Change:
    from icsgen.details import edits, times

    try:
        day = times.date(date) if date else now.date()
    except ValueError as fault:
        raise click.UsageError(str(fault)) from fault
    return lambda document, path: edits.with_fact(document, path, edits.fact_lines(str(fact), day, decision))


def _edit(file: Path, part: str, change: Change, now: dt.datetime) -> tuple[Plan, Plan]:
    """Change the document, whole or not at all; the plans before and after.

    Raises:
        InputError: it would no longer be sound.
        OutputError: it cannot be changed so.
    """
    from icsgen.details import load
    from icsgen.details.documents import read
    from icsgen.details.yaml_documents import YamlDocument
    from icsgen.outlets import write
    from icsgen.plan import make_plan

    old, name = read_bytes(file), str(file)
    search, document = load(old, name), read(old, name)
    place = interview_of(search.interviews, part).source
    if not isinstance(document, YamlDocument):
        raise OutputError(f"{file}: only YAML is changed here; add the fact to `log:` by hand")
    mark = codecs.BOM_UTF8 if old.startswith(codecs.BOM_UTF8) else b""
    new = mark + _changed(document, place.path, change).encode()
    # All that can fail comes before a byte is written.
    before, after = make_plan(search), planned(load(new, name), now)
    if read_bytes(file) != old:
        raise OutputError(f"{file}: somebody has changed it meanwhile; try again")
    write(file, new)
    return before, after


def _changed(document: YamlDocument, path: Way, change: Change) -> str:
    """The document's new text, of which nothing else is changed.

    Raises:
        OutputError: it cannot be changed so.
    """
    from icsgen.details.documents import read
    from icsgen.details.edits import NotEditableError, is_only_change
    from icsgen.errors import InputError

    try:
        text = change(document, path)
    except NotEditableError as fault:
        lines = "\n".join(f"    {line}" for line in fault.lines)
        found = f"{document.name}: nothing can be added to how it is written; by hand:\n{lines}"
        raise OutputError(found) from fault
    try:
        whole = is_only_change(document.tree, read(text.encode(), document.name).tree, path)
    except InputError:
        whole = False
    if not whole:
        cure = "log the fact by hand"
        raise OutputError(f"{document.name}: cannot be changed here without harm to the rest of it; {cure}")
    return text


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One at a time in a folder, where the system has such locks; gone with the process that holds it."""
    try:
        import fcntl
    except ImportError:  # Windows: the comparison before the replacement is all there is
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _show(before: Plan, after: Plan, now: dt.datetime) -> None:
    """What a calendar of the document will change."""
    from icsgen.cli.changes import change_lines
    from icsgen.ics import write
    from icsgen.ics.history import changes, history

    if not (before.entries and after.entries):
        return
    first = history(write(before.entries, candidate=before.candidate, stamp=now))
    written = write(after.entries, candidate=after.candidate, stamp=now, before=first)
    click.echo("\n".join(change_lines(changes(first, history(written)), after.entries)))
