"""The address bar: the person or thing, the depth, what is chosen, a text, or a rule."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs, quote, unquote, urlencode

from graph.model.schema import ENTITIES, NodeKey

DEPTHS = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Route:
    """`page` is home, search, person, entity or nowhere; `on` is what is chosen there: at home a
    rule, of an entity its label, and `person` its id. `why` is a reason given for the look."""

    page: str
    person: str = ""
    text: str = ""
    on: str = ""
    depth: int = 2
    why: str = ""


LABELS = frozenset(ENTITIES.split()) - {"Person"}
NOWHERE = Route("nowhere")


def parse(pathname: str | None, search: str | None) -> Route:
    """Read a route; anything odd in it falls back to what is usual."""
    asked = {name: values[0] for name, values in parse_qs((search or "").lstrip("?")).items()}
    parts = (pathname or "/").strip("/").split("/", 1)
    depth = int(asked["depth"]) if asked.get("depth", "") in map(str, DEPTHS) else 2
    if parts == [""]:
        return Route("home", on=asked.get("rule", ""))
    if parts == ["search"]:
        return Route("search", text=asked.get("q", ""))
    if parts[0] == "person" and len(parts) == 2:
        why = asked.get("why", "").strip()[:300]
        return Route("person", unquote(parts[1]), on=asked.get("on", ""), depth=depth, why=why)
    if parts[0] == "about" and len(parts) == 2:
        label, _, id_ = parts[1].partition("/")
        return Route("entity", person=unquote(id_), on=label) if label in LABELS else NOWHERE
    return NOWHERE


def home_path(rule: str = "") -> str:
    """The address of the flags, or of one rule's."""
    return f"/?{urlencode({'rule': rule})}" if rule else "/"


def person_path(person_id: str, on: str = "", depth: int = 2) -> str:
    """The address of a person's page."""
    return f"/person/{quote(person_id, safe='')}{person_search(on, depth)}"


def entity_path(place: NodeKey) -> str:
    """The address of whatever a flag or a hit is about: a person's page, or a thing's."""
    label, id_ = place
    return person_path(id_) if label == "Person" else f"/about/{label}/{quote(id_, safe='')}"


def person_search(on: str = "", depth: int = 2) -> str:
    """The part after the `?`, with it; empty when all is as usual."""
    asked = ({"depth": str(depth)} if depth != 2 else {}) | ({"on": on} if on else {})
    return f"?{urlencode(asked)}" if asked else ""
