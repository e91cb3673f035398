"""A fault at a random place of any command or page tells where it was, and nothing of the data."""

from __future__ import annotations

import io
import os
import random
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from engines import empty
from house import House, callback
from test_every_command import lines
from whole_way import ROOT, canonical, clear, incident, party, run, well

from dashboard.app import PAGES
from dashboard.routes import PATHS
from graph.access.roles import GIVEN, may
from graph.engine.store import Store

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
SECRET = "Zebedee"
PLANTED = f"{SECRET} of 1 High Street"
ROOMS = tuple(f"{ROOT / name}{os.sep}" for name in ("graph", "ingest", "dashboard"))
SEEDS = int(os.environ.get("THROUGHLINE_FAULTS", "1"))
"""How many faults each command meets, and a third of each page."""


class Fault:
    """Lets the function of this house that is called as the `at`-th fail; `beside` says that a
    thread of the command did, which it may do without."""

    def __init__(self, seed: str) -> None:
        self.at = round(10 ** random.Random(seed).uniform(0.5, 4))
        self.calls, self.where, self.beside = 0, "", False

    def __call__(self, frame: FrameType, *_: Any) -> None:
        if frame.f_code.co_filename.startswith(ROOMS):
            self.calls += 1
            if self.calls == self.at:
                self.where = f"{frame.f_code.co_filename}:{frame.f_code.co_qualname}"
                self.beside = threading.current_thread() is not threading.main_thread()
                raise RuntimeError(PLANTED)

    @contextmanager
    def laid(self) -> Iterator[None]:
        threading.settrace(self)
        sys.settrace(self)
        try:
            yield
        finally:
            sys.settrace(None)
            threading.settrace(None)


@pytest.fixture(scope="module")
def data(arcadedb_session: Store) -> Path:
    empty(arcadedb_session)
    return clear(arcadedb_session.settings.data)


def test_a_fault_at_a_random_place_of_any_command(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sam = party(f"Sam {SECRET}", "suspect", born="1980-01-01", phone="07700 900102")
    ann = party(f"Ann {SECRET}", "victim", born="1990-05-01", phone="07700 900101")
    course = [incident(f"A{day}", sam, ann, at=f"2024-01-0{day}T10:00:00Z") for day in (1, 3, 5)]
    delivery = canonical(tmp_path / "canonical_2024-02-01.jsonl", course)
    well("ingest", delivery, "--data", data)
    he, she = (well("search", each, "--data", data, "--json").data[0] for each in ("Sam", "Ann"))
    well("judge", he["id"], she["id"], "--apart", "--why", "as asked", "--data", data)
    (word,) = well("judgements", "--data", data, "--json").data
    given = lines(data, tmp_path, delivery, he["id"], she["id"], word["id"])
    met = 0
    for name, words in given.items():
        for seed in range(SEEDS):
            fault = Fault(f"{name} {seed}")
            monkeypatch.setattr("sys.stdin", io.StringIO())
            with fault.laid():
                done = run(*name.split(), *words, "--data", data)
            if fault.where:
                met += 1
                told = (name, seed, fault.where, done)
                assert done.code in (1, 8) or fault.beside, told
                assert SECRET not in done.err, told
                assert "a fault of the program (" in done.err + done.out, told
    assert met > len(given) * SEEDS / 3
    for name, words in given.items():
        monkeypatch.setattr("sys.stdin", io.StringIO())
        done = run(*name.split(), *words, "--data", data)
        assert done.code in (0, 3, 7), (name, done)


def test_a_fault_at_a_random_place_of_any_page(
    arcadedb_session: Store,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    empty(arcadedb_session)
    house = House(arcadedb_session, tmp_path)
    sam, ann = party(f"Sam {SECRET}", "suspect", nominal="7"), party("Ann Reed", "victim")
    data = clear(arcadedb_session.settings.data)
    delivery = canonical(tmp_path / "canonical_1.jsonl", [incident("A1", sam, ann)])
    well("ingest", delivery, "--data", data)
    person = well("search", "Sam", "--data", data, "--json").data[0]["id"]
    met = 0
    for page in PAGES:
        role = next(each for each in GIVEN if may(each, page.right))
        path = PATHS[page.name].replace("<label>", "Person").replace("<id>", person)
        client = house.signed_in(role)
        for seed in range(SEEDS * 3):
            fault = Fault(f"{page.name} {seed}")
            with fault.laid():
                answer = callback(client, f"{path}?q=Zeb&why=testing")
            told = answer.get_data(as_text=True)
            if fault.where:
                met += 1
                assert PLANTED not in told, (page.name, fault.where)
        again = callback(client, f"{path}?q=Zeb&why=testing")
        assert again.status_code == 200, page.name
    written = "".join(capfd.readouterr()) + caplog.text
    assert PLANTED not in written
    assert met > len(PAGES)
