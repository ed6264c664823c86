"""Invitations into a document, one after the other: which of its interviews each is about, or a new one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from msgspec import Struct

from icsgen.details import Document
from icsgen.details.changes import Arrival
from icsgen.details.drafts import Draft, draft, moment
from icsgen.details.invite_events import Invitation
from icsgen.details.job_searches import slug
from icsgen.model import Interview, JobSearch
from icsgen.outlets.gaps import begun, is_gap, search_of
from icsgen.outlets.invited import (
    Asking,
    Known,
    ended,
    is_newer,
    known,
    moved,
    rewritten,
    taking_over,
    told_old,
)
from icsgen.outlets.understanding import cast_of, home_of, job_of
from icsgen.rules.logs import is_put_off

__all__ = ["Taken", "taken"]


class Taken(Struct, frozen=True):
    """What became of a document."""

    document: Document | None
    """None: there is none still."""
    told: tuple[str, ...]
    """What was done, a line for each invitation, and what is to be known of it."""


def taken(
    document: Document | None, invitations: Iterable[Invitation], asking: Asking, name: str = ""
) -> Taken:
    """The document with invitations in it, in the order in which they were written.

    Without a document they begin one, by that name.

    Raises:
        InputError: the document is not sound.
        OutputError: it cannot be changed so.
    """
    told: list[str] = []
    earliest = dt.datetime.min.replace(tzinfo=dt.UTC)
    for each in sorted(invitations, key=lambda one: (one.stamp or earliest, one.sequence, one.start)):
        document, lines = _one(document, each, asking, name)
        told += lines
    return Taken(document, tuple(told))


def _one(
    document: Document | None, invitation: Invitation, asking: Asking, name: str
) -> tuple[Document | None, list[str]]:
    at = known(document, invitation.uid) if document else None
    if document and at:
        if not is_newer(invitation, at):
            return document, [told_old(invitation, at)]
        change = ended if invitation.cancelled else moved
        document, line = change(document, invitation, at, asking)
        return document, [line, *_indented(_of_zone(invitation))]
    if invitation.cancelled:
        summary = invitation.summary or "an interview"
        return document, [f'"{summary}" is called off, and not in the document; nothing changes.']
    return _new(document, invitation, asking, name)


# --- a new one


def _new(
    document: Document | None, invitation: Invitation, asking: Asking, name: str
) -> tuple[Document, list[str]]:
    search = search_of(document) if document else None
    who = cast_of(invitation, search, asking)
    found = job_of(invitation, who, search, asking)
    interview = draft(invitation, found, who, home_of(document, search, asking))
    interview = _asked(interview, invitation, search, asking)
    notices = [*who.notices, *_notices(invitation)]
    if document is None:
        document = begun(name, asking.me, interview)
        return document, [*_told(interview), *_indented(notices)]
    if search and (waiting := _put_off(interview, search, asking)):
        return _in_its_place(document, invitation, waiting, asking)
    if search and (there := _there(interview, search, invitation)):
        return _known_by_it(document, invitation, there)
    if search:
        interview, more = _beside(interview, invitation, search, asking)
        notices += more
    document = rewritten(document, [((), Arrival(interview.tree, interview.lines))])
    return document, [*_told(interview), *_indented(notices)]


def _asked(interview: Draft, invitation: Invitation, search: JobSearch | None, asking: Asking) -> Draft:
    """The draft with what somebody knows that the invitation does not tell."""
    about = invitation.summary or "the interview"
    for key in ("company", "role"):
        if interview.value(key) is None:
            usual = _role_before(interview, search) if key == "role" else ""
            if answer := asking.answer(key, about, usual):
                comment = "" if asking.ask else "as for the interview before"
                interview = interview.with_(key, answer, comment)
    day = f"{invitation.start:%Y-%m-%d}"
    if interview.value("start") is None and (answer := asking.answer("start", f"{about}, {day}")):
        interview = interview.with_("start", f"{day} {answer}")
    if search and _on_its_day(_same_job(interview, search), invitation):
        return interview  # of one visit it is told once
    if answer := asking.answer("decision", about):
        interview = interview.with_("decision", answer)
    return interview


def _start(invitation: Invitation, interview: Interview) -> dt.datetime:
    """When an invitation begins, on the clock of another interview."""
    start = moment(invitation, invitation.start, interview.region.timezone)
    if invitation.all_day or start is None:
        return invitation.start.replace(tzinfo=interview.region.timezone)
    return start.astimezone(interview.region.timezone)


def _on_its_day(interviews: Iterable[Interview], invitation: Invitation) -> bool:
    return any(each.start.date() == _start(invitation, each).date() for each in interviews)


def _role_before(interview: Draft, search: JobSearch | None) -> str:
    """The role that the document has for the company, where it is one alone."""
    company = str(interview.value("company") or "").casefold()
    roles = (
        {each.role for each in search.interviews if each.company.casefold() == company} if search else set()
    )
    return next(iter(roles)) if len(roles) == 1 and not any(map(is_gap, roles)) else ""


def _same_job(interview: Draft, search: JobSearch) -> list[Interview]:
    """The document's interviews for the job; where its role is open, those of the company whose is too."""
    company, role = (str(interview.value(key) or "").casefold() for key in ("company", "role"))
    return [
        each
        for each in search.interviews
        if company
        and each.company.casefold() == company
        and (each.role.casefold() == role or (not role and is_gap(each.role)))
    ]


