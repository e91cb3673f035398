"""The store gives the same plain answers on both engines."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import threading
from collections.abc import Generator
from pathlib import Path
from typing import Any

import neo4j
import pytest
from engines import cypher
from neo4j import exceptions

from graph.changes.opening import open_store
from graph.engine.store import Store
from graph.errors import EngineError, InputError, QueryError
from graph.settings import Settings

ROOT = Path(__file__).parents[3]
COUNT = cypher("MATCH (n:Phone) RETURN count(n) AS n", "n: int")
ADD = cypher("UNWIND $ids AS id MERGE (n:Phone {id: id})", params="ids: list[str]")
TIE = cypher(
    "UNWIND $ids AS id MATCH (a:Phone {id: id}) MATCH (b:Phone {id: 'hub'}) "
    "MERGE (a)-[r:CONTACTED {key: ''}]->(b) SET r.records = ['r']",
    params="ids: list[str]",
)


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


def test_the_driver_itself_makes_plain_instants_and_days(store: Store) -> None:
    """Else each takes a hundred times as long, and `plain` mends it: only a clock would see it."""
    with store._driver.session(database=store._engine.database) as session:
        [row] = session.run(
            "RETURN datetime('2025-06-01T10:30+01:00') AS at, date('2024-02-29') AS d"
        )
    assert (type(row["at"]), type(row["d"])) == (dt.datetime, dt.date)


def test_an_instant_given_as_parameter_keeps_its_moment(store: Store) -> None:
    store.write(
        cypher("MERGE (n:Incident {id: '1'}) SET n.recorded_at = datetime('2025-06-01T09:30:00Z')")
    )
    query = cypher(
        "MATCH (n:Incident) WHERE n.recorded_at = datetime($at) RETURN n.id AS id",
        "id: str",
        "at: datetime",
    )
    summer = dt.timezone(dt.timedelta(hours=1))
    assert store.read(query, at=dt.datetime(2025, 6, 1, 10, 30, tzinfo=summer)) == [{"id": "1"}]


def test_a_date_comes_back_as_a_date(store: Store) -> None:
    query = cypher(
        "RETURN $day AS day, date('2024-02-29') AS leap", "day: date, leap: date", "day: date"
    )
    day = dt.date(1999, 12, 31)
    assert store.read(query, day=day) == [{"day": day, "leap": dt.date(2024, 2, 29)}]


def test_ids_are_text_whatever_they_look_like(store: Store) -> None:
    ids = ["1", "01", "1.0", "NA", "+447700900123", "a/b%2Fc d", "", "é", "' OR 1=1"]
    store.write(ADD, ids=ids)
    query = cypher("MATCH (n:Phone) RETURN n.id AS id", "id: str")
    assert sorted(row["id"] for row in store.read(query)) == sorted(ids)
    one = cypher(
        "UNWIND $ids AS id MATCH (n:Phone {id: id}) RETURN n.id AS id", "id: str", "ids: list[str]"
    )
    assert [row["id"] for row in store.read(one, ids=ids)] == ids


def test_nodes_links_and_paths_come_back_as_their_properties(store: Store) -> None:
    store.write(ADD, ids=["a", "hub"])
    store.write(TIE, ids=["a"])
    query = cypher(
        "MATCH p = (a:Phone {id: 'a'})-[r:CONTACTED]->(b:Phone) RETURN a, r, p, [b] AS list",
        "a: map, r: map, p: list[map], list: list[map]",
    )
    assert store.read(query) == [
        {
            "a": {"id": "a"},
            "r": {"key": "", "records": ["r"]},
            "p": [{"id": "a"}, {"id": "hub"}],
            "list": [{"id": "hub"}],
        }
    ]


def test_a_label_or_type_that_nothing_has_yet_matches_nothing(store: Store) -> None:
    query = cypher(
        "MATCH (o:Order)-[:PROTECTS]->(a:Address)<-[:LIVES_AT]-(p:Person) RETURN p.id AS id",
        "id: str",
    )
    assert store.read(query) == []


def test_all_steps_are_written_or_none(store: Store) -> None:
    create = cypher("UNWIND $ids AS id CREATE (:Phone {id: id})", params="ids: list[str]")
    store.write(ADD, ids=["old"])
    with pytest.raises(EngineError, match="Constraint"):
        store.write_all([(create, {"ids": ["new"]}), (create, {"ids": ["old"]})])
    assert store.read(COUNT) == [{"n": 1}]
    store.write_all([(create, {"ids": ["new"]}), (create, {"ids": ["newer"]})])
    store.write_all([])
    assert store.read(COUNT) == [{"n": 3}]


def test_a_wrong_argument_of_a_later_step_stops_all(store: Store) -> None:
    with pytest.raises(InputError):
        store.write_all([(ADD, {"ids": ["a"]}), (ADD, {"id": "b"})])
    assert store.read(COUNT) == [{"n": 0}]


def test_an_error_does_not_repeat_the_data(store: Store) -> None:
    create = cypher("UNWIND $ids AS id CREATE (:Phone {id: id})", params="ids: list[str]")
    store.write(create, ids=["Zebedee"])
    with pytest.raises(EngineError) as refusal:
        store.write(create, ids=["Zebedee"])
    assert "Zebedee" not in str(refusal.value)
    assert "cypher/write/tests/test.cypher" in str(refusal.value)


def test_a_query_that_cannot_be_read_says_where(store: Store) -> None:
    with pytest.raises(QueryError, match=r"cypher/write/tests/test\.cypher: .*RETRUN"):
        store.read(cypher("MATCH (n:Phone) RETRUN n", "n: map"))


def test_columns_must_be_the_declared_ones(store: Store) -> None:
    for returns in ("m: int", "n: int, m: int", "-"):
        with pytest.raises(QueryError, match="make them the same"):
            store.read(cypher("RETURN 1 AS n", returns))
        if returns != "-":
            with pytest.raises(QueryError, match="make them the same"):
                list(store.stream(cypher("RETURN 1 AS n", returns)))


def test_a_stream_is_read_as_it_is_asked_for(store: Store) -> None:
    rows = store.stream(cypher("UNWIND range(1, 100000) AS n RETURN n", "n: int"))
    assert [next(rows)["n"] for _ in range(3)] == [1, 2, 3]
    assert isinstance(rows, Generator)
    rows.close()
    whole = store.stream(cypher("UNWIND range(1, 5000) AS n RETURN n", "n: int"))
    assert sum(row["n"] for row in whole) == 12_502_500


def test_a_stream_left_half_read_does_not_hold_up_a_writer(store: Store) -> None:
    store.write(ADD, ids=[str(number) for number in range(3000)])
    rows = store.stream(cypher("MATCH (n:Phone) RETURN n.id AS id", "id: str"))
    next(rows)
    store.write(ADD, ids=["another"])
    assert isinstance(rows, Generator)
    rows.close()
    assert store.read(COUNT) == [{"n": 3001}]


def test_a_stream_whose_engine_was_made_anew_begins_again(
    embedded_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As an erasure does, while pages stand open."""
    run, lost = neo4j.Session.run, iter([exceptions.ServiceUnavailable(), None])

    def failing(session: neo4j.Session, *given: Any, **more: Any) -> Any:
        if error := next(lost, None):
            raise error
        return run(session, *given, **more)

    monkeypatch.setattr(neo4j.Session, "run", failing)
    rows = embedded_store.stream(cypher("UNWIND [1, 2] AS n RETURN n", "n: int"))
    assert [row["n"] for row in rows] == [1, 2]


