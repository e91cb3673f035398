"""The README as tests read it: its files, its console examples, its code, its tables."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def files() -> dict[str, str]:
    """Name → content of the files that the README tells a reader to save."""
    return dict(re.findall(r"as `([\w.-]+)`:\n\n```\w+\n(.*?)```", README, re.DOTALL))


def console() -> list[tuple[str, str]]:
    """Each command line of the console examples, with what the README says it prints."""
    blocks = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    parts = [part for block in blocks for part in block.removeprefix("$ ").split("\n$ ")]
    return [(line, output) for line, _, output in (part.partition("\n") for part in parts)]


def code(word: str) -> str:
    """The first Python example that holds a word."""
    blocks: list[str] = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    return next(block for block in blocks if word in block)


def notebook() -> list[str]:
    """Every cell that the README and the other documents show for a notebook, in order."""
    pages = [README, *(page.read_text("utf-8") for page in sorted((ROOT / "docs").glob("*.md")))]
    cells = [cell for page in pages for cell in re.findall(r"```python\n(.*?)```", page, re.DOTALL)]
    return [cell for cell in cells if "py2neo" not in cell]


def table(head: str) -> list[list[str]]:
    """The rows of the table whose first heading is this."""
    part = README.partition(f"| {head} |")[2].partition("\n\n")[0]
    lines = [line for line in part.splitlines() if line.startswith("| ")]
    return [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in lines]
