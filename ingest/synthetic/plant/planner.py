"""Who and what a case may use: people, numbers and slots that nothing else in the region has."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from ingest.synthetic.people import RESIDUES, Household, Person, household_force
from ingest.synthetic.places import FORCES
from ingest.synthetic.plan import Plan
from ingest.synthetic.region import Region
from ingest.synthetic.world import Incident


@dataclass(slots=True)
class Actor:
    """A member of the cast. What changes about them is kept as (from, new value)."""

    person: Person
    home: Household
    phones: list[tuple[dt.datetime, str]] = field(default_factory=list)
    employer: str = ""
    school: str = ""

    @property
    def id(self) -> str:
        """The person's id in the truth."""
        return self.person.id

    @property
    def force(self) -> str:
        """The force of the place where the actor lives."""
        return self.home.force

    def phone_at(self, when: dt.datetime) -> str:
        """The number that the actor uses at a moment."""
        later = [phone for start, phone in self.phones if start <= when]
        return later[-1] if later else self.person.phone


class Planner:
    """Hands out people, places and numbers that nothing else in the region uses."""

    def __init__(self, region: Region, plan: Plan) -> None:
        self.region = region
        self.plan = plan
        first = region.people.ordinary
        self._next = dict.fromkeys(FORCES, (first, 0))
        self._fresh = 0
        self._orders = 0

    def household(self, force: str) -> Household:
        """The next household of the force's area that is in no case yet."""
        base, turn = self._next[force]
        residues = RESIDUES[force]
        turns = turn + 1
        self._next[force] = (base, turns) if turns < len(residues) else (base + 16, 0)
        return self.region.people.household(base + residues[turn])

    def fresh(self) -> int:
        """A number for a new phone, account, vehicle or place."""
        self._fresh += 1
        return self._fresh

    def order_number(self) -> int:
        """The next number of an order; none is given twice."""
        self._orders += 1
        return self._orders

    def settle(self, incident: Incident) -> None:
        """Put an incident into the nearest free slot of its force, and number it."""
        region, taken = self.region, self.plan.incidents
        target = region.slot_floor(incident.recorded)
        later = range(target, region.incidents)
        for slots in (later, range(target - 1, -1, -1)):
            for slot in slots:
                if slot not in taken and household_force(slot) == incident.force:
                    incident.reference = region.reference(slot)
                    taken[slot] = incident
                    return
        raise ValueError("the region is too small for its plan")
