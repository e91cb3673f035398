"""Puts cases into the plan: the cast, what is reported about them, and what is true of it.

A case has a cast of its own (households that no noise touches), so that nobody is in two
cases. Everything a family writes goes through `report` and `order`; `case` and `negative`
close it with its line of truth.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ingest.synthetic.errors import exact, written
from ingest.synthetic.offences import offences
from ingest.synthetic.places import Place
from ingest.synthetic.plant.casting import Casting
from ingest.synthetic.plant.facts import Step, expectations, incident_id
from ingest.synthetic.plant.planner import Actor, Planner
from ingest.synthetic.wordlists import table
from ingest.synthetic.world import Incident, Order, Outcome, Party, Risk, Stage, Thing

EFFECTS = {"PIN": "notice", "caution": "notice", "custody": "detains"}
ORDER_REFERENCES = {"bail": "B", "PIN": "PIN", "custody": "CU", "caution": "CA"}
ATTRIBUTIONS = ("named",) * 8 + ("admitted", "possible")


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
PLAIN = Care("15", 40, plan=True)
"""Closed for want of evidence, with a plan for the victim: no gap."""


class Scene(Casting):
    """One case in the making."""

    def __init__(self, planner: Planner, family: str, number: int) -> None:
        super().__init__(planner, family, number)
        self.steps: list[Step] = []
        self.orders: list[Order] = []
        self.relation = ""
        """What the suspect is to the victim, in the reports from now on."""
        self.care = PLAIN

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
        more: Sequence[tuple[Actor, str]] = (),
        at: Place | None = None,
        care: Care | None = None,
        delay: float = 0.0,
        text: str = "",
        ties: Mapping[str, str] | None = None,
        hidden: Actor | None = None,
    ) -> Incident:
        """One report: what `suspect` did to `victim`, recorded by the victim's force.

        `acts` are terms of behaviours.toml; the first gives the class unless `classes`
        does. `more` adds parties by role; `ties` says what a person (by id) is to the first
        victim. `hidden` truly did it, but nobody wrote it. `delay` is in hours.
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
                party.attribution = self.rng.choice(ATTRIBUTIONS)
                party.relation = self.relation if victim else ""
            party.relation = (ties or {}).get(actor.id, party.relation)
            incident.parties.append(party)
        self._care(incident, care or self.care)
        self.planner.settle(incident)
        self._remember(incident, suspect or hidden, victim, more, hidden=suspect is None)
        return incident

    def _remember(
        self,
        incident: Incident,
        doer: Actor | None,
        victim: Actor | None,
        more: Sequence[tuple[Actor, str]],
        *,
        hidden: bool,
    ) -> None:
        self.steps.append(
            Step(
                incident=incident,
                suspect=doer.id if doer else None,
                victim=victim.id if victim else None,
                more={each.id: role for each, role in more},
                hidden=hidden,
            )
        )

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
        conditions: str = "",
        arises: Iterable[Incident] = (),
        replaces: Iterable[Order] = (),
    ) -> Order:
        """An order against `subject`; `until` is its last day."""
        force = force or subject.force
        number = self.planner.order_number()
        at = stages[0].at
        order = Order(
            force=force,
            reference=f"{ORDER_REFERENCES.get(kind, 'ORD')}-{number:06d}",
            issuer=force,
            kind=kind,
            effect=EFFECTS.get(kind, "prohibits"),
            stages=tuple(stages),
            start=start,
            until=until,
            conditions=conditions or "Not to contact or approach the person protected.",
            subject=self.party(subject, "subject", force, at),
            protected=[self.party(protected, "protected", force, at)] if protected else [],
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


def exactly(party: Party, actor: Actor) -> None:
    """Let the party be written without a mistake of name and birth."""
    party.forename, party.surname = actor.person.forename, actor.person.surname
    party.birth, party.birth_precision, party.alias = actor.person.birth, "day", ""


def expect(rule: str, *subjects: str, **more: Any) -> dict[str, Any]:
    """What a rule of that name should say, and about whom."""
    return {"rule": rule, "subjects": list(subjects), **more}


def _with(actor: Actor | None, role: str) -> list[tuple[Actor, str]]:
    return [(actor, role)] if actor else []
