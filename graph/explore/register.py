"""The register of serial perpetrators: who is on it, why, since when, and who reviewed it.

No register exists in law. On this one are those who meet the proposed test, two occasions against
two or more victims, as the rule `serial_perpetrator` found it; whoever a person took off by
dismissing the flag is kept apart, with the word that did.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.access.session import Consultation, Session
from graph.batches import batches
from graph.explore.chart import Element, Walk
from graph.flags.store import Flag, Word
from graph.flags.store import flags as read_flags
from graph.queries import load

RULE = "serial_perpetrator"
MOST = 1_000
OFF = "dismissed"
"""The state of a flag by which somebody was taken off."""
REVIEWS = ("confirm", "dismiss", "defer", "reopen")
"""The words that are a review; to hand a flag over is none."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody on the register: the flag that put them there, and by which other rules flags stand
    in which they are the suspect."""

    person: Element
    flag: Flag
    also: tuple[str, ...] = ()

    @property
    def review(self) -> Word | None:
        """What was said of it last; None while nobody reviewed it."""
        words = [word for word in self.flag.dispositions if word["kind"] in REVIEWS]
        return words[-1] if words else None


@dataclass(frozen=True, slots=True)
class Register:
    """Those on it and those taken `off`, by name; `cut` says that there are more than MOST."""

    on: tuple[Entry, ...]
    off: tuple[Entry, ...]
    cut: bool

    @property
    def level(self) -> int:
        """The highest clearance that any of it asks for."""
        return max((entry.flag.level for entry in (*self.on, *self.off)), default=0)


def register(session: Session) -> Register:
    """The register, as far as this viewer may see it."""
    consultation = session.consult("register")
    flags = read_flags(consultation, rule=RULE, limit=MOST + 1)
    by_person = {flag.about[1]: flag for flag in flags[:MOST]}
    also = _also(consultation, list(by_person))
    known = Walk(consultation).elements(("Person", id_) for id_ in by_person)
    entries = sorted(
        (Entry(each, by_person[each.id], also.get(each.id, ())) for each in known),
        key=lambda entry: (entry.person.name, entry.person.id),
    )
    on = tuple(entry for entry in entries if entry.flag.state != OFF)
    off = tuple(entry for entry in entries if entry.flag.state == OFF)
    return Register(on, off, len(flags) > MOST)


def _also(consultation: Consultation, people: Sequence[str]) -> dict[str, tuple[str, ...]]:
    also: dict[str, tuple[str, ...]] = {}
    for batch in batches(people):
        for row in consultation.read(load("view/flags/beside"), ids=list(batch)):
            also[row["person_id"]] = tuple(rule for rule in row["rules"] if rule != RULE)
    return also
