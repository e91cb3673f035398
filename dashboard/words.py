"""What things are called on a page: roles, kinds, offences, dates; and the ramp of severity."""

from __future__ import annotations

import datetime as dt
import functools
import tomllib
from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Any

from graph.counted import counted
from graph.model.local_time import day as day
from graph.model.local_time import period
from graph.model.local_time import when as when
from graph.model.reference import reference

SOURCES = {"1": "reliable", "2": "untested", "3": "not reliable"}
INFORMATION = {
    "A": "known directly",
    "B": "known indirectly, corroborated",
    "C": "known indirectly",
    "D": "not known",
    "E": "suspected to be false",
}
"""3x5x2: how far a source is to be trusted, and what it says."""
ROLES = {
    "SUSPECT_IN": "suspect",
    "INSTIGATED": "instigator",
    "POSSIBLY_BY": "possibly by",
    "VICTIM_OF": "victim",
    "WITNESS_TO": "witness",
    "REPORTED": "reported it",
    "INVOLVED_IN": "involved, role not stated",
    "LIVES_AT": "lives at",
    "WORKS_AT": "works at",
    "STUDIES_AT": "studies at",
    "WORKS_FOR": "works for",
    "USES": "uses",
    "DRIVES": "drives",
    "LINKED_TO": "linked to",
    "CONTACTED": "contacted",
    "AT": "took place at",
    "INVOLVES": "involves",
    "SUBJECT_OF": "subject of",
    "PROTECTS": "protects",
    "ARISES_FROM": "arises from",
    "REPLACES": "replaces",
    "RELATED_TO": "related to",
}
PLURALS = {
    "Person": "People",
    "Organisation": "Organisations",
    "Address": "Addresses",
    "Vehicle": "Vehicles",
    "Phone": "Phones",
    "Account": "Accounts",
    "Incident": "Incidents",
    "Order": "Orders",
}
ORDER_KINDS = {
    "SPO": "Stalking protection order",
    "restraining": "Restraining order",
    "non-molestation": "Non-molestation order",
    "DVPO": "Domestic violence protection order",
    "DAPO": "Domestic abuse protection order",
    "injunction": "Injunction",
    "bail": "Bail",
    "PIN": "Information notice",
    "caution": "Caution",
    "conditional caution": "Conditional caution",
    "custody": "Custody",
}


@functools.cache
def _ramp() -> dict[str, dict[str, Any]]:
    text = files("graph.model.reference").joinpath("severity.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@functools.cache
def _offences() -> dict[str, Any]:
    offences: dict[str, Any] = reference(dt.datetime.now(dt.UTC).date())["offences"]
    return offences


@functools.cache
def _outcomes() -> dict[str, Any]:
    outcomes: dict[str, Any] = reference(dt.datetime.now(dt.UTC).date())["outcomes"]
    return outcomes


def severity_names() -> dict[int, str]:
    """Each step of the ramp, gravest first, with its name."""
    return {int(step): name for step, name in sorted(_ramp()["names"].items(), reverse=True)}


def severity(classes: Iterable[str]) -> int:
    """The highest step of these offence classes: 1 to 5, or 0 when none is in the tables."""
    return max((_step(code) for code in classes), default=0)


def _step(code: str) -> int:
    ramp = _ramp()
    for form in (code, code.partition("/")[0]):
        if form in ramp["code"]:
            return int(ramp["code"][form])
        if form in _offences():
            return int(ramp["group"].get(_offences()[form]["group"], 0))
    return 0


def offence(classes: Iterable[str]) -> str:
    """The principal class in words, `Harassment`, else its code as it was delivered."""
    code = next(iter(classes), "")
    row = _offences().get(code) or _offences().get(code.partition("/")[0])
    title = row["title"] if row else code
    return capital(title) if title else "Incident"


def outcome(code: str) -> str:
    """An outcome with its title, `16 (…)`; as it was delivered where no table has it."""
    row = _outcomes().get(code)
    return f"{code} ({row['title']})" if row else code


def grade(written: str) -> str:
    """A grade of 3x5x2 without its handling, `1A`, in words; anything else is not graded."""
    source, information = SOURCES.get(written[:1]), INFORMATION.get(written[1:])
    told = ", ".join(part for part in (source, information) if part)
    return f"{written[:1]} {written[1:]} {told}".strip() if told else "Not graded"


def capital(text: str) -> str:
    """The first letter large, the rest as it is."""
    return text[:1].upper() + text[1:]


def sentence(words: str) -> str:
    """A message of the core, which may be the end of a longer line, as a sentence of its own."""
    return f"{capital(words).rstrip('.')}."


def role(type_: str, props: Mapping[str, Any] | None = None) -> str:
    """A link in words, with what qualifies it: `suspect (possible)`, `former partner`."""
    props = props or {}
    if type_ == "RELATED_TO" and props.get("kind"):
        return str(props["kind"])
    if type_ == "INVOLVES" and props.get("whose"):
        return f"involves, {props['whose']}'s" if props["whose"] != "unknown" else "involves"
    doubt = {str(props.get("attribution")), str(props.get("use"))} & {
        "possible",
        "admitted",
        "owner",
    }
    return f"{ROLES[type_]} ({', '.join(sorted(doubt))})" if doubt else ROLES[type_]


def born(props: Mapping[str, Any]) -> str:
    """`born 1984`, as exactly as it is known."""
    birth = props.get("birth")
    if not birth:
        return ""
    precision = props.get("birth_precision") or "day"
    return f"born {period(str(birth), None, precision)}"


def force(name: str | None) -> str:
    """A force's name as a title."""
    return capital(name or "")


def count(number: int, one: str, many: str = "") -> str:
    """`1 incident`, `3 incidents`."""
    return counted(number, one, many)
