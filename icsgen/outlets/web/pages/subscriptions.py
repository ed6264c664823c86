"""How to subscribe to a feed: a link for each calendar program, and what to expect of it (CLIENTS.md, 1)."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

import segno
from msgspec import Struct

__all__ = ["Subscription", "Way", "subscription"]

GOOGLE = "https://calendar.google.com/calendar/u/0/r?cid="
OUTLOOK = "https://outlook.live.com/calendar/0/addfromweb/"
OFFICE = "https://outlook.office.com/calendar/0/addfromweb/"
APPLE_ALARMS = "When you subscribe it offers to remove alerts: switch that off, and each message rings."
APPLE = f"Looks as often as you choose on a Mac, and by itself on an iPhone. {APPLE_ALARMS}"
GOOGLE_LOOKS = "Looks about once a day, and leaves the alarms out: only its own notifications ring, if set."
OUTLOOK_LOOKS = "Looks every few hours at best. Count on no alarms: subscribed calendars have none there."
THUNDERBIRD = "Looks every 30 minutes, and rings. Choose New Calendar, On the Network, and paste the address."
OTHERS = "On Android, ICSx⁵ looks as often as you choose, and rings. Any other program: subscribe by address."


class Way(Struct, frozen=True, kw_only=True):
    """A calendar program."""

    name: str
    expect: str
    """How often it looks, and whether it rings."""
    link: str = ""
    """Empty: it is given the address by hand."""
    over_web: bool = False
    """Whether its maker's machine reads the feed."""


class Subscription(Struct, frozen=True, kw_only=True):
    """All that is told of a feed's address."""

    address: str
    ways: Sequence[Way]
    code: str
    """The address as a QR code: an SVG, black on nothing."""
    only_here: bool


def subscription(address: str, name: str, *, only_here: bool) -> Subscription:
    """How to subscribe to an address, as a calendar of this name."""
    webcal = f"webcal://{address.partition('://')[2]}"
    asked = f"?url={quote(address, safe='')}&name={quote(name, safe='', errors='replace')}"
    ways = (
        Way(name="Apple Calendar", link=webcal, expect=APPLE),
        Way(
            name="Google Calendar",
            link=f"{GOOGLE}{quote(webcal, safe='')}",
            expect=GOOGLE_LOOKS,
            over_web=True,
        ),
        Way(name="Outlook.com", link=f"{OUTLOOK}{asked}", expect=OUTLOOK_LOOKS, over_web=True),
        Way(name="Microsoft 365", link=f"{OFFICE}{asked}", expect=OUTLOOK_LOOKS, over_web=True),
        Way(name="Thunderbird", expect=THUNDERBIRD),
        Way(name="Android, and others", expect=OTHERS),
    )
    code = segno.make(address, error="m").svg_inline(
        border=4, omitsize=True, svgclass="code", lineclass="modules", title="The address as a QR code"
    )
    return Subscription(address=address, ways=ways, code=code, only_here=only_here)
