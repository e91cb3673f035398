"""What was put aside, as a whole graph: each node and link once, as the ordinary way leaves it.

Sets of rows on disk, sorted and joined by DuckDB, so that memory does not grow with them. Who is
who comes from outside between `begin` and `finish`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from graph.batches import batches
from graph.derive.people import person_props
from graph.derive.staging import Staging, as_json

PAGE = 20_000
NEAR = 1_000_000
"""Nodes whose links are tied together: as many as an engine keeps in memory, and each such part is
one look through all links."""
_TEXTS = (
    "force nominal forename middle surname birth birth_precision birth_digits birth_refused "
    "birth_place occupation roll"
).split()
_LISTS = "other_names phones emails accounts addresses streets localities postcodes".split()
_SHOWN = (*"level name birth birth_precision".split(), "other_names", "compartments")


def begin(staging: Staging) -> None:
    """Decide which version of each record counts, and what its mentions say."""
    staging.wait()
    staging.db.execute(_VERSIONS)


def mentions(staging: Staging) -> Iterator[dict[str, Any]]:
    """Every mention with all that is compared, as `system/mentions/all` gives it."""
    for id_, props in _rows(staging, "SELECT id, props FROM mention"):
        said = json.loads(props) if props else {}
        texts = {name: said.get(name) for name in _TEXTS}
        lists = {name: said.get(name, []) for name in _LISTS}
        yield {"id": id_, "active": props is not None, **texts, **lists}


def refer(staging: Staging, moves: Iterable[tuple[str, str]]) -> None:
    """Say of mentions whom they refer to: (mention, person)."""
    staging.insert("refers", ("mention", "person"), moves)


def resemble(staging: Staging, links: Iterable[Mapping[str, Any]]) -> None:
    """Keep scored links, as rows of `write/mentions/resemble`."""
    names = "weight rule model levels bits doubt".split()
    rows = (
        (link["a"], link["b"], link["doubt"], as_json({name: link[name] for name in names}))
        for link in links
    )
    staging.insert("resembles", ("a", "b", "doubt", "props"), rows)


def derive_people(staging: Staging) -> int:
    """Write what mentions say of each person together; how many people there are."""
    done = 0
    people: list[tuple[str, str]] = []
    for person, of_one in groupby(_rows(staging, _OF_PEOPLE), key=lambda row: row[0]):
        said = [_shown(json.loads(props)) for _, props in of_one]
        people.append((person, as_json(person_props(person, said))))
        done += 1
        if len(people) == PAGE:
            staging.insert("person", ("id", "props"), people)
            people = []
    staging.insert("person", ("id", "props"), people)
    return done


def _shown(props: Mapping[str, Any]) -> dict[str, Any]:
    return {name: props.get(name, [] if name in _SHOWN[-2:] else None) for name in _SHOWN}


def doubts(staging: Staging) -> Iterator[dict[str, Any]]:
    """The resemblances of two people that leave open whether they are one, as
    `system/people/doubts` gives them."""
    for a, b, weight, person_a, person_b, *marks in _rows(staging, _DOUBTS):
        levels, circles = zip(*(_marks(json.loads(props)) for props in marks), strict=True)
        yield {
            "a": a,
            "b": b,
            "weight": weight,
            "level": max(levels),
            "compartments": [name for circle in circles for name in circle],
            "person_a": person_a,
            "person_b": person_b,
        }


def _marks(props: Mapping[str, Any]) -> tuple[int, list[str]]:
    return props["level"], props.get("compartments", [])


def possibly_same(staging: Staging, links: Iterable[Mapping[str, Any]]) -> None:
    """Keep who is possibly one, as rows of `write/people/possibly_same`."""
    names = ("key", "weight", "level", "compartments")
    rows = (
        (row["start"], row["end"], as_json({name: row[name] for name in names})) for row in links
    )
    staging.insert("possibly", ("a", "b", "props"), rows)


def people_of(staging: Staging, mentions: list[str]) -> dict[str, str]:
    """Mention -> the person to whom it refers."""
    query = "SELECT mention, person FROM refers WHERE mention IN (SELECT unnest(?))"
    return dict(staging.db.execute(query, [mentions]).fetchall())


def keep(staging: Staging, nodes: Iterable[tuple[str, Mapping[str, Any]]]) -> None:
    """Take nodes as they are: label, properties with the id."""
    rows = ((label, props["id"], as_json(props)) for label, props in nodes)
    for page in batches(rows, PAGE):
        staging.insert("vertex", ("label", "id", "props"), page)


def tie(
    staging: Staging, links: Iterable[tuple[str, str, str, str, str, Mapping[str, Any]]]
) -> None:
    """Take links as they are: type, label and id of both ends, properties. Those of no end go."""
    columns = ("type", "start_label", "start_id", "end_label", "end_id", "props")
    for page in batches(((*ends, as_json(props)) for *ends, props in links), PAGE):
        staging.insert("tie", columns, page)


def finish(staging: Staging, resolution: Mapping[str, Any]) -> int:
    """Put the graph together; `resolution` are the properties of that node. How many elements."""
    nodes = [("Delivery", *row) for row in staging.deliveries()]
    nodes.append(("Resolution", "last", as_json({**resolution, "id": "last"})))
    staging.insert("vertex", ("label", "id", "props"), nodes)
    for statement in (*_VERTICES, _PLACES, *_EDGES, _LINKS, _TIES):
        staging.db.execute(statement)
    rows = staging.db.execute("SELECT (SELECT count(*) FROM vertex) + (SELECT count(*) FROM edge)")
    return int((rows.fetchone() or (0,))[0])


def keys(staging: Staging) -> int:
    """How many records there are, each with all its versions."""
    rows = staging.db.execute("SELECT count(DISTINCT key) FROM said_record").fetchall()
    return int(rows[0][0])


def node_lines(staging: Staging) -> Iterator[str]:
    """Every node as a line of JSON."""
    return (line for (line,) in _rows(staging, _NODE_LINES))


def placed_links(staging: Staging) -> Iterator[tuple[str, int, int, str]]:
    """Every link: type, both ends, which are nodes by their place, properties as JSON. Those of
    nodes that lie near each other come together: to sort them all would take memory."""
    ((nodes,),) = staging.db.execute("SELECT count(*) FROM vertex").fetchall()
    for first in range(0, nodes, NEAR):
        rows = _rows(staging, _PLACED_LINKS, first, first + NEAR)
        yield from ((type_, a, b, props) for type_, a, b, props in rows)


def nodes(staging: Staging) -> Iterator[tuple[str, Iterator[tuple[Any, ...]]]]:
    """Each label with its nodes: the properties of each, as JSON."""
    query = "SELECT label, props FROM vertex ORDER BY label"
    for label, rows in groupby(_rows(staging, query), key=lambda row: row[0]):
        yield label, (row[1:] for row in rows)


def links(staging: Staging) -> Iterator[tuple[tuple[str, str, str], Iterator[tuple[Any, ...]]]]:
    """Each type and the labels that it joins, with its links: start, end, properties as JSON."""
    for kind, rows in groupby(_rows(staging, _LINK_ROWS), key=lambda row: row[:3]):
        yield kind, (row[3:] for row in rows)


def _rows(staging: Staging, query: str, *values: int) -> Iterator[tuple[Any, ...]]:
    cursor = staging.db.cursor().execute(query, values)
    while page := cursor.fetchmany(PAGE):
        yield from page


_VERSIONS = """
CREATE TABLE refers (mention VARCHAR, person VARCHAR);
CREATE TABLE resembles (a VARCHAR, b VARCHAR, doubt BOOLEAN, props VARCHAR);
CREATE TABLE person (id VARCHAR, props VARCHAR);
CREATE TABLE possibly (a VARCHAR, b VARCHAR, props VARCHAR);
CREATE TABLE vertex (label VARCHAR, id VARCHAR, props VARCHAR);
CREATE TABLE edge (type VARCHAR, a BIGINT, b BIGINT, props VARCHAR);
CREATE TABLE tie (type VARCHAR, start_label VARCHAR, start_id VARCHAR, end_label VARCHAR,
  end_id VARCHAR, props VARCHAR);
