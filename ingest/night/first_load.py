"""The first load: what deliveries say is put aside, decided as a whole, and written once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from graph.access.session import Session
from graph.batches import batches
from graph.changes.calendar import Calendar
from graph.changes.written import Written
from graph.derive import staged
from graph.derive.creating import create
from graph.derive.deliver import BatchWriter
from graph.derive.staging import Staging
from graph.engine import filling
from graph.errors import EngineError
from graph.identity import possible
from graph.identity.stable_ids import decide
from graph.keeping.elements import is_empty
from graph.settings import work_memory
from ingest.delivery.ahead import size
from ingest.night.costs import Show
from ingest.resolve.model import in_use
from ingest.resolve.propose import Proposal
from ingest.resolve.run import Resolved, counted_doubts
from ingest.resolve.score import Scorer, score

WORTH_BYTES = 5_000_000
"""Less is written sooner in batches than an engine is started for it."""
ELEMENTS_EACH = 1 / 40
"""Elements that come of a byte of deliveries: 2.1 million of 97 MB, and few exports say more."""
PAGE = 20_000


class FirstLoad(Staging):
    """Takes deliveries for an empty graph; at its end the graph is there, with its people.

    A context manager. Killed before its end, it leaves the graph empty, and is begun again.
    """

    def __init__(self, session: Session, show: Show, scorer: Scorer = score) -> None:
        self._store, self._show, self._scorer = session.store, show, scorer
        self._session = session
        self._work = session.store.settings.data / "work"
        self.resolved = Resolved(0, 0)
        super().__init__(self._work)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if error is None:
                self._write()
        except EngineError:
            _failed(self._work).touch()
            raise
        finally:
            self.discard()

    def _write(self) -> None:
        self._session.record("combination", asked="resolve")
        staged.begin(self)
        resolution = self._resolve()
        elements = staged.finish(self, resolution)
        self._store.watcher(Calendar).forget()
        if self._store.settings.embedded:
            self._store.fill(staged.lines(self), elements)
        else:
            create(self._store, self)
        self._store.watcher(Written).rows += elements

    def _resolve(self) -> dict[str, Any]:
        """Decide who is who, and derive people; gives the properties of the resolution."""
        model = in_use(self._work.parent)
        resolution: dict[str, Any] = {}
        said = staged.mentions(self)
        with Proposal(self._store, self._work, model, self._scorer, said) as proposal:
            for links in batches(proposal.new_links(), PAGE):
                staged.resemble(self, map(asdict, links))
            moved = 0
            for families in batches(proposal.families(), PAGE):
                moves = [
                    (mention, person)
                    for family in families
                    for mention, _, person in decide(family, (), lambda _: False).moves
                    if person
                ]
                staged.refer(self, moves)
                moved += len(moves)
            people = staged.derive_people(self)
            self._show("people", people)
            doubts = (possible.Doubt(**row) for row in staged.doubts(self))
            staged.possibly_same(self, possible.rows_of(doubts))
            moved += sum(1 for _ in proposal.nobody())
            proposal.finish(resolution.update)
            self.resolved = Resolved(moved, people, counted_doubts(proposal))
        return resolution


def writer_for(
    session: Session, paths: Iterable[Path], show: Show, scorer: Scorer = score
) -> BatchWriter | FirstLoad:
    """How these deliveries come into the graph: all at once where it is empty, that is worth while
    and the engine may hold as much; else in batches, and in batches, too, where the engine did not
    take them at once before."""
    store, failed = session.store, _failed(session.store.settings.data / "work")
    if failed.exists():
        failed.unlink()
        return BatchWriter(store)
    bytes_, embedded = sum(map(size, paths)), store.settings.embedded
    fits = not embedded or filling.memory(int(bytes_ * ELEMENTS_EACH)) <= work_memory()
    if bytes_ >= WORTH_BYTES and fits and is_empty(store):
        return FirstLoad(session, show, scorer)
    return BatchWriter(store)


def _failed(work: Path) -> Path:
    """The mark of a first load that the engine did not take."""
    return work / "first-load.failed"
