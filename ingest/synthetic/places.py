"""Invented towns, streets and postcodes: an address is a pure function of its number.

The postcode areas (QX, ZV, XJ, VQ, JZ, QV) do not exist; the shape is valid.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ingest.synthetic.wordlists import table

FORCES = ("northmarch", "eastvale", "caldmoor", "wexmouth", "dunmere", "southholt")
HOUSES = 240
UNIT_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"


@dataclass(frozen=True, slots=True)
class Place:
    """An address. Latitude and longitude are degrees; `house` is text, as in '14A'."""

    unit: str
    house: str
    street: str
    town: str
    postcode: str
    uprn: str
    latitude: float
    longitude: float

    def line(self) -> str:
        """The address on one line, without the postcode."""
        number = f"{self.unit}, {self.house}" if self.unit else self.house
        return f"{number} {self.street}, {self.town}"


@cache
def streets() -> tuple[str, ...]:
    """Every invented street name, in one order."""
    parts = table("places")["streets"]
    return tuple(f"{first} {last}" for first in parts["first"] for last in parts["last"])


@cache
def capacity(force: str) -> int:
    """How many different houses the force's area has."""
    return len(table("places")[force]["towns"]) * len(streets()) * HOUSES


def place(force: str, number: int, unit: str = "") -> Place:
    """The house `number` of the force's area; equal numbers are the same house."""
    area = table("places")[force]
    # A multiplier without a factor in common with the capacity scatters neighbours.
    scattered = (number * 1_000_003 + FORCES.index(force) * 137_911) % capacity(force)
    rest, house = divmod(scattered, HOUSES)
    town, street = divmod(rest, len(streets()))
    latitude, longitude = area["centre"]
    return Place(
        unit=unit,
        house=str(house + 1),
        street=streets()[street],
        town=area["towns"][town],
        postcode=_postcode(area["area"], town, street, house // 30),
        uprn="",
        latitude=round(latitude + town * 0.02 + house * 0.00005, 5),
        longitude=round(longitude + street * 0.0004, 5),
    )


def _postcode(area: str, town: int, street: int, stretch: int) -> str:
    """One postcode for each stretch of 30 houses: ten sectors of 400 units a district."""
    sector, unit = divmod(street * (HOUSES // 30) + stretch, 400)
    first, second = divmod(unit, 20)
    return f"{area}{town + 1} {sector}{UNIT_LETTERS[first]}{UNIT_LETTERS[second]}"
