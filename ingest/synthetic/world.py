"""What happens in the region, before any force writes it in its own format.

Instants are UTC. A field with a date of its own (outcome, plan, order status) is
unknown before that date: `Incident.known_at` gives the record as it stood.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field, replace

from ingest.synthetic.places import Place


@dataclass(slots=True)
class Party:
    """Someone as written in one record; `person` is who it truly is ('' when nobody knows)."""

    person: str
    role: str
    nominal: str = ""
    organisation: str = ""
    organisation_kind: str = ""
    forename: str = ""
    middle: str = ""
    surname: str = ""
    alias: str = ""
    birth: dt.date | None = None
    birth_precision: str = "day"
    sex: str = ""
    ethnicity: str = ""
    place: Place | None = None
    phone: str = ""
    email: str = ""
    handle: str = ""
    vrm: str = ""
    employer: str = ""
    school: str = ""
    attribution: str = "named"
    relation: str = ""
    """What this party is to the first victim of the record, as in 'former partner'."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A phone, e-mail, social handle, IP address, device or vehicle, and on whose side it is."""

    kind: str
    value: str
    whose: str = "unknown"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an investigation ended: the outcome's code, and when it was given."""

    code: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Risk:
    """A risk assessment as given. `plan` None means that the force does not deliver it."""

    tool: str = ""
    grade: str = ""
    at: dt.datetime | None = None
    plan: bool | None = None
    plan_at: dt.datetime | None = None


@dataclass(slots=True)
class Incident:
    """One recorded incident. `start` and `end` are the occurrence; equal means a point."""

    force: str
    recorded: dt.datetime
    start: dt.datetime
    end: dt.datetime
    precision: str
    classes: tuple[str, ...]
    title: str
    summary: str
    place: Place | None
    parties: list[Party] = field(default_factory=list)
    things: list[Thing] = field(default_factory=list)
    codes: tuple[str, ...] = ()
    crimed: bool = True
    outcome: Outcome | None = None
    reclassified: tuple[dt.datetime, tuple[str, ...]] | None = None
    cancelled_at: dt.datetime | None = None
    cancelled: bool = False
    risk: Risk = Risk()
    detective: bool | None = None
    referred: bool | None = None
    grade: str = "2BP"
    classification: str = "OFFICIAL"
    reference: str = ""

    def changes(self) -> list[dt.datetime]:
        """When the record changed after it was first made, in order."""
        dates = [
            self.outcome.at if self.outcome else None,
            self.reclassified[0] if self.reclassified else None,
            self.cancelled_at,
            self.risk.plan_at,
        ]
        return sorted(at for at in dates if at is not None and at > self.recorded)

    def known_at(self, when: dt.datetime) -> Incident:
        """The record as it stood at `when`."""
        changes: dict[str, object] = {}
        if self.cancelled_at and self.cancelled_at <= when:
            changes["cancelled"] = True
        if self.outcome and self.outcome.at > when:
            changes["outcome"] = None
        if self.reclassified and self.reclassified[0] <= when:
            changes["classes"] = self.reclassified[1]
        if self.risk.plan_at and self.risk.plan_at > when:
            changes["risk"] = replace(self.risk, plan=False, plan_at=None)
        if not changes:
            return self
        known = copy(self)
        for name, value in changes.items():
            setattr(known, name, value)
        return known

    def roles(self, role: str) -> list[Party]:
        """The parties of that role, in order."""
        return [party for party in self.parties if party.role == role]


@dataclass(frozen=True, slots=True)
class Stage:
    """How an order stood from `at` on."""

    at: dt.datetime
    status: str
    service: str = "unknown"
    served_at: dt.datetime | None = None


@dataclass(slots=True)
class Order:
    """An order, bail, notice, caution or time in custody; `until` is its last day or None."""

    force: str
    reference: str
    issuer: str
    kind: str
    effect: str
    stages: tuple[Stage, ...]
    start: dt.datetime | None
    until: dt.date | None
    conditions: str
    subject: Party
    protected: list[Party] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    arises: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    grade: str = "1AP"
    classification: str = "OFFICIAL"

    @property
    def recorded(self) -> dt.datetime:
        """When the order was first recorded."""
        return self.stages[0].at

    def changes(self) -> list[dt.datetime]:
        """When the order changed after it was first recorded."""
        return [stage.at for stage in self.stages[1:]]

    def stage_at(self, when: dt.datetime) -> Stage:
        """The latest stage that was reached by `when`."""
        return [stage for stage in self.stages if stage.at <= when][-1]

    def parties(self) -> list[Party]:
        """The subject, then the protected people."""
        return [self.subject, *self.protected]


@dataclass(frozen=True, slots=True)
class Contact:
    """One call, text, message or e-mail between two phones or accounts (kind, value)."""

    force: str
    reference: str
    kind: str
    source: tuple[str, str]
    target: tuple[str, str]
    start: dt.datetime
    end: dt.datetime


@dataclass(frozen=True, slots=True)
class AccountLink:
    """An account's recovery address, shared device or log-in address."""

    force: str
    reference: str
    kind: str
    account: tuple[str, str]
    to: tuple[str, str]
    seen: dt.datetime


@dataclass(slots=True)
class Batch:
    """What one force delivers on one extract date; `incidents` are as they stood then."""

    force: str
    extracted: dt.date
    at: dt.datetime
    incidents: Iterable[tuple[Incident, int]]
    """Each incident with the number of its version, from 1; read once, before the orders."""
    orders: Iterable[tuple[Order, int]]
    contacts: Iterable[Contact] = ()
    account_links: Iterable[AccountLink] = ()
