"""Clusters of what the matcher has scored, without judgements: for training and measuring."""

from __future__ import annotations

from itertools import groupby

import pandas as pd

from graph.partition import Judged, clusters
from ingest.resolve.matcher import Matcher
from ingest.resolve.tables import rows


def cluster(matcher: Matcher) -> pd.Series:
    """The cluster of each mention, by mention id; a cluster is named by one of its members."""
    db = matcher.db
    query = "SELECT unique_id, piece FROM mention JOIN piece USING (i)"
    frame = db.execute(query).df()
    names = dict(zip(frame.unique_id, frame.piece.astype("int64"), strict=True))
    limits = matcher.model.limits
    names_of = rows(db, _UNSURE_MEMBERS.format(threshold=limits.threshold))
    links = iter(groupby(rows(db, _UNSURE_LINKS.format(threshold=limits.threshold)), _first))
    for (_, members), (_, among) in zip(groupby(names_of, _first), links, strict=True):
        numbers = {str(i): id_ for _, i, id_ in members}
        pairs = {(str(min(a, b)), str(max(a, b))): w for _, a, b, w in among}
        pairs = {(min(a, b), max(a, b)): w for (a, b), w in pairs.items()}
        for group in clusters(numbers, pairs, Judged(), limits):
            for member in group:
                names[numbers[member]] = -1 - int(group[0])
    return pd.Series(names)


def _first(row: tuple[object, ...]) -> object:
    return row[0]


# A piece in which every pair is above the threshold is one cluster: no average can be below.
_UNSURE = """
WITH size AS (SELECT piece, count(*) AS n FROM piece GROUP BY piece HAVING n > 2),
sure AS (
  SELECT a.piece, count(*) AS n FROM pair JOIN piece a ON a.i = l JOIN piece b ON b.i = r
  WHERE a.piece = b.piece AND weight >= {threshold} GROUP BY 1),
unsure AS (
  SELECT size.piece FROM size JOIN sure USING (piece) WHERE sure.n < size.n * (size.n - 1) // 2)
"""
_UNSURE_MEMBERS = (
    _UNSURE + "SELECT piece, i, unique_id FROM unsure JOIN piece USING (piece) "
    "JOIN mention USING (i) ORDER BY 1, 2"
)
_UNSURE_LINKS = (
    _UNSURE + "SELECT a.piece, l, r, weight FROM pair JOIN piece a ON a.i = l "
    "JOIN piece b ON b.i = r JOIN unsure ON unsure.piece = a.piece "
    "WHERE a.piece = b.piece ORDER BY 1"
)
