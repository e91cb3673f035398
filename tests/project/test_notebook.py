"""The notebook's way in keeps the rules that every other way keeps."""

from __future__ import annotations

from pathlib import Path

import pytest
from tiny_graph import write

from graph.access.audit import Audit
from graph.access.here import account
from graph.engine.store import Store
from graph.errors import InputError
from graph.explore.notebook import Notebook

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


@pytest.fixture
def book(embedded_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Notebook:
    monkeypatch.setattr("graph.explore.notebook.open_store", lambda _: embedded_store)
    write(embedded_store, GRAPH)
    return Notebook(tmp_path, who="a.nalyst", purpose="a test")


def test_an_answer_is_a_frame_with_types(book: Notebook) -> None:
    found = book.ask("repeat_suspects", min_incidents=2)
    assert found.person_id.tolist() == ["sam"]
    assert found.incidents.sum() == 2
    assert str(found.dtypes["first"]).endswith("UTC]")


def test_the_surroundings_are_a_graph_without_the_victims_address(book: Notebook) -> None:
    network = book.network("sam")
    assert network.nodes["Person", "sam"]["name"] == "Sam Example"
    assert network.nodes["Address", "home"]["label"] == "Address"
    types = [edge["type"] for *_, edge in network.edges(data=True)]
    assert sorted(types) == ["LIVES_AT", "SUSPECT_IN", "SUSPECT_IN", "VICTIM_OF", "VICTIM_OF"]
    assert ("Address", "refuge") not in network
    assert ("Incident", "secret") not in network


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
