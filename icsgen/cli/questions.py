"""What is asked on a terminal, and who the candidate is: where nobody is there, nothing is."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

from icsgen.errors import printable

if TYPE_CHECKING:
    from icsgen.details.drafts import Detail
    from icsgen.details.invite_events import Invitation
    from icsgen.outlets.invited import Asking, Question

__all__ = ["Given", "asking_of"]

TEXTS: Mapping[str, str] = {
    "company": "The company of “{about}” (Enter: to be filled in later)",
    "role": "The role of “{about}” (Enter: to be filled in later)",
    "start": "At what time “{about}” begins, such as 14:30 (Enter: to be filled in later)",
    "decision": "When do they decide, in their words (Enter: not known)",
    "visit": "Another talk of one visit with {about}, or a round of its own",
    "takes-place": "Is it the new time of {about}, which was put off",
    "cancelled": "{about} is called off: is a new time to come (postponed), has somebody else the job "
    "(filled), or was it you (withdrawn)",
    "me": "Which of these addresses is yours",
    "timezone": "Your time zone, such as America/New_York (Enter: to be filled in later)",
}
"""What is asked for what an invitation does not tell."""

Given = Mapping[str, str | None]


def asking_of(now: dt.datetime, mine: Sequence[str], given: Given, beginning: Sequence[Invitation]) -> Asking:
    """What is known beside the invitations, and the terminal, if there is one.

    `beginning`: the invitations that a new document is made of.
    """
    from icsgen.outlets.invited import Asking

    ask = _ask if sys.stdin.isatty() and sys.stderr.isatty() else None
    asking = Asking(
        clock=now,
        name=given.get("name") or "",
        mine=tuple(mine),
        company=given.get("company") or "",
        role=given.get("role") or "",
        countries=_countries,
        ask=ask,
    )
    if not beginning:
        return asking
    from msgspec.structs import replace

    return replace(asking, me=tuple(_me(asking, given, beginning[0])))


def _countries(zone: str) -> tuple[str, ...]:
    """The countries that keep a zone's time and whose holidays are known."""
    from icsgen.rules import countries_of_zone
    from icsgen.rules.workdays import CODES

    return tuple(code for code in countries_of_zone(zone) if code in CODES)


def _me(asking: Asking, given: Given, invitation: Invitation) -> list[Detail]:
    """What a new document says of the candidate: as given, as invited, or a line to fill in."""
    from icsgen.details.drafts import Detail
    from icsgen.details.invite_people import cast

    me = cast(invitation, asking.mine, asking.name).me
    name = asking.name or (me.name if me and "@" not in me.name else "")
    email = next(iter(asking.mine), me.address if me else "")
    zone = given.get("timezone") or asking.answer("timezone", "")
    country = given.get("country") or next(iter(_countries(zone)), "") if zone else given.get("country") or ""
    details = [
        Detail(key="name", value=name or None, comment="" if name else "as you sign"),
        Detail(key="email", value=email or None),
        Detail(key="timezone", value=zone or None, comment="" if zone else "yours: America/New_York"),
        Detail(key="country", value=country or None, comment=_of_country(given, zone, country)),
    ]
    if part := given.get("subdivision"):
        details.append(Detail(key="subdivision", value=part))
    return details


def _of_country(given: Given, zone: str, country: str) -> str:
    if not country:
        return "whose holidays are yours: US"
    return "" if given.get("country") else f"where {zone} is: is it right?"


def _ask(question: Question) -> str:
    """An answer from the terminal; Enter is the default."""
    text = printable(TEXTS[question.key].format(about=question.about))
    if question.choices:
        choice = click.Choice(question.choices)
        answer = click.prompt(text, type=choice, default=question.default or None, err=True)
    else:
        answer = click.prompt(
            text,
            default=question.default,
            show_default=bool(question.default),
            value_proc=lambda words: _sound(question.key, words),
            err=True,
        )
    return str(answer)


def _sound(key: str, words: str) -> str:
    """The words as the document can hold them; asked once more where it cannot."""
    from icsgen.details import times, values

    if not words.strip():
        return ""
    try:
        line = values.one_line(words)
        if key == "decision":
            values.decision(line)
        if key == "timezone":
            values.zone(line)
        if key == "start":
            times.local_time(f"2000-01-01 {line}")
    except ValueError as fault:
        raise click.UsageError(str(fault)) from fault
    return line
