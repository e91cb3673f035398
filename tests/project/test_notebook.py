"""The notebook's way in keeps the rules that every other way keeps."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from engines import empty
from tiny_graph import write

from graph.access.audit import Audit
from graph.access.here import account
from graph.engine.store import Store
from graph.errors import InputError
from graph.explore import asking
from graph.notebook import CutWarning, Notebook

GRAPH = """
sam Person name='Sam Example'
home Address lines='1 Mill Row'
sam LIVES_AT home
sam SUSPECT_IN i1 i2
vera VICTIM_OF i1 i2
vera LIVES_AT refuge
secret Incident level=2
sam SUSPECT_IN secret level=2
"""


EVERY_KIND = """
i1 Incident offence_classes=8L|58C occurred_to=2025-01-01T13:00
i3 Incident
p1 Phone
p2 Phone
sam USES p1 use=possible first_seen=2025-01-01T12:00
ann RELATED_TO sam key=sibling kind=sibling
sam RELATED_TO ann key=sibling kind=sibling
p1 CONTACTED p2 key=c1 id=c1 at=2025-01-01T12:00
p1 CONTACTED p2 key=c2 id=c2 at=2025-01-02T12:00
sam SUSPECT_IN i3 attribution=possible
i3 POSSIBLY_BY sam via=phone|vehicle weight=0.5 rarity=1
"""
MENTIONED = """
r1 Record recorded_at=2025-01-02T12:00 current=true kind=incident force=northmarch reference=1
r2 Record recorded_at=2025-01-03T12:00 current=true kind=incident force=northmarch reference=2
r1 MENTIONS m1 role=suspect
r2 MENTIONS m2 role=suspect
m1 Mention name='Sam Example' force=northmarch
m2 Mention name='S Example' force=northmarch
m1 REFERS_TO sam
m2 REFERS_TO sam
"""


def fill(store: Store, graph: str) -> None:
    empty(store)
    write(store, graph)


@pytest.fixture
def book(embedded_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Notebook:
    monkeypatch.setattr("graph.notebook.open_store", lambda _: embedded_store)
    write(embedded_store, GRAPH)
    return Notebook(tmp_path, who="a.nalyst", purpose="a test")


def test_an_answer_is_a_frame_with_types(book: Notebook) -> None:
    found = book.ask("repeat_suspects", min_incidents=2)
    assert found.person_id.tolist() == ["sam"]
    assert found.incidents.sum() == 2
    assert str(found.dtypes["first"]).startswith("datetime64")


def test_the_surroundings_are_a_graph_without_the_victims_address(book: Notebook) -> None:
    network = book.network("sam")
    assert network.nodes["Person", "sam"]["name"] == "Sam Example"
    assert network.nodes["Address", "home"]["label"] == "Address"
    types = [edge["type"] for *_, edge in network.edges(data=True)]
    assert sorted(types) == ["LIVES_AT", "SUSPECT_IN", "SUSPECT_IN", "VICTIM_OF", "VICTIM_OF"]
    assert ("Address", "refuge") not in network
    assert ("Incident", "secret") not in network


def test_it_is_written_in_every_format_that_networkx_knows(
    book: Notebook, embedded_store: Store, tmp_path: Path
) -> None:
    fill(embedded_store, GRAPH + EVERY_KIND)
    network = book.network("sam", depth=3)
    for name, save, load in (
        ("graphml", nx.write_graphml, nx.read_graphml),
        ("gexf", nx.write_gexf, nx.read_gexf),
        ("gml", nx.write_gml, nx.read_gml),
    ):
        save(network, tmp_path / name)
        again: Any = load(tmp_path / name)
        assert (len(again), again.size()) == (len(network), network.size()), name
    back = nx.node_link_graph(json.loads(json.dumps(nx.node_link_data(network))))
    assert back.nodes["Person", "sam"] == network.nodes["Person", "sam"]
    incident = network.nodes["Incident", "i1"]
    assert incident["occurred_from"] == "2025-01-02T12:00:00Z"
    assert incident["offence_classes"] == "8L, 58C"
    assert "summary" not in incident


def test_a_possible_link_is_told_from_a_fact(book: Notebook, embedded_store: Store) -> None:
    fill(embedded_store, GRAPH + EVERY_KIND)
    edges = book.network("sam", depth=3).edges(data=True)
    possible = sorted((edge["type"], edge["starts_at"]) for *_, edge in edges if edge["possible"])
    assert possible == [
        ("POSSIBLY_BY", "Incident/i3"),
        ("SUSPECT_IN", "Person/sam"),
        ("USES", "Person/sam"),
    ]


def test_it_has_no_direction_so_that_somebody_stands_between(book: Notebook) -> None:
    central = nx.betweenness_centrality(book.network("sam"))
    assert max(central, key=lambda place: central[place]) == ("Person", "sam")
    assert central["Person", "sam"] > 0.5


def test_what_is_left_out_is_said(book: Notebook) -> None:
    with pytest.warns(CutWarning, match="left out: ask for more than most=3"):
        assert len(book.network("sam", most=3)) == 3
    query = asking.question("repeat_suspects")
    assert asking.cut(query, {}, [{}] * 49) == ""
    assert asking.cut(query, {"limit": 50}, [{}] * 50) == ""
    assert asking.cut(query, {}, [{}] * 50) == "repeat_suspects ends at limit=50"


def test_an_answer_goes_into_a_workbook(book: Notebook, tmp_path: Path) -> None:
    for name in ("repeat_suspects", "timeline"):
        given = {"id": "sam"} if name == "timeline" else {}
        book.ask(name, **given).to_excel(tmp_path / "answer.xlsx")
        again = pd.read_excel(tmp_path / "answer.xlsx")
        assert len(again) > 0, name
    assert again["at"].iloc[0] == pd.Timestamp("2025-01-02 12:00")


def test_parameters_are_what_pandas_and_numpy_give(book: Notebook) -> None:
    people = pd.Series(["sam", "vera"])
    for ids in (people, people.to_numpy(), tuple(people), pd.Index(people), {"sam", "vera"}):
        assert sorted(book.ask("names", ids=ids).id) == ["sam", "vera"]
    suspects = book.ask(
        "repeat_suspects",
        min_incidents=np.int64(2),
        limit=pd.Series([5]).iloc[0],
        since=pd.Timestamp("2024-12-31"),
        until=np.datetime64("2025-02-01"),
    )
    assert suspects.incidents.tolist() == [2]
    assert book.ask("repeat_suspects", since=suspects["first"][0]).incidents.tolist() == [2]
    assert book.ask("outcomes", offence_class=pd.NA).incidents.sum() == 2
    assert book.ask("outcomes", offence_class=float("nan")).incidents.sum() == 2


def test_it_searches_and_says_why(book: Notebook, embedded_store: Store) -> None:
    fill(embedded_store, GRAPH + MENTIONED)
    (hit,) = book.search("sam example").to_dict("records")
    assert (hit["label"], hit["id"], hit["name"]) == ("Person", "sam", "Sam Example")
    assert book.search("").empty
    mentions = book.mentions("sam")
    assert mentions.id.tolist() == ["m1", "m2"]
    assert mentions.recorded_at.dt.year.tolist() == [2025, 2025]
    with pytest.raises(InputError, match="nothing is resolved yet"):
        book.why("m1", "m2")
    with pytest.raises(InputError, match="search for the name"):
        book.mentions("nobody")


def test_a_question_of_ones_own_is_asked_by_its_file(book: Notebook, tmp_path: Path) -> None:
    file = tmp_path / "named.cypher"
    file.write_text(
        "// name:     named\n// question: Who?\n// params:   -\n// returns:  id: str, n: int\n\n"
        "MATCH (p:Person)-[:SUSPECT_IN]->(i) RETURN p.id AS id, count(i) AS n",
        encoding="utf-8",
    )
    assert book.ask(file).to_dict("records") == [{"id": "sam", "n": 2}]


def test_who_stands_between_whom_in_the_surroundings(book: Notebook) -> None:
    found = book.structure(book.network("sam"))
    assert found.iloc[0].to_dict() == {
        "label": "Person", "id": "sam", "name": "Sam Example",
        "links": 3, "between": pytest.approx(0.583333333), "group": 0,
    }  # fmt: skip
    assert set(found.id) == {"sam", "home", "i1", "i2", "vera"}


def test_somebody_who_is_not_there_is_said_so(book: Notebook) -> None:
    with pytest.raises(InputError, match="search for the name"):
        book.network("nobody")


def test_every_look_is_in_the_audit_with_its_purpose(book: Notebook, tmp_path: Path) -> None:
    book.ask("repeat_suspects")
    book.network("sam", depth=1)
    entries = Audit(tmp_path / "audit.sqlite").entries()
    assert [(entry.who, entry.purpose) for entry in entries] == [
        (f"a.nalyst ({account()})", "a test")
    ] * 2


def test_nobody_looks_without_a_purpose(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="purpose"):
        Notebook(tmp_path, purpose=" ")
