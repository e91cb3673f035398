"""The store gives the same plain answers on both engines."""

from __future__ import annotations

import datetime as dt

from engines import cypher

from graph.store import Store


def test_an_instant_comes_back_in_utc(store: Store) -> None:
    query = cypher(
        "UNWIND $rows AS row MERGE (n:Incident {id: row.id}) SET n.recorded_at = datetime(row.at) "
        "RETURN n.recorded_at AS at, [n.recorded_at] AS list, {at: n.recorded_at} AS map",
        "at: datetime, list: list[datetime], map: map",
        "rows: list[map]",
    )
    [row] = store.write(query, rows=[{"id": "1", "at": "2025-06-01T10:30:00.25+01:00"}])
    instant = dt.datetime(2025, 6, 1, 9, 30, 0, 250_000, tzinfo=dt.UTC)
    assert row == {"at": instant, "list": [instant], "map": {"at": instant}}
    assert row["at"].tzinfo is dt.UTC
