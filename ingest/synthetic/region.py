"""The region's calendar: which force records which incident when, and under what number.

There are N slots in the order of recording. Slot k belongs to a force by its number,
and is filled by noise, a pure function of seed and k, unless the plan put a planted
incident there. So the region is streamed: only the plan is held in memory.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from random import Random

from ingest.synthetic.export.clock import LONDON
from ingest.synthetic.people import Population, household_force
from ingest.synthetic.places import FORCES, Place, capacity, place

REFERENCES = {
    "northmarch": "NM/{number:08d}/{year:02d}",
    "eastvale": "EV{year:02d}-{number:07d}",
    "caldmoor": "{year:02d}CAL{number:08d}",
    "wexmouth": "WX{number:08d}",
    "dunmere": "22D/{number}/{year:02d}",
    "southholt": "{number:09d}",
}
NOMINALS = {
    "northmarch": "N{:08d}",
    "eastvale": "EV-{:08d}",
    "caldmoor": "C{:08d}",
    "wexmouth": "{:09d}",
    "dunmere": "DU/{:08d}",
    "southholt": "{:010d}",
}
# Landlines of the drama ranges: shops, hostels and call centres.
LANDLINES = ("0113 496 0", "0114 496 0", "0115 496 0", "0116 496 0", "0117 496 0", "0118 496 0")
PUBLIC_PLACES = 700_000
HOSTEL_PLACES = 880_000
BUSINESS_PLACES = 900_000
_PRIME = 99_999_989
_STEPS = (15_485_863, 32_452_843, 49_979_687, 67_867_967, 86_028_121, 1_299_709)
"""So that one person's numbers with two forces have nothing in common."""


@dataclass(frozen=True, slots=True)
class Business:
    """A shop, employer or school; `number` counts within its force."""

    force: str
    number: int
    name: str
    kind: str
    place: Place
    phone: str

    @property
    def id(self) -> str:
        """The organisation's id in the truth."""
        return f"o-{self.force}-{self.number}"


@dataclass(frozen=True)
class Region:
    """A region of `incidents` incidents recorded over `days` days from `start` on."""

    seed: int
    incidents: int
    start: dt.date
    days: int

    @cached_property
    def opening(self) -> dt.datetime:
        """The first instant of the region, in UTC."""
        return dt.datetime.combine(self.start, dt.time(), LONDON).astimezone(dt.UTC)

    @property
    def closing(self) -> dt.datetime:
        """The instant at which the region ends, in UTC."""
        return self.opening + dt.timedelta(days=self.days)

    @cached_property
    def people(self) -> Population:
        """Everybody who lives in the region."""
        ordinary = (self.incidents + 15) // 16 * 16
        return Population(self.seed, ordinary, self.opening, self.days)

    def force(self, slot: int) -> str:
        """The force that records the incident of a slot."""
        return household_force(slot)

    def rng(self, kind: str, number: int) -> Random:
        """The random numbers of one thing: the same whenever it is made again."""
        return Random(f"{self.seed}/{kind}/{number}")

    def slot_time(self, slot: float) -> dt.datetime:
        """When a slot is recorded."""
        seconds = int(self.days * 86_400 * slot / self.incidents)
        return self.opening + dt.timedelta(seconds=seconds)

    def slot_floor(self, when: dt.datetime) -> int:
        """The first slot that is not wholly over at an instant."""
        share = (when - self.opening) / dt.timedelta(days=self.days)
        return max(0, min(self.incidents - 1, int(share * self.incidents)))

    def reference(self, slot: int) -> str:
        """The force's own number for the incident of a slot."""
        year = self.slot_time(slot).year % 100
        return REFERENCES[self.force(slot)].format(number=slot + 1, year=year)

    def extracts(self) -> list[dt.date]:
        """The dates of the deliveries: the first of each month, and the end of the region."""
        end = self.start + dt.timedelta(days=self.days)
        firsts: list[dt.date] = []
        year, month = self.start.year, self.start.month
        while True:
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)
            first = dt.date(year, month, 1)
            if first >= end:
                return [*firsts, end]
            firsts.append(first)

    def business(self, force: str, number: int) -> Business:
        """A shop of the force's area."""
        rng = Random(f"{self.seed}/b/{force}/{number}")
        first = ("Penny", "Corner", "Harbour", "Mill", "Valley", "Crown", "Beacon", "Orchard")
        last = ("Stores", "Pharmacy", "Foods", "Supermarket", "Hardware", "Wines", "Outlet")
        at = place(force, BUSINESS_PLACES + number)
        name = f"{rng.choice(first)} {rng.choice(last)} {at.town}"
        phone = f"{LANDLINES[number // 1000 % len(LANDLINES)]}{number % 1000:03d}"
        return Business(force, number, name, "shop", at, phone)

    def public_place(self, rng: Random, force: str) -> Place:
        """A street address that nobody's household has."""
        return place(force, PUBLIC_PLACES + rng.randrange(capacity(force) // 10))


def nominal(force: str, number: int, again: bool = False) -> str:
    """A force's number for a person; `again` is the second one it gave by mistake."""
    step = _STEPS[FORCES.index(force)]
    scattered = (number + (40_000_000 if again else 0)) * step % _PRIME
    return NOMINALS[force].format(scattered)
