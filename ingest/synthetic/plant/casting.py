"""The cast of one case, what becomes of them, and when."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from random import Random

from ingest.synthetic.people import SEATS, Person, household_force, mobile
from ingest.synthetic.places import FORCES, Place, place
from ingest.synthetic.plant.planner import Actor, Planner

NEW_PLACES = 850_000


class Casting:
    """One case's own random numbers, force, people and calendar."""

    def __init__(self, planner: Planner, family: str, number: int) -> None:
        self.planner = planner
        self.family = family
        self.number = number
        self.id = f"{family}-{number}"
        self.region = planner.region
        self.rng = Random(f"{self.region.seed}/{self.id}")
        self.force = household_force(self.rng.randrange(16))
        self.scale = min(1.0, self.region.days / 365)

    def actor(self, force: str = "") -> Actor:
        """Someone of a household of their own, its first adult."""
        return self.couple(force, adults=1)[0]

    def couple(self, force: str = "", adults: int = 2) -> list[Actor]:
        """The adults of a household of their own; at least that many."""
        while True:
            home = self.planner.household(force or self.force)
            grown = [each for each in home.people if self.region.start.year - each.birth.year > 18]
            if len(grown) >= adults:
                break
        settled = tuple(
            replace(each, renamed_at=None, later_surname=each.surname) for each in home.people
        )
        home = replace(home, moved_at=None, people=settled)
        self.region.people.recast(home)
        return [Actor(home.people[each.number % SEATS], home) for each in grown]

    def moves(self, actor: Actor, when: dt.datetime, force: str = "") -> Place:
        """The actor's household moves to an address nobody had; returns it."""
        number = NEW_PLACES + self.planner.fresh() % 29_000
        there = place(force or actor.force, number)
        actor.home = replace(actor.home, moved_at=when, later_home=there)
        self.region.people.recast(actor.home)
        return there

    def renames(self, actor: Actor, when: dt.datetime, surname: str) -> None:
        """The actor takes another surname."""
        self._becomes(actor, replace(actor.person, renamed_at=when, later_surname=surname))

    def new_phone(self) -> str:
        """A number that nobody else has."""
        return mobile(50_000_000 + self.planner.fresh())

    def rechristened(self, actor: Actor, forename: str, surname: str) -> Actor:
        """The same actor under another name, from the start."""
        person = replace(actor.person, forename=forename, middle="", surname=surname)
        self._becomes(actor, replace(person, later_surname=surname))
        return actor

    def reborn(self, actor: Actor, birth: dt.date) -> None:
        """The same actor, born on another day."""
        self._becomes(actor, replace(actor.person, birth=birth))

    def _becomes(self, actor: Actor, person: Person) -> None:
        people = tuple(
            person if each.number == person.number else each for each in actor.home.people
        )
        actor.person = person
        actor.home = replace(actor.home, people=people)
        self.region.people.recast(actor.home)

    def other_force(self) -> str:
        """A force that is not the case's own."""
        return self.rng.choice([force for force in FORCES if force != self.force])

    def opening(self, length: float) -> dt.datetime:
        """A moment from which `length` days of a 365-day region still fit."""
        room = max(1.0, self.region.days - length * self.scale - 24 * self.scale)
        day = 2 + self.rng.random() * (room - 2)
        return self.at_hour(self.region.opening + dt.timedelta(days=day))

    def later(self, when: dt.datetime, least: float, most: float) -> dt.datetime:
        """Some days after `when`, at an hour at which people are about."""
        days = self.rng.uniform(least, most) * self.scale
        return self.at_hour(when + dt.timedelta(days=max(1.1, days)))

    def at_hour(self, when: dt.datetime) -> dt.datetime:
        """The same day at a waking hour, drawn at random."""
        return when.replace(
            hour=self.rng.randint(7, 22), minute=self.rng.randrange(60), second=0, microsecond=0
        )
