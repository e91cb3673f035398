"""What an analyst does every day, done by keys alone: no pointer, no script, one page signed in."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from random import Random

import pytest
from browsing import SLOW_MS, a_page
from engines import empty
from house import PASSWORD, House
from playwright.sync_api import Browser, Page, expect
from serving import serving
from sessions import session_of
from small_records import deliver, incident, order, person

from graph.derive.dump import digest
from graph.engine.store import Store
from graph.flags import upkeep
from graph.model.record import Record
from ingest.night.bring_up_to_date import bring_up_to_date

pytestmark = pytest.mark.browser
expect.set_options(timeout=SLOW_MS)

MOST_TABS = 200
SUSPECT, HARMED, NEXT = "Samuel Pike", "Rosa Fenn", "Olive Marsh"
THERE = "([css, text]) => { const at = document.activeElement;" \
    " return at.matches(css) && (at.textContent || at.value || '').includes(text); }"  # fmt: skip


def records() -> list[Record]:
    """Two whom he harmed, in two forces; an order for one of them, and what he did under it."""
    sam = person(SUSPECT, "suspect", ref="s", born="1984-05-02", phone="+447700900101")
    rosa = person(HARMED, "victim", ref="v", born="1990-09-03")
    olive = person(NEXT, "victim", ref="v", born="1992-01-20", phone="+447700900102")
    made: list[Record] = []
    for day, whom, force in (
        *(
            (2, rosa, "northmarch"),
            (4, rosa, "northmarch"),
            (6, rosa, "northmarch"),
            (25, rosa, "northmarch"),
        ),
        *((8, olive, "eastvale"), (9, olive, "eastvale")),
    ):
        when = dt.datetime(2024, 1, day, 20, tzinfo=dt.UTC)
        told = {
            "occurred": {
                "start": when,
                "end": when,
                "precision": "minute",
                "zone": "Europe/London",
            },
            "offence_classes": ["8Q"],
            "behaviours": [{"term": "following", "basis": ""}],
            "summary": "A grey van waited.",
            "outcome": "16",
        }
        made.append(incident(f"A{day}", sam, whom, day=day, force=force, **told))
    # Nobody was harmed in it, so that its words tell nobody where to find them.
    made.append(
        incident(
            "A12", day=12, force="northmarch", offence_classes=["8L"], summary="A red bicycle."
        )
    )
    bound = {**sam, "roles": ["subject"]}
    guarded = {**rosa, "roles": ["protected"]}
    at = "2024-01-20T10:00:00Z"
    made.append(order("O1", bound, guarded, service="served", served_at=at, start=at))
    return made


@pytest.fixture(scope="module")
def page(
    browser: Browser, arcadedb_session: Store, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Page]:
    """Where a supervisor signs in, over that case and its flags."""
    store, folder = arcadedb_session, tmp_path_factory.mktemp("keys")
    empty(store)
    deliver(store, "d1", *records())
    bring_up_to_date(session_of(store, folder=folder), lambda *_: None)
    upkeep.review(store, dt.datetime(2024, 3, 1, tzinfo=dt.UTC), night="n")
    with (
        serving(House(store, folder).app.server) as port,
        a_page(browser, f"http://127.0.0.1:{port}") as page,
    ):
        yield page


def settled(page: Page) -> None:
    expect(page.locator("#page")).not_to_have_attribute("aria-busy", "true")


def reach(page: Page, css: str, text: str = "", key: str = "Tab") -> None:
    """Go with a key to what has the focus then; nobody does before the page has come."""
    settled(page)
    for _ in range(MOST_TABS):
        page.keyboard.press(key)
        if page.evaluate(THERE, [css, text]):
            return
    pytest.fail(f"no key leads to {css} {text!r}")


def enter(page: Page, css: str, text: str = "") -> None:
    reach(page, css, text)
    page.keyboard.press("Enter")


def search(page: Page, words: str) -> None:
    settled(page)
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(f"Search: {words}")


def open_person(page: Page, name: str = SUSPECT) -> None:
    search(page, name)
    enter(page, ".card-title", name)
    expect(page.locator("h1")).to_have_text(name)


def open_chart(page: Page) -> None:
    """His chart, as it lies open or afresh, with the focus on it."""
    if "/chart/Person/" not in page.url:
        open_person(page)
        enter(page, ".ways a", "Chart and timeline")
    expect(page.locator(".inspector h2").first).to_be_attached()
    _until(page, lambda: page.evaluate("!!window.cy && window.cy.nodes().length > 0"))
    reach(page, "#network-frame")


def ringed(page: Page, name: str) -> None:
    """Wander with the arrows until that mark has the ring: by turns they may go in a circle."""
    ways = ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp")
    for way in Random(1).choices(ways, k=400):
        if name in page.locator("#chart-said").inner_text():
            return
        page.keyboard.press(way)
    pytest.fail(f"no arrow leads to {name!r}")


def on_flags(page: Page) -> None:
    page.keyboard.press("Escape")
    enter(page, ".top a", "Flags")
    expect(page.locator("form.say")).to_be_visible()


def first_flag(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_label("Name")).to_be_focused()
    page.keyboard.type("the supervisor")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading")).to_contain_text("What are you working on")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator(".flag-pane .sentence")).to_contain_text(SUSPECT)
    expect(page.locator(".flag-pane")).to_contain_text("Why")


def flag_to_network_and_timeline(page: Page) -> None:
    on_flags(page)
    enter(page, ".flag-pane a", "Chart and timeline")
    expect(page.locator("#network-frame canvas").first).to_be_visible()
    expect(page.locator(".lanes .js-plotly-plot")).to_be_visible()


def incident_to_its_source_row(page: Page) -> None:
    open_chart(page)
    ringed(page, "Stalking")
    page.keyboard.press("Enter")
    expect(page.locator(".inspector .title")).to_contain_text("Incident")
    expect(page.locator(".inspector")).to_contain_text(re.compile(r"d1:\d"))


def by_name_typo_nickname_and_sound(page: Page) -> None:
    for words in (SUSPECT, "Samule Pike", "Sam Pike", "Samuel Pyke"):
        search(page, words)
        expect(page.locator(".card-title").first).to_have_text(SUSPECT)


def by_part(page: Page) -> None:
    for words, shown in (("900101", "900101"), ("A25", "A25")):
        search(page, words)
        expect(page.locator(".card-hit").first).to_contain_text(shown)


def by_behaviour_class_force_date_and_text(page: Page) -> None:
    enter(page, ".top a", "Search")
    expect(page.locator("form.sought")).to_be_visible()
    for name, typed in (("behaviour", "foll"), ("class", "Stalking"), ("force", "North")):
        reach(page, f"#sought-{name}")
        page.keyboard.type(typed)
    for name, typed in (("from", "2024-01-03"), ("to", "2024-01-08")):
        reach(page, f"#sought-{name}")
        page.keyboard.type(typed)
    page.keyboard.press("Enter")
    expect(page.locator(".lead")).to_contain_text("2 incidents.")
    assert all(f"{each}=" in page.url for each in ("behaviour", "class", "force"))
    enter(page, ".sought a", "Clear")
    expect(page.locator("#sought-from")).to_have_value("")
    reach(page, "#sought-words")
    page.keyboard.type("red bicycle")
    page.keyboard.press("Enter")
    expect(page.locator(".lead")).to_contain_text("1 incident.")


def open_what_was_found(page: Page) -> None:
    search(page, "07700 900101")
    enter(page, ".card-title")
    expect(page).to_have_url(re.compile("/about/Phone/"))


def who_else(page: Page) -> None:
    open_person(page)
    expect(page.locator("#people")).to_contain_text(HARMED)
    enter(page, "#people a", NEXT)
    expect(page.locator("h1")).to_contain_text("protected from somebody")
    page.keyboard.type("Next of whom he harmed.")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(NEXT)


def this_pattern_in_other_forces(page: Page) -> None:
    open_person(page)
    enter(page, "#chronology a", "Stalking")
    expect(page).to_have_url(re.compile("/about/Incident/"))
    enter(page, ".ways a", "following")
    grid = page.locator(".found-grid")
    for force in ("Northmarch", "Eastvale"):
        expect(grid.get_by_text(force).first).to_be_visible()


def order_in_force_and_breached(page: Page) -> None:
    open_person(page)
    enter(page, ".ways a", "Timeline")
    expect(page.locator(".verdict")).to_contain_text("reach")
    enter(page, ".time-list a", "Stalking protection order")
    expect(page.locator(".time .inspector")).to_contain_text("Stalking protection order")


def why_one_person(page: Page) -> None:
    open_person(page)
    enter(page, "#identity a", "Why?")
    expect(page.locator(".comparison")).to_contain_text("Speaks for it")


def not_the_same(page: Page) -> None:
    why_one_person(page)
    reach(page, "#judge-why")
    page.keyboard.type("Two brothers.")
    enter(page, "#judge-apart")
    expect(page.locator(".notice").first).to_contain_text("not one person. Two brothers.")


def undo_it(page: Page) -> None:
    enter(page, "#judge-undo")
    expect(page.locator(".notice").first).to_contain_text("is taken back")


def confirm_dismiss_and_defer(page: Page) -> None:
    on_flags(page)
    for key, said in (("c", "confirmed"), ("d", "dismissed")):
        page.keyboard.press("j")
        page.keyboard.press(key)
        page.keyboard.type("Seen to.")
        page.keyboard.press("Enter")
        expect(page.locator("#said")).to_contain_text(f"1 flag {said}")
        page.keyboard.press("Escape")
    page.keyboard.press("j")
    reach(page, "form.say [name=why]")
    page.keyboard.type("Until the hearing.")
    enter(page, "form.say [data-kind=defer]")
    expect(page.locator("#said")).to_contain_text("1 flag deferred")


def what_support_services_may_see(page: Page) -> None:
    open_person(page, HARMED)
    enter(page, ".ways a", "Share")
    expect(page.locator("#share-seen")).to_contain_text(HARMED)


def outcomes_by_force_and_year(page: Page) -> None:
    page.keyboard.press("Escape")
    enter(page, ".top a", "Oversight")
    enter(page, ".rules a", "Eastvale")
    expect(page).to_have_url(re.compile("force=eastvale"))
    # Until then the years are those of the page before, of every force.
    expect(page.locator(".rule-here", has_text="Eastvale")).to_be_visible()
    enter(page, ".rules a", "2024")
    expect(page).to_have_url(re.compile("year=2024"))
    expect(page.locator("#main table").first).to_contain_text("2")


def register(page: Page) -> None:
    page.keyboard.press("Escape")
    enter(page, ".top a", "Register")
    row = page.locator(".registered-grid, #main").first
    expect(row).to_contain_text(SUSPECT)


def chronology(page: Page) -> None:
    open_person(page)
    enter(page, ".ways a", "Chronology for an order")
    reach(page, ".rules a", "PDF")
    with page.expect_download() as leaving:
        page.keyboard.press("Enter")
    assert leaving.value.path().read_bytes().startswith(b"%PDF")


def to_i2_gephi_excel_and_a_picture(page: Page) -> None:
    open_chart(page)
    for title in ("i2", "Gephi", "Excel", "PNG"):
        reach(page, ".drop summary", "Take out")
        if not page.evaluate("document.activeElement.parentElement.open"):
            page.keyboard.press("Enter")
        reach(page, ".drop a", title)
        with page.expect_download() as leaving:
            page.keyboard.press("Enter")
        assert leaving.value.path().stat().st_size > 1_000
        page.keyboard.press("Escape")


def a_step_of_the_chart_undone(page: Page) -> None:
    open_chart(page)
    ringed(page, "90")
    page.keyboard.press("Enter")
    expect(page.locator(".inspector .title")).to_contain_text("Phone")
    many = page.evaluate("window.cy.nodes().length")
    page.keyboard.press("m")
    reach(page, "#context button", "Hide", "ArrowDown")
    page.keyboard.press("Enter")
    count = "window.cy.nodes().length"
    _until(page, lambda: page.evaluate(count) == many - 1)
    page.keyboard.press("Control+z")
    _until(page, lambda: page.evaluate(count) == many)


def a_path_between_two(page: Page) -> None:
    open_chart(page)
    for name in (HARMED, NEXT):
        ringed(page, name)
        page.keyboard.press("Space")
        expect(page.locator("#chart-said")).to_contain_text("picked")
    page.keyboard.press("m")
    reach(page, "#context button", "Path between two", "ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#dialog")).to_contain_text("→")
    enter(page, "#dialog button", "Show on the chart")
    expect(page).to_have_url(re.compile("state="))


def _until(page: Page, true: Callable[[], bool]) -> None:
    for _ in range(SLOW_MS // 50):
        if true():
            return
        page.wait_for_timeout(50)
    pytest.fail("it never came true")


TASKS: dict[str, Callable[[Page], None]] = {
    "first flag": first_flag,
    "flag to network and timeline": flag_to_network_and_timeline,
    "incident to source row": incident_to_its_source_row,
    "export to i2, Gephi, Excel, picture": to_i2_gephi_excel_and_a_picture,
    "chart undo": a_step_of_the_chart_undone,
    "path between two": a_path_between_two,
    "search by name, typo, nickname, sound": by_name_typo_nickname_and_sound,
    "by part": by_part,
    "by behaviour, class, force, date, text": by_behaviour_class_force_date_and_text,
    "open any found thing": open_what_was_found,
    "who else": who_else,
    "this pattern in other forces": this_pattern_in_other_forces,
    "order in force and breached": order_in_force_and_breached,
    "why one person": why_one_person,
    "not the same": not_the_same,
    "undo": undo_it,
    "confirm, dismiss, defer": confirm_dismiss_and_defer,
    "what support services may see": what_support_services_may_see,
    "outcomes by force and year": outcomes_by_force_and_year,
    "register": register,
    "chronology": chronology,
}
"""The everyday tasks, in the order in which they are done: the first signs in."""


@pytest.mark.parametrize("task", TASKS)
def test_it_is_done_by_keys_alone(page: Page, task: str) -> None:
    TASKS[task](page)


def opened(page: Page, on: str) -> str:
    """What the server answers for the panel once that is chosen."""
    with page.expect_response(
        lambda it: "inspector" in (it.request.post_data or "").partition('"outputs"')[0]
    ) as answer:
        page.evaluate(
            "on => void window.dash_clientside.set_props('url',"
            " {search: '?' + new URLSearchParams({on: on})})",
            on,
        )
    return answer.value.text()


def test_every_mark_and_every_link_of_the_chart_opens_a_source_row(page: Page) -> None:
    """After the tasks above: the page is signed in, and the case is a whole one with its rows."""
    open_chart(page)
    shown = page.evaluate("window.cy.elements().map(each => each.data('on')).filter(Boolean)")
    assert len(set(shown)) > 20
    row = re.compile(r"d1:\d")
    assert not row.search(opened(page, "Phone/none"))
    assert [on for on in sorted(set(shown)) if not row.search(opened(page, on))] == []


def test_one_that_is_made_two_and_one_again_is_the_graph_that_it_was(
    page: Page, arcadedb_session: Store
) -> None:
    """After the tasks above, as the test before."""
    before = digest(arcadedb_session)
    not_the_same(page)
    assert digest(arcadedb_session) != before
    undo_it(page)
    assert digest(arcadedb_session) == before
