"""A resolution that is killed leaves nothing behind that the next one would believe."""

from __future__ import annotations

from pathlib import Path

import pytest
from engines import cypher
from small_records import deliver, incident, person, withdraw

from graph.derive.dump import digest
from graph.engine.store import Store
from ingest.resolve import run
from ingest.resolve.run import resolve

PHONE, HOME = "+447700900001", "4 mill lane"
ONE = incident("1", person("Dana Quill", "suspect", phone=PHONE))
TWO = incident("2", person("Dana Quill", "suspect", home=HOME), day=2)
BOTH = incident("3", person("Dana Quill", "suspect", phone=PHONE, home=HOME), day=3)
WHO = cypher(
    "MATCH (m:Mention)-[:REFERS_TO]->(p:Person) RETURN m.id AS mention, p.id AS person",
    "mention: str, person: str",
)


class Killed(BaseException):
    pass


def people(store: Store) -> int:
    return len({row["person"] for row in store.read(WHO)})


def die(*_: object) -> int:
    raise Killed


@pytest.mark.slow
@pytest.mark.parametrize("step", ["_decide", "derive_people"])
def test_whom_a_mention_held_together_part_although_the_resolution_was_killed(
    embedded_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    store, work = embedded_store, tmp_path / "work"
    deliver(store, "d1", ONE, TWO)
    resolve(store, work)
    before = digest(store)
    assert people(store) == 2
    deliver(store, "d2", BOTH)
    with monkeypatch.context() as patched:
        patched.setattr(run, step, die)
        with pytest.raises(Killed):
            resolve(store, work)
    resolve(store, work)
    assert people(store) == 1
    withdraw(store, "d2")
    with monkeypatch.context() as patched:
        patched.setattr(run, step, die)
        with pytest.raises(Killed):
            resolve(store, work)
    resolve(store, work)
    assert people(store) == 2
    assert digest(store) == before


def test_those_whom_nothing_holds_together_any_more_part(
    embedded_store: Store, tmp_path: Path
) -> None:
    store, work = embedded_store, tmp_path / "work"
    deliver(store, "d1", ONE, TWO)
    resolve(store, work)
    before = store.read(WHO)
    deliver(store, "d2", BOTH)
    resolve(store, work)
    assert people(store) == 1
    withdraw(store, "d2")
    resolve(store, work)
    assert store.read(WHO) == before
