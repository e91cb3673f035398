"""Every command as a user runs it, from an invented region to a rebuilt graph."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from whole_way import canonical, digest, incident, party, run, well

from graph.access.audit import Audit
from graph.access.here import account
from graph.errors import BusyError

ANN = party("Ann Reed", "victim", born="1990-05-01", phone="07700 900101")
SAM = party("Sam Pike", "suspect", born="1980-01-01", phone="07700 900102")


@pytest.fixture
def delivery(tmp_path: Path) -> Path:
    """A course of conduct of three incidents, then one more between others."""
    course = [incident(f"A{day}", SAM, ANN, at=f"2024-01-0{day}T10:00:00Z") for day in (1, 3, 5)]
    other = incident("B1", party("Joy Marsh", "witness", born="1970-02-02"))
    return canonical(tmp_path / "canonical_2024-02-01.jsonl", [*course, other])


def test_one_delivery_goes_the_whole_way(data: Path, delivery: Path) -> None:
    checked = well("check-feed", "canonical", delivery, "--json").lines
    assert checked[-1]["rows"] == checked[-1]["taken"] == 4
    (loaded,) = well("ingest", delivery, "--data", data, "--json").data
    assert (loaded["rows"], loaded["records"], loaded["refused"]) == (4, 4, 0)

    night = well("night", "--data", data, "--as-of", "2024-03-01", "--json").data
    assert {flag["outcome"] for flag in night["flags"]} == {"new"}
    assert list(night["steps"]) == ["load", "resolve", "attribute", "detect"]
    assert night["steps"]["load"]["written"] == 0  # `ingest` had loaded it
    assert night["steps"]["detect"]["written"] >= len(night["flags"])
    assert all(step["peak_mib"] > 40 for step in night["steps"].values())
    (flag,) = well("flags", "--data", data, "--rule", "course_of_conduct", "--json").data
    assert "Sam Pike" in flag["sentence"]
    assert len(flag["record_ids"]) == 3

    (asked,) = well("ask", "repeat_suspects", "--data", data, "--json").data
    assert asked["incidents"] == 3
    found = well("search", "07700 900102", "--data", data, "--json").data
    assert [(hit["label"], hit["people"][0]["name"]) for hit in found] == [("Phone", "Sam Pike")]

    before = digest(data)
    rebuilt = well("rebuild", "--data", data, "--json").data
    assert rebuilt == {"records": 4, "people": 3}
    assert digest(data) == before
    lines = well("dump", "--data", data).lines
    assert lines == sorted(lines, key=lambda line: json.dumps(line, sort_keys=True))

    gone = well("withdraw", loaded["id"][:12], "--data", data, "--json").data
    assert gone == {"delivery": loaded["id"], "records": 4, "flags": len(night["flags"])}
    assert well("dump", "--data", data).out == ""
    assert not list(data.glob("deliveries/*"))
    assert well("flags", "--data", data, "--json").data == []
    night = well("night", "--data", data, "--as-of", "2024-03-01", "--json").data
    assert night["flags"] == []


def test_every_answer_is_in_the_audit_before_it_is_given(data: Path, delivery: Path) -> None:
    well("ingest", delivery, "--data", data)
    for words in (["ask", "repeat_suspects"], ["flags"], ["search", "Pike"], ["dump"]):
        before = Audit(data / "audit.sqlite").count()
        well(*words, "--data", data)
        (entry,) = Audit(data / "audit.sqlite").entries()[before:]
        assert entry.body is not None
        assert words[-1].lower() in json.dumps(entry.body).lower()


@pytest.mark.slow
def test_every_write_is_in_the_audit_before_it_is_made(
    data: Path, delivery: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And is not made when the audit cannot be kept."""
    more = canonical(tmp_path / "canonical_2024-02-02.jsonl", [incident("A7", SAM, ANN)])
    (data / "inbox").mkdir()
    out = tmp_path / "out.jsonl"

    def writes(*words: object) -> list[str]:
        """The actions that a command says in the audit, once it can be kept."""
        before, waiting = digest(data), list((data / "inbox").iterdir())
        with monkeypatch.context() as broken:
            broken.setattr(Audit, "write", refuse)
            assert run(*words, "--data", data).code == 5
        assert (digest(data), list((data / "inbox").iterdir())) == (before, waiting)
        audit = Audit(data / "audit.sqlite")
        number = audit.count()
        well(*words, "--data", data)
        entries = audit.entries()[number:]
        assert {entry.who for entry in entries} == {account()}
        return [entry.action for entry in entries]

    assert writes("ingest", delivery) == ["collection", "combination"]
    shutil.copy(more, data / "inbox")
    page = tmp_path / "digest.html"
    night = writes("night", "--as-of", "2024-03-01", "--digest", page)
    assert night == ["alteration", "collection", "combination", "consultation", "disclosure"]
    assert writes("night", "--as-of", "2024-03-01") == ["alteration", "consultation"]
    (flag,) = well("flags", "--rule", "course_of_conduct", "--data", data, "--json").data
    answer = ("flags", "--confirm", flag["id"], "--why", "seen")
    assert writes(*answer) == ["consultation", "alteration"]
    sam, ann = flag["subjects"]
    judge = ("judge", sam, ann, "--same", "--why", "one face")
    assert writes(*judge) == ["consultation", "alteration"]
    (word,) = well("judgements", "--data", data, "--json").data
    assert writes("unjudge", word["id"], "--why", "two") == ["consultation", "alteration"]
    with monkeypatch.context() as broken:
        broken.setattr(Audit, "write", refuse)
        assert run("export-decisions", out, "--data", data).code == 5
        assert not out.exists()
    assert writes("export-decisions", out) == ["disclosure"]
    assert writes("import-decisions", out) == ["alteration"]
    assert writes("resolve") == ["alteration"]
    assert writes("rebuild") == ["alteration", "combination"]
    assert writes("dump") == ["disclosure"]
    assert writes("withdraw", delivery.name) == ["erasure", "combination"]
    assert json.loads(well("audit", "verify", "--data", data, "--json").out)["broken"] is None


