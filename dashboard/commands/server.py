"""The server under the dashboard: Hypercorn, over plain HTTP, or TLS with an own certificate.

Connections are one thread's work however many and slow they are; a request is given to a worker
thread once it is here whole, and its answer is sent once it is made whole. So nobody who reads or
writes slowly holds a worker, and a connection that asks nothing is cut.
"""

from __future__ import annotations

import asyncio
import signal
import socket
import ssl
import stat
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from flask import Flask
from hypercorn.app_wrappers import WSGIWrapper
from hypercorn.asyncio.run import worker_serve
from hypercorn.config import Config, Sockets
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wsgi import ClosingIterator

from dashboard.payload import MOST_BYTES
from graph.errors import InputError

THREADS = 8
SILENCE = 20
"""Seconds after which a connection is cut that asks, sends or reads nothing."""
MOST_HEADER_BYTES = 16_384
"""Of a request's line and headers."""
ENDING = 3
"""Seconds that answers under way are given when the server ends."""
FORWARDED = ("FORWARDED", "X_FORWARDED_FOR", "X_FORWARDED_PROTO", "X_FORWARDED_HOST",
             "X_FORWARDED_PORT", "X_FORWARDED_PREFIX")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate with its chain, and its key: PEM files."""

    file: Path
    key: Path

    def check(self) -> None:
        """InputError when the two do not fit, or others may read the key."""
        try:
            if stat.S_IMODE(self.key.stat().st_mode) & 0o077:
                raise InputError(
                    f"{self.key} may be read by others: `chmod 600 {self.key}`, and have a new"
                    " certificate made if somebody could have"
                )
            self.context()
        except OSError as error:  # an SSLError is one
            reason = "no PEM files that fit" if isinstance(error, ssl.SSLError) else error.strerror
            raise InputError(
                f"{self.file} and {self.key} cannot be used ({reason}): give a certificate with its"
                " chain, and its key without a password"
            ) from None

    def context(self) -> ssl.SSLContext:
        """What a server needs to speak TLS with it: 1.2 or newer."""
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(self.file, self.key, password=lambda: b"")
        return context


def run(
    server: Flask,
    listening: socket.socket,
    *,
    proxy: str | None = None,
    certificate: Certificate | None = None,
    ended: threading.Event | None = None,
) -> None:
    """Answer on that socket until Ctrl+C, SIGTERM, or until `ended` is set.

    What a `proxy` (its address) says of whom it speaks for is believed, and of nobody else.
    """
    if sys.platform == "linux":  # inherited by each connection: one that reads nothing is cut too
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, SILENCE * 1_000)
    wrap: Any = _with_a_body(believing(proxy, server.wsgi_app))
    server.wsgi_app = wrap  # type: ignore[method-assign]
    secure, plain = ([listening], []) if certificate else ([], [listening])
    asyncio.run(
        _serve(Whole(server, MOST_BYTES), _config(certificate), Sockets(secure, plain, []), ended)
    )


def _config(certificate: Certificate | None) -> Config:
    config = Config()
    if certificate:
        config.certfile, config.keyfile = str(certificate.file), str(certificate.key)
    config.alpn_protocols = ["http/1.1"]
    config.errorlog = None  # a message may hold data
    config.include_server_header = False
    config.h11_max_incomplete_size = MOST_HEADER_BYTES
    config.keep_alive_timeout = SILENCE
    config.read_timeout = SILENCE
    config.ssl_handshake_timeout = SILENCE
    config.graceful_timeout = ENDING
    return config


async def _serve(
    app: WSGIWrapper, config: Config, sockets: Sockets, ended: threading.Event | None
) -> None:
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(THREADS, "answers"))
    loop.set_exception_handler(lambda *_: None)  # a broken connection is nobody's fault here
    over = asyncio.Event()
    if ended is None:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, over.set)
        await worker_serve(app, config, sockets=sockets, shutdown_trigger=over.wait)
        return
    while_not_ended = loop.create_task(_watch(ended, over))
    await worker_serve(app, config, sockets=sockets, shutdown_trigger=over.wait)
    await while_not_ended


async def _watch(ended: threading.Event, over: asyncio.Event) -> None:
    while not ended.is_set():
        await asyncio.sleep(0.05)
    over.set()


class Whole(WSGIWrapper):
    """A WSGI app whose answers are made whole before any of it is sent.

    Hypercorn's own wrapper keeps a worker until the reader has taken the answer.
    """

    async def handle_http(
        self, scope: Any, receive: Any, send: Any, sync_spawn: Any, call_soon: Any
    ) -> None:
        """Answer one request; called by Hypercorn."""
        del call_soon
        if _length(scope) > self.max_body_size:
            await send({"type": "http.response.start", "status": 413, "headers": []})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
            return
        made: list[Any] = []

        async def pass_on(message: Any) -> None:
            for each in (*made, message):
                await asyncio.wait_for(send(each), SILENCE)
            made.clear()

        def keep(_: Any, message: Any) -> None:
            made.append(message)

        await super().handle_http(scope, receive, pass_on, sync_spawn, keep)


def _with_a_body(app: Callable[..., Any]) -> Callable[..., Any]:
    """The app, each of whose answers has a piece: Hypercorn answers one without any, such as 304,
    with 500."""

    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        made = app(environ, start_response)
        return ClosingIterator(chain(made, (b"",)), getattr(made, "close", None))

    return answer


def _length(scope: Any) -> int:
    given = dict(scope["headers"]).get(b"content-length", b"0")
    return int(given) if given.isdigit() else 0


def believing(proxy: str | None, app: Callable[..., Any]) -> Callable[..., Any]:
    """The app, told by that proxy alone whom it speaks for; others' words are taken off."""
    fixed = ProxyFix(app, x_for=1, x_proto=1, x_host=1)

    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        if proxy is not None and environ.get("REMOTE_ADDR") == proxy:
            return fixed(environ, start_response)
        for name in FORWARDED:
            environ.pop(f"HTTP_{name}", None)
        return app(environ, start_response)

    return answer
