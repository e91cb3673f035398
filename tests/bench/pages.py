"""How long the pages take: asked behind the door over HTTP, and drawn in a browser."""

from __future__ import annotations

import datetime as dt
import http.client
import json
import os
import shutil
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from browsing import SLOW_MS, a_browser
from engines import cypher
from house import PASSWORD, House
from playwright.sync_api import Browser, Page, Request
from serving import serving
from sessions import session_of

from dashboard.ready import get_ready
from dashboard.routes import address
from graph.changes.opening import open_store
from graph.engine.store import Store
from graph.explore.composition import Composition, compose
from graph.settings import Settings
from ingest.night import night

from . import history
from .crowd import CROWD, at_work, flood
from .moments import parted, taken_out
from .region import deliveries

AS_OF = dt.datetime(2024, 1, 2, 2, tzinfo=dt.UTC)
ASKED = 40
"""Looks of each kind that are timed."""
WARM = 20
"""Looks before them: an engine that has just begun has its queries still to compile."""
CHART, LOOKED = 300, 40
PEOPLE = cypher(
    "MATCH (p:Person)-[:SUSPECT_IN]->(i:Incident) WITH p, count(i) AS n "
    "RETURN p.id AS id, p.name AS name ORDER BY n DESC, id LIMIT 200",
    returns="id: str, name: str?",
)
INCIDENTS = "[...window.cy.nodes('[kind = \"Incident\"]')].map(n => n.data('on'))"
FRAME = "() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))"
"""Until what was to be drawn is."""
EXPLAINED = """new MutationObserver((_, seen) => {
  if (!document.querySelector('.flag-pane .sentence')) return;
  seen.disconnect();
  requestAnimationFrame(() => setTimeout(() => { window.explained = Date.now(); }));
}).observe(document, { childList: true, subtree: true });"""
"""The page says itself when its flag is drawn: Playwright looks every 500 ms after a while."""
FRAMES = """() => { window.frames_ = []; let last = performance.now();
  const tick = now => { window.frames_.push(now - last); last = now;
    window.frames_ && requestAnimationFrame(tick); }; requestAnimationFrame(tick); }"""


@dataclass(frozen=True)
class Figure:
    """What was measured, in `unit`, and what it should reach."""

    name: str
    value: float
    unit: str
    reach: float
    processor: float = 0
    """Milliseconds of processor that one took, of server and engine: the machine may be busy."""

    def __str__(self) -> str:
        processor = f"{self.processor:,.0f} ms" if self.processor else ""
        told = f"{self.value:,.0f} {self.unit} | {processor} | {self.reach:,.0f} {self.unit}"
        return f"| {self.name} | {told} |"


class Asking:
    """A callback as the browser asked for it, asked again about something else."""

    def __init__(self, port: int, request: Request) -> None:
        self._port = port
        self._headers = request.all_headers()
        self._headers.pop("content-length", None)
        self._body = json.loads(request.post_data or "")

    def seconds(self, path: str) -> float:
        """Until the answer about an address is there. RuntimeError unless there is one."""
        pathname, _, search = path.partition("?")
        given: dict[Any, Any] = {("url", "pathname"): pathname, ("theme", "data"): "light"}
        given["url", "search"] = search and f"?{search}"
        if self._body["output"].startswith("..page."):
            given["shown", "data"] = None  # a page that lies open is not drawn again
        asked = {
            kind: [{**each, "value": _given(given, each)} for each in self._body.get(kind, [])]
            for kind in ("inputs", "state")
        }
        body = json.dumps({**self._body, **asked})
        begun = time.perf_counter()
        line = http.client.HTTPConnection("127.0.0.1", self._port, timeout=120)
        headers = {k: v for k, v in self._headers.items() if not k.startswith(":")}
        line.request("POST", "/_dash-update-component", body, headers)
        answer = line.getresponse()
        text = answer.read()
        spent = time.perf_counter() - begun
        line.close()
        if answer.status != 200 or not text:
            raise RuntimeError(f"{pathname} was answered with {answer.status}")
        return spent


def _given(given: dict[Any, Any], part: dict[str, Any]) -> Any:
    key = (part["id"], part["property"]) if isinstance(part["id"], str) else None
    return given.get(key, part.get("value"))


def measure(work: Path, incidents: int) -> list[str]:
    """A region, a night, and the pages over it."""
    settings = Settings(work / "data")
    settings.data.mkdir(parents=True)
    with open_store(settings) as store:
        night.run(session_of(store), AS_OF, deliveries(work, incidents))
        return measured(store, work, incidents)


