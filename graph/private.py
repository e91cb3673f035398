"""What this program keeps, its owner alone may read: folders are 0700 and files 0600.

A process says `close_process` once, and what it writes from then on is private, spills of a
library and crash files too; `private_folder` makes or closes the data folder, whoever made it.
"""

from __future__ import annotations

import os
import sqlite3
import stat
import sys
from collections.abc import Iterator
from contextlib import closing
from functools import lru_cache
from pathlib import Path

from graph.errors import InputError

OPEN = 0o077


def close_process() -> None:
    """New files of this process and its children are private, and a crash leaves no memory."""
    os.umask(OPEN)
    if sys.platform != "win32":
        import resource

        hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
        resource.setrlimit(resource.RLIMIT_CORE, (0, hard))


def private_folder(folder: Path) -> None:
    """Make a data folder that its owner alone may enter, or close one that is there.

    InputError when it is shared, as /tmp is, or not this account's to close.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _spill_into(str(folder))
    if sys.platform == "win32":
        return
    mode = folder.stat().st_mode
    if not mode & OPEN:
        return
    if mode & stat.S_ISVTX:
        raise InputError(f"{folder} is shared by all users: choose a folder inside it with --data")
    try:
        folder.chmod(0o700)
    except OSError as error:
        raise InputError(
            f"{folder} may be read by others and is not yours to close: let its owner run "
            "`chmod 700` on it, or choose another with --data"
        ) from error


@lru_cache(maxsize=1)
def _spill_into(folder: str) -> None:
    """SQLite puts aside here what memory does not hold; its own choice is /var/tmp."""
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("PRAGMA temp_store_directory = '{}'".format(folder.replace("'", "''")))


def write_private(place: Path, text: str) -> None:
    """Write a file that its owner alone may read, whole or not at all, even if the power fails."""
    draft = place.with_name(f"{place.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    try:
        draft.touch(mode=0o600, exist_ok=False)
        with draft.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(place)
    except OSError:  # a full disk: what is half written would stand there for ever
        draft.unlink(missing_ok=True)
        raise


def close_copy(place: Path) -> None:
    """Make a copy private that has the mode of what was delivered; links in it stay as they are."""
    if place.is_dir():
        place.chmod(0o700)
        for folder, folders, files in os.walk(place):
            for name in (*folders, *files):
                inner = Path(folder, name)
                if not inner.is_symlink():
                    inner.chmod(0o700 if inner.is_dir() else 0o600)
    else:
        place.chmod(0o600)


def open_to_others(folder: Path) -> Iterator[Path]:
    """The folder and what is in it, as far as others might read it."""
    for inside, folders, files in os.walk(folder):
        for place in (Path(inside), *(Path(inside, name) for name in (*folders, *files))):
            try:
                mode = place.lstat().st_mode
            except OSError:  # it is gone meanwhile: an engine runs here
                continue
            counts = str(place) == inside or not stat.S_ISDIR(mode)  # each folder once
            if mode & OPEN and counts and not stat.S_ISLNK(mode):
                yield place
