"""One way over many mentions, in a process of its own; prints seconds and its peak memory.

python -m tests.bench.identity_scale prepare|ours|splink|more FOLDER MENTIONS
"""

from __future__ import annotations

import datetime as dt
import json
import pickle
import resource
import sys
import time
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd
from splink import DuckDBAPI, Linker, block_on

from graph.identity.partition import Judged, clusters
from graph.model import addresses as places
from graph.model.identifiers.email import KIND as EMAIL
from graph.model.identifiers.phone import KIND as PHONE
from ingest.evaluate.identity import b_cubed, each_b_cubed, pairwise_measure
from ingest.resolve.cluster import cluster
from ingest.resolve.comparisons import FREQUENCIES
from ingest.resolve.features import Row, features, somebody
from ingest.resolve.matcher import Matcher
from ingest.resolve.model import in_use
from ingest.resolve.tables import PERSON, rows
from ingest.synthetic.errors import written
from ingest.synthetic.people import Population
from ingest.synthetic.world import Party

PAGE = 20_000
SEED = 41
EACH = (1, 1, 1, 2, 2, 3, 4, 6)
"""How often a person is mentioned, each as likely: 2.5 times on average."""
START = dt.datetime(2023, 1, 1, tzinfo=dt.UTC)
Page = list[tuple[str, Row]]


def prepare(work: Path, mentions: int) -> dict[str, Any]:
    """Write (true person, row) of so many mentions, in pages."""
    left = mentions
    with (work / "rows.pickle").open("wb") as file:
        found = _made()
        while left:
            page = [row for _, row in zip(range(min(PAGE, left)), found, strict=False)]
            pickle.dump(page, file, pickle.HIGHEST_PROTOCOL)
            left -= len(page)
    return {}


def _made() -> Iterator[tuple[str, Row]]:
    population = Population(SEED, 10_000_000, START, 365)
    household = number = 0
    while True:
        home = population.household(household)
        household += 1
        for person in home.people:
            rng = Random(f"{SEED}/{person.number}")
            for _ in range(rng.choice(EACH)):
                when = START + dt.timedelta(days=rng.randrange(365))
                party = written(rng, person, home, home.force, "suspect", when)
                row, _ = features(_mention(f"m{number}", home.force, party))
                number += 1
                if somebody(row):
                    yield person.id, row


def _mention(id_: str, force: str, party: Party) -> dict[str, Any]:
    place = party.place
    mail = EMAIL.key(party.email) if party.email else None
    phone = PHONE.key(party.phone) if party.phone else None
    key = place and places.address_key(place.unit, place.house, place.postcode, "", place.line())
    return {
        "id": id_,
        "force": force,
        "nominal": party.nominal or None,
        "roll": None,
        "forename": party.forename,
        "middle": party.middle or None,
        "surname": party.surname,
        "other_names": [f"{party.alias} {party.surname}"] if party.alias else [],
        "birth": party.birth.isoformat() if party.birth else None,
        "birth_precision": party.birth_precision if party.birth else None,
        "birth_place": None,
        "occupation": None,
        "phones": [phone] if phone else [],
        "emails": [mail] if mail else [],
        "accounts": [],
        "addresses": [key] if key else [],
        "streets": [f"{place.house} {place.street}"] if place else [],
        "localities": [place.town] if place else [],
        "postcodes": [place.postcode] if place else [],
    }


def _pages(work: Path, start: int, end: int) -> Iterator[Page]:
    at = 0
    with (work / "rows.pickle").open("rb") as file:
        while at < end:
            page: Page = pickle.load(file)  # noqa: S301 (written above)
            yield page[max(0, start - at) : end - at]
            at += len(page)


class _Timed(Matcher):
    """Counts the seconds that making keys takes, apart from filling the table."""

    keys = 0.0

    def _derive(self, numbers: list[int]) -> None:
        begun = time.perf_counter()
        super()._derive(numbers)
        self.keys += time.perf_counter() - begun


def _fill(matcher: Matcher, work: Path, mentions: int) -> None:
    for page in _pages(work, 0, mentions):
        matcher.put(row for _, row in page)


def ours(work: Path, mentions: int) -> dict[str, Any]:
    """Key table, own scores, average linkage."""
    matcher = _Timed(in_use(work), work / "resolve.duckdb")
    _fill(matcher, work, mentions)
    begun = time.perf_counter()
    matcher.update()
    scored = time.perf_counter()
    names = cluster(matcher)
    cut = time.perf_counter()
    matcher.close()
    spent = {"keys": matcher.keys, "score": scored - begun, "cut": cut - scored}
    return (
        spent
        | {"peak": _peak()}
        | _quality({str(id_): who for id_, who in names.items()}, work, mentions)
    )


