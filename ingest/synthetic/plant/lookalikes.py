"""Hard negatives: what looks like a pattern and is none."""

from __future__ import annotations

import datetime as dt

from ingest.synthetic.noise import organisation
from ingest.synthetic.plant.people_around import named_like
from ingest.synthetic.plant.stage import Scene, expect


def neighbour_dispute(scene: Scene) -> None:
    """Four neighbours, each of whom complains once about another, round in a ring."""
    scene.relation = "neighbour"
    people = [scene.actor() for _ in range(4)]
    when = scene.opening(60)
    for index, complainant in enumerate(people):
        blamed = people[(index + 1) % len(people)]
        text = "Dispute between neighbours about a hedge and noise."
        scene.report(when, blamed, complainant, "damage", classes=("58D",), text=text)
        when = scene.later(when, 3, 12)
    scene.case(
        expect("neighbour_dispute", *(each.id for each in people)),
        silent=("course_of_conduct", "serial_perpetrator", "reciprocal_allegation"),
        note="a dispute of four houses",
    )


def shoplifter_and_shop(scene: Scene) -> None:
    """One thief, one shop, five times."""
    thief = scene.actor()
    shop = scene.region.business(scene.force, scene.rng.randrange(3))
    when = scene.opening(80)
    for _ in range(5):
        text = "Known male took items from the shelves and left without payment."
        report = scene.report(when, thief, None, "theft", classes=("46",), text=text, at=shop.place)
        report.parties.insert(0, organisation(shop.id, shop.name, "shop", scene.force, shop.place))
        when = scene.later(when, 3, 14)
    scene.negative("course_of_conduct", "serial_perpetrator")


def namesakes(scene: Scene) -> None:
    """Two people of one name in two forces' areas, each suspected once."""
    first, second = scene.actor(), scene.actor(scene.other_force())
    while second.person.sex != first.person.sex or second.person.birth == first.person.birth:
        second = scene.actor(second.force)
    second = scene.rechristened(second, first.person.forename, first.person.surname)
    when = scene.opening(60)
    scene.report(when, first, scene.actor(), "contacting")
    when = scene.later(when, 4, 30)
    scene.report(when, second, scene.actor(second.force), "contacting")
    scene.negative("cross_force_suspect", "serial_perpetrator", note="two people of one name")


def father_and_son(scene: Scene) -> None:
    """Two of one name at one address, a generation apart, each suspected once of something."""
    father, son, *_ = scene.couple()
    year = min(father.person.birth.year, scene.region.start.year - 42)
    scene.reborn(father, father.person.birth.replace(year=year, day=4))
    son.home = father.home
    scene.reborn(son, father.person.birth.replace(year=year + 24, day=11, month=5))
    son = scene.rechristened(son, father.person.forename, father.person.surname)
    victim = scene.actor()
    when = scene.opening(60)
    scene.report(when, father, victim, "theft", classes=("49",))
    when = scene.later(when, 10, 30)
    scene.report(when, son, victim, "damage", classes=("58C",))
    scene.negative("course_of_conduct", "escalation", note="father and son of one name")


def recorded_twice(scene: Scene) -> None:
    """One incident, entered by two call handlers of one force."""
    _double(scene, scene.force)
    scene.negative("course_of_conduct", note="one incident recorded twice")


def recorded_by_two_forces(scene: Scene) -> None:
    """One incident, entered by the force of the home and the force of the place."""
    _double(scene, scene.other_force())
    scene.negative(
        "course_of_conduct",
        allows=("cross_force_suspect",),
        note="one incident recorded by two forces",
    )


def _double(scene: Scene, second: str) -> None:
    suspect, victim = scene.actor(), scene.actor()
    scene.relation = "acquaintance"
    when = scene.opening(20)
    place = scene.region.public_place(scene.rng, scene.force)
    scene.report(when, suspect, victim, "threats", at=place)
    again = when + dt.timedelta(minutes=scene.rng.randint(0, 10))
    scene.report(again, suspect, victim, "threats", force=second, at=place, delay=30)


def separate_minor(scene: Scene) -> None:
    """One victim, three suspects; one of these met once more, elsewhere, as a victim."""
    victim = scene.actor()
    when = scene.opening(90)
    suspect = scene.actor()
    for act in ("theft", "damage", "contacting"):
        suspect = scene.actor()
        scene.report(when, suspect, victim, act)
        when = scene.later(when, 10, 25)
    scene.report(when, scene.actor(), suspect, "theft", classes=("49",))
    scene.negative("course_of_conduct", "serial_perpetrator", "reciprocal_allegation")


def cancelled_crime(scene: Scene) -> None:
    """Two reports, of which one was cancelled: a mistake of identity, it never happened."""
    suspect, victim = scene.actor(), scene.actor()
    scene.relation = "acquaintance"
    when = scene.opening(60)
    scene.report(when, suspect, victim, "contacting")
    second = scene.report(scene.later(when, 5, 20), suspect, victim, "following")
    second.cancelled_at = second.recorded + dt.timedelta(days=3)
    scene.negative("course_of_conduct", "unrecorded_stalking", note="one was cancelled")


def one_name_one_victim(scene: Scene) -> None:
    """A victim is troubled once by each of two people of one name."""
    victim, first = scene.actor(), scene.actor()
    second = named_like(scene, first)
    when = scene.opening(60)
    scene.report(when, first, victim, "contacting")
    scene.report(scene.later(when, 10, 30), second, victim, "theft", classes=("49",))
    scene.negative("course_of_conduct", "unrecorded_stalking", note="two people of one name")
