"""Takes pictures of the dashboard: `python -m tests.screens ADDRESS NAME [FOLDER] < PASSWORD`.

ADDRESS is where the demo is served, PASSWORD a file with the password of NAME, an analyst's account
in the demo's data folder (`throughline users add`): the pictures show what an analyst sees. FOLDER
gets every page of the head and of a case in both themes at two sizes; without it the README's
picture is made anew.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, Page, sync_playwright

from dashboard.app import PAGES
from dashboard.routes import PATHS

PICTURE = Path(__file__).parents[1] / "docs" / "img" / "person.png"
SIZES = ((1366, 768), (1920, 1080))
THEMES = ("light", "dark")
SETTLED_MS = 5_000  # the network is drawn by then, and lies still
WAIT_MS = 120_000


def sign_in(page: Page, address: str, name: str, password: str) -> None:
    """Come in by the password, with a purpose."""
    page.goto(address)
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Review of a flag").check()
    page.get_by_role("button", name="Begin").click()
    page.wait_for_selector("a[href^='/person/']")


def case(page: Page, address: str) -> dict[str, str]:
    """The paths of the pages about whom the first course of conduct is."""
    page.goto(f"{address}/?rule=course_of_conduct")
    flag = page.locator(".flag-link").first
    about = flag.get_attribute("data-about") or ""
    name = quote(flag.inner_text().partition(" towards ")[0])
    person = about.removeprefix("/person/")
    return {
        "flags": flag.get_attribute("href") or "/",
        "search": f"/search?q={name}",
        "person": about,
        "chart": f"/chart/Person/{person}",
        "timeline": f"/timeline/Person/{person}",
        "report": f"/report/{person}",
    }


def opened(browser: Browser, address: str, name: str, password: str) -> Iterator[tuple[Page, str]]:
    """A page of each size and theme, signed in, with what its picture's name ends in."""
    for width, height in SIZES:
        for theme in THEMES:
            size = {"width": width, "height": height}
            page = browser.new_page(viewport=size, color_scheme=theme)  # type: ignore[arg-type]
            page.set_default_timeout(WAIT_MS)
            sign_in(page, address, name, password)
            yield page, f"{width}-{theme}"
            page.close()


def take_all(browser: Browser, address: str, name: str, password: str, folder: Path) -> None:
    """Every page, as FOLDER/PAGE-WIDTH-THEME.png."""
    folder.mkdir(parents=True, exist_ok=True)
    for page, ending in opened(browser, address, name, password):
        paths = {each.name: PATHS[each.name] for each in PAGES if each.link}
        for screen, path in {**paths, **case(page, address)}.items():
            page.goto(f"{address}{path}")
            page.wait_for_selector("#main")
            page.wait_for_timeout(SETTLED_MS)
            page.screenshot(path=folder / f"{screen}-{ending}.png")


def take_readmes(browser: Browser, address: str, name: str, password: str) -> None:
    """The chart of a case, as docs/img/person.png."""
    page = browser.new_page(viewport={"width": 1440, "height": 900}, color_scheme="light")
    page.set_default_timeout(WAIT_MS)
    sign_in(page, address, name, password)
    page.goto(f"{address}{case(page, address)['chart']}")
    page.wait_for_selector("canvas")
    page.wait_for_timeout(SETTLED_MS)
    page.screenshot(path=PICTURE)


def main(address: str, name: str, folder: str = "") -> None:
    """Sign in by the password on standard input, and take what is asked for."""
    password = sys.stdin.readline().strip()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"))
        if folder:
            take_all(browser, address.rstrip("/"), name, password, Path(folder))
        else:
            take_readmes(browser, address.rstrip("/"), name, password)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
