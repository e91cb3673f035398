"""What the columns of a rule's row hold: ids, of which label, and the records of cited links."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from graph.access.guard import Guard
from graph.access.victim_safety import GUARDED
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
        yield from ((label, id_) for id_ in _ids(row[column]))


def discreet(
    guard: Guard, columns: Mapping[str, Any], subjects: Collection[str] = ()
) -> dict[str, Any]:
    """The columns without the ids of whereabouts that this answer must not show.

    The id of an employer holds its name and postcode. What it is about, its `subjects`, stays.
    """
    labels = {name: label for name in columns if (label := label_of(name)) in GUARDED}
    guard.judge((label, id_) for name, label in labels.items() for id_ in _ids(columns[name]))
    shown = dict(columns)
    for name, label in labels.items():
        value = columns[name]
        kept = [id_ for id_ in _ids(value) if id_ in subjects or not guard.hides((label, id_))]
        shown[name] = kept if isinstance(value, list) else next(iter(kept), None)
    return shown


def _ids(value: Any) -> list[str]:
    return value if isinstance(value, list) else [] if value is None else [value]
