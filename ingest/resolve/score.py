"""Scores pairs: Splink's own expressions for the model, in one query over our candidates.

Splink's pipeline builds its SQL anew for every prediction, which takes a second and more; a
night of ten mentions would wait for it. So the expressions are made once per model, and a
test holds them equal to what Splink predicts.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import pandas as pd
from splink import DuckDBAPI, Linker, SettingsCreator

from ingest.resolve.comparisons import (
    ANOTHER_GENERATION,
    COMPARISONS,
    FREQUENCIES,
    NAMES,
    NULL,
    REPEATED,
)
from ingest.resolve.model import Model
from ingest.resolve.tables import PERSON, Db

LITTLE = ("of many", "account but for a slip")
"""Ends of levels that say little: an address at a mail service is often made of the name."""
TOWN = ("same town", "same postcode district")
"""Say little, too, where there are families: namesakes live in one town."""
SILENT = 50
"""Splink tells its progress and what it lacks in warnings; the model file says what it learnt."""


Scorer = Callable[[Db, Model, str, str], None]
"""What weighs pairs: `score` here, or `ingest.resolve.spark` on a cluster, with one result."""


@contextmanager
def linker(db: Db, model: Model, mentions: str) -> Iterator[tuple[Linker, DuckDBAPI]]:
    """Splink over the mentions of a table; its own tables are gone afterwards."""
    db.execute(f"CREATE OR REPLACE TABLE person AS {PERSON.format(mentions=mentions)}")
    before, views = _tables(db), _views(db)
    api = DuckDBAPI(db)
    splink = Linker(
        api.register("person"), model.settings(), log_level=SILENT,
        validate_settings=False,
    )  # fmt: skip
    for column in FREQUENCIES:
        shares = model.frequencies.get(column, {})
        frame = pd.DataFrame({column: list(shares), f"tf_{column}": list(shares.values())})
        frame = frame.astype({column: "string", f"tf_{column}": "float64"})
        splink.table_management.register_term_frequency_lookup(api.register(frame), column)
    try:
        yield splink, api
    finally:
        for table in _tables(db) - before:
            db.execute(f'DROP TABLE IF EXISTS "{table}"')
        for view in _views(db) - views:
            db.execute(f'DROP VIEW IF EXISTS "{view}"')
        db.execute("DROP TABLE IF EXISTS person")


def _tables(db: Db) -> set[str]:
    return {row[0] for row in db.execute("SELECT table_name FROM duckdb_tables()").fetchall()}


def _views(db: Db) -> set[str]:
    query = "SELECT view_name FROM duckdb_views() WHERE NOT internal"
    return {row[0] for row in db.execute(query).fetchall()}


def set_frequencies(db: Db, model: Model) -> None:
    """Let the model's term frequencies be those of the work file."""
    rows = [
        (column, value, share)
        for column in FREQUENCIES
        for value, share in model.frequencies.get(column, {}).items()
    ]
    db.execute("CREATE OR REPLACE TABLE frequency (name VARCHAR, value VARCHAR, share DOUBLE)")
    if rows:
        frame = pd.DataFrame(rows, columns=["name", "value", "share"])
        db.register("shares", frame)
        db.execute("INSERT INTO frequency SELECT * FROM shares")
        db.unregister("shares")


def score(db: Db, model: Model, wanted: str, into: str) -> None:
    """Append (l, r, blocking_rule, weight, levels, bits) of the pairs of one table to another.

    `wanted` has l, r, blocking_rule. Weights and bits are hundredths of a bit; `bits` has one
    entry for each comparison, in their order, and `levels` says which level it was. What lies
    below the floor is left out: a missing pair counts as the floor.
    """
    db.execute(
        f"CREATE OR REPLACE TEMP TABLE among AS SELECT * FROM mention WHERE i IN "
        f"(SELECT l FROM {wanted} UNION SELECT r FROM {wanted})"
    )
    db.execute(f"CREATE OR REPLACE TEMP TABLE somebody AS {_PERSON}")
    db.execute(f"INSERT INTO {into} " + _expression(model).replace("{wanted}", wanted))
    db.execute("DROP TABLE among")
    db.execute("DROP TABLE somebody")