def splink(work: Path, mentions: int) -> dict[str, Any]:
    """Splink's own blocking and connected components, with the same comparisons."""
    model = in_use(work)
    matcher = Matcher(model)
    _fill(matcher, work, mentions)
    db = matcher.db
    db.execute("DROP TABLE key")
    begun = time.perf_counter()
    db.execute(f"CREATE TABLE person AS {PERSON.format(mentions='mention')}")
    api = DuckDBAPI(db)
    linker = Linker(api.register("person"), model.settings() | {
        "blocking_rules_to_generate_predictions": _BLOCKS,
        "retain_intermediate_calculation_columns": False,
    }, validate_settings=False)  # fmt: skip
    for column in FREQUENCIES:
        shares = model.frequencies.get(column, {})
        frame = pd.DataFrame({column: list(shares), f"tf_{column}": list(shares.values())})
        frame = frame.astype({column: "string", f"tf_{column}": "float64"})
        linker.table_management.register_term_frequency_lookup(api.register(frame), column)
    scores = linker.inference.predict(threshold_match_weight=model.threshold)
    scored = time.perf_counter()
    made = linker.clustering.cluster_pairwise_predictions_at_threshold(
        scores, threshold_match_weight=model.threshold
    )
    query = f"SELECT m.unique_id, c.cluster_id FROM mention m JOIN {made.physical_name} c USING (i)"
    names = {str(id_): who for id_, who in rows(db, query)}
    cut = time.perf_counter()
    spent = {"keys": 0.0, "score": scored - begun, "cut": cut - scored}
    return spent | {"peak": _peak()} | _quality(names, work, mentions)


_BLOCKS = [
    rule.create_blocking_rule_dict("duckdb")
    for rule in (
        block_on("surname", "birth"),
        block_on("forename", "birth"),
        block_on("forename", "surname", "outcode"),
        block_on("surname", "postcode"),
        block_on("forename", "postcode"),
        block_on("phones", arrays_to_explode=["phones"]),
    )
]


def more(work: Path, mentions: int) -> dict[str, Any]:
    """A night of a thousand on the file that `ours` left."""
    matcher = Matcher(in_use(work), work / "resolve.duckdb")
    new = [row for page in _pages(work, mentions, mentions + 1_000) for _, row in page]
    begun = time.perf_counter()
    matcher.put(new)
    touched = matcher.update()
    _partition_touched(matcher)
    spent = time.perf_counter() - begun
    matcher.close()
    return {"seconds": spent, "touched": touched, "peak": _peak()}


def _partition_touched(matcher: Matcher) -> None:
    limits = matcher.model.limits
    members = rows(matcher.db, _MEMBERS)
    links: dict[int, dict[tuple[str, str], int]] = {}
    for component, left, right, weight in rows(matcher.db, _LINKS):
        ends = (min(left, right), max(left, right))
        links.setdefault(component, {})[ends] = weight
    for component, group in groupby(members, lambda row: row[0]):
        ids = {str(id_): id_ for _, id_ in group}
        clusters(ids, links.get(component, {}), Judged(), limits)


_MEMBERS = (
    "SELECT component, unique_id FROM piece JOIN mention USING (i) "
    "WHERE i IN (FROM touched) ORDER BY 1, 2"
)
_LINKS = (
    "SELECT a.component, m.unique_id, n.unique_id, weight FROM pair "
    "JOIN piece a ON a.i = l JOIN piece b ON b.i = r AND b.piece = a.piece "
    "JOIN mention m ON m.i = l JOIN mention n ON n.i = r WHERE l IN (FROM touched)"
)


def _quality(names: dict[str, Any], work: Path, mentions: int) -> dict[str, float]:
    true = {row[0]: person for page in _pages(work, 0, mentions) for person, row in page}
    said = {id_: str(names[id_]) if id_ in names else f"alone {id_}" for id_ in true}
    mean = b_cubed(each_b_cubed(said, true))
    return {"f1": pairwise_measure(said, true).f1, "b_cubed": mean.f1}


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


WAYS = {"prepare": prepare, "ours": ours, "splink": splink, "more": more}

if __name__ == "__main__":
    print(json.dumps(WAYS[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))))  # noqa: T201
