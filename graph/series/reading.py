"""An incident of the graph as it is compared: what of its properties is there and may be told."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from math import cos, radians, sin
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from graph.series.events import Event

EARTH = 6_371_000.0
"""Metres to its middle. Places are compared as points in space, which are near as they are on the
map, wherever that is."""
SHORTEST = 4
"""Letters of a word that is compared."""
UNTOLD = {"day": 1, "month": 31, "year": 366}


def event_of(id_: str, props: Mapping[str, Any]) -> Event:
    """One incident; what is withheld or was not delivered is unknown."""
    begins, ends = props.get("occurred_from"), props.get("occurred_to")
    if begins and not ends:
        ends = begins + dt.timedelta(days=UNTOLD.get(str(props.get("precision")), 0))
    zone = _zone(props.get("zone"))
    return Event(
        id_,
        _place(props.get("latitude"), props.get("longitude")),
        begins and begins.astimezone(zone),
        ends and ends.astimezone(zone),
        {name: values for name, values in _traits(props).items() if values},
    )


def _place(latitude: float | None, longitude: float | None) -> tuple[float, ...] | None:
    if latitude is None or longitude is None:
        return None
    up, round_ = radians(latitude), radians(longitude)
    return EARTH * cos(up) * cos(round_), EARTH * cos(up) * sin(round_), EARTH * sin(up)


def _zone(name: Any) -> dt.tzinfo:
    try:
        return ZoneInfo(str(name)) if name else dt.UTC
    except (ZoneInfoNotFoundError, ValueError):
        return dt.UTC


def _traits(props: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    text = f"{props.get('title') or ''} {props.get('summary') or ''}".casefold()
    words = re.findall(rf"[^\W\d_]{{{SHORTEST},}}", text)
    weapon = str(props.get("weapon") or "").casefold().strip()
    return {
        "behaviour": frozenset(props.get("behaviours") or ()),
        "offence": frozenset((props.get("offence_classes") or ())[:1]),
        "weapon": frozenset([weapon] if weapon else []),
        "words": frozenset(words),
    }
