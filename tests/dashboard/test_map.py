"""The map of a person's incidents, in a real browser: marks that lead on, groups that open."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from browsing import SLOW_MS, a_page, grave
from engines import empty
from playwright.sync_api import Browser, Page, expect
from serving import serving
from small_graph import Node, Tie, incident, write

from dashboard.app import create_app
from graph.access.audit import Audit
from graph.access.viewer import Viewer
from graph.engine.store import Store

pytestmark = pytest.mark.browser
expect.set_options(timeout=SLOW_MS)

WHERE = ((52.1, -1.2), (52.1, -1.2), (52.1, -1.201), (52.3, -1.2))
"""Two at one place, a third 70 metres off, and one far away."""


@pytest.fixture(scope="module")
def page(
    browser: Browser, arcadedb_session: Store, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Page]:
    empty(arcadedb_session)
    nodes: list[Node] = [("Person", "vera", {"name": "Hazel Thorn"})]
    nodes += [
        incident(f"f/{n}", n, latitude=north, longitude=east)
        for n, (north, east) in enumerate(WHERE, 1)
    ]
    links: list[Tie] = [("Person/vera", "VICTIM_OF", f"Incident/f/{n}", {}) for n in range(1, 5)]
    write(arcadedb_session, nodes, links)
    audit = Audit(tmp_path_factory.mktemp("map") / "audit.sqlite")
    viewer = Viewer("ana", "analyst", "testing", 0)
    with (
        serving(create_app(arcadedb_session, audit, lambda _: viewer).server) as port,
        a_page(browser, f"http://127.0.0.1:{port}") as page,
    ):
        yield page


@pytest.mark.parametrize("address", ["/map/vera", "/search?force=northmarch&as=map"])
def test_groups_open_and_a_mark_leads_to_its_incident(page: Page, address: str) -> None:
    page.goto(address)
    marks = page.locator(".map-mark")
    expect(marks).to_have_count(2)
    expect(page.locator(".map-said")).to_have_text(
        "4 incidents at 3 places; 22 km from end to end."
    )
    assert grave(page) == {}
    page.locator(".map").focus()
    page.get_by_role("button", name="3 incidents").press("Enter")
    # Now the two that are apart are; those at one place stay one.
    expect(page.get_by_role("button", name="2 incidents")).to_be_visible()
    page.get_by_role("button", name="2 incidents").press("Enter")
    expect(page.locator(".map-box a")).to_have_count(2)
    page.keyboard.press("Escape")
    expect(page.locator(".map-box")).to_be_hidden()
    page.keyboard.press("0")
    expect(marks).to_have_count(2)
    page.locator("a.map-mark").press("Enter")
    expect(page).to_have_url(re.compile("/about/Incident/f%2F4"))


def test_it_is_seen_as_it_stood_after_each(page: Page) -> None:
    page.goto("/map/vera")
    expect(page.locator(".map-moves path")).to_have_count(2)  # to the far one: a line, its tip
    page.get_by_role("slider").press("ArrowLeft")
    expect(page.locator(".map-until .muted")).to_contain_text("3 of 4, until 3 Mar 2025")
    expect(page.locator(".map-mark")).to_have_count(1)
    page.locator("[data-point='1'] a").focus()
    expect(page.locator(".map-lit")).to_have_count(1)
