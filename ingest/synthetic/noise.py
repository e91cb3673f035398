"""The region's everyday incidents: a pure function of the seed and the slot.

No noise is a course of conduct: whoever is suspected of something against a person is
the first adult of the household with the slot's own number, so suspected so only once;
repeat thieves act in their own force's area and against changing victims.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from random import Random

from ingest.synthetic.errors import written
from ingest.synthetic.export.clock import LONDON
from ingest.synthetic.offences import Offence, offences
from ingest.synthetic.people import RESIDUES, Household, registration
from ingest.synthetic.places import Place, place
from ingest.synthetic.region import HOSTEL_PLACES, Region, nominal
from ingest.synthetic.world import Contact, Incident, Order, Outcome, Party, Stage, Thing

DELAYS = (0.02, 0.1, 0.3, 1, 3, 10, 30)
"""Hours between an incident and its recording."""
UNKNOWNS = ("UNKNOWN MALE 30s", "UNKNOWN", "UNK MALE TEENS", "UNKNOWN FEMALE 40s", "N/K")
SOLVED = ("1", "1", "3", "8", "14", "15", "15", "16", "16", "10")
ATTRIBUTIONS = ("named",) * 7 + ("possible",) * 2 + ("admitted",)
SUSPECTED = {"business": 0.35, "property": 0.1, "person": 0.55, "public": 0.1, "drugs": 1.0}


@cache
def _shares() -> tuple[list[Offence], list[int]]:
    noisy = [each for each in offences().values() if each.share]
    return noisy, list(accumulate(each.share for each in noisy))


@dataclass(frozen=True, slots=True)
class Scene:
    """What the parts of one noise incident have in common."""

    region: Region
    rng: Random
    slot: int
    force: str
    offence: Offence
    recorded: dt.datetime


def noise(region: Region, slot: int) -> Incident:
    """The everyday incident of a slot."""
    rng = region.rng("i", slot)
    kinds, shares = _shares()
    offence = kinds[bisect(shares, rng.random() * shares[-1])]
    recorded = region.slot_time(slot + rng.random())
    scene = Scene(region, rng, slot, region.force(slot), offence, recorded)
    parties, where = _people(scene)
    start, end, precision = _when(scene)
    incident = Incident(
        force=scene.force,
        recorded=recorded,
        start=start,
        end=end,
        precision=precision,
        classes=_classes(rng, offence),
        title=offence.title,
        summary=rng.choice(offence.texts),
        place=where,
        parties=parties,
        things=_things(scene),
        crimed=offence.crimed,
        grade=_grade(rng),
        classification="OFFICIAL-SENSITIVE" if rng.random() < 0.02 else "OFFICIAL",
        reference=region.reference(slot),
    )
    _aftermath(scene, incident)
    return incident


def noise_order(region: Region, slot: int, incident: Incident) -> Order | None:
    """The bail that followed a few of the everyday incidents, else None."""
    rng = region.rng("n", slot)
    suspects, victims = incident.roles("suspect"), incident.roles("victim")
    known = suspects and suspects[0].person and victims and not victims[0].organisation
    if not known or rng.random() >= 0.06:
        return None
    at = incident.recorded + dt.timedelta(hours=rng.randint(6, 30))
    return Order(
        force=incident.force,
        reference=f"B{slot + 1}",
        issuer=incident.force,
        kind="bail",
        effect="prohibits",
        stages=(Stage(at, "made", "served", at),),
        start=at,
        until=at.date() + dt.timedelta(days=28),
        conditions=f"Not to contact {'directly or indirectly'} the complainant.",
        subject=suspects[0],
        protected=[victims[0]],
        arises=(incident.reference,),
    )


def noise_contacts(region: Region, slot: int, incident: Incident) -> list[Contact]:
    """Communications data of a few victims in Caldmoor: friends, a call centre, a shop."""
    rng = region.rng("c", slot)
    phones = [party.phone for party in incident.roles("victim") if party.phone]
    if incident.force != "caldmoor" or not phones or rng.random() > 0.06:
        return []
    contacts = []
    for number in range(rng.randint(2, 6)):
        friend = region.people.household(rng.randrange(region.incidents)).people[0].phone
        other = rng.choice((friend, friend, f"0808 157 0{rng.randrange(8):03d}"))
        at = incident.recorded - dt.timedelta(minutes=rng.randint(10, 20_000))
        kind = rng.choice(("call", "text", "message"))
        end = at + dt.timedelta(seconds=rng.randint(1, 600) if kind == "call" else 0)
        ends = [("phone", phones[0]), ("phone", other)]
        rng.shuffle(ends)
        reference = f"CN{slot + 1:08d}-{number + 1}"
        contacts.append(Contact("caldmoor", reference, kind, ends[0], ends[1], at, end))
    return contacts


def _grade(rng: Random) -> str:
    handling = "C" if rng.random() < 0.03 else "P"
    return rng.choice("1111222222222222223") + rng.choice("AAAAAABBBBBBBCCCDDDE") + handling


def _classes(rng: Random, offence: Offence) -> tuple[str, ...]:
    if offence.kind == "person" and rng.random() < 0.05:
        return (offence.cls, "58D")
    return (offence.cls,)


def _when(scene: Scene) -> tuple[dt.datetime, dt.datetime, str]:
    """Start, end and precision of the occurrence."""
    rng = scene.rng
    hours = rng.choice(DELAYS) * (0.5 + rng.random())
    end = (scene.recorded - dt.timedelta(hours=hours)).replace(second=0, microsecond=0)
    if scene.offence.kind == "property" and rng.random() < 0.6:
        return end - dt.timedelta(minutes=rng.randint(30, 720)), end, "minute"
    if scene.force == "wexmouth" or rng.random() > 0.05:
        return end, end, "minute"
    midnight = end.astimezone(LONDON).replace(hour=0, minute=0)
    if scene.force == "southholt" and rng.random() < 0.3:
        first = midnight.replace(day=1).astimezone(dt.UTC)
        return first, first, "month"
    return midnight.astimezone(dt.UTC), midnight.astimezone(dt.UTC), "day"


def _people(scene: Scene) -> tuple[list[Party], Place]:
    """The parties, and where it happened."""
    rng, kind = scene.rng, scene.offence.kind
    parties: list[Party] = []
    where = scene.region.public_place(rng, scene.force)
    if kind == "business":
        count = max(3, scene.region.incidents // 1500)
        shop = scene.region.business(scene.force, int(count * rng.random() ** 2))
        where = shop.place
        parties.append(organisation(shop.id, shop.name, "shop", scene.force, shop.place))
    elif kind != "drugs":
        home = _stranger(scene)
        role = "reporter" if kind == "public" else "victim"
        parties.append(_written(scene, home, rng.randrange(len(home.people)), role))
        where = home.home if rng.random() < 0.4 else where
    parties += _suspects(scene)
    if rng.random() < 0.08:
        parties.append(_written(scene, _stranger(scene), 0, "witness"))
    return parties, where


def _suspects(scene: Scene) -> list[Party]:
    rng, kind = scene.rng, scene.offence.kind
    if rng.random() > SUSPECTED[kind]:
        hidden = rng.random() < 0.06 and scene.force != "northmarch"
        return [Party(person="", role="suspect", surname=rng.choice(UNKNOWNS))] if hidden else []
    if kind in ("business", "property"):
        suspect = _written(scene, _thief(scene), 0, "suspect")
    else:
        suspect = _written(scene, scene.region.people.household(scene.slot), 0, "suspect")
    suspect.attribution = rng.choice(ATTRIBUTIONS)
    if rng.random() < 0.03:
        suspect.place = place(scene.force, HOSTEL_PLACES + 18_000 + rng.randrange(4))
    return [suspect]


def _written(scene: Scene, home: Household, seat: int, role: str) -> Party:
    return written(scene.rng, home.people[seat], home, scene.force, role, scene.recorded)


def _stranger(scene: Scene) -> Household:
    """Any household of the force's area."""
    rounds = max(1, scene.region.incidents // 16)
    number = scene.rng.randrange(rounds) * 16 + scene.rng.choice(RESIDUES[scene.force])
    return scene.region.people.household(number)


def _thief(scene: Scene) -> Household:
    """One of the area's few thieves, the busiest of them most often."""
    rounds = max(1, scene.region.incidents // 160)
    number = int(scene.rng.random() ** 2 * rounds) * 16 + scene.rng.choice(RESIDUES[scene.force])
    return scene.region.people.household(number)


def organisation(person: str, name: str, kind: str, force: str, place: Place) -> Party:
    """An organisation as victim, without a contact point."""
    number = 30_000_000 + int(person.rsplit("-", 1)[1])
    return Party(
        person=person,
        role="victim",
        nominal=nominal(force, number),
        organisation=name,
        organisation_kind=kind,
        place=place,
    )


def _things(scene: Scene) -> list[Thing]:
    chance = scene.rng.random()
    number = 20_000_000 + scene.slot
    if scene.offence.cls == "53C" and chance < 0.5:
        centre = scene.rng.randrange(1 + scene.region.incidents // 20_000)
        return [Thing("phone", f"0808 157 0{centre % 1000:03d}", "offender")]
    if chance < 0.02:
        return [Thing("vehicle", registration(number), "offender")]
    if scene.offence.cls == "8R" and chance < 0.4:
        return [Thing("social", f"@user_{number}", "offender")]
    return []


def _aftermath(scene: Scene, incident: Incident) -> None:
    """Outcome, reclassification and cancellation, each with its date."""
    rng = scene.rng
    if incident.crimed and rng.random() < 0.75:
        code = rng.choice(SOLVED) if incident.roles("suspect") else "18"
        # Most are closed within days, a few after months.
        days = 1 + 100 * rng.random() ** 3
        incident.outcome = Outcome(code, incident.recorded + dt.timedelta(hours=round(24 * days)))
    if scene.offence.kind == "person":
        incident.detective = rng.random() < 0.2
        incident.referred = rng.random() < 0.6
    chance = rng.random()
    later = incident.recorded + dt.timedelta(days=rng.randint(2, 60))
    if chance < 0.01 and scene.offence.cls == "105A":
        incident.reclassified = (later, ("8N",))
    elif chance < 0.012:
        incident.cancelled_at = later
