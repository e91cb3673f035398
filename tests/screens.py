"""Makes the README's picture anew: `python -m tests.screens ADDRESS NAME < PASSWORD`.

ADDRESS is where the demo is served, PASSWORD a file with the password of NAME, an analyst's account
in the demo's data folder (`throughline users add`): the picture shows what an analyst sees.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Page, sync_playwright

PICTURE = Path(__file__).parents[1] / "docs" / "img" / "person.png"
PERSON = "Joseph Cook"
INCIDENT = "Incident/caldmoor/23CAL00001331"
SETTLED_MS = 5_000  # the network is drawn by then, and lies still


def sign_in(page: Page, address: str, name: str, password: str) -> None:
    """Come in by the password, with a purpose."""
    page.goto(address)
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Review of a flag").check()
    page.get_by_role("button", name="Begin").click()
    page.wait_for_selector("a[href^='/person/']")


def take(address: str, name: str, password: str) -> None:
    """The person's page with one incident chosen, as docs/img/person.png."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"))
        page = browser.new_page(viewport={"width": 1440, "height": 900}, color_scheme="light")
        page.set_default_timeout(60_000)
        sign_in(page, address, name, password)
        page.goto(f"{address}/search?q={quote(PERSON)}")
        href = page.get_by_role("link", name=PERSON).first.get_attribute("href")
        page.goto(f"{address}{href}?on={quote(INCIDENT, safe='')}")
        page.wait_for_selector("canvas")
        page.wait_for_timeout(SETTLED_MS)
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    take(sys.argv[1].rstrip("/"), sys.argv[2], sys.stdin.readline().strip())
