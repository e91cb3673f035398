"""The clearance level of a finding: nobody sees it who may not see all that it shows.

It is the highest level of what the row cites: of its evidence and every other incident and order
that it names; of each link between one of these and anything else that it names; and of the
links that it cites by their records. A link is at no lower level than what it joins, so people
and things need no look of their own. Only types of link that the rule itself reads count: that a
victim is also a witness, as only a secret record says, is nothing that the finding shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.batches import batches
from graph.engine.store import Store
from graph.queries import Query, load
from graph.queries.query_file import LINKS, code_of
from graph.rules.columns import Place, label_of, places

EVENTS = ("Incident", "Order")
_TYPES = re.compile(r"-\[\s*\w*\s*:\s*([\w|]+)")


@dataclass(slots=True)
class EventLevel:
    """The level of an event, and of its links above 0 by the id at their other end."""

    level: int
    links: dict[str, int] = field(default_factory=dict)


def event_levels(
    store: Store, rule: Query, rows: Sequence[Mapping[str, Any]]
) -> dict[Place, EventLevel]:
    """The levels of all events that these rows name."""
    wanted: dict[str, set[str]] = {}
    for each in rows:
        for label, id_ in _events(rule, each):
            wanted.setdefault(label, set()).add(id_)
    types = sorted(
        {name for types in _TYPES.findall(code_of(rule.text)) for name in types.split("|")}
    )
    levels: dict[Place, EventLevel] = {}
    for label, ids in wanted.items():
        query = load("system/elements/event_levels", label=label)
        for batch in batches(sorted(ids)):
            for row in store.read(query, ids=batch, types=types):
                event = levels.setdefault((label, row["id"]), EventLevel(row["level"]))
                if row["other"] is not None:
                    at_least = event.links.get(row["other"], 0)
                    event.links[row["other"]] = max(at_least, row["link_level"])
    return levels


def level_of(rule: Query, row: Mapping[str, Any], levels: Mapping[Place, EventLevel]) -> int:
    """The level of the finding that a row is, 0 to 3."""
    return max(_levels(rule, row, levels), default=0)


def _levels(
    rule: Query, row: Mapping[str, Any], levels: Mapping[Place, EventLevel]
) -> Iterator[int]:
    named = {id_ for _, id_ in places(rule, _columns_of_ids(rule), row)}
    for place in _events(rule, row):
        if place in levels:
            yield levels[place].level
            yield from (its_level for id_, its_level in levels[place].links.items() if id_ in named)
    yield from (link["level"] for link in row.get(LINKS.name, ()))


def _events(rule: Query, row: Mapping[str, Any]) -> Iterator[Place]:
    columns = [
        column
        for column in _columns_of_ids(rule)
        if column in rule.evidence or label_of(column) in EVENTS
    ]
    return places(rule, columns, row)


def _columns_of_ids(rule: Query) -> list[str]:
    return [column.name for column in rule.returns + rule.adds if label_of(column.name)]
