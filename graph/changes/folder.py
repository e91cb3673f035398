"""Which data folder this is, and of which version; a graph on a server carries its id.

A folder of an older version is brought forward, step by step and never back; a folder of a newer
one is refused. A graph belongs to one folder: another has a change log and calendar of its own, and
would miss what this one writes.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from graph import queries
from graph.changes.half_made import end, take_out
from graph.engine.store import Store
from graph.errors import InputError
from graph.lock import writing
from graph.private import write_private
from graph.settings import Settings

FILE = "folder.json"
UNFINISHED = "restore.unfinished"
"""The mark of a restore that has begun and not ended."""


def _named(_store: Store) -> None:
    """Version 1: the folder has an id, which its graph on a server carries; there is no more."""


STEPS: dict[int, Callable[[Store], None]] = {1: _named}
"""What makes a folder of the version before one of this version; each may be begun again."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A data folder's version, 0 before its first use and where there were none, and its id."""

    version: int
    id: str


def read(settings: Settings, *, restoring: bool = False) -> Folder:
    """The folder as it stands. InputError when it is of a newer version, or not whole."""
    data = settings.data
    if not restoring and (data / UNFINISHED).exists():
        raise InputError(f"a restore into {data} was broken off: run throughline restore again")
    try:
        known = Folder(**json.loads((data / FILE).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return Folder(0, secrets.token_hex(8))
    except (OSError, ValueError, TypeError) as error:
        raise InputError(
            f"{FILE} in {data} cannot be read: mend its rights, or take it from the last backup"
        ) from error
    if known.version > max(STEPS):
        raise InputError(
            f"{data} is of version {known.version}, and this Throughline knows version"
            f" {max(STEPS)}: upgrade Throughline, or restore a backup that it made"
        )
    return known


def settle(store: Store, folder: Folder) -> None:
    """Bring the folder forward, and see that the graph is its own; InputError when it is not."""
    if not store.settings.embedded:
        folder = _claim(store, folder)
    while folder.version < max(STEPS):
        folder = replace(folder, version=folder.version + 1)
        STEPS[folder.version](store)
        _write(store.settings.data, folder)


def _claim(store: Store, folder: Folder) -> Folder:
    """The folder whose graph this is, which is claimed where nobody's it is."""
    rows = store.read(queries.load("system/keeping/claimed"))
    if not rows:
        with writing(store.settings.data):  # of two at once the first gives the id
            folder = read(store.settings, restoring=True) if folder.version == 0 else folder
            # Before the graph bears its id: nobody could open a graph whose id no folder has.
            _write(store.settings.data, folder)
            rows = store.write(queries.load("write/keeping/claim"), folder=folder.id)
    if rows[0]["folder"] != folder.id:
        raise InputError(
            f"the graph at NEO4J_URI belongs to another data folder than {store.settings.data}: use"
            " that one with --data, or name an empty database in NEO4J_DATABASE"
        )
    if rows[0]["half_made"] or store.settings.half_made.exists():
        with writing(store.settings.data):  # BusyError while the first load is being written
            _finish(store)
    return folder


def _finish(store: Store) -> None:
    """Take out what a first load that was killed left, unless it was whole."""
    marked = store.read(queries.load("system/keeping/claimed"))[0]["half_made"]
    (take_out if marked else end)(store)


def _write(data: Path, folder: Folder) -> None:
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_private(data / FILE, json.dumps(asdict(folder)))
    except OSError as error:
        raise InputError(
            f"{FILE} cannot be written in {data} ({error.strerror}): make room there, or choose a"
            " folder with --data to which you may write"
        ) from error
