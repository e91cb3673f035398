"""Paths into nested rows: `suspect.name`, and for XML `field[@name="TimeStamp"].value`."""

from __future__ import annotations

import re
from typing import Any

from ingest.mapping.value import Value

PLACE = "(row)"  # in the cells of a joined row: where that row stands
OUTER = "outer."  # before a column of the row around this one; where that row stands
Chosen = tuple[str, str, str]
"""A step that picks among several of one name: name, attribute (`@name`), its value."""
Step = str | Chosen

_STEP = re.compile(r"""([^.\[\]]+)(?:\[@?([^=\]]+)=["']?([^"'\]]*)["']?\])?(?:\.|$)""")


def steps_of(path: str) -> list[Step]:
    """The steps of a path. A path that is not one is a single name."""
    if "[" not in path:
        return list(path.split("."))
    steps: list[Step] = []
    at = 0
    while at < len(path):
        match = _STEP.match(path, at)
        if match is None:
            return [path]
        name, key, wanted = match.groups()
        steps.append(name if key is None else (name, f"@{key.strip()}", wanted))
        at = match.end()
    return steps


def inside(value: Any, steps: list[Step]) -> Any:
    """What a path leads to; through a list it leads to all that its members have there."""
    for depth, step in enumerate(steps):
        if isinstance(value, list):
            deeper = [inside(each, steps[depth:]) for each in value]
            return [each for each in deeper if each not in (None, "")]
        if not isinstance(value, dict):
            return None
        value = one_step(value, step)
    return value


def one_step(cells: dict[str, Any], step: Step) -> Any:
    """What an object has at one step."""
    return cells.get(step) if isinstance(step, str) else _chosen(cells, step)


def _chosen(cells: dict[str, Any], step: Chosen) -> Any:
    """The members that have the attribute's value: one as it is, several as a list."""
    name, key, wanted = step
    child = cells.get(name)
    members = child if isinstance(child, list) else [child]
    hits = [each for each in members if isinstance(each, dict) and each.get(key) == wanted]
    return hits[0] if len(hits) == 1 else hits or None


def columns_of(value: Value | None, before: str) -> str:
    """The columns that a value reads, as a remark names them."""
    if value is None:
        return ""
    return ", ".join(f"{before}{column}" for column in (value.column, *value.columns) if column)
