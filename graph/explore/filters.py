"""What a filtered search is asked for: read from words, as an address or a command line holds them.

Days are local days: `to` is the last one. A place is a postcode, or a latitude and a longitude.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from graph.errors import InputError
from graph.model.identifiers import sought
from graph.model.reference import LONDON, reference

KINDS = {"incident": "Incident", "person": "Person", "order": "Order"}
"""Kinds of things that a filtered search finds, by the word for them."""
IN_INCIDENTS = {
    "suspect": "SUSPECT_IN",
    "instigator": "INSTIGATED",
    "victim": "VICTIM_OF",
    "witness": "WITNESS_TO",
    "reporter": "REPORTED",
    "involved": "INVOLVED_IN",
}
IN_ORDERS = {"bound": "SUBJECT_OF", "protected": "PROTECTS"}
"""The roles that somebody has in an incident or an order, by the word for them."""
ROLE_WORDS = {type_: word for word, type_ in (*IN_INCIDENTS.items(), *IN_ORDERS.items())}
FILTERS = (
    *("kind", "behaviour", "class", "force", "from", "to", "role", "order", "place", "km"),
    "words",
)
"""The names of the filters, as an address holds them; the text of the box stands beside."""
TEXT_MOST = 200
KM, KM_MOST = 1.0, 50.0
_DAYS = (r"(?P<y>\d{4})-(?P<m>\d\d?)-(?P<d>\d\d?)", r"(?P<d>\d\d?)[/.](?P<m>\d\d?)[/.](?P<y>\d{4})")


@dataclass(frozen=True, slots=True)
class Filters:
    """A filtered search. What is "" or None is not asked for.

    `classes` are offence codes, any of which will do; `since` and `until` instants, half-open;
    `role` a type of link; `place` a postcode or a point in degrees, no more than `metres` off.
    """

    kind: str
    text: str = ""
    behaviour: str = ""
    classes: tuple[str, ...] = ()
    force: str = ""
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    role: str = ""
    order: str = ""
    place: str | tuple[float, float] = ""
    metres: int = 0
    words: str = ""

    @property
    def of_incidents(self) -> bool:
        """Whether something is asked that only an incident has."""
        has = self.behaviour or self.classes or self.place or self.words
        return bool(has) or self.role in IN_INCIDENTS.values()


def filters_of(text: str, given: Mapping[str, str], corrections: Path | None = None) -> Filters:
    """The filters that these words ask for; InputError names the one that cannot be read."""
    asked = {name: str(given.get(name) or "").strip()[:TEXT_MOST] for name in FILTERS}
    tables = reference(dt.datetime.now(LONDON).date(), corrections)
    kind = _known("kind", asked["kind"].casefold(), KINDS) or "incident"
    roles = {"": "", **IN_INCIDENTS, **IN_ORDERS}
    since, last = _day("from", asked["from"]), _day("to", asked["to"])
    if since and last and last < since:
        raise InputError("The search ends before it begins: give a `to` that is not before `from`.")
    made = Filters(
        KINDS[kind],
        text.strip()[:TEXT_MOST],
        _known("behaviour", asked["behaviour"], tables["behaviours"]),
        _classes(asked["class"], tables["offences"]),
        asked["force"].casefold(),
        _midnight(since),
        _midnight(last, 1),
        roles[_known("role", asked["role"].casefold(), roles)],
        _known("kind of order", asked["order"], tables["orders"]),
        _place(asked["place"]),
        round(_km(asked["km"]) * 1000) if asked["place"] else 0,
        asked["words"],
    )
    return _fitting(made)


def _fitting(filters: Filters) -> Filters:
    if filters.kind == "Order" and filters.of_incidents:
        raise InputError(
            "An order has no behaviour, class, place or words, and nobody is a suspect in it: ask"
            " for incidents, or leave those out."
        )
    if filters.kind == "Incident" and filters.role in IN_ORDERS.values():
        raise InputError("Nobody is bound or protected by an incident: ask for people or orders.")
    if filters.role in IN_ORDERS.values() and filters.of_incidents:
        raise InputError(
            "Whom an order binds or protects has no behaviour, class, place or words in it: ask"
            " for another role, or leave those out."
        )
    return filters


def _known(name: str, code: str, codes: Mapping[str, object]) -> str:
    if code and code not in codes:
        raise InputError(f"There is no {name} {code!r}: give one of {_listed(codes)}.")
    return code


def _listed(codes: Iterable[str]) -> str:
    return ", ".join(sorted(filter(None, codes)))


def _classes(text: str, offences: Mapping[str, Mapping[str, object]]) -> tuple[str, ...]:
    """An offence code alone, or the codes of a group."""
    group = sorted(code for code, row in offences.items() if row["group"] == text.casefold())
    return tuple(group) if group else (text.upper(),) if text else ()


def _day(name: str, text: str) -> dt.date | None:
    if not text:
        return None
    for pattern in _DAYS:
        if found := re.fullmatch(pattern, text):
            try:
                return dt.date(int(found["y"]), int(found["m"]), int(found["d"]))
            except ValueError:
                break
    raise InputError(f"`{name}` is no day: write it as 2026-11-27 or 27/11/2026.")


def _midnight(day: dt.date | None, later: int = 0) -> dt.datetime | None:
    """The instant at which a local day, or one so many days later, begins; None at time's ends."""
    if day is None or not 1 < day.year < dt.MAXYEAR:
        return None
    day += dt.timedelta(days=later)
    return dt.datetime.combine(day, dt.time(), LONDON).astimezone(dt.UTC)


def _place(text: str) -> str | tuple[float, float]:
    if not text:
        return ""
    degrees = re.fullmatch(r"(-?\d{1,2}(?:\.\d+)?)\s*[,; ]\s*(-?\d{1,3}(?:\.\d+)?)", text)
    if degrees:
        return float(degrees[1]), float(degrees[2])
    postcodes = sought(text, "Address").values
    if not postcodes:
        raise InputError(
            "`place` is no postcode and no point: write EV3 1AA, or 52.41, -1.51 in degrees."
        )
    return postcodes[0]


def _km(text: str) -> float:
    try:
        km = float(text or KM)
    except ValueError:
        km = math.nan
    if not 0 < km <= KM_MOST:
        raise InputError(f"`km` is no distance: give a number up to {KM_MOST:g}.")
    return km
