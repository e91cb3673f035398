"""A model for the mentions of this graph, and the list of what in them was left out, and why."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from graph import queries
from graph.engine.store import Store
from graph.errors import InputError
from ingest.resolve import pool
from ingest.resolve.features import Doubt, Row, features, somebody
from ingest.resolve.labels import Label
from ingest.resolve.model import FILE, Model, in_use
from ingest.resolve.rescore import calibrated, rescored
from ingest.resolve.train import train

FEWEST = 200
DOUBTS = "identity-doubts.csv"


@dataclass(frozen=True, slots=True)
class Read:
    """The mentions of a graph as the model reads them; `nobody` says nothing of anybody."""

    rows: list[Row]
    doubts: list[tuple[str, Doubt]]
    nobody: list[str]


def read(store: Store) -> Read:
    """Every mention that a record speaks for."""
    mentions = Read([], [], [])
    for mention in store.stream(queries.load("system/mentions/all")):
        if mention["active"]:
            row, doubts = features(mention)
            mentions.doubts.extend((mention["id"], doubt) for doubt in doubts)
            if somebody(row):
                mentions.rows.append(row)
            else:
                mentions.nobody.append(mention["id"])
    mentions.doubts.extend(pool.doubts(mentions.rows, store.settings.data / "work"))
    return mentions


def teach(
    data: Path, rows: list[Row], *, anew: bool, labels: Sequence[Label], calibrate: bool
) -> Model:
    """Train, re-score and calibrate as asked; the model is kept in the data folder.

    InputError when there is too little to learn from.
    """
    if anew and len(rows) < FEWEST:
        raise InputError(
            f"{len(rows)} mentions are too few to train on, {FEWEST} are needed: "
            "use the shipped model."
        )
    work = data / "work"
    model = train(rows, "the mentions of this graph", work) if anew else in_use(data)
    if labels:
        model = rescored(model, rows, labels, work)
        model = calibrated(model, rows, labels, work) if calibrate else model
    model.save(data / FILE)
    return model


def write_doubts(data: Path, mentions: Read) -> Path:
    """The report of doubtful input as CSV: mention, column, what is the matter; no values."""
    path = data / DOUBTS
    partial = path.with_suffix(".part")
    with partial.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("mention", "column", "matter"))
        writer.writerows((id_, *doubt) for id_, doubt in sorted(mentions.doubts))
        writer.writerows((id_, "", "says nothing of anybody") for id_ in sorted(mentions.nobody))
    partial.replace(path)
    return path
