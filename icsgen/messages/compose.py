"""Milestones in, entries out: the event's title and text, and each message ready to send.

The prose is in `templates/`; this is its one interpreter. What the user wrote only ever fills a template,
it never is one.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from importlib.util import cache_from_source
from pathlib import Path

from jinja2 import (
    BytecodeCache,
    Environment,
    FileSystemBytecodeCache,
    FunctionLoader,
    StrictUndefined,
    Template,
    pass_context,
)
from jinja2.nodes import EvalContext
from jinja2.runtime import Context
from msgspec import Struct

from icsgen.messages.facts import Facts, Reader, facts_of
from icsgen.messages.words import (
    clock,
    cut,
    dates_in_words,
    day_and_month,
    gap,
    gaps_in,
    listing,
    one_line,
    place_of,
    stop,
    vary,
)
from icsgen.model import Entry, Message, Milestone

__all__ = ["KINDS", "Kind", "compose", "draft"]

SUBJECT = "Subject: "  # begins a template of a mail
SUBJECT_ROOM = 60  # characters, beyond which an inbox on a phone cuts a subject off
TITLE_ROOM = 70
HOUR = dt.timedelta(hours=1)


# --- the kinds of message


def _panel(facts: Facts) -> tuple[Reader, ...]:
    return facts.panel


def _contact(facts: Facts) -> tuple[Reader, ...]:
    return (facts.contact,)


class Kind(Struct, frozen=True, kw_only=True):
    """A kind of message: who reads it, and what the event says of it."""

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
        label="Ask before you leave", to_find_out="when they plan to decide: ask, and add it as `decision:`"
    ),
    "thank-you": Kind(readers=_panel, due=24 * HOUR),
    "thank-you-short": Kind(readers=_panel, due=2 * HOUR),
    "follow-up": Kind(readers=_contact),
    "follow-up-timeline": Kind(readers=_contact),
    "call": Kind(label="What to say"),
    "voicemail": Kind(label="The voicemail, if nobody answers"),
    "call-mail": Kind(readers=_contact),
    "tickler": Kind(readers=_contact),
    "recruiter": Kind(readers=_contact, label="To introduce yourself to a recruiter", no_address=""),
}


# --- the templates


@pass_context
def _vary(context: Context, phrasings: str, slot: int) -> str:
    return vary(phrasings, context["n"], slot)


class _Words(Context):
    """What a template may say, without the room for blocks and includes: there are thousands of texts."""

    def __init__(self, words: dict[str, object]) -> None:
        self.environment, self.parent = _environment(), words
        self.vars, self.exported_vars = {}, set()
        self.eval_ctx = EvalContext(self.environment)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(_source),
        bytecode_cache=_compiled(),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - plain text has nothing to escape
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(listing=listing, stop=stop, vary=_vary)
    return environment


def _compiled() -> BytecodeCache | None:
    """Templates once compiled, kept where Python keeps its own modules; nowhere if it is not to."""
    folder = Path(cache_from_source(__file__)).parent
    if sys.dont_write_bytecode or not os.access(folder, os.W_OK):
        return None
    return FileSystemBytecodeCache(str(folder), "%s.jinja")


@cache
def _template(name: str) -> Template:
    return _environment().get_template(name)


@cache
def _head(name: str) -> Template:
    """The first line of a template alone."""
    return _environment().from_string(_source(name).partition("\n")[0])


def _source(name: str) -> str:
    return (files("icsgen.messages") / f"templates/en/{name}.txt").read_text("utf-8")


def _text(template: Template, words: dict[str, object]) -> str:
    return "".join(template.root_render_func(_Words(words)))


def _rendered(name: str, words: dict[str, object], room: int) -> tuple[str, str]:
    """A template's first line (a subject or a title), within so many characters, and the text below."""
    head, _, body = _text(_template(name), words).partition("\n\n")
    return (head if len(head) <= room else _shorter(_head(name), words, room)), body.strip()


