"""What is planted in a region: one function a family, and how many of each.

At 50,000 incidents there are 60 of every family; below, in proportion, but at least one;
above, one more for every 6,000 incidents, so that the share of noise grows.
"""

from __future__ import annotations

from collections.abc import Callable
from math import ceil

from graph.errors import InputError
from ingest.synthetic.plan import Plan
from ingest.synthetic.plant import (
    courses,
    gaps,
    identifiers,
    lookalikes,
    near_misses,
    orders,
    people_around,
    recording,
)
from ingest.synthetic.plant.planner import Planner
from ingest.synthetic.plant.stage import Scene
from ingest.synthetic.region import Region

Family = Callable[[Scene], None]

FAMILIES: dict[str, Family] = {
    "across_forces": courses.across_forces,
    "one_force": courses.one_force,
    "changed_name": courses.weak_identity,
    "misrecorded": courses.misrecorded,
    "recorded": courses.recorded,
    "charged_as_lesser": courses.charged_as_lesser,
    "charged_in_full": courses.charged_in_full,
    "serial": courses.serial,
    "escalation": courses.escalation,
    "steady": courses.steady,
    "custody_between": courses.custody_between,
    "breach": orders.breach,
    "breach_of_interim": orders.breach_of_interim,
    "breach_on_the_last_day": orders.breach_on_the_last_day,
    "breach_perhaps": orders.breach_perhaps,
    "breach_by_proxy": orders.breach_by_proxy,
    "breach_at_a_place": orders.breach_at_a_place,
    "breach_by_contact": orders.breach_by_contact,
    "on_notice": orders.on_notice,
    "not_in_force": orders.not_in_force,
    "varied": orders.varied,
    "another_suspect_on_bail": orders.another_suspect,
    "unknown_suspect": identifiers.unknown_suspect,
    "unknown_series": identifiers.unknown_series,
    "false_accounts": identifiers.false_accounts,
    "own_accounts": identifiers.own_accounts,
    "family_phone": identifiers.family_phone,
    "call_centre": identifiers.call_centre,
    "hostel": identifiers.hostel,
    "hire_car": identifiers.hire_car,
    "closed_without_action": gaps.closed_without_action,
    "notice_instead": gaps.notice_instead,
    "victim_penalised": gaps.victim_penalised,
    "bail_lapses": gaps.bail_lapses,
    "well_handled": gaps.well_handled,
    "not_due": gaps.not_due,
    "not_delivered": gaps.not_delivered,
    "proxy": people_around.proxy,
    "third_party": people_around.third_party,
    "large_household": people_around.large_household,
    "follows_the_move": people_around.follows_the_move,
    "neighbour_after_a_move": people_around.neighbour_after_a_move,
    "reciprocal": people_around.reciprocal,
    "reciprocal_namesake": people_around.reciprocal_namesake,
    "disclosure": people_around.disclosure,
    "old_partner": people_around.old_partner,
    "neighbour_dispute": lookalikes.neighbour_dispute,
    "shoplifter_and_shop": lookalikes.shoplifter_and_shop,
    "namesakes": lookalikes.namesakes,
    "father_and_son": lookalikes.father_and_son,
    "recorded_twice": lookalikes.recorded_twice,
    "recorded_by_two_forces": lookalikes.recorded_by_two_forces,
    "separate_minor": lookalikes.separate_minor,
    "cancelled_crime": lookalikes.cancelled_crime,
    "one_name_one_victim": lookalikes.one_name_one_victim,
    "overdue": gaps.overdue,
    "grave_twice": gaps.grave_twice,
    "order_refused": gaps.order_refused,
    "two_reports": gaps.two_reports,
    "charged_the_same_day": gaps.charged_the_same_day,
    "charged_at_last": gaps.charged_at_last,
    "in_hand": gaps.in_hand,
    "notice_unheard": orders.notice_unheard,
    "breach_in_a_month": orders.breach_in_a_month,
    "breach_by_somebody_sent": orders.breach_by_somebody_sent,
    "old_rules": recording.old_rules,
    "before_the_class": recording.before_the_class,
    "threats_alone": recording.threats_alone,
    "spring_of_2020": recording.spring_of_2020,
    "before_spring_of_2020": recording.before_spring_of_2020,
    "graver_beside": recording.graver_beside,
    "graver_alone": recording.graver_alone,
    "officers_rationale": recording.officers_rationale,
    "household_with_one_unborn": near_misses.household_with_one_unborn,
    "namesake_near_birth": near_misses.namesake_near_birth,
    "one_nominal_many_records": near_misses.one_nominal_many_records,
    "victim_without_birth": near_misses.victim_without_birth,
    "family_number": near_misses.family_number,
    "help_desk": near_misses.help_desk,
    "neighbour_feud": near_misses.neighbour_feud,
    "one_bad_neighbour": near_misses.one_bad_neighbour,
    "tied_target": near_misses.tied_target,
    "tied_theft": near_misses.tied_theft,
    "not_crimed": near_misses.not_crimed,
}


ROTATING = {"breach": 3, "not_in_force": 3}
"""Families that take a kind of order in turn: as many times more of them."""


def each_family(incidents: int) -> int:
    """How many cases of each family a region of that size has."""
    if incidents <= 50_000:
        return ceil(incidents * 60 / 50_000)
    return 60 + (incidents - 50_000) // 6_000


def plan_region(region: Region, cases: int | None = None) -> Plan:
    """Everything that is planted in the region; the same for the same seed and size.

    `cases` is the number of each family where its share of the region is not wanted.
    InputError when the region has no room for them.
    """
    plan = Plan()
    try:
        _fill(Planner(region, plan), each_family(region.incidents) if cases is None else cases)
    except ValueError:
        raise InputError(
            f"--incidents is {region.incidents}: too few for the planted cases; give more"
        ) from None
    return plan


def _fill(planner: Planner, count: int) -> None:
    for name, family in FAMILIES.items():
        for number in range(count * ROTATING.get(name, 1)):
            family(Scene(planner, name, number))
