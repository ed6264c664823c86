"""Who does the work on shares: this process, several, or a Dask cluster; one executor is like the other."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from importlib.metadata import version
from threading import Thread
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from msgspec import Struct

from icsgen.details.shares import Share
from icsgen.errors import OutputError

if TYPE_CHECKING:
    from distributed import Client

__all__ = ["Crew", "Lost", "dask", "done_by", "here", "processes"]

PATIENCE = 5  # seconds
LONG = 30  # seconds, after which it is asked whether anybody works
Given = ParamSpec("Given")
Result = TypeVar("Result")


class Crew(Struct, frozen=True):
    """Who works: how many at a time, and how they are called together."""

    count: int
    start: Callable[[], AbstractContextManager[Executor]]
    death: tuple[type[Exception], ...] = (BrokenExecutor,)
    """What is raised for work whose worker died."""
    alive: Callable[[], bool] = lambda: True
    """Whether there is anybody left to work."""
    address: str = ""
    """Where they are, if not here."""


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
    """A worker looks for no garbage, leaves Ctrl-C to its parent, and does not outlive it."""
    gc.disable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A parent that was killed has closed nothing, and its workers would hold its lock for ever."""
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


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
    def called() -> Iterator[Client]:
        try:
            client = Client(address, timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError, TypeError, ImportError) as fault:
            raise OutputError(f"{address}: no Dask scheduler answers there") from fault
        with client:
            yield client

    @contextmanager
    def start() -> Iterator[Executor]:
        with called() as client:
            executor = client.get_executor(pure=False)
            try:
                yield executor
            finally:
                executor.shutdown(wait=False)

    def alive() -> bool:
        with called() as client:
            return bool(client.nthreads())

    with called() as client:
        count = sum(client.nthreads().values())
        _see_that_they_have_it(client, address)
    if not count:
        raise OutputError(f"{address}: this Dask cluster has no workers")
    return Crew(count, start, (KilledWorker, BrokenExecutor), alive, address)


def _see_that_they_have_it(client: Client, address: str) -> None:
    """Raises OutputError: a worker has no icsgen, or another one."""
    ours = version("icsgen")
    try:
        theirs = set(client.run(version, "icsgen").values())
    except Exception as fault:  # of any kind: it was raised over there
        raise OutputError(f"{address}: a worker has no icsgen; install icsgen {ours} there") from fault
    if theirs - {ours}:
        told = f"a worker has icsgen {', '.join(sorted(theirs - {ours}))}"
        raise OutputError(f"{address}: {told}; expected {ours}, as here")


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
        for future in _first_done(crew, hand):
            share = hand.pop(future)
            try:
                yield _result(crew, future)
            except crew.death:
                unfinished.append(share)
    for future, share in hand.items():  # of a broken pool all are over; of a cluster they go on
        try:
            yield _result(crew, future)
        except crew.death:
            unfinished.append(share)


def _first_done(crew: Crew, hand: Collection[Future[Result]]) -> Collection[Future[Result]]:
    """Those that are done first, as long as somebody works on them."""
    while not (done := wait(hand, timeout=LONG, return_when=FIRST_COMPLETED).done):
        if not crew.alive():
            raise OutputError(f"{crew.address}: has no workers any more; the same command goes on from here")
    return done


def _result(crew: Crew, future: Future[Result]) -> Result:
    try:
        return future.result()
    except CancelledError:
        raise OutputError(f"{crew.address}: went away; the same command goes on from here") from None


def _alone(crew: Crew, work: Callable[[Share], Result], share: Share) -> Iterator[Result | Lost]:
    """Work on one share and on nothing else, or else on its halves."""
    try:
        with crew.start() as executor:
            result = _result(crew, executor.submit(work, share))
    except crew.death:
        halves = list(share.halves())
    else:
        yield result
        return
    if not halves:
        yield Lost(share)
    for half in halves:
        yield from _alone(crew, work, half)
