"""An event's description: what to do, each message to be copied or opened, and what is said at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from icsgen.messages.kinds import KINDS
from icsgen.messages.languages import Labels
from icsgen.messages.links import address_of, mailto, mailto_without_body
from icsgen.messages.words import cut
from icsgen.model import Message

__all__ = ["Labelled", "description", "opening"]

LONGEST = 8_000  # characters, beyond which calendars cut (CLIENTS.md 32)
MOST_WITH_BODY = 2
"""The mails of an event whose links hold the text too: each doubles it."""
RULE = "---- "
"""What the heading of a message begins with."""
LINKS = (mailto, mailto_without_body, None)
Labelled = Sequence[tuple[str, Message]]
"""Messages, each with the reader it is for, where there are several."""


def description(told: str, labelled: Labelled, last: Sequence[str], labels: Labels) -> str:
    """The event's text. Where it would be too long for calendars, the links' own texts go, then the links,
    then the last messages, and that is said; before them the end of what is to be done, beyond one half."""
    mails = [message for _, message in labelled if message.to]
    told = cut(told, LONGEST // 2)  # a place of thousands of characters leaves the messages their room
    copies: list[str] = []
    whole = ""
    for link in LINKS if len(mails) <= MOST_WITH_BODY else LINKS[1:]:
        copies = list(_copies(labelled, labels, link))
        whole = "\n\n".join([told, *copies, *last])
        if len(whole) <= LONGEST:
            return whole
    for kept in range(len(copies) - 1, -1, -1):
        left = labels.did_not_fit.format(count=len(copies) - kept)
        whole = "\n\n".join([told, *copies[:kept], left, *last])
        if len(whole) <= LONGEST:
            return whole
    return cut(whole, LONGEST)


def opening(whole: str, labels: Labels) -> str:
    """What a description says to do, before its messages and what is said at the end."""
    for begins in (RULE, labels.fill_in.partition("{")[0], labels.why.partition("{")[0]):
        whole = whole.partition(f"\n\n{begins}")[0]
    return whole


def _copies(labelled: Labelled, labels: Labels, link: Callable[[Message], str] | None) -> Iterator[str]:
    """Each message under a heading, flush left, so that it can be copied; of a mail then the link to it."""
    for number, (reader, message) in enumerate(labelled, 1):
        label = reader or labels.kinds.get(message.kind, labels.ready)
        if len(labelled) > 1:
            label = labels.numbered.format(number=number, count=len(labelled), label=label)
        copy = f"{RULE}{label} ----"
        for to in message.to:
            known = address_of(message) or KINDS[message.kind].to_stranger
            asked = "" if known else f" ({labels.no_address})"
            copy += f"\n{labels.to}: {to}{asked}\n{labels.subject}: {message.subject}"
        copy += f"\n\n{message.body}"
        if message.to and link:
            copy += f"\n\n{labels.open_mail.format(link=link(message))}"
        yield copy
