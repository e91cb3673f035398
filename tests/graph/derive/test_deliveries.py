"""Deliveries into the graph: provenance, versions, withdrawal, rebuild, the same graph."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from engines import empty
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_records import NOW, deliver, incident, lines, order, person, withdraw

from graph import queries
from graph.derive import versions as derive
from graph.derive.dump import digest, dump
from graph.derive.rebuild import rebuild
from graph.derive.withdraw import find
from graph.engine.store import Store
from graph.errors import InputError
from graph.model.record import Record
from graph.rules.run import find as find_flags
from graph.rules.run import rules
from ingest.resolve.run import resolve

ANN = {"born": "1990-05-01", "home": "1 mill lane"}


def settle(store: Store, tmp_path: Path) -> str:
    resolve(store, tmp_path)
    return digest(store)


def test_every_entity_names_the_record_that_supports_it(store: Store, tmp_path: Path) -> None:
    sam = person("Sam Pike", "suspect", phone="+447700900001")
    deliver(store, "d1", incident("1", sam, person("Ann Reed", "victim", **ANN)))
    resolve(store, tmp_path)
    about = {line.split('"end": ["')[1].split('"')[0] for line in lines(store, '"ABOUT"')}
    assert about == {"Incident", "Person", "Phone", "Address"}
    assert len(lines(store, '"SUSPECT_IN"', "ashford/incident/1/")) == 1


@pytest.mark.slow
def test_a_suspect_of_whom_only_a_phone_is_known_is_nobody_and_the_phone_the_incidents(
    store: Store, tmp_path: Path
) -> None:
    phone, ann = "+447700900001", person("Ann Reed", "victim", **ANN)
    deliver(
        store,
        "d1",
        incident("1", person("", "suspect", phone=phone), ann),
        incident("2", person("Sam Pike", "suspect", phone=phone), ann),
        incident("3", person("", "suspect", phone=phone, born="1980-01-01"), ann),
        incident("4", person("", "suspect", phone=phone, roles=["suspect", "witness"]), ann),
    )
    resolve(store, tmp_path)
    assert len(lines(store, '"INVOLVES"', phone, "ashford/1")) == 1
    assert len(lines(store, '"INVOLVES"')) == 1
    assert [len(lines(store, '"SUSPECT_IN"', f"ashford/{n}")) for n in "1234"] == [0, 1, 1, 1]
    assert len(lines(store, '"MENTIONS"', "ashford/incident/1/suspect-1")) == 1
    find = {rule.name: rule for rule in rules()}["unknown_suspect"]
    # Three suspects had this phone, and nothing else says that they are one: each may be it.
    each = list(find_flags(store, NOW, only=[find]))
    assert [one.columns["incident_ids"] for one in each] == [["ashford/1"]] * 3
    assert all(set(one.columns["via"]) == {"phone", "victim"} for one in each)
    assert len({one.subjects for one in each}) == 3


def test_a_new_version_replaces_what_the_old_one_supported(store: Store, tmp_path: Path) -> None:
    first = incident("1", person("Sam Pike", "suspect", phone="+447700900001"))
    second = incident("1", person("Sam Pike", "suspect", phone="+447700900002"))
    deliver(store, "d1", first)
    resolve(store, tmp_path)
    deliver(store, "d2", second, extracted="2024-03-01")
    resolve(store, tmp_path)
    assert lines(store, '"USES"', "+447700900001") == []
    assert lines(store, '"node": "Phone"', "+447700900001") == []
    assert len(lines(store, '"USES"', "+447700900002")) == 1
    assert len(lines(store, '"node": "Record"')) == 2


def test_an_older_version_that_arrives_late_changes_nothing(store: Store, tmp_path: Path) -> None:
    newer = incident("1", person("Sam Pike", "suspect"), title="harassment", version="2")
    older = incident("1", person("Sam Pike", "suspect"), title="nuisance", version="1")
    deliver(store, "d1", newer)
    deliver(store, "d2", older, extracted="2024-03-01")
    resolve(store, tmp_path)
    assert len(lines(store, '"node": "Incident"', "harassment")) == 1
    assert lines(store, '"node": "Incident"', "nuisance") == []


def test_a_force_that_deletes_a_record_takes_back_its_support(store: Store, tmp_path: Path) -> None:
    deliver(store, "d1", incident("1", person("Sam Pike", "suspect")))
    resolve(store, tmp_path)
    deliver(store, "d2", incident("1", withdrawn=True), extracted="2024-03-01")
    resolve(store, tmp_path)
    assert lines(store, '"node": "Person"') == []
    assert lines(store, '"node": "Incident"') == []


def test_withdrawing_a_delivery_removes_exactly_what_it_alone_supported(
    store: Store, tmp_path: Path
) -> None:
    sam = person("Sam Pike", "suspect", born="1980-01-01", phone="+447700900001")
    ann = person("Ann Reed", "victim", **ANN)
    deliver(store, "d1", incident("1", sam, ann))
    before = settle(store, tmp_path)
    other = incident("2", sam, person("Joy Marsh", "victim", home="1 mill lane"), day=2)
    deliver(store, "d2", other, incident("1", sam, ann), extracted="2024-03-01")
    assert settle(store, tmp_path) != before
    assert withdraw(store, "d2") == 2
    assert settle(store, tmp_path) == before


@pytest.mark.slow
def test_withdrawing_the_newest_version_brings_the_earlier_one_back(
    store: Store, tmp_path: Path
) -> None:
    deliver(store, "d1", incident("1", person("Sam Pike", "suspect"), title="nuisance"))
    before = settle(store, tmp_path)
    changed = incident("1", person("Sam Pike", "witness"), title="harassment")
    deliver(store, "d2", changed, extracted="2024-03-01")
    settle(store, tmp_path)
    withdraw(store, "d2")
    assert settle(store, tmp_path) == before


def test_a_delivery_that_nobody_knows_is_refused_with_the_mend(embedded_store: Store) -> None:
    with pytest.raises(InputError, match="ask deliveries"):
        find(embedded_store, "nothing")


@pytest.mark.slow
def test_a_restricted_record_adds_support_but_no_values(store: Store, tmp_path: Path) -> None:
    sam = person("Sam Pike", "suspect", born="1980-01-01", phone="+447700900001")
    alias = person("Samuel Pike", "suspect", born="1980-01-01", phone="+447700900001")
    alias["other_names"] = [{"written": "The Heron"}]
    alias["phones"][0]["use"] = "owner"
    alias["nominal"] = sam["nominal"] = "N1"
    deliver(store, "d1", incident("1", sam))
    deliver(store, "d2", incident("2", alias, day=9, classification="SECRET"))
    resolve(store, tmp_path)
    (someone,) = lines(store, '"node": "Person"')
    assert "Heron" not in someone
    assert '"level": 0' in someone
    (uses,) = lines(store, '"link": "USES"')
    assert '"use": "user"' in uses
    assert '"last_seen": "2024-01-01' in uses
    assert uses.count("ashford/incident/") == 2
    (second,) = lines(store, '"node": "Incident"', '"ashford/2"')
    assert '"level": 2' in second


@pytest.mark.slow
def test_an_order_may_come_before_the_incident_it_arises_from(store: Store, tmp_path: Path) -> None:
    sam = person("Sam Pike", "subject", born="1980-01-01")
    made = order("SPO-1", sam, person("Ann Reed", "protected", **ANN), arises_from=["ashford/1"])
    deliver(store, "d1", made)
    resolve(store, tmp_path)
    deliver(store, "d2", incident("1", person("Ann Reed", "victim", **ANN), title="threats"))
    resolve(store, tmp_path)
    assert len(lines(store, '"ARISES_FROM"')) == 1
    assert len(lines(store, '"node": "Incident"', "threats")) == 1
    withdraw(store, "d2")
    resolve(store, tmp_path)
    assert len(lines(store, '"ARISES_FROM"')) == 1
    assert lines(store, "threats") == []


def test_an_order_that_names_an_incident_is_no_evidence_of_it(store: Store) -> None:
    sam = person("Sam Pike", "subject", born="1980-01-01")
    told = incident("1", person("Ann Reed", "victim", **ANN))
    made = order("SPO-1", sam, arises_from=["ashford/1"])
    deliver(store, "d1", made, told)
    for label, id_, record in (("Incident", "ashford/1", told), ("Order", "court/SPO-1", made)):
        found = store.read(queries.load("system/records/supports", label=label), ids=[id_])
        assert [row["record"] for row in found] == [record.id]


def test_a_number_that_another_record_speaks_for_has_no_other_record_read_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = "+447700900001"
    many = [incident(str(n), person("Sam Pike", "suspect", phone=desk), day=n) for n in (2, 3, 4)]
    first = incident("1", person("Ann Reed", "suspect", phone=desk))
    deliver(store, "d1", first, *many)
    asked: list[str] = []
    read = derive.contents

    def noted(store: Store, ids: list[str]) -> Any:
        asked.extend(ids)
        return read(store, ids)

    monkeypatch.setattr(derive, "contents", noted)
    deliver(store, "d2", incident("1", person("Ann Reed", "suspect")), extracted="2024-03-01")
    assert not set(asked) & {record.id for record in many}
    assert len(lines(store, '"node": "Phone"', desk)) == 1


@pytest.mark.slow
def test_a_rebuild_makes_the_same_graph_from_records_alone(store: Store, tmp_path: Path) -> None:
    sam = person("Sam Pike", "suspect", born="1980-01-01", phone="+447700900001")
    deliver(store, "d1", incident("1", sam, person("Ann Reed", "victim", **ANN)))
    deliver(store, "d2", incident("2", sam, day=2), incident("1", sam), extracted="2024-03-01")
    before = settle(store, tmp_path)
    assert rebuild(store) == 2
    assert settle(store, tmp_path) == before


def test_a_mention_without_name_birth_or_identifier_makes_no_person(
    store: Store, tmp_path: Path
) -> None:
    deliver(store, "d1", incident("1", person("", "suspect"), person("Ann Reed", "victim")))
    resolve(store, tmp_path)
    assert len(lines(store, '"node": "Mention"')) == 2
    assert len(lines(store, '"node": "Person"')) == 1


PEOPLE = [
    person("Sam Pike", nominal="N1", phone="+447700900001"),
    person("Sam Pike", born="1980-01-01", phone="+447700900001"),
    person("Sam Pike", born="1981-02-02", phone="+447700900001"),
    person("Sam Pike", phone="+447700900001", home="9 weir row"),
    person("Ann Reed", born="1990-05-01", home="1 mill lane"),
    person("Ann Pike", nominal="N2", born="1990-05-01", home="1 mill lane"),
    person("", phone="+447700900001"),
    person("", nominal="N2"),
]
ROLES = ["suspect", "victim", "witness"]


@st.composite
def drawn_records(draw: st.DrawFn) -> list[tuple[Record, str]]:
    """A few records, some of them versions of one another, each with its extract date."""
    drawn = []
    for _ in range(draw(st.integers(2, 6))):
        among = draw(st.lists(st.sampled_from(range(len(PEOPLE))), max_size=3, unique=True))
        parties = [{**PEOPLE[i], "ref": f"p{i}", "roles": [ROLES[i % 3]]} for i in among]
        more: dict[str, Any] = {"day": draw(st.integers(1, 5))}
        if draw(st.booleans()):
            more["classification"] = "SECRET"
        more["compartments"] = draw(st.lists(st.sampled_from(["OP ALDER", "OP ELM"]), max_size=2))
        if len(parties) > 1 and draw(st.booleans()):
            more["relations"] = [
                {"a": parties[0]["ref"], "b": parties[1]["ref"], "kind": "partner"}
            ]
        record = incident(draw(st.sampled_from("123")), *parties, **more)
        drawn.append((record, draw(st.sampled_from(["2024-02-01", "2024-03-01"]))))
    return drawn


laws = settings(
    max_examples=7,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.mark.slow
@laws
@given(drawn=drawn_records(), shuffle=st.randoms(use_true_random=False))
def test_any_order_and_any_split_into_nights_gives_the_same_graph(
    embedded_store: Store,
    tmp_path_factory: pytest.TempPathFactory,
    drawn: list[tuple[Record, str]],
    shuffle: random.Random,
) -> None:
    work = tmp_path_factory.mktemp("work")
    whole = load_all(embedded_store, work, list(enumerate(drawn)), nightly=False)
    mixed = list(enumerate(drawn))
    shuffle.shuffle(mixed)
    assert load_all(embedded_store, work, mixed, nightly=True) == whole


@pytest.mark.slow
@laws
@given(drawn=drawn_records(), last=drawn_records())
def test_withdrawing_is_as_if_it_had_never_come(
    embedded_store: Store,
    tmp_path_factory: pytest.TempPathFactory,
    drawn: list[tuple[Record, str]],
    last: list[tuple[Record, str]],
) -> None:
    work = tmp_path_factory.mktemp("work")
    before = load_all(embedded_store, work, list(enumerate(drawn)), nightly=False)
    deliver(embedded_store, "last", *(record for record, _ in last), extracted="2024-02-15")
    resolve(embedded_store, work)
    withdraw(embedded_store, "last")
    resolve(embedded_store, work)
    assert list(dump(embedded_store)) == before


def load_all(
    store: Store, work: Path, drawn: list[tuple[int, tuple[Record, str]]], *, nightly: bool
) -> list[str]:

    empty(store)
    for number, (record, extracted) in drawn:
        deliver(store, f"d{number}", record, extracted=extracted)
        if nightly:
            resolve(store, work)
    resolve(store, work)
    return list(dump(store))
