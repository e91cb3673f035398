"""CONTRIBUTING.md followed word by word, in a copy of the project."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PARTS = ("graph", "ingest", "dashboard", "cypher", "docs", "tests")
FILES = ("throughline.py", "pyproject.toml", "README.md", "CONTRIBUTING.md", "LICENSE", "NOTICE")

pytestmark = pytest.mark.slow


def chapter(title: str) -> str:
    return GUIDE.partition(f"## {title} in fifteen minutes")[2].partition("\n## ")[0]


def blocks(text: str, language: str) -> list[str]:
    """The examples in a language, those in lists too."""
    return re.findall(rf"^ *```{language}\n(.*?)^ *```", text, re.DOTALL | re.MULTILINE)


class Copy:
    """A copy of the project to work in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for part in PARTS:
            # Bytecode as well, or each step would compile all; but none that is just being written.
            ignored = shutil.ignore_patterns("*.pyc.*", "img")
            shutil.copytree(ROOT / part, folder / part, ignore=ignored)
        for file in FILES:
            shutil.copy2(ROOT / file, folder / file)

    def save(self, text: str) -> None:
        """Write each file that the text says to save."""
        pattern = r"ave this\s+as `([\w./-]+)`(?:[^`]|`[^`])*?\n\n```\w+\n(.*?)```"
        found = re.findall(pattern, text, re.DOTALL)
        assert found
        for name, content in found:
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / name).write_text(content, encoding="utf-8")

    def replace(self, name: str, old: str, new: str) -> None:
        file = self.folder / name
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        file.write_text(text.replace(old, new), encoding="utf-8")

    def run(self, *words: str) -> str:
        told = subprocess.run(
            [sys.executable, "-m", *words],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(self.folder)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert told.returncode in (0, 3), told.stdout + told.stderr
        return told.stdout

    def test(self, *words: str) -> None:
        said = self.run("pytest", "-q", "-p", "no:cacheprovider", "-m", "not neo4j", *words)
        assert " passed" in said


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path / "copy")


def test_a_rule_is_a_query_file_and_a_case(copy: Copy) -> None:
    text = chapter("A rule")
    copy.save(text)
    page = copy.folder / "docs" / "questions.md"
    page.write_text(copy.run("graph.explore.listing"), encoding="utf-8")
    copy.test("tests/cypher/test_cases.py", "-k", "another_under_order or near or belongs")
    copy.test("tests/graph/explore/test_asking.py", "-k", "documented")
    assert "another_under_order" in copy.run("throughline", "ask")


def test_a_force_is_a_mapping_and_a_sample(copy: Copy) -> None:
    text = chapter("A force")
    copy.save(text)
    sample = "tests/ingest/samples/ferndale_2025-03-01.jsonl"
    assert "3 rows, 2 taken, 1 refused" in copy.run("throughline", "check-feed", "ferndale", sample)
    forces = copy.folder / "tests" / "ingest" / "feeds" / "test_forces.py"
    (example,) = blocks(text, "python")
    forces.write_text(f"{forces.read_text()}\n\n{example}", encoding="utf-8")
    copy.test("tests/ingest/feeds/test_forces.py")
    copy.run("ruff", "check", "--no-cache", "tests/ingest")


def test_a_field_is_declared_once_and_comes_to_a_page(copy: Copy) -> None:
    text = chapter("A field")
    copy.save(text)
    (field,) = blocks(text, "python")
    below = "    risk_tool: Fact[Text]"
    copy.replace("graph/model/record.py", below, f"{textwrap.indent(field, '    ')}{below}")
    for module, page in re.findall(r"python -m ([\w.]+) > ([\w/.]+)", text):
        (copy.folder / page).write_text(copy.run(module), encoding="utf-8")
    copy.replace("docs/model.md", "`weapon` `risk_tool`", "`weapon` `entry` `risk_tool`")
    for words in re.findall(r"python -m pytest (.+)", text):
        copy.test(*words.split())
    page = (copy.folder / "docs" / "fields.md").read_text(encoding="utf-8")
    assert "| `entry` | text | How somebody got in" in page


def test_a_page_is_a_file_and_the_way_to_it(copy: Copy) -> None:
    text = chapter("A page")
    copy.save(text)
    read, _, address, _ = (textwrap.dedent(block) for block in blocks(text, "python"))
    copy.replace(
        "graph/explore/answers.py", "\ndef neighbourhood(", f"\n{read}\n\ndef neighbourhood("
    )
    rows = "from graph.queries.rows import (\n"
    copy.replace("graph/explore/answers.py", rows, f"{rows}    AskOutcomes,\n")
    copy.replace("graph/explore/answers.py", '    "path",\n', '    "outcomes",\n    "path",\n')
    copy.replace("dashboard/routes.py", '    "search": ', f'    {address.strip()}\n    "search": ')
    routes = "from dashboard.routes import "
    copy.replace("dashboard/app.py", routes, f"from dashboard.pages import outcomes\n{routes}")
    copy.replace("dashboard/app.py", "PAGES = (", "PAGES = (outcomes.PAGE, ")
    # The order of the imports is no part of the example.
    copy.run("ruff", "check", "--no-cache", "--fix", "--select", "I", "dashboard/app.py")
    copy.run("ruff", "format", "--no-cache", "dashboard", "graph")
    copy.run("ruff", "check", "--no-cache", "dashboard", "graph", "tests/dashboard")
    copy.test("tests/dashboard/test_outcomes.py", "tests/dashboard/test_pages.py")
