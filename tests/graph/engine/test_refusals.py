"""What a server refuses is told with the mend that fits: tried against real refusals."""

from __future__ import annotations

import datetime as dt
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from engines import START_SOON, kernel
from neo4j import exceptions

from graph.changes.opening import open_store
from graph.engine.embedded import Embedded
from graph.engine.failure import told
from graph.engine.neo4j_server import Neo4jServer
from graph.engine.store import Store
from graph.errors import EngineError, RefusedError
from graph.settings import Settings


@pytest.fixture
def tls(tmp_path: Path) -> Iterator[int]:
    """The port of a server whose certificate it signed itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + dt.timedelta(days=1))
        .add_extension(here, critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = tmp_path / "both.pem"
    plain = serialization.NoEncryption()
    kind = serialization.PrivateFormat.PKCS8
    pem.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, kind, plain)
        + made.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            while True:
                try:
                    line, _ = listener.accept()
                except OSError:
                    return
                with line:
                    try:
                        context.wrap_socket(line, server_side=True).close()
                    except OSError:
                        continue

        threading.Thread(target=serve, daemon=True).start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)


def test_a_certificate_that_signed_itself_is_told_as_such(tls: int, tmp_path: Path) -> None:
    with pytest.raises(EngineError, match=r"\+ssc in the place of \+s"):
        open_store(Settings(tmp_path, f"bolt+s://127.0.0.1:{tls}", "neo4j", "x"))


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("ClientError.Security.Forbidden", "may only be read"),
        ("DatabaseError.Transaction.TransactionCommitFailed", "after its disk was full"),
        ("ClientError.Database.DatabaseNotFound", "NEO4J_DATABASE"),
    ],
)
def test_a_code_is_told_with_its_mend_and_without_its_message(code: str, told: str) -> None:
    error = exceptions.Neo4jError._basic_hydrate(neo4j_code=f"Neo.{code}", message="Zebedee")
    refusal = Neo4jServer(Settings(Path(), "bolt://x", "u", "p")).refusal(error)
    assert refusal
    assert told in refusal
    assert "Zebedee" not in refusal


def test_what_the_embedded_engine_loses_on_a_full_disk_is_told_as_such(tmp_path: Path) -> None:
    code = "Neo.ClientError.Transaction.TransactionNotFound"
    lost, other = (
        exceptions.Neo4jError._basic_hydrate(neo4j_code=each, message="Zebedee")
        for each in (code, "Neo.ClientError.Statement.ArithmeticError")
    )
    assert "make room" in str(told(lost, Embedded(tmp_path), None, 1.0))
    assert isinstance(told(other, Embedded(tmp_path), None, 1.0), RefusedError)


@pytest.mark.neo4j
@pytest.mark.slow
def test_a_server_with_its_first_password_and_one_without_the_database(tmp_path: Path) -> None:
    with kernel(tmp_path, *START_SOON, set_to=["dbms.security.auth_enabled=true"]) as server:
        with pytest.raises(EngineError, match="first password changed"):
            open_store(replace(server, neo4j_password="neo4j"))
        with pytest.raises(EngineError, match="NEO4J_USER and NEO4J_PASSWORD"):
            open_store(replace(server, neo4j_password="wrong"))


@pytest.mark.neo4j
def test_a_database_that_is_not_there_is_told(neo4j_store: Store) -> None:
    with pytest.raises(EngineError, match="no database of the name in NEO4J_DATABASE"):
        open_store(replace(neo4j_store.settings, neo4j_database="nowhere"))


@pytest.mark.neo4j
def test_where_all_indexes_are_there_nothing_is_written(
    neo4j_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An account that may only read can open the graph: its folder has claimed it before."""
    here = replace(neo4j_store.settings, data=tmp_path)
    open_store(here).close()
    sent: list[str] = []
    monkeypatch.setattr(Store, "write", lambda _, query, **__: sent.append(query.path))
    open_store(here).close()
    assert sent == []
