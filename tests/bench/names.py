"""Names alone: how well `graph.model.names_alike` and the model tell one name from two."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from graph.model.names_alike import likeness

TABLE = Path(__file__).parents[1] / "graph" / "model" / "name_pairs.csv"
SETS = Path(__file__).parents[3] / "shared" / "data" / "names"
"""Public sets: CSV with `name1`, `name2`, `is_match`, and `schema` where not all are people."""


def measure(work: Path, incidents: int) -> list[str]:
    """The project's own table of invented pairs, which a test holds, and public sets."""
    del work, incidents
    lines = ["## Names alone", "", "| pairs | | precision | recall | F1 |", "|---|---|---|---|---|"]
    with TABLE.open(encoding="utf-8") as file:
        rows = [(row["one"], row["other"], row["expected"]) for row in csv.DictReader(file)]
    sure = [(one, other, expected == "same") for one, other, expected in rows]
    lines.append(_row(f"{len(sure)} invented, `tests/graph/model/name_pairs.csv`", sure))
    for path in sorted(SETS.glob("*.csv")):
        pairs = list(_people(path))
        lines.append(_row(f"{len(pairs)} of {path.name}", pairs))
    return lines


def _people(path: Path) -> Iterator[tuple[str, str, bool]]:
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row.get("schema", "Person") == "Person":
                same = row["is_match"].casefold() in ("true", "yes", "1")
                yield row["name1"], row["name2"], same


def _row(what: str, pairs: Sequence[tuple[str, str, bool]]) -> str:
    claims = [likeness(one, other).verdict == "same" for one, other, _ in pairs]
    truth = [same for *_, same in pairs]
    hits = sum(claim and same for claim, same in zip(claims, truth, strict=True))
    precision, recall = hits / max(1, sum(claims)), hits / max(1, sum(truth))
    f1 = 2 * hits / max(1, sum(claims) + sum(truth))
    return f"| {what} | one name by `likeness` | {precision:.3f} | {recall:.3f} | {f1:.3f} |"
