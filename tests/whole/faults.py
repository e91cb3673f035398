"""What goes wrong at the boundaries of a command: the engine, the disk, the clock, the process.

Nothing of the program knows of it: what lies between it and the outside is replaced for as long as
a command runs. The places where something can go wrong are counted as they come, so that a fault is
told by its kind and the number of its place, and comes again at the same one.
"""

from __future__ import annotations

import datetime as dt
import errno
import io
import os
import resource
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

import neo4j
from neo4j import exceptions

import graph.engine.store

ALL = frozenset({"statement", "commit", "file"})
PLACES = {"refused": {"statement"}, "lost": {"commit"}, "full": {"file"}}
"""Where a kind of fault can come; others come anywhere."""
KINDS = ("kill", "refused", "lost", "full", "small", "clock", "two")


@dataclass(frozen=True)
class Fault:
    """A fault before the place of this number (from 1; 0 never), counting only `places`.

    `kill` ends the process; `refused` is an engine that takes one statement not; `lost` a
    transaction that was committed and whose answer was lost; `full` a disk on which from here on no
    file is written by Python, `small` one on which the system lets no file of anybody grow;
    `clock` moves the clock by so many days instead; `two` calls `meanwhile`.
    """

    kind: str
    at: int = 0
    places: Any = field(default=ALL)


NOTHING = Fault("nothing")


class Boundary:
    """Counts the places of a command, and lets its fault come at one of them."""

    def __init__(
        self, fault: Fault, begun: Any = None, meanwhile: Callable[[], None] = lambda: None
    ) -> None:
        self.fault, self.begun, self.meanwhile = fault, begun, meanwhile
        self.places = 0
        self._lock = threading.Lock()

    @contextmanager
    def laid(self) -> Iterator[None]:
        """Lay it between the program and the outside for as long as this lasts."""
        with ExitStack() as stack:
            if self.fault.kind == "clock":
                stack.enter_context(mock.patch.object(dt, "datetime", clock_off(self.fault.at)))
            self._patch(stack, graph.engine.store, "_run", self._statement)
            self._patch(stack, neo4j.Transaction, "commit", self._commit)
            for name in ("fsync", "replace", "rename", "mkdir"):
                self._patch(stack, os, name, self._file)
            self._patch(stack, io, "open", self._open)
            yield

    def _patch(self, stack: ExitStack, where: Any, name: str, by: Callable[..., Any]) -> None:
        real = getattr(where, name)
        stack.enter_context(mock.patch.object(where, name, lambda *a, **k: by(real, *a, **k)))

    def _comes(self, place: str) -> bool:
        """Count a place, and say whether it is the one."""
        if place not in self.fault.places:
            return False
        with self._lock:
            self.places += 1
            here = self.places
            if self.begun is not None:
                self.begun.value = here
        kind = self.fault.kind
        if here == self.fault.at:
            if kind == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            if kind == "small":
                hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
                resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
            if kind == "two":
                self.meanwhile()
        return here == self.fault.at if kind != "full" else 0 < self.fault.at <= here

    def _statement(self, real: Callable[..., Any], *given: Any) -> Any:
        if self._comes("statement") and self.fault.kind == "refused":
            raise exceptions.DatabaseError("refused")
        return real(*given)

    def _commit(self, real: Callable[..., Any], transaction: Any) -> None:
        comes = self._comes("commit")
        real(transaction)
        if comes and self.fault.kind == "lost":
            raise exceptions.ServiceUnavailable("lost")

    def _file(self, real: Callable[..., Any], *given: Any, **more: Any) -> Any:
        if self._comes("file") and self.fault.kind == "full":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(*given, **more)

    def _open(
        self, real: Callable[..., Any], file: Any, mode: str = "r", *rest: Any, **more: Any
    ) -> Any:
        if set(mode) & set("wax"):
            return self._file(real, file, mode, *rest, **more)
        return real(file, mode, *rest, **more)


class _Instance(type):
    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, REAL)


REAL = dt.datetime


def clock_off(days: int) -> type[dt.datetime]:
    """A `datetime` by whose clock it is so many days later."""

    class Off(dt.datetime, metaclass=_Instance):
        def __new__(cls, *given: Any, **more: Any) -> Any:
            return REAL(*given, **more)

        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> Any:
            return REAL.now(tz) + dt.timedelta(days=days)

    return Off
