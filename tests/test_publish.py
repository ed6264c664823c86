"""A static site is what the server would answer; what nobody has a token for is not in it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from sites import Asked

from icsgen.cli import main
from icsgen.ics.history import history

SAMPLES = Path(__file__).parent.parent / "samples"
URL = "https://feeds.example.org/search"
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of two documents, in which we are."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ICSGEN_NOW", "2026-11-24T09:00")
    for name in ("interview.yaml", "bewerbung.yaml"):
        shutil.copy(SAMPLES / name, tmp_path)
    return tmp_path


def publish(capsys: Capture, *arguments: str, code: int = 0) -> tuple[list[str], str]:
    """The addresses of the feeds, and what was said."""
    with pytest.raises(SystemExit) as done:
        main(["publish", "site", *arguments, "--public-url", f"{URL}/"])
    printed = capsys.readouterr()
    assert done.value.code == code, printed.err
    return re.findall(r"feed  (\S+)", printed.out), printed.err


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_the_server_would_answer(home: Path, capsys: Capture) -> None:
    feeds, told = publish(capsys)
    assert "2 feeds and the pages" in told
    asked = Asked(home)
    for number, feed in enumerate(feeds):
        path = feed.removeprefix(f"{URL}/")
        assert (home / "site" / path).read_bytes() == asked.feed(number)
        page = (home / "site" / path.replace("feed", "p").replace(".ics", "") / "index.html").read_text(
            "utf-8"
        )
        assert URL in page
        assert "<form" not in page
        for link in re.findall(r'(?:href|src)="(\.[^"#]*)"', page):
            assert (home / "site" / "p" / "x" / link).resolve().is_relative_to(home / "site")
    assert (home / "site" / ".gitattributes").read_bytes() == b"*.ics -text\n"
    for name in ("index.html", "feed/index.html", "p/index.html", "static/index.html"):
        assert b"Nothing is here" in (home / "site" / name).read_bytes()  # a host that lists folders
    for name, data in files(home / "site" / "static").items():
        assert name == "index.html" or asked.client.get(f"/static/{name}").data == data


def test_again(home: Path, capsys: Capture) -> None:
    """Nothing is written anew; after a change one feed rises, by what the site itself remembers."""
    feeds, _ = publish(capsys)
    before = files(home / "site")
    _, told = publish(capsys)
    assert "0 files new or changed" in told
    assert files(home / "site") == before

    document = home / "interview.yaml"
    document.write_text(document.read_text("utf-8").replace("14:30 ", "16:00 "), "utf-8")
    publish(capsys)
    changed = {name for name, data in files(home / "site").items() if data != before[name]}
    (feed,) = [name for name in changed if name.endswith(".ics")]
    assert feeds[1].endswith(feed)
    assert {event.sequence for event in history(files(home / "site")[feed]).events.values()} == {0, 1}


def test_revoked(home: Path, capsys: Capture) -> None:
    """Feed and page are gone; what else lies there stays."""
    feeds, _ = publish(capsys)
    (home / "site" / "CNAME").write_text("feeds.example.org")
    (home / "site" / "feed" / "mine.ics").write_text("my own")
    token = feeds[0].rpartition("/")[2].removesuffix(".ics")
    with pytest.raises(SystemExit):
        main(["tokens", "rotate", "bewerbung.yaml", token])
    _, told = publish(capsys)
    assert "1 feed taken away" in told
    left = files(home / "site")
    assert not [name for name in left if token in name]
    assert {"CNAME", "feed/mine.ics"} <= left.keys()
    assert len([name for name in left if re.fullmatch("p/.{32}/index.html", name)]) == 2


def test_rotated(home: Path, capsys: Capture) -> None:
    """A feed goes on at its new address from what it said before."""
    publish(capsys)
    document = home / "interview.yaml"
    document.write_text(document.read_text("utf-8").replace("14:30 ", "16:00 "), "utf-8")
    feeds, _ = publish(capsys)
    before = files(home / "site")[feeds[1].removeprefix(f"{URL}/")]
    with pytest.raises(SystemExit):
        main(["tokens", "rotate", "interview.yaml", feeds[1].rpartition("/")[2][:8]])
    feeds, _ = publish(capsys)
    assert files(home / "site")[feeds[1].removeprefix(f"{URL}/")] == before


def test_what_is_not_named_this_time(home: Path, capsys: Capture) -> None:
    """Stays, and is told of."""
    publish(capsys)
    before = files(home / "site")
    _, told = publish(capsys, "interview.yaml")
    assert "1 feed of others stay" in told
    assert files(home / "site") == before


@pytest.mark.parametrize("folder", [".", "documents"])
def test_where_documents_are(home: Path, capsys: Capture, folder: str) -> None:
    """Nothing is published: they would be too, and the tokens with them."""
    (home / "documents").mkdir(exist_ok=True)
    shutil.copy(home / "interview.yaml", home / "documents")
    with pytest.raises(SystemExit, match="1"):
        main(["publish", folder, "documents", "--public-url", URL])
    assert "choose a folder of its own" in capsys.readouterr().err
    assert not (home / folder / "feed").exists()


def test_a_document_that_breaks(home: Path, capsys: Capture) -> None:
    """Leaves its last calendar where it was; the others are written, and the exit code says so."""
    feeds, _ = publish(capsys)
    before = files(home / "site")[feeds[1].removeprefix(f"{URL}/")]
    (home / "interview.yaml").write_text("me: [", "utf-8")
    page = home / "site" / "p" / feeds[1].rpartition("/")[2].removesuffix(".ics") / "index.html"
    shown = page.read_bytes()
    _, told = publish(capsys, code=1)
    assert "interview.yaml" in told
    assert files(home / "site")[feeds[1].removeprefix(f"{URL}/")] == before
    assert page.read_bytes() == shown


def test_one_that_never_was_sound(home: Path, capsys: Capture) -> None:
    (home / "interview.yaml").write_text("me: [", "utf-8")
    _, told = publish(capsys, code=1)
    assert "there is no calendar yet; it is left out" in told
    assert len([name for name in files(home / "site") if name.endswith(".ics")]) == 1


def test_where_it_will_be_found(home: Path, capsys: Capture) -> None:
    """Has to be told: there is no link without it."""
    with pytest.raises(SystemExit) as done:
        main(["publish", "site"])
    assert done.value.code == 2
    assert "--public-url" in capsys.readouterr().err
