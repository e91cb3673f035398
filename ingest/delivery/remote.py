"""A delivery that lies in object storage or another place with an address, brought to this disk.

fsspec speaks to each kind of place (https://filesystem-spec.readthedocs.io): `s3://` wants s3fs
installed, `gs://` gcsfs, `abfs://` adlfs; each has its own settings, time-outs and secrets. A place
that falls silent, or sends so little that it would never end, is given up.
"""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from fsspec import AbstractFileSystem
from fsspec.core import url_to_fs

from graph.deadline import as_long_as
from graph.errors import InputError

ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
SILENT = 300.0
"""Seconds for which nothing may come: libraries fetch some megabytes before they give the first."""
START, PACE, WHOLE = 300.0, 16_384, 12 * 3600.0
"""After so many seconds so many bytes a second must have come on average; seconds for all of it."""
PIECE, TICK = 1 << 16, 0.2


def come(names: Iterable[str], work: Path, held: ExitStack) -> tuple[list[Path], list[InputError]]:
    """What is at hand while `held` is, and in one sentence what could not be brought, if anything.

    InputError when nothing could.
    """
    places, absent = list[Path](), list[InputError]()
    for name in names:
        try:
            places.append(held.enter_context(at_hand(name, work)))
        except InputError as error:
            absent.append(error)
    if not places:
        raise absent[0]
    if len(absent) > 1:
        absent = [InputError(f"{len(absent)} deliveries did not come; of the first: {absent[0]}")]
    return places, absent


@contextmanager
def at_hand(name: str, work: Path) -> Iterator[Path]:
    """The delivery on this disk: a path as it is, of an address a copy in `work` that goes again.

    InputError, with no more of the address than its kind, when it cannot be brought.
    """
    if not ADDRESS.match(name):
        yield Path(name)
        return
    work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="remote-", dir=work) as folder:
        line = _Line()
        try:
            yield as_long_as(line.patient, lambda: _brought(name, Path(folder), line), TICK)
        except TimeoutError:
            raise InputError(
                f"what lies at this {_kind(name)} address does not come, or too slowly: try again"
                " later, or bring it here by other means"
            ) from None
        finally:
            line.ended = True


@dataclass(slots=True)
class _Line:
    """What came of a delivery so far, and when; `ended` once nobody waits for it."""

    begun: float = field(default_factory=time.monotonic)
    heard_at: float = field(default_factory=time.monotonic)
    bytes: int = 0
    ended: bool = False

    def heard(self, count: int = 0) -> None:
        """So many bytes came, or an answer. TimeoutError once nobody waits."""
        if self.ended:
            raise TimeoutError
        self.heard_at = time.monotonic()
        self.bytes += count

    def patient(self) -> bool:
        """Whether to wait on."""
        now = time.monotonic()
        bound = min(START + self.bytes / PACE, WHOLE)
        return now - self.heard_at < SILENT and now - self.begun < bound


def _kind(address: str) -> str:
    return address.partition("://")[0].lower()


def _brought(address: str, folder: Path, line: _Line) -> Path:
    kind = _kind(address)
    try:
        files, root = url_to_fs(address)
        if not files.exists(root):
            raise InputError(f"nothing lies at this {kind} address: check it")
        target = folder / _part(PurePosixPath(root).name)
        if files.isdir(root):
            for path in files.find(root):
                _bring(files, path, target.joinpath(*_parts(path, root)), line)
        else:
            _bring(files, root, target, line)
    except InputError:
        raise
    except ImportError as error:
        raise InputError(f"a {kind} address needs a package that is not here: {error}") from error
    except Exception as error:  # each kind of place has errors of its own
        raise InputError(
            f"what lies at this {kind} address cannot be brought ({type(error).__name__}): check "
            "the address, who may read there, and the disk"
        ) from error
    return target


def _bring(files: AbstractFileSystem, path: str, target: Path, line: _Line) -> None:
    line.heard()
    target.parent.mkdir(parents=True, exist_ok=True)
    with files.open(path, "rb") as there, target.open("wb") as here:
        while piece := there.read(PIECE):
            line.heard(len(piece))
            here.write(piece)


def _parts(path: str, root: str) -> list[str]:
    return [_part(part) for part in PurePosixPath(path).relative_to(root).parts]


def _part(name: str) -> str:
    """One part of a path, which leads nowhere but down. InputError for another."""
    if name in ("", ".", "..") or "/" in name or "\\" in name or "\0" in name:
        raise InputError("a name at this address would lead out of its folder: rename it")
    return name
