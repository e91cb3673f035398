"""A server that answers whoever comes with one byte after another and never ends."""

from __future__ import annotations

import contextlib
import socketserver
import threading
from collections.abc import Iterator

EVERY = 0.02
"""Seconds between two bytes."""


class _Drip(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        ended: threading.Event = self.server.ended  # type: ignore[attr-defined]
        with contextlib.suppress(OSError):
            while not ended.wait(EVERY):
                self.request.sendall(b"2")


@contextlib.contextmanager
def dripping() -> Iterator[int]:
    """Its port."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Drip) as server:
        server.daemon_threads = True
        ended = threading.Event()
        server.ended = ended  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield server.server_address[1]
        ended.set()
        server.shutdown()
        thread.join()
