"""``--catch-up [DATE]``: for who starts late; what was missed moves there, and is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from icsgen.cli.command_lines import log_command
from icsgen.dates import date_text
from icsgen.errors import printable

if TYPE_CHECKING:
    from icsgen.model import Entry, JobSearch
    from icsgen.plan import Plan

__all__ = ["CatchUpCommand", "catch_up_day", "catch_up_option", "print_caught_up"]

OPTION, TODAY = "--catch-up", "today"
Command = TypeVar("Command", bound=Callable[..., object])


class CatchUpCommand(click.Command):
    """A command whose ``--catch-up`` leaves what follows alone where that is no date."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        for at, (one, following) in enumerate(pairwise([*args, "-"])):
            if one == OPTION and not (following == TODAY or following[:1].isdigit()):
                args = [*args[:at], f"{OPTION}={TODAY}", *args[at + 1 :]]
        return super().parse_args(ctx, args)


def catch_up_option(command: Command) -> Command:
    """``--catch-up``: a date, ``today``, or None, passed on as `catch_up`."""
    option = click.option(
        OPTION,
        is_flag=False,
        flag_value=TODAY,
        metavar="[DATE]",
        callback=_date,
        help="Starting late: what was to be sent before DATE (today) and is not logged moves to it.",
    )
    return option(command)


def _date(ctx: click.Context, param: click.Parameter, value: str | None) -> dt.date | str | None:
    if value is None or value == TODAY:
        return value
    from icsgen.details.times import date

    try:
        return date(value)
    except ValueError as fault:
        raise click.BadParameter(str(fault), ctx, param) from fault


def catch_up_day(catch_up: dt.date | str | None, search: JobSearch, now: dt.datetime) -> dt.date | None:
    """The day that was asked for; today is the candidate's own."""
    if isinstance(catch_up, str):
        return now.astimezone(search.me.region.timezone).date()
    return catch_up


def print_caught_up(made: Plan, file: Path | None) -> None:
    """Say, on stderr, what moved, and the command that would tell the truth instead."""
    lines = list(_lines(made.told, file))
    if lines:
        click.echo("Caught up:", err=True)
        click.echo("\n".join(lines), err=True)


def _lines(entries: Sequence[Entry], file: Path | None) -> Iterator[str]:
    for milestone, title in ((entry.milestone, entry.title) for entry in entries):
        if milestone.late and milestone.interview:
            now = f"now on {date_text(milestone.date)}" if milestone.live else milestone.why_short
            yield f"  {printable(title)}, meant for {date_text(milestone.late)}: {now}"
            date = milestone.late.isoformat()
            if file and (command := log_command(file, milestone.interview, milestone.key, date)):
                yield f"    if you have sent it: {command}"
