"""Who is who in an invitation: the candidate, who talks to them, who arranges it; rooms are nobody."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from msgspec import Struct

from icsgen.details.invite_domains import PERSONAL, TOOLS, domain, same_house
from icsgen.details.invite_events import Guest, Invitation
from icsgen.details.values import ADDRESS

__all__ = ["Cast", "Somebody", "cast", "same_address"]

MOST_PEOPLE = 20
"""Who talk to one candidate; a longer list is one of guests."""
OFFICE = re.compile(
    r"\b(?:recruit\w*|talent|sourc(?:er|ing)|coordinator|scheduling|scheduler|hr|human resources|"
    r"people (?:team|ops|operations|partner)|hiring (?:team|coordinator)|"
    r"personal(?:abteilung|referent\w*)?|bewerbung(?:en)?|recrutement|"
    r"rh|recursos humanos|selecci[oó]n)\b",
    re.IGNORECASE,
)
"""Who arranges interviews, by their title or address."""
OFFICES = frozenset({"jobs", "job", "career", "careers", "hiring", "interviews"})
NOBODY = re.compile(
    r"no-?reply|do-?not-?reply|notifications?|calendar|invites?|mailer|bounces?|scheduling|donotreply",
    re.IGNORECASE,
)
"""The name of an address that nobody reads."""
NOT_PEOPLE = frozenset({"ROOM", "RESOURCE", "GROUP"})
CALENDARS = ("resource.calendar.google.com", "group.calendar.google.com")
IN_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*$")
BEHIND = re.compile(r"\s+[|–—/-]\s+|\s*\|\s*")
NAME_IN_ADDRESS = re.compile(r"([a-z]{2,20})[._]([a-z]{2,20})")
TAG = re.compile(r"\+[^@]*")


class Somebody(Struct, frozen=True):
    """A person, as a document has them."""

    name: str
    email: str = ""
    title: str = ""
    from_address: bool = False
    """Whether nothing but the address tells the name."""


class Cast(Struct, frozen=True, kw_only=True):
    """Who is who."""

    me: Guest | None = None
    interviewers: tuple[Somebody, ...] = ()
    contact: Somebody | None = None
    house: str = ""
    """The domain of the employer's addresses."""
    label: str = ""
    """What the calendar is called that invites, such as ``Acme Candidate Calendar``."""
    notices: tuple[str, ...] = ()


def same_address(one: str, other: str) -> bool:
    """Whether mail to both reaches the same person: a tag behind a plus, and dots at Gmail, do not count."""
    return bool(one) and _plain(one) == _plain(other)


def _plain(address: str) -> str:
    name, _, host = TAG.sub("", address.strip().casefold()).partition("@")
    if host in ("gmail.com", "googlemail.com"):
        return f"{name.replace('.', '')}@gmail.com"
    return f"{name}@{host}"


def cast(invitation: Invitation, mine: Collection[str], my_name: str = "") -> Cast:
    """Who is who, `mine` being the addresses of the candidate that are known."""
    people = [guest for guest in _once(invitation.guests) if _is_person(guest)]
    organizer = invitation.organizer
    me = _me(invitation, people, mine, my_name)
    rest = [guest for guest in people if guest is not me and not _any_is(guest.address, mine)]
    if organizer and (
        (me and same_address(organizer.address, me.address)) or _any_is(organizer.address, mine)
    ):
        organizer = None
    talking = [guest for guest in rest if _talks(guest, organizer, invitation)]
    if (
        organizer
        and _is_person(organizer)
        and not _has(talking, organizer)
        and _named_in(invitation, organizer)
    ):
        talking.insert(0, organizer)
    contact = _contact(organizer, rest, talking)
    house = next(
        (
            found
            for guest in (organizer, *rest)
            if guest and (found := domain(guest.address)) and _is_house(found)
        ),
        "",
    )
    return Cast(
        me=me,
        interviewers=tuple(map(_somebody, talking[:MOST_PEOPLE])),
        contact=_somebody(contact) if contact else None,
        house=house,
        label=organizer.name if organizer and not _is_person(organizer) else "",
        notices=tuple(_notices(invitation, me, talking)),
    )


def _once(guests: Iterable[Guest]) -> list[Guest]:
    return list(
        {guest.address or f"\n{at}": guest for at, guest in reversed(list(enumerate(guests)))}.values()
    )[::-1]


