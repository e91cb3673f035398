"""A plain deterministic rule for who is who, behind the interface of the real one.

Mentions in; scored links and a partition out. Two mentions are linked when one of
these holds, and the partition is the connected components of the links:

- the same force gives them the same person number;
- the same name and the same full date of birth;
- the same name and a shared phone, e-mail or address, if no two dates of birth differ.

An identifier alone never links: households share them. Sex, ethnicity and force
are not read. Everything lives in a DuckDB table that is rebuilt from the graph, so
memory does not grow with it.
"""

from __future__ import annotations

import itertools
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import pandas as pd

from graph import queries
from graph.identity import Cluster, Member, mint
from graph.store import Store

MODEL = "plain-1"
WEIGHTS = {"number": 20.0, "birth": 12.0, "phone": 9.0, "email": 9.5, "address": 8.0}
"""Bits, of the order that the probabilistic model gives to the same agreements."""

_TABLES = """
CREATE TABLE mention (i INTEGER, id VARCHAR, person VARCHAR, minted VARCHAR,
  stale BOOLEAN, active BOOLEAN);
CREATE TABLE held (a VARCHAR, b VARCHAR, weight DOUBLE, rule VARCHAR);
CREATE TABLE trait (i INTEGER, rule VARCHAR, trait VARCHAR, birth VARCHAR);
"""
# For each mention the smallest one that shares the trait: a star per trait, never all pairs.
# A shared contact point links only within one date of birth, or to those without any.
_LINKS = """
CREATE TABLE link AS
WITH named AS (SELECT t.*, m.id FROM trait t JOIN mention m USING (i)),
hub AS (
  SELECT rule, trait, birth, min(id) AS id FROM named GROUP BY ALL),
blank AS (
  SELECT rule, trait, count(*) AS births, min(birth) AS birth
  FROM hub WHERE birth <> '' GROUP BY ALL),
spoke AS (
  SELECT n.rule, h.id AS a, n.id AS b FROM named n JOIN hub h USING (rule, trait, birth)
  UNION ALL
  SELECT e.rule, e.id AS a, h.id AS b FROM hub e
  JOIN blank USING (rule, trait) JOIN hub h
    ON h.rule = e.rule AND h.trait = e.trait AND h.birth = blank.birth
  WHERE e.birth = '' AND births = 1)
SELECT least(a, b) AS a, greatest(a, b) AS b, arg_max(rule, weight) AS rule, max(weight) AS weight
FROM spoke JOIN weight USING (rule) WHERE a <> b GROUP BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class ScoredLink:
    """Two mentions that resemble each other, and why."""

    a: str
    b: str
    weight: float
    rule: str


class Proposal:
    """A partition of all mentions. Use it as a context manager; `work` takes its tables."""

    def __init__(self, store: Store, work: Path) -> None:
        work.mkdir(parents=True, exist_ok=True)
        self._file = work / "resolve.duckdb"
        self._file.unlink(missing_ok=True)
        self._db = duckdb.connect(str(self._file), config={"memory_limit": "512MB", "threads": 2})
        self._db.execute(_TABLES)
        self._read(store)
        self._link()
        self._strays = {row[0] for row in self._rows(_STRAYS)}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._db.close()
        self._file.unlink(missing_ok=True)

    def families(self) -> Iterator[list[Cluster]]:
        """Clusters that share members, now or before, where any mention waits to be decided."""
        rows = self._rows(
            "SELECT family, cluster, id, person FROM mention JOIN part USING (i) "
            "WHERE family IN (SELECT family FROM touched) AND active AND able "
            "ORDER BY family, cluster, id"
        )
        for _, family in itertools.groupby(rows, key=lambda row: row[0]):
            clusters = itertools.groupby(family, key=lambda row: row[1])
            yield [[Member(row[2], row[3]) for row in members] for _, members in clusters]

    def nobody(self) -> Iterator[tuple[str, str | None]]:
        """(mention, person so far) of those that are nobody: unsupported, or without traits."""
        yield from self._rows(
            "SELECT id, person FROM mention JOIN part USING (i) "
            "WHERE (stale OR person IS NOT NULL) AND NOT (active AND able) ORDER BY id"
        )

    def lost_links(self) -> Iterator[ScoredLink]:
        """Links that are kept in the graph and no longer hold."""
        columns = "a, b, weight, rule"
        query = f"SELECT {columns} FROM held EXCEPT SELECT {columns} FROM link ORDER BY a, b"
        yield from (ScoredLink(*row) for row in self._rows(query))

    def new_links(self) -> Iterator[ScoredLink]:
        """Links that hold and are not yet kept in the graph."""
        columns = "a, b, weight, rule"
        query = f"SELECT {columns} FROM link EXCEPT SELECT {columns} FROM held ORDER BY a, b"
        yield from (ScoredLink(*row) for row in self._rows(query))

    def in_use(self, person: str) -> bool:
        """Whether a person has this id whose members no longer include the mention it is from."""
        return person in self._strays

    def _rows(self, query: str) -> Iterator[tuple[Any, ...]]:
        cursor = self._db.cursor()
        cursor.execute(query)
        while page := cursor.fetchmany(5_000):
            yield from page

    def _read(self, store: Store) -> None:
        rows = enumerate(store.stream(queries.load("load/mentions_all")))
        while page := list(itertools.islice(rows, 20_000)):
            mentions = [
                (i, r["id"], r["person"], mint(r["id"]), bool(r["stale"]), bool(r["active"]))
                for i, r in page
            ]
            self._insert("mention", mentions)
            self._insert("trait", [(i, *t) for i, row in page for t in traits(row)])
        links = store.stream(queries.load("load/resembles_all"))
        while some := list(itertools.islice(links, 20_000)):
            self._insert("held", [(r["a"], r["b"], r["weight"], r["rule"]) for r in some])

    def _insert(self, table: str, rows: list[tuple[Any, ...]]) -> None:
        if rows:
            frame = pd.DataFrame(rows)  # noqa: F841 - DuckDB reads the frame by this name
            self._db.execute(f"INSERT INTO {table} SELECT * FROM frame")

    def _link(self) -> None:
        self._db.execute("CREATE TABLE weight (rule VARCHAR, weight DOUBLE)")
        self._insert("weight", list(WEIGHTS.items()))
        self._db.execute(_LINKS)
        joined = "SELECT x.i, y.i FROM link JOIN mention x ON x.id = a JOIN mention y ON y.id = b"
        count = self._db.execute("SELECT count(*) FROM mention").fetchall()[0][0]
        parts = _Parts(count)
        for a, b in self._rows(joined):
            parts.join(a, b)
        clusters = array("i", (parts.root(i) for i in range(count)))
        for a, b in self._rows(_FAMILY):
            parts.join(a, b)
        families = array("i", (parts.root(i) for i in range(count)))
        frame = pd.DataFrame({"i": range(count), "cluster": clusters, "family": families})
        self._db.execute("CREATE TABLE part AS SELECT *, false AS able FROM frame")
        del frame
        self._db.execute("UPDATE part SET able = true WHERE i IN (SELECT i FROM trait)")
        self._db.execute(_TOUCHED)


# A family is looked at when a mention of it is stale, or when its clusters are no longer its
# people: a mention elsewhere that went may have been what kept two of them apart.
_TOUCHED = """
CREATE TABLE touched AS
SELECT family FROM part JOIN mention USING (i) WHERE active AND able GROUP BY family
HAVING bool_or(stale) OR bool_or(person IS NULL)
  OR count(DISTINCT person) <> count(DISTINCT cluster)
  OR count(DISTINCT (cluster, person)) <> count(DISTINCT cluster)