def test_threads_that_merge_the_same_things_make_each_once(store: Store) -> None:
    failures: list[Exception] = []

    def work() -> None:
        try:
            for _ in range(10):
                store.write_all([(ADD, {"ids": IDS}), (TIE, {"ids": IDS})])
        except Exception as error:  # noqa: BLE001
            failures.append(error)

    store.write(ADD, ids=["hub"])
    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ties = cypher("MATCH (:Phone)-[r:CONTACTED]->(:Phone) RETURN count(r) AS n", "n: int")
    assert failures == []
    assert store.read(COUNT) == [{"n": len(IDS) + 1}]
    assert store.read(ties) == [{"n": len(IDS)}]


IDS = [f"p{number}" for number in range(20)]
PROCESS = """
import sys
from pathlib import Path
sys.path.insert(0, "tests")
from engines import cypher
from graph.settings import Settings
from graph.engine.store import Store
add = cypher("UNWIND $ids AS id MERGE (n:Phone {id: id})", params="ids: list[str]")
uri = sys.argv[2] or None
with Store(Settings(Path(sys.argv[1]), uri, uri and "neo4j", uri and "none")) as store:
    for _ in range(10):
        store.write(add, ids=[f"p{number}" for number in range(50)])
"""


@pytest.mark.slow
def test_processes_that_merge_the_same_things_make_each_once(store: Store) -> None:
    settings = store.settings
    command = [sys.executable, "-c", PROCESS, str(settings.data), settings.neo4j_uri or ""]
    writers = [subprocess.Popen(command, cwd=ROOT) for _ in range(3)]
    assert [writer.wait(120) for writer in writers] == [0, 0, 0]
    assert store.read(COUNT) == [{"n": 50}]


