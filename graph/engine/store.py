"""Reads and writes of the graph over Bolt.

Nothing here knows which engine answers: see graph/engine/protocol.py. Results are plain Python:
an instant is a datetime in UTC, a node or a relationship is the dict of its properties, a path
the list of its nodes.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Protocol, Self, TypeVar, cast

import neo4j
from neo4j import exceptions

from graph.engine.bolt_values import plain
from graph.engine.embedded import Embedded
from graph.engine.filling import fill
from graph.engine.message import pieces
from graph.engine.neo4j_server import Neo4jServer
from graph.engine.protocol import Engine
from graph.engine.right import ViewRight
from graph.engine.watchdog import Watchdog
from graph.errors import EngineError, QueryError
from graph.queries import Query, all_queries, schema_digest, schema_names, schema_statements
from graph.queries.query_file import VIEWED
from graph.settings import Settings

Step = tuple[Query, dict[str, Any]]


class Watcher(Protocol):
    """Keeps something beside the graph that follows from what is written there."""

    def note(self, steps: Sequence[Step]) -> None:
        """What is about to be written; called before it is sent, and again when it is."""


R = TypeVar("R", bound=Mapping[str, Any])
W = TypeVar("W", bound=Watcher)

RETRY_SECONDS = 30.0
COLLISION_SECONDS = 1.0
READY_SECONDS = 60.0
CONNECT_SECONDS = 30.0
ANSWER_SECONDS = 900.0
"""An engine that says nothing for so long is given up: no statement here takes a tenth of it."""
_LOST = (exceptions.ServiceUnavailable, exceptions.SessionExpired)
_QUIET = neo4j.NotificationMinimumSeverity.OFF


class Store:
    """The graph. Safe to share between threads; close it, or use it in a `with`.

    A transaction that meets another is tried again, and so is one whose answer was
    lost, committed or not: every write query must therefore be idempotent.
    """

    def __init__(self, settings: Settings, watchers: Sequence[Watcher] = ()) -> None:
        self.settings = settings
        self._watchers = tuple(watchers)
        self._reconnecting = threading.Lock()
        self._engine = engine_of(settings)
        self._left: list[neo4j.Driver] = []
        self._watchdog = Watchdog(ANSWER_SECONDS)
        self._driver = self._connect()
        self.version = self._engine.version(self._driver.get_server_info().agent)

    @property
    def engine(self) -> str:
        """The name of the engine that answers."""
        return self._engine.name

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the drivers, the watchdog and the engine. The store is of no use after."""
        for driver in (self._driver, *self._left):
            driver.close()
        self._watchdog.close()
        self._engine.stop()

    def read(self, query: Query[R], right: ViewRight | None = None, /, **params: Any) -> list[R]:
        """All rows of one read transaction.

        A query of `view/` or `ask/` is refused to whoever has no right to them: a viewer asks
        through graph/access/session.py, which audits it.
        """
        _check_right(query, right)
        return cast(list[R], self._transact([(query, params)], neo4j.READ_ACCESS))

    def write(self, query: Query[R], **params: Any) -> list[R]:
        """All rows of one write transaction, committed when this returns."""
        _check_right(query)
        self._note([(query, params)])
        return cast(list[R], self._transact([(query, params)], neo4j.WRITE_ACCESS))

    def write_all(self, steps: Iterable[Step]) -> None:
        """Write all steps in one transaction, or none of them."""
        several = list(steps)
        for query, _ in several:
            _check_right(query)
        self._note(several)
        self._transact(several, neo4j.WRITE_ACCESS)

    def stream(
        self, query: Query[R], right: ViewRight | None = None, /, **params: Any
    ) -> Iterator[R]:
        """Rows as they are asked for, in one read transaction. As `read`.

        Tried again where the engine was lost before the first row, such as one that was made anew.
        """
        _check_right(query, right)
        bound, driver, lost = query.bind(params), self._driver, False
        while True:
            begun = False
            try:
                for row in self._rows(query, bound):
                    begun = True
                    yield cast(R, row)
                return
            except (exceptions.Neo4jError, exceptions.DriverError) as error:
                if begun or lost or not isinstance(error, _LOST):
                    raise self._error(error, query) from error
                lost = True
            self._reconnect(driver)

    def _rows(self, query: Query, bound: dict[str, Any]) -> Iterator[dict[str, Any]]:
        with self._session(neo4j.READ_ACCESS) as session, self._watchdog.call(session) as call:
            result = session.run(query.text, bound)
            _check_columns(query, result.keys())
            for record in result:
                call.heard()
                yield _row(query, record)

    def explain(self, query: Query, **params: Any) -> list[str]:
        """The engine's notes on a query, which is not run: `code: description`."""
        bound = query.bind(params)
        try:
            with self._driver.session(database=self._engine.database) as session:
                return self._engine.notes(session, query.text, bound)
        except (exceptions.Neo4jError, exceptions.DriverError) as error:
            raise self._error(error, query) from error

    def has_schema(self) -> bool:
        """Whether the constraints and indexes are known to be there."""
        with self._told(), self._session(neo4j.READ_ACCESS) as session:
            names, digest = schema_names(self.engine), schema_digest(self.engine)
            return self._engine.has_schema(session, names, digest)

    def migrate(self) -> None:
        """Make the constraints and indexes that are not there yet."""
        for query in all_queries("schema"):
            self.write(query)
        statements, digest = schema_statements(self.engine), schema_digest(self.engine)
        with self._told(), self._session(neo4j.WRITE_ACCESS) as session:
            self._engine.make_schema(session, statements, digest)

    def compact(self) -> bool:
        """Leave nothing that was removed in the engine's files; False where they are not ours.

        The embedded engine stops meanwhile: whoever asks it waits.
        """
        self._driver.close()
        try:
            return self._engine.compact()
        finally:
            self._driver = self._connect()
            self.migrate()

    def fill(self, lines: Iterable[str], elements: int) -> None:
        """Write a whole graph in the place of the embedded engine's empty one.

        `graph.derive.staged` makes its lines. Nothing of it is seen before all of it is there, and
        watchers are told of nothing.
        """
        self._driver.close()
        self._engine.stop()
        try:
            fill(self.settings.data / "engine", lines, elements)
        finally:
            self._driver = self._connect()
            self.migrate()

    def watcher(self, kind: type[W]) -> W:
        """The watcher of a kind; LookupError when nobody of that kind watches."""
        for watcher in self._watchers:
            if isinstance(watcher, kind):
                return watcher
        raise LookupError(f"no {kind.__name__} watches this store")

    def _note(self, steps: list[Step]) -> None:
        """Tell the watchers of a write before it is sent."""
        for watcher in self._watchers:
            watcher.note(steps)

    def _session(self, access: str) -> neo4j.Session:
        engine = self._engine
        return self._driver.session(
            database=engine.database, default_access_mode=access, **engine.session_options
        )

    def _transact(self, steps: list[Step], access: str) -> list[dict[str, Any]]:
        """Run steps in one transaction, again while that can help; the rows of all."""
        bound = [
            (query, piece) for query, params in steps for piece in pieces(query, query.bind(params))
        ]
        began = time.monotonic()
        wait = 0.02
        while True:
            driver, query = self._driver, steps[0][0] if steps else None
            try:
                with self._session(access) as session, self._watchdog.call(session) as call:
                    if access == neo4j.READ_ACCESS:  # one statement: no more trips than its own
                        return _run(session, *bound[0])
                    rows: list[dict[str, Any]] = []
                    with session.begin_transaction() as transaction:
                        for query, params in bound:
                            rows += _run(transaction, query, params)
                            call.heard()
                        transaction.commit()
                    return rows
            except (exceptions.Neo4jError, exceptions.DriverError) as error:
                if time.monotonic() - began > self._patience(error):
                    raise self._error(error, query) from error
                if isinstance(error, _LOST):
                    self._reconnect(driver)
            time.sleep(wait * random.uniform(0.5, 1.5))  # noqa: S311
            wait = min(2 * wait, 2.0)

    def _patience(self, error: Exception) -> float:
        """For how many seconds a transaction that ends like this is worth trying again."""
        if isinstance(error, exceptions.AuthError):
            return -1
        if isinstance(error, (*_LOST, exceptions.IncompleteCommit)):
            return RETRY_SECONDS
        if self._engine.collides(error):
            return COLLISION_SECONDS
        retryable = isinstance(error, exceptions.Neo4jError) and error.is_retryable()
        return RETRY_SECONDS if retryable else -1

    def _connect(self) -> neo4j.Driver:
        """A driver whose database answers; again if the engine ends at this very moment."""
        deadline = time.monotonic() + READY_SECONDS
        while True:
            driver = self._dial()
            try:
                with driver.session(database=self._engine.database) as session:
                    session.begin_transaction().close()
                return driver
            except (exceptions.Neo4jError, exceptions.DriverError) as error:
                driver.close()
                self._engine.stop()
                if not self._engine.restarts or time.monotonic() > deadline:
                    raise self._error(error, None) from error
            time.sleep(0.1)

    def _dial(self) -> neo4j.Driver:
        endpoint = self._engine.start()
        return neo4j.GraphDatabase.driver(
            endpoint.uri,
            auth=(endpoint.user, endpoint.password),
            connection_timeout=10,
            connection_acquisition_timeout=CONNECT_SECONDS,
            warn_notification_severity=_QUIET,
            telemetry_disabled=True,
        )

    def _reconnect(self, lost: neo4j.Driver) -> None:
        """Start the engine again after a crash; one thread does, the others follow."""
        if not self._engine.restarts:
            return
        with self._reconnecting:
            if self._driver is lost:
                self._engine.stop()
                self._left.append(lost)
                self._driver = self._connect()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Tell in one sentence what the driver raises while this lasts."""
        try:
            yield
        except (exceptions.Neo4jError, exceptions.DriverError) as error:
            raise self._error(error, None) from error

    def _error(self, error: Exception, query: Query | None) -> Exception:
        """One sentence, without the engine's own where that could hold data."""
        where = "" if query is None else f"{query.file}: "
        if refusal := self._engine.refusal(error):
            return EngineError(refusal)
        if isinstance(error, exceptions.AuthError):
            return EngineError(self._engine.no_login)
        if isinstance(error, _LOST):
            return EngineError(self._engine.no_answer)
        code = getattr(error, "code", None) or type(error).__name__
        if isinstance(error, exceptions.CypherSyntaxError):
            message = " ".join(str(getattr(error, "message", "")).split())
            return QueryError(f"{where}the engine cannot read the query: {message}")
        if isinstance(error, exceptions.DriverError):
            return EngineError(f"{where}the connection to the engine failed ({code}): try again")
        return EngineError(f"{where}the engine refused the query ({code}): mend the query or data")


def engine_of(settings: Settings) -> Engine:
    """The engine that these settings name."""
    return Embedded(settings.data) if settings.embedded else Neo4jServer(settings)


def _check_right(query: Query, right: ViewRight | None = None) -> None:
    if query.room in VIEWED and not isinstance(right, ViewRight):
        raise QueryError(f"{query.file} is for viewers: ask it through a session, which audits it")


def _run(
    transaction: neo4j.Transaction | neo4j.Session, query: Query, params: Mapping[str, Any]
) -> list[dict[str, Any]]:
    result = transaction.run(query.text, dict(params))
    _check_columns(query, result.keys())
    return [_row(query, record) for record in result]


def _row(query: Query, record: neo4j.Record) -> dict[str, Any]:
    return dict(zip(query.returned, map(plain, record.values()), strict=True))


def _check_columns(query: Query, got: tuple[str, ...]) -> None:
    if got and list(got) != query.returned:  # ArcadeDB names no columns when there is no row
        raise QueryError(
            f"{query.file}: returns declares "
            f"{', '.join(query.returned) or 'nothing'} but the query returns "
            f"{', '.join(got) or 'nothing'}: make them the same, in order"
        )
