"""A Neo4j database that may only be read: what reads answers, what writes says so in a sentence."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from engines import START_SOON, kernel
from house import House, callback
from killed import Small, small_pages
from test_every_command import commands, lines
from whole_way import canonical, incident, party, run, well

from dashboard.app import PAGES
from dashboard.routes import PATHS
from graph.access.roles import GIVEN, may
from graph.changes.opening import open_store
from graph.settings import Settings

# Neo4j plans each question for the first time.
pytestmark = [pytest.mark.slow, pytest.mark.neo4j, pytest.mark.timeout(900)]
READS = (
    *("ask", "flags", "search", "dump", "why", "judgements", "review", "label", "retain"),
    *("subject-access", "export", "report", "export-decisions", "verify", "backup"),
    *("share preview", "share list", "audit show", "audit looks", "audit unusual"),
)
WRITES = (*("night", "judge", "rebuild", "withdraw", "ingest", "import-decisions", "erase record"),)
A_RULE = Small(rules=frozenset({"course_of_conduct"}))
"""Neo4j plans each for the first time, and one that reads is enough before what is written."""
SENTENCE = "this account or database may only be read: name in NEO4J_USER one that may write"


def records(*days: int) -> list[dict[str, object]]:
    sam, ann = party("Sam Pike", "suspect", phone="07700 900102"), party("Ann Reed", "victim")
    return [incident(f"A{day}", sam, ann, at=f"2024-01-0{day}T10:00:00Z") for day in days]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A database with three incidents and a judgement, which is made again to be read alone."""
    home, data = tmp_path_factory.mktemp("neo4j"), tmp_path_factory.mktemp("data")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEO4J_PASSWORD", "none")
        with kernel(home, *START_SOON, "-Dorderly=true") as server:
            patch.setenv("NEO4J_URI", server.neo4j_uri or "")
            file = canonical(data / "canonical_2024-02-01.jsonl", records(1, 3, 5))
            well("ingest", file, "--data", data)
        with kernel(home, *START_SOON, set_to=["server.databases.read_only=neo4j"]) as server:
            patch.setenv("NEO4J_URI", server.neo4j_uri or "")
            yield Settings.load(data)


def test_each_command_answers_or_says_that_it_may_not_write(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    data = ("--data", settings.data)
    people = [well("search", each, *data, "--json").data[0]["id"] for each in ("Pike", "Reed")]
    given = lines(settings.data, tmp_path, tmp_path / "none", people[0], people[1], "none")
    given["withdraw"] = ["canonical_2024-02-01.jsonl"]
    given["ingest"] = [canonical(tmp_path / "canonical_2024-02-02.jsonl", records(7))]
    words = canonical(tmp_path / "words.jsonl", [])
    given["import-decisions"] = [words]
    assert {*READS, *WRITES} <= set(commands())
    for name in READS:
        done = run(*name.split(), *given[name], *data)
        assert (done.code, "be read" in done.err) == (0, False), (name, done)
    for name in WRITES:
        with small_pages(A_RULE):
            done = run(*name.split(), *given[name], *data)
        assert (done.code, done.err.count("\n")) == (4, 1), (name, done)
        assert SENTENCE in done.err, name
    with open_store(settings) as store:
        house = House(store, tmp_path)
        for page in PAGES:
            role = next(each for each in GIVEN if may(each, page.right))
            path = PATHS[page.name].replace("<label>", "Person").replace("<id>", people[0])
            answer = callback(house.signed_in(role), f"{path}?q=Pike&why=testing")
            text = answer.get_data(as_text=True)
            assert answer.status_code == 200, page.name
            assert "may only be read" not in text, page.name
    assert "constraints and indexes are there" in run("doctor", *data).out
