"""Compiles the larger parts of a mapping: incidents, orders, contacts and ties."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import get_args

from graph.model.fields import plain_fields
from graph.model.keys import join_key
from graph.model.record import Incident, Involved, Order, Relation
from graph.model.vocabulary import Precision, RelationKind
from ingest.formats.rows import Cells
from ingest.mapping import compile_things as things
from ingest.mapping.cells.lengths import length_reader
from ingest.mapping.cells.notes import Notes, Refusal
from ingest.mapping.cells.paths import columns_of
from ingest.mapping.cells.points import grid_reader, whole_point
from ingest.mapping.cells.settle import Sort
from ingest.mapping.cells.times import Moment, NoTimeError, TimeError, coarser, span
from ingest.mapping.cells.typed import date_texts, moment_parser
from ingest.mapping.cells.values import Scope, many_reader, text_reader
from ingest.mapping.readers import Data, Reader, field_readers, read_fields
from ingest.mapping.sections import (
    AccountLinkPart,
    BehaviourPart,
    ContactPart,
    IncidentPart,
    InvolvedPart,
    OccurredPart,
    OrderPart,
    RelationPart,
)
from ingest.mapping.sections_in_rows import Many, One, first, many, merge
from ingest.mapping.value import Value

_RELATIONS = frozenset(get_args(RelationKind))
_DECIDING = ("kind", "effect", "status")


def period(
    part: OccurredPart | None, scope: Scope, name: str
) -> Callable[[Cells, Notes], Data | None]:
    """When something happened. What is written but impossible refuses the record."""
    if part is None:
        return lambda _cells, _notes: None
    ends = [_end(value, scope, name) for value in (part.from_, part.to) if value is not None]
    precision = text_reader(part.precision, scope, f"{name} precision")
    length = length_reader(part, scope, f"{name} length")
    zone = scope.mapping.zone

    def read(cells: Cells, notes: Notes) -> Data | None:
        ends_read = [find(cells, notes) for find in ends]
        if ends_read[0] is _NOBODY_KNOWS:
            return None
        written_ends = [each for each in ends_read if each]
        if not written_ends:
            return None
        width = precision(cells, notes)
        moments = [coarser(moment, width) for _, moment in written_ends]
        try:
            start, end = span(moments[0], zone), span(moments[-1], zone)
        except TimeError as error:
            raise Refusal(f"{name} {error}") from error
        # Where the clocks go back, a time that reads as earlier may be the later one.
        if end.end <= start.start:
            raise Refusal(f"{name} ends before it starts")
        lasted = length(cells, notes)
        alone = moments[0] == moments[-1] and not lasted
        return {
            "start": start.start,
            "end": start.start + lasted if lasted else end.end,
            "precision": start.precision if alone else _whole(moments[0], moments[-1]),
            "zone": start.zone,
            "written": " to ".join(dict.fromkeys(text for text, _ in written_ends)),
        }

    return read


def _whole(first: Moment, last: Moment) -> Precision:
    """A month or year that is written from its first day to its last is one; else a range."""
    whole_days = first.local.time() == dt.time() and (
        last.precision == "day" or last.local.time() >= dt.time(23, 59)
    )
    if whole_days and first.date.day == 1 and (last.date + dt.timedelta(days=1)).day == 1:
        if (first.date.year, first.date.month) == (last.date.year, last.date.month):
            return "month"
        if first.date.year == last.date.year and last.date.month - first.date.month == 11:
            return "year"
    return "range"


_NOBODY_KNOWS: tuple[()] = ()  # in place of a moment: a date that stands for none
_Told = tuple[str, Moment] | tuple[()] | None


def _end(value: Value, scope: Scope, name: str) -> Callable[[Cells, Notes], _Told]:
    """One end of a period, as written and as understood; None where it is blank."""
    text, parse = date_texts(value, scope, name), moment_parser(value, scope)
    column = columns_of(value, scope.within + scope.prefix)

    def read(cells: Cells, notes: Notes) -> _Told:
        written = text(cells, notes)
        if not written:
            return None
        try:
            return written, parse(written)
        except NoTimeError as error:
            notes.keep(name, written, str(error), column)
            return _NOBODY_KNOWS
        except TimeError as error:
            raise Refusal(f"{name} {error}") from error

    return read


def incident(part: IncidentPart, scope: Scope) -> One:
    """What happened."""
    plain = field_readers(Incident, part, scope)
    on_grid = grid_reader(part, scope, "grid")
    zone = scope.mapping.zone
    rest: list[tuple[str, Reader]] = [("occurred", period(part.occurred, scope, "occurred"))]
    rest.append(("offence_classes", _all_texts(part.offence_classes, scope, "offence class")))
    if part.behaviours:
        rest.append(("behaviours", many_behaviours(part.behaviours, scope)))
    if part.address is not None:
        rest.append(("address", first(part.address, scope, things.address, "address")))
    if part.involves:
        rest.append(("involves", many(part.involves, scope, _involved)))

    def read(cells: Cells, notes: Notes) -> Data | None:
        data = read_fields(plain, cells, notes) | on_grid(cells, notes)
        data = whole_point(data, zone, notes)
        for key, find in rest:
            if (value := find(cells, notes)) not in (None, []):
                data[key] = value
        return data

    return read


def _all_texts(
    values: tuple[Value, ...], scope: Scope, name: str, sort: Sort = "text"
) -> Callable[[Cells, Notes], list[str]]:
    readers = [many_reader(value, scope, name, sort) for value in values]

    def read(cells: Cells, notes: Notes) -> list[str]:
        texts = [text for several in readers for _, text in several(cells, notes)]
        return list(dict.fromkeys(texts))

    return read


def many_behaviours(parts: tuple[BehaviourPart, ...], scope: Scope) -> Many:
    """A reader of all behaviours of a row, one for each code."""
    return _flat([(part, scope) for part in parts])


def _flat(parts: list[tuple[BehaviourPart, Scope]]) -> Many:
    readers = [many([part], scope, _behaviour) for part, scope in parts]

    def read(cells: Cells, notes: Notes) -> list[Data]:
        behaviours = [
            each for many_ in readers for group in many_(cells, notes) for each in group["all"]
        ]
        return list({(each["term"], each["basis"]): each for each in behaviours}.values())

    return read


def _behaviour(part: BehaviourPart, scope: Scope) -> One:
    if part.term.phrases is not None:
        return _phrases(part.term, scope)
    terms = many_reader(part.term, scope, "behaviour")
    basis = text_reader(part.basis, scope, "behaviour basis")

    def read(cells: Cells, notes: Notes) -> Data | None:
        pairs = terms(cells, notes)
        return {
            "all": [{"term": t, "basis": basis(cells, notes) or written} for written, t in pairs]
        }

    return read


def _phrases(value: Value, scope: Scope) -> One:
    text = text_reader(value, scope, "behaviour")
    known = scope.mapping.codes[value.phrases or ""]

    def read(cells: Cells, notes: Notes) -> Data | None:
        narrative = text(cells, notes).casefold()
        hits = [(phrase, term) for phrase, term in known.items() if phrase.casefold() in narrative]
        return {"all": [{"term": term, "basis": phrase} for phrase, term in hits]}

    return read


def _involved(part: InvolvedPart, scope: Scope) -> One:
    plain = field_readers(Involved, part, scope)
    makers: list[tuple[str, Many]] = []
    if part.phone is not None:
        makers.append(("phone", many([part.phone], scope, things.phone)))
    if part.account is not None:
        makers.append(("account", many([part.account], scope, things.account)))
    if part.vehicle is not None:
        makers.append(("vehicle", many([part.vehicle], scope, things.vehicle)))

    def read(cells: Cells, notes: Notes) -> Data | None:
        for key, find in makers:
            if things_read := find(cells, notes):
                return {**read_fields(plain, cells, notes), key: things_read[0]}
        return None

    return read


def order(part: OrderPart, scope: Scope) -> One:
    """An order. Its kind, effect and status decide what it binds: unknown ones refuse it."""
    words = {key: frozenset(plain_fields(Order)[key].words) for key in _DECIDING}
    fixed = [(key, _needed(getattr(part, key), scope, key, words[key])) for key in _DECIDING]
    issuer = text_reader(part.issuer, scope, "issuer", "words")
    plain = field_readers(Order, part, scope, besides=_DECIDING)
    rest: list[tuple[str, Reader]] = [
        ("protects", many(part.protects, scope, things.address)),
        ("arises_from", _all_texts(part.arises_from, scope, "arises from", "key")),
        ("replaces", _all_texts(part.replaces, scope, "replaces", "key")),
    ]

    def read(cells: Cells, notes: Notes) -> Data | None:
        data: Data = {key: find(cells, notes) for key, find in fixed}
        data["issuer"] = issuer(cells, notes)
        if not data["issuer"]:
            raise Refusal("issuer is missing")
        data |= read_fields(plain, cells, notes)
        for key, find in rest:
            if value := find(cells, notes):
                data[key] = value
        # A feed writes bare references; the record names incidents and orders by their ids.
        for key, namer in (("arises_from", scope.mapping.force), ("replaces", data["issuer"])):
            if key in data:
                data[key] = [join_key(namer, reference) for reference in data[key]]
        return data

    return read


def _needed(
    value: Value, scope: Scope, name: str, words: frozenset[str]
) -> Callable[[Cells, Notes], str]:
    read = text_reader(value.model_copy(update={"required": True}), scope, name)

    def need(cells: Cells, notes: Notes) -> str:
        word = read(cells, notes)
        if word not in words:
            raise Refusal(f"{name} is not one of the words that this field takes")
        return word

    return need


def relation(part: RelationPart, scope: Scope) -> One:
    """A tie between two parties, named by their refs in this record."""
    a, b = (text_reader(value, scope, "relation", "key") for value in (part.a, part.b))
    kind = text_reader(part.kind, scope, "relation", unknown="")
    plain = field_readers(Relation, part, scope, about="relation", besides=("kind",))

    def read(cells: Cells, notes: Notes) -> Data | None:
        word = kind(cells, notes)
        ends = {"a": a(cells, notes), "b": b(cells, notes)}
        if not word:
            return None
        if word not in _RELATIONS or not all(ends.values()):
            notes.keep("relation", word, "is not a tie between two parties that the record has")
            return None
        return {**ends, "kind": word, **read_fields(plain, cells, notes)}

    return read


def contact(part: ContactPart, scope: Scope) -> One:
    """A call or message. One without both ends, a time or an id refuses the record."""
    id_ = text_reader(part.id, scope, "contact id", "key")
    kind = text_reader(part.kind, scope, "contact kind")
    ends = {
        key: first(end, scope, things.endpoint, f"contact {key}")
        for key, end in (("source", part.source), ("target", part.target))
    }
    during = period(part.during, scope, "contact time")

    def read(cells: Cells, notes: Notes) -> Data | None:
        data: Data = {
            "id": id_(cells, notes),
            "kind": kind(cells, notes),
            "during": during(cells, notes),
        }
        data |= {key: find(cells, notes) for key, find in ends.items()}
        if data["kind"] not in ("call", "text", "message", "email"):
            raise Refusal("contact kind is not one of the words that this field takes")
        for key, value in data.items():
            if not value:
                raise Refusal(f"contact {key} is missing")
        return data

    return read


def account_link(part: AccountLinkPart, scope: Scope) -> One:
    """What belongs to an account: a recovery address, a device, a log-in address."""
    kind = text_reader(part.kind, scope, "account link kind", unknown="")
    whose, to = (
        first(part.account, scope, things.account, "account link"),
        first(part.to, scope, things.endpoint, "account link"),
    )
    seen = period(part.seen, scope, "account link time")

    def read(cells: Cells, notes: Notes) -> Data | None:
        data: Data = {
            "account": whose(cells, notes),
            "to": to(cells, notes),
        }
        word = kind(cells, notes)
        if not any(data.values()) or not data["to"]:  # a form's empty field links nothing
            return None
        if word not in ("recovery", "device", "login") or not all(data.values()):
            raise Refusal("an account link needs a known kind, an account and what it links to")
        return merge({**data, "kind": word}, seen=seen(cells, notes))

    return read
