"""Every link of every page leads to a page, and that of a person or a thing to its sources."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, deque
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs

import pytest
from dash.development.base_component import Component
from engines import empty
from flask import Flask
from sessions import session_of

from dashboard.app import BY_NAME, create_app
from dashboard.inspector import panel
from dashboard.routes import PATHS, Asked, address, parse
from dashboard.view import Desk
from graph.engine.store import Store
from graph.errors import ThroughlineError
from ingest.night import night
from ingest.synthetic.generate import generate
from ingest.synthetic.plan import Plan
from ingest.synthetic.region import Region

AS_OF = dt.datetime(2024, 1, 2, 2, tzinfo=dt.UTC)
NOWHERE = {"No such page", "No answer", "No such person", "Nothing here", "Not for your role"}
EACH = 6
"""Addresses that are opened of one kind: a page, what it is about, and the names of its options."""
OTHERS = {"received"}
"""Pages of a support service, which has no other."""


class Everything:
    """Every page over a small region and the files that they offer, as one viewer has them."""

    def __init__(self, store: Store) -> None:
        session = session_of(store, 1)
        self._files = create_app(
            store, session.audit, lambda _: session.viewer
        ).server.test_client()
        self._desk = Desk(store, session.audit, lambda _: session.viewer)

    def links(self, link: str) -> set[str]:
        """Where a page leads. LookupError when it is none, or says nothing of what it is about."""
        asked = read(link)
        page = BY_NAME.get(asked.page)
        if page is None:
            answer = self._files.get(link, headers={"Host": "localhost"})
            if answer.status_code != 200 or "Content-Disposition" not in answer.headers:
                raise LookupError(f"HTTP {answer.status_code}")
            return set()
        shown = page.show(self._desk, asked, "light")
        if shown.title in NOWHERE:
            raise LookupError(shown.title)
        told = str(shown.content)
        if asked.page == "entity" and not re.search(r"Sources \([1-9]|keep victims safe", told):
            raise LookupError("no sources, and no word why")
        content: list[Component | None] = [shown.content]
        chosen: set[str] = set()
        if asked.page == "chart":
            view = self._desk.look(asked.place, 1)
            content += panel(self._desk, view, asked) if view and asked.on else []
            marks = strings(shown.content, "on") if not asked.on else ()
            chosen = {address("chart", **asked.parts, on=mark, depth=1) for mark in marks}
        return chosen | {each for each in strings(content, "href") if each.startswith("/")}


@pytest.fixture(scope="module")
def everything(
    arcadedb_session: Store, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Everything]:
    empty(arcadedb_session)
    out = tmp_path_factory.mktemp("region")
    generate(Region(7, 60, dt.date(2023, 1, 1), 365), Plan(), out)
    night.run(session_of(arcadedb_session, 1), AS_OF, sorted((out / "deliveries").iterdir()))
    with Flask(__name__).test_request_context():
        yield Everything(arcadedb_session)


def strings(part: Any, name: str) -> Iterator[str]:
    """What stands anywhere in a page under such a name: of components, rows and elements."""
    if isinstance(part, Component):
        part = {key: getattr(part, key, None) for key in part._prop_names}
    if isinstance(part, Mapping):
        for key, value in part.items():
            if key == name and isinstance(value, str):
                yield value
            yield from strings(value, name)
    elif isinstance(part, list | tuple):
        for each in part:
            yield from strings(each, name)


def read(link: str) -> Asked:
    path, _, rest = link.partition("?")
    return parse(path, rest.partition("#")[0])


def kind(link: str) -> tuple[str, ...]:
    """What tells a kind of address: its page, what that is about and what is chosen there, or its
    file; its options."""
    path, _, rest = link.partition("?")
    asked, options = read(link), parse_qs(rest)
    of = options.get("format", [asked.on.partition("/")[0]])
    return (asked.page or path, asked.parts.get("label", ""), *of, *sorted(options))


@pytest.mark.slow
def test_every_link_of_every_page_leads_on(everything: Everything) -> None:
    first = [path for name, path in PATHS.items() if "<" not in path and name not in OTHERS]
    wait, met, kinds = deque(first), set(first), Counter(map(kind, first))
    astray: dict[str, str] = {}
    while wait:
        link = wait.popleft()
        try:
            found = everything.links(link)
        except (LookupError, ThroughlineError) as error:
            astray[link] = str(error)
            continue
        for each in sorted(found - met):
            met.add(each)
            kinds[kind(each)] += 1
            if kinds[kind(each)] <= EACH:
                wait.append(each)
    assert astray == {}
    assert {page for page, *_ in kinds} >= PATHS.keys() - OTHERS
    assert len(met) > 1_000
