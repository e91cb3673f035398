"""A server asks what people ask first before anybody is there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import scene
from shared_case import flag

from dashboard.ready import get_ready
from graph.access.audit import Audit
from graph.engine.store import Store
from graph.queries import Query
from graph.rules.run import rules


def test_the_server_asks_what_people_ask_first_and_is_audited(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.build(store, tmp_path)
    flag(store, "course_of_conduct", ("sam", "vera"), ("r1",))
    audit, asked, read = Audit(tmp_path / "audit.sqlite"), set[str](), store.read

    def noted(query: Query, *given: Any, **params: Any) -> Any:
        asked.add(query.path)
        return read(query, *given, **params)

    monkeypatch.setattr(store, "read", noted)
    get_ready(store, audit)
    assert asked >= {rule.path for rule in rules()}
    looks = [each for each in audit.entries() if each.who == "the server"]
    opened = {each.body["asked"] for each in looks if each.body}
    assert opened >= {"queue", "flag", "person", "chart"}
    assert {each.action for each in looks} == {"consultation"}


def test_what_hinders_it_ends_no_server(embedded_store: Store, tmp_path: Path) -> None:
    audit = Audit(tmp_path / "audit.sqlite")
    get_ready(embedded_store, audit)  # a graph of nothing has no flag
    assert {(each.body or {})["asked"] for each in audit.entries()} == {"queue"}
    half_made = embedded_store.settings.half_made
    half_made.touch()
    get_ready(embedded_store, audit)
    half_made.unlink()