"""
_STRAYS = """
SELECT person FROM mention WHERE person IS NOT NULL
EXCEPT SELECT person FROM mention WHERE person = minted
"""
# A family is decided as a whole: whoever shares a trait or is one person so far.
_FAMILY = """
SELECT min(i) OVER (PARTITION BY rule, trait), i FROM trait
UNION ALL
SELECT min(i) OVER (PARTITION BY person), i FROM mention WHERE person IS NOT NULL
"""


class _Parts:
    """Disjoint sets over 0..n-1, in eight bytes an element."""

    def __init__(self, size: int) -> None:
        self._up = array("i", range(size))

    def root(self, i: int) -> int:
        up = self._up
        while up[i] != i:
            up[i] = up[up[i]]
            i = up[i]
        return i

    def join(self, a: int, b: int) -> None:
        a, b = self.root(a), self.root(b)
        if a != b:
            self._up[max(a, b)] = min(a, b)


def traits(mention: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """(rule, trait, date of birth) of one mention: equal traits are a reason to link."""
    if not mention["active"]:
        return
    birth = mention["birth"] if mention["birth_precision"] == "day" else ""
    own = mention["nominal"]
    if own:
        yield "number", f"{mention['force']}|{own}", ""
    name = "|".join(_fold(mention[part]) for part in ("forename", "surname"))
    full = not (name.startswith("|") or name.endswith("|"))
    if full and birth:
        yield "birth", f"{name}|{birth}", ""
    contacts = (("phone", "phones"), ("email", "emails"), ("address", "addresses"))
    for rule, values in contacts:
        for value in mention[values] if full else ():
            yield rule, f"{name}|{value}", birth or ""
    if name != "|" or any(mention[it] for it in ("birth", "phones", "emails")):
        yield "self", mention["id"], ""  # links to nothing, but it is enough to be somebody


def _fold(text: str | None) -> str:
    return " ".join((text or "").casefold().split())
