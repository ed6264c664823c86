"""What a file can be beside sound: none of it stops what is served, and none of it outlasts its cause."""

from __future__ import annotations

import os
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from sites import Asked

from icsgen.errors import OutputError
from icsgen.outlets.locks import alone
from icsgen.outlets.web import published, watched
from icsgen.outlets.web.tokens import Token, new_token, read_tokens, tokens_file, write_tokens

SAMPLES = Path(__file__).parent.parent / "samples"
unix = pytest.mark.skipif(sys.platform == "win32", reason="permissions and pipes of POSIX")


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watched, "SECOND", 0.0)
    monkeypatch.setattr(published, "SECOND", 0.0)


@pytest.fixture
def document(tmp_path: Path) -> Path:
    return Path(shutil.copy(SAMPLES / "interview.yaml", tmp_path))


def status(asked: Asked, token: str) -> int:
    return asked.client.get(f"/feed/{token}.ics").status_code


@unix
def test_tokens_that_others_could_read(document: Path) -> None:
    """Open nothing new; once they are the owner's alone, they do: that is said, and it is so."""
    asked = Asked(document)
    old, new = asked.opened[0].token.token, new_token()
    write_tokens(document, [Token(token=new, person="", made=asked.now.date())])
    tokens_file(document).chmod(0o644)
    assert (status(asked, old), status(asked, new)) == (200, 404)
    assert sum("others may read it; `chmod 600` it" in each for each in asked.told) == 1
    tokens_file(document).chmod(0o600)
    assert (status(asked, old), status(asked, new)) == (404, 200)


def test_a_fault_that_passes(document: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Such as too many open files: what was changed meanwhile is served once it has passed."""
    asked = Asked(document)
    before = asked.feed()
    document.write_text(document.read_text("utf-8").replace("14:30", "15:30"), "utf-8")

    def full(path: Path, most: int) -> bytes:
        raise OSError(24, "Too many open files")

    with monkeypatch.context() as short:
        short.setattr(watched, "contents", full)
        assert [asked.feed() for _ in range(3)] == [before] * 3
        assert sum("Too many open files" in each for each in asked.told) == 1
    assert asked.feed() != before


def pipe(path: Path) -> None:
    os.mkfifo(path)


def endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1 << 30)


def looping(path: Path) -> None:
    path.symlink_to(path.name)


ODD: Mapping[str, Callable[[Path], None]] = {
    "a pipe": pipe,
    "without end": endless,
    "of a gigabyte": sparse,
    "a link to itself": looping,
    "a folder": Path.mkdir,
}


@unix
@pytest.mark.parametrize("kind", ODD)
def test_in_the_place_of_a_document(document: Path, kind: str) -> None:
    """The last calendar stays, at once; and all is well once a document is there again."""
    asked = Asked(document.parent)
    before = asked.feed()
    aside = document.rename(document.with_suffix(".aside"))
    ODD[kind](document)
    begun = time.monotonic()
    assert asked.feed() == before
    assert time.monotonic() - begun < 5
    assert any(str(document) in each for each in asked.told)
    document.rmdir() if kind == "a folder" else document.unlink()
    aside.rename(document)
    assert asked.feed() == before


@unix
@pytest.mark.parametrize("kind", ODD)
def test_in_the_place_of_tokens(document: Path, kind: str) -> None:
    """What they opened stays open, since nobody revoked it."""
    asked = Asked(document)
    before = asked.feed()
    tokens_file(document).unlink()
    ODD[kind](tokens_file(document))
    assert asked.feed() == before


@unix
def test_odd_files_in_a_folder(document: Path) -> None:
    """Are passed over."""
    for number, kind in enumerate(ODD.values()):
        kind(document.with_name(f"odd-{number}.yaml"))
    assert len(Asked(document.parent).opened) == 1


def test_a_large_file_that_is_none_of_ours(document: Path) -> None:
    """Keeps nobody waiting."""
    document.with_name("big.yaml").write_text("key: [value, other]\n" * 200_000, "utf-8")
    begun = time.monotonic()
    assert len(Asked(document.parent).opened) == 1
    assert time.monotonic() - begun < 10


def test_a_folder_that_goes(document: Path) -> None:
    """Is no document; its feeds stay, and nothing is written beside it."""
    asked = Asked(document.parent)
    before = asked.feed()
    aside = document.parent.rename(document.parent.with_name("aside"))
    assert asked.feed() == before
    assert not tokens_file(document.parent).exists()
    assert any("cannot be listed" in each for each in asked.told)
    aside.rename(document.parent)
    assert asked.feed() == before


def test_two_at_once(document: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Servers that start together over a new folder give everybody one token."""
    together = threading.Barrier(2)
    given = published.Published._given

    def at_a_time(self: published.Published, path: Path, people: list[str]) -> list[Token]:
        together.wait(timeout=10)
        return given(self, path, people)

    monkeypatch.setattr(published.Published, "_given", at_a_time)
    threads = [threading.Thread(target=Asked, args=(document,)) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(read_tokens(document)) == 1


@unix
def test_a_folder_that_somebody_holds(document: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is not waited for long: a page says so, and feeds are served."""
    asked = Asked(document, writes=True)
    before = asked.feed()
    monkeypatch.setattr("icsgen.outlets.web.pages.facts.PATIENCE", 0.2)
    form = {"interview": "acme-corp-senior-data-engineer", "fact": "thank-you", "date": "2026-11-18"}
    with alone(document.parent):
        answer = asked.client.post(f"/p/{asked.opened[0].token.token}/log", data=form)
        assert answer.status_code == 409
        assert "another process holds the folder" in answer.text
        assert asked.feed() == before


def cuts() -> Iterator[int]:
    """Where the document of many interviews is cut, as a writer that pauses leaves it."""
    yield from range(0, len(MANY), 97)


MANY = "me: {timezone: Europe/Berlin, country: DE}\ninterviews:\n" + "".join(
    f"- {{company: Company {day}, role: Cook, start: 2026-11-{day:02} 14:30}}\n" for day in range(2, 13)
)


def test_half_a_document_at_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is waited for: what it does not hold yet would be called off."""
    path = tmp_path / "search.yaml"
    path.write_text(MANY, "utf-8")
    asked = Asked(path)
    before = asked.feed()
    monkeypatch.setattr(watched, "SECOND", 0.4)
    for cut in [*cuts()][3:9]:
        path.write_text(MANY[:cut], "utf-8")
        writer = threading.Timer(0.1, path.write_text, [MANY, "utf-8"])
        writer.start()
        asked.restart()
        assert asked.feed() == before
        writer.join()


def test_an_edit_in_between(document: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is not written over, however late it comes."""
    from icsgen.outlets import files

    filled = files._fill

    def late(*given: object, **options: object) -> None:
        filled(*given, **options)  # type: ignore[arg-type] # whatever it is
        if ".yaml." in str(given[0]):
            document.write_text("# mine\n", "utf-8")

    asked = Asked(document, writes=True)
    monkeypatch.setattr(files, "_fill", late)
    form = {"interview": "acme-corp-senior-data-engineer", "fact": "thank-you", "date": "2026-11-18"}
    answer = asked.client.post(f"/p/{asked.opened[0].token.token}/log", data=form)
    assert answer.status_code == 409
    assert document.read_text("utf-8") == "# mine\n"


def test_a_list_that_cannot_be_written(document: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At the start is a fault: nobody could be told an address that lasts."""

    def full(source: Path, tokens: object) -> None:
        raise OutputError("no space is left")

    monkeypatch.setattr(published, "write_tokens", full)
    with pytest.raises(OutputError, match="no space is left"):
        Asked(document)
