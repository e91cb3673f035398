"""Metres of the national grid (OSGB36 eastings and northings) as degrees (WGS84)."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache

from ingest.formats.rows import Cells
from ingest.mapping.cells.notes import Notes
from ingest.mapping.cells.paths import columns_of
from ingest.mapping.cells.values import Scope, text_reader
from ingest.mapping.value import Value

_OUTSIDE = "are not eastings and northings of Great Britain in metres"
Degrees = dict[str, float]


def grid_reader(
    easting: Value | None, northing: Value | None, scope: Scope, name: str
) -> Callable[[Cells, Notes], Degrees]:
    """The latitude and longitude of a point of the grid; nothing where the row has none.

    By the grid shift OSTN15 of Ordnance Survey, which is exact to centimetres.
    """
    if easting is None or northing is None:
        return lambda _cells, _notes: {}
    values = (easting, northing)
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
