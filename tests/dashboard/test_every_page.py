"""What every page owes to everybody, in a real browser: no grave fault of accessibility in either
theme, and nothing wider than the window at twice its size."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import scene
import shared_case
from browsing import SLOW_MS, a_page, grave
from engines import empty
from house import PASSWORD, House
from playwright.sync_api import Browser, FilePayload, Page, expect
from serving import serving
from small_graph import Node, write

from dashboard.app import create_app
from dashboard.routes import LABELS, PATHS, parse
from graph.access.accounts import Account, Accounts
from graph.access.audit import Audit
from graph.access.viewer import Viewer
from graph.engine.store import Store
from graph.queries import load
from graph.sharing import shares
from graph.sharing.preview import Choice, preview, recipient

pytestmark = pytest.mark.browser
expect.set_options(timeout=SLOW_MS)

AT = "2025-03-20T02:00:00Z"
WHOLE = Viewer("ana", "owner", "testing", 1)
HAVEN = Viewer("hal", "support", "testing", account="Haven")
ADDRESSES = (
    "/?on=f0",
    "/?rule=course_of_conduct&state=dismissed",
    "/search",
    "/search?q=Rowan",
    "/search?class=58C",
    "/search?q=zzzz",
    "/person/sam",
    "/person/vera",
    "/chart/Person/sam",
    "/chart/Person/sam?on=Incident/northmarch%2F1",
    "/timeline/Person/sam",
    "/timeline/Person/sam?on=Incident/northmarch%2F1",
    "/map/vera",
    "/search?force=northmarch&as=map",
    "/about/Incident/northmarch%2F1",
    "/about/Phone/%2B447700900101",
    "/about/Account/social%2Fquietelm",
    "/about/Vehicle/NM24ABC",
    "/about/Address/street",
    "/about/Organisation/register%2F1",
    "/about/Order/northmarch%2FO1",
    "/share/p-vera",
    "/shares",
    "/report/p-sam",
    "/register",
    "/oversight?open=reports",
    "/closed-cases",
    "/admin?rejects=d1",
    "/audit",
    "/audit/unusual",
    "/shared-with-you",
)
"""Each page, with what it has to show; of some also the empty answer."""


def flag(id_: str, rule: str, **columns: object) -> Node:
    blank = dict.fromkeys(load(f"detect/{rule}").columns, "")
    words = dict.fromkeys(("why", "sentence", "explanation", "against"), "")
    about = {"rule": rule, "subjects": ["sam", "vera"], "state": "new", "evidence": ["r1"]}
    kept = {"night": "n", "owner": "northmarch", "forces": ["northmarch"], "due": "2025-04-01"}
    told = {"columns": json.dumps({**blank, "links": [], **columns})}
    return ("Flag", id_, {**words, **about, **kept, **told, "raised_at": AT, "changed_at": AT})


FLAGS = (
    flag("f0", "course_of_conduct", suspect_id="sam", victim_id="vera",
         incident_ids=["northmarch/1"]),
    flag("f1", "serial_perpetrator", suspect_id="sam", victim_ids=["vera", "wren"], victims=2,
         counted="2 victims", occasions=3, incidents=4, possible=1, incident_ids=["northmarch/1"],
         forces=["northmarch"], classes=["8L"], doubted_victim_ids=[],
         first="2025-03-01T10:00:00Z", last="2025-06-30T23:30:00Z"),
)  # fmt: skip
DELIVERED = {"force": "northmarch", "feed": "northmarch", "file_name": "nm", "received_at": AT}
NIGHT = {"as_of": AT, "rows": 9, "seconds": '{"load": 1.5}', "flags": '{"escalation": {"new": 3}}'}
RUN: tuple[Node, ...] = (
    ("Delivery", "d1", {**DELIVERED, "rows": 12, "records": 10, "rejects": 2, "complete": True}),
    ("Night", "n1", {**NIGHT, "deliveries": ["d1"]}),
)
REJECTS = (
    {"kind": "throughline rejects", "delivery": "d1"},
    {"place": "crimes.csv:4", "reason": "has no reference", "row": {"name": "Rowan Elder"}},
)


def filled(store: Store, folder: Path) -> Audit:
    """Something for every page to show."""
    empty(store)
    session = scene.build(store, folder)
    shared_case.fill(store)
    write(store, FLAGS, [("Flag/f1", "ON", "Person/sam", {"as": "suspect"})])
    write(store, [each for each in RUN if each[0] == "Night"], [])
    settings = store.settings
    settings.rejects.mkdir(exist_ok=True)
    lines = "".join(f"{json.dumps(line)}\n" for line in REJECTS)
    (settings.rejects / "d1.jsonl").write_text(lines, encoding="utf-8")
    boss = shared_case.session_for(store, "boss", "supervisor")
    keeper = Accounts(settings.accounts)
    if not keeper.exist():
        keeper.add(Account("root", "administrator", 0, system="nobody"))
    keeper.add(Account("Haven", "support", 0), PASSWORD)
    seen = preview(boss, "p-vera", recipient(settings, "Haven"), Choice())
    until = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=30)
    shares.give(boss, seen, until=until, why="MARAC")
    return session.audit


@pytest.fixture(scope="module")
def address(arcadedb_session: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    audit = filled(arcadedb_session, tmp_path_factory.mktemp("pages"))

    def who(asked: object) -> Viewer:
        path = getattr(asked, "referrer", "") or getattr(asked, "path", "")
        return HAVEN if path.endswith(PATHS["received"]) else WHOLE

    with serving(create_app(arcadedb_session, audit, who).server) as port:
        yield f"http://127.0.0.1:{port}"


def look(page: Page, path: str) -> None:
    """Open a page, give a reason where one is asked for, and wait until it lies still."""
    page.goto(path)
    expect(page.locator("#main")).to_be_visible()
    if page.get_by_label("Reason", exact=True).and_(page.locator(".reason input")).count():
        page.get_by_label("Reason", exact=True).fill("a test")
        page.get_by_role("button", name="Open the page").click()
    expect(page.locator(".waiting")).to_have_count(0)
    expect(page.locator("#page")).not_to_have_attribute("aria-busy", "true")
    page.wait_for_timeout(700)


def too_wide(page: Page, window: int) -> int:
    """How wide the page stays in such a window; 0 when it fits, once charts have followed."""
    for _ in range(20):
        wide: int = page.evaluate("document.documentElement.scrollWidth")
        if wide <= window:
            return 0
        page.wait_for_timeout(100)
    return wide


def test_every_page_and_kind_of_thing_is_looked_at() -> None:
    asked = [parse(*path.partition("?")[::2]) for path in ADDRESSES]
    assert {each.page for each in asked} == PATHS.keys()
    assert {each.parts["label"] for each in asked if each.page == "entity"} == LABELS - {"Person"}


@pytest.mark.slow
@pytest.mark.timeout(1_200)
def test_no_page_has_a_grave_fault_and_each_reflows_at_twice_its_size(
    browser: Browser, address: str
) -> None:
    """Every page is opened once: seen in one theme, in the other (where only colours differ), and
    in half a window."""
    found: dict[str, object] = {}
    with a_page(browser, address) as page:
        for path in ADDRESSES:
            page.set_viewport_size({"width": 1366, "height": 768})
            look(page, path)
            assert page.title().partition(" ·")[0] not in ("No answer", "No such page"), path
            for only in (None, "color-contrast"):
                theme = page.locator("html").get_attribute("data-theme")
                if faults := grave(page, only):
                    found[f"{path} {theme}"] = faults
                page.locator("#theme-switch").click()
                page.wait_for_timeout(200)
            page.set_viewport_size({"width": 683, "height": 384})
            if wide := too_wide(page, 683):
                found[f"{path} half"] = wide
    assert found == {}, json.dumps(found, indent=1)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_door_has_no_grave_fault(
    browser: Browser, arcadedb_session: Store, tmp_path: Path, theme: str
) -> None:
    house = House(arcadedb_session, tmp_path)
    with (
        serving(house.app.server) as port,
        a_page(browser, f"http://127.0.0.1:{port}", color_scheme=theme) as page,
    ):
        page.goto("/")
        assert grave(page) == {}
        page.get_by_label("Name").fill("the analyst")
        page.get_by_label("Password").fill(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading")).to_contain_text("What are you working on")
        assert grave(page) == {}


def test_a_file_that_is_dropped_is_tried_in_place_of_pasted_rows(
    browser: Browser, address: str
) -> None:
    with a_page(browser, address) as page:
        look(page, "/admin")
        page.get_by_text("Try a mapping on a few rows").click()
        page.get_by_label("A mapping").fill('name = "ashmere"')
        rows: FilePayload = {
            "name": "ashmere_2025-04-01.csv",
            "mimeType": "text/csv",
            "buffer": b"no\n1\n",
        }
        page.locator("#try-drop input[type=file]").set_input_files(rows)
        expect(page.locator(".drop-said")).to_contain_text("ashmere_2025-04-01.csv will be tried.")
        expect(page.get_by_label("The file's name")).to_have_value("ashmere_2025-04-01.csv")
        page.get_by_role("button", name="Try it").click()
        expect(page.locator("#try-said")).to_contain_text("mapping.toml")  # which says too little
        page.get_by_role("button", name="Take the pasted rows").click()
        expect(page.locator(".drop-said")).to_be_hidden()
        page.get_by_role("button", name="Try it").click()
        expect(page.locator("#try-said")).to_contain_text("Paste some rows")
