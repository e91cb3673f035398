"""Keeps candidates, scores and pieces up to date while mentions come, change and go.

What the file holds is a function of the mentions in it and the model, whatever the order in
which they came: a night that adds a thousand mentions leaves what a fresh file would hold.
Three things reach beyond the mention that changed, and make others be scored again: an
identifier whose number of users passes a limit, a block that passes its cap, and the pairs
inside a component, which are scored completely.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from ingest.resolve import blocking, pool
from ingest.resolve.components import Numbers, cut_pieces
from ingest.resolve.features import COLUMNS, VERSION, Row
from ingest.resolve.model import Model
from ingest.resolve.score import Scorer, digest, score, set_frequencies
from ingest.resolve.tables import (
    FEW,
    IDENTIFIER_USES,
    MANY,
    Db,
    connect,
    create,
    insert,
    note,
    one,
    rows,
)

COMPLETE = 255
"""The blocking rule of a pair that no key proposed: both belong to one component."""
FILE = "resolve.duckdb"
_PARTS = ("mention", "identifier_use", "key")


class Matcher:
    """The work file at `path` (memory without one), for one model; `scorer` weighs its pairs.

    What memory does not hold goes to the folder `spill`.
    """

    def __init__(
        self,
        model: Model,
        path: Path | None = None,
        scorer: Scorer = score,
        spill: Path | None = None,
    ) -> None:
        self.model, self._scorer = model, scorer
        self.db: Db = connect(path, spill)
        self.db.execute("SET preserve_insertion_order = false")
        if not rows(self.db, "SELECT 1 FROM duckdb_tables() WHERE table_name = 'mention'"):
            create(self.db)
            note(self.db, "made", self._made)
            set_frequencies(self.db, model)
        self.db.execute("CREATE TEMP TABLE dirty (i INTEGER)")
        self.db.execute("CREATE TEMP TABLE numbered (nominal VARCHAR)")
        self._near = "key"

    @property
    def fresh(self) -> bool:
        """Whether the file was made for this model, by the rules of this program and its engine.

        DuckDB promises no hash, of which keys are made, to stay the same in another version.
        """
        return note(self.db, "made") == self._made

    @property
    def _made(self) -> str:
        by = f"{blocking.VERSION} {VERSION} {pool.VERSION} {duckdb.__version__}"
        return f"{self.model.version} {digest(self.model)} {by}"

    def close(self) -> None:
        """Close the work file; what was scored stays in it."""
        self.db.close()

    def put(self, mentions: Iterable[Row]) -> None:
        """Add mentions, or let them say something else from now on.

        Those that have a person number are pooled with the others of it in `update`.
        """
        for page in _pages(mentions, 50_000):
            self.drop([row[0] for row in page])
            insert(self.db, "said", [row for row in page if row[pool.NUMBER]], COLUMNS)
            self._note_numbers("SELECT unnest(?)", [row[0] for row in page if row[pool.NUMBER]])
            if alone := [row for row in page if not row[pool.NUMBER]]:
                self.db.execute("CREATE OR REPLACE TEMP TABLE coming AS FROM said LIMIT 0")
                insert(self.db, "coming", alone, COLUMNS)
                self._arrive("FROM coming")

    def drop(self, ids: Sequence[str]) -> None:
        """Take mentions away."""
        if not ids:
            return
        asked = pd.DataFrame({"unique_id": list(ids)}, dtype=object)
        self.db.register("asked", asked)
        try:
            self._note_numbers("SELECT unique_id FROM asked")
            self.db.execute("DELETE FROM said WHERE unique_id IN (FROM asked)")
            query = "SELECT i FROM mention WHERE nominal IS NULL AND unique_id IN (FROM asked)"
            known = [int(i) for (i,) in rows(self.db, query)]
        finally:
            self.db.unregister("asked")
        self._forget(known)

    def _note_numbers(self, mentions: str, *values: Any) -> None:
        """Note the person numbers of these mentions, as they stand: they are pooled again."""
        self.db.execute(
            "INSERT INTO numbered SELECT DISTINCT nominal FROM said "
            f"WHERE unique_id IN ({mentions})",
            list(values),
        )

    def _arrive(self, mentions: str) -> None:
        """Take in rows; their numbers in this file are new ones."""
        self.db.execute(
            "CREATE OR REPLACE TEMP TABLE arrived AS SELECT (coalesce((SELECT max(i) FROM "
            "(SELECT i FROM mention UNION ALL SELECT i FROM dirty UNION ALL SELECT i FROM piece)), "
            f"-1) + row_number() OVER ())::INTEGER AS i, * FROM ({mentions})"
        )
        self.db.execute("INSERT INTO mention FROM arrived")
        self._derive([int(i) for (i,) in rows(self.db, "SELECT i FROM arrived")])

    def pool(self) -> None:
        """Pool again what the person numbers say that were noted."""
        db = self.db
        if not one(db, "SELECT count(*) FROM numbered"):
            return
        db.execute("CREATE OR REPLACE TEMP TABLE numbered AS SELECT DISTINCT nominal FROM numbered")
        before = rows(db, "SELECT i FROM mention WHERE nominal IN (FROM numbered)")
        db.execute(_UNPOOL)
        self._forget([int(i) for (i,) in before])
        pool.assign(db, "numbered")
        self._arrive(pool.rows_of("numbered"))
        db.execute("DELETE FROM numbered")

    def update(self) -> int:
        """Bring pairs and pieces up to date. Returns how many mentions are in touched pieces."""
        db = self.db
        self.pool()
        if not one(db, "SELECT count(*) FROM dirty"):
            return 0
        self._spread()
        db.execute(
            "DELETE FROM pair WHERE l IN (SELECT i FROM dirty) OR r IN (SELECT i FROM dirty)"
        )
        db.execute(f"CREATE OR REPLACE TEMP TABLE wanted AS {self._candidates()}")
        if one(db, "SELECT count(*) FROM mention WHERE len(rolls) > 0"):
            db.execute(_NOT_OF_ONE_ROLL)
        db.execute("DROP TABLE block")  # of a million mentions it would take memory from the scores
        self._score("wanted")
        self._touch()
        self._complete()
        db.execute("DELETE FROM dirty")
        return int(one(db, "SELECT count(*) FROM touched"))

    def _forget(self, numbers: list[int]) -> None:
        """Take out what these said; what it touched is looked at again."""
        if numbers:
            if one(self.db, "SELECT count(*) FROM piece"):
                self._mark(numbers)
            for table in _PARTS:
                self.db.execute(f"DELETE FROM {table} WHERE i IN (SELECT unnest(?))", [numbers])

    def _mark(self, numbers: list[int]) -> None:
        """Note numbers, keys and values as they are before or after a change."""
        db = self.db
        db.execute("INSERT INTO dirty SELECT unnest(?::INTEGER[])", [numbers])
        db.execute("CREATE TEMP TABLE IF NOT EXISTS seen_key (key UBIGINT, before BIGINT)")
        db.execute(
            "CREATE TEMP TABLE IF NOT EXISTS seen_value "
            "(kind VARCHAR, value VARCHAR, before BIGINT)"
        )
        db.execute(_SEE_KEYS, [numbers])
        db.execute(_SEE_VALUES, [numbers])

    def _derive(self, numbers: list[int]) -> None:
        """Add the keys of what arrived, and what it holds."""
        db = self.db
        db.execute(f"CREATE OR REPLACE TEMP TABLE new_key AS {blocking.keys_sql('arrived')}")
        uses = IDENTIFIER_USES.format(source="arrived")
        db.execute(f"CREATE OR REPLACE TEMP TABLE new_use AS {uses}")
        if not one(db, "SELECT count(*) FROM piece"):  # nothing is scored yet: all is new
            db.execute("INSERT INTO dirty SELECT i FROM arrived")
        else:
            self._see_arriving(numbers)
        db.execute("INSERT INTO key SELECT * FROM new_key")
        db.execute("INSERT INTO identifier_use SELECT * FROM new_use")

    def _see_arriving(self, numbers: list[int]) -> None:
        """How many have a key or use a value, before those that arrive are counted."""
        db = self.db
        self._mark(numbers)
        db.execute(_SEE_NEW_KEYS)
        db.execute(_SEE_NEW_VALUES)

    def _spread(self) -> None:
        """Who else must be looked at again: users of what became common, blocks at their cap.

        Leaves in the table `_near` all that have a key in common with a dirty mention. The key
        table is the largest, so it is searched once for all keys, and again only for more.
        """
        db = self.db
        tables = {row[0] for row in rows(db, "SELECT table_name FROM duckdb_tables()")}
        self._near = "around" if "seen_key" in tables else "key"
        if self._near == "around":
            db.execute(_AROUND)
            db.execute(
                f"CREATE OR REPLACE TEMP TABLE reached AS {_SPREAD_KEYS} UNION {_SPREAD_VALUES}"
            )
            db.execute("DELETE FROM reached WHERE i IN (FROM dirty)")
            if one(db, "SELECT count(*) FROM reached"):
                db.execute(_FURTHER)
                db.execute("INSERT INTO dirty FROM reached")
            db.execute("DROP TABLE seen_key")
            db.execute("DROP TABLE seen_value")
        db.execute("CREATE OR REPLACE TEMP TABLE dirty AS SELECT DISTINCT i FROM dirty")

    def _candidates(self) -> str:
        """Pairs with a dirty mention that share a key below its cap, or two common hints."""
        # Dirty numbers may be of mentions that are gone, so counting them would not tell.
        all_new = not rows(self.db, "SELECT 1 FROM mention ANTI JOIN dirty USING (i) LIMIT 1")
        self.db.execute(
            "CREATE OR REPLACE TEMP TABLE block AS "
            "SELECT i, blocking_rule, key, n::USMALLINT AS n FROM "
            f"(SELECT *, count(*) OVER (PARTITION BY key) AS n FROM {self._near}) "
            f"WHERE n BETWEEN 2 AND {blocking.cap_of('blocking_rule')}"
        )
        near = "block" if all_new else "(SELECT block.* FROM block JOIN dirty USING (i))"
        return (
            "SELECT least(a.i, b.i) AS l, greatest(a.i, b.i) AS r, "
            "min(a.blocking_rule)::UTINYINT AS blocking_rule "
            f"FROM {near} a JOIN block b USING (key) "
            f"WHERE {'a.i < b.i' if all_new else 'a.i <> b.i'} GROUP BY 1, 2 "
            f"HAVING min(a.blocking_rule) < {blocking.HINTS} OR min(a.n) <= {blocking.ALONE} "
            "OR min(a.blocking_rule) <> max(a.blocking_rule)"
        )

    def _score(self, wanted: str) -> None:
        if one(self.db, f"SELECT count(*) FROM {wanted}"):
            self._scorer(self.db, self.model, wanted, "pair")

    def _touch(self) -> None:
        """The pieces that hold a dirty mention or are linked to one."""
        self.db.execute(_TOUCHED.format(threshold=self.model.limits.threshold, complete=COMPLETE))

    def _complete(self) -> None:
        """Cut the touched mentions into pieces again and score every pair inside each."""
        db = self.db
        self._cut()
        db.execute(_UNCOMPLETE.format(complete=COMPLETE))
        db.execute(_INSIDE.format(complete=COMPLETE))
        self._score("inside")

    def _cut(self) -> None:
        db = self.db
        threshold = self.model.limits.threshold
        (numbers,) = self._arrays("SELECT i FROM touched ORDER BY i", "i")
        links = _LINKS.format(threshold=threshold, complete=COMPLETE)
        left, right, weight = self._arrays(links, "l", "r", "weight")
        whole, labels = cut_pieces(numbers, left, right, weight, threshold)
        db.execute(_WAS)
        db.execute("DELETE FROM piece WHERE i IN (FROM touched) OR i IN (FROM dirty)")
        frame = pd.DataFrame({"i": numbers, "component": whole, "piece": labels}, dtype="int32")
        db.register("cut", frame)
        db.execute("INSERT INTO piece SELECT * FROM cut")
        db.unregister("cut")

    def _arrays(self, query: str, *columns: str) -> list[Numbers]:
        arrays = self.db.execute(query).fetchnumpy()
        return [np.asarray(arrays[column], dtype=np.int64) for column in columns]


def _pages(items: Iterable[Row], size: int) -> Iterator[list[Row]]:
    page: list[Row] = []
    for item in items:
        page.append(item)
        if len(page) == size:
            yield page
            page = []
    if page:
        yield page


_COUNT_KEYS = "SELECT key, count(*) AS n FROM key WHERE key IN ({keys}) GROUP BY key"
_COUNT_USERS = (
    "SELECT kind, value, count(DISTINCT who) AS n FROM identifier_use "
    "WHERE (kind, value) IN ({values}) GROUP BY kind, value"
)
_KEYS_OF = "SELECT key FROM key WHERE i IN (SELECT unnest(?::INTEGER[]))"
_VALUES_OF = "SELECT (kind, value) FROM identifier_use WHERE i IN (SELECT unnest(?::INTEGER[]))"
_SEE_KEYS = (
    f"INSERT INTO seen_key SELECT key, n FROM ({_COUNT_KEYS.format(keys=_KEYS_OF)}) "
    "WHERE key NOT IN (SELECT key FROM seen_key)"
)
_SEE_VALUES = (
    f"INSERT INTO seen_value SELECT kind, value, n FROM "
    f"({_COUNT_USERS.format(values=_VALUES_OF)}) "
    "WHERE (kind, value) NOT IN (SELECT (kind, value) FROM seen_value)"
)
_SEE_NEW_KEYS = (
    "INSERT INTO seen_key SELECT key, coalesce(n, 0) FROM (SELECT DISTINCT key FROM new_key) "
    f"LEFT JOIN ({_COUNT_KEYS.format(keys='SELECT key FROM new_key')}) USING (key) "
    "WHERE key NOT IN (SELECT key FROM seen_key)"
)
_SEE_NEW_VALUES = (
    "INSERT INTO seen_value SELECT kind, value, coalesce(n, 0) FROM "
    "(SELECT DISTINCT kind, value FROM new_use) LEFT JOIN "
    f"({_COUNT_USERS.format(values='SELECT (kind, value) FROM new_use')}) USING (kind, value) "
    "WHERE (kind, value) NOT IN (SELECT (kind, value) FROM seen_value)"
)
_SIZE = (
    f"(blocking_rule >= {blocking.HINTS} AND {{n}} > {blocking.ALONE})::INTEGER "
    f"+ ({{n}} > {blocking.cap_of('blocking_rule')})::INTEGER"
)
_AROUND = (
    "CREATE OR REPLACE TEMP TABLE around AS "
    "SELECT * FROM key WHERE key IN (SELECT key FROM seen_key)"
)
_FURTHER = (
    "INSERT INTO around SELECT * FROM key WHERE key IN (SELECT DISTINCT key FROM "
    "(SELECT key FROM key WHERE i IN (FROM reached)) ANTI JOIN seen_key USING (key))"
)
_SPREAD_KEYS = (
    "SELECT i FROM around JOIN seen_key USING (key) "
    "JOIN (SELECT key, count(*) AS n FROM around GROUP BY key) USING (key) "
    f"WHERE {_SIZE.format(n='before')} <> {_SIZE.format(n='n')}"
)
_BAND = f"(({{n}}) > {FEW})::INTEGER + (({{n}}) > {MANY})::INTEGER"
_SPREAD_VALUES = (
    "SELECT u.i FROM identifier_use u JOIN (SELECT kind, value FROM seen_value LEFT JOIN "
    f"({_COUNT_USERS.format(values='SELECT (kind, value) FROM seen_value')}) "
    f"USING (kind, value) WHERE {_BAND.format(n='before')} <> {_BAND.format(n='coalesce(n, 0)')}) "
    "USING (kind, value)"
)
_UNPOOL = """
DELETE FROM pooled WHERE unit IN (
  SELECT unique_id FROM mention WHERE nominal IN (FROM numbered))
