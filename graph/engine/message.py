"""How much one message to an engine may hold, and how a larger one is cut.

ArcadeDB drops a Bolt message of more than 16 MiB without an answer.
"""

from __future__ import annotations

import io
import pickle
import re
from collections.abc import Iterator, Mapping
from typing import Any

from graph.errors import EngineError
from graph.queries import Query

PIECE_BYTES = 4 << 20
"""A statement with more parameters than this is sent as several, row by row if need be."""
MOST_BYTES = 15 << 20
_UNWOUND = re.compile(r"\bUNWIND\s+\$rows\s+AS\b")


def size(value: object) -> int:
    """About how many bytes a value takes in a message."""
    buffer = io.BytesIO()
    pickler = pickle.Pickler(buffer, 5)
    pickler.fast = True  # what is repeated counts again, as it does in a message
    pickler.dump(value)
    return buffer.tell()


def pieces(query: Query, params: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The parameters as one message each takes them: `rows` that the query unwinds are cut.

    EngineError when what cannot be cut is larger than an engine takes.
    """
    bytes_ = size(params)
    rows = params.get("rows")
    if bytes_ > PIECE_BYTES and rows and len(rows) > 1 and _UNWOUND.search(query.text):
        middle = len(rows) // 2
        for part in (rows[:middle], rows[middle:]):
            yield from pieces(query, {**params, "rows": part})
        return
    if bytes_ > MOST_BYTES:
        raise EngineError(
            f"cypher/{query.path}.cypher: one row or parameter has {bytes_ >> 20} MB, more than "
            f"the {MOST_BYTES >> 20} MB that the engine takes: give it in parts"
        )
    yield params
