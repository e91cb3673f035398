"""Every mark and line of a chart opens a record that the viewer may see, whatever it began at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from engines import cypher, empty
from flask import Flask
from sessions import session_of

from dashboard.inspector import panel
from dashboard.network.chart import element_ref, link_ref
from dashboard.routes import LABELS, address, parse
from dashboard.view import Desk
from graph.engine.store import Store
from graph.model.schema import NodeKey
from ingest.night import night
from ingest.synthetic.generate import generate
from ingest.synthetic.plan import Plan
from ingest.synthetic.region import Region

AS_OF = dt.datetime(2024, 1, 2, 2, tzinfo=dt.UTC)
BEGUN_AT = cypher(
    "MATCH (n)-[r]-() WHERE head(labels(n)) IN $labels AND n.level <= 1 "
    "WITH head(labels(n)) AS label, n.id AS id, count(r) AS links "
    "WITH label, id ORDER BY links DESC, id "
    "WITH label, collect(id)[..6] AS ids UNWIND ids AS id RETURN label, id ORDER BY label, id",
    returns="label: str, id: str",
    params="labels: list[str]",
)
"""Some of each kind, with the most links: of where a victim is reached there is no chart."""
NOTHING = "No record that you may see"


@pytest.fixture(scope="module")
def desk(arcadedb_session: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    empty(arcadedb_session)
    out = tmp_path_factory.mktemp("region")
    generate(Region(7, 120, dt.date(2023, 1, 1), 365), Plan(), out)
    session = session_of(arcadedb_session, 1)
    night.run(session, AS_OF, sorted((out / "deliveries").iterdir()))
    made = Desk(arcadedb_session, session.audit, lambda _: session.viewer)
    with Flask(__name__).test_request_context():
        yield made


@pytest.mark.slow
def test_every_mark_of_every_kind_of_chart_opens_its_records(
    desk: Desk, arcadedb_session: Store
) -> None:
    begun = arcadedb_session.read(BEGUN_AT, labels=sorted(LABELS))
    bare: list[tuple[NodeKey, str]] = []
    opened, kinds = 0, set()
    for row in begun:
        place = (row["label"], row["id"])
        view = desk.open(place, 1)
        if view is None:
            continue
        kinds.add(row["label"])
        for ref in (
            *map(element_ref, view.picture.nodes),
            *(link_ref(each.link) for each in view.picture.edges),
        ):
            path, _, search = address("chart", label=place[0], id=place[1], on=ref).partition("?")
            shown = str(panel(desk, view, parse(path, search)))
            opened += "Sources (" in shown
            if NOTHING in shown or ("Sources (" not in shown and "Group/" not in ref):
                bare.append((place, ref))
    assert bare == []
    assert kinds == LABELS
    assert opened > 200
