"""The ArcadeDB server that the `arcadedb-embedded` wheel brings, Java included: how to run it.

It listens on loopback only. The root password travels in an argument file of mode
0600, since a command line can be read by every user of the machine.
"""

from __future__ import annotations

import base64
import contextlib
import ctypes
import http.client
import importlib.util
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from graph.batches import batches
from graph.errors import EngineError
from graph.private import write_private
from graph.settings import machine_memory

DATABASE = "throughline"
START_SECONDS = 120
STOP_SECONDS = 30
LINES, LINES_SECONDS = 2_000, 900.0
"""Of a stream: how many lines go at once, and for how long nothing may be heard."""
LEFT_SECONDS = 3600
"""A statement that takes so long is ended by the engine: whoever asked may be gone."""
_ADMIN = "/api/v1/server"
FILLING = "filling-"
"""In the engine's folder: how the names of databases begin that are being made of a whole graph."""
COMPACTED, REPLACED = "compacted", "replaced"
"""In the engine's folder: a database made anew that waits to take its place, and the one before."""

_JVM = (
    "--add-modules=jdk.incubator.vector",
    "-Djava.awt.headless=true",
    "--enable-native-access=ALL-UNNAMED",
    "-Dfile.encoding=UTF8",
    "--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED",
    "--add-opens=java.base/java.nio.channels.spi=ALL-UNNAMED",
    "--add-opens=java.base/java.lang=ALL-UNNAMED",
    "-Dpolyglot.engine.WarnInterpreterOnly=false",
    "-XX:+UseCompactObjectHeaders",
    # What a fault of Java itself would write, a copy of its memory too, may hold data.
    "-XX:+SuppressFatalErrorMessage",
    "-XX:-UsePerfData",
)


@dataclass(frozen=True, slots=True)
class Server:
    """A running server, and where it listens on loopback."""

    bolt: int
    http: int
    password: str

    @property
    def uri(self) -> str:
        """Where the server speaks Bolt: on this machine only."""
        return f"bolt://127.0.0.1:{self.bolt}"

    @property
    def _login(self) -> dict[str, str]:
        login = base64.b64encode(f"root:{self.password}".encode()).decode()
        return {"Authorization": f"Basic {login}"}

    def send(self, path: str, body: object = None, seconds: float = 60) -> tuple[int, str]:
        """One HTTP request to the server: (status, answer). OSError when it does not answer."""
        line = http.client.HTTPConnection("127.0.0.1", self.http, timeout=seconds)
        headers = {**self._login, "Content-Type": "application/json"}
        try:
            if body is None:
                line.request("GET", path, headers=headers)
            else:
                line.request("POST", path, json.dumps(body), headers)
            answer = line.getresponse()
            return answer.status, answer.read().decode(errors="replace")
        except http.client.HTTPException as error:
            raise ConnectionError("the engine broke off its answer") from error
        finally:
            line.close()

    def send_lines(self, path: str, lines: Iterable[str]) -> tuple[int, str]:
        """Send lines as they come: (status, answer). OSError when the server does not take them."""
        line = http.client.HTTPConnection("127.0.0.1", self.http, timeout=LINES_SECONDS)
        kind = {"Content-Type": "application/x-ndjson", "Transfer-Encoding": "chunked"}
        headers = {**self._login, **kind}
        pieces = (("\n".join(some) + "\n").encode() for some in batches(lines, LINES))
        try:
            line.request("POST", path, pieces, headers, encode_chunked=True)
            answer = line.getresponse()
            return answer.status, answer.read().decode(errors="replace")
        except http.client.HTTPException as error:
            raise ConnectionError("the engine broke off its answer") from error
        finally:
            line.close()

    def end(self, text: str, seconds: float) -> None:
        """End the statements of this text that have run for so long, if it answers."""
        with contextlib.suppress(OSError, ValueError, KeyError):
            _, answer = self.send(_ADMIN, {"command": "list queries"}, seconds=5)
            for each in json.loads(answer)["result"]:
                if each["text"].startswith(text[:200]) and each["elapsedMs"] > seconds * 900:
                    self.send(_ADMIN, {"command": f"terminate query {each['id']}"}, seconds=5)

    def command(self, language: str, statement: str) -> None:
        """Run one statement that makes the schema. EngineError when it is refused or not done."""
        body = {"language": language, "command": statement}
        try:
            status, answer = self.send(f"/api/v1/command/{DATABASE}", body, LINES_SECONDS)
        except OSError as error:
            raise EngineError("the embedded engine does not answer: try again") from error
        if status != 200:
            raise EngineError(f"the embedded engine refused its schema (HTTP {status}): {answer}")


