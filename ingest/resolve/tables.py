"""The work file of the matcher: what mentions say, their keys, and the pairs scored so far.

A cache in one DuckDB file: made again from the graph at any time, and never the only copy
of anything. `i` is a number in this file and means nothing outside it: that of a mention, or of
all that have one person number of a force, which are one row of `mention` (ingest/resolve/pool.py).
`said` is what each of those says, `member` has the number of every mention.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from graph.settings import work_memory
from ingest.resolve.features import COLUMNS

Db = duckdb.DuckDBPyConnection
LISTS = frozenset("given surnames middles postcodes addresses phones accounts rolls".split())
KINDS = {"place": "addresses", "phone": "phones", "account": "accounts"}
FEW, MANY = 2, 7
"""An identifier of up to FEW users is rare; of more than MANY it says almost nothing."""

_COLUMNS = ", ".join(f"{name} VARCHAR{'[]' if name in LISTS else ''}" for name in COLUMNS)
_SCHEMA = f"""
CREATE TABLE mention (i INTEGER, {_COLUMNS});
CREATE TABLE said ({_COLUMNS});
CREATE TABLE pooled (unique_id VARCHAR, unit VARCHAR);
CREATE VIEW member AS SELECT unique_id, i FROM mention WHERE nominal IS NULL
  UNION ALL SELECT pooled.unique_id, i FROM pooled JOIN mention ON mention.unique_id = unit;
CREATE TABLE identifier_use (i INTEGER, kind VARCHAR, value VARCHAR, who VARCHAR);
CREATE TABLE key (i INTEGER, blocking_rule UTINYINT, key UBIGINT);
CREATE TABLE pair (l INTEGER, r INTEGER, blocking_rule UTINYINT, weight INTEGER,
  levels UTINYINT[], bits INTEGER[]);
CREATE TABLE piece (i INTEGER, component INTEGER, piece INTEGER);
CREATE TABLE note (name VARCHAR, value VARCHAR);
"""
# Users are told apart by their initials: a typing error makes no second user of a phone.
IDENTIFIER_USES = " UNION ALL ".join(
    f"SELECT i, '{kind}' AS kind, unnest({column}) AS value, "
    f"coalesce(forename[1], '') || coalesce(surname[1], '') AS who FROM {{source}}"
    for kind, column in KINDS.items()
)
_BANDS = (
    ("rare", f"users <= {FEW}"),
    ("few", f"users > {FEW} AND users <= {MANY}"),
    ("many", f"users > {MANY}"),
)
# Of a list only what it has in common with another is asked: numbers take half the memory of texts.
_NUMBER = "(hash({value}) >> 1)::BIGINT"
_NUMBERED = ", ".join(
    f"list_transform({name}, lambda x: {_NUMBER.format(value='x')}) AS {name}"
    for name in ("given", "surnames", "middles", "postcodes")
)
PERSON = (
    f"SELECT m.* REPLACE ({_NUMBERED}), CASE WHEN len(addresses) + len(postcodes) > 0 "
    "OR street IS NOT NULL OR locality IS NOT NULL THEN true END AS place, "
    "CASE WHEN len(phones) > 0 THEN true END AS phone, "
    "CASE WHEN len(accounts) > 0 THEN true END AS account, "
    + ", ".join(
        f"coalesce(b.{band}_{kind}, []) AS {band}_{kind}s" for kind in KINDS for band, _ in _BANDS
    )
    + " FROM {mentions} m LEFT JOIN (SELECT i, "
    + ", ".join(
        f"list({_NUMBER.format(value='value')}) FILTER (kind = '{kind}' AND {condition}) "
        f"AS {band}_{kind}"
        for kind in KINDS
        for band, condition in _BANDS
    )
    + " FROM identifier_use JOIN "
    "(SELECT kind, value, count(DISTINCT who) AS users FROM identifier_use WHERE (kind, value) IN "
    "(SELECT kind, value FROM identifier_use WHERE i IN (SELECT i FROM {mentions})) "
    "GROUP BY kind, value) USING (kind, value) "
    "WHERE i IN (SELECT i FROM {mentions}) GROUP BY i) b USING (i)"
)
"""A mention with its identifiers sorted by how many use them; `mentions` is a table with i."""


def connect(path: Path | None = None, spill: Path | None = None) -> Db:
    """The work file at `path`, or memory without one.

    What does not fit is put aside beside the file, or in the folder `spill`; where there is
    neither, nowhere: DuckDB's own choice would be wherever the command is run.
    """
    aside = f"{path}.tmp" if path else str(spill / "resolve.tmp") if spill else ""
    return duckdb.connect(
        str(path) if path else ":memory:",
        config={"memory_limit": f"{work_memory()}B", "temp_directory": aside},
    )


def create(db: Db) -> None:
    """Make the empty tables."""
    db.execute(_SCHEMA)


def insert(db: Db, table: str, rows: Sequence[Sequence[Any]], columns: Sequence[str]) -> None:
    """Append rows; lists may be empty, texts may be None."""
    if not rows:
        return
    frame = pd.DataFrame(rows, columns=list(columns), dtype=object)
    for name in columns:
        if name == "i":
            frame[name] = frame[name].astype("int32")
    db.register("incoming", frame)
    try:
        db.execute(f"INSERT INTO {table} SELECT {', '.join(columns)} FROM incoming")
    finally:
        db.unregister("incoming")


def rows(db: Db, query: str, *values: Any) -> list[tuple[Any, ...]]:
    """Everything a query gives."""
    return db.execute(query, list(values)).fetchall()


def one(db: Db, query: str, *values: Any) -> Any:
    """The single value that a query gives."""
    return rows(db, query, *values)[0][0]


def note(db: Db, name: str, value: str | None = None) -> str | None:
    """A remark kept in the file; with a value it is set."""
    if value is not None:
        db.execute("DELETE FROM note WHERE name = ?", [name])
        db.execute("INSERT INTO note VALUES (?, ?)", [name, value])
        return value
    notes = rows(db, "SELECT value FROM note WHERE name = ?", name)
    return str(notes[0][0]) if notes else None
