"""What is sent to an engine is cut to what it takes."""

from __future__ import annotations

import pytest
from engines import cypher

from graph.engine import message
from graph.engine.store import Store
from graph.errors import EngineError

ADD = cypher(
    "UNWIND $rows AS row MERGE (n:Phone {id: row.id}) SET n.written = row.text RETURN n.id AS id",
    "id: str",
    "rows: list[map]",
)
COUNT = cypher("MATCH (n:Phone) RETURN count(n) AS n", "n: int")


def test_more_than_a_message_holds_is_written_all_the_same(store: Store) -> None:
    rows = [{"id": str(n), "text": "x" * 71_000} for n in range(300)]
    assert len(store.write(ADD, rows=rows)) == 300
    store.write_all([(ADD, {"rows": rows[:250]})])
    assert store.read(COUNT) == [{"n": 300}]


def test_one_row_that_is_too_large_is_refused_before_it_is_sent(embedded_store: Store) -> None:
    with pytest.raises(EngineError, match="more than the 15 MB that the engine takes"):
        embedded_store.write(ADD, rows=[{"id": "1", "text": "x" * (16 << 20)}])
    assert embedded_store.read(COUNT) == [{"n": 0}]


def test_pieces_keep_every_row_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(message, "PIECE_BYTES", 2_000)
    rows = [{"id": str(n), "text": "y" * 90} for n in range(101)]
    cut = [piece["rows"] for piece in message.pieces(ADD, {"rows": rows, "other": 1})]
    assert len(cut) > 4
    assert all(message.size({"rows": piece}) <= 2_000 for piece in cut)
    assert [row for piece in cut for row in piece] == rows


def test_what_is_repeated_counts_each_time() -> None:
    text = "z" * 1_000
    assert message.size([text] * 10) > 10_000
