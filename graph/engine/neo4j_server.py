"""Neo4j, on a server that somebody else starts and stops."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import neo4j

from graph.engine.protocol import Endpoint
from graph.settings import Settings


class Neo4jServer:
    """The `Engine` (graph/engine/protocol.py) of settings with a NEO4J_URI."""

    name = "neo4j"
    restarts = False
    no_answer = "no graph server answers at NEO4J_URI: start it, or mend the address"
    no_login = "the server refused the login: check NEO4J_USER and NEO4J_PASSWORD"

    def __init__(self, settings: Settings) -> None:
        self.database = settings.neo4j_database
        self.session_options: dict[str, Any] = {
            "notifications_min_severity": neo4j.NotificationMinimumSeverity.OFF
        }
        self._endpoint = Endpoint(
            settings.neo4j_uri or "", settings.neo4j_user or "", settings.neo4j_password or ""
        )

    def start(self) -> Endpoint:
        """Where the server is."""
        return self._endpoint

    def stop(self) -> None:
        """Nothing: the server is others' too."""

    def version(self, agent: str) -> str:
        """`Neo4j/5.26.30` without its name."""
        return agent.partition("/")[2]

    def collides(self, _error: Exception, /) -> bool:
        """Never: a MERGE waits for one that makes the same."""
        return False

    def has_schema(self, _digest: str, /) -> bool:
        """Not known: a server may have lost it since."""
        return False

    def make_schema(
        self, session: neo4j.Session, statements: Iterable[str], _digest: str, /
    ) -> None:
        """Run statements, each of which changes nothing when it has been run before."""
        for statement in statements:
            session.run(statement).consume()

    def compact(self) -> bool:
        """Nothing: the server's files are others' to look after (docs/retention.md)."""
        return False

    def notes(self, session: neo4j.Session, text: str, params: dict[str, Any]) -> list[str]:
        """What EXPLAIN notes."""
        summary = session.run(f"EXPLAIN {text}", params).consume()
        return [
            f"{note.gql_status}: {note.status_description}"
            for note in summary.gql_status_objects
            if note.is_notification
        ]
