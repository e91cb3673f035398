"""A command in a process of its own that SIGKILL ends at a chosen statement.

The processes are forked from a server that has the program imported already, so that one
costs a fraction of a second. Pages are small, so that little data makes many transactions.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from unittest import mock

from faults import NOTHING, Boundary, Fault
from whole_way import Done, run

import graph.derive.people
import graph.derive.rebuild
import graph.derive.withdraw
import graph.rules.run
import ingest.commands.erase
import ingest.delivery.load
import ingest.night.digest_html
import ingest.night.erasing
import ingest.night.plan
import ingest.resolve.run
from graph.engine.store import Store
from graph.queries import Query, all_queries

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["pytest", "killed", "throughline", "duckdb", "pandas", "warm"])
PAGES = (
    (ingest.delivery.load, "BATCH", 2),
    (graph.derive.withdraw, "PAGE", 2),
    (graph.derive.people, "PAGE", 3),
    (graph.derive.rebuild, "PAGE", 2),
    (graph.derive.rebuild, "DROP_PAGE", 3),
    (ingest.resolve.run, "PAGE", 3),
)


@dataclass(frozen=True)
class Small:
    """How much less than in earnest a command does: the rules that it knows (None is all), and
    whether it makes the engine's files anew, which takes seconds."""

    rules: frozenset[str] | None = None
    compacts: bool = True


@contextmanager
def small_pages(small: Small = Small()) -> Iterator[None]:
    """Little data makes many transactions."""

    def some(_room: str) -> list[Query]:
        return [rule for rule in all_queries("detect") if rule.name in (small.rules or {rule.name})]

    with ExitStack() as stack:
        for module, name, size in PAGES:
            stack.enter_context(mock.patch.object(module, name, size))
        if small.rules is not None:
            stack.enter_context(mock.patch.object(graph.rules.run, "all_queries", some))
        if not small.compacts:
            stack.enter_context(mock.patch.object(Store, "compact", return_value=True))
        yield


def run_until(words: Iterable[object], statement: int = 0) -> tuple[int, int]:
    """Run a command and kill it before it sends that statement; 0 lets it end.

    Returns its exit code, -9 when it was killed, and how many statements it had begun.
    """
    done, statements = in_child(words, Fault("kill", statement, {"statement"}))
    return done.code, statements


def in_child(
    words: Iterable[object], fault: Fault = NOTHING, small: Small = Small()
) -> tuple[Done, int]:
    """A command in a process of its own that meets a fault; how many of its places it came to."""
    with mock.patch.dict(os.environ, PYTHONPATH=os.pathsep.join(sys.path)):
        forkserver.ensure_running()  # it imports before it knows another path than this
    begun, (here, there) = _FORKS.Value("i", 0), _FORKS.Pipe(duplex=False)
    given = ([str(word) for word in words], fault, small, begun, there, dict(os.environ))
    child = _FORKS.Process(target=_child, args=given)
    child.start()
    there.close()
    try:
        done = here.recv() if here.poll(120) else None
    except EOFError:  # it was killed
        done = None
    child.join(10)
    code = child.exitcode
    if code is None:
        child.kill()  # it would hold the folder
    assert code is not None, "the command did not end"
    child.close()
    assert done is not None or code == -signal.SIGKILL, code
    return done or Done(code, "", ""), begun.value


def _child(
    words: list[str],
    fault: Fault,
    small: Small,
    begun: object,
    out: Connection,
    environment: dict[str, str],
) -> None:
    os.environ.clear()  # the server has that of whichever test was its first
    os.environ.update(environment)
    with small_pages(small), Boundary(fault, begun).laid():
        out.send(run(*words))
