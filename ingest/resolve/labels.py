"""Pairs that people labelled, kept as a CSV: `a`, `b` (mention ids), `same` (yes or no).

`throughline label` draws pairs and appends what a person says to such a file; what stands there
besides (who, when) is for the reader.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from graph.errors import InputError
from graph.identity.partition import Pair, pair
from ingest.resolve.comparisons import COMPARISONS
from ingest.resolve.matcher import COMPLETE
from ingest.resolve.score import comparison_levels

WORDS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
FEWEST = 20
EACH = 5
"""Labels of either kind that are needed: of one kind alone nothing can be weighed."""
COLUMNS = ("a", "b", "same", "who", "at")
WORTH = -1_000
"""Hundredths of a bit below which a pair is not worth a person's time."""


@dataclass(frozen=True, slots=True)
class Label:
    """What a person said of two mentions, by their ids."""

    a: str
    b: str
    same: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """A pair to be labelled: weight in bits, and what each comparison says, with its bits."""

    a: str
    b: str
    weight: float
    shares: tuple[tuple[str, float], ...]


def read(path: Path) -> list[Label]:
    """The labels of a file, of each pair the last. InputError names the first line that is none,
    or says why they cannot teach anything: too few, or all of one kind."""
    labels = list(_read(path).values())
    same = sum(label.same for label in labels)
    apart = len(labels) - same
    if len(labels) < FEWEST or min(same, apart) < EACH:
        raise InputError(
            f"{path.name} has {same} pairs of one person and {apart} of two: at least {FEWEST} "
            f"are needed, {EACH} of each kind; `throughline label` draws some."
        )
    return labels


def labelled(path: Path) -> set[Pair]:
    """The pairs that a file has already; none when there is no file."""
    return set(_read(path)) if path.exists() else set()


def _read(path: Path) -> dict[Pair, Label]:
    labels: dict[Pair, Label] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for line, row in enumerate(csv.DictReader(file), 2):
                word = WORDS.get((row.get("same") or "").strip().casefold())
                if word is None or not row.get("a") or not row.get("b"):
                    raise InputError(
                        f"{path.name}, line {line} is no label: give a, b and same (yes or no)."
                    )
                labels[pair(row["a"], row["b"])] = Label(row["a"], row["b"], word)
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path.name} cannot be read as a CSV of labels in UTF-8.") from error
    return labels


def append(path: Path, label: Label, who: str, at: str) -> None:
    """Keep a label at the end of a file, which is made with its heading where there is none."""
    new = not path.exists()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerows([COLUMNS] if new else [])
            writer.writerow((label.a, label.b, "yes" if label.same else "no", who, at))
    except OSError as error:
        raise InputError(f"{path} cannot be written: name a file in a folder of yours") from error


def draw(work_file: Path, most: int, known: set[Pair]) -> list[Drawn]:
    """Candidate pairs taken at random, the same ones each time, without those that are known.

    Random pairs, not the doubtful alone: what is learnt from a one-sided choice moves everything.
    InputError when nothing was resolved yet.
    """
    try:
        with duckdb.connect(str(work_file), read_only=True) as db:
            found = db.execute(_DRAWN, [WORTH, COMPLETE, most + len(known)]).fetchall()
    except duckdb.Error as error:
        raise InputError("there are no pairs yet: run `throughline resolve` first.") from error
    fresh = [row for row in found if pair(row[0], row[1]) not in known]
    return [Drawn(a, b, weight / 100, _shares(*said)) for a, b, weight, *said in fresh[:most]]


def _shares(levels: Sequence[int], bits: Sequence[int]) -> tuple[tuple[str, float], ...]:
    said = zip(COMPARISONS, levels, bits, strict=True)
    return tuple((f"{n}: {comparison_levels(n)[at - 1]}", b / 100) for n, at, b in said if at)


_DRAWN = """
SELECT m.unique_id, n.unique_id, weight, levels, bits FROM pair
JOIN mention m ON m.i = l JOIN mention n ON n.i = r
WHERE weight >= ? AND blocking_rule <> ?
ORDER BY hash(least(m.unique_id, n.unique_id) || ' ' || greatest(m.unique_id, n.unique_id))
LIMIT ?
"""
