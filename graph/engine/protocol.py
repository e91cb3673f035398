"""What an engine is to the store: all in which one graph database differs from another.

A third engine is one more module with such a class, a line in `engine_of`
(graph/engine/store.py), and a folder in `cypher/schema/`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from typing import Any, Protocol

import neo4j


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where an engine listens for Bolt, and as whom to log in."""

    uri: str
    user: str
    password: str


class Engine(Protocol):
    """A graph database that answers Cypher over Bolt. Safe to share between threads."""

    @property
    def name(self) -> str:
        """The folder in `cypher/schema/` with what only this engine understands."""

    @property
    def database(self) -> str | None:
        """The database to use; None for the user's own."""

    @property
    def restarts(self) -> bool:
        """Whether `start` brings an engine back that has ended."""

    @property
    def session_options(self) -> Mapping[str, Any]:
        """Further arguments of the driver's sessions."""

    @property
    def no_answer(self) -> str:
        """What to tell somebody when it does not answer, with the mend."""

    @property
    def no_login(self) -> str:
        """What to tell somebody when it refuses the login, with the mend."""

    def start(self) -> Endpoint:
        """Where it listens, started if need be. EngineError says why it cannot be."""

    def stop(self) -> None:
        """It is not needed here any more."""

    def end(self, text: str, seconds: float, /) -> None:
        """End statements of this text that have run for so long, if it does not by itself."""

    def version(self, agent: str) -> str:
        """Its version, from the words by which it names itself to the driver."""

    def collides(self, error: Exception, /) -> bool:
        """Whether this error says that two transactions made the same new thing at once."""

    def refusal(self, error: Exception, /) -> str | None:
        """What to tell somebody of an error that only this engine has, with the mend."""

    def has_schema(self, session: neo4j.Session, names: Set[str], digest: str, /) -> bool:
        """Whether the schema of this digest, with indexes of these names, is there."""

    def make_schema(
        self, session: neo4j.Session, statements: Iterable[str], digest: str, /
    ) -> None:
        """Run the statements that only this engine understands, the last of its schema."""

    def compact(self) -> bool:
        """Make its files anew, so that they hold nothing that was removed; whether it could.

        It does not answer meanwhile, and is to be started again.
        """

    def notes(self, session: neo4j.Session, text: str, params: dict[str, Any], /) -> list[str]:
        """What it has to say of a query without running it, each as `code: description`."""
