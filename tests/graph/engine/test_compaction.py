"""Files of the embedded engine made anew hold what they held, and take what comes after."""

from __future__ import annotations

from graph.engine.store import Store
from graph.queries import load


def _incident(store: Store, id_: str) -> None:
    props = {"recorded_at": "2024-02-01T10:00:00+00:00", "reference": id_}
    row = {"id": id_, "props": props, "level": 0, "compartments": [], "rank": "1"}
    store.write(load("write/elements/incident"), rows=[row])


def test_an_instant_keeps_its_zone_before_and_after(embedded_store: Store) -> None:
    _incident(embedded_store, "a")
    assert embedded_store.compact()
    _incident(embedded_store, "b")
    rows = embedded_store.read(load("system/elements/dates"), since="2020-01-01T00:00:00Z")
    assert {row["id"]: row["dates"][0] for row in rows} == dict.fromkeys("ab", "2024-02-01T10:00Z")
