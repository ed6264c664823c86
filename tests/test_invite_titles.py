"""What an invitation's title, text and sender tell of the job; what they do not tell is left open."""

from __future__ import annotations

import pytest
from calendars import CANDIDATE, invited

from icsgen.details.invite_people import cast
from icsgen.details.invite_titles import Job, job

ANA = "ana.perez@example.org"


def found(title: str, *lines: str, sender: str = "sam@acme.example") -> Job:
    invitation = invited(f"SUMMARY:{title}", f"ORGANIZER;CN=Sam Ode:mailto:{sender}", CANDIDATE, *lines)
    return job(invitation, cast(invitation, [ANA], "Ana Pérez"), ["Ana Pérez"])


@pytest.mark.parametrize(
    ("title", "role", "company"),
    [
        ("Interview: Data Engineer at Acme", "Data Engineer", "Acme"),
        ("Interview – Data Engineer at Acme Corp", "Data Engineer", "Acme Corp"),
        ("Interview for Data Engineer at Acme Corp", "Data Engineer", "Acme Corp"),
        ("Interview for the Data Engineer role at Acme", "Data Engineer", "Acme"),
        ("Interview with Acme Corp for Data Engineer", "Data Engineer", "Acme Corp"),
        ("Interview with Acme: Data Engineer", "Data Engineer", "Acme"),
        ("Interview with Acme (Data Engineer)", "Data Engineer", "Acme"),
        ("Acme interview: Data Engineer", "Data Engineer", "Acme"),
        ("Acme phone screen - Data Engineer", "Data Engineer", "Acme"),
        ("Phone screen: Data Engineer at Acme", "Data Engineer", "Acme"),
        ("Technical interview for Data Engineer", "Data Engineer", "Acme"),
        ("Data Engineer interview at Acme", "Data Engineer", "Acme"),
        ("Data Engineer at Acme - Final interview", "Data Engineer", "Acme"),
        ("Ana Pérez <> Acme: Data Engineer", "Data Engineer", "Acme"),
        ("Ana Pérez x Acme | Data Engineer | Onsite", "Data Engineer", "Acme"),
        ("Acme | Interview | Data Engineer", "Data Engineer", "Acme"),
        ("Interview: Ana Pérez - Data Engineer at Acme", "Data Engineer", "Acme"),
        ("FW: Interview: Data Engineer at Acme", "Data Engineer", "Acme"),
        ("Vorstellungsgespräch: Datenbanker bei Acme AG", "Datenbanker", "Acme AG"),
        ("Bewerbungsgespräch als Köchin bei Acme", "Köchin", "Acme"),
        ("Entretien : Architecte chez Acme", "Architecte", "Acme"),
        ("Entrevista: Analista en Acme", "Analista", "Acme"),
        ("Interview with Acme Corp", "", "Acme Corp"),
        ("Acme Corp 2nd round interview", "", "Acme Corp"),
        ("Interview with Sam", "", "Acme"),
        ("Interview with Sam Ode", "", "Acme"),
        ("Interview", "", "Acme"),
        ("Technical interview", "", "Acme"),
        ("Onsite Interview - Ana Pérez", "", "Acme"),
        ("Ana Pérez and Sam Ode", "", "Acme"),
        ("30 Minute Meeting", "", "Acme"),
        ("", "", "Acme"),
    ],
)
def test_a_title_tells_the_job(title: str, role: str, company: str) -> None:
    """As the programs' defaults and most recruiters write it; the domain tells the company else."""
    assert (found(title).role, found(title).company) == (role, company)


@pytest.mark.parametrize("sender", ["sam@gmail.com", "no-reply@greenhouse.io", "sam@calendly.com"])
def test_some_domains_tell_nothing(sender: str) -> None:
    """Of a personal address, or a tool's, no company is made."""
    assert found("Interview", sender=sender).company == ""


@pytest.mark.parametrize(
    ("address", "company"),
    [("sam@mail.acme-corp.co.uk", "Acme Corp"), ("sam@acme.com.au", "Acme"), ("sam@3m.example", "3m")],
)
def test_a_domain_names_the_company(address: str, company: str) -> None:
    """Without what stands before a country's code; and it is told where that comes from."""
    job = found("Interview", sender=address)

    assert (job.company, job.from_address) == (company, True)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Position: Data Engineer", "Data Engineer"),
        ("Hi\\nJob title: Data Engineer\\nBye", "Data Engineer"),
        ("your interview for the Staff Engineer\\, Payments role at Acme.", "Staff Engineer, Payments"),
        ("<p>Role: <b>Data Engineer</b></p>", "Data Engineer"),
        ("we look for the right role for you", ""),
        ("a role: play", ""),
    ],
)
def test_the_text_tells_the_role(text: str, role: str) -> None:
    """In a line of its own, or in the sentence that most mails have."""
    assert found("Interview", f"DESCRIPTION:{text}").role == role


@pytest.mark.parametrize(
    ("title", "round_"),
    [("Round 2 with Acme", 2), ("2nd interview", 2), ("Third round: Acme", 3), ("Interview 14:00", 1)],
)
def test_a_title_tells_the_round(title: str, round_: int) -> None:
    """Where it is told."""
    assert found(title).round == round_
