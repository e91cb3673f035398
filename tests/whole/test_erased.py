"""What is erased is in no byte of the data folder, and what it stood with is as it was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from planted import Plants, found, records
from whole_way import canonical, incident, party, run, well

from graph.access.audit import Audit
from graph.erasure.journal import LIST

ORDER = ("--by", "court", "--reference", "CO-17", "--reason", "by judgement")
pytestmark = pytest.mark.slow
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
    well("judge", hits[0]["id"], other[0]["id"], "--apart", "--why", plants.word(), "--data", data)
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
