"""A real browser: Debian's Chromium, driven by Playwright."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
QUIET = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
"""It asks nobody whether it is up to date; and a container has no sandbox to give it."""
SIZES = {"phone": (390, 844), "desktop": (1280, 900)}
SERIOUS = ("serious", "critical")

needs_browser = pytest.mark.skipif(
    not os.path.exists(CHROMIUM) and not os.environ.get("CI"),  # noqa: PTH110
    reason="needs Chromium: apt-get install chromium",
)
"""Skipped where there is none; in CI it fails then."""


@contextmanager
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*QUIET, "--disable-component-update"]
        )


@contextmanager
def page(found: Browser, *, size: str = "desktop", dark: bool = False, script: bool = True) -> Iterator[Page]:
    """A page of its own, which fails where anything is loaded from elsewhere or a script fails."""
    width, height = SIZES[size]
    context: BrowserContext = found.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        java_script_enabled=script,
        permissions=["clipboard-read", "clipboard-write"],
        accept_downloads=True,
        timezone_id="America/New_York",
        locale="en-US",
    )
    asked, faults = list[str](), list[str]()
    try:
        shown = context.new_page()
        shown.on("request", lambda request: asked.append(request.url))
        shown.on("pageerror", lambda fault: faults.append(str(fault)))
        shown.on("console", lambda line: faults.append(line.text) if _is_fault(line) else None)
        yield shown
    finally:
        context.close()
    assert faults == []
    assert {url.split("/")[2] for url in asked if not url.startswith(("data:", "blob:"))} <= {
        f"127.0.0.1:{port}" for port in range(1024, 65536)
    }


def _is_fault(line: ConsoleMessage) -> bool:
    """Whether a line of the console is a fault; a form with problems has a status of its own."""
    return line.type == "error" and not re.search("status of (409|422)", line.text)


def serious_faults(shown: Page) -> list[str]:
    """What axe finds that keeps people out."""
    found = Axe().run(shown).response["violations"]
    return [
        f"{each['id']}: {node['html']}"
        for each in found
        if each["impact"] in SERIOUS
        for node in each["nodes"]
    ]
