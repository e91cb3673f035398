"""The command of this room: `serve`."""

from __future__ import annotations

import datetime as dt
import shlex
import socket
import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.security import LOOPBACK
from graph.access.audit import open_audit
from graph.access.here import account
from graph.commands.options import DataOption
from graph.errors import BusyError, InputError
from graph.model.reference import LONDON, purposes
from graph.settings import OpenId, Settings

if TYPE_CHECKING:
    from dashboard.commands.server import Certificate

DEMO = "demo"
"""The folder in the data folder that `throughline demo` works in."""


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(serve)


def serve(
    data: DataOption = None,
    port: Annotated[int, typer.Option(help="The port to listen on.", min=0, max=65535)] = 8050,
    host: Annotated[
        str, typer.Option(help="The address to listen on; anything but loopback needs accounts.")
    ] = "127.0.0.1",
    name: Annotated[
        list[str] | None, typer.Option(help="A name that the page answers to. Repeatable.")
    ] = None,
    behind_proxy: Annotated[
        str | None,
        typer.Option(help="The address of the proxy that brings TLS: it alone is believed."),
    ] = None,
    certificate: Annotated[
        Path | None, typer.Option(help="A certificate with its chain (PEM), to serve with TLS.")
    ] = None,
    key: Annotated[
        Path | None, typer.Option(help="The certificate's key (PEM), which you alone may read.")
    ] = None,
) -> None:
    """Serve the dashboard until Ctrl+C. Everybody signs in, and says what they work on."""
    from dashboard.app import create_app
    from dashboard.commands import server
    from dashboard.door.door import Door
    from dashboard.door.provider import Provider
    from dashboard.ready import get_ready
    from graph.access.accounts import Accounts
    from graph.changes.opening import open_store

    settings, provider = Settings.load(data), OpenId.load()
    accounts, audit = Accounts(settings.accounts), open_audit(settings)
    own = _certificate(certificate, key)
    _check(host, accounts.exist(), behind_proxy, tls=own is not None)
    door = Door(
        accounts,
        audit,
        lambda: purposes(dt.datetime.now(LONDON).date(), settings.corrections),
        tls=own is not None or behind_proxy is not None,
        provider=Provider(provider) if provider else None,
    )
    listening = _listen(host, port)
    with listening, open_store(settings) as store:
        ahead = threading.Thread(target=get_ready, args=(store, audit), daemon=True)
        ahead.start()
        app = create_app(store, audit, door.viewer, hosts=[host, *(name or [])])
        door.guard(app.server)
        shown = (name or [host])[0] if own else host
        address = f"{'https' if own else 'http'}://{shown}:{listening.getsockname()[1]}"
        if _is_empty(settings) and not _is_empty(replace(settings, data=settings.data / DEMO)):
            typer.echo(
                f"{settings.data} holds no records. The demo is inside it:"
                f" throughline serve --data {shlex.quote(str(settings.data / DEMO))}"
            )
        typer.echo(f"Throughline is at {address}/ (Ctrl+C ends it)")
        if accounts.exist():
            typer.echo("There are accounts: everybody signs in there with their own.")
        else:
            typer.echo(
                "There are no accounts: this link lets you in, once, within ten minutes:\n"
                f"{address}{door.owner_link(account())}"
            )
        server.run(app.server, listening, proxy=behind_proxy, certificate=own)
        ahead.join(server.ENDING)


def _is_empty(settings: Settings) -> bool:
    """Whether nothing was ever loaded into this folder; of a Neo4j server nobody can say."""
    return settings.embedded and not (settings.data / "deliveries").exists()


def _certificate(file: Path | None, key: Path | None) -> Certificate | None:
    from dashboard.commands.server import Certificate

    if file is None and key is None:
        return None
    if file is None or key is None:
        raise InputError("--certificate and --key go together: give both")
    own = Certificate(file, key)
    own.check()
    return own


def _check(host: str, accounts: bool, behind_proxy: str | None, *, tls: bool = False) -> None:
    if tls and behind_proxy is not None:
        raise InputError(
            "--certificate and --behind-proxy exclude each other: either the proxy brings TLS, or"
            " the certificate does"
        )
    if host in LOOPBACK and behind_proxy is None:
        return
    if not accounts:
        raise InputError(
            f"{host} is not this machine alone, and there are no accounts: add some with"
            " `throughline users add`, or serve on 127.0.0.1"
        )
    if behind_proxy is None and not tls:
        raise InputError(
            f"{host} is not this machine alone, and nothing brings TLS: give --certificate and"
            " --key, or name the proxy that does with --behind-proxy, or serve on 127.0.0.1"
        )


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
