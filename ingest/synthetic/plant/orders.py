"""Orders, bail and notices: breached, and only seemingly breached."""

from __future__ import annotations

import datetime as dt

from ingest.synthetic.export.clock import LONDON
from ingest.synthetic.places import FORCES
from ingest.synthetic.plant.facts import incident_id
from ingest.synthetic.plant.planner import Actor
from ingest.synthetic.plant.stage import Scene, expect
from ingest.synthetic.world import Contact, Incident, Order, Stage

KINDS = {
    "SPO": "crime",
    "restraining": "crime",
    "non-molestation": "crime",
    "DAPO": "crime",
    "injunction": "crime",
    "DVPO": "contempt",
    "bail": "power of arrest",
}
SENT = (
    "Two men stood outside; the former partner had sent them round.",
    "A man waited at the gate and said that her ex sent somebody to fetch his things.",
    "He got his brother to wait outside and shout.",
)
TERMS = {"bail": 27, "DVPO": 27}
"""Days that an order of the kind lasts; the others last longer than the region."""


def _quarrel(scene: Scene) -> tuple[Actor, Actor, Incident]:
    """Suspect, victim, and the report from which the order arises."""
    scene.relation = "former partner"
    suspect, victim = scene.actor(), scene.actor()
    when = scene.opening(90)
    return suspect, victim, scene.report(when, suspect, victim, "threats")


def _made(
    scene: Scene,
    kind: str,
    people: tuple[Actor, Actor],
    cause: Incident,
    *,
    status: str = "made",
    service: str = "served",
    days: int | None = None,
) -> Order:
    """An order made two days after its cause, and served half an hour later."""
    at = (cause.recorded + dt.timedelta(days=2)).replace(second=0, microsecond=0)
    served = at + dt.timedelta(minutes=30) if service == "served" else None
    term = days if days is not None else TERMS.get(kind, 730)
    return scene.order(
        kind,
        people[0],
        people[1],
        [Stage(at, status, service, served)],
        at,
        at.date() + dt.timedelta(days=term),
        force=cause.force,
        arises=[cause],
    )


def _breach(order: Order, suspect: Actor, *reports: Incident) -> dict[str, object]:
    return expect(
        "order_breach",
        suspect.id,
        f"{order.issuer}/{order.reference}",
        what=KINDS[order.kind],
        incidents=[incident_id(each) for each in reports],
    )


def breach(scene: Scene) -> None:
    """A report while an order of each kind in turn is in force and served."""
    kind = list(KINDS)[scene.number % len(KINDS)]
    suspect, victim, cause = _quarrel(scene)
    order = _made(scene, kind, (suspect, victim), cause)
    when = scene.at_hour(order.recorded + dt.timedelta(days=scene.rng.randint(2, 20)))
    later = scene.report(when, suspect, victim, scene.rng.choice(("contacting", "loitering")))
    scene.case(_breach(order, suspect, later), note=kind)


def breach_of_interim(scene: Scene) -> None:
    """An interim stalking protection order is breached before the full one is made."""
    suspect, victim, cause = _quarrel(scene)
    order = _made(scene, "SPO", (suspect, victim), cause, status="interim")
    when = scene.at_hour(order.recorded + dt.timedelta(days=4))
    made = order.recorded + dt.timedelta(days=40)
    order.stages = (*order.stages, Stage(made, "made", "served", made))
    later = scene.report(when, suspect, victim, "contacting")
    scene.case(_breach(order, suspect, later), note="interim at the time")


def breach_on_the_last_day(scene: Scene) -> None:
    """Late in the evening of the last day: the order ends at the midnight after it."""
    suspect, victim, cause = _quarrel(scene)
    order = _made(scene, "bail", (suspect, victim), cause, days=20)
    when = _local(_last_day(order), 22, scene.rng.randint(0, 59))
    later = scene.report(when, suspect, victim, "contacting")
    scene.case(_breach(order, suspect, later), note="on the last day")


