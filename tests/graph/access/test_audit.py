"""The audit keeps every entry, finds tampering, and forgets a body without breaking."""

from __future__ import annotations

import multiprocessing
import sqlite3
from pathlib import Path

import pytest

from graph.access.audit import Audit
from graph.access.viewer import Viewer
from graph.errors import BusyError, InputError

VIEWER = Viewer("ana", "analyst", "testing the audit", 1)


@pytest.fixture
def audit(tmp_path: Path) -> Audit:
    return Audit(tmp_path / "audit.sqlite")


def change(audit: Audit, statement: str) -> None:
    db = sqlite3.connect(audit.path)
    db.execute(statement)
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


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET purpose = 'curiosity' WHERE seq = 3",
        "UPDATE entry SET at = '2020-01-01' WHERE seq = 3",
        "UPDATE entry SET body_digest = 'x' WHERE seq = 3",
        "UPDATE body SET text = '{}' WHERE seq = 3",
        "DELETE FROM entry WHERE seq = 3",
    ],
)
def test_the_first_entry_that_was_tampered_with_is_named(audit: Audit, statement: str) -> None:
    for number in range(6):
        audit.write(VIEWER, "consultation", {"number": number})
    change(audit, statement)
    assert audit.verify() == 3


def test_entries_cut_off_the_end_are_missed_by_nobody(audit: Audit) -> None:
    for number in range(4):
        audit.write(VIEWER, "consultation", {"number": number})
    kept = audit.head()
    change(audit, "DELETE FROM entry WHERE seq = 4")
    assert audit.verify() == 4
    change(audit, "UPDATE sqlite_sequence SET seq = 3 WHERE name = 'entry'")
    assert audit.verify() is None
    assert audit.verify(kept) == 4


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
