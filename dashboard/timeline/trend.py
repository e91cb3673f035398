"""Whether the acts come more often or grow graver: the figures of the rule escalation, no others.

Source: graph/rules/escalation.py, which measures them with their interval.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from graph.explore.answers import Flag, Timeline

NONE = (
    "Trend: no rule found that the acts come more often or grow graver; "
    "too little history is no sign of low risk."
)


def trends(flags: Iterable[Flag], timeline: Timeline, person: str) -> list[str]:
    """One line for each course of conduct of this person that changed; else one that says so."""
    names = {other["id"]: other.get("name") for event in timeline.events for other in event.others}
    said = [
        _line(flag.columns, names.get(flag.columns.get("victim_id") or "") or "a victim")
        for flag in flags
        if flag.rule == "escalation"
        and flag.columns.get("suspect_id") == person
        and flag.state not in ("dismissed", "withdrawn")
    ]
    return said or [NONE]


def _line(columns: Mapping[str, Any], victim: str) -> str:
    parts = []
    if columns.get("ratio"):
        parts.append(
            f"{columns['ratio']:g} times as often, from about {columns['days_before']:g} days apart"
            f" to about {columns['days_now']:g} (95% interval {columns['ratio_low']:g} to"
            f" {columns['ratio_high']:g})"
        )
    if columns.get("graver"):
        parts.append(str(columns["graver"]).rstrip("."))
    if columns.get("history"):
        parts.append(str(columns["history"]).rstrip("."))
    return f"Trend towards {victim}: {'. '.join(parts)}."
