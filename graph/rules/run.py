"""Asks the rules of `cypher/detect/` over their anchors and gives what they find.

Rules run as the system: they see every level and compartment, and each finding says what those of
what it cites ask for (graph/rules/clearance.py). Anchors go in as batches, never as one list, which
keeps the embedded engine's groupings within its budget.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from graph.batches import batches
from graph.engine.store import Store
from graph.errors import QueryError, RefusedError, ThroughlineError, fault_of
from graph.model.compartments import Marking
from graph.model.reference import reference
from graph.model.schema import NodeKey
from graph.queries import Query, all_queries, load
from graph.queries.query_file import LINKS, RECORDS
from graph.rules.cited import Cited
from graph.rules.clearance import events, marking_of
from graph.rules.columns import places
from graph.rules.measures import measured

Row = Mapping[str, Any]
"""A row of a rule: what its columns are, its header says."""
BATCH = 500
REFUSED = (QueryError, RefusedError)
"""What an engine says of one rule and not of all."""
Failed = dict[str, str]
"""The rules that the program failed at, with what is told of each: no word of the data."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom or what a finding is about: `role` is its column without `_id`."""

    role: str
    label: str
    id: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One row of a rule. `evidence` holds record ids, sorted, never none; `marking` says who may
    see it."""

    rule: str
    subjects: tuple[Subject, ...]
    columns: Mapping[str, Any]
    evidence: tuple[str, ...]
    marking: Marking


def rules() -> list[Query]:
    """Every rule, by name."""
    return all_queries("detect")


def ask_about_nobody(store: Store, as_of: dt.datetime) -> None:
    """Ask every rule, so that the engine has it ready: nothing is found, or given to anybody."""
    for _ in find(store, as_of, anchors={_label(rule): ("",) for rule in rules()}):
        pass


def find(
    store: Store,
    as_of: dt.datetime,
    *,
    only: Iterable[Query] | None = None,
    anchors: Mapping[str, Iterable[str]] | None = None,
    ref: Mapping[str, Any] | None = None,
    params: Mapping[str, Any] | None = None,
    failed: Failed | None = None,
) -> Iterator[Finding]:
    """What the rules find in the world as it was known at `as_of`.

    `anchors` gives ids by label; without it every id that a rule may begin from is
    tried. `ref` takes the place of the packaged reference tables, `params` that of the
    defaults in a rule's header. With `failed` a rule that the program fails at finds nothing and
    is noted there, and the others are asked all the same.
    """
    tables = dict(ref) if ref is not None else reference(as_of.date())
    every: dict[str, list[str]] = {}
    cited = Cited(store)
    for rule in rules() if only is None else only:
        if anchors is None:
            if rule.anchor not in every:
                every[rule.anchor] = every_anchor(store, rule)
            ids: Iterable[str] = every[rule.anchor]
        else:
            ids = anchors.get(_label(rule), ())
        asked = {"as_of": as_of, "ref": tables, **(params or {})}
        found: list[Finding] = []
        with noting(failed, rule.name):
            for batch in batches(ids, BATCH):
                found += _found(cited, rule, batch, asked)
        # All that it finds or nothing: half would withdraw the flags of the rest.
        yield from () if rule.name in (failed or {}) else found


def _found(
    cited: Cited, rule: Query, anchors: Sequence[str], asked: Mapping[str, Any]
) -> Iterator[Finding]:
    rows = cited.store.read(rule, anchors=anchors, **asked)
    return _findings(cited, rule, measured(rule, rows))


@contextmanager
def noting(failed: Failed | None, rule: str) -> Iterator[None]:
    """Note what the program fails at while it asks a rule; without a place to note it, raise.

    An engine that does not answer is no fault of the rule, and ends all.
    """
    try:
        yield
    except Exception as error:
        told = str(error) if isinstance(error, REFUSED) else fault_of(error)
        of_the_rule = isinstance(error, REFUSED) or not isinstance(error, ThroughlineError)
        if failed is None or not of_the_rule:
            raise
        failed[rule] = told


def _label(rule: Query) -> str:
    return rule.anchor.split()[0]


def every_anchor(store: Store, rule: Query) -> list[str]:
    """All ids that a rule may begin from."""
    if rule.anchor == "Person as suspect":
        return [row["id"] for row in store.read(load("system/elements/suspects"))]
    return [row["id"] for row in store.read(load("system/elements/anchors", label=_label(rule)))]


def _findings(cited: Cited, rule: Query, rows: Sequence[Row]) -> Iterator[Finding]:
    supports = cited.records(place for row in rows for place in places(rule, rule.evidence, row))
    known = cited.events(place for row in rows for place in events(rule, row))
    for row in rows:
        yield _finding(rule, row, supports, marking_of(rule, row, known))


def _finding(
    rule: Query,
    row: Row,
    supports: Mapping[NodeKey, Mapping[str, Marking]],
    marking: Marking,
) -> Finding:
    records: dict[str, Marking] = {}
    for place in places(rule, rule.evidence, row):
        records |= supports[place]
    evidence = sorted(record for record, its_own in records.items() if marking.covers(its_own))
    if not evidence:
        raise QueryError(
            f"cypher/{rule.path}.cypher found something that no record supports: "
            "name the columns of its incidents, orders or links under evidence"
        )
    columns = dict(_answer(row, set(evidence)))
    return Finding(rule.name, _subjects(rule, row), columns, tuple(evidence), marking)


def _answer(row: Mapping[str, Any], evidence: set[str]) -> Iterator[tuple[str, Any]]:
    """The columns of an answer: in the place of links their records, none but the evidence."""
    for name, value in row.items():
        if name == LINKS.name:
            cited = {record for link in value for record in link["records"]}
            yield RECORDS.name, sorted(cited & evidence)
        else:
            yield name, value


def _subjects(rule: Query, row: Mapping[str, Any]) -> tuple[Subject, ...]:
    """A list of subjects is a group without order: sorted, so that its key is one."""
    subjects = []
    for column in rule.subjects:
        role = column.rpartition("_")[0]
        about = sorted(set(places(rule, (column,), row)))
        subjects += [Subject(role, label, id_) for label, id_ in about]
    return tuple(subjects)
