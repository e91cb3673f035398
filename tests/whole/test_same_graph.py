"""The same deliveries give the same graph: in any order, twice, after withdrawal, rebuilt."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
from engines import cypher, empty
from whole_way import canonical, digest, incident, party, run, well

from graph.engine.store import Store

TIES = cypher(
    """MATCH (f:Flag)
    CALL (f) {
      MATCH (f)-[o:ON]->(n) RETURN labels(n)[0] + ' ' + o.as AS tie, n.id AS id
      UNION
      MATCH (f)-[:CITES]->(n:Record) RETURN 'CITES' AS tie, n.id AS id
    }
    RETURN f.id AS flag, tie, id ORDER BY flag, tie, id""",
    "flag: str, tie: str, id: str",
)
MARKS = cypher(
    """MATCH (n) WHERE NOT n:Night
    OPTIONAL MATCH (n)-[r]->(m)
    RETURN labels(n)[0] AS label, n.id AS id, properties(n) AS props, type(r) AS type,
      m.id AS other, properties(r) AS link
    ORDER BY label, id, type, other""",
    "label: str, id: str, props: map, type: str?, other: str?, link: map?",
)

LIST = """
name = "list"
force = "ashford"
match = ["list_*"]
extracted = "yyyy-mm-dd"
zone = "Europe/London"

[tables]
people = { file = "*.csv" }

[[records]]
kind = "person"
table = "people"
reference = "NO"
recorded_at = { extracted = true }

[[records.parties]]
ref = "NO"
name = { forename = "FORENAME", surname = "SURNAME" }
phones = [{ number = "PHONE" }]
"""

ANN = party("Ann Reed", "victim", born="1990-05-01", home={"written": "1 Mill Lane, ZZ1 1AA"})
SAM = party("Sam Pike", "suspect", born="1980-01-01", phone="07700 900102")
SAMUEL = party("Samuel Pike", "suspect", nominal="N7", phone="07700 900102")
SAM_OF_FORCE = {**SAM, "nominal": "N7"}


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Three deliveries: the second corrects a record of the first, the third one of both."""
    (tmp_path / "in").mkdir()
    days = iter(range(1, 20))

    def at() -> str:
        return f"2024-01-{next(days):02d}T10:00:00Z"

    first = [incident("A1", SAM, ANN, at=at()), incident("A2", SAM_OF_FORCE, ANN, at=at())]
    second = [
        incident("A2", SAMUEL, at=at()),
        incident("A3", SAM, ANN, at=at(), grade={"handling": "C"}),
        incident("A4", party("Joy Marsh", "suspect", "witness"), at=at()),
    ]
    third = [
        incident("A2", SAM_OF_FORCE, ANN, at=at()),
        incident("A4", at=at(), withdrawn=True),
        incident("A5", SAM, ANN, at=at(), summary="waited outside"),
    ]
    return [
        canonical(tmp_path / "in" / f"canonical_2024-0{month}-01.jsonl", records)
        for month, records in enumerate((first, second, third), 2)
    ]


def night(data: Path, as_of: str = "2024-06-01") -> dict[str, Any]:
    found: dict[str, Any] = well("night", "--data", data, "--as-of", as_of, "--json").data
    return found


@pytest.mark.slow
def test_any_order_of_deliveries_gives_one_dump(data: Path, files: list[Path]) -> None:
    found = set()
    for order in list(itertools.permutations(files))[1::3]:
        for file in order:
            well("ingest", file, "--data", data)
        found.add(digest(data))
        for file in reversed(order):
            well("withdraw", file.name, "--data", data)
        assert well("dump", "--data", data).out == ""
    assert len(found) == 1


def test_the_same_file_again_changes_nothing_whatever_its_name(
    data: Path, files: list[Path], tmp_path: Path, embedded_store: Store
) -> None:
    (loaded,) = well("ingest", files[0], "--data", data, "--json").data
    before = embedded_store.read(MARKS)
    again = tmp_path / "canonical_copy_2023-01-01.jsonl"
    again.write_bytes(files[0].read_bytes())
    for path in (files[0], again):
        (known,) = well("ingest", path, "--data", data, "--json").data
        assert (known["id"], known["known"]) == (loaded["id"], True)
    assert embedded_store.read(MARKS) == before


@pytest.mark.slow
def test_an_extract_that_reverts_to_an_earlier_one_is_the_newest(
    data: Path, files: list[Path], tmp_path: Path, embedded_store: Store
) -> None:
    again = tmp_path / "canonical_2024-09-01.jsonl"
    again.write_bytes(files[0].read_bytes())
    orders = [[*files, again], [again, *files], [files[2], again, files[0], files[1]]]
    found = set()
    for order in orders:
        empty(embedded_store)
        well("ingest", *order, "--data", data)
        found.add(digest(data))
    assert len(found) == 1
    (mine,) = [
        line
        for line in well("dump", "--data", data).lines
        if line.get("node") == "Record"
        and line["id"].startswith("ashford/incident/A2/")
        and line["props"]["current"]
    ]
    assert "N7" in mine["props"]["content"]
    assert "Samuel" not in mine["props"]["content"]
    assert mine["props"]["recorded_at"] == "2024-01-02T10:00:00+00:00"


