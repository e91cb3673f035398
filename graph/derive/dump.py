"""The canonical dump: two graphs are the same when their dumps are equal.

One JSON object a line, sorted. A person is named by the hash of the sorted
mentions, because ids depend on history. Nights, working marks, how a delivery came (when,
under what name, by which mapping) and judgements that were taken back are left out. An empty list
is as none: a server's importer keeps no empty ones, and no question tells the two apart.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from graph import queries
from graph.derive.spool import in_order
from graph.engine.store import Store
from graph.model.schema import LABELS, LINKS

LEFT_OUT = {
    "Delivery": {"received_at", "file_name", "mapping"},
    "Mention": {"stale"},
}
UNORDERED = {"records"}
LABELS_LEFT_OUT = {
    *("Night", "Resolution", "Retired", "Change", "Chart", "Folder", "Flag", "Disposition")
}
LINKS_LEFT_OUT = {"POSSIBLY_BY"}
"""What a night thought as of its date: like a flag, and unlike what the records say."""


def dump(store: Store) -> Iterator[str]:
    """The lines of the canonical dump, in order."""
    names = _names(store)
    yield from in_order(json.dumps(line, sort_keys=True) for line in _lines(store, names))


def digest(store: Store) -> str:
    """SHA-256 of the canonical dump."""
    total = hashlib.sha256()
    for line in dump(store):
        total.update(line.encode() + b"\n")
    return total.hexdigest()


def _names(store: Store) -> dict[str, str]:
    """Person id -> hash of the sorted mentions."""
    members: dict[str, list[bytes]] = {}
    for row in store.stream(queries.load("system/people/members")):
        short = hashlib.sha256(row["mention"].encode()).digest()
        members.setdefault(row["person"], []).append(short)
    return {
        person: hashlib.sha256(b"".join(sorted(mentions))).hexdigest()[:20]
        for person, mentions in members.items()
    }


def _lines(store: Store, names: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    taken_back = _taken_back(store)
    for label in LABELS:
        if label.name in LABELS_LEFT_OUT:
            continue
        left_out = LEFT_OUT.get(label.name, set()) | {"id", "rank"}
        for row in store.stream(queries.load("system/elements/all_nodes", label=label.name)):
            if row["id"] in taken_back:
                continue
            id_ = _name(label.name, row["id"], names)
            yield {"node": label.name, "id": id_, **_props(row["props"], left_out)}
    for link in (link for link in LINKS if link.type not in LINKS_LEFT_OUT):
        for start, end in link.joins:
            if {start, end} & LABELS_LEFT_OUT:
                continue
            query = queries.load("system/elements/all_links", type=link.type, start=start, end=end)
            for tie in store.stream(query):
                if tie["start"] in taken_back:
                    continue
                ends = {
                    "start": [start, _name(start, tie["start"], names)],
                    "end": [end, _name(end, tie["end"], names)],
                }
                yield {"link": link.type, **ends, **_props(tie["props"], {"rank"})}


def _taken_back(store: Store) -> set[str]:
    """Judgements that no longer count, and the words that took them back."""
    rows = store.read(queries.load("system/judgements/withdrawals"))
    return {id_ for row in rows for id_ in (row["id"], row["of"])}


def _name(label: str, id_: str, names: Mapping[str, str]) -> str:
    return names.get(id_, id_) if label == "Person" else id_


def _props(props: Mapping[str, Any], left_out: set[str]) -> dict[str, dict[str, Any]]:
    kept = {name: value for name, value in props.items() if name not in left_out}
    return {
        "props": {
            name: _plain(name, value) for name, value in kept.items() if value not in (None, [])
        }
    }


def _plain(name: str, value: Any) -> Any:
    if name == "places":  # file:row, and the file may come under another name
        return sorted(place.rpartition(":")[2] for place in value)
    if isinstance(value, list) and name in UNORDERED:
        return sorted(value)
    return value.isoformat() if isinstance(value, dt.datetime | dt.date) else value
