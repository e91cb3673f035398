"""The first load: what deliveries say is put aside, decided as a whole, and written once."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

from graph.access.session import Session
from graph.changes import folder
from graph.derive import staged
from graph.derive.deliver import BatchWriter
from graph.derive.staging import Staging
from graph.keeping.elements import is_empty
from ingest.delivery.ahead import size
from ingest.night.at_once import AtOnce, possible_here
from ingest.night.costs import Show
from ingest.resolve.run import Resolved
from ingest.resolve.score import Scorer, score

WORTH_BYTES = 5_000_000
"""Less is written sooner in batches than an engine is started for it."""
FOLDER = "of this graph"
"""The node of a server's graph that says to which data folder it belongs."""


class FirstLoad(Staging):
    """Takes deliveries for an empty graph; at its end the graph is there, with its people.

    A context manager. Killed before its end, it leaves the graph empty, and is begun again. Given
    a folder for `files` it writes the graph there, for a server to import.
    """

    def __init__(
        self, session: Session, show: Show, scorer: Scorer = score, files: Path | None = None
    ) -> None:
        self._session, self._show, self._scorer = session, show, scorer
        self._files = files
        self.elements = 0
        self.resolved = Resolved(0, 0)
        super().__init__(session.store.settings.data / "work")

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
        finally:
            self.discard()

    def _write(self) -> None:
        self._session.record("combination", asked="resolve")
        whole = AtOnce(self._session.store, self, kept=False)
        whole.decide(self._show, self._scorer)
        if self._files:
            settings = self._session.store.settings
            staged.keep(self, [("Folder", {"id": FOLDER, "folder": folder.read(settings).id})])
        self.elements = whole.finish()
        if self._files:
            whole.write_files(self._files)
        else:
            whole.write()
        self.resolved = whole.resolved


def writer_for(
    session: Session, paths: Iterable[Path], show: Show, scorer: Scorer = score
) -> BatchWriter | FirstLoad:
    """How these deliveries come into the graph: all at once where it is empty, that is worth while
    and the engine may hold as much; else in batches, and in batches, too, where the engine did not
    take them at once before."""
    store, bytes_ = session.store, sum(map(size, paths))
    fits = possible_here(store)
    if bytes_ >= WORTH_BYTES and fits and is_empty(store):
        return FirstLoad(session, show, scorer)
    return BatchWriter(store)