def breach_perhaps(scene: Scene) -> None:
    """All that is known of the act is the day, and the order was served in the middle of it."""
    scene.force = scene.rng.choice([force for force in FORCES if force != "wexmouth"])
    suspect, victim, cause = _quarrel(scene)
    order = _made(scene, "non-molestation", (suspect, victim), cause)
    day = order.recorded.astimezone(LONDON).date()
    noon = _local(day, 12, 0)
    order.stages = (Stage(noon, "made", "served", noon),)
    order.start = noon
    later = scene.report(noon, suspect, victim, "gifts", delay=20)
    later.start = later.end = _local(day, 0, 0)
    later.precision = "day"
    subjects = (suspect.id, f"{order.issuer}/{order.reference}")
    incidents = [incident_id(later)]
    scene.case(expect("order_breach", *subjects, what="crime", possibly=True, incidents=incidents))


def breach_by_proxy(scene: Scene) -> None:
    """The subject has a friend bring messages while the order stands."""
    suspect, victim, cause = _quarrel(scene)
    order = _made(scene, "restraining", (suspect, victim), cause)
    friend = scene.actor()
    scene.relation = ""
    when = scene.at_hour(order.recorded + dt.timedelta(days=9))
    text = "A friend of the former partner came with a message from him."
    later = scene.report(
        when, friend, victim, "contacting", more=[(suspect, "instigator")], text=text
    )
    scene.relation = "former partner"
    scene.case(_breach(order, suspect, later), note="through another")


def breach_at_a_place(scene: Scene) -> None:
    """The subject is found at the protected address; nobody is named as victim."""
    suspect, victim, cause = _quarrel(scene)
    order = _made(scene, "non-molestation", (suspect, victim), cause)
    order.places = [victim.home.home]
    when = scene.at_hour(order.recorded + dt.timedelta(days=6))
    later = scene.report(when, suspect, None, "loitering", force=cause.force, at=victim.home.home)
    scene.case(_breach(order, suspect, later), note="at a protected place")


def breach_by_contact(scene: Scene) -> None:
    """Only communications data show it: calls from the subject's phone to the victim's."""
    scene.force = "caldmoor"
    suspect, victim, cause = _quarrel(scene)
    for party in cause.parties:
        party.phone = suspect.person.phone if party.role == "suspect" else victim.person.phone
    order = _made(scene, "SPO", (suspect, victim), cause)
    references = []
    for number in range(scene.rng.randint(2, 4)):
        at = scene.at_hour(order.recorded + dt.timedelta(days=3 + number))
        references.append(call(scene, suspect.person.phone, victim.person.phone, at).reference)
    subjects = (suspect.id, f"{order.issuer}/{order.reference}")
    scene.case(expect("order_breach", *subjects, what="crime", contacts=references), note="contact")


def call(scene: Scene, source: str, target: str, at: dt.datetime) -> Contact:
    """A call in the communications data of Caldmoor."""
    number = scene.planner.fresh()
    length = dt.timedelta(seconds=scene.rng.randint(5, 300))
    ends = ("phone", source), ("phone", target)
    contact = Contact("caldmoor", f"CD{number:07d}", "call", *ends, at, at + length)
    scene.planner.plan.contacts.append(contact)
    return contact


def on_notice(scene: Scene) -> None:
    """An information notice or a simple caution was given: on notice, never breached."""
    suspect, victim, cause = _quarrel(scene)
    kind = ("PIN", "caution")[scene.number % 2]
    order = _made(scene, kind, (suspect, victim), cause)
    when = scene.at_hour(order.recorded + dt.timedelta(days=8))
    later = scene.report(when, suspect, victim, "contacting")
    subjects = (suspect.id, f"{order.issuer}/{order.reference}")
    incidents = [incident_id(later)]
    scene.case(expect("on_notice", *subjects, incidents=incidents))


def notice_unheard(scene: Scene) -> None:
    """A notice that never reached its subject, or that names another; or an act before it."""
    way = scene.number % 3
    suspect, victim, cause = _quarrel(scene)
    service = "failed" if way == 0 else "served"
    notice = _made(scene, ("PIN", "caution")[scene.number % 2], (suspect, victim), cause)
    if way == 0:
        notice.stages = (Stage(notice.recorded, "made", service, None),)
    when = scene.at_hour(notice.recorded + dt.timedelta(days=8))
    if way == 2:
        when = notice.recorded - dt.timedelta(hours=3)
    scene.report(when, suspect, scene.actor() if way == 1 else victim, "contacting")
    notes = ("never given", "towards another", "before it")
    scene.negative("on_notice", "order_breach", note=notes[way])


