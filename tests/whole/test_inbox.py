"""What the night does with the inbox: what is bad stays and is told, the rest comes in."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from engines import cypher
from sessions import session_of
from whole_way import canonical, incident, party

from graph.changes.change_log import ChangeLog
from graph.engine.store import Store
from graph.errors import EngineError, InputError
from graph.explore.asking import parse_given, question
from ingest.delivery.feed import identify, mapping_of
from ingest.delivery.load import Loaded, kept_file, load
from ingest.night import night
from ingest.night.plan import plan

MAY = dt.datetime(2024, 5, 1, tzinfo=dt.UTC)
INCIDENTS = cypher("MATCH (i:Incident) RETURN i.id AS id ORDER BY id", "id: str")
SAMPLE = Path(__file__).parents[1] / "ingest" / "samples" / "northmarch_2025-03-01"


def wait(data: Path, name: str, reference: str) -> Path:
    """One small delivery in the inbox."""
    (data / "inbox").mkdir(exist_ok=True)
    sam = party("Sam Pike", "suspect", nominal="7")
    return canonical(data / "inbox" / name, [incident(reference, sam)])


def folder(place: Path) -> Path:
    return Path(shutil.copytree(SAMPLE, place / SAMPLE.name))


def run(store: Store) -> night.Night:
    return night.run(session_of(store), MAY)


def incidents(store: Store) -> list[str]:
    return [row["id"] for row in store.read(INCIDENTS)]


def test_a_delivery_that_cannot_be_kept_stays_and_the_night_goes_on(
    data: Path, embedded_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = wait(data, "canonical_1.jsonl", "A1")
    good = wait(data, "canonical_2.jsonl", "A2")
    copy = shutil.copy2

    def torn(source: Path, target: Path) -> None:
        if Path(source) == bad:
            raise shutil.Error([(source, target, "broken")])
        copy(source, target)

    monkeypatch.setattr("ingest.delivery.load.shutil.copy2", torn)
    done = run(embedded_store)
    assert [each.file_name for each in done.loaded] == [good.name]
    assert len(done.unread) == 1
    assert done.unread[0].startswith(f"{bad.name} cannot be copied")
    assert (bad.exists(), good.exists()) == (True, False)
    assert incidents(embedded_store) == ["ashford/A2"]


def test_links_and_pipes_in_the_inbox_are_told_and_never_read(
    data: Path, embedded_store: Store, tmp_path: Path
) -> None:
    outside = canonical(tmp_path / "outside.jsonl", [incident("A1")])
    good = wait(data, "canonical_9.jsonl", "A9")
    (data / "inbox" / "canonical_1.jsonl").symlink_to(outside)
    (data / "inbox" / "canonical_2.jsonl").symlink_to(tmp_path)
    os.mkfifo(data / "inbox" / "canonical_3.jsonl")
    done = run(embedded_store)
    assert [message.partition(" ")[0] for message in done.unread] == [
        "canonical_1.jsonl",
        "canonical_2.jsonl",
        "canonical_3.jsonl",
    ]
    assert outside.exists()
    assert not good.exists()
    assert incidents(embedded_store) == ["ashford/A9"]


def test_a_link_inside_a_folder_is_kept_as_a_link(
    data: Path, embedded_store: Store, tmp_path: Path
) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "notes.txt").write_text("not for the graph")
    (data / "inbox").mkdir()
    path = folder(data / "inbox")
    (path / "more").symlink_to(tmp_path / "secret")
    (path / "nowhere").symlink_to(tmp_path / "missing")
    (path / "deeper").mkdir()
    os.mkfifo(path / "deeper" / "pipe")
    (loaded,) = run(embedded_store).loaded
    kept = kept_file(embedded_store.settings, loaded.id) / path.name
    assert (kept / "more").is_symlink()
    assert (kept / "nowhere").is_symlink()
    assert list((kept / "deeper").iterdir()) == []
    assert not path.exists()
    assert (tmp_path / "secret" / "notes.txt").exists()


def test_folders_that_differ_only_below_or_in_a_link_are_different(tmp_path: Path) -> None:
    path = folder(tmp_path)
    mapping = mapping_of(path)
    seen = [identify(mapping, path).id]
    (path / "deeper").mkdir()
    seen.append(identify(mapping, path).id)
    (path / "deeper" / "more.csv").write_text("1")
    seen.append(identify(mapping, path).id)
    (path / "deeper" / "more.csv").write_text("2")
    seen.append(identify(mapping, path).id)
    for target in ("here", "there"):
        (path / "link").unlink(missing_ok=True)
        (path / "link").symlink_to(target)
        seen.append(identify(mapping, path).id)
    assert len(set(seen)) == len(seen)


def test_a_file_that_is_still_being_written_is_left_for_the_next_night(
    data: Path, embedded_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = wait(data, "canonical_1.jsonl", "A1")
    whole = path.read_text()
    more = canonical(data / "more.jsonl", [incident("A2")]).read_text()

    def growing(*given: Any, **named: Any) -> Loaded:
        loaded = load(*given, **named)
        path.write_text(whole + more)
        return loaded

    monkeypatch.setattr(night, "load", growing)
    run(embedded_store)
    assert path.exists()
    monkeypatch.undo()
    run(embedded_store)
    assert not path.exists()
    assert incidents(embedded_store) == ["ashford/A1", "ashford/A2"]


def test_a_night_as_of_the_past_is_refused_before_it_touches_anything(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "settings", replace(store.settings, data=tmp_path))
    session = session_of(store)
    night.run(session, MAY)
    night.run(session, MAY)
    path = wait(tmp_path, "canonical_1.jsonl", "A1")
    with pytest.raises(InputError, match="ask course_of_conduct as_of=2024-04-30T00:00:00") as told:
        night.run(session, MAY - dt.timedelta(days=1))
    assert path.exists()
    _, _, name, given = str(told.value).split("`")[1].split()
    query = question(name)
    assert set(parse_given(query, [given])) == {"as_of"}
    night.run(session, MAY + dt.timedelta(days=1))
    assert not path.exists()


@pytest.mark.parametrize(
    "at", [dt.datetime(1970, 1, 2, tzinfo=dt.UTC), MAY + dt.timedelta(days=32)]
)
def test_a_wrong_clock_withdraws_no_flag_and_takes_nothing_in_until_it_is_said_to_be_meant(
    data: Path, embedded_store: Store, at: dt.datetime
) -> None:
    session = session_of(embedded_store)
    assert night.run(session, MAY).id
    path = wait(data, "canonical_1.jsonl", "A1")
    with pytest.raises(InputError, match="see to the clock"):
        night.run(session, at)
    assert path.exists()
    with pytest.raises(InputError, match="see to the clock"):
        plan(embedded_store.settings, at)
    meant = night.run(session, at, meant=True)
    assert not path.exists()
    assert night.run(session, at + dt.timedelta(days=1)).id > meant.id


def test_after_a_night_by_a_clock_that_was_ahead_the_next_is_still_the_last(
    embedded_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Ahead(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> Any:
            return dt.datetime.now(tz) + dt.timedelta(days=900)

    session = session_of(embedded_store)
    with monkeypatch.context() as patch:
        ahead = SimpleNamespace(datetime=Ahead, UTC=dt.UTC, timedelta=dt.timedelta)
        patch.setattr(night, "dt", ahead)
        night.run(session, MAY + dt.timedelta(days=900))
    with pytest.raises(InputError, match="is dated before"):
        night.run(session, MAY)
    night.run(session, MAY, meant=True)
    night.run(session, MAY + dt.timedelta(days=1))


def test_a_delivery_replaced_while_another_is_read_waits_for_the_next_night(
    data: Path, embedded_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait(data, "canonical_1.jsonl", "A1")
    wait(data, "canonical_2.jsonl", "A2")

    def meanwhile(writer: Any, session: Any, mapping: Any, path: Path, **more: Any) -> Any:
        if path.name == "canonical_2.jsonl":
            wait(data, "canonical_1.jsonl", "A3")
        return load(writer, session, mapping, path, **more)

    monkeypatch.setattr(night, "load", meanwhile)
    run(embedded_store)
    assert [path.name for path in night.waiting(embedded_store.settings)] == ["canonical_1.jsonl"]
    monkeypatch.undo()
    run(embedded_store)
    assert night.waiting(embedded_store.settings) == []
    assert incidents(embedded_store) == ["ashford/A1", "ashford/A2", "ashford/A3"]


def test_a_delivery_that_cannot_be_written_keeps_no_other_open(
    data: Path, embedded_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait(data, "canonical_1.jsonl", "A1")
    bad = wait(data, "canonical_2.jsonl", "A2")
    write_all = embedded_store.write_all

    def refusing(steps: list[Any]) -> None:
        if "A2" in str(steps):
            raise EngineError("the engine does not take this.")
        write_all(steps)

    monkeypatch.setattr(embedded_store, "write_all", refusing)
    with pytest.raises(EngineError, match="does not take this"):
        run(embedded_store)
    assert night.waiting(embedded_store.settings) == [bad]
    assert incidents(embedded_store) == ["ashford/A1"]


def test_a_full_disk_is_told_in_one_sentence(
    data: Path, embedded_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = wait(data, "canonical_1.jsonl", "A1")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(embedded_store.watcher(ChangeLog), "_add", full)
    with pytest.raises(EngineError, match="check that the disk has room"):
        run(embedded_store)
    assert waits.exists()
