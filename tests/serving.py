"""A Flask app answered for by the server of the dashboard, in a thread, for tests."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask

from dashboard.commands import server


@contextmanager
def serving(app: Flask, **given: Any) -> Iterator[int]:
    """The port on loopback where the app answers; `given` as `server.run` takes it."""
    ended = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        run = threading.Thread(
            target=server.run,
            args=(app, listening),
            kwargs={"ended": ended, **given},
            daemon=True,
        )
        run.start()
        try:
            yield port
        finally:
            ended.set()
            run.join(30)
        assert not run.is_alive()