_PERSON = (
    f"SELECT p.*, {', '.join(f'f{n}.share AS tf_{name}' for n, name in enumerate(FREQUENCIES))} "
    f"FROM ({PERSON.format(mentions='among')}) p "
    + " ".join(
        f"LEFT JOIN frequency f{n} ON f{n}.name = '{name}' AND f{n}.value = p.{name}"
        for n, name in enumerate(FREQUENCIES)
    )
)


def digest(model: Model) -> str:
    """Twelve letters of a hash of the whole expression: another model, program or Splink."""
    return hashlib.sha256(_expression(model).encode()).hexdigest()[:12]


def _expression(model: Model) -> str:
    return _query(json.dumps(scoring(model), sort_keys=True))


@lru_cache(maxsize=8)
def _query(scored: str) -> str:
    model = json.loads(scored)
    made = SettingsCreator.from_path_or_dict(model["settings"]).get_settings("duckdb")
    # Splink gives its expressions by no public name; a test holds ours equal to its predictions.
    comparisons = made.core_model_settings.comparisons
    # Splink gives its expressions by no public name; a test holds ours equal to its predictions.
    columns = {
        column.name.strip('"')
        for comparison in comparisons
        for column in comparison._input_columns_used_by_case_statement  # noqa: SLF001
    } | {f"tf_{name}" for name in FREQUENCIES}
    sides = ", ".join(f"a.{name} AS {name}_l, b.{name} AS {name}_r" for name in sorted(columns))
    gammas = ", ".join(comparison._case_statement for comparison in comparisons)  # noqa: SLF001
    for name, condition in REPEATED.items():  # DuckDB would work it out again for each level
        gammas = gammas.replace(condition, name)
    once = ", ".join(f"{condition} AS {name}" for name, condition in REPEATED.items())
    weights: list[str] = []
    for comparison in comparisons:
        columns_of = comparison._columns_to_select_for_match_weight_parts  # noqa: SLF001
        weights += [column for column in columns_of(False, False) if column.startswith("CASE")]
    bits = ", ".join(f"bits_{name}" for name in COMPARISONS)
    levels = ", ".join(f"level_{name}" for name in COMPARISONS)
    return f"""
WITH beside AS (
  SELECT w.l, w.r, w.blocking_rule, {sides} FROM {{wanted}} w
  JOIN somebody a ON a.i = w.l JOIN somebody b ON b.i = w.r),
known AS (SELECT *, {once} FROM beside),
compared AS (SELECT *, {gammas} FROM known),
weighed AS (SELECT *, {", ".join(weights)} FROM compared),
parts AS (SELECT l, r, blocking_rule, {parts(model["offsets"])} FROM weighed),
totals AS (SELECT *, {total(model["prior"])} AS total FROM parts)
SELECT l, r, blocking_rule, {capped(model)} AS weight,
  [{levels}]::UTINYINT[] AS levels, [{bits}] AS bits
FROM totals WHERE {kept(model)}
"""


# Below is what becomes of Splink's weights, in SQL that every engine of Splink's understands.


def parts(offsets: Mapping[str, Mapping[str, float]]) -> str:
    """Each comparison's share in whole hundredths of a bit, and its level: 0 when silent."""
    columns = []
    for name, ladder in COMPARISONS.items():
        more = f" + mw_tf_adj_{name}" if any(level[4] for level in ladder) else ""
        labels = comparison_levels(name)
        share = f"CAST(round(100 * (mw_{name}{more})) AS INTEGER)"
        moved = "".join(
            f" WHEN {len(labels) - 1 - labels.index(level)} THEN {round(100 * bits)}"
            for level, bits in sorted(offsets.get(name, {}).items())
        )
        share += f" + CASE gamma_{name}{moved} ELSE 0 END" if moved else ""
        columns.append(f"{share} AS bits_{name}")
        place = f"CASE gamma_{name} WHEN -1 THEN 0 ELSE {len(labels)} - gamma_{name} END"
        columns.append(f"{place} AS level_{name}")
    return ", ".join(columns)