def _shorter(head: Template, words: Mapping[str, object], room: int) -> str:
    """The line within so many characters, if it can be: first the year goes, then the end of the role."""
    if "role" not in words:
        return head.render(words)
    words = {**words, "day": words["day_without_year"]}
    line, role = head.render(words), str(words["role"])
    if len(line) > room:
        line = head.render({**words, "role": cut(role, max(len(role) - len(line) + room, 10))})
    return line


# --- messages


def draft(milestone: Milestone, kind: str) -> tuple[Message, ...]:
    """The messages of one kind: one for each who is to read it, or one to say."""
    return tuple(message for _, message in _labelled(milestone, kind))


def _labelled(milestone: Milestone, kind: str) -> Iterator[tuple[str, Message]]:
    """The messages of one kind, each with what tells it from the others."""
    facts, row = facts_of(milestone.candidate, milestone.interview), KINDS[kind]
    said = _said(milestone)
    if not row.readers:
        yield row.label, _message(kind, {**facts.words, "said": said})
        return
    readers = row.readers(facts)
    for reader in readers:
        label = reader.name if len(readers) > 1 else row.label
        yield label, _message(kind, {**facts.words, "said": said, **reader.words}, (reader.to,))


def _message(kind: str, words: dict[str, object], to: tuple[str, ...] = ()) -> Message:
    name = f"messages/{kind}"
    if to:
        line, body = _rendered(name, words, len(SUBJECT) + SUBJECT_ROOM)
        subject = line.removeprefix(SUBJECT)
    else:
        subject, body = "", _text(_template(name), words).strip()
    return Message(kind=kind, to=to, subject=subject, body=body, gaps=gaps_in(f"{subject}\n{body}"))


def _said(milestone: Milestone) -> str:
    """The employer's own words for when they decide."""
    interview = milestone.interview
    timeline = milestone.promise or (interview and interview.timeline)
    return dates_in_words(one_line(timeline.said)) if timeline else gap("when they planned to decide")


# --- entries


def compose(milestone: Milestone) -> Entry:
    """The event's title and text, with every message of the milestone ready in it."""
    labelled = [pair for kind in milestone.messages for pair in _labelled(milestone, kind)]
    messages = tuple(message for _, message in labelled)
    title, text = _rendered(f"events/{milestone.key}", _scene(milestone), TITLE_ROOM)
    gaps = tuple(dict.fromkeys(gap for message in messages for gap in message.gaps))
    blocks = [text, *_copies(labelled)]
    if gaps:
        blocks.append(f"Fill in before sending: {'; '.join(gaps)}")
    blocks.append(f"Why this date: {one_line(milestone.why_short)}")
    return Entry(
        milestone=milestone,
        title=title,
        description="\n\n".join(blocks),
        messages=messages,
        gaps=(*gaps, *filter(None, (KINDS[kind].to_find_out for kind in milestone.messages))),
    )


def _scene(milestone: Milestone) -> dict[str, object]:
    """What the event's own text may say: the facts, and this milestone's day, hours and limit."""
    start, end = milestone.start, milestone.end
    return {
        **facts_of(milestone.candidate, milestone.interview).words,
        "today": day_and_month(start),
        "starts": clock(start) if isinstance(start, dt.datetime) else "",
        "ends": clock(end) if isinstance(end, dt.datetime) else "",
        "messages": milestone.messages,
        "echo": one_line(milestone.promise.echo) if milestone.promise else "",
        "by_mail": one_line(milestone.by_mail),
        "elsewhere": _elsewhere(milestone),
        "skip": _skip(),
        **_limit(milestone),
    }


@cache
def _skip() -> str:
    """When not to send at all."""
    return _source("skip").strip()


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
    return _text(_template("elsewhere"), {"starts": clock(start), "theirs": there}).strip()


def _limit(milestone: Milestone) -> dict[str, object]:
    """The hard limit of the milestone's messages on the candidate's clock, where they have one."""
    interview = milestone.interview
    due = KINDS[milestone.messages[0]].due if milestone.messages else None
    if not (due and interview):
        return {}
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
