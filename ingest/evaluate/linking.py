"""How well pairs of incidents of one doer are ranked above others, on a set with its truth.

Cross-validated over doers: those of one fold are ranked by what the doers of the others teach.
Doers of one incident are in one fold together, so that no pair teaches about itself.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import networkx as nx
import numpy as np
from scipy.stats import rankdata

from graph.errors import InputError
from graph.series.events import Event, Floats, table
from graph.series.groups import series
from graph.series.kept import WORTH
from graph.series.model import Doers, Model, learn, solved_pairs, total

FOLDS = 10
FIXED = {
    "id": ("id", "incident", "crimeid", "crime", "incident_id", "crime_id"),
    "x": ("x", "easting"),
    "y": ("y", "northing"),
    "from": ("from", "dt.from", "begins", "occurred_from"),
    "to": ("to", "dt.to", "ends", "occurred_to"),
}
DOER = ("offender", "offenderid", "offender_id", "suspect", "person")


@dataclass(frozen=True, slots=True)
class Ranked:
    """`auc` over all ranked pairs, `by_fold` its mean over folds, `terms` of each term alone.

    `proposed` pairs stand in one series as a night proposes it when nobody is known to have done
    any of them; of these `right` are one offender's.
    """

    incidents: int
    doers: int
    linked: int
    pairs: int
    auc: float
    by_fold: float
    proposed: int
    right: int
    terms: Mapping[str, float]


def evaluate(incidents: Path, truth: Path, folds: int = FOLDS) -> Ranked:
    """The ranking of the incidents of a CSV against a CSV of who did them. Raises InputError."""
    return rank(read_events(incidents), read_doers(truth), folds)


def lines(ranked: Ranked) -> list[str]:
    """The figures for people."""
    return [
        f"{ranked.incidents:,} incidents, {ranked.doers:,} offenders; {ranked.linked:,} linked of "
        f"{ranked.pairs:,} pairs ranked.",
        f"In series that a night proposes: {ranked.proposed:,} pairs, {ranked.right:,} of one "
        + (f"offender ({ranked.right / ranked.proposed:.0%})." if ranked.proposed else "offender."),
        f"AUC {ranked.auc:.3f}; mean over folds {ranked.by_fold:.3f}. Each comparison alone:",
        *(f"  {name}: {alone:.3f}" for name, alone in ranked.terms.items()),
    ]


def rank(events: Sequence[Event], doers: Doers, folds: int = FOLDS) -> Ranked:
    """Pairs of solved incidents, each ranked by a model that knows neither's doers."""
    rows = sorted(events, key=lambda event: event.id)
    known = {event.id for event in rows}
    doers = {id_: who for id_, who in doers.items() if id_ in known and who}
    fold = fold_of(doers, folds)
    scores: list[Floats] = []
    linked: list[Floats] = []
    terms: dict[str, list[Floats]] = {}
    proposed: set[tuple[str, str]] = set()
    for each in range(folds):
        tested = {id_: who for id_, who in doers.items() if fold[id_] == each}
        taught = {id_: who for id_, who in doers.items() if fold[id_] != each}
        held = table(rows)
        a, b, same = solved_pairs(held.ids, tested)
        if not 0 < same.sum() < len(same):
            continue
        model = learn(rows, taught)
        said = model.terms(held, a, b)
        proposed |= _proposed(model, [event for event in rows if event.id in tested])
        for name, bits in said.items():
            terms.setdefault(name, []).append(bits)
        scores.append(total(said))
        linked.append(same)
    if not scores:
        raise InputError("no offender of two incidents is left to test: give a larger truth")
    every = np.concatenate(linked)
    return Ranked(
        len(rows),
        len({doer for who in doers.values() for doer in who}),
        int(every.sum()),
        len(every),
        auc(np.concatenate(scores), every),
        float(np.mean([auc(s, y) for s, y in zip(scores, linked, strict=True)])),
        len(proposed),
        sum(bool(doers[a] & doers[b]) for a, b in proposed),
        {name: auc(np.concatenate(bits), every) for name, bits in terms.items()},
    )


