"""Days on which recording rules changed: marked on the axis, for what lies on both sides of one
does not compare."""

from __future__ import annotations

import datetime as dt
import functools
from typing import Any, NamedTuple

from dashboard.palette import Palette
from dashboard.timeline.marks import Span, clocks
from graph.model.local_time import day
from graph.model.reference import LONDON, reference


class Break(NamedTuple):
    """A day on which a rule began, at its first moment by local clocks; and what the rule says."""

    at: dt.datetime
    title: str

    @property
    def said(self) -> str:
        """In one line."""
        return f"{day(self.at.date().isoformat())}: recording rules changed. {self.title}"


@functools.lru_cache(maxsize=1)
def _breaks(today: dt.date) -> tuple[Break, ...]:
    rows = reference(today)["recording_history"]
    return tuple(
        Break(clocks(dt.datetime.fromisoformat(row["from"])), row["title"]) for row in rows
    )


def breaks(span: Span) -> list[Break]:
    """Those within a stretch of time, oldest first."""
    return [each for each in _breaks(dt.datetime.now(LONDON).date()) if span[0] < each.at < span[1]]


def marked(span: Span, colours: Palette) -> dict[str, Any]:
    """A triangle for each where the axis is; pointed at, it says which rule began."""
    found = breaks(span)
    return {
        "type": "scatter",
        "name": "breaks",
        "x": [each.at for each in found],
        "y": [0] * len(found),
        "mode": "markers",
        "marker": {"symbol": "triangle-down", "size": 13, "color": colours.muted, "opacity": 1},
        "customdata": [["", each.said] for each in found],
        "cliponaxis": False,
        "hoverinfo": "none",
        "unselected": {"marker": {"opacity": 1}},
        "showlegend": False,
    }
