"""A rebuild at once: what is truth is put aside, all else made of it, and the graph replaced.

For the embedded engine, whose database is exchanged at the end: until then the old graph stands.
A server's database cannot be exchanged, so there the ordinary way is taken (graph/derive/rebuild).
"""

from __future__ import annotations

from graph import queries
from graph.access.session import Session
from graph.changes.change_log import ALL, ChangeLog
from graph.derive import kept, staged
from graph.derive.rebuild import unfinished
from graph.derive.staging import Staging
from graph.engine.store import Store
from ingest.night.at_once import AtOnce, possible_here
from ingest.night.costs import Show
from ingest.resolve.run import Resolved
from ingest.resolve.score import score

WORTH_RECORDS = 5_000
"""Fewer are sooner derived in batches than an engine is started for them."""


def worth_while(store: Store) -> bool:
    """Whether a rebuild of this graph goes at once."""
    if not store.settings.embedded:
        return False
    records = sum(1 for _ in store.stream(queries.load("system/records/keys")))
    return records >= WORTH_RECORDS and possible_here(store)


def remake(session: Session, show: Show) -> tuple[int, Resolved]:
    """Make the graph again; gives the number of records and the people.

    A kill leaves the old graph whole, or the new one with the mark of a rebuild that has not ended.
    """
    store = session.store
    session.record("combination", asked="resolve")
    staging = Staging(store.settings.data / "work")
    try:
        kept.put_aside(store, staging, lambda n: show("records", n))
        whole = AtOnce(store, staging, kept=True)
        whole.decide(show, score)
        log = whole.log()
        gone = {*whole.decision.revived, *(props["id"] for _, props in log)}
        kept.keep_decided(store, staging, without=gone)
        staged.keep(staging, log)
        whole.finish()
        store.watcher(ChangeLog).add([ALL])
        unfinished(store.settings).touch()
        whole.write()
        return staged.keys(staging), whole.resolved
    finally:
        staging.discard()
