"""Messages of a kind: one for each who is to read it, each in the words of its language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from icsgen.messages.facts import Facts, facts_of
from icsgen.messages.kinds import KINDS
from icsgen.messages.sources import SUBJECT
from icsgen.messages.texts import headed, text
from icsgen.model import Candidate, Interview, Message

__all__ = ["SUBJECT_ROOM", "draft", "labelled", "told_of"]

SUBJECT_ROOM = 60  # characters, beyond which an inbox on a phone cuts a subject off


def draft(
    candidate: Candidate, interview: Interview | None, kind: str, promised: dt.date | None = None
) -> tuple[Message, ...]:
    """The messages of one kind, planned or not: one for each who is to read it, or one to say.

    `promised` is the date that the employer's words about the decision came to.
    """
    return tuple(message for _, message in labelled(told_of(candidate, interview, promised), kind))


def told_of(candidate: Candidate, interview: Interview | None, promised: dt.date | None) -> Facts:
    """The facts as the employer reads of them."""
    return facts_of(candidate, interview, interview.language if interview else candidate.language, promised)


def labelled(facts: Facts, kind: str) -> Iterator[tuple[str, Message]]:
    """The messages of one kind, each with the name that tells it from the others, if there are others."""
    row, language, name = KINDS[kind], facts.language, f"{facts.language.code}/messages/{kind}"
    if not row.readers:
        reader = (facts.panel or (facts.contact,))[0]
        body = text(name, facts.words, reader.words, facts.theirs)
        gaps = language.gaps_in(body)
        yield "", Message(kind=kind, language=language.code, to=(), subject="", body=body, gaps=gaps)
        return
    readers = row.readers(facts)
    for reader in readers:
        room = len(SUBJECT) + SUBJECT_ROOM
        head, body = headed(name, facts.words, reader.words, room, facts.theirs)
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
