"""Faults say where they are, and the exception shows all of them."""

from __future__ import annotations

import pytest

from icsgen.errors import IcsgenError, InputError, OutputError, Place, Problem, Source, Step, errors_in

UNPLACED = Place(Source("search.yaml"))


class Placed(Source, frozen=True):
    """A source that knows one position: the row is the length of the path."""

    def position(self, path: tuple[Step, ...]) -> tuple[int, int] | None:
        return len(path) + 1, 7


def test_a_place_is_reached_by_keys_and_indexes() -> None:
    """`/` goes one step further in and leaves the place it came from as it was."""
    interviews = UNPLACED / "interviews"

    assert (interviews / 1 / "decision").path == ("interviews", 1, "decision")
    assert interviews.path == ("interviews",)
    assert interviews / 1 == UNPLACED / "interviews" / 1
    assert (interviews / 1).source is UNPLACED.source


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ((), ""),
        (("me",), "me"),
        (("me", "timezone"), "me.timezone"),
        (("interviews", 0), "interviews[1]"),
        (("interviews", 1, "interviewers", 9, "email"), "interviews[2].interviewers[10].email"),
        ((0, "me"), "[1].me"),
    ],
)
def test_a_key_is_said_as_people_count(path: tuple[Step, ...], key: str) -> None:
    """Names with dots between, items from 1."""
    place = UNPLACED
    for step in path:
        place /= step

    assert place.key == key


def test_a_place_is_shown_with_its_position_where_that_is_known() -> None:
    """source:row:column, or the source alone."""
    assert str(UNPLACED / "me") == "search.yaml"
    assert str(Place(Placed("search.yaml")) / "me") == "search.yaml:2:7"
    assert str(Place(Placed("a b.yaml"))) == "a b.yaml:1:7"


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        (UNPLACED, "search.yaml: missing"),
        (UNPLACED / "me", "search.yaml: me: missing"),
        (Place(Placed("search.yaml")) / "me", "search.yaml:2:7: me: missing"),
        (Place(Placed("search.yaml")), "search.yaml:1:7: missing"),
    ],
)
def test_a_problem_is_one_line(place: Place, shown: str) -> None:
    """Where, which key, and what; a part that is not known leaves no trace."""
    assert str(Problem(place, "missing")) == shown


def test_warnings_are_not_errors() -> None:
    """Only what stops the work is left, in its order."""
    first, second = Problem(UNPLACED, "one"), Problem(UNPLACED / "me", "two")
    warning = Problem(UNPLACED, "three", warning=True)

    assert errors_in(iter([first, warning, second])) == [first, second]
    assert errors_in([warning]) == []


def test_the_exception_shows_every_problem() -> None:
    """One line each, in their order; and holds them for programs."""
    problems = [Problem(UNPLACED / "me" / str(number), f"fault {number}") for number in range(3)]
    fault = InputError(iter(problems))

    assert fault.problems == tuple(problems)
    assert str(fault).splitlines() == [
        "search.yaml: me.0: fault 0",
        "search.yaml: me.1: fault 1",
        "search.yaml: me.2: fault 2",
    ]


@pytest.mark.parametrize("fault", [InputError([]), OutputError("x.ics: cannot be written")])
def test_what_the_user_can_mend_exits_with_1(fault: IcsgenError) -> None:
    """Every fault of input or output is caught by the root, and knows its exit code."""
    with pytest.raises(IcsgenError) as caught:
        raise fault
    assert caught.value.exit_code == 1
