"""The axis of a ladder's picture: days downwards, long empty stretches left out, labels that keep apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

__all__ = ["Axis", "Stretch", "axis", "spread"]

ONE = dt.timedelta(days=1)
EMPTY = 44
"""Days without anything that are drawn; of more only those beside what there is."""
BESIDE = 8
TALLEST, LOWEST = 9.0, 3.0
"""The height of a day."""
ROOM = 640.0
"""How high all days may become, as long as they are not lower than the lowest."""
BREAK = 34.0
"""The height of what stands in the place of the days left out."""


class Stretch(Struct, frozen=True):
    """Days drawn one below the other, from the first to the last."""

    first: dt.date
    last: dt.date
    top: float
    day: float
    """The height of each."""

    @property
    def bottom(self) -> float:
        return self.top + self.day * ((self.last - self.first).days + 1)

    @property
    def days(self) -> Iterator[dt.date]:
        return (self.first + number * ONE for number in range((self.last - self.first).days + 1))

    def y(self, date: dt.date) -> float:
        """Where a day begins."""
        return self.top + self.day * (date - self.first).days


class Axis(Struct, frozen=True):
    """All that is drawn, and breaks between."""

    stretches: Sequence[Stretch]

    def y(self, moment: dt.datetime | dt.date) -> float:
        """Where a moment is; that of a whole day is its middle."""
        of_day = (moment.hour * 60 + moment.minute) / 1440 if isinstance(moment, dt.datetime) else 0.5
        date = moment.date() if isinstance(moment, dt.datetime) else moment
        stretch = next(each for each in self.stretches if date <= each.last)
        return stretch.y(date) + of_day * stretch.day

    @property
    def days(self) -> Iterator[tuple[dt.date, float, float]]:
        """Each day that is drawn, from where to where."""
        for stretch in self.stretches:
            for date in stretch.days:
                yield date, stretch.y(date), stretch.y(date) + stretch.day

    @property
    def breaks(self) -> Iterator[tuple[float, float, int]]:
        """From where to where days are left out, and how many."""
        for before, after in pairwise(self.stretches):
            yield before.bottom, after.top, (after.first - before.last).days - 1

    @property
    def bottom(self) -> float:
        return self.stretches[-1].bottom


def axis(dates: Iterable[dt.date], top: float) -> Axis:
    """An axis on which some dates lie, one at least."""
    marked = sorted(set(dates))
    spans = [(marked[0] - ONE, marked[0])]
    for date in marked[1:]:
        first, last = spans[-1]
        if (date - last).days > EMPTY:
            spans[-1] = (first, last + BESIDE * ONE)
            spans.append((date - BESIDE * ONE, date))
        else:
            spans[-1] = (first, date)
    spans[-1] = (spans[-1][0], spans[-1][1] + ONE)
    days = sum((last - first).days + 1 for first, last in spans)
    height = min(TALLEST, max(LOWEST, ROOM / days))
    stretches = list[Stretch]()
    for first, last in spans:
        at = stretches[-1].bottom + BREAK if stretches else top
        stretches.append(Stretch(first, last, at, height))
    return Axis(stretches)


def spread(wanted: Sequence[float], apart: float, top: float) -> list[float]:
    """Places in the same order, at least so far apart and below the top, as near as can be to those wanted.

    Where some would come too near they are put around their mean: it moves all of them least.
    """
    groups = list[tuple[float, int]]()  # the mean of what each of them asks of the first, and how many
    for number, place in enumerate(wanted):
        mean, count = place - number * apart, 1
        while groups and groups[-1][0] >= mean:
            before, many = groups.pop()
            mean, count = (before * many + mean * count) / (many + count), many + count
        groups.append((mean, count))
    firsts = [max(mean, top) for mean, count in groups for _ in range(count)]
    return [first + number * apart for number, first in enumerate(firsts)]
