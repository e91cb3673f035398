"""The news of a night: what a force is told, by mail and by webhook, and what is sent again."""

from __future__ import annotations

import base64
import datetime as dt
import email
import hashlib
import hmac
import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from dripping import dripping
from sessions import session_of
from small_graph import Node, write

from graph.access.session import Session
from graph.engine.store import Store
from graph.errors import InputError
from ingest.tell import outbox
from ingest.tell.receivers import receivers

NIGHT, NEXT = "2025-03-20T02:00:00+00:00", "2025-03-21T02:00:00+00:00"
SECRET = b"thirty-two bytes that are secret"


def flag(id_: str, owner: str, night: str = NIGHT, **props: Any) -> Node:
    given: dict[str, Any] = {
        "rule": "order_breach",
        "state": "new",
        "sentence": "Rowan Elder, 07700 900101",
    }
    given |= {"due": "2025-03-27", "night": night, "owner": owner, "subjects": ["sam"], **props}
    return ("Flag", id_, given)


FLAGS = [
    flag("f1", "northmarch"),
    flag("f2", "northmarch", state="withdrawn", rule="escalation", due=None),
    flag("other-force", "eastvale"),
    flag("earlier", "northmarch", night="2025-03-19T02:00:00+00:00"),
    flag("secret", "northmarch", level=2),
    flag("closed", "northmarch", compartments=["OP ALDER"]),
]


class Hook(HTTPServer):
    """A receiver of webhooks, which answers with `status`."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Took)
        self.status, self.took = 204, list[tuple[dict[str, str], bytes]]()


class _Took(BaseHTTPRequestHandler):
    server: Hook

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.took.append((dict(self.headers), body))
        self.send_response(self.server.status)
        self.send_header("Location", "http://127.0.0.1:1/")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class Letterbox(socketserver.TCPServer):
    """A mail server of the few words that a client needs."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Letter)
        self.refuses, self.letters = "", list[bytes]()


class _Letter(socketserver.StreamRequestHandler):
    server: Letterbox

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline().strip():
            word = line.split()[0].upper().decode()
            if word == "DATA":
                self.wfile.write(b"354 go on\r\n")
                letter = b""
                while not letter.endswith(b"\r\n.\r\n"):
                    letter += self.rfile.readline()
                self.server.letters.append(letter)
            refused = word == "RCPT" and self.server.refuses.encode() in line
            refused = refused and bool(self.server.refuses)
            if word == "QUIT":
                self.wfile.write(b"221 farewell\r\n")
                return
            self.wfile.write(b"550 nobody\r\n" if refused else b"250 well\r\n")


@contextmanager
def listening(server: Any) -> Iterator[Any]:
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def hook() -> Iterator[Hook]:
    with listening(Hook()) as server:
        yield server


@pytest.fixture
def letterbox() -> Iterator[Letterbox]:
    with listening(Letterbox()) as server:
        yield server


@pytest.fixture
def session(
    embedded_store: Store, hook: Hook, letterbox: Letterbox, tmp_path: Path
) -> Iterator[Session]:
    write(embedded_store, FLAGS, [])
    (tmp_path / "secret").write_text(f"whsec_{base64.b64encode(SECRET).decode()}\n")
    config = f"""
        [mail]
        host = "127.0.0.1"
        port = {letterbox.server_address[1]}
        security = "none"
        from = "throughline@example.com"
        [force.northmarch]
        to = ["desk@northmarch.example", "duty@northmarch.example"]
        url = "http://127.0.0.1:{hook.server_address[1]}/in"
        secret_file = "{tmp_path / "secret"}"
        """
    file = embedded_store.settings.data / "news.toml"
    file.write_text(config)
    yield session_of(embedded_store)
    file.unlink()
    for path in (embedded_store.settings.data / outbox.FOLDER).glob("*"):
        path.unlink()


def told(session: Session, night: str = NIGHT) -> list[tuple[str, str, int, bool]]:
    sent = outbox.tell(session, night, dt.datetime.fromisoformat(night))
    return [(each.force, each.way, each.flags, not each.failed) for each in sent]