def _is_person(guest: Guest) -> bool:
    host = domain(guest.address)
    return (
        bool(ADDRESS.fullmatch(guest.address))
        and guest.kind not in NOT_PEOPLE
        and host not in CALENDARS
        and not any(same_house(host, tool) for tool in TOOLS)
        and not NOBODY.fullmatch(guest.address.partition("@")[0])
    )


def _is_house(host: str) -> bool:
    return not any(same_house(host, other) for other in (*PERSONAL, *TOOLS, *CALENDARS))


def _any_is(address: str, mine: Iterable[str]) -> bool:
    return any(same_address(address, each) for each in mine)


def _has(people: Iterable[Guest], guest: Guest) -> bool:
    return any(same_address(each.address, guest.address) for each in people)


def _me(invitation: Invitation, people: Sequence[Guest], mine: Collection[str], my_name: str) -> Guest | None:
    """The candidate: by an address that is theirs, by name, by the mail's, else the only stranger."""
    letter = invitation.mail
    organizer = invitation.organizer.address if invitation.organizer else ""
    strangers = [guest for guest in people if not same_house(domain(guest.address), domain(organizer))]
    ways = (
        [guest for guest in people if _any_is(guest.address, mine)],
        [guest for guest in people if my_name and guest.name.casefold() == my_name.casefold()],
        [guest for guest in strangers if letter and _any_is(guest.address, letter.recipients)],
        strangers,
        [guest for guest in strangers if domain(guest.address) in PERSONAL],
        people if not organizer or not _has(people, Guest(name="", address=organizer)) else [],
    )
    first = next((way[0] for way in ways[:2] if way), None)
    return first or next((way[0] for way in ways[2:] if len(way) == 1), None)


def _talks(guest: Guest, organizer: Guest | None, invitation: Invitation) -> bool:
    """Whether a guest is there to talk: not who was told of it, said no, or arranges it."""
    if guest.role == "NON-PARTICIPANT" or guest.status == "DECLINED":
        return False
    return not _arranges(guest) or _named_in(invitation, guest)


def _arranges(guest: Guest) -> bool:
    words = re.sub(r"[._-]", " ", guest.address.partition("@")[0])
    return bool(words in OFFICES or OFFICE.search(guest.name) or OFFICE.search(words))


def _named_in(invitation: Invitation, guest: Guest) -> bool:
    """Whether the title says so, as Calendly's does: ``Ana Pérez and Jana Müller``."""
    name = _somebody(guest).name.casefold()
    return " " in name and name in invitation.summary.casefold()


def _contact(organizer: Guest | None, rest: Sequence[Guest], talking: Sequence[Guest]) -> Guest | None:
    """Who arranges it and does not talk: the organizer, else somebody whose title says so."""
    if organizer and _is_person(organizer) and not _has(talking, organizer):
        return organizer
    return next((guest for guest in rest if _arranges(guest) and not _has(talking, guest)), None)


def _somebody(guest: Guest) -> Somebody:
    """A name as it is said, and the title that stands behind it."""
    words, title = guest.name, ""
    if bracket := IN_BRACKETS.search(words):
        words, title = words[: bracket.start()], bracket[1]
    name, *behind = BEHIND.split(words, maxsplit=1)
    title = title or (behind[0] if behind else "")
    if title and ("@" in title or same_house(title.casefold(), domain(guest.address).partition(".")[0])):
        title = ""
    last, comma, first = name.partition(",")
    if comma and first.strip():
        name = f"{first.strip()} {last.strip()}"
    if "@" in name or not any(map(str.isalpha, name)):
        return Somebody(_from_address(guest.address), guest.address, from_address=True)
    return Somebody(" ".join(name.split()), guest.address, " ".join(title.split()))


def _from_address(address: str) -> str:
    """``jana.mueller@…`` as a name; any other as it is written."""
    words = TAG.sub("", address).partition("@")[0]
    match = NAME_IN_ADDRESS.fullmatch(words)
    return f"{match[1].capitalize()} {match[2].capitalize()}" if match else words


def _notices(invitation: Invitation, me: Guest | None, talking: Sequence[Guest]) -> list[str]:
    told = []
    if not me and len(talking) > 1:
        names = ", ".join(_somebody(guest).name for guest in talking[:3])
        told.append(f"which of the guests is you is not told ({names} …): give --me-email")
    if len(talking) > MOST_PEOPLE:
        told.append(f"of {len(talking)} guests the first {MOST_PEOPLE} are taken")
    declined = [guest for guest in invitation.guests if guest.status == "DECLINED" and guest is not me]
    told += [f"{_somebody(guest).name} has declined, and is left out" for guest in declined[:MOST_PEOPLE]]
    return told
