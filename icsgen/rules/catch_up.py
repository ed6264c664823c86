"""Catching up, for who starts late: what was missed moves to a day, and what follows counts from there."""

from __future__ import annotations

import datetime as dt

from icsgen.rules.cadence import CONTACTS
from icsgen.rules.milestones import place
from icsgen.rules.placements import Earliest, Ladder
from icsgen.rules.workdays import DAY

__all__ = ["catch_up"]


def catch_up(ladder: Ladder, today: dt.date) -> None:
    """Move the first contact that was to be sent before a day (the candidate's) and was not by the log.

    The thank-you moves by itself alone: the later messages thank them too.
    """
    missed = [key for key in CONTACTS if _is_missed(ladder, key, today)][:1]
    zone = ladder.diary.candidate_zone
    still_fresh = (ladder.interview.end.astimezone(zone) + DAY).date() >= today
    if _is_missed(ladder, "thank-you", today) and not still_fresh:
        if missed or any(ladder.placed[key].outcome == "done" for key in CONTACTS):
            ladder.left_out["thank-you"] = "the next message thanks them too"
        missed.insert(0, "thank-you")
    for key in missed:
        ladder.late[key] = ladder.placed[key].date
        if key not in ladder.left_out:
            ladder.earliest[key] = Earliest(today, zone, "caught up")
    if missed:
        place(ladder)


def _is_missed(ladder: Ladder, key: str, today: dt.date) -> bool:
    placed, wanted = ladder.placed[key], not ladder.interview.leaves_out(key)
    return wanted and not placed.outcome and placed.date < today
