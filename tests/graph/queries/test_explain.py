"""Every query file against a loaded sample: nothing unknown, no product, columns as declared."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from engines import cypher
from sessions import session_of

from graph.engine.right import ViewRight
from graph.engine.store import Store
from graph.model.schema import LINKS
from graph.queries import Query, all_queries
from graph.queries.query_file import IMPLICIT, Param
from ingest.commands.generate import generate_command
from ingest.commands.ingest import deliveries_in
from ingest.night import night

VALUES: dict[str, Any] = {
    "str": "x",
    "int": 1,
    "float": 1.0,
    "bool": True,
    "date": dt.date(2025, 3, 1),
    "datetime": "2025-03-01T00:00:00Z",
    "map": {},
    "any": None,
}


def some(param: Param) -> Any:
    """A value of the right type; an index that there is."""
    if param.name == "index":
        return "person_ft"
    return [] if param.type.item else VALUES[param.type.name]


def queries(*rooms: str) -> list[Query]:
    """Every file of these rooms, a template filled in one way."""
    return list({query.path: query for query in all_queries() if query.room in rooms}.values())


def arguments(query: Query) -> dict[str, Any]:
    known = query.params + (IMPLICIT if query.room == "detect" else ())
    return {param.name: some(param) for param in known if param.required}


def tie_everything(store: Store) -> None:
    """Make the database know every relationship type, whether the sample has it or not."""
    for link in LINKS:
        start, end = link.joins[0]
        store.write(
            cypher(
                f"CREATE (a:{start} {{id: 'a'}})-[r:{link.type}]->(b:{end} {{id: 'b'}}) "
                "DETACH DELETE a, b"
            )
        )


def name_everything(store: Store) -> None:
    """Make the database know what only words of people and changes of identity would bring."""
    store.write(
        cypher(
            """CREATE (:Folder {id: 'a', folder: ''}),
              (f:Flag {id: 'a', joined: '', formerly: [], follows: [], disposition: '',
              before: '', until: '', owner: '', handed_to: '', forces: [], due: '',
              before_judgement: ''}),
              (d:Disposition {id: 'a', flag: '', kind: '', who: '', why: '', until: '', force: '',
              at: '', evidence: [], digests: [], answer: '', rule: '', state: '', follows: []}),
              (r:Retired {id: 'a', successor: '', members: [], at: ''}),
              (c:Change {id: 'a', kind: '', person: '', other: '', at: '', cause: ''}),
              (m:Mention {id: 'a', birth_place: '', occupation: '', middle: '',
              birth_digits: '', birth_refused: '', roll: ''}),
              (i:Incident {id: 'a', weapon: '', rationale: '', compartments: []}),
              (j:Judgement {id: 'a', a: '', b: '', same: true, who: '', at: '', why: ''}),
              (s:Share {id: 'a', mentions: [], sections: [], cleared: [], account: '',
              organisation: '', who: '', at: '', why: '', until: '', withdrawn_at: '',
              withdrawn_by: '', withdrawn_why: ''}),
              (p:Person {id: 'a'})-[:HAS_ADDRESS {to: ''}]->(a:Address {id: 'a'})
            DETACH DELETE f, d, r, c, m, i, j, s, p, a"""
        )
    )


def load_sample(store: Store, folder: Path) -> night.Night:
    generate_command(folder / "region", incidents=500, days=90)
    deliveries = deliveries_in(folder / "region" / "deliveries")
    return night.run(session_of(store), dt.datetime(2024, 6, 1, tzinfo=dt.UTC), deliveries)


@pytest.fixture
def sample(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A small region, loaded, resolved and searched for patterns."""
    monkeypatch.setattr(store, "settings", replace(store.settings, data=tmp_path))
    done = load_sample(store, tmp_path)
    assert done.unread == []
    return store


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_queries_suit_a_loaded_sample(sample: Store) -> None:
    """On Neo4j the planner has nothing to note; on both, the columns are the declared ones.

    One test, because loading the sample takes most of its time.
    """
    tie_everything(sample)
    name_everything(sample)
    notes = {
        query.path: sample.explain(query, **arguments(query))
        for query in queries("write", "system", "view", "ask", "detect")
    }
    assert {path: told for path, told in notes.items() if told} == {}
    for query in queries("view", "ask", "detect"):
        sample.read(query, ViewRight(), **arguments(query))
