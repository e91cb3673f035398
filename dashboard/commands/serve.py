"""The command of this room: `serve`."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Annotated

import typer

from graph.access.audit import open_audit
from graph.access.viewer import viewer_here
from graph.errors import BusyError
from graph.settings import Settings

THREADS = 8


def serve(
    data: Annotated[Path | None, typer.Option(help="The data folder.")] = None,
    port: Annotated[int, typer.Option(help="The port to listen on.", min=0, max=65535)] = 8050,
    host: Annotated[
        str, typer.Option(help="The address to listen on; keep it on loopback.")
    ] = "127.0.0.1",
    who: Annotated[
        str | None, typer.Option(help="A name to stand before that of this user.")
    ] = None,
    role: Annotated[str, typer.Option(help="In which role.")] = "analyst",
    purpose: Annotated[
        str, typer.Option(help="Why: it stands in the banner and in the audit.")
    ] = "looking at linked incidents",
    clearance: Annotated[int, typer.Option(help="0 OFFICIAL to 3 TOP SECRET.", min=0, max=3)] = 0,
) -> None:
    """Serve the dashboard on this machine until Ctrl+C."""
    from dashboard.app import create_app
    from graph.changes.opening import open_store

    settings = Settings.load(data)
    viewer = viewer_here(settings, purpose, clearance, role=role, name=who)
    listening = _listen(host, port)
    with listening, open_store(settings) as store:
        app = create_app(store, open_audit(settings), lambda _: viewer, hosts=[host])
        typer.echo(
            f"Throughline is at http://{host}:{listening.getsockname()[1]}/ (Ctrl+C ends it)"
        )
        _run(app.server, listening)


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket, taken before anything else starts."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise BusyError(
            f"Port {port} is taken or not allowed; give another with --port."
        ) from error
    return listening


def _run(server: object, listening: socket.socket) -> None:
    import waitress

    waitress.serve(server, sockets=[listening], threads=THREADS, ident=None)
