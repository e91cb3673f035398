"""How near a chart is seen when it is first drawn, so that its labels are chosen for that at once.

The browser tells with each question how much room a workspace has (dashboard/assets/workspace.js),
and fits the chart into it by the same rule. Where the two differ it asks again.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection

from flask import request

from dashboard.network.style import width
from dashboard.timeline.figure import height
from dashboard.view import View

HEADER = "X-Room"
ROOM = re.compile(r"(\d{2,5}),(\d{2,5}),(\d{1,4})", re.ASCII)
"""Pixels across and down, and of those at most so many for the lanes."""
ABOVE, BELOW = 80, 30
"""Of the heading and the toolbar; of the timeline without its lanes."""
LABELS, MARGIN = 440, 72
NEAREST, FARTHEST = 1.25, 0.1


def zoom_at_first(view: View, hidden: Collection[str]) -> float:
    """The step of zoom at which the nodes fill the frame; 1.0 where no room was told."""
    told = ROOM.fullmatch(request.headers.get(HEADER, ""))
    nodes = [node for node in view.picture.nodes.values() if node.key not in hidden]
    if told is None or not nodes:
        return 1.0
    across, down, lanes = map(int, told.groups())
    down -= ABOVE + BELOW + min(lanes, height(view.lanes) if view.lanes else lanes)
    halves = [width(node, 1.0) / 2 for node in nodes]
    sizes = []
    for axis in (0, 1):
        ends = [(node.point[axis], half) for node, half in zip(nodes, halves, strict=True)]
        sizes.append(max(p + half for p, half in ends) - min(p - half for p, half in ends))
    fits = (across - min(LABELS, across / 2)) / sizes[0], (down - MARGIN) / sizes[1]
    zoom = max(FARTHEST, min(*fits, NEAREST))
    return float(2.0 ** (round(math.log2(zoom) * 3) / 3))
