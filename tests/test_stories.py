"""Life stories, each a readable document, and what the ladder and the calendar become after each step.

`ICSGEN_UPDATE_GOLDEN=1 pytest tests/test_stories.py` renews what is told; look at what changed.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from icalendar import Calendar
from storyteller import STORIES, play

from icsgen.ics.check import check
from icsgen.ics.components import reading
from icsgen.ics.events import Event
from icsgen.ics.history import history

GAPS = re.compile(r"^\d+ things? to mend .*\n|^Import it.*\n.*\n", re.MULTILINE)
"""What each message lacks, and how to import: the same in all."""


@pytest.mark.parametrize("story", STORIES, ids=lambda path: path.stem)
def test_a_story_is_told_as_it_was(story: Path, tmp_path: Path) -> None:
    """What changes after each step, and the ladder then."""
    steps = [f"== {step.heading}\n{GAPS.sub('', step.shown)}" for step in play(story, tmp_path)]
    told = "\n\n".join(steps).replace(str(tmp_path), "FOLDER") + "\n"
    golden = story.with_suffix(".txt")
    if os.environ.get("ICSGEN_UPDATE_GOLDEN"):
        golden.write_text(told, "utf-8")

    assert told == golden.read_text("utf-8")


@pytest.mark.parametrize("story", STORIES, ids=lambda path: path.stem)
def test_a_calendar_only_rises(story: Path, tmp_path: Path) -> None:
    """No UID twice, SEQUENCE never falls, LAST-MODIFIED moves just when the content does; no fault in any."""
    before: dict[bytes, Event] = {}
    for step in play(story, tmp_path):
        after = history(step.calendar).events
        assert len(Calendar.from_ical(step.calendar).walk("VEVENT")) == len(after)
        assert check(reading(step.calendar)).findings == ()
        for uid, old in before.items():
            if uid in after:
                new = after[uid]
                same = (old.body, old.status) == (new.body, new.status)
                assert same == (old.stamp == new.stamp) == (old.sequence == new.sequence)
                assert new.sequence >= old.sequence
        before = dict(after)


def test_there_are_enough() -> None:
    """Stories are cheap."""
    assert len(STORIES) >= 25
