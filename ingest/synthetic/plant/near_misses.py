"""Households, namesakes, numbers and neighbours that look like one person, or like a pattern."""

from __future__ import annotations

import datetime as dt

from ingest.synthetic.plant.courses import series
from ingest.synthetic.plant.identifiers import handle, recovered
from ingest.synthetic.plant.planner import Actor
from ingest.synthetic.plant.stage import Scene, exactly, expect
from ingest.synthetic.region import LANDLINES, nominal
from ingest.synthetic.world import Party, Thing

NEAR = ("friend", "relative", "carer", "housemate", "employer")
QUARRELS = (
    ("contacting", "Shouted over the fence about the noise again."),
    ("damage", "The hedge between the gardens was cut down."),
)
NOT_CRIMED = ("Harassment report, not crimed", "Stalking non-crime report")


def household_with_one_unborn(scene: Scene) -> None:
    """Three of one home and phone each trouble one neighbour once; of one no birth is written."""
    family = scene.couple(adults=3)[:3]
    shared, victim = scene.new_phone(), scene.actor()
    when = scene.opening(70)
    for turn, member in enumerate(family):
        member.phones = [(scene.region.opening, shared)]
        report = scene.report(when, member, victim, "damage", classes=("58D",))
        party = report.parties[1]
        party.forename, party.surname = member.person.forename, member.person.surname_at(when)
        party.alias, party.phone, party.place = "", shared, member.home.home_at(when)
        if turn == 1:
            party.birth = None
            _unnumbered(party, report.force)
        else:
            party.birth, party.birth_precision = member.person.birth, "day"
        when = scene.later(when, 6, 15)
    scene.negative("course_of_conduct", "escalation", note="three of one household")


def namesake_near_birth(scene: Scene) -> None:
    """Two of one name, born a day apart, in two forces' areas, each suspected once."""
    first, second = scene.actor(), scene.actor(scene.other_force())
    while second.person.sex != first.person.sex:
        second = scene.actor(second.force)
    second = scene.rechristened(second, first.person.forename, first.person.surname)
    scene.reborn(second, first.person.birth + dt.timedelta(days=scene.rng.choice((-1, 1))))
    when = scene.opening(60)
    for actor in (first, second):
        report = scene.report(when, actor, scene.actor(actor.force), "contacting")
        exactly(report.parties[1], actor)
        when = scene.later(when, 4, 30)
    scene.negative(
        "cross_force_suspect", "serial_perpetrator", "course_of_conduct", note="born a day apart"
    )


def _unnumbered(party: Party, force: str) -> None:
    """Without a person number, but in Northmarch: its export names people by nothing else."""
    if force != "northmarch":
        party.nominal = ""


def one_nominal_many_records(scene: Scene) -> None:
    """A suspect whose home and phone stand in the first record alone; one birth is a slip."""
    scene.relation = "former partner"
    suspect, victim = scene.actor(), scene.actor()
    reports = series(scene, suspect, victim, [victim.force] * 4)
    for turn, report in enumerate(reports):
        party = report.parties[1]
        exactly(party, suspect)
        party.nominal = nominal(victim.force, suspect.person.number)
        if turn:
            party.place, party.phone, party.email, party.vrm = None, "", "", ""
        if turn == 3:
            birth = suspect.person.birth
            party.birth = birth.replace(day=birth.day % 28 + 1)
    scene.case(note="what one person number says counts together")


def victim_without_birth(scene: Scene) -> None:
    """One victim, written three times by name alone: no several victims."""
    scene.relation = "acquaintance"
    suspect, victim = scene.actor(), scene.actor()
    for report in series(scene, suspect, victim, [victim.force] * 3):
        exactly(report.parties[0], victim)
        party = report.parties[0]
        party.birth, party.place = None, None
        _unnumbered(party, report.force)
        party.phone = party.email = party.middle = ""
    scene.case(
        silent=("serial_perpetrator", "disclosure_question"), note="nobody can tell who it was"
    )


def family_number(scene: Scene) -> None:
    """Three of a family recover their own accounts by one number; two write to one woman."""
    family = scene.couple(adults=3)[:3]
    shared = _landline(scene)
    when = scene.opening(90)
    accounts = []
    for member in family:
        member.phones = [(scene.region.opening, shared)]
        accounts.append(handle(scene))
        report = scene.report(when, member, scene.actor(), "theft", classes=("49",))
        report.parties[1].phone, report.parties[1].handle = shared, accounts[-1]
        recovered(scene, accounts[-1], shared, when)
        when = scene.later(when, 6, 12)
    victim = scene.actor()
    for member, account in zip(family[:2], accounts[:2], strict=True):
        things = [Thing("social", account, "offender")]
        scene.report(
            when, None, victim, "contacting", classes=("8R",), things=things, hidden=member
        )
        when = scene.later(when, 3, 9)
    scene.negative("alias_accounts", allows=("unknown_suspect",), note="a family's number")


