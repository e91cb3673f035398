"""From stale mentions to derived people: propose, decide, write, derive."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from graph import queries
from graph.batches import batches
from graph.changes.waiting import waiting
from graph.derive.people import PAGE, VERSION, derive_people, move
from graph.engine.store import Store
from graph.identity import judgements as judge
from graph.identity import possible
from graph.identity.stable_ids import Cluster, Decision, decide, mint
from ingest.resolve.model import Model, in_use
from ingest.resolve.propose import Proposal
from ingest.resolve.score import Scorer, score

FAMILIES = 500


@dataclass(frozen=True, slots=True)
class Resolved:
    """How many mentions changed their person, and how many people were derived.

    `doubts` counts what was left out of the comparison, by column and reason.
    """

    moved: int
    people: int
    doubts: dict[str, int] = field(default_factory=dict)

    def __add__(self, other: Resolved) -> Resolved:
        """Both, one after the other."""
        doubts = Counter(self.doubts) + Counter(other.doubts)
        return Resolved(self.moved + other.moved, self.people + other.people, dict(doubts))


def undecided(store: Store, work: Path, model: Model | None = None) -> bool:
    """Whether a resolution has anything to decide.

    Not when no mention is stale, none went (it may have been what kept two others together or
    apart) and the model is the same.
    """
    stale = waiting(store)
    if stale or (stale is None and store.read(queries.load("system/mentions/one_stale"))):
        return True
    known = store.read(queries.load("system/mentions/resolution"))
    version = (model or in_use(work.parent)).version
    return bool(known) and bool(
        known[0]["went"] or known[0]["model"] != version or known[0]["derived"] != VERSION
    )


def resolve(
    store: Store,
    work: Path,
    progress: Callable[[int, int], None] = lambda *_: None,
    *,
    scorer: Scorer = score,
) -> Resolved:
    """Decide every stale mention, if anything is `undecided`; a kill loses nothing."""
    model = in_use(work.parent)
    if not undecided(store, work, model):
        return Resolved(0, 0)
    with Proposal(store, work, model, scorer) as proposal:
        for gone in batches(proposal.lost_links(), PAGE):
            store.write(queries.load("write/mentions/drop_resembles"), rows=gone)
        for links in batches(proposal.new_links(), PAGE):
            store.write(
                queries.load("write/mentions/resemble"), rows=[asdict(link) for link in links]
            )
        moved = _decide(store, proposal.families())
        for nobody in batches(proposal.nobody(), PAGE):
            ids = [mention for mention, _ in nobody]
            store.write(queries.load("write/mentions/drop_resembles_of"), ids=ids)
            moved += move(store, ((mention, old, None) for mention, old in nobody))
        possible.bring_up_to_date(store, proposal.of_two_minds(), proposal.apart())
        people = derive_people(store, progress)
        _settle(store)
        resolved = queries.load("write/mentions/resolved")
        proposal.finish(lambda props: store.write(resolved, props=props))
    return Resolved(moved, people, counted_doubts(proposal))


def counted_doubts(proposal: Proposal) -> dict[str, int]:
    """How much was left out of the comparison, by column and reason."""
    return dict(Counter(f"{column} {reason}" for _, (column, reason) in proposal.doubts))


def _settle(store: Store) -> None:
    """Say of mentions that kept their person, and whose person is derived, that nothing is left."""
    stale = waiting(store)
    if stale is None:
        store.write(queries.load("write/people/settled"))
    for some in batches(stale or ()):
        store.write(queries.load("write/mentions/settled"), ids=some)


def _decide(store: Store, families: Iterable[list[Cluster]]) -> int:
    moved = 0
    now = dt.datetime.now(dt.UTC)
    for page in batches(families, FAMILIES):
        decision = decision_of(store, page)
        moved += move(store, decision.moves)
        if steps := judge.log_steps(decision, "records", now):
            store.write_all(steps)
    return moved


def decision_of(store: Store, page: list[list[Cluster]]) -> Decision:
    """Who is who in these families: what is to be written."""
    people = sorted({m.person for family in page for part in family for m in part if m.person})
    gone = list(judge.retired(store, people)) if people else []
    known = set(_known(store, page))
    decision = Decision()
    for family in page:
        members = {m.person for part in family for m in part}
        mine = [it for it in gone if it.successor in members]
        decision.add(decide(family, mine, known.__contains__))
    return decision


def _known(store: Store, page: list[list[Cluster]]) -> Iterator[str]:
    """Ids that could be minted for these clusters and are taken; who stays whole mints none."""
    parted = [family for family in page if len(family) > 1 or not any(m.person for m in family[0])]
    smallest = [min(m.mention for m in part) for family in parted for part in family]
    ids = [mint(mention, again) for mention in smallest for again in range(3)]
    for some in batches(ids, 2_000):
        for row in store.read(queries.load("system/people/known"), ids=some):
            yield row["id"]