def _there(interview: Draft, search: JobSearch, invitation: Invitation) -> Interview | None:
    """The interview that begins just then, for the same job: typed before, or invited to once more."""
    same = _same_job(interview, search)
    return next((each for each in same if each.start == _start(invitation, each)), None)


def _known_by_it(document: Document, invitation: Invitation, there: Interview) -> tuple[Document, list[str]]:
    document = rewritten(document, taking_over(invitation, there))
    return document, [f"{there.id}: is in the document already, and known by this invitation from now on."]


def _put_off(interview: Draft, search: JobSearch, asking: Asking) -> Interview | None:
    """The interview that waits for a new time, which this one may be."""
    waiting = next((each for each in _same_job(interview, search) if is_put_off(each)), None)
    if waiting and asking.answer("takes-place", waiting.id, "yes", ("yes", "no")) == "yes":
        return waiting
    return None


def _in_its_place(
    document: Document, invitation: Invitation, waiting: Interview, asking: Asking
) -> tuple[Document, list[str]]:
    path = waiting.source.path
    document, line = moved(document, invitation, Known(path, waiting, 0, None), asking)
    document = rewritten(document, taking_over(invitation, waiting))
    return document, [line, f"{waiting.id}: taken as the new time of what was put off."]


def _beside(
    interview: Draft, invitation: Invitation, search: JobSearch, asking: Asking
) -> tuple[Draft, list[str]]:
    """The draft with its round, and an id where another interview has the usual one."""
    same, notices = _same_job(interview, search), []
    told = int(str(interview.value("round") or 1))
    round_ = told
    if same:
        last = max(each.round for each in same)
        if _on_its_day(same, invitation):
            answer = asking.answer("visit", same[0].id, "visit", ("visit", "round"))
            round_ = last if answer == "visit" else last + 1
            if not asking.ask:
                notices.append(
                    "it is on one day with another for the job: one visit; a round of its own needs `round:`"
                )
        elif told == 1 and all(each.start < _start(invitation, each) for each in same):
            round_ = last + 1
            notices.append(f"it is taken as round {round_} for the job")
    if round_ != told or round_ > 1:
        interview = interview.with_("round", str(round_))
    return _with_own_id(interview, search, round_), notices


def _with_own_id(interview: Draft, search: JobSearch, round_: int) -> Draft:
    company, role = (str(interview.value(key) or "") for key in ("company", "role"))
    usual = slug(company, role, round_)
    ids = {each.id for each in search.interviews}
    gaps = not role and any(is_gap(each.role) for each in search.interviews)
    if usual not in ids and not gaps:
        return interview
    number = next(at for at in range(2, len(ids) + 3) if f"{usual}-{at}" not in ids)
    return interview.with_("id", f"{usual}-{number}")


def _indented(notices: Iterable[str]) -> list[str]:
    return [f"  {each}" for each in notices]


def _of_zone(invitation: Invitation) -> list[str]:
    name = invitation.unknown_zone
    return [f'its time zone is "{name}", which nobody knows: is the time right?'] if name else []


def _notices(invitation: Invitation) -> list[str]:
    told = _of_zone(invitation)
    if invitation.repeats:
        told.append("it repeats: its first date is taken, and no other")
    if not invitation.uid:
        told.append("it has no UID: a later version of it will not be known by it")
    return told


def _told(interview: Draft) -> list[str]:
    """What was added, and what is still to be filled in."""
    company, role, start = (interview.value(key) for key in ("company", "role", "start"))
    where = f" at {company}" if company else ""
    lines = [f"Added: {role or 'an interview'}{where}, {start or 'no time yet'}."]
    open_ = [each.key for each in interview.details if each.value is None and each.key != "decision"]
    if open_:
        lines.append(f"  not in the invitation: {', '.join(open_)}")
    return lines
