"""The colours of both themes. Text is at least 4.5:1 on its ground, marks and links 3:1."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Palette:
    """One theme. `severity` is indexed 0 (not ranked) to 5, with the ink of its number."""

    ground: str
    panel: str
    ink: str
    muted: str
    line: str
    grid: str
    link: str
    accent: str
    halo: str
    breach: str
    fills: dict[str, str]
    severity: tuple[str, ...]
    severity_ink: tuple[str, ...]
    severity_edge: str
    orders: dict[str, str]


LIGHT = Palette(
    ground="#f5f7fa",
    panel="#ffffff",
    ink="#18202c",
    muted="#556172",
    line="#d5dce6",
    grid="#e3e8ef",
    link="#6f7c90",
    accent="#1a5fb4",
    halo="#b87900",
    breach="#a3123a",
    fills={
        "anchor": "#0f2f57",
        "suspect": "#123f73",
        "victim": "#7b3fa0",
        "Person": "#3f74b5",
        "Organisation": "#0c6b74",
        "Address": "#1d7a4c",
        "Vehicle": "#5b5bb0",
        "Phone": "#536175",
        "Account": "#8a5a00",
        "Order": "#8c2f5c",
        "Incident": "#4a5261",
    },
    severity=("#e6eaf0", "#fde6cb", "#fbbd76", "#f0883a", "#c8440f", "#7d0f12"),
    severity_ink=("#18202c", "#3b1c05", "#3b1c05", "#1f0d00", "#ffffff", "#ffffff"),
    severity_edge="#7a3a12",
    orders={
        "prohibits": "#b9d3f2",
        "notice": "#dfe3ea",
        "requires": "#cfe6da",
        "detains": "#e2d3ee",
    },
)
DARK = Palette(
    ground="#0f151e",
    panel="#161d28",
    ink="#e8edf4",
    muted="#a3afc0",
    line="#2b3646",
    grid="#222c3a",
    link="#74839b",
    accent="#7ab4ff",
    halo="#ffc530",
    breach="#ff8aa5",
    fills={
        "anchor": "#dbe9ff",
        "suspect": "#a9cbff",
        "victim": "#d3a4f2",
        "Person": "#74aef0",
        "Organisation": "#54c1cb",
        "Address": "#5cc48d",
        "Vehicle": "#a9a9f5",
        "Phone": "#a9b6c8",
        "Account": "#e0ae54",
        "Order": "#ee93bd",
        "Incident": "#b4bfce",
    },
    severity=("#5b6675", "#8f6c50", "#cf8f4a", "#f5a851", "#ff8a5c", "#ff5f5f"),
    severity_ink=("#ffffff", "#ffffff", "#1b0f04", "#1b0f04", "#1b0f04", "#1b0404"),
    severity_edge="#ffe2c4",
    orders={
        "prohibits": "#2a4d7c",
        "notice": "#3b4656",
        "requires": "#28573f",
        "detains": "#533a68",
    },
)


def palette(theme: str | None) -> Palette:
    """The palette of a theme's name."""
    return DARK if theme == "dark" else LIGHT
