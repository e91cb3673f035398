"""Clusters of what the matcher has scored, without judgements: for training and measuring."""

from __future__ import annotations

from itertools import groupby

import pandas as pd

from graph.identity.partition import Judged, clusters, pair
from ingest.resolve.matcher import Matcher
from ingest.resolve.tables import rows


def cluster(matcher: Matcher) -> pd.Series:
    """The cluster of each mention, by mention id; a cluster is named by one of its members."""
    db = matcher.db
    names = dict(rows(db, "SELECT i, piece FROM mention JOIN piece USING (i)"))
    limits = matcher.model.limits
    db.execute(_UNSURE.format(threshold=limits.threshold))
    links = iter(groupby(rows(db, _UNSURE_LINKS), _first))
    for (_, members), (_, among) in zip(
        groupby(rows(db, _UNSURE_MEMBERS), _first), links, strict=True
    ):
        numbers = {id_: i for _, id_, i in members}
        pairs = {pair(a, b): w for _, a, b, w in among}
        for group in clusters(numbers, pairs, Judged(), limits):
            for member in group:
                names[numbers[member]] = -1 - numbers[group[0]]
    return pd.Series({id_: names[i] for id_, i in rows(db, "SELECT unique_id, i FROM member")})


def _first(row: tuple[object, ...]) -> object:
    return row[0]


# A piece in which every pair is above the threshold is one cluster: no average can be below.
_UNSURE = """
CREATE OR REPLACE TEMP TABLE unsure AS
WITH size AS (SELECT piece, count(*) AS n FROM piece GROUP BY piece HAVING n > 2),
inside AS (
  SELECT a.piece, l, r, weight FROM pair
  JOIN piece a ON a.i = l JOIN piece b ON b.i = r AND b.piece = a.piece
  WHERE a.piece IN (SELECT piece FROM size)),
sure AS (SELECT piece, count(*) AS n FROM inside WHERE weight >= {threshold} GROUP BY 1)
SELECT inside.* FROM inside JOIN size USING (piece) JOIN sure USING (piece)
WHERE sure.n < size.n * (size.n - 1) // 2
"""
_UNSURE_MEMBERS = (
    "SELECT piece, unique_id, i FROM piece JOIN mention USING (i) "
    "WHERE piece IN (SELECT piece FROM unsure) ORDER BY 1, 2"
)
_UNSURE_LINKS = (
    "SELECT piece, a.unique_id, b.unique_id, weight FROM unsure "
    "JOIN mention a ON a.i = l JOIN mention b ON b.i = r ORDER BY 1"
)
