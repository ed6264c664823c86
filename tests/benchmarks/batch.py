"""How quick and how small `icsgen batch` is, as ratios in one run: `python tests/benchmarks/batch.py`.

Absolute times depend on the machine; a ratio of two times taken in turn does not. `--rows 10000` is a quick
run; `--dask` measures a cluster of this machine's processes too.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import gc
import math
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial
from hashlib import blake2b
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple, TypeVar

from cohorts import FIRST_DAY, write_cohort
from speed import Event, timed, with_icalendar, with_ics

from icsgen.details.cohorts import cohort
from icsgen.details.job_searches import job_search
from icsgen.details.person_documents import PersonRows
from icsgen.details.shares import Share
from icsgen.details.tables import open_table
from icsgen.ics import render, revise, uid
from icsgen.messages import compose
from icsgen.model import Entry
from icsgen.outlets.calendars import calendars_of
from icsgen.outlets.files import write_all
from icsgen.outlets.people import Wanted, plans_of
from icsgen.rules import milestones

ROUNDS = 5
FULL = 100_000  # rows
MANY = 10_000  # rows, where ours are timed
FEW = 3_000  # rows, where every event is built by others too
AT_ONCE = 100  # people who go through a stage together, as they do in a run
STAMP = dt.datetime.combine(FIRST_DAY - dt.timedelta(days=30), dt.time(9), dt.UTC)
NOW = f"{STAMP:%Y-%m-%dT%H:%M}"
Item = TypeVar("Item")

WATCHED = """
import resource, subprocess, sys, time
before = time.perf_counter()
subprocess.run(sys.argv[1:], check=True, stderr=subprocess.DEVNULL)
seconds = time.perf_counter() - before
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss)
"""
"""Runs a command and tells its seconds and its peak of memory: a small process of its own, since a child's
peak begins at what its parent had."""


# --- runs


class Ran(NamedTuple):
    """What a run of `icsgen batch` took."""

    seconds: float
    processor: float
    """Seconds of it alone, however busy it is with other things."""
    memory: int
    """At its peak; in what unit depends on the system."""


def run(table: Path, folder: Path, *options: str) -> Ran:
    """A whole run over what is in the folder."""
    command = [sys.executable, "-m", "icsgen", "batch", str(table), "-o", str(folder), "--now", NOW]
    watched = [sys.executable, "-I", "-S", "-c", WATCHED, *command, *options]
    took = subprocess.run(watched, check=True, capture_output=True, text=True).stdout.split()
    return Ran(float(took[0]), float(took[1]), int(took[2]))


def afresh(table: Path, folder: Path, *options: str) -> Ran:
    """A whole run into a new folder."""
    shutil.rmtree(folder, ignore_errors=True)
    return run(table, folder, *options)


def alone(table: Path) -> Ran:
    """A whole run into a new folder, in one process."""
    return afresh(table, table.with_suffix(""), "--jobs", "1")


def in_turn(runs: Mapping[str, Callable[[], float]]) -> dict[str, float]:
    """The shortest of several runs of each, one after the other: what disturbs one disturbs all."""
    taken = [{name: each() for name, each in runs.items()} for _ in range(ROUNDS)]
    return {name: min(some[name] for some in taken) for name in runs}


def table_of(folder: Path, rows: int) -> Path:
    """A table of so many rows."""
    table = folder / f"{rows}.csv"
    write_cohort(table, rows)
    return table


def told(value: float, what: str, *, least: float = 0, most: float = math.inf) -> None:
    """Print a ratio, what it is, and what it has to be."""
    wanted = f" (at least {least:g})" if least else f" (at most {most:g})" if most < math.inf else ""
    print(f"  {value:6.2f} {what}{wanted}{'' if least <= value <= most else ': MISSED'}", flush=True)


# --- against others


def against_others(folder: Path) -> None:
    """A table to files on disk, by one process and start-up taken off, against others that build and
    serialise the very same events, one calendar for each person.

    They are given every title, text and date, and read no table and write no file: what is left out is to
    their advantage.
    """
    table, tiny = table_of(folder, MANY), table_of(folder, 1)
    people = [*events_of(table_of(folder, FEW))]
    warnings.simplefilter("ignore", FutureWarning)  # of `ics`, to its programmers
    taken = in_turn(
        {
            "ours": lambda: alone(table).seconds,
            "start": lambda: alone(tiny).seconds,
            "icalendar": partial(timed, lambda: [with_icalendar(events) for events in people]),
            "ics": partial(timed, lambda: [with_ics(events) for events in people]),
        }
    )
    count, ours = sum(map(len, people)), taken["ours"] - taken["start"]
    written = events_in(table.with_suffix(""))
    print(f"{MANY:,} rows to files, {written:,} events; against building and serialising {count:,}:")
    told(taken["icalendar"] / ours * written / count, "times as quick as icalendar", least=5)
    told(taken["ics"] / ours * written / count, "times as quick as ics", least=1)


def events_of(table: Path) -> Iterator[list[Event]]:
    """The events of each person, as icsgen says them."""
    for planned in plans_of(cohort(open_table(table)).documents(), Wanted(STAMP)):
        assert planned.plan, "a row is wrong"
        yield [event_of(entry) for entry in planned.plan.entries]


def event_of(entry: Entry) -> Event:
    """An entry as others are given it."""
    milestone = entry.milestone
    return Event(
        uid=uid(milestone),
        title=entry.title,
        description=entry.description,
        start=milestone.start,
        end=milestone.end,
        company=milestone.interview.company if milestone.interview else "",
        lead=-milestone.alarm if milestone.alarm else None,
    )


def events_in(folder: Path) -> int:
    """How many events the list of a folder tells of."""
    with (folder / "manifest.csv").open(encoding="utf-8-sig", newline="") as file:
        return sum(int(row["events"]) for row in csv.DictReader(file))


# --- stages


def by_stage(folder: Path) -> None:
    """The share of each stage in a run of one process, by a clock around its public functions; each round is
    a process of its own, so that nothing is known from the last one.

    The clock is that of the processor, which others that work on it do not stop. What the stages come to of
    a whole run is told too: the rest is what holds them together.
    """
    table, tiny = table_of(folder, FEW), table_of(folder, 1)
    found, whole, start = [], [], []
    for number in range(ROUNDS):
        calendars = folder / f"stages-{number}"  # a file that is there already is not written again
        calendars.mkdir()
        with ProcessPoolExecutor(1, get_context("spawn")) as process:
            found.append(process.submit(stages, table, calendars).result())
        whole.append(alone(table).processor)
        start.append(alone(tiny).processor)
    least = {stage: min(each[stage] for each in found) for stage in found[0]}
    took = sum(least.values())
    print(f"the stages of {FEW:,} rows, in percent:")
    for stage, seconds in least.items():
        told(100 * seconds / took, stage, most=40)
    told(100 * took / (min(whole) - min(start)), "all of them, of a whole run with start-up taken off")


def stages(table: Path, folder: Path) -> dict[str, float]:
    """Seconds of each stage."""
    gc.disable()  # as a run does
    spent = defaultdict[str, float](float)
    with ExitStack() as stack:
        with clocked(spent, "read and deal out"):
            shares = stack.enter_context(cohort(open_table(table)).dealt())
            people = [(share, person) for share in shares for person in share.people()]
        for some in batched(people, AT_ONCE):
            through_stages(some, folder, spent)
    return spent


def through_stages(some: Iterable[tuple[Share, PersonRows]], folder: Path, spent: dict[str, float]) -> None:
    """Let some people go through one stage after the other."""
    with clocked(spent, "details"):
        read = [job_search(share.document(rows))[0] for share, rows in some]
    searches = [search for search in read if search]
    with clocked(spent, "rules"):
        found = [milestones(search)[0] for search in searches]
    with clocked(spent, "messages"):
        said = [[*map(compose, each)] for each in found]
    with clocked(spent, "ics"):
        data = [
            render(revise(entries, candidate=search.me, stamp=STAMP), search.me)
            for search, entries in zip(searches, said, strict=True)
        ]
    with clocked(spent, "files"):
        names = (
            name
            for search, entries in zip(searches, said, strict=True)
            for name, _ in calendars_of(search.me, entries, "person")
        )
        write_all(
            {folder / f"{name}.ics": each for name, each in zip(names, data, strict=True)}, durable=False
        )


@contextmanager
def clocked(spent: dict[str, float], stage: str) -> Iterator[None]:
    """Put down to a stage what is done meanwhile."""
    before = time.process_time()
    yield
    spent[stage] += time.process_time() - before


def batched(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    """So many at a time."""
    return (items[start : start + size] for start in range(0, len(items), size))


# --- size


def in_size(folder: Path, rows: int) -> None:
    """A table and one of a hundredth of its rows, each by one process: whether memory stays what it is, and
    whether a row takes as long in a large table as in a small one.

    That is told in time of the processor: one long run has no shortest round, as the short ones have.
    """
    small, large, tiny = table_of(folder, rows // 100), table_of(folder, rows), table_of(folder, 1)
    long, short, none = alone(large), *([alone(table) for _ in range(ROUNDS)] for table in (small, tiny))
    print(f"{rows:,} rows against {rows // 100:,}, one process:")
    told(long.memory / min(each.memory for each in short), "times the peak of memory", most=1.3)
    start = min(each.processor for each in none)
    few = min(each.processor for each in short) - start
    told((long.processor - start) / (100 * few), "times the time of a row, start-up taken off", most=1.2)


# --- processes, and nothing changed


def again_and_in_parallel(folder: Path, rows: int) -> None:
    """One process against two, each into a new folder, and against itself over what it has just written."""
    table = table_of(folder, rows)
    taken = in_turn(
        {
            "one": lambda: alone(table).seconds,
            "again": lambda: run(table, table.with_suffix(""), "--jobs", "1").seconds,
            "two": lambda: afresh(table, folder / "two", "--jobs", "2").seconds,
        }
    )
    print(f"{rows:,} rows, start-up included:")
    told(taken["one"] / taken["two"], "times as quick by two processes as by one", least=1.6)
    told(taken["one"] / taken["again"], "times as quick when nothing has changed", least=3)


def on_a_cluster(folder: Path, rows: int) -> None:
    """Two processes of our own against two workers of a Dask cluster on this machine, which stand ready; and
    whether they write the same."""
    from distributed import LocalCluster

    table, ours, theirs = table_of(folder, rows), folder / "two", folder / "dask"
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as cluster:
        taken = in_turn(
            {
                "two": lambda: afresh(table, ours, "--jobs", "2").seconds,
                "dask": lambda: afresh(table, theirs, "--dask", cluster.scheduler_address).seconds,
            }
        )
    print(f"{rows:,} rows, two workers of a Dask cluster:")
    told(taken["two"] / taken["dask"], "times as quick as two processes")
    print(f"  {'' if digests(ours) == digests(theirs) else 'NOT '}the same files")


def digests(folder: Path) -> dict[str, bytes]:
    """Every file but what the folder remembers for itself."""
    return {path.name: blake2b(path.read_bytes()).digest() for path in folder.iterdir() if path.is_file()}


def main() -> None:
    """Print every ratio."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=FULL, help="of the largest table, 1000 or more")
    asked.add_argument("--dask", action="store_true", help="measure a Dask cluster too")
    given = asked.parse_args()
    middle = given.rows // 10
    parts: list[Callable[[Path], None]] = [
        against_others,
        by_stage,
        partial(again_and_in_parallel, rows=middle),
        *([partial(on_a_cluster, rows=middle)] if given.dask else []),
        partial(in_size, rows=given.rows),
    ]
    for part in parts:
        with tempfile.TemporaryDirectory() as name:
            part(Path(name))


if __name__ == "__main__":
    main()
