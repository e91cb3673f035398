"""A record less one party: everybody else's part of it stays, as do their mentions.

The party's place is kept with its roles, and without anything by which somebody is known, so that
it makes no person. What stands elsewhere in the record and holds a word that is theirs alone goes:
a text becomes another, an address, number, contact or vehicle is left out.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from graph.erasure.traces import ERASED, Traces
from graph.model.record import Record

_KEPT = frozenset({"force", "kind", "reference", "version", "roles", "ref", "attribution"})
"""Fields that no text of somebody's stands in, or that say which record and party it is."""
_BLANK = "erased-"
_WHOLE = frozenset({"incident", "order", "grade"})
"""Parts in which a text is replaced by itself; any other part goes with the word in it."""


def without(record: Record, refs: Collection[str], own: Traces) -> Record | None:
    """The record without what it says of these parties; None where it says nothing else."""
    data: dict[str, Any] = json.loads(record.content)
    others = [party for party in data["parties"] if party["ref"] not in refs]
    if not others and record.kind == "person":
        return None
    before = sum(party["ref"].startswith(_BLANK) for party in others)
    names = {ref: f"{_BLANK}{number}" for number, ref in enumerate(sorted(refs), before + 1)}
    data["relations"] = [
        each for each in data.get("relations", []) if not {each["a"], each["b"]} & names.keys()
    ]
    parties = [_blank(party, names[party["ref"]]) if party["ref"] in names else party
               for party in data.pop("parties")]  # fmt: skip
    data = _cleared(data, own)
    data["parties"] = parties
    return Record.model_validate({name: value for name, value in data.items() if value != []})


def _blank(party: dict[str, Any], name: str) -> dict[str, Any]:
    kept: dict[str, Any] = {
        key: party[key] for key in ("kind", "roles", "attribution") if key in party
    }
    return {"ref": name, **kept}


def _cleared(part: dict[str, Any], own: Traces) -> dict[str, Any]:
    """A part of a record whose texts are replaced, and whose own parts are left out."""
    cleared: dict[str, Any] = {}
    for name, value in part.items():
        if name in _WHOLE:
            cleared[name] = _cleared(value, own)
        elif name in _KEPT or not own.in_value(value):
            cleared[name] = value
        elif isinstance(value, str):
            cleared[name] = ERASED
        elif name == "also":
            cleared[name] = [
                pair if not own.in_value(pair) else [pair[0], ERASED] for pair in value
            ]
        elif isinstance(value, list):
            cleared[name] = [each for each in value if not own.in_value(each)]
    return cleared
