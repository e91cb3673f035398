"""What a night has to detect again, so that its cost follows what was touched.

Everything, when nothing was detected before, when a rule or a reference table is another
now, when the instant goes back, or when too much was touched to tell it apart.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from graph.changes.change_log import ChangeLog, Entry
from graph.changes.invalidation import Invalidation
from graph.changes.wakes import woken
from graph.engine.store import Store
from graph.flags import store as flag_store
from graph.flags.anchors import Scope, scope_of
from graph.model.schema import NodeKey
from graph.queries import Query, load
from graph.queries.read_paths import read_paths
from graph.queries.rows import SystemNightsLast
from graph.rules.run import every_anchor
from graph.rules.wording import plain


def version(asked: Sequence[Query], ref: Mapping[str, Any]) -> str:
    """A hash of the rules as they are written, and of the tables that they are given."""
    text = json.dumps([sorted(repr(rule) for rule in asked), plain(ref)], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


class Selection:
    """What waits to be detected again: what is noted as touched, and what a date woke
    (rule → what, '' for every rule). `noted` is by default all that the change log holds, `adrift`
    all flags that may be about what is no more.

    One walk serves every call: all that a night writes between two of them is noted too.
    """

    def __init__(
        self,
        store: Store,
        dates: Mapping[str, set[NodeKey]],
        noted: Callable[[], Iterable[Entry]] | None = None,
        adrift: Iterable[str] | None = None,
    ) -> None:
        self.store, self.dates = store, dates
        self._adrift = adrift
        self._noted = noted or (lambda: store.watcher(ChangeLog).read() or ())
        self._walk = Invalidation(store, ())
        self._walk.wake(dates.get("", ()))

    def anchors(self, asked: Iterable[Query]) -> dict[str, list[str]]:
        """Rule → the anchors whose answer may be another now, by what is noted up to now."""
        self._walk.touch(self._noted())
        return {rule.name: self._anchors(rule) for rule in asked}

    def _anchors(self, rule: Query) -> list[str]:
        paths = read_paths(rule)
        if paths is None:  # it may depend on anything
            return every_anchor(self.store, rule)
        return self._walk.anchors(paths, self.dates.get(rule.name, ()))

    def scope(self, asked: Sequence[Query], answered: Mapping[str, Iterable[str]]) -> Scope:
        """The anchors, and the flags that their answers speak for; `answered` are anchors that have
        been asked already (rule → ids)."""
        rest = self.anchors(rule for rule in asked if rule.name not in answered)
        adrift = flag_store.adrift(self.store) if self._adrift is None else self._adrift
        return scope_of(self.store, asked, {**answered, **rest}, adrift)


UNFINISHED = "-"
"""The rules of a night at whose rules the program failed: the next one asks about everything."""


def other_rules(store: Store, asked: Sequence[Query], ref: Mapping[str, Any]) -> bool:
    """Whether a night has run, and by other rules or tables than these: a new program, mostly."""
    last = _last(store)
    return last is not None and last["rules"] not in (UNFINISHED, version(asked, ref))


def _last(store: Store) -> SystemNightsLast | None:
    return next(iter(store.read(load("system/nights/last"))), None)


def since_last_night(
    store: Store, as_of: dt.datetime, asked: Sequence[Query], ref: Mapping[str, Any]
) -> Selection | None:
    """What waits since the last night; None when it is everything."""
    last = _last(store)
    if last is None or store.watcher(ChangeLog).read() is None or as_of < last["as_of"]:
        return None
    if last["rules"] != version(asked, ref):
        return None
    return Selection(store, woken(store, asked, last["as_of"], as_of))
