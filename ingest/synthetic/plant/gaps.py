"""Reports that led to nothing, and reports that were dealt with as they should be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from ingest.synthetic.plant.courses import series
from ingest.synthetic.plant.planner import Actor
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
        allows=("on_notice",),
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
    reports = series(
        scene, suspect, victim, [victim.force] * 2, classes=("8L",), care=care, gap=(2, 9)
    )
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


OPEN = Care("", plan=False, detective=False, referred=False)
CHARGED_AT_ONCE = Care("1", 0, plan=False, detective=False, referred=False)
MILD = ("contacting", "gifts", "loitering", "contacting")


def overdue(scene: Scene) -> None:
    """Three reports; one was closed without action, and nothing was decided about the others."""
    suspect, victim = _pair(scene)
    _reports(scene, suspect, victim, MILD[:3], [NEGLECTED, OPEN, OPEN])
    scene.case(expect("protection_gap", suspect.id, victim.id, gap="overdue"))


def grave_twice(scene: Scene) -> None:
    """Threats to kill reported twice, both closed without action."""
    suspect, victim = _pair(scene)
    _reports(scene, suspect, victim, ["threats"] * 2, [NEGLECTED] * 2, classes=("3B",))
    scene.case(expect("protection_gap", suspect.id, victim.id, gap="closed without action"))


def order_refused(scene: Scene) -> None:
    """Two reports closed without action; the order that was asked for was refused."""
    suspect, victim = _pair(scene)
    _reports(scene, suspect, victim, MILD[:2], [NEGLECTED] * 2)
    last = scene.steps[-1].incident
    at = (last.recorded + dt.timedelta(days=2)).replace(second=0, microsecond=0)
    stage = Stage(at, "refused", "unknown", None)
    scene.order("SPO", suspect, victim, [stage], None, None, force=victim.force, arises=[last])
    scene.case(expect("protection_gap", suspect.id, victim.id, gap="order refused"))


def two_reports(scene: Scene) -> None:
    """Two reports without gravity, closed, with no plan: what most pairs have."""
    suspect, victim = _pair(scene)
    _reports(scene, suspect, victim, MILD[:2], [NEGLECTED] * 2)
    scene.negative("protection_gap", note="two reports are no gap")


def charged_the_same_day(scene: Scene) -> None:
    """Two to four reports, each charged within the hour: no plan was needed."""
    suspect, victim = _pair(scene)
    count = scene.rng.randint(2, 4)
    _reports(scene, suspect, victim, MILD[:count], [CHARGED_AT_ONCE] * count)
    scene.negative("protection_gap", note="charged the same day")


def charged_at_last(scene: Scene) -> None:
    """Three reports closed without action, and a fourth that was charged or cautioned."""
    suspect, victim = _pair(scene)
    answer = Care(("1", "3", "8")[scene.number % 3], 9, plan=False, detective=False, referred=False)
    _reports(scene, suspect, victim, MILD, [*[NEGLECTED] * 3, answer])
    scene.negative("protection_gap", note="the last report was answered")


def in_hand(scene: Scene) -> None:
    """Three reports closed without action, with one thing done: a detective, or an order."""
    suspect, victim = _pair(scene)
    given = scene.number % 2 == 0
    first = Care("16", 14, plan=False, detective=True, referred=False) if given else NEGLECTED
    _reports(scene, suspect, victim, MILD[:3], [first, NEGLECTED, NEGLECTED])
    if not given:
        last = scene.steps[-1].incident
        at = (last.recorded + dt.timedelta(days=3)).replace(second=0, microsecond=0)
        stages = [Stage(at, "made", "served", at)]
        scene.order(
            "restraining", suspect, victim, stages, at, None, force=victim.force, arises=[last]
        )
    scene.negative("protection_gap", note="a detective has it" if given else "an order stands")


def _pair(scene: Scene) -> tuple[Actor, Actor]:
    scene.relation = "former partner"
    return scene.actor(), scene.actor()


def _reports(
    scene: Scene,
    suspect: Actor,
    victim: Actor,
    acts: Sequence[str],
    cares: Sequence[Care],
    classes: Sequence[str] = ("8L",),
) -> None:
    """One report of each act, dealt with as the care beside it says."""
    when = scene.opening(60)
    for act, care in zip(acts, cares, strict=True):
        scene.report(when, suspect, victim, act, classes=classes, care=care)
        when = scene.later(when, 3, 12)
