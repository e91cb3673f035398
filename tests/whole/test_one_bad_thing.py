"""One bad thing stops one thing, and what is told of a fault holds nothing of the data."""

from __future__ import annotations

import os
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from engines import cypher
from whole_way import Done, canonical, incident, party, run, well

import graph.derive.deliver as derive
import graph.rules.run as asking
import ingest.mapping.compile_record as compiling
import ingest.resolve.run as resolving
from graph.engine.store import Store
from graph.rules.measures import measured
from ingest.delivery import reading

SECRET = "Quillfeather"
INCIDENTS = cypher("MATCH (i:Incident) RETURN i.id AS id ORDER BY id", "id: str")
NIGHT = ("night", "--as-of", "2024-05-01", "--data")


def wait(data: Path, name: str, *references: str) -> Path:
    (data / "inbox").mkdir(exist_ok=True)
    sam = party(f"Sam {SECRET}", "suspect", nominal="7")
    return canonical(data / "inbox" / name, [incident(each, sam) for each in references])


def incidents(store: Store) -> list[str]:
    return [row["id"].rpartition("/")[2] for row in store.read(INCIDENTS)]


def check_private(done: Done) -> None:
    assert SECRET not in done.out + done.err


def test_a_row_that_the_program_fails_at_is_refused_with_the_place_of_the_fault(
    data: Path, embedded_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait(data, "canonical_1.jsonl", "A1", "A2", "A3")
    check = reading._check_size

    def failing(record: Any) -> None:
        if record.reference == "A2":
            raise KeyError(record.content)
        check(record)

    monkeypatch.setattr(reading, "_check_size", failing)
    done = run(*NIGHT, data)
    check_private(done)
    assert done.code == 8
    assert "failed at 1 row or file" in done.err
    assert incidents(embedded_store) == ["A1", "A3"]
    (kept,) = (data / "rejects").iterdir()
    assert "canonical_1.jsonl:2" in kept.read_text()
    assert "a fault of the program (KeyError at test_one_bad_thing.py:" in kept.read_text()


def test_a_delivery_whose_records_meet_a_fault_stays_and_every_other_comes_in(
    data: Path, embedded_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait(data, "canonical_1.jsonl", "A1")
    bad = wait(data, "canonical_2.jsonl", "A2")
    wait(data, "canonical_3.jsonl", "A3")
    props = derive.record_props

    def failing(record: Any) -> dict[str, Any]:
        if record.reference == "A2":
            raise RuntimeError(record.content)
        return props(record)

    with monkeypatch.context() as patch:
        patch.setattr(derive, "record_props", failing)
        done = run(*NIGHT, data)
    check_private(done)
    assert done.code == 8
    assert "canonical_2.jsonl met a fault of the program (RuntimeError at" in done.out
    assert incidents(embedded_store) == ["A1", "A3"]
    assert list((data / "inbox").iterdir()) == [bad]
    well(*NIGHT, data)
    assert incidents(embedded_store) == ["A1", "A2", "A3"]


def test_a_name_that_is_no_text_costs_its_own_file_alone(data: Path, embedded_store: Store) -> None:
    wait(data, "canonical_1.jsonl", "A1")
    strange = os.fsencode(data / "inbox") + b"/canonical_\xff.jsonl"
    Path(os.fsdecode(strange)).write_bytes((data / "inbox" / "canonical_1.jsonl").read_bytes())
    done = run(*NIGHT, data)
    assert done.code == 3
    assert "canonical_\\xff.jsonl has a name that is not UTF-8 text: rename it" in done.out
    assert incidents(embedded_store) == ["A1"]
    done = run("ingest", os.fsdecode(strange), "--data", data)
    assert (done.code, done.err.count("\n")) == (3, 1)
    Path(os.fsdecode(strange)).unlink()


FLAGS = cypher(
    "MATCH (f:Flag) RETURN f.rule AS rule, f.state AS state, size(f.evidence) AS records "
    "ORDER BY rule, records",
    "rule: str, state: str, records: int",
)


def flags(store: Store) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in store.read(FLAGS)]


@pytest.fixture
def course(data: Path) -> Path:
    """A night has flagged a course of conduct, and a third report of it waits."""
    sam, ann = party(f"Sam {SECRET}", "suspect", nominal="7"), party("Ann Reed", "victim")
    days = [
        incident(f"C{day}", sam, ann, at=f"2024-04-0{day}T10:00:00Z", offence_classes=["8L"])
        for day in (1, 3, 5)
    ]
    (data / "inbox").mkdir()
    canonical(data / "inbox" / "canonical_1.jsonl", days[:2])
    well(*NIGHT, data)
    canonical(data / "inbox" / "canonical_2.jsonl", days[2:])
    return data


@pytest.mark.parametrize("name", ["course_of_conduct", "unknown_suspect"])
def test_a_rule_that_fails_stops_itself_alone_and_is_asked_again(
    course: Path, embedded_store: Store, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    stood = flags(embedded_store)
    assert ("course_of_conduct", "new", 2) in stood

    def failing(rule: Any, rows: Any) -> Any:
        if rule.name == name:
            raise KeyError(SECRET)
        return measured(rule, rows)

    with monkeypatch.context() as patch:
        patch.setattr(asking, "measured", failing)
        done = run(*NIGHT, course)
    check_private(done)
    assert done.code == 8
    assert f"failed: the rule {name} met a fault of the program (KeyError at" in done.out
    assert incidents(embedded_store) == ["C1", "C3", "C5"]
    grown = ("course_of_conduct", "strengthened", 3)
    assert (grown in flags(embedded_store)) == (name != "course_of_conduct")
    again = well(*NIGHT, course)
    assert grown in flags(embedded_store)
    assert "are not those of the last night" not in again.out
    assert "are not those of the last night" not in well(*NIGHT, course).out


def test_a_rule_that_the_engine_refuses_stops_itself_alone(
    course: Path, embedded_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Store.read

    def refused(store: Store, query: Any, *given: Any, **params: Any) -> Any:
        if query.path == "detect/escalation":
            query = replace(query, text="UNWIND $anchors AS id RETURN 1 / 0 AS beyond")
        return read(store, query, *given, **params)

    with monkeypatch.context() as patch:
        patch.setattr(Store, "read", refused)
        done = run(*NIGHT, course)
    check_private(done)
    assert done.code == 8
    assert "failed: the rule escalation met cypher/detect/escalation.cypher: the engine" in done.out
    assert ("course_of_conduct", "strengthened", 3) in flags(embedded_store)


def test_a_fault_in_who_is_who_leaves_the_flags_and_the_next_night_takes_it_up(
    course: Path, embedded_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    stood = flags(embedded_store)

    def failing(*_: Any) -> None:
        raise RuntimeError(SECRET)

    with monkeypatch.context() as patch:
        patch.setattr(resolving, "derive_people", failing)
        done = run(*NIGHT, course, "--json")
    check_private(done)
    assert (done.code, len(done.data["failed"]), done.data["flags"]) == (8, 1, [])
    assert list((course / "inbox").iterdir()) == []
    assert flags(embedded_store) == stood
    well(*NIGHT, course)
    assert ("course_of_conduct", "strengthened", 3) in flags(embedded_store)


PLACES = [
    (compiling, "compile_mapping"),
    (reading, "read_source"),
    (reading, "joined"),
    (reading, "refused"),
    (derive, "supersede"),
    (derive, "elements_of"),
    (derive, "mention_rows"),
    (derive, "apply_versions"),
]


@pytest.mark.parametrize("seed", range(6))
def test_a_fault_at_a_random_place_prints_nothing_of_the_data(
    data: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance = random.Random(seed)
    wait(data, "canonical_1.jsonl", "A1")
    room, name = chance.choice(PLACES)
    kind = chance.choice([KeyError, ValueError, TypeError, RuntimeError, ZeroDivisionError])

    def failing(*given: Any, **more: Any) -> Any:
        raise kind(f"{SECRET} {given} {more}")

    monkeypatch.setattr(room, name, failing)
    for words in (NIGHT, ("ingest", data / "inbox" / "canonical_1.jsonl", "--data")):
        done = run(*words, data)
        check_private(done)
        assert "Traceback" not in done.err, (room, name)
    for place in data.rglob("*.log"):
        assert SECRET not in place.read_text(errors="replace")
