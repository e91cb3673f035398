"""What the address of the flags asks for, and the addresses of its filters."""

from __future__ import annotations

from dataclasses import replace

from dashboard.routes import Asked, address
from graph.explore.queue import FACETS, MOST, PAGE, STATES, Wanted


def wanted(asked: Asked) -> Wanted:
    """The filters in an address; what waits for an answer, where it names no state."""
    given = {name: asked.one(name)[:200] for name in (*FACETS, "after")}
    if given["state"] not in STATES:
        given["state"] = "waiting"
    return Wanted(**given)


def shown(asked: Asked) -> int:
    """How many flags the list holds: whole pages, up to MOST."""
    number = asked.one("n")
    many = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else PAGE
    return max(PAGE, min(MOST, many))


def here(filters: Wanted, **other: str | int) -> str:
    """The address of the flags under these filters."""
    parts: dict[str, str | int] = {name: getattr(filters, name) for name in FACETS}
    if filters.state == "waiting":
        parts["state"] = ""
    return address("flags", **parts, after=filters.after, **other)


def only(filters: Wanted, facet: str, value: str) -> str:
    """The address with another value of one facet, from its first flag on."""
    return here(replace(filters, after="", **{facet: value}))
