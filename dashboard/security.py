"""What every answer of the dashboard is wrapped in: who may ask, and what a page may do."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from dash import Dash
from flask import Flask, Response, abort, request

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


def secure(app: Dash, hosts: Collection[str] = ()) -> None:
    """Answer only to loopback names and `hosts`; no page loads or sends anything elsewhere.

    The check of the Host header stops DNS rebinding: a page of the open web whose name
    is made to point at this machine. Call it after the last clientside callback.
    """
    allowed = LOOPBACK | {host.lower() for host in hosts}
    policy = content_policy(app.csp_hashes())
    server: Flask = app.server

    @server.before_request
    def refuse_strangers() -> None:
        if _hostname(f"//{request.host}") not in allowed:
            abort(421)
        origin = request.headers.get("Origin")
        if origin and urlsplit(origin).netloc != request.host:
            abort(403)

    @server.after_request
    def add_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers[name] = value
        response.headers["Content-Security-Policy"] = policy
        return response


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
