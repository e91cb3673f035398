"""The server under the dashboard: slow and hostile connections, TLS, and whom it believes."""

from __future__ import annotations

import datetime as dt
import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from engines import lacking
from flask import Flask, request
from house import NO_STORE, House
from serving import serving

from dashboard.commands import serve as cli
from dashboard.commands import server
from dashboard.commands.server import Certificate
from dashboard.payload import MOST_BYTES
from graph.errors import InputError

BIG = 30_000_000
SLOW = 110


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """A certificate of one's own for loopback and desk.example."""
    folder = tmp_path_factory.mktemp("tls")
    key, now = ec.generate_private_key(ec.SECP256R1()), dt.datetime.now(dt.UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "desk.example")])
    names = [x509.DNSName("desk.example"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    own = Certificate(folder / "desk.pem", folder / "desk.key")
    own.file.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    own.key.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    own.key.chmod(0o600)
    return own


def app() -> Flask:
    app = Flask(__name__)

    @app.route("/", methods=["GET", "POST"])
    def who() -> str:
        return f"{request.remote_addr} {request.scheme} {request.host}"

    @app.route("/big")
    def big() -> bytes:
        return b"x" * BIG

    return app


@pytest.fixture
def port() -> Iterator[int]:
    with serving(app()) as port:
        yield port


def asked(port: int, body: bytes | None = None, **headers: str) -> tuple[int, str]:
    method = "GET" if body is None else "POST"
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request(method, "/", body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def connected(stack: ExitStack, port: int, *, receives: int = 0) -> socket.socket:
    client = stack.enter_context(socket.socket())
    if receives:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receives)
    client.settimeout(20)
    client.connect(("127.0.0.1", port))
    return client


def test_slow_connections_block_nobody(port: int) -> None:
    """Those that write a request slowly, its body, or read the answer slowly."""
    with ExitStack() as stack:
        for number in range(SLOW):
            client = connected(stack, port, receives=4096 if number % 3 == 0 else 0)
            client.sendall(
                (
                    b"GET /big HTTP/1.1\r\nHost: localhost\r\n\r\n",
                    b"GET / HTTP/1.1\r\nHost: local",
                    b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nab",
                )[number % 3 if number < 60 else 1]
            )
        begun = time.monotonic()
        assert asked(port)[0] == 200
        assert time.monotonic() - begun < 10


def test_an_answer_without_a_body_is_none_with_500() -> None:
    bare = Flask(__name__)
    bare.add_url_rule("/kept", "kept", lambda: ("", 304))
    with serving(bare) as port:
        for method, path, status in (("GET", "/kept", 304), ("HEAD", "/kept", 304)):
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            line.request(method, path)
            answer = line.getresponse()
            assert (answer.status, answer.read()) == (status, b"")
            line.close()


@pytest.mark.parametrize("said", [b"", b"GET / HTTP/1.1\r\nHost: lo", b"POST / HTTP/1.1\r\n"])
def test_a_connection_that_asks_nothing_is_cut(
    said: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "SILENCE", 1)
    with serving(app()) as port, ExitStack() as stack:
        client = connected(stack, port)
        client.sendall(said)
        assert client.recv(100) == b""


def test_a_connection_that_reads_nothing_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    if not hasattr(socket, "TCP_USER_TIMEOUT"):
        lacking("this system does not say how long a connection may be silent: try it on Linux")
    monkeypatch.setattr(server, "SILENCE", 1)
    with serving(app()) as port, ExitStack() as stack:
        client = connected(stack, port, receives=4096)
        client.sendall(b"GET /big HTTP/1.1\r\nHost: localhost\r\n\r\n")
        time.sleep(5)
        taken, part = 0, b"x"
        with suppress(ConnectionResetError):
            while part:
                part = client.recv(1_000_000)
                taken += len(part)
        assert taken < BIG


def test_bodies_and_headers_are_limited(port: int) -> None:
    assert asked(port, b"x" * MOST_BYTES)[0] == 200
    assert asked(port, b"", **{"Content-Length": str(MOST_BYTES + 1)})[0] == 413
    assert asked(port, None, **{"X-Long": "x" * 10_000})[0] == 200
    assert asked(port, None, **{"X-Long": "x" * 100_000})[0] == 431
    with ExitStack() as stack:  # of a length that nobody says beforehand
        client = connected(stack, port)
        client.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
        with suppress(BrokenPipeError, ConnectionResetError):
            for _ in range(100):
                client.sendall(b"10000\r\n" + b"x" * 65_536 + b"\r\n")
        assert b" 400 " in client.recv(100)


def test_what_is_no_request_is_refused_and_said_nowhere(
    port: int, capfd: pytest.CaptureFixture[str]
) -> None:
    for said in (
        b"\x16\x03\x01\x02\x00\x01",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nxxxx",
        b"\xff\r\n\r\n",
    ):
        with ExitStack() as stack:
            client = connected(stack, port)
            client.sendall(said + b"\r\n\r\n")
            client.shutdown(socket.SHUT_WR)
            while client.recv(10_000):
                pass
    assert asked(port)[0] == 200
    assert capfd.readouterr().err == ""


def test_the_proxy_alone_is_believed() -> None:
    said = {
        "X-Forwarded-For": "10.9.9.9",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "desk.example",
    }
    with serving(app()) as port:
        assert asked(port, None, **said)[1] == f"127.0.0.1 http 127.0.0.1:{port}"
    with serving(app(), proxy="10.0.0.1") as port:
        assert asked(port, None, **said)[1] == f"127.0.0.1 http 127.0.0.1:{port}"
    with serving(app(), proxy="127.0.0.1") as port:
        assert asked(port, None, **said)[1] == "10.9.9.9 https desk.example"
        twice = said | {"X-Forwarded-For": "10.8.8.8, 10.9.9.9"}
        assert asked(port, None, **twice)[1].startswith("10.9.9.9 ")


def test_a_certificate_of_ones_own_brings_tls(certificate: Certificate, tmp_path: Path) -> None:
    house = House(NO_STORE, tmp_path, tls=True, hosts=["desk.example"])
    trusting = ssl.create_default_context(cafile=str(certificate.file))
    with serving(house.app.server, certificate=certificate) as port:
        connection = http.client.HTTPSConnection("127.0.0.1", port, context=trusting, timeout=20)
        connection.request("GET", "/sign-in", headers={"Host": "desk.example"})
        answer = connection.getresponse()
        assert answer.status == 200
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
        cookie = answer.headers["Set-Cookie"]
        assert cookie.startswith("__Host-throughline=")
        assert "Secure" in cookie
        assert answer.headers["Server"] is None
        connection.close()
        connection.request("GET", "/sign-in", headers={"Host": f"127.0.0.1:{port}"})
        assert "Strict-Transport-Security" not in connection.getresponse().headers
        connection.close()
        with pytest.raises((OSError, http.client.HTTPException)):
            asked(port)
        with ExitStack() as stack:  # a handshake that is never made blocks nobody
            for _ in range(SLOW):
                connected(stack, port)
            connection.request("GET", "/sign-in", headers={"Host": "desk.example"})
            assert connection.getresponse().status == 200
            connection.close()


def test_a_certificate_that_cannot_be_used_is_refused(
    certificate: Certificate, tmp_path: Path
) -> None:
    certificate.check()
    assert cli._certificate(certificate.file, certificate.key) == certificate
    key = tmp_path / "key"
    key.write_bytes(certificate.key.read_bytes())
    key.chmod(0o640)
    with pytest.raises(InputError, match="chmod 600"):
        Certificate(certificate.file, key).check()
    key.chmod(0o600)
    Certificate(certificate.file, key).check()
    key.write_text("no key")
    for file, wrong in ((certificate.file, key), (tmp_path / "none", certificate.key)):
        with pytest.raises(InputError, match="cannot be used"):
            Certificate(file, wrong).check()
    with pytest.raises(InputError, match="give both"):
        cli._certificate(certificate.file, None)
