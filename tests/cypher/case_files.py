"""Case files: one TOML file per question, with a tiny graph, the rows out, and near misses.

graph = '''lines in the notation of tiny_graph.py'''
params = {…}                  what is asked with, beside the defaults
expect = [{column = value}]   the rows, in order; a row may name some columns only
[[near]]                      a small change after which something else comes out
why = "one incident recorded twice is one occasion"
change = '''
- a line of the graph, as it stands there
+ a line to add
'''
expect = []                   (nothing, unless stated)
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "cases"


@dataclass(frozen=True)
class Case:
    """One graph and what the question answers over it. `path` is room/name."""

    path: str
    title: str
    graph: str
    params: dict[str, Any]
    expect: list[dict[str, Any]]


def case_files() -> dict[str, Path]:
    """room/name of the question → its case file."""
    return {f"{file.parent.name}/{file.stem}": file for file in sorted(FOLDER.glob("*/*.toml"))}


def cases() -> list[Case]:
    return [case for path, file in case_files().items() for case in _read(path, file)]


def _read(path: str, file: Path) -> list[Case]:
    content = tomllib.loads(file.read_text(encoding="utf-8"))
    unknown = set(content) - {"graph", "params", "expect", "near"}
    if unknown:
        raise ValueError(f"{file.name}: unknown {', '.join(sorted(unknown))}")
    graph, params = content["graph"], content.get("params", {})
    found = [Case(path, "the case", graph, params, content["expect"])]
    for near in content.get("near", []):
        if unknown := set(near) - {"why", "change", "params", "expect"}:
            raise ValueError(f"{file.name}: unknown {', '.join(sorted(unknown))}")
        changed = _change(graph, near.get("change", ""), file.name)
        asked = params | near.get("params", {})
        found.append(Case(path, near["why"], changed, asked, near.get("expect", [])))
    return found


def _change(graph: str, change: str, file: str) -> str:
    lines = [" ".join(line.split()) for line in graph.splitlines()]
    for line in filter(None, map(str.strip, change.splitlines())):
        sign, text = line[0], " ".join(line[1:].split())
        if sign == "-" and text in lines:
            lines.remove(text)
        elif sign == "+":
            lines.append(text)
        else:
            raise ValueError(f"{file}: the graph has no line {text!r} to take out")
    return "\n".join(lines)
