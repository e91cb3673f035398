"""What never happens in this project, read from its source."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("graph", "ingest", "dashboard", "cypher")
OURS = (*PACKAGES, "throughline")
SOURCES = sorted(
    [ROOT / "throughline.py", *(file for name in PACKAGES for file in (ROOT / name).rglob("*.py"))]
)
TESTS = sorted((ROOT / "tests").rglob("*.py"))
EMPTY_NAMES = {
    "utils",
    "util",
    "helpers",
    "helper",
    "misc",
    "common",
    "manager",
    "managers",
    "base",
}
PAGES = {"dash", "dash_ag_grid", "dash_cytoscape", "dash_mantine_components", "plotly", "flask"}
CYPHER = re.compile(
    r"\b(MATCH|MERGE|CREATE)\s*\(|\bUNWIND\s+\$|\]-+>?\(|\bDETACH\s+DELETE\b|\bRETURN\s+\w+\."
)
DRAMA_PHONES = re.compile(r"(?:\+44\s?|\b0)7\d{3}[\s-]?\d{3}[\s-]?\d{3}\b")


def name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


@cache
def imports(file: Path) -> set[str]:
    """The top-level packages that a file imports."""
    found = set()
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


def importers(packages: set[str]) -> set[str]:
    return {name(file) for file in SOURCES if imports(file) & packages}


def texts(file: Path) -> Iterator[str]:
    """Every text in a file but its docstrings; an f-string as the text around its holes."""
    module = tree(file)
    docs = {
        id(node.body[0].value)
        for node in ast.walk(module)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


@cache
def attributes(file: Path) -> set[str]:
    """Dotted names such as `os.environ`, and names taken out of a module by `from`."""
    found = set()
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found.add(f"{node.value.id}.{node.attr}")
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_the_store_and_the_two_engines_import_the_neo4j_driver() -> None:
    files = ("embedded", "failure", "neo4j_server", "protocol", "store", "watchdog")
    assert importers({"neo4j"}) == {f"graph/engine/{name}.py" for name in files}


def test_pages_and_charts_stay_in_the_dashboard() -> None:
    """But for what is written to a file, an evaluation's or an export: it needs no page."""
    written = {"ingest/evaluate/identity_charts.py"}
    assert {file.partition("/")[0] for file in importers(PAGES) - written} == {"dashboard"}
    assert importers(PAGES - {"plotly"}) & written == set()
    leaving = {"graph/export/picture.py", "graph/export/oversight.py", "graph/report/pdf.py"}
    assert importers({"matplotlib"}) == written | leaving


def test_one_file_reads_the_environment() -> None:
    readers = {
        name(file)
        for file in SOURCES
        if attributes(file) & {"os.environ", "os.getenv", "os.putenv"}
    }
    assert readers == {"graph/settings.py"}


def test_cypher_stands_in_query_files_only() -> None:
    """A message may quote a clause between backticks."""
    found = [
        f"{name(file)}: {text[:60]}"
        for file in SOURCES
        for text in texts(file)
        if CYPHER.search(re.sub(r"`[^`]*`", "", text))
    ]
    assert found == []


def test_the_search_for_cypher_finds_some() -> None:
    """Guards the test above: these would be found."""
    for text in (
        "MATCH (p:Person) RETURN p",
        "MERGE (a)",
        "UNWIND $rows AS row",
        "(a)-[:AT]->(b)",
        "RETURN p.name",
    ):
        assert CYPHER.search(text)


def test_nothing_is_logged() -> None:
    """A person is told on the terminal or page; what was looked at stands in the audit.

    One module switches off what Spark's own library would log.
    """
    silences = {"ingest/resolve/spark.py"}
    assert importers({"logging", "loguru", "structlog"}) == silences
    for file in silences:
        used = re.findall(r"logging\.\w+.*", (ROOT / file).read_text(encoding="utf-8"))
        assert used
        assert all(".disabled = True" in line for line in used), file


def test_no_module_has_an_empty_name() -> None:
    parts = {part for file in SOURCES for part in Path(name(file)).with_suffix("").parts}
    assert parts & EMPTY_NAMES == set()


def test_work_is_done_or_not_there() -> None:
    """No notes of work left over."""
    mark = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|raise NotImplementedError")
    this = Path(__file__)
    found = [
        name(file) for file in (*SOURCES, *TESTS) if file != this and mark.search(file.read_text())
    ]
    assert found == []


