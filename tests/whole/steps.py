"""What people and nights do to a data folder in a schedule of faults: tiny deliveries and steps."""

from __future__ import annotations

import datetime as dt
import random
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engines import cypher
from faults import NOTHING, Fault
from killed import Small
from whole_way import canonical, incident, party

from graph.engine.store import Store
from graph.queries import Query

NAMES = ("Ann Reed", "Bob Marsh", "Cid Pike", "Dee Holt", "Eve Lund")
START = dt.datetime(2024, 1, 1, 10, tzinfo=dt.UTC)
OFTEN = ("ingest", "night", "judge", "judge", "say", "say", "withdraw", "erase", "unjudge", "move")
MENTIONS = cypher(
    "MATCH (m:Mention)-[:REFERS_TO]->(:Person) RETURN m.id AS id ORDER BY id", "id: str"
)
RECORDS = cypher("MATCH (r:Record) RETURN DISTINCT r.key AS id ORDER BY id", "id: str")
# A person's id follows from what came before, its first mention does not.
PEOPLE = cypher(
    "MATCH (p:Person)<-[:REFERS_TO]-(m:Mention) WITH p, min(m.id) AS first ORDER BY first "
    "RETURN p.id AS id",
    "id: str",
)
DELIVERIES = cypher("MATCH (d:Delivery) WHERE d.complete RETURN d.id AS id ORDER BY id", "id: str")
FLAGS = cypher(
    """MATCH (f:Flag) WHERE f.state <> 'withdrawn' WITH f ORDER BY f.rule, f.subjects
    RETURN f.id AS id""",
    "id: str",
)
JUDGEMENTS = cypher(
    """MATCH (j:Judgement) WHERE j.same IS NOT NULL AND NOT EXISTS {
      MATCH (:Judgement)-[:WITHDRAWS]->(j)
    }
    MATCH (:Person)<-[:REFERS_TO]-(:Mention {id: j.a}), (:Person)<-[:REFERS_TO]-(:Mention {id: j.b})
    WITH j ORDER BY j.a, j.b, j.why, j.id
    RETURN j.id AS id""",
    "id: str",
)

ERASED = (("record", RECORDS), ("person", PEOPLE), ("delivery", DELIVERIES))


@dataclass(frozen=True)
class Step:
    """One command: its `name`, and by `number` what it is about; `fault` is what it met."""

    name: str
    number: int = 0
    fault: Fault = NOTHING


@dataclass
class Town:
    """A data folder on its way through a schedule; `opened` are the stores of those after it."""

    store: Store
    work: Path
    files: list[Path]
    small: Small
    day: int = 0
    moves: int = 0
    opened: list[Store] = field(default_factory=list)

    @property
    def data(self) -> Path:
        return self.store.settings.data

    def ids(self, query: Query[Any]) -> list[str]:
        return [row["id"] for row in self.store.read(query)]


def schedule(seed: int, many: int) -> list[Step]:
    """What happens under a seed: a night first, and a night last."""
    draw = random.Random(seed)
    between = [Step(draw.choice(OFTEN), draw.randrange(1_000)) for _ in range(many)]
    return [Step("night", 1), *between, Step("night", draw.randrange(1_000))]


def deliveries(seed: int, folder: Path) -> list[Path]:
    """Three small deliveries, of which later ones correct records of earlier ones."""
    draw = random.Random(f"deliveries {seed}")
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in range(1, 4):
        records = {f"A{draw.randrange(9)}": _record(draw) for _ in range(5)}
        made = [{**record, "reference": name} for name, record in records.items()]
        paths.append(canonical(folder / f"canonical_2024-02-0{number}.jsonl", made))
    return paths


def _record(draw: random.Random) -> dict[str, Any]:
    at = (START + dt.timedelta(hours=draw.randrange(400))).isoformat().replace("+00:00", "Z")
    if draw.random() < 0.15:
        return incident("", at=at, withdrawn=True)
    suspect, victim = draw.choice((0, 0, 0, 1, 2)), draw.choice((3, 3, 4))
    parties = [_party(draw, victim, "victim"), _party(draw, suspect, "suspect")]
    more: dict[str, Any] = {"summary": draw.choice(["waited outside", "called", "followed"])}
    if draw.random() < 0.3:
        phone = {"written": f"07700 90010{draw.randrange(5)}"}
        more["involves"] = [{"phone": phone, "whose": "offender"}]
    return incident("", *parties[: draw.choice((1, 2, 2, 2))], at=at, **more)


def _party(draw: random.Random, who: int, role: str) -> dict[str, Any]:
    more: dict[str, Any] = {"born": f"198{who}-01-01"} if draw.random() < 0.8 else {}
    if draw.random() < 0.6:
        more["phone"] = f"07700 90010{draw.choice([who, 4])}"
    if draw.random() < 0.3:
        more["nominal"] = f"N{who}"
    return party(NAMES[who], role, **more)


Words = list[object]


def prepared(town: Town, step: Step) -> Words:
    """The words of a step, what lies ready for it being put there; none when it has no object."""
    words = PREPARED[step.name](town, step)
    return [*words, "--data", town.data] if words else []


def _one(among: Sequence[Any], step: Step) -> Any:
    return among[step.number % len(among)]


def _ingest(town: Town, step: Step) -> Words:
    return ["ingest", _one(town.files, step)]


def _night(town: Town, step: Step) -> Words:
    town.day += 2
    (town.data / "inbox").mkdir(exist_ok=True)
    if step.number % 3:
        shutil.copy(_one(town.files, step), town.data / "inbox")
    return ["night", "--as-of", f"2024-03-{town.day:02d}"]


def _judge(town: Town, step: Step) -> Words:
    ids = town.ids(MENTIONS)
    if len(ids) < 2:
        return []
    # Few pairs, so that a later word meets an earlier one.
    a, b = random.Random(step.number % 3).sample(ids, 2)
    word = "--same" if step.number % 2 else "--apart"
    return ["judge", a, b, word, "--why", f"seen {step.number}"]


def _unjudge(town: Town, step: Step) -> Words:
    ids = town.ids(JUDGEMENTS)
    return ["unjudge", _one(ids, step), "--why", "taken back"] if ids else []


def _say(town: Town, step: Step) -> Words:
    ids = town.ids(FLAGS)
    words = (["--confirm"], ["--dismiss"], ["--defer"])[step.number % 3]
    until = ["--until", "2999-01-01"] if step.number % 3 == 2 else []
    return ["flags", *words, _one(ids, step), *until, "--why", "as seen"] if ids else []


def _withdraw(town: Town, step: Step) -> Words:
    ids = town.ids(DELIVERIES)
    return ["withdraw", _one(ids, step)] if ids else []


def _erase(town: Town, step: Step) -> Words:
    """A record, a person or a delivery; a third of each."""
    kind, query = ERASED[step.number % len(ERASED)]
    ids = town.ids(query)
    order = ("--by", "court", "--reference", "CO-1", "--reason", "as ordered")
    return ["erase", kind, _one(ids, step), *order] if ids else []


def _move(town: Town, _step: Step) -> Words:
    town.moves += 1
    return ["backup", town.work / f"kept{town.moves}.zip"]


PREPARED: dict[str, Callable[[Town, Step], Words]] = {
    "ingest": _ingest,
    "night": _night,
    "judge": _judge,
    "unjudge": _unjudge,
    "say": _say,
    "withdraw": _withdraw,
    "erase": _erase,
    "move": _move,
}
"""What each step does; a `move` is a backup, put back into another folder where all goes on."""
