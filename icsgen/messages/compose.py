"""Milestones in, entries out: the event's title and text, and each message ready to send."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from msgspec import Struct

from icsgen.dates import clock
from icsgen.messages.facts import Facts, Reader, facts_of
from icsgen.messages.texts import SUBJECT, headed, heading, text
from icsgen.messages.words import cut, day_and_month, gaps_in, one_line, place_of
from icsgen.model import Candidate, Entry, Interview, Message, Milestone

__all__ = ["KINDS", "Kind", "compose", "draft", "title"]

SUBJECT_ROOM = 60  # characters, beyond which an inbox on a phone cuts a subject off
TITLE_ROOM = 70
DESCRIPTION_ROOM = 8_000  # characters, beyond which calendars cut (CLIENTS.md 32)
HOUR = dt.timedelta(hours=1)


# --- the kinds of message


def _panel(facts: Facts) -> tuple[Reader, ...]:
    return facts.panel


def _contact(facts: Facts) -> tuple[Reader, ...]:
    return (facts.contact,)


class Kind(Struct, frozen=True, kw_only=True):
    """A kind of message: how long it is, who reads it, and what the event says of it."""

    words: tuple[int, int]
    """The fewest and the most, from the greeting to the signature (CADENCE section 6)."""
    readers: Callable[[Facts], tuple[Reader, ...]] | None = None
    """None: it is spoken."""
    label: str = "Ready to send"
    no_address: str = " (reply to the invitation, or ask the coordinator to pass it on)"
    due: dt.timedelta | None = None
    """The hard limit, from the end of the interview."""
    to_find_out: str | None = None
    """What the document still lacks as long as this is to be said."""


KINDS: Mapping[str, Kind] = {
    "timeline-question": Kind(
        words=(1, 60),
        label="Ask before you leave",
        to_find_out="when they plan to decide: ask, and add it as `decision:`",
    ),
    "thank-you": Kind(words=(80, 160), readers=_panel, due=24 * HOUR),
    "thank-you-short": Kind(words=(40, 70), readers=_panel, due=2 * HOUR),
    "thank-you-later": Kind(words=(80, 160), readers=_panel, due=24 * HOUR),
    "thank-you-coordinator": Kind(words=(80, 160), readers=_contact),
    "linkedin": Kind(words=(1, 60), label="To connect"),
    "follow-up": Kind(words=(50, 100), readers=_contact),
    "follow-up-timeline": Kind(words=(60, 120), readers=_contact),
    "call": Kind(words=(60, 110), label="What to say"),
    "voicemail": Kind(words=(1, 60), label="The voicemail, if nobody answers"),
    "voicemail-second": Kind(words=(1, 60), label="A second voicemail, and the last"),
    "call-mail": Kind(words=(50, 100), readers=_contact),
    "tickler": Kind(words=(60, 110), readers=_contact),
    "rejection-reply": Kind(words=(50, 110), readers=_contact),
    "offer-elsewhere": Kind(words=(60, 110), readers=_contact),
    "no-show": Kind(words=(50, 100), readers=_contact),
    "withdrawal": Kind(words=(40, 80), readers=_contact),
    "offer-decline": Kind(words=(40, 80), readers=_contact),
    "withdrawal-before": Kind(words=(40, 80), readers=_contact),
    "recruiter": Kind(
        words=(70, 120), readers=_contact, label="To introduce yourself to a recruiter", no_address=""
    ),
}


# --- messages


def draft(candidate: Candidate, interview: Interview | None, kind: str) -> tuple[Message, ...]:
    """The messages of one kind, planned or not: one for each who is to read it, or one to say."""
    return tuple(message for _, message in _labelled(facts_of(candidate, interview), kind))


def _labelled(facts: Facts, kind: str) -> Iterator[tuple[str, Message]]:
    """The messages of one kind, each with what tells it from the others."""
    row = KINDS[kind]
    if not row.readers:
        reader = (facts.panel or (facts.contact,))[0]
        body = text(f"messages/{kind}", facts.words, reader.words, facts.folder)
        yield row.label, Message(kind=kind, to=(), subject="", body=body, gaps=gaps_in(body))
        return
    readers = row.readers(facts)
    for reader in readers:
        room = len(SUBJECT) + SUBJECT_ROOM
        head, body = headed(f"messages/{kind}", facts.words, reader.words, room, facts.folder)
        yield (
            reader.name if len(readers) > 1 else row.label,
            Message(
                kind=kind,
                to=(reader.to,),
                subject=head.removeprefix(SUBJECT),
                body=body,
                gaps=gaps_in(f"{head}\n{body}"),
            ),
        )


# --- entries


def compose(milestone: Milestone) -> Entry:
    """The event's title and text, with every message of the milestone ready in it."""
    if milestone.outcome:
        return _over(milestone)
    facts = facts_of(milestone.candidate, milestone.interview)
    labelled = [pair for kind in milestone.messages for pair in _labelled(facts, kind)]
    head, told = headed(f"events/{milestone.key}", facts.words, _scene(milestone), TITLE_ROOM, facts.folder)
    gaps = dict.fromkeys([gap for _, message in labelled for gap in message.gaps])
    copies, last = list(_copies(labelled)), [f"Why this date: {one_line(milestone.why_short)}"]
    if gaps:
        last.insert(0, f"Fill in before sending: {'; '.join(gaps)}")
    to_find_out = [asked for kind in milestone.messages if (asked := KINDS[kind].to_find_out)]
    return Entry(
        milestone=milestone,
        title=head,
        description=_within_room(told, copies, last),
        messages=tuple([message for _, message in labelled]),
        gaps=(*gaps, *to_find_out),
    )


