"""What the night says in the morning: what came in, what is new, what was refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from ingest.load import Loaded
from ingest.night import Night

ORDER = ("new", "reopened", "strengthened", "changed", "withdrawn")


def as_text(night: Night) -> str:
    """A few lines; "nothing is new" when the night changed nothing."""
    lines = [_came_in(night.loaded)]
    lines += [f"not read: {reason}" for reason in night.unread]
    if night.resolved.people:
        moved, people = night.resolved.moved, night.resolved.people
        lines.append(f"{moved} mentions found their person; {people} people were derived anew.")
    lines += _flags(night)
    spent = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in night.seconds.items())
    return "\n".join([*lines, f"({spent})"])


def _came_in(loaded: Iterable[Loaded]) -> str:
    fresh = [one for one in loaded if not one.known]
    known = sum(1 for one in loaded if one.known)
    if not fresh:
        return f"No new delivery{f' ({known} were known)' if known else ''}."
    forces = len({one.force for one in fresh})
    counts = {
        "rows": sum(one.rows for one in fresh),
        "records": sum(one.records for one in fresh),
        "refused": sum(one.refused for one in fresh),
    }
    text = (
        f"{len(fresh)} deliveries of {forces} forces: {counts['rows']:,} rows, "
        f"{counts['records']:,} records, {counts['refused']:,} rows refused"
    )
    return f"{text}; {known} were known." if known else f"{text}."


def _flags(night: Night) -> list[str]:
    if not night.news:
        return ["No flag is new: nothing has changed."]
    rules: dict[str, Counter[str]] = {}
    for change in night.news:
        rules.setdefault(change.rule, Counter())[change.outcome] += 1
    return [
        f"{rule.replace('_', ' ')}: "
        + ", ".join(f"{counts[outcome]} {outcome}" for outcome in ORDER if counts[outcome])
        for rule, counts in sorted(rules.items())
    ]


def as_data(night: Night) -> dict[str, Any]:
    """The same for programs."""
    return {
        "night": night.id,
        "as_of": night.as_of.isoformat(),
        "deliveries": [asdict(one) for one in night.loaded],
        "not_read": night.unread,
        "resolved": asdict(night.resolved),
        "flags": [
            {"id": change.id, "rule": change.rule, "outcome": change.outcome, "why": change.why}
            for change in night.news
        ],
        "anchors": night.anchors,
        "seconds": night.seconds,
    }
