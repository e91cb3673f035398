"""One writer at a time on a data folder: whoever comes second is told so at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from graph.edition import Edition
from graph.errors import BusyError, InputError
from graph.private import private_folder


@contextmanager
def writing(data: Path) -> Iterator[None]:
    """Hold the data folder for writing. The system releases it if the process dies."""
    private_folder(data)
    lock = FileLock(data / "writer.lock", mode=0o600)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise BusyError(
            f"another command is writing to {data}: wait until it ends, then run this again"
        ) from None
    except OSError as error:
        raise InputError(
            f"writer.lock in {data} cannot be opened ({error.strerror}): remove what stands there, "
            "or choose another folder with --data"
        ) from error
    try:
        Edition(data).settle()
        yield
    finally:
        lock.release()
