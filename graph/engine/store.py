"""Reads and writes of the graph over Bolt.

Nothing here knows which engine answers: see graph/engine/protocol.py. Results are plain Python:
an instant is a datetime in UTC, a node or a relationship is the dict of its properties, a path
the list of its nodes.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Protocol, Self, TypeVar, cast

import neo4j
from neo4j import exceptions

from graph.edition import Edition
from graph.engine.bolt_values import read_instants
from graph.engine.embedded import Embedded
from graph.engine.failure import LOST, told, too_long
from graph.engine.filling import Link, fill
from graph.engine.message import pieces
from graph.engine.neo4j_server import Neo4jServer
from graph.engine.protocol import Engine
from graph.engine.right import ViewRight, check_right
from graph.engine.rows import check_columns, row
from graph.engine.watchdog import Call, Watchdog
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
"""A statement that takes so long is ended: none here takes a tenth of it."""
QUESTION_SECONDS = 120.0
"""The same for what a viewer asks, who may have written it."""


class Store:
    """The graph. Safe to share between threads; close it, or use it in a `with`.

    A transaction that meets another is tried again, and so is one whose answer was
    lost, committed or not: every write query must therefore be idempotent.
    """

    def __init__(self, settings: Settings, watchers: Sequence[Watcher] = ()) -> None:
        self.settings = settings
        self.edition = Edition(settings.data)
        self._watchers = tuple(watchers)
        self._reconnecting = threading.Lock()
        self._engine = engine_of(settings)
        self._left: list[neo4j.Driver] = []
        self._watchdog = Watchdog(min(ANSWER_SECONDS, QUESTION_SECONDS, CONNECT_SECONDS) / 10)
        try:
            self._driver = self._connect()
        except BaseException:
            self._watchdog.close()
            raise

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
        check_right(query, right)
        return cast(list[R], self._transact([(query, params)], neo4j.READ_ACCESS))

    def write(self, query: Query[R], **params: Any) -> list[R]:
        """All rows of one write transaction, committed when this returns."""
        check_right(query)
        self._note([(query, params)])
        with self.edition.change():
            return cast(list[R], self._transact([(query, params)], neo4j.WRITE_ACCESS))

    def state(self) -> Hashable:
        """In which state the graph is that is read now; None where that is not known, as of a
        cluster, whose copies may be behind what was written."""
        return None if "bookmark_manager" in self._engine.session_options else self.edition.now()

    def write_all(self, steps: Iterable[Step]) -> None:
        """Write all steps in one transaction, or none of them."""
        several = list(steps)
        for query, _ in several:
            check_right(query)
        self._note(several)
        with self.edition.change():
            self._transact(several, neo4j.WRITE_ACCESS)

    def stream(
        self, query: Query[R], right: ViewRight | None = None, /, **params: Any
    ) -> Iterator[R]:
        """Rows as they are asked for, in one read transaction. As `read`.

        Tried again where the engine was lost before the first row, such as one that was made anew.
        """
        check_right(query, right)
        bound, driver, lost = query.bind(params), self._driver, False
        while True:
            begun = False
            try:
                for row in self._rows(query, bound):
                    begun = True
                    yield cast(R, row)
                return
            except (exceptions.Neo4jError, exceptions.DriverError) as error:
                if begun or lost or not isinstance(error, LOST):
                    raise self._error(error, query) from error
                lost = True
            self._reconnect(driver)

    def _rows(self, query: Query, bound: dict[str, Any]) -> Iterator[dict[str, Any]]:
        with self._asking(query, neo4j.READ_ACCESS) as (session, call):
            result = session.run(query.text, bound)
            check_columns(query, result.keys())
            for record in result:
                call.rest()  # whoever reads may take their time over a row
                yield row(query, record.values())
                call.heard()

    def explain(self, query: Query, **params: Any) -> list[str]:
        """The engine's notes on a query, which is not run: `code: description`."""
        bound = query.bind(params)
        with (
            self._told(query),
            self._driver.session(database=self._engine.database) as session,
            self._watchdog.call(Call(session, ANSWER_SECONDS)),
        ):
            return self._engine.notes(session, query.text, bound)

    def has_schema(self) -> bool:
        """Whether the constraints and indexes are known to be there."""
        with self._told(), self._asking(None, neo4j.READ_ACCESS) as (session, _):
            names, digest = schema_names(self.engine), schema_digest(self.engine)
            return self._engine.has_schema(session, names, digest)

    def migrate(self) -> None:
        """Make the constraints and indexes that are not there yet."""
        for query in all_queries("schema"):
            self.write(query)
        statements, digest = schema_statements(self.engine), schema_digest(self.engine)
        with self._told(), self._asking(None, neo4j.WRITE_ACCESS) as (session, _):
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

    def fill(self, nodes: Iterable[str], links: Iterable[Link], elements: int) -> None:
        """Write a whole graph in the place of the one that the embedded engine has.

        `graph.derive.staged` makes its nodes, as lines, and links, so many in all. Nothing of
        it is seen before all of it is there, and watchers are told of nothing.
        """
        self._driver.close()
        self._engine.stop()
        try:
            with self.edition.change():
                fill(self.settings.data / "engine", nodes, links, elements)
        finally:
            self._driver = self._connect()
            self.migrate()

    def create(self, query: Query[R], rows: list[dict[str, Any]]) -> None:
        """Write rows of a whole graph that nobody else writes: sent once, watchers are not told.

        EngineError where the answer is lost, for what is written again would be there twice.
        """
        check_right(query)
        with self.edition.change():
            self._transact([(query, {"rows": rows})], neo4j.WRITE_ACCESS, once=True)

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

    @contextmanager
    def _asking(self, query: Query | None, access: str) -> Iterator[tuple[neo4j.Session, Call]]:
        """A session whose statement is ended when it takes longer than it may."""
        engine, text = self._engine, query.text if query else ""
        options = {"default_access_mode": access, **engine.session_options}
        with self._driver.session(database=engine.database, **options) as session:
            call = Call(session, _seconds(query), engine.end, text)
            try:
                with self._watchdog.call(call):
                    yield session, call
            except LOST as error:
                if call.given_up:
                    raise too_long(query.file if query else None, call.seconds) from error
                raise

    def _transact(
        self, steps: list[Step], access: str, *, once: bool = False
    ) -> list[dict[str, Any]]:
        """Run steps in one transaction, again while that can help; the rows of all.

        `once` says that what may be there already must not be sent again.
        """
        bound = [
            (query, piece) for query, params in steps for piece in pieces(query, query.bind(params))
        ]
        began = time.monotonic()
        wait = 0.02
        while True:
            driver, query = self._driver, steps[0][0] if steps else None
            try:
                with self._asking(query, access) as (session, call):
                    if access == neo4j.READ_ACCESS:  # one statement: no more trips than its own
                        return _run(session, *bound[0])
                    rows: list[dict[str, Any]] = []
                    most = _seconds(query) * len(bound)
                    with session.begin_transaction(timeout=most) as transaction:
                        for query, params in bound:
                            call.ask(query.text)
                            rows += _run(transaction, query, params)
                            call.heard()
                        transaction.commit()
                    return rows
            except (exceptions.Neo4jError, exceptions.DriverError) as error:
                gone = once and isinstance(error, (*LOST, exceptions.IncompleteCommit))
                if gone or time.monotonic() - began > self._patience(error):
                    raise self._error(error, query) from error
                if isinstance(error, LOST):
                    self._reconnect(driver)
            time.sleep(wait * random.uniform(0.5, 1.5))  # noqa: S311
            wait = min(2 * wait, 2.0)

    def _patience(self, error: Exception) -> float:
        """For how many seconds a transaction that ends like this is worth trying again."""
        if isinstance(error, exceptions.AuthError):
            return -1
        if isinstance(error, (*LOST, exceptions.IncompleteCommit)):
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
                with (
                    driver.session(database=self._engine.database) as session,
                    self._watchdog.call(Call(session, CONNECT_SECONDS)),
                ):
                    session.begin_transaction().close()
                self.version = self._engine.version(driver.get_server_info().agent)
                return driver
            except (exceptions.Neo4jError, exceptions.DriverError) as error:
                driver.close()
                self._engine.stop()
                if not self._engine.restarts or time.monotonic() > deadline:
                    raise self._error(error, None) from error
            time.sleep(0.1)

    def _dial(self) -> neo4j.Driver:
        endpoint = self._engine.start()
        driver = neo4j.GraphDatabase.driver(
            endpoint.uri,
            auth=(endpoint.user, endpoint.password),
            connection_timeout=10,
            connection_acquisition_timeout=CONNECT_SECONDS,
            warn_notification_severity=neo4j.NotificationMinimumSeverity.OFF,
            telemetry_disabled=True,
        )
        read_instants(driver)
        return driver

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
    def _told(self, query: Query | None = None) -> Iterator[None]:
        """Tell in one sentence what the driver raises while this lasts."""
        try:
            yield
        except (exceptions.Neo4jError, exceptions.DriverError) as error:
            raise self._error(error, query) from error

    def _error(self, error: Exception, query: Query | None) -> Exception:
        return told(error, self._engine, query.file if query else None, _seconds(query))


def engine_of(settings: Settings) -> Engine:
    """The engine that these settings name."""
    return Embedded(settings.data) if settings.embedded else Neo4jServer(settings)


def _seconds(query: Query | None) -> float:
    """How long a query may take."""
    return QUESTION_SECONDS if query and query.room in VIEWED else ANSWER_SECONDS


def _run(
    transaction: neo4j.Transaction | neo4j.Session, query: Query, params: Mapping[str, Any]
) -> list[dict[str, Any]]:
    alone = isinstance(transaction, neo4j.Session)  # else its time is the transaction's
    text: Any = neo4j.Query(query.text, timeout=_seconds(query)) if alone else query.text
    result = transaction.run(text, dict(params))
    check_columns(query, result.keys())
    return [row(query, record.values()) for record in result]
