"""The audit keeps every entry, finds tampering, and forgets a body without breaking."""

from __future__ import annotations

import multiprocessing
import socket
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from graph.access.anchors import Anchor, anchors_in, read_anchors
from graph.access.audit import Audit
from graph.access.chain import START, link
from graph.access.signing import sign, signed_for
from graph.access.viewer import Viewer
from graph.errors import BusyError, InputError

VIEWER = Viewer("ana", "analyst", "testing the audit", 1)


@pytest.fixture
def audit(tmp_path: Path) -> Audit:
    return Audit(tmp_path / "audit.sqlite")


def change(audit: Audit, statement: str) -> None:
    db = sqlite3.connect(audit.path)
    db.executescript(statement)
    db.commit()
    db.close()


def write_many(path: Path, count: int) -> None:
    audit = Audit(path)
    for number in range(count):
        audit.write(VIEWER, "consultation", {"number": number})


def test_an_entry_says_who_why_and_what(audit: Audit) -> None:
    number = audit.write(VIEWER, "consultation", {"search": "Rowan Elder"})
    (entry,) = audit.entries()
    assert (entry.seq, entry.who, entry.role, entry.purpose) == (
        number, "ana", "analyst", "testing the audit",
    )  # fmt: skip
    assert entry.body == {"search": "Rowan Elder"}
    assert entry.at.endswith("+00:00")


def test_an_unknown_action_is_refused(audit: Audit) -> None:
    with pytest.raises(InputError):
        audit.write(VIEWER, "peeking", {})  # type: ignore[arg-type]
    assert audit.entries() == []


def test_the_file_is_for_its_owner_only(audit: Audit) -> None:
    assert audit.path.stat().st_mode & 0o077 == 0


def test_two_processes_writing_at_once_lose_nothing(audit: Audit) -> None:
    spawn = multiprocessing.get_context("spawn")
    writers = [spawn.Process(target=write_many, args=(audit.path, 40)) for _ in range(2)]
    for writer in writers:
        writer.start()
    write_many(audit.path, 40)
    for writer in writers:
        writer.join(60)
        assert writer.exitcode == 0
    assert [entry.seq for entry in audit.entries()] == list(range(1, 121))
    assert audit.verify() is None


TAMPERED = {
    "a purpose changed": "UPDATE entry SET purpose = 'curiosity' WHERE seq = 3",
    "a name changed": "UPDATE entry SET who = 'bo' WHERE seq = 3",
    "a time changed": "UPDATE entry SET at = '2020-01-01' WHERE seq = 3",
    "a digest changed": "UPDATE entry SET body_digest = 'x' WHERE seq = 3",
    "a body changed": "UPDATE body SET text = '{}' WHERE seq = 3",
    "a salt changed": "UPDATE body SET salt = x'00' WHERE seq = 3",
    "a body deleted": "DELETE FROM body WHERE seq = 3",
    "two bodies changed about": "UPDATE body SET seq = CASE seq WHEN 3 THEN -4 ELSE -3 END"
    " WHERE seq IN (3, 4); UPDATE body SET seq = -seq WHERE seq < 0",
    "an entry deleted": "DELETE FROM entry WHERE seq = 3",
    "an entry deleted with its body": "DELETE FROM body WHERE seq = 3;"
    " DELETE FROM entry WHERE seq = 3",
    "an entry deleted and the rest numbered anew": "DELETE FROM body WHERE seq = 3;"
    " DELETE FROM entry WHERE seq = 3; UPDATE entry SET seq = seq - 1 WHERE seq > 3;"
    " UPDATE body SET seq = seq - 1 WHERE seq > 3",
    "two entries changed about": "UPDATE entry SET seq = CASE seq WHEN 3 THEN -4 ELSE -3 END"
    " WHERE seq IN (3, 4); UPDATE entry SET seq = -seq WHERE seq < 0",
}
CUT = (
    "DELETE FROM body WHERE seq > 3; DELETE FROM entry WHERE seq > 3;"
    " UPDATE sqlite_sequence SET seq = 3 WHERE name = 'entry'"
)


def six_entries(audit: Audit) -> None:
    for number in range(6):
        audit.write(VIEWER, "consultation", {"number": number})


