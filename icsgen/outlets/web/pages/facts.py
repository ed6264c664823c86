"""What happened, told from a person's page: logged in the document, taken back, and no more than once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from urllib.parse import urlsplit

from flask import Flask, Response, abort, render_template, request

from icsgen.details import values
from icsgen.details.changes import Addition, Change
from icsgen.details.shapes import FactDetails, fields
from icsgen.errors import IcsgenError, OutputError
from icsgen.model import Interview
from icsgen.outlets.logbook import Telling, changed, removal_of, with_id
from icsgen.outlets.web.pages.sites import Site

__all__ = ["FACTS", "fact_log"]

FACTS = frozenset(fields(FactDetails)) - {"decision", "answer_by"}
"""The kinds of fact that a page may tell."""
PLACE = re.compile(r"[a-z0-9-]{1,64}")
"""An id of a page."""


PATIENCE = 2.0
"""Seconds that a request waits for a folder that somebody else holds."""


class AgainError(OutputError):
    """It is so already: somebody tapped twice."""


def fact_log(app: Flask, site: Site) -> None:
    """Let pages tell what happened, where the site writes and the token shows everything."""
    app.add_url_rule("/p/<token>/log", "log", lambda token: _log(site, token), methods=["POST"])


def _log(site: Site, token: str) -> Response:
    """The page again, once the document says what was asked for; 409 and why, where it cannot."""
    opened = site.published.opened_by(token) or abort(404)
    if not site.logs(opened) or not _is_from_here(site):
        abort(403)
    try:
        changed(opened.source.path, _telling(), site.clock(), patience=PATIENCE)
    except AgainError:
        pass
    except IcsgenError as fault:
        lines = [line.partition("; else words and date apart")[0] for line in str(fault).splitlines()]
        return Response(render_template("refused.html", root="../../", lines=lines, back=_back()), 409)
    opened.source.look(settled=True)
    return Response(status=303, headers={"Location": _back()})


def _back() -> str:
    """The page, where it was pressed."""
    at = request.form.get("at", "")
    return f"./#{at}" if PLACE.fullmatch(at) else "./"


def _is_from_here(site: Site) -> bool:
    """Whether no other site sent it.

    Browsers say null of a page that sends no referrer, as ours do not; then its address, which holds the
    token, is what nobody else knows.
    """
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("Origin", "null")
    try:
        return origin == "null" or urlsplit(origin).netloc == urlsplit(site.address).netloc
    except ValueError:
        return False


def _telling() -> Telling:
    """What a form asks for.

    Raises:
        OutputError: it is nothing that can be logged.
    """
    form = request.form
    fact, date, words = form.get("fact", ""), form.get("date", ""), form.get("decision", "").strip()
    if fact not in FACTS:
        raise OutputError(f"{fact!r} is no fact; there are {', '.join(sorted(FACTS))}")
    if words and fact != "reply":
        raise OutputError("when they decide is told with a reply")
    try:
        day = dt.date.fromisoformat(date) if date else None
        if words:
            values.decision(words := values.one_line(words))
    except ValueError as fault:
        raise OutputError(str(fault)) from fault
    change = _removal(fact, day) if form.get("undo") else _addition(fact, day, words)
    named = None if form.get("undo") else " ".join(filter(None, (fact, date)))
    return Telling(interview=with_id(form.get("interview", "")), change=change, named=named)


Asked = Callable[[Interview, dt.date], Change]


def _addition(fact: str, day: dt.date | None, words: str) -> Asked:
    def change(interview: Interview, today: dt.date) -> Change:
        date = day or today
        logged = [each for each in interview.log if (each.kind, each.date) == (fact, date)]
        if any((each.timeline.said if each.timeline else "") == words for each in logged):
            raise AgainError(f"{fact} {date} is logged already")
        return Addition({fact: f"{date}"} | ({"decision": words} if words else {}))

    return change


def _removal(fact: str, day: dt.date | None) -> Asked:
    def change(interview: Interview, today: dt.date) -> Change:
        date = day or today
        if not any(each.kind == fact and each.date == date for each in interview.log):
            raise AgainError(f"{fact} {date} is not logged")
        return removal_of(fact, date)(interview, today)

    return change