def _proposed(model: Model, unsolved: Sequence[Event]) -> set[tuple[str, str]]:
    """The pairs inside the series that are proposed of these, the smaller id first."""
    held = table(unsolved)
    a, b = np.triu_indices(len(held), 1)
    bits = total(model.terms(held, a, b)) + model.odds(len(held))
    near = [(held.ids[a[k]], held.ids[b[k]], float(bits[k])) for k in np.flatnonzero(bits >= WORTH)]
    groups = series(model, unsolved, near, {})
    return {pair for group in groups for pair in combinations(group.members, 2)}


def auc(scores: Floats, linked: Floats) -> float:
    """The chance that a linked pair is ranked above another; ties count half."""
    ranks, ones = rankdata(scores), linked.sum()
    return float((ranks[linked > 0].sum() - ones * (ones + 1) / 2) / (ones * (len(linked) - ones)))


def fold_of(doers: Doers, folds: int) -> dict[str, int]:
    """Incident → its fold; incidents that share a doer, over others too, are in one."""
    network = nx.Graph()
    for id_, who in doers.items():
        network.add_edges_from((("incident", id_), ("doer", doer)) for doer in who)
    groups = [
        sorted(id_ for kind, id_ in part if kind == "incident")
        for part in nx.connected_components(network)
    ]
    groups.sort()
    drawn = np.random.default_rng(0).permutation(len(groups)) % folds
    return {id_: int(drawn[k]) for k, group in enumerate(groups) for id_ in group}


def read_events(path: Path) -> list[Event]:
    """The incidents of a CSV: id, x, y, from, to; every other column is a behaviour."""
    rows = _rows(path)
    name = {key: _column(rows, names) for key, names in FIXED.items()}
    if name["id"] is None:
        raise InputError(f"{path.name} has no column id: name the incident's column id")
    traits = [column for column in rows[0] if column and column not in name.values()]
    return [_event(path, row, name, traits) for row in rows]


def read_doers(path: Path) -> dict[str, frozenset[str]]:
    """Incident → its offenders, of a CSV with a line for each: incident, offender."""
    rows = _rows(path)
    incident, doer = _column(rows, FIXED["id"]), _column(rows, DOER)
    if incident is None or doer is None:
        raise InputError(f"{path.name} needs the columns incident and offender: rename its header")
    doers: dict[str, set[str]] = {}
    for row in rows:
        if row[incident] and row[doer]:
            doers.setdefault(row[incident].strip(), set()).add(row[doer].strip())
    return {id_: frozenset(who) for id_, who in doers.items()}


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file, restval=""))
    except (OSError, UnicodeDecodeError, csv.Error):
        raise InputError(f"{path.name} cannot be read as a CSV in UTF-8") from None
    if not rows:
        raise InputError(f"{path.name} has no rows")
    return rows


def _column(rows: Sequence[Mapping[str, str]], names: Sequence[str]) -> str | None:
    folded = {str(column).strip().lower(): str(column) for column in rows[0]}
    return next((folded[name] for name in names if name in folded), None)


def _event(
    path: Path, row: Mapping[str, str], name: Mapping[str, str | None], traits: Sequence[str]
) -> Event:
    def cell(key: str) -> str:
        column = name[key]
        text = (row[column] or "").strip() if column else ""
        return "" if text.upper() in {"NA", "NAN", "NULL"} else text

    try:
        x, y = (float(cell(key)) if cell(key) else None for key in ("x", "y"))
        begins, ends = (
            dt.datetime.fromisoformat(cell(key)).replace(tzinfo=None) if cell(key) else None
            for key in ("from", "to")
        )
    except ValueError:
        raise InputError(
            f"{path.name}, incident {cell('id')}: x and y are numbers, from and to are written "
            "like 2025-04-01 13:45"
        ) from None
    values = {column: (row[column] or "").strip() for column in traits}
    return Event(
        cell("id"),
        None if x is None or y is None else (x, y),
        begins,
        ends,
        {
            column: frozenset(part.strip() for part in text.split("|"))
            for column, text in values.items()
            if text and text.upper() not in {"NA", "NAN", "NULL"}
        },
    )
