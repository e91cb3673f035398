"""Asking a query file by name: what `throughline ask` and a notebook do.

The queries of `view/` are parts of the answers of graph/explore/answers.py, which says from whose
side they are seen; they are not asked by name. Questions of one's own stand beside those that ship.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from graph.access.session import Session
from graph.engine.store import Store
from graph.errors import InputError, QueryError
from graph.explore.centrality import measured
from graph.explore.own_questions import own_files, read_own
from graph.flags.store import stored
from graph.model.reference import reference
from graph.queries import Query, all_queries
from graph.queries.query_file import IMPLICIT, OWN
from graph.rules.columns import discreet
from graph.rules.run import Finding, find
from graph.rules.wording import plain
from graph.settings import Settings

ABOUT = ("id", "from_id", "to_id", "person")
"""Parameters that may name a person whom a question is about."""
LOOK_UP, FLAGS = "ask/look_up", "ask/flags"
_RULE_TAKES = [param for param in IMPLICIT if param.name in ("anchors", "as_of")]


def questions() -> list[Query]:
    """Every question that can be asked by name: analysts' first, then the rules."""
    return [*all_queries("ask"), *all_queries("detect")]


def own_questions(settings: Settings) -> tuple[list[Query], list[str]]:
    """Those in the folder `questions` that can be asked, and what is wrong with the others."""
    queries, wrong = list[Query](), list[str]()
    for file in own_files(settings):
        try:
            queries.append(read_own(file))
        except QueryError as error:
            wrong.append(str(error))
    return queries, wrong


def question(name: str | Path, settings: Settings | None = None) -> Query:
    """The question of that name, with or without its room, or of a file of one's own.

    With `settings` the folder `questions` of the data folder is looked through too. InputError
    when there is none of that name, or two.
    """
    if isinstance(name, Path):
        return read_own(name)
    shipped = [query for query in questions() if name in (query.name, query.path)]
    own = [file for file in own_files(settings) if file.stem == name] if settings else []
    if len(shipped) + len(own) > 1:
        raise InputError(f"there are two questions {name!r}: give yours another name")
    if own:
        return read_own(own[0])
    if shipped:
        return shipped[0]
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


def ask(session: Session, query: Query, given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows that the viewer may see.

    A rule is asked over `anchors`, or everything, as known at `as_of`, or now; what
    rests on anything above the viewer's clearance is left out, and so are whereabouts in it.
    """
    sides = [given[name] for name in ABOUT if isinstance(given.get(name), str)]
    if "clearance" in given:
        raise InputError("clearance is the viewer's: it is no parameter of a question")
    asked = {"given": plain(dict(given))}
    if query.room == OWN:
        consultation = session.consult(query.path, sides=sides, **asked, text=query.asked)
        return [dict(row) for row in consultation.read(query, **given)]
    consultation = session.consult(
        query.path, sides=sides, looked_up=query.path == LOOK_UP, **asked
    )
    if query.path == FLAGS:
        return stored(consultation, given)
    if query.room == "ask":
        rows = [dict(row) for row in measured(query, consultation.read(query, **given))]
        return _still_answers(given, rows)
    findings = consultation.cleared(lambda store: _findings(store, query, dict(given)))
    return [
        discreet(consultation.guard, finding.columns, {subject.id for subject in finding.subjects})
        for finding in findings
    ]


def _still_answers(given: Mapping[str, Any], rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Less those found by an occupation that is not told: to be among them would tell it."""
    if given.get("occupation") is None:
        return rows
    return [row for row in rows if row.get("occupations")]


def cut(query: Query, given: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> str:
    """That the answer ends at the question's own `limit`, as words; "" when it does not.

    Who gave a limit, or wrote it into a question, knows of it.
    """
    limits = [param.default for param in query.params if param.name == "limit"]
    if query.room == OWN or "limit" in given or not limits or len(rows) < limits[0]:
        return ""
    return f"{query.name} ends at limit={limits[0]}"


def _findings(store: Store, rule: Query, given: dict[str, Any]) -> Iterator[Finding]:
    as_of = dt.datetime.fromisoformat(
        given.pop("as_of", None) or dt.datetime.now(dt.UTC).isoformat()
    )
    anchors = given.pop("anchors", None)
    return find(
        store,
        as_of,
        only=[rule],
        anchors=None if anchors is None else {rule.anchor.split()[0]: anchors},
        ref=reference(as_of.date(), store.settings.corrections),
        params=given,
    )
