"""What is to go with some records: which elements, which mentions, and which words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence, Set

from graph import queries
from graph.batches import batches
from graph.derive.elements import Node
from graph.derive.statements import read
from graph.derive.withdraw import find
from graph.engine.store import Store
from graph.erasure.journal import Erasure, Order, new_id, now
from graph.erasure.redact import without
from graph.erasure.traces import Traces, alone, texts_in, words_in
from graph.errors import InputError
from graph.model.record import Record


def of_records(store: Store, keys: Sequence[str], order: Order, who: str) -> Erasure:
    """What goes with some records. InputError when one is not there, or the order tells of it."""
    records = sorted({id_ for key in keys for id_ in versions_of(store, key)})
    traces = traces_of(store, records)
    order.check(traces)
    files = tuple(brought(store, records))
    return Erasure(
        new_id(), "record", order, who, now(), tuple(keys), tuple(records), "", files, traces
    )


def of_delivery(store: Store, wanted: str, order: Order, who: str) -> Erasure:
    """What goes with a delivery: what it alone brought. InputError as above."""
    row = find(store, wanted)
    records = alone_from(store, row["id"])
    traces = traces_of(store, records, (row["id"], row["file_name"]))
    order.check(traces)
    id_ = row["id"]
    return Erasure(
        new_id(), "delivery", order, who, now(), (id_,), tuple(records), id_, (id_,), traces
    )


def of_person(store: Store, person: str, order: Order, who: str) -> Erasure:
    """What goes with a person: what records say of them. InputError as above."""
    rows = store.read(queries.load("system/people/mentions"), ids=[person])
    mentions = sorted(row["mention"] for row in rows)
    if not mentions:
        raise InputError("no person has this id: `throughline search` shows the ids")
    return of_mentions(store, mentions, order, who, {person})


def of_mentions(
    store: Store,
    mentions: Sequence[str],
    order: Order,
    who: str,
    more: Set[str] = frozenset(),
) -> Erasure:
    """The same of some mentions; `more` are other ids of whoever they are."""
    records = sorted(
        {
            row["id"]
            for some in batches(mentions)
            for row in store.read(queries.load("system/erasure/mentioning"), ids=some)
        }
    )
    traces = _of_parties(store, records, {*mentions, *more})
    order.check(traces)
    files = tuple(brought(store, records))
    targets = tuple(mentions)
    return Erasure(
        new_id(), "person", order, who, now(), targets, tuple(records), "", files, traces, targets
    )


def _of_parties(store: Store, records: Sequence[str], ids: set[str]) -> Traces:
    """What tells of the parties that these mentions are, and of what they alone support."""
    texts, others, nodes = list[str](), set[str](), set[str]()
    parted: list[tuple[Record, list[str]]] = []
    for some in batches(records):
        for row in store.read(queries.load("system/records/content"), ids=some):
            record = Record.kept(row["content"])
            refs = [p.ref for p in record.parties if record.mention_id(p) in ids]
            parted.append((record, refs))
            for party in json.loads(record.content)["parties"]:
                said = list(texts_in(party))
                texts += said if party["ref"] in refs else []
                others |= set() if party["ref"] in refs else words_in(said)
    words = alone(store, words_in([*texts, *ids]) - others, set(records))
    own = Traces(frozenset(ids), words)
    kept: set[str] = set()
    for record, refs in parted:
        nodes |= {element.id for element in read(record) if isinstance(element, Node)}
        left = without(record, refs, own)
        kept |= {e.id for e in read(left) if isinstance(e, Node)} if left else set()
    gone = {
        row["id"]
        for some in batches(records)
        for row in store.read(queries.load("system/erasure/supported"), ids=some)
        if row["id"] in nodes - kept and set(records).issuperset(row["records"])
    }
    more = alone(store, words_in({*gone, *records}) - others, set(records))
    return Traces(frozenset({*ids, *records, *gone}), words | more)


def versions_of(store: Store, key: str) -> list[str]:
    """Every version that is held of a record. InputError when there is none."""
    ids = [row["id"] for row in store.read(queries.load("system/erasure/keyed"), keys=[key])]
    if not ids:
        raise InputError("no record has this key: write it as FORCE/KIND/REFERENCE")
    return sorted(ids)


def alone_from(store: Store, delivery: str) -> list[str]:
    """The versions of records that this delivery alone brought."""
    rows = store.read(queries.load("system/erasure/only_from"), id=delivery)
    return [row["id"] for row in rows]


def brought(store: Store, records: Sequence[str]) -> list[str]:
    """The deliveries that brought these records."""
    query = queries.load("system/erasure/brought")
    rows = (row for some in batches(records) for row in store.read(query, ids=some))
    return sorted({row["delivery"] for row in rows})


def traces_of(store: Store, records: Sequence[str], more: Iterable[str] = ()) -> Traces:
    """What tells of these versions of records, and of what they alone support.

    `more` are further texts that tell of them, as a file's name.
    """
    gone, ids, texts = set(records), set(records) | set(more), list(more)
    for some in batches(records):
        for row in store.read(queries.load("system/records/content"), ids=some):
            texts += texts_in(json.loads(row["content"]))
    lost = _only_in(store, records, gone)
    ids |= lost
    words = words_in([*texts, *ids])
    return Traces(frozenset(ids), alone(store, words, gone))


def words_alone(store: Store, records: Sequence[str]) -> Traces:
    """What these versions of records alone say, but for what decisions name them by: their ids."""
    texts: set[str] = set()
    for some in batches(records):
        for row in store.read(queries.load("system/records/content"), ids=some):
            texts.update(texts_in(json.loads(row["content"])))
    ids = {*records, *_only_in(store, records, set(records))}
    named = words_in(ids)
    return Traces(frozenset(), alone(store, words_in(texts) - named, set(records)))


def _only_in(store: Store, records: Sequence[str], gone: set[str]) -> set[str]:
    """The ids of elements, mentions, people and records of which nothing is left without these."""
    ids: set[str] = set()
    for some in batches(records):
        for row in store.read(queries.load("system/erasure/supported"), ids=some):
            if gone.issuperset(row["records"]):
                ids.add(row["id"])
        for row in store.read(queries.load("system/mentions/of_records"), ids=some):
            if gone.issuperset(row["records"]):
                ids.add(row["id"])
        kept = store.read(queries.load("system/erasure/kept"), ids=some)
        keys = sorted({row["key"] for row in kept})
        left = {
            row["key"]
            for row in store.read(queries.load("system/erasure/keyed"), keys=keys)
            if row["id"] not in gone
        }
        ids.update(key for key in keys if key not in left)
    return ids
