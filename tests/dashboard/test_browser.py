"""What people do with the page, in a real browser, over a small case written here."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import scene
from engines import empty
from playwright.sync_api import Browser, Page, expect, sync_playwright
from serving import serving

from dashboard.app import create_app
from graph.access.audit import Audit
from graph.engine.store import Store

pytestmark = pytest.mark.browser

QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--no-first-run"),
)
SLOW_MS = 60_000
expect.set_options(timeout=SLOW_MS)


@pytest.fixture(scope="module")
def browser(chromium_path: Path) -> Iterator[Browser]:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(chromium_path), args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("dashboard")


@pytest.fixture(scope="module")
def address(arcadedb_session: Store, folder: Path) -> Iterator[str]:
    """Where the dashboard answers, with the case of scene.py."""
    empty(arcadedb_session)
    scene.build(arcadedb_session, folder)
    app = create_app(arcadedb_session, Audit(folder / "audit.sqlite"), lambda _: scene.VIEWER)
    with serving(app.server) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page that must end without an error in its console and without a stranger asked."""
    context = browser.new_context(
        viewport={"width": 1600, "height": 900}, base_url=address, color_scheme="light"
    )
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


def look(page: Page, path: str) -> None:
    page.goto(path)
    expect(page.locator("#main")).to_be_visible(timeout=SLOW_MS)


def until(page: Page, condition: str) -> None:
    """Wait for something in the page; Playwright's own wait needs eval, which the page forbids."""
    for _ in range(SLOW_MS // 100):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"it never came true: {condition}")


def drawn(page: Page) -> None:
    """Wait until the network is drawn and fitted, and the timeline stands."""
    until(page, "window.cy && window.cy.nodes().length > 5 && window.cy.zoom() != 1")
    expect(page.locator(".lanes .js-plotly-plot").first).to_be_visible(timeout=SLOW_MS)
    expect(page.locator(".inspector h2").first).to_be_visible(timeout=SLOW_MS)


def tap(page: Page, on: str) -> None:
    """Click where the network draws an element."""
    spot = page.evaluate(
        """on => { const node = window.cy.nodes().filter(n => n.data("on") === on)[0];
                   const at = node.renderedPosition();
                   const box = window.cy.container().getBoundingClientRect();
                   return [box.x + at.x, box.y + at.y]; }""",
        on,
    )
    page.mouse.click(*spot)


def test_search_open_and_read_the_sources_of_an_incident(page: Page, folder: Path) -> None:
    look(page, "/")
    page.keyboard.press("/")
    page.keyboard.type("rowan eldr")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Rowan Elder").click()
    page.get_by_role("link", name="Chart and timeline").click()
    drawn(page)
    expect(page.get_by_role("heading", name="Rowan Elder")).to_be_visible()
    tap(page, "Incident/northmarch/1")
    panel = page.locator(".inspector")
    expect(panel.get_by_role("heading", name="Harassment")).to_be_visible(timeout=SLOW_MS)
    expect(panel).to_contain_text("1 A P")
    expect(panel).to_contain_text("northmarch_2025-03-01, crimes.csv:4")
    assert "on=Incident" in page.url
    asked = [
        entry.body["asked"] for entry in Audit(folder / "audit.sqlite").entries() if entry.body
    ]
    assert {"search", "person", "chart", "timeline", "sources"} <= set(asked)


def test_a_suspects_page_shows_no_whereabouts_of_victims_anywhere(page: Page) -> None:
    look(page, "/chart/Person/sam?depth=3")
    drawn(page)
    text = page.content() + str(page.evaluate("JSON.stringify(window.cy.json())"))
    for secret in ("Mill Lane", "EV3 1AA", "7700900103", "vera@mail", "Safe Lane"):
        assert secret not in text
    expect(page.locator(".notice")).to_contain_text("withheld")


def test_the_address_bar_holds_what_is_chosen(page: Page) -> None:
    look(page, "/chart/Person/sam?on=Order%2Fnorthmarch%2FO1")
    drawn(page)
    heading = page.locator(".inspector h2").first
    expect(heading).to_have_text("Stalking protection order", timeout=SLOW_MS)
    page.reload()
    expect(page.locator(".inspector h2").first).to_have_text("Stalking protection order")
    page.keyboard.press("Escape")
    expect(page.locator(".inspector h2").first).to_have_text("Who this is")
    assert "on=" not in page.url
    page.go_back()
    expect(page.locator(".inspector h2").first).to_have_text("Stalking protection order")


def test_a_mark_on_the_timeline_chooses_on_the_network_too(page: Page) -> None:
    look(page, "/chart/Person/sam")
    drawn(page)
    page.locator(".scatterlayer .points path").nth(0).dispatch_event("mousemove")
    box = page.locator(".scatterlayer .points path").nth(0).bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator(".note")).to_contain_text("Mar 2025", timeout=SLOW_MS)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator(".inspector .title")).to_contain_text("Incident", timeout=SLOW_MS)
    faded = "window.cy.nodes().filter(n => n.style('opacity') < 0.5).length > 0"
    until(page, faded)


