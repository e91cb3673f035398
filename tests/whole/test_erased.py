"""What is erased is in no byte of the data folder, and what it stood with is as it was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from planted import Plants, found, records
from whole_way import canonical, incident, party, run, well

from graph.access.audit import Audit
from graph.engine.store import Store
from graph.erasure.journal import JOURNAL, LIST
from graph.saved.searches import KeptSearches

ORDER = ("--by", "court", "--reference", "CO-17", "--reason", "by judgement")
pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]  # engines start and stop
STAYS = [
    incident("B1", party("Kim Dale", "suspect", born="1980-02-03"), party("Joy Marsh", "victim")),
    incident("B2", party("Kim Dale", "suspect", born="1980-02-03"), at="2024-02-01T10:00:00Z"),
]


@pytest.fixture
def plants() -> Plants:
    return Plants()


@pytest.fixture
def folder(data: Path, tmp_path: Path, plants: Plants) -> Path:
    """A folder in which much was done with what is to be erased."""
    planted = records(plants)
    beside = [incident("A9", party("Max Vale", "suspect", born="1970-01-01"))]
    of_both = canonical(tmp_path / "canonical_2024-03-01.jsonl", [*planted, *beside])
    name = planted[0]["parties"][0]["name"]["written"]
    refused = {"kind": "none", "of": name, "says": plants.word()}
    of_both.write_text(of_both.read_text() + json.dumps(refused) + "\n")
    well(
        "ingest", canonical(tmp_path / "canonical_2024-03-02.jsonl", STAYS), of_both, "--data", data
    )
    well("night", "--data", data)
    flags = well("flags", "--json", "--data", data).data
    assert flags
    why = f"{plants.word()} said so"
    well("flags", "--dismiss", flags[0]["id"], "--why", why, "--data", data)
    hits = well("search", name, "--json", "--data", data).data
    other = well(
        "search", planted[0]["parties"][1]["name"]["written"], "--json", "--data", data
    ).data
    people = (hits[0]["id"], other[0]["id"])
    word = well("judge", *people, "--same", "--why", plants.word(), "--json", "--data", data).data
    well("unjudge", word["id"], "--why", plants.word(), "--data", data)
    well("judge", *people, "--apart", "--why", plants.word(), "--data", data)
    kept = KeptSearches(data / "searches.sqlite")
    kept.save("ana", f"about {plants.word()}", name, {"words": plants.word()}, [])
    kept.save("ana", "by an id", "Quilkuo", {}, [("Person", hits[0]["id"])])
    (data / "replay").mkdir()
    (data / "replay" / "events.sqlite").write_text(f"as a replay of {name} leaves it")
    (data / "taken_out.txt").write_text(f"of {name}")
    return data


def keys(planted: Path) -> list[str]:
    lines = [json.loads(line) for line in planted.read_text().splitlines()]
    return [
        "/".join((line["force"], line["kind"], line["reference"]))
        for line in lines
        if "force" in line
    ]


def test_records_are_erased_from_every_byte(folder: Path, plants: Plants, tmp_path: Path) -> None:
    assert {word for held in found(folder, plants.words).values() for word in held} == set(
        plants.words
    )
    erased = [key for key in keys(tmp_path / "canonical_2024-03-01.jsonl") if "A9" not in key]
    done = well("erase", "record", *erased, *ORDER, "--json", "--data", folder)
    assert found(folder, plants.words) == {}
    assert not set(plants.words) & set(done.out.split())
    assert Audit(folder / "audit.sqlite").verify() is None
    (line,) = map(json.loads, (folder / LIST).read_text().splitlines())
    assert (line["by"], line["reference"], line["kind"]) == ("court", "CO-17", "record")
    assert run("ask", "people", "--data", folder).code == 0


def test_a_person_is_erased_and_what_records_say_of_others_stays(
    folder: Path, plants: Plants, tmp_path: Path
) -> None:
    first = json.loads((tmp_path / "canonical_2024-03-01.jsonl").read_text().splitlines()[0])
    sam, ann = first["parties"]
    theirs = [word for word in plants.words if word in json.dumps(sam).lower()]
    assert len(theirs) > 30
    (hit,) = well("search", sam["name"]["written"], "--json", "--data", folder).data
    held = well(
        "retain", "person", hit["id"], "--reason", "as asked", "--json", "--data", folder
    ).data
    refused = run("erase", "person", hit["id"], *ORDER, "--data", folder)
    assert (refused.code, held["id"] in refused.err) == (3, True)
    told = ("--by", "court", "--reason", f"of {theirs[4]}", "--reference", "1")
    assert run("erase", "person", hit["id"], *told, "--data", folder).code == 3
    well("erase", "person", hit["id"], *ORDER, "--despite-hold", "--data", folder)
    assert found(folder, theirs) == {}
    assert well("retain", "--json", "--data", folder).data == []
    left = well("dump", "--data", folder).out
    assert ann["name"]["written"] in left
    assert len([line for line in left.splitlines() if '"node": "Incident"' in line]) > 5
    assert well("erase", "again", folder / LIST, "--json", "--data", folder).data == []
    assert Audit(folder / "audit.sqlite").verify() is None


def test_what_a_withdrawn_delivery_said_is_in_no_byte_after_compaction(
    folder: Path, plants: Plants, tmp_path: Path
) -> None:
    """Decisions about it keep their ids, so that the same delivery brings all back."""
    delivery = tmp_path / "canonical_2024-03-01.jsonl"
    lines = [json.loads(line) for line in delivery.read_text().splitlines()]
    refs = {line["reference"] for line in lines if "reference" in line}
    refs |= {party["ref"] for line in lines for party in line.get("parties", []) if "ref" in party}
    said = [
        word for word in plants.words if word in delivery.read_text().lower() and word not in refs
    ]
    well("withdraw", delivery.name, "--data", folder)
    well("night", "--data", folder)
    (folder / "taken_out.txt").unlink()  # what people took out is theirs
    well("compact", "--data", folder)
    assert found(folder, said) == {}
    assert Audit(folder / "audit.sqlite").verify() is None


@pytest.mark.parametrize(
    "step", ["bring_up_to_date", "decided.forget", "folder.forget", "alike.bring_up"]
)
def test_an_erasure_that_is_killed_is_ended_by_the_next_command(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    gone = incident("K1", party("Zimdrum Kwilquo", "suspect", born="1971-02-03"))
    well(
        "ingest", canonical(tmp_path / "canonical_2024-03-01.jsonl", [gone, *STAYS]), "--data", data
    )
    monkeypatch.setattr(Store, "compact", lambda _: True)  # the first test compacts

    def killed(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(f"ingest.night.erasing.{step}", killed)
        done = run("erase", "record", "ashford/incident/K1", *ORDER, "--data", data)
        assert done.code == 1
    assert (data / JOURNAL).exists()
    well("ingest", tmp_path / "canonical_2024-03-01.jsonl", "--data", data)
    assert not (data / JOURNAL).exists()
    held = {name for name in found(data, ["kwilquo"]) if not name.startswith("engine")}
    assert held == set()
    assert "Kwilquo" not in well("dump", "--data", data).out
    assert len((data / LIST).read_text().splitlines()) == 1
