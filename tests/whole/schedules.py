"""Schedules of faults: what people and nights do to a data folder, and what goes wrong meanwhile.

A seed gives the deliveries, the steps and their faults. The steps are run once without faults; then
again in a folder as new, where each meets its fault and is run again with the same words, as the
program tells whoever runs it. After each step the canonical dump, and after each night the flags,
have to be what they were without faults.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Thread
from unittest import mock

from engines import cypher, empty
from faults import ALL, KINDS, NOTHING, PLACES, Boundary, Fault
from killed import Small, in_child, small_pages
from steps import Step, Town, Words, deliveries, prepared, schedule
from whole_way import Done, clear, run

from graph.changes.opening import open_store
from graph.derive.dump import dump
from graph.engine.store import Store
from graph.settings import Settings

QUICK = Small(
    frozenset({"course_of_conduct", "unknown_suspect", "serial_perpetrator"}), compacts=False
)
"""For tests: three rules of all, and the engine's files as they are."""
FLAGS = cypher(
    """MATCH (f:Flag)
    CALL (f) { MATCH (f)<-[:OF]-(d:Disposition) RETURN collect(DISTINCT d.kind) AS said }
    CALL (f) { MATCH (f)-[o:ON]->(n) RETURN collect(DISTINCT o.as + ' ' + n.id) AS about }
    RETURN f.rule AS rule, f.subjects AS subjects, f.state AS state, f.before AS before,
      f.evidence AS evidence, f.columns AS columns, f.owner AS owner, f.raised_at AS raised_at,
      said, about
    ORDER BY rule, subjects""",
    "rule: str, subjects: list[str], state: str, before: str?, evidence: list[str], "
    "columns: str, owner: str?, raised_at: datetime, said: list[str], about: list[str]",
)
JUDGED = cypher(
    "MATCH (j:Judgement) WHERE j.same IS NOT NULL RETURN j.id AS id, j.a AS a, j.b AS b, "
    "j.same AS same, j.why AS why",
    "id: str, a: str, b: str, same: bool, why: str",
)
AGAIN = {"withdraw", "erase", "unjudge", "say", "move"}
"""Steps that are refused where they are done already: of a backup its name is there."""
MAY_SAY = {0, -9, 1, 3, 4, 5, 8}
"""What a command ends with that met a fault: killed, or one sentence."""
WAITS = 10.0
"""Seconds for a second command to end by itself in the middle of the first."""
STATE = frozenset[str]
Stood = tuple[STATE, STATE]


def check(store: Store, work: Path, seed: int, small: Small, many: int = 5) -> list[Step]:
    """Run a schedule without and with faults; what each step met.

    AssertionError with its seed where something is not as it was.
    """
    steps, files = schedule(seed, many), deliveries(seed, work / "in")
    met: list[Step] = []
    town = Town(store, work, files, small)
    try:
        reset(store)
        plain = list(without_faults(replace(town), steps))
        reset(store)
        draw = random.Random(f"faults {seed}")
        for step, (stood, flagged) in zip(steps, plain, strict=True):
            met.append(with_fault(town, step, draw))
            same(stood, state(town.store))
            if step.name == "night":
                same(flagged, flags(town.store))
    except AssertionError as error:
        told = "\n  ".join(map(str, met))
        raise AssertionError(
            f"the schedule of seed {seed} failed after\n  {told}\n{error}"
        ) from None
    finally:
        for each in town.opened:
            each.close()
    return met


@contextmanager
def a_folder(server: Settings, data: Path) -> Iterator[Store]:
    """The graph of a server, with a new data folder; commands meanwhile are given this server."""
    data.mkdir(parents=True)
    names = ("uri", "user", "password", "database")
    given = {f"NEO4J_{name.upper()}": str(getattr(server, f"neo4j_{name}")) for name in names}
    with mock.patch.dict(os.environ, given), open_store(replace(server, data=data)) as store:
        yield store


def reset(store: Store) -> None:
    empty(store)
    clear(store.settings.data)


