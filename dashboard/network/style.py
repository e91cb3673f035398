"""How the network looks: the style sheet for cytoscape, and which labels have room.

Style comes from `data` and from `#id` rules, never from classes: a drag strips those.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np

from dashboard.network.chart import Node, Picture, chosen_keys, element_ref, side_of
from dashboard.network.groups import members
from dashboard.network.icons import SQUARE, digit, drawn_as, icon
from dashboard.palette import Palette

SIZES = {"anchor": 52, "suspect": 36, "victim": 36, "Person": 32, "Group": 46}
RANK = ("anchor", "victim", "suspect", "Person", "Group", "Order", "Organisation", "Address")
LINES_NAMED = 6
MANY_LINES = 120
FEW = 120
"""Up to so many nodes incidents are labelled at any zoom, where there is room."""
LABEL_WIDTH, LETTER, LINE_HEIGHT = 276.0, 6.9, 15.0
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class ViewState:
    """How somebody looks at a picture: what is chosen, hidden and brushed, and how near.

    `hidden` are keys of nodes; `evidence` refs of what the chosen flag rests on."""

    on: str = ""
    hidden: frozenset[str] = frozenset()
    zoom: float = 1.0
    brush: tuple[str, ...] = ()
    evidence: frozenset[str] = frozenset()


def _named(picture: Picture, refs: Collection[str]) -> frozenset[str]:
    """The keys of the nodes that are, or hold, one of these elements."""
    return frozenset(
        node.key
        for place, node in picture.nodes.items()
        if element_ref(place) in refs
        or any(element_ref(each.place) in refs for each in members(node.element))
    )


def _brushed(picture: Picture, state: ViewState) -> frozenset[str]:
    """The incidents of the stretch of time that is brushed, and all that they touch."""
    events = _named(picture, state.brush) if state.brush else frozenset()
    return frozenset(key for event in events for key in picture.near[event])


def stylesheet(picture: Picture, colours: Palette, state: ViewState) -> list[dict[str, Any]]:
    """How everything looks; what is chosen or brushed stays bright and the rest fades."""
    key, bright = chosen_keys(picture, state.on)
    if not key:
        bright = _brushed(picture, state)
    hidden, zoom = state.hidden, state.zoom
    size = max(0.5, min(1.2, zoom**-0.5))
    rules = [
        *_base(colours, zoom, len(picture.edges)),
        *_kind_rules(colours, size),
        *_severity_rules(colours, size),
        *_group_rules(colours, size),
        *_island_rules(colours, zoom),
    ]
    if hidden:
        rules.append(_rule(", ".join(f"#{name}" for name in sorted(hidden)), display="none"))
    rules += _evidence(_named(picture, state.evidence), colours, size)
    if shown := _labelled(picture, hidden, zoom, size, bright):
        rules.append(_rule(", ".join(f"#{name}" for name in sorted(shown)), label="data(label)"))
    if bright:
        rules += _faded(bright)
    if key:
        rules += _chosen(picture, colours, key, zoom)
    rules += _picked(colours, size)
    return rules


def _rule(selector: str, **style: Any) -> dict[str, Any]:
    return {
        "selector": selector,
        "style": {name.replace("_", "-"): value for name, value in style.items()},
    }


def _base(colours: Palette, zoom: float, lines: int) -> list[dict[str, Any]]:
    return [
        _rule(
            "node",
            color=colours.ink,
            font_family="system-ui, Segoe UI, Roboto, Noto Sans, sans-serif",
            font_size=12 / zoom,
            text_valign="bottom",
            text_margin_y=3 / zoom,
            text_margin_x=0,
            text_wrap="wrap",
            text_max_width=1000,
            line_height=1.15,
            text_background_color=colours.ground,
            text_background_opacity=0.88,
            text_background_padding=2 / zoom,
            text_background_shape="roundrectangle",
            overlay_opacity=0,
            background_fit="none",
            background_width="58%",
            background_height="58%",
            border_width=0,
        ),
        _rule(
            'node[side = "left"]',
            text_valign="center",
            text_halign="left",
            text_margin_x=-4 / zoom,
            text_margin_y=0,
        ),
        _rule(
            'node[side = "right"]',
            text_valign="center",
            text_halign="right",
            text_margin_x=4 / zoom,
            text_margin_y=0,
        ),
        _rule(
            "edge",
            curve_style="haystack",
            haystack_radius=0,
            width=(1.1 if lines < MANY_LINES else 0.7) / zoom**0.5,  # thin, not faint: 3:1
            line_color=colours.link,
            opacity=0.85,
            overlay_padding=4,
        ),
        _rule("edge[times > 1]", width=2.2 / zoom**0.5),
        _rule('edge[type = "VICTIM_OF"]', line_color=colours.fills["victim"]),
        _rule('edge[type = "POSSIBLY_BY"], edge[type = "INVOLVED_IN"]', line_style="dashed"),
    ]


def _kind_rules(colours: Palette, size: float) -> list[dict[str, Any]]:
    rules = []
    for kind, fill in colours.fills.items():
        if kind in ("Incident", "islands"):
            continue
        width = SIZES.get(kind, 24) * (size if kind != "anchor" else max(size, 0.8))
        style: dict[str, Any] = {
            "shape": "round-rectangle" if kind in SQUARE else "ellipse",
            "width": width,
            "height": width,
            "background_color": fill,
            "background_image": icon(drawn_as(kind), colours.ground, 48),
        }
        if kind == "anchor":
            style |= {
                "border_width": 4 * size,
                "border_color": colours.halo,
                "font_weight": 600,
                "z_index": 10,
            }
        rules.append(_rule(f'node[kind = "{kind}"]', **style))
    return rules


def _severity_rules(colours: Palette, size: float) -> list[dict[str, Any]]:
    rules = []
    for step, fill in enumerate(colours.severity):
        width = _mark(step) * size
        rules.append(
            _rule(
                f'node[kind = "Incident"][severity = {step}]',
                shape="diamond",
                width=width,
                height=width,
                background_color=fill,
                border_width=1.2 * size,
                border_color=colours.severity_edge,
                background_image=digit(str(step or "–"), colours.severity_ink[step], 48),
                background_width="82%",
                background_height="82%",
            )
        )
    return rules


def _mark(step: int) -> float:
    """How wide an incident is drawn, by how grave it is."""
    return 26 + 2.6 * step


def _group_rules(colours: Palette, size: float) -> list[dict[str, Any]]:
    """A group: a ring, inside it the share of each step of the ramp, or the number alone."""
    width = SIZES["Group"] * size
    slices: dict[str, Any] = {"pie_size": "78%"}
    for step, fill in enumerate(colours.severity):
        slices[f"pie_{step + 1}_background_color"] = fill
        slices[f"pie_{step + 1}_background_size"] = f"mapData(s{step}, 0, 100, 0, 100)"
    return [
        _rule(
            'node[kind = "Group"]',
            shape="ellipse",
            width=width,
            height=width,
            background_color=colours.panel,
            border_width=2 * size,
            border_style="double",
            border_color=colours.ink,
            **slices,
        )
    ]


def _island_rules(colours: Palette, zoom: float) -> list[dict[str, Any]]:
    """As each force saw it: its island, copies of what several recorded, and what joins them."""
    return [
        _rule(
            'node[kind = "islands"]',
            shape="round-rectangle",
            width="data(w)",
            height="data(h)",
            background_color=colours.panel,
            background_opacity=1,
            border_width=1.5 / zoom,
            border_color=colours.link,
            label="data(label)",
            font_size=14 / zoom,
            font_weight=600,
            text_valign="top",
            text_margin_y=-6 / zoom,
            z_index=0,
            z_index_compare="manual",
            events="no",
        ),
        _rule(
            "edge[join = 1]",
            curve_style="unbundled-bezier",
            control_point_distances=-70,
            control_point_weights=0.5,
            line_style="dashed",
            line_color=colours.accent,
            width=3 / zoom**0.5,
            opacity=0.9,
        ),
    ]


def _evidence(keys: Collection[str], colours: Palette, size: float) -> list[dict[str, Any]]:
    """What the chosen flag rests on has a broad ring in the colour of breaches."""
    if not keys:
        return []
    names = ", ".join(f"#{name}" for name in sorted(keys))
    return [_rule(names, border_width=4.5 * size, border_color=colours.breach, z_index=5)]


def _picked(colours: Palette, size: float) -> list[dict[str, Any]]:
    """What somebody gathered to act on, what is pinned, what has a note."""
    return [
        _rule("node[pinned = 1]", border_width=3 * size, border_style="dashed",
              border_color=colours.ink),
        _rule("node[noted = 1]", underlay_color=colours.halo, underlay_opacity=0.9,
              underlay_padding=5 * size, underlay_shape="round-rectangle"),
        _rule("node:selected", overlay_color=colours.accent, overlay_opacity=0.3,
              overlay_padding=7 * size, overlay_shape="ellipse"),
    ]  # fmt: skip


def _faded(bright: frozenset[str]) -> list[dict[str, Any]]:
    names = ", ".join(f"#{name}" for name in sorted(bright))
    return [
        _rule("node", opacity=0.22, text_opacity=0),
        _rule("edge", opacity=0.12),
        _rule(names, opacity=1, text_opacity=1),
    ]


def _chosen(picture: Picture, colours: Palette, key: str, zoom: float) -> list[dict[str, Any]]:
    rules = [
        _rule(
            f"#{key}",
            underlay_color=colours.accent,
            underlay_opacity=0.28,
            underlay_padding=8 / zoom**0.5,
            underlay_shape="ellipse",
        ),
    ]
    lines = [edge for edge in picture.edges if key in (edge.key, edge.source, edge.target)]
    for edge in lines:
        style: dict[str, Any] = {
            "opacity": 1,
            "width": 2.4 / zoom**0.5,
            "line_color": colours.accent,
        }
        if len(lines) <= LINES_NAMED or edge.key == key:
            style |= {
                "label": "data(label)",
                "font_size": 11 / zoom,
                "color": colours.muted,
                "text_background_color": colours.ground,
                "text_background_opacity": 0.9,
                "text_background_padding": 2 / zoom,
            }
        rules.append(_rule(f"#{edge.key}", **style))
    return rules


def _labelled(
    picture: Picture,
    hidden: Collection[str],
    zoom: float,
    size: float,
    bright: frozenset[str],
) -> set[str]:
    """The nodes whose label has room at this zoom: most important first, none over another."""
    visible = [node for node in picture.nodes.values() if node.key not in hidden]
    if bright:
        visible = [node for node in visible if node.key in bright]
    ordered = sorted(visible, key=lambda node: (_rank(node), node.key))
    faces = np.array([_face(node, zoom, size) for node in ordered]).reshape(-1, 4)
    shown: set[str] = set()
    labels: list[Box] = []
    for number, node in enumerate(ordered):
        if node.kind == "Incident" and not (bright or zoom > 1.3 or len(visible) <= FEW):
            continue
        box = _label_box(node, zoom, size)
        under = (box[0] < faces[:, 2]) & (faces[:, 0] < box[2])
        under &= (box[1] < faces[:, 3]) & (faces[:, 1] < box[3])
        under[number] = False
        over_face = bool(under.any())
        if node.kind == "anchor" or not (
            over_face or any(_overlap(box, other) for other in labels)
        ):
            shown.add(node.key)
            labels.append(box)
    return shown


def _rank(node: Node) -> int:
    return RANK.index(node.kind) if node.kind in RANK else len(RANK)


def width(node: Node, size: float) -> float:
    """How wide a node is drawn; `size` is 1 at a zoom of 1."""
    if node.kind == "Incident":
        return _mark(node.severity) * size
    return SIZES.get(node.kind, 24) * size


def _face(node: Node, zoom: float, size: float) -> Box:
    x, y = node.point[0] * zoom, node.point[1] * zoom
    half = width(node, size) * zoom / 2
    return (x - half, y - half, x + half, y + half)


def _label_box(node: Node, zoom: float, size: float) -> Box:
    x, y = node.point[0] * zoom, node.point[1] * zoom
    lines = node.caption.split("\n")
    wide = min(LABEL_WIDTH, LETTER * max(map(len, lines))) + 4
    tall = LINE_HEIGHT * len(lines)
    away = width(node, size) * zoom / 2 + 3
    side = side_of(node.point)
    if side == "left":
        return (x - away - wide, y - tall / 2, x - away, y + tall / 2)
    if side == "right":
        return (x + away, y - tall / 2, x + away + wide, y + tall / 2)
    return (x - wide / 2, y + away, x + wide / 2, y + away + tall + 2)


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
