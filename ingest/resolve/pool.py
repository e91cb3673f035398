"""What a force says of one person number is pooled: one row of the matcher for all its mentions.

So a slip in one record is judged against all of them, an address that stands once counts wherever
the number stands, and somebody of a thousand records is one row. A number that was used again or
garbled is not followed blindly: what contradicts the rest of its number is a row of its own, and
whether it is the same person is a question. A pool is a function of the mentions that have the
number, whatever the order in which they came; it is named by the smallest of them.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest.resolve.features import COLUMNS, Doubt, Row
from ingest.resolve.tables import LISTS, Db, connect, create, insert, rows

VERSION = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:12]
DOUBT = ("person number", "says another person elsewhere")
NUMBER = COLUMNS.index("nominal")
_TOGETHER = (
    ("forename", "surname", "forename_sound", "surname_sound", "script"),
    ("postcode", "outcode", "street", "locality"),
)
"""Columns that are taken from one mention: half a name of each would be nobody's."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A name and birth as written under one number, by how many; `says` is how much of it."""

    number: int
    says: int
    mentions: int
    text: str


@dataclass(slots=True)
class Between:
    """What two variants of one number say of each other."""

    contradict: set[tuple[int, int]] = field(default_factory=set)
    agree: dict[tuple[int, int], int] = field(default_factory=dict)


def grouped(variants: Iterable[Variant], between: Between) -> list[list[int]]:
    """The variants of one number that are taken for one person, as groups of their numbers.

    The fullest and most frequent come first; each joins the group with which it agrees most and
    contradicts nobody, or begins one. What fits two alike belongs to neither.
    """
    order = sorted(variants, key=lambda it: (-it.says, -it.mentions, it.text))
    groups: list[list[int]] = []
    for variant in order:
        fitting = [
            (max(between.agree.get(_ends(variant.number, other), 0) for other in group), at)
            for at, group in enumerate(groups)
            if not any(_ends(variant.number, other) in between.contradict for other in group)
        ]
        best = sorted(fitting, reverse=True)[:2]
        if not best or (len(best) > 1 and best[0][0] == best[1][0]):
            groups.append([variant.number])
        else:
            groups[best[0][1]].append(variant.number)
    return groups


