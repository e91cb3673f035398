"""What is true of a synthetic region, in the ids of the graph it was loaded into.

The files are those of `ingest/synthetic/truth.py`. A person of the truth is the graph's
person to whom most of its mentions refer; here the other way round, so that a person who
was split counts on both sides.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph import queries
from graph.engine.store import Store
from graph.errors import InputError
from graph.model.keys import join_key


@dataclass(frozen=True, slots=True)
class Expected:
    """What a rule should say of a case. `subjects` are people of the truth and ids of the graph."""

    rule: str
    subjects: tuple[str, ...]
    more: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """A planted case, or a hard negative. `incidents` are ids, in the order they happened."""

    id: str
    family: str
    planted: bool
    people: frozenset[str]
    suspects: frozenset[str]
    incidents: tuple[str, ...]
    orders: tuple[str, ...]
    first_report: dt.datetime
    expects: tuple[Expected, ...]
    allows: frozenset[str]
    imitates: frozenset[str]


@dataclass(frozen=True, slots=True)
class Truth:
    """`people` holds id → sex, ethnicity, force of residence and so on."""

    cases: tuple[Case, ...]
    people: Mapping[str, Mapping[str, Any]]
    summary: Mapping[str, Any]


def read_truth(folder: Path) -> Truth:
    """Read a truth folder; InputError when a file of it is missing or not as it should be."""
    folder = folder / "truth" if (folder / "truth").is_dir() else folder
    try:
        summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
        cases = [_case(line, True) for line in _lines(folder / "cases.jsonl")]
        cases += [_case(line, False) for line in _lines(folder / "negatives.jsonl")]
        people = {line["id"]: line for line in _lines(folder / "people.jsonl")}
    except (OSError, ValueError, KeyError):
        raise InputError(
            f"{folder} is no truth of a region: give the folder `truth` that "
            "`throughline generate` wrote beside the deliveries"
        ) from None
    return Truth(tuple(cases), people, summary)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _case(line: Mapping[str, Any], planted: bool) -> Case:
    expects = tuple(_expected(each) for each in line["expects"])
    others = {who for each in expects for who in each.subjects if _is_person(who)}
    others |= {who for each in expects for who in each.more.get("targets", ())}
    return Case(
        id=line["id"],
        family=line["family"],
        planted=planted,
        people=frozenset({*line["suspects"], *line["victims"], *others}),
        suspects=frozenset(line["suspects"]),
        incidents=tuple(_id(each) for each in line["incidents"]),
        orders=tuple(_id(each) for each in line["orders"]),
        first_report=dt.datetime.fromisoformat(line["first_report"]),
        expects=expects,
        allows=frozenset(line["allows"]),
        imitates=frozenset(line["imitates"]),
    )


def _expected(line: Mapping[str, Any]) -> Expected:
    more = {name: value for name, value in line.items() if name not in ("rule", "subjects")}
    # In a region made by an earlier version a notice was a kind of breach.
    rule = "on_notice" if more.get("what") == "on notice" else line["rule"]
    if "incidents" in more:
        more["incidents"] = [_id(each) for each in more["incidents"]]
    return Expected(rule, tuple(_id(each) for each in line["subjects"]), more)


def _id(named: str) -> str:
    """The graph's id of an incident or order; handles without their @; people as they are."""
    first, slash, rest = named.partition("/")
    return join_key(first, rest) if slash else named.lstrip("@").casefold()


def _is_person(subject: str) -> bool:
    return subject.startswith("p") and subject[1:].isdigit()


def true_people(store: Store, folder: Path) -> dict[str, Counter[str]]:
    """Person of the graph → the people of the truth that its mentions are of, and how many."""
    folder = folder / "truth" if (folder / "truth").is_dir() else folder
    of_mention = {
        f"{join_key(line['force'], line['kind'], line['reference'])}/{join_key(line['party'])}": (
            line["person"]
        )
        for line in _lines(folder / "mentions.jsonl")
        if line["person"]
    }
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for row in store.stream(queries.load("system/people/members")):
        if person := of_mention.get(row["mention"]):
            votes[row["person"]][person] += 1
    return dict(votes)


def most(counts: Counter[str]) -> str:
    """Of whom most of the mentions are."""
    return min(counts, key=lambda who: (-counts[who], who))
