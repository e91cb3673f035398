"""From records to entities and links: the one operation behind load, new version and withdrawal.

Of records whose versions may have changed, `supersede` decides which version is newest,
and `apply_versions` takes back what the older ones supported and writes what the newest one says.
Everything for one batch is one transaction. People are left to `graph.derive.people`: their
mentions are marked stale here, in the same transaction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any

from graph import queries
from graph.changes.change_log import ChangeLog
from graph.derive.elements import Link, Node
from graph.derive.mentions import BLANK, mention_rows
from graph.derive.statements import Element, read
from graph.engine.store import Store
from graph.model.record import Record
from graph.queries import Query
from graph.queries.touches import Entities

Step = tuple[Query, dict[str, Any]]

SEEN = {
    "LIVES_AT",
    "WORKS_AT",
    "STUDIES_AT",
    "WORKS_FOR",
    "USES",
    "DRIVES",
    "LINKED_TO",
    "CONTACTED",
    "RELATED_TO",
}
"""Links with times of their own: written by `write/elements/link_seen`."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a record, and what decides whether it is the newest."""

    key: str
    id: str
    version: str
    extracted_at: str
    withdrawn: bool
    current: bool = False

    @property
    def order(self) -> tuple[str, str, str]:
        """The feed's version, else the extract date, else the content's hash (in the id)."""
        return (self.version, self.extracted_at, self.id)


@dataclass(slots=True)
class VersionChange:
    """Which records stop supporting the graph and which begin to."""

    leaving: list[str] = field(default_factory=list)
    entering: list[str] = field(default_factory=list)


def versions(
    store: Store, keys: Iterable[str], without: str = "", *, placed: bool = False
) -> dict[str, dict[str, Version]]:
    """Every version that is kept of these records: key -> id -> version.

    `without` leaves the extract date of one delivery out of account; with `placed` only for
    what it holds no more.
    """
    histories: dict[str, dict[str, Version]] = defaultdict(dict)
    asked = {"keys": sorted(set(keys)), "without": without, "placed": placed}
    for row in store.read(queries.load("system/records/versions"), **asked):
        histories[row["key"]][row["id"]] = Version(**row)
    return histories


def supersede(histories: Mapping[str, Mapping[str, Version]]) -> VersionChange:
    """Decide which version of each record supports the graph from now on."""
    change = VersionChange()
    for history in histories.values():
        newest = max(history.values(), key=lambda version: version.order)
        for version in history.values():
            supports = version is newest and not version.withdrawn
            if version.current and not supports:
                change.leaving.append(version.id)
            elif supports and not version.current:
                change.entering.append(version.id)
    return change


def contents(store: Store, ids: Iterable[str]) -> dict[str, Record]:
    """The records with these ids."""
    rows = store.read(queries.load("system/records/content"), ids=sorted(set(ids)))
    return {row["id"]: Record.kept(row["content"]) for row in rows}


@dataclass(frozen=True, slots=True)
class Derived:
    """What entering records say: elements of the graph, and the rows of their mentions."""

    elements: list[Element]
    mentions: list[dict[str, Any]]


def elements_of(
    store: Store, change: VersionChange, arrived: Mapping[str, Record] | None = None
) -> Derived:
    """What the records say that enter; `arrived` spares reading those just delivered."""
    known = dict(arrived or {})
    missing = [id_ for id_ in change.entering if id_ not in known]
    known |= contents(store, missing) if missing else {}
    entering = [known[id_] for id_ in change.entering]
    return Derived(
        [element for record in entering for element in read(record)],
        [row for record in entering for row in mention_rows(record, current=True)],
    )


def events(records: Iterable[Record]) -> Iterator[tuple[str, str]]:
    """(label, id) of the incidents and orders that these records are about.

    A version that is not the newest supports nothing, and rules read it all the same: what an
    order's earlier versions say of its service.
    """
    for record in records:
        for element in read(record):
            if isinstance(element, Node) and element.label in ("Incident", "Order"):
                yield element.label, element.id