@pytest.mark.slow
def test_a_list_recorded_on_its_extract_date_is_as_if_only_the_latest_had_come(
    data: Path, tmp_path: Path, embedded_store: Store
) -> None:
    mapping = tmp_path / "list.toml"
    mapping.write_text(LIST, encoding="utf-8")
    files = [tmp_path / f"list_2024-0{month}-01.csv" for month in (2, 5, 9)]
    for file, surname in zip(files, ("Reed", "Pike", "Reed"), strict=True):
        text = f"NO,FORENAME,SURNAME,PHONE\n1,Ann,{surname},07700 900102\n"
        file.write_text(text, encoding="utf-8")
    first, between, last = files
    found = []
    for order in ((between, last), files, (last, first, between)):
        empty(embedded_store)
        for file in order:
            well("ingest", file, "--mapping", mapping, "--data", data)
        found.append(canonical_lines(data))
    assert found[0] == found[1] == found[2]
    newest = [line["id"] for line in found[0] if line.get("props", {}).get("current")]
    assert len(newest) == 1
    assert "2024-02-01" not in str(found[0])
    (mine,) = [line for line in found[0] if line.get("id") in newest]
    assert mine["props"]["recorded_at"] == "2024-08-31T23:00:00+00:00"  # midnight in London


@pytest.mark.slow
def test_a_flag_is_shown_by_the_start_of_its_id_even_when_withdrawn(
    data: Path, files: list[Path]
) -> None:
    def shown(*more: object) -> list[str]:
        found = well("flags", *more, "--data", data, "--clearance", "3", "--json").data
        return [f"{flag['id']} {flag['state']}" for flag in found]

    tom, eve = party("Tom Lane", "suspect", nominal="N8"), party("Eve Moor", "victim", nominal="N9")
    days = (f"2024-01-{day}T10:00:00Z" for day in (20, 22))
    series = [incident(f"B{n}", tom, eve, at=at) for n, at in enumerate(days)]
    files = [*files, canonical(files[0].with_name("canonical_2024-05-01.jsonl"), series)]
    well("ingest", *files, "--data", data)
    night(data)
    flag, *others = shown()
    id_, state = flag.split()
    assert others
    assert shown(id_[:12]) == [f"{id_} {state}"]
    for file in files:
        well("withdraw", file.name, "--data", data)
    assert shown() == []
    assert shown(id_) == [f"{id_} withdrawn"]


def canonical_lines(data: Path) -> list[dict[str, Any]]:
    return [line for line in well("dump", "--data", data).lines if line.get("node") != "Delivery"]


def test_a_second_night_writes_nothing_but_its_note(
    data: Path, files: list[Path], embedded_store: Store
) -> None:
    (data / "inbox").mkdir()
    for file in files:
        (data / "inbox" / file.name).write_bytes(file.read_bytes())
    first = night(data)
    assert [one["known"] for one in first["deliveries"]] == [False] * 3
    assert list((data / "inbox").iterdir()) == []
    before = embedded_store.read(MARKS)
    (data / "inbox" / "canonical_again.jsonl").write_bytes(files[0].read_bytes())
    second = night(data)
    assert second["flags"] == []
    assert [one["known"] for one in second["deliveries"]] == [True]
    assert second["resolved"] == {"moved": 0, "people": 0}
    assert embedded_store.read(MARKS) == before


@pytest.mark.slow
def test_what_is_withdrawn_and_delivered_again_is_as_before_with_its_flags(
    data: Path, files: list[Path], embedded_store: Store
) -> None:
    for file in files:
        well("ingest", file, "--data", data)
    night(data)
    before, ties = digest(data), embedded_store.read(TIES)
    assert {tie["tie"] for tie in ties} >= {"Person suspect", "Person victim", "CITES"}
    well("withdraw", files[2].name, "--data", data)
    assert digest(data) != before
    well("ingest", files[2], "--data", data)
    assert digest(data) == before
    # The withdrawal took flags away with their evidence; the next night brings them back.
    # They are above the clearance of whoever runs the night, whose log does not count them.
    seen = ("flags", "--data", data, "--clearance", 3, "--json")
    assert well(*seen).data == []
    assert night(data)["flags"] == []
    assert well(*seen).data != []
    assert night(data)["flags"] == []
    assert embedded_store.read(TIES) == ties


@pytest.mark.slow
def test_flags_keep_hold_of_what_they_are_about_through_a_rebuild(
    data: Path, files: list[Path], embedded_store: Store
) -> None:
    for file in files:
        well("ingest", file, "--data", data)
    night(data)
    embedded_store.write(
        cypher(
            """MATCH (i:Incident {id: 'ashford/A1'})
            CREATE (f:Flag {id: 'mine', rule: 'none', state: 'new', subjects: [i.id],
              subject_roles: ['about'], subject_labels: ['Incident'], evidence: [], level: 0,
              raised_at: datetime('2024-01-01T00:00:00Z')})
            CREATE (f)-[:ON {as: 'about'}]->(i)"""
        )
    )
    before, ties = digest(data), embedded_store.read(TIES)
    well("rebuild", "--data", data)
    assert digest(data) == before
    assert embedded_store.read(TIES) == ties
    assert night(data)["flags"] == []


def test_a_delivery_that_no_mapping_takes_stays_in_the_inbox_and_is_told(
    data: Path, files: list[Path]
) -> None:
    (data / "inbox").mkdir()
    (data / "inbox" / "strange.dat").write_text("x")
    (data / "inbox" / "half.csv.part").write_text("x")
    (data / "inbox" / files[0].name).write_bytes(files[0].read_bytes())
    done = run("night", "--data", data, "--as-of", "2024-06-01")
    assert done.code == 3
    assert "not read: strange.dat fits no mapping by its name" in done.out
    assert "1 delivery of 1 force: 2 rows" in done.out
    assert sorted(path.name for path in (data / "inbox").iterdir()) == [
        "half.csv.part",
        "strange.dat",
    ]