def breach_in_a_month(scene: Scene) -> None:
    """All that is known of the act is its month, in the middle of which the order was served."""
    scene.force = "southholt"
    suspect, victim, cause = _quarrel(scene)
    order = _made(scene, "restraining", (suspect, victim), cause)
    first = order.recorded.astimezone(LONDON).date().replace(day=1)
    later = scene.report(order.recorded + dt.timedelta(days=35), suspect, victim, "gifts", delay=5)
    later.start = later.end = _local(first, 0, 0)
    later.precision = "month"
    subjects = (suspect.id, f"{order.issuer}/{order.reference}")
    incidents = [incident_id(later)]
    scene.case(expect("order_breach", *subjects, what="crime", possibly=True, incidents=incidents))


def breach_by_somebody_sent(scene: Scene) -> None:
    """Nobody is named; the words say that the former partner sent somebody round."""
    scene.force = scene.rng.choice(("northmarch", "eastvale", "southholt"))
    suspect, victim, cause = _quarrel(scene)
    order = _made(scene, "restraining", (suspect, victim), cause)
    when = scene.at_hour(order.recorded + dt.timedelta(days=9))
    text = scene.rng.choice(SENT)
    later = scene.report(when, None, victim, "loitering", text=text, hidden=suspect)
    subjects = (suspect.id, f"{order.issuer}/{order.reference}")
    incidents = [incident_id(later)]
    scene.case(expect("order_breach", *subjects, what="crime", possibly=True, incidents=incidents))


def not_in_force(scene: Scene) -> None:
    """Unserved, failed, refused, only sought, before service, or after the end."""
    way = scene.number % 6
    suspect, victim, cause = _quarrel(scene)
    status = {2: "refused", 3: "sought"}.get(way, "made")
    service = {0: "unknown", 1: "failed", 2: "unknown", 3: "unknown"}.get(way, "served")
    order = _made(scene, "SPO", (suspect, victim), cause, status=status, service=service, days=14)
    when = scene.at_hour(order.recorded + dt.timedelta(days=5))
    if way == 4:
        served = order.recorded + dt.timedelta(days=9)
        unserved = order.stages[0]
        order.stages = (
            Stage(unserved.at, "made", "unknown"),
            Stage(served, "made", "served", served),
        )
    if way == 5:
        when = _local(_last_day(order) + dt.timedelta(days=1), 0, scene.rng.randint(5, 50))
    scene.report(when, suspect, victim, "contacting")
    notes = ("not served", "service failed", "refused", "only sought", "before service", "after it")
    scene.negative("order_breach", note=notes[way])


def varied(scene: Scene) -> None:
    """The order is varied: the street where the subject is met is no longer forbidden."""
    suspect, victim, cause = _quarrel(scene)
    old = _made(scene, "restraining", (suspect, victim), cause)
    old.places = [victim.home.home]
    change = old.recorded + dt.timedelta(days=12)
    old.stages = (*old.stages, Stage(change, "ended", "served", change))
    old.until = change.astimezone(LONDON).date() - dt.timedelta(days=1)
    scene.order(
        "restraining",
        suspect,
        victim,
        [Stage(change, "varied", "served", change)],
        change,
        change.date() + dt.timedelta(days=700),
        force=cause.force,
        conditions="Not to contact the person protected; may collect the children.",
        replaces=[old],
    )
    when = scene.at_hour(change + dt.timedelta(days=5))
    text = "Seen in the street, collecting the children as agreed."
    scene.report(
        when,
        suspect,
        None,
        "loitering",
        force=cause.force,
        classes=("NC",),
        at=victim.home.home,
        text=text,
    )
    scene.negative("order_breach", note="the place is no longer protected")


def another_suspect(scene: Scene) -> None:
    """Served bail, and nothing after it but another suspect's quite different act."""
    suspect, victim, cause = _quarrel(scene)
    order = _made(scene, "bail", (suspect, victim), cause)
    scene.relation = ""
    when = scene.at_hour(order.recorded + dt.timedelta(days=7))
    scene.report(when, scene.actor(), victim, "theft", classes=("49",))
    scene.negative("order_breach", "course_of_conduct", note="another suspect")


def _last_day(order: Order) -> dt.date:
    """The last day of an order that has one."""
    return order.until or order.recorded.date()


def _local(day: dt.date, hour: int, minute: int) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute), LONDON).astimezone(dt.UTC)
