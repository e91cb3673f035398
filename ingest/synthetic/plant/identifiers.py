"""Unknown suspects and false accounts: what a phone, a car, a handle or a place gives away."""

from __future__ import annotations

import datetime as dt

from ingest.synthetic.people import registration
from ingest.synthetic.places import place
from ingest.synthetic.plant.facts import incident_id
from ingest.synthetic.plant.planner import Actor
from ingest.synthetic.plant.stage import Scene, expect
from ingest.synthetic.region import HOSTEL_PLACES, LANDLINES
from ingest.synthetic.world import AccountLink, Thing

NEW_VEHICLES = 24_000_000


def handle(scene: Scene) -> str:
    """A social handle that nobody else has."""
    word = scene.rng.choice(("night", "silver", "quiet", "lucky", "blue", "north"))
    return f"@{word}_{10_000 + scene.planner.fresh()}"


def vehicle(scene: Scene) -> str:
    """A registration mark that nobody else has."""
    return registration(NEW_VEHICLES + scene.planner.fresh())


def _clue(scene: Scene, suspect: Actor) -> Thing:
    """What the unknown suspect leaves behind; it becomes the named suspect's own."""
    kind = scene.rng.choice(("phone", "vehicle", "social"))
    if kind == "phone":
        number = scene.new_phone()
        suspect.phones = [(scene.region.opening, number)]
        return Thing("phone", number, "offender")
    if kind == "vehicle":
        return Thing("vehicle", vehicle(scene), "offender")
    return Thing("social", handle(scene), "offender")


def unknown_suspect(scene: Scene) -> None:
    """Two reports without a suspect, then one that names the owner of phone, car or handle."""
    suspect, victim = scene.actor(), scene.actor()
    clue = _clue(scene, suspect)
    when = scene.opening(60)
    unknown = []
    for act in scene.rng.sample(("contacting", "watching", "damage", "gifts"), 2):
        unknown.append(scene.report(when, None, victim, act, things=[clue], hidden=suspect))
        when = scene.later(when, 3, 14)
    scene.relation = "acquaintance"
    named = scene.report(when, suspect, victim, "loitering")
    _gives_away(named.parties[1], clue)
    scene.case(
        *(
            expect("unknown_suspect", incident_id(each), suspect.id, via=clue.kind)
            for each in unknown
        ),
        note=f"given away by a {clue.kind}",
    )


def unknown_series(scene: Scene) -> None:
    """Three reports of three victims, nobody named, one identifier."""
    suspect = scene.actor()
    clue = _clue(scene, suspect)
    when = scene.opening(60)
    reports = []
    for act in scene.rng.sample(("contacting", "watching", "following"), 3):
        victim = scene.actor()
        reports.append(scene.report(when, None, victim, act, things=[clue], hidden=suspect))
        when = scene.later(when, 3, 14)
    together = [incident_id(each) for each in reports]
    scene.case(expect("unknown_suspect", *together, via=clue.kind), note="joined to each other")


def false_accounts(scene: Scene) -> None:
    """Three or four accounts, one after the other, at one victim; one recovery phone."""
    suspect, victim = scene.actor(), scene.actor()
    scene.relation = "former partner"
    when = scene.opening(70)
    accounts = [handle(scene) for _ in range(scene.rng.randint(3, 4))]
    recovery = suspect.person.phone
    for account in accounts:
        things = [Thing("social", account, "offender")]
        known = account == accounts[-1]
        report = scene.report(
            when, suspect if known else None, victim, "contacting", things=things, hidden=suspect
        )
        if known:
            report.parties[1].phone, report.parties[1].handle = recovery, account
        recovered(scene, account, recovery, when)
        when = scene.later(when, 4, 15)
    scene.case(expect("alias_accounts", *accounts), allows=("unknown_suspect",))


def recovered(scene: Scene, account: str, phone: str, at: dt.datetime) -> None:
    """An account is seen to be recovered by a phone."""
    number = scene.planner.fresh()
    link = AccountLink(
        "caldmoor", f"AL{number:07d}", "recovery", ("social", account), ("phone", phone), at
    )
    scene.planner.plan.account_links.append(link)


def _gives_away(party: object, clue: Thing) -> None:
    field = {"phone": "phone", "vehicle": "vrm", "social": "handle"}[clue.kind]
    setattr(party, field, clue.value)


def own_accounts(scene: Scene) -> None:
    """The victim's two accounts, both hers, seen in two reports about different people."""
    victim = scene.actor()
    when = scene.opening(60)
    for _ in range(2):
        things = [Thing("social", handle(scene), "victim")]
        scene.report(when, scene.actor(), victim, "contacting", things=things)
        when = scene.later(when, 10, 30)
    scene.negative("alias_accounts", "course_of_conduct", note="the victim's own accounts")


def family_phone(scene: Scene) -> None:
    """A family with one phone; each of them is met in something minor of their own."""
    family = scene.couple(adults=3)
    shared = scene.new_phone()
    when = scene.opening(90)
    for member in family:
        member.phones = [(scene.region.opening, shared)]
        report = scene.report(when, member, scene.actor(), "theft", classes=("49",))
        report.parties[1].phone = shared
        when = scene.later(when, 8, 20)
    things = [Thing("phone", shared, "unknown")]
    scene.report(when, None, scene.actor(), "damage", classes=("58C",), things=things)
    scene.negative("unknown_suspect", "course_of_conduct", "cross_force_suspect")


def call_centre(scene: Scene) -> None:
    """One call centre's number in six reports that have nothing else in common."""
    number = f"0808 157 0{500 + scene.planner.fresh() % 500:03d}"
    when = scene.opening(90)
    for turn in range(6):
        suspect = scene.actor() if turn % 3 == 0 else None
        things = [Thing("phone", number, "offender" if suspect is None else "unknown")]
        scene.report(when, suspect, scene.actor(), "contacting", classes=("8R",), things=things)
        when = scene.later(when, 4, 12)
    scene.negative("unknown_suspect", "alias_accounts", "cross_force_suspect")


def hostel(scene: Scene) -> None:
    """Five residents of one hostel, each met once; and something at its door by nobody known."""
    number = scene.planner.fresh()
    door = place(scene.force, HOSTEL_PLACES + number % 18_000)
    line = f"{LANDLINES[number % len(LANDLINES)]}{900 + number % 100:03d}"
    when = scene.opening(100)
    for turn in range(5):
        resident = scene.actor()
        report = scene.report(when, resident, scene.actor(), "theft", classes=("49",))
        report.parties[1].place = door
        report.parties[1].phone = line if turn % 2 else report.parties[1].phone
        when = scene.later(when, 6, 14)
    scene.report(when, None, scene.actor(), "damage", classes=("58D",), at=door)
    scene.negative("unknown_suspect", "cross_force_suspect", "serial_perpetrator")


def hire_car(scene: Scene) -> None:
    """Three hirers of one car in three months, and one report in which only the car was seen."""
    mark = vehicle(scene)
    when = scene.opening(130)
    for _ in range(3):
        report = scene.report(when, scene.actor(), scene.actor(), "theft", classes=("45",))
        report.parties[1].vrm = mark
        when = scene.later(when, 20, 35)
    things = [Thing("vehicle", mark, "offender")]
    scene.report(when, None, scene.actor(), "damage", classes=("58C",), things=things)
    scene.negative("unknown_suspect", "cross_force_suspect", "serial_perpetrator")
