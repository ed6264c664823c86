"""Milestones → messages: the words of an event, and the mails and scripts that stand ready in it.

The prose lives in `templates/en/`, one file per event and per message; `compose` fills it in.
"""

from icsgen.messages.compose import KINDS, Kind, compose, draft
from icsgen.messages.lint import GAPS, Finding, lint
from icsgen.messages.redact import redacted

__all__ = ["GAPS", "KINDS", "Finding", "Kind", "compose", "draft", "lint", "redacted"]
