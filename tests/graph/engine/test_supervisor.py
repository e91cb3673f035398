"""Several commands share one embedded engine; a kill of any process harms nobody."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from engines import cypher
from filelock import FileLock

from graph.changes.opening import open_store
from graph.engine import connection, supervisor
from graph.errors import EngineError
from graph.settings import Settings

ROOT = Path(__file__).parents[3]
COUNT = cypher("MATCH (n:Phone) RETURN count(n) AS n", "n: int")
ADD = cypher("UNWIND $ids AS id MERGE (n:Phone {id: id})", params="ids: list[str]")
WRITER = """
import sys, time
from pathlib import Path
sys.path.insert(0, "tests")
from engines import cypher
from graph.settings import Settings
from graph.changes.opening import open_store
add = cypher("UNWIND $ids AS id MERGE (n:Phone {id: id})", params="ids: list[str]")
with open_store(Settings(Path(sys.argv[1]))) as store:
    print("open", flush=True)
    for number in range(int(sys.argv[3])):
        store.write(add, ids=[f"{sys.argv[2]}{number}"])
        print(number, flush=True)
"""


def command(data: Path, name: str, writes: int) -> subprocess.Popen[str]:
    """Another command on the same data folder, which writes `writes` phones one by one."""
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(data), name, str(writes)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def wait_for(process: subprocess.Popen[str], line: str) -> None:
    assert process.stdout is not None
    assert any(said.strip() == line for said in iter(process.stdout.readline, ""))


def who(data: Path) -> tuple[int, int]:
    """The process ids of the supervisor and of Java."""
    where = json.loads((data / "engine" / "engine.json").read_text())
    return where["pid"], where["java"]


def gone(*pids: int, seconds: float = 15) -> bool:
    """Whether these processes end within the time; a zombie has ended."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not any(_lives(pid) for pid in pids):
            return True
        time.sleep(0.05)
    return False


