"""The page to start from: a form that shows the ladder of one interview and gives its calendar.

Nothing of what is sent is kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from unicodedata import normalize
from urllib.parse import quote

from flask import Flask, Response, render_template, request
from msgspec import Struct

from icsgen.details import to_yaml
from icsgen.details.countries import country_names
from icsgen.ics import write
from icsgen.outlets.names import shortened, slug
from icsgen.outlets.web.pages.fields import BY_NAME, choices_of, zone_names
from icsgen.outlets.web.pages.forms import BLANK, Form, Read, read
from icsgen.outlets.web.pages.jobs import Job, jobs, seen_items
from icsgen.outlets.web.pages.sites import Site
from icsgen.outlets.web.pages.steps import Step, step
from icsgen.plan import Plan

__all__ = ["start_pages"]

LONGEST_NAME = 100  # octets
FILES: Mapping[str, tuple[str, Callable[[Read, Plan, dt.datetime], bytes]]] = {
    "ics": (
        "text/calendar; charset=utf-8",
        lambda found, plan, now: write(plan.entries, candidate=plan.candidate, stamp=now),
    ),
    "yaml": ("application/yaml; charset=utf-8", lambda found, plan, now: to_yaml(found.tree)),
}
"""What can be had as a file, by the end of its name: its type, and how it is made."""
UNPROCESSABLE = 422


class Result(Struct, frozen=True, kw_only=True):
    """What a form comes to, as it is shown."""

    job: Job
    search: Sequence[Step]
    """What belongs to the whole job search."""
    echo: str
    """How the employer's words were read; empty: they name no date."""
    countries: Sequence[str]
    """Whose holidays are skipped."""


def start_pages(app: Flask, site: Site) -> None:
    """Serve the form, and what it comes to."""
    app.add_url_rule("/", "start", lambda: _page("start.html", Read(form=BLANK), site.clock()))
    app.add_url_rule("/", "answer", lambda: _answer(site.clock()), methods=["POST"])


def _answer(now: dt.datetime) -> Response:
    """The calendar or the document as a file, the result alone, or the page with the form and its result."""
    found, asked = read(Form.sent(request.form), now), request.form.get("as", "")
    if asked in FILES and found.plan:
        answer = _file(found, found.plan, now, asked)
    elif asked == "part":
        answer = Response(_page("start-result.html", found, now, alone=True))
    else:
        answer = Response(_page("start.html", found, now), UNPROCESSABLE if found.faults else 200)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _page(template: str, found: Read, now: dt.datetime, *, alone: bool = False) -> str:
    """A page; of a result `alone` it is told what is still to be filled in, which else stands above."""
    return render_template(
        template,
        root="",
        found=found,
        alone=alone,
        fields=BY_NAME,
        choices_of=choices_of,
        zones=zone_names(),
        result=_result(found.plan, now) if found.plan else None,
    )


def _result(plan: Plan, now: dt.datetime) -> Result:
    """The one job, shown as on a person's page."""
    found = [*seen_items(plan, now, "")]
    (job,) = jobs(found, now, shows="", writes=False)
    others = [each for each in found if not each.entry.milestone.interview]
    search = [step(each, shows="", writes=False) for each in others]
    milestones = [entry.milestone for entry in plan.entries]
    promise = next((each.promise for each in milestones if each.promise), None)
    theirs = [each.interview.region.country for each in milestones if each.interview]
    codes = dict.fromkeys([*theirs, plan.candidate.region.country])
    names = [country_names().get(code, code) for code in codes]
    return Result(job=job, search=search, echo=f"{promise.echo}." if promise else "", countries=names)


def _file(found: Read, plan: Plan, now: dt.datetime, ending: str) -> Response:
    """A file to keep; its name is safe in a header, and in ASCII for who knows no other (RFC 6266)."""
    kind, made = FILES[ending]
    answer = Response(made(found, plan, now), content_type=kind)
    words = slug(f"{found.form.said['company']} {found.form.said['role']}")
    name = shortened(words, LONGEST_NAME) or "interview"
    ascii_name = slug(normalize("NFKD", name).encode("ascii", "ignore").decode()) or "interview"
    disposition = f'attachment; filename="{ascii_name}.{ending}"'
    if name != ascii_name:
        disposition += f"; filename*=UTF-8''{quote(name)}.{ending}"
    answer.headers["Content-Disposition"] = disposition
    return answer
