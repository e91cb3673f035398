"""What is installed, which engine answers, and what to do about what is wrong."""

from __future__ import annotations

import importlib.metadata
import platform
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.text import Text

from graph.commands.options import DATA_HELP, JsonOption
from graph.commands.printing import as_json
from graph.counted import counted
from graph.engine.store import Store
from graph.errors import ThroughlineError
from graph.private import open_to_others
from graph.settings import Settings

State = Literal["ok", "warning", "problem"]
OURS = ("cypher", "dashboard", "graph", "ingest", "throughline")
FREE_BYTES = 2 * 1024**3
JAVA_SECONDS = 30
_STYLE = {"ok": "green", "warning": "yellow", "problem": "red"}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. `mend` says what to do unless `state` is ok."""

    what: str
    state: State
    found: str
    mend: str = ""


def examine(settings: Settings) -> list[Check]:
    """Look at everything that Throughline stands on; starts the engine if need be."""
    return [
        _python(),
        _packages(),
        _names(),
        _data_folder(settings.data),
        _disk(settings.data),
        *_engine(settings),
        _java(),
        _program("Maven", ("mvn",), "tests on Neo4j", "maven"),
        _program("browser", ("chromium", "google-chrome"), "tests of pages", "chromium"),
    ]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(doctor)


def doctor(
    data: Annotated[Path | None, typer.Option("--data", help=DATA_HELP)] = None,
    json: JsonOption = False,
) -> None:
    """Say what is installed, which engine answers, and what to do about what is wrong."""
    checks = examine(Settings.load(data))
    if json:
        typer.echo(as_json([asdict(check) for check in checks]))
    else:
        _print(checks)
    if any(check.state == "problem" for check in checks):
        raise typer.Exit(1)


def _print(checks: list[Check]) -> None:
    console = Console(highlight=False)
    for check in checks:
        line = Text(f"{check.state:8}", style=_STYLE[check.state])
        line.append(f"{check.what}: {check.found}", style="default")
        console.print(line)
        if check.mend:
            console.print(Text(f"        → {check.mend}", style="bold"))


def _python() -> Check:
    return Check("Python", "ok", f"{platform.python_version()} ({sys.executable})")


def _packages() -> Check:
    """Whether what pyproject.toml asks for is there, and pinned versions are the ones."""
    try:
        wanted = importlib.metadata.requires("throughline") or []
    except importlib.metadata.PackageNotFoundError:
        return Check("packages", "problem", "Throughline is not installed", "pip install -e .")
    wrong = [fault for each in wanted if "extra ==" not in each and (fault := _fault(each))]
    if wrong:
        return Check("packages", "problem", "; ".join(wrong), "pip install -e .")
    return Check("packages", "ok", f"all {len(wanted)} there")


def _fault(wanted: str) -> str:
    """What is wrong with one requirement such as `dash==4.4.1; python_version > '3'`, or ''."""
    match = re.match(r"([\w.-]+)\s*(?:==\s*([^\s;,]+))?", wanted)
    if match is None or ("win32" in wanted and sys.platform == "win32"):
        return ""
    name, pinned = match.groups()
    try:
        version = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return f"{name} is missing"
    return f"{name} is {version}, not {pinned}" if pinned and version != pinned else ""


def _names() -> Check:
    """Whether another distribution brings a package of the same name as one of ours."""
    owners = importlib.metadata.packages_distributions()
    rivals = sorted(
        f"{name} of {owner}"
        for name in OURS
        for owner in set(owners.get(name, ())) - {"throughline"}
    )
    if rivals:
        return Check(
            "names", "problem", ", ".join(rivals), "pip uninstall it, or use a fresh .venv"
        )
    return Check("names", "ok", "no other package has a name of ours")


def _data_folder(data: Path) -> Check:
    if not data.exists():
        return Check("data folder", "ok", f"{data} (made at first use)")
    if not data.is_dir():
        return Check("data folder", "problem", f"{data} is no folder", "choose another with --data")
    if (places := sum(1 for _ in open_to_others(data))) and sys.platform != "win32":
        count = counted(places, "file or folder", "files or folders")
        what = f"{count} in {data} may be read by others"
        return Check("data folder", "warning", what, f"chmod -R go= {data}")
    return Check("data folder", "ok", str(data))


def _disk(data: Path) -> Check:
    place = next(folder for folder in (data, *data.parents) if folder.is_dir())
    free = shutil.disk_usage(place).free
    room = f"{free / 1024**3:.1f} GB free"
    if free < FREE_BYTES:
        return Check("disk", "warning", room, "make room, or choose another folder with --data")
    return Check("disk", "ok", room)


def _engine(settings: Settings) -> list[Check]:
    began = time.monotonic()
    try:
        with Store(settings) as store:
            answered = f"{store.engine} {store.version} answers"
            where = "embedded" if settings.embedded else "at NEO4J_URI"
            seconds = time.monotonic() - began
            return [
                Check("engine", "ok", f"{answered}, {where}, after {seconds:.1f} s"),
                _attempt("schema", lambda: _schema(store), "constraints and indexes are there"),
            ]
    except ThroughlineError as error:
        return [_failed("engine", error)]


def _schema(store: Store) -> None:
    if not store.has_schema():  # else nothing is written: the account may be one that only reads
        store.migrate()


def _attempt(what: str, act: Callable[[], None], outcome: str) -> Check:
    try:
        act()
    except ThroughlineError as error:
        return _failed(what, error)
    return Check(what, "ok", outcome)


def _failed(what: str, error: ThroughlineError) -> Check:
    fault, _, mend = str(error).rpartition(": ")
    return Check(what, "problem", fault or str(error), mend)


def _java() -> Check:
    check = _program("Java", ("java",), "tests on Neo4j", "openjdk-17-jdk-headless")
    if check.state != "ok":
        return check
    try:
        answer = subprocess.run(
            ["java", "-version"], capture_output=True, text=True, check=False, timeout=JAVA_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired):
        return Check("Java", "warning", "does not answer", "install 17 or newer for tests on Neo4j")
    version = re.search(r'version "(\d+)', answer.stderr + answer.stdout)
    if version is None or int(version[1]) < 17:
        return Check("Java", "warning", "older than 17", "install 17 or newer for tests on Neo4j")
    return Check("Java", "ok", f"{version[1]} (only tests on Neo4j need it)")


def _program(what: str, names: tuple[str, ...], purpose: str, package: str) -> Check:
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        return Check(what, "warning", f"not there; only {purpose} need it", f"install {package}")
    return Check(what, "ok", f"{path} (only {purpose} need it)")
