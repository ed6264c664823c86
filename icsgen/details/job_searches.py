"""Details to a `JobSearch`: every default filled in, every local time judged by its zone."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from icsgen.details import times
from icsgen.details.documents import read
from icsgen.details.schema import interview_place, read_details
from icsgen.details.shapes import Defaults, InterviewDetails, SearchDetails
from icsgen.details.sources import Document
from icsgen.errors import InputError, Place, Problem
from icsgen.model import WAKING_HOURS, Cadence, Candidate, Fact, Interview, JobSearch, Region

__all__ = ["job_search", "load", "loaded", "slug"]

HOUR = dt.timedelta(hours=1)
ENGLISH = "en"
BETWEEN_WORDS = re.compile(r"[\W_]+")
Value = TypeVar("Value")


def load(data: bytes, name: str) -> JobSearch:
    """The job search of a document's bytes (YAML, TOML or JSON; UTF-8); its faults are told by `name`.

    Raises:
        InputError: the document has problems; all of them, each with its place.
    """
    return loaded(read(data, name))


def loaded(document: Document) -> JobSearch:
    """The job search of a document that was read.

    Raises:
        InputError: as of `load`.
    """
    search, problems = job_search(document)
    if search is None:
        raise InputError(problems)
    return search


def job_search(document: Document) -> tuple[JobSearch | None, list[Problem]]:
    """A document's job search, or all that is wrong with it short of what only calendars can judge."""
    root = Place(document)
    details, problems = read_details(document.tree, root)
    if details is None:
        return None, problems
    me = _candidate(details, root / "me", document.name)
    interviews = []
    for index, each in enumerate(details.interviews):
        place = interview_place(root, index, document.tree)
        interview, faults = _interview(each, details, me, place)
        problems += faults
        interviews += [interview] if interview else []
    problems += _repeated_ids(interviews)
    if problems:
        return None, problems
    return JobSearch(me=me, interviews=tuple(interviews)), []


def _candidate(details: SearchDetails, place: Place, name: str) -> Candidate:
    me, messages = details.me, details.messages
    return Candidate(
        region=Region(
            timezone=me.timezone, country=me.country, subdivision=_part(me.subdivision, me.country)
        ),
        name=me.name,
        email=me.email,
        phone=me.phone,
        days_off=me.days_off,
        hours=me.hours or WAKING_HOURS,
        id=me.id,
        language=me.language or details.language or ENGLISH,
        messages=str(Path(name).parent / messages) if messages else None,
        source=place,
    )


def _interview(
    details: InterviewDetails, defaults: Defaults, me: Candidate, place: Place
) -> tuple[Interview | None, list[Problem]]:
    region = _region(details, me)
    start, end, problems = _hours(details, region.timezone, place)
    if problems or not start or not end:
        return None, problems
    no_calls = details.no_calls if details.no_calls is not None else defaults.no_calls
    interview = Interview(
        id=details.id or slug(details.company, details.role, details.round),
        company=details.company,
        role=details.role,
        start=start,
        end=end,
        region=region,
        closed=details.closed,
        open=details.open,
        quiet=_first(details.quiet, defaults.quiet),
        guard=_first(details.guard, defaults.guard) is not False,
        location=details.place,
        contact=details.contact,
        via=details.via or defaults.via,
        interviewers=details.interviewers,
        timeline=details.decision,
        strength=details.strength,
        round=details.round,
        no_calls=bool(no_calls),
        language=details.language or defaults.language or me.language,
        address=details.address or defaults.address or "formal",
        events=_events(details, defaults),
        alarm=_first(details.alarm, defaults.alarm),
        log=tuple(
            Fact(kind=kind, date=date, timeline=said, answer_by=answer_by, source=place / "log" / index)
            for index, (kind, date, said, answer_by) in enumerate(details.log)
        ),
        cadence=details.cadence or defaults.cadence or Cadence(),
        source=place,
    )
    return interview, []


def _events(details: InterviewDetails, defaults: Defaults) -> tuple[str, ...]:
    """What is opted for; an interview that came by an invitation is in the calendar without us."""
    events = _first(details.events, defaults.events) or ()
    return (*events, "-interview") if details.invite and "interview" not in events else events


