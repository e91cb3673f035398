"""Callbacks that need no answer from the server."""

from __future__ import annotations

from typing import Any

from dash import ClientsideFunction, Dash


def call(app: Dash, name: str, *dependencies: Any, first: bool = False) -> None:
    """Bind a function of the scripts in dashboard/assets; `first`: also as the page begins."""
    bind: Any = app.clientside_callback
    bind(ClientsideFunction("throughline", name), *dependencies, prevent_initial_call=not first)
