"""Text that came from outside, as a page may show it: names above all."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

STEERING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Marks that turn the direction of writing, or override it: one in a name turns a whole line."""
LONGEST = 300
PASSAGE = 4_000
"""The same of what is to be read to its end, such as why a flag was raised."""
_STEERING = dict.fromkeys(map(ord, STEERING))


def plain(text: str) -> str:
    """The text without what would steer the direction of writing."""
    return text.translate(_STEERING)


def name(text: str, longest: int = LONGEST) -> Component:
    """A name, or words with names in them, kept apart from what stands around.

    Beyond `longest` letters it is cut, with the whole as its title.
    """
    clean = plain(text)
    if len(clean) <= longest:
        return html.Bdi(clean)
    return html.Bdi(f"{clean[: longest - 1]}…", title=clean)
