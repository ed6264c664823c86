"""The site: feeds as calendar programs ask for them, and pages for people."""

from __future__ import annotations

import traceback
from types import TracebackType
from urllib.parse import quote

from flask import Flask, Response, abort, request
from werkzeug.datastructures import Headers
from werkzeug.exceptions import HTTPException

from icsgen.outlets.web.feeds import Feed
from icsgen.outlets.web.pages import Site, fact_log, person_pages, start_pages
from icsgen.outlets.web.watched import Told

__all__ = ["application"]

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
SAFE = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",  # an address holds a token
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
"""Headers of every answer."""
REVALIDATION = (
    ("Cache-Control", "private, no-cache"),  # kept by the program that asked, which asks again if it is so
    ("Vary", "Accept-Encoding"),
)
"""Headers of a feed, also where it is as it was."""
FOR_FEEDS = (
    ("Content-Type", "text/calendar; charset=utf-8"),
    *((name, SAFE[name]) for name in ("Referrer-Policy", "X-Content-Type-Options", "X-Robots-Tag")),
)
"""Headers of a feed: those for pages would cost more than finding it."""
ROBOTS = "User-agent: *\nAllow: /\n"
"""Google's calendar obeys it (CLIENTS.md 39); search engines are told by a header of each answer."""
LARGEST_FORM, MOST_FIELDS = 64_000, 200  # bytes, parts
RETRY_AFTER = "120"
"""Seconds after which to ask again for a calendar that there is none of yet."""


def application(site: Site) -> Flask:
    """What answers requests."""
    app = _Quiet(__package__, static_folder="pages/static", template_folder="pages/templates")
    app.told = site.told
    app.config.update(
        MAX_CONTENT_LENGTH=LARGEST_FORM, MAX_FORM_MEMORY_SIZE=LARGEST_FORM, MAX_FORM_PARTS=MOST_FIELDS
    )
    app.url_map.merge_slashes = False  # it redirects to whatever host was named, with the token
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.add_url_rule("/feed/<token>.ics", "feed", lambda token: _feed(site, token))
    app.add_url_rule("/healthz", "healthz", lambda: _text("ok\n"))
    app.add_url_rule("/robots.txt", "robots", lambda: _text(ROBOTS))
    app.add_url_rule("/p/<token>", "slash", _with_slash)
    person_pages(app, site)
    fact_log(app, site)
    start_pages(app, site)
    app.register_error_handler(HTTPException, _refusal)
    app.after_request(_safe)
    return app


class _Quiet(Flask):
    """Flask, whose log of failures does not tell addresses: they hold tokens."""

    told: Told

    def log_exception(self, exc_info: _Raised | tuple[None, None, None]) -> None:
        trace = "".join(traceback.format_exception(exc_info[1])) if exc_info[1] else ""
        where = request.url_rule.rule if request.url_rule else "an unknown address"
        self.told(f"{trace}{request.method} {where}: that is a fault of ours; please report it")


_Raised = tuple[type, BaseException, TracebackType]


def _feed(site: Site, token: str) -> Response:
    """A feed: in either encoding, whole or (304) not at all, whatever else a program accepts."""
    opened = site.published.opened_by(token) or abort(404)
    feed = site.feeds.feed(opened)
    if not feed:
        return _text("There is no calendar yet: its source has faults.\n", 503, {"Retry-After": RETRY_AFTER})
    packs = _packs()
    tag = ("ETag", f'"{feed.etag}{"-gzip" if packs else ""}"')
    if _is_known(feed):
        return Response(status=304, headers=Headers([tag, *REVALIDATION]))
    coded = [("Content-Encoding", "gzip")] if packs else []
    headers = Headers([tag, ("Last-Modified", feed.last_modified), *coded, *REVALIDATION, *FOR_FEEDS])
    return Response(feed.packed if packs else feed.data, headers=headers)


def _with_slash(token: str) -> Response:
    """The address with the slash at its end that a page's links count on, whatever stands before it."""
    return Response(status=308, headers={"Location": f"{quote(token)}/"})


def _packs() -> bool:
    """Whether the program asks for gzip by name: outlook.com could not read it unasked (CLIENTS.md 1d)."""
    asked = request.accept_encodings
    return any(name.casefold() == "gzip" and quality > 0 for name, quality in asked)


def _is_known(feed: Feed) -> bool:
    """Whether the program has these bytes already; a tag decides before a date (RFC 9110, 13.2.2)."""
    if request.if_none_match:
        return any(map(request.if_none_match.contains_weak, (feed.etag, f"{feed.etag}-gzip")))
    since = request.if_modified_since
    return since is not None and feed.modified <= since


def _text(words: str, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(words, status, headers, content_type="text/plain; charset=utf-8")


def _refusal(fault: HTTPException) -> Response:
    """A short answer, the same for every unknown address; it says what a method is `Allow`ed in its place."""
    words = "Nothing is here." if fault.code == 404 else f"{fault.name}."
    answer = _text(f"{words}\n", fault.code or 500)
    for name, value in fault.get_headers():
        if name in ("Allow", "Retry-After", "Location"):
            answer.headers[name] = value
    return answer


def _safe(answer: Response) -> Response:
    if answer.status_code != 304 and "Referrer-Policy" not in answer.headers:
        answer.headers.extend(SAFE)
    return answer
