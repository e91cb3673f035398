"""Neo4j, on a server that somebody else starts and stops."""

from __future__ import annotations

import ssl
from collections.abc import Iterable, Set
from typing import Any
from urllib.parse import urlsplit

import neo4j
from neo4j import exceptions

from graph.engine.protocol import Endpoint
from graph.settings import Settings

UNTRUSTED = (
    "this machine does not trust the server's certificate: for one that signed itself write +ssc in"
    " the place of +s in NEO4J_URI, else name its authority in SSL_CERT_FILE"
)
_READ_ONLY = (
    "this account or database may only be read: name in NEO4J_USER one that may write, for this"
    " command or once for the first"
)
REFUSALS = {
    ".CredentialsExpired": (
        "the server wants its first password changed: do so in cypher-shell with"
        " `ALTER CURRENT USER SET PASSWORD`, then set the new one in NEO4J_PASSWORD"
    ),
    ".AuthenticationRateLimit": (
        "the server refuses this login for a while after too many wrong ones: mend NEO4J_PASSWORD,"
        " wait a minute and try again"
    ),
    ".DatabaseNotFound": (
        "the server has no database of the name in NEO4J_DATABASE: mend the name or make the"
        " database"
    ),
    ".DatabaseUnavailable": (
        "the server has stopped this database: look in its log, and start it or the server again"
    ),
    ".Forbidden": _READ_ONLY,
    ".WriteOnReadOnlyAccessDatabase": _READ_ONLY,
    ".ForbiddenOnReadOnlyDatabase": _READ_ONLY,
}
"""What a server refuses, by the end of its code, and what to tell."""
FAULT = "the server has a fault of its own"
FAULT_MEND = (
    "look in its log and at its disk; after its disk was full it has to be started again, and then"
    " run this again"
)


def _is_certificate(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False


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
        if urlsplit(settings.neo4j_uri or "").scheme.startswith("neo4j"):
            # In a cluster a read may go to a copy that has not heard yet of what was just written:
            # it waits for that.
            self.session_options["bookmark_manager"] = neo4j.GraphDatabase.bookmark_manager()
        self._endpoint = Endpoint(
            settings.neo4j_uri or "", settings.neo4j_user or "", settings.neo4j_password or ""
        )

    def start(self) -> Endpoint:
        """Where the server is."""
        return self._endpoint

    def stop(self) -> None:
        """Nothing: the server is others' too."""

    def end(self, _text: str, _seconds: float, /) -> None:
        """Nothing: it keeps a transaction to its time, and ends what has lost its line."""

    def version(self, agent: str) -> str:
        """`Neo4j/5.26.30` without its name."""
        return agent.partition("/")[2]

    def collides(self, _error: Exception, /) -> bool:
        """Never: a MERGE waits for one that makes the same."""
        return False

    def refusal(self, error: Exception, /) -> str | None:
        """A password, database, certificate, right or disk that is not as it should be."""
        if _is_certificate(error):
            return UNTRUSTED
        code = str(getattr(error, "code", None) or "")
        if code.startswith("Neo.DatabaseError."):
            return f"{FAULT} ({code}): {FAULT_MEND}"
        return next((told for part, told in REFUSALS.items() if code.endswith(part)), None)

    def has_schema(self, session: neo4j.Session, names: Set[str], _digest: str, /) -> bool:
        """Whether the server lists them all, which whoever may only read may ask."""
        try:
            listed = {row["name"] for row in session.run("SHOW INDEXES YIELD name")}
        except exceptions.ClientError:  # may not even ask: the writing will tell
            return False
        return listed >= names

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
