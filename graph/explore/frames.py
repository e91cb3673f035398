"""A question's answer as a DataFrame, for notebooks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from graph.queries import Query

_DTYPES = {"int": "Int64", "float": "Float64", "bool": "boolean", "str": "string"}


def frame(query: Query, rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """The declared columns in order, typed, with missing values kept missing.

    Instants are UTC; lists and maps stay Python objects. An empty answer has the columns too.
    """
    taken = [dict(row) for row in rows]
    series = {
        column.name: _series([row[column.name] for row in taken], column.type.name)
        for column in query.gives
    }
    return pd.DataFrame(series, columns=query.columns)


def _series(values: list[Any], type_: str) -> pd.Series[Any]:
    if type_ == "datetime":
        return pd.Series(pd.to_datetime(values, utc=True))
    return pd.Series(values, dtype=_DTYPES.get(type_, "object"))
