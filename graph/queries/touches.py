"""The `touches:` of a write query: which entities a write changes, so that a night asks about them.

One or several of these, with commas between; labels and types may be a template's holes:

    Incident by rows.id                        entities, whole; `rows` is a parameter
    Person by ids                              the same, from a list of ids
    Person by rows.person if rows.left         only of rows in which `left` is true
    properties of Phone by rows.id             what they say of themselves, no link of theirs
    links USES from Person to Phone by rows    links written; each row has `start` and `end`
    lost links USES from Person to Phone by rows
    event of rows.mention                      the incident or order that a mention's record tells
    dates of Incident by rows                  dates that can wake a rule; rows: `id` and `props`
    everything                                 more than can be named
    nothing: REASON                            no entity, or one that a write beside it names
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.model.schema import DATES, LABEL, LINK
from graph.queries.query_types import split_top


@dataclass(frozen=True, slots=True)
class Values:
    """A parameter that is a list of ids, or the `field` of a list of rows."""

    param: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Entities:
    """Entities with these ids; of rows with a `where`, only those in which it is true."""

    label: str
    ids: Values
    where: str = ""
    properties_only: bool = False


@dataclass(frozen=True, slots=True)
class Links:
    """Links between the `start` and `end` of each row, written or lost."""

    type: str
    start: str
    end: str
    rows: str
    lost: bool


@dataclass(frozen=True, slots=True)
class Events:
    """The incidents or orders in whose records these mentions are."""

    mentions: Values


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates in the `props` of rows of this label."""

    label: str
    rows: str


@dataclass(frozen=True, slots=True)
class Everything:
    """More than can be named."""


Touch = Entities | Links | Events | Dates | Everything

_ENTITIES = re.compile(
    r"(?P<properties>properties of )?(?P<label>\w+) by (?P<param>\w+)(?:\.(?P<field>\w+))?"
    r"(?: if (?P=param)\.(?P<where>\w+))?"
)
_LINKS = re.compile(
    r"(?P<lost>lost )?links (?P<type>\w+) from (?P<start>\w+) to (?P<end>\w+) by (?P<param>\w+)"
)
_EVENTS = re.compile(r"event of (?P<param>\w+)\.(?P<field>\w+)")
_DATES = re.compile(r"dates of (?P<label>\w+) by (?P<param>\w+)")
_NOTHING = re.compile(r"nothing: \S.*")


def parse_touches(text: str, params: Mapping[str, str], code: str) -> tuple[Touch, ...]:
    """What a write with these parameters (name → type) and this Cypher touches; () for nothing.

    ValueError, with the mend, when the text is not of the grammar above, or names a label, type,
    parameter, field or date that the schema or the query does not have.
    """
    if _NOTHING.fullmatch(text):
        return ()
    touches = tuple(_touch(part) for part in split_top(text))
    if len(set(touches)) < len(touches) or (Everything() in touches and len(touches) > 1):
        raise ValueError("says something twice: keep one")
    for touch in touches:
        _check(touch, params, code.replace("`", ""))
    return touches


def _touch(text: str) -> Touch:
    if text == "everything":
        return Everything()
    if match := _LINKS.fullmatch(text):
        joins = (match["type"], match["start"], match["end"])
        return Links(*joins, match["param"], bool(match["lost"]))
    if match := _EVENTS.fullmatch(text):
        return Events(Values(match["param"], match["field"]))
    if match := _DATES.fullmatch(text):
        return Dates(match["label"], match["param"])
    if match := _ENTITIES.fullmatch(text):
        values = Values(match["param"], match["field"] or "")
        return Entities(match["label"], values, match["where"] or "", bool(match["properties"]))
    raise ValueError(
        f"{text!r} cannot be read: write `Label by rows.id`, `links TYPE from Label to Label by "
        "rows`, `everything`, `nothing: REASON`, or another form of graph/queries/touches.py"
    )


def _check(touch: Touch, params: Mapping[str, str], code: str) -> None:
    match touch:
        case Entities(label, ids):
            _check_label(label, LABEL)
            _check_values(ids, params, code)
        case Links(type_, start, end, rows):
            if type_ not in LINK or (start, end) not in LINK[type_].joins:
                raise ValueError(
                    f"names {type_} from {start} to {end}: the schema has no such links"
                )
            for field in ("start", "end"):
                _check_values(Values(rows, field), params, code)
        case Events(mentions):
            _check_values(mentions, params, code)
        case Dates(label, rows):
            _check_label(label, DATES)
            _check_values(Values(rows, "id"), params, code)
            missing = [date for date in DATES[label] if f"datetime(row.props.{date})" not in code]
            if missing:
                raise ValueError(f"says dates of {label}: let the query write {', '.join(missing)}")


def _check_label(label: str, known: Iterable[str]) -> None:
    if label not in known:
        raise ValueError(f"names {label}: take one of {', '.join(known)}")


def _check_values(values: Values, params: Mapping[str, str], code: str) -> None:
    needed = "list[map]" if values.field else "list[str]"
    if params.get(values.param) != needed:
        raise ValueError(f"reads {values.param}: declare it in params as {needed}")
    if values.field and not re.search(rf"\brow\.{values.field}\b", code):
        raise ValueError(
            f"reads {values.param}.{values.field}: the query reads no row.{values.field}"
        )
