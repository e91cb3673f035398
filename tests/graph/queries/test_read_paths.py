"""The paths from what changes to the anchors of a rule, read from the rule's own text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from case_files import Case, cases
from engines import empty
from tiny_graph import TinyGraph, parse, statements

from graph.changes.change_log import Entry, entries
from graph.changes.invalidation import Invalidation
from graph.engine.store import Store
from graph.flags.anchors import anchor_label, anchor_places
from graph.model.reference import reference
from graph.model.schema import ENTITIES
from graph.queries import Param, Query, load
from graph.queries.query_types import parse_type
from graph.queries.read_paths import HUBS, read_paths
from graph.rules.measures import measured
from graph.rules.run import rules

AS_OF = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
REF = reference(AS_OF.date())
KEPT = {"id", "key", "level", "records", "force"}
"""What everything has."""


def _named(value: Any, mark: str) -> Any:
    """A copy's own ids, in the lists of records too."""
    return [_named(each, mark) for each in value] if isinstance(value, list) else f"{value}{mark}"


def _copy(graph: TinyGraph, mark: str) -> TinyGraph:
    def props(held: dict[str, Any]) -> dict[str, Any]:
        return {k: _named(v, mark) if k == "records" else v for k, v in held.items()}

    nodes = {(label, id_ + mark): props(held) for (label, id_), held in graph.nodes.items()}
    links = [
        (type_, (start[0], start[1] + mark), (end[0], end[1] + mark), props(held))
        for type_, start, end, held in graph.links
    ]
    return TinyGraph(nodes, links)


def _without(
    graph: TinyGraph, tried: set[str]
) -> Iterator[tuple[TinyGraph, list[Entry], list[Entry]]]:
    """The graph without each of its links and properties that is not `tried` yet; what is noted
    when that is taken away, and when it is written."""
    for place, (type_, start, end, more) in enumerate(graph.links):
        told = f"{type_} {start} {end} {more}"
        if {start[0], end[0]} <= set(ENTITIES.split()) and told not in tried:
            tried.add(told)
            rest = [link for at, link in enumerate(graph.links) if at != place]
            query = load("write/elements/link", type=type_, start=start[0], end=end[0])
            written = list(entries(query, {"rows": [{"start": start[1], "end": end[1]}]}))
            events = [each for each in (start, end) if each[0] in ("Incident", "Order")]
            yield TinyGraph(graph.nodes, rest), [start, end], [*written, *events]
    for (label, id_), held in graph.nodes.items():
        if label not in ENTITIES.split() or label == "Person":
            continue
        noted = [(f"{label}:" if label in HUBS else label, id_)]
        for name in held.keys() - KEPT:
            told = f"{label} {id_} {name} {held[name]}"
            if told in tried:
                continue
            tried.add(told)
            less = {key: value for key, value in held.items() if key != name}
            yield TinyGraph({**graph.nodes, (label, id_): less}, graph.links), noted, noted


def _write(store: Store, graphs: list[TinyGraph]) -> None:
    whole = TinyGraph(
        {place: held for graph in graphs for place, held in graph.nodes.items()},
        [link for graph in graphs for link in graph.links],
    )
    rows = (Param("rows", parse_type("list[map]")),)
    store.write_all(
        (Query("tiny", "write", "", text, rows, ()), {"rows": given})
        for text, given in statements(whole).items()
    )


def _answers(store: Store, rule: Query, case: Case) -> dict[str, list[tuple[Any, list[str]]]]:
    """Mark of a copy → the rows about it, with the anchors that each may have come from."""
    label = anchor_label(rule)
    ids = [row["id"] for row in store.read(load("system/elements/anchors", label=label))]
    asked = {"as_of": AS_OF, "ref": REF} | case.params | {"anchors": ids}
    found: dict[str, list[tuple[Any, list[str]]]] = {}
    for row in measured(rule, store.read(rule, **asked)):
        held = [row[column] for column in anchor_places(rule)]
        anchors = [id_ for each in held for id_ in (each if isinstance(each, list) else [each])]
        mark = anchors[0].partition("~")[2]
        found.setdefault(mark, []).append((repr(row).replace(f"~{mark}", ""), anchors))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)
def test_whatever_alters_an_answer_leads_to_its_anchor(embedded_store: Store, rule: Query) -> None:
    """Every link and property of every case, taken away and put back where it first occurs."""
    paths = read_paths(rule)
    assert paths is not None, "a shipped rule is asked about what was touched alone"
    altered, tried = 0, set[str]()
    for case in cases():
        if case.path != rule.path or not case.expect:
            continue
        graph, copies, noted = parse(case.graph), [], {}
        for number, (less, taken, written) in enumerate(_without(graph, tried)):
            for mark, one, touched in ((f"{number}-", less, taken), (f"{number}+", graph, written)):
                copies.append(_copy(one, f"~{mark}"))
                noted[mark] = {(label, f"{id_}~{mark}") for label, id_ in touched}
        if not copies:
            continue
        empty(embedded_store)
        _write(embedded_store, copies)
        walk = Invalidation(embedded_store, set().union(*noted.values()))
        reached = set(walk.anchors(paths))
        answers = _answers(embedded_store, rule, case)
        for number in range(len(noted) // 2):
            for mark, other in ((f"{number}-", f"{number}+"), (f"{number}+", f"{number}-")):
                for said, anchors in answers.get(mark, []):
                    if said not in [text for text, _ in answers.get(other, [])]:
                        altered += 1
                        assert reached & set(anchors), (case.title, noted[mark], said)
    assert altered
