"""Puts cases into the plan: the cast, what is reported about them, and what is true of it.

A case has a cast of its own (households that no noise touches), so that nobody is in two
cases. Everything a family writes goes through `report` and `order`; `case` and `negative`
close it with its line of truth.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from ingest.synthetic.errors import exact, written
from ingest.synthetic.offences import offences
from ingest.synthetic.people import (
    RESIDUES,
    SEATS,
    Household,
    Person,
    household_force,
    mobile,
)
from ingest.synthetic.places import FORCES, Place, place
from ingest.synthetic.plan import Plan
from ingest.synthetic.plant.facts import Step, expectations, incident_id
from ingest.synthetic.region import Region
from ingest.synthetic.wordlists import table
from ingest.synthetic.world import Incident, Order, Outcome, Party, Risk, Stage, Thing

NEW_PLACES = 850_000
EFFECTS = {"PIN": "notice", "caution": "notice", "custody": "detains"}
ORDER_REFERENCES = {"bail": "B", "PIN": "PIN", "custody": "CU", "caution": "CA"}


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
        return self.person.id

    @property
    def force(self) -> str:
        return self.home.force

    def phone_at(self, when: dt.datetime) -> str:
        later = [phone for start, phone in self.phones if start <= when]
        return later[-1] if later else self.person.phone


@dataclass(frozen=True, slots=True)
class Care:
    """How the force dealt with a report. None: not delivered."""

    outcome: str = ""
    days: int = 20
    plan: bool | None = None
    detective: bool | None = None
    referred: bool | None = None
    tool: str = ""
    grade: str = ""


CARED = Care("1", 12, plan=True, detective=True, referred=True, tool="DASH", grade="High")
NEGLECTED = Care("16", 14, plan=False, detective=False, referred=False)
PLAIN = Care("15", 40)


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


class Scene:
    """One case in the making."""

    def __init__(self, planner: Planner, family: str, number: int) -> None:
        self.planner = planner
        self.family = family
        self.id = f"{family}-{number}"
        self.region = planner.region
        self.rng: Random = Random(f"{self.region.seed}/{self.id}")
        self.force = household_force(self.rng.randrange(16))
        self.scale = min(1.0, self.region.days / 365)
        self.steps: list[Step] = []
        self.orders: list[Order] = []
        self.relation = ""
        self.care = PLAIN

    # The cast

    def actor(self, force: str = "", adults: int = 1) -> Actor:
        """Someone of a household of their own, the first adult of `adults` at least."""
        return self.couple(force, adults)[0]

    def couple(self, force: str = "", adults: int = 2) -> list[Actor]:
        """The adults of a household of their own; at least that many."""
        while True:
            home = self.planner.household(force or self.force)
            grown = [each for each in home.people if self.region.start.year - each.birth.year > 18]
            if len(grown) >= adults:
                break
        settled = tuple(
            replace(each, renamed_at=None, later_surname=each.surname) for each in home.people
        )
        home = replace(home, moved_at=None, people=settled)
        self.region.people.recast(home)
        return [Actor(home.people[each.number % SEATS], home) for each in grown]

    def moves(self, actor: Actor, when: dt.datetime, force: str = "") -> Place:
        """The actor's household moves to an address nobody had; returns it."""
        number = NEW_PLACES + self.planner.fresh() % 29_000
        there = place(force or actor.force, number)
        actor.home = replace(actor.home, moved_at=when, later_home=there)
        self.region.people.recast(actor.home)
        return there

    def renames(self, actor: Actor, when: dt.datetime, surname: str) -> None:
        """The actor takes another surname."""
        self._becomes(actor, replace(actor.person, renamed_at=when, later_surname=surname))

    def new_phone(self) -> str:
        """A number that nobody else has."""
        return mobile(50_000_000 + self.planner.fresh())

    def rechristened(self, actor: Actor, forename: str, surname: str) -> Actor:
        """The same actor under another name, from the start."""
        person = replace(actor.person, forename=forename, middle="", surname=surname)
        self._becomes(actor, replace(person, later_surname=surname))
        return actor

    def reborn(self, actor: Actor, birth: dt.date) -> None:
        """The same actor, born on another day."""
        self._becomes(actor, replace(actor.person, birth=birth))

    def _becomes(self, actor: Actor, person: Person) -> None:
        people = tuple(
            person if each.number == person.number else each for each in actor.home.people
        )
        actor.person = person
        actor.home = replace(actor.home, people=people)
        self.region.people.recast(actor.home)

    def other_force(self) -> str:
        """A force that is not the case's own."""
        return self.rng.choice([force for force in FORCES if force != self.force])

    # The time

    def opening(self, length: float) -> dt.datetime:
        """A moment from which `length` days of a 365-day region still fit."""
        room = max(1.0, self.region.days - length * self.scale - 24 * self.scale)
        day = 2 + self.rng.random() * (room - 2)
        return self.at_hour(self.region.opening + dt.timedelta(days=day))

    def later(self, when: dt.datetime, least: float, most: float) -> dt.datetime:
        """Some days after `when`, at an hour at which people are about."""
        days = self.rng.uniform(least, most) * self.scale
        return self.at_hour(when + dt.timedelta(days=max(1.1, days)))

    def at_hour(self, when: dt.datetime) -> dt.datetime:
        return when.replace(
            hour=self.rng.randint(7, 22), minute=self.rng.randrange(60), second=0, microsecond=0
        )

    # What is written

    def party(self, actor: Actor, role: str, force: str, when: dt.datetime) -> Party:
        """The actor as written there: with mistakes, but never past recognising."""
        rng = self.rng
        party = written(rng, actor.person, actor.home, force, role, when)
        phone = actor.phone_at(when)
        right = exact(actor.person, actor.home, force, role, when)
        if actor.phones or party.phone:
            party.phone = phone if party.phone or rng.random() < 0.6 else ""
        name_right = (party.forename, party.surname) == (right.forename, right.surname)
        birth_right = party.birth == right.birth and party.birth_precision == "day"
        if not name_right:
            party.birth, party.birth_precision = right.birth, "day"
        if not (name_right and birth_right):
            party.phone = phone
            party.place = right.place
        if not party.phone:
            # So that any two mentions of one person share a phone or an address.
            party.place = right.place
        party.employer, party.school = actor.employer, actor.school
        return party

    def report(
        self,
        when: dt.datetime,
        suspect: Actor | None,
        victim: Actor | None,
        *acts: str,
        force: str = "",
        classes: Sequence[str] = (),
        things: Iterable[Thing] = (),
        more: Iterable[tuple[Actor, str]] = (),
        at: Place | None = None,
        care: Care | None = None,
        delay: float = 0.0,
        text: str = "",
        ties: Mapping[str, str] | None = None,
        hidden: Actor | None = None,
        attribution: str = "named",
        counts: bool = True,
    ) -> Incident:
        """One report: what `suspect` did to `victim`, recorded by the victim's force.

        `acts` are terms of behaviours.toml; the first gives the class unless `classes`
        does. `more` adds parties by role; `ties` says what a person (by id) is to the first
        victim. `hidden` truly did it, but nobody wrote it. `delay` is in hours. `counts`
        False keeps the report out of what the truth derives (a double recording).
        """
        force = force or (victim.force if victim else self.force)
        hours = delay or self.rng.uniform(0.3, 20)
        recorded = when + dt.timedelta(minutes=round(hours * 60))
        incident = self._incident(when, recorded, force, acts, tuple(classes), text)
        incident.place = at or self._usual_place(victim, when, acts)
        incident.things = list(things)
        for actor, role in [*_with(victim, "victim"), *_with(suspect, "suspect"), *more]:
            party = self.party(actor, role, force, recorded)
            if role == "suspect":
                party.attribution = attribution
                party.relation = self.relation if victim else ""
            party.relation = (ties or {}).get(actor.id, party.relation)
            incident.parties.append(party)
        self._care(incident, care or self.care)
        self.planner.settle(incident)
        if counts:
            doer = suspect or hidden
            self.steps.append(
                Step(
                    incident=incident,
                    suspect=doer.id if doer else None,
                    victim=victim.id if victim else None,
                    more={each.id: role for each, role in more},
                    hidden=suspect is None,
                )
            )
        return incident

    def _incident(
        self,
        when: dt.datetime,
        recorded: dt.datetime,
        force: str,
        acts: tuple[str, ...],
        classes: tuple[str, ...],
        text: str,
    ) -> Incident:
        scripts = table("behaviours")
        given = classes or (self.rng.choice(scripts[acts[0]]["classes"]),)
        known = offences()[given[0]]
        sentences = [self.rng.choice(scripts[act]["texts"]) for act in acts]
        source = self.rng.choices("12", (40, 60))[0]
        return Incident(
            force=force,
            recorded=recorded,
            start=when,
            end=when,
            precision="minute",
            classes=given,
            title=known.title,
            summary=text or " ".join(sentences),
            place=None,
            codes=acts,
            crimed=known.crimed,
            grade=source + self.rng.choice("AABC") + "P",
        )

    def _usual_place(
        self, victim: Actor | None, when: dt.datetime, acts: tuple[str, ...]
    ) -> Place | None:
        outside = acts and acts[0] in ("following", "loitering", "assault")
        if victim is None or outside:
            return self.region.public_place(self.rng, victim.force if victim else self.force)
        return victim.home.home_at(when)

    def _care(self, incident: Incident, care: Care) -> None:
        if care.outcome and incident.crimed:
            at = incident.recorded + dt.timedelta(days=care.days * self.scale, hours=1)
            incident.outcome = Outcome(care.outcome, at)
        incident.risk = Risk(
            tool=care.tool,
            grade=care.grade,
            at=incident.recorded if care.tool else None,
            plan=care.plan,
            plan_at=incident.recorded + dt.timedelta(days=1) if care.plan else None,
        )
        incident.detective = care.detective
        incident.referred = care.referred

    def order(
        self,
        kind: str,
        subject: Actor,
        protected: Actor | None,
        stages: Sequence[Stage],
        start: dt.datetime | None,
        until: dt.date | None,
        *,
        force: str = "",
        places: Iterable[Place] = (),
        effect: str = "",
        conditions: str = "",
        arises: Iterable[Incident] = (),
        replaces: Iterable[Order] = (),
    ) -> Order:
        """An order against `subject`; `until` is its last day."""
        force = force or subject.force
        number = self.planner.order_number()
        at = stages[0].at
        effect = effect or EFFECTS.get(kind, "prohibits")
        order = Order(
            force=force,
            reference=f"{ORDER_REFERENCES.get(kind, 'ORD')}-{number:06d}",
            issuer=force,
            kind=kind,
            effect=effect,
            stages=tuple(stages),
            start=start,
            until=until,
            conditions=conditions or "Not to contact or approach the person protected.",
            subject=self.party(subject, "subject", force, at),
            protected=[self.party(protected, "protected", force, at)] if protected else [],
            places=list(places),
            arises=tuple(each.reference for each in arises),
            replaces=tuple(each.reference for each in replaces),
        )
        self.planner.plan.orders.append(order)
        self.orders.append(order)
        return order

    # What is true of it

    def case(
        self,
        *extra: dict[str, Any],
        allows: Sequence[str] = (),
        silent: Sequence[str] = (),
        note: str = "",
    ) -> None:
        """Close a planted case. `extra` are expectations beside those the steps give."""
        self.planner.plan.cases.append(self._line(extra, allows, silent, note))

    def negative(self, *imitates: str, allows: Sequence[str] = (), note: str = "") -> None:
        """Close a hard negative: the rules named must stay silent about these people."""
        self.planner.plan.negatives.append(self._line((), allows, imitates, note))

    def _readings(self, expects: list[dict[str, Any]]) -> list[str]:
        if not any(each["rule"] == "unrecorded_stalking" for each in expects):
            return []
        intimate = self.relation in ("partner", "former partner")
        control = ["controlling or coercive behaviour"] if intimate else []
        return ["harassment in law only", *control]

    def _line(
        self,
        extra: Sequence[dict[str, Any]],
        allows: Sequence[str],
        silent: Sequence[str],
        note: str,
    ) -> dict[str, Any]:
        steps = sorted(self.steps, key=lambda step: (step.incident.start, step.incident.reference))
        derived, lenient = expectations(steps, self.relation)
        expects = [each for each in derived if each["rule"] not in silent] + list(extra)
        return {
            "id": self.id,
            "family": self.family,
            "suspects": sorted({step.suspect for step in steps if step.suspect}),
            "victims": sorted({step.victim for step in steps if step.victim}),
            "incidents": [incident_id(step.incident) for step in steps],
            "orders": [f"{order.issuer}/{order.reference}" for order in self.orders],
            "first_report": min(step.incident.recorded for step in steps).isoformat(),
            "expects": expects,
            "allows": sorted({*lenient, *allows} - set(silent)),
            "imitates": list(silent),
            "readings": self._readings(expects),
            "note": note,
        }


def expect(rule: str, *subjects: str, **more: Any) -> dict[str, Any]:
    """What a rule of that name should say, and about whom."""
    return {"rule": rule, "subjects": list(subjects), **more}


def _with(actor: Actor | None, role: str) -> list[tuple[Actor, str]]:
    return [(actor, role)] if actor else []