def _ends(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a < b else (b, a)


def assign(db: Db, numbers: str) -> None:
    """Write (mention, pool) of the person numbers in the table `numbers` to the table `pooled`."""
    db.execute(_VARIANTS.format(numbers=numbers))
    db.execute("CREATE OR REPLACE TEMP TABLE grouped (nominal VARCHAR, v BIGINT, part BIGINT)")
    by_number: dict[str, list[Variant]] = defaultdict(list)
    for nominal, *variant in rows(db, _SEVERAL):
        by_number[nominal].append(Variant(*variant))
    said: dict[str, Between] = defaultdict(Between)
    for nominal, a, b, contradict, agree in rows(db, _COMPARED) if by_number else []:
        said[nominal].agree[a, b] = agree
        if contradict:
            said[nominal].contradict.add((a, b))
    parts = [
        (nominal, v, min(group))
        for nominal, variants in by_number.items()
        if said[nominal].contradict
        for group in grouped(variants, said[nominal])
        for v in group
    ]
    insert(db, "grouped", parts, ("nominal", "v", "part"))
    db.execute(_ASSIGN)


def rows_of(numbers: str) -> str:
    """The query for one row in the order of COLUMNS of each pool of these numbers."""
    return _POOLED.format(numbers=numbers)


def contradicting(db: Db) -> list[str]:
    """The mentions whose number says somebody else elsewhere: all but its largest pool."""
    return [row[0] for row in rows(db, _CONTRADICTING)]


def doubts(mentions: Iterable[Row], spill: Path) -> list[tuple[str, Doubt]]:
    """Which of these mentions contradict their person number; `spill` is a folder for scratch."""
    with connect(spill=spill) as db:
        create(db)
        insert(db, "said", [row for row in mentions if row[NUMBER]], COLUMNS)
        db.execute("CREATE TEMP TABLE numbered AS SELECT DISTINCT nominal FROM said")
        assign(db, "numbered")
        return [(id_, DOUBT) for id_ in contradicting(db)]


_VARIANTS = """
CREATE OR REPLACE TEMP TABLE variant AS
SELECT nominal, forename, surname, birth, any_value(given) AS given,
  any_value(surnames) AS surnames, list(unique_id) AS ids, count(*) AS n,
  row_number() OVER (ORDER BY nominal, forename, surname, birth) AS v
FROM said WHERE nominal IN (FROM {numbers}) GROUP BY nominal, forename, surname, birth
"""
_SEVERAL = """
SELECT nominal, v, (forename IS NOT NULL)::INT + (surname IS NOT NULL)::INT
    + coalesce(len(birth) / 4, 0)::INT, n,
  coalesce(forename, '') || ' ' || coalesce(surname, '') || ' ' || coalesce(birth, '')
FROM variant WHERE nominal IN (SELECT nominal FROM variant GROUP BY 1 HAVING count(*) > 1)
"""
_YEAR = "substring({0}.birth, 1, 4)::INTEGER"
_COMPARED = f"""
WITH known AS (
  SELECT a.nominal, a.v AS l, b.v AS r,
    a.forename IS NULL OR b.forename IS NULL AS no_forename,
    a.surname IS NULL OR b.surname IS NULL AS no_surname,
    a.birth IS NULL OR b.birth IS NULL AS no_birth,
    coalesce(a.forename = b.forename OR list_has_any(a.given, b.given)
      OR jaro_winkler_similarity(a.forename, b.forename) >= 0.8
      OR (a.forename[1] = b.forename[1] AND least(len(a.forename), len(b.forename)) = 1)
      OR (a.forename = b.surname AND a.surname = b.forename), false) AS forename,
    coalesce(a.surname = b.surname OR list_has_any(a.surnames, b.surnames)
      OR jaro_winkler_similarity(a.surname, b.surname) >= 0.85
      OR (a.forename = b.surname AND a.surname = b.forename), false) AS surname,
    coalesce(a.birth = b.birth, false) AS same_birth,
    coalesce(starts_with(a.birth, b.birth) OR starts_with(b.birth, a.birth)
      OR CASE WHEN len(a.birth) = 8 AND len(b.birth) = 8 THEN hamming(a.birth, b.birth) <= 2
        OR a.birth[1:6] = b.birth[1:6] OR a.birth[5:8] = b.birth[5:8]
        OR (a.birth[1:4] = b.birth[1:4] AND a.birth[5:6] = b.birth[7:8]
          AND a.birth[7:8] = b.birth[5:6]) END, false) AS birth,
    coalesce(abs({_YEAR.format("a")} - {_YEAR.format("b")}) >= 14, false) AS generation
  FROM variant a JOIN variant b ON a.nominal = b.nominal AND a.v < b.v)
SELECT nominal, l, r,
  CASE WHEN no_birth OR birth THEN NOT same_birth AND NOT no_forename AND NOT no_surname
      AND NOT forename AND NOT surname
    ELSE generation OR NOT (forename OR no_forename) OR NOT (surname OR no_surname) END,
  forename::INT + surname::INT + birth::INT + same_birth::INT
FROM known
"""
"""Contradiction: births that are not one badly written and another name beside it, or a
generation between; or another forename and surname where no birth says that it is an alias."""
_ASSIGN = """
INSERT INTO pooled
SELECT unique_id, min(unique_id) OVER (PARTITION BY nominal, coalesce(part, 0))
FROM (SELECT nominal, v, unnest(ids) AS unique_id FROM variant)
LEFT JOIN grouped USING (nominal, v)
"""
_CONTRADICTING = """
WITH size AS (
  SELECT nominal, unit, count(*) AS n FROM pooled JOIN said USING (unique_id) GROUP BY ALL),
largest AS (
  SELECT nominal, first(unit ORDER BY n DESC, unit) AS unit FROM size
  GROUP BY nominal HAVING count(*) > 1)
SELECT unique_id FROM said JOIN pooled USING (unique_id) JOIN largest USING (nominal)
WHERE pooled.unit <> largest.unit ORDER BY 1
"""


def _usual(columns: Sequence[str]) -> str:
    """Each pool's most frequent values of columns that go together; of equals the fullest."""
    values, full = ", ".join(columns), " + ".join(f"({name} IS NOT NULL)::INT" for name in columns)
    length = " + ".join(f"coalesce(len({name}), 0)" for name in columns)
    whole = "len(birth) DESC NULLS LAST, " if columns == ("birth",) else ""
    order = f"{full} DESC, {whole}n DESC, {length} DESC, {values}"
    picked = ", ".join(f"first({name} ORDER BY {order}) AS {name}" for name in columns)
    return (
        f"(SELECT unit, {picked} FROM (SELECT unit, {values}, count(*) AS n FROM several "
        f"GROUP BY ALL) GROUP BY unit)"
    )


_ALONE = [
    (name,)
    for name in COLUMNS
    if name not in LISTS and name != "unique_id" and not any(name in some for some in _TOGETHER)
]
_UNION = ", ".join(f"list_sort(list_distinct(flatten(list({x})))) AS {x}" for x in sorted(LISTS))
_POOLED = (
    "WITH mine AS (SELECT unit, said.* FROM said JOIN pooled USING (unique_id) "
    "WHERE nominal IN (FROM {numbers})), "
    "size AS (SELECT unit, count(*) AS n FROM mine GROUP BY unit), "
    "several AS (SELECT * FROM mine WHERE unit IN (SELECT unit FROM size WHERE n > 1)) "
    f"SELECT {', '.join(COLUMNS)} FROM mine WHERE unit IN (SELECT unit FROM size WHERE n = 1) "
    f"UNION ALL SELECT unit AS unique_id, {', '.join(COLUMNS[1:])} "
    f"FROM (SELECT unit, {_UNION} FROM several GROUP BY unit) "
    + " ".join(f"JOIN {_usual(some)} USING (unit)" for some in (*_TOGETHER, *_ALONE))
)
