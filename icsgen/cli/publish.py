"""``icsgen publish``: feeds and pages as files, for a web server that only shows files."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from pathlib import Path

import click

from icsgen.cli.inputs import now_option
from icsgen.cli.reports import counted, to_stderr
from icsgen.cli.sites import addresses, public_url_option, serve_extra, site_of
from icsgen.cli.tables import Reading, table_options
from icsgen.errors import OutputError, printable_lines


@click.command(
    "publish",
    short_help="Write feeds and pages into a folder, for a static web host.",
    epilog="Example: icsgen publish site job-search.yaml --public-url https://ana.example.org",
)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True), metavar="[PATH]…")
@public_url_option("Where the world will find DIR.", required=True)
@table_options
@now_option
def command(
    folder: Path,
    paths: tuple[Path, ...],
    public_url: str,
    reading: Reading,
    now: dt.datetime,
) -> None:
    """Write a site into DIR: a feed and a page for each person of each PATH, as `icsgen serve` shows them.

    PATH is a document, a table, or a folder of them; without one, this folder. Run it again whenever they
    change, and each day for what is due, onto the same DIR: the feeds there are the memory of what they said
    before. A revoked token's feed and page are taken away; whatever else is there stays. The addresses are
    printed.
    """
    with serve_extra():
        from icsgen.outlets.locks import alone
        from icsgen.outlets.web.static_site import in_folder, write_site

    faults: list[str] = []
    site = site_of(
        paths or (Path(),), reading, public_url, lambda: now, faults.append, shelf=in_folder(folder)
    )
    with closing(site.published), alone(folder.parent, to_stderr):
        written = write_site(site, folder)
    click.echo("\n".join(addresses(site)))
    revoked = f", {counted(written.revoked, 'feed')} taken away" if written.revoked else ""
    click.echo(
        f"{folder}: {counted(written.feeds, 'feed')} and the pages, "
        f"{counted(written.changed, 'file')} new or changed{revoked}.",
        err=True,
    )
    if written.others:
        click.echo(f"{folder}: {counted(written.others, 'feed')} of others stay as they were.", err=True)
    for each in written.missing:
        whose = f" of {each.token.person}" if each.token.person else ""
        faults.append(f"{each.source.path}: there is no calendar{whose} yet; it is left out")
    if faults:
        raise OutputError(printable_lines("\n".join(faults)))
