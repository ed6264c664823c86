"""Who does the work on shares: this process, several, or a Dask cluster; one executor is like the other."""

from __future__ import annotations

import gc
import multiprocessing
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import Any, ParamSpec, TypeVar

from msgspec import Struct

from icsgen.details.cohorts import Share
from icsgen.errors import OutputError

__all__ = ["Crew", "Lost", "dask", "done_by", "here", "processes"]

PATIENCE = 5  # seconds
Given = ParamSpec("Given")
Result = TypeVar("Result")


class Crew(Struct, frozen=True):
    """Who works: how many at a time, and how they are called together."""

    count: int
    start: Callable[[], AbstractContextManager[Executor]]
    death: tuple[type[Exception], ...] = (BrokenExecutor,)
    """What is raised for work whose worker died."""


class Lost(Struct, frozen=True):
    """A share on which its worker died, twice: it holds one person."""

    share: Share


class Here(Executor):
    """This process: what is asked for is done at once."""

    def submit(
        self, fn: Callable[Given, Result], /, *args: Given.args, **kwargs: Given.kwargs
    ) -> Future[Result]:
        """The work, done."""
        future = Future[Result]()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as fault:
            future.set_exception(fault)
        return future


def here() -> Crew:
    """This process alone."""
    return Crew(1, Here)


def processes(count: int) -> Crew:
    """Several processes of this machine."""
    return Crew(count, partial(_pool, count))


@contextmanager
def _pool(count: int) -> Iterator[Executor]:
    # A fork has all of ours loaded; elsewhere it is not safe, or is not there.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    pool = ProcessPoolExecutor(count, context, _begin)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)  # what is begun is finished: no file is half there


def _begin() -> None:
    """A worker looks for no garbage, and leaves Ctrl-C to its parent."""
    gc.disable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def dask(address: str) -> Crew:
    """The workers of a Dask cluster, by the address of its scheduler.

    Raises:
        OutputError: there is none, or `distributed` is not installed.
    """
    try:
        from distributed import Client, KilledWorker
    except ImportError:
        raise OutputError("--dask needs distributed; install it by `pip install 'icsgen[dask]'`") from None

    @contextmanager
    def start() -> Iterator[Executor]:
        with (
            Client(address, timeout=PATIENCE, set_as_default=False) as client,
            client.get_executor(pure=False) as executor,
        ):
            yield executor

    try:
        with Client(address, timeout=PATIENCE, set_as_default=False) as client:
            count = sum(client.nthreads().values())
    except (OSError, ValueError) as fault:
        raise OutputError(f"{address}: no Dask scheduler answers there") from fault
    if not count:
        raise OutputError(f"{address}: this Dask cluster has no workers")
    return Crew(count, start, (KilledWorker, BrokenExecutor))


def done_by(crew: Crew, work: Callable[[Share], Result], shares: Iterable[Share]) -> Iterator[Result | Lost]:
    """What came of each share, in whatever order it is done; few are in memory at a time.

    A worker that dies takes the others of its pool along: what they had in hand is done again, each share by
    itself, and where one dies once more it is halved until the person is found.
    """
    waiting = iter(shares)
    while True:
        unfinished: list[Share] = []
        with crew.start() as executor:
            yield from _round(crew, executor, work, waiting, unfinished)
        if not unfinished:
            return
        for share in unfinished:
            yield from _alone(crew, work, share)


def _round(
    crew: Crew,
    executor: Executor,
    work: Callable[[Share], Result],
    waiting: Iterator[Share],
    unfinished: list[Share],
) -> Iterator[Result]:
    """Work until all is done or a worker dies; what was in hand then is put among the unfinished."""
    hand: dict[Future[Any], Share] = {}
    while not unfinished:
        for share in waiting:
            try:
                hand[executor.submit(work, share)] = share
            except BrokenExecutor:
                unfinished.append(share)
            if len(hand) >= 2 * crew.count or unfinished:
                break
        if not hand:
            return
        for future in wait(hand, return_when=FIRST_COMPLETED).done:
            share = hand.pop(future)
            try:
                yield future.result()
            except crew.death:
                unfinished.append(share)
    for future, share in hand.items():  # of a broken pool all are over; of a cluster they go on
        try:
            yield future.result()
        except crew.death:
            unfinished.append(share)


def _alone(crew: Crew, work: Callable[[Share], Result], share: Share) -> Iterator[Result | Lost]:
    """Work on one share and on nothing else, or else on its halves."""
    try:
        with crew.start() as executor:
            result = executor.submit(work, share).result()
    except crew.death:
        halves = list(share.halves())
    else:
        yield result
        return
    if not halves:
        yield Lost(share)
    for half in halves:
        yield from _alone(crew, work, half)