def _first(one: Value | None, other: Value | None) -> Value | None:
    return one if one is not None else other


def _region(details: InterviewDetails, me: Candidate) -> Region:
    """The employer's; the candidate's subdivision says nothing of an employer in another country."""
    elsewhere = details.country not in (None, me.region.country)
    return Region(
        timezone=details.timezone or me.region.timezone,
        country=details.country or me.region.country,
        subdivision=_part(details.subdivision, details.country or me.region.country)
        or (None if elsewhere else me.region.subdivision),
    )


def _part(subdivision: str | None, country: str) -> str | None:
    """A subdivision's own code, of ISO 3166-2's ``DE-BY`` too."""
    return subdivision and subdivision.removeprefix(f"{country}-")


def _hours(
    details: InterviewDetails, zone: ZoneInfo, place: Place
) -> tuple[dt.datetime | None, dt.datetime | None, list[Problem]]:
    """Start and end in the employer's zone, and what is wrong with them."""
    start, problems = _moment(details.start.wall, details.start.zone, zone, place / "start")
    if details.end and details.duration:
        problems.append(Problem(place / "duration", "stands beside `end`; expected one of the two"))
    if not start or problems or not details.end:
        length = details.duration or HOUR
        return start, start and (start.astimezone(dt.UTC) + length).astimezone(zone), problems
    wall = dt.datetime.combine(details.end.day or details.start.wall.date(), details.end.time)
    end, problems = _moment(wall, details.end.zone or details.start.zone, zone, place / "end")
    if not end:
        return start, None, problems
    length = end.astimezone(dt.UTC) - start.astimezone(dt.UTC)  # the clock may be put back in between
    if length <= dt.timedelta():
        found = f"the end at {end:%Y-%m-%d %H:%M} is not after the start at {start:%Y-%m-%d %H:%M}"
        cure = "expected a later one; past midnight, give its date too"
        problems.append(Problem(place / "end", f"{found}; {cure}"))
    elif length > times.LONGEST:
        problems.append(Problem(place / "end", "the interview would last more than 24 hours"))
    return start, end, problems


def _moment(
    wall: dt.datetime, written: dt.tzinfo | None, zone: ZoneInfo, place: Place
) -> tuple[dt.datetime | None, list[Problem]]:
    """A local time as a moment in the employer's zone; a zone may skip or repeat it (RFC 5545 3.3.5)."""
    moment = wall.replace(tzinfo=written or zone)
    first, second = moment.utcoffset(), moment.replace(fold=1).utcoffset()
    if first != second:
        name = written or zone
        if moment.astimezone(dt.UTC).astimezone(moment.tzinfo).replace(tzinfo=None) != wall:
            text = f"{wall:%Y-%m-%d %H:%M} does not exist in {name}: the clocks are put forward then"
            return None, [Problem(place, f"{text}; expected a time before or after")]
        if second is not None and first is not None:
            ways = f"{_offset(first)} or {_offset(second)}"
            text = f"{wall:%Y-%m-%d %H:%M} comes twice in {name}: the clocks are put back then"
            return None, [Problem(place, f"{text}; write {ways} after the time")]
    return moment.astimezone(zone), []


def _offset(offset: dt.timedelta) -> str:
    minutes = round(offset.total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def slug(company: str, role: str, round: int = 1) -> str:  # noqa: A002 # as the document calls it
    """Company, role and, from the second on, round: what stays when an interview is moved."""
    words = [company, role, *([str(round)] if round > 1 else [])]
    return BETWEEN_WORDS.sub("-", " ".join(words).casefold()).strip("-") or "interview"


def _repeated_ids(interviews: Iterable[Interview]) -> list[Problem]:
    seen: dict[str, Interview] = {}
    problems = []
    for interview in interviews:
        first = seen.setdefault(interview.id, interview)
        if first is not interview:
            found = f'the id "{interview.id}" stands at {first.source} already'
            problems.append(Problem(interview.source, f"{found}; give this one a `round:` or an `id:`"))
    return problems
