"""What follows from planned facts, and whether the cast can be recognised at all."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from ingest.synthetic.people import SEATS
from ingest.synthetic.places import FORCES
from ingest.synthetic.plant import plan_region
from ingest.synthetic.plant.facts import Step, expectations, occasions
from ingest.synthetic.region import Region, nominal
from ingest.synthetic.world import Incident, Outcome, Risk

START = dt.datetime(2023, 5, 1, 12, tzinfo=dt.UTC)


def step(
    minutes: float,
    *,
    force: str = "caldmoor",
    suspect: str = "p1",
    victim: str = "p2",
    classes: tuple[str, ...] = ("8R",),
    hidden: bool = False,
    more: dict[str, str] | None = None,
) -> Step:
    at = START + dt.timedelta(minutes=minutes)
    recorded = at + dt.timedelta(hours=1)
    incident = Incident(force, recorded, at, at, "minute", classes, "", "", None)
    incident.reference = f"r{minutes}"
    return Step(incident, suspect, victim, more or {}, hidden)


def rules(*steps: Step, relation: str = "") -> set[str]:
    return {each["rule"] for each in expectations(list(steps), relation)[0]}


@pytest.mark.parametrize(
    ("minutes", "count"), [([0], 1), ([0, 59], 1), ([0, 60], 2), ([0, 30, 61], 2), ([90, 0], 2)]
)
def test_occasions_stand_an_hour_apart(minutes: list[float], count: int) -> None:
    assert occasions([step(each) for each in minutes]) == count


def test_two_occasions_are_a_course_and_one_recorded_twice_is_none() -> None:
    assert rules(step(0), step(600)) == {"course_of_conduct"}
    assert rules(step(0), step(10)) == set()
    assert rules(step(0), step(10, force="dunmere")) == set()


def test_a_cancelled_report_counts_for_nothing() -> None:
    second = step(600)
    second.incident.cancelled_at = START + dt.timedelta(days=3)
    assert rules(step(0), second) == set()


def test_a_former_partner_whom_nobody_recorded_as_stalking_is_expected() -> None:
    assert "unrecorded_stalking" in rules(step(0), step(600), relation="former partner")
    assert "unrecorded_stalking" not in rules(step(0), step(600), relation="stranger")
    included = step(600, classes=("58C", "8Q"))
    assert "unrecorded_stalking" not in rules(step(0), included, relation="former partner")
    later = step(600)
    later.incident.reclassified = (START + dt.timedelta(days=2), ("8Q",))
    assert "unrecorded_stalking" not in rules(step(0), later, relation="former partner")


@pytest.mark.parametrize(
    ("last", "acts", "asked"),
    [
        (dt.datetime(2014, 3, 31, 22, tzinfo=dt.UTC), ("following",), False),
        (dt.datetime(2014, 3, 31, 23, tzinfo=dt.UTC), ("following",), True),
        (dt.datetime(2016, 5, 1, tzinfo=dt.UTC), ("threats",), False),
        (dt.datetime(2020, 3, 31, 22, tzinfo=dt.UTC), ("threats",), False),
        (dt.datetime(2020, 3, 31, 23, tzinfo=dt.UTC), ("threats",), True),
    ],
)
def test_each_date_of_recording_has_its_rule(
    last: dt.datetime, acts: tuple[str, ...], asked: bool
) -> None:
    steps = [step(0), step(600)]
    for each, recorded in zip(steps, (last - dt.timedelta(days=9), last), strict=True):
        each.incident.recorded, each.incident.codes = recorded, acts
    assert ("unrecorded_stalking" in rules(*steps, relation="former partner")) is asked


def test_a_month_tells_no_occasion_from_another_in_it() -> None:
    first, second = step(0), step(60 * 24 * 40)
    second.incident.precision = "month"
    assert occasions([first, second]) == 2
    second.incident.start = START.replace(day=1)
    assert occasions([first, second]) == 1


def test_two_forces_and_two_victims_are_expected_of_their_suspect() -> None:
    assert "cross_force_suspect" in rules(step(0), step(600, force="dunmere"))
    second = [step(900, victim="p3"), step(1800, victim="p3")]
    assert "serial_perpetrator" in rules(step(0), step(600), *second)
    assert "serial_perpetrator" not in rules(step(0), step(600), second[0])


def test_whoever_had_it_done_is_an_actor_too() -> None:
    first, second = step(0), step(600, suspect="p9", more={"p1": "instigator"})
    expected = expectations([first, second], "")[0]
    assert [each["subjects"] for each in expected] == [["p1", "p2"]]


def test_what_nobody_wrote_may_be_said_and_need_not_be() -> None:
    expected, allowed = expectations([step(0), step(600, hidden=True)], "")
    assert not expected
    assert "course_of_conduct" in allowed


def test_a_record_shows_only_what_had_happened_by_then() -> None:
    incident = step(0).incident
    late = START + dt.timedelta(days=9)
    incident.outcome = Outcome("1", late)
    incident.reclassified = (late, ("8Q",))
    incident.cancelled_at = late
    incident.risk = Risk(plan=True, plan_at=late)
    before = incident.known_at(late - dt.timedelta(days=1))
    assert (before.outcome, before.classes, before.cancelled) == (None, ("8R",), False)
    assert before.risk.plan is False
    after = incident.known_at(late)
    assert (after.classes, after.cancelled, after.risk.plan) == (("8Q",), True, True)
    assert incident.classes == ("8R",)


def test_every_member_of_the_cast_stays_recognisable() -> None:
    region = Region(5, 600, dt.date(2023, 1, 1), 365)
    plan = plan_region(region)
    seen = 0
    # In these somebody is written by a number or a name alone: that is what they are about.
    bare = ("one_nominal_many_records", "victim_without_birth")
    left = {name for line in plan.cases if line["family"] in bare for name in line["incidents"]}
    assert left
    for incident in plan.incidents.values():
        if f"{incident.force}/{incident.reference}" in left:
            continue
        for party in incident.parties:
            if not party.person.startswith("p"):
                continue
            seen += 1
            person = region.people.person(int(party.person[1:]))
            surnames = (person.surname, person.later_surname)
            named = party.forename == person.forename and party.surname in surnames
            born = party.birth == person.birth and party.birth_precision == "day"
            assert (named and born) or (party.phone and (named or born))
            assert party.phone or party.place
    assert seen > 300


def test_the_cast_lives_in_households_that_noise_never_draws_from() -> None:
    region = Region(5, 600, dt.date(2023, 1, 1), 365)
    plan = plan_region(region)
    people = [party.person for each in plan.incidents.values() for party in each.parties]
    numbers = [int(person[1:]) for person in people if person.startswith("p")]
    assert min(numbers) // SEATS >= region.people.ordinary


def test_one_persons_numbers_with_two_forces_have_nothing_in_common() -> None:
    digits = {re.sub(r"\D", "", nominal(force, 12_345)) for force in FORCES}
    assert len({each.lstrip("0") for each in digits}) == len(FORCES)