@pytest.mark.parametrize("statement", TAMPERED.values(), ids=TAMPERED)
def test_the_first_entry_that_was_tampered_with_is_named(audit: Audit, statement: str) -> None:
    six_entries(audit)
    change(audit, statement)
    fault = audit.verify()
    assert fault is not None
    assert fault.seq == 3


def test_what_says_that_a_body_was_erased_does_not_go_unsaid(audit: Audit) -> None:
    six_entries(audit)
    audit.erase(VIEWER, 1)
    audit.erase(VIEWER, 2)
    assert audit.verify() is None
    change(audit, "DELETE FROM body WHERE seq IN (7, 8)")  # which say what was erased
    assert fault_at(audit) == 1


def fault_at(audit: Audit, *anchors: Anchor, anchored: int = 0) -> int | None:
    fault = audit.verify(anchors, anchored=anchored)
    return fault.seq if fault else None


def test_an_end_that_was_cut_off_does_not_heal_when_more_is_written(audit: Audit) -> None:
    six_entries(audit)
    change(audit, "DELETE FROM body WHERE seq > 3; DELETE FROM entry WHERE seq > 3")
    assert fault_at(audit) == 4
    six_entries(audit)
    assert fault_at(audit) == 4
    assert audit.count() == 12


def test_an_anchor_shows_an_end_that_was_cut_off_with_the_counter(audit: Audit) -> None:
    six_entries(audit)
    kept = audit.anchor()
    change(audit, CUT)
    assert fault_at(audit) is None
    assert fault_at(audit, kept) == 6
    six_entries(audit)
    assert fault_at(audit, kept) == 6


def worked_out_again(audit: Audit, from_entry: int) -> None:
    """As somebody who knows the program would: every link from an entry on, made to fit."""
    db = sqlite3.connect(audit.path)
    chain = db.execute("SELECT chain FROM entry WHERE seq = ?", (from_entry - 1,)).fetchone()
    before = chain[0] if chain else START
    rows = db.execute("SELECT * FROM entry WHERE seq >= ? ORDER BY seq", (from_entry,)).fetchall()
    for *fields, _ in rows:
        before = link(before, fields)
        db.execute("UPDATE entry SET chain = ? WHERE seq = ?", (before, fields[0]))
    db.commit()
    db.close()


@pytest.mark.parametrize("first", [1, 3])
def test_an_anchor_shows_a_chain_that_was_worked_out_again(audit: Audit, first: int) -> None:
    six_entries(audit)
    kept = audit.anchor()
    change(audit, f"UPDATE entry SET who = 'bo' WHERE seq = {first}")
    worked_out_again(audit, first)
    assert fault_at(audit) is None
    assert fault_at(audit, kept) == (1 if first == 1 else 6)


def test_an_anchor_shows_an_older_copy_and_a_file_begun_anew(audit: Audit, tmp_path: Path) -> None:
    six_entries(audit)
    older = tmp_path / "older.sqlite"
    change(audit, f"VACUUM INTO '{older}'")
    audit.write(VIEWER, "consultation", {"number": 7})
    kept = audit.anchor()
    assert fault_at(audit, kept) is None
    assert fault_at(Audit(older), kept) == 7
    anew = Audit(tmp_path / "anew.sqlite")
    assert fault_at(anew, kept) == 1
    six_entries(anew)
    assert fault_at(anew, kept) == 1


def test_each_entry_leaves_an_anchor_where_it_is_told(tmp_path: Path) -> None:
    kept = tmp_path / "elsewhere"
    audit = Audit(tmp_path / "audit.sqlite", str(kept))
    six_entries(audit)
    audit.erase(VIEWER, 2)
    anchors = read_anchors(kept)
    assert [anchor.seq for anchor in anchors] == [1, 2, 3, 4, 5, 6, 7]
    assert fault_at(audit, *anchors, anchored=audit.count()) is None
    Audit(audit.path).write(VIEWER, "consultation", {"put": "in"})  # by something else
    assert fault_at(audit, *anchors, anchored=audit.count()) == 8
    assert fault_at(audit, *anchors, anchored=7) is None  # or written since it was counted
    assert fault_at(audit, *anchors) is None


def test_what_cannot_be_anchored_is_not_answered(tmp_path: Path) -> None:
    audit = Audit(tmp_path / "audit.sqlite", str(tmp_path / "no such folder" / "anchors"))
    with pytest.raises(BusyError, match="anchor cannot be written"):
        audit.write(VIEWER, "consultation", {})


