"""How the network looks: the style sheet for cytoscape, and which labels have room.

Style comes from `data` and from `#id` rules, never from classes: a drag strips those.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from dashboard.network.chart import Node, Picture, chosen_keys, element_ref, side_of
from dashboard.network.icons import SQUARE, digit, drawn_as, icon
from dashboard.palette import Palette

SIZES = {"anchor": 48, "suspect": 32, "victim": 32, "Person": 28, "Incident": 22}
RANK = ("anchor", "victim", "suspect", "Person", "Order", "Organisation", "Address")
LINES_NAMED = 6
MANY_LINES = 120
LABEL_WIDTH, LETTER = 136.0, 7.8
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class ViewState:
    """How somebody looks at a picture: what is chosen, hidden and brushed, and how near."""

    on: str = ""
    hidden: frozenset[str] = frozenset()
    zoom: float = 1.0
    brush: tuple[str, ...] = ()


def _brushed(picture: Picture, state: ViewState) -> frozenset[str]:
    """The incidents of the stretch of time that is brushed, and all that they touch."""
    events = [
        node.key for place, node in picture.nodes.items() if element_ref(place) in state.brush
    ]
    return frozenset(key for event in events for key in picture.near[event])


def stylesheet(picture: Picture, colours: Palette, state: ViewState) -> list[dict[str, Any]]:
    """How everything looks; what is chosen or brushed stays bright and the rest fades."""
    key, bright = chosen_keys(picture, state.on)
    if not key:
        bright = _brushed(picture, state)
    hidden, zoom = state.hidden, state.zoom
    size = max(0.45, min(1.2, zoom**-0.5))
    rules = [
        *_base(colours, zoom, len(picture.edges)),
        *_kind_rules(colours, size),
        *_severity_rules(colours, size),
    ]
    rules += [_rule(f'node[filter = "{name}"]', display="none") for name in sorted(hidden)]
    shown = _labelled(picture, hidden, zoom, size, bright)
    rules += [_rule(f"#{name}", label="data(label)") for name in sorted(shown)]
    if bright:
        rules += _faded(bright)
    if key:
        rules += _chosen(picture, colours, key, zoom)
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
            text_wrap="ellipsis",
            text_max_width=LABEL_WIDTH / zoom,
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
            width=1.1 / zoom**0.5,
            line_color=colours.link,
            opacity=0.85 if lines < MANY_LINES else 0.4,
            overlay_padding=4,
        ),
        _rule('edge[type = "VICTIM_OF"]', line_color=colours.fills["victim"]),
        _rule('edge[type = "POSSIBLY_BY"], edge[type = "INVOLVED_IN"]', line_style="dashed"),
    ]


def _kind_rules(colours: Palette, size: float) -> list[dict[str, Any]]:
    rules = []
    for kind, fill in colours.fills.items():
        if kind == "Incident":
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
        width = (18 + 3.2 * step) * size
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


def _faded(bright: frozenset[str]) -> list[dict[str, Any]]:
    return [
        _rule("node", opacity=0.22, text_opacity=0),
        _rule("edge", opacity=0.12),
        *(_rule(f"#{name}", opacity=1, text_opacity=1) for name in sorted(bright)),
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
    visible = [node for node in picture.nodes.values() if node.filter not in hidden]
    if bright:
        visible = [node for node in visible if node.key in bright]
    taken = [(node.key, _face(node, zoom, size)) for node in visible]
    shown: set[str] = set()
    labels: list[Box] = []
    for node in sorted(visible, key=lambda node: (_rank(node), node.key)):
        if node.kind == "Incident" and not (bright or zoom > 1.3):
            continue
        box = _label_box(node, zoom, size)
        over_face = any(key != node.key and _overlap(box, face) for key, face in taken)
        if node.kind == "anchor" or not (
            over_face or any(_overlap(box, other) for other in labels)
        ):
            shown.add(node.key)
            labels.append(box)
    return shown


def _rank(node: Node) -> int:
    return RANK.index(node.kind) if node.kind in RANK else len(RANK)


def _width(node: Node, size: float) -> float:
    if node.kind == "Incident":
        return (18 + 3.2 * node.severity) * size
    return SIZES.get(node.kind, 24) * size


def _face(node: Node, zoom: float, size: float) -> Box:
    x, y = node.point[0] * zoom, node.point[1] * zoom
    half = _width(node, size) * zoom / 2
    return (x - half, y - half, x + half, y + half)


def _label_box(node: Node, zoom: float, size: float) -> Box:
    x, y = node.point[0] * zoom, node.point[1] * zoom
    wide = min(LABEL_WIDTH, LETTER * len(node.label)) + 4
    away = _width(node, size) * zoom / 2 + 3
    side = side_of(node.point)
    if side == "left":
        return (x - away - wide, y - 8, x - away, y + 8)
    if side == "right":
        return (x + away, y - 8, x + away + wide, y + 8)
    return (x - wide / 2, y + away, x + wide / 2, y + away + 17)


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
