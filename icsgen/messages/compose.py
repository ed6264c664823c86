"""Milestones in, entries out: the event's title and text, and each message ready to send."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from msgspec import Struct

from icsgen.messages.facts import Facts, Reader, facts_of
from icsgen.messages.languages import Labels, Language, language_named
from icsgen.messages.links import mailto, mailto_without_body
from icsgen.messages.texts import SUBJECT, headed, heading, text
from icsgen.messages.words import cut, one_line, place_of
from icsgen.model import Candidate, Entry, Interview, Message, Milestone

__all__ = ["KINDS", "Kind", "compose", "draft", "title"]

SUBJECT_ROOM = 60  # characters, beyond which an inbox on a phone cuts a subject off
TITLE_ROOM = 70
DESCRIPTION_ROOM = 8_000  # characters, beyond which calendars cut (CLIENTS.md 32)
MOST_WITH_BODY = 2
"""The mails of an event whose links hold the text too: each doubles it."""
HOUR = dt.timedelta(hours=1)
LINKS = (mailto, mailto_without_body, None)
Labelled = Sequence[tuple[str, Message]]
"""Messages, each with the reader it is for, where there are several."""


# --- the kinds of message


def _panel(facts: Facts) -> tuple[Reader, ...]:
    return facts.panel


def _contact(facts: Facts) -> tuple[Reader, ...]:
    return (facts.contact,)


def _coordinator(facts: Facts) -> tuple[Reader, ...]:
    return (facts.coordinator,)


class Kind(Struct, frozen=True, kw_only=True):
    """A kind of message: how long it is, and who reads it."""

    words: tuple[int, int]
    """The fewest and the most, from the greeting to the signature (CADENCE section 6)."""
    readers: Callable[[Facts], tuple[Reader, ...]] | None = None
    """None: it is spoken."""
    to_stranger: bool = False
    """There is nobody who could pass it on."""
    due: dt.timedelta | None = None
    """The hard limit, from the end of the interview."""
    to_find_out: str | None = None
    """What the document still lacks as long as this is to be said."""


KINDS: Mapping[str, Kind] = {
    "timeline-question": Kind(
        words=(1, 60),
        to_find_out="when they plan to decide: ask, and add it as `decision:`",
    ),
    "thank-you": Kind(words=(80, 160), readers=_panel, due=24 * HOUR),
    "thank-you-short": Kind(words=(40, 70), readers=_panel, due=2 * HOUR),
    "thank-you-later": Kind(words=(80, 160), readers=_panel, due=24 * HOUR),
    "thank-you-coordinator": Kind(words=(80, 160), readers=_coordinator),
    "linkedin": Kind(words=(1, 60)),
    "follow-up": Kind(words=(50, 100), readers=_contact),
    "follow-up-timeline": Kind(words=(60, 120), readers=_contact),
    "call": Kind(words=(60, 110)),
    "voicemail": Kind(words=(1, 60)),
    "voicemail-second": Kind(words=(1, 60)),
    "call-mail": Kind(words=(50, 100), readers=_contact),
    "tickler": Kind(words=(60, 110), readers=_contact),
    "rejection-reply": Kind(words=(50, 110), readers=_contact),
    "offer-elsewhere": Kind(words=(60, 110), readers=_contact),
    "no-show": Kind(words=(50, 100), readers=_contact),
    "withdrawal": Kind(words=(40, 80), readers=_contact),
    "offer-decline": Kind(words=(40, 80), readers=_contact),
    "withdrawal-before": Kind(words=(40, 80), readers=_contact),
    "recruiter": Kind(words=(70, 120), readers=_contact, to_stranger=True),
}


# --- messages


def draft(
    candidate: Candidate, interview: Interview | None, kind: str, promised: dt.date | None = None
) -> tuple[Message, ...]:
    """The messages of one kind, planned or not: one for each who is to read it, or one to say.

    `promised` is the date that the employer's words about the decision came to.
    """
    return tuple(message for _, message in _labelled(_told(candidate, interview, promised), kind))


def _told(candidate: Candidate, interview: Interview | None, promised: dt.date | None) -> Facts:
    """The facts as the employer reads of them."""
    return facts_of(candidate, interview, interview.language if interview else candidate.language, promised)


def _labelled(facts: Facts, kind: str) -> Iterator[tuple[str, Message]]:
    """The messages of one kind, each with the name that tells it from the others, if there are others."""
    row, language, name = KINDS[kind], facts.language, f"{facts.language.code}/messages/{kind}"
    if not row.readers:
        reader = (facts.panel or (facts.contact,))[0]
        body = text(name, facts.words, reader.words, facts.folder)
        gaps = language.gaps_in(body)
        yield "", Message(kind=kind, language=language.code, to=(), subject="", body=body, gaps=gaps)
        return
    readers = row.readers(facts)
    for reader in readers:
        room = len(SUBJECT) + SUBJECT_ROOM
        head, body = headed(name, facts.words, reader.words, room, facts.folder)
        yield (
            reader.name if len(readers) > 1 else "",
            Message(
                kind=kind,
                language=language.code,
                to=(reader.to,),
                subject=head.removeprefix(SUBJECT),
                body=body,
                gaps=language.gaps_in(f"{head}\n{body}"),
            ),
        )


# --- entries


def compose(milestone: Milestone) -> Entry:
    """The event's title and text in the candidate's language, with every message of the milestone in it."""
    if milestone.outcome:
        return _over(milestone)
    told = _told(milestone.candidate, milestone.interview, _promised(milestone))
    labelled = [pair for kind in milestone.messages for pair in _labelled(told, kind)]
    facts = _facts(milestone)
    labels, name = facts.language.labels, f"{facts.language.code}/events/{milestone.key}"
    head, body = headed(name, facts.words, _scene(milestone, facts), TITLE_ROOM, facts.folder)
    gaps = dict.fromkeys([gap for _, message in labelled for gap in message.gaps])
    last = []
    if gaps:
        last.append(labels.fill_in.format(gaps="; ".join(gaps)))
    if labels.why:
        last.append(labels.why.format(why=one_line(milestone.why_short)))
    to_find_out = [asked for kind in milestone.messages if (asked := KINDS[kind].to_find_out)]
    return Entry(
        milestone=milestone,
        title=head,
        description=_within_room(body, labelled, last, labels),
        messages=tuple([message for _, message in labelled]),
        gaps=(*gaps, *to_find_out),
    )


def _promised(milestone: Milestone) -> dt.date | None:
    return milestone.promise.date if milestone.promise else None


def _facts(milestone: Milestone) -> Facts:
    """The facts as the candidate reads of them."""
    candidate = milestone.candidate
    return facts_of(candidate, milestone.interview, candidate.language, _promised(milestone))


def _within_room(told: str, labelled: Labelled, last: Sequence[str], labels: Labels) -> str:
    """The event's text. Where it would be too long for calendars, the links' own texts go, then the links,
    then the last messages, and that is said."""
    mails = sum(bool(message.to) for _, message in labelled)
    copies, whole = list[str](), ""
    for link in LINKS if mails <= MOST_WITH_BODY else LINKS[1:]:
        copies = list(_copies(labelled, labels, link))
        whole = "\n\n".join([told, *copies, *last])
        if len(whole) <= DESCRIPTION_ROOM:
            return whole
    for kept in range(len(copies) - 1, -1, -1):
        left = labels.did_not_fit.format(count=len(copies) - kept)
        whole = "\n\n".join([told, *copies[:kept], left, *last])
        if len(whole) <= DESCRIPTION_ROOM:
            return whole
    return cut(whole, DESCRIPTION_ROOM)


def _over(milestone: Milestone) -> Entry:
    """What was done, or will not be, is a short line on its day."""
    language = language_named(milestone.candidate.language)
    told = language.labels.done_on if milestone.outcome == "done" else ""
    told = told.format(date=language.in_words(milestone.date)) or milestone.why
    return Entry(milestone=milestone, title=title(milestone), description=told)


def title(milestone: Milestone) -> str:
    """The event's title alone, with what became of it."""
    facts = _facts(milestone)
    words = facts.words | _scene(milestone, facts)
    name = f"{facts.language.code}/events/{milestone.key}"
    line = heading(name, words, TITLE_ROOM, facts.folder)
    if not milestone.outcome:
        return line
    done = facts.language.labels.done
    return f"{done if milestone.outcome == 'done' else milestone.outcome.capitalize()}: {line}"


