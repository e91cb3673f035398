"""An account that may only read: what reads answers, what writes says so in a sentence.

Neo4j's Community edition has no such account, so here the engine's line is replaced by one that
forbids what writes, by the code that the other editions give.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import neo4j
import pytest
from house import House, callback
from neo4j import exceptions
from test_read_only import READS, SENTENCE, WRITES
from test_silent_engine import data, given  # noqa: F401 - fixtures
from whole_way import run

from dashboard.app import PAGES
from dashboard.routes import PATHS
from graph.access.roles import GIVEN, may
from graph.engine.embedded import Embedded
from graph.engine.neo4j_server import Neo4jServer
from graph.engine.store import Store

pytestmark = pytest.mark.slow
ELSEWHERE = {
    "serve": "each page, below",
    "compact": "makes the embedded engine's files and schema anew, and a server's not at all",
    "replay": "fills a graph of its own",
    "doctor": "asks for the schema as its engine does: test_read_only",
}
WRITING = re.compile(r"^\s*(CREATE|MERGE|SET|DELETE|DETACH|REMOVE)\b", re.MULTILINE)


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements that were forbidden."""
    forbidden: list[str] = []

    def lay(kind: Any) -> None:
        real = kind.run

        def run(line: Any, query: Any, *rest: Any, **more: Any) -> Any:
            text = query if isinstance(query, str) else query.text
            if WRITING.search(text):
                forbidden.append(text)
                code = "Neo.ClientError.Security.Forbidden"
                raise exceptions.Neo4jError._basic_hydrate(neo4j_code=code, message="Zebedee")
            return real(line, query, *rest, **more)

        monkeypatch.setattr(kind, "run", run)

    lay(neo4j.Session)
    lay(neo4j.Transaction)
    monkeypatch.setattr(Embedded, "refusal", Neo4jServer.refusal)
    return forbidden


def test_each_command_answers_or_says_that_it_may_not_write(
    data: Path,  # noqa: F811
    given: Mapping[str, Sequence[object]],  # noqa: F811
    reader: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    refused = set()
    for name, words in given.items():
        if name in ELSEWHERE:
            continue
        before = len(reader)
        monkeypatch.setattr("sys.stdin", io.StringIO())
        done = run(*name.split(), *words, "--data", data)
        assert "Zebedee" not in done.out + done.err, name
        assert "fault of the program" not in done.err, (name, done)
        if SENTENCE in done.err:
            refused.add(name)
            assert (done.code, done.err.count("\n")) == (4, 1), (name, done)
        else:
            assert len(reader) == before, (name, done)
    assert not refused & set(READS)
    assert refused >= set(WRITES) - {"import-decisions"}


def test_each_page_answers(
    arcadedb_session: Store,
    given: Mapping[str, Sequence[object]],  # noqa: F811
    reader: list[str],
    tmp_path: Path,
) -> None:
    person = str(given["why"][0])
    house = House(arcadedb_session, tmp_path)
    for page in PAGES:
        role = next(each for each in GIVEN if may(each, page.right))
        path = PATHS[page.name].replace("<label>", "Person").replace("<id>", person)
        answer = callback(house.signed_in(role), f"{path}?q=Pike&why=testing")
        text = answer.get_data(as_text=True)
        assert answer.status_code == 200, page.name
        assert "may only be read" not in text, page.name
    assert reader == []