def refuse(*_: object) -> None:
    raise BusyError("the audit cannot be kept")


@pytest.mark.slow
def test_text_answers_read_well_without_json(data: Path, delivery: Path) -> None:
    assert "4 rows, 4 records, 0 rows refused" in well("ingest", delivery, "--data", data).out
    assert "known already, nothing changed" in well("ingest", delivery, "--data", data).out
    said = well("night", "--data", data, "--as-of", "2024-03-01").out
    assert "course of conduct: 1 new" in said
    said = well("night", "--data", data, "--as-of", "2024-03-01").out
    assert "No flag is new: nothing has changed." in said
    assert "Sam Pike" in well("search", "pike", "--data", data).out
    assert "Nothing found." in well("search", "zzzz", "--data", data).out
    assert "Rebuilt 3 people from 4 records." in well("rebuild", "--data", data).out
    assert "is withdrawn: 4 records" in well("withdraw", delivery.name, "--data", data).out
    assert "No flags." in well("flags", "--data", data, "--rule", "serial_perpetrator").out


BAD_USE = {
    "ingest a file that no mapping knows": (3, ["ingest", "{tmp}/strange.dat"], "--mapping"),
    "ingest a file that is not there": (3, ["ingest", "{tmp}/eastvale_1.csv"], "check the path"),
    "ingest by a mapping that is not there": (
        3,
        ["ingest", "{good}", "--mapping", "{tmp}/none.toml"],
        "path of a mapping",
    ),
    "ingest by a file that is no mapping": (
        3,
        ["ingest", "{good}", "--mapping", "{good}"],
        "mend that line",
    ),
    "ingest with a date that is none": (
        3,
        ["ingest", "{good}", "--extracted", "yesterday"],
        "2024-05-01",
    ),
    "ingest a folder that lacks a table": (3, ["ingest", "{tmp}/northmarch_1"], "deliver it"),
    "check-feed with no such mapping": (3, ["check-feed", "nowhere", "{good}"], "mapping file"),
    "check-feed a file that is not there": (
        3,
        ["check-feed", "eastvale", "{tmp}/eastvale_1.csv"],
        "check the path",
    ),
    "withdraw what nobody knows": (3, ["withdraw", "nothing"], "ask deliveries"),
    "withdraw nothing": (3, ["withdraw", ""], "ask deliveries"),
    "night with a date that is none": (3, ["night", "--as-of", "soon"], "2024-05-01"),
    "a flag shown and answered": (3, ["flags", "a", "--confirm", "b"], "give one of them"),
    "flags of a rule that is none": (3, ["flags", "--rule", "nothing"], "lists the rules"),
    "flags of a question": (3, ["flags", "--rule", "timeline"], "lists the rules"),
    "ask what is no question": (3, ["ask", "nothing"], "lists them"),
    "ask without a parameter": (3, ["ask", "look_up"], "value"),
    "ask with a strange parameter": (3, ["ask", "look_up", "name=1"], "KEY=VALUE"),
    "ask with a parameter of the wrong kind": (3, ["ask", "repeat_suspects", "limit=x"], "limit"),
    "ask in two formats": (3, ["ask", "deliveries", "--json", "--csv"], "give one"),
    "search for no reason": (3, ["search", "pike", "--purpose", " "], "purpose"),
    "generate too few": (3, ["generate", "--out", "{tmp}/r", "--incidents", "3"], "500"),
    "generate from no date": (3, ["generate", "--out", "{tmp}/r", "--start", "x"], "2023-01-01"),
    "generate into a folder in use": (3, ["generate", "--out", "{tmp}/used"], "empty"),
    "no such command": (2, ["nothing"], ""),
    "no such option": (2, ["flags", "--nothing"], ""),
    "a clearance that is none": (2, ["flags", "--clearance", "7"], ""),
}


