"""Deliveries read by processes of their own, ahead of what is written, on all cores.

Each process reads every so many-th delivery and sends what it reads in order; it waits when a few
megabytes of that were not taken yet. What comes out is what `feed.read` gives, in the same order.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import pickle
import signal
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from queue import Queue
from threading import Thread
from types import TracebackType
from typing import Any, Self

from graph.errors import InputError, ThroughlineError, fault_of
from ingest.delivery.feed import Accepted, Counts, DeliveryInfo, Reading, Refused, identify, read
from ingest.mapping.mapping import Mapping

WORTH_BYTES = 20_000_000
"""Less is not worth the processes, and what it costs to hand records over."""
CHUNK = 100
"""Records and refusals of one message."""
CHUNK_CHARACTERS = 1 << 20
"""A message ends with the record that reaches this."""
AHEAD = 32
"""Messages that a process keeps until they are taken."""


@dataclass(frozen=True, slots=True)
class Job:
    """A delivery to read, as `feed.read` takes it."""

    mapping: Mapping = field(compare=False)
    digest: str
    path: Path
    work: Path
    extracted: str | None


@dataclass(frozen=True, slots=True)
class _Chunk:
    """What was read since the last message; rows so far."""

    items: list[Accepted | Refused]
    rows: int


@dataclass(frozen=True, slots=True)
class _End:
    counts: Counts
    notices: list[str]
    faults: int


class ReadElsewhere(Iterator[Accepted | Refused]):
    """What another process reads of one delivery; used as a `Reading`."""

    def __init__(self, messages: Iterator[Any], first: _Chunk | _End) -> None:
        self.counts, self.faults = Counts(), 0
        self._notices: list[str] = []
        self._messages, self._first = messages, first
        self._items = self._run()

    def __iter__(self) -> Iterator[Accepted | Refused]:
        return self

    def __next__(self) -> Accepted | Refused:
        return next(self._items)

    def notices(self) -> list[str]:
        """What is worth saying of the delivery as a whole, when it has ended."""
        return self._notices

    def _run(self) -> Iterator[Accepted | Refused]:
        message = self._first
        while isinstance(message, _Chunk):
            self.counts.rows = message.rows
            yield from message.items
            message = next(self._messages)
        self.counts, self._notices, self.faults = message.counts, message.notices, message.faults


class _Worker:
    """A process, and what it was asked to read and has not been asked for yet."""

    def __init__(self, jobs: list[Job]) -> None:
        self.jobs = jobs
        spawn = multiprocessing.get_context("spawn")  # a fork would take the threads' locks along
        self._pipe, end = spawn.Pipe(duplex=False)
        self._process = spawn.Process(target=_work, args=(jobs, end), daemon=True)
        self._process.start()
        end.close()
        self._open: Iterator[Any] = iter(())

    def read(self, job: Job) -> ReadElsewhere | None:
        """What it reads of a job; what stands before that is passed over. None: it read it not."""
        while job in self.jobs:
            with contextlib.suppress(Exception):  # what became of a delivery that was left midway
                for _ in self._open:
                    pass
            if not self.jobs:
                return None
            sought = self.jobs.pop(0)
            self._open = self._messages(sought)
            if sought == job:
                return ReadElsewhere(self._open, next(self._open))
        return None

    def _messages(self, job: Job) -> Iterator[Any]:
        while True:
            try:
                message = _unpacked(self._pipe.recv_bytes())
            except (EOFError, OSError):
                self.jobs.clear()
                raise InputError(
                    f"{job.path.name} was not read to its end, since the process that read it "
                    "ended: see that the machine has memory to spare, then run this again"
                ) from None
            if isinstance(message, Exception):
                raise message
            yield message
            if isinstance(message, _End):
                return

    def close(self) -> None:
        self._process.terminate()
        self._pipe.close()
        self._process.join()


class Ahead:
    """Reads these deliveries ahead, where they are enough to be worth it. A context manager.

    Only those that are `new` by their name are read; `read` takes the place of `feed.read`, for
    any delivery.
    """

    def __init__(
        self,
        deliveries: Iterable[tuple[Mapping, Path, str | None]],
        new: Callable[[DeliveryInfo], bool],
        work: Path,
    ) -> None:
        jobs: list[Job] = []
        self._workers: list[_Worker] = []
        given = list(deliveries)
        if sum(size(path) for _, path, _ in given) < WORTH_BYTES:
            return
        for mapping, path, extracted in given:
            with contextlib.suppress(ThroughlineError, OSError):  # told when it is its turn
                info = identify(mapping, path, extracted)
                if new(info):
                    jobs.append(Job(mapping, mapping.digest, path, work, info.extracted_at))
        if sum(size(job.path) for job in jobs) < WORTH_BYTES:
            return
        count = min(len(jobs), len(os.sched_getaffinity(0)))
        self._workers = [_Worker(jobs[nth::count]) for nth in range(count)]

    def read(
        self, mapping: Mapping, path: Path, work: Path, extracted: str | None = None
    ) -> Reading | ReadElsewhere:
        """The records and refusals of a delivery, wherever it is read."""
        job = Job(mapping, mapping.digest, path, work, extracted)
        for worker in self._workers:
            if elsewhere := worker.read(job):
                return elsewhere
        return read(mapping, path, work, extracted)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for worker in self._workers:
            worker.close()


def size(path: Path) -> int:
    """The bytes of a delivery; 0 where it cannot be looked at, which its reading will tell."""
    try:
        files = path.rglob("*") if path.is_dir() else [path]
        return sum(file.lstat().st_size for file in files)
    except OSError:
        return 0


def _unpacked(message: bytes) -> Any:
    """The message; nothing in it is garbage, and looking for that takes longer than all else."""
    looking = gc.isenabled()
    gc.disable()
    try:
        return pickle.loads(message)  # noqa: S301 - it comes from a process of our own
    finally:
        if looking:
            gc.enable()


def _work(jobs: list[Job], pipe: Connection) -> None:
    """Read the jobs and send what they give; runs in a process of its own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it ends it
    gc.freeze()  # the program itself stays
    messages: Queue[bytes | None] = Queue(AHEAD)
    sender = Thread(target=_send, args=(messages, pipe), daemon=True)
    sender.start()
    for job in jobs:
        for message in _read(job):
            messages.put(pickle.dumps(message, pickle.HIGHEST_PROTOCOL))
    messages.put(None)
    sender.join()


def _send(messages: Queue[bytes | None], pipe: Connection) -> None:
    while message := messages.get():
        try:
            pipe.send_bytes(message)
        except OSError:  # nobody is there any more to take it
            os._exit(1)


def _read(job: Job) -> Iterator[_Chunk | _End | Exception]:
    try:
        reading = read(job.mapping, job.path, job.work, job.extracted)
        items: list[Accepted | Refused] = []
        characters = 0
        for item in reading:
            items.append(item)
            characters += len(item.record.content) if isinstance(item, Accepted) else len(item.raw)
            if len(items) == CHUNK or characters >= CHUNK_CHARACTERS:
                yield _Chunk(items, reading.counts.rows)
                items, characters = [], 0
        yield _Chunk(items, reading.counts.rows)
        yield _End(reading.counts, reading.notices(), reading.faults)
    except (ThroughlineError, OSError) as error:
        yield error
    except Exception as error:  # noqa: BLE001 - its own words may hold data
        yield RuntimeError(fault_of(error))
