"""From a job search to its milestones: calendars and diaries made ready, then the rules climbed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import lru_cache
from itertools import pairwise

from msgspec.structs import replace

from icsgen.dates import clock, date_text
from icsgen.errors import Problem
from icsgen.model import Candidate, Fact, Interview, JobSearch, Milestone
from icsgen.rules.cadence import CONTACTS, numbers_of, preset_problem
from icsgen.rules.catch_up import catch_up
from icsgen.rules.guard import kept_apart
from icsgen.rules.logs import Standing, accepted, log_problems, standing
from icsgen.rules.milestones import KEYS, climbed, place, search_milestones
from icsgen.rules.placements import Ladder
from icsgen.rules.promises import promise
from icsgen.rules.regions import data_warnings, region_problems
from icsgen.rules.slots import Busy, Hours, at_leisure
from icsgen.rules.visits import Visit, job, later_rounds, visits, with_news
from icsgen.rules.workdays import Workdays, country, workdays

__all__ = ["both_sides", "milestones"]

SHUTDOWN = "the employer's shutdown"
BY_DAY = Hours(dt.time(6, 30), dt.time(21, 30))
"""When interviews are held, if nobody mistyped."""


def milestones(
    search: JobSearch, catch_up_on: dt.date | None = None
) -> tuple[list[Milestone], list[Problem]]:
    """Every milestone of a job search in order of time, and what only calendars can judge of its details.

    Whoever starts late catches up on a day: what was to be sent before and was not moves there. No milestones
    where one of the problems is more than a warning.
    """
    problems = [*_unknown(search), *_overlaps(search.interviews)]
    found: list[Milestone] = []
    if not any(not problem.warning for problem in problems):
        busy, over = Busy(search.interviews), accepted(search.interviews)
        ladders = []
        for ladder, faults in _ladders(search, busy, over):
            place(ladder)
            if catch_up_on:
                catch_up(ladder, catch_up_on)
            ladders.append(ladder)
            problems += faults
        problems += kept_apart(ladders)
        for ladder in ladders:
            found += climbed(ladder)
            problems += _warnings(ladder)
        found += search_milestones(search.me, search.interviews, found, busy, over)
        found.sort(key=_moment)
    if any(not problem.warning for problem in problems):
        found = []
    return found, _once(problems)


def _unknown(search: JobSearch) -> Iterator[Problem]:
    """Names that no table knows: countries, subdivisions, presets, milestones."""
    yield from region_problems(search.me.region, search.me.source)
    if any(interview.log for interview in search.interviews):
        for visit in visits(search.interviews):
            yield from log_problems(visit.interview, search.me.region.timezone)
    for interview in search.interviews:
        if interview.region != search.me.region:
            yield from region_problems(interview.region, interview.source)
        if problem := preset_problem(interview.cadence, interview.source):
            yield problem
        for name in interview.events:
            if name.removeprefix("-") not in KEYS:
                close = get_close_matches(name.removeprefix("-"), KEYS, n=1)
                cure = f"did you mean {close[0]}?" if close else f"expected some of {', '.join(KEYS)}"
                yield Problem(interview.source / "events", f'unknown milestone "{name}"; {cure}')


@lru_cache(maxsize=64)  # the same for each of a person's interviews
def _at_home(me: Candidate) -> tuple[Workdays, Hours]:
    where = country(me.region.country, me.region.subdivision)
    return workdays(where, me.days_off, frozenset(), "your time off", ()), Hours(*me.hours)


def both_sides(interview: Interview, me: Candidate) -> tuple[Workdays, Workdays]:
    """The working days of the employer, and of the candidate."""
    where = country(interview.region.country, interview.region.subdivision)
    employer = workdays(where, interview.closed, interview.open, SHUTDOWN, interview.quiet)
    candidate, _ = _at_home(me)
    return employer, candidate


def _ladders(search: JobSearch, busy: Busy, over: Fact | None) -> Iterator[tuple[Ladder, list[Problem]]]:
    """The ladder of each visit, and what is wrong with its promise."""
    held = visits(search.interviews)
    rounds = later_rounds(held)
    zone = search.me.region.timezone
    for visit in held:
        last = rounds.get(job(visit.interview)) if rounds else None
        later = last if last and last.round > visit.interview.round else None
        visit = with_news(visit, held) if last is visit.interview else visit
        yield _ladder(visit, standing(visit.interview, zone, later=later, accepted=over), search.me, busy)


def _ladder(visit: Visit, stands: Standing, me: Candidate, busy: Busy) -> tuple[Ladder, list[Problem]]:
    interview = visit.interview
    employer, candidate = both_sides(interview, me)
    _, awake = _at_home(me)
    zones = interview.region.timezone, me.region.timezone
    leisure = at_leisure(employer, candidate, zones, awake, interview.spread)
    diary = replace(leisure, busy=busy, leisure=leisure)
    date, timeline, _ = stands.since(interview)
    said = stands.reply.source if stands.reply else visit.told.source
    promised, problems = promise(timeline, date, employer, said / "decision")
    today = promised is not None and promised.date == date
    same_day = not stands.reply and (today or (timeline is not None and timeline.same_day))
    ladder = Ladder(
        interview=interview,
        parts=visit.parts,
        candidate=me,
        numbers=numbers_of(interview),
        diary=diary,
        promise=promised,
        same_day=same_day,
        standing=stands,
    )
    return ladder, problems


def _warnings(ladder: Ladder) -> Iterator[Problem]:
    """What looks mistyped, and what holiday data do not tell of the days that were counted and chosen."""
    diary, interview = ladder.diary, ladder.interview
    yield from _doubts(ladder)
    contacts = [key for key in CONTACTS if not ladder.placed[key].outcome]
    if not contacts:
        return
    theirs = {ladder.anchor(key, diary.employer_zone) for key in contacts}
    yield from data_warnings(diary.employer, theirs, interview.source, counted_from=ladder.date)
    if diary.candidate.country is not diary.employer.country:
        yours = {ladder.anchor(key, diary.candidate_zone) for key in contacts}
        yield from data_warnings(diary.candidate, yours, ladder.candidate.source)


def _doubts(ladder: Ladder) -> Iterator[Problem]:
    """An interview on a day on which the employer does not work, or at night."""
    start, place = ladder.interview.start, ladder.interview.source / "start"
    if off := ladder.diary.employer.day_off(start.date()):
        text = f"{date_text(start)} is {off.reason} for the employer; is the date right?"
        yield Problem(place, text, warning=True)
    if start.time() not in BY_DAY:
        yield Problem(place, f"{clock(start)} is night for the employer; is the time right?", warning=True)


def _overlaps(interviews: Iterable[Interview]) -> Iterator[Problem]:
    """Interviews that begin before another one ends."""
    in_order = sorted(interviews, key=lambda each: each.start.astimezone(dt.UTC))
    for first, second in pairwise(in_order):
        if second.start.astimezone(dt.UTC) < first.end.astimezone(dt.UTC):
            end = f"{clock(first.end)} on {date_text(first.end)}"
            text = f"begins before the one with {first.company} ends, {end}; are both right?"
            yield Problem(second.source / "start", text, warning=True)


def _moment(milestone: Milestone) -> tuple[dt.datetime, bool]:
    """Sorts by time; what lasts all day comes first on its day."""
    start = milestone.start
    if isinstance(start, dt.datetime):
        return start, True
    return dt.datetime.combine(start, dt.time(), milestone.candidate.region.timezone), False


def _once(problems: list[Problem]) -> list[Problem]:
    """The same warning for many interviews is one warning, at the first of them."""
    first: dict[tuple[str, object], Problem] = {}
    for problem in problems:
        first.setdefault((problem.text, None if problem.warning else problem.place), problem)
    return list(first.values())
