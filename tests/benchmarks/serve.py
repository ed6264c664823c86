"""How many requests `icsgen serve` answers, as ratios in one run: `python tests/benchmarks/serve.py`.

Needs wrk. The peer is Flask that has the same bytes in memory, under waitress with the same settings: what
is asked for is the cost of all that makes a feed one that stays right.
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from batch import told

from icsgen.ics.history import history

ROUNDS = 3
SECONDS = 3
CONNECTIONS = 8
FEEDS = 1_000
REQUESTS = 100_000
REWRITES = 500
PAGE = 4096  # bytes
NOW = "2026-11-24T09:00"

SCRIPT = """
local paths, tags = {}, {}
for line in io.lines(os.getenv("PATHS")) do
  local path, tag = line:match("(%S+) (%S+)")
  paths[#paths + 1], tags[#tags + 1] = path, tag
end
local number = 0
request = function()
  number = number % #paths + 1
  local headers = {}
  if os.getenv("KNOWN") == "1" then headers["If-None-Match"] = tags[number] end
  return wrk.format("GET", paths[number], headers)
end
"""
"""For wrk: every path in turn, with its tag or without."""

PEER = """
import logging, pathlib, sys
from flask import Flask, Response, request
from waitress import create_server
logging.getLogger("waitress").addHandler(logging.NullHandler())
logging.getLogger("waitress").propagate = False
lines = [line.split() for line in pathlib.Path(sys.argv[1]).read_text().splitlines()]
data = {path: (pathlib.Path(copy).read_bytes(), tag.strip('"')) for path, tag, copy in lines}
app = Flask("peer")
@app.get("/feed/<token>.ics")
def feed(token):
    body, tag = data[f"/feed/{token}.ics"]
    answer = Response(body, content_type="text/calendar; charset=utf-8")
    answer.set_etag(tag)
    return answer.make_conditional(request)
how = dict(threads=8, connection_limit=800, asyncore_use_poll=True, ident=None)
server = create_server(app, host="127.0.0.1", port=0, **how)
print(server.effective_port, flush=True)
server.run()
"""


class Ours(NamedTuple):
    """A server of ours, and where its feeds are."""

    process: subprocess.Popen[str]
    port: int
    paths: list[str]


def document(number: int) -> str:
    """A document with two interviews, of somebody who is nobody else."""
    return f"""
me: {{name: Ana Pérez {number}, email: ana{number}@example.org, timezone: America/New_York, country: US}}
interviews:
- {{company: Acme {number}, role: Engineer, start: 2026-11-17 14:30, contact: Sam Ode <sam@acme.example>}}
- {{company: Nord {number}, role: Analyst, start: 2026-11-19 10:00, timezone: Europe/Berlin, country: DE}}
"""


@contextmanager
def ours(folder: Path, feeds: int) -> Iterator[Ours]:
    """`icsgen serve` over a folder of documents, each of whose feeds was asked for once."""
    for number in range(feeds):
        (folder / f"{number:04}.yaml").write_text(document(number), "utf-8")
    command = [sys.executable, "-m", "icsgen", "serve", str(folder), "--port", "0", "--now", NOW]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        port = int(process.stdout.readline().strip().rstrip("/").rpartition(":")[2])
        while not process.stdout.readline().startswith("Ctrl-C"):  # until each source was read once
            pass
        files = sorted(folder.glob("*.tokens.json"))
        tokens = [re.findall(r'"token": "([^"]+)"', file.read_text("utf-8"))[0] for file in files]
        yield Ours(process, port, [f"/feed/{token}.ics" for token in tokens])
        process.send_signal(signal.SIGTERM)


@contextmanager
def peer(paths: Path) -> Iterator[int]:
    """The peer's port."""
    command = [sys.executable, "-c", PEER, str(paths)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        yield int(process.stdout.readline())
        process.terminate()


def asked_for(served: Ours, folder: Path) -> Path:
    """Ask for each feed once, so that it is planned; its path, tag and a copy of its bytes, a line each."""
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=60)
    lines = []
    for number, path in enumerate(served.paths):
        connection.request("GET", path)
        answer = connection.getresponse()
        copy = folder / f"{number}.copy"
        copy.write_bytes(answer.read())
        lines.append(f"{path} {answer.headers['ETag']} {copy}\n")
    connection.close()
    found = folder / "paths"
    found.write_text("".join(lines), "utf-8")
    return found


def rate(port: int, paths: Path, script: Path, *, known: bool) -> float:
    """Requests a second by wrk; with the tag that is known, each is answered by 304."""
    environment = {**os.environ, "PATHS": str(paths), "KNOWN": "1" if known else "0"}
    command = [
        "wrk",
        "-t1",
        f"-c{CONNECTIONS}",
        f"-d{SECONDS}s",
        "-s",
        str(script),
        f"http://127.0.0.1:{port}",
    ]
    printed = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    assert "Non-2xx or 3xx" not in printed, printed
    found = re.search(r"Requests/sec:\s+([\d.]+)", printed)
    assert found, printed
    return float(found[1])


def against_flask(served: Ours, folder: Path) -> None:
    """Requests a second, whole and unchanged, against the peer; the best of several rounds of each."""
    paths, script = asked_for(served, folder), folder / "paths.lua"
    script.write_text(SCRIPT, "utf-8")
    with peer(paths) as other:
        for known, status in ((False, 200), (True, 304)):
            rounds = [
                [rate(port, paths, script, known=known) for port in (served.port, other)]
                for _ in range(ROUNDS)
            ]
            best = [max(each) for each in zip(*rounds, strict=True)]
            told(best[0] / best[1], f"times the requests of Flask from memory, {status}", least=0.8)


def in_memory(served: Ours, folder: Path) -> None:
    """The server's memory after as many requests more."""
    before, count = resident(served), 0
    while count < REQUESTS:
        count += int(rate(served.port, folder / "paths", folder / "paths.lua", known=False) * SECONDS)
    told(resident(served) / before, f"times the memory after {count:,} requests", most=1.1)


def resident(served: Ours) -> int:
    """Bytes that a server has in memory."""
    return int(Path(f"/proc/{served.process.pid}/statm").read_text("utf-8").split()[1]) * PAGE


def while_rewritten(folder: Path) -> None:
    """A document rewritten again and again, in place, while it is asked for all the time."""
    with ours(folder, 1) as served:
        path = folder / "0000.yaml"
        answers, faults, done = [0], list[str](), threading.Event()
        askers = [
            threading.Thread(target=asking, args=(served, answers, faults, done)) for _ in range(CONNECTIONS)
        ]
        for each in askers:
            each.start()
        for number in range(REWRITES):
            with path.open("w", encoding="utf-8") as file:  # in two goes, as editors do
                text = document(number % 7)
                file.write(text[: len(text) // 2])
                file.flush()
                file.write(text[len(text) // 2 :])
            time.sleep(0.01 if number % 50 else 1.2)
        done.set()
        for each in askers:
            each.join()
    told(len(faults), f"torn or empty of {answers[0]:,} answers, over {REWRITES} rewrites", most=0)
    print("".join(f"    {fault}\n" for fault in faults[:5]), end="")


def asking(served: Ours, answers: list[int], faults: list[str], done: threading.Event) -> None:
    """Ask for a feed until it is enough; note what is not whole."""
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=60)
    while not done.is_set():
        connection.request("GET", served.paths[0])
        answer = connection.getresponse()
        data = answer.read()
        answers[0] += 1
        try:
            live = [event for event in history(data).events.values() if event.live]
            whole = answer.status == 200 and len(live) > 5
        except ValueError:
            whole = False
        if not whole:
            faults.append(f"{answer.status}, {len(data)} bytes")
    connection.close()


def main() -> None:
    """Print every ratio."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--feeds", type=int, default=FEEDS)
    given = asked.parse_args()
    with ExitStack() as stack:
        first, second, third = (Path(stack.enter_context(tempfile.TemporaryDirectory())) for _ in range(3))
        served = stack.enter_context(ours(first, given.feeds))
        print(f"{given.feeds:,} feeds:")
        parts: list[Callable[[], None]] = [
            lambda: against_flask(served, second),
            lambda: in_memory(served, second),
            lambda: while_rewritten(third),
        ]
        for part in parts:
            part()


if __name__ == "__main__":
    main()
