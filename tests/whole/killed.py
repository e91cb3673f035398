"""A command in a process of its own that SIGKILL ends at a chosen statement.

The processes are forked from a server that has the program imported already, so that one
costs a fraction of a second. Pages are small, so that little data makes many transactions.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterable
from multiprocessing.sharedctypes import Synchronized
from typing import Any

import graph.derive.people
import graph.derive.rebuild
import graph.derive.withdraw
import graph.engine.store
import ingest.delivery.load
import ingest.resolve.run

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["killed", "throughline", "whole_way", "duckdb", "pandas"])
PAGES = (
    (ingest.delivery.load, "BATCH", 2),
    (graph.derive.withdraw, "PAGE", 2),
    (graph.derive.people, "PAGE", 3),
    (graph.derive.rebuild, "PAGE", 2),
    (graph.derive.rebuild, "DROP_PAGE", 3),
    (ingest.resolve.run, "PAGE", 3),
)


def run_until(words: Iterable[object], statement: int = 0) -> tuple[int, int]:
    """Run a command and kill it before it sends that statement; 0 lets it end.

    Returns its exit code, -9 when it was killed, and how many statements it had begun.
    """
    begun = _FORKS.Value("i", 0)
    child = _FORKS.Process(target=_child, args=([str(word) for word in words], statement, begun))
    child.start()
    child.join(120)
    code = child.exitcode
    assert code is not None, "the command did not end"
    child.close()
    return code, begun.value


def _child(words: list[str], statement: int, begun: Synchronized[int]) -> None:
    from whole_way import run

    for module, name, size in PAGES:
        assert hasattr(module, name)
        setattr(module, name, size)
    real, lock = graph.engine.store._run, threading.Lock()

    def counted(*args: Any) -> Any:
        with lock:
            begun.value += 1
            if begun.value == statement:
                os.kill(os.getpid(), signal.SIGKILL)
        return real(*args)

    setattr(graph.engine.store, "_run", counted)  # noqa: B010 - a name that mypy knows the type of
    raise SystemExit(run(*words).code)
