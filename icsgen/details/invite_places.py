"""Where an invitation leads: a place to go to, a link, a number; a link is looked for in its text too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

from icsgen.details.invite_events import Invitation

__all__ = ["where"]

LONGEST = 500  # characters of a link
LINK = re.compile(r"https?://[^\s<>\"'\\|{}^`]+", re.IGNORECASE)
HOSTS = re.compile(
    r"(?:.+\.)?(?:meet\.google\.com|zoom\.us|zoomgov\.com|teams\.microsoft\.com|teams\.live\.com|webex\.com|gotomeeting\.com|"
    r"gotomeet\.me|whereby\.com|meet\.jit\.si|bluejeans\.com|chime\.aws|skype\.com|join\.skype\.com|around\.co|"
    r"hopin\.com|hirevue\.com|coderpad\.io|karat\.io|app\.goodtime\.io|vc\.ringcentral\.com|v\.ringcentral\.com|"
    r"calendly\.com|facetime\.apple\.com)"
)
"""Who hosts talks."""
NO_TALK = re.compile(
    r"/(?:cancellations|reschedulings|u|meetingOptions|meeting/register|tel|dialin|pin|support|download)\b",
    re.IGNORECASE,
)
"""Parts of their links that lead elsewhere."""
WRAPPED = {"safelinks.protection.outlook.com": "url", "google.com": "q", "urldefense.com": ""}
"""Who wraps links, and under which key the link itself stands."""
NO_PLACE = re.compile(
    r"(?:microsoft )?teams(?:[ -]\w+)?|google meet|zoom(?: meeting)?|"
    r"(?:online|virtual|remote|video)(?: \w+)?|web conference|webex|skype(?: meeting)?|phone|tbd|tba|n/a|"
    r"this is a .*(?:conference|meeting)\.?.*|see (?:description|below).*|"
    r"(?:javascript|vbscript|data|file):.*",
    re.IGNORECASE,
)
"""What stands for a place and is none."""
PHONE = re.compile(r"\+?[\d(][\d ()./-]{6,}\d")


def where(invitation: Invitation) -> tuple[str, str]:
    """The place, and a link beside it where there is one to go to as well."""
    link = next(_links(invitation), "")
    spoken = " ".join(LINK.sub(" ", invitation.location).strip(" ;,|()-").split())
    if not spoken or NO_PLACE.fullmatch(spoken):
        return link, ""
    if PHONE.fullmatch(spoken):
        return spoken, link
    if LINK.search(invitation.location):  # words around a link: a program's name, a number for the meeting
        return link, ""
    return spoken, link


def _links(invitation: Invitation) -> Iterator[str]:
    """The links to talk by, the surest first."""
    for each in LINK.findall(invitation.location):
        yield _sound(each)
    for each in invitation.links:
        found = _sound(each)
        if found and _hosts(found):
            yield found
    around = invitation.mail.text if invitation.mail else ""
    for each in (*LINK.findall(invitation.text), *LINK.findall(around)):
        found = _sound(each)
        if found and _hosts(found):
            yield found


def _hosts(link: str) -> bool:
    parts = urlsplit(link)
    return (
        bool(HOSTS.fullmatch(parts.hostname or "")) and len(parts.path) > 1 and not NO_TALK.search(parts.path)
    )


def _sound(found: str) -> str:
    """A link as it can be followed, out of what some program wrapped around it; never anything but http."""
    link = found.strip().rstrip(".,;:!?)>]'\"*")
    try:
        parts = urlsplit(link)
        host = parts.hostname or ""
        if key := next((key for end, key in WRAPPED.items() if host.endswith(end) and key), ""):
            inside = parse_qs(parts.query, max_num_fields=50).get(key, [""])[0]
            if urlsplit(inside).scheme in ("http", "https"):
                link, parts = inside, urlsplit(inside)
    except ValueError:  # brackets that are no address of IPv6; too many fields
        return ""
    if parts.scheme.casefold() not in ("http", "https") or not parts.netloc or not link.isprintable():
        return ""
    return link if len(link) <= LONGEST and " " not in link else ""
