"""Before a page of somebody who is protected from another: why it is looked at."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.frame import message, to_the_flags


def page() -> Component:
    """A question, answered into the address; the reason is kept in the audit."""
    return message(
        "This person is protected from somebody",
        html.P(
            "Their page says where they can be reached, and you came by a link. Say why you look:"
            " it is kept in the audit, with your name."
        ),
        html.Form(
            [
                html.Label("Reason", htmlFor="why"),
                dcc.Input(
                    id="why", name="why", required=True, maxLength=300, minLength=3,
                    autoComplete="off", autoFocus=True,
                ),
                html.Button("Open the page", className="button"),
            ],
            method="get",
            action="",
            className="reason",
        ),
        to_the_flags("Back to the flags"),
    )  # fmt: skip
