"""A tiny graph in a readable notation, for the case files of the questions.

One line, one node or one bundle of links; `#` starts a comment:

    i1 Incident force=eastvale occurred_from=2025-03-01T10:00 offence_classes=8Q|58C
    sam SUSPECT_IN i1 i2 attribution=possible

The second word says which: a label, or a type of link with one or more ends. An end that has
no line of its own gets the first label that the type may join (`sam` is a Person).

Values: `a|b` is a list, quotes keep spaces, dates with a time are instants (UTC). Defaults:
level 0, in no compartment; incidents happen at noon on 1, 2, 3 … January 2025 in the order of
their lines, last a minute, are recorded when over, by northmarch, as 8L. Each incident and order X
is supported by record `r-X`, and so are its links; any other link by `r-START-END`. A record has
the level and compartments of what it supports; `X Record …` states it otherwise.
"""

from __future__ import annotations

import datetime as dt
import re
import shlex
from dataclasses import dataclass, field
from typing import Any

from graph.engine.store import Store
from graph.model.schema import LABEL, LINK
from graph.queries import Param, Query
from graph.queries.query_types import parse_type

LISTS = {"offence_classes", "behaviours", "behaviour_basis", "other_names", "subjects", "evidence"}
TEXTS = {"outcome", "reference", "postcode", "uprn", "extracted_at", "columns"}
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
NOON = dt.datetime(2025, 1, 1, 12, tzinfo=dt.UTC)


@dataclass
class TinyGraph:
    """Nodes as (label, id) → properties; links as (type, start, end, properties)."""

    nodes: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    links: list[tuple[str, tuple[str, str], tuple[str, str], dict[str, Any]]] = field(
        default_factory=list
    )


def parse(text: str) -> TinyGraph:
    """Read the notation; ValueError names the line that cannot be read."""
    graph, labels = TinyGraph(), {}
    lines = [shlex.split(line, comments=True) for line in text.splitlines()]
    lines = [words for words in lines if words]
    for words in lines:
        if len(words) > 1 and words[1] in LABEL:
            labels[words[0]] = words[1]
            graph.nodes[words[1], words[0]] = _properties(words[2:])
        elif len(words) < 3 or words[1] not in LINK:
            raise ValueError(f"neither a node nor a link: {' '.join(words)}")
    for words in lines:
        if words[1] in LINK:
            _link(graph, labels, words)
    _fill(graph)
    return graph


def _link(graph: TinyGraph, labels: dict[str, str], words: list[str]) -> None:
    start, type_, *rest = words
    joins = LINK[type_].joins
    ends = [word for word in rest if "=" not in word]
    for end in ends:
        pair = _labels_of(labels, joins, start, end)
        for name, label in zip((start, end), pair, strict=True):
            labels.setdefault(name, label)
            graph.nodes.setdefault((label, name), {})
        properties = _properties([word for word in rest if "=" in word])
        graph.links.append((type_, (pair[0], start), (pair[1], end), properties))


def _labels_of(
    labels: dict[str, str], joins: tuple[tuple[str, str], ...], start: str, end: str
) -> tuple[str, str]:
    for pair in joins:
        if labels.get(start, pair[0]) == pair[0] and labels.get(end, pair[1]) == pair[1]:
            return pair
    raise ValueError(f"the schema does not let {start} and {end} be joined so")


def _properties(words: list[str]) -> dict[str, Any]:
    pairs = (word.partition("=") for word in words)
    return {name: _value(name, text) for name, _, text in pairs}


def _value(name: str, text: str) -> Any:
    if name in TEXTS:
        return text
    if name in LISTS or "|" in text:
        return [part for part in text.split("|") if part]
    if text in ("true", "false", "null"):
        return {"true": True, "false": False, "null": None}[text]
    if INSTANT.match(text):
        return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)
    if re.fullmatch(r"-?(0|[1-9]\d*)(\.\d+)?", text):
        return float(text) if "." in text else int(text)
    return text