def _within_room(told: str, copies: Sequence[str], last: Sequence[str]) -> str:
    """The event's text; the last messages go where it would be too long for calendars, and that is said."""
    whole = "\n\n".join([told, *copies, *last])
    for kept in range(len(copies) - 1, -1, -1):
        if len(whole) <= DESCRIPTION_ROOM:
            return whole
        left = f"{len(copies) - kept} of the messages did not fit here; `icsgen draft` prints them all."
        whole = "\n\n".join([told, *copies[:kept], left, *last])
    return cut(whole, DESCRIPTION_ROOM)


def _over(milestone: Milestone) -> Entry:
    """What was done, or will not be, is a short line on its day."""
    return Entry(milestone=milestone, title=title(milestone), description=milestone.why)


def title(milestone: Milestone) -> str:
    """The event's title alone, with what became of it."""
    facts = facts_of(milestone.candidate, milestone.interview)
    words = facts.words | _scene(milestone)
    line = heading(f"events/{milestone.key}", words, TITLE_ROOM, facts.folder)
    return f"{milestone.outcome.capitalize()}: {line}" if milestone.outcome else line


def _scene(milestone: Milestone) -> dict[str, object]:
    """What the event's own text may say beside the facts: this milestone's day, hours and limit."""
    start, end = milestone.start, milestone.end
    return {
        "today": day_and_month(start),
        "starts": clock(start) if isinstance(start, dt.datetime) else "",
        "ends": clock(end) if isinstance(end, dt.datetime) else "",
        "messages": milestone.messages,
        "echo": one_line(milestone.promise.echo) if milestone.promise else "",
        "by_mail": one_line(milestone.by_mail),
        "elsewhere": _elsewhere(milestone),
        "skip": _skip(milestone.candidate.messages),
        **_limit(milestone),
    }


def _skip(folder: str | None) -> str:
    """When not to send at all."""
    return text("skip", {}, {}, folder) if folder else _our_skip()


@cache
def _our_skip() -> str:
    return text("skip", {}, {})


def _elsewhere(milestone: Milestone) -> str:
    """The moment where the employer is, if the clock there shows another time."""
    start, interview = milestone.start, milestone.interview
    if not interview or not isinstance(start, dt.datetime) or interview.region.timezone is start.tzinfo:
        return ""
    zone = interview.region.timezone
    theirs = start.astimezone(zone)
    if theirs.utcoffset() == start.utcoffset():
        return ""
    there = f"{clock(theirs)} on {day_and_month(theirs)} in {place_of(zone)}"
    words: dict[str, object] = {"starts": clock(start), "theirs": there}
    return text("elsewhere", {}, words, milestone.candidate.messages)


def _limit(milestone: Milestone) -> dict[str, object]:
    """The hard limit of the milestone's messages on the candidate's clock, where they have one still."""
    interview = milestone.interview
    due = KINDS[milestone.messages[0]].due if milestone.messages else None
    if not (due and interview) or milestone.late:
        return {"limit": "", "hours": 0}
    limit = (interview.end.astimezone(dt.UTC) + due).astimezone(milestone.candidate.region.timezone)
    return {"limit": f"{day_and_month(limit)}, {clock(limit)}", "hours": due // HOUR}


def _copies(labelled: Sequence[tuple[str, Message]]) -> Iterator[str]:
    """Each message under a heading, flush left, so that it can be copied as it stands."""
    for number, (label, message) in enumerate(labelled, 1):
        count = f"{number} of {len(labelled)}: " if len(labelled) > 1 else ""
        lines = [f"---- {count}{label} ----"]
        for to in message.to:
            hint = "" if to.endswith(">") else KINDS[message.kind].no_address
            lines += [f"To: {to}{hint}", f"Subject: {message.subject}"]
        yield "\n".join([*lines, "", message.body])
