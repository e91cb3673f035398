"""A delivery that is read again by a mended mapping: nothing stays of what it said before."""

from __future__ import annotations

from pathlib import Path

import pytest
from engines import empty
from small_records import NOW

from graph.access.audit import Audit
from graph.access.session import Session
from graph.access.viewer import Viewer
from graph.derive.deliver import BatchWriter
from graph.derive.dump import dump
from graph.engine.store import Store
from graph.identity.judgements import judge
from ingest.delivery import load as loading
from ingest.delivery.load import Loaded, load
from ingest.mapping.mapping import Mapping
from ingest.resolve.run import resolve

ROWS = """ref,at,who,phone,victim
A1,2025-03-01,Ida Wren,07700 900101,Rosa Fenn
A2,2025-03-02,Ida Wren,07700 900101,Rosa Fenn
A3,2025-03-03,Sam Lorn,07700 900102,Rosa Fenn
"""


def mapping(force: str = "smallford", phones: str = "phone", **more: object) -> Mapping:
    parties = [
        {"ref": {"value": "s"}, "roles": [{"value": "suspect"}], "name": "who", "phones": [phones]},
        {"ref": {"value": "v"}, "roles": [{"value": "victim"}], "name": "victim"},
    ]
    record = {
        **{"kind": "incident", "table": "rows", "reference": "ref", "recorded_at": "at"},
        **{"incident": {}, "parties": parties},
    }
    return Mapping.model_validate(
        {
            **{"name": "small", "force": force, "match": ["small*"]},
            **{"tables": {"rows": {"file": "*.csv"}}, "records": [{**record, **more}]},
        }
    )


class Desk:
    """Somebody who delivers one file, over and over."""

    def __init__(self, store: Store, folder: Path) -> None:
        self._store, self._folder = store, folder
        (folder / "small_2025-06-01.csv").write_text(ROWS)
        viewer = Viewer("sam", "owner", "a test")
        self._session = Session(store, Audit(folder / "audit.db"), viewer)

    def load(self, by: Mapping, *, again: bool = False) -> Loaded:
        with BatchWriter(self._store) as writer:
            path = self._folder / "small_2025-06-01.csv"
            loaded = load(writer, self._session, by, path, again=again)
        resolve(self._store, self._folder)
        return loaded

    def fresh(self, by: Mapping) -> list[str]:
        """What the graph holds when only this mapping ever read the file."""
        empty(self._store)
        self.load(by)
        return list(dump(self._store))


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    return Desk(store, tmp_path)


OTHER = {
    "the phone is the victim's name": {"phones": "victim"},
    "another force": {"force": "largeford"},
    "another reference": {"reference": "phone"},
    "fewer rows": {"when": {"ref": ["A1", "A3"]}},
    "a version": {"version": "ref"},
}


@pytest.mark.slow
def test_a_mended_mapping_replaces_all_that_the_earlier_said(desk: Desk, store: Store) -> None:
    mended = mapping()
    whole = desk.fresh(mended)
    for name, change in OTHER.items():
        empty(store)
        assert desk.load(mapping(**change)).again == ""  # type: ignore[arg-type]
        loaded = desk.load(mended)
        assert (loaded.known, loaded.again) == (False, "its mapping is another than before"), name
        assert list(dump(store)) == whole, name
    assert desk.load(mended).known
    forced = desk.load(mended, again=True)
    assert (forced.known, forced.again) == (False, "it was asked for")
    assert list(dump(store)) == whole


@pytest.mark.slow
def test_reading_again_that_was_broken_off_is_finished_by_a_third_mapping(
    embedded_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(embedded_store, tmp_path)
    whole = desk.fresh(mapping())
    empty(embedded_store)
    desk.load(mapping(force="largeford"))
    with monkeypatch.context() as broken:
        broken.setattr(loading, "part_unplaced", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            desk.load(mapping(reference="phone"))
    desk.load(mapping())
    assert list(dump(embedded_store)) == whole


def test_judgements_hold_where_the_mended_mapping_names_people_as_before(
    desk: Desk, store: Store
) -> None:
    desk.load(mapping(phones="victim"))
    a, b = (f"smallford/incident/A{n}/s" for n in (1, 3))
    judge(store, a, b, same=True, who="sam", why="one man by his own word", at=NOW)
    assert desk.load(mapping()).notices == ()
    assert desk.load(mapping(force="largeford")).notices[0].startswith("1 judgements are about")
    assert desk.load(mapping()).notices == ()
