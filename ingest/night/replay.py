"""The past again, night by night, as it was known then: in a graph of its own beside the real one.

Every record that the graph holds is delivered on the night after it became known
(`ingest/night/known_then.py`), and each night is an ordinary one. So it shows when a flag would
have been raised, had the program run at the time.
"""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from graph import queries
from graph.access.audit import open_audit
from graph.access.session import Session
from graph.access.viewer import Viewer
from graph.changes.opening import open_store
from graph.derive.spool import in_order
from graph.engine.store import Store
from graph.errors import InputError
from graph.model.record import Record
from graph.settings import Settings
from ingest.night import night
from ingest.night.costs import Show
from ingest.night.known_then import events

_SEPARATOR = "\x1f"
_TABLE = "CREATE TABLE event (day TEXT, at TEXT, key TEXT, content TEXT)"


@dataclass(frozen=True, slots=True)
class First:
    """A flag when it was first raised: how many reports it rested on, and for how long."""

    rule: str
    flag: str
    night: str
    reports: int
    days: float


@dataclass(slots=True)
class Replayed:
    """What the nights did: `first` are the flags in the order in which they were raised, `failed`
    what the program failed at, so that the past is not whole."""

    nights: int = 0
    records: int = 0
    failed: list[str] = field(default_factory=list)
    first: list[First] = field(default_factory=list)


def scratch(settings: Settings) -> Settings:
    """The graph of the replay: always the embedded engine, in a folder of its own."""
    return Settings(data=settings.data / "replay")


def replay(
    settings: Settings,
    viewer: Viewer,
    start: dt.date,
    end: dt.date,
    progress: Show = lambda *_: None,
) -> Replayed:
    """Deliver what became known up to `end`, one night a day from `start` on.

    What was known before `start` comes in the first night. InputError when nothing became
    known by `end`.
    """
    if end < start:
        raise InputError("--to is before --from: give a day after it")
    work = scratch(settings)
    _clear(work.data)
    replayed = Replayed()
    with sqlite3.connect(work.data / "events.sqlite") as table:
        table.execute(_TABLE)
        with open_store(settings) as store:
            span = {"since": start.isoformat(), "until": end.isoformat()}
            Session(store, open_audit(settings), viewer).record(
                "combination", asked="replay", **span
            )
            _spool(store, table, start, end)
        if not table.execute("SELECT count(*) FROM event").fetchone()[0]:
            raise InputError("nothing became known by --to: ingest the deliveries first")
        with open_store(work) as store:
            nights = Session(store, open_audit(work), viewer)
            for day in _days(start, end):
                replayed.records += _night(nights, table, day, replayed)
                replayed.nights += 1
                progress("nights", replayed.nights, (end - start).days + 1)
    return replayed


def _clear(folder: Path) -> None:
    """An empty folder. The engine of an earlier replay may run on for seconds in the old one."""
    if folder.exists():
        old = folder.with_name(f"{folder.name}.old")
        shutil.rmtree(old, ignore_errors=True)
        folder.rename(old)
        shutil.rmtree(old, ignore_errors=True)
    folder.mkdir(parents=True)


def _days(start: dt.date, end: dt.date) -> Iterator[dt.date]:
    for number in range((end - start).days + 1):
        yield start + dt.timedelta(days=number)


def _spool(store: Store, table: sqlite3.Connection, start: dt.date, end: dt.date) -> None:
    """Every change of what was known, by the day on which it was."""
    rows = store.stream(queries.load("system/records/replay"))
    lines = in_order(
        _SEPARATOR.join(
            (row["key"], row["version"], row["extracted_at"], row["id"], row["content"])
        )
        for row in rows
    )
    for key, among in groupby((line.split(_SEPARATOR, 4) for line in lines), lambda x: x[0]):
        versions = [
            (Record.model_validate_json(content), extracted)
            for _, _, extracted, _, content in among
        ]
        for at, record in events(versions):
            day = max(at.date(), start)
            if day <= end:
                event = (day.isoformat(), at.isoformat(), key, record.content)
                table.execute("INSERT INTO event VALUES (?, ?, ?, ?)", event)
    table.execute("CREATE INDEX of_day ON event (day, key, at)")
    table.commit()


def _night(session: Session, table: sqlite3.Connection, day: dt.date, replayed: Replayed) -> int:
    """The night after a day; gives how many records it brought."""
    rows = table.execute(
        "SELECT key, content FROM event WHERE day = ? ORDER BY key, at", (day.isoformat(),)
    )
    newest = dict(rows.fetchall())
    paths = []
    if newest:
        path = session.store.settings.data / f"canonical_{day.isoformat()}.jsonl"
        path.write_text("".join(f"{content}\n" for content in newest.values()), encoding="utf-8")
        paths.append(path)
    as_of = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), dt.UTC)
    done = night.run(session, as_of, paths)
    for path in paths:
        path.unlink()
    if done.unread:
        raise InputError(f"the replay of {day} was not read: {done.unread[0]}")
    replayed.failed += [f"the night of {day}: {told}" for told in (*done.faults, *done.failed)]
    replayed.first += _firsts(session.store, done)
    return len(newest)


def _firsts(store: Store, done: night.Night) -> Iterator[First]:
    for change in done.news:
        if change.outcome == "new" and change.finding is not None:
            ids = list(change.finding.evidence)
            rows = store.read(queries.load("system/records/forces"), ids=ids)
            dates = [row["at"] for row in rows if row["at"]]
            since = (done.as_of - min(dates)) / dt.timedelta(days=1) if dates else 0.0
            day = done.as_of.date().isoformat()
            yield First(change.rule, change.id, day, len(dates), round(since, 2))
