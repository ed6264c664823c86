"""``icsgen check``: what is still to be mended in a document, in its messages, or in a calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from icsgen.cli.calendar_findings import (
    Checked,
    clients_option,
    content,
    looked_at,
    print_count,
    print_json,
    print_report,
)
from icsgen.cli.command_lines import command_line
from icsgen.cli.inputs import DOCUMENT, messages_option, now_option, planned, with_messages
from icsgen.cli.reports import to_stderr, to_stderr_lines
from icsgen.errors import IcsgenError, OutputError, printable

if TYPE_CHECKING:
    from icsgen.ics.faults import Client
    from icsgen.messages import Finding
    from icsgen.model import Entry

MOST_COUNTED = 200
"""Messages: to look at thousands would take a sixth of the time of `generate`."""


@click.command(
    "check",
    short_help="Say what is still to be mended in a document, its messages, or a calendar.",
    epilog="Example: icsgen check job-search.yaml --strict",
)
@click.argument("files", nargs=-1, required=True, type=DOCUMENT, metavar="FILE...")
@click.option("--strict", is_flag=True, help="Fail where anything at all is left to mend.")
@clients_option
@click.option("--json", "as_json", is_flag=True, help="Of calendars: a list of what is found, for programs.")
@messages_option
@now_option
def command(
    files: tuple[Path, ...],
    strict: bool,
    clients: tuple[Client, ...] | None,
    as_json: bool,
    messages: str | None,
    now: dt.datetime,
) -> None:
    """Say what is still to be mended in each FILE, a document of yours or any calendar (.ics).

    Of a document that is its faults and doubts, and of each message gaps and findings. Faults end it with
    exit code 1; doubts, gaps and findings only with --strict. A finding has its line and column in the
    message, as `draft` prints it below its subject.

    Of a calendar, whoever wrote it, that is what the RFC forbids and what Google, Outlook, Apple,
    Thunderbird and others will do with it: the line, what is so, and what to do. An error says that the file
    is refused, or that something in it is lost or shifted; it ends with exit code 1. A warning says that
    programs differ, and does so only with --strict; a notice never does. With --json each is {line, severity,
    client, rule, fact, cure}, of several files with its file, and of one rule and file at most 1,000.
    """
    held, several = _contents(files), len(set(files)) > 1
    _check_options({file for file in held if held[file][1]}, set(held), clients, as_json, messages)
    faulty = [len(held) < len(set(files))]
    calendars = list[Checked]()
    for file, (data, is_calendar) in held.items():
        name = "<stdin>" if str(file) == "-" else str(file)
        prefix = f"{name}: " if several else ""
        if not is_calendar:
            left = _check_document(data, name, prefix, messages, now)
            faulty.append(left is None or (strict and left > 0))
            continue
        checked = looked_at(data, name, clients)
        (print_count if as_json else print_report)(checked, prefix)
        calendars.append(checked)
        faulty.append(checked.is_faulty(strict))
    if as_json:
        print_json(calendars, several)
    if any(faulty):
        raise click.exceptions.Exit(1)


def _contents(files: Sequence[Path]) -> dict[Path, tuple[bytes, bool]]:
    """What each file holds that can be read, and whether it is a calendar.

    Raises:
        OutputError: the only one cannot be read.
    """
    held = dict[Path, tuple[bytes, bool]]()
    for file in files:
        try:
            held[file] = held.get(file) or content(file)
        except OutputError as fault:
            if len(set(files)) == 1:
                raise
            to_stderr(str(fault))
    return held


def _check_options(
    calendars: set[Path],
    files: set[Path],
    clients: tuple[Client, ...] | None,
    as_json: bool,
    messages: str | None,
) -> None:
    """See that each option fits what the files are.

    Raises:
        click.UsageError: one does not.
    """
    if as_json and (others := files - calendars):
        raise click.UsageError(f"--json is for calendars, and {min(others)} is none")
    if clients is not None and files and not calendars:
        raise click.UsageError("--for is for calendars, and there is none")
    if messages and files and calendars == files:
        raise click.UsageError("--messages is for documents, and there is none")


def _check_document(
    data: bytes, name: str, prefix: str, messages: str | None, now: dt.datetime
) -> int | None:
    """Say what is to be mended in a document, and how much that is; None of one with faults.

    Raises:
        InputError: it has faults, all of them; where it is the only file.
    """
    from icsgen.details import load

    try:
        made = planned(with_messages(load(data, name), messages), now)
    except IcsgenError as fault:
        if not prefix:
            raise
        to_stderr_lines(str(fault))
        return None
    lines = [line for entry in made.entries for line in to_mend(entry)]
    for line in lines:
        click.echo(printable(f"{prefix}{line}"))
    left = len(lines) + len(made.warnings)
    told = f"{left} left to mend." if left else "Nothing is left to mend."
    to_stderr(f"{prefix}{told}")
    return left


def to_mend(entry: Entry) -> list[str]:
    """A line for what is to be found out for an event, and for all that is to be mended in its messages.

    Not for what only who sends it can fill in on the day, such as what is new with them.
    """
    from icsgen.messages import lint

    interview = entry.milestone.interview
    where = f"{interview.id} {entry.milestone.key}" if interview else entry.milestone.key
    in_messages = {gap for message in entry.messages for gap in message.gaps}
    to_find_out = [f"to find out: {gap}" for gap in entry.gaps if gap not in in_messages]
    findings = [finding_text(each) for each in lint(entry.messages) if each.rule != "yours"]
    return [f"{where}: {told}" for told in (*to_find_out, *findings)]


def print_to_mend(entries: Sequence[Entry], file: Path | None) -> None:
    """Say, on stderr in a line, how much there is to mend, and what lists it."""
    if sum(len(entry.messages) for entry in entries) > MOST_COUNTED:
        told = "Messages have gaps" if any(entry.gaps for entry in entries) else ""
    else:
        left = sum(len(to_mend(entry)) for entry in entries)
        told = f"{left} {'thing' if left == 1 else 'things'} to mend in the messages" if left else ""
    if told:
        command = command_line("check", str(file or "FILE"))
        click.echo(f"{told}; `{printable(command)}` lists them.", err=True)


def finding_text(finding: Finding) -> str:
    """``thank-you to Jana Müller <…>, 3:14: "thrilled" is worn out, or too much``."""
    message = finding.message
    to = f" to {', '.join(message.to)}" if message.to else ""
    place = f", {finding.line}:{finding.column}" if finding.line else ""
    return f"{message.kind}{to}{place}: {finding.text}"
