"""A backup of a data folder and its graph in one file, made while others read, and the way back.

The writer's lock is held meanwhile, so that folder and graph are of one moment. What is put back is
compared with the digest that the backup has of its graph.
"""

from __future__ import annotations

import datetime as dt
import importlib.metadata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from graph.access.audit import open_audit
from graph.access.roles import may
from graph.access.session import Session
from graph.access.viewer import Viewer
from graph.changes.folder import UNFINISHED
from graph.changes.opening import open_store
from graph.errors import BusyError, InputError
from graph.keeping import archive, elements
from graph.private import write_private
from graph.settings import Settings

Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds; `sha256` is that of the file itself."""

    file: str
    bytes: int
    files: int
    nodes: int
    links: int
    sha256: str


def make(session: Session, path: Path, progress: Progress) -> Backup:
    """Write a backup to a path where nothing stands, and read it through once more.

    InputError when something stands there, or the disk is full; then nothing is left there.
    BusyError while another command writes; AccessError for whoever neither keeps the installation
    nor may see all that there is.
    """
    _note(session, path.name)
    data = session.store.settings.data
    if path.exists():
        raise InputError(f"{path.name} is there already: give the backup a name of its own")
    if path.resolve().is_relative_to(data):
        raise InputError("a backup inside its data folder goes with it: give a place outside it")
    draft = path.with_name(f"{path.name}.part")
    with session.holding(), _written_whole(draft, path):
        files = list(archive.files(data))
        with archive.begin(draft) as writer:
            for done, file in enumerate(files, 1):
                writer.add_file(data, file)
                progress("files", done)
            writer.add_lines(archive.GRAPH, _counted(elements.lines(session.store), progress))
            writer.end(_about(session))
        reader = archive.Reader(draft)
        tally = elements.tally(reader.lines(archive.GRAPH))
        reader.close()
    size, sha256 = path.stat().st_size, archive.digest_of(path)
    return Backup(path.name, size, len(files), tally.nodes, tally.links, sha256)


def restore(settings: Settings, viewer: Viewer, path: Path, progress: Progress) -> Backup:
    """Put a backup back into a folder and a graph that are empty; a killed one is run again.

    BusyError while another restore into the folder is under way.
    InputError when the backup is not whole, or folder or graph hold something else, or the graph
    is not in the end what the backup says.
    """
    reader, sha256 = archive.Reader(path), archive.digest_of(path)
    _begin(settings, sha256)
    with _alone(settings.data):
        mark = _begin(settings, sha256)  # another may have ended here meanwhile
        files, kept = _put_back(settings, reader, mark, sha256, progress)
        about = {"asked": "restore", "file": path.name, "sha256": sha256}
        open_audit(settings).write(viewer, "alteration", about)
        mark.unlink(missing_ok=True)
    reader.close()
    return Backup(path.name, path.stat().st_size, files, **_without_digest(kept), sha256=sha256)


def _put_back(
    settings: Settings, reader: archive.Reader, mark: Path, sha256: str, progress: Progress
) -> tuple[int, elements.Tally]:
    """Files and graph of a backup: how many files, and what the graph is."""
    files = reader.put_files(settings.data)
    with open_store(settings, restoring=True) as store:
        if not mark.read_text(encoding="ascii").endswith("\n") and not elements.is_empty(store):
            mark.unlink()
            raise InputError(
                "the graph at NEO4J_URI holds something: restore into an empty database, which"
                " NEO4J_DATABASE may name"
            )
        write_private(mark, f"{sha256}\n")
        kept = elements.tally(reader.lines(archive.GRAPH))
        elements.put_back(store, reader.lines(archive.GRAPH), lambda n: progress("elements", n))
        if elements.tally(elements.lines(store)) != kept:
            raise InputError(
                "the graph is not what the backup holds: run the restore again into an empty one"
            )
    return files, kept


def _note(session: Session, name: str) -> None:
    """Whoever keeps the installation holds its files anyhow; anybody else must see all of it."""
    if may(session.viewer.role, "accounts"):
        session.audit.write(session.viewer, "disclosure", {"asked": "backup", "file": name})
    else:
        session.give_all("backup", file=name)


def _begin(settings: Settings, sha256: str) -> Path:
    """The mark of a restore under way: the backup's digest, and a line's end once the graph is its.

    InputError for a folder that holds anything but a broken-off restore of the same backup.
    """
    data = settings.data
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    mark = data / UNFINISHED
    if mark.exists():
        if mark.read_text(encoding="ascii").strip() != sha256:
            raise InputError("another backup was being restored here: restore into a new folder")
    elif any(not path.name.startswith(UNFINISHED) for path in data.iterdir()):
        raise InputError("the data folder holds something: restore into a new one, with --data")
    else:
        write_private(mark, sha256)
    return mark


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    """Hold a folder for one restore; not as a writer, which the opening of the graph is itself."""
    lock = FileLock(data / f"{UNFINISHED}.lock", mode=0o600)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise BusyError(f"another restore into {data} is under way: wait until it ends") from None
    try:
        yield
        Path(lock.lock_file).unlink(missing_ok=True)
    finally:
        lock.release()


@contextmanager
def _written_whole(draft: Path, path: Path) -> Iterator[None]:
    """What was written as `draft` becomes the file, or goes."""
    try:
        yield
        draft.rename(path)
    except OSError as error:
        raise InputError(
            f"the backup cannot be written ({error.strerror}): give a place with room to which"
            " you may write"
        ) from error
    finally:
        draft.unlink(missing_ok=True)


def _about(session: Session) -> dict[str, Any]:
    return {
        "made_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "program": importlib.metadata.version("throughline"),
        "engine": f"{session.store.engine} {session.store.version}",
    }


def _counted(lines: Iterator[str], progress: Progress) -> Iterator[str]:
    for done, line in enumerate(lines, 1):
        yield line
        if not done % elements.ROWS:
            progress("elements", done)


def _without_digest(tally: elements.Tally) -> dict[str, int]:
    return {name: count for name, count in asdict(tally).items() if name != "sha256"}
