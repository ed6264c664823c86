"""``icsgen cadences``: the presets side by side, with the dates they would give."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from icsgen.cli.inputs import interview_of, optional_document_argument, read_job_search


@click.command(
    "cadences",
    short_help="Show the presets side by side, with the dates of an interview.",
    epilog="Example: icsgen cadences interview.yaml",
)
@optional_document_argument
@click.option("--interview", metavar="ID", help="Whose dates, where FILE has several.")
def command(file: Path | None, interview: str | None) -> None:
    """Show what each cadence says, and with a FILE the dates that it would give an interview there."""
    click.echo("\n".join(_dates(file, interview) if file else _numbers()))


def _numbers() -> Iterator[str]:
    from icsgen.rules.cadence import PRESETS

    yield f"{'':<15}{'follow-up':<19}{'past a promised date':<22}{'call':<9}by"
    for name, numbers in PRESETS.items():
        how = "phone" if numbers.calls else "mail"
        yield f"{name:<15}{numbers.follow_up!s:<19}{numbers.after_decision!s:<22}{numbers.call!s:<9}{how}"


def _dates(file: Path, part: str | None) -> Iterator[str]:
    """The dates of one interview, a line for each preset; its own single numbers hold in all of them."""
    from msgspec.structs import replace

    from icsgen.dates import date_text
    from icsgen.plan import make_plan
    from icsgen.rules.cadence import CONTACTS, PRESETS

    search = read_job_search(file)
    chosen = interview_of(search.interviews, part or "")
    yield f"{'':<15}" + "".join(f"{key:<19}" for key in CONTACTS).rstrip()
    for name in PRESETS:
        cadence = replace(chosen.cadence, preset=name)
        changed = [replace(each, cadence=cadence) if each is chosen else each for each in search.interviews]
        plan = make_plan(replace(search, interviews=tuple(changed)))
        starts = {
            entry.milestone.key: entry.milestone.start
            for entry in plan.entries
            if entry.milestone.interview and entry.milestone.interview.id == chosen.id
        }
        cells = [f"{date_text(starts[key]) if key in starts else '–':<19}" for key in CONTACTS]
        mark = " *" if name == chosen.cadence.preset else ""
        yield f"{name + mark:<15}{''.join(cells).rstrip()}"
