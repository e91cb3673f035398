"""What a screen is: its address, its name, who may open it, what it shows, what it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from dash import Dash
from dash.development.base_component import Component

from dashboard.routes import Asked
from dashboard.view import Desk


class Shown(NamedTuple):
    """A page as it is shown, the highest clearance that anything on it asks for, and its title."""

    content: Component
    level: int
    title: str


@dataclass(frozen=True, slots=True)
class Page:
    """One screen. A new one is a file in dashboard/pages, a path in dashboard/routes.py and its
    place in the list of dashboard/app.py."""

    name: str
    """As in the table of addresses."""
    show: Callable[[Desk, Asked, str], Shown]
    """Draws it for a desk, an address and a theme (`light` or `dark`)."""
    right: str = "consultation"
    """What a role must be allowed (graph/access/roles.py); its callbacks ask for the same."""
    link: str = ""
    """Its word in the head of every page; empty when one comes to it otherwise."""
    keys: tuple[str, ...] = ()
    """The options of the address that make it another page; any other is a choice on this one."""
    bind: Callable[[Dash, Desk], None] | None = None
    """Adds its callbacks to the app."""
    values: Mapping[tuple[str, str], Any] = field(default_factory=dict)
    """The type of each value that they read, by component and property (dashboard/payload.py)."""

    def identity(self, asked: Asked) -> list[str]:
        """What tells this page from any other that may be shown."""
        return [self.name, *asked.parts.values(), *(asked.one(key) for key in self.keys)]
