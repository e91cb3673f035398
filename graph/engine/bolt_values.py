"""What comes over Bolt, as plain Python that no other module needs a driver to read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

_AS_IS = frozenset({str, int, float, bool, type(None), dt.datetime, dt.date})
"""A native instant or day is one that `read_instants` made: plain already."""
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_FIRST_DAY = _EPOCH.toordinal()


def read_instants(driver: object) -> None:
    """Let a driver make plain instants and days of those that come.

    Its own keep nanoseconds and zones, which nobody here reads, and took a fifth of the time of a
    large answer. The hook is private: where a release has none, `plain` turns its own into ours.
    """
    pool: Any = getattr(driver, "_pool", None)
    opener = getattr(pool, "opener", None)
    if opener is None:
        return

    def open_(*given: Any) -> Any:
        connection = opener(*given)
        made = getattr(connection.hydration_handler, "struct_hydration_functions", {})
        made |= {tag: ours for tag, ours in _MADE.items() if tag in made}
        return connection

    pool.opener = open_


def _instant(seconds: int, nanoseconds: int, _offset: int) -> dt.datetime:
    return _EPOCH + dt.timedelta(seconds=seconds, microseconds=nanoseconds // 1_000)


def _day(days: int) -> dt.date:
    return dt.date.fromordinal(_FIRST_DAY + days)


_MADE = {b"I": _instant, b"D": _day}
"""By the tag of a structure: a date with time and offset since Bolt 5, and a day."""


def plain(value: Any) -> Any:
    """Instants in UTC (to the microsecond), dates, lists, dicts; a duration as ISO text.

    A node or relationship becomes the dict of its properties, a path the list of its
    nodes, a point the list of its coordinates.
    """
    kind = type(value)
    if kind in _AS_IS:
        return value
    if kind is dict and _AS_IS.issuperset(map(type, value.values())):
        return value
    if isinstance(value, list | tuple):  # a point is a tuple
        if kind is list and _AS_IS.issuperset(map(type, value)):
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
