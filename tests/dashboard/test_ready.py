"""A server looks at the first page itself before anybody is there."""

from __future__ import annotations

from pathlib import Path

import scene
from shared_case import flag

from dashboard.ready import SERVER, get_ready
from graph.access.audit import Audit
from graph.access.session import Session
from graph.engine.store import Store


def test_the_server_asks_what_the_first_page_asks_and_is_audited(
    store: Store, tmp_path: Path
) -> None:
    scene.build(store, tmp_path)
    flag(store, "course_of_conduct", ("sam", "vera"), ("r1",))
    audit = Audit(tmp_path / "audit.sqlite")
    before = len(audit.entries())
    get_ready(Session(store, audit, SERVER))
    looks = audit.entries()[before:]
    assert [(each.who, (each.body or {})["asked"]) for each in looks] == [
        ("the server", "queue"),
        ("the server", "flag"),
    ]


def test_what_hinders_it_ends_no_server(embedded_store: Store, tmp_path: Path) -> None:
    audit = Audit(tmp_path / "audit.sqlite")
    get_ready(Session(embedded_store, audit, SERVER))  # a graph of nothing has no flag
    assert [(each.body or {})["asked"] for each in audit.entries()] == ["queue"]
    half_made = embedded_store.settings.half_made
    half_made.touch()
    get_ready(Session(embedded_store, audit, SERVER))
    half_made.unlink()
