"""What is kept within compartments is not there for whoever is not in all of them.

Every query of `view/` and `ask/` is walked, over a case and a copy of it within two compartments:
what an outsider is answered is what was answered before the copy came.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from compartmented import KEPT, WITHIN, kept_case, open_case
from dash.development.base_component import Component
from engines import empty
from flask import Flask
from sessions import session_of

from dashboard.app import BY_NAME
from dashboard.routes import PATHS, Asked
from dashboard.view import Desk
from graph.access.roles import may
from graph.access.session import Session
from graph.access.viewer import Viewer
from graph.engine.right import ViewRight
from graph.engine.store import Store
from graph.errors import InputError
from graph.explore import answers as explore
from graph.explore import asking
from graph.explore.own_questions import read_own
from graph.model.schema import LABELS
from graph.queries import Query, all_queries, load

QUERIES = [*all_queries("view"), *all_queries("ask")]
OUTSIDERS = [frozenset[str](), frozenset({"OP ALDER"}), frozenset({"OP ELM", "OP OAK"})]
INSIDER = frozenset({*WITHIN, "OP OAK"})
SCORED = {"score"}
"""How rare a word is among all that is found: no word on what was found."""


def twice(*ids: str) -> list[str]:
    return [*ids, *(KEPT + id_ for id_ in ids)]


PEOPLE = twice("sam", "vera", "cole")
PLACES = twice(
    *("sam-home", "street", "+447700900102", "social/quietelm", "NM24ABC", "register/1"),
    *("northmarch/1", "northmarch/3", "northmarch/O1", "r1", "m1", "m2", "f1", "d1"),
)
NODES = [
    {"label": label, "id": id_}
    for label, one in (
        *(("Person", "sam"), ("Address", "street"), ("Phone", "+447700900102")),
        *(("Account", "social/quietelm"), ("Vehicle", "NM24ABC"), ("Organisation", "register/1")),
        *(("Incident", "northmarch/3"), ("Order", "northmarch/O1")),
    )
    for id_ in twice(one)
]
TRIED: dict[str, list[Any]] = {
    "ids": [[*PEOPLE, *PLACES, *twice("wren", "tess", "mo", "hidden")]],
    "nodes": [NODES],
    "id": [*PEOPLE, *twice("northmarch/3")],
    "from_id": twice("sam"),
    "to_id": twice("vera"),
    "value": [*twice("sam", "street", "+447700900102"), "NM1 4QZ", "1", "lives at 2 Mill Lane"],
    "begins": ["f", "k"],
    "index": ["person_ft", "address_ft"],
    "words": ["rowan", "mill"],
    "digits": [["900102"]],
    "marks": [["NM24"]],
    "handles": [["quietelm"]],
    "references": [["O1", "1", "3"]],
    "phones": [twice("+447700900102")],
    "accounts": [twice("social/quietelm")],
    "vehicles": [twice("NM24ABC")],
    "postcodes": [["NM1 4QZ", "NM2 2BB"]],
    "most": [200],
    "least": [0.0],
    "postcode": ["NM2 2BB"],
    "name": ["elder"],
    "hops": [2],
    "min_incidents": [1],
    "in_incidents": [True, False],
    "ties": [["related", "incident"]],
    "contact": twice("c1"),
    "today": ["2025-04-01"],
    "night": ["n"],
    "soon": ["2025-04-08"],
    "states": [["new", "strengthened", "reopened", "confirmed", "made"]],
    "kinds": [["SPO", "restraining"]],
    "classes": [["8L"]],
}
"""What each parameter of a query is given; one that must be given and is not here is a mistake."""
MOST = {"view/identity/possible": {"least": 0.0, "most": 99.0}}


def given(query: Query) -> Iterator[dict[str, Any]]:
    """All that a query is asked."""
    if query.path in MOST:
        yield MOST[query.path]
        return
    names = [param.name for param in query.params if param.name != "clearance"]
    needed = {param.name for param in query.params if param.required} - {"clearance"}
    assert needed <= TRIED.keys(), f"{query.path}: say in TRIED what it is to be asked"
    takes = [name for name in names if name in TRIED]
    for values in itertools.product(*(TRIED[name] for name in takes)):
        yield dict(zip(takes, values, strict=True))


def rows(store: Store, query: Query, compartments: frozenset[str]) -> list[Any]:
    """Its answers, whatever victim safety would leave out of them."""
    seen = {"clearance": 3, "compartments": sorted(compartments)}
    return [
        {name: value for name, value in row.items() if name not in SCORED}
        for asked in given(query)
        for row in store.read(query, ViewRight(), **asked, **seen)
    ]


@pytest.mark.slow  # Neo4j plans each of them anew
@pytest.mark.timeout(1_200)
def test_no_query_tells_an_outsider_that_there_is_anything(store: Store) -> None:
    open_case(store)
    before = {query.path: rows(store, query, INSIDER) for query in QUERIES}
    assert {path for path, found in before.items() if not found} == set()
    kept_case(store, tied=True)
    told: dict[str, str] = {}
    for query in QUERIES:
        for outside in OUTSIDERS:
            assert rows(store, query, outside) == before[query.path], (query.path, outside)
        found = rows(store, query, INSIDER)
        assert found != before[query.path], f"{query.path} tells an insider nothing"
        told[query.path] = repr(found)
    every = "".join(told.values())
    hidden = [
        row["id"]
        for label in LABELS
        if label.name not in ("Delivery", "Disposition")  # which are told without their id
        for row in store.read(load("system/elements/all_nodes", label=label.name))
        if row["id"].startswith(KEPT)
    ]
    assert len(hidden) > 30
    assert [id_ for id_ in hidden if id_ not in every] == []


def session(store: Store, compartments: frozenset[str], folder: Path) -> Session:
    made = session_of(store, folder=folder)
    viewer = Viewer("ana", "analyst", "a test", 3, compartments=compartments)
    return Session(store, made.audit, viewer)


OWN = {
    "every one": "MATCH (n:{}) RETURN n.id AS x ORDER BY x",
    "counted": "MATCH (p:Person {{id: 'sam'}}) RETURN COUNT {{ MATCH (p)-[:SUSPECT_IN]->() }} AS x",
    "a link": "MATCH (:Person {{id: 'sam'}})-[r:SUSPECT_IN]->(i) RETURN i.id AS x ORDER BY x",
    "what is not there": "MATCH (i:Incident) WHERE NOT EXISTS {{ MATCH (i)<-[:SUSPECT_IN]-() }}"
    " RETURN i.id AS x ORDER BY x",
    "a path": "MATCH (:Order)-[:REPLACES|ARISES_FROM*1..2]-(q) RETURN count(q) AS x",
    "what they are in": "MATCH (i:Incident) WHERE i.compartments IS NOT NULL RETURN i.id AS x",
}
HEADER = "// name: mine\n// question: Which?\n// params: -\n// returns: x: any\n"


@pytest.mark.parametrize("how", OWN)
def test_nor_does_a_question_of_their_own(store: Store, tmp_path: Path, how: str) -> None:
    file = tmp_path / "mine.cypher"
    file.write_text(HEADER + OWN[how].format("Incident"))

    def answer(within: frozenset[str]) -> list[Any]:
        return asking.ask(session(store, within, tmp_path), read_own(file), {})

    open_case(store)
    before = answer(INSIDER)
    kept_case(store, tied=True)
    for outside in OUTSIDERS:
        assert answer(outside) == before
    assert answer(INSIDER) != before


def written(part: Any) -> Any:
    if isinstance(part, Component):
        return {name: getattr(part, name, None) for name in part._prop_names}
    return str(part)


def addresses() -> Iterator[Asked]:
    """Every page of the dashboard, about all that it may be about."""
    places = [(node["label"], node["id"]) for node in NODES]
    places += [("Person", id_) for id_ in PEOPLE if id_ not in ("sam", f"{KEPT}sam")]
    parts: dict[frozenset[str], list[dict[str, str]]] = {
        frozenset(): [{}],
        frozenset({"id"}): [{"id": id_} for label, id_ in places if label == "Person"],
        frozenset({"label", "id"}): [{"label": label, "id": id_} for label, id_ in places],
    }
    searched = ("elder", "NM1", "northmarch", "900102", "quietelm", "O1")
    for page, path in PATHS.items():
        options: list[dict[str, tuple[str, ...]]] = [{}]
        if page == "search":
            options = [{"q": (text,)} for text in searched]
        takes = frozenset(re.findall(r"<(\w+)>", path))
        for part, chosen in itertools.product(parts[takes], options):
            yield Asked(page, part, chosen)


ASKED = Flask("asked")
MINUTE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d (GMT|BST)")
"""When a page was made, as some of them say."""


def pages(store: Store, folder: Path, compartments: frozenset[str]) -> Iterator[tuple[str, str]]:
    """(address, page) of everything, and where things come from."""
    asks = session(store, compartments, folder)
    desk = Desk(store, asks.audit, lambda _: asks.viewer)
    desk.session = lambda: asks  # type: ignore[method-assign]
    for asked in addresses():
        if not may(asks.viewer.role, BY_NAME[asked.page].right):  # what is shared with a service
            continue
        try:
            with ASKED.test_request_context():
                shown = BY_NAME[asked.page].show(desk, asked, "light")
            page = json.dumps(shown, default=written, sort_keys=True)
        except InputError as error:  # which the frame tells
            page = str(error)
        yield repr(asked), MINUTE.sub("", page)
    for node in NODES:
        yield f"sources of {node}", repr(explore.sources(asks, (node["label"], node["id"])))
    yield "path", repr(explore.path(asks, "sam", "vera"))


@pytest.mark.slow
def test_nor_does_a_page(embedded_store: Store, tmp_path: Path) -> None:
    open_case(embedded_store)
    before = dict(pages(embedded_store, tmp_path, INSIDER))
    kept_case(embedded_store, tied=False)
    for outside in OUTSIDERS:
        assert dict(pages(embedded_store, tmp_path, outside)) == before
    inside = dict(pages(embedded_store, tmp_path, INSIDER))
    for how, page in inside.items():  # of some there is no page, whoever asks
        nothing = page == before[how] and page.replace(KEPT, "") != inside[how.replace(KEPT, "")]
        assert KEPT not in how or not nothing, how
    # Tied to what is open it may be what victim safety goes by, and is told nobody all the same.
    empty(embedded_store)
    open_case(embedded_store)
    kept_case(embedded_store, tied=True)
    for outside in OUTSIDERS:
        for how, page in pages(embedded_store, tmp_path, outside):
            assert KEPT not in page if KEPT not in how else page == before[how], how


@pytest.mark.slow
def test_nor_does_a_rule_that_is_asked(embedded_store: Store, tmp_path: Path) -> None:
    open_case(embedded_store)
    kept_case(embedded_store, tied=True)
    inside = ""
    for rule in all_queries("detect"):
        for outside in OUTSIDERS:
            answered = asking.ask(session(embedded_store, outside, tmp_path), rule, {})
            assert KEPT not in repr(answered), rule.name
        inside += repr(asking.ask(session(embedded_store, INSIDER, tmp_path), rule, {}))
    assert KEPT in inside
