"""What the RFC and each client will do with a calendar file, whoever wrote it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from itertools import islice

from msgspec import Struct

from icsgen.ics.components import Reading
from icsgen.ics.faults import CLIENTS, RULES, Client, Rule, Severity

__all__ = ["MOST_FINDINGS", "Finding", "Report", "check"]

MOST_FINDINGS = 1_000
"""Of one rule in one file that are told; more are counted."""


class Finding(Struct, frozen=True):
    """What a rule found."""

    line: int
    """Of the file, from 1 on."""
    rule: Rule
    fact: str


class Report(Struct, frozen=True):
    """All that was found in a file."""

    findings: tuple[Finding, ...]
    """By line."""
    more: Mapping[str, int]
    """How many more there are, by the name of the rule."""
    counts: Mapping[Severity, int]
    """How many there are of each severity, all in all."""


def check(file: Reading, clients: Collection[Client] = tuple(CLIENTS)) -> Report:
    """What is wrong with a file for these clients; what breaks the RFC is so for all."""
    findings, more, counts = list[Finding](), dict[str, int](), Counter[Severity]()
    for rule in RULES:
        if not {"rfc", *clients} & set(rule.clients):
            continue
        found = iter(rule.find(file))
        kept = [Finding(line, rule, fact) for line, fact in islice(found, MOST_FINDINGS)]
        if rest := sum(1 for _ in found):
            more[rule.name] = rest
        counts += Counter({rule.severity: len(kept) + rest})  # what is none is left out
        findings += kept
    return Report(tuple(sorted(findings, key=lambda each: each.line)), more, counts)
