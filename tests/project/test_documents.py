"""What the documents promise is so."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
import readme
from command_line import every_command
from nbclient import NotebookClient
from typer.testing import CliRunner

import throughline
from graph import errors
from graph.engine.store import Store
from graph.queries.query_file import ROOMS

PAGES = [readme.ROOT / "README.md", readme.ROOT / "CONTRIBUTING.md"]
PAGES += sorted((readme.ROOT / "docs").glob("*.md"))


def said(line: str) -> str:
    """What a command prints."""
    result = CliRunner().invoke(throughline.app, shlex.split(line)[1:])
    assert result.exit_code in (0, 3), result.output
    return result.stdout


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files of the README's example, to work in."""
    for file, content in readme.files().items():
        (tmp_path / file).write_text(content, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def options() -> dict[str, set[str]]:
    """Command → the names of what it takes; those of a group with its name before theirs."""
    return {
        " ".join(words): {str(param.name) for param in command.params}
        for words, command in every_command()
    }


def test_the_readme_has_every_command_and_no_other() -> None:
    told = {row[0].removeprefix("throughline ") for row in readme.table("command")}
    assert told == set(options())


def test_every_command_takes_a_data_folder_and_prints_json_if_it_prints_results() -> None:
    assert {name for name, taken in options().items() if "data" not in taken} == set()
    assert {name for name, taken in options().items() if "json" not in taken} == {"demo", "serve"}


def test_the_readme_has_the_exit_code_of_every_error() -> None:
    told = {int(row[0]) for row in readme.table("exit code")}
    kinds: list[type[errors.ThroughlineError]] = [
        errors.ThroughlineError,
        *errors.ThroughlineError.__subclasses__(),
    ]
    assert told == {0, 2} | {kind.exit_code for kind in kinds}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_points_to_is_there(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    targets = [target for target in targets if "://" not in target]
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_the_index_of_the_documents_lists_each() -> None:
    listed = set(re.findall(r"\]\(([^)/]+)\)", (readme.ROOT / "docs" / "README.md").read_text()))
    there = {file.name for file in (readme.ROOT / "docs").iterdir() if file.is_file()}
    assert there - listed == {"README.md"}


@pytest.mark.usefixtures("example")
def test_check_feed_says_of_the_readmes_files_what_the_readme_says() -> None:
    ((line, output),) = (pair for pair in readme.console() if " check-feed " in pair[0])
    assert said(line) == output


@pytest.mark.slow
def test_the_readmes_own_data_raises_its_flag(example: Path) -> None:
    lines = [line for line, _ in readme.console() if "check-feed" not in line]
    ingest, night, flags, search, serve, mend, again, later, copy, listed = lines
    said(ingest)
    assert "course of conduct: 1 new" in said(night)
    (flag,) = json.loads(said(f"{flags} --json"))
    assert "3 separate occasions" in flag["explanation"]
    (hit,) = (hit for hit in json.loads(said(f"{search} --json")) if hit["label"] == "Person")
    assert hit["name"] == "Dana Quill"
    assert serve == "throughline serve --data mine"
    subprocess.run(["sh", "-c", copy], check=True)
    assert "seen_together id=…" in said(listed)
    _notebook(example)
    subprocess.run(["sh", "-c", mend], check=True)
    said(again)
    assert "course of conduct: 1 strengthened" in said(later)


LOOKED_AT = """
import json
import pandas
print(json.dumps({
    "suspects": suspects.name.tolist(),
    "central": max(central.values()) > 0 and max(central, key=central.get)[0],
    "facts": sorted({edge["type"] for edge in facts}),
    "written": len(nx.read_graphml("around.graphml")) == len(around),
    "excel": pandas.read_excel("suspects.xlsx").name.tolist(),
    "names": sorted(one.name),
    "together": together.values.tolist(),
    "why": book.why(mentions.id[0], mentions.id[2]).one,
}))
book.close()
"""
"""What the names of the README's cells hold after them."""


def _notebook(folder: Path) -> None:
    """What the documents show for a notebook, in a real kernel, over the README's own data."""
    make: Any = nbformat.v4
    notebook = make.new_notebook()
    notebook.cells = [make.new_code_cell(cell) for cell in (*readme.notebook(), LOOKED_AT)]
    resources = {"metadata": {"path": str(folder)}}
    NotebookClient(notebook, timeout=240, kernel_name="python3", resources=resources).execute()
    texts = ["".join(out.get("text", "") for out in cell.outputs) for cell in notebook.cells]
    assert any("between" in text for text in texts)
    assert any(text.startswith("One person") for text in texts)
    answer = json.loads(texts[-1])
    (together,) = answer.pop("together")
    assert together[1:] == ["Rosa Fenn", 3]
    assert answer == {
        "suspects": ["Dana Quill"],
        "central": "Person",
        "facts": ["SUSPECT_IN", "USES", "VICTIM_OF"],
        "written": True,
        "excel": ["Dana Quill"],
        "names": ["Dana Quill"],
        "why": True,
    }


@pytest.mark.slow
@pytest.mark.neo4j
def test_py2neo_reads_a_neo4j_server(neo4j_store: Store) -> None:
    """In a process of its own, for py2neo's warnings are not ours."""
    program = readme.code("py2neo")
    address = neo4j_store.settings.neo4j_uri or ""
    program = program.replace("bolt://127.0.0.1:7687", address) + "\nprint(type(frame).__name__)"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert told.stdout.strip() == "DataFrame", told.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[zipfile.ZipFile]:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=readme.ROOT, check=True, capture_output=True)
    (file,) = folder.glob("*.whl")
    with zipfile.ZipFile(file) as opened:
        yield opened


@pytest.mark.slow
def test_the_wheel_has_all_that_the_commands_read(wheel: zipfile.ZipFile) -> None:
    packed = set(wheel.namelist())
    kinds = ("*.cypher", "*.sql", "*.toml", "*.txt", "*.css", "*.js", "*.svg", "*.woff2", "*.py")
    for package in ("cypher", "graph", "ingest", "dashboard"):
        for kind in kinds:
            for file in (readme.ROOT / package).rglob(kind):
                assert file.relative_to(readme.ROOT).as_posix() in packed
    assert "throughline.py" in packed
    for room in ROOMS:
        assert any(name.startswith(f"cypher/{room}/") for name in packed)


@pytest.mark.slow
def test_the_wheel_has_nothing_of_the_tests(wheel: zipfile.ZipFile) -> None:
    tops = {name.partition("/")[0] for name in wheel.namelist() if ".dist-info/" not in name}
    assert tops == {"cypher", "graph", "ingest", "dashboard", "throughline.py"}
    assert not any("__pycache__" in name or name.endswith(".pyc") for name in wheel.namelist())


@pytest.mark.slow
def test_the_wheel_answers_by_itself(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    wheel.extractall(tmp_path)
    program = "import throughline, graph; print(graph.__file__); throughline.main()"
    told = subprocess.run(
        [sys.executable, "-c", program, "ask", "--json"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    where, _, listed = told.stdout.partition("\n")
    assert where == str(tmp_path / "graph" / "__init__.py")
    assert {entry["name"] for entry in json.loads(listed)} >= {"repeat_suspects"}
