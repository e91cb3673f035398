"""Ends what an engine never answers: the driver itself waits without end for an answer."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from neo4j import Session


@dataclass(slots=True)
class Call:
    """What one session asked for, and when something was last heard of it."""

    session: Session
    at: float = field(default_factory=time.monotonic)

    def heard(self) -> None:
        """The engine has answered: count its silence from now."""
        self.at = time.monotonic()


class Watchdog:
    """Breaks the line of a session that has heard nothing for `seconds`. Safe between threads."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._calls: dict[int, Call] = {}
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)
        self._thread.start()

    @contextmanager
    def call(self, session: Session) -> Iterator[Call]:
        """Watch a session for as long as this lasts."""
        call = Call(session)
        self._calls[id(call)] = call
        try:
            yield call
        finally:
            del self._calls[id(call)]

    def close(self) -> None:
        """Watch no more; calls under way are left alone."""
        self._closed.set()
        self._thread.join()  # one that lives on at the end of the program makes libraries complain

    def _watch(self) -> None:
        while not self._closed.wait(self._seconds / 10):
            silent = time.monotonic() - self._seconds
            for call in list(self._calls.values()):
                if call.at < silent:
                    # Only the asynchronous driver's `cancel` is public. This is the same: it
                    # shuts the socket, which alone wakes a thread that reads or writes there.
                    call.session._handle_cancellation()  # type: ignore[no-untyped-call]  # noqa: SLF001
