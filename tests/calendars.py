"""Somebody else's calendars, as tests need them."""

from __future__ import annotations

from icsgen.details.invite_events import Invitation
from icsgen.details.invites import invitations

__all__ = ["calendar", "event", "invited"]

CANDIDATE = "ATTENDEE;CN=Ana Pérez:mailto:ana.perez@example.org"


def event(*lines: str, uid: str = "7@acme.example", start: str = "20261117T193000Z") -> tuple[str, ...]:
    """The lines of an event."""
    return "BEGIN:VEVENT", f"UID:{uid}", f"DTSTART:{start}", *lines, "END:VEVENT"


def calendar(*lines: str, method: str = "REQUEST") -> bytes:
    """A calendar of such lines."""
    return "\r\n".join(["BEGIN:VCALENDAR", f"METHOD:{method}", *lines, "END:VCALENDAR", ""]).encode()


def invited(*lines: str, start: str = "20261117T193000Z") -> Invitation:
    """The one event of a calendar, with more lines in it."""
    (found,), _ = invitations(calendar(*event(*lines, start=start)), "x.ics")
    return found
