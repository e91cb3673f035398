"""A question of one's own: what it may say, and that its answer holds nothing it must not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from scene import PHONES, build, cleared
from small_graph import write

from graph.access.confine import confined
from graph.access.patterns import PatternError
from graph.access.session import Session
from graph.access.victim_safety import GUARDED
from graph.engine import store as limits
from graph.engine.store import Store
from graph.errors import EngineError, InputError, QueryError
from graph.explore import asking
from graph.explore.own_questions import read_own
from graph.queries.parts import filled
from graph.queries.query_file import OWN
from graph.settings import Settings

HEADER = """// name:     mine
// question: What is there?
// params:   {params}
// returns:  {returns}

"""

REFUSED = {
    "MATCH (p:Person) SET p.name = 'x' RETURN p.id AS x": "`SET` does more than read",
    "MATCH (p:Person) CREATE (q:Person) RETURN q.id AS x": "`CREATE`",
    "MATCH (p:Person) DETACH DELETE p": "`DETACH`",
    "LOAD CSV FROM 'file:///etc/passwd' AS x MATCH (p:Person) RETURN x": "`LOAD`",
    "CALL db.labels() MATCH (p:Person) RETURN p.id AS x": "procedure",
    "CALL apoc.export.csv.all('x', {}) YIELD file RETURN file AS x": "`YIELD`",
    "RETURN 1 AS x": "reads nothing",
    "MATCH (n) RETURN n.id AS x": "no label and no link",
    "MATCH (r:Record) RETURN r.content AS x": "`Record` is no label",
    "MATCH (m:Mention|Person) RETURN m.id AS x": "`Mention`",
    "MATCH (p:Person)<-[:REFERS_TO]-(m) RETURN m.phones AS x": "`REFERS_TO` is no type",
    "MATCH (p:Person)-[r]-(x) RETURN x.id AS x": "no type",
    "MATCH (p:Person)--(x) RETURN x.id AS x": "cannot be read",
    "MATCH (p:Person)-[r:USES]->(x) RETURN r.records AS x": "`records`",
    "MATCH (p:Person) WHERE (p)-[:SUSPECT_IN]->() RETURN p.id AS x": "outside MATCH",
    "MATCH (p:Person) WHERE (p) - - (:Incident) RETURN p.id AS x": "outside MATCH",
    "MATCH (p:Person) RETURN [(p)-[:LIVES_AT]->(a) | a.lines] AS x": "outside MATCH",
    "MATCH (p:Person) WHERE COUNT { (p)-[:SUSPECT_IN]->() } > 1 RETURN p.id AS x": "outside MATCH",
    "MATCH (p:Person {id: head([(a)-[:USES]-(b) | b.id])}) RETURN p.id AS x": "cannot be read",
    "MATCH (p:Person WHERE p.level > 0) RETURN p.id AS x": "cannot be read",
    "MATCH (p:!Record) RETURN p.id AS x": "`!`",
    "MATCH (p:$any(['Record'])) RETURN p.id AS x": "cannot be read|not among",
    "MATCH shortestPath((p:Person)-[:RELATED_TO*]-(q:Person)) RETURN p.id AS x": "not among",
    "MATCH ((p:Person)-[:USES]->(x)){1,2} RETURN p.id AS x": "cannot be read",
    "MATCH (p:Person) RETURN properties(p) AS x": r"`properties\(\)` is not among",
    "MATCH (p:Person) RETURN out(p) AS x": r"`out\(\)` is not among",
    "MATCH (i:Incident) RETURN apoc.any.properties(i) AS x": "not among",
    "MATCH (p:Person) RETURN p['name'] AS x": "by a name",
    "MATCH (p:Person) RETURN p[$key] AS x": "by a name",
    "MATCH (p:Person) WITH 'title' AS k MATCH (i:Incident) RETURN i[k] AS x": "by a name",
    "MATCH (p:Person)-[:SUSPECT_IN]->(i) RETURN i.title AS x": "`title` may say where",
    "MATCH (p:Person)-[:SUSPECT_IN]->(i) RETURN i {.summary} AS x": "where a value is wanted",
    "MATCH (p:Person)-[:SUSPECT_IN]->(i) RETURN i {.*} AS x": "takes everything",
    "MATCH (p:Person)-[:SUSPECT_IN]->(i) RETURN i + '' AS x": "where a value is wanted",
    "MATCH (p:Person)-[:SUSPECT_IN]->(i) RETURN left(i, 300) AS x": "where a value is wanted",
    "MATCH (p:Person)-[:SUSPECT_IN]->(i) RETURN i AS x": "where a value is wanted",
    "MATCH (p:Person)-[:SUSPECT_IN]->(i) WITH i AS j RETURN j + '' AS x": "where a value is",
    "MATCH (p:Person)-[:SUSPECT_IN]->(i) RETURN coalesce('', i) AS x": "where a value is wanted",
    "MATCH (p:Person)-[:SUSPECT_IN]->(i) WITH coalesce('', i) AS x RETURN x": "where a value is",
    "MATCH (p:Person)-[:SUSPECT_IN]->(i) WITH collect(i) AS all RETURN all AS x": "where a value",
    "MATCH (p:Person)-[:SUSPECT_IN]->(i) WHERE i STARTS WITH '#' RETURN 1 AS x": "where a value",
    "MATCH (p:Person)-[r:SUSPECT_IN]->(i) RETURN startNode(r) AS x": "where a value is wanted",
    "MATCH way = (p:Person)-[:SUSPECT_IN]->(i) RETURN nodes(way) AS x": "where a value is wanted",
    "MATCH w = (p:Person)-[:SUSPECT_IN]->(i) RETURN [x IN nodes(w) | x + ''] AS x": "where a value",
    "MATCH w = (p:Person)-[:SUSPECT_IN]->(i) UNWIND nodes(w) AS n RETURN n AS x": "where a value",
    "MATCH (p:Person)-[r:RELATED_TO*1..2]-(q) RETURN [x IN r | x + ''] AS x": "where a value is",
    "MATCH (p:Person)-[:SUSPECT_IN]->(i) RETURN 1 AS x ORDER BY i": "where a value is wanted",
    "MATCH (p:Person) RETURN *": "takes everything",
    "MATCH (p:Person)-[:SUSPECT_IN]->(i) RETURN i.`title` AS x": "backtick",
    "MATCH (p:Person)-[:SUSPECT_IN]->(i) RETURN i.\\u0074itle AS x": "backslash",
    "MATCH (p:Person {name: '\\'}) RETURN 1 AS x // '}) RETURN p.id AS x": "backslash",
    "MATCH (p:Person {name: 'x}) RETURN p.id AS x": "quote is open",
    "MATCH (_1:Person) RETURN _1.id AS x": "begins with `_`",
    "MATCH (p:Person)-[:RELATED_TO*]-(q) RETURN q.id AS x": "no end",
    "MATCH (p:Person)-[:RELATED_TO*1..9]-(q) RETURN q.id AS x": "no end",
    "MATCH (p:Person)-[:USES*1..2]-(q:Person) RETURN q.id AS x": "one by one",
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_it_cannot_keep_to_its_viewer_is_refused_with_the_mend(text: str) -> None:
    with pytest.raises(PatternError, match=REFUSED[text]):
        confined(text)


def test_every_node_and_link_has_its_condition() -> None:
    text = confined(
        "OPTIONAL MATCH (p:Person {name: 'MATCH (x) // y'})"
        "-[:SUSPECT_IN|INSTIGATED]->(i:Incident)\nWHERE i.crimed OR i.cancelled // why\n"
        "WITH p, i MATCH way = (p)-[:RELATED_TO*1..2]-(q) RETURN q.id AS x, i.id AS y"
    )
    for name in ("p", "i", "q"):
        assert filled("own", "cleared", name) in text
    assert "[_1:SUSPECT_IN|INSTIGATED]" in text
    assert filled("own", "cleared", "_1") in text
    assert "AND ( i.crimed OR i.cancelled" in text
    assert "{name: 'MATCH (x) // y'}" in text
    for whole in ("nodes", "relationships"):
        assert f"{whole}(way) WHERE {filled('own', 'cleared', '_e')}" in text
    assert "PROTECTS" not in text  # neither an incident nor a person is anybody's whereabouts


def test_a_place_is_nobodys_from_where_nobody_is_looked_at() -> None:
    assert "PROTECTS" not in confined("MATCH (i:Incident)-[:AT]->(a) RETURN a.lines AS x")
    assert "PROTECTS" in confined("MATCH (p:Person)-[:LIVES_AT]->(a) RETURN a.lines AS x")
    assert "PROTECTS" in confined(
        "MATCH (a:Address) WHERE EXISTS { MATCH (a)<-[:LIVES_AT]-(p) } RETURN a.lines AS x"
    )


def own(folder: Path, text: str, returns: str = "x: any", params: str = "-") -> Path:
    file = folder / "mine.cypher"
    file.write_text(HEADER.format(params=params, returns=returns) + text, encoding="utf-8")
    return file


def answer(session: Session, folder: Path, text: str, **given: Any) -> list[Any]:
    query = read_own(own(folder, text, params="who: str? = null" if "$who" in text else "-"))
    return [row["x"] for row in asking.ask(session, query, given)]


TIES = "[:LIVES_AT|WORKS_AT|WORKS_FOR|USES|DRIVES]"
ASKED = {
    f"MATCH (p:Person)-{TIES}->(a) RETURN a.id AS x": {
        *("sam-home", "social/quietelm", "NM24ABC", PHONES["sam"]),
    },
    f"MATCH (p:Person {{name: 'Rowan Elder'}})-[:SUSPECT_IN]->(i)<-[:VICTIM_OF]-(v)-{TIES}->(a) "
    "RETURN a.id AS x": set(),
    "MATCH (p:Person)-[:SUSPECT_IN]->(i)-[:AT]->(a) RETURN a.lines AS x": set(),
    "MATCH (p:Person)-[:SUSPECT_IN]->(i)-[:INVOLVES]->(k) RETURN k.id AS x": {PHONES["offender"]},
    "MATCH (p:Person)-[:SUBJECT_OF]->(o)-[:PROTECTS]->(x) RETURN x.id AS x": {"vera"},
    "MATCH (p:Person)-[:USES]->(k)-[:CONTACTED]-(m) RETURN m.id AS x": set(),
    "MATCH (a:Address), (p:Person {name: 'Fern Vale'}) RETURN a.id AS x": {
        "sam-home",
        "street-of-nobody",
    },
    "MATCH (p:Person) RETURN p.id AS x": {"sam", "vera", "wren", "mo", "tess", "cole"},
    "MATCH (p:Person)-[:VICTIM_OF]->(i) RETURN i.id AS x": {
        *("northmarch/1", "eastvale/2", "northmarch/3", "northmarch/4")
    },
    "MATCH (p:Person) WHERE NOT EXISTS { MATCH (p)-[:VICTIM_OF]->() } AND p.name < 'J'"
    " RETURN p.id AS x": {"mo", "tess"},
}


@pytest.fixture
def session(store: Store, tmp_path: Path) -> Session:
    made = build(store, tmp_path)
    write(store, [("Address", "street-of-nobody", {"lines": "9 Far Row"})], [])
    return made


def test_no_answer_holds_what_is_above_the_viewer_or_where_a_victim_is(
    session: Session, tmp_path: Path
) -> None:
    for text, shown in ASKED.items():
        assert set(answer(session, tmp_path, text)) == shown, text
    more = "MATCH (p:Person)-[:VICTIM_OF]->(i) RETURN count(i) AS x"
    assert answer(session, tmp_path, more) == [4]
    assert answer(cleared(session), tmp_path, more) == [5]
    assert answer(session, tmp_path, "MATCH (a:Address)<-[:AT]-(i) RETURN a.lines AS x")


def test_one_that_multiplies_itself_is_ended(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "UNWIND range(1, 90000) AS a UNWIND range(1, 90000) AS b WITH a * b AS n WHERE n < 0 "
    monkeypatch.setattr(limits, "QUESTION_SECONDS", 1.0)
    with (
        Store(session.store.settings) as store,
        pytest.raises(EngineError, match=r"^mine\.cypher: this takes the engine more than 1 s"),
    ):
        answer(replace(session, store=store), tmp_path, f"{text} MATCH (p:Person) RETURN n AS x")


MAY = (
    "MATCH (p:Person)-[r:SUSPECT_IN]->(i) WITH DISTINCT p, i, r WHERE p IS NOT NULL "
    "CALL (p, i) { MATCH (p)-[:VICTIM_OF]->(j) WHERE j <> i RETURN count(DISTINCT j) AS n } "
    "WITH p, n, type(r) AS t, labels(i) AS l ORDER BY p.name "
    "RETURN p.id AS x, {id: p.id, at: collect(DISTINCT n)} AS y",
    "MATCH way = (p:Person)-[r:RELATED_TO*1..2]-(q) WHERE p <> q AND q:Person "
    "RETURN [x IN nodes(way) | x.id] AS x, length(way) AS y, "
    "all(x IN relationships(way) WHERE x.kind = 'sibling') AS z",
    "MATCH (p:Person)-[r:RELATED_TO]-(q) RETURN startNode(r).id AS x, count(*) AS n, count(q) AS m",
)


@pytest.mark.parametrize("text", MAY)
def test_what_it_may_say_of_a_node_or_link(text: str) -> None:
    assert "<= $clearance" in confined(text)


def test_a_question_is_kept_with_its_text_in_the_audit(
    embedded_store: Store, tmp_path: Path
) -> None:
    session = build(embedded_store, tmp_path)
    answer(session, tmp_path, "MATCH (p:Person {name: $who}) RETURN p.id AS x", who="Reed Larch")
    (entry,) = session.audit.entries()
    assert entry.body is not None
    assert entry.body["asked"] == f"{OWN}/mine"
    assert entry.body["given"] == {"who": "Reed Larch"}
    assert "MATCH (p:Person {name: $who})" in entry.body["text"]


def test_its_folder_stands_beside_the_shipped_ones(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    settings.questions.mkdir()
    own(settings.questions, "MATCH (p:Person) RETURN p.id AS x", "x: str")
    assert asking.question("mine", settings).question == "What is there?"
    assert asking.question("paths", settings).room == "ask"
    with pytest.raises(InputError, match="there is no question 'mine'"):
        asking.question("mine")
    (settings.questions / "paths.cypher").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="two questions 'paths'"):
        asking.question("paths", settings)


def test_what_it_shows_is_withheld_from_no_suspects_side(
    embedded_store: Store, tmp_path: Path
) -> None:
    """The conditions that are put in are as strict as the guard of every other answer."""
    session = build(embedded_store, tmp_path)
    write(
        embedded_store,
        [("Phone", f"+44770090020{n}", {}) for n in range(4)],
        [
            ("Person/sam", "LIVES_AT", "Address/mo-home", {}),
            ("Person/vera", "LIVES_AT", "Address/mo-home", {}),
            ("Person/sam", "USES", "Phone/+447700900200", {}),
            ("Person/mo", "USES", "Phone/+447700900201", {}),
            ("Person/tess", "USES", "Phone/+447700900202", {}),
            ("Person/cole", "USES", "Phone/+447700900203", {}),
        ],
    )
    shown = {
        (label, id_)
        for label in GUARDED
        for id_ in answer(
            session,
            tmp_path,
            f"MATCH (x:{label}), (p:Person {{name: 'Fern Vale'}}) RETURN x.id AS x",
        )
    }
    assert ("Phone", "+447700900200") in shown  # he lives with her, and harms her
    assert (
        not {("Phone", f"+44770090020{n}") for n in (1, 2, 3)} & shown
    )  # household, witness, harmed
    for suspect in ("sam", "cole"):
        guard = session.consult("a test", sides=[suspect]).guard
        guard.judge(shown)
        assert not {place for place in shown if guard.hides(place)}, suspect


@pytest.mark.parametrize("returns", ["label: str", "props: map", "address_id: list[str]"])
def test_a_column_by_which_answers_are_screened_has_another_name(
    tmp_path: Path, returns: str
) -> None:
    name = returns.partition(":")[0]
    file = own(tmp_path, f"MATCH (p:Person) RETURN p.id AS {name}", returns)
    with pytest.raises(QueryError, match=f"{name} is kept for one thing"):
        read_own(file)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("MATCH (p:Person) RETURN p.id AS x", r"^mine\.cypher: unknown header key anchor"),
        ("", r"^mine\.cypher: it begins with no clause"),
    ],
)
def test_a_file_that_is_not_right_is_named_with_the_mend(
    tmp_path: Path, text: str, message: str
) -> None:
    file = own(tmp_path, text)
    file.write_text("// anchor: Person\n" * bool(text) + file.read_text("utf-8"), encoding="utf-8")
    with pytest.raises(QueryError, match=message):
        read_own(file)


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match=r"none\.cypher cannot be read"):
        read_own(tmp_path / "none.cypher")
