"""How people come to be written: typing errors, nicknames, missing and swapped dates.

The person stays who they are; only the wording in one record changes. Nothing is
changed here that the person's own history (moves, marriage) does not already explain.
"""

from __future__ import annotations

import datetime as dt
from random import Random

from ingest.synthetic.people import Household, Person
from ingest.synthetic.region import nominal
from ingest.synthetic.wordlists import table
from ingest.synthetic.world import Party

NEIGHBOURS = {"a": "s", "e": "r", "i": "o", "o": "p", "n": "m", "m": "n", "t": "r", "l": "k"}


def written(
    rng: Random, person: Person, home: Household, force: str, role: str, when: dt.datetime
) -> Party:
    """A person as one officer wrote them down at `when`."""
    party = exact(person, home, force, role, when)
    chance = rng.random()
    if chance < 0.04:
        party.surname = typo(rng, party.surname)
    elif chance < 0.07:
        party.forename = typo(rng, party.forename)
    elif chance < 0.12:
        party.forename = nickname(rng, party.forename)
    elif chance < 0.125:
        party.forename, party.surname = party.surname, party.forename
    if rng.random() < 0.5:
        party.middle = ""
    if role == "suspect" and rng.random() < 0.1:
        party.alias = nickname(rng, person.forename)
    _birth(rng, party)
    _contact_points(rng, party)
    _nominal(rng, party, person, force)
    return party


def exact(person: Person, home: Household, force: str, role: str, when: dt.datetime) -> Party:
    """A person written without a mistake."""
    return Party(
        person=person.id,
        role=role,
        nominal=nominal(force, person.number),
        forename=person.forename,
        middle=person.middle,
        surname=person.surname_at(when),
        birth=person.birth,
        sex=person.sex,
        ethnicity=person.ethnicity,
        place=home.home_at(when),
        phone=person.phone,
        email=person.email,
        vrm=person.vrm if role == "suspect" else "",
    )


def _birth(rng: Random, party: Party) -> None:
    chance = rng.random()
    birth = party.birth
    if birth is None or chance >= 0.17:
        return
    if chance < 0.08:
        party.birth = None
    elif chance < 0.11 and birth.day <= 12:
        party.birth = dt.date(birth.year, birth.day, birth.month)
    elif chance < 0.14:
        party.birth = birth.replace(day=1 + (birth.day + rng.randint(1, 9)) % 28)
    else:
        party.birth, party.birth_precision = birth.replace(month=1, day=1), "year"


def _contact_points(rng: Random, party: Party) -> None:
    if rng.random() < 0.35:
        party.phone = ""
    elif rng.random() < 0.3:
        party.phone = restyled(rng, party.phone)
    if rng.random() < 0.7:
        party.email = ""
    if rng.random() < 0.1:
        party.place = None


def _nominal(rng: Random, party: Party, person: Person, force: str) -> None:
    chance = rng.random()
    if chance < 0.04:
        party.nominal = nominal(force, person.number, again=True)
    elif chance < 0.12 and force != "northmarch":
        party.nominal = ""


def typo(rng: Random, text: str) -> str:
    """One slip of the finger: a letter doubled, dropped, swapped or its neighbour's."""
    if len(text) < 4:
        return text
    at = rng.randrange(1, len(text) - 1)
    slips = (
        text[:at] + text[at] + text[at:],
        text[:at] + text[at + 1 :],
        text[:at] + text[at + 1] + text[at] + text[at + 2 :],
        text[:at] + NEIGHBOURS.get(text[at], text[at]) + text[at + 1 :],
    )
    return rng.choice(slips)


def nickname(rng: Random, forename: str) -> str:
    """A short form of the forename, if it has one."""
    known = table("nicknames").get(forename)
    return rng.choice(known) if known else forename


def restyled(rng: Random, phone: str) -> str:
    """The same number in another notation."""
    digits = phone.replace(" ", "")
    return rng.choice(
        (digits, f"+44{digits[1:]}", f"0044 {digits[1:]}", f"{digits[:5]}-{digits[5:]}")
    )
