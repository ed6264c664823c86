"""What a person's page shows: each thing to do with its messages, and the jobs they are for."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from icsgen.agenda import Item
from icsgen.dates import clock, date_text
from icsgen.ics import uid
from icsgen.messages import KINDS, linked, opening
from icsgen.messages.languages import language_named
from icsgen.messages.links import address_of, mailto
from icsgen.messages.words import cut
from icsgen.model import Entry, Interview, Message, Milestone, Redaction
from icsgen.outlets.web.pages.words import FACTS, name_of
from icsgen.rules.logs import FACT_OF

__all__ = ["LONGEST", "Letter", "Logged", "Piece", "Step", "city", "last_logged", "step"]

BUTTONS = {"call": "Called", "accepted": "Accepted"}
"""What is pressed where nothing was sent."""
LONGEST = 120
"""Characters of a name or a title; who wrote more has them in the messages."""
OVER = {"superseded": "replaced", "dropped": "called off"}
ENGLISH = language_named("en")  # of the pages' own words
TEL = re.compile(r'href="(tel:[^"]+)"')


class Piece(Struct, frozen=True):
    """A part of a text."""

    text: str
    is_gap: bool = False


class Letter(Struct, frozen=True, kw_only=True):
    """A message, ready to be copied, sent or said."""

    id: str
    label: str
    language: str
    to: Sequence[Piece]
    """Empty: it is said."""
    hint: str
    """What to do where the address is not known."""
    subject: Sequence[Piece]
    body: Sequence[Piece]
    mail: str
    """A link that opens it in a mail program."""
    is_cut: bool
    """Whether that is too short to hold the text."""


class Logged(Struct, frozen=True, kw_only=True):
    """What stands last in a log."""

    fact: str
    date: str
    words: str


class Step(Struct, frozen=True, kw_only=True):
    """Something to do, or what became of it."""

    id: str
    """The UID of its event, which links to it."""
    name: str
    title: str
    language: str
    """Of the title, and of what is to be done."""
    state: str
    urgency: str
    when: str
    machine: str
    """The same for machines."""
    elsewhere: str
    """What the employer's clock shows then, where it is another time."""
    why: str
    told: str
    """What to do, as HTML."""
    phone: str
    """A link that calls."""
    letters: Sequence[Letter]
    is_over: bool
    interview: str
    """By what its log is known."""
    fact: str
    """What can be logged of it; empty: nothing."""
    button: str
    logged: Logged | None
    """What can be taken back: what it was done by, if that was logged last."""


def step(item: Item, *, shows: Redaction, writes: bool) -> Step:
    """What is shown of an item, of which others see no more than their feed says; with `writes` as something
    to be logged."""
    milestone, entry, tells = item.entry.milestone, item.entry, not shows
    interview = milestone.interview if shows != "busy" else None
    name = uid(milestone)
    told = linked(_opening(entry)) if tells and not item.is_over else ""
    phone = TEL.search(told) if milestone.key == "call" and not milestone.by_mail else None
    fact = item.fact if writes and item.fact else ""
    return Step(
        id=name,
        name=name_of(milestone) if shows != "busy" else entry.title,
        title=cut(entry.title, LONGEST),
        language=milestone.candidate.language,
        state=item.state,
        urgency=item.urgency or OVER.get(item.state, item.state),
        when=item.when,
        machine=_machine(item),
        elsewhere=_elsewhere(milestone) if tells else "",
        why=milestone.why if tells else "",
        told=told,
        phone=phone[1] if phone else "",
        letters=[*_letters(entry, name)] if tells and not item.is_over else (),
        is_over=item.is_over,
        interview=interview.id if interview else "",
        fact=fact,
        button=_button(entry, fact),
        logged=_logged(milestone) if writes and item.state == "done" else None,
    )


def last_logged(interview: Interview) -> Logged | None:
    """What stands last in the log of the interview itself; a later round's may hold others' too."""
    place = interview.source.path
    own = [fact for fact in interview.log if fact.source.path[: len(place)] == place]
    if not own:
        return None
    kind, date = own[-1].kind, own[-1].date
    return Logged(fact=kind, date=date.isoformat(), words=f"{FACTS.get(kind, kind)}, {date_text(date)}")


def _logged(milestone: Milestone) -> Logged | None:
    """What stands last in its interview's log, if that is it."""
    last = last_logged(milestone.interview) if milestone.interview else None
    done = FACT_OF.get(milestone.key), milestone.date.isoformat()
    return last if last and (last.fact, last.date) == done else None


def _button(entry: Entry, fact: str) -> str:
    milestone = entry.milestone
    if fact != FACT_OF.get(milestone.key):
        return FACTS.get(fact, "")  # what has to be logged before
    sent = "All sent" if len(entry.messages) > 1 and all(each.to for each in entry.messages) else "Sent"
    return sent if milestone.by_mail else BUTTONS.get(fact, sent)


def _opening(entry: Entry) -> str:
    return opening(entry.description, language_named(entry.milestone.candidate.language).labels)


def _machine(item: Item) -> str:
    start = item.entry.milestone.start
    if not isinstance(start, dt.datetime):
        return item.date.isoformat()
    return dt.datetime.combine(item.date, start.time(), start.tzinfo).isoformat()


def _elsewhere(milestone: Milestone) -> str:
    start, interview = milestone.start, milestone.interview
    if not interview or not isinstance(start, dt.datetime):
        return ""
    zone = interview.region.timezone
    theirs = start.astimezone(zone)
    if theirs.utcoffset() == start.utcoffset():
        return ""
    day = "" if theirs.date() == start.date() else f", {date_text(theirs, year=False)}"
    return f"{clock(theirs)} in {city(theirs)}{day}"


def city(moment: dt.datetime) -> str:
    """Where it is that time: the city of its zone."""
    return str(moment.tzinfo).rpartition("/")[2].replace("_", " ")


def _letters(entry: Entry, name: str) -> Iterator[Letter]:
    for number, message in enumerate(entry.messages):
        link = mailto(message) if address_of(message) else ""
        yield Letter(
            id=f"{name}-{number}",
            label=_label(message),
            language=message.language,
            to=_pieces(", ".join(message.to), message.language),
            hint=_hint(message),
            subject=_pieces(message.subject, message.language),
            body=_pieces(message.body, message.language),
            mail=link,
            is_cut=bool(link) and "&body=" not in link,
        )


def _hint(message: Message) -> str:
    """What to do without an address."""
    is_known = not message.to or address_of(message) or KINDS[message.kind].to_stranger
    return "" if is_known else ENGLISH.labels.no_address


def _label(message: Message) -> str:
    """What a message is for, or to whom it goes."""
    if known := ENGLISH.labels.kinds.get(message.kind):
        return known
    is_named = message.to and not message.to[0].startswith("[")
    return f"To {_name(message)}" if is_named else ENGLISH.labels.ready


def _name(message: Message) -> str:
    """Whom it goes to, without the address, and without the quotes that a mailbox may need."""
    return cut(message.to[0].partition(" <")[0].strip('"'), LONGEST)


def _pieces(text: str, language: str) -> Sequence[Piece]:
    """A text with its gaps told apart."""
    found, end = list[Piece](), 0
    for gap in language_named(language).gap_pattern.finditer(text):
        found += [Piece(text[end : gap.start()]), Piece(gap[0], is_gap=True)]
        end = gap.end()
    return [each for each in (*found, Piece(text[end:])) if each.text]