def _fill(graph: TinyGraph) -> None:
    incidents = [place for place in graph.nodes if place[0] == "Incident"]
    for number, place in enumerate(incidents):
        _fill_incident(place[1], graph.nodes[place], NOON + dt.timedelta(days=number))
    stated = {name for label, name in graph.nodes if label == "Record"}
    for place, properties in list(graph.nodes.items()):
        properties.setdefault("level", 0)
        if place[0] in ("Incident", "Order"):
            _support(graph, place, _marking(properties))
    for _type, start, end, properties in list(graph.links):
        if _type in ("FROM", "MENTIONS", "ABOUT", "REFERS_TO", "ON", "CITES"):
            continue
        properties.setdefault("key", "")
        properties.setdefault("level", 0)
        events = [place for place in (start, end) if place[0] in ("Incident", "Order")]
        record = f"r-{events[0][1]}" if events else f"r-{start[1]}-{end[1]}"
        properties.setdefault("records", [record])
        for name in properties["records"]:
            graph.nodes.setdefault(("Record", name), {**_marking(properties), "current": True})
            for place in (start, end):
                graph.links.append(("ABOUT", ("Record", name), place, {}))
    for label, name in graph.nodes:
        if label == "Record" and name in stated:
            graph.nodes[label, name].setdefault("current", True)


def _fill_incident(name: str, properties: dict[str, Any], noon: dt.datetime) -> None:
    start = properties.setdefault("occurred_from", noon)
    end = properties.setdefault("occurred_to", start and start + dt.timedelta(minutes=1))
    properties.setdefault("recorded_at", end)
    for key, value in {
        "force": "northmarch",
        "reference": name,
        "precision": "minute",
        "offence_classes": ["8L"],
        "cancelled": False,
    }.items():
        properties.setdefault(key, value)


def _marking(properties: dict[str, Any]) -> dict[str, Any]:
    return {name: properties[name] for name in ("level", "compartments") if name in properties}


def _support(graph: TinyGraph, place: tuple[str, str], marking: dict[str, Any]) -> None:
    record = ("Record", f"r-{place[1]}")
    graph.nodes.setdefault(record, {**marking, "current": True})
    graph.nodes[record].setdefault("kind", place[0].lower())
    graph.links.append(("ABOUT", record, place, {}))


def write(store: Store, text: str) -> None:
    """Write the graph that the text describes, beside what the store already holds."""
    rows = (Param("rows", parse_type("list[map]")),)
    store.write_all(
        (Query("tiny", "write", "", cypher, rows, ()), {"rows": given})
        for cypher, given in statements(parse(text)).items()
    )


def statements(graph: TinyGraph) -> dict[str, list[dict[str, Any]]]:
    """Cypher that writes the graph into an empty engine, and the rows that each text takes."""
    written: dict[str, list[dict[str, Any]]] = {}
    for (label, name), properties in graph.nodes.items():
        assign, row = _assign("n", properties)
        text = f"UNWIND $rows AS row CREATE (n:{label} {{id: row.id}}) {assign}"
        written.setdefault(text, []).append({"id": name, **row})
    done = set()
    for type_, start, end, properties in graph.links:
        if type_ == "ABOUT" and (start, end) in done:
            continue
        if type_ == "ABOUT":
            done.add((start, end))
        assign, row = _assign("r", properties)
        text = (
            f"UNWIND $rows AS row MATCH (a:{start[0]} {{id: row.a}}) "
            f"MATCH (b:{end[0]} {{id: row.b}}) CREATE (a)-[r:{type_}]->(b) {assign}"
        )
        written.setdefault(text, []).append({"a": start[1], "b": end[1], **row})
    return written


def _assign(name: str, properties: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """A SET clause; instants go as text, since an engine may drop a parameter's zone."""
    parts, row = [], {}
    for key, value in sorted(properties.items()):
        if isinstance(value, dt.datetime):
            parts.append(f"{name}.{key} = datetime(row.p_{key})")
            value = value.isoformat().replace("+00:00", "Z")
        else:
            parts.append(f"{name}.{key} = row.p_{key}")
        row[f"p_{key}"] = value
    return ("SET " + ", ".join(parts) if parts else ""), row
