"""An interview as an invitation gives it: what that does not tell is a commented line, never invented."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from icsgen.details.changes import Mapped, in_yaml
from icsgen.details.invite_events import Invitation
from icsgen.details.invite_people import Cast, Somebody
from icsgen.details.invite_places import where
from icsgen.details.invite_titles import Job
from icsgen.details.sources import Tree

__all__ = ["ABSENT", "Detail", "Draft", "Home", "draft", "moment", "time_text", "version"]

ABSENT = "not in the invitation"
HOUR = dt.timedelta(hours=1)


class Detail(Struct, frozen=True, kw_only=True):
    """A key with what stands there and a word on it; without a value it is a line to fill in."""

    key: str
    value: Tree = None
    comment: str = ""

    def lines(self) -> Iterator[str]:
        """It written down."""
        behind = f"  # {self.comment}" if self.comment else ""
        if self.value is None:
            yield f"# {self.key}:{behind}"
        elif isinstance(self.value, list):
            yield f"{self.key}:{behind}"
            yield from (f"  - {in_yaml(each)}" for each in self.value)
        else:
            yield f"{self.key}: {in_yaml(self.value)}{behind}"


class Draft(Struct, frozen=True):
    """An interview to come into a document."""

    details: tuple[Detail, ...]

    @property
    def tree(self) -> Mapped:
        """What it will say."""
        return {each.key: each.value for each in self.details if each.value is not None}

    @property
    def lines(self) -> tuple[str, ...]:
        """It written down."""
        first = next(
            (each for each in self.details if each.value is not None), None
        )  # an item begins with a key
        rest = [each for each in self.details if each is not first]
        return tuple(line for each in (*([first] if first else []), *rest) for line in each.lines())

    def value(self, key: str) -> Tree:
        """What stands under a key; None: nothing."""
        return self.tree.get(key)

    def with_(self, key: str, value: Tree, comment: str = "") -> Draft:
        """The draft with a detail anew; behind those it has, where it has none of that key."""
        new = Detail(key=key, value=value, comment=comment)
        if any(each.key == key for each in self.details):
            return replace(self, details=tuple(new if each.key == key else each for each in self.details))
        at = next((at for at, each in enumerate(self.details) if each.key == "invite"), len(self.details))
        return replace(self, details=(*self.details[:at], new, *self.details[at:]))


class Home(Struct, frozen=True, kw_only=True):
    """What a document says that a new interview goes by."""

    zone: ZoneInfo | None = None
    """The candidate's."""
    country: str = ""
    employers: Mapping[str, Mapping[str, str]] = {}
    """By company, in small letters: the region that the document gives it."""
    countries: Callable[[str], tuple[str, ...]] = lambda _: ()
    """Which countries keep a zone's time."""


def moment(invitation: Invitation, wall: dt.datetime, home: ZoneInfo | None) -> dt.datetime | None:
    """A time on the invitation's clock, as a moment; None: nobody knows whose clock it is.

    Of a time that a zone skips or repeats, as RFC 5545 3.3.5 has it: the offset before, and the first.
    """
    zone = invitation.zone or home
    return wall.replace(tzinfo=zone).astimezone(dt.UTC) if zone else None


def time_text(moment: dt.datetime, day: dt.date | None = None) -> str:
    """``2026-11-17 14:30``, on a known day the clock alone; with an offset where the clock shows it twice."""
    text = f"{moment:%H:%M}" if moment.date() == day else f"{moment:%Y-%m-%d %H:%M}"
    if moment.replace(fold=0).utcoffset() == moment.replace(fold=1).utcoffset():
        return text
    offset = f"{moment:%z}"
    return f"{text} {offset[:3]}:{offset[3:5]}"


def version(invitation: Invitation) -> dict[str, Tree]:
    """What an invitation is known by, and which version of it this is."""
    stamp = f"{invitation.stamp:%Y-%m-%dT%H:%M:%SZ}" if invitation.stamp else ""
    return {
        "uid": invitation.uid,
        "sequence": str(invitation.sequence),
        **({"stamp": stamp} if stamp else {}),
    }


