"""A search is saved, brings news after a night, is renamed and deleted, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import scene
from browsing import SLOW_MS, a_page, grave
from engines import empty
from playwright.sync_api import Browser, expect
from serving import serving
from small_graph import incident, write

from dashboard.app import create_app
from graph.access.audit import Audit
from graph.engine.store import Store

pytestmark = pytest.mark.browser
expect.set_options(timeout=SLOW_MS)


@pytest.fixture(scope="module")
def address(arcadedb_session: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("saved")
    empty(arcadedb_session)
    arcadedb_session.settings.searches.unlink(missing_ok=True)
    scene.build(arcadedb_session, folder)
    audit = Audit(folder / "audit.sqlite")
    with serving(create_app(arcadedb_session, audit, lambda _: scene.VIEWER).server) as port:
        yield f"http://127.0.0.1:{port}"


def test_a_saved_search_says_what_a_night_brought(
    browser: Browser, address: str, arcadedb_session: Store
) -> None:
    with a_page(browser, address) as page:
        page.goto("/search?behaviour=&class=58C")
        expect(page.locator(".lead")).to_contain_text("1 incident.")
        page.get_by_text("Save this search").press("Enter")
        name = page.get_by_label("Name", exact=True)
        name.fill("")
        page.get_by_role("button", name="Save", exact=True).press("Enter")
        expect(page.get_by_text("wants a name")).to_be_visible()
        name.fill("Harassment, <b>all</b>")
        name.press("Enter")
        expect(page.locator(".kept-about")).to_contain_text("nothing new to you")
        assert "saved=" in page.url
        night = ("Night", "2025-03-20T02:00:00+00:00", {"as_of": "2025-03-20T02:00:00Z"})
        more = incident("eastvale/9", 14, force="eastvale", offence_classes=["58C"])
        secret = incident("eastvale/10", 15, force="eastvale", offence_classes=["58C"], level=2)
        write(arcadedb_session, [night, more, secret], [])
        page.goto("/")
        news = page.locator(".searches-new")
        expect(news).to_contain_text("Harassment, <b>all</b>: 1")
        assert grave(page) == {}
        news.get_by_role("link", name="Harassment").press("Enter")
        expect(page.locator(".kept-about")).to_contain_text("1 new since you last looked")
        rows = page.locator(".found-grid .ag-center-cols-container [role=row]")
        expect(rows).to_have_count(2)
        expect(rows.filter(has_text="new")).to_have_count(1)
        expect(page.locator(".ag-center-cols-container [row-index='0']")).to_contain_text(
            "Eastvale"
        )
        page.reload()
        expect(rows.filter(has_text="new")).to_have_count(1)  # the mark is not lost
        assert grave(page) == {}
        page.get_by_role("link", name="All saved searches").press("Enter")
        expect(page.locator(".kept-row")).to_contain_text("nothing new")
        page.get_by_label("Rename or delete Harassment").press("Enter")
        assert grave(page) == {}
        new_name = page.get_by_label("New name")
        new_name.fill("Harassment")
        page.get_by_role("button", name="Rename", exact=True).press("Enter")
        expect(page.locator(".kept-part [role=status]")).to_have_text("Renamed.")
        expect(page.locator(".kept-row .card-title")).to_have_text("Harassment")
        page.get_by_label("Rename or delete Harassment").press("Enter")
        page.get_by_role("button", name="Delete", exact=True).press("Enter")
        expect(page.locator(".kept-part")).to_contain_text("You keep no search yet")
        page.goto("/")
        expect(page.locator(".flags-head")).to_be_visible()
        page.wait_for_timeout(500)
        expect(news).to_have_text("")


def test_hits_of_the_box_alone_are_marked_too(
    browser: Browser, address: str, arcadedb_session: Store
) -> None:
    with a_page(browser, address, color_scheme="dark") as page:
        page.goto("/search?q=Elder")
        expect(page.locator(".card-hit")).to_have_count(1)
        page.get_by_text("Save this search").click()
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.locator(".kept-about")).to_contain_text("“Elder”")
        write(arcadedb_session, [("Person", "p9", {"name": "Maud Elder"})], [])
        page.reload()
        expect(page.locator(".card-hit")).to_have_count(2)
        marked = page.locator(".card-hit").filter(has=page.locator(".state-new"))
        expect(marked).to_have_count(1)
        expect(marked).to_contain_text("Maud Elder")
        assert grave(page) == {}
