"""Deliveries put aside for a graph that is empty: what each record says, as rows on disk.

Nothing is decided here. Which version counts, what several records say of one element and who is
who is worked out of all rows at once (graph/derive/staged.py), and the graph is written once.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from graph.derive.accepted import Accepted
from graph.derive.deliver import order_instants, record_props
from graph.derive.elements import Link, Node
from graph.derive.mentions import mention_rows
from graph.derive.statements import read, read_people
from graph.model.record import Record
from graph.queries.rows import SystemDeliveriesFind
from graph.settings import work_memory

if TYPE_CHECKING:
    import duckdb

TABLES = {
    "record": "r INTEGER, id VARCHAR, key VARCHAR, version VARCHAR, withdrawn BOOLEAN, "
    "props VARCHAR",
    "source": "r INTEGER, delivery VARCHAR, extracted_at VARCHAR, places VARCHAR",
    "mention": "r INTEGER, nth INTEGER, id VARCHAR, role VARCHAR, props VARCHAR",
    "node": "r INTEGER, label VARCHAR, id VARCHAR, strength VARCHAR, props VARCHAR",
    "link": "r INTEGER, type VARCHAR, start_label VARCHAR, start_id VARCHAR, end_label VARCHAR, "
    "end_id VARCHAR, key VARCHAR, strength VARCHAR, first_seen VARCHAR, last_seen VARCHAR, "
    "props VARCHAR",
}
"""What was said; `r` numbers the records. In place of a person stands the mention in that record.
`strength` is the rank, and among equals of one record what stood first."""
ROWS = 100_000
"""Rows that wait in memory to be written to disk."""
_LAST = 99_999
_PROPS = TypeAdapter(dict[str, Any])


class Staging:
    """Takes deliveries as `BatchWriter` does, and keeps them in a DuckDB file of the folder `work`.

    `db` holds the rows when `wait` has returned.
    """

    def __init__(self, work: Path) -> None:
        import duckdb  # slow to load, and only a first load needs it

        work.mkdir(parents=True, exist_ok=True)
        self._file = work / "first.duckdb"
        self._remove()
        self.opened: set[str] = set()
        aside = f"{self._file}.tmp"
        config: dict[str, str | bool | int | float | list[str]] = {
            # A half of this share: the work file of who is who is open at the same time.
            "memory_limit": f"{work_memory() // 2}B",
            "temp_directory": aside,
        }
        self.db: duckdb.DuckDBPyConnection = duckdb.connect(str(self._file), config=config)
        for name, columns in TABLES.items():
            self.db.execute(f"CREATE TABLE said_{name} ({columns})")
        self._waiting: dict[str, list[tuple[Any, ...]]] = {name: [] for name in TABLES}
        self._records: dict[bytes, int] = {}
        self._deliveries: dict[str, dict[str, Any]] = {}

    def discard(self) -> None:
        """Leave nothing of it on disk."""
        self.db.close()
        self._remove()

    def _remove(self) -> None:
        for name in (self._file.name, f"{self._file.name}.wal"):
            self._file.with_name(name).unlink(missing_ok=True)

    def delivered(self, id_: str) -> SystemDeliveriesFind | None:
        """What is known of a delivery, whole or not; None when it never came."""
        props = self._deliveries.get(id_)
        if props is None:
            return None
        return {
            "id": id_,
            "file_name": props["file_name"],
            "force": props["force"],
            "complete": props["complete"],
            "rows": props.get("rows"),
            "records": props.get("records"),
            "rejects": props.get("rejects"),
            "extracted_at": props.get("extracted_at"),
            "mapping": props.get("mapping"),
        }

    def again(self, id_: str, props: Mapping[str, Any]) -> None:
        """Begin a delivery anew: nothing stays of what was read from it."""
        self.wait()
        self.db.execute("DELETE FROM said_source WHERE delivery = ?", [id_])
        self._deliveries[id_] |= {**props, "complete": False}

    def open(self, id_: str, props: dict[str, Any], received_at: dt.datetime) -> None:
        """Begin a delivery; a second time changes nothing."""
        self.opened.add(id_)
        begun = {**props, "received_at": received_at.isoformat(), "complete": False}
        self._deliveries.setdefault(id_, begun)

    def write(self, id_: str, accepted_rows: Sequence[Accepted], extracted_at: str = "") -> None:
        """Put one batch of a delivery aside, or where one record cannot be read nothing of it."""
        said: dict[str, list[tuple[Any, ...]]] = {name: [] for name in TABLES}
        fresh: dict[bytes, int] = {}
        for accepted in accepted_rows:
            record_id = accepted.record.id
            digest = hashlib.blake2b(record_id.encode(), digest_size=16).digest()
            number = self._records.get(digest, fresh.get(digest))
            if number is None:
                number = fresh[digest] = len(self._records) + len(fresh)
                _say(said, number, record_id, accepted.record)
            places = json.dumps(accepted.source_rows)
            said["source"].append((number, id_, extracted_at, places))
        self._records |= fresh
        for name, rows in said.items():
            self._waiting[name] += rows
            if len(self._waiting[name]) >= ROWS:
                self._flush(name)

    def close(self, id_: str, rows: int, records: int, rejects: int) -> None:
        """Note the counts of a delivery that is whole."""
        counts = {"rows": rows, "records": records, "rejects": rejects, "complete": True}
        self._deliveries[id_] |= counts

    def wait(self) -> None:
        """Return when all rows are on disk."""
        for name in TABLES:
            self._flush(name)

    def deliveries(self) -> list[tuple[str, str]]:
        """(id, properties as JSON) of every delivery."""
        return [(id_, as_json({**props, "id": id_})) for id_, props in self._deliveries.items()]

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Append rows to a table."""
        import pandas as pd

        frame = pd.DataFrame(list(rows), columns=list(columns))
        if frame.empty:
            return
        self.db.register("incoming", frame)
        try:
            self.db.execute(f"INSERT INTO {table} SELECT {', '.join(columns)} FROM incoming")
        finally:
            self.db.unregister("incoming")

    def _flush(self, name: str) -> None:
        columns = [column.split()[0] for column in TABLES[name].split(", ")]
        self.insert(f"said_{name}", columns, self._waiting[name])
        self._waiting[name] = []


