"""A disk that fills up, really filled: `python -m tests.bench.disks`, by whoever may mount.

A delivery comes while less and less room is left, on the disk of the data folder (with the embedded
engine) and on that of the server. Then there is room again, and the same command has to end as on a
disk that was never full.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from functools import partial
from pathlib import Path
from unittest import mock

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "whole")]

from engines import START_SOON, kernel  # noqa: E402
from whole_way import Done, canonical, incident, party, run  # noqa: E402

ROOM = (0, 1 << 16, 1 << 20, 1 << 22)
"""Bytes that are left when a delivery comes, one after the other."""
MOUNT = ("mount", "-t", "tmpfs", "-o", "size=900m", "tmpfs")


@contextmanager
def disk(place: Path) -> Iterator[Path]:
    """A small disk at a place."""
    place.mkdir(parents=True)
    subprocess.run([*MOUNT, str(place)], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=False)


@contextmanager
def server(home: Path) -> Iterator[None]:
    """A Neo4j whose store lies there, which commands are given meanwhile."""
    with kernel(home, *START_SOON, set_to=["db.tx_log.preallocate=false"]) as settings:
        given = {"NEO4J_URI": settings.neo4j_uri or "", "NEO4J_PASSWORD": "none"}
        with mock.patch.dict(os.environ, given):
            yield


@contextmanager
def filled(place: Path, room: int) -> Iterator[None]:
    """Leave so many bytes on the disk for as long as this lasts."""
    ballast = place / "ballast"
    with ballast.open("wb") as file:
        while True:
            free = os.statvfs(place)
            with suppress(OSError):  # the server took some of it meanwhile
                os.posix_fallocate(file.fileno(), 0, max(1, free.f_bavail * free.f_frsize - room))
                break
    try:
        yield
    finally:
        ballast.unlink()


def deliveries(folder: Path) -> list[Path]:
    """One for each room and one before."""
    folder.mkdir(exist_ok=True)
    made = []
    for number in range(len(ROOM) + 1):
        records = [
            incident(
                f"A{number}-{each}",
                party(f"Sam Pike{each % 40}", "suspect", phone=f"07700 900{each % 40:03d}"),
                party(f"Ann Reed{each % 50}", "victim"),
                at=f"2024-01-{number + 1:02d}T10:00:00Z",
                summary="waited outside and called " * 20,
            )
            for each in range(400)
        ]
        made.append(canonical(folder / f"canonical_2024-02-0{number + 1}.jsonl", records))
    return made


def tried(
    data: Path,
    full: Path,
    files: list[Path],
    where: str,
    started: Callable[[], AbstractContextManager[object]] = nullcontext,
) -> None:
    """Load the deliveries into a folder while that disk is full, and tell what came of each.

    The engine is started again once there is room.
    """
    with started():
        tell(where, "before", run("ingest", files[0], "--data", data))
    for room, file in zip(ROOM, files[1:], strict=True):
        with started(), filled(full, room):
            tell(where, f"{room:,} bytes left", run("ingest", file, "--data", data))
            tell(where, "  a question then", run("search", "Pike1", "--data", data))
        with started():
            tell(where, "  room again", run("ingest", file, "--data", data))
    with started():
        print(where, digest(data))  # noqa: T201


def digest(data: Path) -> str:
    return run("dump", "--digest", "--data", data).out.strip()


def tell(where: str, what: str, done: Done) -> None:
    lines = done.err.strip().splitlines()
    print(f"{where}, {what}: code {done.code}, {len(lines)} lines; {lines[-1:]}")  # noqa: T201


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        files = deliveries(work / "in")
        for file in files:
            run("ingest", file, "--data", work / "never full")
        print("never full", digest(work / "never full"))  # noqa: T201
        with disk(work / "ours") as ours:
            tried(ours / "data", ours, files, "embedded")
        with disk(work / "theirs") as theirs:
            tried(work / "data", theirs, files, "Neo4j", partial(server, theirs))


if __name__ == "__main__":
    main()
