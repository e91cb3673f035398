"""Reports that led to nothing, and reports that were dealt with as they should be."""

from __future__ import annotations

import datetime as dt

from ingest.synthetic.plant.courses import series
from ingest.synthetic.plant.stage import CARED, NEGLECTED, Care, Scene, expect
from ingest.synthetic.world import Stage


def closed_without_action(scene: Scene) -> None:
    """Three to five reports: no action, no plan, no detective, no referral."""
    scene.relation = "former partner"
    suspect, victim = scene.actor(), scene.actor()
    count = scene.rng.randint(3, 5)
    series(scene, suspect, victim, [victim.force] * count, care=NEGLECTED, gap=(2, 14))
    scene.case(expect("protection_gap", suspect.id, victim.id, gap="closed without action"))


def notice_instead(scene: Scene) -> None:
    """A notice was given where a crime should have been recorded."""
    scene.relation = "former partner"
    suspect, victim = scene.actor(), scene.actor()
    care = Care("", plan=False, detective=False, referred=False)
    reports = series(
        scene, suspect, victim, [victim.force] * 3, classes=("NC",), care=care, gap=(3, 14)
    )
    at = (reports[1].recorded + dt.timedelta(hours=20)).replace(second=0, microsecond=0)
    stage = Stage(at, "made", "served", at)
    scene.order("PIN", suspect, victim, [stage], at, None, force=victim.force, arises=[reports[1]])
    scene.case(
        expect("protection_gap", suspect.id, victim.id, gap="notice instead of crime"),
        allows=("order_breach",),
    )


def victim_penalised(scene: Scene) -> None:
    """After three reports the victim is fined for wasting police time."""
    scene.relation = "former partner"
    suspect, victim = scene.actor(), scene.actor()
    reports = series(scene, suspect, victim, [victim.force] * 3, care=NEGLECTED, gap=(2, 10))
    when = scene.later(reports[-1].recorded, 2, 6)
    scene.relation = ""
    fined = scene.report(
        when,
        victim,
        None,
        "contacting",
        force=victim.force,
        classes=("9A",),
        care=Care("6", 2),
        text="Penalty notice for wasting police time after repeated calls.",
    )
    fined.title = "Wasting police time"
    scene.relation = "former partner"
    scene.case(expect("protection_gap", suspect.id, victim.id, gap="victim penalised"))


def bail_lapses(scene: Scene) -> None:
    """Bail runs out without a charge, and nothing takes its place."""
    scene.relation = "former partner"
    suspect, victim = scene.actor(), scene.actor()
    care = Care("", plan=False, detective=False, referred=False)
    reports = series(scene, suspect, victim, [victim.force] * 2, care=care, gap=(2, 9))
    at = (reports[-1].recorded + dt.timedelta(hours=9)).replace(second=0, microsecond=0)
    scene.order(
        "bail",
        suspect,
        victim,
        [Stage(at, "made", "served", at)],
        at,
        at.date() + dt.timedelta(days=28),
        force=victim.force,
        arises=[reports[-1]],
    )
    scene.case(expect("protection_gap", suspect.id, victim.id, gap="bail lapsing"))


def well_handled(scene: Scene) -> None:
    """A plan, a detective, a referral, a charge and an order: there is no gap."""
    scene.relation = "former partner"
    suspect, victim = scene.actor(), scene.actor()
    reports = series(scene, suspect, victim, [victim.force] * 3, classes=("8Q",), care=CARED)
    at = (reports[-1].recorded + dt.timedelta(days=3)).replace(second=0, microsecond=0)
    scene.order(
        "SPO",
        suspect,
        victim,
        [Stage(at, "made", "served", at)],
        at,
        at.date() + dt.timedelta(days=730),
        force=victim.force,
        arises=[reports[-1]],
    )
    scene.negative("protection_gap", "unrecorded_stalking", "order_breach")


def not_due(scene: Scene) -> None:
    """Two reports in the region's last days, both in hand: no outcome can be due yet."""
    scene.relation = "former partner"
    suspect, victim = scene.actor(), scene.actor()
    care = Care("", plan=True, detective=True, referred=True, tool="DASH", grade="Medium")
    when = scene.at_hour(scene.region.closing - dt.timedelta(days=12 * scene.scale))
    for days in (0, 4):
        at = when + dt.timedelta(days=days * scene.scale)
        scene.report(at, suspect, victim, "contacting", classes=("8Q",), care=care)
    scene.negative("protection_gap", note="outcomes not yet due")


def not_delivered(scene: Scene) -> None:
    """Charged at once; the force delivers nothing about plan, detective or referral."""
    scene.relation = "former partner"
    suspect, victim = scene.actor(), scene.actor()
    series(scene, suspect, victim, [victim.force] * 2, classes=("8Q",), care=Care("1", 5))
    scene.negative("protection_gap", note="not delivered is not no")
