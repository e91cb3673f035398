"""What the five moments promise of time: a judgement and what follows, files for the court."""

from __future__ import annotations

import time
from collections.abc import Iterator

from browsing import SLOW_MS
from engines import cypher
from playwright.sync_api import Page

from dashboard.routes import address
from graph.engine.store import Store

JOINED = cypher(
    "MATCH (f:Flag)-[:ON]->(p:Person)<-[:REFERS_TO]-(m:Mention) WHERE f.state = 'new' "
    "WITH p, count(DISTINCT m) AS n WHERE n > 1 RETURN p.id AS id ORDER BY n, id LIMIT 40",
    returns="id: str",
)
"""People of several records, with a flag that stands on their being one."""


def parted(store: Store, page: Page, root: str) -> Iterator[tuple[str, float]]:
    """(what, seconds) of "not the same" until the chart is parted and its flags are answered for,
    and of taking it back."""
    for row in store.read(JOINED):
        page.goto(root + address("person", id=row["id"], why="a test"))
        why = page.locator("#identity a", has_text="Why?").first
        page.locator("#identity").wait_for()
        if not why.count():
            continue
        why.click()
        page.locator("#judge-why").fill("A test.")
        yield (
            "not the same, until its flags followed",
            _until_told(page, "#judge-apart", "not one person"),
        )
        yield "the same taken back", _until_told(page, "#judge-undo", "is taken back")
        return


def _until_told(page: Page, button: str, words: str) -> float:
    begun = time.perf_counter()
    page.locator(button).click()
    told = page.locator(".notice", has_text=words)
    while not told.count():  # Playwright's own wait looks every 500 ms after a while
        if time.perf_counter() - begun > SLOW_MS / 1_000:
            raise TimeoutError(words)
        page.wait_for_timeout(20)
    return time.perf_counter() - begun


def taken_out(page: Page, root: str, suspects: list[str]) -> Iterator[tuple[str, float]]:
    """(what, seconds) of a chronology as PDF and the suspect's chart for i2, one by one."""
    for id_ in suspects:
        page.goto(root + address("report", id=id_))
        page.locator("#main h1").wait_for()
        files = page.locator(".rules a", has_text="PDF")
        if not files.count():
            continue
        chart = f"{root}/take-out?label=Person&id={id_}&depth=2&format=anx"
        begun = time.perf_counter()
        for url in (root + str(files.first.get_attribute("href")), chart):
            answer = page.context.request.get(url)
            if not answer.ok or not answer.body():
                raise RuntimeError(f"{url.partition('?')[0]} was answered with {answer.status}")
        yield "chronology as PDF, chart for i2", time.perf_counter() - begun
        return
