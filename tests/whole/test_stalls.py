"""Nothing waits for ever for a file: what is a pipe, or is held by another, is one sentence."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest
from whole_way import canonical, incident, party, run, well

SECONDS = 30
pytestmark = pytest.mark.slow
ORDER = ("--by", "court", "--reference", "CO-1", "--reason", "as ordered")


class Stalled(BaseException):
    """Nobody but the test catches it."""


@contextmanager
def bounded() -> Iterator[None]:
    def stalled(_signal: int, _frame: FrameType | None) -> None:
        raise Stalled

    before = signal.signal(signal.SIGALRM, stalled)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


GIVEN = {
    "ingest": ["ingest", "PIPE"],
    "mapping": ["ingest", "FILE", "--mapping", "PIPE"],
    "check-feed": ["check-feed", "canonical", "PIPE"],
    "draft-mapping": ["draft-mapping", "PIPE"],
    "import-decisions": ["import-decisions", "PIPE"],
    "erase again": ["erase", "again", "PIPE"],
    "restore": ["restore", "PIPE"],
    "evaluate detection": ["evaluate", "detection", "PIPE"],
    "evaluate linking": ["evaluate", "linking", "PIPE"],
    "generate": ["generate", "PIPE"],
}
"""Every command that reads a file that somebody names."""


@pytest.fixture
def there(data: Path, tmp_path: Path) -> Path:
    file = canonical(tmp_path / "canonical_1.jsonl", [incident("A1", party("Ann Reed", "victim"))])
    well("ingest", file, "--data", data)
    os.mkfifo(tmp_path / "canonical_2.jsonl")
    return data


@pytest.mark.parametrize("name", GIVEN)
def test_a_pipe_in_the_place_of_a_file_is_refused_and_not_waited_for(
    there: Path, tmp_path: Path, name: str
) -> None:
    places = {"PIPE": tmp_path / "canonical_2.jsonl", "FILE": tmp_path / "canonical_1.jsonl"}
    words = [places.get(word, word) for word in GIVEN[name]]
    own = [] if name in ("check-feed", "draft-mapping", "generate") else ["--data", there]
    with bounded():
        done = run(*words, *own)
    assert done.code in (2, 3), done
    assert "a fault of the program" not in done.err
    assert done.err


@pytest.mark.parametrize(
    "place", ["reference/offences.toml", "questions/mine.cypher", "erasing.json", "holds.jsonl"]
)
def test_a_pipe_in_the_data_folder_is_told(there: Path, place: str) -> None:
    (there / place).parent.mkdir(exist_ok=True)
    os.mkfifo(there / place)
    with bounded():
        for words in (["night"], ["ask", "--list"], ["flags"], ["retain"], ["doctor"]):
            done = run(*words, "--data", there)
            assert "a fault of the program" not in done.err, (words, done)
