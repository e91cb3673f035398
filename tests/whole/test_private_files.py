"""What a delivery says of people stands in the graph and the kept files, and nowhere else."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_hostile_deliveries import HEADER, line, mapping, row
from whole_way import ROOT, canonical, incident, party, run

import ingest.commands.ingest

SURNAME, PHONE, STREET = "Quillfeather", "07700 900177", "Larkspur"
MARKERS = (SURNAME, "900177", STREET, "nora@quill.example")
KEPT = ("deliveries", "rejects", "inbox", "databases", "engine/databases", "reference", "work")


def told(data: Path) -> Iterator[tuple[str, str]]:
    """Every file that a person may read to see what went on: logs, notes, locks."""
    for path in data.rglob("*"):
        name = path.relative_to(data).as_posix()
        of_the_graph = "database" in name or name.startswith(KEPT)
        if path.is_file() and not of_the_graph and not name.startswith("audit.sqlite"):
            yield name, path.read_bytes().decode("utf-8", "replace")


@pytest.mark.slow
def test_no_name_address_or_number_is_in_a_log_or_an_error(data: Path, tmp_path: Path) -> None:
    nora = party(
        f"Nora {SURNAME}",
        "suspect",
        born="1990-05-01",
        phone=PHONE,
        home={"written": f"4 {STREET} Lane, ZZ1 1AA"},
        accounts=[{"account": {"kind": "email", "written": "nora@quill.example"}}],
    )
    crimes = [
        incident(f"A{n}", nora, party("Ann Reed", "victim"), at=f"2024-01-0{n}T10:00:00Z")
        for n in (1, 2, 3)
    ]
    bad = [
        {**crimes[0], "recorded_at": f"{SURNAME} {PHONE}"},
        {**crimes[0], SURNAME: PHONE},
        {**crimes[0], "parties": [{"name": f"Nora {SURNAME}", "phones": PHONE}]},
        {**crimes[0], "kind": SURNAME},
    ]
    (data / "inbox").mkdir()
    canonical(data / "inbox" / "canonical_2024-02-01.jsonl", [*crimes, *bad])
    (data / "inbox" / "eastvale_2024-02-01.csv").write_text(f"{SURNAME};{PHONE}\n{STREET};2\n")
    strange = tmp_path / "ashford_1.csv"
    strange.write_text(
        ",".join(HEADER)
        + "\n"
        + line(row(1, name=SURNAME, recorded=PHONE, dob=SURNAME, phone=STREET))
        + f'"{SURNAME},{PHONE}\n'
    )
    commands = [
        ["night", "--as-of", "2024-06-01"],
        ["withdraw", "canonical_2024-02-01.jsonl", "--json"],
        ["ingest", str(data / "inbox" / "canonical_2024-02-01.jsonl")],
        ["night", "--as-of", "2024-06-01", "--json"],
        ["check-feed", str(mapping(tmp_path)), str(strange)],
        ["ingest", str(strange), "--mapping", str(mapping(tmp_path))],
        ["withdraw", "canonical_2024-02-01.jsonl"],
        ["rebuild"],
        ["doctor"],
    ]
    for words in commands:
        done = run(*words, "--data", data)
        for marker in MARKERS:
            assert marker not in done.out + done.err, (words, marker)
    for name, text in told(data):
        for marker in MARKERS:
            assert marker not in text, name
    assert any(name.endswith(".log") for name, _ in told(data))


def test_a_fault_of_the_program_is_told_by_its_place(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(*_: object, **__: object) -> None:
        raise KeyError(SURNAME)

    monkeypatch.setattr(ingest.commands.ingest, "run_night", fault)
    done = run("night", "--data", data)
    assert done.code == 1
    assert Path(__file__).name in done.err
    assert "KeyError" in done.err
    assert SURNAME not in done.out + done.err


@pytest.mark.slow
def test_a_process_that_fails_prints_no_data(data: Path) -> None:
    code = (
        "import throughline, ingest.commands.ingest\n"
        f"def fault(*_, **__): raise KeyError({SURNAME!r})\n"
        "ingest.commands.ingest.run_night = fault\n"
        "throughline.main()"
    )
    command = [sys.executable, "-c", code, "night", "--data", str(data)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 1
    assert "a fault of the program (KeyError)" in done.stderr
    assert done.stderr.count(SURNAME) == 0


def test_a_lock_that_cannot_be_taken_is_told_in_one_sentence(data: Path) -> None:
    lock = data / "writer.lock"
    lock.unlink(missing_ok=True)
    lock.mkdir()
    try:
        done = run("night", "--data", data)
    finally:
        lock.rmdir()
    assert (done.code, done.out, done.err.count("\n")) == (3, "", 1)
    assert "writer.lock" in done.err


def test_what_the_engine_refuses_is_told_without_values(data: Path, tmp_path: Path) -> None:
    long = party(f"Nora {SURNAME}", "suspect", nominal=PHONE * 1_000)
    path = canonical(tmp_path / "canonical_1.jsonl", [incident("A1", long)])
    done = run("ingest", path, "--data", data)
    for marker in MARKERS:
        assert marker not in done.out + done.err
