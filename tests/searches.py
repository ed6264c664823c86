"""Builders of job searches, and their milestones in few words."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from icsgen.details.phrases import timeline
from icsgen.errors import Place, Problem, Source, errors_in
from icsgen.model import Candidate, Interview, JobSearch, Milestone, Region, Timeline
from icsgen.rules import milestones

DOCUMENT = Place(Source("search.yaml"))


def region(country: str, zone: str, subdivision: str | None = None) -> Region:
    return Region(timezone=ZoneInfo(zone), country=country, subdivision=subdivision)


NEW_YORK = region("US", "America/New_York", "NY")
LOS_ANGELES = region("US", "America/Los_Angeles", "CA")
LONDON = region("GB", "Europe/London", "ENG")
BERLIN = region("DE", "Europe/Berlin", "BE")
TOKYO = region("JP", "Asia/Tokyo")
KOLKATA = region("IN", "Asia/Kolkata", "WB")
AUCKLAND = region("NZ", "Pacific/Auckland", "AUK")
JERUSALEM = region("IL", "Asia/Jerusalem")
RIYADH = region("SA", "Asia/Riyadh")
BRUNEI = region("BN", "Asia/Brunei")
SHANGHAI = region("CN", "Asia/Shanghai")


def candidate(where: Region = NEW_YORK, *days_off: str) -> Candidate:
    off = frozenset(map(dt.date.fromisoformat, days_off))
    return Candidate(region=where, name="Ana Pérez", days_off=off, source=DOCUMENT / "me")


def interview(
    start: str = "2026-11-20 14:30",
    where: Region = NEW_YORK,
    *,
    minutes: int = 60,
    said: str | None = None,
    company: str = "Acme Corp",
) -> Interview:
    """An interview of so many real minutes; `said` are the employer's words about the decision."""
    begin = dt.datetime.fromisoformat(start).replace(tzinfo=where.timezone)
    end = (begin.astimezone(dt.UTC) + dt.timedelta(minutes=minutes)).astimezone(where.timezone)
    return Interview(
        id=f"acme-{start}-{where.country}",
        company=company,
        role="Data Engineer",
        start=begin,
        end=end,
        region=where,
        timeline=words(said) if said else None,
        source=DOCUMENT,
    )


def words(said: str) -> Timeline:
    found = timeline(said)
    assert found, said
    return found


def days(*dates: str) -> frozenset[dt.date]:
    return frozenset(map(dt.date.fromisoformat, dates))


def judged(
    *interviews: Interview, me: Candidate | None = None, catch_up: dt.date | None = None
) -> tuple[list[Milestone], list[Problem]]:
    """The milestones and problems of these interviews, the candidate living in New York unless told."""
    placed = [replace(each, source=DOCUMENT / "interviews" / index) for index, each in enumerate(interviews)]
    return milestones(JobSearch(me=me or candidate(), interviews=tuple(placed)), catch_up)


def planned(*interviews: Interview, me: Candidate | None = None) -> list[Milestone]:
    found, problems = judged(*interviews, me=me)
    assert not errors_in(problems), problems
    return found


def ladder(
    first: Interview | None = None, *others: Interview, me: Candidate | None = None
) -> dict[str, Milestone]:
    """The milestones of the first interview, and those of the whole search, by key."""
    first = first or interview()
    found = planned(first, *others, me=me)
    wanted = [each for each in found if each.interview is None or each.interview.id == first.id]
    assert len({each.key for each in wanted}) == len(wanted)
    return {each.key: each for each in wanted}


def problems_of(*interviews: Interview, me: Candidate | None = None) -> list[str]:
    """What is wrong, as the user reads it; warnings begin with a word for it."""
    _, problems = judged(*interviews, me=me)
    return [f"{'warning: ' if each.warning else ''}{each}" for each in problems]


def at(milestone: Milestone) -> str:
    """When a milestone stands: ``Mon 2026-11-30 10:00``, in the candidate's zone."""
    whole_day = milestone.all_day
    return f"{milestone.start:%a %Y-%m-%d}" if whole_day else f"{milestone.start:%a %Y-%m-%d %H:%M}"


def moment(milestone: Milestone) -> dt.datetime:
    assert isinstance(milestone.start, dt.datetime)
    return milestone.start


def contacts(held: Interview, where: Region = NEW_YORK) -> list[str]:
    """When follow-up, call and tickler stand."""
    found = ladder(held, me=candidate(where))
    return [at(found[key]) for key in ("follow-up", "call", "tickler")]