def measured(store: Store, work: Path, incidents: int) -> list[str]:
    """The pages over a region that had its night."""
    house = House(store, work)
    people = [(row["id"], row["name"] or "") for row in store.read(PEOPLE)]
    chart = _of_size(store, [id_ for id_, _ in people])
    _clock.engine = store.settings.data / "engine"
    chromium = Path(shutil.which("chromium") or "chromium")
    get_ready(store, house.audit)  # as `serve` does when it begins
    with serving(house.app.server) as port, a_browser(chromium) as browser:
        page, loads = _signed_in(browser, port)
        figures = [*loads, *_server(page, port, people), *_drawn(page, port, chart)]
        figures += _crowd(page, port, people)
        figures += _moments(store, page, port, [id_ for id_, _ in people])
    for each in figures:
        history.note(f"pages: {each.name}", each.value, each.unit, incidents)
    return [
        "## Pages",
        "",
        f"A region of {incidents:,} incidents after one night, embedded; behind the door, in"
        f" Chromium, {dt.datetime.now(dt.UTC):%d %B %Y}. Of {ASKED} looks of a kind the 95th"
        f" percentile; the chart is that of {chart[2]:,} entities.",
        "",
        "| what | measured | of it processor, the mean | to reach |",
        "|---|---|---|---|",
        *map(str, figures),
    ]


class _Clock:
    """Processor time of this process, in which the server runs, and of the engine."""

    engine = Path()

    def __call__(self) -> float:
        """Seconds so far."""
        ticks = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                if str(self.engine).encode() in (stat.parent / "cmdline").read_bytes():
                    fields = stat.read_text().rpartition(")")[2].split()
                    ticks += int(fields[11]) + int(fields[12])
            except OSError:  # it has ended
                continue
        return time.process_time() + ticks / os.sysconf("SC_CLK_TCK")


_clock = _Clock()


