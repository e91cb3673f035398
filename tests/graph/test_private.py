"""The data folder and all in it are for its owner alone, whatever the umask and whoever made it."""

from __future__ import annotations

import os
import resource
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

import throughline
from graph.commands import doctor
from graph.engine.store import Store
from graph.errors import InputError
from graph.lock import writing
from graph.private import close_copy, open_to_others, private_folder
from ingest.delivery.load import _keep
from ingest.resolve.tables import connect


@pytest.fixture(autouse=True)
def _careless() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def mode(place: Path) -> int:
    return stat.S_IMODE(place.lstat().st_mode)


def test_a_folder_that_somebody_made_for_all_is_closed_by_the_first_write(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir(mode=0o777)
    with writing(data):
        assert mode(data) == 0o700


def test_a_folder_that_all_users_share_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    tmp_path.chmod(0o1777)
    with pytest.raises(InputError, match="is shared by all users"):
        private_folder(tmp_path)
    assert mode(tmp_path) == 0o1777


def test_a_command_makes_private_files_and_leaves_no_core(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throughline, "app", (tmp_path / "made").touch)
    throughline.main()
    assert mode(tmp_path / "made") == 0o600
    assert resource.getrlimit(resource.RLIMIT_CORE)[0] == 0


@pytest.mark.parametrize("folder", [False, True])
def test_what_is_kept_of_a_delivery_is_private_however_it_came(
    tmp_path: Path, *, folder: bool
) -> None:
    came = tmp_path / "came"
    target = tmp_path / "kept"
    if folder:
        came.mkdir(mode=0o755)
        (came / "inside").mkdir(mode=0o755)
        (came / "inside" / "a.csv").write_text("a")
        (came / "link").symlink_to("/etc/passwd")
    else:
        came.write_text("a")
    outside = mode(Path("/etc/passwd"))
    _keep(came, target)
    assert list(open_to_others(target)) == []
    assert mode(Path("/etc/passwd")) == outside


def test_the_doctor_counts_what_others_may_read(embedded_store: Store) -> None:
    data = embedded_store.settings.data
    close_copy(data)
    assert by_name(embedded_store).state == "ok"
    (data / "digest.html").touch(mode=0o644)
    try:
        check = by_name(embedded_store)
        assert (check.state, check.mend) == ("warning", f"chmod -R go= {data}")
        assert check.found.startswith("1 file or folder in")
    finally:
        (data / "digest.html").unlink()


def by_name(store: Store) -> doctor.Check:
    return next(each for each in doctor.examine(store.settings) if each.what == "data folder")


def test_what_memory_does_not_hold_is_put_aside_in_the_data_folder(tmp_path: Path) -> None:
    data = tmp_path / "it's data"
    private_folder(data)
    with sqlite3.connect("") as table:
        table.execute("PRAGMA cache_size=-10")
        table.execute("CREATE TABLE big (text)")
        table.executemany("INSERT INTO big VALUES (?)", (("x" * 1_000,) for _ in range(2_000)))
        links = [each for each in Path("/proc/self/fd").iterdir() if each.is_symlink()]
        assert any(link.readlink().is_relative_to(data) for link in links)
    for path, spill, aside in (
        (data / "a.duckdb", None, "a.duckdb.tmp"),
        (None, data, "resolve.tmp"),
    ):
        with connect(path, spill) as db:
            assert db.execute("SELECT current_setting('temp_directory')").fetchone() == (
                str(data / aside),
            )
    with connect() as db:
        assert db.execute("SELECT current_setting('temp_directory')").fetchone() == ("",)