def as_json(props: Mapping[str, Any]) -> str:
    """Properties as a JSON object, without those that are absent."""
    known = {name: value for name, value in props.items() if value is not None}
    return _PROPS.dump_json(known).decode()


def _say(said: Mapping[str, list[tuple[Any, ...]]], number: int, id_: str, record: Record) -> None:
    """Add the rows of one record, as if it were the version that counts."""
    props = {
        **record_props(record),
        "id": id_,
        "recorded_at": record.recorded_at.isoformat(),
        **order_instants(record),
    }
    said["record"].append(
        (number, id_, record.key, record.version, record.withdrawn, as_json(props))
    )
    mentions = mention_rows(record, current=True)
    said["mention"] += [
        (number, nth, row["id"], row["role"], as_json({**row["props"], "id": row["id"]}))
        for nth, row in enumerate(mentions)
    ]
    themselves = {row["id"]: row["id"] for row in mentions}
    for nth, element in enumerate((*read(record), *read_people(record, themselves))):
        row = element.row()
        strength = f"{row['rank']}\1{_LAST - nth:05d}"
        marks = {name: row.get(name) for name in ("level", "compartments", "rank")}
        match element:
            case Node(label, node):
                props = {**row["props"], "id": node, **marks}
                said["node"].append((number, label, node, strength, as_json(props)))
            case Link(kind, start, end):
                props = {**row["props"], "key": row["key"], **marks}
                seen = (row["first_seen"], row["last_seen"])
                ends = (*start, *end, row["key"])
                said["link"].append((number, kind, *ends, strength, *seen, as_json(props)))
