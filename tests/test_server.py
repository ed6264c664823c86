"""The server under bad input and load: a clear status, nothing leaked, the next good request served."""

from __future__ import annotations

import http.client
import shutil
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from servers import Server, served

from icsgen.cli import main
from icsgen.outlets.web.tokens import read_tokens

SAMPLES = Path(__file__).parent.parent / "samples"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    document = shutil.copy(SAMPLES / "interview.yaml", tmp_path_factory.mktemp("served"))
    with served(document, "--now", "2026-11-24T09:00") as found:
        yield found


def answer(server: Server, sent: bytes, *, patience: float = 20) -> bytes:
    """What comes back for these bytes, until the server closes the connection or says no more."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=patience) as connection:
        received = b""
        with suppress(OSError):  # it may be refused before all was sent
            connection.sendall(sent)
            connection.shutdown(socket.SHUT_WR)
            while more := connection.recv(65_536):
                received += more
        return received


def status(server: Server, path: str, *, method: str = "GET", patience: float = 20) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=patience)
    try:
        connection.request(method, path)
        return connection.getresponse().status
    finally:
        connection.close()


def is_well(server: Server) -> bool:
    path = server.feed.removeprefix(server.start.rstrip("/"))
    return status(server, "/healthz") == status(server, path) == 200


HOST = b"Host: 127.0.0.1\r\n"
BAD = {
    "no HTTP": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200) + b"\r\n\r\n", b"400"),
    "no version": (b"GET /\r\n\r\n", b"2"),  # HTTP/0.9 as it once was
    "an unknown version": (b"GET / HTTP/9.9\r\n" + HOST + b"\r\n", b"2"),
    "a header without a colon": (b"GET / HTTP/1.1\r\n" + HOST + b"nonsense\r\n\r\n", b"400"),
    "a header in two lines": (b"GET / HTTP/1.1\r\n" + HOST + b"A: b\r\n c\r\n\r\n", b"2"),
    "two lengths": (
        b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        b"400",
    ),
    "a negative length": (b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: -5\r\n\r\n", b"400"),
    "chunks that are none": (
        b"POST / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n0\r\n\r\n",
        b"400",
    ),
    "an unknown encoding": (b"POST / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: gzip\r\n\r\n", b"501"),
    "1 MB of headers": (b"GET / HTTP/1.1\r\n" + HOST + b"A: " + b"a" * 1_000_000 + b"\r\n\r\n", b"431"),
    "1 MB of address": (b"GET /" + b"a" * 1_000_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", b"431"),
    "1 MB of form": (
        b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 1000000\r\n\r\n" + b"a" * 1_000_000,
        b"413",
    ),
    "an octet that is no UTF-8": (b"GET /feed/\xff\xfe.ics HTTP/1.1\r\n" + HOST + b"\r\n", b"400"),
    "a NUL": (b"GET /static/%00 HTTP/1.1\r\n" + HOST + b"\r\n", b"404"),
    "a slash twice": (b"GET /p//x/ HTTP/1.1\r\nHost: evil.example\r\n\r\n", b"404"),
    "up and away": (b"GET /static/../../../../etc/passwd HTTP/1.1\r\n" + HOST + b"\r\n", b"404"),
    "up and away, encoded": (b"GET /static/%2e%2e/%2e%2e/site.py HTTP/1.1\r\n" + HOST + b"\r\n", b"404"),
    "a line within a token": (b"GET /p/a%0d%0aSet-Cookie:%20a=b HTTP/1.1\r\n" + HOST + b"\r\n", b"308"),
    "a foreign host": (b"GET /healthz HTTP/1.1\r\nHost: evil.example\r\n\r\n", b"200"),
    "a host that is none": (b"GET /healthz HTTP/1.1\r\nHost: <script>\r\n\r\n", b""),
    "an unknown method": (b"BREW /feed/x.ics HTTP/1.1\r\n" + HOST + b"\r\n", b"4"),
    "a range": (b"GET /healthz HTTP/1.1\r\n" + HOST + b"Range: bytes=0-99999999999999999999\r\n\r\n", b"200"),
    "a date that is none": (
        b"GET /healthz HTTP/1.1\r\n" + HOST + b"If-Modified-Since: \xff\r\nAccept-Encoding: ;;;q\r\n\r\n",
        b"200",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_malformed(server: Server, case: str) -> None:
    """A status that says so, no trace and no token, no header of the asker's; then all is well."""
    sent, code = BAD[case]
    received = answer(server, sent)
    head = received.partition(b"\r\n\r\n")[0]
    assert head.startswith(b"HTTP/1.") or b"1 MB" in case.encode()
    assert not head or head.split()[1].startswith(code)
    assert b"Traceback" not in received
    assert b"\nSet-Cookie" not in head
    assert server.feed.rpartition("/")[2].encode() not in received
    assert is_well(server)


def test_slow_clients(server: Server) -> None:
    """A hundred who never finish their request keep nobody waiting."""
    slow = [socket.create_connection(("127.0.0.1", server.port), timeout=20) for _ in range(100)]
    try:
        for connection in slow:
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
        assert is_well(server)
    finally:
        for connection in slow:
            connection.close()
    assert is_well(server)