"""
# Two entries of a roll are compared only where something else brings them together.
_NOT_OF_ONE_ROLL = """
CREATE OR REPLACE TEMP TABLE wanted AS
SELECT wanted.* FROM wanted
JOIN (SELECT i, rolls FROM mention) a ON a.i = l JOIN (SELECT i, rolls FROM mention) b ON b.i = r
WHERE NOT list_has_any(a.rolls, b.rolls)
"""
# A dirty mention's piece, and the pieces of those it is linked to now: nothing else can change.
_TOUCHED = """
CREATE OR REPLACE TEMP TABLE touched AS
WITH near AS (
  SELECT i FROM dirty
  UNION SELECT r FROM pair JOIN dirty ON l = i
  WHERE weight >= {threshold} AND blocking_rule <> {complete}
  UNION SELECT l FROM pair JOIN dirty ON r = i
  WHERE weight >= {threshold} AND blocking_rule <> {complete})
SELECT i FROM mention WHERE i IN (
  FROM near UNION SELECT i FROM piece WHERE component IN (
    SELECT component FROM piece WHERE i IN (FROM near)))
"""
_UNCOMPLETE = """
DELETE FROM pair WHERE blocking_rule = {complete}
  AND (l IN (SELECT i FROM touched) OR r IN (SELECT i FROM touched))
  AND (SELECT piece FROM piece WHERE i = l) IS DISTINCT FROM (SELECT piece FROM piece WHERE i = r)
