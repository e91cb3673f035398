"""A point on the map: whole, or none; metres of the national grid (OSGB36) as degrees (WGS84)."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from ingest.formats.rows import Cells
from ingest.mapping.cells.notes import Notes
from ingest.mapping.cells.paths import columns_of
from ingest.mapping.cells.values import Scope, text_reader
from ingest.mapping.sections import Placed
from ingest.mapping.value import Value

_OUTSIDE = "are not eastings and northings of Great Britain in metres"
_NO_REFERENCE = "is no reference of the national grid of six figures or more, as TQ 300 804"
_HALF = "is half a point, and is not read"
_NOWHERE = "is the point 0, 0, which stands for none"
_FAR = "lies far from Great Britain: see which of the two is the latitude"
_BRITAIN = ((48.5, 62.0), (-14.0, 4.0))
Degrees = dict[str, float]


def grid_reader(part: Placed, scope: Scope, name: str) -> Callable[[Cells, Notes], Degrees]:
    """The latitude and longitude of a point of the grid; nothing where the row has none.

    By the grid shift OSTN15 of Ordnance Survey, which is exact to centimetres.
    """
    if part.grid_reference is not None:
        return _reference_reader(part.grid_reference, scope, name)
    if part.easting is None or part.northing is None:
        return lambda _cells, _notes: {}
    values = (part.easting, part.northing)
    readers = [text_reader(value, scope, name, "number") for value in values]
    columns = ", ".join(columns_of(value, scope.within + scope.prefix) for value in values)

    def read(cells: Cells, notes: Notes) -> Degrees:
        written = [text(cells, notes) for text in readers]
        if not any(written):
            return {}
        degrees = _degrees(*written)
        if degrees is None:
            notes.keep(name, ", ".join(written), _OUTSIDE, columns)
            return {}
        return dict(zip(("longitude", "latitude"), degrees, strict=True))

    return read


def _reference_reader(value: Value, scope: Scope, name: str) -> Callable[[Cells, Notes], Degrees]:
    """The middle of the square that a reference with letters names."""
    text = text_reader(value, scope, name, "words")
    column = columns_of(value, scope.within + scope.prefix)

    def read(cells: Cells, notes: Notes) -> Degrees:
        written = text(cells, notes)
        if not written:
            return {}
        metres = metres_of(written)
        degrees = _degrees(*map(str, metres)) if metres else None
        if degrees is None:
            notes.keep(name, written, _NO_REFERENCE, column)
            return {}
        return dict(zip(("longitude", "latitude"), degrees, strict=True))

    return read


def metres_of(reference: str) -> tuple[float, float] | None:
    """Easting and northing of the middle of a square: `TQ 300 804`, `TQ300804`.

    None for what is no reference, and for one of a kilometre or more, which is no point. The
    letters are those of Ordnance Survey: squares of 500 km, in each 25 of 100 km, without an I.
    """
    hit = _REFERENCE.fullmatch(reference.upper())
    figures = hit[3].replace(" ", "") if hit else ""
    half = len(figures) // 2
    if hit is None or len(figures) % 2 or not 3 <= half <= 5:
        return None
    large, small = (_LETTERS.index(letter) for letter in hit.groups()[:2])
    east = (large - 2) % 5 * 5 + small % 5
    north = 19 - large // 5 * 5 - small // 5
    side = 10 ** (5 - half)
    eastings, northings = int(figures[:half]), int(figures[half:])
    return (
        east * 100_000 + eastings * side + side / 2,
        north * 100_000 + northings * side + side / 2,
    )


_LETTERS = "ABCDEFGHJKLMNOPQRSTUVWXYZ"
_REFERENCE = re.compile(r"([HJNOST])([A-HJ-Z]) ?(\d{3,5} ?\d{3,5})")


def whole_point(data: dict[str, Any], zone: str, notes: Notes) -> dict[str, Any]:
    """The data of an address or incident without a point that is none; a far one is remarked on."""
    given = [data[name] for name in _DEGREES if name in data]
    if not given:
        return data
    reason = _HALF if len(given) == 1 else "" if any(given) else _NOWHERE
    if reason:
        notes.keep("point", ", ".join(map(str, given)), reason)
        return {name: value for name, value in data.items() if name not in _DEGREES}
    inside = (low <= at <= high for at, (low, high) in zip(given, _BRITAIN, strict=True))
    if zone == "Europe/London" and not all(inside):
        notes.remark("point", _FAR)
    return data


_DEGREES = ("latitude", "longitude")


@lru_cache(maxsize=4096)
def _degrees(easting: str, northing: str) -> tuple[float, float] | None:
    """Longitude and latitude, to the seventh place: a centimetre."""
    from convertbng.cutil import convert_osgb36_to_ll  # slow to load, and seldom asked for

    try:
        metres = [float(text.replace(",", "")) for text in (easting, northing)]
    except ValueError:
        return None
    # No land: figures that were cut to tens of metres or more, or written for another grid.
    if metres[0] < 80_000 and metres[1] < 700_000:
        return None
    longitudes, latitudes = convert_osgb36_to_ll(*metres)
    longitude, latitude = float(longitudes[0]), float(latitudes[0])
    if math.isnan(longitude) or math.isnan(latitude):
        return None
    return round(longitude, 7), round(latitude, 7)
