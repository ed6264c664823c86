"""Milestones → messages: the words of an event, and the mails and scripts that stand ready in it.

The prose lives in `templates/`: a folder for each language, in it one file per event and per message;
`compose` fills it in.
"""

from icsgen.messages.compose import compose, with_page
from icsgen.messages.descriptions import opening
from icsgen.messages.drafts import draft
from icsgen.messages.html import linked, with_html
from icsgen.messages.kinds import KINDS, Kind
from icsgen.messages.languages import language_problem, named
from icsgen.messages.lint import GAPS, Finding, lint
from icsgen.messages.redact import redacted

__all__ = [
    "GAPS",
    "KINDS",
    "Finding",
    "Kind",
    "compose",
    "draft",
    "language_problem",
    "linked",
    "lint",
    "named",
    "opening",
    "redacted",
    "with_html",
    "with_page",
]
