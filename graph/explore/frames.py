"""Between Python and pandas, for notebooks: answers as DataFrames, parameters of any kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from graph.queries import Query

_DTYPES = {"int": "Int64", "float": "Float64", "bool": "boolean", "str": "string"}


def frame(query: Query, rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """The declared columns in order, typed, with missing values kept missing.

    Instants are in UTC and carry no zone, which a workbook could not hold; lists and maps stay
    Python objects. An empty answer has the columns too.
    """
    taken = [dict(row) for row in rows]
    series = {
        column.name: _series([row[column.name] for row in taken], column.type.name)
        for column in query.gives
    }
    return pd.DataFrame(series, columns=query.columns)


def table(
    rows: Iterable[Mapping[str, Any]], columns: Iterable[str], instants: Iterable[str] = ()
) -> pd.DataFrame:
    """These columns of the rows; those of `instants` as `frame` gives them."""
    made = pd.DataFrame(list(rows), columns=list(columns))
    return made.assign(**{name: _series(list(made[name]), "datetime") for name in instants})


def _series(values: list[Any], type_: str) -> pd.Series[Any]:
    if type_ == "datetime":
        return pd.Series(pd.to_datetime(values, utc=True).tz_localize(None))
    return pd.Series(values, dtype=_DTYPES.get(type_, "object"))


def parameter(value: Any) -> Any:
    """What a query takes, from what a notebook has: a Series, an array or one value of it.

    An instant without a zone is UTC, as those of an answer are; missing is None.
    """
    if isinstance(value, str | bool | int | float | dict) and not isinstance(value, np.generic):
        return None if value != value else value  # NaN alone is not itself
    if isinstance(value, pd.Series | pd.Index | np.ndarray | list | tuple | set | frozenset):
        return [parameter(each) for each in value]
    if value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, np.datetime64):
        value = pd.Timestamp(value)
    if isinstance(value, pd.Timestamp):
        value = value.to_pydatetime(warn=False)
    if isinstance(value, dt.datetime):
        return value if value.tzinfo else value.replace(tzinfo=dt.UTC)
    return parameter(value.item()) if isinstance(value, np.generic) else value
