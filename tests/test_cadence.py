"""The presets of CADENCE section 5, and what a document sets over one."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from searches import (
    contacts,
    interview,
    ladder,
    problems_of,
)

from icsgen.model import Cadence, Person, Span
from icsgen.rules.cadence import PRESETS

PRESET_DATES = {
    "standard": ("Tue 2026-05-12", "Tue 2026-06-02", "Mon 2026-08-03", "Tue 2026-05-26"),
    "brisk": ("Tue 2026-05-12", "Tue 2026-06-02", "Mon 2026-08-03", "Thu 2026-05-21"),
    "patient": ("Tue 2026-05-19", "Tue 2026-06-09", "Mon 2026-08-10", "Tue 2026-05-26"),
    "uk": ("Tue 2026-05-19", "Tue 2026-06-09", "Mon 2026-08-10", "Tue 2026-05-26"),
    "de": ("Tue 2026-05-19", "Tue 2026-06-09", "Mon 2026-08-10", "Wed 2026-05-27"),
    "public-sector": ("Wed 2026-06-03", "Wed 2026-06-24", "Mon 2026-08-24", "Wed 2026-06-03"),
    "academia": ("Wed 2026-05-27", "Wed 2026-06-17", "Mon 2026-08-17", "Wed 2026-05-27"),
}
"""Of Tue 5 May 2026 in New York: the contacts without a timeline, and the follow-up of 19 May promised."""


@pytest.mark.parametrize(("preset", "dates"), PRESET_DATES.items())
def test_presets(preset: str, dates: tuple[str, ...]) -> None:
    """Memorial Day is 25 May, Juneteenth 19 June; two months on is a Sunday now and then."""
    held = replace(interview("2026-05-05 10:00"), cadence=Cadence(preset=preset))
    told = replace(interview("2026-05-05 10:00", said="2026-05-19"), cadence=Cadence(preset=preset))

    assert tuple(each[:14] for each in (*contacts(held), contacts(told)[0])) == dates
    assert bool(ladder(held)["call"].by_mail) == (preset in ("uk", "public-sector", "academia"))


def test_single_numbers_over_a_preset() -> None:
    """Each number can be set by itself; the others stay the preset's."""
    own = Cadence(
        preset="uk", follow_up=Span(2, "days"), call=Span(6, "business days"), tickler=Span(9, "days")
    )
    held = replace(interview("2026-05-05 10:00"), cadence=own)

    assert contacts(held) == ["Thu 2026-05-07 10:00", "Fri 2026-05-15 10:00", "Tue 2026-05-26 09:30"]
    told = replace(
        interview("2026-05-05 10:00", said="2026-05-19"), cadence=Cadence(after_decision=Span(1, "days"))
    )
    assert contacts(told)[0] == "Wed 2026-05-20 10:00"


def test_an_agency_is_asked_sooner() -> None:
    """With `via` the recruiter is asked after 3 business days, unless the document says otherwise."""
    held = replace(interview("2026-05-05 10:00"), via=Person(name="Rita"))
    assert contacts(held)[0] == "Fri 2026-05-08 10:00"

    own = replace(held, cadence=Cadence(follow_up=Span(4, "business days")))
    assert contacts(own)[0] == "Mon 2026-05-11 10:00"


@pytest.mark.parametrize(
    ("preset", "cure"),
    [
        ("standrad", "did you mean standard?"),
        ("Brisk", "did you mean brisk?"),
        ("public sector", "did you mean public-sector?"),
        ("zzz", "expected one of standard, brisk, patient, uk, de, public-sector, academia"),
    ],
)
def test_an_unknown_preset_is_an_error(preset: str, cure: str) -> None:
    """At the interview's `cadence`, with the nearest known one, or all of them."""
    held = replace(interview(), cadence=Cadence(preset=preset))

    assert problems_of(held) == [f'search.yaml: interviews[1].cadence: unknown cadence "{preset}"; {cure}']


def test_every_preset_has_its_dates_here() -> None:
    """The table above is complete."""
    assert PRESETS.keys() == PRESET_DATES.keys()
