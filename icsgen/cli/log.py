"""``icsgen log``: tell a document what happened."""

from __future__ import annotations

import datetime as dt
import shlex
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import Struct

from icsgen.cli.inputs import document_argument, interview_of, now_option, print_warnings
from icsgen.cli.reports import reporting, to_stderr
from icsgen.errors import InputError, printable

if TYPE_CHECKING:
    from icsgen.details.changes import Change
    from icsgen.outlets.logbook import Edit

DAY = dt.timedelta(days=1)
UNDO_HELP = "Take back the last fact of the log; not a decision, whose words you log anew."
ANSWERS = {"rejected": "rejection-reply", "filled": "rejection-reply", "withdrawn": "withdrawal"}
"""The kind of message that a fact asks for, by the fact."""


class Asked(Struct, frozen=True, kw_only=True):
    """What is to be logged, as it was given."""

    interview: str
    fact: str | None
    date: str | None
    """Or the words, of a decision."""
    decision: str | None
    answer_by: str | None

    @property
    def words(self) -> str:
        """It once more, for a fault of it."""
        return " ".join(filter(None, (self.fact, self.date)))


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
@click.option("--answer-by", metavar="DATE", help="Beside an offer: the last day to answer it.")
@click.option("--undo", is_flag=True, help=UNDO_HELP)
@now_option
def command(
    file: Path,
    interview: str,
    fact: str | None,
    date: str | None,
    decision: str | None,
    answer_by: str | None,
    undo: bool,
    now: dt.datetime,
) -> None:
    """Add FACT, which happened on DATE, to the log of an INTERVIEW of FILE.

    INTERVIEW is an id or a company, or a part of one that no other has. FACT is thank-you, follow-up, call,
    tickler, reply, offer, accepted, rejected, withdrawn, filled or postponed; or decision, with the
    employer's words in place of DATE. DATE is today if left out; or yesterday, 2026-11-24, "24 Nov 2026".
    Nothing else in FILE changes. Then what moves is shown.
    """
    if undo == bool(fact):
        raise click.UsageError("give a FACT, or --undo")
    if str(file) == "-":
        raise click.UsageError("standard input cannot be changed; name a file")
    asked = Asked(interview=interview, fact=fact, date=date, decision=decision, answer_by=answer_by)
    _check(asked)
    edit = _edit(file, asked, now)
    with reporting(f"{file} is changed"):
        _show(edit, now)
        _point_to_an_answer(file, asked)


def _check(asked: Asked) -> None:
    """See that the words can be logged, whatever the document holds."""
    from icsgen.details.shapes import FactDetails, fields

    facts = [name for name in fields(FactDetails) if name != "answer_by"]
    if asked.fact and asked.fact not in facts:
        close = get_close_matches(asked.fact.casefold(), facts, n=1)
        cure = f"did you mean {close[0]}?" if close else f"there are {', '.join(facts)}"
        raise click.UsageError(f"{asked.fact!r} is no fact; {cure}")
    if asked.fact == "decision" and not asked.date:
        raise click.UsageError('give their words too, such as decision "in two weeks"')
    if asked.decision and asked.fact != "reply":
        raise click.UsageError("--decision stands beside a reply")
    if asked.answer_by and asked.fact != "offer":
        raise click.UsageError("--answer-by stands beside an offer")


def _edit(file: Path, asked: Asked, now: dt.datetime) -> Edit:
    """Change the document, whole or not at all.

    Raises:
        InputError: it would no longer be sound.
        OutputError: it cannot be changed so.
    """
    from icsgen.outlets.logbook import Telling, changed

    telling = Telling(
        interview=lambda known: interview_of(known, asked.interview),
        change=lambda _, today: _change(asked, today),
        named=asked.words if asked.fact else None,
    )
    return changed(file, telling, now, to_stderr)


def _change(asked: Asked, today: dt.date) -> Change:
    """What was asked for, dates and words understood."""
    from icsgen.details import times, values
    from icsgen.details.changes import Addition, Removal, Saying

    try:
        said = asked.date if asked.fact == "decision" else asked.decision
        words = values.one_line(said) if said else ""
        if words:
            values.decision(words)
        if asked.fact == "decision":
            return Saying(words)
        if not asked.fact:
            return Removal()
        named = {"today": today, "yesterday": today - DAY}
        text = (asked.date or "today").casefold()
        day = named[text] if text in named else times.date(asked.date)
        beside = {"answer_by": str(times.date(asked.answer_by))} if asked.answer_by else {}
    except ValueError as fault:
        raise click.UsageError(str(fault)) from fault
    return Addition({asked.fact: str(day)} | ({"decision": words} if words else beside))


def _show(edit: Edit, now: dt.datetime) -> None:
    """What was done, and what a calendar of the document will change, or what is still to be mended in it."""
    from icsgen.cli.changes import print_changes
    from icsgen.plan import make_plan

    click.echo(printable(edit.told))
    if isinstance(edit.plan, InputError):
        click.echo(f"Still to mend:\n{edit.plan}", err=True)
        return
    print_warnings(edit.plan)
    try:
        old = make_plan(edit.before)
    except InputError:
        click.echo("The document is sound again.")
        return
    print_changes(old, edit.plan, now)


def _point_to_an_answer(file: Path, asked: Asked) -> None:
    """The command for what is to be written now, where no event of a calendar holds it."""
    if kind := ANSWERS.get(asked.fact or ""):
        words = ["icsgen", "draft", str(file), kind, "--interview", asked.interview]
        click.echo(f"To write to them: {printable(shlex.join(words))}", err=True)
