"""What people decided, from one engine to another as JSON Lines.

An export holds every judgement, every word that took one back, what was said of flags, what was
shared, and how closed cases were read again. An import keeps their ids, so the same file twice
changes nothing. What speaks of mentions or flags that are not here is not lost: it is given back,
to be imported when they have come.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from graph import queries
from graph.batches import batches
from graph.engine.store import Store
from graph.errors import InputError
from graph.flags import exchange as dispositions
from graph.identity.judgements import Judgement, import_judgements, judgements
from graph.rereading import kept as readings
from graph.sharing import exchange as shares

Line = dict[str, Any]
KINDS: dict[str, tuple[str, ...]] = {
    "judgement": tuple(it.name for it in fields(Judgement) if it.name != "withdrawn"),
    "withdrawal": ("id", "of", "who", "at", "why"),
    "disposition": dispositions.NAMES,
    "share": shares.NAMES,
    "sample": (*readings.SAMPLE, "cases"),
    "reading": readings.READING,
}

LATER = ("force",)
"""What a file of an earlier version lacks, and may be nothing."""


@dataclass(frozen=True, slots=True)
class Imported:
    """How many decisions were new here, how many known, and those that speak of what is not."""

    new: int
    known: int
    waiting: tuple[Line, ...]


def export(store: Store) -> Iterator[Line]:
    """Every judgement, withdrawal, disposition, share and reading of a closed case, each the
    oldest first."""
    for it in judgements(store):
        yield {"kind": "judgement", **{name: getattr(it, name) for name in KINDS["judgement"]}}
    for row in store.read(queries.load("system/judgements/withdrawals")):
        yield {"kind": "withdrawal", **row}
    for line in dispositions.export(store):
        yield {"kind": "disposition", **line}
    for line in shares.export(store):
        yield {"kind": "share", **line}
    kept = readings.KeptReadings(store.settings.readings)
    for sample in reversed(kept.samples()):
        yield {"kind": "sample", **asdict(sample), "cases": list(sample.cases)}
    for reading in kept.readings():
        yield {"kind": "reading", **asdict(reading)}


def read_lines(text: Iterable[str]) -> list[Line]:
    """The lines of an export. InputError names the first that is none."""
    return [_line(number, line) for number, line in enumerate(text, 1) if line.strip()]


def _line(number: int, line: str) -> Line:
    try:
        row = json.loads(line)
        kept = {name: row[name] for name in KINDS[row["kind"]] if name not in LATER or name in row}
    except (ValueError, KeyError, TypeError):
        kept = {}
    wrong = [name for name, value in kept.items() if not _fits(name, value)]
    if not kept or wrong or kept.get("a", "") > kept.get("b", ""):
        raise InputError(
            f"line {number} is no decision: take a file that `throughline export-decisions` wrote."
        )
    return {"kind": row["kind"], **kept}


def _fits(name: str, value: Any) -> bool:
    if name in ("evidence", "digests", "cases", *shares.LISTS):
        return isinstance(value, list) and all(isinstance(each, str) for each in value)
    if name in ("until", "follows", *LATER, *shares.ENDED) and value is None:
        return True
    if name in ("seed", "population"):
        return type(value) is int
    return isinstance(value, bool if name == "same" else str)


def import_decisions(store: Store, lines: Sequence[Line]) -> Imported:
    """Keep what is new of these lines; the next resolution follows it."""
    here = {it.id: it.withdrawn for it in judgements(store)}
    taken_back = {row["id"] for row in store.read(queries.load("system/judgements/withdrawals"))}
    judged = [line for line in lines if line["kind"] == "judgement"]
    fresh = {line["id"]: line for line in judged if line["id"] not in here}
    mentions = _known(store, fresh.values())
    new = [line for line in fresh.values() if line["a"] in mentions and line["b"] in mentions]
    for batch in batches(new):
        import_judgements(store, [_judgement(line) for line in batch])
    here |= {line["id"]: False for line in new}
    back = {
        line["id"]: line
        for line in lines
        if line["kind"] == "withdrawal" and line["id"] not in taken_back
    }
    _withdraw(store, [line for line in back.values() if line["of"] in here])
    waiting = [line for line in fresh.values() if line["id"] not in here]
    waiting += [line for line in back.values() if line["of"] not in here]
    done = len(fresh) + len(back) - len(waiting)
    words = [line for line in lines if line["kind"] == "disposition"]
    given = [line for line in lines if line["kind"] == "share"]
    for more, later in (
        dispositions.import_dispositions(store, words),
        shares.import_shares(store, given),
    ):
        done, waiting = done + more, waiting + later
    read = [[line for line in lines if line["kind"] == kind] for kind in ("sample", "reading")]
    if any(read):
        done += readings.KeptReadings(store.settings.readings).import_lines(*read)
    different = {(line["kind"], line["id"]) for line in lines}
    return Imported(done, len(different) - done - len(waiting), tuple(waiting))


def _withdraw(store: Store, lines: Iterable[Mapping[str, Any]]) -> None:
    query = queries.load("write/judgements/withdraw")
    for line in lines:
        props = {name: line[name] for name in ("id", "who", "why", "at")}
        store.write(query, id=line["of"], props=props)


def _judgement(line: Line) -> Judgement:
    return Judgement(**{name: line[name] for name in KINDS["judgement"]})


def _known(store: Store, lines: Iterable[Line]) -> set[str]:
    ids = sorted({line[end] for line in lines for end in ("a", "b")})
    query = queries.load("system/mentions/known")
    return {row["id"] for batch in batches(ids) for row in store.read(query, ids=batch)}
