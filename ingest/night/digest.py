"""What the night says in the morning: what came in, what to look at first, what was refused.

What a night prints ends in a log, so it names nobody: it tells flags by their rule and id. The
digest that is written to a file tells them in words.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from graph import queries
from graph.access.session import Session
from graph.batches import batches
from graph.counted import counted
from graph.engine.store import Store
from graph.flags import store as flag_store
from graph.flags.upkeep import Change
from graph.model.reference import reference
from ingest.delivery.load import Loaded
from ingest.night.night import Night
from ingest.night.ranking import HOW, Ranked, ranked
from ingest.tell import outbox
from ingest.tell.outbox import Sent

ORDER = ("new", "reopened", "strengthened", "changed", "withdrawn")
NEWS = ("new", "reopened", "strengthened")
TOLD = 10
"""How many kinds of flags the text tells of; JSON and HTML have them all, up to MOST."""
MOST = 500


@dataclass(frozen=True, slots=True)
class Morning:
    """A night, what of its news this viewer may know of, and the most pressing first; `sent` is
    what forces were told of it.

    What is above the clearance is not even counted: that there is something says something.
    """

    night: Night
    news: list[Change] = field(default_factory=list)
    first: list[Ranked] = field(default_factory=list)
    left_out: int = 0
    sent: Sequence[Sent] = ()


def morning(session: Session, night: Night) -> Morning:
    """Rank what is new; the words are those that this viewer may see."""
    store = session.store
    consultation = session.consult("digest", night=night.id, flags=len(night.news))
    seen: set[str] = set()
    for batch in batches(sorted(each.id for each in night.news)):
        rows = consultation.read(queries.load("view/flags/seen"), ids=batch)
        seen |= {row["flag"] for row in rows}
    told = [each for each in night.news if each.id in seen]
    outcomes = {each.id: each.outcome for each in told if each.outcome in NEWS}
    news = flag_store.named_flags(consultation, sorted(outcomes))
    table = reference(night.as_of.date(), store.settings.corrections)["urgency"]
    pairs = [(flag, str(outcomes[flag.id])) for flag in news]
    first = ranked(store, pairs, _since(store, night), night.as_of, table)
    return Morning(night, told, first[:MOST], max(0, len(first) - MOST))


def _since(store: Store, night: Night) -> dt.datetime:
    """The instant as of which the night before ran, else a day earlier."""
    rows = store.read(queries.load("system/nights/before"), as_of=night.as_of)
    instants: list[dt.datetime] = [row["as_of"] for row in rows]
    return instants[0] if instants else night.as_of - dt.timedelta(days=1)


def as_text(morning: Morning) -> str:
    """A few lines; "nothing is new" when the night changed nothing."""
    night = morning.night
    lines = [came_in(night.loaded)]
    lines += [f"not read: {reason}" for reason in (*night.unread, *night.faults)]
    lines += [f"failed: {reason}" for reason in night.failed]
    if night.resolved.people:
        moved, people = night.resolved.moved, night.resolved.people
        lines.append(f"{moved} mentions found their person; {people} people were derived anew.")
    if night.other_rules:
        lines.append(
            "The rules or tables are not those of the last night: everything was asked again, "
            "and a flag that is now told in other words counts as changed."
        )
    lines += counts(morning)
    lines += _first(morning)
    lines += outbox.lines(morning.sent)
    spent = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in night.seconds.items())
    return "\n".join([*lines, f"({spent})"])


def came_in(loaded: Iterable[Loaded]) -> str:
    """The deliveries in one sentence."""
    fresh = [one for one in loaded if not one.known]
    known = sum(1 for one in loaded if one.known)
    if not fresh:
        return f"Nothing new in the inbox{f' ({known} were known)' if known else ''}."
    forces = len({one.force for one in fresh})
    numbers = {
        "rows": sum(one.rows for one in fresh),
        "records": sum(one.records for one in fresh),
        "refused": sum(one.refused for one in fresh),
    }
    text = (
        f"{counted(len(fresh), 'delivery', 'deliveries')} of {counted(forces, 'force')}: "
        f"{counted(numbers['rows'], 'row')}, {counted(numbers['records'], 'record')}, "
        f"{counted(numbers['refused'], 'row')} refused"
    )
    return f"{text}; {known} were known." if known else f"{text}."


def counts(morning: Morning) -> list[str]:
    """One line a rule: how many flags are new, came back, grew, changed or went."""
    if not morning.news:
        return ["No flag is new: nothing has changed."]
    rules: dict[str, Counter[str]] = {}
    for change in morning.news:
        rules.setdefault(change.rule, Counter())[change.outcome] += 1
    return [
        f"{rule.replace('_', ' ')}: "
        + ", ".join(f"{numbers[outcome]} {outcome}" for outcome in ORDER if numbers[outcome])
        for rule, numbers in sorted(rules.items())
    ]


def _first(morning: Morning) -> list[str]:
    """The most pressing of each kind: ten lines with one reason would hide the next."""
    if not morning.first:
        return []
    lines = ["", "To look at first:"]
    kinds = _alike(morning.first)[:TOLD]
    for place, alike in enumerate(kinds, 1):
        each = alike[0]
        due = f", due {each.flag.due}" if each.flag.due else ""
        rule = each.flag.rule.replace("_", " ")
        like = f"; and {len(alike) - 1:,} like it" if len(alike) > 1 else ""
        lines.append(f"{place}. flag {each.flag.id[:8]}, {rule} ({each.outcome}{due})")
        lines.append(f"   {'; '.join(each.reasons)}{like}")
    more = len(morning.first) - sum(map(len, kinds)) + morning.left_out
    lines += [f"and {more:,} more: `throughline flags`"] if more > 0 else []
    return [*lines, HOW, ""]


def _alike(first: Iterable[Ranked]) -> list[list[Ranked]]:
    """Flags of one rule that stand where they stand for one reason, whatever the numbers in it."""
    kinds: dict[tuple[str, str], list[Ranked]] = {}
    for each in first:
        reason = re.sub(r"\d+", "", "; ".join(each.reasons))
        kinds.setdefault((each.flag.rule, reason), []).append(each)
    return list(kinds.values())


def as_data(morning: Morning, *, words: bool) -> dict[str, Any]:
    """The same for programs; with the `words` of the flags, which name people, or without."""
    night = morning.night
    return {
        "night": night.id,
        "as_of": night.as_of.isoformat(),
        "deliveries": [asdict(one) for one in night.loaded],
        "not_read": [*night.unread, *night.faults],
        "failed": night.failed,
        "resolved": {"moved": night.resolved.moved, "people": night.resolved.people},
        "doubts": night.resolved.doubts,
        "flags": [
            {
                "id": change.id,
                "rule": change.rule,
                "outcome": change.outcome,
                **({"why": change.why} if words else {}),
            }
            for change in morning.news
        ],
        "first": [
            {
                "id": each.flag.id,
                "rule": each.flag.rule,
                "outcome": each.outcome,
                **(_words(each.flag) if words else {}),
                "owner": each.flag.owner,
                "due": each.flag.due,
                "reasons": list(each.reasons),
            }
            for each in morning.first
        ],
        "ranked_by": HOW,
        "news": [asdict(each) for each in morning.sent],
        "attributed": night.attributed,
        "anchors": night.anchors,
        "steps": {step: asdict(cost) for step, cost in night.costs.items()},
    }


def _words(flag: flag_store.Flag) -> dict[str, str]:
    return {
        "sentence": flag.sentence,
        "explanation": flag.explanation,
        "against": flag.against,
    }