def _scene(milestone: Milestone, facts: Facts) -> dict[str, object]:
    """What the event's own text may say beside the facts: this milestone's day, hours and limit."""
    start, end, language = milestone.start, milestone.end, facts.language
    return {
        "today": language.written(language.day_and_month, milestone.date),
        "starts": language.time(start) if isinstance(start, dt.datetime) else "",
        "ends": language.time(end) if isinstance(end, dt.datetime) else "",
        "messages": milestone.messages,
        "by_mail": one_line(milestone.by_mail),
        "elsewhere": _elsewhere(milestone, language),
        "skip": _skip(language.code, facts.folder),
        **_limit(milestone, language),
    }


def _skip(code: str, folder: str | None) -> str:
    """When not to send at all."""
    return text(f"{code}/skip", {}, {}, folder) if folder else _our_skip(code)


@cache
def _our_skip(code: str) -> str:
    return text(f"{code}/skip", {}, {})


def _elsewhere(milestone: Milestone, language: Language) -> str:
    """The moment where the employer is, if the clock there shows another time."""
    start, interview = milestone.start, milestone.interview
    if not interview or not isinstance(start, dt.datetime) or interview.region.timezone is start.tzinfo:
        return ""
    zone = interview.region.timezone
    theirs = start.astimezone(zone)
    if theirs.utcoffset() == start.utcoffset():
        return ""
    words: dict[str, object] = {
        "starts": language.time(start),
        "there": language.time(theirs),
        "day": language.written(language.day_and_month, theirs.date()),
        "where": place_of(zone),
    }
    return text(f"{language.code}/elsewhere", {}, words, milestone.candidate.messages)


