"""What the machine lacks is one sentence with its mend, and never a path or a line of code."""

from __future__ import annotations

import errno
import resource
import sqlite3
from pathlib import Path

import duckdb
import pytest

import throughline


@pytest.mark.parametrize("number", sorted(throughline.TROUBLES))
def test_a_disk_that_takes_no_more_is_one_sentence(
    number: int, capsys: pytest.CaptureFixture[str]
) -> None:
    throughline.tell_fault(OSError(number, "of the system", "Nora Quill.csv"))
    told = capsys.readouterr().err
    assert told == (
        f"throughline: {throughline.TROUBLES[number]}, then run the command again: "
        "what it said was done is kept\n"
    )


def test_a_database_on_such_a_disk_is_told_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with sqlite3.connect(tmp_path / "full") as db:
        db.execute("PRAGMA max_page_count = 2")
        db.execute("CREATE TABLE a (x)")
        with pytest.raises(sqlite3.OperationalError) as full:
            db.execute("CREATE TABLE b (x)")
    throughline.tell_fault(full.value)
    assert throughline.TROUBLES[errno.ENOSPC] in capsys.readouterr().err


def test_duckdb_on_such_a_disk_is_told_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    with duckdb.connect(tmp_path / "full") as db:
        db.execute("CREATE TABLE a (x INT)")
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, limits[1]))
        try:
            with pytest.raises(duckdb.Error) as full:
                db.execute("INSERT INTO a VALUES (1)")
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    throughline.tell_fault(full.value)
    assert throughline.TROUBLES[errno.EFBIG] in capsys.readouterr().err


def test_any_other_fault_says_where(capsys: pytest.CaptureFixture[str]) -> None:
    throughline.tell_fault(OSError(errno.EISDIR, "of the system", "Nora Quill.csv"))
    told = capsys.readouterr().err
    assert "a fault of the program (IsADirectoryError)" in told
    assert "Quill" not in told
