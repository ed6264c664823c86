"""``icsgen templates``: our templates, to start your own from."""

from __future__ import annotations

from pathlib import Path

import click

from icsgen.errors import OutputError, printable


@click.group(
    "templates",
    short_help="List the templates, or copy one to start your own from.",
    epilog="Example: icsgen templates copy thank-you my-words",
)
def command() -> None:
    """List the templates of messages and events, or copy one, to be changed.

    A document's `messages: my-words` (or --messages my-words) then puts those in that folder in the place of
    ours of the same name; the rest stay.
    """


@command.command("list", short_help="List every template, with how long it may be.")
def show() -> None:
    """List every template; of a message how many words it may have, from greeting to signature."""
    from icsgen.messages import KINDS
    from icsgen.messages.sources import names

    for name in sorted(names(), key=lambda name: (name.count("/"), not name.startswith("messages/"), name)):
        kind = KINDS.get(name.removeprefix("messages/")) if name.startswith("messages/") else None
        words = "{} to {} words".format(*kind.words) if kind else ""
        click.echo(f"{name.removeprefix('messages/'):<24}{words}".rstrip())


@command.command("copy", short_help="Copy a template into a folder.")
@click.argument("name")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--language", "code", metavar="CODE", help="Ours in this language, into a folder of it.")
def copy(name: str, folder: Path, code: str | None) -> None:
    """Copy the template NAME, as `list` shows it, into FOLDER, which is made; an older one there stays.

    A template in FOLDER is for your own language (`me: language`), one in FOLDER/de for German.
    """
    from icsgen.messages.languages import languages
    from icsgen.messages.sources import as_written, names
    from icsgen.outlets import write
    from icsgen.outlets.files import make_folder

    if code and code not in languages():
        raise click.UsageError(f"no templates in {code!r}; there are {', '.join(languages())}")
    whole = name if name in names() else f"messages/{name}"
    if whole not in names():
        raise click.UsageError(f"no template {name!r}; see `icsgen templates list`")
    target = folder / (code or "") / f"{whole.removeprefix('messages/')}.txt"
    if target.exists():
        raise OutputError(f"{target}: is there already; take it away first, or change it")
    make_folder(target.parent, parents=True)
    write(target, as_written(f"{code or 'en'}/{whole}").encode())
    click.echo(f"Wrote {printable(str(target))}.")
