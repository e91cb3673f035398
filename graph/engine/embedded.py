"""ArcadeDB, started on a data folder when the first command needs it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from pathlib import Path
from typing import Any

import neo4j
from neo4j import exceptions

from graph.engine.arcadedb import DATABASE
from graph.engine.compaction import compact
from graph.engine.connection import Connection, connect
from graph.engine.protocol import Endpoint


class Embedded:
    """The `Engine` (graph/engine/protocol.py) of settings without a NEO4J_URI."""

    name = "arcadedb"
    database = DATABASE
    restarts = True
    session_options: Mapping[str, Any] = {}

    def __init__(self, data: Path) -> None:
        self._data = data
        self._connection: Connection | None = None

    @property
    def no_answer(self) -> str:
        """One sentence for an engine that does not answer, with the mend."""
        log = self._data / "engine" / "engine.log"
        return f"the embedded engine does not answer: try again, or read its log {log}"

    @property
    def lost_transaction(self) -> str:
        """One sentence for what was being written and is not there, with the mend."""
        return (
            "the embedded engine lost what was being written: if its disk is full, make room for "
            f"{self._data}, and run this again"
        )

    @property
    def no_login(self) -> str:
        """One sentence for an engine that refused the password, with the mend."""
        password = self._data / "engine" / "password"
        return f"the embedded engine refused the login: end its commands, then delete {password}"

    def start(self) -> Endpoint:
        """The engine of the data folder, which stays up at least until `stop`."""
        self._connection = connect(self._data)
        server = self._connection.server
        return Endpoint(server.uri, "root", server.password)

    def stop(self) -> None:
        """Let go of the engine: it ends soon after the last command has."""
        if self._connection is not None:
            self._connection.close()

    def end(self, text: str, seconds: float, /) -> None:
        """Ask it to: it knows no time of a transaction, and goes on when nobody listens."""
        if self._connection is not None:
            self._connection.server.end(text, seconds)

    def version(self, agent: str) -> str:
        """`Neo4j/5.26.0 compatible (ArcadeDB 26.10.2)` without all but the number."""
        return agent.partition("ArcadeDB ")[2].rstrip(")")

    def collides(self, error: Exception) -> bool:
        """Two MERGEs of one new id collide here, instead of waiting."""
        return isinstance(error, exceptions.ConstraintError)

    def refusal(self, error: Exception, /) -> str | None:
        """A transaction that it lost, as it does where the disk of its files is full; else what it
        refuses is told for both."""
        code = str(getattr(error, "code", None) or "")
        return self.lost_transaction if code.endswith(".TransactionNotFound") else None

    def has_schema(self, _session: neo4j.Session, _names: Set[str], digest: str, /) -> bool:
        """Whether it was made in the database that is there now."""
        return self._connection is not None and self._connection.has_schema(digest)

    def make_schema(
        self, _session: neo4j.Session, statements: Iterable[str], digest: str, /
    ) -> None:
        """Run SQL statements: the full-text indexes, which its Cypher cannot make."""
        if self._connection is not None:
            self._connection.run_sql(statements)
            self._connection.schema_is_made(digest)

    def compact(self) -> bool:
        """Make the database anew, in the place of the one that holds what was removed."""
        self.stop()
        compact(self._data / "engine")
        return True

    def notes(self, _session: neo4j.Session, _text: str, _params: dict[str, Any], /) -> list[str]:
        """Nothing: it notes nothing."""
        return []
