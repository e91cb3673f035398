"""What comes over Bolt, as plain Python that no other module needs a driver to read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

_AS_IS = frozenset({str, int, float, bool, type(None)})


def plain(value: Any) -> Any:
    """Instants in UTC (to the microsecond), dates, lists, dicts; a duration as ISO text.

    A node or relationship becomes the dict of its properties, a path the list of its
    nodes, a point the list of its coordinates.
    """
    if type(value) in _AS_IS:
        return value
    if isinstance(value, list | tuple):  # a point is a tuple
        if type(value) is list and _AS_IS.issuperset(map(type, value)):
            return value
        return [plain(each) for each in value]
    if isinstance(value, Mapping):  # so are a node and a relationship
        return {key: plain(each) for key, each in value.items()}
    if hasattr(value, "to_native"):
        native = value.to_native()
        zoned = isinstance(native, dt.datetime) and native.tzinfo is not None
        return native.astimezone(dt.UTC) if zoned else native
    if hasattr(value, "nodes"):
        return [plain(node) for node in value.nodes]
    if hasattr(value, "iso_format"):
        return value.iso_format()
    raise TypeError(f"no plain form for {type(value).__name__}")
