"""What the pages call things."""

from __future__ import annotations

from icsgen.model import Milestone

__all__ = ["FACTS", "NAMES", "NEWS", "STATES", "name_of"]

NAMES = {
    "prep": "Prepare",
    "interview": "Interview",
    "debrief": "Debrief",
    "thank-you": "Thank-you",
    "decision": "Decision",
    "follow-up": "Follow-up",
    "call": "Call",
    "tickler": "Ask again",
    "answer": "Answer the offer",
    "withdraw": "Withdraw",
    "keep-looking": "Keep looking",
}
"""What each milestone of an interview is called beside its point."""
STATES = {
    "done": "done",
    "due": "due",
    "overdue": "late",
    "superseded": "replaced",
    "dropped": "called off",
}
"""What is said of it there; of what is planned, nothing."""
FACTS = {
    "thank-you": "Thank-you sent",
    "follow-up": "Follow-up sent",
    "call": "Called",
    "tickler": "Asked again",
    "reply": "They answered",
    "offer": "They made an offer",
    "accepted": "Accepted",
    "rejected": "They said no",
    "withdrawn": "Withdrawn",
    "filled": "The job was filled",
    "postponed": "Put off",
}
"""What is said of each fact of a log."""
NEWS = ("rejected", "offer", "postponed", "filled", "withdrawn", "accepted")
"""What can happen beside an answer, the likeliest first."""


def name_of(milestone: Milestone) -> str:
    """What it is called, in a word or two."""
    return "Ask by mail" if milestone.by_mail else NAMES.get(milestone.key, milestone.key)
