"""Courses of conduct: across forces and classes, misrecorded, serial, growing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from ingest.synthetic.plant.planner import Actor
from ingest.synthetic.plant.stage import CARED, Care, Scene, expect
from ingest.synthetic.wordlists import words
from ingest.synthetic.world import Incident, Stage

ACTS = (
    ("following",),
    ("watching",),
    ("loitering",),
    ("contacting",),
    ("gifts",),
    ("damage",),
    ("threats",),
    ("publishing",),
    ("tracking",),
    ("entering",),
    ("contacting", "threats"),
    ("loitering", "watching"),
    ("demands",),
)
LADDER = (
    "gifts",
    "contacting",
    "contacting",
    "loitering",
    "following",
    "entering",
    "damage",
    "threats",
    "threats",
    "assault",
)
"""From bad to worse."""
RELATIONS = ("former partner", "former partner", "acquaintance", "colleague", "stranger")


def series(
    scene: Scene,
    suspect: Actor,
    victim: Actor,
    forces: Sequence[str],
    start: dt.datetime | None = None,
    classes: Sequence[str] = (),
    gap: tuple[float, float] = (2, 20),
    care: Care | None = None,
) -> list[Incident]:
    """One report for each force named, some days apart; every act different."""
    acts = scene.rng.sample(ACTS, len(forces))
    when = start or scene.opening(gap[1] * len(forces))
    reports = []
    for force, act in zip(forces, acts, strict=True):
        report = scene.report(when, suspect, victim, *act, force=force, classes=classes, care=care)
        reports.append(report)
        when = scene.later(when, *gap)
    return reports


def across_forces(scene: Scene) -> None:
    """Three to six reports in two or three forces, each a lesser offence."""
    scene.relation = scene.rng.choice(RELATIONS)
    suspect, victim = scene.actor(), scene.actor()
    others = [scene.force, scene.other_force(), scene.other_force()]
    forces = [scene.force, others[1], *scene.rng.choices(others, k=scene.rng.randint(1, 4))]
    series(scene, suspect, victim, forces)
    scene.case(note="reported to several forces as different offences")


def one_force(scene: Scene) -> None:
    """Two to four reports to one force."""
    scene.relation = scene.rng.choice(RELATIONS)
    suspect, victim = scene.actor(), scene.actor()
    series(scene, suspect, victim, [scene.force] * scene.rng.randint(2, 4))
    scene.case(note="one force, different offences")


def weak_identity(scene: Scene) -> None:
    """The suspect gives another surname after the first report."""
    scene.relation = "former partner"
    suspect, victim = scene.actor(), scene.actor()
    start = scene.opening(80)
    scene.renames(suspect, start + dt.timedelta(days=20 * scene.scale), _surname(scene))
    series(scene, suspect, victim, [scene.force] * 4, start)
    scene.case(note="the suspect changes surname; birth date and phone remain")


def misrecorded(scene: Scene) -> None:
    """A former partner's course of conduct, no part of it recorded as stalking."""
    scene.relation = "former partner"
    suspect, victim = scene.actor(), scene.actor()
    force = scene.force
    series(scene, suspect, victim, [force] * scene.rng.randint(3, 5))
    scene.case(note="never recorded as stalking")


def recorded(scene: Scene) -> None:
    """The same, with stalking as principal, included or later class."""
    scene.relation = "former partner"
    suspect, victim = scene.actor(), scene.actor()
    reports = series(scene, suspect, victim, [scene.force] * 3)
    last = reports[-1]
    way = scene.rng.randrange(3)
    if way == 0:
        last.classes = ("8Q",)
    elif way == 1:
        last.classes = (last.classes[0], "8Q")
    else:
        last.reclassified = (last.recorded + dt.timedelta(days=6), ("8Q",))
    scene.case(silent=("unrecorded_stalking",), note="stalking is recorded")


def charged_as_lesser(scene: Scene) -> None:
    """Recorded as stalking, closed with an alternative offence charged."""
    scene.relation = "former partner"
    suspect, victim = scene.actor(), scene.actor()
    care = Care("1A", 15, plan=True, detective=True, referred=True)
    series(scene, suspect, victim, [scene.force] * 2, classes=("8Q",), care=care)
    scene.case(expect("charged_as_lesser", suspect.id, victim.id))


def charged_in_full(scene: Scene) -> None:
    """Recorded and charged as stalking: nothing lesser about it."""
    scene.relation = "former partner"
    suspect, victim = scene.actor(), scene.actor()
    series(scene, suspect, victim, [scene.force] * 2, classes=("8Q",), care=CARED)
    scene.negative("charged_as_lesser", "unrecorded_stalking")


def serial(scene: Scene) -> None:
    """Two or three victims, two or three reports each, sometimes in different forces."""
    scene.relation = "former partner"
    suspect = scene.actor()
    start = scene.opening(150)
    for _ in range(scene.rng.randint(2, 3)):
        force = scene.rng.choice((scene.force, scene.other_force()))
        victim = scene.actor(force)
        reports = series(scene, suspect, victim, [force] * scene.rng.randint(2, 3), start)
        start = scene.later(reports[-1].start, 5, 15)
    scene.case(note="one suspect, several victims")


def escalation(scene: Scene) -> None:
    """Ten reports: the gaps shrink from weeks to days, the acts grow graver."""
    scene.relation = "former partner"
    suspect, victim = scene.actor(), scene.actor()
    when = scene.opening(160)
    for number, act in enumerate(LADDER):
        scene.report(when, suspect, victim, act)
        days = max(1.5, 34 * 0.72**number)
        when = scene.later(when, days * 0.8, days * 1.2)
    scene.case(expect("escalation", suspect.id, victim.id))


def steady(scene: Scene) -> None:
    """Eight reports, three weeks apart, always the same."""
    scene.relation = "former partner"
    suspect, victim = scene.actor(), scene.actor()
    when = scene.opening(200)
    for _ in range(8):
        scene.report(when, suspect, victim, "contacting")
        when = scene.later(when, 17, 24)
    scene.negative("escalation", note="no change of frequency, severity or repertoire")


def custody_between(scene: Scene) -> None:
    """The same act every fortnight, but for ten weeks in custody in the middle."""
    scene.relation = "former partner"
    suspect, victim = scene.actor(), scene.actor()
    when = scene.opening(220)
    for number in range(8):
        report = scene.report(when, suspect, victim, "contacting")
        if number == 3:
            at = (report.recorded + dt.timedelta(hours=6)).replace(second=0, microsecond=0)
            out = at + dt.timedelta(days=70 * scene.scale)
            stages = [Stage(at, "made", "served", at)]
            scene.order("custody", suspect, None, stages, at, out.date(), force=victim.force)
            when = out
        when = scene.later(when, 12, 16)
    scene.negative("escalation", note="the pause was custody")


def _surname(scene: Scene) -> str:
    return scene.rng.choice(words("surnames"))
