"""Twelve breaches and their near misses on one person, seen at once on the timeline."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from engines import empty
from PIL import Image
from playwright.sync_api import FloatRect, Page, expect, sync_playwright
from serving import serving
from tiny_graph import write

from dashboard.app import create_app
from graph.access.audit import Audit
from graph.access.viewer import Viewer
from graph.engine.store import Store
from graph.flags import upkeep

pytestmark = pytest.mark.browser

SLOW_MS = 60_000
VIEWER = Viewer("ana", "analyst", "testing", 0)
BREACHES = [
    dt.datetime(2025, 2, day, 10, tzinfo=dt.UTC) for day in (3, 5, 8, 11, 14, 17, 20, 23, 26)
]
"""Nine incidents; beside them two calls, and one just after the clocks changed."""
NEAR = Path(__file__).with_name("breaches_at_a_glance.txt")


def case() -> str:
    """The written case, in the notation of tiny_graph.py."""
    lines = [f"b{n} Incident occurred_from={at:%Y-%m-%dT%H:%M}" for n, at in enumerate(BREACHES)]
    names = " ".join(f"b{n}" for n in range(len(BREACHES)))
    return "\n".join(
        [NEAR.read_text("utf-8"), *lines, f"sam SUSPECT_IN {names}", f"vera VICTIM_OF {names}"]
    )


@pytest.fixture(scope="module")
def page(
    chromium_path: Path, arcadedb_session: Store, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Page]:
    """The timeline of the case at 1366 x 768; it must end without an error in its console."""
    folder = tmp_path_factory.mktemp("glance")
    empty(arcadedb_session)
    write(arcadedb_session, case())
    upkeep.review(arcadedb_session, dt.datetime(2025, 5, 1, tzinfo=dt.UTC), night="night")
    app = create_app(arcadedb_session, Audit(folder / "audit.sqlite"), lambda _: VIEWER)
    faults: list[str] = []
    with serving(app.server) as port, sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=str(chromium_path), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(
            viewport={"width": 1366, "height": 768},
            base_url=f"http://127.0.0.1:{port}",
            color_scheme="light",
        )
        page.set_default_timeout(SLOW_MS)
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        yield page
        browser.close()
    assert faults == []


def look(page: Page, path: str = "/timeline/Person/sam") -> None:
    page.goto(path)
    expect(page.locator("#time-picture .js-plotly-plot .points path").first).to_be_visible(
        timeout=SLOW_MS
    )


def signs(page: Page, sign: str) -> list[FloatRect]:
    """Where the signs of a verdict are drawn, as seen in the window."""
    marks = page.locator("#time-picture .scatterlayer text", has_text=sign)
    boxes = [marks.nth(place).bounding_box() for place in range(marks.count())]
    return [box for box in boxes if box]


def test_twelve_are_marked_and_each_near_miss_is_what_it_is(page: Page) -> None:
    look(page)
    found = {sign: signs(page, sign) for sign in ("!", "?", "n")}
    assert {sign: len(boxes) for sign, boxes in found.items()} == {"!": 12, "?": 1, "n": 3}
    for boxes in found.values():
        assert all(box["y"] + box["height"] < 768 and box["x"] < 1366 for box in boxes)
    counts = page.locator("#time-picture .annotation-text", has_text="breaches")
    expect(counts).to_contain_text("12 breaches")
    expect(counts).to_contain_text("1 possible")
    expect(counts).to_contain_text("3 after notice")


def test_in_greyscale_a_breach_still_stands_out(page: Page) -> None:
    """By its shape and ink: the sign's own pixels are dark on light."""
    look(page)
    grey = Image.open(io.BytesIO(page.screenshot())).convert("L")
    for box in signs(page, "!"):
        x, y = box["x"], box["y"]
        part = grey.crop((round(x) - 6, round(y) - 2, round(x) + 10, round(y) + 14))
        darkest, lightest = part.getextrema()
        assert isinstance(darkest, int)
        assert isinstance(lightest, int)
        assert lightest - darkest > 100


def test_a_mark_zooms_to_the_minute_and_leads_to_its_records(page: Page) -> None:
    look(page)
    row = page.locator(".time-list tr", has_text="30 Mar 2025, 00:30 GMT")
    expect(row).to_contain_text("Breach")
    expect(page.locator(".time-list tr", has_text="30 Mar 2025, 02:30 BST")).to_be_visible()
    expect(
        page.locator(".time-list tr", has_text="March 2025").filter(has_text="Possible")
    ).to_have_count(1)
    row.get_by_role("link").click()
    expect(page.locator(".time .inspector")).to_contain_text("Sources (1)", timeout=SLOW_MS)
    expect(page.locator(".time .inspector")).to_be_visible()
    before = page.locator(".time-list h2").inner_text()
    page.keyboard.press("+")
    expect(page.locator(".time-list h2")).not_to_have_text(before, timeout=SLOW_MS)
    page.keyboard.press("0")
    expect(page.locator(".time-list h2")).to_have_text(before, timeout=SLOW_MS)


def test_the_case_is_shown_as_it_was_known_on_a_day(page: Page) -> None:
    look(page, "/timeline/Person/sam?known=2025-02-12")
    expect(page.locator(".time-said")).to_contain_text(
        "As known on 12 Feb 2025: 6 incidents, 0 flags"
    )
    assert signs(page, "!") == []
