"""A query file that breaks its contract cannot become a Query, and is told how to mend it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import InputError, QueryError
from graph.model.schema import LABEL, LINK
from graph.queries import all_queries, load, query_file
from graph.queries.query_file import Query, parse
from graph.queries.query_types import parse_default, parse_type, split_top
from graph.queries.touches import Entities, Events, Everything, Touch, Values

CYPHER = Path(query_file.__file__).parents[2] / "cypher"
RULE = """\
// name:     pair
// question: Who is paired?
// anchor:   Person as suspect
// params:   least: int = 2, kinds: list[str] = ['a', 'b'], since: datetime? = null
// returns:  suspect_id: str, records: list[str], seen: datetime?
// subjects: suspect_id
// evidence: records
// reach:    2
// wakes:    -
// flag:     Pair: {suspect_id}
// explain:  Seen {seen}.
// source:   An Act s1
UNWIND $anchors AS id
MATCH (s:Person {id: id}) WHERE $least > 1 AND 'a' IN $kinds AND $since IS NULL
RETURN s.id AS suspect_id, [] AS records, null AS seen
"""
READ = """\
// name:     one
// question: Which one is it?
// params:   id: str, clearance: int
// returns:  id: str
MATCH (n:Person {id: $id}) WHERE n.level <= $clearance // not $this
RETURN n.id AS id, '$nor_this' AS said
"""
LOAD = """\
// name:     put
// does:     Puts.
// touches:  Incident by rows.id
// params:   rows: list[map], ids: list[str]
UNWIND $rows AS row
MERGE (n:Incident {id: row.id})
SET n.outcome_at = datetime(row.props.outcome_at), n.near = row.start, n.far = $ids
"""


def test_a_rule_is_read_from_its_header() -> None:
    rule = parse("detect/pair", RULE)
    assert rule.path == "detect/pair"
    assert rule.question == "Who is paired?"
    assert [param.name for param in rule.params] == ["least", "kinds", "since"]
    assert rule.columns == ["suspect_id", "records", "seen"]
    assert (rule.subjects, rule.evidence, rule.reach) == (("suspect_id",), ("records",), 2)
    assert rule.wakes == ()
    assert rule.text.startswith("UNWIND")


def test_an_answer_has_the_records_of_the_links_that_a_rule_cites() -> None:
    rule = parse(
        "detect/pair",
        RULE.replace("records: list[str]", "links: list[map]").replace(
            "evidence: records", "evidence: links"
        ),
    )
    assert rule.returned == ["suspect_id", "links", "seen"]
    assert rule.columns == ["suspect_id", "record_ids", "seen"]


def test_a_header_line_may_go_on_below() -> None:
    long = READ.replace("id: str, clearance: int", "id: str,\n//           clearance: int")
    assert [param.name for param in parse("ask/one", long).params] == ["id", "clearance"]


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("// name:     pair", "// name:     pear", "make it 'pair'"),
        ("// wakes:    -\n", "", "lacks wakes"),
        ("// wakes:", "// woken:", "unknown header key woken"),
        ("// reach:    2", "// reach:    2\n// reach:    3", "reach stands twice"),
        ("// reach:    2", "// reach:    far", "number of hops"),
        ("// reach:    2", "// a remark", "put comments below"),
        ("paired?", "paired.", "end it with ?"),
        ("Person as", "Nobody as", "label of graph/model/schema.py"),
        ("least: int = 2", "least = 2", "is not `name: type`"),
        ("least: int = 2", "least: whole = 2", "is no type"),
        ("least: int = 2", "least: int = 'two'", "takes int"),
        ("least: int = 2", "least: int = two", "quote text"),
        ("least: int = 2", "least: int = 2, most: int = 9", "declares most"),
        ("least: int = 2", "least: int = 2, as_of: datetime", "always has them"),
        ("$least > 1", "$least > $fewest", "params lacks fewest"),
        ("seen: datetime?", "seen", "is not `name: type`"),
        ("seen: datetime?", "seen: moment", "is no type"),
        ("subjects: suspect_id", "subjects: person", "subjects names person"),
        ("subjects: suspect_id", "subjects: seen", "subjects names seen"),
        ("evidence: records", "evidence: -", "evidence is empty"),
        ("list[str], seen", "list[str], level: int, seen", "returns level: take it out"),
        ("records: list[str]", "links: list[map]", "evidence names records"),
        ("list[str], seen", "list[str], links: list[map], seen", "name links under evidence"),
        ("list[str], seen", "list[str], record_ids: list[str], seen", "cite the links themselves"),
        ("Pair: {suspect_id}", "Pair: {victim_id}", "flag shows {victim_id}"),
        ("Seen {seen}.", "Seen {when}.", "explain shows {when}"),
        ("Seen {seen}.", "Seen {seen.", "odd brace"),
        ("// flag:", "// against:  Not {this}.\n// flag:", "against shows {this}"),
        ("// flag:", "// measure:  odds\n// flag:", "measure and adds go together"),
        ("// flag:", "// measure:  odds\n// adds:     seen: int\n// flag:", "another name"),
        ("UNWIND $anchors AS id\n", "", "begin it with"),
        ("RETURN", "SET s.name = '' RETURN", "SET writes"),
        ("RETURN", "WITH s WHERE elementId(s) <> '' RETURN", "own id"),
        ("s.id AS", "id(s) AS", "property id"),
    ],
)
def test_a_rule_that_breaks_the_contract_is_refused(was: str, now: str, told: str) -> None:
    assert was in RULE
    with pytest.raises(QueryError) as refusal:
        parse("detect/pair", RULE.replace(was, now, 1))
    assert told in str(refusal.value)
    assert str(refusal.value).startswith("cypher/detect/pair.cypher: ")


@pytest.mark.parametrize(
    "params", ["id: str", "id: str, clearance: int = 3", "id: str, clearance: str"]
)
def test_a_read_without_a_viewer_s_clearance_is_refused(params: str) -> None:
    text = READ.replace("id: str, clearance: int", params)
    if "clearance" not in params:
        text = text.replace("$clearance", "0")
    with pytest.raises(QueryError, match="clearance: int"):
        parse("ask/one", text)


def test_dollars_in_comments_and_text_are_no_parameters() -> None:
    assert [param.name for param in parse("ask/one", READ).params] == ["id", "clearance"]


def test_writing_words_in_comments_and_text_do_not_write() -> None:
    parse("ask/one", READ.replace("'$nor_this'", "'CREATE' /* DELETE */"))


@pytest.mark.parametrize(
    ("text", "touches"),
    [
        ("Person by ids", (Entities("Person", Values("ids")),)),
        ("Incident by rows.id if rows.left", (Entities("Incident", Values("rows", "id"), "left"),)),
        ("properties of Phone by ids", (Entities("Phone", Values("ids"), "", True),)),
        (
            "Order by ids, event of rows.id",
            (Entities("Order", Values("ids")), Events(Values("rows", "id"))),
        ),
        ("everything", (Everything(),)),
        ("nothing: no rule reads it, nor will", ()),
    ],
)
def test_a_write_says_what_it_touches(text: str, touches: tuple[Touch, ...]) -> None:
    source = LOAD.replace("Incident by rows.id", text)
    assert parse("write/people/put", source).touches == touches


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("", "lacks touches"),
        ("-", "'-' cannot be read"),
        ("nothing:", "cannot be read"),
        ("nothing", "cannot be read"),
        ("Incident", "cannot be read"),
        ("Incident by rows.id if ids.left", "cannot be read"),
        ("Phones by rows.id", "names Phones: take one of Delivery, "),
        ("Incident by row.id", r"reads row: declare it in params as list\[map\]"),
        ("Incident by rows", r"reads rows: declare it in params as list\[str\]"),
        ("Incident by ids.id", r"reads ids: declare it in params as list\[map\]"),
        ("Incident by rows.key", "the query reads no row.key"),
        ("event of rows.mention", "the query reads no row.mention"),
        ("links USES from Phone to Person by rows", "USES from Phone to Person: the schema has no"),
        ("links KNOWS from Person to Person by rows", "the schema has no such links"),
        ("lost links USES from Person to Phone by rows", "the query reads no row.end"),
        ("dates of Phone by rows", "names Phone: take one of Incident, Order"),
        ("dates of Incident by rows", "let the query write recorded_at"),
        ("Incident by rows.id, Incident by rows.id", "keep one"),
        ("everything, Incident by rows.id", "keep one"),
    ],
)
def test_a_write_that_does_not_say_what_it_touches_is_refused(text: str, mend: str) -> None:
    with pytest.raises(QueryError, match=rf"cypher/write/people/put\.cypher: .*{mend}"):
        parse("write/people/put", LOAD.replace("Incident by rows.id", text))


def test_only_writes_say_what_they_touch() -> None:
    with pytest.raises(QueryError, match="unknown header key touches"):
        parse("ask/one", f"// touches: everything\n{READ}")


def test_a_room_that_is_not_there_is_refused() -> None:
    with pytest.raises(QueryError, match="no such room"):
        parse("attic/put", LOAD)


def test_files_lie_in_themes_where_the_room_is_divided_and_nowhere_else() -> None:
    assert parse("write/people/put", LOAD).path == "write/people/put"
    for path, source in (("write/put", LOAD), ("ask/people/one", READ)):
        with pytest.raises(QueryError, match="only write, system, view have themes"):
            parse(path, source)
    assert max(len(list(folder.iterdir())) for folder in CYPHER.glob("*/*") if folder.is_dir()) < 21


@pytest.mark.parametrize("path", ["ask/nothing", "../pyproject", "ask/../write/link", "link", ""])
def test_only_query_files_can_be_loaded(path: str) -> None:
    with pytest.raises(QueryError, match="there is no query"):
        load(path)


def test_a_template_takes_only_names_of_the_schema() -> None:
    for names in ({"label": "Person) DETACH DELETE (n"}, {"label": "KNOWS"}, {}, {"type": "USES"}):
        with pytest.raises(QueryError):
            load("schema/key", **names)
    assert "FOR (n:Phone)" in load("schema/key", label="Phone").text
    with pytest.raises(QueryError, match="pairs they join"):
        load("write/elements/link", type="DRIVES", start="Phone", end="Vehicle")


def test_a_template_is_listed_once_for_each_way_to_fill_it() -> None:
    keys = [query for query in all_queries("schema") if query.name == "key"]
    assert [dict(query.names)["label"] for query in keys] == list(LABEL)
    links = {query.names for query in all_queries("write") if query.name == "link"}
    assert len(links) == sum(len(link.joins) for link in LINK.values())


def test_every_query_file_keeps_the_contract() -> None:
    rooms = {query.room for query in all_queries()}
    assert {"schema", "write"} <= rooms


def test_parameters_are_filled_from_defaults() -> None:
    bound = parse("detect/pair", RULE).bind({"anchors": ["p"], "as_of": NOON, "ref": {}})
    assert bound == {
        "anchors": ["p"],
        "as_of": "2025-03-01T12:00:00Z",
        "ref": {},
        "least": 2,
        "kinds": ["a", "b"],
        "since": None,
    }


NOON = dt.datetime(2025, 3, 1, 13, tzinfo=dt.timezone(dt.timedelta(hours=1)))
GIVEN: dict[str, Any] = {"anchors": ["p"], "as_of": NOON, "ref": {}}


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"least": "Zebedee"}, "least of detect/pair takes int"),
        ({"least": True}, "least of detect/pair takes int"),
        ({"least": None}, "least of detect/pair takes int"),
        ({"anchors": "p"}, "anchors of detect/pair takes list"),
        ({"anchors": [1]}, "anchors of detect/pair takes str"),
        ({"as_of": dt.datetime(2025, 3, 1)}, "with its zone"),  # noqa: DTZ001
        ({"as_of": "Zebedee"}, "write it as"),
        ({"most": 3}, "has no parameter most"),
    ],
)
def test_a_wrong_argument_is_refused_without_repeating_it(
    changed: dict[str, Any], told: str
) -> None:
    with pytest.raises(InputError) as refusal:
        parse("detect/pair", RULE).bind({**GIVEN, **changed})
    assert told in str(refusal.value)
    assert "Zebedee" not in str(refusal.value)


def test_a_missing_argument_is_named() -> None:
    with pytest.raises(InputError, match="ask/one needs clearance"):
        parse("ask/one", READ).bind({"id": "x"})


@pytest.mark.parametrize(
    ("type_", "text", "value"),
    [
        ("int", "007", 7),
        ("str", "007", "007"),
        ("str?", "null", None),
        ("bool", "True", True),
        ("float", "0.5", 0.5),
        ("list[str]", "a, b", ["a", "b"]),
        ("list[int]", "[1, 2]", [1, 2]),
        ("date", "2025-03-01", dt.date(2025, 3, 1)),
        ("datetime", "2025-06-01T01:00:00+01:00", "2025-06-01T00:00:00Z"),
        ("map", '{"a": 1}', {"a": 1}),
    ],
)
def test_arguments_are_read_from_a_command_line(type_: str, text: str, value: object) -> None:
    assert parse_type(type_).parse(text) == value


@pytest.mark.parametrize(
    ("type_", "text"),
    [
        ("int", "x"), ("bool", "yes"), ("date", "1/3/2025"), ("datetime", "2025-03-01"),
        ("list[int]", "1, x"), ("list[int]", "[1"), ("map", "{"), ("map", "[]"),
    ],
)  # fmt: skip
def test_a_misspelt_argument_is_a_value_error(type_: str, text: str) -> None:
    with pytest.raises(ValueError, match=r"takes|Expect"):
        parse_type(type_).parse(text)


@given(st.lists(st.text(alphabet="ab ()[]'\",:=")))
def test_splitting_never_fails(parts: list[str]) -> None:
    assert all(split_top(",".join(parts)))


TYPES = st.recursive(
    st.sampled_from(["str", "int", "float", "bool", "date", "datetime", "map", "any"]),
    lambda inner: inner.map(lambda name: f"list[{name}]"),
    max_leaves=3,
)


@given(TYPES, st.booleans())
def test_a_type_is_written_as_it_is_read(name: str, nullable: bool) -> None:
    written = f"{name}{'?' if nullable else ''}"
    assert str(parse_type(written)) == written


@given(st.lists(st.text(alphabet="abc ,'")))
def test_a_default_is_a_literal(value: list[str]) -> None:
    assert parse_default(repr(value), parse_type("list[str]")) == value


def test_a_query_can_be_kept_in_a_set() -> None:
    query: Query = parse("write/people/put", LOAD)
    assert query == parse("write/people/put", LOAD)
