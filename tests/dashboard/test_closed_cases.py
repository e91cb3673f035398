"""Closed cases are read again by two who do not see each other, in a real browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
import scene
from browsing import SLOW_MS, a_page, grave
from engines import empty
from playwright.sync_api import Browser, Page, expect
from serving import serving
from small_graph import Node, Tie, write

from dashboard.app import create_app
from graph.access.audit import Audit
from graph.engine.store import Store
from graph.queries import load

pytestmark = pytest.mark.browser
expect.set_options(timeout=SLOW_MS)
WHO = {"viewer": scene.VIEWER}
"""Who asks: each test's people come in one after the other."""


def dismissed(id_: str, victim: str) -> Node:
    rule, at = load("detect/course_of_conduct"), "2025-07-02T02:00:00Z"
    columns = dict.fromkeys(rule.columns, "") | {"suspect_id": "sam", "victim_id": victim}
    columns |= {"incident_ids": ["northmarch/1"], "links": []}  # type: ignore[dict-item]
    words = dict.fromkeys(("why", "sentence", "explanation", "against"), "")
    stands = {"state": "dismissed", "subjects": ["sam", victim], "evidence": ["r1"], "night": "n"}
    dates = {"raised_at": at, "changed_at": at}
    props = {**words, **stands, **dates, "rule": rule.name, "columns": json.dumps(columns)}
    return ("Flag", id_, props)


def disposition(number: int) -> Node:
    why, at = f"Known to us {number}", "2025-07-03T10:00:00Z"
    return ("Disposition", f"d{number}", {"flag": f"f{number}", "kind": "dismiss", "who": "olga",
                                         "why": why, "at": at})  # fmt: skip


def come_in(who: str, role: str) -> None:
    WHO["viewer"] = replace(scene.VIEWER, who=who, role=role)


@pytest.fixture(scope="module")
def address(arcadedb_session: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    empty(arcadedb_session)
    arcadedb_session.settings.readings.unlink(missing_ok=True)
    scene.build(arcadedb_session, tmp_path_factory.mktemp("scene"))
    nodes = [dismissed("f1", "vera"), dismissed("f2", "wren"), disposition(1), disposition(2)]
    ties: list[Tie] = [(f"Disposition/d{number}", "OF", f"Flag/f{number}", {}) for number in (1, 2)]
    write(arcadedb_session, nodes, ties)
    audit = Audit(tmp_path_factory.mktemp("closed") / "audit.sqlite")
    with serving(create_app(arcadedb_session, audit, lambda _: WHO["viewer"]).server) as port:
        yield f"http://127.0.0.1:{port}"


def read_it(page: Page, words: str, answer: str) -> None:
    """Answer the case that lies open, by the keyboard alone."""
    title = page.locator(".closed-case h3")
    expect(title).to_contain_text(words)
    read = title.inner_text()
    page.get_by_label(answer).focus()
    page.keyboard.press("Space")
    page.get_by_label("Reason").fill("I read it.")
    page.get_by_role("button", name="Keep, and the next").press("Enter")
    expect(page.locator(".closed-case h3").filter(has_text=read)).to_have_count(0)


def test_a_sample_is_drawn_and_read_by_two_and_a_third(browser: Browser, address: str) -> None:
    come_in("sue", "supervisor")
    with a_page(browser, address) as page:
        page.goto("/closed-cases")
        assert grave(page) == {}
        page.get_by_label("Name", exact=True).fill("November")
        page.get_by_label("Cases").fill("many")
        page.get_by_role("button", name="Draw").press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("whole numbers")
        page.get_by_label("Cases").fill("2")
        page.get_by_label("Seed").fill("1")
        page.get_by_role("button", name="Draw").press("Enter")
        expect(page.locator(".closed-case")).to_contain_text("2 of 2, drawn with the seed 1 by sue")
        first = page.locator(".closed-case h3").inner_text()
        expect(page.locator(".closed-case")).to_contain_text("Known to us")
        expect(page.locator(".closed-case .card")).not_to_contain_text("olga")
        assert grave(page) == {}
        page.get_by_role("button", name="Keep, and the next").press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("choose one of the answers")
        read_it(page, first, "Rightly closed")
        read_it(page, "Rowan Elder towards", "Rightly closed")
        expect(page.locator(".closed-case")).to_contain_text("you read all that waits")
        sample = page.url.removeprefix(address)
    for who in ("bo", "cy"):
        come_in(who, "investigator")
        with a_page(browser, address, color_scheme="dark") as page:
            page.goto("/closed-cases")
            expect(page.locator(".kept-row")).to_contain_text(
                "2 for you to read" if who == "bo" else "1 for you to read"
            )
            expect(page.get_by_role("button", name="Draw")).to_have_count(0)
            page.get_by_role("link", name="November").press("Enter")
            read_it(page, first, "To be looked at again")
            if who == "bo":
                assert "wait for a third" not in page.locator(".closed-case").inner_text()
                read_it(page, "Rowan Elder towards", "Rightly closed")
            expect(page.locator(".closed-case")).to_contain_text("What came of it")
            assert grave(page) == {}
    come_in("sue", "supervisor")
    with a_page(browser, address) as page:
        page.goto(sample)
        case = page.locator(".closed-case")
        expect(case).to_contain_text("The first two said the same of 1 of 2 cases.")
        expect(case).to_contain_text("Cohen's kappa, agreement beyond chance: 0.00")
        expect(case.locator("tr").filter(has_text="To be looked at again")).to_contain_text("1")
        assert grave(page) == {}
        case.locator("ul.plain a").press("Enter")
        expect(page.locator(".flag-pane")).to_contain_text(first)
