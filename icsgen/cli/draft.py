"""``icsgen draft``: a message, ready to copy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from icsgen.cli.inputs import (
    document_argument,
    interview_of,
    messages_option,
    now_option,
    planned,
    read_job_search,
)

if TYPE_CHECKING:
    from icsgen.model import Entry, Interview, Message

UNPLANNED = {"call": ("call", "voicemail"), "withdraw": ("withdrawal",), "keep-looking": ("recruiter",)}
"""What a milestone says that is not planned, where that is not the kind of its name alone."""


@click.command(
    "draft",
    short_help="Print a message, ready to send.",
    epilog="Example: icsgen draft job-search.yaml thank-you --interview acme",
)
@document_argument
@click.argument("key")
@click.option("--interview", "part", metavar="ID", help="Whose; an id, or a part of it that no other has.")
@click.option("--kind", metavar="KIND", help="This kind of message in place of the milestone's own.")
@click.option("--lint", "linted", is_flag=True, help="Fail where a coach would mend it first; say where.")
@messages_option
@now_option
def command(
    file: Path,
    key: str,
    part: str | None,
    kind: str | None,
    linted: bool,
    messages: str | None,
    now: dt.datetime,
) -> None:
    """Print the messages of the milestone KEY (thank-you, follow-up, call, tickler, …) of FILE.

    KEY may also be a kind of message, planned or not: voicemail, voicemail-second, rejection-reply,
    offer-elsewhere, withdrawal, no-show, thank-you-coordinator, linkedin, recruiter, … To and Subject come
    first, as in a mail.
    """
    from icsgen.cli.check import finding_text
    from icsgen.messages import KINDS, draft, lint
    from icsgen.rules import KEYS

    for name, known in ((key, (*KEYS, *KINDS)), (kind, KINDS)):
        if name and name not in known:
            raise click.UsageError(f"no message for {name!r}; there are {', '.join(dict.fromkeys(known))}")
    search = read_job_search(file, messages)
    entries = planned(search, now).told
    interview = None if key in ("keep-looking", "recruiter") else _chosen(entries, key, part)
    told, kinds = _planned_for(interview, entries, key)
    promised = _promised(entries, told)
    wanted = (kind,) if kind else kinds
    if not told and (of_one := [each for each in wanted if not KINDS[each].to_stranger]):
        raise click.UsageError(f"{of_one[0]!r} is about an interview; name its milestone in place of {key!r}")
    written = [message for each in wanted for message in draft(search.me, told, each, promised)]
    click.echo("\n---\n\n".join(map(_as_mail, written)), nl=False)
    if linted and (findings := list(lint(written))):
        click.echo("\n".join(map(finding_text, findings)), err=True)
        raise click.exceptions.Exit(1)
    for gap in () if linted else dict.fromkeys(gap for each in written for gap in each.gaps):
        click.echo(f"to fill in: {gap}", err=True)


def _chosen(entries: Sequence[Entry], key: str, part: str | None) -> Interview:
    """The interview that a part of an id or company names; else the only one for which it is planned."""
    interviews = {one.id: one for one in (each.milestone.interview for each in entries) if one}
    if part is None:
        wanted = {each.milestone.interview.id for each in _planned(entries, key) if each.milestone.interview}
        interviews = {name: one for name, one in interviews.items() if name in wanted} or interviews
    return interview_of(list(interviews.values()), part or "")


def _planned_for(
    interview: Interview | None, entries: Sequence[Entry], key: str
) -> tuple[Interview | None, tuple[str, ...]]:
    """The interview as a milestone's messages tell of it, and their kinds; of a kind, it alone."""
    from icsgen.messages import KINDS

    for each in _planned(entries, key):
        about = each.milestone.interview
        if (about and about.id) == (interview and interview.id):
            return about, each.milestone.messages if each.milestone.key == key else (key,)
    kinds = UNPLANNED.get(key, (key,))
    if not KINDS.keys() >= set(kinds):
        raise click.UsageError(f"{key!r} has no message; there are {', '.join(KINDS)}")
    return interview, kinds


def _promised(entries: Sequence[Entry], interview: Interview | None) -> dt.date | None:
    """The date that the employer's words about the decision came to."""
    of_it = (each.milestone for each in entries if each.milestone.interview is interview)
    return next((each.promise.date for each in of_it if each.promise), None)


def _planned(entries: Sequence[Entry], key: str) -> Iterator[Entry]:
    """The entries that a key names and that have messages: a milestone's or a message kind's."""
    return (
        each for each in entries if each.messages and key in (each.milestone.key, *each.milestone.messages)
    )


def _as_mail(message: Message) -> str:
    to = f"To: {', '.join(message.to)}\n" if message.to else ""
    subject = f"Subject: {message.subject}\n" if message.subject else ""
    return f"{to}{subject}{chr(10) if to or subject else ''}{message.body.rstrip()}\n"
