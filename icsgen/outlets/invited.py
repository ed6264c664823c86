"""An invitation's later versions in a document: another time, another place, called off; told in a line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct

from icsgen.dates import clock, date_text
from icsgen.details import Document
from icsgen.details.by_hand import by_hand
from icsgen.details.changes import Addition, Change, Setting, Way, interview_at
from icsgen.details.drafts import Detail, moment, time_text, version
from icsgen.details.edits import NotEditableError, edited
from icsgen.details.invite_events import Invitation
from icsgen.details.invite_places import where
from icsgen.errors import OutputError
from icsgen.model import Interview
from icsgen.outlets.gaps import search_of
from icsgen.rules.logs import is_put_off

__all__ = [
    "Asking",
    "Known",
    "Question",
    "ended",
    "is_newer",
    "known",
    "moved",
    "rewritten",
    "taking_over",
    "told_old",
]

OVER = ("postponed", "filled", "withdrawn", "rejected", "accepted")
"""What an interview does not take place after."""


class Question(Struct, frozen=True, kw_only=True):
    """What an invitation does not tell."""

    key: str
    """``role``, ``company``, ``start``, ``decision``; ``visit``, ``takes-place``, ``cancelled``, ``me``."""
    about: str
    """The invitation, or what there is to choose from."""
    default: str = ""
    choices: tuple[str, ...] = ()


class Asking(Struct, frozen=True, kw_only=True):
    """What is known beside the invitations, and who can be asked."""

    clock: dt.datetime
    """What time it is."""
    name: str = ""
    mine: tuple[str, ...] = ()
    """The candidate's addresses."""
    company: str = ""
    role: str = ""
    me: tuple[Detail, ...] = ()
    """What a new document says of the candidate."""
    countries: Callable[[str], tuple[str, ...]] = lambda _: ()
    ask: Callable[[Question], str] | None = None
    """None: nobody is there to answer."""

    def answer(self, key: str, about: str, default: str = "", choices: tuple[str, ...] = ()) -> str:
        """The answer, else the default."""
        question = Question(key=key, about=about, default=default, choices=choices)
        return self.ask(question) if self.ask else default


class Known(Struct, frozen=True):
    """An interview of a document that came by an invitation."""

    path: Way
    interview: Interview
    sequence: int
    stamp: dt.datetime | None


def rewritten(document: Document, changes: Iterable[tuple[Way, Change]]) -> Document:
    """The document with changes, and nothing else.

    Raises:
        OutputError: it cannot be changed so; what to write by hand.
    """
    for path, change in changes:
        try:
            document = edited(document, path, change)
        except NotEditableError as fault:
            told = f"cannot be changed here, for {fault}; by hand, {by_hand(document, path, change)}"
            raise OutputError(f"{document.name}: {told}") from fault
    return document


def known(document: Document, uid: str) -> Known | None:
    """The interview that came by an invitation of this UID.

    Raises:
        InputError: the document is not sound.
    """
    if not uid:
        return None
    for interview in search_of(document).interviews:
        path = interview.source.path
        invite = interview_at(document.tree, path).get("invite")
        told = invite if isinstance(invite, dict) else {"uid": invite}
        if str(told.get("uid") or "").strip() == uid:
            stamp = told.get("stamp")
            return Known(
                path,
                interview,
                int(str(told.get("sequence") or 0)),
                dt.datetime.fromisoformat(stamp) if isinstance(stamp, str) else None,
            )
    return None


def is_newer(invitation: Invitation, than: Known) -> bool:
    """Whether an invitation is a later version of the one that was taken (RFC 5546 2.1.5)."""
    if invitation.sequence != than.sequence:
        return invitation.sequence > than.sequence
    if invitation.cancelled:  # Google calls off without a higher SEQUENCE
        return not _is_off(than.interview)
    return bool(invitation.stamp and (than.stamp is None or invitation.stamp > than.stamp))


def _is_off(interview: Interview) -> bool:
    return is_put_off(interview) or any(fact.kind in OVER for fact in interview.log[-1:])


def told_old(invitation: Invitation, than: Known) -> str:
    """Why an invitation changes nothing."""
    name = than.interview.id
    if (invitation.sequence, invitation.stamp) == (than.sequence, than.stamp) or (
        invitation.cancelled and invitation.sequence == than.sequence
    ):
        return f"{name}: this invitation is in the document already; nothing changes."
    return f"{name}: this invitation is older than the one in the document; nothing changes."


def moved(document: Document, invitation: Invitation, at: Known, asking: Asking) -> tuple[Document, str]:
    """The document with an invitation's later version, and what that changes, in a line."""
    changes = list(_changes(document, invitation, at, asking))
    new = rewritten(document, [*changes, *_version(document, invitation, at)])
    after = next(each for each in search_of(new).interviews if each.source.path == at.path)
    told = "; ".join(_differences(at.interview, after))
    return new, f"{at.interview.id}: {told or 'a later version of the invitation, the same here'}."


