"""What an invitation means to a document: who in it is its candidate, which of its companies it is from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from icsgen.details import Document
from icsgen.details.changes import interview_at
from icsgen.details.drafts import Home
from icsgen.details.invite_domains import domain, same_house
from icsgen.details.invite_events import Invitation
from icsgen.details.invite_people import Cast, cast
from icsgen.details.invite_titles import Job, alike, job
from icsgen.model import Interview, JobSearch
from icsgen.outlets.gaps import is_gap
from icsgen.outlets.invited import Asking

__all__ = ["cast_of", "home_of", "job_of"]

REGION = ("timezone", "country", "subdivision")


def cast_of(invitation: Invitation, search: JobSearch | None, asking: Asking) -> Cast:
    """Who is who, by the candidate that the document has; asked where nothing tells."""
    mine = (*asking.mine, *([search.me.email] if search and search.me.email else []))
    name = asking.name or (search.me.name if search and search.me.name else "")
    who = cast(invitation, mine, name)
    addresses = tuple(each.email for each in who.interviewers)
    if not who.me and asking.ask and len(addresses) > 1:
        me = asking.answer("me", ", ".join(addresses), "none", (*addresses, "none"))
        return cast(invitation, (*mine, me), name)
    return who


def job_of(invitation: Invitation, who: Cast, search: JobSearch | None, asking: Asking) -> Job:
    """The job, its company called as the document calls it; what was given holds over all."""
    names = [asking.name, search.me.name if search and search.me.name else ""]
    found = job(invitation, who, names)
    if search and (company := _company_there(found, who, search)):
        found = replace(found, company=company, from_address=False)
    return replace(
        found,
        company=asking.company or found.company,
        role=asking.role or found.role,
        from_address=found.from_address and not asking.company,
    )


def _company_there(found: Job, who: Cast, search: JobSearch) -> str:
    """What the document calls the company whose people have addresses at the same domain, if that fits."""
    companies = {
        each.company
        for each in search.interviews
        if any(same_house(who.house, host) for host in _hosts(each)) and not is_gap(each.company)
    }
    name = companies.pop() if len(companies) == 1 else ""
    return name if name and (found.from_address or not found.company or alike(found.company, name)) else ""


def _hosts(interview: Interview) -> Iterator[str]:
    for person in (interview.contact, *interview.interviewers):
        if person and person.email:
            yield domain(person.email)


def home_of(document: Document | None, search: JobSearch | None, asking: Asking) -> Home:
    """What the document goes by; of a new one, what it will say of the candidate."""
    if document and search:
        employers = {each.company.casefold(): _region(document, each) for each in search.interviews}
        me = interview_at(document.tree, ("me",))
        return Home(
            zone=search.me.region.timezone if me.get("timezone") else None,
            country=str(me.get("country") or ""),
            employers=employers,
            countries=asking.countries,
        )
    said = {each.key: each.value for each in asking.me}
    zone = ZoneInfo(str(said["timezone"])) if said.get("timezone") else None
    return Home(zone=zone, country=str(said.get("country") or ""), countries=asking.countries)


def _region(document: Document, interview: Interview) -> Mapping[str, str]:
    said = interview_at(document.tree, interview.source.path)
    return {key: str(said[key]) for key in REGION if said.get(key)}
