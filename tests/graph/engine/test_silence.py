"""What an engine never answers is given up at each step, and what is too dear for it is ended."""

from __future__ import annotations

import itertools
import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from engines import cypher
from stalling import Stalled, impatient

from graph.engine import store as limits
from graph.engine.embedded import Embedded
from graph.engine.store import Store
from graph.errors import EngineError
from graph.settings import Settings

ADD = cypher("MERGE (n:Phone {id: $id}) RETURN n.id AS id", "id: str", "id: str")
COUNT = cypher("MATCH (n:Phone) RETURN count(n) AS n", "n: int")


def all_of(slow: Store) -> None:
    """Everything that a store asks an engine."""
    slow.has_schema()
    slow.read(COUNT)
    slow.write(ADD, id="1")
    slow.write_all([(ADD, {"id": each}) for each in "23"])
    assert list(slow.stream(COUNT)) == [{"n": 3}]


@contextmanager
def behind(engine: Stalled) -> Iterator[Stalled]:
    with pytest.MonkeyPatch.context() as patch:
        impatient(patch)
        patch.setattr(limits, "engine_of", lambda _: engine)
        try:
            yield engine
        finally:
            engine.line.close()


def test_an_engine_that_falls_silent_at_any_moment_is_given_up(embedded_store: Store) -> None:
    for most in itertools.count():
        began = time.monotonic()
        told = _told(embedded_store.settings, most)
        assert time.monotonic() - began < 5, most
        if told is None:
            break
        assert re.search("does not answer|this takes the engine more than", told), most
    assert most > 8  # at the greeting, the login, and each statement's beginning and end


def _told(settings: Settings, most: int) -> str | None:
    """What is told when the line carries so much; None when all was done."""
    with behind(Stalled(settings.data, most)):
        try:
            with Store(settings) as slow:
                all_of(slow)
        except EngineError as error:
            return str(error)
        return None


MANY = cypher("UNWIND range(1, 2000) AS i CREATE (:Phone {id: 'many ' + i})")
ITSELF = "MATCH (a:Phone) MATCH (b:Phone) MATCH (c:Phone) WHERE a.id + b.id + c.id = 'x'"
DEAR = cypher(f"{ITSELF} RETURN count(*) AS n", "n: int")
DEAR_WRITE = cypher(f"{ITSELF} SET a.written = 'x' RETURN count(*) AS n", "n: int")


@pytest.mark.parametrize(
    "asked",
    [
        lambda store: store.read(DEAR),
        lambda store: store.write(DEAR_WRITE),
        lambda store: store.write_all([(ADD, {"id": "y"}), (DEAR_WRITE, {})]),
        lambda store: list(store.stream(DEAR)),
    ],
    ids=["read", "write", "write of several", "stream"],
)
def test_a_statement_that_takes_too_long_is_ended(
    asked: Callable[[Store], object], store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.write(MANY)
    impatient(monkeypatch, 3.0)  # to its first word an engine may need so long on a busy machine
    with Store(store.settings) as impatient_store:
        impatient(monkeypatch, 1.0)
        began = time.monotonic()
        with pytest.raises(EngineError, match="more than 1 s and was ended: ask for less"):
            asked(impatient_store)
        assert time.monotonic() - began < 5
        # What was told of may need a moment to see that it is to end.
        while working(store) and time.monotonic() - began < 5:
            time.sleep(0.05)
    assert working(store) == 0


def working(store: Store) -> int:
    """How many statements the engine is at."""
    engine = store._engine
    if isinstance(engine, Embedded):
        assert engine._connection
        _, told = engine._connection.server.send("/api/v1/server", {"command": "list queries"})
        return len(json.loads(told)["result"])
    with store._driver.session(database=engine.database) as session:
        return len(list(session.run("SHOW TRANSACTIONS YIELD transactionId"))) - 1