def test_the_legend_hides_and_counts(page: Page) -> None:
    look(page, "/chart/Person/sam")
    drawn(page)
    phones = page.locator(".rail label", has_text="Phones")
    expect(phones).to_contain_text("3/3")
    phones.click()
    expect(phones).to_contain_text("0/3", timeout=SLOW_MS)
    hidden = "window.cy.nodes('[kind = \"Phone\"]').filter(n => n.visible()).length === 0"
    until(page, hidden)
    phones.click()
    expect(phones).to_contain_text("3/3", timeout=SLOW_MS)


def test_the_keyboard_alone_reaches_an_incidents_records(page: Page) -> None:
    look(page, "/chart/Person/sam")
    drawn(page)
    page.keyboard.press("t")
    row = page.locator(".tables .ag-row", has_text="Harassment 1").first
    expect(row).to_be_visible(timeout=SLOW_MS)
    row.locator(".ag-cell").first.focus()
    page.keyboard.press("Space")
    expect(page.locator(".inspector .title")).to_contain_text("Incident", timeout=SLOW_MS)
    link = page.locator(".inspector .pair a", has_text="William Birch")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".inspector .title")).to_contain_text("William Birch", timeout=SLOW_MS)
    page.keyboard.press("t")
    page.keyboard.press("t")
    expect(page.locator("#network-frame")).to_be_visible()


def test_the_dark_theme_stays_after_a_reload(page: Page) -> None:
    look(page, "/chart/Person/vera")
    page.get_by_label("Reason").fill("a test")
    page.get_by_role("button", name="Open the page").click()
    drawn(page)
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_empty_answers_say_what_happened(page: Page) -> None:
    look(page, "/")
    expect(page.locator(".empty")).to_contain_text("throughline night", timeout=SLOW_MS)
    look(page, "/search?q=zzzz")
    expect(page.locator(".empty")).to_contain_text("Nothing found", timeout=SLOW_MS)
    look(page, "/chart/Person/nobody")
    expect(page.locator(".empty")).to_contain_text("No such person", timeout=SLOW_MS)


NODES = "window.cy.nodes().map(n => [n.data('on'), n.position().x, n.position().y]).sort()"


def test_a_step_is_undone_done_again_and_gone_back_to_and_nothing_placed_moves(page: Page) -> None:
    look(page, "/chart/Person/sam?depth=1")
    drawn(page)
    before = page.evaluate(NODES)
    tap(page, "Incident/northmarch/1")
    expect(page.locator(".inspector .title")).to_contain_text("Incident")
    page.keyboard.press("e")
    until(page, f"window.cy.nodes().length > {len(before)}")
    opened = page.evaluate(NODES)
    assert all(each in opened for each in before)
    assert "Person/vera" in [on for on, _, _ in opened]
    tap(page, "Person/vera")
    expect(page.locator(".inspector .title")).to_contain_text("William Birch")
    page.keyboard.press("h")
    until(page, f"window.cy.nodes().length === {len(opened) - 1}")
    hidden = page.url
    page.keyboard.press("Control+z")
    until(page, f"window.cy.nodes().length === {len(opened)}")
    assert page.evaluate(NODES) == opened
    page.keyboard.press("Control+Shift+z")
    until(page, f"window.cy.nodes().length === {len(opened) - 1}")
    page.go_back()
    until(page, f"window.cy.nodes().length === {len(opened)}")
    page.goto(hidden)
    drawn(page)
    shown = [on for on, _, _ in page.evaluate(NODES)]
    assert sorted(shown) == sorted(on for on, _, _ in opened if on != "Person/vera")


