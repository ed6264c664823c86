"""Who is who: the candidate is left out, rooms are nobody, a coordinator does not talk."""

from __future__ import annotations

import pytest
from calendars import CANDIDATE, invited

from icsgen.details.invite_people import Cast, cast, same_address

ANA = "ana.perez@example.org"
SAM = "ORGANIZER;CN=Sam Ode:mailto:sam@acme.example"
SAM_TOO = "ATTENDEE;CN=Sam Ode;PARTSTAT=ACCEPTED:mailto:sam@acme.example"
JANA = 'ATTENDEE;CN="Müller, Jana":mailto:jana@acme.example'


def who(*lines: str, mine: tuple[str, ...] = (ANA,), title: str = "Interview") -> Cast:
    return cast(invited(f"SUMMARY:{title}", *lines), mine)


def names(found: Cast) -> list[str]:
    return [each.name for each in found.interviewers]


@pytest.mark.parametrize(
    ("lines", "interviewers", "contact"),
    [
        ([SAM, CANDIDATE, JANA], ["Jana Müller"], "Sam Ode"),
        ([SAM, SAM_TOO, CANDIDATE], ["Sam Ode"], None),
        ([SAM, CANDIDATE], [], "Sam Ode"),
        ([SAM.replace("Ode", "Ode (HR)"), SAM_TOO.replace("Ode", "Ode (HR)"), CANDIDATE, JANA],
         ["Jana Müller"], "Sam Ode"),
        (["ORGANIZER:mailto:no-reply@greenhouse.io", CANDIDATE, JANA,
          "ATTENDEE;CN=Sam Ode | Talent:mailto:sam@acme.example"], ["Jana Müller"], "Sam Ode"),
        (["ORGANIZER;CN=Acme Candidate Calendar:mailto:c_1@group.calendar.google.com", CANDIDATE], [], None),
        ([SAM, CANDIDATE, JANA, "ATTENDEE;CUTYPE=ROOM;CN=Room 4:mailto:room4@acme.example",
          "ATTENDEE;CUTYPE=RESOURCE;CN=Cam:mailto:cam@acme.example",
          "ATTENDEE;CN=Room 5:mailto:c_2@resource.calendar.google.com",
          "ATTENDEE;CUTYPE=GROUP;CN=Panel:mailto:panel@acme.example"], ["Jana Müller"], "Sam Ode"),
        ([SAM, CANDIDATE, JANA.replace("ATTENDEE;", "ATTENDEE;PARTSTAT=DECLINED;")], [], "Sam Ode"),
        ([SAM, CANDIDATE, JANA.replace("ATTENDEE;", "ATTENDEE;ROLE=NON-PARTICIPANT;")], [], "Sam Ode"),
        ([SAM, CANDIDATE, "ATTENDEE:mailto:jana.mueller@acme.example", "ATTENDEE:mailto:tb@acme.example"],
         ["Jana Mueller", "tb"], "Sam Ode"),
        ([SAM, CANDIDATE, JANA, JANA.upper()], ["Jana Müller"], "Sam Ode"),
    ],
)  # fmt: skip
def test_who_talks_and_who_arranges(lines: list[str], interviewers: list[str], contact: str | None) -> None:
    """By their part in it, their title and their address."""
    found = who(*lines)

    assert names(found) == interviewers
    assert (found.contact and found.contact.name) == contact


def test_who_is_named_in_the_title_talks() -> None:
    """Calendly's invitations have the host as organizer, not as guest."""
    assert names(who(SAM, CANDIDATE, title="Ana Pérez and Sam Ode")) == ["Sam Ode"]


@pytest.mark.parametrize("mine", [(), ("ana@elsewhere.example",)])
def test_the_only_stranger_is_the_candidate(mine: tuple[str, ...]) -> None:
    """Where no address of theirs is known, or another one."""
    found = who(SAM, CANDIDATE, JANA, mine=mine)

    assert found.me
    assert found.me.address == ANA


def test_two_strangers_are_told() -> None:
    """It is not guessed which of them is the candidate."""
    found = who(SAM, CANDIDATE, "ATTENDEE;CN=Bob:mailto:bob@other.example", mine=())

    assert found.me is None
    assert any("--me-email" in line for line in found.notices)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ana@Example.org", "ana@example.org", True),
        ("ana+jobs@example.org", "ana@example.org", True),
        ("a.na@gmail.com", "ana@googlemail.com", True),
        ("a.na@example.org", "ana@example.org", False),
        ("", "", False),
    ],
)
def test_the_same_address(one: str, other: str, same: bool) -> None:
    """Tags do not count, nor dots at Gmail."""
    assert same_address(one, other) is same


def test_thousands_of_guests_are_no_panel() -> None:
    """The first twenty, and it is told."""
    guests = [f"ATTENDEE;CN=P {at}:mailto:p{at}@acme.example" for at in range(1500)]
    found = who(SAM, CANDIDATE, *guests)

    assert len(found.interviewers) == 20
    assert any("first 20" in line for line in found.notices)
