"""Every label and relationship type, once: what it is keyed by, and who may write it.

docs/model.md is the readable form; a test compares the two. Query templates in
`cypher/write`, `cypher/system` and `cypher/schema` take their labels and types from here and from
nowhere else, so no name in a query ever comes from data.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Origin = Literal["delivered", "derived", "decided"]
NodeKey = tuple[str, str]
"""Which node: its label and its id."""


@dataclass(frozen=True, slots=True)
class Label:
    """A node label. `id` is its unique key; `lookups` are further indexed properties."""

    name: str
    origin: Origin
    lookups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A relationship type and the pairs of labels that it may join."""

    type: str
    origin: Origin
    joins: tuple[tuple[str, str], ...]


def _between(starts: str, ends: str) -> tuple[tuple[str, str], ...]:
    return tuple((start, end) for start in starts.split() for end in ends.split())


LABELS = (
    Label("Delivery", "delivered"),
    Label("Record", "delivered", ("key",)),
    Label("Mention", "delivered"),
    Label("Person", "derived"),
    Label("Organisation", "derived"),
    Label("Address", "derived", ("postcode", "uprn")),
    Label("Vehicle", "derived"),
    Label("Phone", "derived"),
    Label("Account", "derived", ("value",)),
    Label("Incident", "derived", ("reference", "recorded_at")),
    Label("Order", "derived", ("reference",)),
    Label("Judgement", "decided", ("a", "b")),
    Label("Share", "decided"),
    Label("Flag", "decided", ("state", "rule", "joined")),
    Label("Disposition", "decided"),
    Label("Resolution", "decided"),
    Label("Retired", "decided", ("successor",)),
    Label("Change", "decided"),
    Label("Night", "decided"),
    Label("Chart", "decided"),
    Label("Folder", "decided"),
)

ENTITIES = "Person Organisation Address Vehicle Phone Account Incident Order"

LINKS = (
    Link("FROM", "delivered", _between("Record", "Delivery")),
    Link("MENTIONS", "delivered", _between("Record", "Mention")),
    Link("ABOUT", "derived", _between("Record", ENTITIES)),
    Link("REFERS_TO", "derived", _between("Mention", "Person")),
    Link("RESEMBLES", "derived", _between("Mention", "Mention")),
    Link("SUSPECT_IN", "derived", _between("Person Organisation", "Incident")),
    Link("VICTIM_OF", "derived", _between("Person Organisation", "Incident")),
    Link("WITNESS_TO", "derived", _between("Person Organisation", "Incident")),
    Link("REPORTED", "derived", _between("Person Organisation", "Incident")),
    Link("INSTIGATED", "derived", _between("Person", "Incident")),
    Link("INVOLVED_IN", "derived", _between("Person Organisation", "Incident")),
    Link("POSSIBLY_BY", "derived", _between("Incident", "Person")),
    Link("LIVES_AT", "derived", _between("Person Organisation", "Address")),
    Link("WORKS_AT", "derived", _between("Person", "Address")),
    Link("STUDIES_AT", "derived", _between("Person", "Address")),
    Link("WORKS_FOR", "derived", _between("Person", "Organisation")),
    Link("USES", "derived", _between("Person Organisation", "Phone Account")),
    Link("DRIVES", "derived", _between("Person", "Vehicle")),
    Link("LINKED_TO", "derived", _between("Account", "Account Phone")),
    Link("CONTACTED", "derived", _between("Phone Account", "Phone Account")),
    Link("AT", "derived", _between("Incident", "Address")),
    Link("INVOLVES", "derived", _between("Incident", "Phone Account Vehicle")),
    Link("SUBJECT_OF", "derived", _between("Person", "Order")),
    Link("PROTECTS", "derived", _between("Order", "Person Address")),
    Link("ARISES_FROM", "derived", _between("Order", "Incident")),
    Link("REPLACES", "derived", _between("Order", "Order")),
    Link("RELATED_TO", "derived", _between("Person", "Person")),
    Link("POSSIBLY_SAME", "derived", _between("Person", "Person")),
    Link("ON", "decided", _between("Flag", ENTITIES) + _between("Judgement Share", "Mention")),
    Link("CITES", "decided", _between("Flag", "Record")),
    Link("OF", "decided", _between("Disposition", "Flag")),
    Link("WITHDRAWS", "decided", _between("Judgement", "Judgement")),
)

DATES = {
    "Incident": "recorded_at occurred_from occurred_to outcome_at risk_at risk_plan_at".split(),
    "Order": "status_at served_at from until".split(),
}
"""The dates that can wake a rule, in the order in which `system/elements/dates` lists them."""

_STATED = ("first_seen", "last_seen", "from", "to")
INSTANTS: dict[str, tuple[str, ...]] = {
    "Delivery": ("received_at",),
    "Record": ("recorded_at", "status_at", "served_at"),
    **{label: tuple(names) for label, names in DATES.items()},
    **dict.fromkeys(
        "LIVES_AT WORKS_AT STUDIES_AT WORKS_FOR USES DRIVES RELATED_TO".split(), _STATED
    ),
    "LINKED_TO": ("first_seen", "last_seen"),
    "CONTACTED": ("first_seen", "last_seen", "at", "until"),
    "Flag": ("raised_at", "changed_at"),
    "Disposition": ("at",),
    "Night": ("as_of",),
}
"""The properties of a label or type that are instants."""

LABEL = {label.name: label for label in LABELS}
LINK = {link.type: link for link in LINKS}
