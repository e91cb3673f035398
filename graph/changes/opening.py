"""The graph of a data folder, with all that watches what is written there."""

from __future__ import annotations

from graph.changes import folder
from graph.changes.calendar import Calendar
from graph.changes.change_log import ChangeLog
from graph.changes.written import Written
from graph.engine.store import Store
from graph.settings import Settings


def open_store(settings: Settings, *, restoring: bool = False) -> Store:
    """The graph of these settings, its schema made; starts the embedded engine if need be.

    InputError for a folder of a newer version, one into which a restore was broken off (unless
    `restoring`), and a graph that belongs to another folder.
    """
    known = folder.read(settings, restoring=restoring)
    store = Store(settings, (ChangeLog(settings.data), Calendar(settings.data), Written()))
    try:
        if not store.has_schema():
            store.migrate()
        folder.settle(store, known)
    except BaseException:
        store.close()
        raise
    return store
