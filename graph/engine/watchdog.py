"""Ends what an engine never answers: the driver itself waits without end for an answer."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from neo4j import Session

GRACE = 1.25
"""When a statement is asked to end, so much longer its line is left alone."""


@dataclass(slots=True)
class Call:
    """What one session asks for, how long it may be silent, and since when it is.

    `end` asks the engine to end what has the text of a statement and has run for some seconds.
    """

    session: Session
    seconds: float
    end: Callable[[str, float], None] | None = None
    text: str = ""
    at: float = field(default_factory=time.monotonic)

    given_up: bool = False

    def ask(self, text: str) -> None:
        """The next statement of the session is sent."""
        self.text = text
        self.heard()

    def heard(self) -> None:
        """The engine has answered: count its silence from now."""
        self.at = time.monotonic()

    def rest(self) -> None:
        """Nothing is asked of the engine until `heard`."""
        self.at = math.inf


class Watchdog:
    """Ends what has heard nothing for its time: the statement, then its line. Safe between threads.

    `tick` is how often it looks, in seconds.
    """

    def __init__(self, tick: float) -> None:
        self._tick = tick
        self._calls: dict[int, Call] = {}
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)
        self._thread.start()

    @contextmanager
    def call(self, call: Call) -> Iterator[None]:
        """Watch a session for as long as this lasts."""
        self._calls[id(call)] = call
        try:
            yield
        finally:
            del self._calls[id(call)]

    def close(self) -> None:
        """Watch no more; calls under way are left alone."""
        self._closed.set()
        self._thread.join()  # one that lives on at the end of the program makes libraries complain

    def _watch(self) -> None:
        while not self._closed.wait(self._tick):
            for call in list(self._calls.values()):
                silence = time.monotonic() - call.at
                if silence > call.seconds and call.end and call.text:
                    call.end(call.text, call.seconds)
                if silence > call.seconds * GRACE:
                    call.given_up = True
                    # Only the asynchronous driver's `cancel` is public. This is the same: it
                    # shuts the socket, which alone wakes a thread that reads or writes there.
                    call.session._handle_cancellation()  # type: ignore[no-untyped-call]  # noqa: SLF001
