"""A small graph written straight into a store, for tests of what is read from it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any

from graph.engine.store import Store
from graph.model.schema import LABEL, LINK
from graph.queries import Column, Param, Query
from graph.queries.query_types import parse_type

Node = tuple[str, str, dict[str, Any]]  # label, id, properties
Tie = tuple[str, str, str, dict[str, Any]]  # `Label/id`, type, `Label/id`, properties
INSTANTS = (
    *("recorded_at", "occurred_from", "occurred_to", "received_at", "served_at", "from", "until"),
    *(
        "at",
        "first_seen",
        "last_seen",
        "status_at",
        "raised_at",
        "changed_at",
        "as_of",
        "outcome_at",
    ),
)


def write(store: Store, nodes: Iterable[Node], links: Iterable[Tie]) -> None:
    """Write nodes and links; level 0 and an empty key unless stated; instants as ISO text."""
    steps = []
    for label, id_, props in nodes:
        steps.append((_create_node(label, props), {"id": id_, "props": {"level": 0, **props}}))
    for start, type_, end, props in links:
        a, b = start.split("/", 1), end.split("/", 1)
        more = {"level": 0, "key": "", "records": [], **props}
        query = _create_link(a[0], type_, b[0], props)
        steps.append((query, {"start": a[1], "end": b[1], "props": more}))
    store.write_all(steps)


def _create_node(label: str, props: dict[str, Any]) -> Query:
    assert label in LABEL
    return _query(f"CREATE (n:{label} {{id: $id}}) SET n += $props{_dates('n', props)}", "id")


def _create_link(start: str, type_: str, end: str, props: dict[str, Any]) -> Query:
    assert type_ in LINK
    return _query(
        f"MATCH (a:{start} {{id: $start}}) MATCH (b:{end} {{id: $end}}) "
        f"CREATE (a)-[r:{type_}]->(b) SET r += $props{_dates('r', props)}",
        *("start", "end"),
    )


def _dates(name: str, props: dict[str, Any]) -> str:
    given = [key for key in INSTANTS if props.get(key)]
    return "".join(f", {name}.`{key}` = datetime($props.`{key}`)" for key in given)


def _query(text: str, *ids: str) -> Query:
    params = tuple(Param(name, parse_type("str")) for name in ids)
    returns: tuple[Column, ...] = ()
    return Query(
        "small_graph", "write", "", text, (*params, Param("props", parse_type("map"))), returns
    )


def incident(id_: str, day: int, **props: Any) -> Node:
    """An incident on a day of March 2025 at eight in the evening, an hour long."""
    start = dt.datetime(2025, 3, 1, 20, tzinfo=dt.UTC) + dt.timedelta(days=day - 1)
    return (
        "Incident",
        id_,
        {
            "force": "northmarch",
            "reference": id_.rpartition("/")[2],
            "recorded_at": (start + dt.timedelta(hours=2)).isoformat(),
            "occurred_from": start.isoformat(),
            "occurred_to": (start + dt.timedelta(hours=1)).isoformat(),
            "precision": "hour",
            "offence_classes": ["8L"],
            "cancelled": False,
            **props,
        },
    )


def record(id_: str, content: dict[str, Any], **props: Any) -> Node:
    """A record with its canonical content."""
    defaults = {
        "force": content.get("force", "northmarch"),
        "kind": content.get("kind", "incident"),
        "reference": content.get("reference", id_),
        "version": "",
        "content": json.dumps(content),
        "recorded_at": "2025-03-02T09:00:00Z",
        "current": True,
        "grade_source": "1",
        "grade_information": "A",
        "handling": "P",
        "conditions": "",
        "classification": "OFFICIAL",
    }
    return ("Record", id_, {**defaults, **props})
