"""The samples: every one gives the calendar that stands in `golden/`, and every reader reads that alike.

`ICSGEN_UPDATE_GOLDEN=1 pytest tests/test_samples.py` renews the goldens; look at what changed.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path

import ics
import pytest
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar

from icsgen.details import load
from icsgen.ics import uid, write
from icsgen.model import Entry
from icsgen.plan import Plan, make_plan

HERE = Path(__file__).parent
SAMPLES = sorted(path for path in (HERE.parent / "samples").iterdir() if path.stem != "cohort")
NOW = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)


def planned(sample: Path) -> Plan:
    return make_plan(load(sample.read_bytes(), sample.name), now=NOW)


def calendar(sample: Path) -> bytes:
    made = planned(sample)
    return write(made.entries, candidate=made.candidate, stamp=NOW)


def golden(sample: Path) -> bytes:
    return (HERE / "golden" / f"{sample.stem}.ics").read_bytes()


def by_sample(sample: Path) -> str:
    return sample.name


@pytest.mark.parametrize("sample", SAMPLES, ids=by_sample)
def test_sample_gives_its_golden_calendar(sample: Path) -> None:
    """The same document and clock give the same bytes, to the last one."""
    data = calendar(sample)
    if os.environ.get("ICSGEN_UPDATE_GOLDEN"):
        (HERE / "golden" / f"{sample.stem}.ics").write_bytes(data)

    assert golden(sample) == data == calendar(sample)


def test_every_golden_has_its_sample() -> None:
    """No golden is left over, none is missing."""
    assert {path.stem for path in SAMPLES} == {path.stem for path in (HERE / "golden").glob("*.ics")}


@pytest.mark.parametrize("sample", SAMPLES, ids=by_sample)
def test_lines_are_folded_at_75_octets(sample: Path) -> None:
    """RFC 5545 3.1: CR LF ends each line, none is over 75 octets, none is cut inside a character."""
    lines = golden(sample).split(b"\r\n")

    assert lines.pop() == b""
    assert all(len(line) <= 75 and b"\n" not in line and line.decode("utf-8") for line in lines)


@pytest.mark.parametrize("sample", SAMPLES, ids=by_sample)
def test_icalendar_reads_what_was_meant(sample: Path) -> None:
    """The parsed properties are the entries, one event for each, and nothing else."""
    made = planned(sample)
    parsed = Calendar.from_ical(golden(sample))
    events = {str(event["UID"]): event for event in parsed.walk("VEVENT")}

    assert not parsed.errors
    assert len(events) == len(made.entries)
    for entry in made.entries:
        event = events[uid(entry.milestone)]
        milestone = entry.milestone
        assert not event.errors
        assert event["SUMMARY"] == entry.title
        assert event["DESCRIPTION"] == entry.description
        assert event.decoded("DTSTART") == milestone.start
        assert event.decoded("DTEND") == milestone.end
        assert event["TRANSP"] == ("OPAQUE" if milestone.busy else "TRANSPARENT")
        assert [alarm.decoded("TRIGGER") for alarm in event.walk("VALARM")] == [
            -lead for lead in [milestone.alarm] if lead
        ]


@pytest.mark.parametrize("sample", SAMPLES, ids=by_sample)
def test_ical_reads_the_same_events(sample: Path) -> None:
    """Home Assistant's strict reader takes the file, and finds every title and start."""
    parsed = IcsCalendarStream.calendar_from_ics(golden(sample).decode())

    assert sorted((event.summary, event.dtstart) for event in parsed.events if event.summary) == sorted(
        (entry.title, entry.milestone.start) for entry in planned(sample).entries
    )


@pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning")
@pytest.mark.parametrize("sample", SAMPLES, ids=by_sample)
def test_ics_reads_the_same_events(sample: Path) -> None:
    """A third, independent reader finds every title and every moment."""
    parsed = ics.Calendar(golden(sample).decode())

    def moment(entry: Entry) -> dt.datetime:
        start = entry.milestone.start
        return start if isinstance(start, dt.datetime) else dt.datetime.combine(start, dt.time(), dt.UTC)

    assert sorted((event.name, event.begin.datetime) for event in parsed.events) == sorted(
        (entry.title, moment(entry)) for entry in planned(sample).entries
    )


@pytest.mark.parametrize("sample", SAMPLES, ids=by_sample)
def test_sample_reads_the_same_as_json(sample: Path) -> None:
    """A document means the same in JSON."""
    from icsgen.details import read

    tree = read(sample.read_bytes(), sample.name).tree
    again = load(json.dumps(tree).encode(), "again.json")

    assert [each.id for each in again.interviews] == [
        each.id for each in load(sample.read_bytes(), sample.name).interviews
    ]
    made = make_plan(again, now=NOW)
    assert write(made.entries, candidate=made.candidate, stamp=NOW) == golden(sample)
