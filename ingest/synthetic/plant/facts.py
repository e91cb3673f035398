"""What follows from a plan's own facts, by the words of the law and the issue.

These are definitions over what the generator planned (true people, true times), not over
what anybody wrote; no rule's code is read here.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from ingest.synthetic.export.clock import LONDON
from ingest.synthetic.world import Incident

OCCASION_GAP = dt.timedelta(minutes=60)
OWN_CLASS = dt.datetime(2014, 4, 1, tzinfo=LONDON)
FORMER_PARTNERS = dt.datetime(2020, 4, 1, tzinfo=LONDON)
NAMED_ACTS = frozenset(
    "following watching loitering entering contacting gifts demands damage theft publishing "
    "tracking".split()
)
"""What the examples of s2A(3) are of what is planted."""


@dataclass(frozen=True, slots=True)
class Step:
    """One planned report: who truly did what to whom, and whoever else was part of it."""

    incident: Incident
    suspect: str | None
    victim: str | None
    more: dict[str, str]
    """Person id to role (instigator, witness, suspect, victim)."""
    hidden: bool
    """Nobody wrote who did it: what follows may be said, and need not be."""

    def actors(self) -> set[str]:
        """Everyone whose doing it was: suspects and instigators."""
        others = {who for who, role in self.more.items() if role in ("suspect", "instigator")}
        return others | ({self.suspect} if self.suspect else set())

    def targets(self) -> set[str]:
        """Everyone it was done to."""
        others = {who for who, role in self.more.items() if role == "victim"}
        return others | ({self.victim} if self.victim else set())


def occasions(steps: list[Step]) -> int:
    """How many of the steps stand clearly apart: at least an hour after the one before.

    What is known by its month alone cannot be told from another of the same month.
    """
    count, last = 0, None
    apart = [step for step in steps if step.incident.precision != "month"]
    months = {_month(step) for step in apart}
    apart += [step for step in steps if step not in apart and _month(step) not in months]
    for when in sorted(step.incident.start for step in apart):
        if last is None or when - last >= OCCASION_GAP:
            count, last = count + 1, when
    return count


def _month(step: Step) -> tuple[int, int]:
    day = step.incident.start.astimezone(LONDON)
    return day.year, day.month


def expectations(steps: list[Step], relation: str) -> tuple[list[dict[str, Any]], list[str]]:
    """What the rules should say about these steps, and which rules may also speak."""
    valid = [step for step in steps if step.incident.cancelled_at is None and not step.hidden]
    courses = _courses(valid)
    expects = [_course(pair, each) for pair, each in sorted(courses.items())]
    expects += _unrecorded(courses, relation)
    expects += _cross_force(valid)
    expects += _serial(courses)
    lenient = {"escalation"} if courses else set()
    if courses and relation != "former partner":
        lenient.add("unrecorded_stalking")
    if any(len(targets) > 1 for targets in _targets(valid).values()):
        lenient.add("serial_perpetrator")
    if any(step.hidden and step.suspect for step in steps):
        lenient |= {"course_of_conduct", "cross_force_suspect", "unrecorded_stalking"}
    return expects, sorted(lenient)


def incident_id(incident: Incident) -> str:
    """How the truth names an incident: force/reference."""
    return f"{incident.force}/{incident.reference}"


def _courses(steps: list[Step]) -> dict[tuple[str, str], list[Step]]:
    """Each suspect and victim with two occasions or more, and their steps."""
    pairs: dict[tuple[str, str], list[Step]] = defaultdict(list)
    for step in steps:
        for actor in step.actors():
            for target in step.targets():
                pairs[actor, target].append(step)
    return {pair: each for pair, each in pairs.items() if occasions(each) >= 2}


def _targets(steps: list[Step]) -> dict[str, set[str]]:
    """Everyone that each suspect did anything to."""
    targets: dict[str, set[str]] = defaultdict(set)
    for step in steps:
        for actor in step.actors():
            targets[actor] |= step.targets()
    return targets


def _course(pair: tuple[str, str], steps: list[Step]) -> dict[str, Any]:
    incidents = [incident_id(step.incident) for step in steps]
    return {
        "rule": "course_of_conduct",
        "subjects": list(pair),
        "incidents": incidents,
        "occasions": occasions(steps),
    }


def _unrecorded(courses: dict[tuple[str, str], list[Step]], relation: str) -> list[dict[str, Any]]:
    """A former partner's course of conduct that the rule of its date asks to record as stalking."""
    if relation != "former partner":
        return []
    return [
        {"rule": "unrecorded_stalking", "subjects": list(pair)}
        for pair, steps in sorted(courses.items())
        if not any("8Q" in _classes(step.incident) for step in steps) and _asked(steps)
    ]


def _asked(steps: list[Step]) -> bool:
    """Whether the rule of the last recording asks: since April 2020 of every former partner, since
    April 2014 where acts that s2A(3) names are part of the course."""
    in_order = sorted(steps, key=lambda step: step.incident.recorded)
    recorded = in_order[-1].incident.recorded
    acts = [step for step in steps if NAMED_ACTS & set(step.incident.codes)]
    return recorded >= FORMER_PARTNERS or (recorded >= OWN_CLASS and len(acts) >= 2)


def _classes(incident: Incident) -> tuple[str, ...]:
    return incident.classes + (incident.reclassified[1] if incident.reclassified else ())


def _cross_force(steps: list[Step]) -> list[dict[str, Any]]:
    """Suspects whom several forces met; one occasion that two of them recorded is not enough."""
    reports: dict[str, list[Step]] = defaultdict(list)
    for step in steps:
        for actor in step.actors():
            reports[actor].append(step)
    return [
        {"rule": "cross_force_suspect", "subjects": [actor], "forces": forces}
        for actor, each in sorted(reports.items())
        if len(forces := sorted({step.incident.force for step in each})) > 1 and occasions(each) > 1
    ]


def _serial(courses: dict[tuple[str, str], list[Step]]) -> list[dict[str, Any]]:
    victims: dict[str, set[str]] = defaultdict(set)
    for actor, target in courses:
        victims[actor].add(target)
    return [
        {"rule": "serial_perpetrator", "subjects": [actor], "victims": sorted(targets)}
        for actor, targets in sorted(victims.items())
        if len(targets) > 1
    ]
