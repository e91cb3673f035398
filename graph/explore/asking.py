"""Asking a query file by name: what `throughline ask` and a notebook do.

Files called `explore_…` are parts of the answers of graph/explore/answers.py, which keeps the
victim-safety rule around them; they are not asked by name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from graph.access.audit import Audit
from graph.access.viewer import Viewer
from graph.engine.store import Store
from graph.errors import InputError
from graph.model.reference import reference
from graph.queries import Query, all_queries
from graph.queries.query_file import IMPLICIT
from graph.rules.run import find
from graph.rules.wording import plain
from graph.settings import Settings

_RULE_TAKES = [param for param in IMPLICIT if param.name in ("anchors", "as_of")]


def questions() -> list[Query]:
    """Every question that can be asked by name: analysts' first, then the rules."""
    return [*all_queries("ask"), *all_queries("detect")]


def question(name: str) -> Query:
    """The question of that name, with or without its room; InputError when there is none."""
    for query in questions():
        if name in (query.name, query.path):
            return query
    raise InputError(f"there is no question {name!r}: `throughline ask` lists them")


def parse_given(query: Query, pairs: Iterable[str]) -> dict[str, Any]:
    """`key=value` texts as typed parameters; InputError says what the question takes."""
    takes = {param.name: param for param in query.params if param.name != "clearance"}
    if query.room == "detect":
        takes |= {param.name: param for param in _RULE_TAKES}
    given = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        if name == "clearance":
            raise InputError("clearance is the viewer's: give it as --clearance")
        if not equals or name not in takes:
            listed = ", ".join(f"{param.name}: {param.type}" for param in takes.values())
            raise InputError(
                f"{query.name} has no parameter {name!r}: write KEY=VALUE with {listed or 'none'}"
            )
        try:
            given[name] = takes[name].type.parse(text)
        except ValueError as error:
            raise InputError(f"{name} {error}") from None
    return given


def ask(
    store: Store,
    audit: Audit,
    viewer: Viewer,
    query: Query,
    given: Mapping[str, Any],
    settings: Settings,
) -> list[dict[str, Any]]:
    """The rows that the viewer may see. The audit is written first.

    A rule is asked over `anchors`, or everything, as known at `as_of`, or now; what
    rests on anything above the viewer's clearance is left out.
    """
    body = {"asked": query.path, "given": plain(dict(given))}
    audit.write(viewer, "consultation", body)
    if query.room == "ask":
        return store.read(query, **given, clearance=viewer.clearance)
    as_of = dt.datetime.fromisoformat(given.get("as_of") or dt.datetime.now(dt.UTC).isoformat())
    found = find(
        store,
        as_of,
        only=[query],
        anchors={query.anchor.split()[0]: given["anchors"]} if "anchors" in given else None,
        ref=reference(as_of.date(), settings.corrections),
        params={name: value for name, value in given.items() if name not in ("anchors", "as_of")},
    )
    return [dict(finding.columns) for finding in found if finding.level <= viewer.clearance]