def apply_versions(
    store: Store, change: VersionChange, derived: Derived, born: Set[str] = frozenset()
) -> list[Step]:
    """The steps that carry out a change, where `derived` is what its entering records say.

    Those `born` are marked already.
    """
    elements = derived.elements
    steps: list[Step] = []
    if change.leaving:
        kept = {(e.label, e.id) for e in elements if isinstance(e, Node)}
        steps, remaining = _take_back(store, change.leaving, kept)
        elements = elements + remaining
    steps += _noting_changes(store, write_elements(elements))
    if derived.mentions:
        steps.append((queries.load("write/mentions/mention"), {"rows": derived.mentions}))
    marks = [{"id": id_, "current": False} for id_ in change.leaving]
    marks += [{"id": id_, "current": True} for id_ in change.entering if id_ not in born]
    if marks:
        steps.append((queries.load("write/records/current"), {"rows": marks}))
    return steps


def _take_back(
    store: Store, leaving: Sequence[str], kept: set[tuple[str, str]]
) -> tuple[list[Step], list[Element]]:
    """Steps that remove what these records supported, and what the others say of what remains.

    The incidents and orders that they spoke of are noted at once: what stays may lose a link.

    A node that an entering record speaks of (`kept`) stays in place, so that flags
    and people tied to it stay tied; it is only opened to be spoken of anew.
    """
    links = store.read(queries.load("system/elements/shaken_links"), ids=leaving)
    nodes = store.read(queries.load("system/elements/shaken_nodes"), ids=leaving)
    store.watcher(ChangeLog).add(
        (row["label"], row["id"]) for row in nodes if row["label"] in ("Incident", "Order")
    )
    steps = drop_links(links)
    steps.append((queries.load("write/records/drop_about"), {"ids": leaving}))
    gone, open_again = _sort_out(nodes, kept, set(leaving))
    for label, ids in sorted(gone.items()):
        steps.append((queries.load("write/elements/drop_node", label=label), {"ids": ids}))
    for label, ids in sorted(open_again.items()):
        steps.append((queries.load("write/elements/reopen_node", label=label), {"ids": ids}))
    steps.append((queries.load("write/mentions/blank"), {"ids": leaving, "blank": BLANK}))
    others = {id_ for row in links for id_ in row["records"]}
    others |= {
        id_
        for row in nodes
        if row["id"] in open_again.get(row["label"], ())
        for id_ in row["others"]
    }
    return steps, _derive_again(store, others - set(leaving), links, open_again)