def test_a_force_is_told_of_its_flags_and_of_nothing_else(
    session: Session, hook: Hook, letterbox: Letterbox
) -> None:
    taken = [("northmarch", "mail", 2, True), ("northmarch", "webhook", 2, True)]
    assert told(session) == taken
    ((headers, body),) = hook.took
    message = json.loads(body)
    assert message["data"] == {
        "force": "northmarch",
        "night": NIGHT,
        "counts": {"escalation": {"withdrawn": 1}, "order_breach": {"new": 1}},
        "flags": [
            {"id": "f2", "rule": "escalation", "state": "withdrawn", "due": None},
            {"id": "f1", "rule": "order_breach", "state": "new", "due": "2025-03-27"},
        ],
        "left_out": 0,
    }
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    made = base64.b64encode(hmac.digest(SECRET, signed, hashlib.sha256)).decode()
    assert headers["webhook-signature"] == f"v1,{made}"
    (letter,) = letterbox.letters
    mail = email.message_from_bytes(letter)
    assert mail["To"] == "desk@northmarch.example, duty@northmarch.example"
    assert mail["Message-ID"] == f"<{message['id']}@example.com>"
    text = mail.get_payload()
    assert "order breach: 1 new" in text
    assert "flag f1: order breach, new, due 2025-03-27" in text
    for word in ("Rowan", "07700", "sam", "secret", "closed", "other-force", "earlier"):
        assert word not in body.decode() + letter.decode()
    entries = [e.body or {} for e in session.audit.entries() if e.action == "disclosure"]
    assert [(body["by"], body["flags"]) for body in entries[-2:]] == [
        ("mail", ["f2", "f1"]),
        ("webhook", ["f2", "f1"]),
    ]
    assert told(session, NEXT) == []  # once, and nothing where nothing changed
    assert len(hook.took) == 1


def test_what_was_not_taken_is_sent_again_under_its_id(
    session: Session, hook: Hook, letterbox: Letterbox
) -> None:
    hook.status, letterbox.refuses = 503, "duty"
    assert [each[3] for each in told(session)] == [False, False]
    write(session.store, [flag("f9", "northmarch", night=NEXT)], [])
    hook.status, letterbox.refuses = 302, ""  # a redirection is no taking
    assert [each[1:] for each in told(session, NEXT)] == [
        ("mail", 2, True),
        ("webhook", 2, False),
        ("mail", 1, True),
        ("webhook", 1, False),
    ]
    hook.status = 200
    assert [each[2] for each in told(session, NEXT)] == [2, 1]
    ids = [headers["webhook-id"] for headers, _ in hook.took]
    assert ids[0] == ids[1] == ids[3] != ids[2] == ids[4]
    assert [path.name for path in (session.store.settings.data / "outbox").iterdir()] == [
        "told.json"
    ]


def test_a_receiver_that_is_gone_fails_nothing_and_is_told_in_words(
    session: Session, hook: Hook
) -> None:
    hook.shutdown()
    hook.server_close()
    sent = outbox.tell(session, NIGHT, dt.datetime.fromisoformat(NIGHT))
    said = list(outbox.lines(sent))
    assert said[0] == "news to northmarch by mail: 2 flags"
    assert said[1] == (
        "news to northmarch by webhook not taken (the webhook: ConnectionError): the next night"
        " sends it again"
    )
    file = session.store.settings.data / "news.toml"
    file.write_text("[force.x]\nurl = 'http://elsewhere.example/'\n")
    (sent_wrong,) = outbox.tell(session, NEXT, dt.datetime.fromisoformat(NEXT))
    assert "begins with https" in sent_wrong.failed


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[force.x]\nto = ['a@b.example']", "has no \\[mail\\]"),
        ("[mail]\nhost = 'x'\nfrom = 'a@b.example'\nsecurity = 'none'", "starttls or tls alone"),
        ("[force.x]\nurl = 'https://b.example/?key=1'", "holds no secret"),
        ("[force.x]\nurl = 'https://b.example/'", "needs a secret_file"),
        ("[force.x]\nto = ['two words']", "wrong force.x.to"),
        ("[force.x]\nhook = 'x'", "wrong force.x.hook"),
        ("[force", "no TOML"),
    ],
)
def test_what_cannot_be_meant_is_refused(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "news.toml").write_text(text)
    with pytest.raises(InputError, match=says):
        receivers(tmp_path)


def test_a_receiver_that_never_ends_its_answer_is_given_up_and_told_the_next_night(
    session: Session, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("ingest.tell.post.LONGEST", 0.3)
    with dripping() as port:
        config = f"""
            [mail]
            host = "127.0.0.1"
            port = {port}
            security = "none"
            from = "throughline@example.com"
            [force.northmarch]
            to = ["desk@northmarch.example"]
            url = "http://127.0.0.1:{port}/in"
            secret_file = "{tmp_path / "secret"}"
            """
        (session.store.settings.data / "news.toml").write_text(config)
        sent = outbox.tell(session, NIGHT, dt.datetime.fromisoformat(NIGHT))
    assert [(each.way, each.failed) for each in sent] == [
        ("mail", "the mail server: TimeoutError"),
        ("webhook", "the webhook: TimeoutError"),
    ]
    assert len(list((session.store.settings.data / outbox.FOLDER).glob("*_*.json"))) == 2
