"""What a finding asks for: nobody sees it who may not see all that it shows.

That is the highest level and all the compartments of what the row cites: of its evidence and every
other incident and order that it names; of each link between one of these and anything else that it
names; and of the links that it cites by their records. A link asks for no less than what it joins,
so people and things need no look of their own. Only types of link that the rule itself reads count:
that a victim is also a witness, as only a secret record says, is nothing that the finding shows.
"""

from __future__ import annotations

import functools
import operator
import re
from collections.abc import Iterator, Mapping
from typing import Any

from graph.model.compartments import Marking
from graph.model.schema import NodeKey
from graph.queries import Query
from graph.queries.query_file import LINKS, code_of
from graph.rules.cited import Event
from graph.rules.columns import label_of, places

EVENTS = ("Incident", "Order")
_TYPES = re.compile(r"-\s*\[\s*\w*\s*:([\w|:\s]+)")


def marking_of(
    rule: Query, row: Mapping[str, Any], known: Mapping[NodeKey, Event | None]
) -> Marking:
    """What the finding that a row is asks for; `known` are all its `events`."""
    return functools.reduce(operator.or_, _markings(rule, row, known), Marking())


def events(rule: Query, row: Mapping[str, Any]) -> Iterator[NodeKey]:
    """The evidence of a row, and every other incident and order that it names."""
    columns = [
        column
        for column in _columns_of_ids(rule)
        if column in rule.evidence or label_of(column) in EVENTS
    ]
    return places(rule, columns, row)


def _markings(
    rule: Query, row: Mapping[str, Any], known: Mapping[NodeKey, Event | None]
) -> Iterator[Marking]:
    named = {id_ for _, id_ in places(rule, _columns_of_ids(rule), row)}
    types = _types(rule.text)
    for place in events(rule, row):
        if (event := known[place]) is not None:
            yield event.marking
            yield from (
                marking
                for type_, other, marking in event.links
                if type_ in types and other in named
            )
    for link in row.get(LINKS.name, ()):
        yield Marking(link["level"], frozenset(link["compartments"]))


@functools.cache
def _types(text: str) -> frozenset[str]:
    """The types of link that a rule reads."""
    return frozenset(
        type_ for types in _TYPES.findall(code_of(text)) for type_ in re.findall(r"\w+", types)
    )


def _columns_of_ids(rule: Query) -> list[str]:
    return [column.name for column in rule.returns + rule.adds if label_of(column.name)]
