"""The icons, drawn here: small SVG pictures as data URIs, in one colour each."""

from __future__ import annotations

import functools
from collections.abc import Callable
from urllib.parse import quote

from dash import html
from dash.development.base_component import Component

from dashboard.palette import DARK, LIGHT, Palette

SQUARE = ("Address", "Vehicle", "Organisation", "Order")

SHAPES = {
    "Person": "<circle cx='12' cy='8' r='4'/><path d='M4 21c0-5 4-7.5 8-7.5s8 2.5 8 7.5z'/>",
    "victim": (
        "<circle cx='10' cy='8' r='4'/><path d='M2 21c0-5 4-7.5 8-7.5 1.6 0 3 .4 4.2 1v6.500z'/>"
        "<path d='M19 13l4 1.500v3c0 2.6-1.7 4.4-4 5.5-2.3-1.1-4-2.9-4-5.500v-3z'/>"
    ),
    "Organisation": (
        "<path d='M4 21V4h9v5h7v12h-6v-4h-3v4zM7 7v2h3V7zm0 4v2h3v-2zm8 1v2h2v-2z' "
        "fill-rule='evenodd'/>"
    ),
    "Address": "<path d='M12 3L2.5 11.500H5V21h5v-6h4v6h5v-9.500h2.500z'/>",
    "Vehicle": (
        "<path d='M6.5 6h11l2.5 6v7h-3v-2H7v2H4v-7zm1.4 2l-1.5 4h11.200l-1.5-4zM7.5 13.200a1.3 "
        "1.3 0 100 2.6 1.3 1.3 0 000-2.600zm9 0a1.3 1.3 0 100 2.6 1.3 1.3 0 000-2.600z' "
        "fill-rule='evenodd'/>"
    ),
    "Phone": (
        "<path d='M8 2h8a1.5 1.5 0 011.5 1.500v17A1.5 1.5 0 0116 22H8a1.5 1.5 0 "
        "01-1.5-1.500v-17A1.5 1.5 0 018 2zm.8 3v11.500h6.400V5zM12 18.200a1.1 1.1 0 100 2.2 1.1 "
        "1.1 0 000-2.200z' fill-rule='evenodd'/>"
    ),
    "Account": (
        "<path d='M12 3a9 9 0 109 9h-2.200A6.8 6.8 0 1112 5.200a6.8 6.8 0 016.8 6.800v.8c0 1-.5 "
        "1.6-1.2 1.600s-1.2-.6-1.2-1.600V8h-2v.7A4.2 4.2 0 1015 15.200c.6.9 1.5 1.4 2.7 "
        "1.4 2 0 3.3-1.5 3.3-3.800V12a9 9 0 00-9-9zm0 6.900a2.1 2.1 0 110 4.2 2.1 2.1 0 "
        "010-4.200z' fill-rule='evenodd'/>"
    ),
    "Order": (
        "<path d='M6 2h9l4 4v16H6zm2.5 6.500v2h8v-2zm0 4v2h8v-2zm0 4v2h5v-2z' fill-rule='evenodd'/>"
    ),
    "Incident": "<path d='M12 1.500L22.5 12 12 22.5 1.5 12z'/>",
    "search": (
        "<path d='M10.5 3a7.5 7.5 0 015.9 12.100l4.7 4.7-1.4 1.4-4.7-4.700A7.5 7.5 0 "
        "1110.5 3zm0 2a5.5 5.5 0 100 11 5.5 5.5 0 000-11z' fill-rule='evenodd'/>"
    ),
}


@functools.cache
def icon(name: str, colour: str, size: int = 24) -> str:
    """The picture as a data URI, `size` pixels square."""
    return _uri(
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{size}' height='{size}' "
        f"viewBox='0 0 24 24' fill='{colour}'>{SHAPES[name]}</svg>"
    )


@functools.cache
def digit(text: str, colour: str, size: int = 24) -> str:
    """A number in the middle of its square, for the face of an incident."""
    return _uri(
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{size}' height='{size}' "
        "viewBox='0 0 24 24'><text x='12' y='16.5' text-anchor='middle' "
        f"font-family='sans-serif' font-size='13' font-weight='700' fill='{colour}'>"
        f"{text}</text></svg>"
    )


@functools.cache
def diamond(fill: str, edge: str, text: str, ink: str) -> str:
    """An incident's diamond with its number, for legends and lists."""
    return _uri(
        "<svg xmlns='http://www.w3.org/2000/svg' width='20' height='20' viewBox='0 0 24 24'>"
        f"<path d='M12 1.500L22.5 12 12 22.5 1.5 12z' fill='{fill}' stroke='{edge}' "
        f"stroke-width='1.5'/><text x='12' y='16' text-anchor='middle' font-family='sans-serif' "
        f"font-size='11' font-weight='700' fill='{ink}'>{text}</text></svg>"
    )


@functools.cache
def badge(name: str, ground: str, colour: str, *, square: bool = False) -> str:
    """An icon on its coloured ground, as it stands on the chart."""
    corner = 5 if square else 12
    return _uri(
        "<svg xmlns='http://www.w3.org/2000/svg' width='24' height='24' viewBox='0 0 24 24'>"
        f"<rect width='24' height='24' rx='{corner}' fill='{ground}'/>"
        f"<g transform='translate(5 5) scale(.583)' fill='{colour}'>{SHAPES[name]}</g></svg>"
    )


def drawn_as(kind: str) -> str:
    """Which picture a kind of node bears."""
    return "Person" if kind in ("anchor", "suspect") else kind


def kind_image(kind: str, size: int = 20) -> Component:
    """A kind of node as on the chart, in both themes; the style sheet shows one."""
    square = kind in SQUARE
    return _themed(
        lambda colours: badge(drawn_as(kind), colours.fills[kind], colours.ground, square=square),
        size,
    )


def severity_image(step: int, size: int = 20) -> Component:
    """An incident as on the chart, with the number of its step."""
    return _themed(
        lambda colours: diamond(
            colours.severity[step],
            colours.severity_edge,
            str(step or "–"),
            colours.severity_ink[step],
        ),
        size,
    )


def _themed(draw: Callable[[Palette], str], size: int) -> Component:
    return html.Span(
        [
            html.Img(src=draw(colours), alt="", width=size, height=size, className=f"in-{name}")
            for name, colours in (("light", LIGHT), ("dark", DARK))
        ],
        className="picture",
    )


def _uri(svg: str) -> str:
    return f"data:image/svg+xml;utf8,{quote(svg)}"
