"""Asks the rules again about what changed, and lets links and flags follow.

A night asks about all that waits, or about everything; a judgement about what it changed
itself. The steps are the same, so both give the same flags.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence, Set
from typing import Any

from graph.changes.change_log import Entry
from graph.engine.store import Store
from graph.flags import moves
from graph.flags import store as flag_store
from graph.flags.anchors import Scope
from graph.flags.selection import Selection
from graph.flags.upkeep import Answer, Change, review
from graph.model.reference import reference
from graph.queries import load
from graph.rules import attribution
from graph.rules.run import Failed, rules


def attribute(
    store: Store,
    as_of: dt.datetime,
    selection: Selection | None,
    tables: Mapping[str, Any],
    failed: Failed | None = None,
) -> tuple[int, Answer]:
    """Bring the links to who may have done an incident in line with what was known at `as_of`.

    Of the incidents that wait, or of all. Gives how many links changed, and the rule's answer;
    where the rule comes to be in `failed`, the links stay as they were.
    """
    unnamed = load("detect/unknown_suspect")
    incidents = selection.anchors([unnamed])[attribution.RULE] if selection else None
    weighed = attribution.weighed(store, as_of, incidents, tables, failed)
    if failed:
        return 0, Answer(())
    changed = attribution.write(store, weighed, incidents)
    return changed, Answer(attribution.flagged(weighed), frozenset(incidents or ()))


def scope_of(selection: Selection | None, answer: Answer) -> Scope | None:
    """What is left to ask once who may have done an incident is `answer`; None is everything."""
    return selection.scope(rules(), {attribution.RULE: answer.anchors}) if selection else None


def follow(store: Store, changed: Set[Entry], flags: Sequence[str], cause: str) -> list[Change]:
    """Let the flags follow what a judgement changed; gives what happened to those concerned.

    `flags` were about the people whom it concerned, as they were before.

    The rules are asked as of the last night, as of which every other flag stands: so they all
    tell of one instant, and the next night has nothing to mend. Before the first night there
    is no flag. A flag that goes names the `cause`.
    """
    last = next(iter(store.read(load("system/nights/last"))), None) if changed else None
    if last is None:  # nobody is another, or no night has run
        return []
    moves.follow(store, flags, cause)
    flag_store.reattach(store, flags)
    as_of: dt.datetime = last["as_of"]
    tables = reference(as_of.date(), store.settings.corrections)
    selection = Selection(store, {}, lambda: changed, flags)
    _, answer = attribute(store, as_of, selection, tables)
    return review(
        store,
        as_of,
        night=last["id"],
        ref=tables,
        scope=scope_of(selection, answer),
        answers={attribution.RULE: answer},
        cause=cause,
    )