def test_only_what_a_machine_lacks_may_skip_a_test() -> None:
    """Java, Maven or a browser, and data that cannot be shipped with the project."""
    skip = re.compile(r"pytest\.(skip|importorskip|xfail)\(|mark\.(skip|skipif|xfail)\b")
    this = Path(__file__)
    found = {name(file) for file in TESTS if file != this and skip.search(file.read_text())}
    assert found <= {
        "tests/engines.py",
        "tests/ingest/feeds/test_pole.py",
        "tests/ingest/feeds/test_public_sets.py",
        "tests/whole/test_pole_loaded.py",
        "tests/whole/test_stlouis_loaded.py",
    }


def test_no_two_modules_of_the_tests_have_one_name() -> None:
    """pytest imports each by its bare name: of two it reads the first and refuses the other."""
    alone = {"__init__", "__main__"}
    count = Counter(file.stem for file in TESTS if file.stem not in alone)
    folders = {file.parent for file in TESTS if file.stem == "__init__"}
    packaged = {file.stem for file in TESTS if file.parent in folders}
    assert [stem for stem, times in count.items() if times > 1 and stem not in packaged] == []


def test_telephone_numbers_are_those_set_aside_for_fiction() -> None:
    """In the documents and the mappings: 07700 900000 to 900999."""
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]
    for page in (*pages, *(ROOT / "ingest" / "feeds").glob("*.toml")):
        for number in DRAMA_PHONES.findall(page.read_text(encoding="utf-8")):
            digits = re.sub(r"\D", "", number)
            assert digits.removeprefix("44").removeprefix("0").startswith("7700900"), page.name


def functions(file: Path) -> Iterator[tuple[str, int]]:
    """Each function and how many lines its body has."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.FunctionDef):
            yield f"{name(file)}: {node.name}", (node.end_lineno or 0) - node.body[0].lineno + 1


def test_modules_and_functions_stay_readable() -> None:
    lines = {name(file): len(file.read_text(encoding="utf-8").splitlines()) for file in SOURCES}
    made = {"graph/queries/rows.py"}  # by a command, from the headers of the queries
    assert [file for file, count in lines.items() if count > 450 and file not in made] == []
    longest = [each for file in SOURCES for each, count in functions(file) if count > 60]
    assert longest == []


def declared(group: str = "", extra: str = "") -> set[str]:
    """The distributions that pyproject.toml asks for; those of a group or an extra, if named."""
    content = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project = content["project"]
    wanted = content["dependency-groups"][group] if group else project["dependencies"]
    wanted = project["optional-dependencies"][extra] if extra else wanted
    return {_plain(re.findall(r"[\w.-]+", each)[0]) for each in wanted}


def _plain(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()


packages_distributions = cache(importlib.metadata.packages_distributions)
"""Reads every installed distribution."""


def distributions(files: list[Path]) -> set[str]:
    """The installed distributions that these files import from."""
    owners = packages_distributions()
    used = {package for file in files for package in imports(file)} - set(OURS)
    return {_plain(owner) for package in used for owner in owners.get(package, ())[:1]}


def test_what_is_imported_is_asked_for() -> None:
    extras = declared(extra="spark")
    assert distributions(SOURCES) - declared() - extras <= {"flask", "werkzeug"}  # under dash
    assert distributions(TESTS) - declared() - declared("dev") <= {"flask", "werkzeug"}


def test_what_is_asked_for_is_used() -> None:
    """By an import; or as a faster driver, or the data of time zones."""
    unused = declared() - distributions(SOURCES)
    assert unused == {"neo4j-rust-ext", "tzdata"}


@pytest.mark.parametrize("package", OURS)
def test_no_other_distribution_has_a_package_of_our_name(package: str) -> None:
    owners = set(packages_distributions().get(package, ()))
    assert owners <= {"throughline"}


def test_the_licence_is_one() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["license"] == "Apache-2.0"
    assert project["license-files"] == ["LICENSE", "NOTICE"]
    assert "Apache License" in (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache-2.0" in (ROOT / "README.md").read_text(encoding="utf-8")


_BACKWARDS = re.compile(r"MATCH \((?:\w+:\w+|:\w+)\)[-<][^\n]*\{id: ")


def test_a_pattern_begins_at_what_is_known() -> None:
    """ArcadeDB walks a pattern as it is written: begun at a label, it looks at all of them."""
    assert _BACKWARDS.search("MATCH (r:Record)-[:ABOUT]->(n:{{label}} {id: id})")
    assert not _BACKWARDS.search("MATCH (n:{{label}} {id: id})<-[:ABOUT]-(r:Record)")
    files = (ROOT / "cypher").rglob("*.cypher")
    assert [f.name for f in files if _BACKWARDS.search(f.read_text(encoding="utf-8"))] == []
