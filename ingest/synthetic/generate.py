"""Writes a region: monthly deliveries of six forces, and the truth beside them.

`out/deliveries/` holds what the forces send, `out/truth/` what really happened. The
same seed and size give the same bytes. Only the plan and the numbers of the records
that will change later are held in memory.
"""

from __future__ import annotations

import datetime as dt
import shutil
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.errors import InputError
from ingest.synthetic.export import caldmoor, dunmere, eastvale, northmarch, southholt, wexmouth
from ingest.synthetic.export.clock import LONDON
from ingest.synthetic.noise import noise, noise_contacts, noise_order
from ingest.synthetic.places import FORCES
from ingest.synthetic.plan import Plan
from ingest.synthetic.region import Region
from ingest.synthetic.truth import Truth
from ingest.synthetic.world import Batch, Contact, Incident, Order, Party


@dataclass(frozen=True, slots=True)
class Exporter:
    """How one force writes a batch, and how its records name their parties."""

    write: Callable[[Batch, Path], list[Path]]
    party_ref: Callable[[list[Party], int], str]


EXPORTERS = {
    "northmarch": Exporter(northmarch.write, northmarch.party_ref),
    "eastvale": Exporter(eastvale.write, eastvale.party_ref),
    "caldmoor": Exporter(caldmoor.write, caldmoor.party_ref),
    "wexmouth": Exporter(wexmouth.write, wexmouth.party_ref),
    "dunmere": Exporter(dunmere.write, dunmere.party_ref),
    "southholt": Exporter(southholt.write, southholt.party_ref),
}


def generate(
    region: Region, plan: Plan, out: Path, advance: Callable[[int], None] | None = None
) -> dict[str, Any]:
    """Write the region under `out`, which must not hold one yet; returns the summary.

    `advance` is called with the number of incidents written since the last call. What a
    killed run left behind is cleared away: nothing has its name before it is whole.
    Raises InputError when `out` already holds deliveries or a truth.
    """
    for name in ("deliveries", "truth"):
        if (out / name).exists():
            raise InputError(f"{out} already holds {name}: choose an empty folder")
    unfinished = out / ".unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    (unfinished / "deliveries").mkdir(parents=True)
    summary = _write(region, plan, unfinished, advance or (lambda _count: None))
    for name in ("deliveries", "truth"):
        (unfinished / name).rename(out / name)
    unfinished.rmdir()
    return summary


def _write(region: Region, plan: Plan, out: Path, advance: Callable[[int], None]) -> dict[str, Any]:
    """Write deliveries and truth; returns the summary."""
    with Truth(out / "truth") as truth:
        press = Press(region, plan, truth)
        files = 0
        for month in range(len(press.closings)):
            for force in FORCES:
                batch = press.batch(month, force)
                files += len(EXPORTERS[force].write(batch, out / "deliveries"))
                advance(press.take_count())
        truth.write_lines("cases.jsonl", plan.cases)
        truth.write_lines("negatives.jsonl", plan.negatives)
        people = truth.write_people(region.people)
        counts = {"mentions": truth.mentions, "people": people, "files": files}
        summary = _summary(region, plan) | counts
        truth.write_summary(summary)
    return summary


def _summary(region: Region, plan: Plan) -> dict[str, Any]:
    return {
        "seed": region.seed,
        "incidents": region.incidents,
        "start": region.start.isoformat(),
        "days": region.days,
        "planted_incidents": len(plan.incidents),
        "cases": _families(plan.cases),
        "negatives": _families(plan.negatives),
    }


def _families(lines: list[dict[str, Any]]) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for line in lines:
        counts[line["family"]] += 1
    return dict(sorted(counts.items()))


