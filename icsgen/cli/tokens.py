"""``icsgen tokens``: who may read which feed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import click

from icsgen.cli.inputs import now_option
from icsgen.cli.reports import to_stderr
from icsgen.cli.sites import SHOWN
from icsgen.cli.tables import Reading, cohort_of, table_options
from icsgen.errors import printable

if TYPE_CHECKING:
    from icsgen.model import Redaction
    from icsgen.outlets.web.tokens import Token

SOURCE = click.Path(path_type=Path, exists=True, dir_okay=False)
SHORT = 8  # characters of a token that are shown in lists, and name it


@click.group(
    "tokens",
    short_help="List, make, change or revoke the addresses of feeds.",
    epilog="Example: icsgen tokens new job-search.yaml --redact names",
)
def command() -> None:
    """Decide who may read a document's feed: who knows one of its tokens, the last part of its address.

    They are kept in a file beside the document, FILE.tokens.json, that only you may read. A calendar program
    sends no password: a token given to somebody can be passed on, and is called back by `revoke` or `rotate`.
    """


def person_option(command: Callable[..., object]) -> Callable[..., object]:
    """``--person``: whose feed, passed on as `person`."""
    told = "Of a table: whose feed, by an address, a name or an id."
    return click.option("--person", metavar="WHO", default="", help=told)(command)


@command.command("list", short_help="List the tokens of a document.")
@click.argument("file", type=SOURCE)
@click.option("--whole", is_flag=True, help="Show the tokens whole, to be given out.")
@table_options
def show(file: Path, whole: bool, reading: Reading) -> None:
    """List the tokens of FILE: the beginning of each, what it shows, when it was made, and for whom."""
    from icsgen.outlets.web.tokens import read_tokens

    names = _names(file, reading)
    for each in read_tokens(file):
        if not each.revoked:
            token = each.token if whole else f"{each.token[:SHORT]}…"
            who = "  ".join(filter(None, (names.get(each.person), each.person)))
            click.echo(printable(f"{token}  {SHOWN[each.shows]:<12}{each.made}  {who}".rstrip()))


@command.command("new", short_help="Make a token.")
@click.argument("file", type=SOURCE)
@person_option
@click.option("--redact", type=click.Choice(["names", "busy"]), help="What the feed hides.")
@table_options
@now_option
def new(file: Path, person: str, redact: Redaction | None, reading: Reading, now: dt.datetime) -> None:
    """Make a token for FILE, and print it."""
    from icsgen.outlets.web.tokens import Token, new_token

    whose = _person(file, reading, person)
    made = Token(token=new_token(), person=whose, made=now.date(), shows=redact or "")
    _change(file, lambda tokens: [*tokens, made])
    click.echo(made.token)


@command.command("rotate", short_help="Put new tokens in the place of old ones.")
@click.argument("file", type=SOURCE)
@click.argument("tokens", nargs=-1, required=True, metavar="TOKEN…")
@now_option
def rotate(file: Path, tokens: tuple[str, ...], now: dt.datetime) -> None:
    """Put a new token in the place of each TOKEN (or its beginning, as `list` shows it), and print them.

    Who had the old address reads nothing any more; what a calendar program has already stays there.
    """
    from msgspec.structs import replace

    from icsgen.outlets.web.tokens import feed_file, new_token

    def rotated(known: Sequence[Token]) -> list[Token]:
        old = _named(known, tokens)
        new = [replace(each, token=new_token(), made=now.date(), follows=each.token) for each in old]
        return [*(replace(each, revoked=now.date()) if each in old else each for each in known), *new]

    before, after = _change(file, rotated)
    for made in after[len(before) :]:
        old = next(each for each in before if each.token == made.follows)
        with suppress(FileNotFoundError):  # nobody asked for it yet
            feed_file(file, old).rename(feed_file(file, made))  # it goes on from what it said before
        click.echo(made.token)


@command.command("revoke", short_help="Take tokens away.")
@click.argument("file", type=SOURCE)
@click.argument("tokens", nargs=-1, required=True, metavar="TOKEN…")
@now_option
def revoke(file: Path, tokens: tuple[str, ...], now: dt.datetime) -> None:
    """Take each TOKEN (or its beginning, as `list` shows it) away: its address is then unknown.

    Whose last one it was has no feed until `icsgen tokens new`.
    """
    from msgspec.structs import replace

    from icsgen.outlets.web.tokens import feed_file

    gone: list[Token] = []

    def left(known: Sequence[Token]) -> list[Token]:
        gone.extend(_named(known, tokens))
        return [replace(each, revoked=now.date()) if each in gone else each for each in known]

    _, after = _change(file, left)
    for each in gone:
        feed_file(file, each).unlink(missing_ok=True)
    click.echo(f"Revoked {len(gone)}; {sum(not each.revoked for each in after)} left.", err=True)


def _names(file: Path, reading: Reading) -> dict[str, str]:
    """What each person of a table is called, by what they are known by; nobody of a document."""
    from icsgen.details.suffixes import is_table

    if not is_table(file):
        return {}
    with cohort_of(file, reading).dealt() as shares:
        return {rows.key: share.document(rows).called for share in shares for rows in share.people()}


def _person(file: Path, reading: Reading, asked: str) -> str:
    """By what somebody is known of whom an address, a name or an id is given; a document is of one person.

    Raises:
        UsageError: nobody, or nobody in particular, is meant.
    """
    known = _names(file, reading)
    if not known:
        if asked:
            raise click.UsageError(f"{file} is of one person; leave --person out")
        return ""
    wanted = asked.casefold()
    ways = {key: (key, key.partition(" ")[2], name.casefold()) for key, name in known.items()}
    found = [key for key, words in ways.items() if wanted in words]
    if len(found) == 1 or [*known] == [""]:
        return (found or [*known])[0]
    others = [word for words in ways.values() for word in words[1:] if word]
    close = get_close_matches(wanted, others, n=3, cutoff=0.5) or sorted(others)[:3]
    told = f"nobody in {file} is known as {asked!r}" if asked else f"{file} is of {len(known)} people"
    told = f"{len(found)} people in {file} are known as {asked!r}" if found else told
    raise click.UsageError(f"{told}; give --person, such as {', '.join(close)}")


def _change(
    file: Path, change: Callable[[Sequence[Token]], list[Token]]
) -> tuple[Sequence[Token], Sequence[Token]]:
    """Change the tokens of a document, which nobody else does meanwhile; those before and after."""
    from icsgen.outlets.locks import alone
    from icsgen.outlets.web.tokens import read_tokens, write_tokens

    with alone(file.parent, to_stderr):
        before = read_tokens(file)
        after = change(before)
        write_tokens(file, after)
    return before, after


def _named(known: Sequence[Token], beginnings: Sequence[str]) -> list[Token]:
    """The tokens that begin so, each one alone.

    Raises:
        UsageError: none does, or more than one.
    """
    found = []
    for beginning in beginnings:
        begun = [each for each in known if not each.revoked and each.token.startswith(beginning.rstrip("…"))]
        if len(begun) != 1:
            told = "no token begins" if not begun else f"{len(begun)} tokens begin"
            raise click.UsageError(f"{told} with {beginning!r}; see `icsgen tokens list`")
        found += begun
    return found