def draft(invitation: Invitation, job: Job, who: Cast, home: Home) -> Draft:
    """The interview of an invitation."""
    place, link = where(invitation)
    details = [
        _or_gap("company", job.company, "by the sender's address" if job.from_address else ""),
        _or_gap("role", job.role),
        *([Detail(key="round", value=str(job.round))] if job.round > 1 else []),
        *_times(invitation, job.company, home),
        *([Detail(key="place", value=place, comment=f"or {link}" if link else "")] if place else []),
        *([_people("contact", [who.contact])] if who.contact else []),
        _people("interviewers", who.interviewers),
        Detail(key="decision", comment=f"{ABSENT}: ask them"),
        *([Detail(key="invite", value=version(invitation))] if invitation.uid else []),
    ]
    return Draft(tuple(details))


def _or_gap(key: str, value: str, comment: str = "") -> Detail:
    return Detail(key=key, value=value, comment=comment) if value else Detail(key=key, comment=ABSENT)


def _people(key: str, people: Sequence[Somebody]) -> Detail:
    """Some people, or one; a line to fill in where there is nobody."""
    if not people:
        return Detail(key=key, comment=ABSENT)
    guessed = any(each.from_address for each in people)
    comment = "a name is read from its address" if guessed else ""
    listed: list[Tree] = [_person(each) for each in people]
    return Detail(key=key, value=listed[0] if key == "contact" else listed, comment=comment)


def _person(somebody: Somebody) -> Tree:
    told = {"name": somebody.name, "title": somebody.title, "email": somebody.email}
    return {key: value for key, value in told.items() if value}


def _times(invitation: Invitation, company: str, home: Home) -> Iterator[Detail]:
    """Start and end on the employer's clock, and which that is where it is not the candidate's."""
    region = home.employers.get(company.casefold(), {})
    zone = _zone(invitation, region, home)
    start = moment(invitation, invitation.start, zone)
    if invitation.all_day:
        yield Detail(
            key="start", comment=f"{invitation.start:%Y-%m-%d}, all day in the invitation: add its time"
        )
    elif start is None or zone is None:
        text = f"{time_text(start)} {_offset(start)}" if start else time_text(invitation.start)
        yield Detail(key="start", value=text, comment="" if start else _of_zone(invitation))
    else:
        yield from _hours(invitation, start, zone)
    if zone and zone != home.zone and not invitation.all_day:
        yield Detail(key="timezone", value=zone.key)
        yield from _region(zone, region, home)


def _zone(invitation: Invitation, region: Mapping[str, str], home: Home) -> ZoneInfo | None:
    """The zone to show times in: the invitation's own, else the company's, the calendar's, yours."""
    if isinstance(invitation.zone, ZoneInfo):
        return invitation.zone
    if invitation.zone and (known := region.get("timezone")):
        return ZoneInfo(known)
    return (invitation.shown_in if invitation.zone == dt.UTC else None) or home.zone or invitation.shown_in


def _hours(invitation: Invitation, start: dt.datetime, zone: ZoneInfo) -> Iterator[Detail]:
    begins = start.astimezone(zone)
    comment = _of_zone(invitation) if invitation.unknown_zone or invitation.zone is None else ""
    yield Detail(key="start", value=time_text(begins), comment=comment)
    over = moment(invitation, invitation.end, zone) if invitation.end else None
    if over and over - start != HOUR:
        yield Detail(key="end", value=time_text(over.astimezone(zone), begins.date()))


def _of_zone(invitation: Invitation) -> str:
    if invitation.unknown_zone:
        return f'the invitation says "{invitation.unknown_zone}", which is no time zone: is it right?'
    return f"its time zone is {ABSENT}: is it yours?"


def _offset(start: dt.datetime) -> str:
    return "UTC" if start.utcoffset() == dt.timedelta() else f"{start:%z}"


def _region(zone: ZoneInfo, region: Mapping[str, str], home: Home) -> Iterator[Detail]:
    """Whose holidays: as the document has it for the company, else by the zone."""
    if region.get("timezone") == zone.key:
        yield from (Detail(key=key, value=region[key]) for key in ("country", "subdivision") if key in region)
    elif (countries := home.countries(zone.key)) and home.country not in countries:
        yield Detail(key="country", value=countries[0], comment=f"where {zone.key} is: is it right?")
