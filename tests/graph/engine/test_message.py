"""What is sent to an engine is cut to what it takes, and what it never answers is given up."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from engines import cypher

from graph.engine import message, store
from graph.engine.embedded import Embedded
from graph.engine.protocol import Endpoint
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


class Stalling:
    """A line to the engine that falls silent when told to."""

    def __init__(self, port: int) -> None:
        self._port, self.silent, self._closed = port, threading.Event(), threading.Event()
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = self._server.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                near, _ = self._server.accept()
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", self._port))
            for a, b in ((near, far), (far, near)):
                a.settimeout(None)
                threading.Thread(target=self._carry, args=(a, b), daemon=True).start()

    def _carry(self, a: socket.socket, b: socket.socket) -> None:
        try:
            while data := a.recv(65_536):
                if self.silent.is_set():
                    self._closed.wait()
                b.sendall(data)
        except OSError:
            pass
        finally:  # else each is told of as unclosed, in whatever test runs then
            a.close()
            b.close()

    def close(self) -> None:
        self._closed.set()
        self._server.close()


class Stalled(Embedded):
    """The embedded engine behind a line that may fall silent, and that is not started again."""

    restarts = False

    def start(self) -> Endpoint:
        endpoint = super().start()
        self.line = Stalling(urlsplit(endpoint.uri).port or 0)
        return replace(endpoint, uri=f"bolt://127.0.0.1:{self.line.port}")


@pytest.mark.parametrize(
    "asked",
    [
        lambda slow: slow.read(COUNT),
        lambda slow: slow.write(ADD, rows=[{"id": "2", "text": "b"}]),
        lambda slow: slow.write(ADD, rows=[{"id": "2", "text": "b" * (14 << 20)}]),
        lambda slow: list(slow.stream(COUNT)),
    ],
    ids=["read", "write", "large write", "stream"],
)
def test_an_engine_that_says_nothing_is_given_up(
    asked: Callable[[Store], object],
    embedded_store: Store,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(store, "ANSWER_SECONDS", 1.0)
    monkeypatch.setattr(store, "CONNECT_SECONDS", 1.0)
    monkeypatch.setattr(store, "RETRY_SECONDS", 0.5)
    engine = Stalled(embedded_store.settings.data)
    monkeypatch.setattr(store, "engine_of", lambda _: engine)
    try:
        with Store(embedded_store.settings) as slow:
            slow.write(ADD, rows=[{"id": "1", "text": "a"}])
            engine.line.silent.set()
            with pytest.raises(EngineError, match="the embedded engine does not answer"):
                asked(slow)
    finally:
        engine.line.close()
