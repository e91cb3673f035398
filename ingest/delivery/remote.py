"""A delivery that lies in object storage or another place with an address, brought to this disk.

fsspec speaks to each kind of place (https://filesystem-spec.readthedocs.io): `s3://` wants s3fs
installed, `gs://` gcsfs, `abfs://` adlfs; each has its own settings, time-outs and secrets.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from fsspec import AbstractFileSystem
from fsspec.core import url_to_fs

from graph.errors import InputError

ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


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
        yield _brought(name, Path(folder))


def _brought(address: str, folder: Path) -> Path:
    kind = address.partition("://")[0].lower()
    try:
        files, root = url_to_fs(address)
        if not files.exists(root):
            raise InputError(f"nothing lies at this {kind} address: check it")
        target = folder / _part(PurePosixPath(root).name)
        if files.isdir(root):
            for path in files.find(root):
                _bring(files, path, target.joinpath(*_parts(path, root)))
        else:
            _bring(files, root, target)
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


def _bring(files: AbstractFileSystem, path: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with files.open(path, "rb") as there, target.open("wb") as here:
        shutil.copyfileobj(there, here, 1 << 20)


def _parts(path: str, root: str) -> list[str]:
    return [_part(part) for part in PurePosixPath(path).relative_to(root).parts]


def _part(name: str) -> str:
    """One part of a path, which leads nowhere but down. InputError for another."""
    if name in ("", ".", "..") or "/" in name or "\\" in name or "\0" in name:
        raise InputError("a name at this address would lead out of its folder: rename it")
    return name
