"""docs/code.md is a map of the code: every room, nothing that is not there."""

from __future__ import annotations

import importlib
import re
from collections import Counter

import pytest
import readme

PAGE = (readme.ROOT / "docs" / "code.md").read_text(encoding="utf-8")
PACKAGES = ("graph", "ingest", "dashboard", "cypher")
MOST_FILES = 22
"""A room that grows beyond about twenty files is two rooms."""


def rooms() -> Counter[str]:
    """Every folder of the packages that holds files, with their number."""
    found: Counter[str] = Counter()
    for package in PACKAGES:
        for file in (readme.ROOT / package).rglob("*"):
            if file.is_file() and "__pycache__" not in file.parts and file.suffix != ".pyc":
                found[file.parent.relative_to(readme.ROOT).as_posix()] += 1
    return found


def room_of(folder: str) -> str:
    """A folder of themes inside a room of queries, or of icons, goes with its room."""
    parts = folder.split("/")
    return "/".join(parts[:2] if parts[0] in ("cypher", "dashboard") else parts)


def test_the_page_lists_every_room_once() -> None:
    listed = re.findall(r"^\| `([\w/]+)` \|", PAGE, re.MULTILINE)
    assert sorted(listed) == sorted({room_of(folder) for folder in rooms() if "/" in folder})


def test_every_room_has_a_sentence() -> None:
    assert [
        row for row in re.findall(r"^\| `[\w/]+` \|(.*)\|$", PAGE, re.MULTILINE) if len(row) < 6
    ] == []


def test_no_room_is_crowded() -> None:
    assert {room: n for room, n in rooms().items() if n > MOST_FILES} == {}


@pytest.mark.parametrize(
    "name", sorted(set(re.findall(r"`((?:graph|ingest|dashboard)\.[\w.]+)`", PAGE)))
)
def test_what_the_page_names_is_there(name: str) -> None:
    importlib.import_module(name)