def total(prior: int) -> str:
    """The sum of all shares and the prior, both in hundredths of a bit."""
    return " + ".join([str(prior), *(f"bits_{name}" for name in COMPARISONS)])


def capped(model: Mapping[str, Any]) -> str:
    """The total, or less where a person is to be asked, of a model's `scoring`.

    At most `name_only` where what speaks for the pair says little of one person: nothing but
    names that are not rare enough together to make it likelier than not (an identifier of many,
    a hostel's address or a switchboard, says no more, nor do two mail accounts that are made of
    the name); another forename, as twins and relatives have; a birth that is nearly the same
    where home, phone or account is another, as a namesake has; father and son of one name. An
    account that one person has alone lifts it. A person number that contradicts itself is a
    question, always. The floor, which no average makes up for, where another forename and another
    birth, or births a generation apart, tell relatives, and between two entries of one roll.
    """
    silent, little = [], (*LITTLE, *TOWN) if model["households"] else LITTLE
    for name in COMPARISONS:
        if name not in NAMES:
            many = [words for words in comparison_levels(name) if words.endswith(little)]
            common = f" OR {is_level(name, *many)}" if many else ""
            silent.append(f"(bits_{name} <= 0{common})")
    rare = _RARE.format(least=RARE if model["households"] else 0)
    asks = {NOTHING_BUT: f"{' AND '.join(silent)} AND NOT {rare}"}
    asks |= ASKS if model["households"] else {"another in all": _OTHER_IN_ALL}
    asks["another generation's name"] = is_level("middle", ANOTHER_GENERATION)
    held = [asked for name, asked in asks.items() if name not in model["lifted"]] or ["false"]
    relative = f"WHEN {_RELATIVE} THEN {model['floor']} " if model["households"] else ""
    least = f"least(total, {model['name_only']})"
    asked = f"(({') OR ('.join(held)})) AND NOT {_TWO_ROLLS}"
    return (
        f"CASE WHEN {ONE_ROLL} THEN {model['floor']} WHEN {GARBLED} THEN {model['name_only']} "
        f"{relative}WHEN {asked} THEN {least} ELSE total END"
    )


def kept(model: Mapping[str, Any]) -> str:
    """Whether a pair is kept at all, of a model's `scoring`: a missing one counts as the floor.

    Of a rule that holds whatever the pair weighs, each is kept.
    """
    return f"(total > {model['floor']} OR {ONE_ROLL} OR {GARBLED})"


def is_level(comparison: str, *words: str) -> str:
    """Whether a pair has one of these levels of a comparison."""
    levels = ", ".join(str(comparison_levels(comparison).index(level) + 1) for level in words)
    return f"level_{comparison} IN ({levels})"


def of_kept(condition: str) -> str:
    """A condition on levels and bits, asked of the table `pair`, which has them in lists."""
    for at, name in enumerate(COMPARISONS, 1):
        condition = condition.replace(f"level_{name} ", f"levels[{at}] ")
        condition = condition.replace(f"bits_{name} ", f"bits[{at}] ")
    return condition


def scoring(model: Model) -> dict[str, Any]:
    """All of a model that decides the weight of a pair; weights in hundredths of a bit."""
    return {
        "settings": model.settings(),
        "prior": round(100 * log_odds(model.prior)),
        "offsets": {name: dict(its) for name, its in model.offsets.items()},
        "floor": model.limits.floor,
        "name_only": round(100 * model.name_only),
        "households": model.households,
        "lifted": list(model.lifted),
    }


def log_odds(probability: float) -> float:
    """Bits for a probability, 0 < p < 1."""
    return math.log2(probability / (1 - probability))