def test_the_schema_can_be_made_again(store: Store) -> None:
    store.migrate()
    store.migrate()


def test_a_command_makes_the_schema_only_where_it_is_not_known_to_be_there(
    embedded_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert embedded_store.has_schema()
    made: list[Store] = []
    monkeypatch.setattr(Store, "migrate", lambda store: made.append(store))
    open_store(embedded_store.settings).close()
    assert made == []
    monkeypatch.setattr("graph.engine.store.schema_digest", lambda engine: f"another {engine}")
    open_store(embedded_store.settings).close()
    assert len(made) == 1


def test_names_can_be_searched_for(store: Store) -> None:
    store.write(
        cypher(
            "MERGE (p:Person {id: 'p'}) "
            "SET p.name = 'Zebedee Quill', p.other_names = ['Zeb Flint'] "
            "MERGE (a:Address {id: 'a'}) SET a.lines = '4 Tansy Row, Wexmouth' "
            "MERGE (i:Incident {id: 'i'}) SET i.summary = 'Followed home' "
            "MERGE (o:Organisation {id: 'o'}) SET o.name = 'Tansy Bakery'"
        )
    )
    query = cypher(
        "CALL db.index.fulltext.queryNodes($index, $words) YIELD node RETURN node.id AS id",
        "id: str",
        "index: str, words: str",
    )
    for index, words, found in (
        ("person_ft", "zebedee", "p"),
        ("person_ft", "quil~", "p"),
        ("alias_ft", "flint", "p"),
        ("address_ft", "tansy", "a"),
        ("incident_ft", "followed", "i"),
        ("organisation_ft", "bakery", "o"),
    ):
        assert [row["id"] for row in store.read(query, index=index, words=words)] == [found]


def test_only_neo4j_explains(store: Store) -> None:
    notes = store.explain(cypher("MATCH (a:Nowhere), (b:Phone) RETURN a.id AS id", "id: str"))
    if store.engine == "neo4j":
        assert any("Nowhere" in note for note in notes)
        assert any("artesian" in note for note in notes)
    else:
        assert notes == []


def test_the_engine_is_named_with_its_version(store: Store) -> None:
    assert (store.engine, store.version) in {("arcadedb", "26.10.2"), ("neo4j", "5.26.30")}


def test_a_server_that_is_not_there_is_said_in_one_sentence(tmp_path: Path) -> None:
    nobody = Settings(tmp_path, "bolt://127.0.0.1:1", "neo4j", "x")
    with pytest.raises(EngineError, match="NEO4J_URI: start it"):
        open_store(nobody)
