"""What a machine lacks is said in one line; where nothing may be skipped, it fails."""

from __future__ import annotations

from pathlib import Path

import engines
import pytest
from engines import cypher

from graph.engine.store import Store


def test_without_java_neo4j_s_tests_are_skipped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("THROUGHLINE_REQUIRE_ALL", raising=False)
    with pytest.raises(pytest.skip.Exception, match="need Java 17 or newer: install"):
        engines.java()


def test_an_old_java_is_not_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = tmp_path / "java"
    old.write_text("#!/bin/sh\necho 'openjdk version \"11.0.2\"' >&2\n")
    old.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.delenv("THROUGHLINE_REQUIRE_ALL", raising=False)
    with pytest.raises(pytest.skip.Exception, match="Java 17"):
        engines.java()


def test_where_all_is_required_a_missing_java_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("THROUGHLINE_REQUIRE_ALL", "1")
    with pytest.raises(pytest.fail.Exception, match="Java 17"):
        engines.java()


def test_without_maven_neo4j_s_tests_are_skipped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv("THROUGHLINE_REQUIRE_ALL", raising=False)
    with pytest.raises(pytest.skip.Exception, match="install maven"):
        engines.jars()


@pytest.mark.parametrize("_turn", [1, 2])
def test_each_test_begins_with_an_empty_graph(embedded_store: Store, _turn: int) -> None:
    count = cypher("MATCH (n) RETURN count(n) AS n", "n: int")
    assert embedded_store.read(count) == [{"n": 0}]
    many = cypher("UNWIND range(1, 12000) AS n CREATE (:Phone {id: toString(n)})")
    embedded_store.write(many)