def _of_size(store: Store, people: Sequence[str]) -> tuple[str, int, int]:
    """(id of a person, depth, size) of the chart whose size is nearest to CHART: the first that is
    within a tenth of it, of suspects in most incidents."""
    session = session_of(store)
    sizes = []
    for id_ in people[:: max(1, len(people) // LOOKED)]:
        for depth in (2, 3):
            found = compose(session, Composition(anchors=(("Person", id_),), depth=depth))
            if found:
                sizes.append((id_, depth, len(found.nodes)))
                if abs(len(found.nodes) - CHART) <= CHART / 10:
                    return sizes[-1]
    return min(sizes, key=lambda size: abs(size[2] - CHART))


def _signed_in(browser: Browser, port: int) -> tuple[Page, list[Figure]]:
    """A page at work, and what coming in cost: over the wire first and again, and to the flag."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    context.set_default_timeout(SLOW_MS)
    context.add_init_script(EXPLAINED)
    page = context.new_page()
    wire = _wire(page)
    page.goto(f"http://localhost:{port}/")
    page.get_by_label("Name").fill("the supervisor")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_label("Review of a flag").check()
    page.wait_for_load_state("networkidle")  # nobody reads the purposes faster
    begun = time.time()
    page.get_by_role("button", name="Begin").click()
    _until(page, "window.explained")
    first = float(page.evaluate("window.explained")) / 1_000 - begun
    cold = sum(wire)
    wire.clear()
    page.reload()
    page.locator(".flag-pane .sentence").wait_for()
    return page, [
        Figure("first explained flag after the purpose", first * 1_000, "ms", 1_000),
        Figure("first load over the wire", cold / 1_024, "KB", 900),
        Figure("loaded again", sum(wire) / 1_024, "KB", 900),
    ]


def _wire(page: Page) -> list[float]:
    """The bytes of each answer as they came, from now on."""
    bytes_: list[float] = []
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.on("Network.loadingFinished", lambda told: bytes_.append(told["encodedDataLength"]))
    return bytes_


def _asking(page: Page, port: int, output: str, does: Callable[[], object]) -> Asking:
    """The callback with that output, caught while something is done."""
    with page.expect_request(
        lambda asked: "_dash-update-component" in asked.url and output in (asked.post_data or "")
    ) as caught:
        does()
    return Asking(port, caught.value)


def _server(page: Page, port: int, people: Sequence[tuple[str, str]]) -> Iterator[Figure]:
    ids = [id_ for id_, _ in people]
    shown = _asking(page, port, "..page.children", lambda: page.reload())
    yield _p95("flags page", 200, shown, ["/"] * (ASKED + WARM))
    yield _p95("person", 150, shown, [address("person", id=id_, why="a test") for id_ in ids])
    names = [f"/search?q={quote(name)}" for _, name in people if name]
    yield _p95("search", 100, shown, names)
    busiest = ids[0]
    page.goto(f"http://localhost:{port}{address('chart', label='Person', id=busiest, why='x')}")
    _until(page, "window.cy && window.cy.nodes().length > 3")
    refs: list[str] = page.evaluate(INCIDENTS)
    where = page.url.partition(f":{port}")[2].partition("?")[0]
    one = f"{where}?on={quote(refs[0], safe='')}"
    panel = _asking(page, port, "inspector", lambda: page.goto(f"http://localhost:{port}{one}"))
    on = [f"{where}?on={quote(ref, safe='')}" for ref in refs]
    yield _p95("panel", 50, panel, (on * (ASKED + WARM))[: ASKED + WARM])


def _p95(name: str, reach: float, asking: Asking, paths: Sequence[str]) -> Figure:
    for path in paths[:WARM]:
        asking.seconds(path)
    begun = _clock()
    spent = [asking.seconds(path) for path in paths[WARM : ASKED + WARM]]
    processor = (_clock() - begun) / len(spent) * 1_000
    return Figure(f"{name}, server p95", _at_95(spent) * 1_000, "ms", reach, processor)


def _at_95(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


def _drawn(page: Page, port: int, chart: tuple[str, int, int]) -> Iterator[Figure]:
    """The chart of CHART entities: until the server answered, until it is drawn; then a node is
    opened and the timeline brushed."""
    id_, depth, _ = chart
    path = address("chart", label="Person", id=id_, depth=depth)
    shown = _asking(page, port, "..page.children", lambda: page.goto(f"http://localhost:{port}/"))
    for words in ("chart, server", "chart, server, opened again"):
        clock, spent = _clock(), shown.seconds(path)
        processor = (_clock() - clock) * 1_000
        yield Figure(words, spent * 1_000, "ms", 150, processor)
    begun = time.perf_counter()
    page.goto(f"http://localhost:{port}{path}")
    _until(page, "window.cy && window.cy.nodes().length > 3 && window.cy.zoom() != 1")
    page.evaluate(FRAME)
    yield Figure("chart, opened and drawn", (time.perf_counter() - begun) * 1_000, "ms", 1_150)
    page.wait_for_timeout(2_000)
    yield _brushed(page)
    before = page.url
    begun = time.perf_counter()
    page.evaluate(
        "void window.cy.nodes('[kind = \"victim\"], [kind = \"suspect\"]')[0].emit('dbltap')"
    )
    _until(page, f"location.href != '{before}' || document.querySelector('.dialog-box')")
    yield Figure("a node opened", (time.perf_counter() - begun) * 1_000, "ms", 200)


def _brushed(page: Page) -> Figure:
    box = page.locator(".lanes .nsewdrag").first.bounding_box() or {"x": 0, "y": 0, "width": 9}
    page.evaluate(FRAMES)
    page.mouse.move(box["x"] + 20, box["y"] + 10)
    page.mouse.down()
    for step in range(40):
        page.mouse.move(box["x"] + 20 + step * box["width"] / 50, box["y"] + 12)
    page.mouse.up()
    frames: list[float] = page.evaluate(
        "(() => { const f = frames_; frames_ = null; return f; })()"
    )
    return Figure("brush, a frame, p95", _at_95(frames[1:]), "ms", 50)


def _crowd(page: Page, port: int, people: Sequence[tuple[str, str]]) -> Iterator[Figure]:
    """So many as they work, and so many who never pause."""
    shown = _asking(page, port, "..page.children", lambda: page.goto(f"http://localhost:{port}/"))
    for who, go, reach in (("people at work", at_work, 500), ("people at once", flood, 500)):
        begun = _clock()
        looks = go(shown.seconds, people)
        count = len(looks.spent) + len(looks.failed)
        processor = (_clock() - begun) / count * 1_000
        yield Figure(f"{CROWD} {who}, p95", _at_95(looks.spent) * 1_000, "ms", reach, processor)
        yield Figure(f"{CROWD} {who}, errors of {count}", len(looks.failed), "", 0)


def _moments(store: Store, page: Page, port: int, suspects: list[str]) -> Iterator[Figure]:
    root = f"http://localhost:{port}"
    for what, seconds in parted(store, page, root):
        yield Figure(what, seconds * 1_000, "ms", 2_000)
    for what, seconds in taken_out(page, root, suspects):
        yield Figure(what, seconds * 1_000, "ms", 10_000)


def _until(page: Page, condition: str) -> None:
    """Wait for something in the page; Playwright's own wait needs eval, which the page forbids."""
    for _ in range(SLOW_MS // 20):
        if page.evaluate(f"Boolean({condition})"):
            return
        page.wait_for_timeout(20)
    raise TimeoutError(condition)
