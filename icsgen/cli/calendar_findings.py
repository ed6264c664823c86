"""The half of ``icsgen check`` that looks at calendars: what is told of each, and in which form."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from icsgen.cli.inputs import Command
from icsgen.cli.reports import counted, to_stderr
from icsgen.errors import printable

if TYPE_CHECKING:
    from icsgen.ics.check import Finding, Report
    from icsgen.ics.faults import Client, Severity

__all__ = ["Checked", "clients_option", "content", "looked_at", "print_json", "print_report"]

SUFFIXES = (".ics", ".ical", ".icalendar", ".ifb")
MOST_SHOWN = 5
"""Findings of one rule in one file; more are counted."""
ALL = "all"
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "notice")


class Checked(NamedTuple):
    """A calendar that was looked at."""

    name: str
    report: Report
    whole: bool
    """Whether all of it was."""

    def count(self, severity: Severity) -> int:
        return self.report.counts.get(severity, 0)

    def is_faulty(self, strict: bool) -> bool:
        """Whether something is to be mended: errors, what was not looked at, and if asked warnings."""
        return not self.whole or bool(self.count("error") or (strict and self.count("warning")))


def clients_option(command: Command) -> Command:
    """``--for``: the clients that a calendar is for, passed on as `clients`; None unless told."""
    option = click.option(
        "--for",
        "clients",
        callback=_clients,
        metavar="CLIENTS",
        help="Of calendars: google, outlook, apple, thunderbird, others (with commas); else all.",
    )
    return option(command)


def _clients(ctx: click.Context, param: click.Parameter, value: str | None) -> tuple[Client, ...] | None:
    if value is None:
        return None
    from icsgen.ics.faults import CLIENTS

    names = [name.strip().casefold() for name in value.split(",")]
    for name in names:
        if name not in CLIENTS and name != ALL:
            known = ", ".join((*CLIENTS, ALL))
            raise click.BadParameter(f"{name!r} is no client; there are {known}", ctx, param)
    return tuple(client for client in CLIENTS if ALL in names or client in names)


def content(file: Path) -> tuple[bytes, bool]:
    """What a file holds, and whether it is a calendar; of one not much more than is looked at.

    Raises:
        OutputError: it cannot be read.
    """
    from icsgen.details.documents import reading
    from icsgen.ics.components import MOST_OCTETS, is_calendar

    with reading(file):
        if str(file) != "-":
            with file.open("rb") as stream:
                data = stream.read(MOST_OCTETS + 1)
                calendar = file.suffix.casefold() in SUFFIXES or is_calendar(data)
                return (data, True) if calendar else (data + stream.read(), False)
        data = sys.stdin.buffer.read(MOST_OCTETS + 1)
        return (data, True) if is_calendar(data) else (data + sys.stdin.buffer.read(), False)


def looked_at(data: bytes, name: str, clients: tuple[Client, ...] | None) -> Checked:
    """What is wrong with a calendar."""
    from icsgen.ics.check import check
    from icsgen.ics.components import reading
    from icsgen.ics.faults import CLIENTS

    file = reading(data)
    return Checked(name, check(file, tuple(CLIENTS) if clients is None else clients), file.whole)


def print_report(checked: Checked, prefix: str) -> None:
    """A line for each finding, the first of each rule, and how many there are of the others."""
    shown, left = dict[str, int](), dict(checked.report.more)
    for finding in checked.report.findings:
        rule = finding.rule.name
        if shown.setdefault(rule, 0) < MOST_SHOWN:
            shown[rule] += 1
            click.echo(printable(_told(checked.name, finding)))
        else:
            left[rule] = left.get(rule, 0) + 1
    for rule, count in left.items():
        click.echo(printable(f"{checked.name}: and {count:,} more of [{rule}]"))
    print_count(checked, prefix)


def _told(name: str, finding: Finding) -> str:
    """``a.ics:12: error (Google, Outlook): the time has no zone. Name the zone. [floating-time]``."""
    from icsgen.ics.faults import CLIENTS

    rule = finding.rule
    clients = ", ".join(CLIENTS[client] for client in rule.clients)
    return f"{name}:{finding.line}: {rule.severity} ({clients}): {finding.fact}. {rule.cure} [{rule.name}]"


def print_count(checked: Checked, prefix: str) -> None:
    """What there is to mend, in a line on stderr."""
    found = [counted(count, severity) for severity in SEVERITIES if (count := checked.count(severity))]
    if not checked.whole:
        to_stderr(f"{checked.name}: only its first {limits()} were looked at")
    elif not checked.count("error") and not checked.count("warning"):
        found.append("Nothing is left to mend" if not found else "nothing is left to mend")
    if found:
        to_stderr(f"{prefix}{', '.join(found)}.")


def limits() -> str:
    """How much of a calendar is looked at."""
    from icsgen.ics.components import MOST_LINES, MOST_OCTETS

    return f"{MOST_OCTETS // 2**20} MB, or {MOST_LINES:,} lines,"


def print_json(calendars: Sequence[Checked], several: bool) -> None:
    """All findings as one list; of several calendars each with its `file`."""
    found = [
        {**({"file": checked.name} if several else {}), **_record(finding)}
        for checked in calendars
        for finding in checked.report.findings
    ]
    click.echo(json.dumps(found, ensure_ascii=False, indent=2))


def _record(finding: Finding) -> dict[str, str | int]:
    rule = finding.rule
    return {
        "line": finding.line,
        "severity": rule.severity,
        "client": ",".join(rule.clients),
        "rule": rule.name,
        "fact": finding.fact,
        "cure": rule.cure,
    }
