"""What the signs of the timeline mean, each as it is drawn."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

SIGNS = (
    ("\N{BLACK DOWN-POINTING TRIANGLE}!", "breach, certain"),
    ("\N{WHITE DOWN-POINTING TRIANGLE}?", "possible breach"),
    ("\N{WHITE SQUARE}n", "after a notice, no breach in law"),
    ("\N{BLACK DIAMOND}5", "incident, by the gravity of its class"),
    ("\N{BLACK CIRCLE}C", "call, text, message or e-mail"),
    ("\N{BLACK SQUARE}+9", "several: click to open"),
    ("\N{BOX DRAWINGS LIGHT VERTICAL AND RIGHT}\N{BOX DRAWINGS LIGHT HORIZONTAL}"
     "\N{BOX DRAWINGS LIGHT VERTICAL AND LEFT}", "some time within this"),
    ("\N{MEDIUM SHADE}", "in custody"),
    ("\N{BLACK DOWN-POINTING SMALL TRIANGLE}", "recording rules changed"),
)  # fmt: skip


def legend() -> Component:
    """One line of signs."""
    return html.Ul(
        [html.Li([html.Strong(sign), f" {words}"]) for sign, words in SIGNS],
        className="time-legend",
    )
