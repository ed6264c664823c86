"""In a real browser: a page is read, copied from, and told what happened; a form becomes a calendar."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsers import browser, needs_browser, page, serious_faults
from playwright.sync_api import Browser, Page
from servers import Server, served

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
        picture(shown, server.page, f"page-{size}{'-dark' if dark else ''}.png")


def picture(shown: Page, address: str, name: str) -> None:
    """What README shows, renewed where it is asked for."""
    if os.environ.get("ICSGEN_UPDATE_PICTURES"):
        shown.goto(address)
        shown.screenshot(path=str(PICTURES / name))


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


def test_read_only(chromium: Browser, document: Path) -> None:
    """Without --write there is nothing to tell."""
    with served(document, "--now", NOW) as server, page(chromium) as shown:
        shown.goto(server.page)
        assert shown.get_by_role("button", name="sent").count() == 0
        assert shown.locator("form").count() == 0