def test_the_log_of_the_system_holds_anchors_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "log"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as log:
        log.bind(str(place))
        monkeypatch.setattr("graph.access.anchors.SYSLOG_SOCKET", str(place))
        audit = Audit(tmp_path / "audit.sqlite", "syslog")
        audit.write(VIEWER, "consultation", {})
        line = log.recv(4096).decode()
    assert line.startswith("<37>throughline: throughline-audit ")
    at = line.split()[-1]
    assert anchors_in(["Nov 26 21:04 host " + line]) == [replace(audit.anchor(), at=at)]


def test_a_signature_says_who_made_an_anchor(audit: Audit, tmp_path: Path) -> None:
    six_entries(audit)
    for name in ("ours", "other"):
        key = Ed25519PrivateKey.generate()
        (tmp_path / name).write_bytes(
            key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        )
        (tmp_path / f"{name}.public").write_bytes(
            key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        )
    signed = sign(audit.anchor(), tmp_path / "ours")
    (read,) = anchors_in([f"> {signed.line}  "])
    assert read == signed
    wrong = [sign(read, tmp_path / "other"), replace(read, seq=5), replace(read, signature="")]
    assert signed_for([*wrong, read], tmp_path / "ours.public") == [read]


def test_a_body_of_megabytes_is_kept_by_its_beginning(audit: Audit) -> None:
    audit.write(VIEWER, "consultation", {"asked": "search", "text": "x" * 5_000_000})
    body = audit.entries()[0].body
    assert body is not None
    assert body["begins"].startswith('{"asked": "search"')
    assert (len(body["begins"]), body["characters"]) == (16_384, 5_000_031)
    audit.write(VIEWER, "consultation", {"text": "half a pair: \ud800"})
    assert audit.path.stat().st_size < 200_000
    assert audit.verify() is None


def test_a_body_is_erased_from_the_file_and_the_chain_holds(audit: Audit) -> None:
    audit.write(VIEWER, "consultation", {"search": "a-very-rare-name"})
    audit.write(VIEWER, "consultation", {"search": "another"})
    audit.erase(VIEWER, 1)
    assert audit.verify() is None
    first, _, erasure = audit.entries()
    assert first.body is None
    assert (erasure.action, erasure.body) == ("erasure", {"erased": 1})
    left = b"".join(file.read_bytes() for file in audit.path.parent.iterdir())
    assert b"a-very-rare-name" not in left
    with pytest.raises(InputError):
        audit.erase(VIEWER, 3)  # what says so stays


def test_every_body_that_tells_is_erased_and_the_chain_holds(audit: Audit) -> None:
    for number in range(1_203):
        audit.write(VIEWER, "consultation", {"search": f"wubdrum {number % 2}"})
    assert audit.forget(VIEWER, lambda body: body.get("search") == "wubdrum 1") == 601
    assert audit.verify() is None
    entries = audit.entries()
    assert [e.seq for e in entries if e.body is None] == list(range(2, 1_204, 2))
    said = [e.body["erased"] for e in entries if e.action == "erasure" and e.body]
    assert [len(each) for each in said] == [500, 101]
    left = b"".join(file.read_bytes() for file in audit.path.parent.iterdir())
    assert (b"wubdrum 1" in left, b"wubdrum 0" in left) == (False, True)
    assert audit.forget(VIEWER, lambda _: False) == 0
    assert len(audit.entries()) == 1_205


def test_a_body_cannot_be_erased_twice(audit: Audit) -> None:
    audit.write(VIEWER, "consultation", {"search": "once"})
    audit.erase(VIEWER, 1)
    with pytest.raises(InputError):
        audit.erase(VIEWER, 1)
    assert len(audit.entries()) == 2


def test_an_audit_that_cannot_be_written_says_so(
    audit: Audit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.access.audit.WAIT_SECONDS", 0.05)
    holder = sqlite3.connect(audit.path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(BusyError):
        audit.write(VIEWER, "consultation", {})
    holder.execute("ROLLBACK")
    holder.close()


def test_a_viewer_without_a_purpose_cannot_exist() -> None:
    with pytest.raises(InputError):
        Viewer("ana", "analyst", " ", 0)
    with pytest.raises(InputError):
        Viewer("ana", "analyst", "a reason", 4)
