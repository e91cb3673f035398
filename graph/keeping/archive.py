"""One file that holds a data folder: a zip with every file, the graph as lines, and a manifest.

The manifest comes last and has the SHA-256 of each member, so that a backup that was cut off, or
in which a byte is another, is known before anything is put back. SQLite's files are copied by its
own backup, which is whole while others write. Left out are locks, the engine (its graph is kept as
lines), and folders inside that are data folders of their own (a replay, a demo).
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any
from urllib.parse import quote, unquote_to_bytes

from graph.errors import InputError

MANIFEST, GRAPH, FILES = "manifest.json", "graph.jsonl", "files/"
FORMAT = 1
LEFT_OUT = {"engine", "writer.lock", "restore.unfinished", "edition"}
_SQLITE = b"SQLite format 3\0"
_PIECE = 1 << 20
_BROKEN = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error)


def files(data: Path) -> Iterator[Path]:
    """Every file of a data folder that a backup holds, in order."""
    for path in sorted(data.iterdir()):
        if path.name in LEFT_OUT or path.suffix == ".lock" or path.is_symlink():
            continue
        if path.is_dir():
            if not (path / "engine").is_dir():
                yield from files(path)
        elif path.is_file() and not path.name.endswith(("-wal", "-shm", "-journal")):
            yield path


@dataclass(slots=True)
class Writer:
    """A backup that is being written."""

    archive: zipfile.ZipFile
    digests: dict[str, str] = field(default_factory=dict)

    def add_file(self, data: Path, path: Path) -> None:
        """Keep one file of the data folder."""
        name = FILES + _name(path.relative_to(data))
        if not _is_sqlite(path):
            self._add(name, _pieces(path))
            return
        with tempfile.TemporaryDirectory(dir=Path(str(self.archive.filename)).parent) as folder:
            self._add(name, _pieces(_copy_of_sqlite(path, Path(folder))))

    def add_lines(self, name: str, lines: Iterable[str]) -> None:
        """Keep lines of text."""
        self._add(name, (line.encode() + b"\n" for line in lines))

    def end(self, about: Mapping[str, Any]) -> None:
        """Write the manifest: the digests, and what there is to say of the whole."""
        text = json.dumps({"format": FORMAT, **about, "sha256": self.digests}, indent=1)
        self.archive.writestr(MANIFEST, text)
        self.archive.close()

    def _add(self, name: str, pieces: Iterable[bytes]) -> None:
        digest = hashlib.sha256()
        with self.archive.open(name, "w", force_zip64=True) as member:
            for piece in pieces:
                digest.update(piece)
                member.write(piece)
        self.digests[name] = digest.hexdigest()


@contextmanager
def begin(path: Path) -> Iterator[Writer]:
    """A backup at a path where nothing stands, for its owner alone."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    archive = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6)
    try:
        yield Writer(archive)
    except BaseException:
        with suppress(OSError, ValueError):  # what broke it off is told, and not this, too
            archive.close()
        raise


class Reader:
    """A backup whose every byte is as it was written; InputError where one is not."""

    def __init__(self, path: Path) -> None:
        self._name = path.name
        try:
            self._archive = zipfile.ZipFile(path)
            self.about: dict[str, Any] = json.loads(self._archive.read(MANIFEST))
            if self.about["format"] > FORMAT:
                raise InputError(
                    f"{path.name} was made by a newer Throughline: upgrade this one, then restore"
                )
            self.digests: dict[str, str] = self.about["sha256"]
            self._check()
        except _BROKEN as error:
            raise self._broken("it is cut off, or no backup") from error

    def close(self) -> None:
        """Let go of the file."""
        self._archive.close()

    def lines(self, name: str) -> Iterator[str]:
        """The lines of a member."""
        with self._archive.open(name) as member:
            for line in member:
                yield line.decode().rstrip("\n")

    def put_files(self, data: Path) -> int:
        """Write every file of the data folder, for its owner alone; how many."""
        names = [name for name in self.digests if name.startswith(FILES)]
        for name in names:
            path = data / _path(name.removeprefix(FILES))
            _private_folders(data, path.parent)
            with self._archive.open(name) as member, _private(path) as file:
                for piece in iter(lambda: member.read(_PIECE), b""):
                    file.write(piece)
        return len(names)

    def _check(self) -> None:
        if {*self._archive.namelist()} != {*self.digests, MANIFEST}:
            raise self._broken("files are missing from it, or were put into it")
        for name, known in self.digests.items():
            digest = hashlib.sha256()
            with self._archive.open(name) as member:
                for piece in iter(lambda: member.read(_PIECE), b""):
                    digest.update(piece)
            if digest.hexdigest() != known:
                raise self._broken("it is not as it was written")

    def _broken(self, what: str) -> InputError:
        return InputError(f"{self._name} is no whole backup ({what}): take another")


def digest_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from iter(lambda: file.read(_PIECE), b"")


def _private_folders(data: Path, folder: Path) -> None:
    if folder != data:
        _private_folders(data, folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


def _private(path: Path) -> IO[bytes]:
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb")


def _is_sqlite(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_SQLITE)) == _SQLITE


def _copy_of_sqlite(path: Path, folder: Path) -> Path:
    copy = folder / "copy"
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    return copy


def _name(relative: Path) -> str:
    """A name that a zip can hold, whatever bytes a force gave its file."""
    return quote(os.fsencode(relative.as_posix()))


def _path(name: str) -> Path:
    relative = PurePosixPath(os.fsdecode(unquote_to_bytes(name)))
    if relative.is_absolute() or ".." in relative.parts:
        raise InputError(
            "a file of this backup lies outside its folder: it is not ours, use another"
        )
    return Path(relative)
