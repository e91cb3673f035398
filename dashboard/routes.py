"""The table of addresses: each page's path, read from the address bar and written into links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qs, quote, unquote, urlencode

from werkzeug.exceptions import HTTPException
from werkzeug.routing import BaseConverter, Map, Rule

from graph.model.schema import ENTITIES, NodeKey

PATHS = {
    "flags": "/",
    "search": "/search",
    "person": "/person/<id>",
    "entity": "/about/<label>/<id>",
    "chart": "/chart/<label>/<id>",
    "share": "/share/<id>",
    "report": "/report/<id>",
    "shares": "/shares",
    "received": "/shared-with-you",
    "looks": "/audit",
    "unusual": "/audit/unusual",
    "timeline": "/timeline/<label>/<id>",
    "map": "/map/<id>",
    "register": "/register",
    "oversight": "/oversight",
    "closed": "/closed-cases",
    "admin": "/admin",
}
"""By the name of a page. A part in angle brackets is any text, quoted."""
LABELS = frozenset(ENTITIES.split())


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address bar asks for: a page by its name, the parts of its path, and its options.

    `page` is empty where no page answers.
    """

    page: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def one(self, name: str, otherwise: str = "") -> str:
        """The first value of an option."""
        return self.options.get(name, (otherwise,))[0]

    def many(self, name: str) -> tuple[str, ...]:
        """Every value of an option."""
        return self.options.get(name, ())

    @property
    def on(self) -> str:
        """What is chosen on the page."""
        return self.one("on")

    @property
    def place(self) -> NodeKey:
        """Whom or what the page is about."""
        return self.parts.get("label", "Person"), self.parts.get("id", "")


class _Quoted(BaseConverter):
    """An id, whatever stands in it: a slash is quoted as anything else is."""

    def to_python(self, value: str) -> str:
        return unquote(value)

    def to_url(self, value: str) -> str:
        return quote(value, safe="")


_MAP = Map(
    [Rule(path, endpoint=name) for name, path in PATHS.items()],
    converters={"default": _Quoted},
    strict_slashes=False,
    merge_slashes=False,
).bind("localhost")


def parse(pathname: str | None, search: str | None) -> Asked:
    """Read an address; one that no page answers is an Asked without a page."""
    try:
        name, parts = _MAP.match(pathname or "/")
    except HTTPException:
        return Asked()
    if parts.get("label", "Person") not in LABELS:
        return Asked()
    options = parse_qs((search or "").lstrip("?"))
    return Asked(name, parts, {name: tuple(values) for name, values in options.items()})


def address(page: str, **parts: str | int) -> str:
    """The address of a page. What is no part of its path follows the `?`; empty text does not."""
    return _MAP.build(page, {name: value for name, value in parts.items() if value != ""})


def about(place: NodeKey, side: str = "") -> str:
    """The address of whatever a flag or a hit is about: a person's page, or a thing's as it is seen
    from the `side` of a person, on whose page or chart it stood."""
    label, id_ = place
    if label == "Person":
        return address("person", id=id_)
    return address("entity", label=label, id=id_, side=side)


def saved_search(id_: str, text: str, given: Mapping[str, str]) -> str:
    """The address at which a saved search is asked, with what is new marked."""
    return address("search", q=text, **given, saved=id_)


def options(asked: Mapping[str, str | Sequence[str]]) -> str:
    """The part of an address from the `?` on; empty when nothing is asked."""
    given = {name: value for name, value in asked.items() if value}
    return f"?{urlencode(given, doseq=True)}" if given else ""
