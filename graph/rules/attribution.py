"""Writes who may have done an incident without a suspect: (Incident)-[:POSSIBLY_BY]->(Person).

What joins them, and how surely, is said by the rule `unknown_suspect` alone; here its
answer is kept as links, for other rules, paths and pages. A link is only a possibility:
it makes nobody a suspect. The weak ones are kept too, so that they can be ranked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final, cast

from graph import queries
from graph.batches import batches
from graph.engine.store import Store
from graph.queries.rows import (
    DetectUnknownSuspect,
    SystemElementsAllLinks,
    SystemElementsAttributed,
)
from graph.rules.run import Failed, Finding, find

RULE: Final = "unknown_suspect"
FLOOR = 0.05
"""Below this probability nothing is written."""
Ends = tuple[str, str]


def weighed(
    store: Store,
    as_of: dt.datetime,
    incidents: Collection[str] | None = None,
    ref: Mapping[str, Any] | None = None,
    failed: Failed | None = None,
) -> list[Finding]:
    """What the rule finds from FLOOR up, as known at `as_of`; of these incidents or of all.

    `failed` as in `find`.
    """
    rule = queries.load("detect/unknown_suspect")
    anchors = None if incidents is None else {"Incident": sorted(incidents)}
    least = {"min_probability": FLOOR}
    asked = find(store, as_of, only=[rule], anchors=anchors, ref=ref, params=least, failed=failed)
    return list(asked)


def flagged(findings: Iterable[Finding]) -> list[Finding]:
    """Those of what was weighed that the rule finds by its own default: they become flags."""
    rule = queries.load("detect/unknown_suspect")
    (least,) = (param.default for param in rule.params if param.name == "min_probability")
    return [finding for finding in findings if _answer(finding)["probability"] >= least]


def attribute(store: Store, as_of: dt.datetime, incidents: Collection[str] | None = None) -> int:
    """Bring the links in line with what was known at `as_of`; gives how many changed.

    With `incidents` (ids) only theirs are looked at.
    """
    return write(store, weighed(store, as_of, incidents), incidents)


def write(
    store: Store, findings: Iterable[Finding], incidents: Collection[str] | None = None
) -> int:
    """Bring the links in line with what was weighed; gives how many changed.

    Idempotent: a second run writes nothing. A link whose reason has gone goes too.
    """
    wanted = _by_ends(findings)
    links = _links_now(store, incidents)
    if incidents is not None:  # what one incident says of another is written in its own turn
        wanted = {ends: props for ends, props in wanted.items() if ends[0] in set(incidents)}
    gone = [_row(ends) for ends in sorted(links.keys() - wanted.keys())]
    new = [
        _row(ends) | {"props": props}
        for ends, props in sorted(wanted.items())
        if links.get(ends) != {name: value for name, value in props.items() if value is not None}
    ]
    drop = queries.load(
        "write/elements/drop_link", type="POSSIBLY_BY", start="Incident", end="Person"
    )
    for query, rows in ((drop, gone), (queries.load("write/elements/possibly_by"), new)):
        for batch in batches(rows):
            store.write(query, rows=batch)
    return len(gone) + len(new)


def attribute_again(store: Store) -> int:
    """Remake the links after a rebuild: as of the last night; nothing when none has run."""
    last = store.read(queries.load("system/nights/last"))
    return sum(attribute(store, row["as_of"]) for row in last)


def _answer(finding: Finding) -> DetectUnknownSuspect:
    """The columns of a finding of this rule; its links are the records of them here."""
    return cast(DetectUnknownSuspect, finding.columns)


def _by_ends(findings: Iterable[Finding]) -> dict[Ends, dict[str, Any]]:
    """(incident, person) → the properties of the link, of what names somebody."""
    return {
        (row["incident_ids"][0], suspect): _props(row, finding)
        for finding in findings
        if (suspect := (row := _answer(finding))["suspect_id"]) is not None
    }


def _props(row: DetectUnknownSuspect, finding: Finding) -> dict[str, Any]:
    return {
        "via": row["via"],
        "weight": row["weight"],
        "rarity": row["rarity"],
        "probability": row["probability"],
        "records": list(finding.evidence),
        **finding.marking.props(),
    }


def _row(ends: Ends) -> dict[str, Any]:
    return {"start": ends[0], "end": ends[1], "key": ""}


def _links_now(store: Store, incidents: Collection[str] | None) -> dict[Ends, Mapping[str, Any]]:
    return {
        (row["start"], row["end"]): {n: v for n, v in row["props"].items() if n != "key"}
        for row in _kept(store, incidents)
    }


def _kept(
    store: Store, incidents: Collection[str] | None
) -> Iterator[SystemElementsAllLinks | SystemElementsAttributed]:
    if incidents is None:
        query = queries.load(
            "system/elements/all_links", type="POSSIBLY_BY", start="Incident", end="Person"
        )
        yield from store.stream(query)
        return
    for batch in batches(sorted(incidents)):
        yield from store.read(queries.load("system/elements/attributed"), ids=batch)