def _sort_out(
    nodes: Iterable[Mapping[str, Any]], kept: set[tuple[str, str]], leaving: Set[str]
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Which nodes go, and which are opened anew: those that a leaving record spoke for."""
    gone: dict[str, list[str]] = defaultdict(list)
    open_again: dict[str, list[str]] = defaultdict(list)
    for row in nodes:
        label, id_ = row["label"], row["id"]
        if label == "Person":
            continue  # lives as long as a mention refers to it: graph.derive.people
        if not row["others"] and (label, id_) not in kept:
            gone[label].append(id_)
        elif not row["rank"] or row["rank"].split("|", 3)[3] in leaving:
            open_again[label].append(id_)
    return gone, open_again


def _derive_again(
    store: Store,
    others: set[str],
    links: Iterable[Mapping[str, Any]],
    open_again: Mapping[str, Sequence[str]],
) -> list[Element]:
    """What the remaining records say of the nodes and links that were shaken."""
    if not others:
        return []
    shaken = {
        (
            row["type"],
            (row["start_label"], row["start"]),
            (row["end_label"], row["end"]),
            row["key"],
        )
        for row in links
    }
    places = {(label, id_) for label, ids in open_again.items() for id_ in ids}
    elements = (element for record in contents(store, others).values() for element in read(record))
    return [
        element
        for element in elements
        if (isinstance(element, Link) and element.identity in shaken)
        or (isinstance(element, Node) and (element.label, element.id) in places)
    ]


def drop_links(links: Iterable[Mapping[str, Any]]) -> list[Step]:
    """Steps that remove links, given as rows of `system/elements/shaken_links`."""
    groups: dict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in links:
        group = (row["type"], row["start_label"], row["end_label"])
        groups[group].append({name: row[name] for name in ("start", "end", "key")})
    return [
        (queries.load("write/elements/drop_link", type=type_, start=start, end=end), {"rows": rows})
        for (type_, start, end), rows in sorted(groups.items())
    ]


def write_elements(elements: Iterable[Element]) -> list[Step]:
    """Steps that write nodes, their support, then links."""
    best: dict[tuple[str, str], dict[str, Any]] = {}
    about: dict[str, dict[tuple[str, str], None]] = defaultdict(dict)
    links: dict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
    for element in elements:
        if isinstance(element, Link):
            links[element.type, element.start[0], element.end[0]].append(element.row())
            continue
        about[element.label][element.source.record, element.id] = None
        row, place = element.row(), (element.label, element.id)
        if place not in best or row["rank"] > best[place]["rank"]:
            best[place] = row
    return [*_node_steps(best), *about_steps(about), *link_steps(links)]


def _node_steps(best: Mapping[tuple[str, str], dict[str, Any]]) -> list[Step]:
    by_label: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for (label, _), row in best.items():
        by_label[label].append(row)
    return [(node_query(label), {"rows": rows}) for label, rows in sorted(by_label.items())]


def _noting_changes(store: Store, steps: list[Step]) -> list[Step]:
    """The steps; rows of things and places say whether they tell `other` than stands there.

    An address that is merely written again leads a night nowhere. What a batch that is being
    written at this moment makes other is noted by that batch, so that it need not be seen here.
    """
    for query, params in steps:
        if query.path == "write/elements/node":
            (label,) = {touch.label for touch in query.touches if isinstance(touch, Entities)}
            told = queries.load("system/elements/told", label=label)
            ids = [row["id"] for row in params["rows"]]
            stands = {row["id"]: row["props"] for row in store.read(told, ids=ids)}
            for row in params["rows"]:
                row["other"] = not _is_told(row, stands.get(row["id"]))
    return steps


def _is_told(row: Mapping[str, Any], stands: Mapping[str, Any] | None) -> bool:
    said = {**row["props"], "level": row["level"], "compartments": row["compartments"]}
    return stands is not None and all(stands.get(name) == value for name, value in said.items())


def node_query(label: str) -> Query:
    """Incidents and orders have instants and so files of their own."""
    if label in ("Incident", "Order"):
        return queries.load(f"write/elements/{label.lower()}")
    return queries.load("write/elements/node", label=label)


def about_steps(about: Mapping[str, Iterable[tuple[str, str]]]) -> list[Step]:
    """Steps that tie records to the nodes they support: label -> (record id, node id)."""
    return [
        (
            queries.load("write/records/about", label=label),
            {"rows": [{"record": record, "id": id_} for record, id_ in pairs]},
        )
        for label, pairs in sorted(about.items())
    ]


def link_steps(links: Mapping[tuple[str, str, str], list[dict[str, Any]]]) -> list[Step]:
    """Steps that write links, grouped by (type, start label, end label)."""
    return [
        (link_query(type_, start, end), {"rows": combine(rows)})
        for (type_, start, end), rows in sorted(links.items())
    ]


def combine(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """One row a link: a statement must not meet the same link twice, because a clause
    of Cypher sees every row before the next clause sees the first."""
    merged: dict[tuple[str, str, str], dict[str, Any]] = {}
    for row in rows:
        identity = (row["start"], row["end"], row["key"])
        other = merged.get(identity)
        merged[identity] = _join(other, row) if other else row
    return list(merged.values())


def _join(a: dict[str, Any], b: dict[str, Any]) -> dict[str, Any]:
    """What `write/elements/link_seen` does with two supports of one link."""
    best = max(a, b, key=lambda row: row["rank"])
    marks = ("level", "compartments")
    seen = [row for row in (a, b) if all(row[mark] == best[mark] for mark in marks)]
    firsts = [row["first_seen"] for row in seen if row["first_seen"]]
    lasts = [row["last_seen"] for row in seen if row["last_seen"]]
    return {
        **best,
        "records": sorted({*a["records"], *b["records"]}),
        "first_seen": min(firsts, default=None),
        "last_seen": max(lasts, default=None),
    }


def link_query(type_: str, start: str, end: str) -> Query:
    """The query that writes links of a type between two labels, with dates where it has any."""
    name = "write/elements/link_seen" if type_ in SEEN else "write/elements/link"
    return queries.load(name, type=type_, start=start, end=end)
