"""One delivery into the graph: the file kept, its records taken in batches, its rejects kept.

A delivery that was interrupted is read again from its start; what is already there
changes nothing. Reading runs ahead of writing by a few batches, into the next delivery too.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from graph import queries
from graph.access.session import Session
from graph.derive.deliver import BatchWriter
from graph.derive.staging import Staging
from graph.derive.withdraw import part_unplaced
from graph.engine.store import Store
from graph.errors import InputError
from graph.private import close_copy
from graph.queries.rows import SystemDeliveriesFind
from graph.settings import Settings
from ingest.delivery.ahead import Ahead, ReadElsewhere
from ingest.delivery.feed import Accepted, DeliveryInfo, Reading, Refused, identify, read
from ingest.delivery.reject import Rejects
from ingest.mapping.mapping import Mapping

Writer = BatchWriter | Staging
Reader = Callable[[Mapping, Path, Path, str | None], Reading | ReadElsewhere]
BATCH = 1_000
_MOST_TOLD = 20
FIRST = 125
"""Records of the first batch; each has twice as many as the one before, up to BATCH, so that the
engine, slow when it is cold, does not wait until a thousand are read."""
BATCH_CHARACTERS = 4 << 20
"""A batch ends with the record that reaches this: it is one transaction, held in memory whole."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of one delivery. rows = taken + refused; `known` when it was loaded before,
    `again` why it was read all the same.

    `faults` are places where the program failed, each refused as a row.
    `commonest_remarks` are those made most often, with their counts; `notices` are about the
    delivery as a whole.
    """

    id: str
    file_name: str
    force: str
    rows: int
    records: int
    refused: int
    remarks: int = 0
    known: bool = False
    again: str = ""
    commonest_remarks: tuple[tuple[str, int], ...] = ()
    notices: tuple[str, ...] = ()
    faults: int = 0


def kept_file(settings: Settings, id_: str) -> Path:
    """The folder where a delivery is kept as it came."""
    return settings.data / "deliveries" / id_


def rejects_file(settings: Settings, id_: str) -> Path:
    """Where the refused rows of a delivery are kept, each with its place and reason."""
    return settings.rejects / f"{id_}.jsonl"


def load(
    writer: Writer,
    session: Session,
    mapping: Mapping,
    path: Path,
    extracted: str | None = None,
    progress: Callable[[int], None] = lambda _: None,
    *,
    again: bool = False,
    reader: Reader = read,
) -> Loaded:
    """Load one delivery; people are left stale. `progress` is called with the rows read so far.

    The last of it may still be on its way when this returns: `writer` writes it.

    A file that is known changes nothing, unless it is read `again`: because it is asked, because a
    later extract holds the same (its records are then the newest as of that date), or because the
    mapping is another than it was read by. Then nothing stays of what was read from it before.
    """
    info = identify(mapping, path, extracted)
    before = writer.delivered(info.id)
    why = "it was asked for" if again else why_again(before, info) if before else ""
    if before is not None:
        if before["complete"] and not why:
            counts = (before["rows"] or 0, before["records"] or 0, before["rejects"] or 0)
            return Loaded(info.id, info.file_name, info.force, *counts, known=True)
        dates = (info.extracted_at, before["extracted_at"])
        info = replace(info, extracted_at=max(filter(None, dates), default=None))
        if why:
            writer.again(info.id, _props(info))
    session.record("collection", delivery=info.id, file=info.file_name, force=info.force)
    loaded = _read_in(
        writer, session.store, mapping, path, info, progress, reader, again=before is not None
    )
    return replace(loaded, again=why if before else "")


def why_again(before: SystemDeliveriesFind, info: DeliveryInfo) -> str:
    """Why a delivery that came before is to be read again; '' when it is as it was.

    One that an earlier version of the program loaded does not know its mapping.
    """
    if before["mapping"] not in (None, info.mapping):
        return "its mapping is another than before"
    later = (info.extracted_at or "") > (before["extracted_at"] or "")
    return "it was extracted later" if later else ""


def _props(info: DeliveryInfo) -> dict[str, Any]:
    return {
        "force": info.force,
        "feed": info.feed,
        "file_name": info.file_name,
        "extracted_at": info.extracted_at,
        "purpose": info.purpose or None,
        "mapping": info.mapping,
    }


def _read_in(
    writer: Writer,
    store: Store,
    mapping: Mapping,
    path: Path,
    info: DeliveryInfo,
    progress: Callable[[int], None],
    reader: Reader,
    *,
    again: bool,
) -> Loaded:
    settings = store.settings
    reading = reader(mapping, path, settings.data / "work", info.extracted_at)
    _keep(path, kept_file(settings, info.id))
    writer.open(info.id, _props(info), dt.datetime.now(dt.UTC))
    with Rejects(rejects_file(settings, info.id), info) as rejects:
        tally = _Tally(rejects)
        for batch in _batches(tally.accepted(reading, progress)):
            writer.write(info.id, batch, info.extracted_at or "")
    counts = (reading.counts.rows, tally.records, reading.counts.refused)
    summary = tally.summary(reading)
    if again:
        writer.wait()
        summary["notices"] += _parted(store, info.id)
    writer.close(info.id, *counts)
    return Loaded(info.id, info.file_name, info.force, *counts, **summary)


def _parted(store: Store, id_: str) -> tuple[str, ...]:
    """Part what a delivery does not say any more; what to say of judgements that rest by that."""
    query = queries.load("system/judgements/resting")
    before = store.read(query)[0]["judgements"]
    part_unplaced(store, id_)
    resting = store.read(query)[0]["judgements"] - before
    if not resting:
        return ()
    return (
        f"{resting} judgements are about people whom this mapping names otherwise: they rest, and "
        "count again when it names them so (`throughline judgements` lists all)",
    )


def _keep(path: Path, folder: Path) -> None:
    """Copy the delivery beside the graph, whole or not at all; a link in it stays a link.

    Raises InputError when it cannot be read, or not be written here.
    """
    target = folder / path.name
    if target.exists():
        return
    draft = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(draft, ignore_errors=True)
    try:
        draft.mkdir(parents=True)
        _copy(path, draft / path.name)
        close_copy(draft)
        shutil.rmtree(folder, ignore_errors=True)
        draft.rename(folder)
    except OSError as error:
        raise InputError(
            f"{path.name} cannot be copied beside the graph: check that all of it may be read "
            "and that the disk has room."
        ) from error


def _copy(path: Path, target: Path) -> None:
    if path.is_dir():
        shutil.copytree(path, target, symlinks=True, ignore=_special)
    else:
        shutil.copy2(path, target)


def _special(folder: str, names: list[str]) -> list[str]:
    """Pipes, sockets and devices: reading one would wait without end."""
    paths = {name: Path(folder, name) for name in names}
    return [n for n, p in paths.items() if not (p.is_symlink() or p.is_dir() or p.is_file())]


def _batches(accepted: Iterator[Accepted]) -> Iterator[list[Accepted]]:
    size = min(FIRST, BATCH)
    while batch := list(_within(BATCH_CHARACTERS, islice(accepted, size))):
        yield batch
        size = min(2 * size, BATCH)


def _within(most: int, accepted: Iterator[Accepted]) -> Iterator[Accepted]:
    characters = 0
    for each in accepted:
        yield each
        characters += len(each.record.content)
        if characters >= most:
            return


class _Tally:
    """Sorts what a reading gives: records go on, refusals are kept, both are counted."""

    def __init__(self, rejects: Rejects) -> None:
        self._rejects = rejects
        self.records = 0
        self.remarks: Counter[str] = Counter()

    def accepted(
        self, reading: Reading | ReadElsewhere, progress: Callable[[int], None]
    ) -> Iterator[Accepted]:
        items: Iterable[Accepted | Refused] = reading
        for item in items:
            if isinstance(item, Refused):
                self._rejects.write(item)
                continue
            self.records += 1
            self.remarks.update(f"{remark.about} {remark.reason}" for remark in item.remarks)
            if self.records % BATCH == 0:
                progress(reading.counts.rows)
            yield item

    def summary(self, reading: Reading | ReadElsewhere) -> dict[str, Any]:
        """What a load says of its remarks: how many, which most often, and of the whole."""
        return {
            "remarks": self.remarks.total(),
            "commonest_remarks": tuple(self.remarks.most_common(_MOST_TOLD)),
            "notices": tuple(reading.notices()),
            "faults": reading.faults,
        }


def ahead_of(
    writer: Writer, session: Session, deliveries: Iterable[tuple[Mapping, Path, str | None]]
) -> Ahead:
    """Reads ahead those of the deliveries (mapping, path, extract date) that never came before."""
    work = session.store.settings.data / "work"
    return Ahead(deliveries, lambda info: writer.delivered(info.id) is None, work)


def discard(settings: Settings, id_: str) -> None:
    """Remove what is kept of a withdrawn delivery beside the graph."""
    shutil.rmtree(kept_file(settings, id_), ignore_errors=True)
    rejects_file(settings, id_).unlink(missing_ok=True)
