"""An erasure carried out: the graph, what follows from it, folder, audit, the engine's files.

Each step may be done twice. A kill leaves what was written down before the first of them
(`graph/erasure/journal.py`), and the next erasure, night or delivery ends it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

from graph.access.session import Session
from graph.changes.change_log import ChangeLog
from graph.derive import withdraw as withdrawing
from graph.erasure import decided, folder, holds, journal, part
from graph.erasure.journal import Erasure
from graph.explore import alike
from graph.flags import upkeep
from graph.flags.detection import follow
from ingest.night.bring_up_to_date import bring_up_to_date, finish_rebuild
from ingest.night.costs import Show


@dataclass(frozen=True, slots=True)
class Done:
    """What an erasure took: records, words and flags of people, bodies of the audit.

    `theirs` are files that hold it and are people's own; `whole` says whether the engine's files
    were made anew.
    """

    id: str
    records: int
    decided: int
    audit: int
    whole: bool
    theirs: list[Path] = field(default_factory=list)


def erase(session: Session, erasure: Erasure, show: Show, *, despite_hold: bool = False) -> Done:
    """Note the erasure in the audit and on the list, then carry it out.

    InputError when something of it is held, unless it is to go `despite_hold`.
    """
    if not despite_hold:
        targets = {*erasure.targets, *erasure.files, *erasure.traces.ids}
        holds.refuse_held(session.store.settings, targets)
    order = erasure.order
    said = {"by": order.by, "reference": order.reference, "despite_hold": despite_hold}
    session.record("erasure", erasure=erasure.id, of=erasure.kind, **said)
    journal.begin(session.store.settings, erasure)
    return _carry_out(session, erasure, show)


def finish_all(session: Session, show: Show) -> Done | None:
    """End the rebuild and the erasure that kills broke off; gives the erasure."""
    finish_rebuild(session, show)
    return finish(session, show)


def finish(session: Session, show: Show) -> Done | None:
    """End the erasure that a kill broke off; None when none was."""
    erasure = journal.unfinished(session.store.settings)
    if erasure is None:
        return None
    session.record("erasure", erasure=erasure.id, of=erasure.kind, asked="finish")
    journal.begin(session.store.settings, erasure)
    return _carry_out(session, erasure, show)


def _carry_out(session: Session, erasure: Erasure, show: Show) -> Done:
    store = session.store
    with store.watcher(ChangeLog).listen() as changed:
        if erasure.delivery:
            withdrawing.part(store, erasure.delivery, lambda n: show("records", n))
            withdrawing.drop(store, erasure.delivery)
        if erasure.mentions:
            part.write_anew(store, erasure)
        withdrawing.remove(store, erasure.records)
        bring_up_to_date(session, show)
    upkeep.let_go(store, dt.datetime.now(dt.UTC))
    follow(store, changed, [], f"erasure {erasure.id}")
    words = decided.forget(store, erasure.traces)
    theirs = folder.forget(store, erasure)
    alike.bring_up(store)
    bodies = session.audit.forget(session.viewer, erasure.traces.in_value)
    whole = store.compact()
    journal.end(store.settings)
    return Done(erasure.id, len(erasure.records), words, bodies, whole, theirs)
