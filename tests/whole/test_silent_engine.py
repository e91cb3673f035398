"""Every command ends in one sentence when the engine takes its line and then says nothing."""

from __future__ import annotations

import io
import socket
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from engines import empty
from stalling import Stalled, impatient
from test_every_command import commands, lines
from whole_way import Done, canonical, clear, incident, party, run, well

from graph.changes import folder
from graph.engine import store as engine
from graph.engine.store import Store

pytestmark = pytest.mark.slow
SECONDS = 10.0
ASKS_NOTHING = (
    *("audit show", "audit export", "audit erase", "audit verify", "audit anchor"),
    *(f"users {each}" for each in ("add", "list", "holder", "grant", "revoke", "sign-out")),
    *("users token", "users reset", "users role", "users disable"),
    *("generate", "check-feed", "draft-mapping", "simulate"),
)
"""Commands that read files alone."""
ELSEWHERE = {
    "demo": "generate, ingest, night, flags and serve, one after the other",
    "bulk": "is for an empty server, which it asks as every reading command does",
    "restore": "its lines go into an engine as those of every write: tests/graph/engine",
    "erase again": "erases as `erase record` does, each line of a list",
}

HERE_UNASKED = ("alike", "series", "share received", "evaluate detection", "retain")
"""Commands that see before they ask that here they have nothing to do, or may not."""


class Silent:
    """A server that takes lines and says nothing."""

    def __init__(self) -> None:
        self.taken: list[socket.socket] = []
        self._server = socket.create_server(("127.0.0.1", 0))
        self.uri = f"bolt://127.0.0.1:{self._server.getsockname()[1]}"
        threading.Thread(target=self._take, daemon=True).start()

    def _take(self) -> None:
        while True:
            try:
                self.taken.append(self._server.accept()[0])
            except OSError:
                return

    def close(self) -> None:
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        for line in self.taken:
            line.close()


@pytest.fixture
def silent() -> Iterator[Silent]:
    server = Silent()
    yield server
    server.close()


@pytest.fixture(scope="module")
def data(arcadedb_session: Store) -> Path:
    empty(arcadedb_session)
    return clear(arcadedb_session.settings.data)


@pytest.fixture(scope="module")
def given(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Sequence[object]]:
    """How each command that asks an engine is given; every command is, or says why not."""
    place = tmp_path_factory.mktemp("given")
    sam, ann = party("Sam Pike", "suspect"), party("Ann Reed", "victim")
    file = canonical(place / "canonical_2024-02-01.jsonl", [incident("A1", sam, ann)])
    well("ingest", file, "--data", data)
    well("export-decisions", place / "decisions.jsonl", "--data", data)
    one, other = (well("search", each, "--data", data, "--json").data for each in ("Sam", "Ann"))
    words = lines(data, place, file, one[0]["id"], other[0]["id"], "none")
    words |= {"doctor": [], "serve": ["--port", "0"]}
    assert set(commands()) == {*words, *ASKS_NOTHING, *ELSEWHERE}
    return {name: words[name] for name in words if name not in (*ASKS_NOTHING, *ELSEWHERE)}


def test_an_engine_that_says_nothing_from_the_first_word_on(
    data: Path,
    given: Mapping[str, Sequence[object]],
    silent: Silent,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    impatient(monkeypatch, 0.2)
    monkeypatch.setenv("NEO4J_URI", silent.uri)
    monkeypatch.setenv("NEO4J_PASSWORD", "none")
    for name, words in given.items():
        before, done = len(silent.taken), ended(name, *words, "--data", data)
        assert len(silent.taken) > before, name
        assert_told(name, done, "no graph server answers at NEO4J_URI: start it")


def test_an_engine_that_falls_silent_after_the_first_word(
    data: Path, given: Mapping[str, Sequence[object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    settle, stalled = folder.settle, Stalled(data)

    def fallen_silent(store: Store, known: folder.Folder) -> None:
        settle(store, known)
        stalled.line.fall_silent()
        impatient(monkeypatch, 0.2)

    monkeypatch.setattr(folder, "settle", fallen_silent)
    monkeypatch.setattr(engine, "engine_of", lambda _: stalled)
    for name, words in given.items():
        if name in ("serve", "doctor"):  # one asks later, at each page, and one opens no folder
            continue
        impatient(
            monkeypatch, 3.0
        )  # to its first word an engine may need so long on a busy machine
        done = ended(name, *words, "--data", data)
        stalled.line.close()
        if name not in HERE_UNASKED:
            assert_told(name, done, "this takes the engine more than")


def ended(name: str, *words: object) -> Done:
    """What came of a command, which must end by itself soon."""
    began = time.monotonic()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", io.StringIO())
        done = run(*name.split(), *words)
    assert time.monotonic() - began < SECONDS, name
    return done


def assert_told(name: str, done: Done, sentence: str) -> None:
    if name == "doctor":
        assert done.code == 1
        assert "no graph server answers" in done.out
        return
    assert done.code == 4, (name, done)
    assert sentence in done.err, (name, done)
    assert len(done.err.splitlines()) == 1, (name, done)
