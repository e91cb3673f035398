"""Compiles a party: who a row names, in which roles, with which names and contact points."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, get_args

from graph.model.fields import plain_fields
from graph.model.placeholders import is_no_year
from graph.model.record import Party
from graph.model.vocabulary import Role
from ingest.formats.rows import Cells
from ingest.mapping import compile_things as things
from ingest.mapping.cells.notes import Notes, Refusal
from ingest.mapping.cells.paths import columns_of
from ingest.mapping.cells.times import TimeError, birth_precision
from ingest.mapping.cells.typed import date_texts, moment_parser
from ingest.mapping.cells.values import Scope, many_reader, slot
from ingest.mapping.readers import CHOICE, EVERY_KIND, Data, field_readers, read_fields
from ingest.mapping.sections import (
    PartyPart,
)
from ingest.mapping.sections_in_rows import Many, One, many
from ingest.mapping.value import Value

_ROLES = frozenset(get_args(Role))
_ALSO_ROLES = dict.fromkeys(
    (
        "acting for",
        "acted for",
        "acts for",
        "on behalf of",
        "sent by",
        "instigated by",
        "proxy for",
    ),
    "instigator",
)
"""Words for whoever another acts for."""
_UNLESS_SAID = {
    field.name: field.default for field in plain_fields(Party).values() if field.kind == "choice"
}


def party(part: PartyPart, scope: Scope) -> One:
    """A person or organisation; None where the row says nothing of one."""
    plain = field_readers(Party, part, scope, EVERY_KIND - CHOICE, besides=("roll",))
    entry = {"roll": scope.mapping.name if part.roll is True else part.roll} if part.roll else {}
    choices = field_readers(Party, part, scope, CHOICE)
    naming = things.name_and_aliases(part.name, scope) if part.name else _nothing
    birth = _birth(part.birth, scope)
    roles = _roles(part.roles, scope)
    lists = _party_lists(part, scope)
    in_rows = part.rows is not None
    place = slot(scope)

    def read(cells: Cells, notes: Notes) -> Data | None:
        data = read_fields(plain, cells, notes)
        named = naming(cells, notes)
        if named:
            data["name"] = named[0]
        for key, find in lists:
            if members := find(cells, notes):
                data.setdefault(key, []).extend(members)
        if len(named) > 1:
            data["other_names"] = [*named[1:], *data.get("other_names", ())]
        parts = roles(cells, notes)
        born = birth(cells, notes)
        # A birth that nobody knows is of nobody.
        if not (data or (born and "date" in born) or (in_rows and parts)):
            return None
        if born is not None:
            data["birth"] = born
        if "ref" not in data and (place or "nominal" in data):
            data["ref"] = place or data["nominal"]
        data |= {"roles": parts, **entry, **_UNLESS_SAID, **read_fields(choices, cells, notes)}
        if data["kind"] == "organisation" and named:
            data["name"] = {"written": named[0]["written"]}
        return data

    return read


def _nothing(_cells: Cells, _notes: Notes) -> list[Data]:
    return []


def _party_lists(part: PartyPart, scope: Scope) -> list[tuple[str, Many]]:
    readers: list[tuple[str, Many]] = []

    def add(key: str, parts: Any, compile_one: Any) -> None:
        if parts:
            readers.append((key, many(parts, scope, compile_one)))

    add("other_names", part.other_names, things.name)
    add("residences", part.residences, things.residence)
    add("phones", part.phones, things.held_phone)
    add("accounts", part.accounts, things.held_account)
    add("vehicles", part.vehicles, things.held_vehicle)
    add("employers", part.employers, things.employer)
    readers.extend(("accounts", _emails(value, scope)) for value in part.emails)
    return readers


def _emails(value: Value, scope: Scope) -> Many:
    """One cell may hold several addresses, told apart by `split`."""
    several = many_reader(value, scope, "email", "number")
    one = things.email(Value(column="value"), Scope(scope.mapping))

    def read(cells: Cells, notes: Notes) -> list[Data]:
        return [data for text, _ in several(cells, notes) for data in one({"value": text}, notes)]

    return read


def _roles(values: tuple[Value, ...], scope: Scope) -> Callable[[Cells, Notes], list[str]]:
    readers = [
        (many_reader(value, scope, "role"), value.required, value.codes is None) for value in values
    ]

    def read(cells: Cells, notes: Notes) -> list[str]:
        roles: list[str] = []
        for several, required, plain_words in readers:
            for written, word in several(cells, notes):
                role = _ALSO_ROLES.get(word.replace("_", " ").casefold(), word)
                if role in _ROLES:
                    roles.append(role)
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
        return lambda _cells, _notes: None
    text, parse = date_texts(value, scope, "birth"), moment_parser(value, scope)
    column = columns_of(value, scope.within + scope.prefix)

    def read(cells: Cells, notes: Notes) -> Data | None:
        written = text(cells, notes)
        if not written:
            return None
        data: Data = {"written": written}
        try:
            moment = parse(written)
        except TimeError as error:
            if error.year is None or is_no_year(error.year):
                notes.remark("birth", str(error), column)
                return data
            notes.remark("birth", f"{error}: only its year is read", column)
            date = _past(dt.date(error.year, 1, 1), written, notes)
            return data | {"date": date, "precision": "year", "digits": error.digits}
        date = _past(moment.date, written, notes)
        if date > _latest(notes):
            notes.remark("birth", "is ahead of the day of the extract, and is not read", column)
            return data
        return data | {"date": date, "precision": birth_precision(moment)}

    return read


def _past(date: dt.date, written: str, notes: Notes) -> dt.date:
    """A birth whose year has two digits is not ahead of us: 62 is 1962."""
    ahead = date > _latest(notes) and str(date.year) not in written
    return date.replace(year=date.year - 100) if ahead else date


def _latest(notes: Notes) -> dt.date:
    """The last day on which somebody can be born whom the delivery names."""
    extracted = notes.delivery.extracted
    return dt.date.fromisoformat(extracted) if extracted else dt.date(2030, 12, 31)
