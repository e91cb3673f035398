"""Where incidents happened, as points on a map: those alone whose place the viewer may be told."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from graph.access.session import Consultation, Session
from graph.explore.answers import Event, timeline_of
from graph.explore.filtered import Findings
from graph.queries import load
from graph.series.reading import EARTH

EARTH_KM = EARTH / 1000


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an incident happened: degrees, and the locality and postcode, where they are known."""

    latitude: float
    longitude: float
    locality: str
    postcode: str

    def km_to(self, other: Spot) -> float:
        """The distance over the ground, in kilometres, to half a percent."""
        north, south = math.radians(self.latitude), math.radians(other.latitude)
        across = math.radians(other.longitude - self.longitude)
        half = math.sin((south - north) / 2) ** 2
        half += math.cos(north) * math.cos(south) * math.sin(across / 2) ** 2
        return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, half)))


@dataclass(frozen=True, slots=True)
class Spots:
    """The points by the id of the incident; how many are kept back to keep victims safe, and of how
    many no place was recorded."""

    by_incident: Mapping[str, Spot]
    withheld: int
    unplaced: int

    @property
    def widest(self) -> float:
        """The longest way between two of the outermost, in kilometres."""
        spots = sorted(self.by_incident.values(), key=lambda each: (each.latitude, each.longitude))
        edge = {each(spots, key=way) for way in _WAYS for each in (min, max)} if spots else set()
        return max((a.km_to(b) for a, b in itertools.combinations(edge, 2)), default=0.0)


_WAYS: tuple[Callable[[Spot], float], ...] = (
    lambda spot: spot.latitude,
    lambda spot: spot.longitude,
    lambda spot: spot.latitude + spot.longitude,
    lambda spot: spot.latitude - spot.longitude,
)
"""In which directions the outermost are looked for: eight points tell how wide it all is."""


def spots_around(session: Session, person: str) -> tuple[tuple[Event, ...], Spots]:
    """The incidents that a person is named in, and where they happened, seen from their side."""
    consultation = session.consult("map", sides=[person], person=person)
    events = timeline_of(consultation, person)
    return events, _spots(consultation, [event.id for event in events])


def spots_found(session: Session, text: str, given: Mapping[str, str], found: Findings) -> Spots:
    """Where on a map the incidents are that a search by these words and filters found."""
    asked: dict[str, Any] = {name: value for name, value in given.items() if value}
    consultation = session.consult("map", text=text, filters=asked)
    return _spots(consultation, [one.element.id for one in found.found])


def _spots(consultation: Consultation, incidents: Iterable[str]) -> Spots:
    ids = sorted(set(incidents))
    rows = consultation.read(load("view/elements/spots"), ids=ids)
    placed = {
        row["incident_id"]: Spot(
            row["latitude"], row["longitude"], row["locality"] or "", row["postcode"] or ""
        )
        for row in rows
        if row["latitude"] is not None and row["longitude"] is not None
    }
    return Spots(placed, len(ids) - len(rows), len(rows) - len(placed))
