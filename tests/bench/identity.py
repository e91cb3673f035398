"""Who is who: quality on the public sets and a region, speed at a million, a judgement."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from graph.derive.mentions import mention_props
from graph.model.keys import join_key
from graph.model.record import Record
from ingest.delivery.feed import Accepted, read
from ingest.evaluate.identity import Measure, b_cubed, each_b_cubed, pairwise_measure
from ingest.mapping.mapping import recognise
from ingest.resolve.cluster import cluster
from ingest.resolve.features import Row, features, somebody
from ingest.resolve.matcher import Matcher
from ingest.resolve.model import Model, in_use
from ingest.resolve.train import train

from . import history
from .region import deliveries

SETS = Path(__file__).parents[3] / "shared" / "data" / "identity"
INCIDENTS = 64_000
"""A region that has about 100,000 mentions."""
HEAD = [
    "| on | model | mentions | people | taken for | pairs P / R / F1 | B-cubed F1 | to reach | s |",
    "|---|---|---|---|---|---|---|---|---|",
]


def measure(work: Path, incidents: int) -> list[str]:
    """Every part; the region of the load is not used, for its size has nothing to do with it."""
    del incidents
    lines = sets(work) + region(work / "region")
    return [*_HEADING, *HEAD, *lines, "", *scale(work / "scale"), "", *judgement(work / "bolt")]


def small(work: Path, incidents: int) -> list[str]:
    """The public sets alone."""
    del incidents
    return [*_HEADING, *HEAD, *sets(work)]


_HEADING = [
    "## Who is who",
    "",
    "*Own* is a model trained on the data at hand without labels, *shipped* the one that comes "
    "with the program. Organisations go by their exact key.",
    "",
]


def sets(work: Path) -> list[str]:
    """The public sets, each with the shipped model and with one trained on its own mentions."""
    if not SETS.is_dir():
        return ["| no public sets: put them in ../shared/data/identity |" + " |" * 8]
    lines = []
    for name, goal in (("fake_1000", "F1 ≥ .95"), ("febrl3", "F1 ≥ .998")):
        path = SETS / f"{name}.csv"
        records = _records(path, work)
        true = _labels(name, path)
        rows = dict(_rows(records))
        lines += _both(name, rows, {id_: true[_reference(id_)] for id_ in rows}, goal)
    return lines + _senzing(work)


def _senzing(work: Path) -> list[str]:
    folder = SETS / "senzing_load1"
    records = _records(folder, work)
    with (folder / "truthset-load1-key.csv").open(encoding="utf-8") as file:
        true = {row["RECORD_ID"]: row["CLUSTER_ID"] for row in csv.DictReader(file)}
    rows = dict(_rows(records))
    lines = _both("senzing", rows, {id_: true[_reference(id_)] for id_ in rows}, "66 people")
    names = [party.name for record in records for party in record.parties
             if party.kind == "organisation"]  # fmt: skip
    found = len({name.written for name in names if name})
    return [*lines, f"| senzing | exact key | {len(names)} | 6 | {found} | | | 6 organisations | |"]


def _records(path: Path, work: Path) -> list[Record]:
    items = read(recognise(path), path, work)
    return [item.record for item in items if isinstance(item, Accepted)]


def _reference(mention: str) -> str:
    return mention.split("/")[2]


def _labels(name: str, path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, skipinitialspace=True))
    if name == "fake_1000":
        return {row["unique_id"]: row["cluster"] for row in rows}
    return {row["rec_id"]: row["rec_id"].split("-")[1] for row in rows}


def _rows(records: Iterable[Any]) -> Iterator[tuple[str, Row]]:
    """Mention → what is compared of it; who says nothing of anybody is left out."""
    for record in records:
        for party in record.parties:
            if party.kind == "person":
                id_ = record.mention_id(party)
                row, _ = features({"id": id_, **mention_props(record, party)})
                if somebody(row):
                    yield id_, row


def _both(name: str, rows: dict[str, Row], true: dict[str, str], goal: str) -> list[str]:
    shipped = in_use(SETS)  # no model of its own stands there: the shipped one
    lines = [quality(name, "shipped", shipped, rows, true, "")]
    begun = time.perf_counter()
    own = train(list(rows.values()), name)
    trained = time.perf_counter() - begun
    return [*lines, quality(name, f"own ({trained:.0f} s)", own, rows, true, goal)]


def quality(
    name: str, which: str, model: Model, rows: dict[str, Row], true: dict[str, str], goal: str
) -> str:
    """One row of the table: the partition of these mentions by this model beside the truth."""
    begun = time.perf_counter()
    matcher = Matcher(model)
    try:
        matcher.put(rows.values())
        matcher.update()
        said = {str(id_): str(who) for id_, who in cluster(matcher).items()}
    finally:
        matcher.close()
    spent = time.perf_counter() - begun
    said = {id_: said.get(id_, f"alone {id_}") for id_ in true}
    pairs, mean = pairwise_measure(said, true), b_cubed(each_b_cubed(said, true))
    line = (
        f"| {name} | {which} | {len(true):,} | {len(set(true.values())):,} | "
        f"{len(set(said.values())):,} | {_three(pairs)} | {mean.f1:.4f} | {goal} | {spent:.1f} |"
    )
    sys.stderr.write(f"{line}\n")
    kind = which.split()[0]
    history.note(f"who is who, {name}, {kind} model", pairs.f1, "F1")
    return line


def _three(measure: Measure) -> str:
    return f"{measure.precision:.4f} / {measure.recall:.4f} / {measure.f1:.4f}"


def region(work: Path, incidents: int = INCIDENTS) -> list[str]:
    """A region read without a graph: the newest version of each mention, as the last night has."""
    newest: dict[str, Row] = {}
    paths = deliveries(work, incidents)
    for path in paths:
        taken = (item for item in read(recognise(path), path, work) if isinstance(item, Accepted))
        newest.update(_rows(item.record for item in taken))
    true = {}
    truth = paths[0].parents[1] / "truth" / "mentions.jsonl"
    with truth.open(encoding="utf-8") as file:
        for line in map(json.loads, file):
            key = join_key(line["force"], line["kind"], line["reference"])
            id_ = f"{key}/{join_key(line['party'])}"
            if line["person"] and id_ in newest:
                true[id_] = line["person"]
    return _both(f"region of {incidents:,} incidents", newest, true, "F1 and B-cubed ≥ .97")


def scale(work: Path, mentions: int = 1_000_000, new: int = 1_000) -> list[str]:
    """A million mentions, each way in a process of its own, whose peak memory is its own."""
    work.mkdir(parents=True)
    lines = [
        f"{mentions:,} normalised mentions in a table, the shipped model, 2 threads. Each way runs "
        "in a process of its own. Splink blocks by six rules of its own and clusters by connected "
        "components.",
        "",
        "| way | keys | candidates, scores | partition | sum | peak memory | F1 | B-cubed |",
        "|---|---|---|---|---|---|---|---|",
    ]
    sums = []
    _child("prepare", work, mentions + new)
    for way, name in (("ours", "throughline (≤ 60 s, ≤ 2 GB)"), ("splink", "Splink alone")):
        told = _child(way, work, mentions)
        total = told["keys"] + told["score"] + told["cut"]
        sums.append(total)
        lines.append(
            f"| {name} | {told['keys']:.1f} s | {told['score']:.1f} s | {told['cut']:.1f} s | "
            f"{total:.1f} s | {told['peak'] / 2**30:.2f} GiB | {told['f1']:.4f} | "
            f"{told['b_cubed']:.4f} |"
        )
        sys.stderr.write(f"{lines[-1]}\n")
    history.note("who is who beside Splink alone", sums[0] / sums[1], "times", mentions)
    told = _child("more", work, mentions)
    history.note(f"{new:,} new mentions", told["seconds"], "s", mentions)
    lines += ["", f"{new:,} new mentions on {mentions:,}: {told['seconds']:.2f} s (≤ 2 s), "
              f"{told['touched']:,} mentions cut anew."]  # fmt: skip
    return lines


def _child(way: str, work: Path, mentions: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.bench.identity_scale", way, str(work), str(mentions)]
    root = Path(__file__).parents[2]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=root)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def judgement(work: Path) -> list[str]:
    """A judgement and its withdrawal over Bolt, on a loaded region, one after the other."""
    from .identity_bolt import seconds

    people, flags = (sorted(spent) for spent in seconds(work))
    return [
        f"A judgement or its withdrawal over Bolt ({len(people)} of them): with what follows for "
        f"people {_spread(people)} (≤ 50 ms), with audit and flags {_spread(flags)} (≤ 2 s)."
    ]


def _spread(spent: list[float]) -> str:
    middle, late = spent[len(spent) // 2], spent[int(len(spent) * 0.95)]
    return f"median {1000 * middle:.0f} ms, 95th percentile {1000 * late:.0f} ms"
