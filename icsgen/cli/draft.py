"""``icsgen draft``: a message, ready to copy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from icsgen.cli.inputs import document_argument, is_named, now_option, planned, read_job_search

if TYPE_CHECKING:
    from icsgen.model import Entry, Message


@click.command(
    "draft",
    short_help="Print a message, ready to send.",
    epilog="Example: icsgen draft job-search.yaml thank-you --interview acme",
)
@document_argument
@click.argument("key")
@click.option("--interview", metavar="ID", help="Whose; an id, or a part of it that no other has.")
@now_option
def command(file: Path, key: str, interview: str | None, now: dt.datetime) -> None:
    """Print the messages of the milestone KEY (thank-you, follow-up, call, tickler, …) of FILE.

    KEY may also be a kind of message, such as voicemail. To and Subject come first, as in a mail.
    """
    entries = [each for each in planned(read_job_search(file), now).entries if each.messages]
    chosen = _only_one(_about(entries, key), interview)
    messages = [each for each in chosen.messages if key in (each.kind, chosen.milestone.key)]
    click.echo("\n---\n\n".join(map(_as_mail, messages)), nl=False)
    for gap in dict.fromkeys(gap for each in messages for gap in each.gaps):
        click.echo(f"to fill in: {gap}", err=True)


def _about(entries: Sequence[Entry], key: str) -> list[Entry]:
    """The entries that a key names: a milestone's or a message kind's."""
    about = [each for each in entries if key in (each.milestone.key, *(one.kind for one in each.messages))]
    if not about:
        keys = dict.fromkeys(
            name for each in entries for name in (each.milestone.key, *(one.kind for one in each.messages))
        )
        raise click.UsageError(f"no message for {key!r} here; there are {', '.join(keys) or 'none'}")
    return about


def _only_one(entries: Sequence[Entry], part: str | None) -> Entry:
    """The entry of the interview that a part of an id or company names, if it names one."""
    found = [each for each in entries if part is None or _about_it(each, part)]
    if not any(each.milestone.interview for each in entries):
        found = list(entries)  # it stands once for all interviews
    if len(found) == 1:
        return found[0]
    exact = [each for each in found if each.milestone.interview and each.milestone.interview.id == part]
    if exact:
        return exact[0]
    ids = ", ".join(each.milestone.interview.id for each in found or entries if each.milestone.interview)
    raise click.UsageError(
        f"{'more than one' if found else 'no'} interview fits; choose by --interview: {ids}"
    )


def _about_it(entry: Entry, part: str) -> bool:
    interview = entry.milestone.interview
    return interview is not None and is_named(interview, part)


def _as_mail(message: Message) -> str:
    to = f"To: {', '.join(message.to)}\n" if message.to else ""
    subject = f"Subject: {message.subject}\n" if message.subject else ""
    return f"{to}{subject}{chr(10) if to or subject else ''}{message.body.rstrip()}\n"
