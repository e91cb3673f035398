"""A field that a force delivers comes through to the page, and every page has every field."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import BaseModel
from test_model import nodes

from dashboard import inspector
from dashboard.network.chart import draw
from graph.access.audit import Audit
from graph.access.session import Session
from graph.access.viewer import Viewer
from graph.derive.deliver import BatchWriter
from graph.derive.mentions import OF_A_ROLE
from graph.engine.store import Store
from graph.explore import answers, asking
from graph.explore.chart import Chart, Element
from graph.model.fields import plain_fields
from graph.model.record import Party
from ingest.delivery.load import load
from ingest.mapping.mapping import load_mapping

MAPPING = """
name = "mine"
force = "ashmere"
match = ["mine*"]
[tables]
rows = { file = "mine.csv" }
[[records]]
kind = "incident"
table = "rows"
reference = "ref"
recorded_at = "recorded"
[records.incident]
offence_classes = ["class"]
weapon = "arm"
"""
ROWS = "ref,recorded,class,arm\n1,2025-03-01T10:00:00Z,8L,Knife\n2,2025-03-02T10:00:00Z,8L,\n"


@pytest.fixture
def session(embedded_store: Store, tmp_path: Path) -> Session:
    """Somebody who asks a graph that holds the rows above."""
    (tmp_path / "mine.toml").write_text(MAPPING)
    (tmp_path / "mine.csv").write_text(ROWS)
    mapping = load_mapping(tmp_path / "mine.toml")
    session = Session(
        embedded_store, Audit(tmp_path / "audit.db"), Viewer("sam", "owner", "a test")
    )
    writer = BatchWriter(embedded_store)
    load(writer, session, mapping, tmp_path / "mine.csv")
    writer.wait()
    return session


def test_a_weapon_comes_from_a_column_to_an_answer_and_its_source(session: Session) -> None:
    (row,) = asking.ask(session, asking.question("incidents_by_weapon"), {})
    assert (row["weapon"], row["incident_ids"]) == ("knife", ["ashmere/1"])
    (source,) = answers.sources(session, ("Incident", "ashmere/1"))
    assert source.content["incident"]["weapon"] == "Knife"


def shown(label: str, props: dict[str, object]) -> dict[str, str]:
    """What the inspector shows of a node with these properties."""
    picture = draw(Chart(("x",), (Element(label, "x", "x", props),), ()))
    (node,) = picture.nodes.values()
    return dict(inspector.facts_of(node.element, node.severity))


def test_the_inspector_shows_a_weapon_under_its_name() -> None:
    assert shown("Incident", {"weapon": "Knife"})["Weapon"] == "Knife"


@pytest.mark.parametrize("label", inspector.DECLARED)
def test_the_inspector_shows_every_field_of_a_node(label: str) -> None:
    for field in plain_fields(inspector.DECLARED[label]).values():
        if field.label:
            facts = shown(label, {field.name: "some text"})
            assert facts.get(field.label) == "some text", field.name


@pytest.mark.parametrize("label", inspector.DECLARED)
def test_the_table_of_the_model_has_every_field_of_a_node(label: str) -> None:
    lacking = _fields(inspector.DECLARED[label]) - nodes()[label] - {"written", "start"}
    assert lacking == set(), f"add them to the row {label} of docs/model.md"


def test_the_table_of_the_model_has_every_field_of_a_mention() -> None:
    lacking = _fields(Party) - nodes()["Mention"] - set(OF_A_ROLE)
    assert lacking == set(), "add them to the row Mention of docs/model.md"


def _fields(part: type[BaseModel]) -> set[str]:
    return set(plain_fields(part))
