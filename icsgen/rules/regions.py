"""What holiday and time zone data know of a region: that it exists, fits its zone, how far they reach."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from functools import lru_cache
from importlib.resources import files

import holidays
from holidays.registry import COUNTRIES

from icsgen.dates import date_text
from icsgen.errors import Place, Problem
from icsgen.model import Region
from icsgen.rules.reasons import listed
from icsgen.rules.workdays import CODES, NO_PART, Country, Workdays, country

__all__ = ["countries_of_zone", "data_warnings", "region_problems", "zones"]

ALIASES = {
    "".join(filter(str.isalpha, alias)).casefold(): codes[1]
    for codes in COUNTRIES.values()
    for alias in codes
}
"""Names and three-letter codes of the countries, in lower case, with their two-letter codes."""


def region_problems(region: Region, source: Place) -> Iterator[Problem]:
    """An unknown country or subdivision, with the nearest known one; a country that does not fit the zone."""
    if region.country not in CODES:
        yield Problem(source / "country", _unknown_country(region.country))
        return
    known = country(region.country).data.subdivisions
    if region.subdivision and region.subdivision not in (*known, NO_PART):
        yield Problem(source / "subdivision", _unknown_subdivision(region))
    zone = region.timezone.key
    countries = countries_of_zone(zone)
    if countries and region.country not in countries:
        text = f"{region.country} is not where {zone} is ({listed(countries)}); are both meant?"
        yield Problem(source / "country", text, warning=True)


@lru_cache(maxsize=1)
def zones() -> dict[str, tuple[str, ...]]:
    """Every zone's countries, by tzdata's zone1970.tab (the most populous first) and zone.tab."""
    table: dict[str, tuple[str, ...]] = {}
    for name in ("zone1970.tab", "zone.tab"):
        for line in (files("tzdata.zoneinfo") / name).read_text("utf-8").splitlines():
            if not line.startswith("#"):
                codes, _, zone, *_ = line.split("\t")
                table[zone] = tuple(dict.fromkeys((*codes.split(","), *table.get(zone, ()))))
    return table


def countries_of_zone(zone: str) -> tuple[str, ...]:
    """The countries that keep a zone's time; empty for links and zones that are nobody's, such as UTC."""
    return zones().get(zone, ())


def data_warnings(
    workdays: Workdays, chosen: Collection[dt.date], source: Place, counted_from: dt.date | None = None
) -> Iterator[Problem]:
    """What holiday data leave open: years out of reach, days that a subdivision decides.

    Both for the `chosen` dates; days that a subdivision decides also between `counted_from` and the first.
    """
    here, first, last = workdays.country, min(chosen), max(chosen)
    since = counted_from or first
    for year in range(since.year, last.year + 1):
        if not here.first_year <= year <= here.last_year:
            text = f"holiday data for {here.code} do not reach {year}: only weekends are skipped there"
            yield Problem(source / "country", text, warning=True)
        elif here.awaits_make_up_days(year):
            text = f"the make-up working days of {here.code} for {year} are not known yet: look again later"
            yield Problem(source / "country", text, warning=True)
    if here.subdivision:
        return
    regional = {
        date: subdivisions
        for date, subdivisions in _regional_days_between(here.code, min(since, first), last)
        if (date in chosen or since < date < first) and date not in workdays.closed | workdays.open
    }
    if regional:
        yield Problem(source / "subdivision", _regional_text(here, regional), warning=True)


def _regional_text(here: Country, regional: Mapping[dt.date, list[str]]) -> str:
    cure = "give `subdivision:`, or `none`, to have it right"
    if len(regional) > 1:
        days = [f"{date_text(date)} ({_some(parts)})" for date, parts in regional.items()]
        return f"some parts of {here.code} differ in what they work: {_some(days, 3)}; {cure}"
    ((date, parts),) = regional.items()
    worked = "a working day" if here.day_off(date) else "a holiday"
    return f"{date_text(date)} is {worked} in some parts of {here.code} ({_some(parts)}); {cure}"


def _regional_days_between(code: str, first: dt.date, last: dt.date) -> Iterator[tuple[dt.date, list[str]]]:
    """Those of `_regional_days` from one date to another, in order."""
    for year in range(first.year, last.year + 1):
        days, subdivisions = _regional_days(code, year)
        begin, end = bisect_left(days, first), bisect_right(days, last)
        yield from zip(days[begin:end], subdivisions[begin:end], strict=True)


@lru_cache(maxsize=256)
def _regional_days(code: str, year: int) -> tuple[list[dt.date], list[list[str]]]:
    """The weekdays that some subdivisions keep and the country does not, or the reverse, and which do."""
    whole = country(code)
    whole.is_holiday(dt.date(year, 1, 1))
    days: dict[dt.date, list[str]] = {}
    for subdivision in whole.data.subdivisions:
        part = holidays.country_holidays(code, subdiv=subdivision, years=year)
        for date in part.keys() ^ {date for date in whole.data if date.year == year}:
            if date.year == year and not whole.data.is_weekend(date):
                days.setdefault(date, []).append(subdivision)
    dates = sorted(days)
    return dates, [days[date] for date in dates]


def _some(codes: list[str], most: int = 4) -> str:
    return listed(codes if len(codes) <= most else [*codes[:most], f"{len(codes) - most} more"])


def _unknown_country(found: str) -> str:
    word = "".join(filter(str.isalpha, found)).casefold()
    close = [word] if word in ALIASES else get_close_matches(word, ALIASES, n=1) if len(word) > 2 else []
    expected = "expected a two-letter ISO 3166 code such as US, DE or JP"
    hint = f"did you mean {ALIASES[close[0]]}?" if close else expected
    return f'unknown country "{found}"; {hint}'


def _unknown_subdivision(region: Region) -> str:
    data = country(region.country).data
    found = f'unknown subdivision "{region.subdivision}" of {region.country}'
    if not data.subdivisions:
        return f"{found}; it has none with holidays of their own: leave it out"
    words = {code.casefold(): code for code in data.subdivisions}
    words |= {name.casefold(): code for name, code in data.subdivisions_aliases.items()}
    close = get_close_matches(str(region.subdivision).casefold(), words, n=1)
    if close:
        return f"{found}; did you mean {words[close[0]]}?"
    return f"{found}; expected one of {', '.join(data.subdivisions)}"
