"""The process that owns the embedded engine of a data folder: `python -m graph.engine.supervisor`.

Each command holds one connection to it for its life. When the last has closed, it
waits a few seconds for another and then stops Java. It prints one JSON line when
the engine answers, or cannot.

Files in `<data>/engine`: `running.lock` is held by this process and by Java, so that
it is free only when both are gone; `engine.json` says where to connect.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
import selectors
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from graph.engine import arcadedb, connection
from graph.errors import EngineError
from graph.private import close_process, write_private

LINGER_SECONDS = 5.0
LOCK_SECONDS = arcadedb.START_SECONDS + arcadedb.STOP_SECONDS
_TRIES = 3


class Supervisor:
    """Serves one running engine to the commands that connect, until none is left."""

    def __init__(
        self, process: subprocess.Popen[bytes], server: arcadedb.Server, folder: Path
    ) -> None:
        self._process = process
        self._server = server
        self._place = folder / "engine.json"
        self._token = secrets.token_hex(16)
        self._selector = selectors.DefaultSelector()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.setblocking(False)
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._clients: dict[socket.socket, bool] = {}
        self._stopping = False

    def announce(self) -> None:
        """Write for other commands where the engine listens, readable by this user alone."""
        port = self._listener.getsockname()[1]
        where = {"port": port, "token": self._token, "pid": os.getpid(), "java": self._process.pid}
        write_private(self._place, json.dumps(where))

    def serve(self) -> None:
        """Return when nobody has been connected for a while, Java ended, or on SIGTERM."""
        idle_since = time.monotonic()
        while not self._stopping and self._process.poll() is None:
            for key, _ in self._selector.select(0.25):
                self._on_event(key.fileobj)
            if any(self._clients.values()):
                idle_since = time.monotonic()
            elif time.monotonic() - idle_since > LINGER_SECONDS:
                break

    def close(self) -> None:
        """Take no more commands, then stop Java."""
        self._place.unlink(missing_ok=True)
        self._listener.close()
        arcadedb.stop(self._process)
        for client in self._clients:
            client.close()

    def on_signal(self, _number: int, _frame: FrameType | None) -> None:
        """The handler of SIGTERM: end after the event at hand."""
        self._stopping = True

    def _on_event(self, source: object) -> None:
        if source is self._listener:
            with contextlib.suppress(OSError):
                client, _ = self._listener.accept()
                client.setblocking(False)
                self._clients[client] = False
                self._selector.register(client, selectors.EVENT_READ)
        elif isinstance(source, socket.socket):
            self._on_client(source)

    def _on_client(self, client: socket.socket) -> None:
        """A command says the token and gets the ports; anything else is the end of it."""
        try:
            token = client.recv(200)
            if self._is_welcome(client, token):
                answer = {"bolt": self._server.bolt, "http": self._server.http}
                client.sendall(json.dumps(answer).encode() + b"\n")
                self._clients[client] = True
                return
        except (OSError, UnicodeDecodeError):
            pass
        self._selector.unregister(client)
        del self._clients[client]
        client.close()

    def _is_welcome(self, client: socket.socket, token: bytes) -> bool:
        known = token.decode("ascii").strip() == self._token
        return known and not self._clients[client] and self._process.poll() is None


def run(folder: Path) -> None:
    """Own the engine in `folder` until nobody needs it; EngineError when it does not start."""
    with (folder / "running.lock").open("w") as lock:
        if not _acquire(lock.fileno(), folder):
            _report({"ready": True})
            return
        process, server = _start(folder, lock.fileno())
        supervisor = Supervisor(process, server, folder)
        signal.signal(signal.SIGTERM, supervisor.on_signal)
        try:
            supervisor.announce()
            _report({"ready": True})
            supervisor.serve()
        finally:
            supervisor.close()


def _start(folder: Path, lock: int) -> tuple[subprocess.Popen[bytes], arcadedb.Server]:
    """Start Java; again with other ports if another program has just taken one."""
    for _ in range(_TRIES):
        process, server = arcadedb.launch(folder, lock)
        if arcadedb.wait_until_ready(process, server):
            return process, server
        arcadedb.stop(process)
        if b"in use" not in (folder / "engine.log").read_bytes():
            break
    raise EngineError(f"the embedded engine did not start: its log is {folder / 'engine.log'}")


def _acquire(lock: int, folder: Path) -> bool:
    """Wait until the engine before this one is gone; False if it answers after all.

    It does when the command that started it was killed before it was ready.
    """
    deadline = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise EngineError(
                    f"another engine still holds {folder}: end it, or wait, and try again"
                ) from None
        if other := connection.join(folder):
            other.close()
            return False
        _end_orphan(folder)
        time.sleep(0.05)


def _end_orphan(folder: Path) -> None:
    """Kill a Java whose supervisor was killed, where the kernel does not (macOS)."""
    if sys.platform == "linux":
        return
    faults = (OSError, ValueError, KeyError, subprocess.TimeoutExpired)
    with contextlib.suppress(*faults):
        where = json.loads((folder / "engine.json").read_text())
        with contextlib.suppress(ProcessLookupError):
            os.kill(where["pid"], 0)
            return
        listed = subprocess.run(
            ["ps", "-o", "command=", "-p", str(where["java"])],
            capture_output=True,
            text=True,
            timeout=10,
        )
        if str(folder / "java.args") in listed.stdout:
            os.kill(where["java"], signal.SIGKILL)


def _report(what: dict[str, object]) -> None:
    """Tell the command that started this process, if it still listens."""
    with contextlib.suppress(OSError):
        os.write(1, json.dumps(what).encode() + b"\n")
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.close(null)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    close_process()
    try:
        run(Path(sys.argv[1]))
    except EngineError as failure:
        _report({"error": str(failure)})
        sys.exit(4)
    except OSError as failure:
        what = f"{failure.filename or sys.argv[1]}: {failure.strerror}"
        _report(
            {"error": f"the embedded engine cannot use {what}: mend that, or choose another --data"}
        )
        sys.exit(4)
