"""Asking questions by name: parameters, clearance, audit, output."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from contextlib import nullcontext
from pathlib import Path

import pytest
import typer
from sessions import session_of
from tiny_graph import write
from typer.testing import CliRunner

import graph.commands.core
from graph.access.audit import Audit
from graph.commands import printing
from graph.engine.store import Store
from graph.errors import InputError
from graph.explore import asking
from graph.explore.frames import frame
from graph.explore.listing import markdown
from graph.flags import upkeep as flags
from graph.queries import all_queries

DOCS = Path(__file__).parents[3] / "docs" / "questions.md"
SERIES = """
sam Person name='Sam Example'
i1 Incident
i2 Incident level=1
sam SUSPECT_IN i1
sam SUSPECT_IN i2 level=1
vera VICTIM_OF i1
vera VICTIM_OF i2 level=1
"""


def test_every_question_is_documented_as_its_file_says() -> None:
    assert DOCS.read_text(encoding="utf-8") == markdown(), (
        "python -m graph.explore.listing > docs/questions.md"
    )


def test_questions_and_rules_have_names_of_their_own() -> None:
    names = [query.name for query in asking.questions()]
    assert len(names) == len(set(names))
    assert {query.name for query in all_queries("detect")} <= set(names)


def test_a_page_s_own_query_cannot_be_asked_around_its_safety_rule() -> None:
    with pytest.raises(InputError, match="there is no question"):
        asking.question("links")


def test_parameters_are_typed() -> None:
    query = asking.question("repeat_suspects")
    given = asking.parse_given(query, ["limit=7", "since=2025-01-01T00:00:00+01:00"])
    assert given == {"limit": 7, "since": "2024-12-31T23:00:00Z"}
    rule = asking.question("course_of_conduct")
    given = asking.parse_given(rule, ["anchors=p1,p2", "as_of=2025-01-01T00:00:00Z"])
    assert given == {"anchors": ["p1", "p2"], "as_of": "2025-01-01T00:00:00Z"}


@pytest.mark.parametrize(
    ("pair", "message"),
    [
        ("limt=7", "no parameter 'limt': write KEY=VALUE with since: datetime"),
        ("limit", "no parameter 'limit'"),
        ("limit=many", "limit takes int"),
        ("since=yesterday", "since takes an instant"),
        ("clearance=3", "give it as --clearance"),
    ],
)
def test_a_wrong_parameter_is_one_sentence_with_the_mend(pair: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        asking.parse_given(asking.question("repeat_suspects"), [pair])


def test_the_audit_comes_before_the_answer(embedded_store: Store, tmp_path: Path) -> None:
    session = session_of(embedded_store, 0, "a.nalyst", tmp_path)
    query = asking.question("paths")
    with pytest.raises(InputError, match="needs to_id"):
        asking.ask(session, query, {"from_id": "sam"})
    (entry,) = session.audit.entries()
    assert (entry.who, entry.action) == ("a.nalyst", "consultation")
    assert entry.body == {"asked": "ask/paths", "given": {"from_id": "sam"}}


def test_a_rule_gives_a_viewer_only_what_rests_within_the_clearance(
    embedded_store: Store,
) -> None:
    write(embedded_store, SERIES)
    rule = asking.question("course_of_conduct")
    for clearance, victims in ((0, []), (1, ["vera"])):
        rows = asking.ask(session_of(embedded_store, clearance), rule, {})
        assert [row["victim_id"] for row in rows] == victims


def test_a_rule_is_asked_with_its_own_parameters_and_moment(
    embedded_store: Store,
) -> None:
    write(embedded_store, SERIES)
    rule = asking.question("course_of_conduct")
    for given in ({"min_occasions": 3}, {"as_of": "2025-01-02T00:00:00Z"}, {"anchors": ["vera"]}):
        assert asking.ask(session_of(embedded_store), rule, given) == []


WORKERS = """
i1 Incident
vera Person name='Vera Example'
noa Person name='Noa Example'
m1 Mention occupation=Nurse
m2 Mention occupation=Nurse
m1 REFERS_TO vera
m2 REFERS_TO noa
sam SUSPECT_IN i1
vera VICTIM_OF i1
"""


def test_what_a_protected_person_works_as_is_neither_told_nor_found(embedded_store: Store) -> None:
    write(embedded_store, WORKERS)
    session, people = session_of(embedded_store), asking.question("people")
    told = {
        row["person_id"]: row["occupations"]
        for row in asking.ask(session, people, {"name": "example"})
    }
    assert told == {"vera": [], "noa": ["Nurse"]}
    found = asking.ask(session, people, {"occupation": "nurse"})
    assert [row["person_id"] for row in found] == ["noa"]


def test_csv_runs_no_formula_and_keeps_numbers() -> None:
    rows = [{"a": "=1+1", "b": -5, "c": ["+447700900001", "x"], "d": None, "e": "plain, text"}]
    text = printing.as_csv(list("abcde"), rows)
    header, row = csv.reader(io.StringIO(text))
    assert header == list("abcde")
    assert row == ["'=1+1", "-5", "'+447700900001, x", "", "plain, text"]


def test_json_holds_instants_in_utc() -> None:
    at = dt.datetime(2025, 6, 1, 12, tzinfo=dt.timezone(dt.timedelta(hours=1)))
    assert json.loads(printing.as_json([{"at": at}])) == [{"at": "2025-06-01T11:00:00Z"}]


def test_a_frame_has_the_declared_columns_even_when_nothing_was_found(
    embedded_store: Store,
) -> None:
    query = asking.question("repeat_suspects")
    empty = frame(query, [])
    assert list(empty.columns) == query.columns
    assert empty["first"].dt.tz is None  # UTC: a workbook knows no zone
    write(embedded_store, SERIES)
    filled = frame(query, asking.ask(session_of(embedded_store, 0), query, {"min_incidents": 1}))
    assert filled["incidents"].tolist() == [1]
    assert filled["first"].dt.year.tolist() == [2025]


@pytest.fixture
def app() -> typer.Typer:
    made = typer.Typer()
    graph.commands.core.register(made)
    return made


def test_ask_lists_every_question_without_an_engine(app: typer.Typer) -> None:
    said = CliRunner().invoke(app, ["ask"])
    assert said.exit_code == 0
    listed = json.loads(CliRunner().invoke(app, ["ask", "--json"]).stdout)
    for query in asking.questions():
        assert query.name in said.stdout
        assert any(entry["question"] == query.question for entry in listed)


def test_the_commands_answer_in_each_format(
    app: typer.Typer, embedded_store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("graph.commands.core.open_store", lambda _: nullcontext(embedded_store))
    write(embedded_store, SERIES)
    flags.review(embedded_store, dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    audit = Audit(embedded_store.settings.audit)
    before = len(audit.entries())

    def said(*words: str) -> str:
        result = CliRunner().invoke(app, [*words, "--data", str(tmp_path)])
        assert result.exit_code == 0, result.output
        return result.stdout

    ask = ("ask", "repeat_suspects", "min_incidents=1")
    assert "Sam Example" in said(*ask)
    assert said(*ask, "--csv").splitlines()[1].startswith("sam,Sam Example,1,")
    assert json.loads(said(*ask, "--json"))[0]["incident_ids"] == ["i1"]
    assert "Nothing found." in said("ask", "look_up", "value=nobody")
    assert said("flags").strip() == "No flags."
    assert "Course of conduct: Sam Example" in said("flags", "--clearance", "1")
    (flag,) = json.loads(said("flags", "--clearance", "1", "--json"))
    assert (flag["state"], flag["record_ids"]) == ("new", ["r-i1", "r-i2"])
    assert len(audit.entries()) == before + 7
