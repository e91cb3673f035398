"""What every answer of the dashboard is wrapped in: who may ask, and what a page may do."""

from __future__ import annotations

import re
import sys
import traceback
from collections import OrderedDict
from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import urlsplit

from dash import Dash
from flask import Flask, Response, abort, request
from flask_compress import Compress
from werkzeug.exceptions import HTTPException

from dashboard.payload import MOST_BYTES, Values, check, types
from dashboard.problem import is_for_systems, problem, told
from dashboard.text import STEERING
from graph.errors import InputError

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not "no-referrer": with that a browser sends the Origin "null" with a form of our own.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
CALLBACK = "/_dash-update-component"
KEPT = "private, max-age=31536000, immutable"
"""Of a file whose name or address changes with its content: no viewer's data is in it."""
ASKED_AGAIN = "private, no-cache"
"""Of a script that another loads when it is needed: kept, but asked each time whether it changed,
for its address stays the same."""
SUITES = "/_dash-component-suites/"
MOST_SQUEEZED = 128
_FINGERPRINT = re.compile(rf"^{SUITES}.+\.v[0-9_a-z]+m\d+\.")
_WRITTEN = (*STEERING, *(f"\\u{ord(mark):04x}" for mark in STEERING))
_STEERING = re.compile(
    f"[{STEERING}]|(?<!\\\\)((?:\\\\\\\\)*)\\\\u(?:%s)"
    % "|".join(f"{ord(mark):04x}" for mark in STEERING)
)
"""A mark that turns the direction of writing, as it may stand in JSON: as it is, or escaped."""


def secure(
    app: Dash, hosts: Collection[str] = (), values: Mapping[tuple[str, str], Any] | None = None
) -> None:
    """Answer only to loopback names and `hosts`, and only what a page may ask.

    `values` are the types of what the pages' callbacks read, by component and property. No page
    loads or sends anything elsewhere. Call it after the last clientside callback.
    """
    server: Flask = app.server
    server.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    _refuse_strangers(server, LOOPBACK | {host.lower() for host in hosts})
    _refuse_wrong_types(app, server, types(values or {}))
    server.register_error_handler(Exception, _fault)
    # Where the fault is in what wraps every answer, Flask would log its message.
    server.log_exception = lambda exc_info: _tell(exc_info[1])  # type: ignore[method-assign]
    policy = content_policy(app.csp_hashes())

    # An answer may be squeezed: no other site can make a browser ask for one (SameSite, Origin),
    # and see by its length what stands beside what it asked for.
    server.config["COMPRESS_MIMETYPES"] = [
        *("text/css", "text/javascript", "application/javascript", "application/json"),
    ]
    server.config["COMPRESS_ALGORITHM"] = ["br", "gzip"]
    server.config["COMPRESS_STREAMS"] = False
    server.config["COMPRESS_CACHE_KEY"] = lambda asked: asked.full_path if is_file() else ""
    server.config["COMPRESS_CACHE_BACKEND"] = _Squeezed
    Compress(server)

    @server.after_request
    def add_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers[name] = value
        if response.status_code in (200, 304) and is_file():
            response.headers["Cache-Control"] = KEPT if _never_changes() else ASKED_AGAIN
            # Squeezed whole: what squeezes a stream lets the file below it lie open.
            response.direct_passthrough = False
            response.make_sequence()
        response.headers["Content-Security-Policy"] = policy
        if request.path == CALLBACK:
            _keep_direction(response)
        return response


class _Squeezed:
    """Files as they are sent, so that three megabytes are squeezed once and not for everybody.

    What has no address (`is_file`) is somebody's answer, and is never kept.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[str, bytes] = OrderedDict()

    def get(self, key: str) -> bytes | None:
        return self._kept.get(key)

    def set(self, key: str, value: bytes) -> None:
        if not key.endswith(";"):
            self._kept[key] = value
            while len(self._kept) > MOST_SQUEEZED:
                self._kept.popitem(last=False)


def is_file() -> bool:
    """Whether a file of the program was asked for, by an address that stands for its content as
    long as this server runs."""
    return request.path.startswith(SUITES) or _never_changes()


def _never_changes() -> bool:
    """Whether what was asked for has another address as soon as it has another content."""
    if request.path.startswith("/assets/"):
        return "m" in request.args
    return _FINGERPRINT.match(request.path) is not None


def _keep_direction(response: Response) -> None:
    """No name, whatever stands in it, turns the direction of what a page says."""
    text = response.get_data(as_text=True)
    if any(mark in text for mark in _WRITTEN):  # a pattern takes ten times as long
        response.set_data(_STEERING.sub(lambda found: found[1] or "", text))


def _refuse_strangers(server: Flask, allowed: Collection[str]) -> None:
    """The check of the Host header stops DNS rebinding: a page of the open web whose name is made
    to point at this machine."""

    @server.before_request
    def refuse_strangers() -> None:
        if _hostname(f"//{request.host}") not in allowed:
            abort(421)
        origin = request.headers.get("Origin")
        if origin and urlsplit(origin).netloc != request.host:
            abort(403)


def _refuse_wrong_types(app: Dash, server: Flask, values: Values) -> None:
    @server.before_request
    def refuse_wrong_types() -> None:
        if request.path == CALLBACK and request.method == "POST":
            try:
                check(request.get_data(), app.callback_map, values)
            except InputError as error:
                abort(Response(f"Refused: {error}.", 400, mimetype="text/plain"))


def _fault(error: Exception) -> HTTPException | Response | tuple[str, int]:
    """A refusal as it is. A fault of Dash's own over a wrong address is the sender's; one of ours
    is told by its place, and never by its message: it may hold data."""
    for_systems = is_for_systems(request.path)
    if isinstance(error, HTTPException):
        return told(error) if for_systems else error
    frames = traceback.extract_tb(error.__traceback__)
    if frames and "/dash/" in frames[-1].filename:
        return "There is no such thing here.", 404
    _tell(error)
    words = "A fault of the program: the server's terminal says where."
    return problem(500, words) if for_systems else (words, 500)


def _tell(error: BaseException | None) -> None:
    """Say on standard error where a fault is."""
    for frame in traceback.extract_tb(error.__traceback__ if error else None):
        sys.stderr.write(f"  {frame.filename}:{frame.lineno} in {frame.name}\n")


def content_policy(hashes: Collection[str]) -> str:
    """Everything from here; scripts by their digest; no eval."""
    rules = {
        "default-src": "'none'",
        "script-src": " ".join(("'self'", *hashes)),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def _hostname(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""
