"""Samples of closed cases, and how people read them: decisions, which nothing overwrites.

One SQLite file in the data folder. It holds ids of flags and incidents, answers, and reasons in
people's own words; what stands at an id is read for whoever opens it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.errors import InputError
from graph.own_file import OwnFile

ANSWERS = {
    "right": "Rightly closed",
    "wrong": "To be looked at again",
    "unsure": "Cannot be told from what is here",
}
"""What a reader may say of a case."""
READERS = 2
"""Who read each case, each without the other's answer; where they differ one more does."""
TABLES = """
CREATE TABLE IF NOT EXISTS sample (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, of_ TEXT NOT NULL, seed INTEGER NOT NULL,
  population INTEGER NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS drawn (
  sample TEXT NOT NULL, place INTEGER NOT NULL, case_ TEXT NOT NULL,
  PRIMARY KEY (sample, case_)) STRICT;
CREATE TABLE IF NOT EXISTS reading (
  id TEXT PRIMARY KEY, sample TEXT NOT NULL, case_ TEXT NOT NULL, who TEXT NOT NULL,
  answer TEXT NOT NULL, why TEXT NOT NULL, at TEXT NOT NULL,
  UNIQUE (sample, case_, who)) STRICT;
"""
SAMPLE = ("id", "name", "of", "seed", "population", "who", "at")
READING = ("id", "sample", "case", "who", "answer", "why", "at")
Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sample:
    """Cases drawn by a seed out of a population: those of its ids, in the order of the draw."""

    id: str
    name: str
    of: str
    seed: int
    population: int
    who: str
    at: str
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What somebody says of a case, and why; `at` is an instant as ISO text."""

    id: str
    sample: str
    case: str
    who: str
    answer: str
    why: str
    at: str


class KeptReadings:
    """The samples and readings of one data folder."""

    def __init__(self, path: Path) -> None:
        self._file = OwnFile(path, TABLES)

    def samples(self) -> list[Sample]:
        """Every sample, the latest first."""
        if not self._file.exists:
            return []
        with self._file.reading() as db:
            drawn: dict[str, list[str]] = {}
            for sample, case in db.execute("SELECT sample, case_ FROM drawn ORDER BY place"):
                drawn.setdefault(sample, []).append(case)
            rows = db.execute("SELECT * FROM sample ORDER BY at DESC, id").fetchall()
        return [
            Sample(**dict(zip(SAMPLE, row, strict=True)), cases=tuple(drawn.get(row[0], ())))
            for row in rows
        ]

    def readings(self, sample: str = "") -> list[Reading]:
        """The readings of a sample, or all, in the order in which they were given."""
        if not self._file.exists:
            return []
        with self._file.reading() as db:
            query = "SELECT * FROM reading WHERE ? IN ('', sample) ORDER BY at, rowid"
            return [Reading(*row) for row in db.execute(query, (sample,)).fetchall()]

    def keep_sample(self, sample: Sample) -> None:
        """Keep a sample; one that is known stays as it is."""
        with self._file.writing() as db:
            row = tuple(getattr(sample, name) for name in SAMPLE)
            db.execute("INSERT OR IGNORE INTO sample VALUES (?,?,?,?,?,?,?)", row)
            drawn = [(sample.id, place, case) for place, case in enumerate(sample.cases)]
            db.executemany("INSERT OR IGNORE INTO drawn VALUES (?,?,?)", drawn)

    def keep(self, reading: Reading) -> None:
        """Keep what somebody says. InputError where it is not theirs to say, or no more."""
        with self._file.writing() as db:
            before = _before(db, reading)
            if reading.who in before:
                raise InputError("You have read this case: what you said of it stays.")
            if not wants(list(before.values())):
                raise InputError("Others have read this case meanwhile: go on with the next.")
            _insert(db, [reading])

    def import_lines(self, samples: Iterable[Line], readings: Iterable[Line]) -> int:
        """Keep what is new of an export; gives how many that were."""
        before = len(self.samples()) + len(self.readings())
        for line in samples:
            given = {**line, "cases": tuple(line["cases"])}
            self.keep_sample(Sample(**{name: given[name] for name in (*SAMPLE, "cases")}))
        made = [Reading(**{name: line[name] for name in READING}) for line in readings]
        if made:
            with self._file.writing() as db:
                _insert(db, made)
        return len(self.samples()) + len(self.readings()) - before

    def forget(
        self, tells: Callable[[str], bool], here: Collection[str] | None, erased: str
    ) -> int:
        """Take out the words that tell, and with `here` every case that is not among these ids;
        gives how many of both. Samples keep their number: a case that is gone leaves a gap."""
        if not self._file.exists:
            return 0
        with self._file.writing() as db:
            said = db.execute("SELECT id, why FROM reading").fetchall()
            told = [(erased, id_) for id_, why in said if tells(why)]
            db.executemany("UPDATE reading SET why = ? WHERE id = ?", told)
            names = db.execute("SELECT id, name FROM sample").fetchall()
            named = [(erased, id_) for id_, name in names if tells(name)]
            db.executemany("UPDATE sample SET name = ? WHERE id = ?", named)
            cases = {row[0] for row in db.execute("SELECT DISTINCT case_ FROM drawn")}
            gone = [(case,) for case in cases - set(here)] if here is not None else []
            db.executemany("DELETE FROM drawn WHERE case_ = ?", gone)
            db.executemany("DELETE FROM reading WHERE case_ = ?", gone)
        self._file.vacuum()
        return len(told) + len(named) + len(gone)


def wants(answers: list[str]) -> bool:
    """Whether a case with these answers wants one more: two, and a third where they differ."""
    return len(answers) < READERS or (len(answers) == READERS and len(set(answers)) > 1)


def _before(db: sqlite3.Connection, reading: Reading) -> Mapping[str, str]:
    """Who read the case before, and what they said. InputError when it is in no such sample."""
    drawn = (reading.sample, reading.case)
    if not db.execute("SELECT 1 FROM drawn WHERE sample = ? AND case_ = ?", drawn).fetchone():
        raise InputError("This case is in no such sample: open the sample anew.")
    query = "SELECT who, answer FROM reading WHERE sample = ? AND case_ = ?"
    return dict(db.execute(query, drawn).fetchall())


def _insert(db: sqlite3.Connection, readings: Iterable[Reading]) -> None:
    rows = [tuple(getattr(each, name) for name in READING) for each in readings]
    db.executemany("INSERT OR IGNORE INTO reading VALUES (?,?,?,?,?,?,?)", rows)