def package() -> Path | None:
    """The folder of the installed wheel; None when it is not installed."""
    spec = importlib.util.find_spec("arcadedb_embedded")
    return Path(spec.origin).parent if spec and spec.origin else None


def password(folder: Path) -> str:
    """The root password of this data folder, made at first use."""
    place = folder / "password"
    with contextlib.suppress(FileNotFoundError):
        if text := place.read_text(encoding="ascii").strip():
            return text
    text = secrets.token_urlsafe(24)
    write_private(place, text)
    # The server keeps a hash of the lost password; without it, it takes the new one.
    (folder / "arcadedb" / "config" / "server-users.jsonl").unlink(missing_ok=True)
    return text


def database(folder: Path) -> Path:
    """Where the database of `<data>/engine` lies."""
    return folder / "arcadedb" / "databases" / DATABASE


def drop_drafts(folder: Path) -> None:
    """Remove what a first load that was killed left: whoever calls this alone may write."""
    for leftover in folder.glob(f"{FILLING}*"):
        shutil.rmtree(leftover, ignore_errors=True)


def settle(folder: Path) -> None:
    """End a compaction that may have been killed: nobody may use the database meanwhile."""
    fresh, place = folder / COMPACTED, database(folder)
    if fresh.exists() and not place.exists():
        fresh.rename(place)
    for leftover in (fresh, fresh.with_suffix(".part"), folder / REPLACED):
        shutil.rmtree(leftover, ignore_errors=True)


def launch(
    folder: Path, lock: int, more: Mapping[str, str] = MappingProxyType({}), heap: int = 0
) -> tuple[subprocess.Popen[bytes], Server]:
    """Start the server on `folder`; call this from the main thread of a process that stays.

    `lock` is a locked file that Java keeps open: the lock is free only when Java is gone. `more`
    are further settings of the server, and `heap` the megabytes that it may hold where that is
    more than `heap_megabytes`.
    """
    home = package()
    if home is None:
        raise EngineError(
            "the embedded engine is not installed: pip install arcadedb-embedded, or set NEO4J_URI"
        )
    root = folder / "arcadedb"
    root.mkdir(mode=0o700, exist_ok=True)
    settle(folder)
    server = Server(_free_port(), _free_port(), password(folder))
    arguments = folder / "java.args"
    heap = max(heap, heap_megabytes())
    write_private(arguments, "\n".join(map(_quoted, _arguments(home, root, server, more, heap))))
    with (folder / "engine.log").open("wb") as log:
        process = subprocess.Popen(
            [str(home / "jre" / "bin" / "java"), f"@{arguments}"],
            cwd=root,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            pass_fds=(lock,),
            start_new_session=True,
            preexec_fn=_die_with_parent(os.getpid()),
        )
    return process, server


def wait_until_ready(process: subprocess.Popen[bytes], server: Server) -> bool:
    """Whether the server answers for its database; False when it ended or took too long."""
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            status, answer = server.send(f"/api/v1/exists/{DATABASE}", seconds=5)
            if status == 200 and "true" in answer:
                return True
        time.sleep(0.05)
    return False


def stop(process: subprocess.Popen[bytes]) -> None:
    """End the server: politely, then not."""
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _arguments(
    home: Path, root: Path, server: Server, more: Mapping[str, str], heap: int
) -> list[str]:
    settings = {
        "server.name": "throughline",
        "server.rootPath": str(root),
        "server.rootPassword": server.password,
        # Development mode says what is wrong with a query; it would not flush by itself.
        "server.mode": "development",
        "txWalFlush": "1",
        "command.timeout": str(LEFT_SECONDS * 1000),
        "support.autoRegister": "false",  # nothing here may speak to anybody outside
        "opencypher.loadCsv.allowFileUrls": "false",
        "server.plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
        "bolt.host": "127.0.0.1",
        "bolt.port": str(server.bolt),
        "server.httpIncomingHost": "127.0.0.1",
        "server.httpIncomingPort": str(server.http),
        "server.defaultDatabases": f"{DATABASE}[root]",
        **more,
    }
    return [
        f"-Xmx{heap}m",
        f"-Djava.io.tmpdir={root}",
        *_JVM,
        *(f"-Darcadedb.{key}={value}" for key, value in settings.items()),
        "-cp",
        str(home / "jars" / "*"),
        "com.arcadedb.server.ArcadeDBServer",
    ]


def heap_megabytes() -> int:
    """Half of the machine's memory, between 512 MB and 2 GB."""
    return max(512, min(2048, machine_memory() // 2**21))


def _quoted(argument: str) -> str:
    escaped = argument.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _die_with_parent(parent: int) -> Callable[[], None] | None:
    """A function for the new process: the kernel kills it when `parent` ends (Linux)."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl

    def tie() -> None:
        prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
        if os.getppid() != parent:
            os._exit(1)

    return tie
