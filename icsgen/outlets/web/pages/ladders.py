"""The ladder of a job as a picture: what is drawn, and where."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from msgspec.structs import replace

from icsgen.agenda import Item
from icsgen.dates import date_text
from icsgen.model import Fact, Interview
from icsgen.outlets.web.pages.axes import Axis, axis, spread
from icsgen.outlets.web.pages.bands import Stop, bands, fitting, months, off_labels, wait_labels, waits
from icsgen.outlets.web.pages.pictures import Band, Label, Picture, Rung, Wait
from icsgen.outlets.web.pages.words import FACTS, STATES, name_of
from icsgen.rules import both_sides
from icsgen.rules.logs import SENT

__all__ = ["ladder"]

NEWS = "news"
"""The state of what happened and is no milestone."""
BETWEEN = ("interview", "thank-you", "decision", "follow-up", "call", "tickler", "answer")
"""The milestones that one waits for, or from."""
WIDTH = 352.0
TOP = 34.0  # below the names of the columns
BELOW = 14.0
ROW = 22.0
"""How far apart the labels are, at least."""
MOST_TOLD = 80
"""Characters of a job in the words for a picture."""


def ladder(
    items: Sequence[Item],
    now: dt.datetime,
    *,
    name: str,
    title: str,
    tells: bool = True,
) -> Picture | None:
    """The picture of what is to be done for one job; None where there is nothing.

    `name` is one of its own on a page. Unless it `tells` them, neither the working days of
    either side are in it nor what was logged.
    """
    shown = [each for each in items if each.entry.milestone.interview]
    if not shown:
        return None
    first = shown[0].entry.milestone
    assert first.interview  # noqa: S101 # it is what they were chosen by
    today = now.astimezone(first.candidate.region.timezone)
    news = _news(first.interview) if tells else []
    dates = {*(each.entry.milestone.date for each in shown), *(each.date for each in news)}
    is_going_on = today.date() <= max(dates)
    drawn = axis(dates | {today.date()} if is_going_on else dates, TOP)
    lines = _lines(drawn, today.date() if is_going_on else None)
    rungs, others = _kept_apart([*_rungs(shown, drawn), *_told(news, drawn)], lines)
    sides = both_sides(first.interview, first.candidate) if tells else None
    off = bands(drawn, sides) if sides else []
    waited = waits(_stops(shown, news), drawn, sides[0] if sides else None)
    taken = [*(each.at for each in rungs), *(each.at for each in others)]
    return Picture(
        name=name,
        title=f"The ladder of {title if len(title) <= MOST_TOLD else f'{title[:MOST_TOLD]}…'}",
        words=_words(rungs, waited, off, today),
        width=WIDTH,
        height=max(drawn.bottom, *taken) + BELOW,
        top=drawn.stretches[0].top,
        bottom=drawn.bottom,
        rungs=rungs,
        waits=waited,
        bands=off,
        months=months(drawn),
        breaks=[each for each in others if each.kind == "break"],
        today=next((each for each in others if each.kind == "today"), None),
        small=fitting([*off_labels(off), *wait_labels(waited)], taken, ROW),
        has_days_off=tells,
    )


def _news(interview: Interview) -> list[Fact]:
    """What happened that is no milestone: they answered, or all came to an end."""
    return [fact for fact in interview.log if fact.kind not in SENT]


def _stops(items: Sequence[Item], news: Sequence[Fact]) -> list[Stop]:
    """What one waits from and for, in order of time."""
    planned = (each.entry.milestone for each in items)
    stops = [
        *(Stop(fact.date, fact.kind) for fact in news),
        *(Stop(each.start, each.key, each.counted) for each in planned if each.live and each.key in BETWEEN),
    ]
    return sorted(stops, key=lambda each: each.date)


def _told(news: Sequence[Fact], drawn: Axis) -> list[Rung]:
    """What happened, each at its own height still."""
    return [
        Rung(
            key=fact.kind,
            state=NEWS,
            y=drawn.y(fact.date),
            at=drawn.y(fact.date),
            date=date_text(fact.date, year=False),
            name=FACTS.get(fact.kind, fact.kind),
        )
        for fact in news
    ]


def _rungs(items: Sequence[Item], drawn: Axis) -> list[Rung]:
    """The milestones, each at its own height still."""
    found = list[Rung]()
    for item in items:
        milestone, stands = item.entry.milestone, STATES.get(item.state)
        y, name = drawn.y(milestone.start), name_of(milestone)
        rung = Rung(
            key=milestone.key,
            state=item.state,
            y=y,
            at=y,
            date=date_text(milestone.date, year=False),
            name=f"{name}, {stands}" if stands else name,
        )
        found.append(rung)
    return found


def _lines(drawn: Axis, today: dt.date | None) -> list[Label]:
    """What else crosses the axis: today, and where days are left out."""
    found = [
        Label(kind="break", y=(top + bottom) / 2, at=(top + bottom) / 2, text=f"{days} days not drawn")
        for top, bottom, days in drawn.breaks
    ]
    if today:
        y = drawn.y(dt.datetime.combine(today, dt.time()))  # above all that is due on it
        found.append(Label(kind="today", y=y, at=y, text=f"Today, {date_text(today, year=False)}"))
    return found


def _kept_apart(rungs: Sequence[Rung], others: Sequence[Label]) -> tuple[list[Rung], list[Label]]:
    """The same, their labels so far apart that all can be read; in order of time, so that no lines cross."""
    both: list[Rung | Label] = sorted([*rungs, *others], key=lambda each: (each.y, isinstance(each, Rung)))
    places = spread([each.y for each in both], ROW, TOP + ROW / 2)
    placed = [replace(each, at=at) for each, at in zip(both, places, strict=True)]
    return (
        [each for each in placed if isinstance(each, Rung)],
        [each for each in placed if isinstance(each, Label)],
    )


def _words(rungs: Sequence[Rung], waited: Sequence[Wait], off: Sequence[Band], today: dt.datetime) -> str:
    """All that the picture shows, read out."""
    told = [f"Today is {date_text(today)}."]
    told += [f"{each.date}: {each.name}." for each in rungs]
    told += [f"{each.text[:1].upper()}{each.text[1:]}." for each in waited]
    told += [f"{each.text}." for each in off if each.kind != "weekend"]
    return " ".join(told)