def without_faults(town: Town, steps: list[Step]) -> Iterator[Stood]:
    """The state and the flags after each step; a move changes nothing and is left out."""
    for step in steps:
        words = prepared(town, step)
        if words and step.name != "move":
            done = _run(town, words)
            assert done.code == 0, (step, done)
        yield state(town.store), flags(town.store)


def with_fault(town: Town, step: Step, draw: random.Random) -> Step:
    """Run a step with a fault and then again; what it met."""
    words = prepared(town, step)
    if not words:
        return step
    fault = drawn(draw)
    done = meet(town, words, fault)
    if done.code != 0 or step.name not in AGAIN:
        done = _run(town, words)
        assert done.code == 0 or (done.code == 3 and step.name in AGAIN), (step, fault, done)
    if step.name == "move":
        move(town, words[1], drawn(draw))
    return replace(step, fault=fault)


def move(town: Town, kept: object, fault: Fault) -> None:
    """Put a backup back into a folder of another name, where all goes on.

    A server has one graph, which is lost before.
    """
    data = town.work / f"folder{town.moves}"
    words: Words = ["restore", kept, "--data", data]
    if not town.store.settings.embedded:
        empty(town.store)
    if meet(town, words, fault).code:
        done = _run(town, words)
        # Of two at once the other may have put all back.
        assert done.code == 0 or (done.code == 3 and fault.kind == "two"), (fault, done)
    town.store = open_store(replace(town.store.settings, data=data))
    town.opened.append(town.store)


def drawn(draw: random.Random) -> Fault:
    """A fault, among the first places of a command more often than late ones."""
    kind = draw.choice(KINDS)
    if kind == "clock":
        return Fault(kind, draw.choice((-900, 900)))
    return Fault(kind, 1 + int(4 * draw.paretovariate(0.7) - 4) % 80, PLACES.get(kind, ALL))


def meet(town: Town, words: Words, fault: Fault) -> Done:
    """The command as its fault leaves it: whatever that is, it is no traceback."""
    if fault.kind in ("kill", "small", "clock"):
        done = in_child(words, fault, town.small)[0]
    else:
        others: list[Done] = []
        other = Thread(target=lambda: others.append(in_child(words, NOTHING, town.small)[0]))

        def meanwhile() -> None:
            other.start()
            # It may wait for what this one holds, as on Neo4j, which ends when this one goes on.
            other.join(WAITS)

        with Boundary(fault, meanwhile=meanwhile).laid():
            done = _run(town, words)
        if other.ident:
            other.join()
            assert others, (words, fault, "the other did not end")
        assert {other.code for other in others} <= {0, 3, 5}, (words, fault, others)
    assert "a fault of the program" not in done.out + done.err, (words, fault, done)
    assert done.code in MAY_SAY, (words, fault, done)
    return done


def _run(town: Town, words: Words) -> Done:
    with small_pages(town.small):
        return run(*words)


def state(store: Store) -> STATE:
    """The canonical dump; a judgement by what it says alone: when, is the clock's."""
    said = {row["id"]: json.dumps({**row, "id": ""}) for row in store.read(JUDGED)}
    lines = []
    for text in dump(store):
        line = json.loads(text)
        if line.get("node") == "Judgement":
            line |= {"id": said[line["id"]], "props": {}}
        if line.get("link") and line["start"][0] == "Judgement":
            line["start"][1] = said[line["start"][1]]
        lines.append(json.dumps(line, sort_keys=True))
    return frozenset(lines)


def flags(store: Store) -> STATE:
    """All flags, withdrawn ones too."""
    lists = ("said", "about")
    return frozenset(
        json.dumps({**row, **{name: sorted(row[name]) for name in lists}}, default=str)
        for row in store.read(FLAGS)
    )


def same(wanted: STATE, got: STATE) -> None:
    """AssertionError with what is missing, marked -, and what is too much, marked +."""
    marked = [("-", wanted - got), ("+", got - wanted)]
    told = [f"{mark} {line}" for mark, lines in marked for line in sorted(lines)]
    assert told == [], "\n" + "\n".join(told)
