"""Which state the graph of a data folder is in: what was read of one state holds in no other.

Two files count the writes that began and that ended, of all processes: while they differ somebody
writes, or a write broke off and nobody knows whether it is there.
"""

from __future__ import annotations

import os
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.errors import EngineError

FOLDER = "edition"


class Edition:
    """The counts of one data folder. Safe to share between threads and processes."""

    def __init__(self, data: Path) -> None:
        self._begun, self._ended = data / FOLDER / "begun", data / FOLDER / "ended"

    @contextmanager
    def change(self) -> Iterator[None]:
        """Count a write while it lasts. One that fails is not counted as ended: see `settle`."""
        _add(self._begun, 1)
        yield
        _add(self._ended, 1)

    def now(self) -> Hashable:
        """The state that the graph is in; None while it is not known to be in any."""
        ended = _size(self._ended)  # before what began, lest one begin and end between
        begun = _size(self._begun)
        return (begun, _file(self._begun)) if begun == ended else None

    def settle(self) -> None:
        """Count what broke off as ended, in a state of its own; for whoever alone writes now."""
        begun, ended = _size(self._begun), _size(self._ended)
        if begun != ended:
            next_ = max(begun, ended) + 1
            _add(self._begun, next_ - begun)
            _add(self._ended, next_ - ended)


def _file(file: Path) -> int:
    """Which file it is: a folder that is put back begins to count anew."""
    return file.stat().st_ino if file.exists() else 0


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:  # nothing was written yet
        return 0


def _add(file: Path, times: int) -> None:
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        place = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(place, b"." * times)
        finally:
            os.close(place)
    except OSError as error:
        raise EngineError(
            f"{FOLDER} cannot be written in the data folder: check that the disk has room and who "
            "may write there."
        ) from error
