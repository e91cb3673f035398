"""Whether the graph is what its records and people's decisions make of it: all of it made again."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from graph.access.audit import open_audit
from graph.access.session import Session
from graph.changes.opening import open_store
from graph.derive.dump import dump
from graph.keeping import elements
from graph.keeping.soundness import Fault, differences
from graph.settings import Settings
from ingest.night.bring_up_to_date import rebuild
from ingest.night.costs import Show

NEEDED = ("work", "reference")
"""What a rebuild reads besides the graph: the model in use, and a force's own tables."""


def against_rebuild(session: Session, show: Show) -> list[Fault]:
    """Rebuild a copy of the graph, on the embedded engine, and compare; the graph is only read.

    BusyError while another command writes.
    """
    session.audit.write(session.viewer, "consultation", {"asked": "verify", "whole": True})
    store = session.store
    folder = Path(tempfile.mkdtemp(prefix="verify.", dir=store.settings.data))
    copied = Settings(folder)
    try:
        with session.holding():
            for name in NEEDED:
                if (store.settings.data / name).is_dir():
                    shutil.copytree(store.settings.data / name, folder / name)
            with open_store(copied) as copy:
                lines = elements.lines(store)
                elements.put_back(copy, lines, lambda n: show("elements", n))
                rebuild(Session(copy, open_audit(copied), session.viewer), show)
                return differences(dump(store), dump(copy))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
