"""Judgements from one graph in another; and the commands, from the terminal."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from engines import cypher, empty
from sessions import session_of
from small_records import deliver, incident, person
from typer.testing import CliRunner

import throughline
from graph.access.audit import Sought, open_audit
from graph.derive.dump import digest
from graph.derive.rebuild import rebuild, unfinished
from graph.engine.store import Store
from graph.errors import InputError
from graph.flags import dispositions as flag_words
from graph.flags.key import flag_id
from graph.identity import decisions, exchange
from graph.model.record import Record
from ingest.resolve.run import resolve

RECORDS = [
    incident("1", person("Dana Quill", "suspect", born="1987-02-14", phone="+447700900001")),
    incident("2", person("Dana Quill", "suspect", born="1987-02-14"), day=2),
    incident("3", person("Rosa Fenn", "victim", born="1990-09-03"), day=3),
    incident("4", person("UNKNOWN", "suspect", born="1900-01-01"), day=4),
]
MENTIONS = [record.mention_id(record.parties[0]) for record in RECORDS]
WHO = cypher(
    "MATCH (m:Mention)-[:REFERS_TO]->(p:Person) RETURN m.id AS mention, p.id AS person",
    "mention: str, person: str",
)


def who(store: Store) -> dict[str, str]:
    return {row["mention"]: row["person"] for row in store.read(WHO)}


def fill(store: Store, tmp_path: Path, *records: Record) -> None:
    deliver(store, "d1", *(records or RECORDS))
    resolve(store, tmp_path / "work")


def said_and_taken_back(store: Store, tmp_path: Path) -> None:
    ann = session_of(store, folder=tmp_path)
    decisions.say(ann, MENTIONS[0], MENTIONS[1], same=False, why="not him\u2028")
    gone = decisions.say(ann, MENTIONS[0], MENTIONS[2], same=True, why="a slip")
    decisions.take_back(ann, gone.id, "a slip indeed")


@pytest.mark.slow
def test_judgements_are_carried_to_another_graph(store: Store, tmp_path: Path) -> None:
    fill(store, tmp_path)
    said_and_taken_back(store, tmp_path)
    people, before = who(store), digest(store)
    assert people[MENTIONS[0]] != people[MENTIONS[1]]
    lines = [json.dumps(line) for line in exchange.export(store)]
    empty(store)
    fill(store, tmp_path / "other")
    assert len(set(who(store).values())) == 2
    imported = exchange.import_decisions(store, exchange.read_lines(lines))
    assert (imported.new, imported.known, imported.waiting) == (3, 0, ())
    resolve(store, tmp_path / "other" / "work")
    assert (who(store), digest(store)) == (people, before)
    again = exchange.import_decisions(store, exchange.read_lines(lines))
    assert again == exchange.Imported(0, 3, ())
    assert not resolve(store, tmp_path / "other" / "work").moved
    assert [json.dumps(line) for line in exchange.export(store)] == lines


@pytest.mark.slow
def test_what_speaks_of_mentions_that_are_not_here_waits(
    embedded_store: Store, tmp_path: Path
) -> None:
    store = embedded_store
    fill(store, tmp_path)
    said_and_taken_back(store, tmp_path)
    lines = list(exchange.export(store))
    empty(store)
    fill(store, tmp_path / "other", *RECORDS[:2])
    first = exchange.import_decisions(store, lines)
    assert (first.new, len(first.waiting)) == (1, 2)
    deliver(store, "d2", RECORDS[2])
    second = exchange.import_decisions(store, first.waiting)
    assert (second.new, second.waiting) == (2, ())
    assert list(exchange.export(store)) == lines


@pytest.mark.parametrize(
    "line",
    ["{", "[]", '{"kind": "other"}', '{"kind": "withdrawal", "id": 3}', '"judgement"', "null"],
)
def test_a_line_that_is_no_decision_is_named(line: str) -> None:
    with pytest.raises(InputError, match="line 2"):
        exchange.read_lines(["", line])


@pytest.mark.slow
def test_a_rebuild_keeps_every_judgement(embedded_store: Store, tmp_path: Path) -> None:
    store = embedded_store
    fill(store, tmp_path)
    said_and_taken_back(store, tmp_path)
    people, before = who(store), digest(store)
    rebuild(store)
    resolve(store, tmp_path / "work")
    assert (who(store), digest(store)) == (people, before)


@pytest.fixture
def run(embedded_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs a command on the graph of the test; gives what it prints."""

    @contextmanager
    def here(_: object) -> Iterator[Store]:
        yield embedded_store

    rooms = ("graph.commands.identity", "ingest.commands.resolve", "ingest.commands.label")
    for module in rooms:
        monkeypatch.setattr(f"{module}.open_store", here)

    def said(*words: str, typed: str = "") -> str:
        line = [*words, "--data", str(tmp_path)]
        result = CliRunner().invoke(throughline.app, line, input=typed, catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.stdout

    return said


@pytest.mark.slow
def test_the_commands_judge_tell_and_carry(run: Any, embedded_store: Store, tmp_path: Path) -> None:
    deliver(embedded_store, "d1", *RECORDS)
    told = json.loads(run("resolve", "--json"))
    assert (told["mentions"], told["nobody"], told["people"]) == (3, 1, 2)
    with (tmp_path / "identity-doubts.csv").open() as file:
        listed = [(row["mention"], row["column"]) for row in csv.DictReader(file)]
    assert sorted(listed) == sorted((MENTIONS[3], c) for c in ("forename", "birth", ""))
    pair = (MENTIONS[0], MENTIONS[1])
    assert "One person" in run("why", *pair)
    said = json.loads(run("judge", *pair, "--apart", "--why", "twins", "--json"))
    assert "twins" in run("why", *pair)
    out = tmp_path / "out.jsonl"
    assert json.loads(run("export-decisions", str(out), "--json"))["decisions"] == 1
    run("unjudge", said["id"], "--why", "not twins")
    assert len(json.loads(run("judgements", "--json"))) == 1
    assert json.loads(run("import-decisions", str(out), "--json"))["known"] == 1
    assert "Model" in run("resolve")
    assert json.loads(run("why", *pair, "--json"))["one"]


def test_a_walk_through_doubtful_pairs_keeps_each_answer(
    run: Any, embedded_store: Store, tmp_path: Path
) -> None:
    fill(embedded_store, tmp_path)
    near = cypher(
        "MATCH (:Mention)-[r:RESEMBLES]->(:Mention) MATCH (n:Resolution) "
        "SET r.weight = toFloat(n.threshold) / 100 RETURN count(r) AS n",
        "n: int",
    )
    embedded_store.write(near)
    assert len(json.loads(run("review", "--json"))) == 1
    assert "0 of 1" in run("review", typed="what\nq\n")
    assert "1 of 1" in run("review", typed="n\n")
    (kept,) = json.loads(run("judgements", "--json"))
    assert kept["same"] is False
    assert "0 of 0" in run("review")
    file = tmp_path / "kept.csv"
    drawn = json.loads(run("label", "--json", "--file", str(file)))
    assert drawn
    assert drawn[0]["shares"]
    asked = run("label", "--file", str(file), typed="y\nq\n")
    assert drawn[0]["a_written"] in asked
    assert "1 of" in asked
    assert file.read_text().splitlines()[1].startswith(f"{drawn[0]['a']},{drawn[0]['b']},yes,")
    (noted,) = open_audit(embedded_store.settings).entries(
        1, Sought(about=drawn[0]["a"], action="alteration")
    )
    assert noted.body == {"labelled": [drawn[0]["a"], drawn[0]["b"]], "same": True}
    assert len(json.loads(run("label", "--json", "--file", str(file)))) == len(drawn) - 1
    assert len(json.loads(run("judgements", "--json"))) == 1


def test_a_word_waits_until_a_broken_rebuild_is_ended(run: Any, embedded_store: Store) -> None:
    mark = unfinished(embedded_store.settings)
    mark.touch()
    try:
        with pytest.raises(InputError, match="throughline rebuild"):
            run("judge", "a", "b", "--same", "--why", "x")
    finally:
        mark.unlink()


@pytest.mark.usefixtures("embedded_store")
def test_a_command_without_its_reason_is_one_sentence(run: Any) -> None:
    for line, told in (
        (("judge", "a", "b", "--why", "x"), "--same or --apart"),
        (("judge", "a", "b", "--same"), "needs a reason"),
        (("resolve", "--calibrate"), "--labels"),
    ):
        with pytest.raises(InputError, match=told):
            run(*line)


def test_what_was_said_of_a_flag_is_carried_and_the_last_word_counts(
    embedded_store: Store,
) -> None:
    store = embedded_store
    raised = (
        "CREATE (:Flag {id: 'f1', rule: 'r', state: 'new', columns: '{}', evidence: ['x'], "
        "level: 0})"
    )
    store.write(cypher(raised))
    ann, say = session_of(store), flag_words.decide
    days = [dt.datetime(2026, 1, day, tzinfo=dt.UTC) for day in (1, 2)]
    say(ann, "f1", "dismiss", "known", at=days[0])
    say(ann, "f1", "confirm", "after all", at=days[1])
    lines = exchange.read_lines(json.dumps(line) for line in exchange.export(store))
    assert [line["said"] for line in lines] == ["dismiss", "confirm"]
    empty(store)
    assert exchange.import_decisions(store, lines).waiting == tuple(lines)
    store.write(cypher(raised))
    assert exchange.import_decisions(store, lines[1:]).new == 1
    assert exchange.import_decisions(store, lines) == exchange.Imported(1, 1, ())
    assert list(exchange.export(store)) == lines
    (flag,) = store.read(cypher("MATCH (f:Flag) RETURN f.state AS state", "state: str"))
    assert flag == {"state": "confirmed"}


def test_what_was_said_of_a_group_that_grew_finds_it_under_its_key(
    embedded_store: Store,
) -> None:
    store = embedded_store
    raised = (
        "CREATE (:Flag {id: $id, rule: 'r', state: 'new', columns: '{}', evidence: ['x'], "
        "level: 0, subjects: ['a', 'b']})"
    )
    store.write(cypher(raised, params="id: str"), id="raised when it was smaller")
    ann, day = session_of(store), dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    flag_words.decide(ann, "raised when it was smaller", "confirm", "so", at=day)
    lines = exchange.read_lines(json.dumps(line) for line in exchange.export(store))
    empty(store)
    key = flag_id("r", ["a", "b"])
    store.write(cypher(raised, params="id: str"), id=key)
    assert exchange.import_decisions(store, lines) == exchange.Imported(1, 0, ())
    query = cypher("MATCH (f:Flag) RETURN f.id AS id, f.state AS state", "id: str, state: str")
    assert store.read(query) == [{"id": key, "state": "confirmed"}]
