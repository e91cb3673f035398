"""The ids of what only some pages have.

A callback that writes to a part that is not on the page would be an error in the
browser; one that writes to every part that matches writes to none or one.
"""

from __future__ import annotations

from typing import Any, Literal

from dash import ALL, ctx, no_update

Part = Literal[
    "network", "timeline", "inspector", "note", "rail", "said", "state", "islands",
    "queue", "flag", "flag-rows", "more", "last", "rest", "night", "news",
    "save-said", "kept", "kept-said", "searches", "searches-asked", "case",
]  # fmt: skip


def part(name: Part) -> dict[str, Any]:
    """For a callback: this part, where there is one."""
    return {"type": name, "of": ALL}


def part_id(name: Part) -> dict[str, Any]:
    """For a layout: the part itself."""
    return {"type": name, "of": "person"}


def idle() -> Any:
    """A callback's answer that changes nothing, for each of the parts that are on the page.

    An empty list is none: on the way back the part is still there, and Dash wants a value for it.
    """
    outputs = ctx.outputs_list
    return [no_update if isinstance(each, dict) else [no_update] * len(each) for each in outputs]
