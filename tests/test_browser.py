"""In a real browser: a page is read, copied from, and told what happened; a form becomes a calendar."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsers import browser, needs_browser, page, serious_faults
from playwright.sync_api import Browser, Page
from servers import Server, served

from icsgen.cli import main
from icsgen.ics.history import history

pytestmark = [
    needs_browser,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # of Playwright's own pipes
]
ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "tests" / "pictures"
NOW = "2026-11-24T14:00"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as found:
        yield found


@pytest.fixture
def document(tmp_path: Path) -> Path:
    return Path(shutil.copy(ROOT / "samples" / "job-search.yaml", tmp_path))


@pytest.fixture
def server(document: Path) -> Iterator[Server]:
    with served(document, "--now", NOW, "--write") as found:
        yield found


def is_wide(shown: Page) -> bool:
    """Whether it has to be scrolled sideways."""
    return bool(shown.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_a_page(chromium: Browser, server: Server, size: str, dark: bool) -> None:
    """Nobody is kept out, nothing is loaded from elsewhere, and it need not be scrolled sideways."""
    with page(chromium, size=size, dark=dark) as shown:
        for address in (server.page, server.start):
            shown.goto(address)
            assert not is_wide(shown)
            assert serious_faults(shown) == []


def test_a_message_is_copied(chromium: Browser, server: Server) -> None:
    with page(chromium) as shown:
        shown.goto(server.page)
        letter = shown.locator("details.letter[open]").first
        letter.get_by_role("button", name="Copy").click()
        copied = shown.evaluate("navigator.clipboard.readText()")
        assert copied == letter.locator(".text").text_content()
        assert copied.startswith("Dear ")
        shown.get_by_text("Copied").first.wait_for()


@pytest.mark.parametrize("script", [True, False], ids=["JavaScript", "without"])
def test_it_is_told(chromium: Browser, server: Server, document: Path, script: bool) -> None:
    """A tap logs what was sent, another takes it back; both stand in the document."""
    before = document.read_bytes()
    with page(chromium, size="phone", script=script) as shown:
        shown.goto(server.page)
        shown.get_by_role("button", name="sent").first.click()
        shown.get_by_role("button", name="Undo").first.wait_for()
        assert shown.url.split("#")[0] == server.page
        assert document.read_bytes().count(b"log:") == before.count(b"log:") + 1
        shown.get_by_role("button", name="Undo").first.click()
        shown.wait_for_function("!document.body.textContent.includes('Undo')") if script else None
    assert document.read_bytes() == before


def test_they_answered(chromium: Browser, server: Server, document: Path) -> None:
    """With the day, and what follows begins anew with it."""
    with page(chromium) as shown:
        shown.goto(server.page)
        shown.get_by_role("button", name="They answered").first.click()
        shown.get_by_role("button", name="Undo").first.wait_for()
    assert "reply: 2026-11-24" in document.read_text("utf-8")


def test_they_said_no(chromium: Browser, server: Server, document: Path) -> None:
    """All but the question after two months is called off; a tap takes it back."""
    with page(chromium, size="phone", script=False) as shown:
        shown.goto(server.page)
        shown.locator("select[name=fact]").first.select_option(label="They said no")
        shown.get_by_role("button", name="Log it").first.click()
        shown.get_by_role("button", name="Undo").first.wait_for()
        assert "rejected: 2026-11-24" in document.read_text("utf-8")
        assert not is_wide(shown)


def test_what_is_refused(chromium: Browser, server: Server, document: Path) -> None:
    """Is said in words, with a way back."""
    before = document.read_bytes()
    with page(chromium, size="phone") as shown:
        shown.goto(server.page)
        shown.get_by_label("and decide").first.fill("when the moon is blue")
        shown.get_by_role("button", name="They answered").first.click()
        shown.get_by_role("heading", name="It was not logged").wait_for()
        assert serious_faults(shown) == []
        shown.get_by_role("link", name="Back to the page").click()
        shown.get_by_role("heading", name="Ana Pérez").wait_for()
    assert document.read_bytes() == before


def test_read_only(chromium: Browser, document: Path) -> None:
    """Without --write there is nothing to tell."""
    with served(document, "--now", NOW) as server, page(chromium) as shown:
        shown.goto(server.page)
        assert shown.get_by_role("button", name="sent").count() == 0
        assert shown.locator("form").count() == 0


# --- the page to start from


FILLED = {
    "Company": "Acme Corp",
    "Role": "Data Engineer",
    "Date and time": "2026-11-20T14:30",
    "Employer's time zone": "America/New_York",
    "Interviewers": "Jana Müller <jana@acme.example>, Head of Data",
    "When will they decide?": "in two weeks",
    "Your name": "Ana Pérez",
}


def fill(shown: Page, **other: str) -> None:
    for label, words in FILLED.items():
        shown.get_by_label(label).first.fill(other.get(label, words))
    shown.get_by_label("Employer's country").select_option(label="United States")


@pytest.mark.parametrize("script", [True, False], ids=["JavaScript", "without"])
def test_a_form_becomes_a_calendar(chromium: Browser, server: Server, tmp_path: Path, script: bool) -> None:
    """The ladder at once, or with a click; the calendar as a file, which is that of `generate`."""
    with page(chromium, script=script) as shown:
        shown.goto(server.start)
        fill(shown)
        if not script:
            shown.get_by_role("button", name="Show the ladder").click()
        shown.get_by_role("img").first.wait_for()
        assert shown.get_by_text("Fri 11 Dec 2026").count() + shown.get_by_text("11 Dec").count() > 0
        assert serious_faults(shown) == [] if script else True
        with shown.expect_download() as loading:
            shown.get_by_role("button", name="Get the calendar").first.click()
        file = tmp_path / loading.value.suggested_filename
        loading.value.save_as(file)
    assert file.suffix == ".ics"
    found = history(file.read_bytes())
    assert any("Jana" in event.body.decode() for event in found.events.values())
    options = ["--company", "Acme Corp", "--role", "Data Engineer", "--start", "2026-11-20 14:30"]
    options += ["--timezone", "America/New_York", "--country", "US", "--decision", "in two weeks"]
    options += [
        "--interviewer",
        "Jana Müller",
        "--name",
        "Ana Pérez",
        "--now",
        NOW,
        "-o",
        str(tmp_path / "g.ics"),
    ]
    with pytest.raises(SystemExit, match="0"):
        main(["generate", *options])
    generated = history((tmp_path / "g.ics").read_bytes())
    assert {name: event.slot for name, event in found.events.items()} == {
        name: event.slot for name, event in generated.events.items()
    }


@pytest.mark.parametrize("script", [True, False], ids=["JavaScript", "without"])
def test_problems_stand_beside_their_fields(chromium: Browser, server: Server, script: bool) -> None:
    """Each is told to who cannot see it too, and is gone once it is mended."""
    with page(chromium, size="phone", script=script) as shown:
        shown.goto(server.start)
        fill(shown, **{"Employer's time zone": "Atlantis/Centre", "When will they decide?": "blue"})
        shown.get_by_role("button", name="Show the ladder").click()
        zone = shown.get_by_label("Employer's time zone").first
        shown.wait_for_selector("[aria-invalid=true]")
        assert zone.get_attribute("aria-invalid") == "true"
        told = shown.locator(f"#{(zone.get_attribute('aria-describedby') or '').split()[-1]}")
        assert "Atlantis/Centre" in (told.text_content() or "")
        assert shown.get_by_label("When will they decide?").get_attribute("aria-invalid") == "true"
        assert shown.get_by_label("Company").first.input_value() == "Acme Corp"
        assert not is_wide(shown)
        if script:
            assert serious_faults(shown) == []
        zone.fill("America/New_York")
        shown.get_by_label("When will they decide?").fill("in two weeks")
        shown.get_by_role("button", name="Show the ladder").click()
        shown.get_by_role("img").first.wait_for()
        assert shown.locator("[aria-invalid=true]").count() == 0


def test_hostile_words(chromium: Browser, server: Server) -> None:
    """Are shown as they are, and do nothing."""
    with page(chromium) as shown:
        shown.goto(server.start)
        hostile = "<img src=x onerror=alert(1)><script>alert(2)</script>\u202e"
        fill(shown, Company=hostile, Role=hostile, **{"Your name": hostile})
        shown.on("dialog", lambda dialog: pytest.fail(dialog.message))
        shown.get_by_role("button", name="Show the ladder").click()
        shown.get_by_role("img").first.wait_for()
        assert shown.locator("script:not([src]), main img").count() == 0


# --- what README shows


def test_pictures(chromium: Browser, document: Path) -> None:
    """Are there; `ICSGEN_UPDATE_PICTURES=1 pytest tests/test_browser.py -k pictures` takes them anew."""
    if os.environ.get("ICSGEN_UPDATE_PICTURES"):
        with served(document, "--now", NOW, "--write") as server:
            take(chromium, server)
    shown = set(re.findall(r"tests/pictures/([\w-]+\.png)", (ROOT / "README.md").read_text("utf-8")))
    assert shown == {path.name for path in PICTURES.glob("*.png")} != set()


def take(chromium: Browser, server: Server) -> None:
    """The pictures of README."""
    for name, size, dark in (("page", "desktop", False), ("phone", "phone", True)):
        with page(chromium, size=size, dark=dark) as shown:
            shown.goto(server.page)
            shown.screenshot(path=str(PICTURES / f"{name}.png"))
    with page(chromium) as shown:
        shown.goto(server.page)
        shown.locator("section.job").first.screenshot(path=str(PICTURES / "ladder.png"))
        shown.goto(server.start)
        fill(shown)
        shown.get_by_role("img").first.wait_for()
        shown.evaluate("window.scrollTo(0, 0)")
        shown.screenshot(path=str(PICTURES / "start.png"))