def _differences(before: Interview, after: Interview) -> Iterator[str]:
    if after.start != before.start:
        yield f"moved from {_when(before.start)} to {_when(after.start)}"
    lengths = [round((each.end - each.start).total_seconds() / 60) for each in (before, after)]
    if lengths[0] != lengths[1]:
        yield f"lasts {lengths[1]} minutes in place of {lengths[0]}"
    if after.location != before.location:
        yield f"at {after.location}, in place of {before.location or 'no place'}"
    if len(after.log) > len(before.log):
        yield f"logged: reply {after.log[-1].date}"


def _when(start: dt.datetime) -> str:
    return f"{date_text(start)} {clock(start)}"


def _changes(
    document: Document, invitation: Invitation, at: Known, asking: Asking
) -> Iterator[tuple[Way, Change]]:
    """What is another now: the start, the end, the place; and that a new time has come."""
    told, interview = interview_at(document.tree, at.path), at.interview
    start, end = _hours(invitation, interview)
    if start != interview.start or not told.get("start"):
        yield at.path, Setting("start", time_text(start))
    if (start, end) != (interview.start, interview.end):
        length, before = end - start, interview.end - interview.start
        if told.get("end"):
            if told["end"] != (text := time_text(end, start.date())):
                yield at.path, Setting("end", text)
        elif length != before and told.get("duration"):
            yield at.path, Setting("duration", f"{round(length.total_seconds() / 60)} min")
        elif length != before:
            yield at.path, Setting("end", time_text(end, start.date()))
    place, _ = where(invitation)
    if place and place != interview.location:
        yield at.path, Setting("place", place)
    if is_put_off(interview):
        today = asking.clock.astimezone(search_of(document).me.region.timezone).date()
        yield at.path, Addition({"reply": today.isoformat()})


def _hours(invitation: Invitation, interview: Interview) -> tuple[dt.datetime, dt.datetime]:
    """Start and end on the interview's own clock."""
    zone = interview.region.timezone
    before = interview.end.astimezone(dt.UTC) - interview.start.astimezone(dt.UTC)
    if invitation.all_day:  # the time of day is the document's
        wall = dt.datetime.combine(invitation.start.date(), interview.start.time())
        start = wall.replace(tzinfo=zone).astimezone(dt.UTC)
        return start.astimezone(zone), (start + before).astimezone(zone)
    start = moment(invitation, invitation.start, zone) or interview.start
    end = moment(invitation, invitation.end, zone) if invitation.end else None
    return start.astimezone(zone), (end or start.astimezone(dt.UTC) + before).astimezone(zone)


def _version(document: Document, invitation: Invitation, at: Known) -> Iterator[tuple[Way, Change]]:
    """Which version of the invitation was taken last."""
    held = interview_at(document.tree, at.path).get("invite")
    new = {key: str(value) for key, value in version(invitation).items()}
    if not isinstance(held, dict):
        yield at.path, Setting("invite", new)
        return
    for key in ("sequence", "stamp"):
        if key in new and held.get(key) != new[key]:
            yield (*at.path, "invite"), Setting(key, new[key])


def ended(document: Document, invitation: Invitation, at: Known, asking: Asking) -> tuple[Document, str]:
    """The document with an interview called off, and what that means, in a line."""
    interview = at.interview
    if _is_off(interview):
        return document, f"{interview.id}: is called off in the document already; nothing changes."
    if interview.end <= asking.clock:
        return (
            document,
            f"{interview.id}: the invitation is called off, but the interview is over; nothing changes.",
        )
    answer = asking.answer(
        "cancelled",
        f"{interview.company}, {_when(interview.start)}",
        "postponed",
        ("postponed", "filled", "withdrawn"),
    )
    today = asking.clock.astimezone(search_of(document).me.region.timezone).date()
    change = Addition({answer: today.isoformat()})
    new = rewritten(document, [(at.path, change), *_version(document, invitation, at)])
    meaning = {
        "postponed": "it waits for a new time, and asks for nothing until then",
        "filled": "its ladder goes; only the question after two months stays",
        "withdrawn": "its ladder goes",
    }
    return new, f"{interview.id}: called off; {change.told({}).lower()}: {meaning[answer]}."


def taking_over(invitation: Invitation, interview: Interview) -> Sequence[tuple[Way, Change]]:
    """What makes another invitation the one that an interview came by."""
    new = {key: str(value) for key, value in version(invitation).items()}
    return [(interview.source.path, Setting("invite", new))] if invitation.uid else []
