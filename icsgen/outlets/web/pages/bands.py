"""What lies along the axis of a ladder: months, days off of both sides, and the time between contacts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from icsgen.dates import MONTHS, date_text
from icsgen.model import Span
from icsgen.outlets.web.pages.axes import Axis
from icsgen.outlets.web.pages.pictures import Band, Label, Wait
from icsgen.rules.workdays import Day, Workdays

__all__ = ["Stop", "bands", "fitting", "months", "off_labels", "wait_labels", "waits"]

ONE = dt.timedelta(days=1)
SIDES = ("theirs", "yours")
WHOSE = {"theirs": "them", "yours": "you", "both": "both"}
WAITED = 2  # days, the least that is called waiting
MONTH, SMALL = 15.0, 15.0
"""The heights of a month's name, and of a small label."""
GOES_ON = 4
"""Days after which the same reason is told again."""
NEAR = 10.0
"""How far from its days a small label may be."""
LONGEST = 30
"""Characters of a reason beside the axis; its band tells all of it to whoever points there."""


def months(drawn: Axis) -> list[Label]:
    """The name of each month where it begins, or where the first day of it is; of the next year with that."""
    found, last = list[Label](), None
    for date, top, _ in drawn.days:
        if (date.year, date.month) != last:
            year = str(date.year) if last and last[0] != date.year else ""
            if found and top - found[-1].y < (2 * MONTH if " " in found[-1].text else MONTH):
                year = year or found[-1].text.partition(" ")[2]
                found.pop()
            found.append(
                Label(kind="month", y=top, at=top, text=f"{MONTHS[date.month - 1][:3]} {year}".rstrip())
            )
            last = (date.year, date.month)
    return found


def bands(drawn: Axis, sides: tuple[Workdays, Workdays]) -> list[Band]:
    """The days off of both sides; neighbours with the same reason are one."""
    found = list[Band]()
    for side, workdays in zip(SIDES, sides, strict=True):
        for date, top, bottom in drawn.days:
            kind, off = _off(workdays, date)
            if not off:
                continue
            last = found[-1] if found else None
            if last and (last.side, last.reason, last.last + ONE) == (side, off.reason, date):
                found[-1] = _told(replace(last, last=date, bottom=bottom))
                continue
            band = Band(
                side=side,
                kind=kind,
                reason=off.reason,
                first=date,
                last=date,
                top=top,
                bottom=bottom,
                text="",
            )
            found.append(_told(band))
    return found


def _off(workdays: Workdays, date: dt.date) -> tuple[str, Day | None]:
    if off := workdays.day_off(date):
        return "weekend" if off.weekend else "off", off
    return "quiet", workdays.quiet_day(date)


def _band(side: str, kind: str, off: Day, top: float, bottom: float) -> Band:
    first = last = off.date
    return Band(
        side=side, kind=kind, reason=off.reason, first=first, last=last, top=top, bottom=bottom, text=""
    )


def _told(band: Band) -> Band:
    """The band with its words."""
    days = date_text(band.first, year=False)
    if band.last != band.first:
        days = f"{days} to {date_text(band.last, year=False)}"
    side = "the employer" if band.side == "theirs" else "you"
    return replace(band, text=f"{days}: {band.reason}, for {side}")


def off_labels(off: Sequence[Band]) -> list[tuple[Label, float]]:
    """What is told of days off beside the axis: of what both have in common, and of what a weekend cuts in
    two, once."""
    found = dict[tuple[dt.date, str], Label]()
    last = dict[tuple[str, str], dt.date]()
    for band in off:
        goes_on = (band.first - last.get((band.side, band.reason), dt.date.min)).days <= GOES_ON
        last[band.side, band.reason] = band.last
        if band.kind == "weekend" or goes_on:
            continue
        key, y = (band.first, band.reason), (band.top + band.bottom) / 2
        kind = "both" if key in found else band.side
        reason = band.reason if len(band.reason) <= LONGEST else f"{band.reason[:LONGEST]}…"
        found[key] = Label(kind=kind, y=y, at=y, text=f"{reason} · {WHOSE[kind]}")
    return [(label, NEAR) for label in found.values()]


class Stop(Struct, frozen=True):
    """What one waits for, or from."""

    start: dt.datetime | dt.date
    key: str
    counted: tuple[Span, str] | None = None
    """As its milestone has it."""

    @property
    def date(self) -> dt.date:
        return self.start.date() if isinstance(self.start, dt.datetime) else self.start


def waits(stops: Sequence[Stop], drawn: Axis, theirs: Workdays | None) -> list[Wait]:
    """The time between what was done, or is still to be done; by the employer's days, if they may be told."""
    return [
        Wait(top=drawn.y(first.start), bottom=drawn.y(second.start), text=_wait(first, second, theirs))
        for first, second in pairwise(stops)
        if (second.date - first.date).days >= WAITED
    ]


def _wait(first: Stop, second: Stop, theirs: Workdays | None) -> str:
    """How long, in business days where these are what is counted."""
    days = (second.date - first.date).days
    if second.key == "decision":
        return f"{days} days until they decide"
    if theirs and second.counted and second.counted[0].unit == "business days":
        passed = (first.date + number * ONE for number in range(1, days + 1))
        return f"wait {sum(not theirs.day_off(date) for date in passed)} business days"
    return f"wait {days} days"


def wait_labels(waited: Sequence[Wait]) -> list[tuple[Label, float]]:
    """How long each is, beside its middle, and how far from there it may be told too."""
    found = list[tuple[Label, float]]()
    for wait in waited:
        middle = (wait.top + wait.bottom) / 2
        reach = (wait.bottom - wait.top - SMALL) / 2
        found.append((Label(kind="wait", y=middle, at=middle, text=wait.text), reach))
    return found


def fitting(labels: Sequence[tuple[Label, float]], taken: Sequence[float], row: float) -> list[Label]:
    """The small labels that there is room for beside large ones, `row` high; the first ones first, each as
    near to its place as can be."""
    found = list[Label]()
    for label, reach in labels:
        places = [label.y, *(label.y + sign * by for by in range(2, int(reach) + 1, 2) for sign in (1, -1))]
        free = (place for place in places if _is_free(place, found, taken, row))
        if (at := next(free, None)) is not None:
            found.append(replace(label, at=at))
    return sorted(found, key=lambda each: each.at)


def _is_free(place: float, found: Sequence[Label], taken: Sequence[float], row: float) -> bool:
    return all(abs(place - at) >= (row + SMALL) / 2 for at in taken) and all(
        abs(place - each.at) >= SMALL for each in found
    )
