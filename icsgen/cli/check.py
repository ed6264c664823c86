"""``icsgen check``: what is still to be mended in a document and in its messages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from icsgen.cli.command_lines import command_line
from icsgen.cli.inputs import document_argument, messages_option, now_option, planned, read_job_search
from icsgen.errors import printable

if TYPE_CHECKING:
    from icsgen.messages import Finding
    from icsgen.model import Entry

MOST_COUNTED = 200
"""Messages: to look at thousands would take a sixth of the time of `generate`."""


@click.command(
    "check",
    short_help="Say what is still to be mended in a document and its messages.",
    epilog="Example: icsgen check job-search.yaml --strict",
)
@document_argument
@click.option("--strict", is_flag=True, help="Fail where anything at all is left to mend.")
@messages_option
@now_option
def command(file: Path, strict: bool, messages: str | None, now: dt.datetime) -> None:
    """Say what is still to be mended in FILE: its faults and doubts, and of each message gaps and findings.

    Faults end it with exit code 1; doubts, gaps and findings only with --strict. A finding has its line and
    column in the message, as `draft` prints it below its subject.
    """
    made = planned(read_job_search(file, messages), now)
    lines = [line for entry in made.entries for line in to_mend(entry)]
    for line in lines:
        click.echo(printable(line))
    left = len(lines) + len(made.warnings)
    click.echo("Nothing is left to mend." if not left else f"{left} left to mend.", err=True)
    if strict and left:
        raise click.exceptions.Exit(1)


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
