"""Sessions for tests that are about something else: their audit lies in the store's own folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from graph.access.audit import Audit
from graph.access.session import Session
from graph.access.viewer import EVERY_LEVEL, Viewer
from graph.engine.store import Store
from graph.flags import store as flag_store


def session_of(
    store: Store, clearance: int = EVERY_LEVEL, who: str = "ann", folder: Path | None = None
) -> Session:
    """A session of a viewer of that clearance."""
    audit = Audit((folder or store.settings.data) / "audit.sqlite")
    return Session(store, audit, Viewer(who, "owner", "a test", clearance))


def flags_seen(store: Store, clearance: int = EVERY_LEVEL, **asked: Any) -> list[flag_store.Flag]:
    """The flags as a viewer of that clearance reads them."""
    return flag_store.flags(session_of(store, clearance).consult("flags"), **asked)
