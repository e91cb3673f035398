"""The routes of the API: a question read, asked through the session of its viewer, answered."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Flask, Response, jsonify, request
from pydantic import BaseModel

from dashboard.api.asked import Nothing, body_of, read
from dashboard.api.openapi import document
from dashboard.api.operations import OPERATIONS, Operation
from dashboard.problem import API, problem
from dashboard.words import sentence
from graph.access.session import Session
from graph.errors import AccessError, BusyError, EngineError, InputError, ThroughlineError

STATUS: dict[type[ThroughlineError], int] = {
    AccessError: 403,
    InputError: 400,
    BusyError: 503,
    EngineError: 503,
}
NOTHING = "There is nothing here that this account may see: search for it by number or reference."


def register(server: Flask, session: Callable[[], Session]) -> None:
    """Add the routes to the app. The door lets other systems in to them, and nobody else."""
    routes = Blueprint("api", __name__, url_prefix=API)
    for operation in OPERATIONS:
        method = "POST" if operation.body else "GET"
        view = _view(operation, session)
        routes.add_url_rule(operation.path, operation.name, view, methods=[method])
    described = document(OPERATIONS)

    @routes.get("/openapi.json")
    def openapi() -> Response:
        try:
            read(Nothing, request.args.to_dict(flat=False))
        except InputError as error:
            return problem(400, str(error))
        return jsonify(described)

    server.register_blueprint(routes)


def _view(operation: Operation, session: Callable[[], Session]) -> Callable[..., Response]:
    def view(**parts: str) -> Response:
        try:
            asked: BaseModel = read(operation.asked, request.args.to_dict(flat=False))
            if operation.body:
                asked = body_of(operation.body, request.get_data())
            answer = operation.run(session(), parts, asked)
        except ThroughlineError as error:
            return problem(STATUS.get(type(error), 500), sentence(str(error)))
        if answer is None:
            return problem(404, NOTHING)
        return Response(answer.model_dump_json(), mimetype="application/json")

    return view
