"""Milestones in, entries out: the event's title and text in the candidate's language, and its messages."""

from __future__ import annotations

import datetime as dt
from functools import cache

from msgspec.structs import replace

from icsgen.messages.descriptions import description
from icsgen.messages.drafts import labelled, told_of
from icsgen.messages.facts import Facts, facts_of
from icsgen.messages.kinds import KINDS
from icsgen.messages.languages import Language, language_named
from icsgen.messages.texts import Theirs, headed, heading, text
from icsgen.messages.words import one_line
from icsgen.model import Entry, Milestone

__all__ = ["compose", "title", "with_page"]

TITLE_ROOM = 70  # characters
HOUR = dt.timedelta(hours=1)


def compose(milestone: Milestone) -> Entry:
    """The event's title and text in the candidate's language, with every message of the milestone in it."""
    if milestone.outcome:
        return _over(milestone)
    told = told_of(milestone.candidate, milestone.interview, _promised(milestone))
    messages = [pair for kind in milestone.messages for pair in labelled(told, kind)]
    facts = told if told.language.code == milestone.candidate.language else _facts(milestone)
    labels, name = facts.language.labels, f"{facts.language.code}/events/{milestone.key}"
    head, body = headed(name, facts.words, _scene(milestone, facts), TITLE_ROOM, facts.theirs)
    gaps = dict.fromkeys([gap for _, message in messages for gap in message.gaps])
    last = []
    if gaps:
        last.append(labels.fill_in.format(gaps="; ".join(gaps)))
    if why := _why(milestone, facts.language):
        last.append(labels.why.format(why=why))
    to_find_out = [asked for kind in milestone.messages if (asked := KINDS[kind].to_find_out)]
    return Entry(
        milestone=milestone,
        title=head,
        description=description(body, messages, last, labels),
        messages=tuple([message for _, message in messages]),
        gaps=(*gaps, *to_find_out),
    )


def with_page(entry: Entry, link: str) -> Entry:
    """The entry, its text ending with the page on which it is marked as done."""
    labels = language_named(entry.milestone.candidate.language).labels
    return replace(entry, description=f"{entry.description}\n\n{labels.page.format(link=link)}".lstrip())


def _why(milestone: Milestone, language: Language) -> str:
    """Why then, in few words; empty where the language has none for it."""
    if language.code == "en":
        return one_line(milestone.why_short)
    if milestone.counted:
        span, since = milestone.counted
        return language.labels.counted.get(since, "").format(span=language.span(span))
    return "" if milestone.late else language.labels.reasons.get(milestone.key, "")


def _promised(milestone: Milestone) -> dt.date | None:
    return milestone.promise.date if milestone.promise else None


def _facts(milestone: Milestone) -> Facts:
    """The facts as the candidate reads of them."""
    candidate = milestone.candidate
    return facts_of(candidate, milestone.interview, candidate.language, _promised(milestone))


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
    line = heading(name, words, TITLE_ROOM, facts.theirs)
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
        "elsewhere": _elsewhere(milestone, facts),
        "skip": _skip(language.code, facts.theirs),
        **_limit(milestone, language),
    }


def _skip(code: str, theirs: Theirs | None) -> str:
    """When not to send at all."""
    return text(f"{code}/skip", {}, {}, theirs) if theirs else _our_skip(code)


@cache
def _our_skip(code: str) -> str:
    return text(f"{code}/skip", {}, {})


def _elsewhere(milestone: Milestone, facts: Facts) -> str:
    """The moment where the employer is, if the clock there shows another time."""
    language = facts.language
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
        "where": language.place(zone),
    }
    return text(f"{language.code}/elsewhere", {}, words, facts.theirs)


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
