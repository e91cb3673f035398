"""Compiles a party: who a row names, in which roles, with which names and contact points."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, get_args

from graph.model.record import Attribution, Role
from ingest.formats.rows import Cells
from ingest.mapping import compile_things as things
from ingest.mapping.compile_things import Data, One, many, merge
from ingest.mapping.sections import (
    PartyPart,
    Value,
)
from ingest.mapping.times import TimeError, birth_precision
from ingest.mapping.values import (
    Notes,
    Refusal,
    Scope,
    choice_reader,
    code_reader,
    many_reader,
    moment_reader,
    slot,
    text_reader,
)

_TEXTS = (
    "ref nominal sex ethnicity birth_place occupation organisation_kind register_number"
).split()
_ROLES = frozenset(get_args(Role))
_ATTRIBUTIONS = frozenset(get_args(Attribution))
# Entered where no date of birth is known; forms and databases offer them by themselves.
_BIRTH_PLACEHOLDERS = frozenset({"1900-01-01", "1901-01-01", "1970-01-01", "1800-01-01"})


def party(part: PartyPart, scope: Scope) -> One:
    """A person or organisation; None where the row says nothing of one."""
    texts = [
        (key, code_reader(value, scope, key))
        for key in _TEXTS
        if (value := getattr(part, key)) is not None
    ]
    kind = choice_reader(part.kind, scope, "kind", frozenset({"person", "organisation"}), "person")
    how = choice_reader(part.attribution, scope, "attribution", _ATTRIBUTIONS, "named")
    naming = things.name_and_aliases(part.name, scope) if part.name else _nothing
    birth = _birth(part.birth, scope)
    roles = _roles(part.roles, scope)
    lists = _party_lists(part, scope)
    in_rows = part.rows is not None
    place = slot(scope)

    def read(cells: Cells, notes: Notes) -> Data | None:
        data: Data = {key: text for key, find in texts if (text := find(cells, notes))}
        named = naming(cells, notes)
        if named:
            data["name"] = named[0]
        for key, find in lists:
            if found := find(cells, notes):
                data.setdefault(key, []).extend(found)
        if len(named) > 1:
            data["other_names"] = [*named[1:], *data.get("other_names", ())]
        if (born := birth(cells, notes)) is not None:
            data["birth"] = born
        parts = roles(cells, notes)
        if not data and not (in_rows and parts):
            return None
        if "ref" not in data and (place or "nominal" in data):
            data["ref"] = place or data["nominal"]
        merge(data, roles=parts, kind=kind(cells, notes), attribution=how(cells, notes))
        if data["kind"] == "organisation" and named:
            data["name"] = {"written": named[0]["written"]}
        return data

    return read


def _nothing(cells: Cells, notes: Notes) -> list[Data]:
    return []


def _party_lists(part: PartyPart, scope: Scope) -> list[tuple[str, things.Many]]:
    found: list[tuple[str, things.Many]] = []

    def add(key: str, parts: Any, compile_one: Any) -> None:
        if parts:
            found.append((key, many(parts, scope, compile_one)))

    add("other_names", part.other_names, things.name)
    add("residences", part.residences, things.residence)
    add("phones", part.phones, things.held_phone)
    add("accounts", part.accounts, things.held_account)
    add("vehicles", part.vehicles, things.held_vehicle)
    add("employers", part.employers, things.employer)
    found.extend(("accounts", _emails(value, scope)) for value in part.emails)
    return found


def _emails(value: Value, scope: Scope) -> things.Many:
    """One cell may hold several addresses, told apart by `split`."""
    several = many_reader(value, scope, "email")
    one = things.email(Value(column="value"), Scope(scope.mapping))

    def read(cells: Cells, notes: Notes) -> list[Data]:
        found = [one({"value": text}, notes) for text, _ in several(cells, notes)]
        return [data for data in found if data is not None]

    return read


def _roles(values: tuple[Value, ...], scope: Scope) -> Callable[[Cells, Notes], list[str]]:
    readers = [
        (many_reader(value, scope, "role"), value.required, value.codes is None) for value in values
    ]

    def read(cells: Cells, notes: Notes) -> list[str]:
        roles: list[str] = []
        for several, required, plain_words in readers:
            for written, found in several(cells, notes):
                if found in _ROLES:
                    roles.append(found)
                elif required:
                    raise Refusal("role is not one of the words that this field takes")
                else:
                    if plain_words:
                        notes.remark("role", "is not a role; the party counts as involved")
                    notes.also.append(("role", written))
                    roles.append("involved")
        return list(dict.fromkeys(roles))

    return read


def _birth(value: Value | None, scope: Scope) -> Callable[[Cells, Notes], Data | None]:
    if value is None:
        return lambda cells, notes: None
    text, moment = text_reader(value, scope), moment_reader(value, scope, "birth")

    def read(cells: Cells, notes: Notes) -> Data | None:
        written = text(cells)
        if not written:
            return None
        data: Data = {"written": written}
        try:
            found = moment(cells, notes)
        except TimeError as error:
            notes.remark("birth", str(error))
            return data
        if found is not None:
            if found.date.isoformat() in _BIRTH_PLACEHOLDERS:
                notes.remark("birth", "is a date that stands for not known")
            else:
                date = _past(found.date, written)
                data |= {"date": date, "precision": birth_precision(found)}
        return data

    return read


def _past(date: dt.date, written: str) -> dt.date:
    """A birth whose year has two digits is not ahead of us: 31 to 69 are of the last century."""
    ahead = date.year > 2030 and str(date.year) not in written
    return date.replace(year=date.year - 100) if ahead else date