class Press:
    """Makes the batches month by month, and remembers by number what is due again."""

    def __init__(self, region: Region, plan: Plan, truth: Truth) -> None:
        self.region = region
        self.plan = plan
        self.truth = truth
        self.extracts = region.extracts()
        self.closings = [_midnight(day) for day in self.extracts]
        self._again: dict[tuple[int, str], array[int]] = defaultdict(lambda: array("q"))
        self._orders: dict[tuple[int, str], array[int]] = defaultdict(lambda: array("q"))
        self._contacts: list[Contact] = []
        self._count = 0
        for number, order in enumerate(plan.orders):
            # Negative numbers are the plan's, so that one list holds both kinds.
            self._due(self._orders, order.force, order.recorded, -1 - number)

    def take_count(self) -> int:
        """How many incidents were newly written since the last call."""
        count, self._count = self._count, 0
        return count

    def batch(self, month: int, force: str) -> Batch:
        """What a force delivers at the end of a month; incidents are read first, then orders."""
        opening = self.closings[month - 1] if month else self.region.opening
        closing = self.closings[month]
        return Batch(
            force=force,
            extracted=self.extracts[month],
            at=closing,
            incidents=self._incidents(month, force),
            orders=self._month_orders(month, force),
            contacts=self._month_contacts(force, opening, closing),
            account_links=[
                each
                for each in self.plan.account_links
                if each.force == force and opening <= each.seen < closing
            ],
        )

    def _month_contacts(
        self, force: str, opening: dt.datetime, closing: dt.datetime
    ) -> Iterator[Contact]:
        """The planted contacts of the month, then those that its noise brought."""
        for each in self.plan.contacts:
            if each.force == force and opening <= each.end < closing:
                yield each
        if force == "caldmoor":
            yield from self._contacts
            self._contacts.clear()

    def _incidents(self, month: int, force: str) -> Iterator[tuple[Incident, int]]:
        for slot in range(*self._slots(month)):
            if self.region.force(slot) == force:
                incident = self._incident(slot)
                self._first_time(month, slot, incident)
                yield self._as_known(incident, month)
        for slot in self._again.pop((month, force), ()):
            yield self._as_known(self._incident(slot), month)

    def _slots(self, month: int) -> tuple[int, int]:
        """The slots that are wholly over by the end of the month, and not before it."""
        bounds = [0, *(self._slot_before(at) for at in self.closings)]
        return bounds[month], bounds[month + 1]

    def _slot_before(self, when: dt.datetime) -> int:
        if when == self.closings[-1]:
            return self.region.incidents
        return self.region.slot_floor(when)

    def _incident(self, slot: int) -> Incident:
        planted = self.plan.incidents.get(slot)
        return planted if planted is not None else noise(self.region, slot)

    def _first_time(self, month: int, slot: int, incident: Incident) -> None:
        self._count += 1
        self._tell("incident", incident.force, incident.reference, incident.parties)
        months = {self._month(at) for at in incident.changes() if at > self.closings[month]}
        for later in sorted(months):
            self._again[later, incident.force].append(slot)
        if slot not in self.plan.incidents:
            self._contacts += noise_contacts(self.region, slot, incident)
            order = noise_order(self.region, slot, incident)
            if order:
                self._due(self._orders, order.force, order.recorded, slot)

    def _as_known(self, incident: Incident, month: int) -> tuple[Incident, int]:
        at = self.closings[month]
        version = 1 + sum(change <= at for change in incident.changes())
        return incident.known_at(at), version

    def _month_orders(self, month: int, force: str) -> Iterator[tuple[Order, int]]:
        for number in self._orders.pop((month, force), ()):
            order = self._order(number)
            version = 1 + sum(change <= self.closings[month] for change in order.changes())
            if self._month(order.recorded) == month:
                self._tell("order", force, order.reference, order.parties())
                for later in {self._month(at) for at in order.changes()} - {month}:
                    self._orders[later, force].append(number)
            yield order, version

    def _order(self, number: int) -> Order:
        if number < 0:
            return self.plan.orders[-1 - number]
        order = noise_order(self.region, number, noise(self.region, number))
        if order is None:
            raise AssertionError("a noise order is a function of its slot")
        return order

    def _month(self, when: dt.datetime) -> int:
        """The index of the delivery that first knows of an instant; past the last: none."""
        return bisect_left(self.closings, when)

    def _due(
        self, due: dict[tuple[int, str], array[int]], force: str, when: dt.datetime, number: int
    ) -> None:
        due[self._month(when), force].append(number)

    def _tell(self, kind: str, force: str, reference: str, parties: list[Party]) -> None:
        for index, party in enumerate(parties):
            ref = EXPORTERS[force].party_ref(parties, index)
            self.truth.mention((force, kind, reference), ref, party)


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), LONDON).astimezone(dt.UTC)
