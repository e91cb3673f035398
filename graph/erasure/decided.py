"""What people decided and nights observed, of what is erased: ids go, and texts that tell of it.

That somebody said something stays (a flag was dismissed, by whom, when); what they wrote of it
goes. What is about nothing that is left goes whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from graph import queries
from graph.batches import batches
from graph.engine.store import Store
from graph.erasure.traces import ERASED, Traces
from graph.flags.life import digests

Props = Mapping[str, Any]
Change = dict[str, Any] | None
"""The properties of a node that become others; None where the node goes."""


def forget(store: Store, traces: Traces) -> int:
    """Take what is erased out of everything decided; gives how many nodes it concerned.

    Call it when the graph and its flags have followed. A second time it changes nothing.
    """
    of: dict[str, Callable[[str, Props, Traces], Change]] = {
        "Flag": _flag, "Judgement": _judgement, "Share": _share, "Retired": _retired,
        "Change": _change, "Night": _night,
    }  # fmt: skip
    gone: set[str] = set()
    # First, while their judgements still say what they took back: afterwards nothing would.
    words = _taking_back(store, traces)
    _drop(store, "Judgement", words)
    count = len(words)
    for label, told in of.items():
        changed, dropped = _looked_at(store, label, traces, told)
        gone |= dropped
        count += changed + len(dropped)

    def said(id_: str, props: Props, traces: Traces) -> Change:
        return None if props["flag"] in gone else _disposition(id_, props, traces)

    changed, dropped = _looked_at(store, "Disposition", traces, said)
    return count + changed + len(dropped)


def forget_texts(store: Store, traces: Traces) -> None:
    """Take out of what people wrote what tells of something; who said what, and when, stays."""
    of = {"Judgement": ("why",), "Disposition": ("why",), "Share": ("why", "withdrawn_why")}
    for label, names in of.items():
        query = queries.load("system/elements/all_nodes", label=label)
        rows = [
            {"id": row["id"], "props": dict(_texts(row["props"], traces, *names))}
            for row in store.stream(query)
        ]
        for some in batches(row for row in rows if row["props"]):
            store.write(queries.load("write/erasure/words", label=label), rows=some)


def _looked_at(
    store: Store, label: str, traces: Traces, told: Callable[[str, Props, Traces], Change]
) -> tuple[int, set[str]]:
    rows, gone = [], set()
    for row in store.stream(queries.load("system/elements/all_nodes", label=label)):
        change = told(row["id"], row["props"], traces)
        if change is None:
            gone.add(row["id"])
        elif change:
            rows.append({"id": row["id"], "props": change})
    for some in batches(rows):
        store.write(queries.load("write/erasure/words", label=label), rows=some)
    _drop(store, label, gone)
    return len(rows), gone


def _drop(store: Store, label: str, ids: set[str]) -> None:
    for some in batches(sorted(ids)):
        store.write(queries.load("write/erasure/decided", label=label), ids=some)


def _taking_back(store: Store, traces: Traces) -> set[str]:
    """The words that took back judgements which go whole."""
    judgements = store.stream(queries.load("system/elements/all_nodes", label="Judgement"))
    gone = {row["id"] for row in judgements if _judgement(row["id"], row["props"], traces) is None}
    words = store.read(queries.load("system/judgements/withdrawals"))
    return {row["id"] for row in words if row["of"] in gone}


def _flag(_id: str, props: Props, traces: Traces) -> Change:
    told = {name: value for name, value in props.items() if traces.names(value)}
    if told.keys() & {"subjects", "evidence", "columns", "sentence", "explanation", "against"}:
        return None
    return {name: _without(value, traces) for name, value in told.items()}


def _without(value: Any, traces: Traces) -> Any:
    """A list less what tells, a text erased, and nothing of what is kept to come back to."""
    if isinstance(value, list):
        return [each for each in value if not traces.names(each)] or None
    return None if value[:1] in ("{", "[") else ERASED


def _disposition(_id: str, props: Props, traces: Traces) -> Change:
    evidence = [each for each in props.get("evidence") or [] if each not in traces.ids]
    if evidence != list(props.get("evidence") or []):
        return {"evidence": evidence, "digests": digests(evidence), "why": ERASED}
    return dict(_texts(props, traces, "why"))


def _judgement(_id: str, props: Props, traces: Traces) -> Change:
    if {props.get("a"), props.get("b")} & traces.ids:
        return None
    return dict(_texts(props, traces, "why"))


def _share(_id: str, props: Props, traces: Traces) -> Change:
    mentions = [each for each in props["mentions"] if each not in traces.ids]
    if not mentions:
        return None
    if mentions == list(props["mentions"]):
        return dict(_texts(props, traces, "why", "withdrawn_why"))
    cleared = [each for each in props["cleared"] if not traces.names(each)]
    texts = {name: ERASED for name in ("why", "withdrawn_why") if props.get(name)}
    return {"mentions": mentions, "cleared": cleared, **texts}


def _retired(id_: str, props: Props, traces: Traces) -> Change:
    members = [each for each in props["members"] if each not in traces.ids]
    if not members or {id_, props["successor"]} & traces.ids:
        return None
    return {} if members == list(props["members"]) else {"members": members}


def _change(_id: str, props: Props, traces: Traces) -> Change:
    return None if traces.names(list(props.values())) else {}


def _night(_id: str, props: Props, traces: Traces) -> Change:
    deliveries = [each for each in props["deliveries"] if each not in traces.ids]
    return {} if deliveries == list(props["deliveries"]) else {"deliveries": deliveries}


def _texts(props: Props, traces: Traces, *names: str) -> Iterator[tuple[str, str]]:
    for name in names:
        if props.get(name) and traces.in_text(props[name]):
            yield name, ERASED