def test_more_slow_clients_than_connections(tmp_path: Path) -> None:
    """Who takes too long for a request is closed, however often a byte of it comes; others are served."""
    document = shutil.copy(SAMPLES / "interview.yaml", tmp_path)
    with served(document) as server:
        slow = [socket.create_connection(("127.0.0.1", server.port), timeout=90) for _ in range(820)]
        ending = threading.Event()

        def drip() -> None:
            while not ending.wait(3):
                for connection in slow:
                    with suppress(OSError):
                        connection.sendall(b"a")

        for connection in slow:
            connection.sendall(b"GET / HTTP/1.1\r\nX-Slow: ")
        dripping = threading.Thread(target=drip)
        dripping.start()
        try:
            assert status(server, "/healthz", patience=60) == 200
        finally:
            ending.set()
            dripping.join()
            for connection in slow:
                connection.close()


@pytest.mark.skipif(sys.platform != "linux", reason="the memory of a process is read from /proc")
def test_ten_thousand_wrong_tokens(server: Server) -> None:
    """Each gets the same answer, and none is remembered."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    answers, sizes = set(), []
    for number in range(10_000):
        connection.request("GET", f"/feed/{number:032}.ics")
        found = connection.getresponse()
        answers.add((found.status, found.read()))
        if number in (1_000, 9_999):
            sizes.append(resident(server))
    connection.close()
    assert answers == {(404, b"Nothing is here.\n")}
    assert sizes[1] - sizes[0] < 8_000_000
    assert is_well(server)


def resident(server: Server) -> int:
    """Bytes that the server has in memory."""
    pages = Path(f"/proc/{server.process.pid}/statm").read_text("utf-8").split()[1]
    return int(pages) * 4096


@pytest.mark.skipif(sys.platform == "win32", reason="it has no SIGTERM that could be waited for")
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "Ctrl-C"])
def test_its_end(tmp_path: Path, how: signal.Signals) -> None:
    """A running answer is sent to its last byte, nobody new is let in, and the exit code is 0."""
    interviews = "".join(
        f"- {{company: No {number}, role: Cook, start: 2026-11-{1 + number % 28:02} {8 + number // 28}:30}}\n"
        for number in range(280)
    )
    document = tmp_path / "search.yaml"
    document.write_text(
        f"me: {{timezone: Europe/Berlin, country: DE}}\ninterviews:\n{interviews}", encoding="utf-8"
    )
    with served(document, "--now", "2026-11-24T09:00") as server:
        path = server.feed.removeprefix(server.start.rstrip("/"))
        with socket.socket() as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.settimeout(30)
            connection.connect(("127.0.0.1", server.port))
            connection.sendall(
                f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
            )
            received = connection.recv(1000)  # its first bytes are here, a megabyte is not
            server.process.send_signal(how)
            time.sleep(1.5)
            with pytest.raises(OSError):  # noqa: PT011 # refused or reset, as the system has it
                socket.create_connection(("127.0.0.1", server.port), timeout=5).recv(1)
            while more := connection.recv(65_536):
                received += more
        head, _, body = received.partition(b"\r\n\r\n")
        assert f"Content-Length: {len(body)}".encode() in head
        assert len(body) > 1_000_000
        assert body.endswith(b"END:VCALENDAR\r\n")
        assert server.process.wait(timeout=30) == 0


def test_an_address_that_is_taken(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as done:
        main(["serve", "--port", str(server.port)])
    assert done.value.code == 1
    assert f"127.0.0.1, port {server.port}: cannot be listened at" in capsys.readouterr().err


def test_what_is_printed(server: Server) -> None:
    """The addresses, once; and that no other machine reaches them."""
    assert server.printed.count(server.feed) == server.printed.count(server.page) == 1
    assert server.feed.startswith("http://127.0.0.1:")
    assert "Only this machine can use these addresses" in server.printed


def test_what_is_wrong_is_said_at_the_start(tmp_path: Path) -> None:
    """With what each address shows, and which document has none."""
    for name in ("interview.yaml", "minimal.yaml", "bewerbung.yaml"):
        shutil.copy(SAMPLES / name, tmp_path)
    (tmp_path / "minimal.yaml").write_text("me: [", "utf-8")
    for command in (["new", "interview.yaml", "--redact", "busy"], ["new", "bewerbung.yaml"]):
        assert tokens(command[0], str(tmp_path / command[1]), *command[2:]) == 0
    (token,) = read_tokens(tmp_path / "bewerbung.yaml")
    assert tokens("revoke", str(tmp_path / "bewerbung.yaml"), token.token) == 0
    with served(tmp_path) as server:
        assert "Ana Pérez, busy times\n" in server.printed
        assert "bewerbung.yaml: has no feed, its tokens are revoked" in server.printed
        assert "minimal.yaml:1:" in server.end()


def tokens(*arguments: str) -> object:
    with pytest.raises(SystemExit) as done:
        main(["tokens", *arguments])
    return done.value.code


def test_nothing_to_serve(tmp_path: Path) -> None:
    with served(tmp_path) as server:
        assert "nothing: no document with `me`, and no table, is there" in server.printed


def test_a_public_address(tmp_path: Path) -> None:
    """Is in every link, wherever the server listens."""
    document = shutil.copy(SAMPLES / "interview.yaml", tmp_path)
    with served(document, "--public-url", "https://feeds.example.org/ana/") as server:
        assert server.feed.startswith("https://feeds.example.org/ana/feed/")
        assert "Only this machine" not in server.printed


@pytest.mark.parametrize(
    "wrong", ["feeds.example.org", "ftp://a.example", "https://", "https://a b", "javascript:1"]
)
def test_a_public_address_that_is_none(wrong: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as done:
        main(["serve", "--public-url", wrong])
    assert done.value.code == 2
    assert "expected one such as https://feeds.example.org" in capsys.readouterr().err
