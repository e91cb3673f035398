"""The register of serial perpetrators: who is on it, why, and the file that leaves."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest
from flask import Flask
from house import HTML, House
from tiny_graph import write

from dashboard.pages.register import DOWNLOAD, show
from dashboard.routes import parse
from dashboard.view import Desk
from graph.access.audit import Audit
from graph.access.viewer import Viewer
from graph.engine.store import Store

COLUMNS = (
    '{"suspect_id": "SAM", "victim_ids": ["vera", "wren"], "victims": 2, "counted": "2 victims",'
    ' "occasions": 3, "incidents": 4, "possible": 1, "incident_ids": ["i1"], "forces":'
    ' ["northmarch", "eastvale"], "classes": ["8L"], "doubted_victim_ids": [], "links": [],'
    ' "first": "2025-03-01T10:00:00Z", "last": "2025-06-30T23:30:00Z"}'
)
GRAPH = "\n".join(
    [
        "sam Person name='Rowan Elder' birth=1984-05-02",
        "cole Person name='Reed Larch'",
        "gone Person name='Fern Vale'",
        "vera Person name='William Birch'",
        *(
            f"f-{who} Flag rule=serial_perpetrator state={state} subjects={who} why='' night=n"
            f" sentence=x explanation='' against='' evidence=r1 level={level}"
            f" raised_at=2025-07-02T02:00 changed_at=2025-07-02T02:00"
            f" columns='{COLUMNS.replace('SAM', who)}'"
            for who, state, level in (
                *(("sam", "confirmed", 0), ("cole", "dismissed", 0), ("gone", "withdrawn", 0)),
                ("secret", "new", 2),
            )
        ),
        "f-other Flag rule=escalation state=new subjects=sam night=n",
        "f-not Flag rule=order_breach state=dismissed subjects=sam night=n",
        "secret Person name='Sorrel Moor'",
        "f-sam ON sam as=suspect",
        "f-other ON sam as=suspect",
        "f-not ON sam as=suspect",
        "d1 Disposition flag=f-sam kind=confirm who=ana why='read it' at=2025-07-03T10:00",
        "d1 OF f-sam",
    ]
)


@pytest.fixture
def desk(embedded_store: Store, tmp_path: Path) -> Desk:
    write(embedded_store, GRAPH)
    audit, viewer = Audit(tmp_path / "audit.sqlite"), Viewer("ana", "analyst", "a test")
    return Desk(embedded_store, audit, lambda _: viewer)


def shown(desk: Desk, path: str) -> str:
    with Flask(__name__).test_request_context():
        return str(show(desk, parse(*path.partition("?")[::2]), "light").content)


def test_who_is_on_it_and_why_and_who_said_so(desk: Desk) -> None:
    text = shown(desk, "/register")
    for part in (
        *("Rowan Elder (1984)", "2 victims, 3 occasions, 1 only possible", "/person/sam"),
        *("Northmarch, Eastvale", "2025-07-02", "Confirmed by ana, 2025-07-03", "Escalation"),
        *("2025-03-01 to 2025-07-01", "On it 1", "Taken off 1", "1 person, 0 not reviewed yet"),
    ):
        assert part in text, part
    for absent in ("Reed Larch", "Fern Vale", "Sorrel Moor", "William Birch", "Order breach"):
        assert absent not in text
    off = shown(desk, "/register?off=1")
    assert "Reed Larch" in off
    assert "Nobody yet" in off
    assert "Rowan Elder" not in off


def test_it_leaves_as_a_stamped_csv_and_the_audit_has_it(
    embedded_store: Store, tmp_path: Path
) -> None:
    write(embedded_store, GRAPH)
    house = House(embedded_store, tmp_path)
    answer = house.signed_in("analyst").get(DOWNLOAD, headers=HTML)
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.data)) as folder:
        text = folder.read("register.csv").decode("utf-8-sig")
        marking = folder.read("marking.txt").decode()
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(text))}
    assert {id_: row["on_register"] for id_, row in rows.items()} == {
        "sam": "yes",
        "cole": "taken off",
    }
    assert (rows["sam"]["victims"], rows["sam"]["reviewed_by"]) == ("2", "ana")
    assert "William Birch" not in text
    assert "Purpose: Review of a flag" in marking
    assert "No register exists in law" in marking
    (entry,) = [each for each in house.audit.entries() if each.action == "disclosure"]
    assert entry.body
    assert entry.body["of"] == [["Person", "sam"], ["Person", "cole"]]
