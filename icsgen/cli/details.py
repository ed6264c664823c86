"""The details of one interview as options: a document given word by word."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from icsgen.errors import InputError, OutputError, printable

if TYPE_CHECKING:
    from icsgen.details import Tree
    from icsgen.model import JobSearch

__all__ = ["Given", "check_new", "detail_options", "job_search_of", "save"]

Command = TypeVar("Command", bound=Callable[..., object])

OPTIONS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "company": (("company",), "The employer."),
    "role": (("role",), "The job."),
    "start": (("start",), "When the interview begins: 2026-11-17 14:30, in the employer's time zone."),
    "duration": (("duration",), "How long it lasts: 45 min; an hour where nothing is said."),
    "end": (("end",), "Or when it ends: 15:15."),
    "place": (("place",), "An address, a link or a phone number."),
    "contact": (("contact",), "Who is written to afterwards: Sam Ode <sam@acme.example>."),
    "interviewer": (("interviewers",), "Who talked to you; again for each of them."),
    "decision": (("decision",), "The employer's words for when they decide: end of November."),
    "strength": (("strength",), "A strength that fits what they need: I have run two such migrations."),
    "cadence": (("cadence",), "A preset, such as patient."),
    "employer-timezone": (("timezone",), "The employer's time zone, where it is not yours."),
    "employer-country": (("country",), "The employer's country, where it is not yours."),
    "employer-subdivision": (("subdivision",), "A part of it with holidays of its own."),
    "name": (("me", "name"), "Your name, which signs the messages."),
    "email": (("me", "email"), "Your address."),
    "phone": (("me", "phone"), "Your number."),
    "timezone": (("me", "timezone"), "Your time zone: America/New_York."),
    "country": (("me", "country"), "Your country: US; read from the time zone where it is missing."),
    "subdivision": (("me", "subdivision"), "A part of it with holidays of its own: NY."),
    "language": (("me", "language"), "Of calendar and messages: en, de, es or fr."),
}
"""Each option, where it stands in a document, and its line of help."""

Given = dict[str, str | tuple[str, ...] | None]


def detail_options(command: Command) -> Command:
    """Every detail of one interview, passed on by the names of the options."""
    for name, (_, line) in reversed(list(OPTIONS.items())):
        several = name == "interviewer"
        command = click.option(f"--{name}", multiple=several, metavar="TEXT", help=line)(command)
    return command


def job_search_of(given: Given) -> tuple[JobSearch, Tree]:
    """The job search that the options make, and the document they stand for.

    Raises:
        InputError: the same problems that the document would have.
    """
    from icsgen.details import Document, job_search

    tree = _tree(given)
    search, problems = job_search(Document("options", "", tree))
    if search is None:
        raise InputError(problems)
    return search, tree


def _tree(given: Given) -> Tree:
    from icsgen.details.single import single

    values = ((path, given.get(name.replace("-", "_"))) for name, (path, _) in OPTIONS.items())
    tree = single((path, list(each) if isinstance(each, tuple) else each) for path, each in values if each)
    me = tree["me"]
    assert isinstance(me, dict)  # noqa: S101 # as `single` makes it
    _fill_in_country(me, "--country")
    if "timezone" in tree:
        _fill_in_country(tree, "--employer-country")
    return tree


def _fill_in_country(region: dict[str, Tree], option: str) -> None:
    """A missing country is the one that tzdata's tables name first for the time zone; said aloud."""
    from icsgen.rules import countries_of_zone

    zone = region.get("timezone")
    if "country" not in region and isinstance(zone, str) and (countries := countries_of_zone(zone)):
        region["country"] = countries[0]
        click.echo(f"{zone} is in {countries[0]}: its holidays are skipped; else say {option}.", err=True)


def check_new(document: Path, calendar: Path) -> None:
    """See that `--save` overwrites nothing, before anything is written.

    Raises:
        OutputError: there is such a file already, or it would be no document.
    """
    if os.path.lexists(document) or os.path.realpath(document) == os.path.realpath(calendar):
        raise OutputError(f"{document}: is there already; choose another name for --save")
    if document.suffix.casefold() in (".json", ".toml", ".ics"):
        raise OutputError(f"{document}: would be YAML; choose a name such as {document.with_suffix('.yaml')}")
    if str(document) == "-" or not document.parent.is_dir():
        raise OutputError(f"{document}: cannot be saved; choose a name in a folder that exists")


def save(tree: Tree, target: Path) -> None:
    """Keep the details as a document.

    Raises:
        OutputError: it cannot be written.
    """
    from icsgen.details import to_yaml
    from icsgen.outlets import write

    write(target, to_yaml(tree))
    click.echo(f"Saved {printable(str(target))}.", err=True)