@pytest.mark.parametrize("name", BAD_USE)
def test_bad_use_is_one_sentence_with_the_mend(
    data: Path, delivery: Path, tmp_path: Path, name: str
) -> None:
    code, words, mend = BAD_USE[name]
    (tmp_path / "strange.dat").write_text("x")
    (tmp_path / "used" / "deliveries").mkdir(parents=True)
    folder = tmp_path / "northmarch_1"
    folder.mkdir()
    (folder / "incidents.csv").write_text("a,b\n1,2\n")
    words = [word.format(tmp=tmp_path, good=delivery) for word in words]
    takes_data = [] if words[0] == "nothing" else ["--data", data]
    done = run(*words, *takes_data)
    assert (done.code, done.out) == (code, ""), done
    if code == 3:
        assert done.err.startswith("throughline: ")
        assert len(done.err.strip().splitlines()) == 1
        assert mend in done.err
    assert "Traceback" not in done.err
    assert not list((data / "deliveries").glob("*"))


def test_one_bad_file_among_several_leaves_nothing_half_done(
    data: Path, delivery: Path, tmp_path: Path
) -> None:
    done = run("ingest", delivery, tmp_path / "strange.dat", "--data", data)
    assert (done.code, done.out) == (3, "")
    assert well("dump", "--data", data).out == ""


def test_check_feed_says_which_row_it_would_refuse(tmp_path: Path, data: Path) -> None:
    bad = canonical(tmp_path / "canonical_2024-02-01.jsonl", [incident("1"), {"force": "x"}])
    done = run("check-feed", "canonical", bad, "--data", data)
    assert done.code == 3
    assert f"{bad.name}:2  refused" in done.out
    assert done.err == ""


def test_the_help_names_every_command_of_the_readme() -> None:
    said = well("--help").out
    names = "demo generate check-feed ingest withdraw rebuild dump night flags search ask serve"
    for name in [*names.split(), "doctor"]:
        assert f" {name} " in said
        helped = well(name, "--help").out
        assert "--data" in helped


@pytest.mark.slow
def test_a_region_of_six_forces_goes_the_whole_way(data: Path, tmp_path: Path) -> None:
    region = tmp_path / "region"
    made = well("generate", "--out", region, "--incidents", 500, "--seed", 3, "--json").data
    assert made
    chosen = sorted((region / "deliveries").glob("*_2023-0[67]-01*"))
    assert {path.name.split("_")[0] for path in chosen} >= {
        *("northmarch", "eastvale", "caldmoor", "wexmouth", "dunmere", "southholt")
    }
    loaded = well("ingest", *chosen, "--data", data, "--json").data
    for one in loaded:
        assert one["rows"] >= one["records"], one
        assert one["refused"] == 0, one
    assert all(one["records"] for one in loaded if "orders" not in one["file_name"])
    night = well("night", "--data", data, "--as-of", "2023-09-01", "--json").data
    assert night["not_read"] == []
    asked = well("ask", "deliveries", "--data", data, "--json", "--clearance", 3).data
    assert sum(row["records"] for row in asked) == sum(one["records"] for one in loaded)
    listed = well("ask", "deliveries", "--data", data, "--csv", "--clearance", 3).out.splitlines()
    assert len(listed) == len(asked) + 1
    before = digest(data)
    well("rebuild", "--data", data)
    assert digest(data) == before
