"""The command line: the only place that knows the clock, the terminal and exit codes.

Commands are a table and are imported when called, so that ``--help`` stays quick.
"""

from __future__ import annotations

import gc
import io
import os
import sys
import warnings
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import NoReturn

import click

from icsgen.errors import IcsgenError, printable_lines

__all__ = ["main"]

HEADINGS = {
    "Begin": {
        "invite": "Take an invitation's interview into a document, or its new time.",
    },
    "Make": {
        "generate": "Write the calendar of a document and show its ladder.",
        "plan": "Show the ladder without writing anything.",
        "draft": "Print a message, ready to send.",
    },
    "Keep alive": {
        "agenda": "What is overdue, due today, this week and next.",
        "log": "Tell a document what happened, and see what moves.",
    },
    "Many": {
        "batch": "Write a calendar for each person of a spreadsheet.",
    },
    "Share": {
        "serve": "Serve feeds to subscribe to, and pages, until Ctrl-C.",
        "publish": "Write feeds and pages into a folder, for a static web host.",
        "tokens": "List, make, change or revoke the addresses of feeds.",
    },
    "Look up": {
        "check": "Say what is still to be mended in a document, its messages, or a calendar.",
        "cadences": "Show the presets side by side, with the dates of an interview.",
        "templates": "List the templates, or copy one to start your own from.",
        "schema": "Print the JSON Schema of a document, for editors.",
    },
}
"""Every command with its line of help, under the heading a user would look for it."""


class ReaderGoneError(Exception):
    """The reader of our output has seen enough: ``icsgen plan … | head``."""


class Commands(click.Group):
    """The commands by heading, each module imported when its command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for commands in HEADINGS.values() for name in commands]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = import_module(f"icsgen.cli.{cmd_name}").command
        return command

    def invoke(self, ctx: click.Context) -> object:
        try:
            result: object = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError as fault:
            raise ReaderGoneError from fault  # click would take it for a failure
        except EOFError as fault:
            raise RuntimeError("a file ends too early") from fault  # click would take it for Ctrl-D
        return result

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for heading, commands in HEADINGS.items():
            if commands:
                with formatter.section(heading):
                    formatter.write_dl(list(commands.items()))


def _version(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"icsgen {version('icsgen')}")
        ctx.exit()


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example: icsgen generate samples/interview.yaml",
)
@click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=_version, help="Show it."
)
def commands() -> None:
    """From one job interview to the whole follow-up ladder, in any calendar.

    Dates skip both sides' weekends and holidays, every event says why it stands where it stands and holds
    the message to send. Nothing leaves this machine.
    """


def run() -> NoReturn:
    """`main` for a process that ends with it: it looks for no garbage, and takes nothing apart."""
    gc.disable()
    try:
        main()
    except SystemExit as done:
        with suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(done.code if isinstance(done.code, int) else 1)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command. Exit 0 done, 1 a fault the user can mend, 2 usage, 3 unexpected, 130 interrupted."""
    _mend_streams()
    try:
        sys.exit(commands.main(arguments, prog_name="icsgen", standalone_mode=False) or 0)
    except click.ClickException as fault:
        fault.show()
        sys.exit(fault.exit_code)
    except IcsgenError as fault:
        click.echo(printable_lines(str(fault)), err=True)
        sys.exit(fault.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted.", err=True)
        sys.exit(130)
    except ReaderGoneError:
        _forget_output()
        sys.exit(0)
    except OSError as fault:
        with suppress(OSError):  # standard error may be what is full
            click.echo(f"icsgen: the output cannot be written: {fault.strerror}", err=True)
        _forget_output()
        sys.exit(1)
    except Exception:  # the one place where anything is caught: a bug, kept whole for its report
        import traceback

        traceback.print_exc()
        click.echo("icsgen: that is a fault of ours; please report it with the lines above.", err=True)
        sys.exit(3)


def _mend_streams() -> None:
    """Closed streams become empty ones, and a character that a terminal lacks a question mark."""
    warnings.simplefilter("ignore")  # of the libraries, to their programmers
    nowhere = Path(os.devnull)  # its streams stay open until the process ends
    sys.stdin = sys.stdin or nowhere.open(encoding="utf-8")
    sys.stdout = sys.stdout or nowhere.open("w", encoding="utf-8")
    sys.stderr = sys.stderr or nowhere.open("w", encoding="utf-8")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _forget_output() -> None:
    """What is still to be written goes nowhere: Python would fail on it once more at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