CREATE TABLE kept AS SELECT r, max(extracted_at) AS extracted_at FROM said_source GROUP BY r;
CREATE TABLE current AS SELECT r FROM (
  SELECT r, withdrawn, row_number() OVER (
    PARTITION BY key ORDER BY version DESC, extracted_at DESC, id DESC) AS place
  FROM said_record JOIN kept USING (r)) WHERE place = 1 AND NOT withdrawn;
CREATE TABLE mention AS
SELECT m.id, min(r) AS r, arg_max(m.props, m.nth) FILTER (current.r IS NOT NULL) AS props
FROM said_mention m JOIN kept USING (r) LEFT JOIN current USING (r) GROUP BY m.id;
"""
_OF_PEOPLE = """
SELECT person, props FROM refers JOIN mention ON mention.id = refers.mention ORDER BY person
"""
_DOUBTS = """
SELECT a, b, json_extract(s.props, '$.weight')::DOUBLE, p.person, q.person, m.props, n.props
FROM resembles s JOIN refers p ON p.mention = a JOIN refers q ON q.mention = b
JOIN mention m ON m.id = a JOIN mention n ON n.id = b
WHERE doubt AND p.person <> q.person
"""
# Nodes stand in the order of the records that say them first: the engine ties what lies near each
# other sooner than what lies anywhere.
_VERTICES = (
    "INSERT INTO vertex SELECT 'Record', id, left(props, -1) || ',\"current\":' "
    "|| CASE WHEN current.r IS NULL THEN 'false}' ELSE 'true}' END "
    "FROM said_record JOIN kept USING (r) LEFT JOIN current USING (r) ORDER BY r",
    "INSERT INTO vertex SELECT 'Mention', id, "
    "left(coalesce(props, json_object('id', id)), -1) || ',\"stale\":false}' FROM mention "
    "ORDER BY r, id",
    "INSERT INTO vertex SELECT label, id, arg_max(props, strength) "
    "FROM said_node JOIN current USING (r) GROUP BY label, id ORDER BY label, min(r), id",
    "INSERT INTO vertex SELECT 'Person', id, person.props FROM person "
    "LEFT JOIN (SELECT person AS id, min(r) AS r FROM refers JOIN mention m ON m.id = mention "
    "GROUP BY person) USING (id) ORDER BY r, id",
)
_PLACES = """
CREATE TABLE place AS SELECT label, id, rowid AS n FROM vertex
"""
_TIES = """
INSERT INTO edge SELECT type, x.n, y.n, tie.props FROM tie
JOIN place x ON x.label = start_label AND x.id = start_id
JOIN place y ON y.label = end_label AND y.id = end_id
"""
_RECORDS = "said_record JOIN place x ON x.label = 'Record' AND x.id = said_record.id"
_EDGES = (
    f"CREATE TABLE record AS SELECT r, said_record.id, n FROM {_RECORDS}",
    """
    INSERT INTO edge SELECT 'FROM', any_value(record.n), any_value(d.n), json_object(
      'extracted_at', any_value(extracted_at), 'places',
      list_distinct(flatten(list(from_json(places, '["VARCHAR"]')))))
    FROM said_source JOIN record USING (r)
    JOIN place d ON d.label = 'Delivery' AND d.id = delivery GROUP BY r, delivery
    """,
    """
    INSERT INTO edge SELECT DISTINCT 'MENTIONS', record.n, m.n, json_object('role', role)
    FROM said_mention JOIN record USING (r)
    JOIN place m ON m.label = 'Mention' AND m.id = said_mention.id
    """,
    """
    INSERT INTO edge SELECT DISTINCT 'ABOUT', record.n, x.n, '{}'
    FROM said_node JOIN current USING (r) JOIN record USING (r)
    JOIN place x ON x.label = said_node.label AND x.id = said_node.id
    """,
    """
    INSERT INTO edge SELECT DISTINCT 'ABOUT', record.n, p.n, '{}'
    FROM said_mention JOIN current USING (r) JOIN record USING (r)
    JOIN refers ON refers.mention = said_mention.id
    JOIN place p ON p.label = 'Person' AND p.id = person
    """,
    *(
        f"INSERT INTO edge SELECT '{kind}', x.n, y.n, {props} FROM {table} "
        f"JOIN place x ON x.label = '{start}' AND x.id = {table}.{a} "
        f"JOIN place y ON y.label = '{end}' AND y.id = {table}.{b}"
        for kind, table, start, a, end, b, props in (
            ("REFERS_TO", "refers", "Mention", "mention", "Person", "person", "'{}'"),
            ("RESEMBLES", "resembles", "Mention", "a", "Mention", "b", "resembles.props"),
            ("POSSIBLY_SAME", "possibly", "Person", "a", "Person", "b", "possibly.props"),
        )
    ),
)
# Of several records those speak that ask for the least; among them the evidence saw it from the
# first time to the last.
_LINKS = """
INSERT INTO edge
WITH of_people AS (
  SELECT l.*, coalesce(s.person, start_id) AS start, coalesce(e.person, end_id) AS until
  FROM said_link l JOIN current USING (r)
  LEFT JOIN refers s ON start_label = 'Person' AND s.mention = start_id
  LEFT JOIN refers e ON end_label = 'Person' AND e.mention = end_id
), alike AS (
  SELECT type, x.n AS a, y.n AS b, key, max(strength) AS strength,
    arg_max(props, strength) AS props, list(DISTINCT record.id) AS records,
    min(first_seen) AS first_seen, max(last_seen) AS last_seen
  FROM of_people JOIN record USING (r)
  JOIN place x ON x.label = start_label AND x.id = of_people.start
  JOIN place y ON y.label = end_label AND y.id = of_people.until
  WHERE NOT (type = 'RELATED_TO' AND x.n = y.n)
  GROUP BY type, a, b, key, split_part(strength, '|', 1)
)
SELECT type, a, b, left(arg_max(props, strength), -1)
  || coalesce(',"first_seen":"' || arg_max(first_seen, strength) || '"', '')
  || coalesce(',"last_seen":"' || arg_max(last_seen, strength) || '"', '')
  || ',"records":' || to_json(list_sort(flatten(list(records)))) || '}'
FROM alike GROUP BY type, a, b, key
"""
_NODE_LINES = """
SELECT '{"@type":"v","@class":"' || label || '",' || substr(props, 2) FROM vertex ORDER BY rowid
"""
_PLACED_LINKS = "SELECT type, a, b, props FROM edge WHERE a >= ? AND a < ?"
_LINK_ROWS = """
SELECT type, x.label, y.label, x.id, y.id, edge.props
FROM edge JOIN place x ON x.n = a JOIN place y ON y.n = b
ORDER BY type, x.label, y.label, x.id, y.id
"""
