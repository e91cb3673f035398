"""The chart as a file for another tool: the route that the links of the toolbar lead to."""

from __future__ import annotations

import math

from dash import Dash
from flask import Response, request

from dashboard.network.chart import Picture
from dashboard.network.groups import GROUP, members
from dashboard.routes import Asked
from dashboard.view import Desk
from dashboard.workspace.layout import TAKE_OUT, depth_of
from graph.errors import AccessError, BusyError, InputError
from graph.export.files import take_out
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
    """Add the route. It is a link and no callback, so that the browser keeps the file as it does
    any other; the session asks for the right, and audits before the file is made."""

    def answer() -> Response:
        given = {name: (value,) for name, value in request.args.items()}
        asked = Asked("chart", {name: given.get(name, ("",))[0] for name in ("label", "id")}, given)
        session = desk.session()
        try:
            session.audit.permit(session.viewer, RIGHT)
            view = desk.look(asked.place, depth_of(asked), asked.one("state"))
            if view is None:
                return _refused("There is no such chart that you may see.", 404)
            made = take_out(session, view.chart, asked.one("format"), points_of(view.picture))
        except AccessError as error:
            return _refused(str(error), 403)
        except (BusyError, InputError) as error:
            return _refused(str(error), 400)
        name = {"Content-Disposition": f'attachment; filename="{made.name}"'}
        return Response(made.content, 200, name, mimetype=made.media)

    app.server.add_url_rule(TAKE_OUT, "take_out", answer)


def _refused(why: str, status: int) -> Response:
    return Response(why, status, mimetype="text/plain")
