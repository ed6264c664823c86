"""``icsgen plan``: the ladder, on the terminal or as JSON."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from icsgen.cli.catch_up import CatchUpCommand, catch_up_day, catch_up_option, print_caught_up
from icsgen.cli.inputs import (
    choice_options,
    document_argument,
    messages_option,
    now_option,
    planned,
    read_job_search,
)

if TYPE_CHECKING:
    from icsgen.model import Entry


@click.command(
    "plan",
    cls=CatchUpCommand,
    short_help="Show the ladder without writing anything.",
    epilog="Example: icsgen plan job-search.yaml --why",
)
@document_argument
@click.option("--json", "as_json", is_flag=True, help="A list of events with their messages, for programs.")
@click.option("--why", is_flag=True, help="Explain each date: the rule, the arithmetic, every skipped day.")
@choice_options
@catch_up_option
@messages_option
@now_option
def command(
    file: Path,
    as_json: bool,
    why: bool,
    only: tuple[str, ...],
    skip: tuple[str, ...],
    catch_up: dt.date | str | None,
    messages: str | None,
    now: dt.datetime,
) -> None:
    """Show the ladder of FILE without writing anything."""
    search = read_job_search(file, messages)
    made = planned(search, now, only, skip, catch_up_day(catch_up, search, now))
    print_caught_up(made, file)
    if as_json:
        click.echo(json.dumps([event_json(entry, now) for entry in made.told], ensure_ascii=False, indent=2))
        return
    from icsgen.cli.ladder import print_gaps, print_ladder

    if not made.told:
        click.echo("No milestone is left; see `events:`, --only and --skip.", err=True)
    print_ladder(made.told, now, why=why)
    print_gaps(made.entries)


def event_json(entry: Entry, now: dt.datetime) -> dict[str, object]:
    """An event for other programs."""
    from icsgen.plan import state

    milestone = entry.milestone
    return {
        "interview": milestone.interview.id if milestone.interview else None,
        "key": milestone.key,
        "title": entry.title,
        "start": milestone.start.isoformat(),
        "end": milestone.end.isoformat(),
        "all_day": milestone.all_day,
        "until": milestone.until.isoformat() if milestone.until else None,
        "exdates": [each.isoformat() for each in milestone.exdates],
        "state": state(milestone, now),
        "why": milestone.why,
        "gaps": list(entry.gaps),
        "messages": [
            {"kind": each.kind, "to": list(each.to), "subject": each.subject, "body": each.body}
            for each in entry.messages
        ],
        "alarm": f"-PT{int(milestone.alarm.total_seconds()) // 60}M" if milestone.alarm else None,
    }
