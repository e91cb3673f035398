"""The small case of tests/scene.py, and a copy of all of it within compartments, tied to it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import scene
from small_graph import Node, Tie, incident, record, write

from graph.engine.store import Store
from graph.identity.judgements import Judgement
from graph.queries import load

WITHIN = ("OP ALDER", "OP ELM")
"""The compartments of the copy."""
KEPT = "kept-"
"""What every id of the copy begins with, and nothing else holds."""
COLUMNS = {"suspect_id": "sam", "victim_ids": ["vera", "wren"], "incident_ids": ["northmarch/3"]}
BESIDE = '{"also":[["note","lives at 2 Mill Lane"]]}'
MORE: list[Node] = [
    ("Record", "r3", {**record("r3", {})[2], "content": BESIDE}),
    ("Record", "r4", {**record("r4", {})[2], "kind": "order", "reference": "O1", "key": "order/O1",
                      "status": "made"}),
    incident("northmarch/6", 14, weapon="knife", outcome="18", outcome_at="2025-03-18",
             latitude=52.1, longitude=-1.2),
    ("Address", "park", {"lines": "The Park", "postcode": "NM2 2BB", "latitude": 52.1,
                         "longitude": -1.2}),
    ("Mention", "m2", {"name": "ELDER, Ro", "force": "eastvale"}),
    ("Flag", "f1", {"rule": "serial_perpetrator", "subjects": ["sam"], "state": "confirmed",
                    "why": "", "sentence": "sam", "explanation": "", "against": "",
                    "columns": json.dumps(COLUMNS), "night": "n", "evidence": ["r1"],
                    "raised_at": "2025-03-19T02:00:00Z", "changed_at": "2025-03-20T02:00:00Z"}),
    ("Flag", "f2", {"rule": "course_of_conduct", "subjects": ["sam"], "state": "dismissed",
                    "why": "", "sentence": "sam", "explanation": "", "against": "",
                    "columns": json.dumps(COLUMNS), "night": "n", "evidence": ["r1"],
                    "raised_at": "2025-03-19T02:00:00Z", "changed_at": "2025-03-20T02:00:00Z"}),
    ("Disposition", "d1", {"flag": "f1", "kind": "confirm", "who": "ana", "why": "seen",
                           "at": "2025-03-20T10:00:00Z"}),
]  # fmt: skip
DELIVERY = {"force": "northmarch", "complete": True, "received_at": "2025-03-02T10:00:00Z"}
TIES: list[Tie] = [
    ("Record/r1", "MENTIONS", "Mention/m2", {"role": "suspect"}),
    ("Mention/m2", "REFERS_TO", "Person/cole", {}),
    ("Mention/m1", "RESEMBLES", "Mention/m2",
     {"weight": 4.0, "rule": "name", "model": "m", "levels": [], "bits": [], "doubt": True}),
    ("Disposition/d1", "OF", "Flag/f1", {}), ("Flag/f1", "ON", "Person/sam", {"as": "suspect"}),
    ("Person/cole", "SUSPECT_IN", "Incident/northmarch/6", {}),
    ("Order/northmarch/O1", "ARISES_FROM", "Incident/northmarch/1", {}),
    ("Incident/northmarch/4", "POSSIBLY_BY", "Person/sam",
     {"via": "Phone", "weight": 4.0, "rarity": 2, "probability": 0.5}),
    ("Record/r3", "ABOUT", "Incident/northmarch/1", {}),
    ("Record/r4", "ABOUT", "Order/northmarch/O1", {}),
    *(("Record/r1", "ABOUT", event, {}) for event in (
        "Incident/eastvale/2", "Incident/northmarch/3", "Incident/northmarch/4",
        "Incident/northmarch/5", "Incident/northmarch/6", "Order/northmarch/O1")),
]  # fmt: skip
NODES: list[Node] = [
    (label, id_, {**props, **DELIVERY} if label == "Delivery" else props)
    for label, id_, props in [*scene.nodes(), *MORE]
]
CALL = {"id": "c1", "kind": "call", "at": "2025-03-04T10:00:00Z", "records": ["r1"]}
NIGHT: Node = ("Night", "n", {"as_of": "2025-03-20T02:00:00Z", "deliveries": ["d1"]})
LINKS: list[Tie] = [
    (start, type_, end, {**CALL, **props} if type_ == "CONTACTED" else props)
    for start, type_, end, props in [*scene.links(), *TIES]
]
APART = frozenset("FROM MENTIONS REFERS_TO RESEMBLES OF ON".split())
"""Ties of which the copy has none with what is open: a mention is of one record and one person."""
ACROSS = [("Mention/kept-m1", "REFERS_TO", "Person/sam"), ("Record/kept-r1", "FROM", "Delivery/d1"),
          ("Flag/kept-f1", "ON", "Person/sam")]  # fmt: skip


def open_case(store: Store) -> None:
    """What everybody may see, who is cleared."""
    write(store, [*NODES, NIGHT], LINKS)
    _judge(store, "")


def kept_case(store: Store, *, tied: bool) -> None:
    """The copy; `tied` says that each of its links is also between it and what is open.

    Without that its places have postcodes of their own: victim safety goes by those, too.
    """
    names = {id_ for _, id_, _ in NODES}
    across = [
        (*ends, {**tie[3], "key": f"{KEPT}{place}"})
        for place, tie in enumerate(LINKS)
        if tied and tie[1] not in APART
        for ends in ((tie[0], tie[1], _copied(tie[2])), (_copied(tie[0]), tie[1], tie[2]))
    ]
    across += [(*ends, {}) for ends in ACROSS if tied]
    write(
        store,
        [
            (label, KEPT + id_, _props(props, names))
            for label, id_, props in (NODES if tied else map(_elsewhere, NODES))
        ],
        [(a, type_, b, _props(props, names)) for a, type_, b, props in [*_same(LINKS), *across]],
    )
    _judge(store, KEPT)


def _judge(store: Store, before: str) -> None:
    word = Judgement(
        f"{before}j1", f"{before}m1", f"{before}m2", same=True, who="ana", at="2025-03-20", why="so"
    )
    store.write(load("write/judgements/judgement"), rows=[asdict(word)])


def _same(links: list[Tie]) -> Iterator[Tie]:
    for start, type_, end, props in links:
        yield _copied(start), type_, _copied(end), props


def _copied(place: str) -> str:
    label, _, id_ = place.partition("/")
    return f"{label}/{KEPT}{id_}"


def _props(props: dict[str, Any], names: set[str]) -> dict[str, Any]:
    """The same with the ids of the copy, within the compartments."""
    text = json.dumps(props)
    for name in names:
        text = text.replace(f'"{name}"', f'"{KEPT}{name}"')
        text = text.replace(f'\\"{name}\\"', f'\\"{KEPT}{name}\\"')
    made: dict[str, Any] = json.loads(text)
    return {**made, "compartments": list(WITHIN)}


def _elsewhere(node: Node) -> Node:
    label, id_, props = node
    if "postcode" not in props:
        return node
    return label, id_, {**props, "postcode": f"K{props['postcode']}"}
