"""A whole graph written at once: who is who is decided, and people derived, outside of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from graph.batches import batches
from graph.changes.calendar import Calendar
from graph.changes.written import Written
from graph.derive import staged
from graph.derive.creating import create
from graph.derive.import_files import write_files
from graph.derive.staging import Staging
from graph.engine import filling
from graph.engine.store import Store
from graph.errors import EngineError
from graph.identity import possible
from graph.identity.judgements import log_nodes
from graph.identity.stable_ids import Cluster, Decision, decide
from graph.settings import work_memory
from ingest.night.costs import Show
from ingest.resolve.model import in_use
from ingest.resolve.propose import Proposal
from ingest.resolve.run import Resolved, counted_doubts, decision_of
from ingest.resolve.score import Scorer

PAGE = 20_000


class AtOnce:
    """Makes a whole graph of what was put aside. `kept` says that a graph is there, whose people
    keep their ids; else it is empty."""

    def __init__(self, store: Store, staging: Staging, *, kept: bool) -> None:
        self._store, self._staging, self._kept = store, staging, kept
        self._work = store.settings.data / "work"
        self.decision = Decision()
        self.resolved = Resolved(0, 0)
        self._resolution: dict[str, Any] = {}
        self._elements = 0

    def decide(self, show: Show, scorer: Scorer) -> None:
        """Decide which versions count and who is who, and derive people."""
        staging, model = self._staging, in_use(self._work.parent)
        staged.begin(staging)
        said = staged.mentions(staging)
        with Proposal(self._store, self._work, model, scorer, said) as proposal:
            for links in batches(proposal.new_links(), PAGE):
                staged.resemble(staging, map(asdict, links))
            moved = sum(self._refer(page) for page in batches(proposal.families(), PAGE))
            people = staged.derive_people(staging)
            show("people", people)
            doubts = (possible.Doubt(**row) for row in staged.doubts(staging))
            apart = proposal.apart(lambda ids: staged.people_of(staging, ids))
            staged.possibly_same(staging, possible.rows_of(doubts, apart))
            moved += sum(1 for _ in proposal.nobody())
            proposal.finish(self._resolution.update)
            self.resolved = Resolved(moved, people, counted_doubts(proposal))

    def _refer(self, page: list[list[Cluster]]) -> int:
        """Say to whom the mentions of families refer; how many of them refer to another."""
        if self._kept:
            decision = decision_of(self._store, page)
        else:
            decision = Decision()
            for family in page:
                decision.add(decide(family, (), lambda _: False))
        people = {m.mention: m.person for family in page for part in family for m in part}
        people |= {mention: person for mention, _, person in decision.moves}
        staged.refer(self._staging, ((m, person) for m, person in people.items() if person))
        self.decision.changes += decision.changes
        self.decision.retired += decision.retired
        self.decision.revived += decision.revived
        return len(decision.moves)

    def log(self) -> list[tuple[str, dict[str, Any]]]:
        """What is kept of how people changed, as nodes."""
        return log_nodes(self.decision, "records", dt.datetime.now(dt.UTC))

    def finish(self) -> int:
        """Put all together; how many elements there are."""
        self._elements = staged.finish(self._staging, self._resolution)
        return self._elements

    def write_files(self, folder: Path) -> None:
        """Write the graph as files for a server to import into its empty database."""
        self._store.watcher(Calendar).forget()
        write_files(self._staging, folder)

    def write(self) -> None:
        """Write the graph in the place of the one that is there."""
        self._store.watcher(Calendar).forget()
        with _remembered(self._work):
            if self._store.settings.embedded:
                nodes, links = staged.node_lines(self._staging), staged.placed_links(self._staging)
                self._store.fill(nodes, links, self._elements)
            else:
                create(self._store, self._staging)
        self._store.watcher(Written).rows += self._elements


def possible_here(store: Store) -> bool:
    """Whether the engine may hold what it needs to take a graph at once; not where it did not take
    one before."""
    failed = _failed(store.settings.data / "work")
    if failed.exists():
        failed.unlink()
        return False
    return not store.settings.embedded or work_memory() >= filling.LEAST


@contextmanager
def _remembered(work: Path) -> Iterator[None]:
    """What the engine does not take at once comes in batches the next time."""
    try:
        yield
    except EngineError:
        _failed(work).touch()
        raise


def _failed(work: Path) -> Path:
    return work / "first-load.failed"
