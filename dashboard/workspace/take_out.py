"""The chart as a file for another tool: the route that the links of the toolbar lead to."""

from __future__ import annotations

import math

from dash import Dash

from dashboard.download import add_download
from dashboard.network.chart import Picture
from dashboard.network.groups import GROUP, members
from dashboard.routes import Asked
from dashboard.view import Desk
from dashboard.workspace.layout import TAKE_OUT, depth_of
from graph.export.files import File, take_out
from graph.model.schema import NodeKey

RIGHT = "disclosure"
AROUND = 28.0
"""Pixels from the middle of a group to each of its members, which a file shows one by one."""


def points_of(picture: Picture) -> dict[NodeKey, tuple[float, float]]:
    """Where everything stands as drawn; who is in a group, in a ring around its place."""
    points: dict[NodeKey, tuple[float, float]] = {}
    for node in picture.nodes.values():
        x, y = node.point
        if node.element.label != GROUP:
            points[node.element.place] = (x, y)
            continue
        inside = members(node.element)
        radius = AROUND * max(1.0, len(inside) / 6)
        for number, member in enumerate(inside):
            turn = 2 * math.pi * number / len(inside)
            points[member.place] = (x + radius * math.cos(turn), y + radius * math.sin(turn))
    return points


def bind(app: Dash, desk: Desk) -> None:
    """Add the route."""

    def made(asked: Asked) -> File | None:
        session = desk.session()
        session.audit.permit(session.viewer, RIGHT)
        place = (asked.one("label"), asked.one("id"))
        view = desk.look(place, depth_of(asked), asked.one("state"))
        if view is None:
            return None
        return take_out(session, view.chart, asked.one("format"), points_of(view.picture))

    add_download(app, TAKE_OUT, "take_out", made)
