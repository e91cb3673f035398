"""After records have come or gone: people decided, flags tied, nothing left half done."""

from __future__ import annotations

from graph.access.session import Session
from graph.derive import rebuild as rebuilding
from graph.explore import alike
from graph.flags import moves as flag_moves
from graph.flags import store as flag_store
from graph.rules import attribution
from ingest.night import remade
from ingest.night.costs import Show
from ingest.resolve.run import Resolved, resolve, undecided
from ingest.resolve.score import Scorer, score


def bring_up_to_date(session: Session, show: Show, scorer: Scorer = score) -> Resolved:
    """Decide every stale mention, and tie flags again to what went and came back."""
    store, work = session.store, session.store.settings.data / "work"
    if undecided(store, work):
        session.record("combination", asked="resolve")
    resolved = resolve(store, work, lambda n, of: show("people", n, of), scorer=scorer)
    adrift = flag_store.adrift(store)
    flag_moves.follow(store, adrift)
    flag_store.reattach(store, adrift)
    return resolved


def rebuild(session: Session, show: Show) -> tuple[int, Resolved]:
    """Drop what is derived and make it again; gives the number of records and the people.

    A mark in the data folder stands until it is done, so that no later command works on a
    graph that a killed rebuild left half empty.
    """
    session.record("alteration", asked="rebuild")
    store = session.store
    mark = rebuilding.unfinished(store.settings)
    records, resolved = _made_again(session, show)
    resolved += bring_up_to_date(session, show)
    attribution.attribute_again(store)
    # What was learnt may hold words of what is gone.
    alike.file_of(store).unlink(missing_ok=True)
    alike.bring_up(store)
    mark.unlink(missing_ok=True)
    return records, resolved


def _made_again(session: Session, show: Show) -> tuple[int, Resolved]:
    """Derive all again, at once where that is worth while; what is left is to be brought up."""
    store = session.store
    if remade.worth_while(store):
        return remade.remake(session, show)
    mark = rebuilding.unfinished(store.settings)
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.touch()
    return rebuilding.rebuild(store, lambda n: show("records", n)), Resolved(0, 0)


def finish_rebuild(session: Session, show: Show) -> None:
    """Rebuild again when a kill broke the last rebuild off."""
    if rebuilding.unfinished(session.store.settings).exists():
        rebuild(session, show)
