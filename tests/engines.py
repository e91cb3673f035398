"""What the fixtures need of the two engines: real Neo4j from Maven Central, and an empty graph."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest
from platformdirs import user_cache_path

from graph.engine.store import Store
from graph.model.schema import LINKS
from graph.queries.query_file import Query, parse
from graph.settings import Settings

ROOT = Path(__file__).parents[1]
HERE = ROOT / "tests" / "neo4j"
(VERSION,) = re.findall(r"neo4j</artifactId>\s*<version>(.+?)<", (HERE / "pom.xml").read_text())
OPENS = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent", "java.lang")
SPARK = (
    "--conf spark.sql.shuffle.partitions=2 --conf spark.sql.codegen.wholeStage=false "
    "--conf spark.sql.codegen.factoryMode=NO_CODEGEN pyspark-shell"
)
"""For little data Spark would compile what it is asked for longer than it works it out."""
START_SOON = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-DkeepPlans=true")


def cypher(text: str, returns: str = "-", params: str = "-") -> Query:
    """A query of the test's own, as if it lay in cypher/write."""
    head = f"// name: test\n// does: a test\n// params: {params}\n// returns: {returns}\n"
    head += "// touches: nothing: a test looks for itself\n"
    return parse("write/tests/test", head + text)


EMPTY = cypher("MATCH (n) WITH n LIMIT 5000 DETACH DELETE n RETURN count(*) AS gone", "gone: int")


def empty(store: Store) -> None:
    """Delete every node, in batches, what a night wrote of them, and what a test before left to be
    read in or to sign in with; the schema stays."""
    while store.write(EMPTY)[0]["gone"]:
        pass
    for folder in ("work", "inbox"):
        shutil.rmtree(store.settings.data / folder, ignore_errors=True)
    for file in store.settings.data.glob(f"{store.settings.accounts.name}*"):
        file.unlink()


def name_the_model(store: Store) -> None:
    """Make Neo4j know every property and link of docs/model.md before there is one.

    It plans a question again whenever a word of it comes up for the first time.
    """
    rows = re.findall(r"^(?:\| |- ).*", (ROOT / "docs" / "model.md").read_text(), re.MULTILINE)
    words = sorted({word for row in rows for word in re.findall(r"`([a-z_]+)`", row)})
    made = "RETURN count(*) AS made"
    named = f"UNWIND $words AS word CALL db.createProperty(word) {made}"
    store.write(cypher(named, "made: int", "words: list[str]"), words=words)
    tied = f"UNWIND $words AS word CALL db.createRelationshipType(word) {made}"
    ties = [link.type for link in LINKS]
    store.write(cypher(tied, "made: int", "words: list[str]"), words=ties)


def lacking(what: str) -> NoReturn:
    """Skip with one line that says what to install; fail where nothing may be skipped."""
    if os.environ.get("THROUGHLINE_REQUIRE_ALL") == "1":
        pytest.fail(what, pytrace=False)
    pytest.skip(what)


def java() -> str:
    """Java 17 or newer."""
    found = shutil.which("java")
    if found:
        said = subprocess.run([found, "-version"], capture_output=True, text=True, check=False)
        version = re.search(r'version "(\d+)', said.stderr + said.stdout)
        if version and int(version[1]) >= 17:
            return found
    lacking("tests on Neo4j need Java 17 or newer: install openjdk-17-jre-headless")


def jars() -> Path:
    """The folder with Neo4j's jars, fetched once from Maven Central (123 MB)."""
    folder = user_cache_path("throughline", appauthor=False) / f"neo4j-{VERSION}"
    if not folder.is_dir():
        maven = shutil.which("mvn")
        if maven is None:
            lacking("tests on Neo4j need Maven to fetch it once: install maven")
        draft = folder.with_name(f"{folder.name}.{os.getpid()}")
        told = subprocess.run(
            [
                *(maven, "-q", "-B", "-f", str(HERE / "pom.xml")),
                *("dependency:copy-dependencies", f"-DoutputDirectory={draft}"),
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        if told.returncode:
            lacking(f"Maven could not fetch Neo4j {VERSION}: {told.stdout.strip()[:300]}")
        try:
            draft.rename(folder)
        except OSError:  # another run was quicker
            shutil.rmtree(draft)
    return folder


@contextmanager
def kernel(home: Path, *flags: str, set_to: Sequence[str] = ()) -> Iterator[Settings]:
    """Real Neo4j Community on a free port of loopback, without login, killed at exit.

    `flags` are for Java: START_SOON suits tests, not measurements; `set_to` holds settings of
    Neo4j, each as `name=value`.
    """
    program, library = java(), jars()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [program, "-Xmx1g", *flags, "-cp", f"{library}/*"]
    command += [f"--add-opens=java.base/{each}=ALL-UNNAMED" for each in OPENS]
    command += [str(HERE / "Kernel.java"), str(home), str(port)]
    if set_to:
        (home / "kernel.conf").write_text("\n".join(set_to))
        command.append(str(home / "kernel.conf"))
    with (home / "kernel.log").open("wb") as log:
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log
        )
    try:
        assert process.stdin
        assert process.stdout
        if process.stdout.readline().strip() != b"ready":
            pytest.fail(f"Neo4j did not start: {(home / 'kernel.log').read_text()[-500:]}")
        yield Settings(home, f"bolt://127.0.0.1:{port}", "neo4j", "none", "neo4j")
    finally:
        for pipe in (process.stdin, process.stdout):
            assert pipe
            pipe.close()
        process.wait(60)