def comparison_levels(comparison: str) -> list[str]:
    """The words for the levels of a comparison: `levels` holds 1 for the first, 0 for none."""
    return [level[0] for level in COMPARISONS[comparison] if level[0] != NULL]


_AGAINST = " OR ".join(f"bits_{name} < 0" for name in COMPARISONS if name not in NAMES)
RARE = 300
"""Hundredths of a bit from which names that are rare together make one person by themselves."""
_RARE = (
    "(total >= {least} AND bits_forename > 0 AND bits_surname > 0 AND bits_middle >= 0 "
    f"AND NOT ({_AGAINST}))"
)
"""Names that are rare enough together, and nothing that speaks against."""
_OWN = is_level("account", "same account, of one or two")
"""What one person has alone, whatever else a household shares."""
ONE_ROLL = is_level("roll", "two entries of one roll")
_TWO_ROLLS = is_level("roll", "other rolls")
"""Where each list has each person once, a relative or namesake is in both: who is more alike is
joined, and the others can no more be."""
GARBLED = is_level("number", "same person number of one force")
"""What one number says is one row, but for what contradicts itself (ingest/resolve/pool.py)."""
OTHER_NAME = f"({is_level('forename', 'other forename')} AND NOT {_OWN})"
_OTHER_IN_ALL = (
    f"{is_level('forename', 'other forename')} "
    "AND bits_birth <= 0 AND bits_number <= 0 AND bits_birth + bits_number < 0"
)
_NEAR = ("one digit differs", "two digits differ", "year and month agree", "day and month agree")
OTHER_BIRTH = (
    "year agrees",
    "three digits differ",
    "born a generation apart",
    "other date of birth",
)
_RELATIVE = (
    f"({is_level('birth', 'born a generation apart')} "
    f"OR {is_level('forename', 'other forename')} AND {is_level('birth', *OTHER_BIRTH)}) "
    f"AND NOT {_OWN}"
)
HOME = (
    "same address, of one or two",
    "same address, of a household",
    "street, town and postcode but for slips",
    "street and postcode but for slips",
    "street and town but for slips",
)
"""Levels that are one home, but for what many share."""
_ONE_NAME = f"{is_level('forename', 'same forename')} AND {is_level('surname', 'same surname')}"
_OTHER_DATE = (
    f"({is_level('birth', 'other date of birth')} OR {is_level('birth', 'three digits differ')} "
    f"AND NOT ({_ONE_NAME} AND {is_level('place', *HOME)})) AND NOT {_OWN}"
)
"""Two of one whole name in one home whose births share most digits are one, written badly."""
_SHARED = (
    f"{is_level('place', *HOME, 'same postcode', 'same postcode and town')} "
    f"OR {is_level('phone', 'same phone, of one or two', 'same phone, of a few')} "
    "OR bits_account > 0 OR bits_number > 0"
)
_KNOWN = " OR ".join(f"level_{name} > 0" for name in ("place", "phone", "account", "number"))
_NAMESAKE = (
    f"{is_level('birth', *_NEAR)} AND NOT ({_SHARED}) AND (total - bits_birth < {RARE} OR {_KNOWN})"
)
"""Where nothing else is known of both, the names must be rare enough without the birth."""
_NUMBERED = (
    f"{is_level('number', 'other person number of one force')} AND level_birth = 0 "
    f"AND NOT ({is_level('phone', 'same phone, of one or two', 'same phone, of a few')} "
    "OR bits_account > 0)"
)
"""A force knows two of one name and home, and no birth says otherwise: father and son."""
NOTHING_BUT = "nothing but a name"
ASKS = {
    "a namesake's birth": _NAMESAKE,
    "another forename": OTHER_NAME,
    "another birth": _OTHER_DATE,
    "another number": _NUMBERED,
}
"""What waits for a person's word where relatives are to be expected, beside `NOTHING_BUT`."""
