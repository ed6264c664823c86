"""The composition: a job search in, entries out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from icsgen.dates import date_text
from icsgen.errors import InputError, Problem, errors_in
from icsgen.messages import compose, language_problem, named
from icsgen.model import Candidate, Entry, JobSearch, Milestone
from icsgen.rules import milestones

__all__ = ["PASSED", "Placed", "Plan", "in_words", "make_plan", "place", "state"]

PASSED = "everything here has passed"
EASTERNMOST = dt.timezone(dt.timedelta(hours=14))
"""Where a day begins first."""
THANKS, IN_TIME = "thank-you", dt.timedelta(hours=24)
"""What is in time for so long, whenever it was planned [article]."""


class Plan(Struct, frozen=True):
    """The entries of a job search in order of time, and the warnings."""

    candidate: Candidate
    entries: tuple[Entry, ...]
    """What a calendar holds."""
    told: tuple[Entry, ...]
    """These, and what was superseded or dropped, which no calendar holds."""
    warnings: tuple[Problem, ...]


def make_plan(
    search: JobSearch,
    *,
    now: dt.datetime | None = None,
    only: Collection[str] = (),
    skip: Collection[str] = (),
    catch_up: dt.date | None = None,
    spread: bool = False,
) -> Plan:
    """Every milestone of a job search with its words.

    The ladder does not depend on `now` (aware), which only warns of what has passed. `only` and `skip` are
    keys of milestones; left-out ones are still what later ones count from. What was to be sent before the day
    `catch_up`, and by the log was not, moves to it. With `spread` the calls of many candidates stand all over
    the phone hours, else each at the same time.

    Raises:
        InputError: the details name what no calendar knows.
    """
    placed = place(search, now=now, catch_up=catch_up, spread=spread)
    wanted = [each for each in placed.milestones if (not only or each.key in only) and each.key not in skip]
    return in_words(replace(placed, milestones=tuple(wanted)))


class Placed(Struct, frozen=True):
    """The milestones of a job search, without their words still."""

    candidate: Candidate
    milestones: tuple[Milestone, ...]
    warnings: tuple[Problem, ...]


def place(
    search: JobSearch,
    *,
    now: dt.datetime | None = None,
    catch_up: dt.date | None = None,
    spread: bool = False,
) -> Placed:
    """The first step of `make_plan`: many searches go through each step together, which is quicker."""
    unwritten = list(_unwritten(search))
    search = search if unwritten else replace(search, me=named(search.me))
    found, problems = milestones(_spread(search) if spread else search, catch_up)
    problems += [*unwritten, *(_not_yet(search, now) if now else ())]
    if errors_in(problems):
        raise InputError(problems)
    warnings = [*problems, *(_passed(found, now) if now else ())]
    return Placed(search.me, tuple(found), tuple(warnings))


def in_words(placed: Placed) -> Plan:
    """The second step: every milestone with its words."""
    told = tuple([compose(each) for each in placed.milestones])
    entries = tuple([entry for entry in told if entry.milestone.live])
    return Plan(placed.candidate, entries, told, placed.warnings)


def _spread(search: JobSearch) -> JobSearch:
    from icsgen.ics.uids import spread_of  # late: few commands need the calendar's side

    interviews = [replace(each, spread=spread_of(search.me, each)) for each in search.interviews]
    return replace(search, interviews=tuple(interviews))


def state(milestone: Milestone, now: dt.datetime) -> str:
    """How a milestone stands at a time: ``planned``, ``due`` today, ``overdue``, or what became of it.

    What nobody has to do, such as the interview itself, is done once it is over.
    """
    today, end = now.astimezone(milestone.candidate.region.timezone).date(), milestone.end
    if milestone.outcome:
        return milestone.outcome
    if milestone.until:
        return "planned" if milestone.until >= now else "done"
    if not milestone.to_do:
        over = end <= now if isinstance(end, dt.datetime) else end <= today
        return "done" if over else "planned"
    if milestone.date < today and milestone.key == THANKS and milestone.interview:
        return "due" if now <= milestone.interview.end + IN_TIME else "overdue"
    return "planned" if milestone.date > today else "due" if milestone.date == today else "overdue"


def _unwritten(search: JobSearch) -> Iterator[Problem]:
    """The languages there are no texts in."""
    spoken = [(search.me.language, search.me.source)]
    spoken += [(each.language, each.source) for each in search.interviews if each.language != spoken[0][0]]
    for code, source in spoken:
        if problem := language_problem(code, source):
            yield problem


def _not_yet(search: JobSearch, now: dt.datetime) -> Iterator[Problem]:
    """Facts of a log that cannot have happened yet, on whosever clock: a coach may write it from afar."""
    today = now.astimezone(EASTERNMOST).date()
    for interview in search.interviews:
        for fact in interview.log:
            if fact.date > today:
                text = f"{fact.kind} on {fact.date:%Y-%m-%d} lies in the future; expected what has happened"
                yield Problem(fact.source, text)


def _passed(found: Iterable[Milestone], now: dt.datetime) -> Iterator[Problem]:
    """A warning for each interview whose whole ladder has passed, and nothing is logged: a year mistyped?"""
    last: dict[tuple[str, str], Milestone] = {}  # of a job: rounds and visits follow each other
    for milestone in found:
        if milestone.interview:
            last[milestone.interview.company, milestone.interview.role] = milestone  # in order of time
    for milestone in last.values():
        zone = milestone.candidate.region.timezone
        end = milestone.end
        moment = end if isinstance(end, dt.datetime) else dt.datetime.combine(end, dt.time(), zone)
        if moment < now and milestone.interview and not milestone.interview.log:
            which = f"the last, {milestone.key}, was on {date_text(milestone.date)}"
            text = f"{PASSED}: {which}; is the date right?"
            yield Problem(milestone.interview.source / "start", text, warning=True)
