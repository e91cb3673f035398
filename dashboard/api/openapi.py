"""openapi.json: the API described by OpenAPI 3.1, made of the table and the shapes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from dashboard.api.answers import Problem
from dashboard.api.operations import THINGS, Operation
from dashboard.problem import API, MEDIA, PURPOSE, REFERENCE

REFUSALS = {
    "400": "The question cannot be taken",
    "401": "No token, or one that lets nobody in",
    "403": "The role may not do this",
    "404": "There is nothing that this account may see",
    "429": "Too much was wrong from this address",
    "503": "Busy: the same may be asked again",
}
HEADERS = {
    PURPOSE: "The code of one of the force's purposes (reference/purposes.toml).",
    REFERENCE: "The number of the case or request that it is for.",
}


def document(operations: Iterable[Operation]) -> dict[str, Any]:
    """The whole description, as JSON."""
    operations = tuple(operations)
    shapes: list[type[BaseModel]] = [*(operation.answer for operation in operations), Problem]
    given = [operation.body for operation in operations if operation.body]
    _, schemas = models_json_schema(
        [
            *((shape, "serialization") for shape in shapes),
            *((shape, "validation") for shape in given),
        ],
        ref_template="#/components/schemas/{model}",
    )
    return {
        "openapi": "3.1.0",
        "info": {"title": "Throughline", "version": "1"},
        "servers": [{"url": API}],
        "security": [{"token": []}],
        "paths": {_path(each.path): {_method(each): _operation(each)} for each in operations},
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _path(rule: str) -> str:
    """As OpenAPI writes it; what stands in an id, a slash too, is quoted by whoever asks."""
    return re.sub(r"<(?:path:)?(\w+)>", r"{\1}", rule)


def _method(operation: Operation) -> str:
    return "post" if operation.body else "get"


def _operation(operation: Operation) -> dict[str, Any]:
    refusals = {
        status: _response(words, MEDIA, Problem.__name__) for status, words in REFUSALS.items()
    }
    answer = _response(operation.does, "application/json", operation.answer.__name__)
    body = operation.body
    sent = {"requestBody": _body(body.__name__)} if body else {}
    return {
        **sent,
        "operationId": operation.name,
        "summary": operation.does,
        "parameters": list(_parameters(operation)),
        "responses": {"200": answer, **refusals},
    }


def _body(shape: str) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{shape}"}
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def _response(words: str, media: str, shape: str) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{shape}"}
    return {"description": words, "content": {media: {"schema": schema}}}


def _parameters(operation: Operation) -> Iterator[dict[str, Any]]:
    for name, words in HEADERS.items():
        schema: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": 200}
        yield _parameter("header", name, schema, required=True) | {"description": words}
    for name in re.findall(r"<(?:path:)?(\w+)>", operation.path):
        schema = {"enum": list(THINGS)} if name == "label" else {"minLength": 1}
        yield _parameter("path", name, {"type": "string", **schema}, required=True)
    whole = operation.asked.model_json_schema()
    for name, schema in whole.get("properties", {}).items():
        yield _parameter("query", name, schema, required=name in whole.get("required", ()))


def _parameter(where: str, name: str, schema: dict[str, Any], *, required: bool) -> dict[str, Any]:
    return {"in": where, "name": name, "required": required, "schema": schema}
