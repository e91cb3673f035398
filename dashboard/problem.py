"""A refusal to another system: `application/problem+json` (RFC 9457), one sentence, no data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus

from flask import Response
from werkzeug.exceptions import HTTPException

API = "/api/v1"
"""Whatever lies below is for other systems, which come by a token."""
PURPOSE, REFERENCE = "Throughline-Purpose", "Throughline-Reference"
"""The headers that say what a system asks for."""
MEDIA = "application/problem+json"
SENTENCES = {
    404: "Nothing has this address: openapi.json lists what there is.",
    405: "This is not asked so: GET reads, and POST answers a flag; openapi.json lists both.",
    421: "The server does not answer to this name: ask for it by a name that it is served under.",
}


def is_for_systems(path: str) -> bool:
    """Whether a path is one of the API, or would be."""
    return path == API or path.startswith(f"{API}/")


def problem(status: int, detail: str, headers: Mapping[str, str] | None = None) -> Response:
    """A refusal: the status in numbers and words, and one sentence with the mend."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    return Response(json.dumps(body), status, dict(headers or {}), mimetype=MEDIA)


def told(error: HTTPException) -> Response | HTTPException:
    """A refusal of the server's own, as a problem; a redirection as it is."""
    if error.code is None or error.code < 400:
        return error
    words = "The request cannot be taken as it is: docs/api.md says how to ask."
    return problem(error.code, SENTENCES.get(error.code, words))
