"""A line to the embedded engine that falls silent, and a store that does not wait long."""

from __future__ import annotations

import socket
import threading
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from graph.engine import store
from graph.engine.embedded import Embedded
from graph.engine.protocol import Endpoint


class Stalling:
    """A line to a port, which carries so many pieces of what comes from there, then nothing."""

    def __init__(self, port: int, most: int | None = None) -> None:
        self._port, self._most = port, most
        self._closed = threading.Event()
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = self._server.getsockname()[1]
        self.carried = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                near, _ = self._server.accept()
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", self._port))
            for a, b, counts in ((near, far, False), (far, near, True)):
                a.settimeout(None)
                threading.Thread(target=self._carry, args=(a, b, counts), daemon=True).start()

    def _carry(self, a: socket.socket, b: socket.socket, counts: bool) -> None:
        try:
            while data := a.recv(65_536):
                if counts and self._most is not None and self.carried >= self._most:
                    self._closed.wait()
                if counts:
                    self.carried += 1
                b.sendall(data)
        except OSError:
            pass
        finally:  # else each is told of as unclosed, in whatever test runs then
            a.close()
            b.close()

    def fall_silent(self) -> None:
        self._most = 0

    def close(self) -> None:
        self._closed.set()
        self._server.close()


class Stalled(Embedded):
    """The embedded engine behind such a line, which is not started again."""

    restarts = False

    def __init__(self, data: Path, most: int | None = None) -> None:
        super().__init__(data)
        self._most = most

    def start(self) -> Endpoint:
        endpoint = super().start()
        self.line = Stalling(urlsplit(endpoint.uri).port or 0, self._most)
        return replace(endpoint, uri=f"bolt://127.0.0.1:{self.line.port}")


def impatient(patch: pytest.MonkeyPatch, seconds: float = 0.5) -> None:
    """Let a store wait no longer for what an engine does not answer."""
    for name in ("ANSWER_SECONDS", "QUESTION_SECONDS", "CONNECT_SECONDS", "RETRY_SECONDS"):
        patch.setattr(store, name, seconds)
