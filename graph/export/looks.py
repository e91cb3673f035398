"""How each kind of entity looks in a file: its colour and its size, dark enough for white paper."""

from __future__ import annotations

COLOURS = {
    "Person": "#1a5fb4",
    "Incident": "#a51d2d",
    "Order": "#613583",
    "Phone": "#26734d",
    "Account": "#0f6b75",
    "Vehicle": "#7a4b00",
    "Address": "#555555",
    "Organisation": "#3d3846",
}
SIZES = {"Person": 30, "Incident": 24}
USUAL = 20
ICONS = {
    "Person": "Person",
    "Incident": "Event",
    "Order": "Document",
    "Phone": "Phone",
    "Account": "Account",
    "Vehicle": "Car",
    "Address": "House",
    "Organisation": "Office",
}
"""Icons that Analyst's Notebook brings."""


def colour_of(label: str) -> str:
    """The colour of a kind of entity, as `#rrggbb`."""
    return COLOURS.get(label, "#555555")


def size_of(label: str) -> int:
    """How wide it is drawn, in pixels."""
    return SIZES.get(label, USUAL)


def rgb(colour: str) -> tuple[int, int, int]:
    """The three numbers, 0 to 255, of `#rrggbb`."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return red, green, blue
