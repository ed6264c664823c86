"""``icsgen schema``: what may stand in a document, for editors."""

from __future__ import annotations

import json

import click


@click.command(
    "schema",
    short_help="Print the JSON Schema of a document.",
    epilog="Example: icsgen schema > icsgen.schema.json",
)
def command() -> None:
    """Print the JSON Schema of a document.

    An editor that knows it completes keys and explains them: write `# yaml-language-server:
    $schema=icsgen.schema.json` on the first line of a document.
    """
    from icsgen.details.json_schema import json_schema

    click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))
