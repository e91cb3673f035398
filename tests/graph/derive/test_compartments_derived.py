"""What records within compartments make of the graph, and what of it is whose."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from engines import empty
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from sessions import session_of
from small_records import deliver, incident, lines, person
from tiny_graph import write

from graph.access.session import Session
from graph.access.viewer import Viewer
from graph.derive.dump import dump
from graph.engine.store import Store
from graph.model.compartments import Marking, named_compartment
from graph.model.record import Record
from graph.queries import load
from ingest.resolve.run import resolve

NAMES = ("ALDER", "ELM", "OAK")
markings = st.builds(Marking, st.integers(0, 3), st.frozensets(st.sampled_from(NAMES)))


@given(a=markings, b=markings, viewer=markings)
def test_what_asks_for_two_is_seen_by_whoever_may_see_both(
    a: Marking, b: Marking, viewer: Marking
) -> None:
    assert viewer.covers(a | b) == (viewer.covers(a) and viewer.covers(b))


@given(a=markings, b=markings)
def test_of_two_marks_the_higher_asks_for_less(a: Marking, b: Marking) -> None:
    assert (a.mark == b.mark) == (a == b)
    if a.covers(b):
        assert b.mark >= a.mark
    if b.compartments and not a.compartments:
        assert a.mark > b.mark


def test_the_clause_of_a_query_is_that_of_the_program(store: Store, tmp_path: Path) -> None:
    every = [
        Marking(level, frozenset(names))
        for level in range(4)
        for names in ((), ("ALDER",), ("ELM",), ("ALDER", "ELM"))
    ]
    told = [
        f"p{n:02} Person level={each.level}"
        + (f" compartments={'|'.join(sorted(each.compartments))}|" if each.compartments else "")
        for n, each in enumerate(every)
    ]
    write(store, "\n".join(told))
    ids = [f"p{n:02}" for n in range(len(every))]
    audit = session_of(store, folder=tmp_path).audit
    for marking in every:
        viewer = Viewer("a", "analyst", "a test", marking.level, "", marking.compartments)
        rows = Session(store, audit, viewer).consult("x").read(load("ask/names"), ids=ids)
        seen = [id_ for id_, each in zip(ids, every, strict=True) if marking.covers(each)]
        assert [row["id"] for row in rows] == seen


def test_a_name_is_compared_in_capitals_and_one_that_is_none_is_refused() -> None:
    assert named_compartment("  op  Alder ") == "OP ALDER"
    made = incident("1", compartments=["op elm", "Op Alder", "OP ELM"])
    assert made.compartments == ("OP ALDER", "OP ELM")
    for wrong in ("", " ", "-", "a|b", "a,b", "x" * 61, "a\x00b"):
        with pytest.raises(ValidationError, match="no name of a compartment"):
            incident("1", compartments=[wrong])
    with pytest.raises(ValidationError, match="at most 20"):
        incident("1", compartments=[f"c{n}" for n in range(21)])


SAM = person("Sam Pike", "suspect", born="1980-01-01", phone="+447700900001", nominal="N1")


def test_a_record_within_a_compartment_adds_support_but_no_values(
    store: Store, tmp_path: Path
) -> None:
    alias = {**SAM, "other_names": [{"written": "The Heron"}]}
    alias["phones"] = [{**SAM["phones"][0], "use": "owner"}]
    secret = incident("2", alias, day=9, compartments=["OP ALDER"])
    deliver(store, "d1", incident("1", SAM, classification="SECRET"), secret)
    resolve(store, tmp_path)
    (someone,) = lines(store, '"node": "Person"')
    assert "Heron" not in someone
    assert "OP ALDER" not in someone
    assert '"level": 2' in someone
    (uses,) = lines(store, '"link": "USES"')
    assert '"use": "user"' in uses
    assert '"last_seen": "2024-01-01' in uses
    assert "OP ALDER" not in uses
    for within in ('"node": "Incident"', '"node": "Record"', '"node": "Mention"', "SUSPECT_IN"):
        assert len(lines(store, within, '"compartments": ["OP ALDER"]')) == 1


@pytest.mark.slow
def test_what_two_compartments_alone_know_takes_the_values_of_one(
    store: Store, tmp_path: Path
) -> None:
    for order in itertools.permutations(("OP ALDER", "OP ELM")):
        empty(store)
        for name in order:
            party = {**SAM, "other_names": [{"written": f"the one of {name}"}]}
            deliver(store, name, incident(name[3:], party, compartments=[name]))
            resolve(store, tmp_path)
        (someone,) = lines(store, '"node": "Person"')
        assert '"compartments": ["OP ELM"]' in someone
        assert "the one of OP ELM" in someone
        assert "the one of OP ALDER" not in someone


@pytest.mark.slow
def test_a_record_that_leaves_its_compartment_is_everybodys(store: Store, tmp_path: Path) -> None:
    kept = incident("1", SAM, compartments=["OP ALDER"], version="1")
    deliver(store, "d1", kept)
    resolve(store, tmp_path)
    assert len(lines(store, '"node": "Person"', "OP ALDER")) == 1
    deliver(store, "d2", incident("1", SAM, version="2"))
    resolve(store, tmp_path)
    assert lines(store, "OP ALDER") == lines(store, '"node": "Record"', "OP ALDER")  # the old one


WHO = [SAM, person("Ann Reed", "victim", born="1990-05-01", nominal="N2", home="1 mill lane")]


@st.composite
def drawn(draw: st.DrawFn) -> list[Record]:
    """Incidents with one or two people, some within compartments."""
    made = []
    for number in range(draw(st.integers(1, 5))):
        more: dict[str, Any] = {"day": draw(st.integers(1, 5))}
        if draw(st.booleans()):
            more["classification"] = "SECRET"
        more["compartments"] = draw(st.lists(st.sampled_from(NAMES), max_size=2, unique=True))
        who = draw(st.lists(st.sampled_from(WHO), min_size=1, max_size=2, unique_by=id))
        made.append(incident(f"{number}", *who, **more))
    return made


def told(store: Store) -> list[str]:
    """What is in no compartment; people by what is known of them, links without their records."""
    found = []
    for line in map(json.loads, dump(store)):
        props = line["props"]
        ends = [line.get("start", [""])[0], line.get("end", [""])[0]]
        if "compartments" in props or line.get("node") == "Delivery":
            continue
        if "link" in line and not {"key", "records"} <= props.keys():
            continue  # a tie of records, which is as its ends are
        props.pop("records", None)
        who = "" if line.get("node") == "Person" else line.get("id", "")
        found.append(json.dumps([line.get("node") or line["link"], who, ends, props]))
    return sorted(found)


@pytest.mark.slow
@settings(max_examples=8, suppress_health_check=list(HealthCheck))
@given(records=drawn())
def test_what_is_open_is_as_if_nothing_else_had_come(
    embedded_store: Store, tmp_path_factory: pytest.TempPathFactory, records: list[Record]
) -> None:
    work, graphs = tmp_path_factory.mktemp("work"), []
    for some in (records, [record for record in records if not record.compartments]):
        empty(embedded_store)
        deliver(embedded_store, "d1", *some)
        resolve(embedded_store, work)
        graphs.append(told(embedded_store))
    assert graphs[0] == graphs[1]


def test_a_lower_rank_that_comes_later_changes_nothing_of_a_number(store: Store) -> None:
    node = load("write/elements/node", label="Phone")
    told = load("system/elements/told", label="Phone")
    for rank, country in (("9|02", "high"), ("9|01", "low")):
        row = {"id": "p1", "rank": rank, "level": 0, "compartments": None, "other": True}
        store.write(node, rows=[{**row, "props": {"country": country}}])
    (found,) = store.read(told, ids=["p1"])
    assert found["props"] == {"id": "p1", "rank": "9|02", "level": 0, "country": "high"}
