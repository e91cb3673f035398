"""The address bar: the person, the depth, what is chosen, the text searched for, or a rule."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs, quote, unquote, urlencode

DEPTHS = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Route:
    """`page` is home, search, person or nowhere; `on` is what is chosen there: at home a rule."""

    page: str
    person: str = ""
    text: str = ""
    on: str = ""
    depth: int = 2


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
        return Route("person", person=unquote(parts[1]), on=asked.get("on", ""), depth=depth)
    return Route("nowhere")


def home_path(rule: str = "") -> str:
    """The address of the flags, or of one rule's."""
    return f"/?{urlencode({'rule': rule})}" if rule else "/"


def person_path(person_id: str, on: str = "", depth: int = 2) -> str:
    """The address of a person's page."""
    return f"/person/{quote(person_id, safe='')}{person_search(on, depth)}"


def person_search(on: str = "", depth: int = 2) -> str:
    """The part after the `?`, with it; empty when all is as usual."""
    asked = ({"depth": str(depth)} if depth != 2 else {}) | ({"on": on} if on else {})
    return f"?{urlencode(asked)}" if asked else ""