"""
# A pair that was scored because both were in one piece is no reason for them to be.
_LINKS = """
SELECT l, r, weight FROM pair
WHERE weight >= {threshold} AND blocking_rule <> {complete}
  AND l IN (SELECT i FROM touched) AND r IN (SELECT i FROM touched)
"""
# The piece in which all pairs of a mention stay as they were scored: none of a dirty one.
_WAS = """
CREATE OR REPLACE TEMP TABLE was AS
SELECT i, piece FROM piece WHERE i IN (FROM touched) AND i NOT IN (FROM dirty)
"""
_INSIDE = """
CREATE OR REPLACE TEMP TABLE inside AS
WITH small AS (
  SELECT i, piece.piece, was.piece AS before FROM piece LEFT JOIN was USING (i)
  WHERE i IN (SELECT i FROM touched) AND piece.piece IN (
    SELECT piece FROM piece GROUP BY piece HAVING count(*) > 2))
SELECT a.i AS l, b.i AS r, {complete}::UTINYINT AS blocking_rule
FROM small a JOIN small b ON a.piece = b.piece AND a.i < b.i
WHERE (a.before = b.before) IS NOT TRUE
  AND NOT EXISTS (SELECT 1 FROM wanted w WHERE w.l = a.i AND w.r = b.i)
  AND NOT EXISTS (SELECT 1 FROM pair p WHERE p.l = a.i AND p.r = b.i)
"""
