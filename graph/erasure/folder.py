"""What the data folder holds beside the graph of what is erased.

A delivery's copy that holds it goes whole: what else it brought stands in records. Refused rows go
one by one. Scratch and the replayed past are made again; whatever else lies in the folder and tells
of it goes, but for what people wrote for themselves or what waits: that is named, for them to mend.
"""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from graph import queries
from graph.changes.calendar import Calendar
from graph.changes.change_log import ChangeLog
from graph.engine.store import Store
from graph.erasure.holds import FILE as HOLDS
from graph.erasure.holds import forget as forget_holds
from graph.erasure.journal import JOURNAL, LIST, Erasure
from graph.erasure.traces import ERASED, Traces
from graph.rereading.kept import KeptReadings
from graph.saved.charts import KeptCharts
from graph.saved.searches import KeptSearches

KNOWN = frozenset(
    {"engine", HOLDS, "deliveries", "rejects", "work", "replay", "writer.lock", JOURNAL, LIST}
    | {
        "audit.sqlite",
        "accounts.sqlite",
        "charts.sqlite",
        "searches.sqlite",
        "readings.sqlite",
        "calendar.sqlite",
        "touched.jsonl",
        "edition",
        "news.toml",
    }
)
"""What is looked after by itself, or holds nothing of records; a store's own side files too."""
THEIRS = frozenset({"inbox", "questions", "reference"})
PIECE = 1 << 20


def forget(store: Store, erasure: Erasure) -> list[Path]:
    """Take what is erased out of the data folder; gives the files that people must mend."""
    data, traces = store.settings.data, erasure.traces
    for delivery in erasure.files:
        shutil.rmtree(data / "deliveries" / delivery, ignore_errors=True)
    _deliveries(data / "deliveries", traces)
    if erasure.delivery:
        (data / "rejects" / f"{erasure.delivery}.jsonl").unlink(missing_ok=True)
    for path in sorted((data / "rejects").glob("*")):
        _less_lines(path, traces)
    forget_scratch(store)
    forget_holds(store.settings, traces, erasure.targets)
    _forget_saved(store, traces)
    _forget_readings(store, traces, whole=True)
    return list(_rest(data, traces))


def forget_made(data: Path) -> None:
    """Remove scratch and the replayed past, which are made again."""
    shutil.rmtree(data / "work", ignore_errors=True)
    old = data / "replay.old"
    shutil.rmtree(old, ignore_errors=True)
    if (data / "replay").exists():
        (data / "replay").rename(old)  # its engine may run on for seconds
        shutil.rmtree(old, ignore_errors=True)


def forget_scratch(store: Store) -> None:
    """Remove what is made again: scratch, the replayed past, and what a night is to look at."""
    forget_made(store.settings.data)
    store.watcher(Calendar).forget()
    store.watcher(ChangeLog).forget()


def forget_words(store: Store, traces: Traces) -> None:
    """Take out of refused rows, charts and saved searches what tells; nothing else is touched."""
    for path in sorted((store.settings.data / "rejects").glob("*")):
        _less_lines(path, traces)
    _forget_saved(store, traces)
    _forget_readings(store, traces, whole=False)


def _forget_readings(store: Store, traces: Traces, *, whole: bool) -> None:
    """Words that tell go from readings of closed cases; where the `whole` goes, so do the cases."""
    kept = KeptReadings(store.settings.readings)
    here = None
    if whole:
        cases = sorted({case for sample in kept.samples() for case in sample.cases})
        rows = store.read(queries.load("system/rereading/here"), ids=cases) if cases else []
        here = {row["id"] for row in rows}
    kept.forget(traces.in_text, here, ERASED)


def _forget_saved(store: Store, traces: Traces) -> None:
    KeptCharts(store.settings.charts).forget(traces.in_value)
    KeptSearches(store.settings.searches).forget(traces.in_value)


def _deliveries(folder: Path, traces: Traces) -> None:
    """Copies in which it stands although no record came of it: a refused row, a column unread."""
    for kept in sorted(folder.glob("*")):
        if any(holds(path, traces) for path in _files(kept)):
            shutil.rmtree(kept, ignore_errors=True)


def _rest(data: Path, traces: Traces) -> Iterator[Path]:
    for path in sorted(data.iterdir()):
        name = path.name.removesuffix("-wal").removesuffix("-shm")
        if name in KNOWN or (path / "audit.sqlite").exists():  # a data folder of its own
            continue
        for file in _files(path):
            if not holds(file, traces):
                continue
            if path.name in THEIRS:
                yield file
            elif file.suffix in (".jsonl", ".csv"):
                _less_lines(file, traces)
            else:
                file.unlink()


def _files(path: Path) -> Iterator[Path]:
    if path.is_symlink():
        return
    if path.is_file():
        yield path
    elif path.is_dir():
        for each in sorted(path.iterdir()):
            yield from _files(each)


def holds(path: Path, traces: Traces) -> bool:
    """Whether a file, or one packed into it as into a workbook, holds what tells."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            return any(_in_stream(packed.open(name), traces) for name in packed.namelist())
    with path.open("rb") as file:
        return _in_stream(file, traces)


def _in_stream(file: IO[bytes], traces: Traces) -> bool:
    """Read piece by piece; a piece begins again with the end of the one before."""
    rest = b""
    while piece := file.read(PIECE):
        if traces.in_text((rest + piece).decode("utf-8", "replace")):
            return True
        rest = piece[-200:]
    return False


def _less_lines(path: Path, traces: Traces) -> None:
    """Write a file of lines anew without those that tell; one of which nothing is left goes."""
    draft = path.with_name(f"{path.name}.less")
    kept = gone = 0
    with (
        path.open(encoding="utf-8", errors="surrogateescape", newline="") as lines,
        draft.open("w", encoding="utf-8", errors="surrogateescape", newline="") as out,
    ):
        for number, line in enumerate(lines):
            if traces.in_text(line):
                gone += 1
                continue
            out.write(line)
            kept += number > 0
    if not gone:
        draft.unlink()
    elif kept:
        draft.replace(path)
    else:
        draft.unlink()
        path.unlink()
