"""A cluster's address: the driver asks who leads and who copies, and reads what was written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from engines import cypher, empty

from graph.changes.opening import open_store
from graph.engine.store import Store

pytestmark = pytest.mark.neo4j
MADE = cypher("MERGE (n:Phone {id: $id}) RETURN n.id AS id", returns="id: str", params="id: str")
HELD = cypher("MATCH (n:Phone) RETURN n.id AS id", returns="id: str")


@pytest.fixture
def routed(neo4j_session: Store) -> Iterator[Store]:
    empty(neo4j_session)
    settings = neo4j_session.settings
    assert settings.neo4j_uri
    uri = settings.neo4j_uri.replace("bolt://", "neo4j://")
    with open_store(replace(settings, neo4j_uri=uri)) as store:
        yield store


def test_one_server_answers_at_the_address_of_a_cluster(routed: Store) -> None:
    routed.write(MADE, id="one")
    assert [row["id"] for row in routed.read(HELD)] == ["one"]
    assert [row["id"] for row in routed.stream(HELD)] == ["one"]


def test_a_read_waits_for_what_was_written(routed: Store) -> None:
    manager = routed._engine.session_options["bookmark_manager"]
    before = set(manager.get_bookmarks())
    routed.write(MADE, id="one")
    after = set(manager.get_bookmarks())
    assert after
    assert after != before


def test_one_server_by_its_own_address_keeps_no_bookmarks(neo4j_session: Store) -> None:
    assert "bookmark_manager" not in neo4j_session._engine.session_options
    assert neo4j_session.state() is not None


def test_what_a_cluster_says_is_of_no_known_state(routed: Store) -> None:
    """A copy that is behind would be kept as if it were what was written last."""
    assert routed.state() is None
