"""What the rows of a table are: incidents, orders, contacts, people, or something looked up."""

from __future__ import annotations

import re

from ingest.draft.blocks import prefixes
from ingest.draft.columns import Column, words_of_path
from ingest.draft.concepts import (
    CONTACT,
    INCIDENT,
    OBJECT,
    OFFENCE,
    ORDER,
    PARTY,
    REFERENCE,
    best,
    coded,
    picked,
    role_in,
)
from ingest.draft.tables import Table

_EVENT = re.compile(r"crime|incident|offen[cs]e|event|case|report|street")
_STAFF = re.compile(r"officer|staff|investigator|employee|badge|collar")


def reference_of(table: Table) -> Column | None:
    """The column that names a row: of those that may, one that each row has of its own."""
    columns = list(table.columns.values())
    sure = best(REFERENCE[:1], columns)
    unique = [column for column in columns if column.unique and column.filled == table.rows]
    return sure or best(REFERENCE, unique) or best(REFERENCE, columns)


def kind_of(table: Table) -> str:
    """incident, order, person, or "" for rows that are only looked up."""
    if table.kind is None:
        table.kind = _told_by(table)
    return table.kind


def _told_by(table: Table) -> str:
    columns = list(table.columns.values())
    names = set(picked(ORDER, columns, set()))
    if len(names & {"issuer", "effect", "served_at", "conditions", "service", "until"}) >= 3:
        return "order"
    if {"source", "target", "start"} <= picked(CONTACT, columns, set()).keys():
        return "contacts"
    if reference_of(table) is None or not any(map(is_named_date, columns)):
        return "person" if is_people(table) else ""
    tells = best(OFFENCE, columns) or best(INCIDENT["latitude"], columns)
    role = any(coded(column, "role") for column in columns if "role" in words_of_path(column.path))
    if role_in(table.name) or (is_people(table) and not role and not tells):
        return "person" if is_people(table) else ""
    somebody = prefixes(columns) or split_by(table) or any(map(has_people, table.inside.values()))
    return "incident" if tells or somebody or _EVENT.search(table.name) else ""


def is_named_date(column: Column) -> bool:
    """Whether a column holds dates, and its name says that something happened or was recorded."""
    dated = ("recorded_at", "occurred_from")
    return any(best(INCIDENT[name], [column], True) for name in dated) and column.filled > 0


def is_people(table: Table) -> bool:
    """Whether each row is a person of its own; those who work for the force are not meant."""
    if _STAFF.search(" ".join([table.name, *table.columns]).lower()):
        return False
    found = picked(PARTY, table.columns.values(), set())
    reference = reference_of(table)
    named = "surname" in found or ("written" in found and {"birth", "sex"} & found.keys())
    return bool(named and reference is not None and reference.unique)


def is_objects(table: Table) -> bool:
    """Whether its rows are phones, accounts and vehicles, each with its kind."""
    found = picked(OBJECT, table.columns.values(), set())
    return {"kind", "value"} <= found.keys() and bool(coded(found["kind"], "object"))


def has_people(table: Table) -> bool:
    """Whether its rows say anything of somebody."""
    if is_objects(table):
        return False
    found = picked(PARTY, table.columns.values(), set())
    return bool({"surname", "written", "birth", "nominal", "sex"} & found.keys()) or bool(
        role_in(table.name)
    )


def split_by(table: Table) -> Column | None:
    """The reference, where several rows of people have it: a row is then a part of a record."""
    reference = reference_of(table)
    columns = [each for each in table.columns.values() if each is not reference]
    if reference is None or reference.unique:
        return None
    found = picked(PARTY, columns, set())
    has_role = "role" in found and coded(found["role"], "role")
    return reference if has_role or "surname" in found else None
