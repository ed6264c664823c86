"""How quick icsgen is, as ratios against its peers in one run: `python tests/benchmarks/speed.py`.

Absolute times depend on the machine; a ratio of two times taken in turn does not.
"""

from __future__ import annotations

import datetime as dt
import gc
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import ical.alarm
import ical.calendar
import ical.calendar_stream
import ical.event
import icalendar
import ics
import ics.alarm

ROUNDS = 7
INTERVIEWS = 400
SAMPLE = Path(__file__).parents[2] / "samples" / "interview.yaml"
IMPORTS = "import icalendar, holidays, click, dateutil.rrule, pydantic, ruamel.yaml, jinja2"

ZONE = ZoneInfo("America/New_York")
FIRST = dt.datetime(2026, 1, 5, 10, tzinfo=ZONE)
STAMP = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
LENGTH, LEAD = dt.timedelta(minutes=15), dt.timedelta(minutes=-5)
TEXT = ("Dear Jana Müller,\n\nThank you for the time; I enjoyed our talk, above all about data. " * 20)[:1470]
"""As long as what an event of ours says, in the mean."""


# --- the document


def document(interviews: int) -> str:
    """One person's many interviews, every detail of the messages given."""
    return json.dumps({"me": ME, "interviews": [interview(number) for number in range(interviews)]})


ME = {
    "name": "Ana Pérez",
    "email": "ana@example.org",
    "phone": "+1 555 0137",
    "timezone": "America/New_York",
    "country": "US",
    "subdivision": "NY",
}


def interview(number: int) -> dict[str, object]:
    """An interview on one of the year's days, with a timeline or without."""
    start = FIRST + dt.timedelta(days=number * 7 % 350, hours=number % 7)
    details: dict[str, object] = {
        "company": f"Company {number} GmbH",
        "role": "Senior Data Engineer",
        "start": f"{start:%Y-%m-%d %H:%M}",
        "place": "350 Fifth Avenue, New York",
        "interviewers": [{"name": "Jana Müller", "email": "jana@acme.example", "topics": ["data lakes"]}],
        "strength": "I have run two such migrations",
    }
    return details | ({"decision": "in two weeks"} if number % 2 else {})


# --- the peers, each building and serialising the same events


class Event(NamedTuple):
    """What a peer is given of an event."""

    uid: str
    title: str
    description: str
    start: dt.date
    """With a time as a rule; without one it lasts all day."""
    end: dt.date
    company: str
    lead: dt.timedelta | None
    """From the start to its alarm."""

    @property
    def categories(self) -> list[str]:
        return ["Job search", *filter(None, [self.company])]


def events_like_ours(count: int) -> list[Event]:
    """So many events over a year."""
    starts = [FIRST + dt.timedelta(days=number % 350) for number in range(count)]
    return [
        Event(
            uid=f"{number}@example.org",
            title=f"Follow up with Company {number}",
            description=TEXT,
            start=start,
            end=start + LENGTH,
            company=f"Company {number}",
            lead=LEAD,
        )
        for number, start in enumerate(starts)
    ]


def with_icalendar(events: Iterable[Event]) -> object:
    """The same properties as ours."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//benchmark//EN")
    calendar.add("version", "2.0")
    for each in events:
        event = icalendar.Event()
        for name, value in {
            "uid": each.uid,
            "dtstamp": STAMP,
            "last-modified": STAMP,
            "sequence": 0,
            "status": "CONFIRMED",
            "dtstart": each.start,
            "dtend": each.end,
            "summary": each.title,
            "description": each.description,
            "categories": each.categories,
            "transp": "TRANSPARENT",
        }.items():
            event.add(name, value)
        if each.lead is not None:
            alarm = icalendar.Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", each.title)
            alarm.add("trigger", each.lead)
            event.add_component(alarm)
        calendar.add_component(event)
    return calendar.to_ical()


def with_ics(events: Iterable[Event]) -> object:
    """`ics` knows fewer properties."""
    calendar = ics.Calendar()
    for each in events:
        event = ics.Event(
            uid=each.uid,
            name=each.title,
            begin=each.start,
            end=each.end,
            description=each.description,
            created=STAMP,
            last_modified=STAMP,
            transparent=True,
            categories=each.categories,
            status="CONFIRMED",
        )
        if not isinstance(each.start, dt.datetime):
            event.make_all_day()
        if each.lead is not None:
            event.alarms.append(ics.alarm.DisplayAlarm(trigger=each.lead, display_text=each.title))
        calendar.events.add(event)
    return calendar.serialize()


def with_ical(events: Iterable[Event]) -> object:
    """The library of Home Assistant."""
    calendar = ical.calendar.Calendar()
    for each in events:
        event = ical.event.Event(
            uid=each.uid,
            dtstamp=STAMP,
            summary=each.title,
            dtstart=each.start,
            dtend=each.end,
            description=each.description,
        )
        if each.lead is not None:
            event.alarm.append(ical.alarm.Alarm(action="DISPLAY", description=each.title, trigger=each.lead))
        calendar.events.append(event)
    return ical.calendar_stream.IcsCalendarStream.calendar_to_ics(calendar)


# --- timing


def timed(work: Callable[[], object]) -> float:
    """Seconds of one run as anybody's program makes it, with nothing left over from the last one."""
    gc.collect()
    before = time.perf_counter()
    work()
    return time.perf_counter() - before


def seconds(work: Callable[[], object]) -> float:
    """The shortest of several runs: what disturbs a run only ever makes it longer."""
    return min(timed(work) for _ in range(ROUNDS))


def python(*arguments: str) -> Callable[[], object]:
    """A process of this interpreter."""
    return lambda: subprocess.run([sys.executable, *arguments], check=True, capture_output=True)


def generate(folder: Path, interviews: int) -> tuple[float, int]:
    """Seconds of a whole `generate`, start-up included, and how many events it wrote."""
    source, target = folder / f"{interviews}.json", folder / f"{interviews}.ics"
    source.write_text(document(interviews), "utf-8")
    command = python("-m", "icsgen", "generate", str(source), "-o", str(target), "--now", "2025-12-01T09:00")

    def afresh() -> None:
        target.unlink(missing_ok=True)
        command()

    return seconds(afresh), target.read_bytes().count(b"BEGIN:VEVENT")


def main() -> None:
    """Print every ratio."""
    with tempfile.TemporaryDirectory() as name:
        one, few = generate(Path(name), 1)
        many, all_events = generate(Path(name), INTERVIEWS)
        sample = seconds(python("-m", "icsgen", "generate", str(SAMPLE), "-o", f"{name}/sample.ics"))
    events, took = events_like_ours(all_events - few), many - one
    print(f"generate, {INTERVIEWS} interviews, {all_events} events, start-up taken off; against building and")
    print("serialising as many events:")
    peers = {"icalendar": with_icalendar, "ics": with_ics, "ical": with_ical}
    for peer, build in peers.items():
        print(f"  {seconds(lambda build=build: build(events)) / took:5.1f} times as quick as {peer}")  # type: ignore[misc]
    print("start-up:")
    print(f"  {sample / seconds(python('-c', IMPORTS)):5.2f} times its imports: generate interview.yaml")
    help_ = seconds(python("-m", "icsgen", "--help"))
    print(f"  {help_ / seconds(python('-c', 'import click')):5.2f} times `import click`: --help")


if __name__ == "__main__":
    main()
