"""What leaves: every format read back, its marking inside, and nothing above the viewer."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import igraph
import networkx as nx
import pytest
import scene
from defusedxml import ElementTree
from openpyxl import load_workbook
from small_graph import record, write
from typer.testing import CliRunner

from graph.access.session import Session
from graph.access.viewer import Viewer
from graph.commands.export import register
from graph.engine.store import Store
from graph.errors import AccessError, InputError
from graph.explore.answers import neighbourhood
from graph.explore.chart import Chart, Element, Link
from graph.export.files import FORMATS, placed, take_out
from graph.export.stamp import KEPT_BACK, Stamp

AT = dt.datetime(2025, 7, 1, 20, tzinfo=dt.UTC)
MARKING = Stamp(
    "SECRET", ("OP ALDER",), ("C",), ("ask $first$",), "ana", "a <test> & more", AT, "A/1"
)
P, Q, I1 = ("Person", "p/1"), ("Person", "q"), ("Incident", "northmarch/1")
NAME = '=HYPERLINK("x") \x07 Rowan & <Elder> \N{RIGHT-TO-LEFT OVERRIDE} ${z}$\n'
CHART = Chart(
    ("p/1",),
    (
        Element(*P, NAME, {"name": NAME, "level": 1}),
        Element(*Q, NAME, {"name": NAME}),
        Element(*I1, "1", {"occurred_from": AT, "offence_classes": ["8L"]}),
        Element("Phone", "+447700900101", "+447700900101", {}),
        Element("Order", "o", "O1", {"kind": "SPO", "served_at": AT}),
    ),
    (
        Link("SUSPECT_IN", P, I1, "", {"attribution": "possible"}),
        Link("VICTIM_OF", Q, I1, "", {}),
        Link("USES", P, ("Phone", "+447700900101"), "a", {"first_seen": AT}),
        Link("USES", P, ("Phone", "+447700900101"), "b", {}),
        Link("RELATED_TO", Q, P, "", {"kind": "sibling"}),
        Link("RELATED_TO", P, Q, "", {"kind": "sibling"}),
        Link("SUBJECT_OF", P, ("Order", "o"), "", {}),
    ),
)


def written(name: str) -> bytes:
    return FORMATS[name].write(CHART, placed(CHART), MARKING)


def saved(name: str, folder: Path) -> str:
    path = folder / f"chart.{FORMATS[name].ending}"
    path.write_bytes(written(name))
    return str(path)


@pytest.mark.parametrize("name", ["gephi", "yed"])
def test_graphml_is_read_back_whole(name: str, tmp_path: Path) -> None:
    file = saved(name, tmp_path)
    network = nx.read_graphml(file, force_multigraph=True)
    other = igraph.Graph.Read_GraphML(file)
    assert (len(network), network.number_of_edges()) == (5, 7)
    assert (other.vcount(), other.ecount()) == (5, 7)
    assert "SECRET" in Path(file).read_text(encoding="utf-8")


def test_gephi_finds_its_own_keys(tmp_path: Path) -> None:
    network = nx.read_graphml(saved("gephi", tmp_path))
    props = network.nodes["Person/p/1"]
    assert {"label", "x", "y", "size", "r", "g", "b"} <= props.keys()
    assert network.nodes["Incident/northmarch/1"]["occurred_from"] == "2025-07-01T20:00:00Z"
    assert network.graph["purpose"] == "a <test> & more"
    assert sum(edge["possible"] for *_, edge in network.edges(data=True)) == 1


def test_analysts_notebook_has_each_entity_once_and_each_link_between_them() -> None:
    root = ElementTree.fromstring(written("anx"))
    entities = root.findall(".//Entity")
    ids = {entity.attrib["EntityId"]: entity.attrib["Identity"] for entity in entities}
    assert sorted(ids.values()) == sorted("/".join(node.place) for node in CHART.nodes)
    links = root.findall(".//Link")
    assert len(links) == 7
    assert {link.get(end) for link in links for end in ("End1Id", "End2Id")} <= ids.keys()
    items = [item.get("Id") for item in root.findall(".//*[@Id]")]
    assert len(items) == len(set(items))
    text = written("anx").decode("utf-16")
    assert "2025-07-01T20:00:00" in text
    assert text.count('Strength="Tentative"') == 1
    assert all(value in text for value in ("SECRET", "OP ALDER", "ask $first$", "A/1"))


def test_tables_hold_no_formula() -> None:
    with zipfile.ZipFile(io.BytesIO(written("csv"))) as folder:
        tables = {
            name: list(csv.DictReader(io.StringIO(folder.read(f"{name}.csv").decode("utf-8-sig"))))
            for name in ("entities", "links")
        }
        assert "Classification: SECRET" in folder.read("marking.txt").decode()
    assert (len(tables["entities"]), len(tables["links"])) == (5, 7)
    assert all(row["name"].startswith("'=") for row in tables["entities"][:2])
    assert tables["entities"][3]["id"] == "+447700900101"
    assert all(row["from_kind"] == "Person" for row in tables["links"])
    book = load_workbook(io.BytesIO(written("xlsx")))
    assert book.sheetnames == ["marking", "entities", "links"]
    rows = list(book["entities"].iter_rows(min_row=2))
    assert (len(rows), book["links"].max_row) == (5, 8)
    assert {cell.data_type for row in rows for cell in row} <= {"s", "n", "b"}
    assert ("Classification", "SECRET") in list(book["marking"].values)


def test_json_has_everything_and_where_it_stands() -> None:
    whole = json.loads(written("json"))
    assert whole["marking"]["Taken out on"] == "2025-07-01 21:00 BST"
    assert [len(whole["entities"]), len(whole["links"])] == [5, 7]
    assert all({"kind", "id", "x", "y"} <= row.keys() for row in whole["entities"])


@pytest.mark.parametrize(
    ("name", "begins"), [("png", b"\x89PNG"), ("pdf", b"%PDF"), ("svg", b"<?x")]
)
def test_a_picture_says_how_secret_it_is(name: str, begins: bytes) -> None:
    made = written(name)
    assert made.startswith(begins)
    if name == "svg":
        assert b"SECRET" in made
    if name == "png":
        assert b"SECRET" in made[:2_000]


def session(store: Store, folder: Path, role: str = "analyst", clearance: int = 0) -> Session:
    audit = scene.build(store, folder).audit
    return Session(store, audit, Viewer("ana", role, "testing", clearance))


def test_a_chart_leaves_with_the_stamp_of_its_records(store: Store, tmp_path: Path) -> None:
    ana = session(store, tmp_path)
    chart = neighbourhood(ana, "sam")
    assert chart is not None
    made = take_out(ana, chart, "json", note="A/1")
    entry = next(e for e in reversed(ana.audit.entries()) if e.action == "disclosure")
    assert entry.body == {
        "asked": "chart", "of": ["sam"], "format": "json",
        "elements": len(chart.nodes), "links": len(chart.links),
    }  # fmt: skip
    whole = json.loads(made.content)
    assert whole["marking"]["Handling"] == "P"
    assert whole["marking"]["Classification"] == "OFFICIAL"
    assert re.fullmatch(r"throughline-chart-\d{8}T\d{6}Z\.json", made.name)
    places = [props["lines"] for id_, props in scene.ADDRESSES.items() if id_ != "sam-home"]
    assert not any(place.split(",")[0] in made.content.decode() for place in places[:2])


def test_the_marking_has_the_conditions_of_a_home_that_the_chart_may_tell(
    embedded_store: Store, tmp_path: Path
) -> None:
    ana = session(embedded_store, tmp_path)
    kept = record("r9", {}, handling="C", conditions="ask first")
    write(embedded_store, [kept], [("Record/r9", "ABOUT", "Address/vera-home", {})])
    for person, conditions in (("vera", "ask first"), ("sam", None)):
        chart = neighbourhood(ana, person)
        assert chart is not None
        marking = json.loads(take_out(ana, chart, "json").content)["marking"]
        assert marking.get("Conditions") == conditions


def test_conditions_that_may_name_a_home_do_not_leave_from_the_suspects_side(
    embedded_store: Store, tmp_path: Path
) -> None:
    ana = session(embedded_store, tmp_path)
    kept = record("r9", {}, handling="C", conditions="never send to Mill Lane")
    write(
        embedded_store,
        [kept],
        [
            ("Record/r9", "ABOUT", "Incident/northmarch/1", {}),
            ("Record/r9", "ABOUT", "Person/vera", {}),
        ],
    )
    for person, conditions in (("vera", "never send to Mill Lane"), ("sam", KEPT_BACK)):
        chart = neighbourhood(ana, person)
        assert chart is not None
        marking = json.loads(take_out(ana, chart, "json").content)["marking"]
        assert marking["Conditions"] == conditions


def test_who_may_not_disclose_takes_nothing_out(embedded_store: Store, tmp_path: Path) -> None:
    ivo = session(embedded_store, tmp_path, "investigator")
    chart = neighbourhood(ivo, "sam")
    assert chart is not None
    with pytest.raises(AccessError):
        take_out(ivo, chart, "json")
    with pytest.raises(InputError, match="one of png, svg"):
        take_out(replace(ivo, viewer=scene.VIEWER), chart, "docx")


def test_the_command_writes_a_private_file_and_never_over_another(
    embedded_store: Store, data: Path, tmp_path: Path
) -> None:
    import typer

    scene.build(embedded_store, data)
    app = typer.Typer()
    register(app)
    file = tmp_path / "chart.graphml"
    done = CliRunner().invoke(app, ["sam", str(file), "--data", str(data)])
    assert done.exit_code == 0, done.output
    assert "entities and" in done.output
    assert file.stat().st_mode & 0o777 == 0o600
    again = CliRunner().invoke(app, ["sam", str(file), "--data", str(data)])
    assert isinstance(again.exception, InputError)