def help_desk(scene: Scene) -> None:
    """Five unrelated victims of five accounts that a help desk's number recovers."""
    number = _landline(scene)
    when = scene.opening(60)
    for _ in range(5):
        account = handle(scene)
        things = [Thing("social", account, "offender")]
        scene.report(when, None, scene.actor(), "contacting", classes=("8R",), things=things)
        recovered(scene, account, number, when)
        when = scene.later(when, 2, 9)
    scene.negative("alias_accounts", "unknown_suspect", note="a help desk's recovery number")


def _landline(scene: Scene) -> str:
    number = scene.planner.fresh()
    return f"{LANDLINES[number % len(LANDLINES)]}{900 + number % 100:03d}"


def neighbour_feud(scene: Scene) -> None:
    """Three houses, each of which complains twice of both others."""
    scene.relation = "neighbour"
    people = [scene.actor() for _ in range(3)]
    when = scene.opening(60)
    pairs = [(a, b) for a in people for b in people if a is not b]
    for blamed, complainant in pairs * 2:
        act, text = scene.rng.choice(QUARRELS)
        scene.report(when, blamed, complainant, act, classes=("8L",), text=text)
        when = scene.later(when, 2, 5)
    scene.case(
        expect("neighbour_dispute", *(each.id for each in people)),
        silent=("course_of_conduct", "serial_perpetrator", "reciprocal_allegation"),
        note="a dispute of three houses in both directions",
    )


def one_bad_neighbour(scene: Scene) -> None:
    """Three neighbours complain of one, twice each; he complains of nobody."""
    scene.relation = "neighbour"
    suspect = scene.actor()
    start = scene.opening(80)
    for _ in range(3):
        reports = series(scene, suspect, scene.actor(), [scene.force] * 2, start, gap=(2, 8))
        start = scene.later(reports[-1].start, 2, 6)
    scene.case(silent=("neighbour_dispute",), note="one names nobody: no dispute")


def tied_target(scene: Scene) -> None:
    """A threat to the victim, then one to her friend, relative, carer, housemate or employer."""
    suspect, victim, near = scene.actor(), scene.actor(), scene.actor()
    when = scene.opening(40)
    scene.relation = "former partner"
    scene.report(when, suspect, victim, "threats")
    scene.relation = "acquaintance"
    _towards(scene, scene.later(when, 3, 12), suspect, victim, near, "threats", ())
    scene.case(
        expect("course_of_conduct", suspect.id, victim.id),
        expect("third_party_targets", suspect.id, victim.id, targets=[near.id]),
        allows=("protection_gap", "unrecorded_stalking"),
        note="what is aimed at somebody near is conduct towards the victim",
    )


def tied_theft(scene: Scene) -> None:
    """A message to the victim; a theft from her friend, who happened to be there."""
    suspect, victim, near = scene.actor(), scene.actor(), scene.actor()
    when = scene.opening(40)
    scene.relation = "acquaintance"
    scene.report(when, suspect, victim, "contacting", classes=("8R",))
    _towards(scene, scene.later(when, 3, 12), suspect, victim, near, "theft", ("49",))
    scene.negative("course_of_conduct", "third_party_targets", note="a theft is aimed at nobody")


def _towards(
    scene: Scene,
    when: dt.datetime,
    suspect: Actor,
    victim: Actor,
    near: Actor,
    act: str,
    classes: tuple[str, ...],
) -> None:
    """A report of what was done to somebody near the victim, with the tie of the two."""
    # Eastvale's export has no column for somebody who is merely involved.
    part = "witness" if scene.force == "eastvale" else "involved"
    tied = {victim.id: scene.rng.choice(NEAR)}
    scene.report(when, suspect, near, act, classes=classes, more=[(victim, part)], ties=tied)


def not_crimed(scene: Scene) -> None:
    """Two victims, one report each under a force's own class for what it does not crime."""
    suspect = scene.actor()
    when = scene.opening(60)
    for title in NOT_CRIMED:
        report = scene.report(when, suspect, scene.actor(), "contacting", classes=("NC",))
        report.title = title
        when = scene.later(when, 5, 20)
    scene.case(
        expect("serial_perpetrator", suspect.id), note="harassment that was not crimed, twice"
    )