def test_islands_of_each_force_join_again_to_the_pixel_and_open_a_row_of_each(page: Page) -> None:
    look(page, "/chart/Person/sam")
    drawn(page)
    before = page.evaluate(NODES)
    page.get_by_role("button", name="As each force saw it").click()
    until(page, "window.cy.nodes('[kind = \"islands\"]').length === 2")
    until(page, "window.cy.edges('[join = 1]').length > 0 && !window.cy.animated()")
    labels = page.evaluate("window.cy.nodes('[kind = \"islands\"]').map(n => n.data('label'))")
    assert [label.partition(":")[0] for label in sorted(labels)] == ["Eastvale", "Northmarch"]
    assert "recorded as 8L" in sorted(labels)[1]
    joins = page.evaluate("window.cy.edges('[join = 1]').map(e => e.data('on'))")
    assert "Person/sam" in joins
    page.evaluate(
        "void window.cy.edges('[join = 1]').filter(e => e.data('on') === 'Person/vera')[0]"
        ".emit('tap')"  # what it gives back is the whole chart
    )
    expect(page.locator(".inspector .title")).to_contain_text("William Birch")
    page.get_by_role("button", name="As each force saw it").click()
    until(page, f"window.cy.nodes().length === {len(before)} && !window.cy.animated()")
    assert page.evaluate(NODES) == before


def test_a_line_drawn_around_marks_chooses_them(page: Page) -> None:
    look(page, "/chart/Person/sam")
    drawn(page)
    box = page.locator("#network-frame").bounding_box()
    assert box is not None
    middle = box["x"] + box["width"] / 2
    page.keyboard.press("l")
    expect(page.locator("#lasso")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#lasso")).to_have_count(0)
    page.keyboard.press("l")
    left, top, bottom = box["x"] + 4, box["y"] + 4, box["y"] + box["height"] - 4
    page.mouse.move(left, top)
    page.mouse.down()
    for x, y in ((middle, top), (middle, bottom), (left, bottom), (left, top)):
        page.mouse.move(x, y)
    page.mouse.up()
    half = f"n => n.renderedPosition().x < {middle - box['x']}"
    until(page, "window.cy.nodes(':selected').length > 0")
    assert page.evaluate(
        f"window.cy.nodes().every(n => ({half})(n) === n.selected())"
        f" && window.cy.nodes().some(n => !n.selected())"
    )
    expect(page.locator("#lasso")).to_have_count(0)


def test_the_chart_has_the_most_of_a_small_screen(page: Page) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    look(page, "/chart/Person/sam")
    until(page, "window.cy && window.cy.nodes().length > 5 && window.cy.zoom() != 1")
    box = page.locator("#network-frame").bounding_box()
    assert box is not None
    assert box["width"] * box["height"] >= 0.6 * 1366 * 768


def test_filters_are_set_by_keyboard_kept_in_the_address_and_their_answer_opened(
    page: Page,
) -> None:
    look(page, "/search")
    page.get_by_label("Offence").select_option("58C")
    page.get_by_label("From (day)").fill("1/3/2025")
    page.get_by_label("From (day)").press("Enter")
    found = page.locator(".found-grid")
    expect(found.get_by_role("link")).to_have_text(["3"])
    expect(page.locator(".lead")).to_contain_text("1 incident.")
    asked = page.url
    assert "class=58C" in asked
    page.reload()
    expect(page.get_by_label("Offence")).to_have_value("58C")
    found.get_by_role("gridcell", name="Northmarch").first.click()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/about/Incident/northmarch%2F3"))
    page.go_back()
    expect(found.get_by_role("link")).to_have_text(["3"])
    assert page.url == asked
    page.get_by_label("To (day)").fill("soon")
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("`to` is no day")
    with page.expect_download() as leaving:
        page.evaluate("window.location.assign('/search.zip?class=58C')")
    with zipfile.ZipFile(leaving.value.path()) as folder:
        assert "northmarch/3" in folder.read("incident.csv").decode()
        assert "OFFICIAL" in folder.read("marking.txt").decode()
