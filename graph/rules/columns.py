"""What the columns of a rule's row hold: ids, of which label, and the records of cited links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from graph.errors import QueryError
from graph.model.schema import LABEL, NodeKey
from graph.queries import Query
from graph.queries.query_file import LINKS

PERSON_ROLES = ("suspect", "victim", "witness", "reporter", "proxy", "close", "partner")


def label_of(column: str) -> str | None:
    """The label whose ids a column holds, by its last word: `victim_id`, `incident_ids`."""
    if not column.endswith(("_id", "_ids")):
        return None
    word = column.rpartition("_")[0].rpartition("_")[2]
    if word in PERSON_ROLES:
        return "Person"
    return next((label for label in LABEL if label.lower() == word), None)


def places(rule: Query, columns: Iterable[str], row: Mapping[str, Any]) -> Iterator[NodeKey]:
    """(label, id) of what these columns of a row hold; of links their records.

    QueryError when a column does not say whose ids it holds.
    """
    for column in columns:
        if column == LINKS.name:
            yield from (("Record", record) for link in row[column] for record in link["records"])
            continue
        label = label_of(column)
        if label is None:
            raise QueryError(
                f"cypher/{rule.path}.cypher: {column} does not say whose ids it holds: end it in "
                f"a label or role and _id or _ids, such as person_id, victim_id, incident_ids"
            )
        value = row[column]
        ids = value if isinstance(value, list) else [] if value is None else [value]
        yield from ((label, id_) for id_ in ids)
