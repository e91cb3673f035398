"""Reads the word lists and tables under `data/`, once each."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def words(name: str) -> tuple[str, ...]:
    """The lines of `data/<name>.txt`."""
    return tuple(_read(f"{name}.txt").split("\n")[:-1])


@cache
def table(name: str) -> dict[str, Any]:
    """The content of `data/<name>.toml`."""
    return tomllib.loads(_read(f"{name}.toml"))


def _read(name: str) -> str:
    return files(__package__).joinpath("data", name).read_text(encoding="utf-8")
