"""Measures who is who in the graph: reads mentions, their people and the truth of a set."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from graph import queries
from graph.engine.store import Store
from graph.errors import InputError
from graph.model.keys import join_key
from ingest.evaluate.identity import (
    Bin,
    Fault,
    Group,
    Measure,
    b_cubed,
    by_group,
    calibration_error,
    each_b_cubed,
    false_merges,
    false_splits,
    pairwise_measure,
    reliability,
)
from ingest.resolve.model import in_use

NOWHERE = "nobody: "
"""Before the id of a mention that refers to nobody: a cluster of its own."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column of a CSV holds the record's reference, and which the true person."""

    record: str
    person: str


@dataclass(frozen=True, slots=True)
class Report:
    """One evaluation. `absent` counts mentions or records of the truth that the graph lacks."""

    name: str
    made: dt.date
    model: str
    mentions: int
    people: int
    found: int
    absent: int
    pairs: Measure
    b_cubed: Measure
    groups: Mapping[tuple[str, str], Group]
    bins: list[Bin]
    merges: list[Fault]
    splits: list[Fault]

    @property
    def calibration(self) -> float | None:
        """The expected calibration error."""
        return calibration_error(self.bins)


Mention = Mapping[str, Any]


def evaluate(store: Store, path: Path, columns: Columns | None) -> Report:
    """The graph's people against the truth at `path`. Raises InputError."""
    mentions = {row["id"]: row for row in store.stream(queries.load("system/mentions/truth"))}
    if path.is_dir():
        truth, people = _of_region(path)
        true = {mention: person for mention, person in truth.items() if mention in mentions}
        groups = _groups(true, {m: people.get(person, {}) for m, person in true.items()})
        absent = len(truth) - len(true)
    else:
        true, absent = _of_table(path, columns, mentions)
        groups = _groups(true, mentions)
    if not true:
        raise InputError(
            f"{path.name} tells of no mention in this graph: load the set it belongs to first"
        )
    predicted = {id_: mentions[id_]["person"] or f"{NOWHERE}{id_}" for id_ in true}
    return _report(store, _name(path), predicted, true, absent, groups)


def _report(
    store: Store,
    name: str,
    predicted: Mapping[str, str],
    true: Mapping[str, str],
    absent: int,
    groups: Mapping[str, Mapping[str, str]],
) -> Report:
    links = store.stream(queries.load("system/mentions/resembles_all"))
    resolved = store.read(queries.load("system/mentions/resolution"))
    return Report(
        name=name,
        made=dt.datetime.now(dt.UTC).date(),
        model=_model(store, resolved[0]["model"]) if resolved else "",
        mentions=len(true),
        people=len(set(true.values())),
        found=len(set(predicted.values())),
        absent=absent,
        pairs=pairwise_measure(predicted, true),
        b_cubed=b_cubed(each_b_cubed(predicted, true)),
        groups=by_group(predicted, true, groups),
        bins=reliability(((row["a"], row["b"], row["weight"]) for row in links), true),
        merges=false_merges(predicted, true),
        splits=false_splits(predicted, true),
    )


def _model(store: Store, version: str) -> str:
    """The version of the model that resolved last, and what it was trained on if that is known."""
    model = in_use(store.settings.data)
    trained_on = model.trained_on if model.version == version else {}
    trained = ", ".join(f"{name} {value}" for name, value in trained_on.items())
    return f"{version} (trained on: {trained})" if trained else version


def _name(path: Path) -> str:
    folder = path.resolve()
    return folder.parent.name if folder.is_dir() and folder.name == "truth" else folder.name


def _of_region(path: Path) -> tuple[dict[str, str], dict[str, Mention]]:
    """Mention → true person where anybody knows, and what is true of the people."""
    folder = path / "truth" if (path / "truth").is_dir() else path
    try:
        truth = {
            f"{join_key(row['force'], row['kind'], row['reference'])}/{join_key(row['party'])}": (
                str(row["person"])
            )
            for row in _lines(folder / "mentions.jsonl")
            if row["person"]
        }
        return truth, {row["id"]: row for row in _lines(folder / "people.jsonl")}
    except (OSError, ValueError, KeyError):
        raise InputError(
            f"{path} is no truth of a region: give the folder `truth` that `throughline generate` "
            "wrote beside the deliveries, or a CSV with --record and --person"
        ) from None


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _of_table(
    path: Path, columns: Columns | None, mentions: Mapping[str, Mention]
) -> tuple[dict[str, str], int]:
    """Mention → true person, and how many records the graph lacks."""
    if columns is None:
        raise InputError(
            f"{path.name} is a table: name its columns with --record (the record's reference) "
            "and --person (who it truly is)"
        )
    of_record: dict[str, list[str]] = defaultdict(list)
    for id_, row in mentions.items():
        of_record[unquote(row["record"].rpartition("/")[2])].append(id_)
    truth = dict(_rows(path, columns))
    several = [record for record in truth if len(of_record.get(record, ())) > 1]
    if several:
        raise InputError(
            f"{len(several)} records of {path.name} stand for several mentions here: load the "
            "set alone into a data folder of its own"
        )
    true = {of_record[record][0]: who for record, who in truth.items() if record in of_record}
    return true, len(truth) - len(true)


def _rows(path: Path, columns: Columns) -> Iterator[tuple[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, skipinitialspace=True)
            missing = {columns.record, columns.person} - set(reader.fieldnames or ())
            if missing:
                raise InputError(
                    f"{path.name} has no column {min(missing)!r}: its first line names them"
                )
            for row in reader:
                if row[columns.record] and row[columns.person]:
                    yield row[columns.record].strip(), row[columns.person].strip()
    except (OSError, UnicodeDecodeError, csv.Error):
        raise InputError(f"{path.name} cannot be read as a CSV in UTF-8") from None


def _groups(true: Mapping[str, str], about: Mapping[str, Mention]) -> dict[str, Mapping[str, str]]:
    """Kind of group → mention → value, of what is told of a mention or of its true person."""
    rows = {mention: about.get(mention, {}) for mention in true}
    return {
        "sex": {mention: row.get("sex") or "" for mention, row in rows.items()},
        "decade of birth": {m: _decade(row.get("birth")) for m, row in rows.items()},
        "ethnicity": {mention: row.get("ethnicity") or "" for mention, row in rows.items()},
    }


def _decade(birth: str | None) -> str:
    return f"{birth[:3]}0s" if birth else ""


def as_data(report: Report) -> dict[str, Any]:
    """The report for programs."""
    return {
        "truth": report.name,
        "made": report.made.isoformat(),
        "model": report.model,
        "mentions": report.mentions,
        "people": {"true": report.people, "found": report.found},
        "absent": report.absent,
        "pairwise": _measure(report.pairs),
        "b_cubed": _measure(report.b_cubed),
        "groups": [
            {"group": kind, "value": value, "mentions": group.mentions, "merged": group.merged,
             "split": group.split, "b_cubed": _measure(group.b_cubed)}
            for (kind, value), group in report.groups.items()
        ],
        "calibration": {
            "bins": [asdict(each) for each in report.bins],
            "expected_error": report.calibration,
        },
        "false_merges": [asdict(fault) for fault in report.merges],
        "false_splits": [asdict(fault) for fault in report.splits],
    }  # fmt: skip


def _measure(measure: Measure) -> dict[str, float]:
    return {
        "precision": round(measure.precision, 5),
        "recall": round(measure.recall, 5),
        "f1": round(measure.f1, 5),
    }