def _lives(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def engines_of(data: Path) -> list[int]:
    """Every process that runs for this data folder."""
    return [
        process.pid
        for process in psutil.process_iter(["cmdline", "status"])
        if any(str(data) in word for word in process.info["cmdline"] or [])
        and process.info["status"] != psutil.STATUS_ZOMBIE
        and process.pid != os.getpid()
    ]


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    for pid in engines_of(tmp_path):
        psutil.Process(pid).kill()


@pytest.mark.slow
def test_the_engine_ends_soon_after_the_last_command(data: Path) -> None:
    first = connection.connect(data)
    second = connection.connect(data)
    assert first.server == second.server
    pids = who(data)
    first.close()
    assert not gone(*pids, seconds=supervisor.LINGER_SECONDS + 2)
    second.close()
    assert gone(*pids)
    assert engines_of(data) == []


def test_secrets_are_for_the_owner_only(data: Path) -> None:
    engine = connection.connect(data)
    folder = data / "engine"
    assert folder.stat().st_mode & 0o077 == 0
    for name in ("password", "engine.json", "java.args"):
        assert (folder / name).stat().st_mode & 0o777 == 0o600
    words = psutil.Process(who(data)[1]).cmdline()
    assert not any(engine.server.password in word for word in words)
    engine.close()


@pytest.mark.slow
def test_a_stranger_without_the_token_is_turned_away(data: Path) -> None:
    engine = connection.connect(data)
    port = json.loads((data / "engine" / "engine.json").read_text())["port"]
    for said in (b"\n", b"\xff\xfe\n", b"x" * 5000, b"GET / HTTP/1.0\r\n\r\n"):
        with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
            line.sendall(said)
            with contextlib.suppress(ConnectionResetError):
                assert line.recv(100) == b""
    again = connection.connect(data)
    assert again.server == engine.server
    again.close()
    engine.close()


@pytest.mark.slow
def test_commands_that_start_together_share_one_engine(data: Path) -> None:
    commands = [command(data, name, 20) for name in "abcd"]
    for each in commands:
        out, _ = each.communicate(timeout=120)
        assert each.returncode == 0
        assert out.split()[-1] == "19"
    with open_store(Settings(data)) as store:
        assert store.read(COUNT) == [{"n": 80}]


@pytest.mark.slow
def test_a_command_killed_while_the_engine_starts_is_in_nobody_s_way(data: Path) -> None:
    doomed = command(data, "a", 1)
    deadline = time.monotonic() + 60
    while not (data / "engine" / "java.args").exists():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    doomed.kill()
    doomed.communicate()
    others = [command(data, name, 20) for name in "bc"]
    for each in others:
        assert each.communicate(timeout=120)[0].split()[-1] == "19"
    assert gone(*who(data))


@pytest.mark.slow
def test_a_killed_command_takes_nobody_with_it(data: Path) -> None:
    doomed, other = command(data, "a", 100_000), command(data, "b", 40)
    wait_for(doomed, "5")
    pids = who(data)
    doomed.kill()
    doomed.wait()
    assert doomed.stdout
    doomed.stdout.close()
    out, _ = other.communicate(timeout=120)
    assert out.split()[-1] == "39"
    assert gone(*pids)


@pytest.mark.slow
@pytest.mark.parametrize("victim", ["supervisor", "java"])
def test_a_killed_engine_is_back_for_the_command_that_was_using_it(data: Path, victim: str) -> None:
    running = command(data, "a", 300)
    wait_for(running, "20")
    pids = who(data)
    os.kill(pids[victim == "java"], signal.SIGKILL)
    out, _ = running.communicate(timeout=120)
    assert running.returncode == 0
    assert gone(*pids)
    assert out.split()[-1] == "299"
    assert who(data) != pids
    with open_store(Settings(data)) as store:
        assert store.read(COUNT) == [{"n": 300}]


@pytest.mark.slow
def test_threads_survive_a_killed_engine(data: Path) -> None:
    with open_store(Settings(data)) as store:

        def write(name: str) -> None:
            for number in range(60):
                store.write(ADD, ids=[f"{name}{number}"])

        threads = [threading.Thread(target=write, args=(name,)) for name in "abc"]
        for thread in threads:
            thread.start()
        time.sleep(0.2)
        os.kill(who(data)[1], signal.SIGKILL)
        for thread in threads:
            thread.join(100)
        assert store.read(COUNT) == [{"n": 180}]


@pytest.mark.slow
def test_stale_files_do_not_matter(data: Path) -> None:
    folder = data / "engine"
    folder.mkdir(mode=0o700)
    (folder / "engine.json").write_text('{"port": 1, "token": "x", "pid": 1, "java": 1}')
    (folder / "start.lock").touch()
    (folder / "running.lock").touch()
    with open_store(Settings(data)) as store:
        assert store.read(COUNT) == [{"n": 0}]


@pytest.mark.slow
def test_a_lost_password_is_made_anew(data: Path) -> None:
    with open_store(Settings(data)) as store:
        store.write(ADD, ids=["x"])
        pids = who(data)
    assert gone(*pids)
    (data / "engine" / "password").unlink()
    with open_store(Settings(data)) as store:
        assert store.read(COUNT) == [{"n": 1}]


def test_an_engine_that_cannot_start_says_why(data: Path) -> None:
    (data / "engine").mkdir()
    (data / "engine" / "arcadedb").write_text("in the way")
    with pytest.raises(EngineError, match=r"arcadedb: File exists: .*--data"):
        connection.connect(data)
    assert gone(*engines_of(data))


def test_a_data_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EngineError, match="--data"):
        connection.connect(tmp_path / "file")


def test_a_command_that_starts_the_engine_for_too_long_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "_SECONDS", 0.2)
    (tmp_path / "engine").mkdir()
    other = FileLock(tmp_path / "engine" / "start.lock")
    with other, pytest.raises(EngineError, match=r"another command has held .*start\.lock"):
        connection.connect(tmp_path)
    assert engines_of(tmp_path) == []


def test_windows_is_told_to_use_a_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(EngineError, match="set NEO4J_URI"):
        connection.connect(tmp_path)
