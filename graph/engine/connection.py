"""A command's connection to the embedded engine's supervisor, which it starts if need be.

Any number of commands may use one data folder at once. Each holds one connection
to the supervisor; the operating system closes it however the command ends.
"""

from __future__ import annotations

import contextlib
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from graph.engine.arcadedb import Server, database, password
from graph.errors import EngineError
from graph.private import private_folder, write_private

_SECONDS = 240.0


@dataclass(frozen=True, slots=True)
class Connection:
    """A running engine, which stays up at least until `close`."""

    folder: Path
    server: Server
    line: socket.socket

    def close(self) -> None:
        """End the line that keeps the engine up for this command."""
        self.line.close()

    def has_schema(self, digest: str) -> bool:
        """Whether the schema of this digest was made in the database that is there now."""
        try:
            return self._mark.read_text(encoding="ascii") == self._mark_of(digest)
        except OSError:
            return False

    def schema_is_made(self, digest: str) -> None:
        """Spare later commands making it again: fifty statements that change nothing."""
        write_private(self._mark, self._mark_of(digest))

    @property
    def _mark(self) -> Path:
        return self.folder / "schema.made"

    def _mark_of(self, digest: str) -> str:
        return f"{database(self.folder).stat().st_ino} {digest}"  # a database made anew is another

    def run_sql(self, statements: Iterable[str]) -> None:
        """Run SQL statements that make the schema, one command at a time."""
        with locked(self.folder / "schema.lock", time.monotonic() + _SECONDS):
            for statement in statements:
                self.server.command("sql", statement)


def connect(data: Path) -> Connection:
    """The engine of this data folder, started if need be; EngineError says why it cannot."""
    if sys.platform == "win32":
        raise EngineError("the embedded engine does not run on Windows: set NEO4J_URI to a server")
    folder = data / "engine"
    try:
        private_folder(data)
        folder.mkdir(mode=0o700, exist_ok=True)
        deadline = time.monotonic() + _SECONDS
        while time.monotonic() < deadline:
            if connection := join(folder) or _start(folder, deadline):
                return connection
    except OSError as error:
        raise EngineError(
            f"the data folder {data} cannot be used ({error.strerror}): choose another with --data"
        ) from error
    raise EngineError(f"the embedded engine does not answer: its log is {folder / 'engine.log'}")


def join(folder: Path) -> Connection | None:
    """Connect to the running supervisor; None when there is none, or it is just stopping."""
    line = None
    try:
        where = json.loads((folder / "engine.json").read_text(encoding="ascii"))
        line = socket.create_connection(("127.0.0.1", where["port"]), timeout=5)
        line.sendall(f"{where['token']}\n".encode())
        ports = json.loads(line.makefile().readline())
        line.settimeout(None)
        return Connection(folder, Server(ports["bolt"], ports["http"], password(folder)), line)
    except (OSError, ValueError, KeyError, TypeError):
        if line is not None:
            line.close()
        return None


def _start(folder: Path, deadline: float) -> Connection | None:
    """Start a supervisor unless another command is doing so: it is the one to wait for."""
    with locked(folder / "start.lock", deadline):
        return join(folder) or _start_supervisor(folder)


def _start_supervisor(folder: Path) -> Connection | None:
    root = Path(__file__).resolve().parents[2]
    process = subprocess.Popen(
        [sys.executable, "-m", "graph.engine.supervisor", str(folder)],
        cwd=root,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    # The supervisor outlives this command: it is not this command's to wait for.
    process.returncode = 0
    if process.stdout is None:
        return None
    with process.stdout:
        line = process.stdout.readline()
    try:
        answer = json.loads(line)
    except ValueError:
        raise EngineError(f"the supervisor of {folder} ended at once: try again") from None
    if "error" in answer:
        raise EngineError(str(answer["error"]))
    return join(folder)


@contextlib.contextmanager
def locked(place: Path, deadline: float) -> Iterator[None]:
    """Hold a lock; the system releases it however this process ends."""
    lock = FileLock(place, mode=0o600)
    try:
        lock.acquire(timeout=max(0.0, deadline - time.monotonic()))
    except Timeout:
        raise EngineError(
            f"another command has held {place} for too long: end it and try again"
        ) from None
    try:
        yield
    finally:
        lock.release()
