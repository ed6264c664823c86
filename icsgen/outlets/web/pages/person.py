"""A person's page: what is due, the ladder as a picture, every message, and how to subscribe."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from flask import Flask, abort, render_template
from msgspec import Struct

from icsgen.agenda import Item
from icsgen.dates import date_text
from icsgen.errors import IcsgenError
from icsgen.messages.words import cut
from icsgen.model import CalendarWords
from icsgen.outlets.web.pages.jobs import Job, jobs, seen_items
from icsgen.outlets.web.pages.sites import Site
from icsgen.outlets.web.pages.steps import LONGEST, Step, city, step
from icsgen.outlets.web.pages.subscriptions import Subscription, subscription
from icsgen.outlets.web.pages.words import FACTS, NEWS
from icsgen.outlets.web.published import Opened
from icsgen.outlets.web.watched import Current

__all__ = ["person_pages"]

SOON = ("Overdue", "Today", "This week")
COUNTED = {"Overdue": "overdue", "Today": "today", "This week": "later this week"}
"""The same, after their number."""
YAML = (".yaml", ".yml")
"""The documents that a fact can be logged in."""
ROOT = "../../"
"""From the page to the site: a proxy may put it under a path, and a copy of it may lie in a folder."""


class Page(Struct, frozen=True, kw_only=True):
    """What is shown."""

    title: str
    now: str
    lead: str
    """How much there is to do."""
    date: str
    """Today, as is to be logged."""
    faults: Sequence[str]
    has_calendar: bool
    """Whether there is anything to subscribe to."""
    has_plan: bool
    writes: bool
    news: Sequence[tuple[str, str]]
    """What can be told beside an answer: each fact with its words."""
    soon: Sequence[tuple[str, Sequence[Step]]]
    """What is due now or this week, by heading."""
    above: frozenset[str]
    """The ids of that."""
    jobs: Sequence[Job]
    search: Sequence[Step]
    """What belongs to no single job."""
    past: Sequence[Step]
    """What is over of that."""
    subscription: Subscription


def person_pages(app: Flask, site: Site) -> None:
    """Serve everybody's page."""

    def page(token: str) -> str:
        opened = site.published.opened_by(token) or abort(404)
        return render_template("person.html", root=ROOT, page=_page(site, opened))

    app.add_url_rule("/p/<token>/", "person", page)


def _page(site: Site, opened: Opened) -> Page:
    now, shows = site.clock(), opened.token.shows
    feed = site.feeds.feed(opened)  # it looks first whether the source has changed
    current = _current(opened, now)
    plan = current.plan
    candidate = plan.candidate if plan else None
    today = now.astimezone(candidate.region.timezone) if candidate else now
    is_yaml = opened.source.path.suffix.casefold() in YAML
    writes = site.logs(opened) and is_yaml and not current.faults  # what has faults is not written in
    found = [*seen_items(plan, now, shows)] if plan else []
    soon = [*_soon(found, [step(each, shows=shows, writes=writes) for each in found])]
    general = [each for each in found if shows == "busy" or not each.entry.milestone.interview]
    others = [step(each, shows=shows, writes=writes) for each in general]
    words, name = candidate.calendar if candidate else CalendarWords(), (candidate and candidate.name) or ""
    calendar = f"{words.busy if shows == 'busy' else words.name} {name}".rstrip()
    return Page(
        title=cut(name, LONGEST) or "Your job search",
        now=f"{'As of ' if site.frozen else ''}{date_text(today)}, in {city(today)}.",
        lead=_summary(soon, found) if plan else "",
        date=today.date().isoformat(),
        faults=current.faults if not shows else (),
        has_calendar=feed is not None,
        has_plan=plan is not None,
        writes=writes,
        news=[(fact, FACTS[fact]) for fact in NEWS],
        soon=soon,
        above=frozenset(each.id for _, steps in soon for each in steps),
        jobs=jobs(found, now, shows=shows, writes=writes) if shows != "busy" else (),
        search=[each for each in others if not each.is_over],
        past=[each for each in others if each.is_over],
        subscription=subscription(site.feed(opened), calendar, only_here=site.only_here),
    )


def _current(opened: Opened, now: dt.datetime) -> Current:
    """What its source says now; a feed that stays as it was does not know of new faults."""
    try:
        return opened.source.current(opened.token.person, now)
    except IcsgenError as fault:
        return Current(plan=None, faults=(str(fault),))


def _soon(found: Sequence[Item], steps: Sequence[Step]) -> Iterator[tuple[str, Sequence[Step]]]:
    """What is due now, or this week, under its headings."""
    for heading in SOON:
        under = [step for item, step in zip(found, steps, strict=True) if item.heading == heading]
        if under:
            yield heading, under


def _summary(soon: Sequence[tuple[str, Sequence[Step]]], found: Sequence[Item]) -> str:
    """How much there is to do, in a sentence."""
    counts = {heading: len(steps) for heading, steps in soon}
    told = [f"{counts[heading]} {what}" for heading, what in COUNTED.items() if heading in counts]
    if told:
        return f"{', '.join(told)}."
    to_come = next((each for each in found if not each.is_over), None)
    return f"Nothing is due; next comes {to_come.when}." if to_come else "Nothing is planned."
