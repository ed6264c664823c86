"""``icsgen generate``: the main job."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from icsgen.cli.inputs import choice_options, document_argument, now_option, planned
from icsgen.errors import OutputError

STDOUT = Path("-")


@click.command(
    "generate",
    short_help="Write the calendar of a document and show its ladder.",
    epilog="Example: icsgen generate job-search.yaml -o follow-ups.ics",
)
@document_argument
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, allow_dash=True),
    metavar="OUT",
    help="Where to write; `-` is standard output. Else FILE's name with .ics, in this folder.",
)
@choice_options
@now_option
def command(
    file: Path, output: Path | None, only: tuple[str, ...], skip: tuple[str, ...], now: dt.datetime
) -> None:
    """Write the calendar of FILE (YAML, TOML or JSON) and show its ladder.

    Each event carries an alarm, the message to send and the reason for its date. `-` reads standard input
    (and writes standard output, unless -o says otherwise).
    """
    from icsgen.cli.ladder import print_gaps, print_ladder
    from icsgen.ics import write as calendar
    from icsgen.outlets import write

    target = output or (STDOUT if file == STDOUT else Path(f"{file.stem}.ics"))
    if target != STDOUT and target.exists() and file.exists() and target.samefile(file):
        raise OutputError(f"{target}: is the document itself; choose another name with -o")
    made = planned(file, now, only, skip)
    if not made.entries:
        raise OutputError("nothing to write: the choice of milestones leaves none; see --only and --skip")
    data = calendar(made.entries, candidate=made.candidate, stamp=now)
    if target == STDOUT:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        verdict = ""
    else:
        verdict = f"{'Wrote' if write(target, data) else 'Unchanged:'} {target}, {len(made.entries)} events."
    print_ladder(made.entries, err=target == STDOUT)
    print_gaps(made.entries)
    click.echo(verdict, err=True, nl=bool(verdict))
