"""A browser, and a page in it that must end without a fault, for tests of screens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--no-first-run"),
)
SLOW_MS = 60_000
GRAVE = {"serious", "critical"}


@contextmanager
def a_browser(chromium: Path) -> Iterator[Browser]:
    """A browser without a window."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(chromium), args=list(QUIET))
        yield browser
        browser.close()


@contextmanager
def a_page(browser: Browser, address: str, **more: Any) -> Iterator[Page]:
    """A page that must end without an error in its console and without a stranger asked."""
    given = {"viewport": {"width": 1366, "height": 768}, "color_scheme": "light", **more}
    context = browser.new_context(base_url=address, **given)
    context.set_default_timeout(SLOW_MS)
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "request",
        lambda asked: (
            None if asked.url.startswith((address, "data:", "blob:")) else faults.append(asked.url)
        ),
    )
    yield page
    context.close()
    assert faults == []


def grave(page: Page, only: str | None = None) -> dict[str, list[str]]:
    """What axe-core finds that is serious or critical, with the elements; by one rule, or all."""
    options = {"runOnly": [only]} if only else None
    found = Axe().run(page, options=options).response["violations"]
    return {
        each["id"]: [node["html"][:160] for node in each["nodes"][:3]]
        for each in found
        if each["impact"] in GRAVE
    }