def _limit(milestone: Milestone, language: Language) -> dict[str, object]:
    """The hard limit of the milestone's messages on the candidate's clock, where they have one still."""
    interview = milestone.interview
    due = KINDS[milestone.messages[0]].due if milestone.messages else None
    if not (due and interview) or milestone.late:
        return {"limit_day": "", "limit": "", "hours": 0}
    limit = (interview.end.astimezone(dt.UTC) + due).astimezone(milestone.candidate.region.timezone)
    return {
        "limit_day": language.written(language.day_and_month, limit.date()),
        "limit": language.time(limit),
        "hours": due // HOUR,
    }


def _copies(labelled: Labelled, labels: Labels, link: Callable[[Message], str] | None) -> Iterator[str]:
    """Each message under a heading, flush left, so that it can be copied; of a mail then the link to it."""
    for number, (reader, message) in enumerate(labelled, 1):
        label = reader or labels.kinds.get(message.kind, labels.ready)
        if len(labelled) > 1:
            label = labels.numbered.format(number=number, count=len(labelled), label=label)
        parts = [f"---- {label} ----"]
        for to in message.to:
            known = to.endswith(">") or KINDS[message.kind].to_stranger
            parts[0] += f"\n{labels.to}: {to}" if known else f"\n{labels.to}: {to} ({labels.no_address})"
            parts[0] += f"\n{labels.subject}: {message.subject}"
        parts.append(message.body)
        if message.to and link:
            parts.append(labels.open_mail.format(link=link(message)))
        yield "\n\n".join(parts)
