"""Proxies, those close to the victim, moves, counter-allegations, and a new partner."""

from __future__ import annotations

import datetime as dt

from ingest.synthetic.plant.courses import series
from ingest.synthetic.plant.planner import Actor
from ingest.synthetic.plant.stage import Scene, exactly, expect
from ingest.synthetic.world import Incident


def proxy(scene: Scene) -> None:
    """The suspect acts once himself, then twice through a friend and a brother."""
    scene.relation = "former partner"
    suspect, victim = scene.actor(), scene.actor()
    when = scene.opening(60)
    scene.report(when, suspect, victim, "threats")
    scene.relation = ""
    for act in ("contacting", "damage"):
        when = scene.later(when, 4, 15)
        scene.report(
            when,
            scene.actor(),
            victim,
            act,
            more=[(suspect, "instigator")],
            text="Done by another on behalf of the former partner, who sent him.",
        )
    scene.relation = "former partner"
    scene.case(note="the suspect has others act for him")


def third_party(scene: Scene) -> None:
    """After two reports by the victim, her mother and her sister become targets too."""
    scene.relation = "former partner"
    suspect, victim = scene.actor(), scene.actor()
    reports = series(scene, suspect, victim, [victim.force] * 2)
    when = reports[-1].start
    scene.relation = "acquaintance"
    kin = []
    # Eastvale's export has no column for somebody who is merely involved.
    part = "witness" if scene.force == "eastvale" else "involved"
    for act, tie in (("damage", "child"), ("contacting", "sibling")):
        when = scene.later(when, 4, 14)
        relative = scene.actor()
        kin.append(relative.id)
        tied = {victim.id: tie}
        scene.report(when, suspect, relative, act, more=[(victim, part)], ties=tied)
    scene.relation = "former partner"
    scene.case(expect("third_party_targets", suspect.id, victim.id, targets=kin))


def large_household(scene: Scene) -> None:
    """Two adults of one household, each the victim of someone else, of nothing in common."""
    first, second, *_ = scene.couple()
    when = scene.opening(60)
    scene.report(when, scene.actor(), first, "theft", classes=("49",))
    when = scene.later(when, 10, 40)
    tied = {first.id: "lives with"}
    more = [(first, "witness")]
    scene.report(when, scene.actor(), second, "damage", classes=("58C",), more=more, ties=tied)
    scene.negative("third_party_targets", "course_of_conduct")


def follows_the_move(scene: Scene) -> None:
    """The victim moves, to another force's area as often as not; he finds her in days."""
    scene.relation = "former partner"
    suspect, victim = scene.actor(), scene.actor()
    reports = series(scene, suspect, victim, [scene.force] * 2, scene.opening(90))
    for report in reports:
        exactly(report.parties[0], victim)
    moved = scene.later(reports[-1].recorded, 3, 10)
    force = scene.rng.choice((scene.force, scene.other_force()))
    there = scene.moves(victim, moved, force)
    victim.phones = [(moved, scene.new_phone())]
    victim.employer = f"Hartwell {scene.rng.choice(('Print', 'Care', 'Logistics'))} {there.town}"
    there_again = moved + dt.timedelta(days=scene.rng.uniform(4, 14))
    for act in ("loitering", "gifts"):
        when = scene.at_hour(there_again)
        report = scene.report(when, suspect, victim, act, force=force, at=there)
        report.parties[0].place = there
        # With another home and number nothing but name and birth says that it is she.
        exactly(report.parties[0], victim)
        there_again += dt.timedelta(days=scene.rng.randint(2, 5))
    scene.case(expect("follows_the_move", suspect.id, victim.id), note=f"moves to {force}")


def neighbour_after_a_move(scene: Scene) -> None:
    """The victim of one report moves; a new neighbour, never met before, quarrels once."""
    scene.relation = "acquaintance"
    victim = scene.actor()
    when = scene.opening(60)
    scene.report(when, scene.actor(), victim, "contacting")
    moved = scene.later(when, 10, 20)
    there = scene.moves(victim, moved)
    scene.relation = "neighbour"
    when = scene.at_hour(moved + dt.timedelta(days=9))
    scene.report(when, scene.actor(), victim, "damage", classes=("58D",), at=there)
    scene.negative("follows_the_move", "course_of_conduct")


def reciprocal(scene: Scene) -> None:
    """The victim reports three times; in the middle of it the suspect reports the victim."""
    scene.relation = "former partner"
    suspect, victim = scene.actor(), scene.actor()
    reports = series(scene, suspect, victim, [scene.force] * 3)
    when = reports[1].start
    text = "Says that it is the other who harasses him, with messages."
    scene.report(scene.later(when, 2, 6), victim, suspect, "contacting", text=text)
    subjects = sorted((suspect.id, victim.id))
    scene.case(
        expect("reciprocal_allegation", *subjects, primary=suspect.id),
        note="the first report is the true one",
    )


def reciprocal_namesake(scene: Scene) -> None:
    """He is accused by her; a woman of her name, of another birth date, is accused by another."""
    suspect, victim, other = scene.actor(), scene.actor(), scene.actor()
    scene.relation = "acquaintance"
    when = scene.opening(50)
    scene.report(when, suspect, victim, "contacting")
    namesake = named_like(scene, victim)
    when = scene.later(when, 5, 20)
    scene.report(when, namesake, other, "contacting")
    scene.negative("reciprocal_allegation", "course_of_conduct", note="two people of one name")


def named_like(scene: Scene, actor: Actor) -> Actor:
    """Somebody else of the same name and sex, born in another year."""
    while True:
        other = scene.actor()
        if other.person.sex == actor.person.sex and other.person.birth != actor.person.birth:
            return scene.rechristened(other, actor.person.forename, actor.person.surname)


def disclosure(scene: Scene) -> None:
    """Two earlier victims in two series; then he is recorded as someone's new partner."""
    scene.relation = "former partner"
    suspect = scene.actor()
    start = scene.opening(120)
    for _ in range(2):
        victim = scene.actor()
        reports = series(scene, suspect, victim, [scene.force] * 2, start, gap=(2, 9))
        start = scene.later(reports[-1].start, 3, 8)
    partner = scene.actor()
    _met_together(scene, start, suspect, partner, "partner")
    scene.case(expect("disclosure_question", suspect.id, partner.id), note="a new partner")


def old_partner(scene: Scene) -> None:
    """The same history; the record speaks of a former partner, with whom it ended long ago."""
    scene.relation = "former partner"
    suspect = scene.actor()
    start = scene.opening(120)
    for _ in range(2):
        victim = scene.actor()
        reports = series(scene, suspect, victim, [scene.force] * 2, start, gap=(2, 9))
        start = scene.later(reports[-1].start, 3, 8)
    _met_together(scene, start, suspect, scene.actor(), "former partner")
    scene.negative("disclosure_question", note="an old relationship")


def _met_together(
    scene: Scene, when: dt.datetime, suspect: Actor, other: Actor, tie: str
) -> Incident:
    """A non-crime report in which the suspect is only a witness beside the other."""
    return scene.report(
        when,
        None,
        other,
        "theft",
        classes=("49",),
        more=[(suspect, "witness")],
        ties={suspect.id: tie},
        text="Bicycle taken from the shared hall; both were at home.",
    )
