"""Identifiers: one file a kind, and this registry, which everybody asks.

A file of this folder that has a `KIND` is a kind. A record takes its word, a mapping fills its
key, a search understands it in every spelling, and docs/identifiers.md lists it.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module

from graph.model.identifiers.kind import Example, Kind, NodeLabel, Sought, together

__all__ = ["ACCOUNTS", "KINDS", "Example", "Kind", "NodeLabel", "Sought", "sought"]


def _read() -> Iterator[Kind]:
    for module in pkgutil.iter_modules(__path__):
        if module.name not in ("kind", "__main__"):
            kind = import_module(f"{__name__}.{module.name}").KIND
            assert isinstance(kind, Kind)  # noqa: S101 (for mypy: a module may hold anything)
            yield kind


KINDS = {kind.name: kind for kind in _read()}
"""Every kind by the word for it."""
ACCOUNTS = {name: kind for name, kind in KINDS.items() if kind.label == "Account"}
"""The kinds that a record and a mapping name as the kind of an account."""


def sought(text: str, label: NodeLabel) -> Sought:
    """What a typed text may name among the nodes of one label."""
    return together(kind.sought(text) for kind in KINDS.values() if kind.label == label)
